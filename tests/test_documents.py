"""Documents on their way to disk: durable first, then told; in trouble kept, then saved."""

import gc
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import ref

import pytest

from qualityvisit import documents
from qualityvisit.errors import NotSaved, TornFile
from qualityvisit.folding import Change
from qualityvisit.model import records
from qualityvisit.model.notes import NotesDocument
from qualityvisit.model.records import fresh_id
from qualityvisit.sync.bundle import Written
from qualityvisit.workspace import Workspace
from tests import core
from tests.model.desk import Desk

if TYPE_CHECKING:
    from qualityvisit.model.text import Edit


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    made = core.founded(tmp_path / "profil")
    yield made
    made.close()


def note_in(ws: Workspace, text: str = "") -> tuple[str, str]:
    """Plan a visit, write a note, settle; return both ids."""
    visit = core.planned(ws)
    note = ws.notes(visit).add_note(core.session(ws, visit, "pupils").id, "pupils", text=text)
    ws.settle()
    return visit, note


def read(ws: Workspace, note: str) -> str:
    ws.settle()
    return ws.get(records.Note, note).text


# --- what is written is told once it is durable


def test_a_verb_is_told_when_it_is_durable_and_in_the_index(ws: Workspace) -> None:
    heard: list[tuple[Change, int]] = []
    stop = ws.subscribe(lambda c: heard.append((c, ws.count(records.Unit))))
    unit = ws.register.add_unit("Skola två", ("GR",))
    assert heard == [(Change("register", frozenset({"unit"}), frozenset({unit}), mine=True), 2)]
    stop()
    ws.register.remove(unit)
    assert len(heard) == 1


def test_typed_text_is_durable_at_once_and_told_when_it_is_settled(ws: Workspace) -> None:
    visit, note = note_in(ws, "a")
    heard: list[Change] = []
    ws.subscribe(heard.append)
    ws.notes(visit).text(note).splice(1, 0, "b")
    assert heard == []
    assert ws.get(records.Note, note).text == "a"
    assert ws.status().unsaved == 0
    ws.settle()
    assert [(c.document, c.kinds, c.ids) for c in heard] == [
        (f"notes/{visit}", frozenset({"note"}), frozenset({note}))
    ]
    assert ws.get(records.Note, note).text == "ab"


def test_typed_text_is_in_the_index_after_a_crash(ws: Workspace, tmp_path: Path) -> None:
    visit, note = note_in(ws, "a")
    ws.notes(visit).text(note).splice(1, 0, "b")
    again = core.crashed(ws, tmp_path / "kopia")
    assert again.get(records.Note, note).text == "ab"
    core.whole(again)
    again.close()


# --- the folder vanishes


def test_what_is_typed_while_the_folder_is_gone_is_kept_and_saved_when_it_is_back(
    ws: Workspace,
) -> None:
    visit, note = note_in(ws, "a")
    text, entries = ws.notes(visit).text(note), ws.journal.entries()
    waiting = ws.status().waiting
    with core.away(ws):
        for at, letter in enumerate("bcd", 1):
            with pytest.raises(NotSaved) as told:
                text.splice(at, 0, letter)
        assert "borta" in told.value.title or "gone" in told.value.title
        assert str(text) == "abcd"
        status = ws.status()
        assert (status.unsaved, status.waiting, status.trouble) == (3, waiting + 3, told.value)
    heard: list[Change] = []
    ws.subscribe(heard.append)
    ws.settle()
    assert heard[0] == Change("", frozenset(), frozenset(), mine=True)
    assert read(ws, note) == "abcd"
    assert ws.journal.entries() == entries + 3
    core.whole(ws)


def test_verbs_in_trouble_are_in_the_index_afterwards_also_what_they_removed(
    ws: Workspace,
) -> None:
    visit, note = note_in(ws, "a")
    gone = ws.register.add_unit("Tas bort", ("GR",))
    with core.away(ws):
        with pytest.raises(NotSaved):
            ws.register.remove(gone)
        with pytest.raises(NotSaved):
            ws.register.add_unit("Kom till", ("GR",))
        with pytest.raises(NotSaved):
            ws.notes(visit).remove(note)
    unit = ws.register.add_unit("Efteråt", ("GR",))
    assert ws.get(records.Unit, unit).name == "Efteråt"
    names = {u.name for u in ws.all(records.Unit)}
    ws.settle()
    assert {u.name for u in ws.all(records.Unit)} == names | {"Kom till"}
    assert ws.count(records.Note) == 0
    core.whole(ws)


def test_what_was_removed_in_trouble_is_out_of_the_index_after_a_crash(
    ws: Workspace, tmp_path: Path
) -> None:
    note = note_in(ws, "a")[1]
    unit = ws.register.add_unit("Tas bort", ("GR",))
    with core.away(ws), pytest.raises(NotSaved):
        ws.register.remove(unit)
    ws.save()  # and the program ends before the index has followed
    again = core.crashed(ws, tmp_path / "kopia")
    assert again.find(records.Unit, unit) is None
    assert again.find(records.Note, note)
    core.whole(again)
    again.close()


def test_the_index_follows_although_it_could_not_be_written_the_first_time(ws: Workspace) -> None:
    visit, note = note_in(ws, "a")
    ws.notes(visit).text(note).splice(1, 0, "b")
    with core.away(ws), pytest.raises(NotSaved):
        ws.settle()
    assert (ws.status().unsaved, ws.status().trouble) == (0, None)  # the words are safe
    assert read(ws, note) == "ab"
    core.whole(ws)


def test_a_note_edited_as_a_whole_in_trouble_is_whole_afterwards(ws: Workspace) -> None:
    visit, note = note_in(ws, "ett två tre fyra fem")
    with core.away(ws), pytest.raises(NotSaved):
        ws.notes(visit).edit(note, "1 två 3 fyra 5")
    assert read(ws, note) == "1 två 3 fyra 5"
    assert ws.get(records.Note, note).edited
    core.whole(ws)


def test_a_visit_planned_in_trouble_is_not_begun_and_that_is_said(ws: Workspace) -> None:
    with core.away(ws), pytest.raises(NotSaved) as told:
        core.planned(ws)  # its team is a right, which is never kept in memory only
    assert told.value.advice.startswith("Inget har ändrats.")
    assert ws.all(records.Visit) == []
    visit = core.planned(ws)
    assert len(ws.all(records.Session, parent=visit)) == 7
    core.whole(ws)


def test_a_meeting_planned_in_trouble_is_whole_afterwards(ws: Workspace) -> None:
    visits = [core.planned(ws), core.planned(ws)]
    with core.away(ws), pytest.raises(NotSaved):
        ws.add_meeting("Kvalitetsnämnd", date="2028-05-17", visits=visits)
    ws.settle()
    assert len(ws.all(records.MeetingVisit)) == 2


def test_trouble_ends_with_the_first_verb_that_can_be_saved(ws: Workspace) -> None:
    with core.away(ws), pytest.raises(NotSaved):
        ws.register.add_unit("I minnet", ("GR",))
    ws.register.add_unit("På disk", ("GR",))
    assert (ws.status().unsaved, ws.status().trouble) == (0, None)


def test_what_waits_is_there_after_memory_was_let_go_or_spoiled(ws: Workspace) -> None:
    visit, note = note_in(ws, "a")
    document = ws.notes(visit)
    with core.away(ws):
        with pytest.raises(NotSaved):
            document.text(note).splice(1, 0, "b")
        document.let_go()
        assert str(document.text(note)) == "ab"
        document.spoil()
        with pytest.raises(NotSaved):
            document.text(note).splice(2, 0, "c")
    assert read(ws, note) == "abc"
    core.whole(ws)


def test_closing_in_trouble_closes_all_the_same(tmp_path: Path) -> None:
    ws = core.founded(tmp_path / "profil")
    with core.away(ws):
        with pytest.raises(NotSaved):
            ws.register.add_unit("I minnet", ("GR",))
        ws.close()
    Workspace.open(tmp_path / "profil", core.PASSPHRASE).close()


def test_what_a_damaged_file_does_not_take_is_kept_in_memory_and_said(ws: Workspace) -> None:
    torn = "BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'malformed'); END"
    ws.journal.connection.execute(f"CREATE TRIGGER torn {torn}")
    with pytest.raises(TornFile):
        ws.register.add_unit("I minnet", ("GR",))
    assert ws.status().unsaved == 1
    assert isinstance(ws.status().trouble, TornFile)
    ws.journal.connection.execute("DROP TRIGGER torn")
    core.whole(ws)
    assert ws.count(records.Unit) == 2


# --- verbs that fail, and editors that are open meanwhile


def test_an_editor_goes_on_after_a_verb_that_failed_half_way(ws: Workspace) -> None:
    visit, note = note_in(ws, "a")
    other = ws.notes(visit).add_note("s", "pupils", text="b")
    document = ws.notes(visit)
    text = document.text(note)
    heard: list[list[Edit]] = []
    watch = text.watch(lambda edits, _mine: heard.append(edits))
    with pytest.raises(RuntimeError), document.change():  # noqa: PT012 what is tested
        document.take_away(other)
        raise RuntimeError
    assert ws.notes(visit) is document
    text.splice(1, 0, "b")
    assert read(ws, note) == "ab"
    assert ws.find(records.Note, other)
    core.whole(ws)
    watch.close()


def test_typed_text_reaches_the_index_although_a_verb_failed_before_it_was_settled(
    ws: Workspace,
) -> None:
    visit, note = note_in(ws, "a")
    document = ws.notes(visit)
    document.text(note).splice(1, 0, "b")
    with pytest.raises(RuntimeError), document.change():  # noqa: PT012 what is tested
        document.put(note, theme="x")
        raise RuntimeError
    assert read(ws, note) == "ab"
    core.whole(ws)


# --- memory


def test_documents_are_let_go_and_whoever_holds_one_may_write_on(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "SHUT", 2)
    visit, note = note_in(ws, "a")
    held = ws.notes(visit)
    for _other in range(6):
        core.planned(ws)
    assert not held.folded
    held.text(note).splice(1, 0, "b")
    assert ws.notes(visit) is held
    assert read(ws, note) == "ab"
    core.whole(ws)


def test_documents_that_are_watched_or_not_settled_stay(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "SHUT", 0)
    visit, note = note_in(ws, "a")
    text = ws.notes(visit).text(note)
    watch = text.watch(lambda _edits, _mine: None)
    other, typed = note_in(ws, "x")
    ws.notes(other).text(typed).splice(1, 0, "y")
    core.planned(ws)
    assert ws.notes(visit).folded
    assert ws.notes(other).folded
    watch.close()
    ws.settle()
    core.planned(ws)
    assert not ws.notes(visit).folded
    assert ws.get(records.Note, typed).text == "xy"


def test_memory_of_documents_is_freed(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "SHUT", 2)
    visit = note_in(ws, "a")[0]
    gone = ref(ws.notes(visit).fold())
    for _other in range(6):
        core.planned(ws)
    gc.collect()
    assert gone() is None


def test_a_long_document_is_compacted_when_it_is_folded(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "LONG", 20)
    visit, note = note_in(ws)
    text = ws.notes(visit).text(note)
    for at in range(documents.LONG + 50):
        text.splice(at, 0, "å")
    ws.settle()
    ws.notes(visit).let_go()
    entries = ws.journal.entries()
    assert str(text) != ""
    assert ws.notes(visit).field(note, "text") == "å" * (documents.LONG + 50)
    assert ws.journal.entries() < entries - documents.LONG
    core.whole(ws)


def test_a_long_document_can_be_read_where_nothing_can_be_written(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "LONG", 20)
    visit, note = note_in(ws)
    text = ws.notes(visit).text(note)
    for at in range(documents.LONG + 1):
        text.splice(at, 0, "å")
    ws.settle()
    ws.notes(visit).let_go()
    with core.away(ws):
        assert ws.notes(visit).field(note, "text") == "å" * (documents.LONG + 1)


# --- proof


def test_check_tells_where_the_index_differs_from_the_journal(ws: Workspace) -> None:
    visit, note = note_in(ws, "hund")
    ws.journal.connection.execute("UPDATE row SET data = '{}' WHERE id = ?", (note,))
    assert [visit in p for p in ws.check().problems] == [True]
    ws.journal.index.drop(f"notes/{visit}")
    assert len(ws.check().problems) == 1


def test_check_tells_where_the_words_differ_or_rows_belong_to_nothing(ws: Workspace) -> None:
    ws.journal.connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
    assert len(ws.check().problems) == 1
    ws.journal.connection.execute("UPDATE row SET document = 'visit/none' WHERE kind = 'question'")
    assert len(ws.check().problems) == 2


def test_changes_of_a_colleague_are_all_there_in_whatever_order_they_come(ws: Workspace) -> None:
    """A key that comes late opens what is older than what has been taken in."""
    for order in permutations(range(4)):
        name = f"notes/{fresh_id()}"
        desk = Desk(NotesDocument, name)
        note = desk.document.add_note("s", "pupils", text="hej")
        desk.document.text(note).splice(1, 0, "å")
        desk.document.text(desk.document.add_note("s", "pupils", text="då")).splice(2, 0, "!")
        assert len(desk.kept) == len(order)
        for n in order:
            with ws.journal.transaction():
                ws.absorb([(name, [Written(desk.kept[n], "2028-03-14T08:00:00.000+00:00", "d")])])
        found = [n.text for n in ws.document(name).records() if isinstance(n, records.Note)]
        assert sorted(found) == ["då!", "håej"]
        assert ws.problems() == []
