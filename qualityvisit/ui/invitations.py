"""Inviting: who, the line to hand over, and the two words by which both know that it is right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from qualityvisit.errors import KnownError
from qualityvisit.model import records
from qualityvisit.model.planning import titles_of
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.kit import (
    Choice,
    Form,
    Suggested,
    box,
    button,
    col,
    inset,
    label,
    line,
    pic,
    refill,
    row,
    writing,
)
from qualityvisit.ui.pieces import retitle
from qualityvisit.ui.trade import role_word
from qualityvisit.words import _
from qualityvisit.workspace import Workspace

if TYPE_CHECKING:
    from qualityvisit.roster import OpenLine
    from qualityvisit.ui.screen import Desk, Screen

LOOK = 250  # milliseconds between looks at whether an invitation has been shared


def words_shown(words: str) -> QWidget:
    """Return the two words, and what they are for."""
    big = label(words, "accent", 1.55, bold=True, wrap=True, select=True)
    big.setAccessibleName(_("The words: {words}", words=words))
    about = _("Read the words to each other over the telephone. If they are alike the invitation"
              " is genuine.")  # fmt: skip
    inner = col(label(_("The two words"), "muted", 0.95), big, label(about, wrap=True), gap=4,
                margins=(14, 12))  # fmt: skip
    return inset(inner)


class Invite(FormDialog):
    """Invites a person and shows the line to hand over."""

    def __init__(self, desk: Desk, window: Screen) -> None:
        self._desk, self._window = desk, window
        form = Form()
        super().__init__(
            window, _("Invite a person"), form, _("Make the invitation"), self._invite,
            about=_("You get a line of text to hand over: in person, or in a message that only"
                    " the person can read. It works once."),
        )  # fmt: skip
        titles = titles_of(desk.ws.all(records.TeamRule), desk.ws.all(records.Person))
        self.name, self.title = line(), Suggested(words=titles)
        roles = [(r, role_word(r)) for r in (records.MEMBER, records.READER,
                                             records.ADMINISTRATOR)]  # fmt: skip
        self.role = Choice(roles, records.MEMBER)
        days = [(str(n), _("{n} days", n=n)) for n in (3, 14, 30)]
        self.days = Choice(days, "14")
        form.add(_("Name"), self.name, check=self._check)
        form.add(_("Title"), self.title, _("Teams are proposed by title. It can be left empty."))
        form.add(_("Role"), self.role, _("Members write in the visits that they take part in."
                 " Readers only read. Administrators plan and decide."))  # fmt: skip
        form.add(_("Good for"), self.days)

    def _check(self) -> str:
        return "" if self.name.text().strip() else _("Write the person's name.")

    def _invite(self) -> None:
        made = self._desk.ws.sharing.invite(
            self.name.text(), self.role.value(), self.title.text(), int(self.days.value()),
            tell=False,
        )  # fmt: skip
        self._window.make_stale()
        ShowInvitation(self._desk, self._window, self.name.text().strip(), made).open()


class ShowInvitation(FormDialog):
    """Shows the line that invites, to be copied or saved, and its two words."""

    def __init__(
        self, desk: Desk, window: Screen, name: str, invitation: str, *, own: bool = False
    ) -> None:
        self._desk, self.invitation, self._name = desk, invitation, name
        form = Form()
        title = _("Another computer of yours") if own else _("An invitation for {name}", name=name)
        about = (
            _("Install the program on the other computer, choose Join a workspace and paste the"
              " line. It holds a key: treat it as a password.")
            if own else
            _("{name} installs the program, chooses Join a workspace and pastes the line. It"
              " holds a key: treat it as a password.", name=name)
        )  # fmt: skip
        super().__init__(window, title, form, _("Copy the line"), self._copy, about=about)
        self.words = desk.ws.check_words(invitation)
        form.put(words_shown(self.words))
        text = writing(invitation, lines=3)
        text.setReadOnly(True)
        text.selectAll()
        form.add(_("Invitation"), text)
        form.put(box(row(button(_("Save as a file …"), self.save, "save"), None)))
        late = _("It cannot be used yet: it works when this computer has shared.")
        self.late = box(row(pic("clock", "warn"), (label(late, "warn", wrap=True), 1)))
        form.put(self.late)
        self._looking = QTimer(self, interval=LOOK)
        self._looking.timeout.connect(self._look)
        self._looking.start()
        desk.way.share_soon()
        retitle(self.no, _("Close"))  # the invitation is made: there is nothing to cancel

    def _look(self) -> None:
        """See whether the invitation has been shared."""
        if not self._desk.ws.status().waiting:
            self.late.hide()
            self._looking.stop()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.invitation)
        self._desk.notices.passing(_("The invitation is copied."))

    def save(self) -> None:
        """Save the line as a file of text."""
        from qualityvisit.outside import write_file  # noqa: PLC0415 seldom needed

        file = "-".join([_("invitation"), *self._name.lower().split()]) + ".txt"
        title, kinds = _("Save the invitation"), f"{_('Text files')} (*.txt)"
        found, _kind = QFileDialog.getSaveFileName(self, title, str(Path.home() / file), kinds)
        if found and self._desk.attempt(
            lambda: write_file(Path(found), f"{self.invitation}\n".encode())
        ):
            self._desk.notices.passing(_("The invitation is saved. Delete the file once used."))


class JoinField(QWidget):
    """Where an invitation is pasted, typed or read from a file; ``words`` shows its two words."""

    def __init__(self) -> None:
        super().__init__()
        self.edit = writing(lines=5, hint="QV1-…", name=_("Invitation"))
        browse = button(_("Choose a file …"), self.browse, "folder-open")
        self.setLayout(col(self.edit, row(browse, None), gap=6))
        self.setFocusProxy(self.edit)
        self._shown = col()
        self.words = box(self._shown)
        self.words.hide()
        self.edit.textChanged.connect(self._did_change)

    def text(self) -> str:
        """Return what has been pasted or typed."""
        return self.edit.toPlainText()

    def trouble(self) -> str:
        """Return what is wrong with it, or ""."""
        if not self.text().strip():
            return _("Paste the invitation.")
        try:
            Workspace.check_words(self.text())
        except KnownError as error:
            return f"{error.title} {error.advice}"
        return ""

    def browse(self) -> None:
        """Read the invitation out of a file."""
        from qualityvisit.outside import read_file  # noqa: PLC0415 seldom needed

        kinds = f"{_('Text files')} (*.txt);;{_('All files')} (*)"
        found, _kind = QFileDialog.getOpenFileName(self, _("Invitation"), "", kinds)
        if not found:
            return
        try:
            self.edit.setPlainText(read_file(Path(found)).decode("utf-8", "replace").strip())
        except KnownError as error:
            self._show(label(f"{error.title} {error.advice}", "deficiency", wrap=True))

    def _did_change(self) -> None:
        """Show the words as soon as the invitation is whole."""
        try:
            self._show(words_shown(Workspace.check_words(self.text())))
        except KnownError:
            self.words.hide()

    def _show(self, what: QWidget) -> None:
        refill(self._shown, [what])
        self.words.show()


class ShowWords(FormDialog):
    """Shows the two words of an invitation that was handed over before."""

    def __init__(self, desk: Desk, window: Screen, invitation: OpenLine) -> None:
        form = Form()
        super().__init__(window, _("The words for {name}", name=invitation.name), form,
                         _("Close"), lambda: None, width=440)  # fmt: skip
        self.words = desk.ws.sharing.check_words(invitation.id)
        form.put(words_shown(self.words))
        self.no.hide()
