"""Small parts: labels, pictures, cards, pills, faces, tiles."""

from collections.abc import Iterable
from zlib import crc32

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QSizePolicy, QVBoxLayout, QWidget

from qualityvisit.ui.kit.controls import BLEED, Pressable
from qualityvisit.ui.kit.layout import Item, box, col, flow, row
from qualityvisit.ui.kit.paint import Face, Pill, Surface, draw_icon, rounded
from qualityvisit.ui.theme import FACES, font, icon, look, px
from qualityvisit.words import _, listing


def label(
    text: str,
    tone: str = "",
    factor: float = 1.0,
    *,
    bold: bool = False,
    wrap: bool = False,
    select: bool = False,
) -> QLabel:
    """Return a text in a token's colour, at ``factor`` times the size of text."""
    made = QLabel(text)
    _dress(made, tone, factor, bold=bold)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    if select:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class Elided(QLabel):
    """One line of text that ends with "…" where there is no room; the whole is its tip."""

    def __init__(
        self, text: str = "", tone: str = "", factor: float = 1.0, *, bold: bool = False
    ) -> None:
        super().__init__()
        _dress(self, tone, factor, bold=bold)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._whole = ""
        self.tell(text)

    def tell(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._fit()

    def whole(self) -> str:
        """Return the text as it was given."""
        return self._whole

    def sizeHint(self) -> QSize:
        """Return the room that the whole text needs."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._whole) + 2, metrics.height() + 1)

    def minimumSizeHint(self) -> QSize:
        """Return the room for a few letters."""
        metrics = QFontMetrics(self.font())
        few = min(metrics.averageCharWidth() * 6, self.sizeHint().width())
        return QSize(few, metrics.height() + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the text anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        if shown != self.text():
            self.setText(shown)
        self.setToolTip("" if shown == self._whole else self._whole)


def pic(name: str, ink: str = "muted", size: int = 18, said: str = "") -> QLabel:
    """Return an icon; ``said`` is read aloud where the picture alone carries a meaning."""
    made = QLabel()
    made.setPixmap(icon(name, ink, size).pixmap(px(size), px(size)))
    made.setFixedSize(px(size), px(size))
    made.setAccessibleName(said)
    made.setToolTip(said)
    return made


def rule(*, upright: bool = False) -> QFrame:
    """Return a hairline, lying or upright."""
    made = QFrame()
    made.setAutoFillBackground(True)
    palette = made.palette()
    palette.setColor(QPalette.ColorRole.Window, look()["line"])
    made.setPalette(palette)
    (made.setFixedWidth if upright else made.setFixedHeight)(1)
    return made


def card(
    title: str,
    icon_name: str,
    *items: Item,
    right: QWidget | None = None,
    gap: int = 10,
    dense: bool = False,
) -> Surface:
    """Return a card: a heading with its icon and, at the right, a pill or link; then items.

    The ground of a `Pressable` reaches `BLEED` into the padding, so that all texts align.
    """
    head = row(pic(icon_name), Elided(title, bold=True), None)
    if right is not None:
        head.addWidget(right)
    across, above, below = (16, 14, 15) if dense else (18, 15, 17)
    return Surface(bled(head, *items, gap=gap, margins=(across, above, across, below)))


def bled(*items: Item, gap: int, margins: tuple[int, int, int, int]) -> QVBoxLayout:
    """Return a column in which the ground of what can be pressed reaches into the margins."""
    left, above, right, below = margins
    inside = [_indented(item) for item in items]
    return col(*inside, gap=gap, margins=(left - BLEED, above, right - BLEED, below))


def _indented(item: Item) -> Item:
    match item:
        case None | int() | Pressable():
            return item
        case (QWidget() | QLayout() as inner, share):
            return row((inner, 1), margins=(BLEED, 0)), share
        case QWidget() | QLayout():
            return row((item, 1), margins=(BLEED, 0))


def inset(layout: QLayout) -> Surface:
    """Return a sunken ground for an item of a list, an answer or a checklist."""
    return Surface(layout, fill="sunken", radius=8)


def pill(text: str, kind: str = "quiet") -> Pill:
    """Return a state or a count; ``kind`` is "quiet", "accent" or a token with a `_bg`."""
    return Pill(text, kind)


def face(initials: str, name: str, key: str = "", size: int = 28) -> Face:
    """Return a person's face; ``key`` (the person's id) settles its colour."""
    return Face(initials, name, face_colour(key or name), size)


def face_colour(key: str) -> str:
    """Return the colour that a person has everywhere."""
    return FACES[crc32(key.encode()) % len(FACES)]


def faces(people: Iterable[tuple[str, str, str]], size: int = 28, most: int = 6) -> QWidget:
    """Return a row of faces of (initials, name, id); those over ``most`` are counted."""
    everyone = list(people)
    made: list[Item] = [face(*person, size=size) for person in everyone[:most]]
    if len(everyone) > most:
        made.append(label(_("+ {n}", n=len(everyone) - most), "muted", 0.95))
    group = box(row(*made, gap=5), tight=True)
    group.setAccessibleName(listing(name for _initials, name, _key in everyone))
    return group


DONE, PLANNED, REST = "done", "planned", "rest"


def draw_tile(painter: QPainter, rect: QRectF, kind: str, *, check: int = 14) -> None:
    """Draw the square of a unit: filled with a check, tinted with a line, or dashed and empty."""
    theme, radius = look(), rect.width() * 0.22
    if kind == DONE:
        rounded(painter, rect, radius, theme["accent"])
        if check:
            draw_icon(painter, rect.center(), "check", "on_accent", check)
    elif kind == PLANNED:
        rounded(painter, rect, radius, theme["plan"], theme["accent"], width=1.2)
    else:
        rounded(painter, rect, radius, None, theme["control"], width=1.2, dashed=True)


class Tiles(QWidget):
    """One square per unit, on as many lines as are needed. Shape carries it, colour helps."""

    def __init__(self, done: int, planned: int, rest: int, size: int = 22, gap: int = 5) -> None:
        super().__init__()
        self._kinds = [DONE] * done + [PLANNED] * planned + [REST] * rest
        self._side, self._gap = px(size), px(gap)
        self._check = round(size * 0.64)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumHeight(self._side)
        self.setAccessibleName(
            _(
                "{done} visited, {planned} planned, {rest} without a time",
                done=done,
                planned=planned,
                rest=rest,
            )
        )

    def hasHeightForWidth(self) -> bool:  # noqa: N802 Qt's name
        """Tell that narrow tiles are tall."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height of the lines that are needed at this width."""
        lines = -(-len(self._kinds) // self._across(width)) or 1
        return lines * (self._side + self._gap) - self._gap

    def sizeHint(self) -> QSize:
        """Return the size of one line."""
        return QSize(max(1, len(self._kinds)) * (self._side + self._gap), self._side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height of the lines."""
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(event.size().width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the squares."""
        painter, across = QPainter(self), self._across(self.width())
        for place, kind in enumerate(self._kinds):
            line, column = divmod(place, across)
            step = self._side + self._gap
            rect = QRectF(column * step, line * step, self._side, self._side)
            draw_tile(painter, rect, kind, check=self._check)

    def _across(self, width: int) -> int:
        return max(1, (width + self._gap) // (self._side + self._gap))


def tiles(done: int, planned: int, rest: int, size: int = 22, gap: int = 5) -> Tiles:
    """Return one square per unit: visited, planned and without a time."""
    return Tiles(done, planned, rest, size, gap)


class Sample(QWidget):
    """A little picture in a legend."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self.setFixedSize(px(14), px(14))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the square."""
        draw_tile(QPainter(self), QRectF(self.rect()), self._kind, check=0)


def legend() -> QLayout:
    """Return what the three kinds of tiles mean."""
    names = ((DONE, _("Visited")), (PLANNED, _("Planned")), (REST, _("Without a time")))
    parts = []
    for kind, name in names:
        parts.append(box(row(Sample(kind), label(name, "muted", 0.95), gap=7), tight=True))
    return flow(*parts, gap=16)


def lamp(name: str, fact: str, icon_name: str, ink: str) -> QWidget:
    """Return a lamp: icon, name and fact."""
    words = (label(name, bold=True, factor=0.95), label(fact, "muted", 0.95))
    return box(row(pic(icon_name, ink, 16), *words, gap=6), tight=True)


def _dress(made: QLabel, tone: str, factor: float, *, bold: bool) -> None:
    made.setFont(font(factor, bold=bold))
    made.setForegroundRole(QPalette.ColorRole.WindowText)  # inside a button too
    if tone:
        palette = made.palette()
        palette.setColor(QPalette.ColorRole.WindowText, look()[tone])
        made.setPalette(palette)
