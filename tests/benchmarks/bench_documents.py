"""Documents of 20 and 200 pages: a tagged, archivable PDF against reportlab's own, bare."""

import io
from collections.abc import Iterator
from functools import partial
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, ListFlowable, SimpleDocTemplate
from reportlab.platypus import Paragraph as Words
from reportlab.platypus import Table as Grid

from qualityvisit.reports import pdf
from qualityvisit.reports.look import BOLD, REGULAR
from qualityvisit.reports.outline import (
    Block,
    Bullets,
    Heading,
    Outline,
    Paragraph,
    Table,
    plain,
    runs,
)
from qualityvisit.reports.pdf import fonts
from tests.benchmarks.figures import tell, timed

PAGES = {20: 1.5, 200: 1.8}  # and how many times as long ours may take
ROUNDS = 5
_SENTENCES = (
    "Eleverna beskriver en gemensam start på lektionerna som märks i alla ämnen.",
    "Rutinen är känd av dem som undervisar, men når inte alltid vikarier.",
    "Vårdnadshavarna efterfrågar tydligare besked om hur stödet följs upp.",
    "Skolledningen arbetar i tre steg och återkopplar inom två veckor.",
    "Korridorerna var lugna under rundvandringen och skyltningen var tydlig.",
)


def chapter(n: int) -> Iterator[Block]:
    """Yield some two pages about a unit."""
    yield Heading(f"Enhet {n}")
    for k in range(10):
        text = " ".join(_SENTENCES[(n + k + i) % len(_SENTENCES)] for i in range(4 + k % 3))
        yield Paragraph(runs(text))
    yield Heading("Att följa upp", 2)
    yield Bullets(tuple(runs(sentence) for sentence in _SENTENCES))
    rows = tuple((f"Åtgärd {k}", s, "Rektor", "2028-06-01") for k, s in enumerate(_SENTENCES))
    yield Table("Åtgärder", ("Åtgärd", "Beskrivning", "Ansvarig", "Klart"), rows, (2, 5, 2, 2))


def outline(chapters: int) -> Outline:
    """Return a report over some units."""
    blocks = tuple(block for n in range(chapters) for block in chapter(n))
    return Outline("Rapport", "sv-SE", "Rapport", "Köping", "Nämnden", "BUN 1", blocks=blocks)


def bare(report: Outline) -> bytes:
    """Return the same words as reportlab sets them without our help."""
    for name in (REGULAR, BOLD):
        fonts.face(name)
    body = ParagraphStyle("body", fontName=REGULAR, fontSize=12, leading=16.4, spaceAfter=8)
    cell = ParagraphStyle("cell", fontName=REGULAR, fontSize=10.5, leading=13)
    heading = ParagraphStyle("heading", fontName=BOLD, fontSize=16, leading=20, spaceBefore=22)
    out = io.BytesIO()
    page = SimpleDocTemplate(out, leftMargin=91, rightMargin=102, topMargin=96, bottomMargin=79)
    page.build([_flowable(block, body, cell, heading) for block in report.blocks])
    return out.getvalue()


def _flowable(
    block: Block, body: ParagraphStyle, cell: ParagraphStyle, heading: ParagraphStyle
) -> Flowable:
    if isinstance(block, Heading):
        return Words(escape(block.text), heading)
    if isinstance(block, Paragraph):
        return Words(escape(plain(block.runs)), body)
    if isinstance(block, Bullets):
        items = [item for item in block.items if not isinstance(item, Bullets)]
        return ListFlowable([Words(escape(plain(item)), body) for item in items])
    assert isinstance(block, Table)
    whole = sum(block.widths)
    rows = [[Words(escape(text), cell) for text in row] for row in (block.header, *block.rows)]
    return Grid(rows, [402 * share / whole for share in block.widths], repeatRows=1)


def run() -> None:
    """Print how long documents take to write, the best of some rounds."""
    for pages, most in PAGES.items():
        report = outline(pages // 2)
        pdf.write(report)  # what is read once
        ours = min(timed(partial(pdf.write, report)) for _n in range(ROUNDS))
        theirs = min(timed(partial(bare, report)) for _n in range(ROUNDS))
        tell(f"PDF of {pages} pages, tagged, against bare", ours, theirs, most)
