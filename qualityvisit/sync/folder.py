"""A folder as store: local, a file share, or one that another program keeps in step.

A file appears under its name only when it is whole: written to a hidden file beside it, forced to
disk, renamed, and the folder forced to disk as well. Names that are not ours (conflict copies,
half-written files) are passed over.
"""

import contextlib
import errno
import os
import re
import time
from pathlib import Path
from urllib.parse import unquote, urlparse

from qualityvisit.errors import BadInput, StoreRefused, StoreTrouble, StoreUnreachable
from qualityvisit.sync.names import FOLDER, ours
from qualityvisit.words import _

PART = re.compile(
    r"\.[0-9a-f-]{1,80}\.[0-9a-f]{8}\.part"
)  # a hidden file of ours that is being written
LEFT = 24 * 3600  # seconds after which nobody writes it any more


class FolderStore:
    """A store in a folder, which must exist: a share that is not mounted is not filled in."""

    def __init__(self, address: str, *, new: bool = False) -> None:
        path = unquote(urlparse(address).path) if address.startswith("file://") else address
        if not path.strip():
            raise BadInput(_("The folder is missing."), _("Give the path of the shared folder."))
        self.folder = Path(path).expanduser().absolute()
        self.address = address if address.startswith("file://") else str(self.folder)
        self._new = new  # never seen yet: if it is missing, the path is wrong

    def make(self) -> None:
        """Make the folder itself, for a workspace that begins. Raise StoreTrouble.

        Not what it lies in: a share that is not there, or a mistyped path, is not filled in.
        """
        try:
            self.folder.mkdir(exist_ok=True)
        except OSError as problem:
            raise self._trouble(problem) from problem

    def unmake(self, *, whole: bool) -> None:
        """Take away what a workspace that did not come about left: empty folders.

        With ``whole`` the folder itself as well.
        """
        for left in [self.folder / "workspace", *([self.folder] if whole else [])]:
            with contextlib.suppress(OSError):
                left.rmdir()

    def list(self) -> set[str]:
        """Return the names of all files that are ours."""
        found = set()
        try:
            with os.scandir(self.folder) as folders:
                for folder in folders:  # others may be closed to us: they are none of ours
                    if FOLDER.fullmatch(folder.name) and folder.is_dir():
                        found |= self._names(folder.name)
        except OSError as problem:
            raise self._trouble(problem) from problem
        self._new = False
        return found

    def _names(self, folder: str) -> set[str]:
        with os.scandir(self.folder / folder) as files:
            there = list(files)
        for file in there:
            if PART.fullmatch(file.name):
                self._clear(file)
        return ours({f"{folder}/{file.name}" for file in there})

    @staticmethod
    def _clear(file: os.DirEntry[str]) -> None:
        """Delete what a computer left half-written when it was switched off, long ago."""
        with contextlib.suppress(OSError):
            if time.time() - file.stat().st_mtime > LEFT:
                Path(file.path).unlink()

    def get(self, name: str) -> bytes | None:
        """Return a file's bytes, or None."""
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            if not self.folder.is_dir():
                raise self._trouble(None) from None
            return None
        except OSError as problem:
            raise self._trouble(problem) from problem

    def put(self, name: str, data: bytes) -> None:
        """Keep a file, whole and durable."""
        target = self.folder / name
        # Drawn at random: two computers may have processes of one number.
        hidden = target.with_name(f".{target.name}.{os.urandom(4).hex()}.part")
        try:
            if not self.folder.is_dir():
                raise self._trouble(None)
            target.parent.mkdir(exist_ok=True)
            with hidden.open("wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            hidden.replace(target)
            _force(target.parent)
        except OSError as problem:
            with contextlib.suppress(OSError):
                hidden.unlink(missing_ok=True)
            raise self._trouble(problem) from problem

    def drop(self, name: str) -> None:
        """Delete a file."""
        try:
            (self.folder / name).unlink(missing_ok=True)
        except OSError as problem:
            raise self._trouble(problem) from problem

    def _trouble(self, problem: OSError | None) -> StoreTrouble:
        if not self.folder.is_dir():
            return self._missing() if self._new else self._away()
        if isinstance(problem, PermissionError) or (problem and problem.errno == errno.EROFS):
            return StoreRefused(
                _("The shared folder may not be written: {folder}.", folder=self.folder),
                _("Everything is safe on this computer. Ask whoever runs the folder for the right"
                  " to write there."),
            )  # fmt: skip
        return StoreUnreachable(
            _("The shared folder does not answer: {folder}.", folder=self.folder), _safe()
        )

    def _away(self) -> StoreUnreachable:
        return StoreUnreachable(
            _("The shared folder cannot be reached: {folder}.", folder=self.folder), _safe()
        )

    def _missing(self) -> StoreUnreachable:
        """Return what to tell of a folder that has never been there: the nearest that is not."""
        missing = self.folder
        while not missing.parent.is_dir() and missing.parent != missing:
            missing = missing.parent
        return StoreUnreachable(
            _("There is no folder {folder}.", folder=missing),
            _("Check the path: nothing has been changed. A share or a disk must be connected"
              " first."),
        )  # fmt: skip


def _safe() -> str:
    return _("Everything is safe on this computer and is shared as soon as the folder is back.")


def _force(folder: Path) -> None:
    """Force a folder's names to disk, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
