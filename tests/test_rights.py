"""Rights that come and go: what counts, who reads what is written from then on, what is kept."""

import shutil
from pathlib import Path

import pytest

from qualityvisit.errors import BadInput, NotAllowed
from qualityvisit.model import records
from qualityvisit.sync.invitation import Invitation
from qualityvisit.sync.keys import WORKSPACE_KEY, Grant, new_key
from qualityvisit.sync.statement import Statement
from qualityvisit.workspace import Workspace
from tests import core
from tests.pair import Pair, joined, quiet, second_device, texts
from tests.rogue import Rogue, a_note, files, opens_nothing_of


@pytest.fixture
def lena(pair: Pair) -> Workspace:
    """Return a third member, who is in the visit's team."""
    made = joined(pair, "Lena Ledamot")
    pair.eva.set_team(pair.visit, [pair.eva.me.id, pair.per.me.id, made.me.id])
    quiet(pair.eva, pair.per, made)
    return made


def device(ws: Workspace) -> str:
    return ws.sharing.identity.device


def notes(pair: Pair) -> str:
    return f"notes/{pair.visit}"


def prepare(pair: Pair, ws: Workspace, words: str) -> None:
    """Write something into the visit, which all members read."""
    ws.visit(pair.visit).change_visit(place=words)


# --- a member is removed


def test_what_was_shared_before_a_removal_stays_with_everybody(pair: Pair, lena: Workspace) -> None:
    pair.note(pair.per, "före")
    quiet(pair.eva, pair.per, lena)
    pair.eva.sharing.remove(pair.per.me.id)
    quiet(pair.eva, pair.per, lena)
    pair.note(lena, "efter")
    quiet(pair.eva, pair.per, lena)
    assert texts(pair.eva) == texts(lena) == ["efter", "före"]
    assert texts(pair.per) == ["före"]
    assert pair.per.role == ""


def test_a_removed_member_opens_nothing_that_is_written_afterwards(
    pair: Pair, lena: Workspace
) -> None:
    pair.note(pair.per, "kanarieföre")
    quiet(pair.eva, pair.per, lena)
    pair.eva.sharing.remove(pair.per.me.id)
    quiet(pair.eva, lena)
    pair.note(pair.eva, "kanarieanteckning")
    prepare(pair, lena, "kanarieplats")
    pair.eva.add_meeting("kanariemöte", date="2028-05-17")
    pair.eva.register.add_unit("kanarieskolan", ("GR",))
    quiet(pair.eva, lena)
    ola = core.joined(pair.eva, pair.folder / "ola", "Kanarie Olåsson")
    quiet(pair.eva, lena, ola)
    per = Rogue.of(pair.per)
    words = ("kanarieanteckning", "kanarieplats", "kanariemöte", "kanarieskolan", "Olåsson")
    assert not opens_nothing_of(Rogue.of(lena), *words[:1])
    assert opens_nothing_of(per, *words)
    assert b"kanarief" in per.reads()  # what they had they keep
    quiet(pair.per)
    assert pair.per.role == ""  # but they can read that they are removed
    assert opens_nothing_of(Rogue.of(pair.per), *words)
    for word in words:
        assert word.encode() not in files(pair.store)
    ola.close()


def test_who_is_invited_in_the_same_breath_as_another_is_removed_is_not_told_to_the_latter(
    pair: Pair,
) -> None:
    pair.eva.sharing.remove(pair.per.me.id)
    pair.eva.sharing.invite("Kanarie Olåsson", "member")  # both are sealed at once
    quiet(pair.per)
    assert pair.per.role == ""
    assert opens_nothing_of(Rogue.of(pair.per), "Olåsson")
    assert not opens_nothing_of(Rogue.of(pair.eva), "Olåsson")


@pytest.mark.parametrize("who", ["who says so", "who hears of it"])
def test_a_key_given_out_while_the_receiver_loses_the_right_seals_no_more(
    pair: Pair, lena: Workspace, who: str
) -> None:
    """Per gives the keys to Ola, who has just been added to the team, and is taken out again."""
    pair.note(pair.eva, "före")
    ola = joined(pair, "Ola Ny", "member", lena)
    pair.eva.sharing.set_role(lena.me.id, "administrator")
    quiet(pair.eva, pair.per, lena, ola)
    team = [pair.eva.me.id, pair.per.me.id, lena.me.id]
    says = lena if who == "who says so" else pair.eva
    pair.eva.set_team(pair.visit, [*team, ola.me.id])
    tell(pair.eva, lena, pair.per)  # and does not give the keys at once
    pair.per.sharing.share()  # he does
    says.set_team(pair.visit, team)
    tell(says, lena)
    pair.note(lena, "kanarieklockan")
    lena.sharing.share()  # freezes before it hears of what Per has given
    quiet(pair.eva, pair.per, lena, ola)
    assert opens_nothing_of(Rogue.of(ola), "kanarieklockan")
    assert not opens_nothing_of(Rogue.of(ola), "före")
    assert texts(pair.per) == ["före", "kanarieklockan"]
    ola.close()


def tell(by: Workspace, *others: Workspace) -> None:
    """Let others know what one knows, apart from any store."""
    raws = by.sharing._shelf.statements()
    for ws in others:
        before = ws.sharing.membership
        for raw in raws:
            ws.sharing._shelf.keep_statement(Statement.parse(raw).id, raw, ours=False)
        ws.sharing._stand_by(before)


def test_who_hands_out_a_key_under_another_name_opens_nothing_by_it_later(
    pair: Pair, lena: Workspace
) -> None:
    per, trap = Rogue.of(pair.per), new_key(notes(pair))
    for ws in (pair.eva, lena):
        who = ws.sharing.identity
        made = Grant.make([trap], who.workspace, who.device, who.keys.receive)
        per.puts(grants=[Grant(made.to, ("x",), made.sealed), Grant(made.to, (), made.sealed)])
    quiet(pair.eva, lena)
    pair.eva.set_team(pair.visit, [pair.eva.me.id, lena.me.id])
    pair.note(pair.eva, "kanarieett")
    quiet(pair.eva, lena)
    pair.note(lena, "kanarietvå")
    quiet(pair.eva, lena)
    per.keys[trap.id] = trap
    assert opens_nothing_of(per, "kanarieett", "kanarietvå")


def test_what_an_honest_member_wrote_without_knowing_is_refused_by_all_and_not_lost_to_him(
    pair: Pair, lena: Workspace
) -> None:
    pair.note(pair.per, "skrivet offline")
    pair.eva.sharing.remove(pair.per.me.id)
    pair.eva.sharing.share()
    quiet(pair.per, pair.eva, lena)
    assert texts(pair.eva) == texts(lena) == []
    assert texts(pair.per) == ["skrivet offline"]
    for ws in (pair.eva, lena):
        assert list(ws.sharing.quarantined().values()) == ["removed member"]
        core.whole(ws)


def test_what_somebody_had_taken_in_before_knowing_of_the_removal_is_kept_by_all(
    pair: Pair, lena: Workspace
) -> None:
    pair.note(pair.per, "hann fram till Lena")
    pair.per.sharing.share()
    pair.eva.sharing.remove(pair.per.me.id)
    lena.sharing.share()  # has his words, and builds on them
    note = lena.all(records.Note)[0]
    lena.visit(pair.visit).compile([note])
    pair.eva.sharing.share()
    quiet(pair.eva, lena)
    assert texts(pair.eva) == texts(lena) == ["hann fram till Lena"]
    assert pair.eva.journal.index.dump() == lena.journal.index.dump()
    pair.note(pair.per, "för sent")
    quiet(pair.per, pair.eva, lena)
    assert texts(pair.eva) == ["hann fram till Lena"]
    ola = core.joined(pair.eva, pair.folder / "ola", "Ola Ny", "administrator")
    quiet(pair.eva, lena, ola)
    assert texts(ola) == ["hann fram till Lena"]
    ola.close()


def test_who_comes_late_is_not_fooled_into_keeping_what_others_refused(
    pair: Pair, lena: Workspace
) -> None:
    per = Rogue.of(pair.per)
    pair.eva.sharing.remove(pair.per.me.id)
    quiet(pair.eva, lena)
    for number in range(3):
        per.puts((notes(pair), a_note(notes(pair), f"smuggel {number}")))
    ola = core.joined(pair.eva, pair.folder / "ola", "Ola Ny", "administrator")
    quiet(pair.eva, lena, ola)
    for ws in (pair.eva, lena, ola):
        assert texts(ws) == []
        assert len(ws.sharing.membership.kept) == 0
    ola.close()


def test_nobody_who_was_removed_comes_back_by_an_old_bundle_number(
    pair: Pair, lena: Workspace
) -> None:
    pair.note(pair.per, "riktig")
    quiet(pair.per, pair.eva, lena)
    per = Rogue.of(pair.per)
    pair.eva.sharing.remove(pair.per.me.id)
    quiet(pair.eva, lena)
    for fork in ("", *per.names[:-1]):
        per.puts((notes(pair), a_note(notes(pair), "smuggel")), fork=fork)
    ola = core.joined(pair.eva, pair.folder / "ola", "Ola Ny", "administrator")
    quiet(pair.eva, lena, ola)
    for ws in (pair.eva, lena, ola):
        assert texts(ws) == ["riktig"]
    ola.close()


# --- a device is lost


def test_a_lost_device_writes_and_reads_no_more_and_its_member_goes_on(pair: Pair) -> None:
    new = second_device(pair.per, pair.folder / "per 2")
    quiet(pair.eva, new, pair.per)
    pair.note(pair.per, "före")
    quiet(pair.eva, new, pair.per)
    new.sharing.lose_device(device(pair.per))
    quiet(pair.eva, new)
    pair.note(new, "kanarieny")
    prepare(pair, pair.eva, "kanarieplats")
    quiet(pair.eva, new)
    pair.note(pair.per, "tjuvens")
    quiet(pair.eva, new)
    pair.per.sharing.share()
    quiet(pair.eva, new)
    assert texts(pair.eva) == texts(new) == ["före", "kanarieny"]
    assert new.role == "member"
    assert pair.per.role == ""
    assert opens_nothing_of(Rogue.of(pair.per), "kanarieny", "kanarieplats")
    new.close()


def test_a_key_of_a_lost_device_is_not_sealed_with(pair: Pair) -> None:
    """The thief hands out a key of the notes, which says that it is another one."""
    thief = Rogue.of(pair.per)
    new = second_device(pair.per, pair.folder / "per 2")
    quiet(pair.eva, new)
    new.sharing.lose_device(device(pair.per))
    quiet(pair.eva, new)
    trap = [new_key(notes(pair)), new_key(f"visit/{pair.visit}"), new_key(WORKSPACE_KEY)]
    for ws in (pair.eva, new):
        who = ws.sharing.identity
        made = Grant.make(trap, who.workspace, who.device, who.keys.receive)
        thief.puts(
            grants=[made, Grant(made.to, (), made.sealed), Grant(made.to, ("x",), made.sealed)]
        )
    pair.eva.sharing.share()
    new.sharing.share()
    pair.note(pair.eva, "kanarieny")
    prepare(pair, pair.eva, "kanarieplats")
    pair.note(new, "kanarietvå")
    quiet(pair.eva, new)
    thief.keys |= {k.id: k for k in trap}
    assert opens_nothing_of(thief, "kanarieny", "kanarieplats", "kanarietvå")
    new.close()


def test_a_restored_backup_seals_with_no_key_of_somebody_who_has_gone(
    pair: Pair, tmp_path: Path
) -> None:
    pair.note(pair.eva, "före")
    quiet(pair.eva, pair.per)
    per = Rogue.of(pair.per)
    pair.eva.sharing.remove(pair.per.me.id)
    quiet(pair.eva)
    pair.note(pair.eva, "kanarieinte delad")
    pair.faulty(pair.eva).fail_put = "before"
    pair.eva.sharing.share()
    with core.cheap():
        pair.eva.backup_to(tmp_path / "kopia.qvbackup", core.PASSPHRASE)
        back = Workspace.restore(
            tmp_path / "kopia.qvbackup", tmp_path / "åter", core.PASSPHRASE, core.Clock()
        )
    pair.note(back, "kanarieåter")
    quiet(back)
    assert opens_nothing_of(per, "kanarieinte", "kanarieåter")
    quiet(back, pair.eva)
    assert texts(back) == texts(pair.eva)
    back.close()


# --- roles and teams


def test_who_becomes_a_reader_writes_no_more_and_what_was_refused_comes_with_the_role(
    pair: Pair, lena: Workspace
) -> None:
    prepare(pair, pair.per, "före")
    quiet(pair.eva, pair.per, lena)
    pair.eva.sharing.set_role(pair.per.me.id, "reader")
    pair.eva.sharing.share()
    pair.note(pair.per, "anteckning emellan")
    prepare(pair, pair.per, "emellan")
    quiet(pair.per, pair.eva, lena)
    for ws in (pair.eva, lena):
        assert ws.get(records.Visit, pair.visit).place == "före"
        assert texts(ws) == []
        assert set(ws.sharing.quarantined().values()) == {"not allowed"}
    with pytest.raises(NotAllowed):
        prepare(pair, pair.per, "nekas")
    pair.eva.sharing.set_role(pair.per.me.id, "member")
    quiet(pair.eva, pair.per, lena)
    for ws in (pair.eva, pair.per, lena):
        assert ws.get(records.Visit, pair.visit).place == "emellan"
        assert texts(ws) == ["anteckning emellan"]
        assert ws.sharing.quarantined() == {}
        core.whole(ws)


def test_who_leaves_the_team_writes_and_reads_no_notes_until_added_again(
    pair: Pair, lena: Workspace
) -> None:
    pair.note(pair.per, "före")
    quiet(pair.eva, pair.per, lena)
    pair.eva.set_team(pair.visit, [pair.eva.me.id, lena.me.id])
    pair.eva.sharing.share()
    pair.note(pair.per, "offline")
    quiet(pair.per, pair.eva, lena)
    pair.note(lena, "kanariehemlig")
    quiet(pair.eva, pair.per, lena)
    for ws in (pair.eva, lena):
        assert texts(ws) == ["före", "kanariehemlig"]
    assert texts(pair.per) == ["före", "offline"]
    assert opens_nothing_of(Rogue.of(pair.per), "kanariehemlig")
    with pytest.raises(NotAllowed):
        pair.note(pair.per, "nekas")
    pair.eva.set_team(pair.visit, [pair.eva.me.id, lena.me.id, pair.per.me.id])
    quiet(pair.eva, pair.per, lena)
    for ws in (pair.eva, pair.per, lena):
        assert texts(ws) == ["före", "kanariehemlig", "offline"]
        core.whole(ws)


def test_who_takes_a_right_away_hears_what_was_refused_where_giving_it_back(pair: Pair) -> None:
    """Nothing more comes from anybody: giving it back is enough."""
    pair.eva.set_team(pair.visit, [pair.eva.me.id])
    pair.eva.sharing.share()
    pair.note(pair.per, "offline")
    pair.per.sharing.share()
    pair.eva.sharing.share()
    assert texts(pair.eva) == []
    pair.eva.set_team(pair.visit, [pair.eva.me.id, pair.per.me.id])
    pair.eva.sharing.share()
    assert texts(pair.eva) == ["offline"]


def test_an_administrator_who_steps_down_leaves_the_register_as_it_was(
    pair: Pair, lena: Workspace
) -> None:
    pair.eva.sharing.set_role(lena.me.id, "administrator")
    quiet(pair.eva, pair.per, lena)
    lena.register.add_unit("Lenas skola", ("GR",))
    quiet(pair.eva, pair.per, lena)
    pair.eva.sharing.set_role(lena.me.id, "member")
    quiet(pair.eva, pair.per, lena)
    for ws in (pair.eva, pair.per, lena):
        assert "Lenas skola" in [u.name for u in ws.all(records.Unit)]
    with pytest.raises(NotAllowed):
        lena.register.add_unit("Nekas", ("GR",))
    ola = core.joined(pair.eva, pair.folder / "ola", "Ola Ny")
    quiet(pair.eva, ola)
    assert ola.journal.index.dump("register") == pair.eva.journal.index.dump("register")
    ola.close()


def test_who_is_in_no_team_opens_no_notes(pair: Pair) -> None:
    lena = joined(pair, "Lena Ledamot")
    pair.note(pair.eva, "kanarieett")
    pair.note(pair.per, "kanarietvå")
    prepare(pair, pair.eva, "kanarieplats")
    quiet(pair.eva, pair.per, lena)
    assert opens_nothing_of(Rogue.of(lena), "kanarieett", "kanarietvå")
    assert not opens_nothing_of(Rogue.of(lena), "kanarieplats")
    assert b"kanariett" not in files(pair.folder / "lena")
    lena.close()


def test_two_administrators_who_remove_each_other_come_to_the_same(
    pair: Pair, lena: Workspace
) -> None:
    for ws in (pair.per, lena):
        pair.eva.sharing.set_role(ws.me.id, "administrator")
        quiet(pair.eva, pair.per, lena)
    lena.sharing.remove(pair.per.me.id)
    pair.per.sharing.remove(lena.me.id)
    quiet(pair.eva, pair.per, lena)
    states = {
        tuple((m.name, m.state) for m, _n in ws.sharing.members())
        for ws in (pair.eva, pair.per, lena)
    }
    assert states == {
        (("Eva Exempel", "active"), ("Lena Ledamot", "removed"), ("Per Prov", "active"))
    }
    pair.note(pair.per, "går vidare")
    quiet(pair.eva, pair.per)
    assert texts(pair.eva) == ["går vidare"]


# --- copies of a profile


def test_a_copy_of_the_profile_of_somebody_removed_is_removed_as_well(
    pair: Pair, lena: Workspace
) -> None:
    pair.per.close()
    shutil.copytree(pair.folder / "per", pair.folder / "tvilling")
    pair.per = Workspace.open(pair.folder / "per", core.PASSPHRASE, core.Clock())
    twin = Workspace.open(pair.folder / "tvilling", core.PASSPHRASE, core.Clock())
    pair.note(pair.per, "från den ena")
    pair.per.sharing.share()
    quiet(pair.eva, lena)
    pair.eva.sharing.remove(pair.per.me.id)
    quiet(pair.eva, lena)
    pair.note(twin, "från den andra")
    quiet(twin)
    quiet(pair.eva, lena, pair.per)
    assert texts(pair.eva) == texts(lena) == ["från den ena"]
    assert twin.role == pair.per.role == ""
    ola = core.joined(pair.eva, pair.folder / "ola", "Ola Ny", "administrator")
    quiet(pair.eva, lena, ola)
    assert texts(ola) == ["från den ena"]
    twin.close()
    ola.close()


def test_both_copies_of_a_profile_are_known_when_their_device_is_lost(
    pair: Pair, lena: Workspace
) -> None:
    pair.per.close()
    shutil.copytree(pair.folder / "per", pair.folder / "tvilling")
    pair.per = Workspace.open(pair.folder / "per", core.PASSPHRASE, core.Clock())
    twin = Workspace.open(pair.folder / "tvilling", core.PASSPHRASE, core.Clock())
    old = device(twin)
    pair.note(pair.per, "från den ena")
    pair.note(twin, "från den andra")
    quiet(pair.per, twin, pair.eva, lena)
    pair.eva.sharing.lose_device(old)
    quiet(pair.per, twin, pair.eva, lena)
    assert pair.per.role == twin.role == "member"  # both have a device of their own by now
    ola = core.joined(pair.eva, pair.folder / "ola", "Ola Ny", "administrator")
    quiet(pair.eva, pair.per, twin, lena, ola)
    for ws in (pair.eva, pair.per, twin, lena, ola):
        assert texts(ws) == ["från den andra", "från den ena"]
    twin.close()
    ola.close()


def test_a_profile_that_is_moved_goes_on(pair: Pair) -> None:
    pair.per.close()
    shutil.move(pair.folder / "per", pair.folder / "per på en annan plats")
    pair.per = Workspace.open(pair.folder / "per på en annan plats", core.PASSPHRASE, core.Clock())
    pair.note(pair.per, "flyttad")
    quiet(pair.eva, pair.per)
    assert texts(pair.eva) == ["flyttad"]


# --- invitations


def join(pair: Pair, line: str, name: str, at: str = "") -> Workspace:
    with core.cheap():
        clock = core.Clock(at) if at else core.Clock()
        return Workspace.join(pair.folder / name, line, passphrase=core.PASSPHRASE, clock=clock)


def test_an_invitation_that_has_expired_lets_nobody_in(pair: Pair) -> None:
    line = pair.eva.sharing.invite("Lena", "member", days=3)
    with pytest.raises(BadInput):
        join(pair, line, "lena", "2028-03-18T08:00:00+01:00")
    pair.eva._clock = core.Clock("2028-03-18T08:00:00+01:00")
    quiet(pair.eva, pair.per)
    with pytest.raises(BadInput):
        join(pair, line, "lena", "2028-03-15T08:00:00+01:00")  # its clock goes wrong


def test_an_invitation_that_was_withdrawn_lets_nobody_in_and_reads_no_more(pair: Pair) -> None:
    line = pair.eva.sharing.invite("Lena", "member")
    [open_one] = [
        i.id for i in pair.eva.sharing.membership.invitations.values() if i.state == "open"
    ]
    pair.eva.sharing.withdraw(open_one)
    quiet(pair.eva, pair.per)
    with pytest.raises(BadInput):
        join(pair, line, "lena")
    found = Invitation.read(line)
    prepare(pair, pair.eva, "kanarieplats")
    pair.eva.sharing.invite("Kanarie Olåsson", "member")
    quiet(pair.eva, pair.per)
    finder = Rogue.of(pair.per)
    finder.who = type(finder.who)(found.workspace, found.id, found.member, found.keys)
    finder.keys = {k: v for k, v in finder.keys.items() if v.bytes == found.workspace_key}
    assert opens_nothing_of(finder, "kanarieplats", "Olåsson")


def test_an_invitation_that_was_used_drives_nobody_out_when_used_again_much_later(
    pair: Pair, tmp_path: Path
) -> None:
    line = pair.eva.sharing.invite("Lena", "member")
    earlier = tmp_path / "i går"
    shutil.copytree(pair.store, earlier)
    lena = join(pair, line, "lena")
    quiet(pair.eva, pair.per, lena)
    for number in range(6):  # one of them has an id that comes first
        shutil.copytree(earlier, tmp_path / f"store {number}")
        with core.cheap():
            thief = Workspace.join(
                tmp_path / f"tjuv {number}", line, store=str(tmp_path / f"store {number}"),
                passphrase=core.PASSPHRASE, clock=core.Clock(),
            )  # fmt: skip
        shutil.copytree(tmp_path / f"store {number}", pair.store, dirs_exist_ok=True)
        thief.close()
    quiet(pair.eva, pair.per, lena)
    assert lena.role == "member"
    lena.add_meeting("Lenas möte", date="2028-05-17")
    quiet(pair.eva, pair.per, lena)
    assert [m.title for m in pair.eva.all(records.Meeting)] == ["Lenas möte"]
    lena.close()


# --- late


def test_who_joins_after_several_changes_of_keys_reads_all_that_they_may(pair: Pair) -> None:
    said = []
    for number in range(3):
        guest = joined(pair, f"Gäst{number} Gästsson")
        said.append(f"runda {number}")
        pair.note(pair.per, said[-1])
        prepare(pair, pair.eva, said[-1])
        quiet(pair.eva, pair.per, guest)
        pair.eva.sharing.remove(guest.me.id)
        quiet(pair.eva, pair.per)
        guest.close()
    keys = [k for k in pair.eva.sharing._shelf.all_keys() if k.document == WORKSPACE_KEY]
    assert len(keys) >= 4
    lena = joined(pair, "Lena Sen")
    assert lena.get(records.Visit, pair.visit).place == "runda 2"
    assert texts(lena) == []
    pair.eva.set_team(pair.visit, [pair.eva.me.id, pair.per.me.id, lena.me.id])
    quiet(pair.eva, pair.per, lena)
    assert texts(lena) == sorted(said)
    own = second_device(lena, pair.folder / "lena 2")
    quiet(pair.eva, pair.per, lena, own)
    assert texts(own) == sorted(said)
    for ws in (lena, own):
        core.whole(ws)
        ws.close()


# --- weeding


def test_notes_that_are_weeded_go_everywhere_also_those_written_at_the_same_time(
    pair: Pair, lena: Workspace
) -> None:
    pair.note(pair.eva, "kanarieett")
    quiet(pair.eva, pair.per, lena)
    pair.note(pair.per, "kanarieoffline")
    pair.per.sharing.share()
    held = Rogue.of(pair.eva)
    assert not opens_nothing_of(held, "kanarieett", "kanarieoffline")
    lena.sharing.share()
    pair.eva.sharing.erase(notes(pair))
    pair.note(lena, "kanariesist")
    quiet(pair.eva, pair.per, lena)
    for ws in (pair.eva, pair.per, lena):
        assert texts(ws) == []
        assert [k for k in ws.sharing._shelf.all_keys() if k.document == notes(pair)] == []
        assert notes(pair) not in ws.journal.documents()
        core.whole(ws)
    assert opens_nothing_of(held, "kanarieett", "kanarieoffline")  # the store has forgotten too
    for ws in (pair.eva, pair.per, lena):
        assert opens_nothing_of(Rogue.of(ws), "kanarieett", "kanarieoffline", "kanariesist")


def test_who_comes_after_the_weeding_gets_neither_notes_nor_keys(pair: Pair) -> None:
    """Per is away, and gives the newcomer keys before hearing of the weeding."""
    pair.note(pair.eva, "kanarieett")
    quiet(pair.eva, pair.per)
    line = pair.eva.sharing.invite("Lena", "administrator")
    lena = join(pair, line, "lena")
    pair.per.sharing.share()  # hands out
    pair.eva.sharing.erase(notes(pair))
    quiet(pair.eva)
    quiet(lena, pair.per, pair.eva)
    ola = core.joined(pair.eva, pair.folder / "ola", "Ola Ny", "administrator")
    quiet(pair.eva, ola, lena, pair.per)
    for ws in (lena, ola):
        assert texts(ws) == []
        assert [k for k in ws.sharing._shelf.all_keys() if k.document == notes(pair)] == []
        core.whole(ws)
        ws.close()


def test_an_administrator_who_is_being_removed_weeds_nothing(pair: Pair, lena: Workspace) -> None:
    pair.eva.sharing.set_role(pair.per.me.id, "administrator")
    pair.note(lena, "viktigt")
    quiet(pair.eva, pair.per, lena)
    per = Rogue.of(pair.per)
    pair.eva.sharing.remove(pair.per.me.id)
    quiet(pair.eva, lena)
    per.puts(said=[per.says({"type": "erased", "document": notes(pair)})])
    quiet(pair.eva, lena)
    assert texts(pair.eva) == texts(lena) == ["viktigt"]


def test_who_was_thought_lost_and_is_not_stands_by_what_it_had_taken_in_meanwhile(
    pair: Pair, lena: Workspace
) -> None:
    second = second_device(pair.per, pair.folder / "hemma")
    quiet(pair.eva, pair.per, lena, second)
    pair.note(lena, "hunnet fram till Per")
    lena.sharing.share()
    pair.per.sharing.share()
    second.sharing.lose_device(device(pair.per))  # wrongly, and its own end is on its way
    second.sharing.share()
    pair.per.sharing.share()
    assert pair.per.role == ""
    pair.eva.sharing.remove(lena.me.id)
    sent = pair.eva.sharing.start_round()
    for name, whole in sent.to_put:  # she puts, and gets nothing yet
        sent.store.put(name, whole)
    pair.per.sharing.share()
    pair.eva.sharing.lose_device(device(second))
    quiet(pair.eva, pair.per)
    assert pair.per.role == "member"
    assert texts(pair.eva) == texts(pair.per) == ["hunnet fram till Per"]
    for ws in (pair.eva, pair.per):
        core.whole(ws)
    second.close()


def test_a_key_that_was_lost_on_its_way_is_asked_for_and_given_again(
    pair: Pair, lena: Workspace
) -> None:
    pair.note(pair.eva, "första")
    quiet(pair.eva, pair.per, lena)
    lena.sharing._shelf._write("DELETE FROM key WHERE document = ?", [(notes(pair),)])
    pair.note(pair.eva, "andra")
    for _time in range(2):  # it may be on its way: it is asked for when it has not come by then
        quiet(pair.eva, pair.per, lena)
    assert texts(lena) == ["andra", "första"]
    stranger = joined(pair, "Ola Ny")
    stranger.sharing._shelf._write(
        "INSERT INTO locked (name, part, document, key, bytes) VALUES (?, 1, ?, ?, ?)",
        [(f"{'f' * 20}/00000001-{'0' * 16}", notes(pair), k.id, b"x")
         for k in pair.eva.sharing._shelf.all_keys() if k.document == notes(pair)],
    )  # fmt: skip
    for _time in range(3):
        quiet(pair.eva, pair.per, lena, stranger)
    assert not any(k.document == notes(pair) for k in stranger.sharing._shelf.all_keys())
    stranger.close()


def test_a_key_that_its_giver_does_not_seal_with_is_sealed_with_by_nobody(
    pair: Pair, lena: Workspace
) -> None:
    """Per has it, as Eva alone knows."""
    old = new_key(notes(pair))
    pair.eva.sharing._shelf.keep_keys([old], "2028-03-14T08:00:00.000+00:00", seals=False)
    quiet(pair.eva, pair.per, lena)
    for ws in (pair.per, lena):
        shelf = ws.sharing._shelf
        assert old in shelf.all_keys()
        assert old not in shelf.sealing_keys([notes(pair)])


def test_who_is_removed_while_another_gives_them_a_right_reads_nothing_of_those_who_know(
    pair: Pair, lena: Workspace
) -> None:
    pair.note(pair.eva, "före")
    ola = joined(pair, "Ola Ny", "member", lena)
    pair.eva.sharing.set_role(lena.me.id, "administrator")
    quiet(pair.eva, pair.per, lena, ola)
    pair.eva.sharing.remove(ola.me.id)
    lena.set_team(pair.visit, [pair.eva.me.id, pair.per.me.id, lena.me.id, ola.me.id])
    lena.sharing.share()  # and gives the keys
    pair.note(pair.eva, "kanarieklockan")
    pair.eva.sharing.share()  # freezes before it hears of that
    quiet(pair.eva, pair.per, lena, ola)
    assert opens_nothing_of(Rogue.of(ola), "kanarieklockan")
    assert not opens_nothing_of(Rogue.of(ola), "före")
    assert texts(pair.per) == ["före", "kanarieklockan"]
    ola.close()
