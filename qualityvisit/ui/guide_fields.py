"""What a question, a theme and the guide itself are made of: fields that keep what is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from qualityvisit.model import records
from qualityvisit.model.guide_rules import LONGEST_SHORT, may_precede
from qualityvisit.ui.kit import (
    Check,
    Choice,
    Field,
    Suggested,
    box,
    col,
    flow,
    inset,
    label,
    line,
    pic,
    refill,
    row,
    writing,
)
from qualityvisit.ui.trade import form_word
from qualityvisit.words import _

if TYPE_CHECKING:
    from qualityvisit.ui.guide_tree import Parts

OWN = "own"  # steps that are written freely


def scales() -> dict[str, tuple[str, ...]]:
    """Return the ratings to choose among: how many follow them, and their steps."""
    return {
        "": (),
        "extent": tuple(_("to a low extent; in several parts; to a high extent").split("; ")),
        "four": ("1", "2", "3", "4"),
        "five": ("1", "2", "3", "4", "5"),
        "yes": tuple(_("no; in part; yes").split("; ")),
    }


def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a text that hold something."""
    return tuple(filter(None, (" ".join(each.split()) for each in text.splitlines())))


def tell(field: QWidget, text: str) -> None:
    """Show another text in a field, without telling; what says the same is left alone."""
    field.blockSignals(True)
    if isinstance(field, QLineEdit):
        if " ".join(field.text().split()) != text:
            field.setText(text)
    elif isinstance(field, QPlainTextEdit):
        if lines_of(field.toPlainText()) != lines_of(text):
            field.setPlainText(text)
    elif isinstance(field, Suggested) and field.text().strip() != text:
        field.setEditText(text)
    field.blockSignals(False)


class Fields(QWidget):
    """Fields of one kind of item. ``changed`` tells what was written, at once."""

    changed = Signal(dict)
    below = Signal()  # Enter in the first field: the next question, please

    def __init__(self) -> None:
        super().__init__()
        self.note = label("", "muted", wrap=True)
        self._locked = box(row(pic("lock", "muted", 16), (self.note, 1), gap=8))

    def first(self) -> QWidget:
        """Return the field to begin in."""
        raise NotImplementedError

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Let Enter in the first field ask for the next question."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
                self.below.emit()
                return True
        return False

    def tell_lock(self, said: str) -> None:
        """Say why the fields cannot be changed, or "" that they can."""
        self.note.setText(said)
        self._locked.setVisible(bool(said))


class GuideFields(Fields):
    """The guide's name and school forms."""

    def __init__(self) -> None:
        super().__init__()
        self.name = line()
        self.name.textEdited.connect(lambda text: self.changed.emit({"name": text}))
        self.forms = {code: Check(form_word(code)) for code in records.FORMS}
        for tick in self.forms.values():
            tick.clicked.connect(self._did_tick)
        forms = Field(_("School forms"), box(flow(*self.forms.values(), gap=4)))
        self.setLayout(col(self._locked, Field(_("Name"), self.name), forms, gap=16))

    def first(self) -> QWidget:
        """Return the name."""
        return self.name

    def _did_tick(self) -> None:
        chosen = tuple(code for code, tick in self.forms.items() if tick.isChecked())
        self.changed.emit({"forms": chosen})

    def show_item(self, guide: records.Guide) -> None:
        """Show a guide."""
        tell(self.name, guide.name)
        for code, tick in self.forms.items():
            tick.setChecked(code in guide.forms)
        origin = _("Issued by {origin}. What they have locked cannot be changed.",
                   origin=guide.origin) if guide.origin else ""  # fmt: skip
        self.tell_lock(origin)


class ThemeFields(Fields):
    """A theme's name and what it answers to."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.survey = line(), line()
        self.bruk = Suggested()
        self.name.textEdited.connect(lambda text: self.changed.emit({"name": text}))
        self.bruk.editTextChanged.connect(lambda text: self.changed.emit({"bruk": text}))
        self.survey.textEdited.connect(lambda text: self.changed.emit({"survey": text}))
        self.name.installEventFilter(self)
        about = _("The areas of the school survey that stand beside the notes, parted by commas.")
        self.setLayout(
            col(
                self._locked,
                Field(_("Theme"), self.name),
                Field(_("Area in BRUK"), self.bruk),
                Field(_("Areas in Skolenkäten"), self.survey, about),
                gap=16,
            )
        )

    def first(self) -> QWidget:
        """Return the name."""
        return self.name

    def show_item(self, theme: records.Theme, parts: Parts, lock: str) -> None:
        """Show a theme; ``lock`` says why it cannot be changed."""
        tell(self.name, theme.name)
        areas = sorted({t.bruk for t in parts.themes if t.bruk})
        if areas != [self.bruk.itemText(n) for n in range(self.bruk.count())]:
            self.bruk.blockSignals(True)
            self.bruk.clear()
            self.bruk.addItems(areas)
            self.bruk.blockSignals(False)
        tell(self.bruk, theme.bruk)
        tell(self.survey, theme.survey)
        self.tell_lock(lock)
        for field in (self.name, self.survey):
            field.setReadOnly(bool(lock))
        self.bruk.setEnabled(not lock)


class QuestionFields(Fields):
    """What is asked, of whom, what it demands, how it is rated and what it follows."""

    left_out = Signal(str)  # why a locked question is not asked here; "" asks it again
    moved = Signal(str)  # to another theme

    def __init__(self) -> None:
        super().__init__()
        self._parts: Parts | None = None
        self._question = records.Question("")
        self.text = writing(lines=3)
        self.text.installEventFilter(self)
        self.short = line()
        self.short.setMaxLength(LONGEST_SHORT)
        self.prompts = writing(lines=4)
        self.group, self.theme, self.required = Choice([]), Choice([]), Choice([])
        self.rating, self.steps = Choice([]), writing(lines=4)
        self.after = Choice([])
        self._ticks: list[Check] = []
        self._answers = col()
        self.unused = line()
        self._listen()
        self._steps = Field(_("The steps"), self.steps, _("One a line, the lowest first."))
        self._opens = Field(_("Asked where the answer was"), box(self._answers))
        about = _("Say why. The question stays in the guide, but no interview asks it.")
        self._unused = Field(_("Not asked here"), self.unused, about)
        self._lay()

    def _lay(self) -> None:
        hint = _("Open questions: what, how, tell us. Enter writes the next question.")
        self.setLayout(
            col(
                self._locked,
                Field(_("Question"), self.text, hint),
                self._unused,
                Field(_("Short, for the list"), self.short),
                Field(_("Prompts"), self.prompts, _("One a line: what to ask on with.")),
                row((Field(_("Asked of"), self.group), 1), (Field(_("Theme"), self.theme), 1),
                    gap=16),
                row((Field(_("Demand"), self.required), 1), (Field(_("Rating"), self.rating), 1),
                    gap=16),
                self._steps,
                Field(_("Follows"), self.after,
                      _("A rated question to the same group, asked before this one.")),
                self._opens,
                gap=16,
            )
        )  # fmt: skip

    def _listen(self) -> None:
        send = self.changed.emit
        self.text.textChanged.connect(lambda: send({"text": self.text.toPlainText()}))
        self.short.textEdited.connect(lambda text: send({"short": text}))
        self.prompts.textChanged.connect(
            lambda: send({"prompts": lines_of(self.prompts.toPlainText())})
        )
        self.group.activated.connect(lambda _at: send({"group": self.group.value()}))
        self.theme.activated.connect(lambda _at: self.moved.emit(self.theme.value()))
        self.required.activated.connect(lambda _at: send({"required": self.required.value()}))
        self.rating.activated.connect(lambda _at: self._did_choose_rating())
        self.steps.textChanged.connect(lambda: send({"scale": lines_of(self.steps.toPlainText())}))
        self.after.activated.connect(lambda _at: self._did_choose_after())
        self.unused.editingFinished.connect(self._did_leave_out)

    def first(self) -> QWidget:
        """Return the question's text."""
        return self.text

    # --- what is shown

    def show_item(self, question: records.Question, parts: Parts, lock: str) -> None:
        """Show a question; ``lock`` says why it cannot be changed."""
        self._question, self._parts = question, parts
        tell(self.text, question.text)
        tell(self.short, question.short)
        tell(self.prompts, "\n".join(question.prompts))
        tell(self.unused, question.unused)
        self.group.offer([(g.id, parts.look(g.id).word) for g in parts.groups], question.group)
        names = [(t.id, t.name or _("New theme")) for t in parts.themes]
        self.theme.offer(names, question.theme)
        self.required.offer(
            [(records.FREE, _("May be left")), (records.WARN, _("Remind at the end")),
             (records.ASK, _("Must be asked"))], question.required,
        )  # fmt: skip
        self._show_rating(question)
        self._show_after(question, parts)
        self._show_lock(lock)

    def _show_rating(self, question: records.Question) -> None:
        words = {
            "": _("No rating"), "extent": _("Three steps in words"), "four": "1–4",
            "five": "1–5", "yes": _("No, in part, yes"), OWN: _("Own steps"),
        }  # fmt: skip
        known = next((k for k, steps in scales().items() if steps == question.scale), OWN)
        if self.steps.hasFocus():
            known = OWN  # is being written
        self.rating.offer(list(words.items()), known)
        self._steps.setVisible(known == OWN)
        tell(self.steps, "\n".join(question.scale))

    def _show_after(self, question: records.Question, parts: Parts) -> None:
        before = may_precede(question, parts.asked_alike(question))
        offers = [(q.id, q.short or q.text) for q in before]
        if question.after and question.after not in dict(offers):
            offers.append((question.after, _("A question that is not asked before it")))
        self.after.offer([("", _("Nothing: always asked")), *offers], question.after)
        followed = next((q for q in before if q.id == question.after), None)
        steps = followed.scale if followed else ()
        self._opens.setVisible(bool(steps))
        if [tick.text() for tick in self._ticks] != list(steps):
            self._ticks = [Check(step) for step in steps]
            for tick in self._ticks:
                tick.clicked.connect(self._did_tick)
            refill(self._answers, [flow(*self._ticks, gap=4)])
        for tick in self._ticks:
            tick.setChecked(tick.text() in question.answers)

    def _show_lock(self, lock: str) -> None:
        self.tell_lock(lock)
        self._unused.setVisible(bool(lock))
        for field in (self.text, self.short, self.prompts, self.steps):
            field.setReadOnly(bool(lock))
        for choice in (self.group, self.theme, self.required, self.rating, self.after):
            choice.setEnabled(not lock)
        for tick in self._ticks:
            tick.setEnabled(not lock)

    # --- what is chosen

    def _did_choose_rating(self) -> None:
        chosen = self.rating.value()
        self._steps.setVisible(chosen == OWN)
        if chosen == OWN:
            self.steps.setFocus()
        else:
            self.changed.emit({"scale": scales()[chosen]})

    def _did_choose_after(self) -> None:
        chosen = self.after.value()
        before = self._parts.question(chosen) if self._parts else None
        self.changed.emit({"after": chosen, "answers": before.scale[:1] if before else ()})

    def _did_tick(self) -> None:
        chosen = tuple(t.text() for t in self._ticks if t.isChecked())
        self.changed.emit({"answers": chosen})

    def _did_leave_out(self) -> None:
        if self.unused.text().strip() != self._question.unused:
            self.left_out.emit(self.unused.text())


def preview(question: records.Question, parts: Parts) -> list[QWidget]:
    """Return a question as the interview shows it."""
    theme = parts.theme(question.theme)
    lines: list[QWidget] = [
        label(theme.name if theme else "", "accent", bold=True, wrap=True),
        label(question.text or "…", factor=1.3, bold=True, wrap=True),
    ]
    lines += [
        box(row(pic("corner-down-right", "control", 14), (label(prompt, "muted", wrap=True), 1)))
        for prompt in question.prompts
    ]
    if question.scale:
        words = [s if s == f"{n}" else f"{n}  {s}" for n, s in enumerate(question.scale, 1)]
        steps = [inset(row(label(each), margins=(8, 3))) for each in words]
        lines.append(box(flow(*steps, gap=6)))
    return lines
