"""Pictures of the committee's documents: chosen and looked at, and words masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtTest import QSignalSpy

from qualityvisit.model import planning, records
from qualityvisit.reports.masking import Mask
from qualityvisit.ui.documents import DocumentsDialog, MaskDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.shell import MainWindow
    from qualityvisit.workspace import Workspace
    from tests.showing import Show


def document_scenes(ws: Workspace) -> dict[str, Show]:
    """Return what is to be pictured of the documents, where there are visits."""
    if not ws.all(records.Visit):
        return {}
    return {
        "documents-brief": _document("brief"),
        "documents-term": _document("term-report"),
        "documents-session": _document("session-pack"),
        "documents-masked": _document("brief", Mask("skolgårdens baksida")),
        "documents-mask": _mask,
    }


def _opened(window: MainWindow, kind: str) -> DocumentsDialog:
    ws = window.ws
    most = max(ws.all(records.Visit), key=lambda v: (
        ws.count(records.Finding, parent=v.id), planning.day_of(v)))  # fmt: skip
    window.go("visit", id=most.id)
    meetings = [m.id for m in ws.all(records.Meeting)] if kind == "session-pack" else []
    about = {"meeting": meetings[0]} if meetings else {"visit": most.id}
    dialog = DocumentsDialog(window.desk, window, first=kind, **about)
    dialog.open()
    return dialog


def _document(kind: str, *masks: Mask) -> Show:
    def show(window: MainWindow) -> QWidget:
        dialog = _opened(window, kind)
        if masks:
            dialog._take(masks)
        if not dialog.pages.is_drawn:
            QSignalSpy(dialog.pages.shown).wait(5000)
        return dialog

    return show


def _mask(window: MainWindow) -> QWidget:
    dialog = _opened(window, "brief")
    ask = MaskDialog(window.desk, dialog, dialog.paper(), [Mask("Elsa Karlsson")], lambda _m: None)
    ask.open()
    return ask
