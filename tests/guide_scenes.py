"""Pictures of guides: drafts, versions, imports and reserve forms."""

import tempfile
from pathlib import Path

from PySide6.QtWidgets import QWidget

from qualityvisit import outside
from qualityvisit.model import records
from qualityvisit.ui.guide_compare import GuideCompare, Tie
from qualityvisit.ui.guide_editor import GuideEditor
from qualityvisit.ui.guide_import import ImportGuide
from qualityvisit.ui.guide_new import NewGuide
from qualityvisit.ui.reserve import TakeForm, take_in
from qualityvisit.ui.shell import MainWindow
from qualityvisit.workspace import Workspace
from tests.showing import Show


def guide_scenes(ws: Workspace) -> dict[str, Show]:
    """Return what is to be pictured of guides."""
    found: dict[str, Show] = {"guide-new": _new_guide}
    if ws.guides():
        found |= {
            "guide-draft": _draft(""),
            "guide-question": _draft("own"),
            "guide-fields": _draft("own", write=True),
            "guide-locked": _draft("locked"),
            "guide-versions": _versions,
            "guide-compare": _compared,
            "guide-theme": _theme,
            "guide-tie": _tie,
            "guide-import": _import_form,
            "reserve-form": _take_form,
        }
    return found


def _drafted(window: MainWindow) -> tuple[str, str]:
    """Return a draft with a question of its own, rated and branched upon; and that question."""
    ws = window.desk.ws
    old = ws.guides()[-1].id
    draft = ws.register.draft_of(old)
    themes, asked = ws.guide_parts(draft)
    own = next((q for q in asked if not q.core), None)
    if own is None:
        staff = [q.id for q in asked if q.theme == themes[0].id and q.group == "staff"]
        add, change = ws.register.add_question, ws.register.change_question
        first = add(themes[0].id, "staff", staff[0], "", "Hur lugnt är det i matsalen?")
        change(
            first,
            short="Lugnet i matsalen",
            scale=("1", "2", "3", "4"),
            required="ask",
            prompts=("När på dagen?", "Vilka vuxna är där?"),
        )
        second = add(themes[0].id, "staff", first, "", "Vad skulle göra det lugnare?")
        change(second, short="Lugnare matsal", after=first, answers=("1", "2"))
        add(themes[1].id, "pupils", "", "", "")
        ws.register.leave_out(asked[3].id, "Frågas i enkäten varje höst")
        ws.settle()
        own = next(q for q in ws.guide_parts(draft)[1] if q.id == second)
    return draft, own.id


def _draft(which: str, *, write: bool = False) -> Show:
    def show(window: MainWindow) -> QWidget:
        draft, own = _drafted(window)
        locked = window.desk.ws.guide_parts(draft)[1][0].id
        wanted = {"own": own, "locked": locked}.get(which, "")
        window.go("guide", id=draft, question=wanted)
        editor = window.current()
        if write and isinstance(editor, GuideEditor):
            editor.write()
        return window

    return show


def _versions(window: MainWindow) -> QWidget:
    window.go("guides", id=_drafted(window)[0])
    return window


def _compared(window: MainWindow) -> QWidget:
    window.go("guide-compare", id=_drafted(window)[0])
    return window


def _theme(window: MainWindow) -> QWidget:
    draft, _own = _drafted(window)
    ws = window.desk.ws
    made = ws.register.add_theme(draft, "Måltider", "", ws.guide_parts(draft)[0][0].id)
    window.go("guide", id=draft, question=made)
    return window


def _tie(window: MainWindow) -> QWidget:
    _compared(window)
    screen = window.current()
    assert isinstance(screen, GuideCompare)
    screen.tie()
    return window.findChildren(Tie)[-1]


def _import_form(window: MainWindow) -> QWidget:
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    survey = book.create_sheet("survey")
    for row in (
        ("type", "name", "label::English (en)", "label::Svenska (sv)"),
        ("start", "start", "", ""),
        ("begin_group", "g", "Safety", "Trygghet"),
        ("note", "n", "Read aloud", "Läs högt: det är frivilligt att svara."),
        ("text", "q1", "How is it?", "Hur är det i skolan?"),
        ("select_multiple x", "q3", "What?", "Vad saknar ni?"),
        ("geopoint", "q2", "Where?", "Var är ni?"),
        ("end_group", "", "", ""),
    ):
        survey.append(row)
    file = Path(tempfile.mkdtemp()) / "trygghet.xlsx"
    book.save(file)
    window.go("guides")
    dialog = ImportGuide(window.desk, window, file)
    dialog.open()
    return dialog


def _take_form(window: MainWindow) -> QWidget:
    from docx import Document  # noqa: PLC0415

    ws, folder = window.desk.ws, Path(tempfile.mkdtemp())
    noted = [v.id for v in ws.all(records.Visit) if ws.count(records.Note, parent=v.id)]
    file = outside.write_reserve_forms(ws, noted[-1], folder)[1]
    document = Document(str(file))
    for number in (0, 2):
        cell = document.tables[number].rows[-1].cells[0]
        cell.paragraphs[0].add_run("Det är lugnt i korridoren efter den nya rastordningen.")
    document.element.body.remove(document.tables[1]._tbl)
    document.save(str(file))
    window.go("visit", id=noted[-1])
    take_in(window.desk, window, file)
    return window.findChildren(TakeForm)[-1]


def _new_guide(window: MainWindow) -> QWidget:
    window.go("guides")
    dialog = NewGuide(window.desk, window)
    dialog.open()
    return dialog
