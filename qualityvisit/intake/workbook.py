"""Excel workbooks as rows of cells, whatever is wrong with the file."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator

from qualityvisit.errors import BadInput
from qualityvisit.intake.reading import MOST_ROWS, too_large
from qualityvisit.words import _

MOST_UNPACKED = 100_000_000  # bytes: twice the whole country's register
MOST_COLUMNS = 500  # Skolenkäten has over 360
# What a torn or forged file makes zipfile, XML and openpyxl raise.
TORN = (
    OSError, EOFError, ValueError, KeyError, IndexError, TypeError, AttributeError, SyntaxError,
    ArithmeticError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip

Row = tuple[object, ...]


def workbook(data: bytes) -> list[tuple[str, list[Row]]]:
    """Return each sheet's name and rows. Formulas count as what they last gave.

    Raise BadInput where the file is torn, no workbook, or more than any register can be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise too_large()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and the like, which we do not read
            return list(_sheets(data))
    except TORN as problem:
        raise BadInput(
            _("The workbook cannot be read."),
            _("Open it in Excel or LibreOffice, save it anew as .xlsx and try again."),
        ) from problem


def _sheets(data: bytes) -> Iterator[tuple[str, list[Row]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 start-up time is measured

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            rows: list[Row] = []
            for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
                if len(rows) >= MOST_ROWS:
                    raise too_large()
                rows.append(row)
            yield sheet.title, rows
    finally:
        book.close()
