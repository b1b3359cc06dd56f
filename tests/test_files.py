"""Files of a visit's notes: kept sealed, read by the team, shared, and weeded with the notes."""

import os
from pathlib import Path

import pytest

from qualityvisit.errors import BadInput, NotAllowed, NotFound, Refused
from qualityvisit.journal.parts import id_of, whole_of
from qualityvisit.model import files, records
from qualityvisit.model.files import FileDocument
from qualityvisit.standing import is_document
from qualityvisit.sync import compaction, exchange
from qualityvisit.visit_record import finish_minutes
from qualityvisit.workspace import Workspace
from tests import core
from tests.pair import Pair, joined, quiet
from tests.test_weeding import finish

PICTURE = b"\xff\xd8\xff not really a picture \x00\xff"


def attach(ws: Workspace, visit: str, content: bytes = PICTURE, name: str = "v\u00e4gg.jpg") -> str:
    return ws.add_file(visit, name, "image/jpeg", content, question="q", session="s")


def test_names_of_parts_lead_to_their_document() -> None:
    assert whole_of("notes/v.f") == "notes/v"
    assert id_of("notes/v.f") == id_of("visit/v") == "v"
    assert whole_of("register") == "register"
    assert is_document("notes/v.f")
    assert not is_document("visit/v.f")


def test_nothing_but_a_document_and_its_parts_is_erased(pair: Pair) -> None:
    """An administrator's program can state any name: "%" and "_" stand for no others."""
    name, other = attach(pair.eva, pair.visit), core.planned(pair.eva)
    for strange in (
        "notes/%",
        "notes/____________________",
        f"notes/{pair.visit}.x",
        "notes/",
        "%",
    ):
        pair.eva.forget(strange)
        assert pair.eva.file_bytes(name) == PICTURE
    pair.eva.forget(f"notes/{other}")
    assert pair.eva.file_bytes(name) == PICTURE
    pair.eva.forget(f"notes/{name}")
    assert not pair.eva.all(records.Attachment)
    assert f"notes/{name}" not in pair.eva.journal.documents()


def test_a_file_is_kept_with_who_and_when_and_comes_back_byte_by_byte(pair: Pair) -> None:
    name = attach(pair.eva, pair.visit, os.urandom(100_000))
    found = pair.eva.get(records.Attachment, name)
    assert (found.visit, found.name, found.size) == (pair.visit, "vägg.jpg", "100000")
    assert found.author == pair.eva.me.id
    again = core.reopened(pair.eva)
    assert len(again.file(name).content()) == 100_000
    assert not again.problems()
    again.close()


def test_the_team_gets_files_and_nobody_else(pair: Pair) -> None:
    name = attach(pair.per, pair.visit)
    maj = joined(pair, "Maj")
    pair.all_share()
    maj.sharing.share()
    assert pair.eva.file(name).content() == PICTURE
    assert not maj.all(records.Attachment)
    assert not maj.may_read(f"notes/{name}")
    with pytest.raises(NotAllowed):
        attach(maj, pair.visit)
    pair.eva.set_team(pair.visit, [pair.per.me.id, maj.me.id])
    quiet(pair.eva, pair.per, maj)
    assert maj.file(name).content() == PICTURE
    maj.close()


def test_who_has_left_the_team_opens_its_files_no_more_than_its_notes(pair: Pair) -> None:
    name = attach(pair.eva, pair.visit)
    pair.all_share()
    pair.eva.set_team(pair.visit, [pair.eva.me.id])
    pair.all_share()
    for read in (lambda: pair.per.notes(pair.visit), lambda: pair.per.file_bytes(name)):
        with pytest.raises(NotAllowed):
            read()


def test_no_file_lies_open_in_the_store_or_on_the_disk(pair: Pair) -> None:
    attach(pair.per, pair.visit, b"what the wall says " * 50, name="canaryname.pdf")
    pair.all_share()
    for folder in (pair.store, pair.per.folder, pair.eva.folder):
        for file in Path(folder).rglob("*"):
            if file.is_file():
                held = file.read_bytes()
                assert b"what the wall says" not in held
                assert b"canaryname" not in held


def test_its_author_and_administrators_describe_and_remove_it(pair: Pair) -> None:
    name = attach(pair.eva, pair.visit)
    pair.all_share()
    with pytest.raises(NotAllowed):
        pair.per.file(name).describe("Väggen")
    with pytest.raises(NotAllowed):
        pair.per.file(name).remove()
    pair.eva.file(name).describe(" Elevernas vägg ")
    pair.all_share()
    assert pair.per.get(records.Attachment, name).text == "Elevernas vägg"
    assert [h.id for h in pair.per.search("elevernas")] == [name]
    pair.eva.file(name).remove()
    pair.all_share()
    with pytest.raises(NotFound):
        pair.per.file(name)


def test_what_is_too_large_or_empty_is_refused_and_nothing_is_kept(pair: Pair) -> None:
    for content in (b"", b"x" * (files.MOST + 1)):
        with pytest.raises(BadInput):
            attach(pair.eva, pair.visit, content)
    assert not pair.eva.all(records.Attachment)
    assert not [d for d in pair.eva.journal.documents() if "." in d]


def test_a_file_whose_bytes_are_spoilt_is_told_to_be_missing(pair: Pair) -> None:
    name = attach(pair.eva, pair.visit)
    document = pair.eva.file(name)
    with document.change():
        document.put_fact(files.CONTENT, "no base64 å")
    with pytest.raises(NotFound):
        document.content()


def test_a_file_belongs_to_the_visit_of_its_document_whatever_it_says(pair: Pair) -> None:
    other = core.planned(pair.eva)
    document = pair.eva.document(f"notes/{pair.visit}.abc")
    assert isinstance(document, FileDocument)
    document.begin(PICTURE, name="x", visit=other)
    assert [a.visit for a in pair.eva.all(records.Attachment)] == [pair.visit]


def test_weeding_takes_the_files_too_here_there_and_those_that_come_late(pair: Pair) -> None:
    pair.note(pair.eva, "Rasterna är lugna")
    pair.note(pair.per, "Matsalen är stökig")
    attach(pair.per, pair.visit)
    pair.all_share()
    finish(pair)
    late = attach(pair.per, pair.visit)  # not shared when the notes are weeded
    pair.eva.weed(pair.visit)
    assert not pair.eva.all(records.Attachment)
    pair.all_share(3)
    for ws in (pair.eva, pair.per):
        assert not ws.all(records.Attachment)
        assert not [d for d in ws.journal.documents() if d.startswith("notes/")]
        with pytest.raises(Refused):
            ws.document(f"notes/{late}").begin(PICTURE)  # type: ignore[attr-defined]


def test_what_holds_no_words_but_pictures_or_ratings_is_weeded_too(pair: Pair) -> None:
    for work in ("picture", "rating"):
        visit = core.planned(pair.eva)
        finish_minutes(pair.eva, visit)
        with pytest.raises(Refused):
            pair.eva.weed(visit)
        if work == "picture":
            attach(pair.eva, visit)
        else:
            pair.eva.notes(visit).rate(core.session(pair.eva, visit, "pupils").id, "q", "Ofta")
        pair.eva.weed(visit)
        assert not pair.eva.is_begun(visit)


def test_many_files_are_shared_in_loads_a_few_at_a_time(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "LOAD", 100_000)
    names = [attach(pair.eva, pair.visit, os.urandom(40_000)) for _n in range(6)]
    first = pair.eva.sharing.start_round()
    assert (len(first.to_put), first.more) == (2, True)
    first.carry()
    for _slice in pair.eva.sharing.finish(first):
        pass
    assert pair.eva.status().waiting > 0
    assert pair.eva.sharing.share().sent == 4
    assert pair.eva.status().waiting == 0
    pair.all_share()
    for name in names:
        assert pair.per.file(name).content() == pair.eva.file(name).content()


def test_who_asks_for_sharing_hears_of_all_rounds_that_it_took(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "LOAD", 100_000)
    for _n in range(6):
        attach(pair.eva, pair.visit, os.urandom(40_000))
    pair.note(pair.per, "hej")
    pair.per.sharing.share()
    found = pair.eva.sharing.share()
    assert (found.sent, found.received, found.more) == (6, 1, False)


def test_whoever_begins_from_a_snapshot_has_the_files(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "EVERY", 2)
    names = [attach(pair.per, pair.visit, os.urandom(2000)) for _n in range(3)]
    pair.all_share(4)
    maj = joined(pair, "Maj", "administrator")
    quiet(pair.eva, pair.per, maj)
    assert [maj.file(n).content() for n in names] == [pair.per.file(n).content() for n in names]
    maj.close()
