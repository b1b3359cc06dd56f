"""Pictures of every screen: python -m tests.screenshots FOLDER [words in the names wanted].

Light and dark at 1440x900, light at 1366x768, and 200 % text at 1366x768; on the example
workspace, on one that has just been created ("-empty"), on one that several share ("-shared"), and
after each fault of a store ("failure-"). In Swedish.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import keyring
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit, QPushButton, QWidget

from qualityvisit import example, imports, outside, words
from qualityvisit.errors import TornFile
from qualityvisit.model import records
from qualityvisit.model.planning import coverage
from qualityvisit.settings import Settings
from qualityvisit.sync.invitation import Invitation
from qualityvisit.sync.seal import Keys
from qualityvisit.ui import theme
from qualityvisit.ui.conflicts import Conflicts
from qualityvisit.ui.figure_cards import Bars, theme_card
from qualityvisit.ui.first_start import StartWindow
from qualityvisit.ui.guide_compare import GuideCompare, Tie
from qualityvisit.ui.guide_editor import GuideEditor
from qualityvisit.ui.guide_import import ImportGuide
from qualityvisit.ui.guide_new import NewGuide
from qualityvisit.ui.history import HistoryDialog
from qualityvisit.ui.import_dialog import ImportDialog
from qualityvisit.ui.invitations import Invite, ShowInvitation
from qualityvisit.ui.kit import box, col
from qualityvisit.ui.new_term import NextTerm
from qualityvisit.ui.plan import Plan
from qualityvisit.ui.plan_dialog import MoveDialog, NewVisit
from qualityvisit.ui.plan_draft import ProposedVisit
from qualityvisit.ui.presence import Present
from qualityvisit.ui.reserve import TakeForm, take_in
from qualityvisit.ui.screen import Screen
from qualityvisit.ui.search import Palette
from qualityvisit.ui.settings_calendar import EditPeriod
from qualityvisit.ui.settings_screen import sections
from qualityvisit.ui.shared import LogDialog, SharingDialog
from qualityvisit.ui.shell import MainWindow
from qualityvisit.ui.store_password import StorePassword
from qualityvisit.ui.theme import px
from qualityvisit.ui.unit_dialogs import EditUnit
from qualityvisit.ui.unit_doubles import MergeUnits
from qualityvisit.ui.unit_import import PasteTable
from qualityvisit.ui.units import Units
from qualityvisit.ui.weeding import Protocol, Weed
from qualityvisit.workspace import Workspace
from tests import broken
from tests.day_scenes import day_scenes
from tests.pair import build
from tests.programme_scenes import programme_scenes
from tests.rings import Memory
from tests.ui import world

LOOKS = {
    "light": ("light", 100, 1440, 900),
    "dark": ("dark", 100, 1440, 900),
    "small": ("light", 100, 1366, 768),
    "text200": ("light", 200, 1366, 768),
}
NOW = datetime(2026, 11, 24, 8, 41, tzinfo=UTC)
Show = Callable[[MainWindow], QWidget]


def settle(app: QApplication) -> None:
    """Let timers run out and everything be painted."""
    for _turn in range(12):
        app.processEvents()


def at(name: str, **arguments: str) -> Show:
    """Return what shows a place."""

    def show(window: MainWindow) -> QWidget:
        window.go(name, **arguments)
        return window

    return show


def scenes(ws: Workspace) -> dict[str, Show]:
    """Return what is to be pictured: a name, and what brings it about."""
    found: dict[str, Show] = {
        "overview": at("overview"),
        "plan": at("plan"),
        "plan-proposal": _proposal,
        "plan-proposed-visit": _proposed_visit,
        "plan-conflicts": _conflicts,
        "plan-next-term": _next_term,
        "plan-move": _move_prepared,
        "settings-period": _period,
        "new-visit": _new_visit,
        "visits": at("visits"),
        "units": _unit,
        "unit-new": _new_unit,
        "import": _import,
        "import-paste": _paste,
        "guides": at("guides"),
        "guide-new": _new_guide,
        "follow-up": at("follow-up"),
        "search": _find("skol"),
        "search-none": _find("xyzzy"),
        "search-start": _find(""),
        **{f"settings-{name}": at("settings", section=name) for name, *_rest in sections()},
        "settings-server": _server,
    }
    if ws.count(records.Unit):
        found |= {
            "unit-change": _change_unit,
            "unit-figures": _figures,
            "unit-figures-all": _all_figures,
            "unit-figures-theme": _theme_figures,
            "unit-merge": _merge,
            "import-figures": _import_figures,
        }
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
    visits = {
        v.status: v.id for v in ws.all(records.Visit) if ws.count(records.Session, parent=v.id)
    }
    noted = [v for v in ws.all(records.Visit) if ws.count(records.Note, parent=v.id)]
    open_ones = [
        (s.visit, s.id) for s in ws.all(records.Session)
        if s.type == records.INTERVIEW and not s.ended and s.visit in {v.id for v in noted}
    ]  # fmt: skip
    for state, visit in visits.items():
        found[f"visit-{state}"] = at("visit", id=visit)
    if open_ones:
        found["interview"] = at("interview", id=open_ones[0][0], session=open_ones[0][1])
    for ended in [s for s in ws.all(records.Session) if s.ended and s.group][:1]:
        found["interview-ended"] = at("interview", id=ended.visit, session=ended.id)
    for written in noted[-2:]:
        found[f"minutes-{written.status}"] = at("minutes", id=written.id)
    for meeting in ws.all(records.Meeting)[-1:]:
        found["meeting"] = at("meeting", id=meeting.id)
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


def shared_scenes(_ws: Workspace) -> dict[str, Show]:
    """Return what is to be pictured of a workspace that several share."""
    return {
        "settings-members": at("settings", section="members"),
        "settings-sharing": at("settings", section="sharing"),
        "invite": _invite,
        "invitation": _invitation,
        "shared": _shared,
        "sharing-log": _sharing_log,
        "history": _history("Mellanängsskolan"),
        "history-members": _history(""),
        "weed-offered": _weed("Mellanängsskolan", act=False),
        "weed": _weed("Mellanängsskolan", act=True),
        "weeded": _weeded("Hjälmaskolan", act=False),
        "weeded-protocol": _weeded("Hjälmaskolan", act=True),
        "weeded-minutes": _weeded_minutes,
        "here-visit": _here,
        "here-interview": _writing,
        "here-minutes": _here_in_minutes,
        "pointing-interview": _pointing,
        "pointing-minutes": _pointing_in_minutes,
        **day_scenes(),
        **programme_scenes(),
    }


def _here(window: MainWindow, note: str = "", caret: int = 0) -> QWidget:
    """Let two colleagues be on a visit, the first with the caret in a note."""
    visit = next(v for v in window.ws.all(records.Visit) if v.title == "Lindskolan")
    names = {p.name: p.id for p in window.ws.all(records.Person)}
    if not note:
        window.go("visit", id=visit.id)
    presence = window.desk.presence
    window.pulse.listening.disconnect()  # it is a folder, which cannot tell
    window.pulse.listening.connect(lambda _live: None)
    presence._here = {
        name: Present(name, names[name], note if at == 0 else "", caret, 0.0)
        for at, name in enumerate(("Per Provberg", "Karin Skiss"))
    }
    presence._tell({})
    return window


def _here_in_minutes(window: MainWindow) -> QWidget:
    visit = next(v for v in window.ws.all(records.Visit) if v.title == "Lindskolan")
    window.go("minutes", id=visit.id)
    return _here(window, "a note")


def _writing(window: MainWindow) -> QWidget:
    ws = window.ws
    visit = next(v for v in ws.all(records.Visit) if v.title == "Lindskolan")
    session = next(s for s in ws.all(records.Session, parent=visit.id) if s.group == "pupils")
    notes = ws.notes(visit.id)
    question = next(q for q in ws.all(records.Question) if q.group == "pupils")
    for note in ws.all(records.Note, parent=visit.id):
        notes.remove(note.id)
    text = ("Rasterna är lugna när vuxna är ute. På baksidan av skolgården ser ingen, och dit går"
            " de som vill vara i fred.")  # fmt: skip
    made = [
        notes.add_note(session.id, "pupils", question=question.id, text=words)
        for words in (text, "Kön till matsalen är lång")
    ]
    ws.settle()
    window.go("interview", id=visit.id, session=session.id, question=question.id)
    _here(window, made[0], text.index("ser ingen"))
    presence = window.desk.presence
    before = dict(presence._here)
    presence._here["Karin Skiss"] = replace(presence._here["Karin Skiss"], note=made[1], caret=25)
    presence._tell(before)
    return window


def _pointing(window: MainWindow) -> QWidget:
    """Let two notes name and describe people, and open the menu of one."""
    ws = window.ws
    visit = next(v for v in ws.all(records.Visit) if v.title == "Lindskolan")
    session = next(s for s in ws.all(records.Session, parent=visit.id) if s.group == "pupils")
    question = next(q for q in ws.all(records.Question) if q.group == "pupils")
    notes = ws.notes(visit.id)
    for note in ws.all(records.Note, parent=visit.id):
        notes.remove(note.id)
    for text in (
        "Elsa Lindström säger att pojken i 3A som har adhd ofta är ensam på rasten.",
        "Två elever vill inte duscha. Ring mamman på 070-123 45 67.",
    ):
        notes.add_note(session.id, "pupils", question=question.id, text=text, marks=["strength"])
    ws.settle()
    window.go("interview", id=visit.id, session=session.id, question=question.id)
    sheet = _screen(window).page.sheet  # type: ignore[attr-defined]
    for block in sheet._written():
        block.discreet.look_again()
    first = sheet._written()[0]
    sheet._column.enter(first, 2)
    first.discreet.show_menu()
    return window


def _pointing_in_minutes(window: MainWindow) -> QWidget:
    _pointing(window)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    visit = next(v for v in window.ws.all(records.Visit) if v.title == "Lindskolan")
    window.ws.compile(visit.id)
    window.ws.settle()
    window.go("minutes", id=visit.id)
    screen = _screen(window)
    settle(QApplication.instance())  # type: ignore[arg-type]
    for block in screen.paper.column.blocks:  # type: ignore[attr-defined]
        block.discreet.look_again()
    screen._show_pointing()  # type: ignore[attr-defined]
    return window


def _invite(window: MainWindow) -> QWidget:
    window.go("settings", section="members")
    dialog = Invite(window.desk, _screen(window))
    dialog.open()
    return dialog


def _invitation(window: MainWindow) -> QWidget:
    line = window.ws.sharing.invite_device()
    dialog = ShowInvitation(window.desk, _screen(window), "Åsa Ängström", line)
    dialog.open()
    return dialog


def _shared(window: MainWindow) -> QWidget:
    window.go("overview")
    dialog = SharingDialog(window.desk, window)
    dialog.open()
    return dialog


def _sharing_log(window: MainWindow) -> QWidget:
    dialog = LogDialog(window.desk, window)
    dialog.open()
    return dialog


def _history(title: str) -> Show:
    def show(window: MainWindow) -> QWidget:
        visit = _noted(window.ws, title).id if title else ""
        window.go("overview")
        dialog = HistoryDialog(window.desk, window, visit)
        dialog.open()
        return dialog

    return show


def _noted(ws: Workspace, title: str) -> records.Visit:
    """Return a visit with notes and finished minutes."""
    visit = next(v for v in ws.all(records.Visit) if v.title == title)
    if f"notes/{visit.id}" in ws.standing.weeded or ws.count(records.Note, parent=visit.id):
        return visit
    session = next(s for s in ws.all(records.Session, parent=visit.id) if s.group == "pupils")
    ws.set_minutes_state(visit.id, "draft")
    for text in ("Rasterna är lugna när vuxna är ute.", "Kön till matsalen är stökig."):
        ws.notes(visit.id).add_note(session.id, "pupils", text=text)
    ws.compile(visit.id)
    ws.set_minutes_state(visit.id, "finished")
    return visit


def _weed(title: str, *, act: bool) -> Show:
    def show(window: MainWindow) -> QWidget:
        visit = _noted(window.ws, title)
        window.go("visit", id=visit.id)
        if not act:
            return window
        dialog = Weed(window.desk, _screen(window), visit)
        dialog.open()
        return dialog

    return show


def _weeded(title: str, *, act: bool) -> Show:
    def show(window: MainWindow) -> QWidget:
        visit = _noted(window.ws, title)
        if window.ws.may_weed(visit.id):
            window.ws.weed(visit.id)
        window.go("visit", id=visit.id)
        if not act:
            return window
        dialog = Protocol(window.desk, _screen(window), visit)
        dialog.open()
        return dialog

    return show


def _weeded_minutes(window: MainWindow) -> QWidget:
    _weeded("Hjälmaskolan", act=False)(window)
    visit = _noted(window.ws, "Hjälmaskolan")
    window.go("minutes", id=visit.id)
    return window


def _screen(window: MainWindow) -> Screen:
    screen = window.current()
    assert screen is not None
    return screen


def _new_visit(window: MainWindow) -> QWidget:
    window.go("plan")
    screen = window.current()
    assert isinstance(screen, Plan)
    screen.plan_visit(next((u.id for u in window.ws.all(records.Unit) if u.form == "GR"), ""))
    return window.findChildren(NewVisit)[-1]


def _plan(window: MainWindow) -> Plan:
    window.go("plan")
    screen = window.current()
    assert isinstance(screen, Plan)
    return screen


def _proposal(window: MainWindow) -> QWidget:
    """Show a proposal in which one unit is closed to everybody and one was moved by hand."""
    ws, screen = window.ws, _plan(window)
    last = ws.all(records.TermOfOffice)[-1]
    waits = coverage(ws.all(records.Unit), ws.all(records.Visit), last)
    units = [u.id for c in waits for u in c.without_time if c.form == "GR"]
    if units:
        chiefs = [p.id for p in ws.all(records.Person) if p.title == "utbildningschef"]
        ws.register.decide_conflicts({(p, units[0]): records.BARRED for p in chiefs})
        screen.read_again()
        screen._term.setCurrentIndex(screen._term.findData(last.start))
        screen.propose()
    return window


def _proposed_visit(window: MainWindow) -> QWidget:
    _proposal(window)
    screen = _plan(window)
    if screen.draft is None:
        return window
    placed = screen.draft.placed[0]
    dialog = ProposedVisit(window.desk, screen, screen.draft, placed)
    dialog.open()
    dialog.time.set_text(f"v. 44 {placed.week[:4]}")
    return dialog


def _conflicts(window: MainWindow) -> QWidget:
    dialog = Conflicts(window.desk, _plan(window))
    dialog.open()
    for choice in list(dialog.choices.values())[:2]:
        choice.setCurrentIndex(1)
    for choice in list(dialog.choices.values())[2:3]:
        choice.setCurrentIndex(2)
    return dialog


def _next_term(window: MainWindow) -> QWidget:
    screen = _plan(window)
    screen.begin_term()
    return window.findChildren(NextTerm)[-1]


def _move_prepared(window: MainWindow) -> QWidget:
    ahead = [v for v in window.ws.all(records.Visit) if v.status == "planned" and v.date]
    if not ahead:
        return window
    dialog = MoveDialog(window.desk, _plan(window), ahead[0], "2027-W03")
    dialog.open()
    return dialog


def _period(window: MainWindow) -> QWidget:
    window.go("settings", section="calendar")
    period = window.ws.register.calendar()[4]
    dialog = EditPeriod(window.desk, _screen(window), period)
    dialog.open()
    return dialog


def _unit(window: MainWindow) -> QWidget:
    figures = window.ws.all(records.KeyFigure)
    window.go("units", **({"id": figures[0].unit} if figures else {}))
    return window


def _new_unit(window: MainWindow) -> QWidget:
    _unit(window)
    dialog = EditUnit(window.desk, window, None)
    dialog.open()
    dialog.name.setText("Förskolan Vinden")
    dialog.code.setText("123")
    dialog.try_it()
    return dialog


def _server(window: MainWindow) -> QWidget:
    window.go("settings", section="sharing")
    screen = window.current()
    assert screen is not None
    [password] = screen.findChildren(StorePassword)
    password._address.setText("postgresql://eva@databas.exempel.se/kvalitetsbesok")
    password.edit.setText("ett lösenord")
    return window


def _units(window: MainWindow) -> Units:
    _unit(window)
    current = window.current()
    assert isinstance(current, Units)
    return current


def _import(window: MainWindow) -> QWidget:
    units = _units(window)
    units.show_import(str(Path(__file__).parent / "ui/units.csv"))
    window.desk.tasks.wait(3000)
    dialog = units.window().findChildren(ImportDialog)[-1]
    QApplication.processEvents()
    dialog.list.turn("new/1")
    return dialog


def _import_figures(window: MainWindow) -> QWidget:
    data = Path(__file__).parent / "data"
    units = _units(window)
    names = ("slutbetyg-2025-hela.csv", "survey/nestedsurveys_custodiansgr.json")
    units.show_figures([str(data / name) for name in names])
    window.desk.tasks.wait(3000)
    QApplication.processEvents()
    dialog = units.window().findChildren(ImportDialog)[-1]
    dialog.list.choose("who/")
    dialog.did_choose("who/")
    return dialog


def _figures(window: MainWindow) -> QWidget:
    """Show a unit with figures of several sources, of which some are kept secret."""
    data, ws = Path(__file__).parent / "data", window.ws
    unit = next(u for u in ws.all(records.Unit) if u.name == "Baldersskolan 7-9")
    ws.register.change_unit(unit.id, code="10661388")
    names = ("planned/statistics-gr_10661388.json", "survey/nestedsurveys_custodiansgr.json")
    imports.import_figures(ws, [data / name for name in names], unit=unit.id)
    window.go("units", id=unit.id)
    return window


def _all_figures(window: MainWindow) -> QWidget:
    """Show all figures of that unit, down to those with bars."""
    _figures(window)
    QApplication.processEvents()
    screen = window.current()
    assert isinstance(screen, Units)
    more = [b for b in screen._detail.findChildren(QPushButton) if b.text().startswith("Visa alla")]
    more[-1].click()
    QApplication.processEvents()
    bars = screen._detail.findChildren(Bars)
    screen._detail.ensureWidgetVisible(bars[len(bars) // 2])
    return window


def _theme_figures(window: MainWindow) -> QWidget:
    """Show what stands beside the questions of a theme."""
    _figures(window)
    unit = next(u for u in window.ws.all(records.Unit) if u.code == "10661388")
    theme = next(t for t in window.ws.all(records.Theme) if t.name.startswith("Kunskaper"))
    made = theme_card(window.desk, unit.id, theme)
    assert made is not None
    held = box(col(made, None, margins=8))
    held.resize(px(340), px(560))
    held.show()
    return held


def _paste(window: MainWindow) -> QWidget:
    units = _units(window)
    units.paste_units()
    return units.window().findChildren(PasteTable)[-1]


def _change_unit(window: MainWindow) -> QWidget:
    units = _units(window)
    unit = next(u for u in window.ws.all(records.Unit) if "FKLASS" in " ".join(u.forms))
    units._edit(unit.id)
    return units.window().findChildren(EditUnit)[-1]


def _merge(window: MainWindow) -> QWidget:
    units = _units(window)
    if not any(u.name == "Hagalid" for u in window.ws.all(records.Unit)):
        window.ws.register.add_unit("Hagalidskolan", ("GR",), pupils="300")
    units.merge_units()
    return units.window().findChildren(MergeUnits)[-1]


def _find(text: str) -> Show:
    def show(window: MainWindow) -> QWidget:
        window.go("overview")
        window.open_search()
        palette = window.findChildren(Palette)[-1]
        palette.edit.setText(text)
        palette.search()
        return palette

    return show


def invitation() -> str:
    """Return an invitation to a server."""
    store = "https://moln.exempel.se/remote.php/dav/files/eva/Kvalitetsbesök"
    return Invitation("0" * 64, store, "1" * 20, "2" * 20, Keys.fresh(), bytes(32)).line()


def starts(profile: Path) -> Iterator[tuple[str, StartWindow]]:
    """Give the windows that come before a workspace."""
    for name in ("choices", "create", "join", "restore", "unlock"):
        window = StartWindow(profile)
        getattr(window, f"show_{name}")()
        if name == "create":
            window._need_passphrase()
        if name == "join":
            window.findChildren(QPlainTextEdit)[-1].setPlainText(invitation())
        yield f"start-{name}", window
    trouble = TornFile("Arbetsytans fil är skadad.", "Den är orörd. Återställ en säkerhetskopia.")
    yield "start-trouble", StartWindow(profile, trouble)


class Camera:
    """Takes the pictures that are wanted."""

    def __init__(self, app: QApplication, folder: Path, wanted: list[str]) -> None:
        self._app, self._folder, self._wanted = app, folder, wanted

    def wants(self, file: str) -> bool:
        """Return whether a picture is asked for."""
        return not self._wanted or any(w in file for w in self._wanted)

    def take(self, shown: QWidget, file: str) -> None:
        """Take a picture."""
        settle(self._app)
        shown.grab().save(str(self._folder / file))

    def all_scenes(self, ws: Workspace, state: str, look: str) -> None:
        """Picture every scene of a workspace in a look."""
        colours, size, width, height = LOOKS[look]
        chosen = shared_scenes if state == "-shared" else scenes
        names = [n for n in chosen(ws) if self.wants(f"{n}{state}-{look}.png")]
        if not names:
            return
        window = MainWindow(ws.folder, Settings(theme=colours, text_size=size))
        window.hold(ws)
        window.resize(width, height)
        window.show()
        for name in names:
            shown = chosen(ws)[name](window)
            self.take(shown, f"{name}{state}-{look}.png")
            if shown is not window:
                shown.close()
        window.close()

    def all_starts(self, look: str) -> None:
        """Picture the windows before a workspace."""
        _colours, _size, width, height = LOOKS[look]
        with tempfile.TemporaryDirectory() as home:
            for name, window in starts(Path(home)):
                if self.wants(f"{name}-{look}.png"):
                    self._start(window, f"{name}-{look}.png", min(width, 1100), min(height, 768))

    def all_failures(self, look: str) -> None:
        """Picture what is seen of each fault of a store."""
        colours, size, width, height = LOOKS[look]
        rows = [r for r in broken.ROWS if self.wants(f"failure-{r.name}-{look}.png")]
        if not rows:
            return
        with tempfile.TemporaryDirectory() as home:
            template = Path(home, "mall")
            build(template)
            for row in rows:
                with broken.staged(template, Path(home, row.name), row) as ws:
                    window = broken.seen(ws, row, theme=colours, text_size=size)
                    window.resize(width, height)
                    self.take(window, f"failure-{row.name}-{look}.png")
                    window.close()

    def _start(self, window: QMainWindow, file: str, width: int, height: int) -> None:
        window.resize(width, height)
        window.show()
        self.take(window, file)
        window.close()


@contextmanager
def workspaces(home: Path) -> Iterator[dict[str, Workspace]]:
    """Give the example, told on a day of its own, and a workspace that has just been created."""
    told = json.loads((example.FOLDER / "committee.json").read_text("utf-8"))
    full = Workspace.create(
        home / "full", name=told["me"], committee=told["committee"], clock=world.Time(NOW)
    )
    example.fill(full)
    bare = world.empty(home / "bare", world.Time(NOW))
    with shared(home) as several:
        yield {"": full, "-empty": bare, "-shared": several}
    full.close()
    bare.close()


def _write_too_late(ws: Workspace, theirs: Workspace) -> None:
    """Let a member write in a visit whose team they have left."""
    visit = next(v for v in ws.all(records.Visit) if v.title == "Mellanängsskolan")
    ws.set_team(visit.id, [*visit.team, theirs.me.id])
    for _round in range(2):
        ws.sharing.share()
        theirs.sharing.share()
    ws.set_team(visit.id, visit.team)
    session = theirs.all(records.Session, parent=visit.id)[0]
    theirs.notes(visit.id).add_note(session.id, "pupils", text="Kön är lång.")
    theirs.sharing.share()
    ws.sharing.share()


@contextmanager
def shared(home: Path) -> Iterator[Workspace]:
    """Give a workspace that several share."""
    ws = world.filled(home / "shared", world.Time(NOW), str(home / "store"))
    for name, role in (("Per Provberg", records.MEMBER), ("Maj Mallgren", records.READER)):
        line = ws.sharing.invite(name, role)
        theirs = Workspace.join(home / name, line, clock=world.Time(NOW))
        ws.sharing.share()
        if role == records.MEMBER:
            _write_too_late(ws, theirs)
        theirs.close()
    ws.sharing.invite("Åsa Ängström", records.MEMBER)
    yield ws
    ws.close()


def main(folder: Path, wanted: list[str]) -> None:
    """Make the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    keyring.set_keyring(Memory())
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    if "Inter" in QFontDatabase.families():  # an offscreen platform has no font of its own
        app.setFont(QFont("Inter", 9))
    words.use("sv")
    camera = Camera(app, folder, wanted)
    with tempfile.TemporaryDirectory() as home, workspaces(Path(home)) as held:
        for look, (colours, size, _width, _height) in LOOKS.items():
            theme.use(app, colours, size)
            for state, ws in held.items():
                camera.all_scenes(ws, state, look)
            camera.all_starts(look)
            camera.all_failures(look)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
