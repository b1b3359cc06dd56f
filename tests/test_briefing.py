"""The briefing: what the last visit left, what this computer has, and one page of it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]
import pytest

from qualityvisit import briefing, letterhead
from qualityvisit.errors import NotFound, Refused
from qualityvisit.model import records
from qualityvisit.reports import plain
from tests import core

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualityvisit.workspace import Workspace


class Case:
    """A unit that was visited before, and its visit to come."""

    def __init__(self, ws: Workspace) -> None:
        self.ws = ws
        self.unit = ws.register.add_unit("Åkerskolan", ("GR 2000-01-01 -",), pupils="310")
        self.before = ws.plan_visit(self.unit, date="2024-04-03", extra=True)
        self.visit = ws.plan_visit(self.unit, date="2028-04-03")
        document = ws.visit(self.before)
        self.weak = document.add_finding(
            records.DEVELOPMENT, "Få vågar be om hjälp", groups=["pupils"]
        )
        document.add_finding(records.STRENGTH, "Lugnt på rasten.")
        self.acted = document.add_finding(records.DEFICIENCY, "Låsen är trasiga.")
        self.action = document.add_action("Laga låsen", finding=self.acted)
        self.ended = document.add_action("Klart sedan länge")
        document.set_action_state(self.ended, "dropped", "behövs inte")
        document.set_state("done")

    def known(self) -> briefing.Known:
        self.ws.settle()
        return briefing.known(self.ws, self.visit)

    def pages(self) -> int:
        outline = briefing.briefing_outline(self.ws, self.visit)
        return len(pypdfium2.PdfDocument(io.BytesIO(letterhead.file_of(self.ws, outline, "pdf"))))


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    ws = core.founded(tmp_path / "profile")
    yield Case(ws)
    ws.close()


def test_the_last_visit_is_the_latest_that_was_made(case: Case) -> None:
    found = case.known()
    assert found.last is not None
    assert found.last.id == case.before
    assert [f.mark for f in found.findings] == ["deficiency", "development", "strength"]
    assert [a.id for a in found.actions] == [case.action]
    assert briefing.known(case.ws, case.before).last is None


def test_what_was_weak_becomes_a_question_once(case: Case) -> None:
    asked = {q.id: q for q in case.known().questions}
    assert asked.keys() == {case.action, case.weak}  # the deficiency is asked by its action
    assert asked[case.weak].group == "pupils"
    assert "”Få vågar be om hjälp.”" in asked[case.weak].text
    assert asked[case.action].group == "leadership"


def test_a_question_is_taken_over_into_its_groups_interview(case: Case) -> None:
    made = briefing.take_over(case.ws, case.visit, case.weak)
    found = case.known()
    assert {q.id: q.taken for q in found.questions} == {case.weak: True, case.action: False}
    question = case.ws.get(records.OwnQuestion, made)
    assert case.ws.get(records.Session, question.session).group == "pupils"
    with pytest.raises(NotFound):
        briefing.take_over(case.ws, case.visit, case.weak)


def test_a_visit_without_interviews_takes_no_question(case: Case) -> None:
    for session in case.ws.all(records.Session, parent=case.visit):
        case.ws.visit(case.visit).remove(session.id)
    with pytest.raises(Refused, match="intervju"):
        briefing.take_over(case.ws, case.visit, case.action)


def test_files_of_the_visit_are_attached_and_those_of_interviews_are_not(case: Case) -> None:
    session = case.ws.all(records.Session, parent=case.visit)[0].id
    mine = case.ws.add_file(case.visit, "plan.pdf", "application/pdf", b"%PDF")
    case.ws.add_file(case.visit, "wall.jpg", "image/jpeg", b"x", session=session)
    assert [f.id for f in case.known().files] == [mine]


def test_the_briefing_is_one_page_however_much_there_is(case: Case) -> None:
    document, register = case.ws.visit(case.before), case.ws.register
    said = "Det här är en lång mening om hur det var på skolan när vi var där senast. " * 6
    for n in range(30):
        document.add_finding(records.DEFICIENCY, f"{n} {said}")
        document.add_action(f"{n} {said}", responsible="Rektor", due="2024-10-01")
        register.add_figure(case.unit, f"{n} {said}", f"{n},3 %", "2026/27", f"Källa {n % 3}")
        case.ws.add_file(case.visit, f"{n} {said[:60]}.pdf", "application/pdf", b"%PDF")
    assert case.pages() == 1


def test_the_briefing_tells_figures_with_their_source(case: Case) -> None:
    case.ws.register.add_figure(case.unit, "Meritvärde", "220,4", "2026/27", "Skolverket")
    text = plain.write(briefing.briefing_outline(case.ws, case.visit))
    for words in ("310 elever", "Meritvärde  220,4  2026/27", "Källa: Skolverket", "Laga låsen",
                  "onsdag 3 april 2024"):  # fmt: skip
        assert words in text


def test_a_unit_that_nothing_is_known_of_has_a_briefing_all_the_same(case: Case) -> None:
    unit = case.ws.register.add_unit("Ny förskola", ("FS 2000-01-01 -",))
    visit = case.ws.plan_visit(unit, week="2028-W20")
    text = plain.write(briefing.briefing_outline(case.ws, visit))
    assert "vecka 20 2028" in text
    assert "inget tidigare besök" in text
