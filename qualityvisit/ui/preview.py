"""The real pages of a PDF in the window, kept until the new ones are drawn: nothing flickers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtPdf import QPdfDocument, QPdfPageRenderer
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from qualityvisit.ui.theme import font, look, px
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QResizeEvent

WIDEST = 900  # of a page, at normal text size
GAP, EDGE = 16, 20  # between pages, and around them
STILL = 80  # milliseconds after the last change of size: the pages are then drawn as large


class PagesView(QAbstractScrollArea):
    """Shows a PDF's pages below each other, as wide as there is room for.

    ``shown`` tells that what was last given has taken the place of what was before; ``turned``
    tells which page is read now, the first is 1.
    """

    shown = Signal()
    turned = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._page, self._trouble = name, 0, ""
        self._now: _Sheets | None = None
        self._next: _Sheets | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self._resized = QTimer(self, singleShot=True, interval=STILL)
        self._resized.timeout.connect(self._draw)

    # --- what is shown

    def show_pdf(self, data: bytes) -> bool:
        """Show a PDF where the last one was being read; return False where it is none."""
        sheets = _Sheets(data, self)
        if not sheets.sizes:
            sheets.let_go()
            return False
        if self._next is not None:
            self._next.let_go()
        self._next, self._trouble = sheets, ""
        # Were the bar to come and go, the pages would change their width with it.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        sheets.renderer.pageRendered.connect(self._take)
        self._ask(sheets)
        return True

    def say(self, words: str) -> None:
        """Say something in place of the pages: why there are none."""
        for sheets in (self._now, self._next):
            if sheets is not None:
                sheets.let_go()
        self._now = self._next = None
        self._trouble = words
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._measure()
        self._tell()
        self.viewport().update()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._now.sizes) if self._now else 0

    @property
    def page(self) -> int:
        """The page that is read: the first is 1, and 0 where there is none."""
        return self._page

    @property
    def is_drawn(self) -> bool:
        """Whether what is in sight is drawn, and is what was last given."""
        return (
            self._next is None
            and self._now is not None
            and all(n in self._now.pictures for n in self._in_sight(self._now))
        )

    def go_to(self, page: int) -> None:
        """Turn to a page; the first is 1."""
        if self._now is not None and 1 <= page <= self.pages:
            top = self._places(self._now)[page - 1].top() - px(EDGE)
            self.verticalScrollBar().setValue(top)

    def follow(self, words: str) -> None:
        """Turn to the page that has some words, unless it is in sight."""
        wanted = _letters(words)
        if self._now is None or not wanted:
            return
        seen = self._in_sight(self._now)
        found = [n for n in range(self.pages) if wanted in _letters(self._now.words(n))]
        if found and not set(found) & set(seen):
            self.go_to(found[0] + 1)

    # --- drawing

    def _take(self, page: int, _size: QSize, picture: QImage, *_more: object) -> None:
        """Keep a page's picture; what is new is shown when all of it that is in sight is drawn."""
        sheets = next(
            (s for s in (self._now, self._next) if s and s.renderer is self.sender()), None
        )
        if sheets is None or picture.isNull():
            return
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        sheets.asked.discard(page)
        sheets.pictures[page] = picture
        fresh = sheets is self._next
        if fresh and all(n in sheets.pictures for n in self._in_sight(sheets)):
            if self._now is not None:
                self._now.let_go()
            self._now, self._next = sheets, None
            self._measure()
            self._tell()
        self._ask(sheets)
        self.viewport().update()
        if fresh and sheets is self._now:
            self.shown.emit()

    def _ask(self, sheets: _Sheets) -> None:
        """Have the pages drawn that are in sight, and one on either side; forget those far off."""
        wanted = self._in_sight(sheets)
        near = range(max(0, wanted.start - 1), min(len(sheets.sizes), wanted.stop + 1))
        for page in [n for n in sheets.pictures if n not in near]:
            del sheets.pictures[page]
        places, ratio = self._places(sheets), self.devicePixelRatioF()
        for page in [*wanted, *(n for n in near if n not in wanted)]:
            size = places[page].size() * ratio
            drawn = sheets.pictures.get(page)
            if page not in sheets.asked and (drawn is None or drawn.size() != size):
                sheets.asked.add(page)
                sheets.renderer.requestPage(page, size)

    def _draw(self) -> None:
        for sheets in (self._now, self._next):
            if sheets is not None:
                self._ask(sheets)

    def _in_sight(self, sheets: _Sheets) -> range:
        top = self.verticalScrollBar().value()
        seen = QRect(0, top, max(1, self.viewport().width()), max(1, self.viewport().height()))
        found = [n for n, place in enumerate(self._places(sheets)) if place.intersects(seen)]
        last = len(sheets.sizes)
        return range(found[0], found[-1] + 1) if found else range(last - 1, last)

    def _places(self, sheets: _Sheets) -> list[QRect]:
        """Return where the pages lie, from the top of the first."""
        room = self.viewport().width()
        wide = max(px(80), min(px(WIDEST), room - 2 * px(EDGE)))
        top, found = px(EDGE), []
        for width, height in sheets.sizes:
            place = QRect((room - wide) // 2, top, wide, round(wide * height / width))
            found.append(place)
            top = place.bottom() + 1 + px(GAP)
        return found

    def _measure(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        whole = self._places(self._now)[-1].bottom() + 1 + px(EDGE) if self._now else 0
        bar.setRange(0, max(0, whole - height))
        bar.setPageStep(height)
        bar.setSingleStep(px(48))

    def _tell(self) -> None:
        """Say which page is read: the one in the middle."""
        page = 0
        if self._now is not None:
            middle = self.verticalScrollBar().value() + self.viewport().height() // 2
            tops = [p.top() for p in self._places(self._now)]
            page = max(1, sum(top <= middle for top in tops))
        words = _("Page {n} of {all}", n=page, all=self.pages) if page else self._trouble
        self.setAccessibleName(f"{self._name}. {words}" if words else self._name)
        if self._now is not None and page:
            self.setAccessibleDescription(self._now.words(page - 1))
        if page != self._page:
            self._page = page
            self.turned.emit(page)

    # --- Qt

    def scrollContentsBy(self, _across: int, _down: int) -> None:  # noqa: N802 Qt
        """Follow the scroll bar."""
        self._tell()
        self._draw()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the pages out anew, with the same words at the top."""
        del event
        bar = self.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self._measure()
        bar.setValue(round(share * bar.maximum()))
        self._resized.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the first and the last page too."""
        bar = self.verticalScrollBar()
        ends = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        if event.key() in ends:
            bar.setValue(ends[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Space:
            bar.triggerAction(bar.SliderAction.SliderPageStepAdd)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go here."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they go elsewhere."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the pages in sight, white in the dark look too."""
        painter, ground = QPainter(self.viewport()), look()
        painter.fillRect(self.viewport().rect(), ground["window"])
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._now is not None:
            for page, place in self._seen(self._now):
                picture = self._now.pictures.get(page)
                painter.fillRect(place, QColor("white"))
                if picture is not None:
                    painter.drawImage(place, picture)
                painter.setPen(ground["control"])
                painter.drawRect(place.adjusted(0, 0, -1, -1))
        elif self._trouble:
            painter.setPen(ground["muted"])
            painter.setFont(font())
            room = self.viewport().rect().adjusted(px(EDGE), px(EDGE), -px(EDGE), -px(EDGE))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, int(flags), self._trouble)
        if self.hasFocus():
            painter.setPen(QPen(ground["accent"], 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _seen(self, sheets: _Sheets) -> Iterator[tuple[int, QRect]]:
        top, places = self.verticalScrollBar().value(), self._places(sheets)
        for page in self._in_sight(sheets):
            yield page, places[page].translated(0, -top)

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew on a screen of another sharpness."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._resized.start()


@dataclass(eq=False)
class _Sheets:
    """A PDF that is open, and the pictures of its pages; Qt draws them on a thread of its own."""

    data: bytes
    owner: QObject
    sizes: list[tuple[float, float]] = field(default_factory=list)
    pictures: dict[int, QImage] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._held = QBuffer(self.owner)
        self._held.setData(QByteArray(self.data))
        self._held.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document = QPdfDocument(self.owner)
        self._document.load(self._held)
        self.renderer = QPdfPageRenderer(self.owner)
        self.renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self.renderer.setDocument(self._document)
        points = [self._document.pagePointSize(n) for n in range(self._document.pageCount())]
        self.sizes = [(p.width(), p.height()) for p in points if p.width() > 0]

    def words(self, page: int) -> str:
        """Return what a page says, for those who hear it read."""
        return str(self._document.getAllText(page).text())

    def let_go(self) -> None:
        """Let go of all of it."""
        self.renderer.disconnect(self.owner)
        for each in (self.renderer, self._document, self._held):
            each.deleteLater()


def _letters(text: str) -> str:
    """Return a text without what differs between lines on a page and lines on a screen."""
    return "".join(filter(str.isalnum, text))
