"""Pictures of a workspace that several share: members, history, weeding, who is here."""

from dataclasses import replace

from PySide6.QtWidgets import QApplication, QWidget

from qualityvisit.model import records
from qualityvisit.sync.invitation import Invitation
from qualityvisit.sync.seal import Keys
from qualityvisit.ui.history import HistoryDialog
from qualityvisit.ui.invitations import Invite, ShowInvitation
from qualityvisit.ui.presence import Present
from qualityvisit.ui.shared import LogDialog, SharingDialog
from qualityvisit.ui.shell import MainWindow
from qualityvisit.ui.weeding import Protocol, Weed
from qualityvisit.visit_record import finish_minutes
from qualityvisit.workspace import Workspace
from tests.day_scenes import day_scenes
from tests.minutes_scenes import minutes_scenes
from tests.programme_scenes import programme_scenes
from tests.showing import Show, at, screen_of, settle


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
        **minutes_scenes(),
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
    sheet = screen_of(window).page.sheet  # type: ignore[attr-defined]
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
    screen = screen_of(window)
    settle(QApplication.instance())  # type: ignore[arg-type]
    for block in screen.paper.column.blocks:  # type: ignore[attr-defined]
        block.discreet.look_again()
    screen._show_pointing()  # type: ignore[attr-defined]
    return window


def _invite(window: MainWindow) -> QWidget:
    window.go("settings", section="members")
    dialog = Invite(window.desk, screen_of(window))
    dialog.open()
    return dialog


def _invitation(window: MainWindow) -> QWidget:
    line = window.ws.sharing.invite_device()
    dialog = ShowInvitation(window.desk, screen_of(window), "Åsa Ängström", line)
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
    ws.correct_minutes(visit.id, "Ett fel")
    for text in ("Rasterna är lugna när vuxna är ute.", "Kön till matsalen är stökig."):
        ws.notes(visit.id).add_note(session.id, "pupils", text=text)
    ws.compile(visit.id)
    finish_minutes(ws, visit.id)
    return visit


def _weed(title: str, *, act: bool) -> Show:
    def show(window: MainWindow) -> QWidget:
        visit = _noted(window.ws, title)
        window.go("visit", id=visit.id)
        if not act:
            return window
        dialog = Weed(window.desk, screen_of(window), visit)
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
        dialog = Protocol(window.desk, screen_of(window), visit)
        dialog.open()
        return dialog

    return show


def _weeded_minutes(window: MainWindow) -> QWidget:
    _weeded("Hjälmaskolan", act=False)(window)
    visit = _noted(window.ws, "Hjälmaskolan")
    window.go("minutes", id=visit.id)
    return window


def invitation() -> str:
    """Return an invitation to a server."""
    store = "https://moln.exempel.se/remote.php/dav/files/eva/Kvalitetsbesök"
    return Invitation("0" * 64, store, "1" * 20, "2" * 20, Keys.fresh(), bytes(32)).line()
