"""What goes out before a visit, from the command line."""

from pathlib import Path

import pytest
from icalendar import Calendar
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

from tests.test_story_cli import Person

pytestmark = pytest.mark.slow


@pytest.fixture
def eva(tmp_path: Path) -> Person:
    made = Person(tmp_path / "eva")
    made("workspace", "create", "--name", "Eva Exempel", "--committee", "BUN")
    return made


def test_programme_and_letters_are_written(eva: Person, tmp_path: Path) -> None:
    unit = eva("unit", "add", "--name", "Skolan", "--form", "GR")["unit"]
    visit = eva("visit", "plan", "--unit", unit, "--date", "2028-03-23")["visit"]
    files = [str(tmp_path / f"program.{kind}") for kind in ("ics", "docx", "pdf")]
    said = eva(
        "visit", "programme", visit, "--ics", files[0], "--docx", files[1], "--pdf", files[2]
    )
    assert said["files"] == files
    events = Calendar.from_ical(Path(files[0]).read_bytes()).walk("VEVENT")
    assert len(events) == len(said["sessions"])
    assert Path(files[2]).read_bytes().startswith(b"%PDF")
    letter = str(tmp_path / "brev.docx")
    told = eva("visit", "invitation", visit, "--to", "guardians", "--docx", letter)
    assert "torsdag 23 mars 2028" in told["text"]
    assert told["gaps"]
    assert Path(letter).read_bytes().startswith(b"PK")
    assert eva.run("visit", "invitation", visit, "--to", "press").returncode == 2
    week = eva("visit", "plan", "--unit", unit, "--date", "2028-04-23")["visit"]
    assert eva.fails("visit", "programme", "x", "--ics", files[0])["error"] == "NotFound"
    nowhere = str(tmp_path / "none" / "p.pdf")
    assert eva.fails("visit", "programme", week, "--pdf", nowhere)["error"] == "NotSaved"


def test_a_briefing_is_one_page(eva: Person, tmp_path: Path) -> None:
    unit = eva("unit", "add", "--name", "Skolan", "--form", "GR")["unit"]
    visit = eva("visit", "plan", "--unit", unit, "--date", "2028-03-23")["visit"]
    file = str(tmp_path / "underlag.pdf")
    told = eva("visit", "briefing", visit, "--pdf", file)
    assert (told["last"], told["questions"], told["files"]) == ("", [], [file])
    assert len(PdfDocument(file)) == 1
