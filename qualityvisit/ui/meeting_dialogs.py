"""Planning a quality meeting, and putting a question on its list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.model.planning import VISITED, day_of
from qualityvisit.ui import kit
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.programme import read_time
from qualityvisit.ui.trade import when
from qualityvisit.words import _, clock

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk


class MeetingDialog(FormDialog):
    """Plans a meeting, or changes one: when, where, for how long, which visits."""

    def __init__(self, desk: Desk, window: QWidget, meeting: records.Meeting | None = None) -> None:
        self._desk, self._ws, self._meeting = desk, desk.ws, meeting
        self.made = meeting.id if meeting else ""
        form = kit.Form()
        title = _("Change the meeting") if meeting else _("New meeting")
        does = _("Save the meeting") if meeting else _("Plan the meeting")
        about = _("One item over several visits: the leaders of each unit answer questions.")
        super().__init__(window, title, form, does, self._save, about=about)
        known = meeting or records.Meeting("", title=_("Follow-up of quality deep dives"))
        self.title = kit.line(known.title)
        self.day = kit.DateField(known.date, today=desk.today())
        self.start = kit.line(clock(known.start), hint=clock("18:30"))
        self.minutes = kit.line(known.minutes)
        self.place = kit.line(known.place)
        self.closed = kit.Check(_("Behind closed doors, the leaders are called"), on=known.closed)
        every = desk.ws.all(records.MeetingVisit)
        chosen = {m.visit for m in every if m.meeting == known.id}
        if meeting is None:  # propose what no meeting has taken up
            taken = {m.visit for m in every}
            finished = desk.ws.all(records.Visit, state="finished")
            chosen = {v.id for v in finished if v.id not in taken}
        self.ticks = {v.id: _tick(v, on=v.id in chosen) for v in _offered(desk, chosen)}
        form.add(_("What the item is called"), self.title, check=self._check_title)
        form.add(_("Day"), self.day, check=self._check_day)
        form.add(_("Begins"), self.start, check=self._check_start)
        form.add(_("Minutes for all visits together"), self.minutes, check=self._check_minutes)
        form.add(_("Place"), self.place)
        form.put(self.closed)
        if not self.ticks:
            why = _("Visits can be chosen once they have been carried out.")
            form.put(kit.Field(_("Visits"), kit.label(why, "muted", wrap=True)))
        else:
            form.put(kit.Field(_("Visits"), kit.box(kit.col(*self.ticks.values(), gap=0))))
        if meeting is not None and desk.ws.meeting(meeting.id).may_be_removed:
            away = kit.button(_("Remove the meeting"), self._remove, "trash-2", "danger")
            form.put(kit.box(kit.row(away, None)))

    def _remove(self) -> None:
        """Remove a meeting made by mistake; it can be brought back for a moment."""
        desk, document = self._desk, self._ws.meeting(self.made)

        def remove() -> None:
            again = document.remove_meeting()
            undo = (_("Undo"), lambda: desk.attempt(again))
            desk.notices.passing(_("The meeting is removed."), undo)

        if desk.attempt(remove):
            self.accept()

    def _check_title(self) -> str:
        return "" if self.title.text().strip() else _("Write what the item is called.")

    def _check_day(self) -> str:
        empty = not self.day.edit.text().strip()
        return _("Write the day of the meeting.") if empty else self.day.trouble()

    def _check_start(self) -> str:
        wrong = read_time(self.start.text().strip()) is None
        return _("Write the time as 8.15 or 08:15.") if wrong else ""

    def _check_minutes(self) -> str:
        text = self.minutes.text().strip()
        return "" if text.isdigit() else _("Write the number of minutes in digits.")

    def _save(self) -> None:
        values: dict[str, str | bool] = {
            "title": self.title.text().strip(), "date": self.day.iso(),
            "start": read_time(self.start.text().strip()) or "",
            "minutes": self.minutes.text().strip(), "place": self.place.text().strip(),
            "closed": self.closed.isChecked(),
        }  # fmt: skip
        if not self.made:
            self.made = self._ws.add_meeting(str(values["title"]), date=self.day.iso())
        document = self._ws.meeting(self.made)
        document.change_meeting(**values)
        before = {m.visit for m in self._ws.all(records.MeetingVisit, parent=self.made)}
        for visit, tick in self.ticks.items():
            if tick.isChecked() and visit not in before:
                document.add_visit(visit)
            elif not tick.isChecked() and visit in before:
                document.take_visit(visit)


class QuestionDialog(FormDialog):
    """Puts a question to a unit's leaders on the list."""

    def __init__(self, desk: Desk, window: QWidget, meeting: str, visit: records.Visit) -> None:
        self._ws, self._meeting, self._visit = desk.ws, meeting, visit
        form = kit.Form()
        title = _("Question to {unit}", unit=visit.title)
        super().__init__(window, title, form, _("Add the question"), self._save)
        self.text = kit.writing(lines=3)
        self.theme = kit.line(hint=_("e.g. Safety and calm for study"))
        self.mine = kit.Check(_("I put the question myself"))
        form.add(
            _("Question"), self.text,
            check=lambda: "" if self.text.toPlainText().strip() else _("Write what you ask."),
        )  # fmt: skip
        form.add(_("Theme"), self.theme)
        form.put(self.mine)
        self.made = ""

    def _save(self) -> None:
        document = self._ws.meeting(self._meeting)
        text, theme = self.text.toPlainText().strip(), self.theme.text().strip()
        self.made = document.add_question(self._visit.id, text, theme)
        if self.mine.isChecked():
            document.claim(self.made, self._ws.me.id)


def _offered(desk: Desk, chosen: set[str]) -> list[records.Visit]:
    """Return the visits that a meeting can take up: made, and not closed yet."""
    visits = [
        v
        for v in desk.ws.all(records.Visit)
        if v.id in chosen or (v.status in VISITED and v.status != "closed")
    ]
    return sorted(visits, key=day_of, reverse=True)


def _tick(visit: records.Visit, *, on: bool) -> kit.Check:
    return kit.Check(f"{visit.title}, {when(visit)}", on=on)
