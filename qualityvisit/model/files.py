"""A file of a visit's notes: a picture of a wall, a document. Read and weeded with the notes."""

from base64 import b64decode, b64encode
from dataclasses import replace
from typing import Any

from qualityvisit.errors import BadInput, NotAllowed, NotFound
from qualityvisit.model.document import Document
from qualityvisit.model.records import Attachment, Record
from qualityvisit.words import _

MOST = 10 * 1024 * 1024  # bytes of a file
CONTENT = "content"  # the fact that holds a file's bytes, in base64


class FileDocument(Document):
    """The shared memory of one file: what it is, said once, and its bytes, which never change."""

    kinds = frozenset({"file"})
    head = "file"

    def begin(self, content: bytes, **values: str) -> None:
        """Keep a file; ``values`` as in `records.Attachment`. Raise BadInput."""
        if not content:
            raise BadInput(_("The file is empty."), _("Nothing has been attached."))
        if len(content) > MOST:
            raise BadInput(
                _("The file is larger than {n} MB.", n=MOST // 1024 // 1024),
                _("Nothing has been attached. Save it smaller, or send it another way."),
            )
        with self.change() as stamp:
            known: dict[str, Any] = {"size": str(len(content)), "at": stamp.at, "author": stamp.who}
            self.create("file", values | known, name=self.name.partition("/")[2])
            self.put_fact(CONTENT, b64encode(content).decode())

    def content(self) -> bytes:
        """Return the file's bytes. Raise NotFound where they are not there."""
        try:
            found = b64decode(self.fact(CONTENT), validate=True)
        except ValueError:
            found = b""
        if not found:
            raise NotFound(_("The file is not here."), _("It may come when you next share."))
        return found

    def describe(self, text: str) -> None:
        """Say what the file shows."""
        self._check_author()
        with self.change():
            self.put(self.name.partition("/")[2], text=text.strip())

    def remove(self) -> None:
        """Remove the file for everybody."""
        self._check_author()
        with self.change():
            self.take_away(self.name.partition("/")[2])

    def _check_author(self) -> None:
        stamp, name = self._stamp(self.name), self.name.partition("/")[2]
        if not stamp.administrator and self.field(name, "author") != stamp.who:
            raise NotAllowed(
                _("Only whoever attached a file and administrators may change it."),
                _("Nothing was changed."),
            )

    def _record(self, name: str, values: object) -> Record | None:
        found = super()._record(name, values)
        if not isinstance(found, Attachment):
            return None
        return replace(found, visit=self.name.partition("/")[2].partition(".")[0])
