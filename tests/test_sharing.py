"""Sharing between members: nothing is lost, nothing foreign is taken in, and the lamp is true."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from qualityvisit import belonging, standing
from qualityvisit.errors import (
    BadInput,
    NotAllowed,
    NotFound,
    NotSaved,
    Refused,
    StoreTrouble,
    StoreUnreachable,
    WrongStore,
)
from qualityvisit.folding import Change
from qualityvisit.journal.chest import Key
from qualityvisit.journal.journal import RowsChange
from qualityvisit.model import records
from qualityvisit.model.register import Register
from qualityvisit.sync import bundle as bundles
from qualityvisit.sync import keys as keys_on_their_way
from qualityvisit.sync.bundle import Envelope
from qualityvisit.sync.invitation import Invitation
from qualityvisit.sync.keys import WORKSPACE_KEY
from qualityvisit.sync.seal import Keys
from qualityvisit.workspace import Workspace
from tests import core, faults
from tests.model.desk import Desk
from tests.pair import Pair, bundles_in, texts

AT = "2028-03-14T07:00:00.000+00:00"


# --- beginning and joining


def test_a_workspace_begun_with_a_folder_makes_and_marks_it(tmp_path: Path) -> None:
    ws = core.founded(tmp_path / "eva", tmp_path / "ny mapp")
    assert (tmp_path / "ny mapp" / "workspace" / ws.sharing.identity.workspace).exists()
    assert ws.status().store == str(tmp_path / "ny mapp")
    ws.close()


def test_a_workspace_is_not_begun_with_a_path_that_goes_astray(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable, match="Kontrollera sökvägen"):
        core.founded(tmp_path / "eva", tmp_path / "felstavat" / "mapp")
    assert not (tmp_path / "felstavat").exists()
    assert not Workspace.exists(tmp_path / "eva")


def test_a_folder_of_another_workspace_is_not_begun_in(pair: Pair, tmp_path: Path) -> None:
    before = bundles_in(pair.store)
    with core.cheap(), pytest.raises(WrongStore):
        Workspace.create(
            tmp_path / "annan", name="Lena", committee="N", store=str(pair.store),
            passphrase=core.PASSPHRASE,
        )  # fmt: skip
    assert not Workspace.exists(tmp_path / "annan")
    assert bundles_in(pair.store) == before
    assert len(list((pair.store / "workspace").iterdir())) == 1


def test_the_address_is_kept_so_that_it_means_the_same_everywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with core.cheap():
        ws = Workspace.create(
            tmp_path / "eva", name="Eva", committee="N", store="delad", passphrase=core.PASSPHRASE
        )
    assert ws.status().store == str(tmp_path / "delad")
    assert Invitation.read(ws.sharing.invite("Per", "member")).store == str(tmp_path / "delad")
    ws.close()


def test_who_joins_finds_everything_and_is_found(pair: Pair) -> None:
    assert pair.per.me.name == "Per Prov"
    assert pair.per.role == "member"
    assert {m.name: (m.role, m.state) for m, _n in pair.eva.sharing.members()} == {
        "Eva Exempel": ("administrator", "active"),
        "Per Prov": ("member", "active"),
    }
    assert pair.eva.journal.index.dump() == pair.per.journal.index.dump()


def test_who_finds_the_folder_elsewhere_joins_there(pair: Pair, tmp_path: Path) -> None:
    line = pair.eva.sharing.invite("Lena", "member")
    moved = tmp_path / "OneDrive" / "delad"
    shutil.copytree(pair.store, moved)
    with core.cheap():
        lena = Workspace.join(tmp_path / "lena", line, store=str(moved), passphrase=core.PASSPHRASE)
    assert lena.status().store == str(moved)
    assert lena.count(records.Visit) == 1
    lena.close()


def test_an_invitation_made_where_no_key_seals_any_more_brings_one_that_does(pair: Pair) -> None:
    """As after a backup has come back: it is not known who has the keys."""
    shelf = pair.eva.sharing._shelf
    pair.eva.sharing.share()
    shelf.thaw(shelf.in_use()[-1])
    assert not shelf.sealing_keys([WORKSPACE_KEY])
    lena = core.joined(pair.eva, pair.folder / "lena", "Lena Sen")
    pair.eva.sharing.share()
    assert {m.name for m, _n in pair.eva.sharing.members()} >= {"Lena Sen"}
    assert lena.role == "member"
    lena.close()


def test_an_invitation_works_once(pair: Pair, tmp_path: Path) -> None:
    line = pair.eva.sharing.invite("Lena", "member")
    with core.cheap():
        lena = Workspace.join(tmp_path / "lena", line, passphrase=core.PASSPHRASE)
        with pytest.raises(BadInput) as told:
            Workspace.join(tmp_path / "tjuv", line, passphrase=core.PASSPHRASE)
    assert "inbjudan" in told.value.title.lower()
    assert not (tmp_path / "tjuv").exists() or not list((tmp_path / "tjuv").iterdir())
    lena.close()


def test_two_who_join_at_once_by_one_invitation_end_as_one_member(
    pair: Pair, tmp_path: Path
) -> None:
    line = pair.eva.sharing.invite("Lena", "member")
    elsewhere = tmp_path / "synkad"
    shutil.copytree(pair.store, elsewhere)
    with core.cheap():
        one = Workspace.join(tmp_path / "ett", line, passphrase=core.PASSPHRASE)
        two = Workspace.join(
            tmp_path / "två", line, store=str(elsewhere), passphrase=core.PASSPHRASE
        )
    shutil.copytree(elsewhere, pair.store, dirs_exist_ok=True)
    core.move(two, str(pair.store))
    for _round in range(3):
        for ws in (pair.eva, pair.per, one, two):
            ws.sharing.share()
    let_in = [ws for ws in (one, two) if ws.role]
    assert len(let_in) == 1
    assert {len(ws.sharing.members()) for ws in (pair.eva, pair.per, one, two)} == {3}
    [out] = [ws for ws in (one, two) if not ws.role]
    with pytest.raises(NotAllowed):
        out.add_meeting("Möte", date="2028-05-17")
    one.close()
    two.close()


@pytest.mark.parametrize("ruin", ["gone", "empty", "unknown"])
def test_joining_that_fails_leaves_nothing_behind(pair: Pair, tmp_path: Path, ruin: str) -> None:
    line = pair.eva.sharing.invite("Lena", "member")
    wanted: type[Exception] = {"gone": StoreUnreachable, "empty": WrongStore}.get(ruin, BadInput)
    shutil.move(pair.store, tmp_path / "undan")
    if ruin == "empty":
        pair.store.mkdir()
    elif ruin == "unknown":  # the folder as it was before the invitation was shared
        marker = f"workspace/{pair.eva.sharing.identity.workspace}"
        (pair.store / marker).parent.mkdir(parents=True)
        (pair.store / marker).touch()
    with core.cheap(), pytest.raises(wanted):
        Workspace.join(tmp_path / "lena", line, passphrase=core.PASSPHRASE)
    assert not Workspace.exists(tmp_path / "lena")
    assert not (tmp_path / "lena" / "vault.json").exists()


# --- members and what they may


def test_only_administrators_invite_and_remove(pair: Pair) -> None:
    with pytest.raises(NotAllowed):
        pair.per.sharing.invite("Lena", "member")
    with pytest.raises(NotAllowed):
        pair.per.sharing.remove(pair.eva.me.id)


def test_inviting_asks_for_a_role_a_name_and_a_folder(pair: Pair, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        pair.eva.sharing.invite("Lena", "king")
    with pytest.raises(BadInput):
        pair.eva.sharing.invite("  ", "member")
    alone = core.founded(tmp_path / "ensam")
    with pytest.raises(Refused):
        alone.sharing.invite("Lena", "member")
    with pytest.raises(Refused):
        alone.sharing.share()
    alone.close()


def test_nobody_removes_themselves_the_last_administrator_or_a_stranger(pair: Pair) -> None:
    with pytest.raises(NotFound):
        pair.eva.sharing.remove("nobody")
    with pytest.raises(Refused):
        pair.eva.sharing.remove(pair.eva.me.id)
    assert pair.eva.role == "administrator"


def test_who_has_not_joined_yet_is_not_the_administrator_who_remains(pair: Pair) -> None:
    pair.eva.sharing.set_role(pair.per.me.id, "administrator")
    pair.all_share()
    pair.eva.sharing.lose_device(pair.per.sharing.identity.device)
    with pytest.raises(Refused):
        pair.eva.sharing.set_role(pair.eva.me.id, "member")


def test_a_removed_member_is_told_so_and_taken_in_no_more(pair: Pair) -> None:
    pair.note(pair.per, "före")
    pair.all_share()
    pair.eva.sharing.remove(pair.per.me.id)
    pair.note(pair.per, "efter")
    pair.per.sharing.share()
    pair.all_share()
    assert texts(pair.eva) == ["före"]
    assert pair.eva.sharing.quarantined() != {}
    assert pair.per.role == ""
    with pytest.raises(NotAllowed):
        pair.note(pair.per, "mer")
    assert pair.per.status().waiting > 0 or texts(pair.per) == ["efter", "före"]
    again = core.reopened(pair.per)
    assert again.role == ""
    pair.per = again


def test_who_takes_no_part_any_more_invites_no_second_device(pair: Pair) -> None:
    pair.eva.sharing.remove(pair.per.me.id)
    pair.eva.sharing.share()
    pair.per.sharing.share()
    with pytest.raises(NotAllowed):
        pair.per.sharing.invite_device()


def test_a_reader_reads_all_but_notes_and_writes_nothing(pair: Pair, tmp_path: Path) -> None:
    pair.note(pair.eva, "hemligt")
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Läsare", "reader")
    pair.all_share()
    lena.sharing.share()
    assert lena.role == "reader"
    assert lena.count(records.Visit) == 1
    assert texts(lena) == []
    for verb in (
        lambda: lena.add_meeting("Möte", date="2028-05-17"),
        lambda: lena.visit(pair.visit).set_state("prepared"),
        lambda: lena.notes(pair.visit),
        lambda: core.planned(lena),
    ):
        with pytest.raises(NotAllowed):
            verb()
    lena.close()


def test_who_is_not_in_the_team_reads_notes_when_added_to_it(pair: Pair, tmp_path: Path) -> None:
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Ledamot")
    pair.note(pair.eva, "ett")
    pair.note(pair.per, "två")
    pair.all_share()
    lena.sharing.share()
    assert texts(lena) == []
    with pytest.raises(NotAllowed):
        lena.notes(pair.visit)
    with pytest.raises(NotAllowed):
        lena.visit(pair.visit).prepare("guide", "2028-03-14")
    team = pair.eva.get(records.Visit, pair.visit).team
    pair.eva.set_team(pair.visit, [*team, lena.me.id])
    pair.all_share()
    lena.sharing.share()
    assert texts(lena) == ["ett", "två"]
    pair.note(lena, "tre")
    lena.sharing.share()
    pair.all_share()
    assert texts(pair.per) == ["ett", "tre", "två"]
    core.whole(lena)
    lena.close()


# --- what a program that does not keep the rules may send


def test_what_a_role_may_not_write_is_put_aside_and_the_rest_taken(pair: Pair) -> None:
    desk = Desk(Register, "register", pair.per.me.id)
    desk.document.add_unit("Förfalskad", ("GR",))
    pair.per.journal.append("register", desk.kept[0], AT, RowsChange())
    pair.note(pair.per, "riktig")
    pair.per.sharing.share()
    result = pair.eva.sharing.share()
    assert result.quarantined == 1
    assert pair.eva.status().refused == 1
    assert list(pair.eva.sharing.quarantined().values()) == ["not allowed"]
    assert [u.name for u in pair.eva.all(records.Unit)] == ["Exempelskolan"]
    assert texts(pair.eva) == ["riktig"]
    core.whole(pair.eva)


@pytest.mark.parametrize("garbage", [b"", b"\xff" * 30, b"no update at all, but long enough" * 9])
def test_a_change_that_is_none_is_put_aside_and_the_rest_taken(pair: Pair, garbage: bytes) -> None:
    meeting = pair.per.add_meeting("Kvalitetsnämnd", date="2028-05-17")
    pair.per.sharing.share()
    pair.per.journal.append(f"notes/{pair.visit}", garbage, AT, RowsChange())
    pair.per.meeting(meeting).change_meeting(place="Rådhuset")
    pair.per._documents.clear()
    pair.per.sharing.share()
    assert pair.eva.sharing.share().problem is None
    assert list(pair.eva.sharing.quarantined().values()) == ["damaged"]
    assert pair.eva.get(records.Meeting, meeting).place == "Rådhuset"
    pair.note(pair.eva, "går vidare")
    assert texts(pair.eva) == ["går vidare"]
    core.whole(pair.eva)


def test_an_open_editor_goes_on_where_a_change_was_put_aside(pair: Pair) -> None:
    note = pair.note(pair.eva, "a")
    text = pair.eva.notes(pair.visit).text(note)
    shown = ["a"]
    watch = text.watch(lambda _edits, _mine: shown.append(str(text)))
    pair.per.journal.append(f"notes/{pair.visit}", b"\xff" * 300, AT, RowsChange())
    pair.per.sharing.share()
    pair.eva.sharing.share()
    text.splice(1, 0, "b")
    assert texts(pair.eva) == ["ab"]
    assert shown[-1] == "ab"
    core.whole(pair.eva)
    watch.close()


def test_a_key_of_somebody_who_may_not_read_is_never_sealed_with(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Listig")
    pair.all_share()
    lena.sharing.share()
    trap = keys_on_their_way.new_key(f"notes/{pair.visit}")
    lena.sharing._shelf.keep_keys([trap], AT)
    with monkeypatch.context() as patch:
        patch.setattr(
            "qualityvisit.sharing.POLICY", replace(belonging.POLICY, may_read=lambda *_asked: True)
        )
        lena.sharing.share()
    pair.all_share()
    assert trap in pair.eva.sharing._shelf.all_keys()
    pair.note(pair.eva, "bara för teamet")
    pair.note(pair.per, "och detta")
    pair.all_share()
    for ws in (pair.eva, pair.per):
        assert trap not in ws.sharing._shelf.sealing_keys([trap.document])
    assert texts(pair.per) == ["bara för teamet", "och detta"]
    lena.sharing.share()
    assert texts(lena) == []
    lena.close()


def test_a_statement_or_key_that_makes_no_sense_stops_nobody(pair: Pair) -> None:
    """Somebody lets in a device whose keys are none, and hands out a key of the wrong length."""
    keys = pair.per.sharing.identity.keys
    pair.per.sharing._say(keys, type="device", device="f" * 20, verify="00" * 32, receive="00" * 32)
    bad = b"short"
    pair.per.sharing._shelf.keep_keys([Key(keys_on_their_way.key_id(bad), "visit/none", bad)], AT)
    pair.per.sharing.share()
    pair.note(pair.eva, "hos alla")
    assert pair.eva.sharing.share().problem is None
    pair.all_share()
    assert texts(pair.per) == ["hos alla"]


def sealed_by(ws: Workspace, *parts: tuple[str, bytes], statements: tuple[str, ...] = ()) -> str:
    """Put a bundle of a member's own making into the store; return its name."""
    who, shelf = ws.sharing.identity, ws.sharing._shelf
    workspace_key = shelf.sealing_keys(["workspace"])[0]
    control = ('{"grants":[],"statements":[' + ",".join(statements) + "]}").encode()
    content = [("", workspace_key.id, workspace_key.bytes, control)]
    for document, update in parts:
        held = shelf.sealing_keys([document])
        key = held[0] if held else keys_on_their_way.new_key(document)
        content.append((document, key.id, key.bytes, bundles.pack([bundles.Written(update, AT)])))
    sequence, previous = shelf.last_sequence(who.device)
    envelope = Envelope(who.workspace, who.device, sequence + 1, previous, {})
    name, whole = bundles.build(envelope, who.keys, content)
    store = ws.sharing._store
    assert store is not None
    store.put(name, whole)
    shelf.seal(name, whole, 0, [])
    return name


def test_a_bundle_with_a_statement_that_is_none_is_put_aside_alone(pair: Pair) -> None:
    sealed_by(pair.per, statements=('"no statement"',))
    pair.note(pair.per, "efter")
    pair.per.sharing.share()
    pair.eva.sharing.share()
    assert list(pair.eva.sharing.quarantined().values()) == ["damaged"]
    assert texts(pair.eva) == ["efter"]


def test_a_bundle_of_a_newer_version_waits_until_the_program_is_newer(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair.note(pair.per, "från framtiden")
    with monkeypatch.context() as later:
        later.setattr(bundles, "FORMAT", 2)
        pair.per.sharing.share()
    result = pair.eva.sharing.share()
    assert (result.received, result.waiting, result.quarantined) == (0, 1, 0)
    told = pair.eva.status().store_trouble
    assert told is not None
    assert "nyare version" in told.title
    assert pair.eva.status().refused == 0
    monkeypatch.setattr(bundles, "FORMAT", 2)
    pair.eva.sharing.share()
    assert texts(pair.eva) == ["från framtiden"]
    assert pair.eva.status().store_trouble is None


def test_a_document_of_a_kind_to_come_waits_with_what_follows_it(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed_by(pair.per, ("survey/x", b"\x00\x00"))
    pair.note(pair.per, "efter")
    pair.per.sharing.share()
    result = pair.eva.sharing.share()
    assert (result.received, result.waiting, result.quarantined) == (0, 2, 0)
    assert isinstance(pair.eva.status().store_trouble, StoreTrouble)
    monkeypatch.setattr(standing, "DOCUMENTS", (*standing.DOCUMENTS, "survey"))
    pair.eva.sharing.share()
    assert texts(pair.eva) == ["efter"]  # and what the kind holds waits for its key


# --- the store


def test_a_folder_that_is_away_is_told_and_nothing_is_said_to_be_shared(pair: Pair) -> None:
    before = pair.eva.status().shared_at
    pair.note(pair.eva, "ett")
    pair.store.rename(pair.folder / "undan")
    result = pair.eva.sharing.share()
    assert isinstance(result.problem, StoreUnreachable)
    status = pair.eva.status()
    assert (status.waiting, status.shared_at) == (1, before)
    assert status.store_trouble is result.problem
    (pair.folder / "undan").rename(pair.store)
    pair.all_share()
    assert pair.eva.status().waiting == 0
    assert pair.eva.status().shared_at > before
    assert pair.eva.status().store_trouble is None
    assert texts(pair.per) == ["ett"]


@pytest.mark.parametrize("how", ["before", "after", "silent"])
def test_what_was_not_read_back_waits_also_a_bundle_without_words(pair: Pair, how: str) -> None:
    before = pair.eva.status().shared_at
    pair.faulty(pair.eva).fail_put = how
    pair.eva.sharing.remove(pair.per.me.id)
    result = pair.eva.sharing.share()
    assert (result.sent, result.waiting) == (0, 1)
    status = pair.eva.status()
    assert (status.waiting, status.shared_at) == (1, before)
    assert pair.eva.sharing.share().sent == 1
    assert pair.eva.status().waiting == 0
    assert pair.eva.status().shared_at > before


def test_an_emptied_folder_is_reported_and_deletes_nothing(pair: Pair) -> None:
    pair.note(pair.eva, "ett")
    pair.all_share()
    shutil.rmtree(pair.store)
    pair.store.mkdir()
    result = pair.per.sharing.share()
    assert isinstance(result.problem, WrongStore)
    assert texts(pair.per) == ["ett"]
    assert list(pair.store.iterdir()) == []


def test_what_a_rolled_back_folder_has_lost_is_told_and_put_there_again(
    pair: Pair, tmp_path: Path
) -> None:
    earlier = tmp_path / "i går"
    shutil.copytree(pair.store, earlier)
    pair.note(pair.eva, "ett")
    pair.eva.sharing.share()
    assert pair.eva.status().waiting == 0
    shutil.rmtree(pair.store)
    shutil.copytree(earlier, pair.store)
    pair.eva.sharing.share()
    assert pair.eva.status().waiting >= 1
    told = pair.eva.status().store_trouble
    assert told is not None
    assert "förlorat" in told.title or "saknar" in told.title
    pair.all_share()
    assert pair.eva.status().store_trouble is None
    assert pair.eva.status().waiting == 0
    assert texts(pair.per) == ["ett"]


def test_another_folder_gets_everything_of_ours_and_is_not_said_to_have_it_before(
    pair: Pair, tmp_path: Path
) -> None:
    pair.note(pair.eva, "ett")
    pair.all_share()
    (tmp_path / "ny").mkdir()
    core.move(pair.eva, str(tmp_path / "ny"))
    status = pair.eva.status()
    assert (status.shared_at, status.store) == ("", str(tmp_path / "ny"))
    assert status.waiting > 0
    pair.eva.sharing.share()
    assert pair.eva.status().waiting == 0
    pair.note(pair.per, "två")
    core.move(pair.per, str(tmp_path / "ny"))
    pair.all_share()
    assert texts(pair.eva) == texts(pair.per) == ["ett", "två"]


def test_a_round_that_ends_after_the_folder_was_changed_says_nothing_of_the_new_one(
    pair: Pair, tmp_path: Path
) -> None:
    pair.note(pair.eva, "ett")
    begun = pair.eva.sharing.start_round()
    begun.carry()
    (tmp_path / "ny").mkdir()
    core.move(pair.eva, str(tmp_path / "ny"))
    waiting = pair.eva.status().waiting
    for _step in pair.eva.sharing.finish(begun):
        pass
    assert (pair.eva.status().waiting, pair.eva.status().shared_at) == (waiting, "")
    pair.eva.sharing.share()
    core.move(pair.per, str(tmp_path / "ny"))
    pair.per.sharing.share()
    assert texts(pair.per) == ["ett"]


def test_only_an_administrator_begins_another_folder_and_nobody_in_a_foreign_one(
    pair: Pair, tmp_path: Path
) -> None:
    (tmp_path / "tom").mkdir()
    with pytest.raises(WrongStore):
        core.move(pair.per, str(tmp_path / "tom"))
    assert list((tmp_path / "tom").iterdir()) == []
    other = core.founded(tmp_path / "annan", tmp_path / "främmande")
    with pytest.raises(WrongStore):
        core.move(pair.eva, str(tmp_path / "främmande"))
    with pytest.raises(StoreUnreachable):
        core.move(pair.eva, str(tmp_path / "finns inte"))
    assert pair.eva.status().store == str(pair.store)
    core.move(pair.eva, "")
    assert pair.eva.status().store == ""
    other.close()


# --- rounds


def test_two_rounds_at_once_take_each_bundle_in_once(pair: Pair) -> None:
    pair.note(pair.per, "ett")
    pair.per.sharing.share()
    first, second = pair.eva.sharing.start_round(), pair.eva.sharing.start_round()
    for begun in (first, second):
        begun.carry()
    entries = pair.eva.journal.entries()
    for begun in (first, second):
        for _step in pair.eva.sharing.finish(begun):
            pass
    assert pair.eva.journal.entries() == entries + 1
    assert texts(pair.eva) == ["ett"]


def test_typing_goes_on_between_the_steps_of_a_round(pair: Pair) -> None:
    note = pair.note(pair.per, "a")
    pair.all_share()
    text = pair.eva.notes(pair.visit).text(note)
    for letter in "xyz":
        pair.per.notes(pair.visit).text(note).splice(0, 0, letter)
        pair.per.sharing.share()
    begun = pair.eva.sharing.start_round()
    begun.carry()
    for _step in pair.eva.sharing.finish(begun):
        text.splice(len(str(text)), 0, "å")
    pair.all_share()
    assert str(text) == str(pair.per.notes(pair.visit).text(note)) == "zyxaååå"
    core.whole(pair.eva)


def test_those_who_watch_hear_of_each_document_that_a_colleague_changed(pair: Pair) -> None:
    pair.note(pair.per, "ett")
    meeting = pair.per.add_meeting("Möte", date="2028-05-17")
    pair.per.sharing.share()
    heard: list[Change] = []
    pair.eva.subscribe(heard.append)
    pair.eva.sharing.share()
    assert {(c.document, c.kinds, c.mine) for c in heard} == {
        (f"notes/{pair.visit}", frozenset({"note"}), False),
        (f"meeting/{meeting}", frozenset({"meeting"}), False),
    }


def test_a_bundle_that_cannot_be_saved_is_taken_in_whole_the_next_time(pair: Pair) -> None:
    note = pair.note(pair.per, "a")
    pair.all_share()
    text = pair.eva.notes(pair.visit).text(note)
    shown = [str(text)]
    watch = text.watch(lambda _edits, _mine: shown.append(str(text)))
    pair.per.notes(pair.visit).text(note).splice(1, 0, "b")
    meeting = pair.per.add_meeting("Möte", date="2028-05-17")
    pair.per.sharing.share()
    text.splice(0, 0, "å")  # typed, and not in the index yet
    begun = pair.eva.sharing.start_round()
    begun.carry()
    text.splice(0, 0, "ö")
    with core.away(pair.eva), pytest.raises(NotSaved):
        list(pair.eva.sharing.finish(begun))
    assert str(text) == shown[-1] == "öåa"
    assert pair.eva.find(records.Meeting, meeting) is None
    text.splice(0, 0, "é")
    core.whole(pair.eva)
    pair.all_share()
    assert str(text) == shown[-1] == str(pair.per.notes(pair.visit).text(note)) == "éöåab"
    assert pair.eva.find(records.Meeting, meeting)
    core.whole(pair.eva)
    watch.close()


def test_a_disk_that_fills_up_in_the_middle_of_a_bundle_leaves_nothing_of_it(pair: Pair) -> None:
    for number in range(30):
        pair.note(pair.per, f"{number} " * 300)
    pair.per.sharing.share()
    begun = pair.eva.sharing.start_round()
    begun.carry()
    entries = pair.eva.journal.entries()
    with (
        faults.full(*pair.eva.folder.glob("journal*"), room=20_000),
        pytest.raises(NotSaved),
    ):
        list(pair.eva.sharing.finish(begun))
    assert pair.eva.journal.entries() == entries
    assert texts(pair.eva) == []
    core.whole(pair.eva)
    pair.all_share()
    assert len(texts(pair.eva)) == 30
    core.whole(pair.eva)


def test_a_bundle_whose_file_is_lost_or_spoilt_is_shared_anew(pair: Pair) -> None:
    for spoil in ("lost", "spoilt"):
        pair.note(pair.eva, spoil)
        pair.faulty(pair.eva).fail_put = "before"
        pair.eva.sharing.share()
        [waiting] = [n for n, _w in pair.eva.sharing._shelf.to_put()]
        file = pair.eva.folder / "outbox" / waiting.replace("/", "-")
        file.unlink() if spoil == "lost" else file.write_bytes(b"spoilt")
        assert pair.eva.status().waiting == 1
        pair.eva.sharing.share()
        assert pair.eva.status().waiting == 0
    pair.all_share()
    assert texts(pair.per) == ["lost", "spoilt"]
    assert pair.per.status().refused == 0


def test_an_invitation_that_is_told_later_ends_the_one_before_as_well(pair: Pair) -> None:
    """Whoever holds the old line must be able to read that it is no longer good."""
    lines = [pair.eva.sharing.invite("Lena Ny", "member", tell=False)]
    lena = next(m.id for m, _n in pair.eva.sharing.members() if m.name == "Lena Ny")
    lines.append(pair.eva.sharing.invite_again(lena, tell=False))
    with core.cheap():
        with pytest.raises(BadInput):
            Workspace.join(pair.folder / "för tidigt", lines[1], passphrase=core.PASSPHRASE)
        pair.eva.sharing.share()
        with pytest.raises(BadInput):
            Workspace.join(pair.folder / "gammal", lines[0], passphrase=core.PASSPHRASE)
        Workspace.join(pair.folder / "ny", lines[1], passphrase=core.PASSPHRASE).close()


# --- twins and restored backups


def test_both_copies_of_a_profile_are_taken_in_and_become_two_devices(pair: Pair) -> None:
    pair.eva.close()
    shutil.copytree(pair.folder / "eva", pair.folder / "tvilling")
    pair.eva = Workspace.open(pair.folder / "eva", core.PASSPHRASE, core.Clock())
    twin = Workspace.open(pair.folder / "tvilling", core.PASSPHRASE, core.Clock())
    device = twin.sharing.identity.device
    pair.note(pair.eva, "från den ena")
    pair.note(twin, "från den andra")
    for _round in range(4):
        for ws in (pair.eva, twin, pair.per):
            assert ws.sharing.share().problem is None
    wanted = ["från den andra", "från den ena"]
    assert texts(pair.eva) == texts(twin) == texts(pair.per) == wanted
    assert device not in {pair.eva.sharing.identity.device, twin.sharing.identity.device}
    assert pair.eva.sharing.identity.device != twin.sharing.identity.device
    pair.note(twin, "mer")
    for _round in range(2):
        for ws in (pair.eva, twin, pair.per):
            ws.sharing.share()
    assert texts(pair.eva) == texts(pair.per) == ["från den andra", "från den ena", "mer"]
    for ws in (pair.eva, twin, pair.per):
        core.whole(ws)
        assert ws.status().refused == 0
    twin.close()


def test_a_file_forged_in_our_name_does_not_make_us_another_device(pair: Pair) -> None:
    who = pair.eva.sharing.identity
    envelope = Envelope(who.workspace, who.device, 99, "", {})
    key = pair.eva.sharing._shelf.sealing_keys(["workspace"])[0]
    name, whole = bundles.build(
        envelope, Keys.fresh(), [("", key.id, key.bytes, b'{"statements":[],"grants":[]}')]
    )
    store = pair.faulty(pair.eva)
    store.put(name, whole)
    store.put(f"{who.device}/00000100-{'0' * 16}", b"half a bundle")
    for _round in range(2):
        pair.eva.sharing.share()
    assert pair.eva.sharing.identity.device == who.device
    assert pair.eva.sharing.quarantined() == {name: "forged"}


def test_a_forged_number_does_not_stand_for_bundles_that_have_not_come(pair: Pair) -> None:
    """A file in Per's name is put aside; what builds on Per's real bundle still waits for it."""
    pair.note(pair.per, "ett")
    pair.per.sharing.share()
    [real] = (
        bundles_in(pair.store)
        - pair.eva.sharing._shelf.ours()
        - set(pair.eva.sharing._shelf.taken())
    )
    (pair.store / real).rename(pair.folder / "undan")
    whole = b"no bundle"
    forged_name = bundles.name_of("", real[:20], 999, whole)
    (pair.store / forged_name).write_bytes(whole)
    begun = pair.eva.sharing.start_round()
    begun.carry()
    assert begun.refused == [(forged_name, "not a bundle")]
    assert begun.seen.reached[real[:20]] < bundles.parts_of(real)[1]
    list(pair.eva.sharing.finish(begun))
    assert pair.eva.sharing.start_round().seen.reached[real[:20]] < bundles.parts_of(real)[1]


def test_a_restored_backup_goes_on_as_a_new_device_and_loses_nothing(
    pair: Pair, tmp_path: Path
) -> None:
    pair.note(pair.eva, "delad före")
    pair.all_share()
    pair.note(pair.eva, "inte delad")
    with core.cheap():
        pair.eva.backup_to(tmp_path / "kopia.qvbackup", core.PASSPHRASE)
    pair.note(pair.eva, "delad efter")
    pair.all_share()
    old = pair.eva.sharing.identity.device
    with core.cheap():
        back = Workspace.restore(
            tmp_path / "kopia.qvbackup", tmp_path / "åter", core.PASSPHRASE, core.Clock()
        )
    assert back.sharing.identity.device != old
    assert back.status().waiting > 0
    pair.note(back, "skriven sedan")
    for _round in range(3):
        for ws in (back, pair.per, pair.eva):
            ws.sharing.share()
    wanted = ["delad efter", "delad före", "inte delad", "skriven sedan"]
    assert texts(back) == texts(pair.per) == texts(pair.eva) == wanted
    assert back.status().waiting == 0
    core.whole(back)
    back.close()


def test_a_restored_backup_invites_before_its_first_round(pair: Pair, tmp_path: Path) -> None:
    """None of its keys seals any more, since it is not known who has them."""
    pair.note(pair.eva, "i en bunt som aldrig kom fram")
    pair.eva.sharing.start_round()
    with core.cheap():
        made = pair.eva.backup_to(tmp_path / "egen.qvbackup", core.PASSPHRASE)
        back = Workspace.restore(made.file, tmp_path / "åter", core.PASSPHRASE)
    line = back.sharing.invite("Lena Ledamot", "member", tell=False)
    back.sharing.share()
    with core.cheap():
        lena = Workspace.join(tmp_path / "lena", line, passphrase=core.PASSPHRASE)
    assert lena.role == "member"
    lena.close()
    back.close()


def test_a_restored_backup_shares_everything_through_another_folder(
    pair: Pair, tmp_path: Path
) -> None:
    pair.note(pair.eva, "ett")
    pair.all_share()
    with core.cheap():
        pair.eva.backup_to(tmp_path / "kopia.qvbackup", core.PASSPHRASE)
        back = Workspace.restore(
            tmp_path / "kopia.qvbackup", tmp_path / "åter", core.PASSPHRASE, core.Clock()
        )
    (tmp_path / "ny").mkdir()
    core.move(back, str(tmp_path / "ny"))
    back.sharing.share()
    assert back.status().waiting == 0
    core.move(pair.per, str(tmp_path / "ny"))
    pair.note(pair.per, "två")
    for _round in range(2):
        pair.per.sharing.share()
        back.sharing.share()
    assert texts(back) == texts(pair.per) == ["ett", "två"]
    back.close()


def test_who_we_are_is_as_before_where_it_could_not_be_saved(pair: Pair) -> None:
    before = pair.eva.sharing.identity
    with core.away(pair.eva):
        for verb in (pair.eva.sharing.renew_device, pair.eva.sharing.begin_again):
            with pytest.raises(NotSaved):
                verb()
        with pytest.raises(NotSaved):
            pair.eva.sharing.remove(pair.per.me.id)
    assert pair.eva.sharing.identity == before
    assert pair.eva.role == "administrator"
    assert [m.state for m, _n in pair.eva.sharing.members()] == ["active", "active"]
    pair.note(pair.eva, "efter")
    pair.all_share()
    assert texts(pair.per) == ["efter"]
