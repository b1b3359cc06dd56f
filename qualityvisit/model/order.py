"""Places between places: keys for lists that people put things into the middle of."""

LEAST, MIDDLE, MOST = "!", "P", "~"  # the characters that a key grows by


def between(low: str, high: str) -> str:
    """Return a key that sorts after ``low`` and before ``high``; "" is no bound.

    Two who put something into the same place get the same key; what has it needs a second one.
    """
    if not high:
        return low + MIDDLE
    if not low:  # as near as can be: what stands before them all is not to be passed
        return high[:-1] + chr(max(ord(high[-1]) - 1, ord(LEAST))) + MIDDLE
    if not high.startswith(low):
        return low + MIDDLE
    return low + _below(high[len(low) :])


def _below(rest: str) -> str:
    """Return what sorts before ``rest`` and after nothing."""
    if not rest or rest[0] < LEAST:
        return MIDDLE  # no key of ours: nothing fits before it
    room = ord(rest[0]) - ord(LEAST)
    if room > 1:
        return chr(ord(LEAST) + room // 2)
    return LEAST + (MIDDLE if room else _below(rest[1:]))
