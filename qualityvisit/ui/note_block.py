"""One note in the sheet: a strip with its mark in the gutter and its words beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent

from qualityvisit.ui import kit
from qualityvisit.ui.binding import TextBinding
from qualityvisit.ui.carets import Carets
from qualityvisit.ui.marks import MARKS, Mark, in_order
from qualityvisit.ui.note_editor import NoteEditor
from qualityvisit.ui.text_column import TextBlock
from qualityvisit.ui.theme import font, look, px
from qualityvisit.words import _, clock, listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualityvisit.model.records import Note
    from qualityvisit.model.text import SharedText
    from qualityvisit.ui.carets import Writer

WORDS_AT = 36  # where a mark's word begins
NARROW_GUTTER = 44  # room for the icon alone


def gutter_width() -> int:
    """Return the room for an icon and the longest word of a mark."""
    metrics = QFontMetricsF(font(bold=True))
    return round(max(metrics.horizontalAdvance(m.short) for m in MARKS)) + px(WORDS_AT + 18)


class NoteBlock(TextBlock):
    """A note, or the empty line where the next one begins (``note`` is None until it does).

    ``signature`` is set where somebody else wrote it: initials for the eye, the name for the ear.
    """

    began = Signal()  # something was typed in the empty line

    def __init__(self) -> None:
        super().__init__()
        self.note: Note | None = None
        self.marks: tuple[str, ...] = ()
        self.theme = self.about = ""  # name and id of a theme other than the question's
        self._signed = ("", "")  # a sign just taken, and the words then
        self.binding: TextBinding | None = None
        self.carets: Carets | None = None  # of colleagues, where there has been one
        self._number = 0
        self._writers: list[str] = []  # their names
        self._initials = self._name = ""
        self._is_narrow = False
        self.editor = NoteEditor(self)
        self._row = kit.col(self.editor, None, gap=0)
        self.setLayout(self._row)
        self.editor.document().contentsChanged.connect(self._did_change)
        self._arrange()

    @property
    def words(self) -> str:
        """What stands in the editor."""
        return self.editor.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    @property
    def is_empty(self) -> bool:
        """Whether nothing but spaces stands here."""
        return not self.words.strip()

    @property
    def note_id(self) -> str:
        """The note's id, or "" for the empty line."""
        return self.note.id if self.note is not None else ""

    @property
    def place(self) -> tuple[str, str]:
        """Where the note belongs among the others of its author."""
        return (self.note.sort, self.note.id) if self.note is not None else ("", "")

    def bind(self, note: Note, text: SharedText) -> TextBinding:
        """Be this note from now on."""
        self.note, self.marks = note, note.marks
        self.binding = TextBinding(self.editor, text)
        self.binding.undone_beside = self.editor.undone_beside
        self.editor.setPlaceholderText("")
        self._arrange()
        return self.binding

    def release(self) -> None:
        """Let go of the note's text."""
        if self.binding is not None:
            self.binding.close()
            self.binding = None
        if self.carets is not None:
            self.carets.release()
            self.carets = None

    def sign(self, initials: str, name: str) -> None:
        """Show who wrote the note."""
        self._initials, self._name = initials, name
        self._arrange()

    def show_marks(self, marks: tuple[str, ...]) -> None:
        """Show the note's marks."""
        if marks != self.marks:
            self.marks = marks
            self._arrange()

    def show_theme(self, theme: str, name: str) -> None:
        """Show what the note is about, where that is not what was asked about."""
        if (theme, name) != (self.about, self.theme):
            self.about, self.theme = theme, name
            self._arrange()

    def hold_sign(self, sign: str) -> None:
        """Hold a sign that was just made a mark, so that it can be given back."""
        self._signed = (sign, self.words)

    def give_sign_back(self, *, late: bool) -> str:
        """Return the sign taken last, or ""; what was written since forbids it unless ``late``."""
        sign, words = self._signed
        if not late and words != self.words:
            return ""
        self._signed = ("", "")
        return sign

    def show_writers(self, writers: Sequence[Writer]) -> None:
        """Show where colleagues have their carets in the note just now."""
        if self.binding is None or (self.carets is None and not writers):
            return
        if self.carets is None:
            self.carets = Carets(self, self.editor, self.binding.text)
        self.carets.tell(writers)
        names = [w.name for w in writers]
        if names != self._writers:
            self._writers = names
            self.say(self._number)

    def narrow(self, on: bool) -> None:
        """Leave the words of the marks out where there is little room."""
        if on != self._is_narrow:
            self._is_narrow = on
            self._arrange()

    def say(self, number: int) -> None:
        """Tell a screen reader which note this is."""
        self._number = number
        more = [listing(mark.word for mark in in_order(self.marks)), self.theme]
        if self._writers:
            more.append(_("{names} writes here", names=listing(self._writers)))
        if self.note is None:
            name = _("New note")
        elif self._name:
            time = clock(self.note.at)
            name = _("Note {n}, by {name} {time}", n=number, name=self._name, time=time)
        else:
            name = _("Note {n}", n=number)
        self.editor.setAccessibleName(", ".join(filter(None, (name, *more))))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the strip and the gutter."""
        marks = in_order(self.marks)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if marks:
            self._paint_strip(painter, marks[0])
        line, baseline = self._line_height(), self.editor.y() + self.editor.first_baseline()
        for mark in marks:
            self._paint_mark(painter, mark, baseline)
            baseline += line
        if self.theme:
            self._paint_theme(painter, baseline)
            baseline += line
        if self._initials and self.note is not None:
            self._paint_signature(painter, baseline)

    def _paint_strip(self, painter: QPainter, mark: Mark) -> None:
        theme, rect = look(), QRectF(self.rect())
        kit.rounded(painter, rect, px(8), theme[f"{mark.token}_bg"])
        painter.save()
        painter.setClipRect(QRectF(0, 0, px(4), rect.height()))
        kit.rounded(painter, QRectF(0, 0, px(16), rect.height()), px(4), theme[mark.token])
        painter.restore()

    def _paint_mark(self, painter: QPainter, mark: Mark, baseline: float) -> None:
        painter.setFont(font(bold=True))
        painter.setPen(look()[mark.token])
        centre = QPointF(px(22), baseline - painter.fontMetrics().capHeight() / 2)
        kit.draw_icon(painter, centre, mark.icon, mark.token, 16)
        if not self._is_narrow:
            painter.drawText(QPointF(px(WORDS_AT), baseline), mark.short)

    def _paint_theme(self, painter: QPainter, baseline: float) -> None:
        painter.setFont(font(0.9))
        painter.setPen(look()["muted"])
        metrics = painter.fontMetrics()
        centre = QPointF(px(22), baseline - metrics.capHeight() / 2)
        kit.draw_icon(painter, centre, "tag", "muted", 14)
        if not self._is_narrow:
            room = self._row.contentsMargins().left() - px(WORDS_AT + 8)
            words = metrics.elidedText(self.theme, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QPointF(px(WORDS_AT), baseline), words)

    def _paint_signature(self, painter: QPainter, baseline: float) -> None:
        assert self.note is not None
        said = self._initials if self._is_narrow else f"{self._initials} {clock(self.note.at)}"
        painter.setFont(font(0.9))
        painter.setPen(look()["muted"])
        painter.drawText(QPointF(px(14), baseline), said)

    def _line_height(self) -> float:
        return QFontMetricsF(self.editor.font()).lineSpacing() * 1.36

    def _arrange(self) -> None:
        gutter = px(NARROW_GUTTER) if self._is_narrow else gutter_width()
        self._row.setContentsMargins(gutter, px(6), px(12), px(2))
        lines = len(in_order(self.marks)) + bool(self.theme) + bool(self._initials)
        self.setMinimumHeight(round(self._line_height() * lines + px(8)) if lines > 1 else 0)
        self.update()

    def _did_change(self) -> None:
        if self.note is None and not self.is_empty:
            self.began.emit()
