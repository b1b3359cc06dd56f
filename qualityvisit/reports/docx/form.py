"""Places to write in, of a form that is filled in elsewhere."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from qualityvisit.reports.minutes_keys import digest
from qualityvisit.reports.outline import Place, clean, one_line, runs
from qualityvisit.words import _

if TYPE_CHECKING:
    from qualityvisit.reports.docx.body import Body


def form(
    body: "Body", places: Sequence[Place], name: str, advice: str, width: int
) -> Iterator[str]:
    """Return places as tables of one column: what is asked, what is noted, and an empty cell.

    Bookmarks name them, since those outlive editing in Word and LibreOffice alike: "s_" the form,
    "h_" a heading, "q_" what is asked (of quoted words with their digest: who edits them is heard),
    "n_" what was noted before, "v_" what is chosen, "a_" the place itself.
    """
    if places:
        yield body.paragraph("Aside", runs(advice), mark=f"s_{name}")
    for place in places:
        if place.heading:
            words = runs(one_line(place.heading))
            yield body.paragraph("Heading1", words, mark=f"h_{place.name}")
        yield body.framed(place.words, [width], "".join(_rows(body, place, width)))
        yield "<w:p/>"


def _rows(body: "Body", place: Place, width: int) -> Iterator[str]:
    role, words, mark = "TableHeading", one_line(place.words), f"q_{place.name}"
    if place.quoted:
        role, words, mark = "TableText", place.words, f"{mark}_{digest(clean(place.words))}"
    asked = body.paragraph(role, runs(words), mark=mark)
    asked += "".join(body.paragraph("ListBullet", runs(one_line(p))) for p in place.prompts)
    yield _row(asked, width)
    if place.noted:
        head = body.paragraph("Aside", runs(_("Noted already:")), mark=f"n_{place.name}")
        noted = "".join(body.paragraph("TableText", runs(text)) for text in place.noted)
        yield _row(head + noted, width)
    if place.choices:
        line = body.paragraph("TableText", (), mark=f"v_{place.name}")
        yield _row(line.replace("</w:p>", f"{_choice(place)}</w:p>"), width)
    yield _row(body.paragraph("TableText", (), mark=f"a_{place.name}"), width, "1100")


def _choice(place: Place) -> str:
    """Return a list to choose from; what stands in it at first is the first choice."""
    first, *others = map(one_line, place.choices)
    items = "".join(f"<w:listItem w:displayText={quoteattr(c)} w:value={quoteattr(c)}/>"
                    for c in others)  # fmt: skip
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(first)}/><w:dropDownList>{items}"
        "</w:dropDownList></w:sdtPr><w:sdtContent><w:r><w:t>"
        f"{escape(first)}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def _row(inside: str, width: int, height: str = "") -> str:
    properties = f'<w:trPr><w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>'
    cell = f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'
    return f"<w:tr>{properties if height else ''}{cell}</w:tr>"
