"""A folder as store: local, a file share, or one that another program keeps in step.

A file appears under its name only when it is whole: written to a hidden file beside it, forced to
disk, renamed, and the folder forced to disk as well. Names that are not ours (conflict copies,
half-written files) are passed over.
"""

import contextlib
import os
import re
from pathlib import Path
from urllib.parse import unquote, urlparse

from qualityvisit.errors import BadInput, StoreUnreachable
from qualityvisit.words import _

OURS = re.compile(r"(workspace/[0-9a-f]{64}|[0-9a-f]{20}/[0-9]{8}-[0-9a-f]{16})")
FOLDERS = re.compile(r"(workspace|[0-9a-f]{20})")


class FolderStore:
    """A store in a folder, which must exist: a share that is not mounted is not filled in."""

    def __init__(self, address: str) -> None:
        path = unquote(urlparse(address).path) if address.startswith("file://") else address
        if not path.strip():
            raise BadInput(_("The folder is missing."), _("Give the path of the shared folder."))
        self.folder = Path(path).expanduser().absolute()
        self.address = address if address.startswith("file://") else str(self.folder)

    def make(self) -> None:
        """Make the folder itself, for a workspace that begins. Raise StoreUnreachable."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise self._trouble(problem) from problem

    def list(self) -> set[str]:
        """Return the names of all files that are ours."""
        found = set()
        try:
            with os.scandir(self.folder) as folders:
                for folder in folders:  # others may be closed to us: they are none of ours
                    if FOLDERS.fullmatch(folder.name) and folder.is_dir():
                        found |= self._names(folder.name)
        except OSError as problem:
            raise self._trouble(problem) from problem
        return found

    def _names(self, folder: str) -> set[str]:
        with os.scandir(self.folder / folder) as files:
            names = {f"{folder}/{file.name}" for file in files}
        return {n for n in names if OURS.fullmatch(n)}

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
        hidden = target.with_name(f".{target.name}.{os.getpid()}.part")
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

    def _trouble(self, problem: OSError | None) -> StoreUnreachable:
        if not self.folder.is_dir():
            title = _("The shared folder cannot be reached: {folder}.", folder=self.folder)
        elif isinstance(problem, PermissionError) or (problem and problem.errno == 30):
            title = _("The shared folder may not be written: {folder}.", folder=self.folder)
        else:
            title = _("The shared folder does not answer: {folder}.", folder=self.folder)
        return StoreUnreachable(
            title,
            _("Everything is safe on this computer and is shared as soon as the folder is back."),
        )


def _force(folder: Path) -> None:
    """Force a folder's names to disk, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
