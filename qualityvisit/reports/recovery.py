"""The recovery sheet: what is printed and locked away, so that a workspace outlives its people."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualityvisit.reports import pdf
from qualityvisit.reports.outline import (
    STRONG,
    Block,
    Bullets,
    Fact,
    Outline,
    Paragraph,
    Run,
    Table,
    runs,
)
from qualityvisit.words import _, day, language

if TYPE_CHECKING:
    from qualityvisit.reports.pdf.pieces import Piece
    from qualityvisit.reports.pdf.tags import Element


@dataclass(frozen=True, slots=True)
class RecoveryInput:
    """What stands on the sheet. ``rows`` are typed: groups of letters, the last one a check."""

    committee: str
    municipality: str
    made: str  # ISO
    made_by: str
    store: str
    line: str
    rows: tuple[str, ...]


def write(given: RecoveryInput) -> bytes:
    """Return the sheet as a PDF file."""
    return pdf.write(build(given), lambda root: _code(given.line, root))


def build(given: RecoveryInput) -> Outline:
    """Return what the sheet says."""
    return Outline(
        title=_("Recovery sheet"),
        language="sv-SE" if language() == "sv" else "en-GB",
        kind=_("Recovery sheet"),
        municipality=given.municipality,
        committee=given.committee,
        mark=_("Secret"),
        author=given.made_by,
        made=given.made,
        facts=(
            Fact(_("Workspace"), (given.committee,)),
            Fact(_("Drawn up"), (_("{day} by {name}", day=day(given.made), name=given.made_by),)),
            Fact(_("Shared place"), (given.store,)),
        ),
        blocks=tuple(_blocks(given)),
    )


def _blocks(given: RecoveryInput) -> Iterable[Block]:
    yield Paragraph(runs(_(
        "By this sheet somebody can take over the workspace as its administrator when no other"
        " administrator can open it. Whoever holds the sheet can read everything that is shared:"
        " lock it in a safe. It works once, and an older sheet is no longer good: destroy it."
    )))  # fmt: skip
    yield Paragraph((Run(_("How to restore"), STRONG),))
    yield Bullets(tuple(map(runs, (
        _("Install Quality Visit on a computer that reaches the shared place."),
        _("Choose Join a workspace and type the rows below with their checks, each on a line of"
          " its own. Small letters will do."),
        _("Then make a new sheet, under Settings and Members."),
    ))), numbered=True)  # fmt: skip
    rows = [(str(n), *_parted(row)) for n, row in enumerate(given.rows, 1)]
    yield Table(_("The rows"), (_("Row"), _("Letters"), _("Check")), tuple(rows), (1, 10, 2))


def _parted(row: str) -> tuple[str, str]:
    """Return a row's letters, with wide spaces between the groups, and its check."""
    *groups, check = row.split()
    return "\N{EN SPACE}\N{EN SPACE}".join(groups), check


def _code(line: str, root: "Element") -> "list[Piece]":
    from qualityvisit.reports.pdf.code import CodePiece  # noqa: PLC0415 reportlab is slow

    return [CodePiece(line, _("The same as a code that a camera reads as text."), root)]
