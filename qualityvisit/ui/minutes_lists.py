"""Lists beside the minutes: sentences without a source, and notes that have changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qualityvisit.model.sourcing import Coverage, coverage, lacking
from qualityvisit.ui import kit
from qualityvisit.words import _, count

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.model.sourcing import Changed, Sentence
    from qualityvisit.model.view import MinutesView

MOST = 5  # items of a kind that are shown; the rest are counted
LONG = 220  # letters of a wording that are shown


def more(found: int, most: int = MOST) -> list[kit.Item]:
    """Return a line that tells how many items are not shown."""
    left = found - most
    return [kit.label(count("and {n} more", "and {n} more", left), "muted")] if left > 0 else []


class SourceLists(QWidget):
    """What the sentences rest on: how many do, which do not, and where a note has changed."""

    show_words = Signal(str, int)  # a passage, and a code point in it
    show_note = Signal(int)
    take = Signal(str, str)  # passage and note: let the passage read as the note does now
    saw = Signal(str, str)  # passage and note: the change is seen

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = None
        self._inner = kit.col(gap=12)
        self.setLayout(self._inner)

    def show_minutes(self, view: MinutesView, *, may: bool) -> None:
        """Show the lists; left as they are where nothing in them has changed."""
        found = list(lacking(view.passages))
        whole = sum(coverage(view.passages).values(), Coverage())
        if (found, whole, view.changed, view.notes, may) == self._shown:
            return
        self._shown = (found, whole, view.changed, view.notes, may)
        cards: list[kit.Item] = []
        if view.changed:
            cards.append(self._changed(view, may=may))
        if whole.sentences:
            cards.append(self._lacking(found, whole))
        kit.refill(self._inner, cards)

    def _changed(self, view: MinutesView, *, may: bool) -> QWidget:
        said = _("Changed since they were carried over.")
        lines: list[kit.Item] = [kit.label(said, "muted", 0.95, wrap=True)]
        for each in view.changed[:MOST]:
            lines += [kit.rule()] if len(lines) > 1 else []
            lines.append(self._change(view, each, may=may))
        lines += more(len(view.changed))
        title = _("Changed notes")
        pill = kit.pill(str(len(view.changed)), "warn")
        return kit.card(title, "triangle-alert", *lines, dense=True, gap=8, right=pill)

    def _change(self, view: MinutesView, each: Changed, *, may: bool) -> QWidget:
        number = view.number(each.note)
        of = _("Note {n}", n=number) if number else _("A note that was taken away")
        after = _short(each.after) if each.after else _("The paragraph still rests on it.")
        said: list[kit.Item] = [kit.label(of, "warn", 0.95, bold=True)]
        if each.is_gone:  # its words are not shown: it may have been taken away because of them
            said.append(kit.label(after, factor=0.95, wrap=True))
        else:
            before = _("Before: {words}", words=_short(each.before))
            said.append(kit.label(before, "muted", 0.95, wrap=True))
            said.append(kit.label(_("Now: {words}", words=after), factor=0.95, wrap=True))
        words = kit.col(*said, gap=2)
        show = kit.Pressable(words, f"{of}: {after}", lambda: self.show_words.emit(each.passage, 0))
        if not may:
            return show
        seen = kit.link(_("Seen"), lambda: self.saw.emit(each.passage, each.note),
                        name=f"{of}: {_('Seen')}")  # fmt: skip
        ways = [seen]
        if each.may_take:
            take = kit.link(_("Take the new wording"),
                            lambda: self.take.emit(each.passage, each.note),
                            name=f"{of}: {_('Take the new wording')}")  # fmt: skip
            ways.insert(0, take)
        return kit.box(kit.col(show, kit.row(*ways, None, gap=14), gap=0))

    def _lacking(self, found: list[Sentence], whole: Coverage) -> QWidget:
        said = _("{n} of {all} sentences rest on notes.", n=whole.resting, all=whole.sentences)
        if whole.interpreted:
            said += " " + count("{n} is interpretation.", "{n} are interpretation.",
                                whole.interpreted)  # fmt: skip
        lines: list[kit.Item] = [kit.label(said, "muted" if found else "ok", 0.95, wrap=True)]
        for sentence in found[:MOST]:
            words = kit.Elided(sentence.text)
            line = kit.row(kit.pic("text-quote", "warn", 16), (words, 1), gap=10, margins=(0, 4))
            lines += [kit.rule(), kit.Pressable(line, sentence.text, self._shower(sentence))]
        lines += more(len(found))
        if found:
            advice = _("Link a note from the paragraph's menu, or say that it is interpretation.")
            lines.append(kit.label(advice, "muted", 0.95, wrap=True))
        pill = kit.pill(str(len(found)), "warn") if found else None
        title = _("Sentences without a source") if found else _("Sources")
        icon = "unlink" if found else "link"
        return kit.card(title, icon, *lines, dense=True, gap=8, right=pill)

    def _shower(self, sentence: Sentence) -> Callable[[], None]:
        return lambda: self.show_words.emit(sentence.passage, sentence.start)


def _short(text: str) -> str:
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"
