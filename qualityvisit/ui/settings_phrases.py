"""Settings that all share: the text blocks (standardfraser) for the minutes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from qualityvisit import papers
from qualityvisit.model import records
from qualityvisit.reports.letter import unknown_blanks
from qualityvisit.ui import kit
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.words import _, listing

if TYPE_CHECKING:
    from qualityvisit.ui.screen import Desk, Screen


def cards(desk: Desk, window: Screen) -> list[kit.Item]:
    """Return the section's cards."""
    found = desk.ws.all(records.Phrase)
    about = _(
        "Texts that are used again and again. They are inserted in minutes, in a paragraph's menu,"
        " with what is known of the visit filled in."
    )
    items: list[kit.Item] = [kit.label(about, "muted", wrap=True)]
    for at, phrase in enumerate(found):
        items += [kit.rule(), _line(desk, window, found, at, phrase)]
    if not found:
        items.append(kit.label(_("There are no text blocks."), "muted"))
    ways = [
        kit.button(_("Add a text block"), lambda: PhraseForm(desk, window).open(), "plus", "small"),
        kit.button(_("Fetch the program's own"), lambda: _fetch(desk), "download", "small"),
    ]
    for each in ways:
        each.setEnabled(desk.is_administrator)
    items.append(kit.row(*ways, None, gap=8))
    return [kit.card(_("Text blocks for minutes"), "quote", *items, gap=10)]


def _line(
    desk: Desk, window: Screen, found: list[records.Phrase], at: int, phrase: records.Phrase
) -> kit.Item:
    words = kit.col(
        kit.row((kit.label(phrase.name, bold=True, wrap=True), 1),
                kit.pill(section_words().get(phrase.section) or section_words()[""])),
        kit.label(phrase.text, "muted", 0.95, wrap=True), gap=2,
    )  # fmt: skip
    name = phrase.name
    ways = [
        kit.button(_("Move {name} up", name=name), partial(_move, desk, found, at, -1),
                   "arrow-up", "icon"),
        kit.button(_("Move {name} down", name=name), partial(_move, desk, found, at, 1),
                   "arrow-down", "icon"),
        kit.button(_("Change {name}", name=name),
                   lambda: PhraseForm(desk, window, phrase).open(), "pencil", "icon"),
        kit.button(_("Take {group} away", group=name),
                   lambda: desk.attempt(lambda: desk.ws.register.remove(phrase.id), again=False),
                   "trash-2", "icon"),
    ]  # fmt: skip
    for each in ways:
        each.setEnabled(desk.is_administrator)
    ways[0].setEnabled(desk.is_administrator and at > 0)
    ways[1].setEnabled(desk.is_administrator and at < len(found) - 1)
    return kit.row((kit.box(words), 1), *ways, gap=4)


def _move(desk: Desk, found: list[records.Phrase], at: int, way: int) -> None:
    order = [p.id for p in found]
    order[at], order[at + way] = order[at + way], order[at]
    desk.attempt(lambda: desk.ws.register.order_phrases(order), again=False)


def _fetch(desk: Desk) -> None:
    made = list[int]()
    if desk.attempt(lambda: made.append(desk.ws.add_shipped_phrases()), again=False):
        fetched = _("The program's own text blocks are here.")
        desk.notices.passing(fetched if made[0] else _("All of them are here already."))


def section_words() -> dict[str, str]:
    """Return the sections that a text block can be offered for first."""
    return {
        "": _("All sections"),
        records.INTRO: _("Introduction"),
        "group": _("What a group said"),
        records.OBSERVATIONS: _("Observations"),
        records.OVERALL[0]: _("Strengths"),
        records.OVERALL[1]: _("Areas for development"),
        records.OVERALL[2]: _("Deficiencies"),
        records.AGREED: _("What was agreed"),
        records.QUESTIONS_SECTION: _("Questions"),
    }


class PhraseForm(FormDialog):
    """Adds or changes a text block."""

    def __init__(self, desk: Desk, window: Screen, phrase: records.Phrase | None = None) -> None:
        self._desk, self._phrase = desk, phrase
        form = kit.Form()
        title = _("Change the text block") if phrase else _("New text block")
        super().__init__(window, title, form, _("Save"), self._save)
        self.name = kit.line(phrase.name if phrase else "")
        self.words = kit.writing(phrase.text if phrase else "", lines=5)
        self.section = kit.Choice(list(section_words().items()), phrase.section if phrase else "")
        form.add(_("Name"), self.name, check=self._check_name)
        known = listing(f"{{{word}}}" for word in papers.blanks())
        hint = _("These can be filled in: {words}.", words=known)
        form.add(_("Text"), self.words, hint, check=self._check_words)
        form.add(_("Offered first in"), self.section)

    def _check_name(self) -> str:
        return "" if self.name.text().strip() else _("Write what it is about.")

    def _check_words(self) -> str:
        text = self.words.toPlainText()
        if not text.strip():
            return _("Write its text.")
        unknown = unknown_blanks(text, papers.blanks())
        words = listing(f"{{{word}}}" for word in unknown)
        return _("Nothing can be filled in for {words}.", words=words) if unknown else ""

    def _save(self) -> None:
        register, section = self._desk.ws.register, str(self.section.value())
        name, text = self.name.text(), self.words.toPlainText()
        if self._phrase is None:
            register.add_phrase(name, text, section)
        else:
            register.change_phrase(self._phrase.id, name, text, section)
