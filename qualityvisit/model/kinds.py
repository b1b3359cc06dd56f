"""Which class holds which document. Loads shared documents: imported when the first is opened."""

from qualityvisit.journal.parts import PART
from qualityvisit.model.document import Document, Stamp
from qualityvisit.model.files import FileDocument
from qualityvisit.model.meeting import MeetingDocument
from qualityvisit.model.memory import merge
from qualityvisit.model.notes import NotesDocument
from qualityvisit.model.records import REGISTER
from qualityvisit.model.register import Register
from qualityvisit.model.visit import VisitDocument

KINDS: dict[str, type[Document]] = {
    REGISTER: Register,
    "visit": VisitDocument,
    "notes": NotesDocument,
    "meeting": MeetingDocument,
}


def kind_of(document: str) -> type[Document]:
    """Return the class of a document by its name; a part of notes is a file."""
    if PART in document:
        return FileDocument
    return KINDS[document.partition("/")[0]]


__all__ = ["KINDS", "Stamp", "kind_of", "merge"]
