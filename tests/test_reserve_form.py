"""Reserve forms: out as Word, filled in anywhere, every answer back in its question, none twice."""

import contextlib
import io
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualityvisit import outside
from qualityvisit.errors import BadInput
from qualityvisit.intake.reserve import read_form
from qualityvisit.model import records
from qualityvisit.workspace import Workspace
from tests import core

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Case:
    """An interview with pupils, of two questions, one of them noted upon; and its form."""

    def __init__(self, ws: Workspace, folder: Path) -> None:
        self.ws, self.file = ws, folder / "form.docx"
        self.visit = ws.plan_visit(ws.all(records.Unit)[0].id, date="2028-04-03")
        sessions = ws.all(records.Session, parent=self.visit)
        self.session = next(s.id for s in sessions if s.group == "pupils")
        guide = ws.guides()[0].id
        self.first, self.second = (q.id for q in ws.guide_parts(guide)[1] if q.group == "pupils")
        self.note("Rasterna är långa.", self.first)
        self.file.write_bytes(outside.reserve_form(ws, self.session))

    def note(self, text: str, question: str = "") -> None:
        self.ws.notes(self.visit).add_note(self.session, "pupils", question=question, text=text)
        self.ws.settle()

    def notes(self, question: str) -> list[str]:
        self.ws.settle()
        found = self.ws.all(records.Note, parent=self.visit)
        return [n.text for n in found if n.question == question]

    def read(self) -> outside.FilledIn:
        return outside.read_reserve_form(self.ws, self.file)

    def edit(self, change: Callable[[Any], None]) -> None:
        document = Document(str(self.file))
        change(document)
        document.save(str(self.file))


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    ws = core.founded(tmp_path / "profile")
    yield Case(ws, tmp_path)
    ws.close()


def answer(document: Any, number: int, *lines: str) -> None:
    """Write lines in a place: the last row of its table."""
    cell = document.tables[number].rows[-1].cells[0]
    cell.paragraphs[0].add_run(lines[0])
    for line in lines[1:]:
        cell.add_paragraph(line)


def states(found: outside.FilledIn) -> list[tuple[str, str, str]]:
    return [(line.question, line.text, line.state) for line in found.lines]


def test_an_unfilled_form_brings_nothing(case: Case) -> None:
    found = case.read()
    assert states(found) == [(case.first, "Rasterna är långa.", "there")]
    assert (found.gone, outside.take_reserve_form(case.ws, found)) == ((), 0)


def test_the_form_holds_questions_prompts_and_what_is_noted(case: Case) -> None:
    document = Document(str(case.file))
    said = " ".join(c.text for t in document.tables for c in t.column_cells(0))
    for words in ("Berätta om rasterna.", "Rasterna är långa.", "Hur går klassrådet till?"):
        assert words in said
    assert len(document.tables) == 3  # two questions, and what belongs to none


def test_each_line_lands_in_its_question_once(case: Case) -> None:
    def fill(document: Any) -> None:
        answer(document, 0, "Det är bråk vid målen.", "Vuxna finns.")
        answer(document, 1, "Åsa\tleder det.\nVarje vecka.")
        answer(document, 2, "Trötta på slutet.")

    case.edit(fill)
    assert outside.take_reserve_form(case.ws, case.read()) == 5
    assert case.notes(case.first) == [
        "Rasterna är långa.", "Det är bråk vid målen.", "Vuxna finns.",
    ]  # fmt: skip
    assert case.notes(case.second) == ["Åsa leder det.", "Varje vecka."]
    assert case.notes("") == ["Trötta på slutet."]
    again = case.read()
    assert {line.state for line in again.lines} == {"there"}
    assert outside.take_reserve_form(case.ws, again) == 0


def test_two_who_gave_the_same_answer_are_two_notes(case: Case) -> None:
    case.edit(lambda d: answer(d, 0, "Rasterna är långa.", "Ja", "Ja"))
    assert outside.take_reserve_form(case.ws, case.read()) == 3
    assert case.notes(case.first) == ["Rasterna är långa.", "Rasterna är långa.", "Ja", "Ja"]
    assert outside.take_reserve_form(case.ws, case.read()) == 0


def test_what_was_changed_in_what_was_noted_is_not_lost(case: Case) -> None:
    def change(document: Any) -> None:
        for paragraph in document.tables[0].rows[1].cells[0].paragraphs:
            if paragraph.text == "Rasterna är långa.":
                paragraph.add_run(" Och kalla.")

    case.edit(change)
    assert states(case.read()) == [(case.first, "Rasterna är långa. Och kalla.", "new")]


def test_a_line_outside_all_places_becomes_a_free_note_and_is_told(case: Case) -> None:
    case.edit(lambda d: d.tables[1]._tbl.addnext(d.add_paragraph("Skrivet bredvid.")._p))
    [line] = [each for each in case.read().lines if each.state == "elsewhere"]
    assert (line.question, line.text) == ("", "Skrivet bredvid.")
    assert "fri anteckning" in line.why


def test_a_place_that_was_removed_is_told(case: Case) -> None:
    case.edit(lambda d: d.tables[1]._tbl.getparent().remove(d.tables[1]._tbl))
    assert case.read().gone == (case.second,)


def test_a_place_that_lost_one_of_its_names_is_known_by_the_other(case: Case) -> None:
    def lose(document: Any) -> None:
        answer(document, 1, "Ett svar.")
        for mark in list(document.element.body.iter(f"{W}bookmarkStart")):
            if mark.get(f"{W}name").startswith("q_"):
                mark.getparent().remove(mark)

    case.edit(lose)
    found = case.read()
    assert (case.second, "Ett svar.", "new") in states(found)
    assert found.gone == ()


def test_a_place_without_any_name_gives_free_notes(case: Case) -> None:
    def lose(document: Any) -> None:
        answer(document, 1, "Ett svar.")
        for mark in list(document.tables[1]._tbl.iter(f"{W}bookmarkStart")):
            mark.getparent().remove(mark)

    case.edit(lose)
    found = case.read()
    assert ("", "Ett svar.", "elsewhere") in states(found)
    assert found.gone == (case.second,)


def test_a_question_that_is_no_longer_asked_gives_free_notes(case: Case) -> None:
    case.edit(lambda d: answer(d, 1, "Ett svar."))
    case.ws.visit(case.visit).change_visit(guide="")
    assert ("", "Ett svar.", "elsewhere") in states(case.read())


def test_files_that_are_no_forms_of_ours_are_told(case: Case, tmp_path: Path) -> None:
    other = tmp_path / "other.docx"
    Document().save(str(other))
    with pytest.raises(BadInput, match="ingen reservblankett"):
        outside.read_reserve_form(case.ws, other)
    other.write_bytes(case.file.read_bytes()[:5000])
    with pytest.raises(BadInput, match="går inte att läsa"):
        outside.read_reserve_form(case.ws, other)
    stranger = core.founded(tmp_path / "stranger")
    with pytest.raises(BadInput, match="inte till någon intervju"):
        outside.read_reserve_form(stranger, case.file)
    stranger.close()


def test_a_form_is_saved_for_each_interview(case: Case, tmp_path: Path) -> None:
    made = outside.write_reserve_forms(case.ws, case.visit, tmp_path)
    assert [f.name.partition(" ")[2] for f in made] == [
        "Skolledning Exempelskolan.docx", "Elever Exempelskolan.docx",
        "Personal Exempelskolan.docx", "Vårdnadshavare Exempelskolan.docx",
    ]  # fmt: skip
    assert len({read_form(f.read_bytes()).form for f in made}) == 4


LINES = st.lists(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn")), min_size=1)
    .map(lambda t: " ".join(t.split()))
    .filter(bool),
    min_size=1,
    max_size=4,
)  # fmt: skip


@pytest.mark.slow
@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(LINES, LINES)
def test_whatever_is_written_comes_back(case: Case, one: list[str], other: list[str]) -> None:
    document = Document(str(case.file))
    answer(document, 0, *one)
    answer(document, 1, *other)
    out = io.BytesIO()
    document.save(out)
    found = read_form(out.getvalue()).lines
    assert [a.text for a in found if a.place == case.first] == ["Rasterna är långa.", *one]
    assert [a.text for a in found if a.place == case.second] == other


@pytest.mark.slow
def test_every_answer_returns_from_libreoffice(
    case: Case, tool: Callable[[str], str], tmp_path: Path
) -> None:
    soffice = tool("soffice")
    profile = f"-env:UserInstallation={(tmp_path / 'profile-lo').as_uri()}"

    def convert(file: Path, kind: str) -> Path:
        subprocess.run(
            [soffice, profile, "--headless", "--convert-to", kind, "--outdir", tmp_path, file],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return file.with_suffix("." + kind.partition(":")[0])

    opened = convert(case.file, "fodt")  # as LibreOffice holds it when it is open
    text = opened.read_text("utf-8")
    written = {
        case.first: "Skrivet i LibreOffice: åäö",
        case.second: "Här också",
        "free": "Och fritt",
    }
    for place, line in written.items():
        mark = f'<text:bookmark text:name="a_{place}"/>'
        assert mark in text
        text = text.replace(mark, f"{mark}{line}")
    opened.write_text(text, "utf-8")
    case.file = convert(opened, "docx")
    found = case.read()
    assert [(q, t) for q, t, state in states(found) if state == "new"] == [
        (case.first, written[case.first]), (case.second, written[case.second]),
        ("", written["free"]),
    ]  # fmt: skip
    assert found.gone == ()
    assert outside.take_reserve_form(case.ws, found) == 3


@pytest.mark.slow
@settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_whatever_became_of_the_file_it_is_read_or_refused(case: Case, data: st.DataObject) -> None:
    whole = case.file.read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = data.draw(st.sampled_from(["word/document.xml", "docProps/core.xml", *sorted(parts)]))
    torn = bytearray(parts[name])
    for _time in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, max(0, len(torn) - 1)))
        torn[at : at + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=8))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for each, content in parts.items():
            packed.writestr(each, bytes(torn) if each == name else content)
    with contextlib.suppress(BadInput):
        read_form(out.getvalue())


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_form(data)
