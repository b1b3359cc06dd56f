"""Dealing the questions of an interview between two who put them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from qualityvisit.ui import kit
from qualityvisit.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from qualityvisit.model.records import Person
    from qualityvisit.ui.agenda import Agenda

    Dealt = dict[str, str]  # question -> person, "" for whoever will


def by_question(agenda: Agenda, pair: Sequence[str]) -> Dealt:
    """Return every other question for each of two."""
    return {q.id: pair[n % len(pair)] for n, q in enumerate(agenda.numbered)}


def by_theme(agenda: Agenda, pair: Sequence[str]) -> Dealt:
    """Return every other theme for each of two."""
    themes = list(dict.fromkeys(q.theme for q in agenda.numbered))
    return {q.id: pair[themes.index(q.theme) % len(pair)] for q in agenda.numbered}


class Dealing:
    """The button that offers to deal the questions; ``deal`` keeps what was chosen."""

    def __init__(self, deal: Callable[[Dealt], object]) -> None:
        self._deal = deal
        self.button = kit.button(_("Deal the questions"), None, "users", "icon")
        self._menu = QMenu(self.button)
        self.button.setMenu(self._menu)

    def tell(self, agenda: Agenda, question: str, me: str, team: Iterable[Person]) -> None:
        """Offer what can be done with these questions, ``question`` being asked now."""
        others = [p for p in team if p.id != me]
        self.button.setVisible(bool(agenda.numbered and others))
        self._menu.clear()
        for person in others:
            pair = (me, person.id)
            name = person.name.replace("&", "&&")
            self._offer(_("Every other question with {name}", name=name), by_question(agenda, pair))
            self._offer(_("Every other theme with {name}", name=name), by_theme(agenda, pair))
        self._menu.addSeparator()
        if any(q.id == question for q in agenda.numbered):
            self._offer(_("I put this question"), {question: me})
        if any(q.asker for q in agenda.numbered):
            self._offer(_("Take the dealing away"), {q.id: "" for q in agenda.numbered})

    def _offer(self, words: str, dealt: Dealt) -> None:
        self._menu.addAction(words).triggered.connect(partial(self._take, dealt))

    def _take(self, dealt: Dealt, _checked: bool = False) -> None:
        self._deal(dealt)
