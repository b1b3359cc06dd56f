"""An outline as plain text, to be copied into a message."""

from collections.abc import Iterator

from qualityvisit.reports import charts
from qualityvisit.reports.outline import (
    Block,
    Bullets,
    Figure,
    Heading,
    Outline,
    Paragraph,
    Table,
    plain,
)


def write(outline: Outline) -> str:
    """Return a report's words; lists and tables a line each, parts parted by an empty line."""
    facts = [f"{f.label}: {', '.join(f.lines)}" for f in outline.facts]
    parts = [outline.title, "\n".join(facts), *map(_block, outline.blocks)]
    return "\n\n".join(filter(None, parts)) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return block.text
    if isinstance(block, Paragraph):
        return plain(block.runs)
    if isinstance(block, Bullets):
        return "\n".join(_items(block))
    if isinstance(block, Table):
        return "\n".join("  ".join(filter(None, row)) for row in block.rows)
    return charts.words(block.chart) if isinstance(block, Figure) else ""  # no contents: no pages


def _items(block: Bullets) -> Iterator[str]:
    for item in block.items:
        if isinstance(item, Bullets):
            yield from (f"  {line}" for line in _items(item))
        else:
            yield f"- {plain(item)}"
