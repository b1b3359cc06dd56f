"""A report of some 200 pages as a Word file, against the same words by python-docx's own calls."""

import io

import docx as python_docx

from qualityvisit.reports import docx
from qualityvisit.reports.outline import Bullets, Heading, Outline, Paragraph, Table, plain
from tests.benchmarks.figures import tell, tell_time, timed
from tests.reports import torture

CHAPTERS = 90  # of some two pages each


def run() -> None:
    """Write the report both ways."""
    report = torture.outline(CHAPTERS)
    docx.write(torture.outline(0))  # what is imported and read once
    ours = min(timed(lambda: docx.write(report)) for _ in range(3))
    theirs = timed(lambda: by_calls(report))
    tell("Word file of 200 pages against python-docx", ours, theirs, 0.35)
    tell_time("Word file of 200 pages", ours, 500)


def by_calls(report: Outline) -> bytes:
    """Write the words of a report by a call a paragraph."""
    document = python_docx.Document()
    for block in report.blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, block.level)
        elif isinstance(block, Paragraph):
            document.add_paragraph(plain(block.runs).replace("\x0c", ""))
        elif isinstance(block, Bullets):
            for item in block.items:
                if not isinstance(item, Bullets):
                    document.add_paragraph(plain(item), "List Bullet")
        elif isinstance(block, Table):
            table = document.add_table(0, len(block.header))
            for words in (block.header, *block.rows):
                for cell, text in zip(table.add_row().cells, words, strict=True):
                    cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
