"""A document: one transaction a verb, whole or not at all, and memory that can be folded anew."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import ref

import pytest

from qualityvisit.errors import NotAllowed, NotFound, NotSaved
from qualityvisit.model import records
from qualityvisit.model.meeting import MeetingDocument
from qualityvisit.model.notes import NotesDocument
from qualityvisit.model.register import Register
from qualityvisit.model.text import Edit
from qualityvisit.model.visit import VisitDocument
from tests.model.desk import Desk


def notes() -> Desk[NotesDocument]:
    return Desk(NotesDocument, "notes/v")


@contextmanager
def fails_half_way(desk: Desk[NotesDocument]) -> Iterator[None]:
    """Do what the block does as one verb, which fails at its end."""
    with pytest.raises(RuntimeError), desk.document.change():  # noqa: PT012 what is tested
        yield
        raise RuntimeError


def test_a_verb_that_fails_half_way_leaves_nothing_behind() -> None:
    desk = notes()
    note = desk.document.add_note("s", "pupils", text="före")
    before = desk.document.records()
    with fails_half_way(desk):
        desk.document.put(note, group="staff")
    assert desk.document.records() == before
    assert len(desk.kept) == 1


def test_an_editor_goes_on_after_a_verb_that_failed_half_way() -> None:
    desk = notes()
    note = desk.document.add_note("s", "pupils", text="före")
    text, heard = desk.document.text(note), list[list[Edit]]()
    watch = text.watch(lambda edits, _mine: heard.append(edits))
    with fails_half_way(desk):
        text.splice(4, 0, " halvt")
    text.splice(4, 0, " efter")
    assert str(text) == "före efter"
    assert str(desk.folded_anew().text(note)) == "före efter"
    shown = "före"
    for edits in heard:
        for at, remove, insert in edits:
            shown = shown[:at] + insert + shown[at + remove :]
    assert shown == "före efter"
    watch.close()


def test_a_text_made_by_a_verb_that_failed_is_no_longer_there() -> None:
    desk = notes()
    with fails_half_way(desk):
        text = desk.document.text(desk.document.add_note("s", "pupils", text="a"))
        text.splice(1, 0, "b")
    with pytest.raises(NotFound):
        text.splice(0, 0, "c")


def test_a_refused_writer_changes_nothing_and_spoils_nothing() -> None:
    desk = notes()
    desk.document.add_note("s", "pupils", text="a")
    desk.allowed = False
    with pytest.raises(NotAllowed):
        desk.document.add_note("s", "pupils", text="b")
    assert len(desk.kept) == 1
    assert not desk.document.behind


def test_what_somebody_wrote_is_kept_although_a_watcher_fails() -> None:
    desk = notes()
    note = desk.document.add_note("s", "pupils", text="a")
    text = desk.document.text(note)

    def fails(_edits: list[Edit], _mine: bool) -> None:
        raise RuntimeError

    watch = text.watch(fails)
    with pytest.raises(ExceptionGroup):
        text.splice(1, 0, "b")
    watch.close()
    text.splice(2, 0, "c")
    assert str(text) == str(desk.folded_anew().text(note)) == "abc"


def test_changes_inside_one_another_are_one_entry() -> None:
    desk = notes()
    with desk.document.change():
        note = desk.document.add_note("s", "pupils", text="a")
        desk.document.set_mark(note, records.STRENGTH, on=True)
        desk.document.set_progress("s", "q", "done")
    assert len(desk.kept) == 1


def test_memory_that_was_let_go_comes_back_for_whoever_holds_the_document() -> None:
    desk = notes()
    note = desk.document.add_note("s", "pupils", text="a")
    text = desk.document.text(note)
    desk.document.let_go()
    assert not desk.document.folded
    text.splice(1, 0, "b")
    desk.document.let_go()
    assert desk.document.field(note, "text") == "ab"
    assert str(text) == "ab"
    desk.document.let_go()
    desk.document.let_go()


def test_memory_that_was_let_go_is_freed() -> None:
    desk = notes()
    desk.document.add_note("s", "pupils", text="a")
    gone = ref(desk.document.fold())
    desk.document.let_go()
    gc.collect()
    assert gone() is None


def test_what_waits_to_be_saved_is_there_when_memory_is_folded_anew() -> None:
    desk = notes()
    desk.full = True
    with pytest.raises(NotSaved):
        desk.document.add_note("s", "pupils", text="bara i minnet")
    desk.document.let_go()
    [note] = desk.document.records()
    assert note.words == "bara i minnet"


def test_touched_tells_each_change_once_and_what_has_gone() -> None:
    desk = notes()
    note = desk.document.add_note("s", "pupils", text="a")
    desk.document.set_progress("s", "q", "skipped", "ont om tid")
    put, gone = desk.document.touched()
    assert {type(r) for r in put} == {records.Note, records.Progress}
    assert gone == []
    assert desk.document.touched() == ([], [])
    desk.document.remove(note)
    desk.document.set_progress("s", "q", "")
    assert desk.document.touched() == ([], [("note", note), ("progress", "s/q")])


def test_only_what_differs_is_written() -> None:
    desk = notes()
    note = desk.document.add_note("s", "pupils", text="a", marks=[records.QUOTE])
    desk.document.set_mark(note, records.QUOTE, on=True)
    desk.document.set_progress("s", "q", "")
    assert len(desk.kept) == 1


def test_two_who_add_at_once_both_have_their_way() -> None:
    first = Desk(VisitDocument, "visit/v")
    first.document.begin(unit="u", title="Exempelskolan", team=("eva",))
    second = Desk(VisitDocument, "visit/v", "per")
    first.meet(second)
    first.document.add_to_team("a")
    second.document.add_to_team("b")
    second.document.take_from_team("eva")
    first.meet(second)
    for desk in (first, second):
        found = desk.document.record("v")
        assert isinstance(found, records.Visit)
        assert found.team == ("a", "b")


def test_a_thing_that_is_gone_is_neither_read_nor_changed() -> None:
    desk = Desk(Register, "register")
    unit = desk.document.add_unit("Exempelskolan", ("GR",))
    assert desk.document.has(unit)
    assert desk.document.has(unit, "unit")
    assert not desk.document.has(unit, "person")
    desk.document.remove(unit)
    assert not desk.document.has(unit)
    assert desk.document.record(unit) is None
    for verb in (desk.document.remove, desk.document.change_unit):
        with pytest.raises(NotFound):
            verb(unit)
    with pytest.raises(NotFound):
        desk.document.field("nothing", "name")


def test_another_may_be_made_to_tell_something_at_another_time() -> None:
    desk = notes()
    with desk.document.told_by("lena", "2027-01-01T08:00:00+01:00"):
        desk.document.add_note("s", "pupils", text="a")
    desk.document.add_note("s", "pupils", text="b")
    told = {
        n.text: (n.author, n.at[:4]) for n in desk.document.records() if isinstance(n, records.Note)
    }
    assert told == {"a": ("lena", "2027"), "b": ("eva", "2028")}


def test_whole_documents_can_be_compared() -> None:
    first = Desk(MeetingDocument, "meeting/m")
    first.document.begin(title="Kvalitetsnämnd", date="2028-05-17")
    second = Desk(MeetingDocument, "meeting/m")
    first.meet(second)
    assert first.document.whole() == second.document.whole()


def test_changes_that_came_before_those_they_build_on_are_taken_in_at_last() -> None:
    first, second = notes(), Desk(NotesDocument, "notes/v", "per")
    note = first.document.add_note("s", "pupils", text="a")
    first.document.text(note).splice(1, 0, "b")
    first.document.text(note).splice(2, 0, "c")
    for update in reversed(first.kept):
        second.document.absorb([update])
    assert str(second.document.text(note)) == "abc"
    put, _gone = second.document.touched()
    assert [r.words for r in put] == ["abc"]
