"""What may still point somebody out in the minutes: each place, with what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qualityvisit.model.safe import Found
from qualityvisit.ui import kit
from qualityvisit.ui.discreet import exchange_words, kind_words
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from qualityvisit.model.records import Passage
    from qualityvisit.model.visit import VisitDocument
    from qualityvisit.ui.discreet import Check

MOST = 4  # places that are shown; the rest are counted
SHORT = 18  # letters of a neutral wording that leave room for the other way beside it


class Pointing(NamedTuple):
    """A place in a passage that may point somebody out."""

    passage: str
    found: Found
    words: str


def pointing(
    passages: Iterable[Passage],
    document: VisitDocument,
    check: Check,
    group_of: Callable[[str], str],
) -> list[Pointing]:
    """Return the places in passages that may point somebody out and are not let stand."""
    made = []
    for passage in passages:
        text = str(document.text(passage.id))
        for found in check.in_text(text, group_of(passage.section)):
            words = found.words(text)
            if not document.stands(passage.id, words):
                made.append(Pointing(passage.id, found, words))
    return made


class PointingCard(QWidget):
    """The places as a card: jump to it, exchange it, let it stand. Hidden without any."""

    show_place = Signal(object)  # Pointing
    exchange = Signal(object)  # Pointing
    let_stand = Signal(object)  # Pointing

    def __init__(self) -> None:
        super().__init__()
        self._inner = kit.col(margins=(20, 0, 20, 12))
        self.setLayout(self._inner)
        self.hide()

    def show_places(self, places: list[Pointing], *, may: bool) -> None:
        """Show what is left."""
        self.setVisible(bool(places))
        lines: list[kit.Item] = []
        for place in places[:MOST]:
            if lines:
                lines.append(kit.rule())
            lines.append(self._place(place, may=may))
        left = len(places) - MOST
        if left > 0:
            lines.append(kit.label(count("and {n} more", "and {n} more", left), "muted"))
        pill = kit.pill(str(len(places)), "warn")
        card = kit.card(_("May point somebody out"), "eye", *lines, dense=True, gap=8, right=pill)
        kit.refill(self._inner, [card])

    def _place(self, place: Pointing, *, may: bool) -> QWidget:
        kind = kind_words(place.found)
        words = kit.col(kit.Elided(place.words), kit.label(kind, "muted", 0.95, wrap=True), gap=1)
        line = kit.row((kit.box(words), 1), gap=8)
        show = kit.Pressable(line, f"{place.words}: {kind}", lambda: self.show_place.emit(place))
        if not may:
            return show
        ways = (
            kit.link(exchange_words(place.found), lambda: self.exchange.emit(place),
                     name=f"{place.words}: {exchange_words(place.found)}"),
            kit.link(_("Let it stand"), lambda: self.let_stand.emit(place),
                     name=f"{place.words}: {_('Let it stand')}"),
        )  # fmt: skip
        beside = len(place.found.neutral) <= SHORT
        rows = [kit.row(*ways, None, gap=14)] if beside else [kit.row(w, None) for w in ways]
        return kit.box(kit.col(show, *rows, gap=0))


def finish_words(places: list[Pointing]) -> str:
    """Return what is said of the places when the minutes are to be finished."""
    some = ", ".join(_("“{words}”", words=place.words) for place in places[:MOST])
    if len(places) > MOST:
        some = f"{some} …"
    said = count(
        "{n} place may point somebody out: {words}.",
        "{n} places may point somebody out: {words}.",
        len(places), words=some,
    )  # fmt: skip
    return f"{said} {_('They are let stand if you finish.')}"
