from typing import TYPE_CHECKING

import pytest

from qualityvisit.errors import BadInput, NotAllowed
from qualityvisit.model.notes import NotesDocument
from qualityvisit.model.records import Note, OwnQuestion, Progress
from tests.model.loose import all_of, fresh, meet, only

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_note_has_its_author_and_time_for_ever() -> None:
    notes = fresh(NotesDocument, "notes/v1")
    note = notes.add_note("s1", "pupils", theme="t", question="q", text="Lugnt", marks=("quote",))
    found = only(notes, Note)
    assert (found.author, found.visit, found.marks) == ("eva", "v1", ("quote",))
    administrator = fresh(NotesDocument, "notes/v1", [notes.whole()], who="dag")
    administrator.edit(note, "Lugnt och skönt")
    changed = only(administrator, Note)
    assert (changed.author, changed.at) == ("eva", found.at)
    assert changed.edited


def test_a_note_is_changed_by_its_author_and_administrators_only() -> None:
    notes = fresh(NotesDocument, "notes/v1")
    note = notes.add_note("s1", "staff", text="Mitt")
    per = fresh(NotesDocument, "notes/v1", [notes.whole()], who="per", administrator=False)
    eva = fresh(NotesDocument, "notes/v1", [notes.whole()], who="eva", administrator=False)
    changes: list[Callable[[NotesDocument], object]] = [
        lambda d: d.edit(note, "Hans"),
        lambda d: d.text(note).splice(0, 0, "x"),
        lambda d: d.set_mark(note, "quote", on=True),
        lambda d: d.remove(note),
    ]
    for change in changes:
        with pytest.raises(NotAllowed):
            change(per)
        change(eva)
    assert only(per, Note).text == "Mitt"
    assert not all_of(eva, Note)
    per.add_note("s1", "staff", text="Hans eget")
    assert len(all_of(per, Note)) == 2


def test_marks_are_set_and_taken_one_by_one() -> None:
    notes = fresh(NotesDocument, "notes/v1")
    note = notes.add_note("s1", "staff", text="x")
    notes.set_mark(note, "follow-up", on=True)
    notes.set_mark(note, "strength", on=True)
    notes.set_mark(note, "follow-up", on=False)
    assert only(notes, Note).marks == ("strength",)
    with pytest.raises(BadInput):
        notes.set_mark(note, "star", on=True)
    with pytest.raises(BadInput):
        notes.add_note("s1", "staff", marks=("star",))


def test_two_who_edit_one_note_both_keep_their_words() -> None:
    origin = fresh(NotesDocument, "notes/v1")
    note = origin.add_note("s1", "staff", text="Rutinen är svag i idrott.")
    eva, dag = (fresh(NotesDocument, "notes/v1", [origin.whole()]) for _ in range(2))
    eva.edit(note, "Rutinen är ny i idrott.")
    dag.edit(note, "Rutinen är svag i idrott och slöjd.")
    meet(eva, dag)
    assert only(eva, Note).text == only(dag, Note).text == "Rutinen är ny i idrott och slöjd."


def test_a_question_is_done_skipped_or_neither() -> None:
    notes = fresh(NotesDocument, "notes/v1")
    notes.set_progress("s1", "q1", "done")
    notes.set_progress("s1", "q2", "skipped", "Tas | sist")
    found = {p.question: (p.status, p.reason, p.parent) for p in all_of(notes, Progress)}
    assert found == {"q1": ("done", "", "s1"), "q2": ("skipped", "Tas | sist", "s1")}
    notes.touched()
    notes.set_progress("s1", "q1", "")
    assert notes.touched() == ([], [("progress", "s1/q1")])
    assert [p.question for p in all_of(notes, Progress)] == ["q2"]
    with pytest.raises(BadInput):
        notes.set_progress("s1", "q1", "half")


def test_a_note_put_between_two_others_stands_there_and_older_notes_stand_by_time() -> None:
    notes = fresh(NotesDocument, "notes/v1")
    first, last = notes.add_note("s", "pupils", text="ett"), notes.add_note("s", "pupils", text="3")
    middle = notes.add_note("s", "pupils", text="två", between=(first, last))
    assert [n.id for n in all_of(notes, Note)] == [first, middle, last]
    assert [n.order == "" for n in all_of(notes, Note)] == [True, False, True]
    after = notes.add_note("s", "pupils", between=(last, ""))
    before = notes.add_note("s", "pupils", between=("", first))
    assert [n.id for n in all_of(notes, Note)] == [before, first, middle, last, after]


def test_a_question_is_rated_by_a_step_or_by_counts_and_the_rating_is_taken_back() -> None:
    notes = fresh(NotesDocument, "notes/v1")
    notes.rate("s1", "q1", "ofta | alltid")
    notes.rate("s1", "q2", "", (0, 3, 12))
    found = {p.question: (p.rating, p.counts) for p in all_of(notes, Progress)}
    assert found == {"q1": ("ofta | alltid", ()), "q2": ("", ("0", "3", "12"))}
    notes.rate("s1", "q1", "")
    notes.rate("s1", "q2", "", (0, 0, 0))
    assert not all_of(notes, Progress)
    with pytest.raises(BadInput):
        notes.rate("s1", "q1", "", (-1,))


def test_what_is_said_of_a_question_goes_when_the_last_of_it_is_taken_back() -> None:
    notes = fresh(NotesDocument, "notes/v1")
    notes.deal("s1", {"q1": "eva", "q2": "per"})
    notes.set_progress("s1", "q1", "done")
    notes.touched()
    notes.set_progress("s1", "q1", "")
    put, gone = notes.touched()
    assert ([type(p).__name__ for p in put], gone) == (["Progress"], [])
    notes.deal("s1", {"q1": ""})
    assert notes.touched() == ([], [("progress", "s1/q1")])
    assert [p.asker for p in all_of(notes, Progress)] == ["per"]


def test_a_note_is_about_another_theme_than_its_question() -> None:
    notes = fresh(NotesDocument, "notes/v1")
    note = notes.add_note("s1", "staff", theme="t1", question="q", text="x")
    notes.set_theme(note, "t2")
    assert only(notes, Note).theme == "t2"


def test_a_question_of_ones_own_is_asked_reworded_and_taken_away() -> None:
    notes = fresh(NotesDocument, "notes/v1")
    asked = notes.ask_more("s1", "t1", "  Hur ser  ni på det? ")
    assert [(q.id, q.session, q.text) for q in all_of(notes, OwnQuestion)] == [
        (asked, "s1", "Hur ser ni på det?")
    ]  # fmt: skip
    notes.reword(asked, "Vad tänker ni?")
    assert only(notes, OwnQuestion).text == "Vad tänker ni?"
    notes.reword(asked, " ")
    assert not all_of(notes, OwnQuestion)
    with pytest.raises(BadInput):
        notes.ask_more("s1", "t1", " ")
