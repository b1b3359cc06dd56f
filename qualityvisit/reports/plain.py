"""An outline as plain text, to be copied into a message."""

from collections.abc import Iterator

from qualityvisit.reports.charts import words
from qualityvisit.reports.outline import (
    Block,
    Bullets,
    Contents,
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
    match block:
        case Heading():
            return block.text
        case Paragraph():
            return plain(block.runs)
        case Bullets():
            return "\n".join(_items(block, ""))
        case Table():
            return "\n".join("  ".join(filter(None, row)) for row in block.rows)
        case Figure():
            return words(block.chart)
        case Contents():
            return ""


def _items(block: Bullets, indent: str) -> Iterator[str]:
    for item in block.items:
        if isinstance(item, Bullets):
            yield from _items(item, indent + "  ")
        else:
            yield f"{indent}- {plain(item)}"
