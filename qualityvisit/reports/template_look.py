"""What a Word template looks like, for the PDF: page, margins, logo, header, footer and styles."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace

from qualityvisit.reports.docx import controls, fields, section_at
from qualityvisit.reports.docx.package import NAMESPACES, Element, Package, R, W
from qualityvisit.reports.docx.styles import Styles
from qualityvisit.reports.look import CARLITO, SHIPPED, Logo, Look, Manner, family_of, font
from qualityvisit.reports.outline import Outline

_A = f"{{{NAMESPACES['a']}}}"
_WP = f"{{{NAMESPACES['wp']}}}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_EMU = 12700  # of a point
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_NATURAL = 1.2  # about the height of a font's own line, where a template gives points
_MOST_LINES = 8
_ROLES = ("Title", "Heading1", "Heading2", "Heading3")


def look_of(template: bytes, outline: Outline) -> Look:
    """Return how a report in this template looks, its header and footer filled for ``outline``."""
    package = Package(template)
    styles = Styles(package, own=True)
    # The mark and the registry number stand in the PDF's margins all the same.
    known = fields(outline) | {"mark": "", "secrecy": "", "registry-number": ""}
    place = controls.place(package.body)
    controls.fill(package, known)
    section = section_at(*(place or (package.body, len(package.body) - 1)), package.body)
    header, footer = (_story(package, section, kind) for kind in ("header", "footer"))
    return replace(
        _paged(_styled(package, styles), section),
        logo=logo_of(package)[1],
        header_lines=tuple(story_lines(header))[:_MOST_LINES] if header is not None else (),
        footer_lines=tuple(story_lines(footer))[:_MOST_LINES] if footer is not None else (),
    )


# --- The page


def _paged(look: Look, section: Element | None) -> Look:
    size = section.find(f"{W}pgSz") if section is not None else None
    margins = section.find(f"{W}pgMar") if section is not None else None
    if size is not None:
        look = replace(look, page_width=_points(size, "w", look.page_width),
                       page_height=_points(size, "h", look.page_height))  # fmt: skip
    if margins is None:
        return look
    return replace(
        look, left=_points(margins, "left", 72) + _points(margins, "gutter", 0),
        right=_points(margins, "right", 72), top=abs(_points(margins, "top", 72)),
        bottom=abs(_points(margins, "bottom", 72)), header=_points(margins, "header", 36),
        footer=_points(margins, "footer", 36),
    )  # fmt: skip


def _points(element: Element, name: str, default: float) -> float:
    try:
        return float(element.get(f"{W}{name}", "")) / 20
    except ValueError:
        return default


# --- Header and footer


def _story(package: Package, section: Element | None, kind: str) -> Element | None:
    """Return the header or footer of most pages, else that of the first."""
    stories = dict(package.stories())
    names = {i: target for _t, target, i in package.related(package.main)}
    told = {} if section is None else {
        str(e.get(f"{W}type")): names.get(str(e.get(f"{R}id")), "")
        for e in section.findall(f"{W}{kind}Reference")
    }  # fmt: skip
    for each in ("default", "first"):
        if (found := stories.get(told.get(each, ""))) is not None and any(story_lines(found)):
            return found
    return None


def story_lines(story: Element) -> Iterator[str]:
    """Yield the lines of a header or footer; what stands at the right follows a tab."""
    for block in story:
        if block.tag == f"{W}sdt":
            content = block.find(f"{W}sdtContent")
            yield from story_lines(content) if content is not None else ()
        elif block.tag == f"{W}tbl":
            for table_row in block.iter(f"{W}tr"):
                yield from _row_lines(table_row)
        elif block.tag == f"{W}p" and (line := _tabbed(_words(block))).strip():
            yield line


def _row_lines(table_row: Element) -> Iterator[str]:
    cells = [[_words(p).replace("\t", " ").strip() for p in cell.iter(f"{W}p")]
             for cell in table_row.iter(f"{W}tc")]  # fmt: skip
    for number in range(max(map(len, cells), default=0)):
        words = [cell[number] if number < len(cell) else "" for cell in cells]
        line = _tabbed("\t".join(words))
        if line.strip():
            yield line


def _tabbed(words: str) -> str:
    """Return words with one tab at most: what stands in the middle joins what is at the right."""
    first, _tab, rest = words.partition("\t")
    more = "  ".join(filter(None, (part.strip() for part in rest.split("\t"))))
    return f"{first.strip()}\t{more}" if more else first.strip()


def _words(paragraph: Element) -> str:
    """Return a paragraph's words, with tabs; a field of pages is told by its name in braces."""
    words, depth, instruction = "", 0, ""
    for each in paragraph.iter():
        if any(e.tag == _FALLBACK for e in each.iterancestors()):
            continue
        if each.tag == f"{W}fldChar":
            kind = str(each.get(f"{W}fldCharType"))
            depth += {"begin": 1, "end": -1}.get(kind, 0)
            words += _field(instruction) if kind == "end" else ""
            instruction = "" if kind == "begin" else instruction
        elif each.tag == f"{W}instrText":
            instruction += each.text or ""
        elif each.tag == f"{W}fldSimple":
            words += _field(str(each.get(f"{W}instr", "")))
        elif each.tag == f"{W}t":
            told = (depth and _field(instruction)) or _simple(each)
            words += "" if told else each.text or ""
        elif each.tag == f"{W}ptab" or (each.tag == f"{W}tab" and each.getparent().tag == f"{W}r"):
            words += "\t"
    return words


def _simple(text: Element) -> bool:
    return any(e.tag == f"{W}fldSimple" and _field(str(e.get(f"{W}instr", "")))
               for e in text.iterancestors())  # fmt: skip


def _field(instruction: str) -> str:
    name = (instruction.split() or [""])[0].upper()
    return {"PAGE": "{page}", "NUMPAGES": "{pages}", "SECTIONPAGES": "{pages}"}.get(name, "")


# --- The logo


def logo_of(package: Package) -> tuple[bool, Logo | None]:
    """Tell whether a header holds a picture, and return it where a PDF can."""
    drawn = False
    for name, story in package.stories():
        if "header" not in posixpath.basename(name):
            continue
        targets = {i: target for _t, target, i in package.related(name)}
        for inline in story.iter(f"{_WP}inline", f"{_WP}anchor"):
            blip = next(inline.iter(f"{_A}blip"), None)
            drawn = drawn or blip is not None
            target = targets.get(str(blip.get(f"{R}embed")), "") if blip is not None else ""
            size = inline.find(f"{_WP}extent")
            if target in package.names and size is not None:
                content = package.bytes_of(target)
                if content.startswith((_PNG, _JPEG)):
                    about = inline.find(f"{_WP}docPr")
                    told = "" if about is None else str(about.get("descr") or about.get("title")
                                                        or "")  # fmt: skip
                    return True, Logo(content, int(size.get("cx")) / _EMU,
                                      int(size.get("cy")) / _EMU, told)  # fmt: skip
    return drawn, None


# --- Styles


@dataclass(frozen=True, slots=True)
class _Told:
    """What the styles of a paragraph say together, None where they say nothing."""

    font: str
    size: float
    bold: bool
    italic: bool
    colour: str
    before: float
    after: float
    left: float
    right: float
    spread: float


class _Reader:
    def __init__(self, package: Package, styles: Styles) -> None:
        self._styles = styles
        self._theme = next((package.tree(n) for t, n, _i in package.related(package.main)
                            if t.endswith("/theme") and n in package.names), None)  # fmt: skip
        self._defaults = styles.tree.find(f"{W}docDefaults")

    def read(self, style: str) -> _Told:
        size = self._value(style, "sz", "val")
        line = self._paragraph(style, "spacing", "line")
        points = float(size) / 2 if size else 10.0
        exact = self._paragraph(style, "spacing", "lineRule") in ("exact", "atLeast")
        spread = float(line) / (points * 20 * _NATURAL if exact else 240) if line else 1.0
        return _Told(
            self.font(style), points, self._on(style, "b"), self._on(style, "i"),
            self._colour(style), self._length(style, "spacing", "before"),
            self._length(style, "spacing", "after"), self._length(style, "ind", "left", "start"),
            self._length(style, "ind", "right", "end"), min(max(spread, 0.9), 2.5),
        )  # fmt: skip

    def font(self, style: str) -> str:
        for properties in self._runs(style):
            found = properties.find(f"{W}rFonts")
            if found is not None and (theme := str(found.get(f"{W}asciiTheme", ""))):
                if name := self._of_theme("major" if theme.startswith("major") else "minor"):
                    return name
            elif found is not None and found.get(f"{W}ascii"):
                return str(found.get(f"{W}ascii"))
        return "Times New Roman"

    def _of_theme(self, kind: str) -> str:
        if self._theme is None:
            return ""
        latin = next((e.find(f"{_A}latin") for e in self._theme.iter(f"{_A}{kind}Font")), None)
        return "" if latin is None else str(latin.get("typeface"))

    def _colour(self, style: str) -> str:
        found = self._value(style, "color", "val")
        right = len(found) == 6 and all(c in "0123456789abcdefABCDEF" for c in found)
        return found.upper() if right else "000000"

    def _on(self, style: str, name: str) -> bool:
        for properties in self._runs(style):
            each = properties.find(f"{W}{name}")
            if each is not None:
                return each.get(f"{W}val", "1") not in ("0", "false", "off")
        return False

    def _length(self, style: str, element: str, *names: str) -> float:
        for name in names:
            if found := self._paragraph(style, element, name):
                return float(found) / 20
        return 0.0

    def _value(self, style: str, element: str, name: str) -> str:
        return self._first(self._runs(style), element, name)

    def _paragraph(self, style: str, element: str, name: str) -> str:
        found = [each.find(f"{W}pPr") for each in self._styles.chain(style)]
        defaults = self._default("pPrDefault", "pPr")
        return self._first([e for e in (*found, defaults) if e is not None], element, name)

    def _runs(self, style: str) -> list[Element]:
        found = [each.find(f"{W}rPr") for each in self._styles.chain(style)]
        return [e for e in (*found, self._default("rPrDefault", "rPr")) if e is not None]

    def _default(self, whole: str, part: str) -> Element | None:
        return None if self._defaults is None else self._defaults.find(f"{W}{whole}/{W}{part}")

    @staticmethod
    def _first(properties: list[Element], element: str, name: str) -> str:
        for each in properties:
            found = each.find(f"{W}{element}")
            if found is not None and found.get(f"{W}{name}") is not None:
                return str(found.get(f"{W}{name}"))
        return ""


def fonts_of(package: Package, styles: Styles) -> list[str]:
    """Return the fonts of running text and headings, each once."""
    reader = _Reader(package, styles)
    used = [styles.named("body text") or styles.default(), styles.named("title"),
            *(styles.named(f"heading {n}") for n in (1, 2, 3))]  # fmt: skip
    return list(dict.fromkeys(reader.font(style) for style in used if style))


def _styled(package: Package, styles: Styles) -> Look:
    reader = _Reader(package, styles)
    body = reader.read(styles.named("body text") or styles.default())
    family = family_of(body.font)
    title, *headings = (
        _manner(manner, reader.read(styles.id(role)), own=styles.has(role))
        for role, manner in zip(_ROLES, (SHIPPED.title, *SHIPPED.headings), strict=True)
    )
    accent = headings[0].colour
    plain = _manner(SHIPPED.body, body, own=True)
    small = max(8.0, body.size - 1)
    return replace(
        SHIPPED,
        body=plain,
        aside=replace(SHIPPED.aside, size=small, font=font(family)),
        quote=replace(SHIPPED.quote, size=body.size, font=font(family, italic=True)),
        item=replace(SHIPPED.item, size=body.size, font=font(family), colour=plain.colour,
                     spread=plain.spread),
        title=title,
        headings=(headings[0], headings[1], headings[2]),
        fact=replace(SHIPPED.fact, size=small, font=font(family)),
        fact_label=replace(SHIPPED.fact_label, size=small, font=font(family)),
        cell=replace(SHIPPED.cell, size=small, font=font(family)),
        cell_heading=replace(SHIPPED.cell_heading, size=small, font=font(family, bold=True),
                             colour=accent),
        margin=_margin(reader, styles, family),
        margin_strong=replace(SHIPPED.margin_strong, font=font(family, bold=True)),
        mark=replace(SHIPPED.mark, font=font(family, bold=True)),
        accent=accent,
    )  # fmt: skip


def _margin(reader: _Reader, styles: Styles, family: str) -> Manner:
    named = styles.named("header")
    size = min(max(reader.read(named).size, 7.0), 11.0) if named else 9.0
    return replace(SHIPPED.margin, size=size, font=font(family))


def _manner(ours: Manner, told: _Told, *, own: bool) -> Manner:
    """Return a manner as the template's style has it; of our own only the font is theirs."""
    family = family_of(told.font) or CARLITO
    if not own:
        return replace(ours, font=font(family, bold=ours.font.endswith("Bold")))
    return replace(
        ours, size=min(max(told.size, 7.0), 48.0),
        font=font(family, bold=told.bold, italic=told.italic and not told.bold),
        colour=told.colour, spread=told.spread, before=told.before, after=told.after,
        right=told.right,
    )  # fmt: skip
