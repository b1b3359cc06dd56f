"""The outbox: sealed bundles as files beside the journal, our own and others' for a while."""

from pathlib import Path


class Outbox:
    """Files under the names of bundles. They are not forced to disk. For any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _file(self, name: str) -> Path:
        return self._folder / name.replace("/", "-")

    def write(self, name: str, whole: bytes) -> None:
        """Keep a bundle. Raise OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._file(name).write_bytes(whole)

    def read(self, name: str) -> bytes:
        """Return a bundle's bytes, or none where its file is gone."""
        try:
            return self._file(name).read_bytes()
        except OSError:
            return b""

    def held(self, names: set[str]) -> set[str]:
        """Return which of these bundles there are files of."""
        try:
            files = {file.name for file in self._folder.iterdir()}
        except OSError:
            return set()
        return {name for name in names if self._file(name).name in files}

    def drop(self, name: str) -> None:
        """Delete a bundle. Raise OSError."""
        self._file(name).unlink(missing_ok=True)
