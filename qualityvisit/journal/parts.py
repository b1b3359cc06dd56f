"""The names of documents: "kind/id", and "kind/id.part" for what is kept apart but belongs to it.

A part is read, written, sealed, weeded and erased as the document that it is a part of.
"""

PART = "."
BEHIND = "/"  # the sign after PART: parts' names sort between the two
OF = "(document = ? OR (document > ? AND document < ?))"  # SQL; its values by `named`


def whole_of(document: str) -> str:
    """Return the document that a part belongs to, or the document itself."""
    return document.partition(PART)[0]


def named(document: str) -> tuple[str, str, str]:
    """Return the values of `OF`, which chooses a document and its parts."""
    return document, document + PART, document + BEHIND


def is_of(name: str, document: str) -> bool:
    """Tell whether a name is a document's, or that of a part of it."""
    return document in (name, whole_of(name))


def id_of(document: str) -> str:
    """Return what a document, or a part of one, is about: the id of a visit or a meeting."""
    return whole_of(document).partition("/")[2]
