"""The styles and numbers of a Word file: found by their built-in names, made where missing.

A style's id is in the language that the template was made in ("Rubrik1"), its name is not
("heading 1"). A built-in style that nobody has used is not in the file at all.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache

from lxml import etree

from qualityvisit.reports.docx.package import DECLARED, Element, Package, W
from qualityvisit.settings import RESOURCES

SHIPPED = RESOURCES / "templates" / "report.docx"
ACCENT = "0F4C5C"  # the shipped template's colour

_BASIS = {"Normal": "Normal", "DefaultParagraphFont": "Default Paragraph Font",
          "TableNormal": "Normal Table", "NoList": "No List"}  # fmt: skip
DEPTH = 3  # levels of a list
_LEVEL = (
    '<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
    '<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num"'
    ' w:pos="{left}"/></w:tabs><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
)
_BULLETS = tuple(("bullet", sign) for sign in "•–•")
_NUMBERS = (("decimal", "%1."), ("lowerLetter", "%2."), ("lowerRoman", "%3."))


@cache
def shipped() -> bytes:
    """Return the template that comes with the program."""
    return SHIPPED.read_bytes()


@cache
def _definitions() -> dict[str, Element]:
    """Return the shipped template's styles by id."""
    tree = Package(shipped()).part("styles")
    return {str(s.get(f"{W}styleId")): s for s in tree.findall(f"{W}style")}


class Styles:
    """The styles of a file, asked for by their id in the shipped template."""

    def __init__(self, package: Package, *, own: bool) -> None:
        self._own = own
        self.tree = package.part("styles", f"<w:styles {DECLARED}/>")
        self._by_id = {str(s.get(f"{W}styleId")): s for s in self.tree.findall(f"{W}style")}
        self._by_name = {
            (str(s.get(f"{W}type")), name_of(s).casefold()): key for key, s in self._by_id.items()
        }
        self._found: dict[str, str] = {}

    def id(self, role: str) -> str:
        """Return the id of the style that the shipped template calls ``role``."""
        if role not in self._found:
            self._found[role] = self._find(role) or self._make(role)
        return self._found[role]

    def has(self, role: str) -> bool:
        """Tell whether the file has the style itself."""
        return bool(self._find(role))

    def chain(self, style: str) -> Iterator[Element]:
        """Yield a style and those that it is based on."""
        seen: set[str] = set()
        while style in self._by_id and style not in seen:
            seen.add(style)
            yield self._by_id[style]
            based = self._by_id[style].find(f"{W}basedOn")
            style = str(based.get(f"{W}val")) if based is not None else ""

    def value(self, style: str, path: str) -> Element | None:
        """Return the nearest element at ``path`` of a style or of those that it is based on."""
        found = (each.find(path) for each in self.chain(style))
        return next((each for each in found if each is not None), None)

    def numbers(self, role: str) -> tuple[str, int]:
        """Return the id of the numbers of a style, "" where it has none, and the level."""
        number = self.value(self.id(role), f"{W}pPr/{W}numPr")
        if number is None:
            return "", 0
        values = {str(e.tag): str(e.get(f"{W}val")) for e in number}
        found = values.get(f"{W}numId", "")
        return "" if found == "0" else found, int(values.get(f"{W}ilvl", "0"))

    def named(self, name: str, kind: str = "paragraph") -> str:
        """Return the id of the style that has a built-in name, or ""."""
        return self._by_name.get((kind, name.casefold()), "")

    def default(self) -> str:
        """Return the id of the style of paragraphs that name none."""
        return next((key for key, s in self._by_id.items() if s.get(f"{W}default") in ("1", "true")
                     and s.get(f"{W}type") == "paragraph"), "")  # fmt: skip

    def _find(self, role: str) -> str:
        kind, name = _kind_and_name(role)
        found = self.named(name, kind)
        return found or (self.default() if role == "Normal" else "")

    def _make(self, role: str) -> str:
        """Add the shipped template's style to the file; return its id there."""
        if role in _BASIS and role not in _definitions():
            return ""
        made = deepcopy(_definitions()[role])
        key = role
        while key in self._by_id:
            key += "Qv"
        made.set(f"{W}styleId", key)
        if f"{W}default" in made.attrib:
            del made.attrib[f"{W}default"]
        self._found[role] = key  # before those that name each other
        for tag in ("basedOn", "next", "link"):
            for each in made.findall(f"{W}{tag}"):
                each.set(f"{W}val", self.id(str(each.get(f"{W}val"))))
        for number in made.findall(f"{W}pPr/{W}numPr"):
            number.getparent().remove(number)  # their headings are numbered only where they say so
        for each in made.iter():
            for name, value in each.attrib.items():
                if value == ACCENT and self._own:
                    each.set(name, self._accent())
        _indent(made)
        self.tree.append(made)
        self._by_id[key] = made
        self._by_name[_kind_and_name(role)] = key
        return key

    def _accent(self) -> str:
        """Return the colour of the file's own headings, else one that is quiet."""
        colour = self.value(self.named("heading 1"), f"{W}rPr/{W}color")
        found = str(colour.get(f"{W}val")) if colour is not None else ""
        return found if re.fullmatch("[0-9A-Fa-f]{6}", found) else "1F2933"


def _indent(style: Element) -> None:
    """Let a paragraph style of ours not be indented as the template's own text is."""
    properties = style.find(f"{W}pPr")
    if properties is None or properties.find(f"{W}ind") is not None:
        return
    after = [e for e in properties if e.tag in (f"{W}outlineLvl", f"{W}contextualSpacing")]
    made = properties.makeelement(
        f"{W}ind", {f"{W}left": "0", f"{W}right": "0", f"{W}firstLine": "0"}
    )
    properties.insert(properties.index(after[0]) if after else len(properties), made)


def name_of(style: Element) -> str:
    """Return the built-in name of a style, as "heading 1"."""
    name = style.find(f"{W}name")
    return str(name.get(f"{W}val")) if name is not None else ""


def _kind_and_name(role: str) -> tuple[str, str]:
    made = _definitions().get(role)
    if made is None:
        return "paragraph", role.casefold()
    return str(made.get(f"{W}type")), name_of(made).casefold()


class Numbering:
    """The numbers of a file's lists and headings: those of its styles, else our own beside them."""

    def __init__(self, package: Package, styles: Styles) -> None:
        self._styles = styles
        self.tree = package.part("numbering", f"<w:numbering {DECLARED}/>")
        self._abstract = {str(a.get(f"{W}abstractNumId")): a
                          for a in self.tree.findall(f"{W}abstractNum")}  # fmt: skip
        self._of = {str(n.get(f"{W}numId")): str(n.find(f"{W}abstractNumId").get(f"{W}val"))
                    for n in self.tree.findall(f"{W}num")}  # fmt: skip
        self._next = max((int(n) for n in self._of if n.isdigit()), default=0) + 1
        self._made: list[str] = []
        self._ours: dict[tuple[tuple[str, str], ...], str] = {}
        self._bullets: dict[int, str] = {}

    def bullets(self, level: int) -> str:
        """Return the id of the numbers that set bullets at a level."""
        if level not in self._bullets:
            own = self._own("ListBullet", level)
            known = next((n for n, a in self._of.items() if a == own), "") if own else ""
            self._bullets[level] = known or self._num(self._fresh(_BULLETS))
        return self._bullets[level]

    def restarted(self, level: int) -> str:
        """Return the id of numbers that begin again at 1."""
        abstract = self._own("ListNumber", level) or self._fresh(_NUMBERS)
        return self._num(abstract, f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/>'
                                   "</w:lvlOverride>")  # fmt: skip

    def heading(self, level: int) -> tuple[str, list[str]]:
        """Return how a heading's number is written, as "%1.%2", and the kinds of its parts."""
        number, depth = self._styles.numbers(f"Heading{level}")
        found = self._abstract.get(self._of.get(number, ""))
        levels = {} if found is None else {
            int(e.get(f"{W}ilvl")): e for e in found.findall(f"{W}lvl")
        }  # fmt: skip
        named = [
            n
            for n, e in levels.items()
            if e.find(f"{W}pStyle") is not None
            and e.find(f"{W}pStyle").get(f"{W}val") == self._styles.id(f"Heading{level}")
        ]
        depth = named[0] if named else depth
        if depth not in levels:
            return "", []
        kinds = [str(levels[n].find(f"{W}numFmt").get(f"{W}val")) for n in range(depth + 1)
                 if n in levels and levels[n].find(f"{W}numFmt") is not None]  # fmt: skip
        text = levels[depth].find(f"{W}lvlText")
        return ("" if text is None else str(text.get(f"{W}val"))), kinds

    def save(self) -> None:
        """Put what was made into the file: after all other numbers, as its schema wants."""
        if self._made:
            made = etree.fromstring(f"<w:numbering {DECLARED}>{''.join(self._made)}</w:numbering>")
            nums = self.tree.findall(f"{W}num")
            place = self.tree.index(nums[-1]) + 1 if nums else len(self._abstract_end())
            self.tree[place:place] = list(made)

    def _abstract_end(self) -> list[Element]:
        ends = (f"{W}numPicBullet", f"{W}abstractNum")
        return [e for e in self.tree if e.tag in ends]

    def _own(self, role: str, level: int) -> str:
        """Return the abstract numbers of the file's own list style, where it goes so deep."""
        number, _level = self._styles.numbers(role)
        abstract = self._of.get(number, "")
        found = self._abstract.get(abstract)
        if found is None:
            return ""
        there = {str(e.get(f"{W}ilvl")) for e in found.findall(f"{W}lvl")}
        single = found.find(f"{W}multiLevelType")
        alone = single is not None and single.get(f"{W}val") == "singleLevel"
        return abstract if str(level) in there and not (alone and level) else ""

    def _fresh(self, levels: tuple[tuple[str, str], ...]) -> str:
        """Return abstract numbers of our own, which are added once."""
        if levels not in self._ours:
            number = max((int(n) for n in self._abstract), default=0) + 1
            hanging = 340 if levels is _BULLETS else 440
            inside = "".join(
                _LEVEL.format(
                    level=n, kind=kind, text=text, left=340 * n + hanging, hanging=hanging
                )
                for n, (kind, text) in enumerate(levels)
            )
            made = etree.fromstring(
                f'<w:abstractNum {DECLARED} w:abstractNumId="{number}"><w:multiLevelType'
                f' w:val="hybridMultilevel"/>{inside}</w:abstractNum>'
            )
            self.tree.insert(len(self._abstract_end()), made)
            self._abstract[str(number)] = made
            self._ours[levels] = str(number)
        return self._ours[levels]

    def _num(self, abstract: str, inside: str = "") -> str:
        number = str(self._next)
        self._next += 1
        self._of[number] = abstract
        self._made.append(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>'
                          f"{inside}</w:num>")  # fmt: skip
        return number
