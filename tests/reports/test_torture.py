"""A PDF with everything in it, and much of it."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from qualityvisit.reports import pdf
from qualityvisit.reports.look import SHIPPED, Look
from tests.reports import torture
from tests.reports.other_look import OTHER
from tests.reports.reading import Spoken, faults

LOOKS = pytest.mark.parametrize("look", [SHIPPED, OTHER], ids=["shipped", "other"])


@LOOKS
@pytest.mark.parametrize("profile", ["2a", "ua1"])
@pytest.mark.slow
def test_everything_is_fit_for_archives_and_for_everybody(profile: str, look: Look) -> None:
    assert faults(pdf.write(torture.outline(), look=look), profile) == []


@LOOKS
@pytest.mark.slow
def test_content_and_structure_belong_together(look: Look) -> None:
    Spoken(pdf.write(torture.outline(), look=look)).check()


@pytest.mark.slow
def test_two_hundred_pages_are_whole(tool: Callable[[str], str], tmp_path: Path) -> None:
    written = pdf.write(torture.outline(filler=90))
    file = tmp_path / "long.pdf"
    file.write_bytes(written)
    assert len(pikepdf.open(io.BytesIO(written)).pages) > 200
    subprocess.run([tool("qpdf"), "--check", file], check=True, capture_output=True)
    assert faults(written, "2a") == faults(written, "ua1") == []
    Spoken(written).check()
