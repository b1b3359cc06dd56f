"""A PDF with everything in it, and much of it."""

import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from qualityvisit.reports import pdf
from qualityvisit.reports.look import CARLITO, SANS, SERIF, SHIPPED, Look, Manner
from qualityvisit.reports.outline import Outline, Paragraph, clean, runs
from qualityvisit.reports.pdf import fonts
from tests.reports import torture
from tests.reports.other_look import OTHER
from tests.reports.reading import Spoken, faults, squeezed
from tests.reports.test_any_text import drawn

FACES = ("Regular", "Bold", "Italic")
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
def test_every_character_is_read_back() -> None:
    said = squeezed(Spoken(pdf.write(torture.outline())).words)
    letters = torture.letters()
    for start in range(0, len(letters), 500):
        assert drawn(letters[start : start + 500]) in said


@pytest.mark.slow
@pytest.mark.parametrize(
    "font", [f"{family}-{face}" for family in (CARLITO, SANS, SERIF) for face in FACES]
)
def test_every_font_draws_all_its_characters(font: str) -> None:
    codes = sorted(fonts.face(font).face.charToGlyph)
    words = "".join(char for char in map(chr, codes) if clean(char) == char != "\n")
    blocks = tuple(Paragraph(runs(words[n : n + 500])) for n in range(0, len(words), 500))
    outline = Outline("Tecken", "sv-SE", "Prov", blocks=blocks)
    look = replace(SHIPPED, body=Manner(12, font))
    file = pdf.write(outline, look=look)
    assert faults(file, "2a") == faults(file, "ua1") == []
    assert faults(pdf.write(outline, look=look, profile="1a"), "1a") == []


@pytest.mark.slow
def test_two_hundred_pages_are_whole(tool: Callable[[str], str], tmp_path: Path) -> None:
    written = pdf.write(torture.outline(filler=90))
    file = tmp_path / "long.pdf"
    file.write_bytes(written)
    assert len(pikepdf.open(io.BytesIO(written)).pages) > 200
    subprocess.run([tool("qpdf"), "--check", file], check=True, capture_output=True)
    assert faults(written, "2a") == faults(written, "ua1") == []
    Spoken(written).check()
