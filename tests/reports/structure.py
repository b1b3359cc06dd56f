"""Whether a tagged PDF holds together, beyond what the judges of PDF/A and PDF/UA look at.

Every stretch of content belongs to one part of the structure and the parent tree says the same;
every link is both on its page and in the structure; parts stand where their type may.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

Mark = tuple[tuple[int, int], int]  # a page's object, and the number of the content there
_PAINTS = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "BI"}
_WRITES = {"Tj", "TJ", "'", '"'}
_INSIDE = {  # the parts that a part may have, where that is fixed
    "L": {"LI"},
    "LI": {"Lbl", "LBody"},
    "TOC": {"TOCI"},
    "TOCI": {"Reference", "TOC"},
    "Reference": {"Link"},
    "Table": {"TR"},
    "TR": {"TH", "TD"},
    "Figure": set(),
    "P": {"Link"},
    "LBody": {"Link", "L", "P"},
}


@dataclass(frozen=True)
class Part:
    """An element of the structure, as the tree names it."""

    element: Any
    tag: str
    parts: list["Part"] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    links: list[Any] = field(default_factory=list)

    def walk(self) -> Iterator["Part"]:
        """Yield the part and all in it, in the order of reading."""
        yield self
        for part in self.parts:
            yield from part.walk()


def check(pdf: pikepdf.Pdf) -> None:
    """Assert all of it."""
    top = pdf.Root.StructTreeRoot
    parts = list(whole(pdf).walk())
    tree = _numbers(top)
    assert pdf.Root.MarkInfo.Marked
    assert int(top.ParentTreeNextKey) > max(tree)
    owners = {mark: part for part in parts for mark in part.marks}
    assert len(owners) == sum(len(part.marks) for part in parts), "content in two parts"
    seen = set()
    for page in pdf.pages:
        listed = tree[int(page.obj.StructParents)]
        assert page.obj.Tabs == "/S"
        for number in _content(page, owners):
            seen.add((page.obj.objgen, number))
            assert listed[number].objgen == owners[page.obj.objgen, number].element.objgen
        assert len(listed) == len([mark for mark in seen if mark[0] == page.obj.objgen])
    assert seen == owners.keys(), "a part without its content"
    _check_links(pdf, parts, tree)
    for part in parts:
        _check_part(part)
    _check_headings(parts)


def whole(pdf: pikepdf.Pdf) -> Part:
    """Return the document's own part, with all in it."""
    top = pdf.Root.StructTreeRoot
    (document,) = kids_of(top)
    return _part(document, top, None)


def _numbers(top: Any) -> dict[int, Any]:
    numbers = list(top.ParentTree.Nums)
    keys = [int(key) for key in numbers[::2]]
    assert keys == sorted(set(keys))
    return dict(zip(keys, numbers[1::2], strict=True))


def kids_of(element: Any) -> list[Any]:
    """Return what an element holds: further elements, and its content."""
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _part(element: Any, parent: Any, page: Any) -> Part:
    assert element.P.objgen == parent.objgen
    page = element.get("/Pg", page)
    found = Part(element, str(element.S)[1:])
    for kid in kids_of(element):
        if isinstance(kid, int):
            found.marks.append((page.objgen, kid))
        elif "/MCID" in kid:
            found.marks.append((kid.get("/Pg", page).objgen, int(kid.MCID)))
        elif kid.get("/Type") == "/OBJR":
            found.links.append(kid)
        else:
            found.parts.append(_part(kid, element, page))
    return found


def _content(page: pikepdf.Page, owners: dict[Mark, Part]) -> Iterator[int]:
    """Yield the numbers of a page's content; nothing may be painted outside, or be in two."""
    inside: str | int | None = None
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            assert inside is None, "content inside content"
            if str(operands[0]) == "/Artifact":
                inside = "artifact"
                continue
            inside = int(operands[1].MCID)
            assert owners[page.obj.objgen, inside].tag == str(operands[0])[1:]
            yield inside
        elif operator == "EMC":
            assert inside is not None
            inside = None
        elif operator in _PAINTS | _WRITES:
            assert inside is not None, f"{operator} is neither content nor artifact"
            if operator in _PAINTS and inside != "artifact":
                assert owners[page.obj.objgen, int(inside)].tag == "Figure"
    assert inside is None


def _check_links(pdf: pikepdf.Pdf, parts: list[Part], tree: dict[int, Any]) -> None:
    """Assert that each annotation is a link of one part, with words, and leads somewhere."""
    linked = {kid.Obj.objgen: (part, kid) for part in parts for kid in part.links}
    found = set()
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", []):
            part, kid = linked[annotation.objgen]
            found.add(annotation.objgen)
            assert part.tag == "Link"
            assert kid.Pg.objgen == page.obj.objgen
            assert tree[int(annotation.StructParent)].objgen == part.element.objgen
            assert str(annotation.Contents)
            assert int(annotation.F) == 4
            if "/Dest" in annotation:
                assert annotation.Dest[0].objgen in {other.obj.objgen for other in pdf.pages}
            else:
                assert str(annotation.A.URI).isascii()
    assert found == linked.keys(), "a link that is on no page"
    assert all(part.links for part in parts if part.tag == "Link")


def _check_part(part: Part) -> None:
    if part.tag in _INSIDE:
        assert {other.tag for other in part.parts} <= _INSIDE[part.tag], part.tag
    if part.tag in ("L", "TOC", "Table", "TR", "LI", "TOCI"):
        assert part.parts, f"{part.tag} without parts"
        assert not part.marks
    if part.tag == "Table":
        assert len({len(row.parts) for row in part.parts}) == 1, "rows of unlike length"
    if part.tag == "TH":
        assert part.element.A.Scope in ("/Column", "/Row")
    if part.tag == "Figure":
        assert str(part.element.Alt).strip()
        assert len(part.marks) == 1
        left, lower, right, upper = map(float, part.element.A.BBox)
        assert left < right
        assert lower < upper


def _check_headings(parts: list[Part]) -> None:
    before = 0
    for part in parts:
        if part.tag[0] == "H" and part.tag[1:].isdigit():
            level = int(part.tag[1:])
            assert level <= before + 1, f"{part.tag} after H{before}"
            assert part.marks
            before = level
    assert before
