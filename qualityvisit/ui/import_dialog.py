"""What an import would do, row by row: some may be left out before anything is taken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from qualityvisit.errors import KnownError, NoAnswer
from qualityvisit.ui.kit import (
    Field,
    Item,
    Surface,
    box,
    button,
    col,
    flow,
    label,
    line,
    link,
    pic,
    pill,
    refill,
    row,
    scroll,
)
from qualityvisit.ui.rows import Row, RowView
from qualityvisit.ui.tasks import Tasks
from qualityvisit.ui.theme import px
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent

    from qualityvisit.fetching import Step
    from qualityvisit.intake.reading import Rejected
    from qualityvisit.ui.screen import Desk

    Load = Callable[[str, Step], list[bytes]]  # by municipality code; tells how far it has come


LONG = 50  # letters about a row that may not fit into it


class TakeList(RowView):
    """Rows of which some can be left out, by Space, Enter or a click."""

    turned = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.left_out: set[str] = set()
        self._shown: list[Row] = []
        self.free: set[str] = set()
        self.opened.connect(self.turn)
        self.clicked.connect(lambda _index: self.turn(self.current()))

    def offer(self, rows: Sequence[Row], free: set[str]) -> None:
        """Show rows; those with an id in ``free`` can be left out."""
        self._shown, self.free = list(rows), free
        self.left_out &= free
        self._draw()

    def turn(self, name: str) -> None:
        """Leave a row out, or take it after all."""
        if name in self.free:
            self.left_out ^= {name}
            self._draw()
            self.turned.emit()

    def turn_all(self) -> None:
        """Leave all out, or take all where all are left out."""
        self.left_out = set() if self.left_out == self.free else set(self.free)
        self._draw()
        self.turned.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Space leave out and take."""
        if event.key() == Qt.Key.Key_Space:
            self.turn(self.current())
        else:
            super().keyPressEvent(event)

    def _draw(self) -> None:
        at = self.verticalScrollBar().value()
        self.show_rows([self._marked(each) for each in self._shown])
        self.verticalScrollBar().setValue(at)

    def _marked(self, each: Row) -> Row:
        if each.id not in self.free:
            return each
        if each.id in self.left_out:
            return replace(each, icon="square", ink="muted", right=_("Stays out"), pill="quiet")
        return replace(each, icon="square-check", ink="ok")


class ImportDialog(QDialog):
    """Reads on the worker, shows what an import would do, and does it when the user says so.

    Subclasses say how bytes are read, how what was read is compared and shown, and how it is taken.
    """

    _told = Signal(int, int)

    def __init__(
        self, desk: Desk, window: QWidget, title: str, about: str, load: Load,
        *, hint: str, fetches: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(window.window())
        self.desk, self._load, self._fetches = desk, load, fetches
        self._bytes: tuple[str, list[bytes]] | None = None
        self._closed = False
        self._tasks = Tasks(self)  # its own: fetching takes minutes, and sharing must not wait
        self.setWindowTitle(title)
        code = desk.ws.committee().municipality_code
        self.municipality = line(code, hint="1230", name=_("Municipality code"))
        self._again = button(
            _("Fetch") if fetches else _("Read again"), self.read, "refresh-cw", "small"
        )
        field = Field(_("Municipality code"), box(row((self.municipality, 1), self._again)), hint)
        self._counts = col(gap=8)
        self.list = TakeList(_("What the import would do"))
        self.list.turned.connect(self._did_turn)
        self.list.chosen.connect(self.did_choose)
        self._detail = label("", "muted", 0.95, wrap=True, select=True)
        self.list.setAccessibleDescription(_("Space leaves a row out, or takes it."))
        self._all = link(_("Leave out or take all"), self.list.turn_all)
        self.below = col(gap=8)
        self.yes = button(_("Import"), self.take, kind="primary")
        self.yes.setEnabled(False)
        self.list.setMinimumHeight(px(96))
        body = col(
            label(about, "muted", wrap=True),
            field,
            box(self._counts),
            (Surface(col(self.list, margins=1)), 1),
            self._detail,
            self.below,
            gap=10,
            margins=(0, 0, 6, 0),
        )
        foot = row(self._all, None, button(_("Cancel"), self.reject), self.yes)
        head = label(title, factor=1.25, bold=True)
        self.setLayout(col(head, (scroll(box(body), title), 1), foot, gap=10, margins=24))
        self._told.connect(self._did_tell)
        self.finished.connect(self._did_close)
        room = window.window().size()
        self.resize(min(px(680), room.width() - px(24)), min(px(700), room.height() - px(24)))
        if code or not fetches:
            self.read()
        else:
            refill(self._counts, [label(_("Write the municipality code first."), "muted")])

    # --- what subclasses say

    def parse(self, files: list[bytes], municipality: str) -> object:
        """Return what was read, on the worker. Raise BadInput."""
        raise NotImplementedError

    def compared(self, reading: object) -> None:
        """Compare what was read with what there is, and keep it."""
        raise NotImplementedError

    def rows(self) -> tuple[list[Row], set[str]]:
        """Return the rows, and the ids of those that can be left out."""
        raise NotImplementedError

    def counts(self) -> list[tuple[str, str]]:
        """Return what stands in the pills above: words and kind."""
        raise NotImplementedError

    def does(self) -> tuple[int, str]:
        """Return how many things would be written, and the words for that."""
        raise NotImplementedError

    def idle(self) -> str:
        """Return why nothing would be written."""
        if self.list.free:
            return _("Every row is left out.")
        return _("There is nothing new to import.")

    def take(self) -> None:
        """Do what was shown."""
        raise NotImplementedError

    def did_choose(self, name: str) -> None:
        """Show the whole of the row that is chosen."""
        found = next((r for r in self.list.rows.rows if r.id and r.id == name), None)
        about = found.about if found else ""
        hint = self.list.accessibleDescription() if self.list.free else ""
        self._detail.setText(about if len(about) > LONG else hint)

    # --- reading

    def read(self) -> None:
        """Read, or fetch, on the worker and compare with the register."""
        municipality = self.municipality.text().strip()
        self.yes.setEnabled(False)
        words = _("Fetching …") if self._fetches else _("Reading …")
        refill(self._counts, [label(words, "muted")])

        def work() -> tuple[object, list[bytes]]:
            had = self._bytes
            if had is None or (self._fetches and had[0] != municipality):
                had = municipality, self._load(municipality, self._step)
            return self.parse(had[1], municipality), had[1]

        def done(found: tuple[object, list[bytes]]) -> None:
            if not self._closed:
                first, self._bytes = self._bytes is None, (municipality, found[1])
                self.compared(found[0])
                self.show_again()
                if first:
                    self.list.setFocus()

        self._tasks.run(work, done, self._did_fail)

    def _step(self, done: int, of: int) -> None:
        """Tell how far fetching has come, from the worker; stop it where nobody waits."""
        if self._closed:
            raise NoAnswer(_("Fetching was stopped."))
        self._told.emit(done, of)

    def _did_tell(self, done: int, of: int) -> None:
        if not self._closed and not self.yes.isEnabled():
            words = _("Fetching … {done} of {of}", done=done, of=of)
            refill(self._counts, [label(words, "muted")])

    def _did_close(self) -> None:
        self._closed = True

    def _did_fail(self, error: Exception) -> None:
        if not isinstance(error, KnownError):
            raise error
        if self._closed:
            return
        said = label(f"{error.title} {error.advice}", "deficiency", wrap=True)
        refill(self._counts, [row(pic("octagon-alert", "deficiency"), (said, 1))])
        self.list.offer([], set())

    def show_again(self) -> None:
        """Show what the import would do now."""
        rows, free = self.rows()
        self.list.offer(rows, free)
        self._did_turn()
        if not self.list.current():
            self.list.choose_first()
        self.did_choose(self.list.current())

    def _did_turn(self) -> None:
        items: list[Item] = [flow(*(pill(words, kind) for words, kind in self.counts()))]
        number, words = self.does()
        if not number:
            items.append(label(self.idle(), wrap=True))
        refill(self._counts, items)
        self.yes.setEnabled(bool(number))
        self.yes.setText(words)


def rejected_rows(rejected: Sequence[Rejected]) -> list[Row]:
    """Return the rows about what cannot be used."""
    rows = [Row("", _("Not usable: these rows are passed over"))] if rejected else []
    for n, each in enumerate(rejected):
        where = _("Row {row}", row=each.row)
        told = f"{each.sheet}, {where}" if each.sheet else where
        rows.append(Row(f"no/{n}", each.why, told, "triangle-alert", "warn"))
    return rows
