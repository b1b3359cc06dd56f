"""An outline as plain text, to be copied into a message."""

from collections.abc import Iterator

from qualityvisit.reports.outline import Block, Bullets, Heading, Outline, Paragraph, Table, plain


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
    return "\n".join(_lines(block))


def _lines(block: Bullets | Table) -> Iterator[str]:
    if isinstance(block, Bullets):
        yield from (f"- {plain(item)}" for item in block.items)
    else:
        yield from ("  ".join(filter(None, row)) for row in block.rows)
