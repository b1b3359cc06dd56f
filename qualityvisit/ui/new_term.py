"""The next term of office: what comes along, what is left open, and who stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualityvisit.model import records
from qualityvisit.model.planning import VISITED, coverage, day_of
from qualityvisit.ui.dialog import FormDialog
from qualityvisit.ui.kit import (
    Check,
    Columns,
    DateField,
    Field,
    Form,
    box,
    col,
    label,
    pic,
    row,
)
from qualityvisit.words import _, count, day, listing

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.screen import Desk
    from qualityvisit.workspace import Workspace

NAMED = 12  # units that are named; the others are counted


class NextTerm(FormDialog):
    """Begins a term of office after the last. Units, guides and actions live on in it."""

    def __init__(self, desk: Desk, window: QWidget, before: records.TermOfOffice) -> None:
        self._ws = ws = desk.ws
        self._next = next((t for t in ws.all(records.TermOfOffice) if t.start > before.end), None)
        year = int(before.end[:4]) + 1
        after = records.TermOfOffice("", f"{year}-01-01", f"{year + 3}-12-31")
        shown = self._next or (after if before.id else before)
        start, end = shown.start, shown.end
        form = Form()
        about = _("Nothing is moved or closed: what stands below lives on in the new term.")
        title = _("Term of office {start}–{end}", start=start[:4], end=end[:4])
        does = _("Save") if self._next else _("Begin it")
        super().__init__(window, title, form, does, self._begin, about=about, width=620)
        self.start = DateField(start, today=desk.today())
        self.end = DateField(end, today=desk.today())
        if self._next is None:
            fields = [Field(_("From"), self.start), Field(_("Until"), self.end)]
            for field, date in zip(fields, (self.start, self.end), strict=True):
                form.check(field, lambda d=date: _given(d))  # type: ignore[misc]
            form.put(Columns(fields, least=200, gap=14))
        form.put(_told(_("Comes along"), _along(ws)))
        form.put(_told(_("Is left open"), _open(ws, before)))
        people = [p for p in ws.all(records.Person) if not p.left]
        self.leaving = {
            p.id: Check(f"{p.name}, {p.title}" if p.title else p.name)
            for p in people if not p.role
        }  # fmt: skip
        if self.leaving:
            hint = _("They are proposed for no team any more. What they wrote stays.")
            form.put(Field(_("Who leaves?"), box(col(*self.leaving.values(), gap=0)), hint))
        if members := [p.name for p in people if p.role]:
            said = _("Members of the workspace leave under Settings, Members: {names}.",
                     names=listing(members))  # fmt: skip
            form.put(label(said, "muted", 0.95, wrap=True))
        self.made = start

    def _begin(self) -> None:
        leaving = [person for person, tick in self.leaving.items() if tick.isChecked()]
        register = self._ws.register
        if self._next is None:
            register.begin_term(self.start.iso(), self.end.iso(), leaving)
            self.made = self.start.iso()
        else:
            with register.change():
                for person in leaving:
                    register.change_person(person, left=True)


def _given(field: DateField) -> str:
    return field.trouble() or ("" if field.iso() else _("Write the date."))


def _told(title: str, lines: list[str]) -> QWidget:
    items = [
        row(box(col(pic("corner-down-right", "muted", 16), None, gap=0)),
            (label(words, wrap=True), 1), gap=8)
        for words in lines
    ]  # fmt: skip
    return box(col(label(title, bold=True, factor=0.95), *items, gap=4))


def _along(ws: Workspace) -> list[str]:
    """Return what lives on in the next term of office."""
    units = sum(u.status == "active" for u in ws.all(records.Unit))
    ended = records.ACTION_ENDED
    actions = [a for a in ws.all(records.Action) if a.status not in ended]
    return [
        count("{n} unit, all of which are to be visited again",
              "{n} units, all of which are to be visited again", units),
        count("{n} question guide", "{n} question guides", ws.count(records.Guide)),
        count("{n} open action, followed up as before",
              "{n} open actions, followed up as before", len(actions)),
        _("People, team rules, conflicts of interest, holidays and test weeks"),
    ]  # fmt: skip


def _open(ws: Workspace, term: records.TermOfOffice) -> list[str]:
    """Return what is not finished in a term of office."""
    visits = [v for v in ws.all(records.Visit) if term.start <= day_of(v) <= term.end]
    planned = [v for v in visits if v.status in ("planned", "prepared", "moved")]
    unfinished = [v for v in visits if v.status in ("done", "compiled", "fact-checked")]
    units = [u.name for c in coverage(ws.all(records.Unit), visits, term)
             for u in (*c.without_time, *c.planned)]  # fmt: skip
    had = {v.unit for v in ws.all(records.Visit) if v.status in VISITED}
    never = sum(u.status == "active" and u.id not in had for u in ws.all(records.Unit))
    lines = []
    if units:
        more = [_("{n} more", n=len(units) - NAMED)] if len(units) > NAMED else []
        names = listing([*units[:NAMED], *more])
        lines.append(
            count("{n} unit without its visit: {names}", "{n} units without their visit: {names}",
                  len(units), names=names)
        )  # fmt: skip
    if never:
        lines.append(count("{n} unit has never been visited: it comes first in a proposal",
                           "{n} units have never been visited: they come first in a proposal",
                           never))  # fmt: skip
    if planned:
        lines.append(count("{n} visit is planned before {day} and stays where it is",
                           "{n} visits are planned before {day} and stay where they are",
                           len(planned), day=day(term.end)))  # fmt: skip
    if unfinished:
        lines.append(count("{n} visit has no finished minutes yet",
                           "{n} visits have no finished minutes yet", len(unfinished)))  # fmt: skip
    return lines or [_("Nothing: every unit has had its visit, and all minutes are finished.")]
