"""Backups: one file that holds the journal, still encrypted, and what is needed to open it.

    QVBACKUP1 | header length, 4 bytes big-endian | header, JSON | the SQLCipher file

The header holds the time, the number of entries, the SHA-256 of the file and the vault: the key's
fingerprint, its name in the keyring and, where a passphrase was given, the wrapped key.
"""

import contextlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from qualityvisit.errors import AlreadyThere, BadInput, NewerFile, NotSaved
from qualityvisit.journal import schema
from qualityvisit.journal.database import connect, known_errors, not_opened
from qualityvisit.journal.journal import VAULT, Journal
from qualityvisit.journal.shelf import ERASED_AT
from qualityvisit.journal.vault import Vault, Wrap, force
from qualityvisit.settings import FILE
from qualityvisit.words import _

if TYPE_CHECKING:
    import hashlib

MAGIC = b"QVBACKUP1"
MOST_HEADER = 1 << 16
FOLDER = "backups"
NAME = re.compile(r"-(\d{6})-(\d{4}-\d{2}-\d{2}-\d{6})\.qvbackup$")
PURGED = "purged"  # which erasing the backups have followed
KEEP_DAILY, KEEP_OTHER = 7, 5


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup says of itself, verified by opening it."""

    file: Path
    at: str
    entries: int


def write(journal: Journal, file: Path, at: str, passphrase: str = "") -> Backup:
    """Write a backup to ``file`` and verify it by opening it.

    Without a passphrase it opens with this computer's keyring, or with the workspace's own
    passphrase. Raise NotSaved where the disk refuses; an older file of that name is then whole.
    """
    vault = Vault.read(journal.folder / VAULT)
    key = journal.key
    wrap = Wrap.make(key, passphrase) if passphrase else vault.wrap
    header = {
        "format": 1,
        "at": at,
        "entries": journal.entries(),
        "vault": {"id": vault.id, "wrap": wrap.to_json() if wrap else None},
        "fingerprint": vault.fingerprint,
    }
    fresh = file.with_name(file.name + ".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=file.parent, prefix=".backup-") as folder:
            copy = Path(folder) / FILE
            with known_errors(journal.path):
                journal.connection.execute("VACUUM INTO ?", [str(copy)])
            _pack(copy, header, fresh)
            copy.unlink()
            found = _unpack(fresh, copy)
            entries = _entries(copy, key)
        if entries != found["entries"]:
            raise NotSaved(_("The backup could not be verified."), _("Try another folder."))
        fresh.replace(file)
    except (OSError, NotSaved) as problem:
        raise NotSaved(
            _("The backup could not be written: {file}.", file=file),
            _("The workspace itself is safe. Choose a folder with room that you may write to."),
        ) from problem
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
    return Backup(file, at, entries)


def verify(file: Path, passphrase: str = "") -> Backup:
    """Open a backup and count its entries. Raise BadInput, NewerFile, WrongKey or NoKey."""
    with _unpacked(file) as (header, copy):
        _held, key = _opened(header, passphrase)
        return Backup(file, str(header["at"]), _entries(copy, key))


def restore(file: Path, folder: Path, passphrase: str = "") -> Backup:
    """Put a backup's journal into an empty ``folder``.

    Raise AlreadyThere where the folder holds a workspace; otherwise as ``verify`` and NotSaved.
    """
    if (folder / FILE).exists() or (folder / VAULT).exists():
        raise AlreadyThere(
            _("There is already a workspace in this folder: {folder}.", folder=folder),
            _("It has been left untouched. A backup is restored into an empty folder."),
        )
    with _unpacked(file) as (header, copy):
        vault, key = _opened(header, passphrase)
        found = Backup(file, str(header["at"]), _entries(copy, key))
        fresh = folder / (FILE + ".new")
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _copy(copy, fresh)
            if passphrase:
                Vault.keep(folder / VAULT, key, passphrase)
            else:
                vault.write(folder / VAULT)
            fresh.replace(folder / FILE)
            force(folder)
        except OSError as problem:
            with contextlib.suppress(OSError):
                (folder / VAULT).unlink(missing_ok=True)
                fresh.unlink(missing_ok=True)
            raise not_opened(folder / FILE) from problem
    return found


def rotate(journal: Journal, at: str, why: str = "daily") -> Backup:
    """Write a backup into the profile and drop the oldest of its kind.

    They are numbered, since a clock may be set back.
    """
    folder = journal.folder / FOLDER
    moment = datetime.fromisoformat(at).astimezone(UTC).strftime("%Y-%m-%d-%H%M%S")
    number = _number(latest(journal.folder)) + 1
    made = write(journal, folder / f"{why}-{number:06}-{moment}.qvbackup", at)
    if holds_erased(journal):
        _purge(journal, made.file)
    keep = KEEP_DAILY if why == "daily" else KEEP_OTHER
    for old in sorted(folder.glob(f"{why}-*.qvbackup"), key=_number)[:-keep]:
        with contextlib.suppress(OSError):
            old.unlink(missing_ok=True)
    return made


def holds_erased(journal: Journal) -> bool:
    """Tell whether the program's own backups may hold what has been erased for good since."""
    return journal.secret(ERASED_AT) != journal.secret(PURGED)


def _purge(journal: Journal, newest: Path) -> None:
    """Delete every backup of the program's own but the newest, which is verified.

    All others are older than what was erased, or this would have been done. Raise NotSaved.
    """
    for old in newest.parent.glob("*.qvbackup"):
        if old == newest or not NAME.search(old.name):
            continue
        try:
            old.unlink(missing_ok=True)
        except OSError as problem:
            raise NotSaved(
                _("An older backup could not be removed: {file}.", file=old),
                _("It holds notes that have been weeded. Close what has it open, or remove it"
                  " yourself; the program tries again."),
            ) from problem  # fmt: skip
    journal.keep(PURGED, journal.secret(ERASED_AT))


def latest(folder: Path) -> Path | None:
    """Return the newest backup that the program made by itself in a profile."""
    return max((folder / FOLDER).glob("*.qvbackup"), key=_number, default=None)


def made_at(file: Path | None) -> str:
    """Return when the program made a backup, ISO with zone, or "" where that cannot be told."""
    found = NAME.search(file.name) if file else None
    if found is None:
        return ""
    made = datetime.strptime(found[2], "%Y-%m-%d-%H%M%S").replace(tzinfo=UTC)
    return made.isoformat()


def _number(file: Path | None) -> int:
    found = NAME.search(file.name) if file else None
    return int(found[1]) if found else 0


def _entries(copy: Path, key: bytes) -> int:
    connection = connect(copy, key)
    try:
        with known_errors(copy):
            schema.check(connection)
            bad = connection.execute("PRAGMA cipher_integrity_check").fetchall()
            if bad:
                raise _torn(copy)
            return int(connection.execute("SELECT count(*) FROM entry").fetchone()[0])
    finally:
        connection.close()


def _sha256() -> "hashlib._Hash":
    import hashlib  # noqa: PLC0415 not at the start: see vault.fingerprint

    return hashlib.sha256()


def _opened(header: dict[str, Any], passphrase: str) -> tuple[Vault, bytes]:
    """Return the vault that a header tells of, and the key. Raise WrongKey or NoKey."""
    vault = _vault(header)
    key = vault.key(passphrase)
    vault.check(key)
    return vault, key


def _vault(header: dict[str, Any]) -> Vault:
    wrap = header["vault"]["wrap"]
    return Vault(
        header["vault"]["id"], header["fingerprint"], Wrap.from_json(wrap) if wrap else None
    )


def _copy(source: Path, target: Path) -> None:
    """Bring a file onto another disk, durable, so that the last step is a rename."""
    with source.open("rb") as found, target.open("wb") as out:
        while piece := found.read(1 << 20):
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())


def _pack(copy: Path, header: dict[str, Any], file: Path) -> None:
    digest = _sha256()
    with copy.open("rb") as source:
        while piece := source.read(1 << 20):
            digest.update(piece)
        words = json.dumps(header | {"sha256": digest.hexdigest()}).encode()
        source.seek(0)
        with file.open("wb") as out:
            out.write(MAGIC + len(words).to_bytes(4, "big") + words)
            while piece := source.read(1 << 20):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())


@contextlib.contextmanager
def _unpacked(file: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    """Give the header and the journal's copy, in a folder that goes when the block ends."""
    with TemporaryDirectory(prefix="qualityvisit-") as folder:
        copy = Path(folder) / FILE
        try:
            header = _unpack(file, copy)
        except OSError as problem:
            raise NotSaved(
                _("The backup could not be opened: {file}.", file=file),
                _("Nothing has been changed. See to it that it can be read, and that there is"
                  " room for temporary files."),
            ) from problem  # fmt: skip
        yield header, copy


def _unpack(file: Path, copy: Path) -> dict[str, Any]:
    """Write the journal in a backup to ``copy``; return the header. Raise BadInput or OSError."""
    digest = _sha256()
    with file.open("rb") as source:
        try:
            header = _header(source.read(len(MAGIC) + 4), source.read)
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as problem:
            raise _torn(file) from problem
        with copy.open("wb") as out:
            while piece := source.read(1 << 20):
                digest.update(piece)
                out.write(piece)
    if digest.hexdigest() != header["sha256"]:
        raise _torn(file)
    return header


def _header(start: bytes, read: Any) -> dict[str, Any]:  # noqa: ANN401 a file's own read
    if not start.startswith(MAGIC):
        raise ValueError
    length = int.from_bytes(start[len(MAGIC) :], "big")
    if length > MOST_HEADER:
        raise ValueError
    found: dict[str, Any] = json.loads(read(length))
    if found["format"] > 1:
        raise NewerFile(
            _("This backup was made by a newer version of the program."),
            _("Nothing has been changed. Install the newest version and open it again."),
        )
    if found["vault"]["wrap"] is not None:
        Wrap.from_json(found["vault"]["wrap"])
    if not all(isinstance(found[k], str) for k in ("at", "fingerprint", "sha256")):
        raise TypeError
    if not isinstance(found["entries"], int) or not isinstance(found["vault"]["id"], str):
        raise TypeError
    return found


def _torn(file: Path) -> BadInput:
    return BadInput(
        _("This is not a whole backup of Quality Visit: {file}.", file=file),
        _("Nothing has been changed. Choose another backup."),
    )
