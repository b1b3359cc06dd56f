"""The minutes as a document: versions that stand, fact checks that come back, how far they are."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from qualityvisit import visit_record
from qualityvisit.errors import BadInput, NotAllowed, NotFound, NotSaved, Refused
from qualityvisit.intake.fact_check import verdict
from qualityvisit.model import records
from qualityvisit.model.records import ACCURATE, INACCURATE, UNSAID
from qualityvisit.reports import kept
from qualityvisit.reports.outline import plain
from qualityvisit.workspace import Workspace
from tests import core
from tests.pair import Pair
from tests.reports import torture

CHOICE = "Välj: stämmer eller stämmer inte"


def fill_place(file: Path, table: int, chosen: str = "", comment: str = "") -> None:
    """Answer a place of a fact check's form: what is chosen, and what is written."""
    form = Document(str(file))
    rows = form.tables[table].rows
    if chosen:
        for words in rows[1]._tr.iter("{*}t"):
            words.text = chosen
    rows[-1].cells[0].paragraphs[0].add_run(comment)
    form.save(str(file))


class Case:
    """A visit whose minutes hold two paragraphs, each from a note."""

    def __init__(self, ws: Workspace, folder: Path) -> None:
        self.ws, self.file = ws, folder / "check.docx"
        self.visit = ws.plan_visit(ws.all(records.Unit)[0].id, date="2028-04-03")
        sessions = ws.all(records.Session, parent=self.visit)
        session = next(s.id for s in sessions if s.group == "pupils")
        for text in ("Rasterna är långa.", "Maten är god."):
            ws.notes(self.visit).add_note(session, "pupils", text=text)
        ws.compile(self.visit)
        ws.settle()
        self.first, self.second = (p.id for p in ws.all(records.Passage, parent=self.visit))

    @property
    def document(self) -> Any:
        return self.ws.visit(self.visit)

    def text(self, version: str = "") -> str:
        report = visit_record.minutes_outline(self.ws, self.visit, version)
        return "\n".join(plain(b.runs) for b in report.blocks if hasattr(b, "runs"))

    def write(self, words: str) -> None:
        self.document.text(self.first).splice(0, 0, words)
        self.ws.settle()

    def remarks(self) -> dict[str, tuple[str, str]]:
        self.ws.settle()
        found = self.ws.all(records.Judgement, parent=self.visit)
        return {j.passage: (j.verdict, j.comment) for j in found}


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    ws = core.founded(tmp_path / "profile")
    yield Case(ws, tmp_path)
    ws.close()


# --- versions


def test_a_report_is_kept_as_text_and_comes_back_the_same() -> None:
    report = torture.outline()
    assert kept.loads(kept.dumps(report)) == report
    assert kept.dumps(kept.loads(kept.dumps(report))) == kept.dumps(report)


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"is":"Fact","label":"a","lines":[]}',
                                  '{"is":"Hologram"}', '{"is":"Outline"}', "[" * 9000])  # fmt: skip
def test_what_is_no_report_is_told(text: str) -> None:
    with pytest.raises(BadInput):
        kept.loads(text)


def test_finished_minutes_read_the_same_whatever_changes_round_them(case: Case) -> None:
    visit_record.finish_minutes(case.ws, case.visit)
    before = visit_record.minutes_file(case.ws, case.visit, "pdf")
    unit = case.ws.all(records.Unit)[0]
    case.ws.register.change_unit(unit.id, name="Ett annat namn")
    case.ws.register.change_person(case.ws.me.id, name="Någon annan")
    case.document.add_action("Rastvärdar")
    assert visit_record.minutes_file(case.ws, case.visit, "pdf") == before


def test_the_registry_number_may_come_later(case: Case) -> None:
    visit_record.finish_minutes(case.ws, case.visit)
    case.document.change_visit(registry_number="BUN 2028/12")
    report = visit_record.minutes_outline(case.ws, case.visit)
    assert report.registry_number == "BUN 2028/12"
    assert [f.lines for f in report.facts if f.label == "Diarienummer"] == [("BUN 2028/12",)]
    assert visit_record.steps(case.ws, case.visit).versions[0].digest


def test_a_secrecy_mark_stands_on_drafts_and_on_what_was_finished_before(case: Case) -> None:
    case.document.set_secrecy("23 kap. 2 § OSL")
    marked = "Kan omfattas av sekretess: 23 kap. 2 § OSL"
    assert visit_record.minutes_outline(case.ws, case.visit).secrecy == marked
    case.document.set_secrecy("")
    visit_record.finish_minutes(case.ws, case.visit)
    assert visit_record.minutes_outline(case.ws, case.visit).secrecy == ""
    case.document.set_secrecy("23 kap. 2 § OSL")
    assert visit_record.minutes_outline(case.ws, case.visit).secrecy == marked


def test_an_earlier_version_is_read_beside_the_correction(case: Case) -> None:
    first = visit_record.finish_minutes(case.ws, case.visit)
    case.ws.correct_minutes(case.visit, "Fel ord")
    case.write("Rättat: ")
    assert "Rättat" in case.text()
    assert "Rättat" not in case.text(first)
    second = visit_record.finish_minutes(case.ws, case.visit)
    steps = visit_record.steps(case.ws, case.visit)
    assert [steps.number(v) for v in (first, second)] == [1, 2]
    reports = [visit_record.minutes_outline(case.ws, case.visit, v) for v in (first, second)]
    assert [r.version for r in reports] == ["1", "2"]
    why = [f.lines for f in reports[1].facts if f.label == "Rättad därför att"]
    assert why == [("Fel ord",)]
    assert "Rättat" in case.text()
    with pytest.raises(NotFound):
        case.text("x")


def test_only_administrators_finish_and_correct(pair: Pair) -> None:
    with pytest.raises(NotAllowed):
        visit_record.finish_minutes(pair.per, pair.visit)
    visit_record.finish_minutes(pair.eva, pair.visit)
    pair.all_share()
    with pytest.raises(NotAllowed):
        pair.per.correct_minutes(pair.visit, "Fel")
    assert visit_record.minutes_file(pair.per, pair.visit, "docx") == visit_record.minutes_file(
        pair.eva, pair.visit, "docx"
    )


def test_words_that_came_after_the_finish_are_told(pair: Pair) -> None:
    note = pair.note(pair.per, "Rasterna är lugna")
    pair.all_share()
    passage = pair.eva.visit(pair.visit).carry_over(pair.eva.get(records.Note, note))
    pair.all_share()
    visit_record.finish_minutes(pair.eva, pair.visit)
    pair.per.visit(pair.visit).text(passage).splice(0, 0, "Mycket: ")
    pair.all_share()
    assert visit_record.steps(pair.eva, pair.visit).astray
    report = visit_record.minutes_outline(pair.eva, pair.visit)
    assert "Mycket: " not in kept.dumps(report)
    pair.eva.correct_minutes(pair.visit, "Ord som kom sent")
    visit_record.finish_minutes(pair.eva, pair.visit)
    assert not visit_record.steps(pair.eva, pair.visit).astray


def test_notes_that_came_after_the_finish_are_counted(pair: Pair) -> None:
    visit_record.finish_minutes(pair.eva, pair.visit)
    pair.note(pair.per, "Rasterna är lugna")  # offline, before hearing of it
    pair.all_share()
    for ws in (pair.eva, pair.per):
        assert len(ws.minutes(pair.visit).undecided) == 1
    pair.eva.correct_minutes(pair.visit, "En anteckning kom sent")
    with pytest.raises(Refused, match="1 anteckning"):
        visit_record.finish_minutes(pair.eva, pair.visit)


def test_a_version_whose_words_are_not_those_sealed_is_not_handed_out(case: Case) -> None:
    version = visit_record.finish_minutes(case.ws, case.visit)
    kept_words = case.ws.get(records.Version, version).kept
    with case.document.change():
        case.document.put(version, kept=kept_words.replace("långa", "korta"))
    case.ws.settle()
    for kind in ("docx", "pdf"):
        with pytest.raises(Refused, match="lyder inte"):
            visit_record.minutes_file(case.ws, case.visit, kind)


# --- the fact check


def test_a_fact_check_goes_out_as_word_and_comes_back(case: Case) -> None:
    check = visit_record.send_for_check(case.ws, case.visit, case.file, "Rut Rektor", "2028-04-20")
    said = "\n".join(c.text for t in Document(str(case.file)).tables for c in t.column_cells(0))
    assert "Rasterna är långa." in said
    unanswered = visit_record.read_check(case.ws, case.file)
    assert (unanswered.check.id, unanswered.judged) == (check, ())
    fill_place(case.file, 0, "Stämmer inte", "De är korta.")
    fill_place(case.file, 1, "Stämmer")
    fill_place(case.file, 2, "", "Tack för besöket!")
    found = visit_record.read_check(case.ws, case.file)
    assert visit_record.take_check(case.ws, found) == 3
    assert case.remarks() == {
        case.first: (INACCURATE, "De är korta."),
        case.second: (ACCURATE, ""),
        "general": ("", "Tack för besöket!"),
    }
    assert visit_record.take_check(case.ws, visit_record.read_check(case.ws, case.file)) == 0
    steps = visit_record.steps(case.ws, case.visit)
    assert len(steps.open_remarks) == 2
    assert steps.hindrances == ("2 synpunkter från sakgranskningen är öppna.",)


def test_a_remark_on_what_is_gone_is_taken_as_one_on_the_whole(case: Case) -> None:
    visit_record.send_for_check(case.ws, case.visit, case.file, "Rut Rektor")
    fill_place(case.file, 0, "Stämmer inte", "De är korta.")
    case.document.remove(case.first)
    found = visit_record.read_check(case.ws, case.file)
    said = "Om ”Rasterna är långa.”: De är korta."
    assert found.homeless == (said,)
    visit_record.take_check(case.ws, found)
    assert case.remarks() == {"general": ("", said)}


def test_that_what_is_gone_was_wrong_is_told_without_a_comment(case: Case) -> None:
    visit_record.send_for_check(case.ws, case.visit, case.file, "Rut Rektor")
    fill_place(case.file, 0, "Stämmer inte")
    case.document.remove(case.first)
    found = visit_record.read_check(case.ws, case.file)
    assert found.homeless == ("Om ”Rasterna är långa.”: Stämmer inte",)


def test_an_answer_taken_in_again_after_the_text_was_corrected_opens_nothing(case: Case) -> None:
    visit_record.send_for_check(case.ws, case.visit, case.file, "Rut Rektor")
    fill_place(case.file, 0, "Stämmer inte", "De är korta.")
    check = visit_record.read_check(case.ws, case.file)
    visit_record.take_check(case.ws, check)
    case.write("Tvärtom: ")
    assert visit_record.take_check(case.ws, visit_record.read_check(case.ws, case.file)) == 0


# How a form may have been edited; each answers "Fel"/"ETT" on the first paragraph, in some way.


def _one_table(form: Any) -> None:
    first, second = (form.tables[n]._tbl for n in (0, 1))
    form.tables[1].rows[-1].cells[0].paragraphs[0].add_run("TVÅ")
    for row in list(second.iter("{*}tr")):
        first.append(row)
    second.getparent().remove(second)


def _in_a_cell(form: Any) -> None:
    around, body = form.add_table(1, 1)._tbl, form.element.body
    cell = next(around.iter("{*}tc"))
    for element in list(body)[:-1]:
        if element is not around:
            cell.append(element)
    cell.append(cell[0])


def _in_the_margin(form: Any) -> None:
    words = form.tables[0].rows[0].cells[0].paragraphs[0].runs
    form.add_comment(words, "I marginalen", "Rut", "RR")


def _in_a_control(form: Any) -> None:
    around = form.element.body.makeelement(f"{WORD}sdt", {})
    around.append(around.makeelement(f"{WORD}sdtContent", {}))
    around[0].append(form.add_paragraph("Efteråt")._p)
    form.element.body.insert(-1, around)


def _chosen(words: str) -> Any:
    def edit(form: Any) -> None:
        for each in form.tables[0].rows[1]._tr.iter("{*}t"):
            each.text = words

    return edit


WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EDITS: dict[str, tuple[Any, dict[str, str]]] = {
    "tables that became one": (_one_table, {"first": "ETT", "second": "TVÅ"}),
    "the whole in a cell": (_in_a_cell, {"first": "ETT"}),
    "a comment in the margin": (_in_the_margin, {"first": "ETT\nI marginalen"}),
    "a control round it": (_in_a_control, {"first": "ETT", "general": "Efteråt"}),
    "the paragraph itself": (
        lambda form: form.tables[0].rows[0].cells[0].paragraphs[0].add_run(" Men korta."),
        {"first": "Ändrat i formuläret till: Rasterna är långa. Men korta.\nETT"},
    ),
    "a row of the choice taken away": (
        lambda form: form.tables[0]._tbl.remove(form.tables[0].rows[1]._tr), {"first": "ETT"}
    ),
    "a choice that says more": (
        _chosen("Stämmer, men bara på våren"), {"first": "Stämmer, men bara på våren\nETT"}
    ),
    "a choice of another kind": (_chosen("Vet inte"), {"first": "Vet inte\nETT"}),
}  # fmt: skip


@pytest.mark.parametrize("how", EDITS)
def test_a_remark_lands_or_is_told_however_the_form_was_edited(case: Case, how: str) -> None:
    visit_record.send_for_check(case.ws, case.visit, case.file, "Rut Rektor")
    fill_place(case.file, 0, "", "ETT")
    edit, expected = EDITS[how]
    form = Document(str(case.file))
    edit(form)
    form.save(str(case.file))
    found = visit_record.read_check(case.ws, case.file)
    names = {case.first: "first", case.second: "second"}
    assert {names.get(j.passage, j.passage): j.comment for j in found.judged} == expected


def test_a_form_of_others_is_refused(case: Case, tmp_path: Path) -> None:
    visit_record.send_for_check(case.ws, case.visit, case.file, "Rut Rektor")
    other = core.founded(tmp_path / "other")
    with pytest.raises(BadInput, match="annan nämnd"):
        visit_record.read_check(other, case.file)
    other.close()
    empty = io.BytesIO()
    Document().save(empty)
    case.file.write_bytes(empty.getvalue())
    with pytest.raises(BadInput):
        visit_record.read_check(case.ws, case.file)


def test_nothing_is_noted_where_the_form_cannot_be_written(case: Case, tmp_path: Path) -> None:
    for file, due in ((tmp_path / "no" / "folder.docx", ""), (case.file, "snart")):
        with pytest.raises((BadInput, NotSaved)):
            visit_record.send_for_check(case.ws, case.visit, file, "Rut", due)
    case.ws.settle()
    assert case.ws.all(records.FactCheck, parent=case.visit) == []
    bare = case.ws.plan_visit(case.ws.all(records.Unit)[0].id, date="2028-04-04", extra=True)
    with pytest.raises(Refused):
        visit_record.send_for_check(case.ws, bare, case.file, "Rut")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Stämmer", ACCURATE), ("stämmer inte", INACCURATE), ("Stämmer ej.", INACCURATE),
        ("Ja", ACCURATE), ("Jag vet inte", UNSAID), ("Nej, det var tisdag", INACCURATE),
        ("Felaktigt", INACCURATE), ("Inte helt rätt", INACCURATE), ("OK", ACCURATE),
        ("Stämmer delvis", UNSAID), ("Det stämmer bra!", ACCURATE), ("Stämmer, men", UNSAID),
        (CHOICE, UNSAID), ("", UNSAID), ("Accurate", ACCURATE), ("inaccurate", INACCURATE),
    ],
)  # fmt: skip
def test_what_is_chosen_or_written_by_hand_is_understood(text: str, meant: str) -> None:
    assert verdict(text) == meant
