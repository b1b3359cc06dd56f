"""Documents stand whatever a colleague's program sends: what makes no sense is passed over."""

import random
from dataclasses import astuple, fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text

from qualityvisit.errors import NotFound
from qualityvisit.folding import row_of
from qualityvisit.model import records
from qualityvisit.model.document import Document
from qualityvisit.model.kinds import KINDS
from qualityvisit.model.meeting import MeetingDocument
from qualityvisit.model.memory import Damaged
from qualityvisit.model.notes import NotesDocument
from qualityvisit.model.records import Record
from qualityvisit.model.register import Register
from qualityvisit.model.visit import VisitDocument
from tests.model.desk import Desk


def sent(items: dict[str, Any], facts: dict[str, Any] | None = None) -> bytes:
    """Return what another program may send: whatever stands in the two maps."""
    doc: Doc[Any] = Doc()
    for name, content in (("items", items), ("facts", facts or {})):
        shared = doc.get(name, type=Map)
        for key, value in content.items():
            shared[key] = value
    return bytes(doc.get_update())


def item(kind: object, **values: object) -> Map[Any]:
    return Map({"kind": kind, **values})


def in_order(document: Document) -> list[Record]:
    return sorted(document.records(), key=lambda r: (type(r).__name__, r.id))


def read(desk: Desk[Any], update: bytes) -> list[Record]:
    """Let a document take a change in; return its records, the same whichever way they are read."""
    desk.document.touched()
    desk.document.absorb([update])
    desk.kept.append(update)
    desk.document.touched()
    found = in_order(desk.document)
    assert in_order(desk.folded_anew()) == found
    assert all(desk.document.record(r.id) in found for r in found if desk.document.has(r.id))
    return found


def test_each_document_reads_its_own_kinds_of_things_only() -> None:
    shown = {}
    for name, kind in KINDS.items():
        days = {"start": "2027-01-01", "end": "2030-12-31"}
        every = sent({of: item(of, **days) for of in records.KINDS})
        shown[name] = {type(r).__name__ for r in read(Desk(kind, f"{name}/x"), every)}
    assert shown == {
        "register": {"TermOfOffice", "Person", "TeamRule", "Group", "Unit", "KeyFigure", "Match",
                     "Guide", "Theme", "Question", "Phrase"},
        "visit": {"Session", "Handover", "Passage", "Comment", "Finding", "Action", "ActionEvent",
                  "FactCheck", "Version", "Dispatch"},
        "notes": {"Note", "OwnQuestion"},
        "meeting": {"MeetingQuestion"},
    }  # fmt: skip


def test_a_visit_speaks_of_itself_and_of_no_other() -> None:
    """Else whoever may write one visit could join the team of another, and read its notes."""
    desk = Desk(VisitDocument, "visit/a")
    desk.document.begin(unit="u", title="Exempelskolan")
    found = read(
        desk,
        sent(
            {
                "b": item("visit", **{"team:tjuven": True}),
                "p": item("passage", visit="b", text=Text("falskt")),
            }
        ),
    )
    assert {r.id for r in found if isinstance(r, records.Visit)} == {"a"}
    assert [r.visit for r in found if isinstance(r, records.Passage)] == ["a"]
    notes = read(Desk(NotesDocument, "notes/a"), sent({"n": item("note", visit="b")}))
    assert [n.parent for n in notes] == ["a"]
    meeting = read(
        Desk(MeetingDocument, "meeting/a"),
        sent({"q": item("meeting-question", meeting="b", visit="v"), "b": item("meeting")}),
    )
    assert [(r.parent, getattr(r, "visit", "")) for r in meeting] == [("a", "v")]


@pytest.mark.parametrize(
    "items",
    [
        {"x": "text"},
        {"x": 5.0},
        {"x": True},
        {"x": None},
        {"x": Text("text")},
        {"x": Array([1.0])},
        {"x": Map({})},
        {"x": item(5.0)},
        {"x": item(None)},
        {"x": item(Map({}))},
        {"x": item("kind of a later version")},
        {"x": item("note", removed=True)},
    ],
)
def test_items_that_are_none_are_passed_over(items: dict[str, Any]) -> None:
    desk = Desk(NotesDocument, "notes/v")
    note = desk.document.add_note("s", "pupils", text="riktig")
    assert [r.id for r in read(desk, sent(items))] == [note]
    assert not desk.document.has("x", "note")
    with pytest.raises(NotFound):
        desk.document.text("x")


@pytest.mark.parametrize(
    "values",
    [
        {"text": "plain"},
        {"text": 5.0},
        {"text": Map({"a": "b"})},
        {"author": Map({}), "at": Array([1.0]), "marks:quote": "yes", "marks:": True},
        {"marks": "quote", "session": float("nan"), "theme": float("inf")},
        {"later": Map({"version": "2"})},
    ],
)
def test_fields_that_are_none_are_read_as_well_as_can_be(values: dict[str, Any]) -> None:
    desk = Desk(NotesDocument, "notes/v")
    [note] = read(desk, sent({"x": item("note", **values)}))
    assert isinstance(note, records.Note)
    assert all(isinstance(v, str) for v in (note.text, note.author, note.at, note.session))
    assert set(note.marks) <= set(records.MARKS)
    with pytest.raises(NotFound):
        desk.document.text("x")


def test_facts_that_are_none_are_read_as_well_as_can_be() -> None:
    strange = {
        "decision/m": 5.0, "progress/s/q": True, "progress/": "done|",
        "minutes/finished": 0.0, "visit/": "x", "": "", "/": "/",
        "preparation/later": "2028-01-01", "setting/programme.start": "half past eight",
    }  # fmt: skip
    for name, kind in KINDS.items():
        for record in read(Desk(kind, f"{name}/x"), sent({}, strange)):
            assert all(isinstance(v, str | bool | tuple) for v in astuple(record))


def test_an_open_editor_follows_when_its_item_is_replaced_by_something_else() -> None:
    desk = Desk(NotesDocument, "notes/v")
    note = desk.document.add_note("s", "pupils", text="riktig")
    text = desk.document.text(note)
    watch = text.watch(lambda _edits, _mine: None)
    desk.document.absorb([sent({note: "no item any more"})])
    desk.document.spoil()
    assert str(text) == "riktig"
    watch.close()


@pytest.mark.parametrize("garbage", [b"", b"\xff" * 40, b"words"])
def test_bytes_that_are_no_change_are_told_and_leave_nothing(garbage: bytes) -> None:
    desk = Desk(NotesDocument, "notes/v")
    note = desk.document.add_note("s", "pupils", text="a")
    before = in_order(desk.document)
    with pytest.raises(Damaged):
        desk.document.absorb([sent({"x": item("note")}), garbage])
    assert in_order(desk.document) == before
    desk.document.text(note).splice(1, 0, "b")
    assert desk.folded_anew().field(note, "text") == "ab"


def writing() -> list[bytes]:
    """Return changes of all sorts, as a colleague would send them."""
    desk = Desk(NotesDocument, "notes/v")
    notes = [desk.document.add_note("s", "pupils", text=f"hej å 😀 {n}") for n in range(3)]
    for note in notes:
        desk.document.text(note).splice(2, 1, "xyz")
        desk.document.set_mark(note, records.QUOTE, on=True)
    desk.document.set_progress("s", "q", "done")
    desk.document.remove(notes[0])
    return desk.kept


WRITING = writing()


@given(st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_mutated_changes_are_read_or_told_and_never_stop_the_document(dice: random.Random) -> None:
    torn = bytearray(dice.choice(WRITING))
    for _time in range(dice.choice([1, 1, 2, 5])):
        at = dice.randrange(len(torn))
        torn[at : at + dice.randrange(2)] = dice.randbytes(dice.randrange(3))
    desk = Desk(NotesDocument, "notes/v")
    desk.kept = WRITING[: dice.randrange(len(WRITING))]
    before = in_order(desk.document)
    try:
        desk.document.absorb([bytes(torn)])
    except Damaged:
        assert in_order(desk.document) == before
    desk.document.touched()
    note = desk.document.add_note("s", "pupils", text="går vidare")
    assert desk.document.field(note, "text") == "går vidare"


def test_a_register_in_a_file_of_its_own_kind_stays_one() -> None:
    desk = Desk(Register, "register")
    desk.document.begin("Nämnden", "2027-01-01", "2030-12-31")
    found = read(desk, sent({"v": item("visit"), "n": item("note", text=Text("x"))}))
    assert not [r for r in found if isinstance(r, records.Visit | records.Note)]


@pytest.mark.parametrize("value", ["x", "²", "9" * 5000, "9999-12-31", "[" * 9000, '["", "²"]'])
def test_whatever_the_fields_say_the_records_can_be_kept_and_counted_with(value: str) -> None:
    for name, kind in KINDS.items():
        said = {
            of: item(of, **{f.name: value for f in fields(records.KINDS[of]) if f.name != "id"})
            for of in kind.kinds
        }
        facts = dict.fromkeys(("setting/load.term", "calendar/x", "conflict/a/b"), value)
        for record in read(Desk(kind, f"{name}/x"), sent(said, facts)):
            row_of(record)
            assert not isinstance(record, records.TermOfOffice)
            if isinstance(record, records.Unit):
                assert record.form == (record.forms[-1].split()[0] if record.forms else "")
                assert isinstance(record.forms_on("2028-01-01"), tuple)
    register = Desk(Register, "register").document
    register.absorb([sent({}, {"setting/load.term": value})])
    assert register.most("load.term") == 6


def test_days_that_are_none_are_read_as_none_given() -> None:
    desk = Desk(VisitDocument, "visit/a")
    said = {"date": "i morgon", "start": "25:10", "minutes": "²", "participants": "x"}
    strange = {"a": item("visit", date="2028-13-01", week="v. 9"),
               "s": item("session", **said)}  # fmt: skip
    visit, session = read(desk, sent(strange))[::-1]
    assert isinstance(visit, records.Visit)
    assert isinstance(session, records.Session)
    told = (visit.date, visit.week, session.date, session.start)
    assert (*told, session.minutes, session.participants) == ("",) * 6


def test_counts_that_are_no_numbers_are_none() -> None:
    desk = Desk(NotesDocument, "notes/v")
    [found] = read(desk, sent({}, {"rating/s/q": "2,x,²,-1,|Ofta"}))
    assert isinstance(found, records.Progress)
    assert (found.counts, found.rating) == (("2", "0", "0", "0", "0"), "Ofta")
