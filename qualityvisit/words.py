"""Translation, dates and names in the user's language."""

import gettext
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from qualityvisit.settings import RESOURCES

LANGUAGES = ("sv", "en")

_active: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"

MONTHS = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "en": "January February March April May June July August September October November December",
}
DAYS = {
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}


def use(language: str = "") -> None:
    """Speak ``language`` ("sv" or "en") from now on; "" is Swedish unless the system is English."""
    global _active, _language  # noqa: PLW0603 the one place where the language lives
    system = os.environ.get("LANG", "")
    _language = language or ("en" if system.startswith("en_") else "sv")
    _active = gettext.NullTranslations()
    if _language == "sv":
        with _catalogue(RESOURCES / "locale" / "sv").open("rb") as compiled:
            _active = gettext.GNUTranslations(compiled)


def language() -> str:
    """Return the language in use: "sv" or "en"."""
    return _language


def _(text: str, /, **values: object) -> str:
    """Return ``text`` in the user's language with ``{names}`` filled in."""
    found = _active.gettext(text)
    return found.format(**values) if values else found


def count(one: str, many: str, number: int, /, **values: object) -> str:
    """Return the right plural for ``number``, which is also filled in as ``{n}``."""
    return _active.ngettext(one, many, number).format(n=number, **values)


def day(value: str, *, weekday: bool = False, year: bool = True) -> str:
    """Return an ISO date or time as "23 mars 2028", with "torsdag" before it where asked."""
    if not value:
        return ""
    try:
        d = date.fromisoformat(value[:10])
    except ValueError:  # a colleague's program sent it
        return value
    words = [str(d.day), MONTHS[_language].split()[d.month - 1]]
    if weekday:
        words.insert(0, DAYS[_language].split()[d.weekday()])
    if year:
        words.append(str(d.year))
    return " ".join(words)


def clock(value: str) -> str:
    """Return an ISO time, or "08:15", as "08.15" in Swedish and "08:15" in English, local time."""
    text = value
    if "T" in value:
        with suppress(ValueError, OverflowError):  # a colleague's program sent it
            text = datetime.fromisoformat(value).astimezone().strftime("%H:%M")
    return text.replace(":", ".") if _language == "sv" else text


def listing(items: Iterable[str]) -> str:
    """Return "a, b och c"."""
    *head, last = list(items) or [""]
    return f"{', '.join(head)} {_('and')} {last}" if head else last


def _catalogue(folder: Path) -> Path:
    """Return the compiled catalogue, made anew where a .po file is newer (a checkout has none)."""
    compiled, sources = folder / "qualityvisit.mo", sorted(folder.glob("*.po"))
    if not compiled.exists() or any(s.stat().st_mtime > compiled.stat().st_mtime for s in sources):
        from babel.messages.catalog import Catalog  # noqa: PLC0415 never needed when installed
        from babel.messages.mofile import write_mo  # noqa: PLC0415
        from babel.messages.pofile import read_po  # noqa: PLC0415

        whole = Catalog(locale="sv")
        for source in sources:
            with source.open("rb") as part:
                for message in read_po(part, locale="sv"):
                    if message.id:
                        whole[message.id] = message
        fresh = compiled.with_suffix(f".{os.getpid()}")
        with fresh.open("wb") as out:
            write_mo(out, whole)
        fresh.replace(compiled)
    return compiled
