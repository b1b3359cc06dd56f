import pytest

from qualityvisit.errors import BadInput, NotAllowed, NotFound, Refused
from qualityvisit.model.records import Comment, Note, Passage
from qualityvisit.model.sourcing import Thread, threads
from qualityvisit.model.visit import VisitDocument
from tests.model.loose import all_of, fresh, meet

NOTE = Note("n1", visit="v1", group="staff", theme="t1", at="1", text="Det är lugnt. Alla vet.")


@pytest.fixture
def visit() -> VisitDocument:
    made = fresh(VisitDocument, "visit/v1")
    made.begin(unit="u1", title="Skolan", form="GR")
    return made


def told(visit: VisitDocument) -> tuple[Thread, ...]:
    return threads(all_of(visit, Comment), all_of(visit, Passage))


def test_a_comment_is_asked_answered_resolved_and_opened_again(visit: VisitDocument) -> None:
    passage = visit.carry_over(NOTE)
    made = visit.add_comment(passage, " Stämmer det? ", 14, 23)
    answer = visit.answer(made, "Ja.")
    [found] = told(visit)
    assert (found.comment.text, found.comment.about, found.comment.author) == (
        "Stämmer det?", "Alla vet.", "eva",
    )  # fmt: skip
    assert [a.id for a in found.answers] == [answer]
    assert found.is_open
    visit.resolve(made)
    assert not told(visit)[0].is_open
    assert all_of(visit, Comment)[0].resolved_by == "eva"
    visit.reopen_comment(made)
    assert told(visit)[0].is_open
    visit.resolve(made)
    visit.answer(answer, "Nej!")
    assert told(visit)[0].is_open
    with pytest.raises(BadInput):
        visit.add_comment(passage, " ")


def test_a_comment_follows_its_words(visit: VisitDocument) -> None:
    passage = visit.carry_over(NOTE)
    made = visit.add_comment(passage, "Stämmer det?", 14, 23)
    visit.text(passage).splice(0, 0, "Enligt många: ")
    found = visit.record(passage)
    assert isinstance(found, Passage)
    [(start, end)] = found.stretches(f"comment:{made}")
    assert found.text[start:end] == "Alla vet."


def test_a_comment_stays_when_its_passage_is_withdrawn(visit: VisitDocument) -> None:
    passage = visit.carry_over(NOTE)
    made = visit.add_comment(passage, "Stämmer det?")
    visit.undecide("n1")
    [found] = told(visit)
    assert (found.comment.id, found.stands, found.is_open) == (made, False, True)
    visit.resolve(made)


def test_an_answer_that_came_while_it_was_resolved_opens_it(visit: VisitDocument) -> None:
    passage = visit.carry_over(NOTE)
    made = visit.add_comment(passage, "Stämmer det?")
    other = fresh(VisitDocument, "visit/v1", [visit.whole()], who="per")
    visit.resolve(made)
    for _tick in range(9):
        other.answer(made, "Jag vet inte.")
    meet(visit, other)
    assert told(visit) == told(other)
    assert told(visit)[0].is_open
    assert len(told(visit)[0].answers) == 9


def test_ones_own_comment_can_be_taken_away(visit: VisitDocument) -> None:
    passage = visit.carry_over(NOTE)
    made = visit.add_comment(passage, "Stämmer det?", 0, 5)
    member = fresh(VisitDocument, "visit/v1", [visit.whole()], who="per", administrator=False)
    with pytest.raises(NotAllowed):
        member.remove_comment(made)
    visit.answer(made, "Ja.")
    visit.remove_comment(made)
    assert not all_of(visit, Comment)
    found = visit.record(passage)
    assert isinstance(found, Passage)
    assert not found.stretches(f"comment:{made}")
    with pytest.raises(NotFound):
        visit.resolve(passage)


def test_finished_minutes_are_commented_on_no_more(visit: VisitDocument) -> None:
    passage = visit.carry_over(NOTE)
    visit.finish([NOTE], "kept")
    with pytest.raises(Refused):
        visit.add_comment(passage, "För sent")
