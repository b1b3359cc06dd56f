"""An outline as a Word document: the municipality's own template or ours, filled in.

The template owns how it looks: styles, page, header and footer. What it lacks is taken from the
template that comes with the program, and laid beside what is there.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from lxml import etree

from qualityvisit.reports.docx import controls
from qualityvisit.reports.docx.body import Body, bookmark
from qualityvisit.reports.docx.form import form
from qualityvisit.reports.docx.package import DECLARED, EPOCH, Element, Package, R, W
from qualityvisit.reports.docx.styles import Numbering, Styles, shipped
from qualityvisit.reports.look import SHIPPED, Look
from qualityvisit.reports.minutes_keys import passages_in
from qualityvisit.reports.outline import Outline, Place, one_line
from qualityvisit.words import _, day

__all__ = ["bookmark", "fields", "line_of", "section_at", "write"]

_IN_ROW = 19  # ids in a property, which holds 255 letters
_DEFAULT_LINE = 9000  # twentieths of a point, where the page is not told


def write(
    outline: Outline,
    places: Sequence[Place] = (),
    name: str = "",
    template: bytes = b"",
    look: Look = SHIPPED,
    *,
    advice: str = "",
) -> bytes:
    """Return the report as a .docx file. The same outline gives the same bytes.

    A form has ``places`` to write in, which follow the report after a word of ``advice``, and a
    ``name`` of its own, by which `intake.reserve` knows it again. ``template`` is one that
    `reports.template` found good; charts are drawn by its ``look``.
    """
    package = Package(template or shipped())
    styles = Styles(package, own=bool(template))
    numbering = Numbering(package, styles)
    told = controls.fill(package, fields(outline))
    parent, at = controls.place(package.body) or _end(package.body)
    width = _line(parent, at, package.body)
    body = Body(styles, numbering, width, package.link, package.picture, _marks(package.body), look)
    content = body.content(outline, titled="title" in told)
    content += "".join(form(body, places, name, advice, width))
    written = etree.fromstring(f"<w:body {DECLARED}>{content}</w:body>")
    parent[at:at] = list(written)
    if len(parent) and parent.tag == f"{W}tc" and parent[-1].tag != f"{W}p":
        etree.SubElement(parent, f"{W}p")  # a cell ends with a paragraph
    numbering.save()
    _set_language(styles.tree, outline.language)
    _forget_template(package)
    _describe(package, outline, name)
    return package.save()


def fields(outline: Outline) -> dict[str, str]:
    """Return what a template's controls are filled with, by their tag."""
    # Spaces that do not break: it stays on one line, under a long name.
    return {
        "municipality": one_line(outline.municipality),
        "committee": one_line(outline.committee),
        "kind": one_line(outline.kind),
        "registry-number": outline.reference.replace(" ", "\u00a0"),
        "number": one_line(outline.registry_number),
        "mark": one_line(outline.mark),
        "secrecy": one_line(outline.secrecy),
        "version": one_line(outline.version),
        "date": day(outline.made[:10]) if outline.made else "",
        "author": one_line(outline.author),
        "title": one_line(outline.title),
        "page-word": _("Page"),
    }


# --- Where the text goes


def _end(body: Element) -> tuple[Element, int]:
    """Return the place after the last paragraph, before how the last pages look."""
    last = len(body) and body[-1].tag == f"{W}sectPr"
    return body, len(body) - int(last)


def _marks(body: Element) -> int:
    """Return the highest number of a bookmark."""
    told = (str(e.get(f"{W}id", "")) for e in body.iter(f"{W}bookmarkStart"))
    return max((int(number) for number in told if number.isdigit()), default=0)


def _line(parent: Element, at: int, body: Element) -> int:
    """Return how long a line is where the text goes, in twentieths of a point."""
    width = parent.find(f"{W}tcPr/{W}tcW")
    if parent.tag == f"{W}tc" and width is not None and width.get(f"{W}type") == "dxa":
        return max(1000, int(width.get(f"{W}w")) - 220)
    return line_of(section_at(parent, at, body))


def section_at(parent: Element, at: int, body: Element) -> Element | None:
    """Return how the pages look at a place: the next section's end tells it."""
    if parent is body:
        for element in body[at:]:
            found = element if element.tag == f"{W}sectPr" else element.find(f".//{W}sectPr")
            if found is not None:
                return found
    return body.find(f"{W}sectPr")


def line_of(section: Element | None) -> int:
    """Return how long a line of a section is."""
    if section is None:
        return _DEFAULT_LINE
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    if size is None or margins is None:
        return _DEFAULT_LINE
    taken = sum(int(float(margins.get(f"{W}{side}", "0"))) for side in ("left", "right", "gutter"))
    columns = section.find(f"{W}cols")
    number = int(columns.get(f"{W}num", "1")) if columns is not None else 1
    return max(1000, (int(float(size.get(f"{W}w"))) - taken) // number - 300 * (number > 1))


# --- What the file says of itself


def _set_language(styles: Element, language: str) -> None:
    defaults = styles.find(f"{W}docDefaults")
    if defaults is None:
        defaults = styles.makeelement(f"{W}docDefaults", {})
        styles.insert(0, defaults)
    whole = defaults.find(f"{W}rPrDefault")
    if whole is None:
        whole = defaults.makeelement(f"{W}rPrDefault", {})
        defaults.insert(0, whole)
    properties = whole.find(f"{W}rPr")
    if properties is None:
        properties = etree.SubElement(whole, f"{W}rPr")
    if properties.find(f"{W}lang") is None:
        etree.SubElement(properties, f"{W}lang")
    for each in styles.iter(f"{W}lang"):
        each.set(f"{W}val", language)


def _forget_template(package: Package) -> None:
    """Take away where the template lay: nobody else has it there."""
    settings = package.part("settings")
    if settings is not None:
        for each in settings.findall(f"{W}attachedTemplate"):
            settings.remove(each)
            package.unrelate(_settings_name(package), "attachedTemplate")


def _settings_name(package: Package) -> str:
    found = package.related(package.main)
    return next(target for kind, target, _id in found if kind == f"{R[1:-1]}/settings")


def _describe(package: Package, outline: Outline, name: str) -> None:
    made = _moment(outline.made)
    title, author = one_line(outline.title)[:255], one_line(outline.author)[:255]
    package.describe(
        {
            "dc:title": title,
            "dc:subject": one_line(outline.subject)[:255],
            "dc:creator": author,
            "dc:identifier": one_line(name or outline.identity)[:255],
            "dc:language": outline.language,
            "cp:lastModifiedBy": author,
            "cp:version": one_line(outline.version)[:255],
            "dcterms:created": made,
            "dcterms:modified": made,
        },
        {
            "QualityVisit": one_line(outline.identity),
            "Diarienummer": one_line(outline.registry_number),
            "Version": one_line(outline.version),
            **_stood(outline),
        },
    )


def _stood(outline: Outline) -> dict[str, str]:
    """Return which passages stand in the report: of one that is gone, nothing else would tell."""
    passages = passages_in(outline)
    rows = [passages[n : n + _IN_ROW] for n in range(0, len(passages), _IN_ROW)]
    return {f"QualityVisit {n}": " ".join(row) for n, row in enumerate(rows, 1)}


def _moment(made: str) -> str:
    """Return an ISO date or moment as the properties have it: in UTC."""
    moment = datetime.fromisoformat(made) if made else datetime(*EPOCH, tzinfo=UTC)
    moment = moment.astimezone(UTC) if moment.tzinfo else moment
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
