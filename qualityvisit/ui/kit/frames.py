"""What frames a screen: its header, and the words where there is nothing to show yet."""

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from qualityvisit.ui.kit.controls import Button, button
from qualityvisit.ui.kit.layout import CENTRE, Item, box, col, row
from qualityvisit.ui.kit.paint import Band
from qualityvisit.ui.kit.parts import Elided, label, pic, rule
from qualityvisit.ui.theme import px


class Header(Band):
    """The top of a screen: title and what it is about; at the right what can be done.

    Where there is little room the buttons show their icons alone.
    """

    def __init__(
        self, title: str, about: str, right: tuple[QWidget, ...], back: Button | None
    ) -> None:
        self._title = Elided(title, factor=1.25, bold=True)
        self._about = Elided(about, "muted", 0.95)
        self._right = right
        items: list[Item] = []
        if back is not None:
            hair = rule(upright=True)
            hair.setFixedHeight(px(30))
            items += [back, hair]
        names = box(col(None, self._title, self._about, None, gap=1))
        sides = (18, 0, 18, 0) if back is not None else (28, 0, 28, 0)
        super().__init__(row(*items, (names, 1), *right, gap=12, margins=sides), side="bottom")
        self.flatten(False)
        self.tell(title, about)

    def flatten(self, on: bool) -> None:
        """Take less height, where the window has little."""
        self.setFixedHeight(px(52 if on else 68))

    def tell(self, title: str, about: str = "") -> None:
        """Show another title."""
        self._title.tell(title)
        self._about.tell(about)
        self._about.setVisible(bool(about))

    def title(self) -> str:
        """Return the title."""
        return self._title.whole()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between words and icons."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Show words on the buttons where there is room for them, else their icons alone."""
        buttons = [w for w in self._right if isinstance(w, Button) and w.property("kind") != "icon"]
        for each in buttons:
            each.compact(False)
        layout = self.layout()
        needed = layout.sizeHint().width() if layout is not None else 0
        for each in buttons:
            each.compact(needed > self.width())


def header(
    title: str,
    about: str = "",
    *right: QWidget,
    back: tuple[str, Callable[[], object]] | None = None,
) -> Header:
    """Return a header. ``back`` is the words and the way out of a screen in the focus frame."""
    way = None
    if back is not None:
        way = button(back[0], back[1], "arrow-left", "flat", name=back[0])
        way.setToolTip("Esc")
    return Header(title, about, right, way)


def empty_state(icon_name: str, title: str, advice: str, action: QWidget | None = None) -> QWidget:
    """Return what stands where there is nothing yet: what it is, and what to do."""
    words = label(advice, "muted", wrap=True)
    words.setAlignment(CENTRE)
    words.setMaximumWidth(px(440))
    items: list[Item] = [None, row(None, pic(icon_name, "control", 40), None), 4]
    items += [row(None, label(title, factor=1.25, bold=True), None), row(None, (words, 100), None)]
    if action is not None:
        items += [8, row(None, action, None)]
    return box(col(*items, None, gap=8, margins=28))
