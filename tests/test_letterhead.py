"""The municipality's own template: kept for all, used by every report, set by administrators."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

from qualityvisit import letterhead, papers, visit_record
from qualityvisit.errors import BadInput, NotAllowed
from qualityvisit.reports.docx.styles import shipped
from qualityvisit.reports.template import MOST
from qualityvisit.workspace import Workspace
from tests import core
from tests.pair import Pair
from tests.reports.reading import opened, part
from tests.reports.templates import changed, in_part, swedish
from tests.test_story_cli import Person
from tests.word_edits import Minutes, edited, reword


@pytest.fixture
def minutes(tmp_path: Path) -> Iterator[Minutes]:
    made = Minutes(tmp_path)
    yield made
    made.ws.close()


def template(ws: Workspace) -> bytes:
    found = swedish()
    letterhead.set_template(ws, found, "Kommunens mall.docx")
    return found


def test_every_report_is_written_in_the_template(minutes: Minutes) -> None:
    ws = minutes.ws
    template(ws)
    outlines = [visit_record.minutes_outline(ws, minutes.visit),
                papers.programme_outline(ws, minutes.visit)]  # fmt: skip
    for outline in outlines:
        file = letterhead.file_of(ws, outline, "docx")
        assert 'w:styleId="Rubrik1"' in part(file, "word/styles.xml")
        (page, *_rest) = PdfDocument(io.BytesIO(letterhead.file_of(ws, outline, "pdf")))
        assert tuple(map(round, page.get_size())) == (420, 595)  # A5, as the template's
    letterhead.clear_template(ws)
    file = letterhead.file_of(ws, outlines[0], "docx")
    assert 'w:styleId="Heading1"' in part(file, "word/styles.xml")


def test_it_is_kept_and_reopened(minutes: Minutes) -> None:
    found = template(minutes.ws)
    ws = core.reopened(minutes.ws)
    assert (letterhead.template(ws), letterhead.template_name(ws)) == (found, "Kommunens mall.docx")
    ws.close()


def test_minutes_come_back_out_of_a_template_too(minutes: Minutes) -> None:
    template(minutes.ws)
    file = visit_record.minutes_file(minutes.ws, minutes.visit, "docx")
    assert minutes.told(file) == []
    told = minutes.told(edited(file, reword("bråkiga", "stökiga")))
    assert told == [("reworded", "pupils", "Rasterna är långa och stökiga.")]


def test_what_cannot_be_used_changes_nothing(minutes: Minutes) -> None:
    found = template(minutes.ws)
    macros = changed(in_part("[Content_Types].xml", "document.main", "document.macro"))
    for file in (b"", b"x" * (MOST + 1), macros):
        with pytest.raises(BadInput, match="Inget har ändrats"):
            letterhead.set_template(minutes.ws, file, "Annan.docx")
    assert letterhead.template(minutes.ws) == found


def test_only_administrators_set_it_and_all_get_it(pair: Pair) -> None:
    found = template(pair.eva)
    pair.all_share()
    assert letterhead.template(pair.per) == found
    with pytest.raises(NotAllowed):
        letterhead.set_template(pair.per, shipped(), "x.docx")
    with pytest.raises(NotAllowed):
        letterhead.clear_template(pair.per)
    assert letterhead.template(pair.per) == found


@pytest.mark.slow
def test_the_command_line_checks_sets_and_clears_it(tmp_path: Path, data: Path) -> None:
    eva = Person(tmp_path / "eva")
    eva("workspace", "create", "--name", "Eva Exempel", "--committee", "BUN")
    file = str(data / "templates" / "letter.docx")
    checked = eva("template", "check", file)
    assert checked["usable"]
    assert checked["findings"][0]["weight"] == "warns"
    assert eva("template", "set", file)["usable"]
    unit = eva("unit", "add", "--name", "Skolan", "--form", "GR")["unit"]
    visit = eva("visit", "plan", "--unit", unit, "--date", "2028-03-23")["visit"]
    out = tmp_path / "programme.docx"
    eva("visit", "programme", visit, "--docx", str(out))
    assert "To whom it may concern:" in [p.text for p in opened(out.read_bytes()).paragraphs]
    assert eva("template", "clear") == {"template": ""}
    assert not eva("template", "check", str(data / "SOURCE.txt"))["usable"]
    assert eva.fails("template", "set", str(data / "SOURCE.txt"))["error"] == "BadInput"
    assert eva.fails("template", "check", str(tmp_path / "none"))["error"] == "BadInput"


@pytest.mark.slow
def test_the_command_line_takes_minutes_back(tmp_path: Path) -> None:
    made = Minutes(tmp_path)
    file = tmp_path / "minutes.docx"
    file.write_bytes(edited(made.file, reword("bråkiga", "stökiga")))
    made.ws.close()
    eva = Person(tmp_path / "eva")
    eva("workspace", "create", "--name", "Eva Exempel", "--committee", "BUN")
    unit = eva("unit", "add", "--name", "Skolan", "--form", "GR")["unit"]
    visit = eva("visit", "plan", "--unit", unit, "--date", "2028-03-23")["visit"]
    assert eva.fails("minutes", "import", visit, str(file))["error"] == "BadInput"
    session = next(s for s in eva("visit", "show", visit)["sessions"] if s["group"] == "pupils")
    eva("note", "add", "--session", session["session"], "--text", "Rasterna är bråkiga.")
    eva("minutes", "compile", visit)
    own = tmp_path / "own.docx"
    eva("minutes", "export", visit, "--docx", str(own))
    own.write_bytes(edited(own.read_bytes(), reword("bråkiga", "lugna")))
    looked = eva("minutes", "import", visit, str(own))
    assert [(c["kind"], c["new"], c["taken"]) for c in looked["changes"]] == [
        ("reworded", "Rasterna är lugna.", False)
    ]
    assert eva("minutes", "import", visit, str(own), "--apply")["taken"] == 1
    texts = [p["text"] for s in eva("minutes", "show", visit)["sections"] for p in s["passages"]]
    assert texts == ["Rasterna är lugna."]
