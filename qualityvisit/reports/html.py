"""Parts of an outline as HTML that needs nothing from anywhere."""

from collections.abc import Iterable
from html import escape

from qualityvisit.reports.charts import words
from qualityvisit.reports.outline import (
    QUOTE,
    STRONG,
    Block,
    Bullets,
    Contents,
    Figure,
    Heading,
    Paragraph,
    Runs,
    Table,
    clean,
)


def body(blocks: Iterable[Block], level: int = 2) -> str:
    """Return blocks as HTML; headings of the first level become those of ``level``."""
    return "\n".join(filter(None, (_block(block, level) for block in blocks)))


def safe(text: str) -> str:
    """Return text as HTML shows it, line breaks too."""
    return escape(clean(text)).replace("\n", "<br>")


def _block(block: Block, level: int) -> str:
    match block:
        case Heading():
            depth = min(6, level + block.level - 1)
            return f"<h{depth}>{safe(block.text)}</h{depth}>"
        case Paragraph():
            tag = "blockquote" if block.kind == QUOTE else "p"
            return f'<{tag} class="{escape(block.kind)}">{_runs(block.runs)}</{tag}>'
        case Bullets():
            return _bullets(block)
        case Table():
            return table(block)
        case Figure():
            return f"<p>{safe(words(block.chart))}</p>"
        case Contents():
            return ""


def _runs(parts: Runs) -> str:
    made = ""
    for run in parts:
        text = safe(run.text)
        text = f"<strong>{text}</strong>" if run.manner == STRONG else text
        made += f'<a href="{escape(run.link)}">{text}</a>' if run.link else text
    return made


def _bullets(block: Bullets) -> str:
    tag, made = "ol" if block.numbered else "ul", ""
    for item in block.items:
        if isinstance(item, Bullets):  # belongs to the item before it
            made = made.removesuffix("</li>") + _bullets(item) + "</li>"
        else:
            made += f"<li>{_runs(item)}</li>"
    return f"<{tag}>{made}</{tag}>"


def table(given: Table) -> str:
    """Return a table with its name, the header of each column and where asked of each row."""
    head = "".join(f'<th scope="col">{safe(cell)}</th>' for cell in given.header)
    rows = "".join(f"<tr>{_row(row, headed=given.row_headings)}</tr>" for row in given.rows)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(clean(given.name))}">'
        f"<table><caption>{safe(given.name)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(row: tuple[str, ...], *, headed: bool) -> str:
    cells = [f"<td>{safe(cell)}</td>" for cell in row]
    if headed and cells:
        cells[0] = f'<th scope="row">{safe(row[0])}</th>'
    return "".join(cells)
