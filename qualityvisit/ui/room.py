"""Who is in the room: counted and described, never named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QIntValidator

from qualityvisit.model.records import GUARDIANS, PUPILS, STAFF, Session, whole
from qualityvisit.ui import kit
from qualityvisit.ui.theme import px
from qualityvisit.words import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

    from qualityvisit.ui.screen import Desk

FEW = 3  # fewer people than this can be recognised by what is written


class Room(kit.Surface):
    """The card "In the room", filled in where it stands; each change is kept at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._session: Session | None = None
        self.number = kit.line(hint=_("number"), name=_("Number of participants"))
        self.number.setValidator(QIntValidator(0, 999, self.number))
        self.number.setFixedWidth(px(76))
        self.category = kit.line(hint=_("e.g. pupils in years 7–9"), name=_("Which people"))
        self.leadership = kit.Check(_("The leadership is present"))
        self.informed = kit.Check(_("Information given"))
        self.informed.setToolTip(_("They know what the interview is for and that it is voluntary"))
        self._warning = kit.label("", "warn", 0.95, wrap=True)
        self._small = kit.label(
            _("In so small a group anyone can be recognised. Write with care."),
            "warn", 0.95, wrap=True,
        )  # fmt: skip
        counted = kit.row(self.number, (self.category, 1), gap=8)
        note = kit.label(_("Names are not written."), "muted", 0.95)
        head = kit.row(kit.pic("users"), kit.label(_("In the room"), bold=True), None)
        super().__init__(
            kit.col(
                head, counted, self._small, self.leadership, self._warning, self.informed, note,
                gap=8, margins=(16, 14, 16, 15),
            )
        )  # fmt: skip
        for line in (self.number, self.category):
            line.editingFinished.connect(self.keep)
        for check in (self.leadership, self.informed):
            check.toggled.connect(self.keep)

    def show_session(self, session: Session, *, may_write: bool) -> None:
        """Show another session, or what has become of it; a field with the caret is left alone."""
        same = self._session is not None and self._session.id == session.id
        self._session = None  # what is set here is no change
        for line, value in ((self.number, session.participants), (self.category, session.category)):
            if not (same and line.hasFocus()) and line.text() != value:
                line.setText(value)
            line.setReadOnly(not may_write)
        for check, on in (
            (self.leadership, session.leadership_present), (self.informed, session.informed),
        ):  # fmt: skip
            check.setChecked(on)
            check.setEnabled(may_write)
        self._session = session
        self._warn(session)

    def keep(self) -> None:
        """Keep what is filled in."""
        session = self._session
        if session is None:
            return
        now: dict[str, str | bool] = {
            "participants": self.number.text().strip(),
            "category": self.category.text().strip(),
            "leadership_present": self.leadership.isChecked(),
            "informed": self.informed.isChecked(),
        }
        changed = {k: v for k, v in now.items() if getattr(session, k) != v}
        if changed:
            document = self._desk.ws.visit(session.visit)
            self._desk.attempt(lambda: document.change_session(session.id, **changed))

    def fields(self) -> list[QLineEdit]:
        """Return the fields, for the order of the Tab key."""
        return [self.number, self.category]

    def _warn(self, session: Session) -> None:
        count = session.participants
        self._small.setVisible(0 < whole(count) < FEW)
        words = {
            PUPILS: _("Children and pupils speak more freely without the leadership."),
            STAFF: _("Staff speak more freely without the leadership."),
            GUARDIANS: _("Guardians speak more freely without the leadership."),
        }.get(session.group, "")
        self._warning.setText(words)
        self._warning.setVisible(bool(words) and session.leadership_present)
