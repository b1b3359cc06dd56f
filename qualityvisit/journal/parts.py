"""The names of documents: "kind/id", and "kind/id.part" for what is kept apart but belongs to it.

A part is read, written, sealed, weeded and erased as the document that it is a part of.
"""

PART = "."


def whole_of(document: str) -> str:
    """Return the document that a part belongs to, or the document itself."""
    return document.partition(PART)[0]


def id_of(document: str) -> str:
    """Return what a document, or a part of one, is about: the id of a visit or a meeting."""
    return whole_of(document).partition("/")[2]
