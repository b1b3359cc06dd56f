from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.errors import BadInput, Refused
from qualityvisit.model.records import (
    OBSERVATIONS,
    Decision,
    Finding,
    Minutes,
    Note,
    Passage,
    Theme,
    Visit,
)
from qualityvisit.model.view import MinutesView, minutes_view
from qualityvisit.model.visit import VisitDocument
from tests.model.loose import all_of, fresh, meet, only

NOTES = (
    Note("n1", visit="v1", group="staff", theme="t1", at="1", text="Lugnt"),
    Note("n2", visit="v1", group="pupils", theme="t2", at="2", text="Roligt"),
    Note("n3", visit="v1", group="", theme="", at="3", text="Ljust"),
    Note("n4", visit="v1", group="staff", theme="t1", at="4", text="  "),
)
THEMES = {t: Theme(t, name=f"Tema {t}", order=t) for t in ("t1", "t2")}


@pytest.fixture
def visit() -> VisitDocument:
    made = fresh(VisitDocument, "visit/v1")
    made.begin(unit="u1", title="Skolan", form="GR")
    return made


def view(visit: VisitDocument, notes: Sequence[Note] = NOTES) -> MinutesView:
    hidden = visit.superseded()
    return minutes_view(
        only(visit, Visit),
        Minutes("v1"),
        [p for p in all_of(visit, Passage) if p.id not in hidden],
        list(notes),
        all_of(visit, Decision),
        THEMES,
    )


def shown(visit: VisitDocument) -> dict[str, list[str]]:
    return {s.key: [p.text for p in s.passages] for s in view(visit).sections if s.passages}


def test_compiling_carries_every_note_over_once(visit: VisitDocument) -> None:
    assert visit.compile(NOTES) == 3  # the empty one asks for nothing
    assert visit.compile(NOTES) == 0
    assert shown(visit) == {
        "group:pupils/t2": ["Roligt"],
        "group:staff/t1": ["Lugnt"],
        OBSERVATIONS: ["Ljust"],
    }
    assert not view(visit).undecided
    assert only(visit, Minutes).compiled


def test_the_sections_stand_in_the_order_of_the_visit(visit: VisitDocument) -> None:
    visit.compile(NOTES)
    visit.add_passage("introduction", "Vi var på skolan.")
    visit.add_passage("from-the-future", "Nytt avsnitt.")
    keys = [s.key for s in view(visit).sections]
    assert keys[0] == "introduction"
    assert keys.index("group:staff/t1") < keys.index("group:pupils/t2") < keys.index(OBSERVATIONS)
    assert keys[-1] == "from-the-future"
    staff = view(visit).sections[keys.index("group:staff/t1")]
    assert (staff.group, staff.theme) == ("staff", "Tema t1")


def test_notes_are_numbered_by_group_and_time(visit: VisitDocument) -> None:
    found = view(visit)
    assert [n.id for n in found.notes] == ["n1", "n2", "n3"]
    assert [found.number(n) for n in ("n1", "n2", "n3", "n4")] == [1, 2, 3, 0]
    assert not found.carried


def test_a_note_is_left_out_with_a_reason_only(visit: VisitDocument) -> None:
    visit.compile(NOTES)
    with pytest.raises(Refused):
        visit.leave_out("n1", " ")
    visit.leave_out("n1", "Sagt två gånger")
    found = view(visit)
    assert [(n.id, why) for n, why in found.left_out] == [("n1", "Sagt två gånger")]
    assert "group:staff/t1" not in shown(visit)
    assert {n.id for n in found.carried} == {"n2", "n3"}


def test_a_decision_can_be_taken_back(visit: VisitDocument) -> None:
    visit.compile(NOTES)
    visit.touched()
    visit.undecide("n1")
    assert ("decision", "n1") in visit.touched()[1]
    assert [n.id for n in view(visit).undecided] == ["n1"]
    visit.leave_out("n1", "Sagt")
    visit.undecide("n1")
    assert visit.carry_over(NOTES[0], "introduction", "Det är lugnt.")
    assert shown(visit)["introduction"] == ["Det är lugnt."]


def test_a_passage_that_somebody_wrote_in_stays_when_its_note_goes(visit: VisitDocument) -> None:
    passage = visit.carry_over(NOTES[0])
    visit.text(passage).splice(0, 0, "Mycket ")
    visit.undecide("n1")
    assert shown(visit)["group:staff/t1"] == ["Mycket Lugnt"]
    assert only(visit, Passage).sources == ()


def test_a_note_moves_to_the_passage_it_is_linked_to(visit: VisitDocument) -> None:
    visit.compile(NOTES)
    first = next(p for p in all_of(visit, Passage) if p.sources == ("n1",))
    visit.link(first.id, "n2")
    found = view(visit)
    assert not found.undecided
    assert [p.sources for p in all_of(visit, Passage)] == [("n1", "n2"), ("n3",)]


def test_a_passage_removed_leaves_its_notes_to_be_decided(visit: VisitDocument) -> None:
    passage = visit.carry_over(NOTES[0])
    visit.remove(passage)
    assert [n.id for n in view(visit).undecided] == ["n1", "n2", "n3"]


def test_a_passage_stands_after_another(visit: VisitDocument) -> None:
    first = visit.add_passage("introduction", "Ett")
    visit.add_passage("introduction", "Tre")
    visit.add_passage("introduction", "Två", after=first)
    assert shown(visit)["introduction"] == ["Ett", "Två", "Tre"]


def test_two_who_compile_at_once_end_with_one_passage_a_note(visit: VisitDocument) -> None:
    other = fresh(VisitDocument, "visit/v1", [visit.whole()])
    visit.compile(NOTES)
    other.compile(NOTES)
    meet(visit, other)
    assert shown(visit) == shown(other)
    assert [len(texts) for texts in shown(visit).values()] == [1, 1, 1]


def test_words_written_in_a_superseded_passage_are_shown(visit: VisitDocument) -> None:
    other = fresh(VisitDocument, "visit/v1", [visit.whole()])
    for document, word in ((visit, "Mycket "), (other, "Ganska ")):
        document.text(document.carry_over(NOTES[0])).splice(0, 0, word)
    meet(visit, other)
    assert sorted(shown(visit)["group:staff/t1"]) == ["Ganska Lugnt", "Mycket Lugnt"]


def test_finished_minutes_are_closed_until_they_are_opened_again(visit: VisitDocument) -> None:
    visit.compile(NOTES)
    passage = all_of(visit, Passage)[0].id
    visit.finish(NOTES, "kept")
    for change in (
        lambda: visit.text(passage).splice(0, 0, "x"),
        lambda: visit.add_passage("introduction"),
        lambda: visit.carry_over(NOTES[0]),
        lambda: visit.leave_out("n1", "x"),
        lambda: visit.undecide("n1"),
        lambda: visit.link(passage, "n2"),
        lambda: visit.compile(NOTES),
    ):
        with pytest.raises(Refused):
            change()
    visit.correct("Fel siffra")
    assert only(visit, Minutes).finished == ""
    visit.text(passage).splice(0, 0, "x")


@given(
    st.lists(
        st.tuples(
            st.booleans(),
            st.sampled_from(["compile", "carry", "out", "undecide", "link"]),
            st.integers(0, 2),
        ),
        max_size=14,
    )
)
def test_no_note_is_ever_dropped_silently(steps: list[tuple[bool, str, int]]) -> None:
    origin = fresh(VisitDocument, "visit/v1")
    origin.begin(unit="u1", title="Skolan", form="GR")
    pair = [fresh(VisitDocument, "visit/v1", [origin.whole()]) for _ in range(2)]
    for first, step, number in steps:
        document, note = pair[first], NOTES[number]
        passages = all_of(document, Passage)
        if step == "compile":
            document.compile(NOTES)
        elif step == "carry":
            document.carry_over(note)
        elif step == "out":
            document.leave_out(note.id, "Skäl")
        elif step == "undecide":
            document.undecide(note.id)
        elif passages:
            document.link(passages[0].id, note.id)
    meet(*pair)
    views = [view(document) for document in pair]
    assert views[0] == views[1]
    found = views[0]
    told = [n.id for n in (*found.carried, *found.undecided, *(n for n, _ in found.left_out))]
    assert sorted(told) == ["n1", "n2", "n3"]
    standing = {s for section in found.sections for p in section.passages for s in p.sources}
    assert {n.id for n in found.carried} <= standing


def test_a_finding_has_its_kind_and_its_sources(visit: VisitDocument) -> None:
    finding = visit.add_finding("strength", " Lugnt ", sources=("n1",), groups=("staff", "pupils"))
    visit.change_finding(finding, text="Lugna lektioner", theme="t1")
    found = only(visit, Finding)
    assert (found.text, found.state, found.sources, found.groups) == (
        "Lugna lektioner",
        "strength",
        ("n1",),
        ("pupils", "staff"),
    )
    for mark, text in (("quote", "x"), ("strength", " ")):
        with pytest.raises(BadInput):
            visit.add_finding(mark, text)
    visit.remove(finding)
    assert not all_of(visit, Finding)
