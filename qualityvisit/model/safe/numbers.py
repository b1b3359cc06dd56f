"""Personal identity and coordination numbers, telephone numbers and e-mail addresses.

Source of the identity number's form and check digit: folkbokföringslagen (1991:481) 18 and 18 a §§.
"""

import re
from collections.abc import Iterator
from datetime import date

from qualityvisit.model.safe.found import EMAIL, IDENTITY, PHONE, REMOVED, Found

_RUN = re.compile(r"(?<![\w/])\+?\(?\d[\d \u00a0()+–-]{5,28}\d(?![\w/])")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_BETWEEN = re.compile(r"[ \u00a0()+–-]")
# Addresses of offices, not of people.
_OFFICES = frozenset(
    "info kontakt registrator expedition expeditionen reception support kommun kommunen bun "
    "barn.utbildning utbildning skola skolan forskola grundskola kansli vaxel noreply nämnd namnd "
    "elevhalsan rektor dataskydd medborgarservice kundtjanst post diariet".split()
)


def numbers(text: str) -> Iterator[Found]:
    """Yield what is a number or an address of one person."""
    if "@" in text:
        for match in _MAIL.finditer(text):
            if match[0].partition("@")[0].lower() not in _OFFICES:
                yield Found(match.start(), match.end(), EMAIL, REMOVED[EMAIL])
    for match in _RUN.finditer(text):
        yield from _in_run(text, match.start(), match.end())


def _in_run(text: str, start: int, end: int) -> Iterator[Found]:
    """Yield the numbers in a run of digits with spaces and hyphens among them."""
    digits = [at for at in range(start, end) if text[at].isdigit() and text[at].isascii()]
    place = 0
    while place < len(digits):
        size, category = _number(text, digits, place)
        if size:
            first = digits[place]
            while first > start and text[first - 1] in "+(":
                first -= 1
            yield Found(first, digits[place + size - 1] + 1, category, REMOVED[category])
        place += size or _group(digits, place)


def _group(digits: list[int], place: int) -> int:
    """Return how many digits stand together from a place on."""
    size = 1
    while place + size < len(digits) and digits[place + size] == digits[place] + size:
        size += 1
    return size


def _number(text: str, digits: list[int], place: int) -> tuple[int, str]:
    """Return how many digits make a number from a place on, and which kind."""
    for size in (12, 10):
        if _whole(digits, place, size) and _is_identity(_take(text, digits, place, size)):
            return size, IDENTITY
    for size in (13, 12, 11, 10, 9, 8):
        if _whole(digits, place, size) and _is_phone(text, digits[place : place + size]):
            return size, PHONE
    return 0, ""


def _take(text: str, digits: list[int], place: int, size: int) -> str:
    return "".join(text[at] for at in digits[place : place + size])


def _whole(digits: list[int], place: int, size: int) -> bool:
    """Tell whether so many digits are left, and the last is not followed by another at once."""
    end = place + size
    if end > len(digits) or (place and digits[place - 1] == digits[place] - 1):
        return False
    return end == len(digits) or digits[end] > digits[end - 1] + 1


def _is_identity(digits: str) -> bool:
    if len(digits) == 12 and digits[:2] not in ("18", "19", "20"):
        return False
    short = digits[-10:]
    day = int(short[4:6])
    centuries = [digits[:2]] if len(digits) == 12 else ["19", "20"]
    return any(
        _is_date(f"{century}{short[:2]}", short[2:4], day - 60 if day > 60 else day)
        for century in centuries
    ) and _checks(short)


def _is_date(year: str, month: str, day: int) -> bool:
    try:
        date(int(year), int(month), day)
    except ValueError:
        return False
    return True


def _checks(digits: str) -> bool:
    """Tell whether the last of ten digits is the check digit of the others."""
    total = 0
    for place, digit in enumerate(digits[:9]):
        twice = int(digit) * (2 - place % 2)
        total += twice // 10 + twice % 10
    return (total + int(digits[9])) % 10 == 0


def _is_phone(text: str, places: list[int]) -> bool:
    """Tell whether digits are a Swedish telephone number, as it is written."""
    digits = "".join(text[at] for at in places)
    if places[-1] - places[0] > len(places) + 6:  # too far apart to be one
        return False
    written = text[places[0] : places[-1] + 1]
    abroad = places[0] > 0 and text[places[0] - 1] == "+"
    if abroad or digits.startswith("00"):
        digits = digits[2:] if not abroad else digits
        return digits.startswith("46") and 9 <= len(digits.removeprefix("460")) + 0 <= 12
    if not digits.startswith("0") or not 8 <= len(digits) <= 10 or digits[1] == "0":
        return False
    if re.fullmatch(r"\d{4}[-–]\d{4}", written):  # times of day
        return False
    mobile = digits[1] == "7" and len(digits) == 10
    return mobile or _BETWEEN.search(written) is not None
