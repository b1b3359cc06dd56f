"""The fonts that are embedded, and which of them draws a character.

Carlito has the same widths as the Calibri of the Word template, so that both files break alike;
Liberation Sans and Liberation Serif are as Arial and Times New Roman. What they lack is drawn by
DejaVu Sans or Noto Emoji; what no font has becomes its number in brackets, "[U+4E2D]". A missing
glyph would vanish from the page, and break PDF/A and PDF/UA.
"""

import unicodedata
from functools import cache, lru_cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from qualityvisit.settings import RESOURCES

_SYMBOLS, _EMOJI = "DejaVuSans", "NotoEmoji-Regular"
_FIRST_EMOJI = 0x1F000  # DejaVu Sans draws some of these, but not in the same hand

# Drawn as others are: what differs is where a line may end.
ALIKE = {
    "\n": " ", "\xa0": " ", "\u2007": " ", "\u202f": " ",
    "\u2010": "-", "\u2011": "-", "\xad": "", "\u200b": "",
}  # fmt: skip


class Face(TTFont):
    """A TrueType font whose text can be read back from the file, emoji too."""

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file, asciiReadable=False)
        font: Any = self.face
        count = int.from_bytes(font.get_table("hhea")[34:36], "big")
        # Of glyphs after the last one with a width of its own reportlab keeps the width in
        # thousandths, but writes it to the file as units of the font.
        width = font.hmetrics[count - 1][0]
        font.hmetrics[count:] = [(width, bearing) for _width, bearing in font.hmetrics[count:]]

    def addObjects(self, doc: Any) -> None:  # noqa: ANN401, N802 reportlab's
        """Write the font, with a table of characters that PDF/A accepts.

        reportlab's own maps code 0 to U+0000, and cuts characters above U+FFFF wrong.
        """
        state = self.state[doc]
        subsets, name = state.subsets, state.internalName
        super().addObjects(doc)
        written = doc.idToObject["BasicFonts"].dict
        for number, subset in enumerate(subsets):
            table = written[f"{name}+{number}"].ToUnicode
            doc.idToObject[table.name].content = _character_map(subset)


def _character_map(subset: list[int]) -> str:
    """Return the ToUnicode table of a subset: the character of each code from 1."""
    pairs = [(code, chr(char)) for code, char in enumerate(subset) if char]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for start in range(0, len(pairs), 100):  # no more may stand in one section
        section = pairs[start : start + 100]
        lines.append(f"{len(section)} beginbfchar")
        lines += [f"<{code:02X}> <{char.encode('utf-16-be').hex()}>" for code, char in section]
        lines.append("endbfchar")
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


@cache
def face(name: str) -> Face:
    """Return a font, read when it is first needed."""
    font = Face(name, str(RESOURCES / "fonts" / f"{name}.ttf"))
    pdfmetrics.registerFont(font)
    return font


@lru_cache(maxsize=4096)
def drawn(char: str, name: str) -> tuple[str, str]:
    """Return the font that draws a character for text in ``name``, and the letters to draw."""
    code = ord(char)
    if _shows_nothing(char):
        return name, ""
    if _private(char):
        return name, f"[U+{code:04X}]"
    if code in face(name).face.charToGlyph:
        return name, char
    if unicodedata.category(char) == "Zs":
        return name, " "
    others = (_EMOJI, _SYMBOLS) if code >= _FIRST_EMOJI else (_SYMBOLS, _EMOJI)
    for other in others:
        if code in face(other).face.charToGlyph:
            return other, char
    return name, f"[U+{code:04X}]"


def _private(char: str) -> bool:
    """Tell whether a character means something to some only, so that PDF/A wants it explained."""
    return unicodedata.category(char) == "Co"


def _shows_nothing(char: str) -> bool:
    """Tell whether a character only says how others look; some fonts draw it all the same."""
    if unicodedata.category(char) == "Cf":
        return True
    kind = unicodedata.name(char, "")
    return kind.startswith(("VARIATION SELECTOR", "EMOJI MODIFIER", "COMBINING ENCLOSING KEYCAP"))


@cache
def widths(name: str) -> dict[str, float]:
    """Return the width of each character that a font draws, in thousandths of its size."""
    font: Any = face(name).face
    letters = {chr(code): font.charWidths[code] for code in font.charToGlyph}
    found = {
        char: width
        for char, width in letters.items()
        if not _shows_nothing(char) and not _private(char)
    }
    for char, alike in ALIKE.items():
        found[char] = found.get(alike, 0) if char != "\n" else 0
    return found
