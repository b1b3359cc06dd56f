"""Before a workspace is open: the four ways to begin, the passphrase, and what will not open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QGridLayout,
    QLayout,
    QLineEdit,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from qualityvisit.errors import KnownError, NoKeyring
from qualityvisit.ui.kit import (
    Form,
    Pressable,
    Suggested,
    Surface,
    box,
    button,
    col,
    label,
    line,
    pic,
    row,
    scroll,
    secret,
)
from qualityvisit.ui.notices import Notices
from qualityvisit.ui.rail import brand
from qualityvisit.ui.store_password import OwnStore, StorePassword
from qualityvisit.ui.theme import px
from qualityvisit.ui.waiting import Waiting
from qualityvisit.words import _
from qualityvisit.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from qualityvisit.errand import Errand

EXAMPLE = "example"  # the folder in the profile where the example lives, beside one's own
EXAMPLE_PASSPHRASE = "an example that anybody may read"  # noqa: S105 its words are public, its file sealed


class StartWindow(QMainWindow):
    """The window before a workspace is open. ``opened`` carries the workspace that was."""

    opened = Signal(object)

    def __init__(self, profile: Path, trouble: KnownError | None = None) -> None:
        super().__init__()
        self._profile = profile
        self.notices = Notices(self)
        self._stack = QStackedWidget()
        self._may_go_back = False
        self._waiting: Waiting | None = None
        page = col((self._stack, 1), margins=0)
        page.insertWidget(0, self.notices.place)
        page.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setCentralWidget(box(page))
        frame = self.layout()
        if frame is not None:
            frame.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setWindowTitle(_("Quality Visit"))
        room = self.screen().availableGeometry()
        self.resize(min(px(960), room.width()), min(px(720), room.height()))
        if trouble is not None:
            self.show_trouble(trouble)
        elif Workspace.exists(profile):
            self.show_unlock()
        else:
            self.show_choices()

    # --- pages

    def show_choices(self) -> None:
        """Offer the four ways to begin."""
        ways = (
            ("eye", _("Explore an example"), _("An invented committee with visits, notes and"
             " minutes. Change what you like: nothing is shared."), self.explore),
            ("school", _("Create a workspace"), _("Begin for your committee. You become its"
             " administrator and can invite the others."), self.show_create),
            ("log-in", _("Join a workspace"), _("You have been given an invitation: a line of"
             " text that begins with QV1-."), self.show_join),
            ("life-buoy", _("Restore from a backup"), _("You have a backup, and a new or empty"
             " computer."), self.show_restore),
        )  # fmt: skip
        grid = QGridLayout()
        grid.setSpacing(px(16))
        grid.setContentsMargins(0, 0, 0, 0)
        for place, (icon_name, title, words, act) in enumerate(ways):
            grid.addWidget(_way(icon_name, title, words, act), place // 2, place % 2)
        self._turn_to(
            _("Welcome to Quality Visit"),
            _("Plan visits to preschools and schools, write down what is said, and follow it up."
              " Everything works without a network and is encrypted on this computer."),
            box(grid),
            back=False,
        )  # fmt: skip

    def show_create(self) -> None:
        """Ask for what a workspace begins with."""
        from qualityvisit.model.register import TITLES  # noqa: PLC0415 not needed to start

        form = Form()
        name = line(name=_("Your name"))
        form.add(_("Your name"), name, _("Colleagues see who wrote what."),
                 check=_given(name, _("Write your name.")))  # fmt: skip
        title = Suggested(words=TITLES, name=_("Your title"))
        form.add(_("Your title"), title, _("Teams are proposed by title. It can be left empty."))
        committee = line(_("Children and education committee"), name=_("The committee"))
        form.add(_("The committee"), committee, check=_given(committee, _("Write its name.")))
        place = line(hint=_("Can be chosen later"), name=_("Shared place"))
        browse = button(_("Browse …"), lambda: self._choose_folder(place))
        about = _("A folder that all in the team can reach, or a server's address: WebDAV, S3,"
                  " Azure Blob or PostgreSQL. Only encrypted files are put there.")  # fmt: skip
        form.add(_("Shared place"), box(row((place, 1), browse)), about,
                 check=lambda: _lacking(place.text().strip()))  # fmt: skip
        password = StorePassword(place)
        form.put(password)
        code = self._passphrase(form)

        def errand() -> Errand[Workspace]:
            from qualityvisit.outside import add_guides  # noqa: PLC0415 not needed to start

            made = yield from Workspace.creating(
                self._profile, name=name.text(), committee=committee.text(), title=title.text(),
                store=password.whole(), passphrase=code(),
            )  # fmt: skip
            add_guides(made)
            return made

        self._turn_to_form(
            _("Create a workspace"),
            _("Everything you write stays on this computer until you choose a shared place."),
            form, _("Create the workspace"),
            lambda: self._begin(_("The workspace is being created"), errand()),
        )  # fmt: skip

    def show_join(self) -> None:
        """Ask for an invitation."""
        from qualityvisit.ui.invitations import JoinField  # noqa: PLC0415 not needed to start

        form = Form()
        held = JoinField()
        form.add(
            _("Invitation"),
            held,
            _("Paste the whole line that you have been given, or type the rows of a recovery"
              " sheet, each on a line of its own."),
            check=held.trouble,
        )  # fmt: skip
        form.put(held.words)
        own = OwnStore(held.edit)
        form.put(own)
        code = self._passphrase(form)

        def errand() -> Errand[Workspace]:
            return (yield from Workspace.joining(
                self._profile, held.text(), store=own.whole(), passphrase=code()
            ))  # fmt: skip

        self._turn_to_form(
            _("Join a workspace"),
            _("The shared place must be within reach now. After that you can work without it."),
            form, _("Join"), lambda: self._begin(_("You are joining the workspace"), errand()),
        )  # fmt: skip

    def show_restore(self, *, instead: bool = False) -> None:
        """Ask for a backup; ``instead`` of a workspace here that cannot be opened."""
        latest = Workspace.latest_backup(self._profile)
        form = Form()
        file = line(str(latest or ""), name=_("Backup"))
        form.add(_("Backup"), box(row((file, 1), button(_("Browse …"),
                 lambda: self._choose_backup(file)))),
                 check=_given(file, _("Choose a backup.")))  # fmt: skip
        code = secret(name=_("The backup's passphrase"))
        hint = _("Leave it empty if the backup was made on this computer without one.")
        form.add(_("The backup's passphrase"), code, hint)

        def act() -> Workspace:
            if instead:
                Workspace.verify_backup(Path(file.text()), code.text())
                Workspace.set_aside(self._profile)
            return Workspace.restore(Path(file.text()), self._profile, code.text())

        words = _("The workspace that cannot be opened is put aside in a folder beside it. Nothing"
                  " is deleted.") if instead else _(
                  "Everything comes back as it was when the backup was made.")  # fmt: skip
        self._turn_to_form(
            _("Restore from a backup"), words, form, _("Restore"), lambda: self._open(act)
        )

    def show_unlock(self) -> None:
        """Ask for the passphrase."""
        form = Form()
        code = secret(name=_("Passphrase"))
        form.add(_("Passphrase"), code, check=_given(code, _("Write the passphrase.")))
        self._turn_to_form(
            _("Open the workspace"),
            _("The workspace on this computer is opened with its passphrase."),
            form, _("Open"),
            lambda: self._open(lambda: Workspace.open(self._profile, code.text())), back=False,
        )  # fmt: skip

    def show_trouble(self, trouble: KnownError) -> None:
        """Tell why the workspace does not open: what happened, what is safe, what to do."""
        again = button(_("Try again"), self._try_again, "refresh-cw", "primary")
        restore = button(_("Restore from a backup"), lambda: self.show_restore(instead=True))
        words = Surface(
            col(
                row(pic("octagon-alert", "deficiency", 24), (label(trouble.title, factor=1.1,
                    bold=True, wrap=True), 1), gap=12),
                label(trouble.advice, wrap=True),
                8,
                row(again, *([] if trouble.may_retry else [restore]), None),
                gap=10, margins=20,
            )
        )  # fmt: skip
        self._turn_to(_("The workspace cannot be opened"), "", words, back=False)
        again.setFocus()

    # --- what is done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc go back to the ways to begin."""
        if event.key() == Qt.Key.Key_Escape and self._may_go_back:
            self.show_choices()
        else:
            super().keyPressEvent(event)

    def explore(self) -> None:
        """Open the example, made the first time."""
        folder = self._profile / EXAMPLE

        def act() -> Workspace:
            if Workspace.exists(folder):
                return Workspace.open(folder, EXAMPLE_PASSPHRASE)
            from qualityvisit.example import create  # noqa: PLC0415 not needed to start

            return create(folder, EXAMPLE_PASSPHRASE)

        self._open(act)

    def _try_again(self) -> None:
        self._open(lambda: Workspace.open(self._profile))

    def _open(self, act: Callable[[], Workspace]) -> None:
        QApplication.setOverrideCursor(self.cursor())
        try:
            workspace = act()
        except KnownError as trouble:
            self.notices.known(trouble)
        else:
            self.opened.emit(workspace)
        finally:
            QApplication.restoreOverrideCursor()

    @property
    def busy(self) -> bool:
        """Whether a workspace is being created or joined."""
        return self._waiting is not None and self._waiting.busy

    def _begin(self, title: str, errand: Errand[Workspace]) -> None:
        """Create or join a workspace: a server may take its time."""
        if not self.busy:
            self._waiting = Waiting(self, title, errand, self.opened.emit, self._did_fail)

    def _did_fail(self, trouble: KnownError) -> None:
        self.notices.known(trouble)
        if isinstance(trouble, NoKeyring):
            self._need_passphrase()

    # --- parts

    def _turn_to(self, title: str, words: str, body: QWidget, *, back: bool = True) -> None:
        self.notices.forget()
        head: list[QWidget] = [] if back else [brand()]
        head.append(label(title, factor=1.9, bold=True, wrap=True))
        if words:
            head.append(label(words, "muted", wrap=True))
        items = [button(_("Back"), self.show_choices, "arrow-left", "flat")] if back else []
        self._may_go_back = back
        inner = box(col(row(*items, None), *head, 8, body, None, gap=10, margins=(28, 28)))
        inner.setMaximumWidth(px(880))
        page = scroll(box(col(None, row(None, (inner, 100), None), None, None)), title)
        old = self._stack.currentWidget()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self.setWindowTitle(f"{title} – {_('Quality Visit')}")

    def _turn_to_form(
        self,
        title: str,
        words: str,
        form: Form,
        does: str,
        act: Callable[[], object],
        *,
        back: bool = True,
    ) -> None:
        def go() -> None:
            if form.right():
                act()

        press = button(does, go, "check", "primary")
        form.setMaximumWidth(px(560))
        self._turn_to(
            title, words, box(col(row((form, 100), None), 8, row(press, None), gap=12)), back=back
        )
        for field in form.findChildren(QLineEdit):
            field.returnPressed.connect(go)
        first = form.first()
        if first is not None:
            (first.focusProxy() or first).setFocus()

    def _passphrase(self, form: Form) -> Callable[[], str]:
        """Add a passphrase, hidden until this computer turns out to have no keyring."""
        code, again = secret(name=_("Passphrase")), secret(name=_("The passphrase again"))
        self._codes = [
            form.add(_("Passphrase"), code,
                     _("At least eight characters, better four words. Without it the workspace"
                       " cannot be opened: keep it safe."),
                     check=lambda: "" if len(code.text()) >= 8 else
                     _("Use at least eight characters.")),
            form.add(_("The passphrase again"), again,
                     check=lambda: "" if again.text() == code.text() else
                     _("The two are not the same.")),
        ]  # fmt: skip
        for field in self._codes:
            field.hide()
        return lambda: "" if self._codes[0].isHidden() else code.text()

    def _need_passphrase(self) -> None:
        for field in self._codes:
            field.show()
        self._codes[0].control.setFocus()

    def _choose_folder(self, field: QLineEdit) -> None:
        found = QFileDialog.getExistingDirectory(self, _("Shared folder"), field.text())
        if found:
            field.setText(found)

    def _choose_backup(self, field: QLineEdit) -> None:
        kinds = f"{_('Backups')} (*.qvbackup);;{_('All files')} (*)"
        found, _kind = QFileDialog.getOpenFileName(self, _("Backup"), field.text(), kinds)
        if found:
            field.setText(found)


def _given(field: QLineEdit, why: str) -> Callable[[], str]:
    return lambda: "" if field.text().strip() else why


def _lacking(address: str) -> str:
    """Return what is wrong with a folder: a mistyped one would be shared with nobody."""
    is_path = address and "://" not in address
    if is_path and not Path(address).expanduser().is_dir():
        return _("There is no such folder. Choose one with Browse, or leave the field empty.")
    return ""


def _way(icon_name: str, title: str, words: str, act: Callable[[], object]) -> QWidget:
    """Return one of the four ways: a card that can be pressed."""
    words_of = col(
        None, label(title, factor=1.1, bold=True, wrap=True), label(words, "muted", wrap=True), None
    )
    inside = row(pic(icon_name, "accent", 24), (box(words_of), 1), gap=16, margins=(12, 14))
    made = Pressable(inside, f"{title}. {words}", act, inset=True)
    made.setMinimumHeight(px(120))
    return made
