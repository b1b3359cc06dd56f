"""Makes the files of this format version that every later version must open.

python -m tests.kept_format DIR: a store with bundles, packs and a snapshot, a backup, and what they
hold. Made once for each version of the format and then kept in tests/data, never made again.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path
from unittest import mock

from qualityvisit.model import records
from qualityvisit.sync import compaction
from qualityvisit.workspace import Workspace
from tests import core
from tests.pair import texts

KINDS = (records.Unit, records.Guide, records.Question, records.Person, records.Visit,
         records.Session, records.Note, records.Passage, records.Finding, records.Action,
         records.Meeting)  # fmt: skip


def content(ws: Workspace) -> dict[str, list[str]]:
    """Return what a workspace holds, record by record, as text."""
    ws.settle()
    return {kind.__name__: sorted(_plain(r) for r in ws.all(kind)) for kind in KINDS}


def _plain(record: records.Record) -> str:
    """Return the fields that this version knows; a later one may have more."""
    names = sorted(set(record.__dataclass_fields__) & set(FIELDS.get(type(record).__name__, ())))
    return json.dumps({name: getattr(record, name) for name in names}, ensure_ascii=False)


FIELDS = {
    "Unit": ("id", "name", "code"),
    "Guide": ("id", "name"),
    "Question": ("id", "text", "group"),
    "Person": ("id", "name", "title"),
    "Visit": ("id", "title", "date", "status", "team"),
    "Session": ("id", "group", "type"),
    "Note": ("id", "text", "marks", "author", "group"),
    "Passage": ("id", "text", "section"),
    "Finding": ("id", "text"),
    "Action": ("id", "text", "status"),
    "Meeting": ("id", "title", "date"),
}


def make(folder: Path) -> None:
    """Live a little, with everything that the format knows, and keep what came of it."""
    with tempfile.TemporaryDirectory() as name, mock.patch.object(compaction, "EVERY", 12):
        room = Path(name)
        eva = core.founded(room / "eva", room / "store")
        per = core.joined(eva, room / "per", "Per Prov")
        lena = core.joined(eva, room / "lena", "Lena Läsare", "reader")
        sheet = eva.sharing.make_recovery("Återställd")
        visit = core.planned(eva, eva.me.id, per.me.id)
        everybody = [eva, per, lena]
        _share(everybody)
        session = core.session(eva, visit, "pupils").id
        for number, ws in enumerate([eva, per] * 4):
            notes = ws.notes(visit)
            note = notes.add_note(session, "pupils", text=f"Sagt {number}: åäö 😀 “tyst”")
            notes.set_mark(note, records.STRENGTH, on=True)
            _share(everybody)
        eva.compile(visit)
        eva.sharing.set_role(lena.me.id, "member")
        eva.set_team(visit, [eva.me.id])
        _share(everybody)
        per.add_meeting("Kvalitetsmöte", date="2028-04-20", visits=[visit])
        eva.sharing.remove(lena.me.id)
        eva.notes(visit).add_note(session, "pupils", text="Efter Lena.")
        _share([eva, per])
        eva.backup_to(folder / "backup.qvbackup", core.PASSPHRASE)
        shutil.copytree(room / "store", folder / "store")
        held = {"sheet": sheet, "notes": len(texts(eva)), "content": content(eva)}
        text = json.dumps(held, ensure_ascii=False, indent=1)
        (folder / "content.json").write_text(text, "utf-8")
        for ws in everybody:
            ws.close()


def _share(members: list[Workspace]) -> None:
    for _turn in range(3):
        for ws in members:
            ws.sharing.share()


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True)
    make(Path(sys.argv[1]))
