"""The shelf: what sharing keeps in the journal file. Bytes with names, whatever they mean."""

import json
from bisect import bisect_right
from collections.abc import Iterable

from qualityvisit.journal.chest import AGAIN, TO_GRANT, Chest
from qualityvisit.journal.database import not_saved
from qualityvisit.journal.journal import OUTBOX, THAWED, Journal
from qualityvisit.journal.outbox import Outbox

ERASED_AT = "erased_at"  # the mark of when something was last erased for good
FEW = 3  # bundles that are looked after in a round
LOOKED_AFTER = "looked_after"  # the mark of the last one
STALE = "stale"  # the mark of documents that have changed apart from any bundle
WAYS = "ways"  # the mark of which bundles snapshots have brought


class Shelf(Chest):
    """Reads and writes sharing's tables. Writes join the journal's transaction."""

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal)
        self.outbox = Outbox(journal.folder / OUTBOX)

    # --- membership statements

    def statements(self) -> list[bytes]:
        """Return all statements, in the order in which they arrived."""
        return [b for (b,) in self._read("SELECT bytes FROM statement ORDER BY rowid")]

    def unsent_statements(self) -> list[tuple[str, bytes]]:
        """Return this device's statements that no bundle carries."""
        found = self._read("SELECT id, bytes FROM statement WHERE bundle IS NULL ORDER BY rowid")
        return [(i, b) for i, b in found]

    def keep_statement(self, name: str, statement: bytes, *, ours: bool) -> None:
        """Keep a statement; one of ours waits for the next bundle."""
        self._write(
            "INSERT OR IGNORE INTO statement (id, bytes, bundle) VALUES (?, ?, ?)",
            [(name, statement, None if ours else 0)],
        )

    # --- bundles of ours

    def last_sequence(self, device: str) -> tuple[int, str]:
        """Return number and name of the newest bundle of a device of ours; (0, "") before it."""
        found = self._read(
            "SELECT sequence, name FROM outbox WHERE device = ? ORDER BY sequence DESC LIMIT 1",
            device,
        )
        return found[0] if found else (0, "")

    def seal(self, name: str, bundle: bytes, last: int, statements: Iterable[str]) -> None:
        """Freeze a bundle before its first put, and mark what it carries: entries up to ``last``.

        The bytes lie in a file of their own before the journal knows of them; they are sealed, so
        they need no second seal, and they stay out of backups. They are not forced to disk: where
        the power takes them, what they carry is shared anew by a new device.
        """
        device, _slash, number = name.partition("/")
        try:
            self.outbox.write(name, bundle)
        except OSError as problem:
            raise not_saved(self._journal.path) from problem
        sequence = int(number[:8])
        with self._journal.transaction():
            self._write(
                "INSERT INTO outbox (name, device, sequence, last, stored) VALUES (?, ?, ?, ?, '')",
                [(name, device, sequence, last)],
            )
            self._write(
                "UPDATE statement SET bundle = ? WHERE id = ?", [(sequence, s) for s in statements]
            )

    def to_put(self) -> list[tuple[str, bytes]]:
        """Return our bundles that no store has been seen to hold, oldest first.

        One whose file is gone comes without bytes: see `thaw`.
        """
        return [(name, self.outbox.read(name)) for name in self._unstored_names()]

    def _unstored_names(self) -> list[str]:
        found = self._read("SELECT name FROM outbox WHERE stored = '' ORDER BY rowid")
        return [name for (name,) in found]

    def thaw(self, since: str = "") -> None:
        """Take back the bundles from one on, or from the first that no store holds.

        What they carry waits again. Needed where the bytes of one are gone, or a backup has come
        back, which holds none; and where a copy of this file has used the same numbers. Who has
        been given keys since is not known: all are given out again, and none seals any more.
        """
        first = self._read("SELECT min(rowid) FROM outbox WHERE stored = '' OR name = ?", since)[0][
            0
        ]
        if first is None:
            return
        with self._journal.transaction():
            self._write(
                "UPDATE statement SET bundle = NULL WHERE bundle IN"
                " (SELECT sequence FROM outbox WHERE rowid >= ?)",
                [(first,)],
            )
            self._write("UPDATE outbox SET stored = ? WHERE rowid >= ?", [(THAWED, first)])
            self._write("UPDATE key SET seals = 0 WHERE id <> ?", [("",)])  # who has them?
            self.set_mark(TO_GRANT, AGAIN)

    def ours(self) -> set[str]:
        """Return the names of all bundles that this file has sealed."""
        return {name for (name,) in self._read("SELECT name FROM outbox")}

    def in_use(self) -> list[str]:
        """Return the names of our bundles that have not been taken back, oldest first."""
        found = self._read("SELECT name FROM outbox WHERE stored <> ? ORDER BY rowid", THAWED)
        return [name for (name,) in found]

    def held(self) -> set[str]:
        """Return the names of our bundles that the store was seen to hold."""
        found = self._read("SELECT name FROM outbox WHERE stored NOT IN ('', ?)", THAWED)
        return {name for (name,) in found}

    def to_look_after(self, covers: dict[str, int]) -> list[tuple[str, bytes]]:
        """Return a few of our bundles that the store holds and no snapshot covers, in turn."""
        last = int(self.mark(LOOKED_AFTER) or 0)
        found = self._read(
            "SELECT rowid, name, device, sequence FROM outbox WHERE stored NOT IN ('', ?)"
            " ORDER BY rowid <= ?, rowid", THAWED, last,
        )  # fmt: skip
        some = [row for row in found if row[3] > covers.get(row[2], 0)][:FEW]
        if some:
            self.set_mark(LOOKED_AFTER, str(some[-1][0]))
        return [(name, raw) for _row, name, _d, _s in some if (raw := self.outbox.read(name))]

    def stored(self, names: Iterable[str], at: str) -> None:
        """Note that the store was seen to hold these bundles whole."""
        self._write("UPDATE outbox SET stored = ? WHERE name = ?", [(at, n) for n in names])

    def unstored(self) -> tuple[int, str]:
        """Return how many changes no store has been seen to hold, and since when.

        A bundle without entries (who was let in, who got a key) counts as one.
        """
        first, bundles = self._read("SELECT min(rowid), count(*) FROM outbox WHERE stored = ''")[0]
        number, since = self._read(
            "SELECT count(*), min(at) FROM entry WHERE origin = '' AND seq > (SELECT"
            " coalesce(max(last), 0) FROM outbox WHERE stored <> ? AND rowid < ?)",
            THAWED,
            (1 << 62) if first is None else first,
        )[0]
        return max(number, bundles), since or ""

    def put_again(self, names: Iterable[str] | None = None) -> None:
        """Forget that the store holds these bundles, or any of ours."""
        chosen = self.held() if names is None else set(names) & self.held()
        self._write("UPDATE outbox SET stored = '' WHERE name = ?", [(name,) for name in chosen])

    # --- bundles of others

    def taken(self) -> dict[str, tuple[str, int]]:
        """Return the bundles of others that have been taken in: name -> (device, number)."""
        found = self._read("SELECT name, device, sequence FROM taken")
        return {n: (d, int(s)) for n, d, s in found}

    def reached(self) -> dict[str, int]:
        """Return the highest number taken in of each device of others, or covered by a snapshot."""
        found = self._read(
            "SELECT device, max(number) FROM (SELECT device, sequence AS number FROM taken"
            " UNION ALL SELECT device, number FROM covered) GROUP BY device"
        )
        return {d: int(n) for d, n in found}

    def seen(self) -> dict[str, str]:
        """Return when the newest bundle taken in of each device was sealed, by its clock."""
        return dict(self._read("SELECT device, max(at) FROM taken GROUP BY device"))

    def known(self) -> dict[str, int]:
        """Return the highest number known of each device, this file's own ones included."""
        own = self._read("SELECT device, max(sequence) FROM outbox GROUP BY device")
        return _furthest(own, self.reached())

    def in_store(self) -> dict[str, int]:
        """Return the highest number of each device that the store was seen to hold."""
        own = self._read(
            "SELECT device, max(sequence) FROM outbox WHERE stored NOT IN ('', ?) GROUP BY device",
            THAWED,
        )
        return _furthest(own, self.reached())

    # --- snapshots

    def covered(self) -> dict[str, int]:
        """Return how far bundles of others came in by a snapshot and not one by one."""
        return {d: int(n) for d, n in self._read("SELECT device, number FROM covered")}

    def cover(self, covers: dict[str, int]) -> None:
        """Note that a snapshot has brought all bundles up to these numbers."""
        own = {d for (d,) in self._read("SELECT DISTINCT device FROM outbox")}
        self._write(
            "INSERT INTO covered (device, number) VALUES (?, ?) ON CONFLICT(device)"
            " DO UPDATE SET number = max(number, excluded.number)",
            [(device, number) for device, number in covers.items() if device not in own],
        )

    def keep_ways(self, tips: dict[str, list[str]], ways: dict[str, str]) -> None:
        """Keep the last of each device's bundles that a snapshot has brought, and what led there.

        ``ways`` are bundles, each with the one before it.
        """
        old = self._ways()
        self.set_mark(WAYS, json.dumps([old[0] | tips, old[1] | ways]))

    def _ways(self) -> tuple[dict[str, list[str]], dict[str, str]]:
        tips, ways = json.loads(self.mark(WAYS) or "[{}, {}]")
        return tips, ways

    def tips(self, device: str) -> list[str]:
        """Return the last of a device's bundles that a snapshot has brought."""
        return self._ways()[0].get(device, [])

    def pass_on(self, device: str, deps: dict[str, int]) -> None:
        """Note how far a device says that it has come with the others' bundles."""
        self._write(
            "INSERT OR REPLACE INTO cursor (device, target, number) VALUES (?, ?, ?)",
            [(device, target, number) for target, number in deps.items()],
        )

    def cursors(self) -> dict[str, dict[str, int]]:
        """Return how far each device has come with each other's bundles."""
        found: dict[str, dict[str, int]] = {}
        for device, target, number in self._read("SELECT device, target, number FROM cursor"):
            found.setdefault(device, {})[target] = int(number)
        return found

    def history(self, document: str) -> list[tuple[bytes, str, str]]:
        """Return a document's changes in order: bytes, device ("" for this one) and time."""
        found = self._read(
            "SELECT bytes, origin, at FROM entry WHERE document = ? ORDER BY seq", document
        )
        return [(bytes(b), o, a) for b, o, a in found]

    def changed(self, covers: dict[str, int] | None) -> set[str]:
        """Return the documents that have changes beyond a snapshot, or all there are."""
        if covers is None:
            return {d for (d,) in self._read("SELECT DISTINCT document FROM entry")}
        found = set(self.mark(STALE).split())
        for device, sequence, documents in self._read(
            "SELECT device, sequence, documents FROM taken"
        ):
            if sequence > covers.get(device, 0):
                found |= set(documents.split())
        last = max(
            (last for device, sequence, last in self._read(
                "SELECT device, sequence, last FROM outbox WHERE stored NOT IN ('', ?)", THAWED)
             if sequence <= covers.get(device, 0)),
            default=0,
        )  # fmt: skip
        own = self._read("SELECT DISTINCT document FROM entry WHERE origin = '' AND seq > ?", last)
        return found | {d for (d,) in own}

    def has_taken(self, name: str) -> bool:
        """Tell whether a bundle has been taken in."""
        return bool(self._read("SELECT 1 FROM taken WHERE name = ?", name))

    def take(self, name: str, previous: str, at: str, documents: Iterable[str]) -> None:
        """Note that a bundle has been taken in: the one before it, its time, what it changed."""
        device, _slash, number = name.partition("/")
        self._write(
            "INSERT OR IGNORE INTO taken (name, device, sequence, previous, at, documents)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [(name, device, int(number[:8]), previous, at, " ".join(sorted(documents)))],
        )

    def links(self, device: str) -> dict[str, str]:
        """Return a device's bundles, each with the one before it: those taken in, and our own."""
        own = self._read("SELECT name FROM outbox WHERE device = ? ORDER BY sequence", device)
        names = [name for (name,) in own]
        found = self._read("SELECT name, previous FROM taken WHERE device = ?", device)
        told = {n: before for n, before in self._ways()[1].items() if n.startswith(device)}
        return told | dict(zip(names, ["", *names], strict=False)) | dict(found)

    def changes(self) -> list[tuple[str, list[str]]]:
        """Return the bundles of others that have been taken in, and what each one changed."""
        return [(n, d.split()) for n, d in self._read("SELECT name, documents FROM taken")]

    def quarantined(self) -> dict[str, str]:
        """Return what can never be taken in, with the reason."""
        return dict(self._read("SELECT name, reason FROM quarantine"))

    def quarantine(self, name: str, reason: str, at: str) -> None:
        """Put a bundle aside for good."""
        self._write(
            "INSERT OR IGNORE INTO quarantine (name, reason, at) VALUES (?, ?, ?)",
            [(name, reason, at)],
        )

    def aside_at(self) -> dict[str, str]:
        """Return when what was put aside came: quarantined names, and bundles with parts aside."""
        parts = self._read(
            "SELECT DISTINCT t.name, t.at FROM taken t JOIN locked l ON l.name = t.name"
        )
        return dict(parts) | dict(self._read("SELECT name, at FROM quarantine"))

    # --- what has been shared

    def log_of_others(self, most: int = 0) -> list[tuple[str, str, str]]:
        """Return device, time and documents of the bundles taken in, the newest first."""
        return self._read(
            "SELECT device, at, documents FROM taken ORDER BY at DESC LIMIT ?", most or -1
        )

    def log_of_ours(self, most: int = 0) -> list[tuple[str, str, tuple[str, ...]]]:
        """Return the same of ours, with the time when the store was seen to hold it."""
        rows = self._read(
            "SELECT device, stored, last, (SELECT coalesce(max(o.last), 0) FROM outbox o WHERE"
            " o.rowid < outbox.rowid) FROM outbox WHERE stored <> ? ORDER BY rowid DESC LIMIT ?",
            THAWED, most or -1,
        )  # fmt: skip
        entries = self._read("SELECT seq, document FROM entry WHERE origin = '' ORDER BY seq")
        numbers = [seq for seq, _document in entries]
        found = []
        for device, at, last, before in rows:
            mine = entries[bisect_right(numbers, before) : bisect_right(numbers, last)]
            found.append((device, at, tuple(sorted({document for _seq, document in mine}))))
        return found


def _furthest(own: Iterable[tuple[str, int]], others: dict[str, int]) -> dict[str, int]:
    """Return the higher number of each device: one of ours may have a twin."""
    found = dict(others)
    for device, number in own:
        found[device] = max(int(number), found.get(device, 0))
    return found
