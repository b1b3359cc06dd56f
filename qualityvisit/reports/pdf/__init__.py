"""An outline as a PDF for archives and for everybody: PDF/A and PDF/UA-1 in one file.

``compose`` makes pieces and their structure of the outline, ``pages`` sets them on pages,
``sheet`` draws them. reportlab writes the file.
"""

from typing import TYPE_CHECKING

from qualityvisit.reports.look import SHIPPED, Look

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.reports.outline import Outline
    from qualityvisit.reports.pdf.pieces import Piece
    from qualityvisit.reports.pdf.tags import Element


def write(
    outline: "Outline",
    last: "Callable[[Element], list[Piece]] | None" = None,
    look: Look = SHIPPED,
    profile: str = "2a",
) -> bytes:
    """Return the report as a PDF file. The same outline and look give the same bytes.

    ``last`` gives pieces that stand after all others; it is handed the whole document's element.
    ``profile`` is the part and level of PDF/A: "2a" and "3a" are PDF/UA-1 too, "1a" is for
    archives that take nothing newer. With files inside the report it is "3a".
    """
    from qualityvisit.reports.pdf.compose import draw  # noqa: PLC0415 reportlab is slow to import

    if profile not in ("1a", "2a", "3a") or (outline.data and profile == "1a"):
        msg = f"no PDF/A-{profile} of this"
        raise ValueError(msg)
    return draw(outline, look, "3a" if outline.data else profile, last)
