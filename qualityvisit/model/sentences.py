"""Sentences of a Swedish text: where each begins and ends, in code points. Pure."""

import re

# Abbreviations that something of the same sentence follows, a name perhaps. Those that may end a
# sentence ("m.m.", "osv.") are told by what comes after them.
_GOES_ON = frozenset(
    """t.ex. ex. bl.a. d.v.s. dvs. s.k. p.g.a. pga. fr.o.m. t.o.m. f.d. f.n. f.ö. ca. kl. nr. jfr.
    resp. inkl. exkl. kap. tel. ung. max. min. dr. prof. st. s. sid. str. avd. bitr. o.d. h.p.
    bl. t. d. v. p. g. fr. o. m. f.""".split()
)
_ENDS = re.compile(r"(?:[.!?]+|…)[\"'”’»)\]]*(?=\s|$)")
_OPENS = re.compile(r"[\s\"'”’»«“‘(\[–—-]*")
_WORD = re.compile(r"[^\s\"'”’»«“‘(\[]*$")
_NUMBERING = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z])\.$")


def spans(text: str) -> list[tuple[int, int]]:
    """Return where each sentence begins and ends; a line's end ends one, spaces are in none."""
    found = []
    at = 0
    for line in text.split("\n"):
        found += [(at + start, at + end) for start, end in _of_line(line)]
        at += len(line) + 1
    return found


def _of_line(line: str) -> list[tuple[int, int]]:
    found, start = [], len(line) - len(line.lstrip())
    for end in _ENDS.finditer(line):
        if end.start() >= start and _is_end(line, start, end):
            found.append((start, end.end()))
            start = end.end() + len(line[end.end() :]) - len(line[end.end() :].lstrip())
    last = len(line.rstrip())
    return [*found, (start, last)] if start < last else found


def _is_end(line: str, start: int, end: re.Match[str]) -> bool:
    """Tell whether a sentence that began at ``start`` ends with this sign."""
    opened = _OPENS.match(line, end.end())
    after = line[opened.end() if opened else end.end() :][:1]
    if not after:
        return True
    if after.islower():
        return False  # “Vi trivs!” säger en elev.
    if not end[0].startswith(".") or end[0].startswith(".."):
        return True
    before = line[start : end.start() + 1]
    if _NUMBERING.fullmatch(before):
        return False  # 1. Trygghet
    word = _WORD.search(before)
    last = word[0] if word else ""
    is_initial = len(last) == 2 and last[0].isupper()  # A. Svensson
    return not (is_initial or last.casefold() in _GOES_ON)
