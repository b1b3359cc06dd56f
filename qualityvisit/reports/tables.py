"""Tables as CSV that spreadsheets open in Swedish: semicolons, a byte order mark, nothing run."""

import csv
import io
from collections.abc import Iterable, Sequence

RUNS = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so would be reckoned as a formula


def write(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV file with these rows."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(header)
    table.writerows([_plain(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RUNS) else cell
