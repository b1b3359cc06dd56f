"""The recovery sheet says what it is for, and what stands on it restores the workspace."""

import io
import re

import page as judge
import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from qualityvisit.reports import recovery
from qualityvisit.reports.pdf import code
from qualityvisit.reports.pdf.tags import Tree
from qualityvisit.reports.recovery import RecoveryInput
from qualityvisit.sync.invitation import Invitation
from qualityvisit.sync.seal import Keys

ONE = Invitation(
    "ab" * 32,
    r"\\fil01.exempelby.se\gemensam\utbildning\kvalitetsbesok",
    "i" * 20,
    "m" * 20,
    Keys.fresh(),
    bytes(32),
)
GIVEN = RecoveryInput(
    "Barn- och utbildningsnämnden", "Exempelby", "2028-03-14T08:00:00+01:00", "Eva Exempel",
    ONE.store, ONE.line(), ONE.rows(),
)  # fmt: skip


def text_of(file: bytes) -> str:
    found = pypdfium2.PdfDocument(file)
    return "\n".join(page.get_textpage().get_text_bounded() for page in found).replace("\r", "")


def test_the_sheet_is_one_page_and_says_what_to_do() -> None:
    file = recovery.write(GIVEN)
    assert len(pikepdf.open(io.BytesIO(file)).pages) == 1
    said = " ".join(text_of(file).split())
    for words in ("kassaskåp", "gäller inte längre", "Anslut till arbetsyta", "Eva Exempel",
                  "14 mars 2028", ONE.store):  # fmt: skip
        assert words in said


def test_what_is_printed_is_the_invitation() -> None:
    rows = [
        line.partition(" ")[2] for line in text_of(recovery.write(GIVEN)).splitlines()
        if re.fullmatch(r"\d+(\s+[A-Z2-7]+)+", line.strip())
    ]  # fmt: skip
    assert Invitation.read("\n".join(rows)) == ONE


def test_the_sheet_keeps_for_ever_and_is_read_aloud() -> None:
    file = recovery.write(GIVEN)
    assert all(judge.is_pdf_compliant_bytes(file, profile=p) for p in ("2a", "ua1"))


def test_the_code_is_drawn_with_its_three_corners() -> None:
    drawn = code.CodePiece(ONE.line(), "Ord", Tree().root)
    dark, side = set(drawn.dark), max(x for x, _y in drawn.dark)
    for x, y in ((0, 0), (side - 6, 0), (0, side - 6)):  # the corners by which cameras find it
        assert {(x + n, y) for n in range(7)} <= dark
        assert (x + 1, y + 1) not in dark
        assert (x + 3, y + 3) in dark


@pytest.mark.parametrize("length", [10, 400, 900])
def test_a_long_address_makes_a_longer_sheet(length: int) -> None:
    long = Invitation(ONE.workspace, "å" * length, ONE.id, ONE.member, ONE.keys, bytes(32))
    given = RecoveryInput("N", "", "", "", long.store, long.line(), long.rows())
    assert recovery.write(given).startswith(b"%PDF")
