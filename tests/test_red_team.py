"""The attacks of FORMAT.md's threat model, on real workspaces; by whom is told by the headings."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualityvisit.errors import KnownError
from qualityvisit.model import records
from qualityvisit.sync import bundle as bundles
from qualityvisit.sync import compaction
from qualityvisit.sync.bundle import Envelope, Written
from qualityvisit.sync.folder import FolderStore
from qualityvisit.sync.keys import WORKSPACE_KEY, Grant, Identity
from qualityvisit.sync.seal import Keys
from qualityvisit.sync.snapshot import Draft
from qualityvisit.sync.statement import device_id
from qualityvisit.workspace import Workspace
from tests import core
from tests.pair import Pair, bundles_in, joined, quiet, second_device, texts
from tests.rogue import AT, Rogue, a_note, a_unit, files, opens_nothing_of

ROOT = Path(__file__).resolve().parent.parent
WORDS = ("kanarieanteckning", "kanarieskolan", "kanarieplats", "kanariemöte", "Kanariesson")


def notes(pair: Pair) -> str:
    return f"notes/{pair.visit}"


def everything(*all_of_them: Workspace) -> list[object]:
    """Return all that stands in workspaces: rows and members."""
    for ws in all_of_them:
        ws.settle()
    return [(ws.journal.index.dump(), ws.sharing.membership.members) for ws in all_of_them]


def write_canaries(pair: Pair) -> Workspace:
    """Let words stand in every kind of document, and in a name; return who has that name."""
    pair.note(pair.eva, "Någon sade kanarieanteckning.")
    pair.eva.register.add_unit("kanarieskolan", ("GR",))
    pair.eva.visit(pair.visit).change_visit(place="kanarieplats")
    pair.eva.add_meeting("kanariemöte", date="2028-05-17")
    return joined(pair, "Ola Kanariesson")


@pytest.fixture
def ola(pair: Pair) -> Iterator[Workspace]:
    """Return a member who is in no team, after canaries have been written everywhere."""
    made = write_canaries(pair)
    yield made
    made.close()


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "EVERY", 6)


# --- whoever runs the store, or reads the share


def nobody(pair: Pair) -> Rogue:
    """Return somebody who holds no key but knows what can be seen: ids, numbers, names of files."""
    keys = Keys.fresh()
    device = device_id(keys.verify, keys.receive)
    who = Identity(pair.eva.sharing.identity.workspace, device, "f" * 20, keys)
    return Rogue(who, {}, [], FolderStore(str(pair.store)), 0, "")


@pytest.mark.usefixtures("ola")
def test_whoever_runs_the_store_finds_no_word_in_it(pair: Pair) -> None:
    held = files(pair.store)
    for word in WORDS:
        for form in (word, word.upper(), word.casefold()):
            for encoding in ("utf-8", "utf-16-le", "latin-1"):
                assert form.encode(encoding) not in held
    assert opens_nothing_of(nobody(pair), *WORDS)
    assert not opens_nothing_of(Rogue.of(pair.eva), *WORDS[:4])  # the search itself finds


def test_what_is_written_by_a_device_that_nobody_let_in_is_taken_by_nobody(pair: Pair) -> None:
    thief = nobody(pair)
    before = everything(pair.eva, pair.per)
    thief.puts((notes(pair), a_note(notes(pair), "lögn")))
    thief.puts(said=[thief.says({"type": "role", "member": "f" * 20, "role": "administrator"})])
    quiet(pair.eva, pair.per)
    assert everything(pair.eva, pair.per) == before


def test_a_bundle_in_the_name_of_a_member_is_refused(pair: Pair) -> None:
    thief = Rogue.of(pair.per)
    thief.who = Identity(thief.who.workspace, thief.who.device, thief.who.member, Keys.fresh())
    name = thief.puts((notes(pair), a_note(notes(pair), "lögn")))
    pair.note(pair.per, "sant")
    quiet(pair.eva, pair.per)
    assert texts(pair.eva) == texts(pair.per) == ["sant"]
    assert pair.eva.sharing.quarantined()[name] == "forged"


def test_a_bundle_put_again_as_another_is_taken_in_once(pair: Pair) -> None:
    pair.note(pair.per, "en gång")
    quiet(pair.eva, pair.per)
    before = everything(pair.eva, pair.per)
    device = pair.per.sharing.identity.device
    for file in sorted((pair.store / device).iterdir()):
        number, _dash, rest = file.name.partition("-")
        shutil.copy(file, file.with_name(f"{int(number) + 50:08}-{rest}"))
        elsewhere = pair.store / pair.eva.sharing.identity.device
        shutil.copy(file, elsewhere / f"{int(number) + 50:08}-{rest}")
    quiet(pair.eva, pair.per)
    assert everything(pair.eva, pair.per) == before


def test_a_bundle_of_another_workspace_is_refused(pair: Pair, tmp_path: Path) -> None:
    other = core.founded(tmp_path / "annan", tmp_path / "annat")
    other.register.add_unit("Främmande skola", ("GR",))
    other.sharing.share()
    before = everything(pair.eva, pair.per)
    shutil.copytree(tmp_path / "annat", pair.store, dirs_exist_ok=True,
                    ignore=shutil.ignore_patterns("workspace"))  # fmt: skip
    quiet(pair.eva, pair.per)
    assert everything(pair.eva, pair.per) == before
    assert "another workspace" in pair.eva.sharing.quarantined().values()
    other.close()


def test_any_changed_byte_keeps_a_bundle_out_until_it_is_whole_again(pair: Pair) -> None:
    pair.note(pair.per, "helt")
    pair.per.sharing.share()
    file = max((pair.store / pair.per.sharing.identity.device).iterdir())
    whole = file.read_bytes()
    before = everything(pair.eva)
    for at in range(0, len(whole), max(1, len(whole) // 40)):
        spoilt = bytearray(whole)
        spoilt[at] ^= 0x41
        file.write_bytes(bytes(spoilt))
        pair.eva.sharing.share()
        assert everything(pair.eva) == before
    file.write_bytes(whole)
    pair.eva.sharing.share()
    assert texts(pair.eva) == ["helt"]


def test_what_is_held_back_holds_back_what_builds_on_it_and_is_told(pair: Pair) -> None:
    pair.note(pair.per, "första")
    pair.per.sharing.share()
    hidden = max((pair.store / pair.per.sharing.identity.device).iterdir())
    whole = hidden.read_bytes()
    hidden.unlink()
    pair.note(pair.per, "andra")
    pair.faulty(pair.per)  # its own look at the store is not asked here
    waiting = pair.per.sharing.start_round()
    waiting.store.put(*waiting.to_put[-1])
    assert pair.eva.sharing.share().waiting == 1
    assert texts(pair.eva) == []
    hidden.write_bytes(whole)
    quiet(pair.eva, pair.per)
    assert texts(pair.eva) == ["andra", "första"]


@pytest.mark.usefixtures("often")
def test_a_snapshot_that_was_dropped_and_put_back_takes_nothing_back(pair: Pair) -> None:
    kept: dict[str, bytes] = {}
    for number in range(12):
        pair.note(pair.eva, f"eva {number}")
        quiet(pair.eva, pair.per)
        for name in bundles_in(pair.store):
            kept.setdefault(name, (pair.store / name).read_bytes())
    assert len([n for n in kept if n.startswith("snapshot/")]) > 1
    before = everything(pair.eva, pair.per)
    for name, whole in kept.items():
        (pair.store / name).parent.mkdir(exist_ok=True)
        (pair.store / name).write_bytes(whole)
    quiet(pair.eva, pair.per)
    assert everything(pair.eva, pair.per) == before
    lena = joined(pair, "Lena Ny", "administrator")
    assert texts(lena) == texts(pair.eva)
    lena.close()


# --- a member who is not in the team


def test_who_is_in_no_team_reads_no_notes_with_all_that_they_hold(
    pair: Pair, ola: Workspace
) -> None:
    mine = Rogue.of(ola)
    assert opens_nothing_of(mine, "kanarieanteckning")
    assert not opens_nothing_of(mine, "kanarieskolan")
    assert "kanarieanteckning" not in str(ola.journal.index.dump())
    assert not any(k.document == notes(pair) for k in ola.sharing._shelf.all_keys())


@pytest.mark.parametrize("document", ["notes", "register"])
def test_who_may_not_write_a_document_writes_it_with_no_program(
    pair: Pair, ola: Workspace, document: str
) -> None:
    mine = Rogue.of(ola)
    before = everything(pair.eva, pair.per)
    if document == "notes":
        name = mine.puts((notes(pair), a_note(notes(pair), "lögn")))
    else:
        name = mine.puts(("register", a_unit("Lögnskolan")))
    quiet(pair.eva, pair.per)
    assert everything(pair.eva, pair.per) == before
    if document == "register":
        assert pair.eva.sharing.quarantined() == {f"{name}#register": "not allowed"}
    who = pair.eva.sharing.identity  # the notes' key was of their own making: now they hand it out
    grant = Grant.make([mine.key(notes(pair))], who.workspace, who.device, who.keys.receive)
    mine.puts(grants=[grant])
    quiet(pair.eva, pair.per)
    assert everything(pair.eva, pair.per) == before
    assert len(pair.eva.sharing.quarantined()) == 1


@pytest.mark.parametrize("what", ["team", "role", "removed", "erased", "administrator"])
def test_a_member_gives_themselves_no_right(pair: Pair, ola: Workspace, what: str) -> None:
    mine, eva = Rogue.of(ola), pair.eva.me.id
    last: dict[str, list[str]] = {pair.eva.sharing.identity.device: []}
    bodies: dict[str, dict[str, object]] = {
        "team": {"type": "team", "visit": pair.visit, "add": [ola.me.id]},
        "role": {"type": "role", "member": ola.me.id, "role": "administrator", "last": {}},
        "removed": {"type": "removed", "member": eva, "last": last},
        "erased": {"type": "erased", "document": notes(pair)},
        "administrator": {},
    }
    said = bodies[what]
    before = everything(pair.eva, pair.per)
    if said:
        mine.puts((notes(pair), a_note(notes(pair), "lögn")), said=[mine.says(said)])
    else:  # somebody of their own making
        helper, let_in = mine.helper()
        mine.puts(said=let_in)
        helper.puts(("register", a_unit("Lögnskolan")))
    quiet(pair.eva, pair.per)
    assert everything(pair.eva, pair.per) == before
    assert pair.eva.role == "administrator"
    pair.note(pair.eva, "kanarieefteråt")
    quiet(pair.eva, pair.per)
    assert opens_nothing_of(Rogue.of(ola), "kanarieefteråt")


@pytest.mark.usefixtures("often")
def test_what_is_sealed_by_a_key_that_nobody_has_stops_no_snapshots(
    pair: Pair, ola: Workspace, tmp_path: Path
) -> None:
    name = Rogue.of(ola).puts((notes(pair), a_note(notes(pair), "lögn")))
    for number in range(20):
        pair.note(pair.eva, f"eva {number}")
        quiet(pair.eva, pair.per)
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Sen", "administrator")
    device, number = bundles.parts_of(name)
    assert lena.sharing._shelf.covered()[device] >= number
    assert sorted(texts(lena)) == sorted(texts(pair.eva))
    assert name in [p.name for p in lena.sharing._shelf.all_locked()]
    lena.close()


def test_a_sealed_part_that_is_put_again_elsewhere_opens_for_nobody(
    pair: Pair, ola: Workspace
) -> None:
    """A member who cannot open a part lets it stand in a bundle of their own."""
    mine = Rogue.of(ola)
    held = [b for b in map(mine._parsed, sorted(mine.store.list())) if b is not None]
    stolen = next(p for b in held for p in b.parts if p.document == notes(pair))
    before = everything(pair.eva, pair.per)
    key = mine.key(WORKSPACE_KEY)
    control = b'{"statements": [], "grants": [], "at": ""}'
    envelope = Envelope(mine.who.workspace, mine.who.device, mine.sequence + 1, mine.previous, {})
    name, whole = bundles.build(
        envelope, mine.who.keys,
        [("", key.id, key.bytes, control), (notes(pair), stolen.key, bytes(32), b"x")],
    )  # fmt: skip
    made = bundles.parse(name, whole)
    swapped = whole.replace(made.parts[1].sealed, stolen.sealed)
    mine.store.put(name, swapped)
    quiet(pair.eva, pair.per)
    assert everything(pair.eva, pair.per) == before


def test_a_snapshot_of_somebody_who_is_no_administrator_is_followed_by_nobody(
    pair: Pair, ola: Workspace, tmp_path: Path
) -> None:
    """It would let words stand in another's name, and hide what it does not hold."""
    mine = Rogue.of(ola)
    covers = dict.fromkeys(ola.sharing.membership.devices, 900)
    eva = pair.eva.sharing.identity.device
    draft = Draft(
        mine.who, 1, AT, mine.key(WORKSPACE_KEY), covers, ola.sharing._shelf.statements(),
        [], [], [], [], {}, {}, {},
        [("register", mine.key("register"), [Written(a_unit("Lögnskolan"), AT, eva)])],
    )  # fmt: skip
    assert draft.write(mine.store, lambda: True) is not None
    pair.note(pair.per, "trots allt")
    quiet(pair.eva, pair.per)
    assert texts(pair.eva)[-1] == "trots allt"
    lena = core.joined(pair.eva, tmp_path / "lena", "Lena Sen", "administrator")
    quiet(pair.eva, pair.per, lena)
    for ws in (pair.eva, pair.per, lena):
        assert "Lögnskolan" not in [u.name for u in ws.all(records.Unit)]
        assert "trots allt" in texts(ws)
        core.whole(ws)
    lena.close()


# --- a removed member, or a lost computer


def removed(pair: Pair) -> Rogue:
    """Remove Per; return all that he held, and finds in the store until he knows."""
    held = Rogue.of(pair.per)
    pair.eva.sharing.remove(pair.per.me.id)
    return held


@pytest.mark.usefixtures("often")
@pytest.mark.parametrize("role", ["administrator", "member"])
def test_a_removed_member_reads_nothing_of_who_begins_from_a_snapshot(
    pair: Pair, tmp_path: Path, role: str
) -> None:
    """Who had which key was told in bundles that the newcomer never sees."""
    lena = joined(pair, "Lena Ledamot", "administrator")
    for number in range(5):
        pair.note(pair.eva, f"eva {number}")
        pair.note(pair.per, f"per {number}")
        quiet(pair.eva, pair.per, lena)
    per = removed(pair)
    quiet(pair.eva, lena)
    for number in range(8):
        pair.eva.add_meeting(f"möte {number}", date="2028-05-17")
        lena.add_meeting(f"annat möte {number}", date="2028-05-17")
        quiet(pair.eva, lena)
    ola = core.joined(pair.eva, tmp_path / "ola", "Ola Kanariesson", role)
    assert ola.sharing._shelf.covered()  # it did begin from a snapshot
    pair.eva.set_team(pair.visit, [pair.eva.me.id, ola.me.id])
    quiet(pair.eva, lena, ola)
    pair.note(ola, "kanarieanteckning")
    ola.add_meeting("kanariemöte", date="2028-05-17")
    quiet(pair.eva, lena, ola)
    assert "kanarieanteckning" in texts(lena)
    per.keys |= Rogue.of(pair.per).keys
    assert opens_nothing_of(per, *WORDS)
    ola.close()
    lena.close()


@pytest.mark.parametrize("way", ["plainly", "as of before", "as twins", "by a helper"])
def test_a_removed_member_writes_nothing_however_it_is_dated(pair: Pair, way: str) -> None:
    pair.note(pair.per, "före")
    quiet(pair.eva, pair.per)
    per, heads = Rogue.of(pair.per), list(pair.per.sharing.membership.heads)
    pair.eva.sharing.remove(pair.per.me.id)
    pair.eva.sharing.share()
    before = everything(pair.eva)
    lie = (notes(pair), a_note(notes(pair), "lögn"))
    if way == "plainly":
        per.puts(lie)
    elif way == "as of before":
        per.deps = {}
        per.puts(
            lie, said=[per.says({"type": "team", "visit": pair.visit, "add": []}, after=heads)]
        )
    elif way == "as twins":
        for fork in ("", per.names[0], per.names[-2]):
            per.puts(lie, fork=fork)
    else:
        helper, let_in = per.helper("member")
        per.puts(said=let_in)
        helper.puts(lie)
    quiet(pair.eva)
    assert everything(pair.eva) == before


def test_a_lost_computer_reads_and_writes_nothing_from_then_on(pair: Pair) -> None:
    second = second_device(pair.per, pair.folder / "hemma")
    quiet(pair.eva, pair.per, second)
    thief = Rogue.of(second)
    pair.per.sharing.lose_device(second.sharing.identity.device)
    quiet(pair.eva, pair.per)
    pair.note(pair.eva, "kanarieanteckning")
    before = everything(pair.eva, pair.per)
    thief.puts((notes(pair), a_note(notes(pair), "lögn")))
    quiet(pair.eva, pair.per)
    assert everything(pair.eva, pair.per) != before  # Per has got Eva's words
    assert texts(pair.eva) == texts(pair.per) == ["kanarieanteckning"]
    assert opens_nothing_of(thief, "kanarieanteckning")
    second.close()


def test_a_key_that_a_removed_member_hands_out_seals_nothing(pair: Pair) -> None:
    """He gives others a key that he has too, by a bundle from before his removal."""
    lena = joined(pair, "Lena Ledamot", "administrator")
    per = Rogue.of(pair.per)
    trap = per.key(notes(pair))
    for ws in (pair.eva, lena):
        who = ws.sharing.identity
        per.puts(grants=[Grant.make([trap], who.workspace, who.device, who.keys.receive)])
    pair.eva.sharing.remove(pair.per.me.id)
    quiet(pair.eva, lena)
    pair.note(lena, "kanarieanteckning")
    quiet(pair.eva, lena)
    assert texts(pair.eva) == ["kanarieanteckning"]
    assert opens_nothing_of(per, "kanarieanteckning")
    lena.close()


# --- the thief of a laptop that is switched off


def stolen(pair: Pair, folder: Path) -> Path:
    """Return all files of a laptop that was switched off."""
    pair.note(pair.eva, "Någon sade kanarieanteckning.")
    pair.note(pair.eva, "inte delat: kanarieplats")
    pair.eva.settle()
    pair.eva.back_up()
    pair.eva.sharing.share()
    pair.note(pair.eva, "kanariemöte")
    pair.eva.settle()
    shutil.copytree(pair.eva.folder, folder)
    return folder


def test_the_thief_of_a_laptop_finds_no_word_on_its_disk(pair: Pair, tmp_path: Path) -> None:
    laptop = stolen(pair, tmp_path / "stulen")
    held = files(laptop) + files(pair.store)
    assert len(held) > 100_000
    names = b"\n".join(os.fsencode(f) for f in laptop.rglob("*"))
    for word in (*WORDS, "Exempelskolan", "Eva Exempel", "Per Prov", core.PASSPHRASE):
        for encoding in ("utf-8", "utf-16-le", "latin-1"):
            assert word.encode(encoding) not in held
            assert word.encode(encoding) not in names
    identity = pair.eva.sharing.identity
    secrets = [identity.keys.to_bytes(), pair.eva.journal.key]
    secrets += [k.bytes for k in pair.eva.sharing._shelf.all_keys()]
    for secret in secrets:
        assert secret not in held
        assert secret.hex().encode() not in held


def test_the_thief_of_a_laptop_opens_it_with_no_key_but_its_own(pair: Pair, tmp_path: Path) -> None:
    laptop = stolen(pair, tmp_path / "stulen")
    own = core.founded(tmp_path / "tjuv")
    own.close()
    for passphrase in ("", "gissat lösenord", core.PASSPHRASE.upper(), core.PASSPHRASE + " "):
        with pytest.raises(KnownError):
            Workspace.open(laptop, passphrase)
    kept = (laptop / "vault.json").read_bytes()
    shutil.copy(tmp_path / "tjuv" / "vault.json", laptop / "vault.json")
    with pytest.raises(KnownError):
        Workspace.open(laptop, core.PASSPHRASE)
    (laptop / "vault.json").write_bytes(kept)
    core.reopened(pair.eva).close()
    ws = Workspace.open(laptop, core.PASSPHRASE)  # and the trials have harmed nothing
    assert "kanariemöte" in texts(ws)
    ws.close()


def test_a_backup_of_a_stolen_laptop_opens_with_no_other_passphrase(
    pair: Pair, tmp_path: Path
) -> None:
    laptop = stolen(pair, tmp_path / "stulen")
    copies = list((laptop / "backups").iterdir())
    assert copies
    for copy in copies:
        for passphrase in ("", "gissat lösenord"):
            with pytest.raises(KnownError):
                Workspace.restore(copy, tmp_path / "åter", passphrase)
            assert not (tmp_path / "åter").exists() or not any((tmp_path / "åter").iterdir())


# --- the list


def test_each_attack_of_the_threat_model_has_a_test() -> None:
    told = (ROOT / "FORMAT.md").read_text("utf-8")
    named = re.findall(r"`(test_\w+)`", told.partition("## A profile")[0])
    written = "\n".join(f.read_text("utf-8") for f in (ROOT / "tests").rglob("test_*.py"))
    assert len(named) > 30
    assert [n for n in named if f"def {n}(" not in written] == []
    here = re.findall(r"^def (test_\w+)\(", Path(__file__).read_text("utf-8"), re.MULTILINE)
    assert set(here[:-1]) <= set(named)
