"""What was sent out of a visit (expediering): noted, listed, and struck through with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget

from qualityvisit import visit_record
from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.dialogs import ask_reason
from qualityvisit.ui.rows import Row, RowView
from qualityvisit.ui.theme import px
from qualityvisit.words import _, day

if TYPE_CHECKING:
    from qualityvisit.ui.screen import Desk


class DispatchDialog(FormDialog):
    """Notes that a document was sent: what, to whom, when, how, and whether outside."""

    def __init__(self, desk: Desk, window: QWidget, visit: str, document: str = "") -> None:
        self._ws, self._visit, self._notices = desk.ws, visit, desk.notices
        steps = visit_record.steps(desk.ws, visit)
        form = kit.Form()
        super().__init__(
            window, _("Note that it was sent"), form, _("Note it"), self._note,
            about=_("The program sends nothing by itself. Here you note what has been sent."),
        )  # fmt: skip
        self.document = kit.Suggested(
            document or _("Visit record"), [_("Visit record"), _("Report"), _("Action plan")]
        )
        versions = [(v.id, _("Version {n}, {day}", n=n, day=day(v.at)))
                    for n, v in reversed(list(enumerate(steps.versions, 1)))]  # fmt: skip
        draft = [("", _("A draft: what it reads now"))]
        self._closed = bool(steps.minutes.finished)
        choices = versions + draft if self._closed else draft + versions
        self.version = kit.Choice(choices, choices[0][0])
        self.to = kit.line(hint=_("e.g. the quality meeting, the head teacher, a newspaper"))
        self.at = kit.DateField(desk.today(), today=desk.today())
        self.how = kit.Choice(
            [(c, visit_record.channel_word(c)) for c in records.CHANNELS], "e-mail"
        )
        self.outside = kit.Check(_("It went outside the authority"))
        self._warning = kit.label("", "warn", wrap=True)
        self._box = kit.box(kit.row(kit.pic("triangle-alert", "warn"), (self._warning, 1), gap=10))
        form.add(_("What"), self.document)
        form.add(_("Which version"), self.version)
        form.add(
            _("To"), self.to,
            check=lambda: "" if self.to.text().strip() else _("Write to whom it went."),
        )  # fmt: skip
        form.add(_("When"), self.at, check=self.at.trouble)
        form.add(_("How"), self.how)
        form.put(self.outside)
        form.put(self._box)
        self.outside.toggled.connect(self._warn)
        self.how.currentIndexChanged.connect(self._warn)
        self.version.currentIndexChanged.connect(self._warn)
        self._warn()

    def _warn(self) -> None:
        """Say what the law makes of it."""
        outside = self.outside.isChecked() or self.how.value() == records.WEB
        said = _(
            "What is sent outside the authority becomes an official document, whatever it is called"
            " (TF 2 kap. 10 §). Test it for secrecy first."
        )
        if not self.version.value():
            said = f"{_('This is a draft.')} {said}"
        said = said if outside else ""
        self._warning.setText(said)
        self._box.setVisible(bool(said))
        self._fit()

    def _note(self) -> None:
        self._ws.visit(self._visit).dispatch(
            self.document.text(), self.to.text(), how=self.how.value(),
            version=self.version.value(), at=self.at.iso(),
            outside=self.outside.isChecked(),
        )  # fmt: skip
        self._notices.passing(_("It is noted."))


class DispatchLog(QDialog):
    """Everything that was sent out of a visit, the latest first."""

    def __init__(self, desk: Desk, window: QWidget, visit: str) -> None:
        super().__init__(window.window())
        self._desk, self._visit = desk, visit
        title = _("Sent out")
        self.setWindowTitle(title)
        self.list = RowView(title)
        self._strike = kit.button(_("Strike it through …"), self.strike, "circle-slash")
        self.list.chosen.connect(self._show_ways)
        about = desk.ws.get(records.Visit, visit).title
        self.setLayout(
            kit.col(
                kit.label(title, factor=1.25, bold=True), kit.label(about, "muted"),
                (kit.Surface(kit.col(self.list, margins=1)), 1),
                kit.row(self._strike, None, kit.button(_("Close"), self.accept)),
                gap=12, margins=24,
            )
        )  # fmt: skip
        room = window.window().size()
        self.resize(min(px(680), room.width() - px(24)), min(px(520), room.height() - px(24)))
        self.read()

    def read(self) -> None:
        """Show the entries as they are now."""
        steps = visit_record.steps(self._desk.ws, self._visit)
        self.list.show_rows([_row(steps, entry) for entry in reversed(steps.sent)])
        self._show_ways()

    def _chosen(self) -> records.Dispatch | None:
        row = self.list.current()
        return self._desk.ws.find(records.Dispatch, row) if row else None

    def _show_ways(self) -> None:
        entry = self._chosen()
        may = self._desk.ws.may_write(f"visit/{self._visit}")
        self._strike.setEnabled(may and entry is not None and not entry.struck)

    def strike(self) -> None:
        """Say why the entry does not count."""
        entry = self._chosen()
        if entry is None:
            return
        reason = ask_reason(
            self, _("Strike the entry through?"), _("It stays in the log, with the reason."),
            _("Strike it through"), [_("It was noted by mistake"), _("It was never sent")],
        )  # fmt: skip
        document = self._desk.ws.visit(self._visit)
        if reason and self._desk.attempt(lambda: document.strike_dispatch(entry.id, reason)):
            self._desk.ws.settle()
            self.read()


def _row(steps: visit_record.Steps, entry: records.Dispatch) -> Row:
    number = steps.number(entry.version)
    version = _("version {n}", n=number) if number else _("draft")
    about = ", ".join((day(entry.at), visit_record.channel_word(entry.how), version))
    right, pill = (_("outside the authority"), "warn") if entry.outside else ("", "")
    if entry.struck:
        about, right, pill = _("Does not count: {why}", why=entry.struck), _("struck"), "quiet"
    sign = "circle-slash" if entry.struck else "send"
    return Row(entry.id, f"{entry.document}: {entry.to}", about, sign, "muted", right, pill)
