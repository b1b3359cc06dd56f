"""No word that somebody has written stands in plaintext in any file, whatever happens to it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from qualityvisit.model import records
from qualityvisit.workspace import Workspace
from tests import core

ROOT = Path(__file__).resolve().parent.parent
# What is written where; each of its own, so that a find says from where it leaked.
PLACES = ("person", "committee", "unit", "note", "typed", "removed", "guide", "passage", "finding",
          "action", "meeting", "question", "reason", "setting", "place", "searched", "crashed",
          "colleague", "unsettled", "registry")  # fmt: skip


def canary(place: str) -> str:
    return f"kanarie{place}åäö"


WRITE = """
import logging, os, sys, tempfile
from pathlib import Path
logging.basicConfig(level=logging.DEBUG, filename=sys.argv[4])
from qualityvisit import crash, words
from qualityvisit.model import records
from qualityvisit.workspace import Workspace
from tests import core
profile, store, other = (Path(a) for a in sys.argv[1:4])
c = lambda place: f"kanarie{place}åäö"
with core.cheap():
    ws = Workspace.create(profile, name=f"Eva {c('person')}", committee=c("committee"),
                          store=str(store), passphrase=core.PASSPHRASE)
unit = ws.register.add_unit(c("unit"), ("GR",), address=c("place"))
ws.register.add_guide(c("guide"), ("GR",), [("Trygghet", "", "")],
                      [(0, "pupils", "Kort", c("question"), ())])
ws.register.set_fact("later", c("setting"))
visit = ws.plan_visit(unit, date="2028-03-23", team=[ws.me.id])
ws.visit(visit).change_visit(registry_number=c("registry"), place=c("place"))
session = ws.all(records.Session, parent=visit)[0].id
notes = ws.notes(visit)
note = notes.add_note(session, "pupils", text=f"Någon sade {c('note')} till mig.")
text = notes.text(notes.add_note(session, "pupils"))
for letter in c("typed"):
    text.splice(len(str(text)), 0, letter)
ws.settle()
left = notes.add_note(session, "pupils", text=c("removed"))
ws.search(c("removed"))
ws.visit(visit).leave_out(left, c("reason"))
notes.remove(left)
ws.compile(visit)
document = ws.visit(visit)
document.add_passage("agreed", c("passage"))
document.add_finding("strength", c("finding"))
document.add_action(c("action"), responsible=c("person"))
meeting = ws.add_meeting(c("meeting"), date="2028-05-17")
ws.meeting(meeting).add_question(visit, c("question"))
line = ws.sharing.invite(f"Per {c('colleague')}", "administrator")
with core.cheap():
    per = Workspace.join(other, line, passphrase=core.PASSPHRASE)
for _round in range(2):
    ws.sharing.share()
    per.sharing.share()
assert per.search(c("note")) and ws.search(c("typed")[:9] + "*")
ws.search(c("searched"))
ws.search_total(c("searched"))
ws.back_up()
with core.cheap():
    ws.backup_to(profile.parent / "egen.qvbackup", core.PASSPHRASE)
    ws.backup_to(profile.parent / "annan.qvbackup", "en annan lösenfras")
assert ws.check().problems == ()
try:
    raise ValueError(c("crashed"))
except ValueError as problem:
    crash.report(problem, profile)
per.close()
for letter in c("unsettled"):
    text.splice(0, 0, letter)
print("ready", flush=True)
sys.stdin.readline()
"""


def needles() -> dict[bytes, str]:
    found = {}
    for place in PLACES:
        for word in (canary(place), canary(place).upper(), canary(place).title()):
            for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1"):
                found[word.encode(encoding)] = place
    found[canary("unsettled")[::-1].encode()] = "unsettled"
    found[core.PASSPHRASE.encode()] = "passphrase"
    return found


def leaks(folder: Path) -> set[tuple[str, str]]:
    """Return where a canary is found, and which."""
    wanted = needles()
    return {
        (str(file.relative_to(folder)), place)
        for file in folder.rglob("*")
        if file.is_file()
        for needle, place in wanted.items()
        if needle in file.read_bytes() or needle in os.fsencode(file.name)
    }


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Let a program write everywhere and kill it; return the folder with all that it left."""
    folder = tmp_path_factory.mktemp("kanarie")
    for name in ("tmp", "hem"):
        (folder / name).mkdir()
    environment = os.environ | {
        "TMPDIR": str(folder / "tmp"),
        "HOME": str(folder / "hem"),
        "XDG_DATA_HOME": str(folder / "hem"),
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    }
    arguments = [str(folder / n) for n in ("eva", "store", "per", "log.txt")]
    with (
        (folder / "out.txt").open("wb") as said,
        subprocess.Popen(
            [sys.executable, "-c", WRITE, *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, env=environment,
        ) as program,
    ):  # fmt: skip
        assert program.stdout is not None
        ready = program.stdout.readline()
        assert ready == b"ready\n", (folder / "out.txt").read_text("utf-8")
        program.send_signal(signal.SIGKILL)
        (folder / "stdout.txt").write_bytes(program.stdout.read())
    return folder


def test_a_word_in_plaintext_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" + canary("note").encode("utf-16-le"))
    (tmp_path / f"{canary('unit')}.tmp").write_bytes(b"")
    assert leaks(tmp_path) == {("a", "note"), (f"{canary('unit')}.tmp", "unit")}


@pytest.mark.slow
def test_no_file_holds_a_word_that_was_written(place: Path) -> None:
    assert (place / "eva" / "journal.db-wal").stat().st_size > 0  # it was killed in the middle
    assert len(list((place / "store").rglob("*"))) > 5
    assert list((place / "eva" / "backups").iterdir()) != []
    assert list((place / "eva" / "outbox").iterdir()) != []
    assert "ValueError" in (place / "eva" / "crash.txt").read_text("utf-8")
    assert list((place / "tmp").iterdir()) == []
    assert leaks(place) == set()


@pytest.mark.slow
def test_the_words_are_all_there_for_whoever_has_the_key(place: Path) -> None:
    ws = Workspace.open(place / "eva", core.PASSPHRASE)
    found = "".join(row[6] for row in ws.journal.index.dump())
    elsewhere = {"searched", "crashed", "removed", "setting", "unsettled"}
    assert [p for p in PLACES if p not in elsewhere and canary(p) not in found] == []
    assert canary("unsettled")[::-1] in found
    core.whole(ws)
    ws.close()
    assert leaks(place) == set()  # also after what the crash left has been taken up


@pytest.mark.slow
def test_a_restored_backup_holds_no_word_in_plaintext(place: Path) -> None:
    with core.cheap():
        ws = Workspace.restore(place / "egen.qvbackup", place / "åter", core.PASSPHRASE)
    ws.sharing.share()
    assert [n.text for n in ws.all(records.Note)] != []
    ws.close()
    assert leaks(place) == set()
