"""The cards of a visit: interviews, programme, plan, preparations, minutes, what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QProgressBar, QWidget

from qualityvisit.model import planning, records
from qualityvisit.ui import kit
from qualityvisit.ui.agenda import read_agenda
from qualityvisit.ui.pieces import fact, late_words, marked, shown_if
from qualityvisit.ui.team_field import team_lacks, team_unasked
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import (
    action_look,
    form_word,
    minutes_word,
    preparation_word,
    session_look,
    short_day,
    when,
)
from qualityvisit.words import _, clock, count, day, listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from qualityvisit.ui.agenda import Agenda
    from qualityvisit.ui.screen import Desk

BARS = 620  # the width of the card below which bars give way


class InterviewsCard(kit.Surface):
    """The sessions in which notes are written, with how far each has come."""

    def __init__(self, desk: Desk, visit: records.Visit, sessions: list[records.Session]) -> None:
        self._desk, self._visit = desk, visit
        self._groups = {g.id: g.name for g in desk.ws.all(records.Group)}
        self._bars: list[QProgressBar] = []
        self._weeded = f"notes/{visit.id}" in desk.ws.standing.weeded
        self._may_read = desk.ws.may_read(f"notes/{visit.id}") and not self._weeded
        self._notes = desk.ws.all(records.Note, parent=visit.id) if self._may_read else []
        written = [s for s in sessions if s.type in records.WRITTEN]
        begin = next((s for s in written if s.type == records.INTERVIEW and not s.ended), None)
        self._first = begin if visit.status in ("planned", "prepared") else None
        total = count("{n} note", "{n} notes", len(self._notes)) if self._notes else ""
        title = kit.Elided(_("Interviews"), bold=True)
        head = kit.row(kit.pic("messages-square"), title, None, kit.label(total, "muted"))
        parts: list[kit.Item] = [head, 2, self._table(written)]
        if not written:
            parts.append(kit.label(_("The programme has no interviews yet."), "muted", wrap=True))
        if self._weeded:
            parts.append(kit.label(_("The notes have been weeded."), "muted", 0.95, wrap=True))
        elif not self._may_read:
            said = _("Only the visit's team reads the notes.")
            parts.append(kit.label(said, "muted", 0.95, wrap=True))
        super().__init__(kit.col(*parts, gap=8, margins=(18, 15, 18, 15)))

    def _table(self, sessions: list[records.Session]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        for place, session in enumerate(sessions):
            if place:
                grid.addWidget(kit.rule(), 2 * place - 1, 0, 1, 5)
            for column, part in enumerate(self._parts(session)):
                grid.addWidget(part, 2 * place, column)
        return grid

    def _parts(self, session: records.Session) -> list[QWidget]:
        seen = session_look(session, self._groups.get(session.group, ""), form=self._visit.form)
        own = sum(n.session == session.id for n in self._notes)
        notes = "" if self._weeded else count("{n} note", "{n} notes", own)
        about = [clock(session.start), notes, _people(session)]
        names = kit.col(
            kit.Elided(seen.word, bold=True),
            kit.Elided("  ·  ".join(filter(None, about)), "muted", 0.95), gap=1,
        )  # fmt: skip
        agenda = read_agenda(self._desk.ws, self._visit, session)
        begun = bool(own or agenda.settled)
        pic = kit.pic(seen.icon, "accent" if session is self._first else "muted", 20)
        state = kit.pill(_("ended"), "ok") if session.ended else QWidget()
        opens = self._opens(session, seen.word, begun=begun)
        return [pic, kit.box(names), self._progress(seen.word, agenda), state, opens]

    def _progress(self, word: str, agenda: Agenda) -> QWidget:
        asked, settled = len(agenda.numbered), agenda.settled
        if not asked or self._weeded:
            return QWidget()
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setFixedWidth(px(96))
        bar.setMaximum(asked)
        bar.setValue(settled)
        bar.setAccessibleName(
            _("{group}: {done} of {all} questions", group=word, done=settled, all=asked)
        )
        self._bars.append(bar)
        said = kit.label(_("{done} of {all}", done=settled, all=asked), "muted", 0.95)
        return kit.box(kit.row(bar, said, gap=8))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the bars out where there is little room; the numbers stay."""
        super().resizeEvent(event)
        for bar in self._bars:
            bar.setVisible(event.size().width() >= px(BARS))

    def _opens(self, session: records.Session, word: str, *, begun: bool) -> QWidget:
        ahead = self._visit.status in ("planned", "prepared", "moved")
        if session.ended or (begun and not ahead):
            does = _("Open")
        elif session.type != records.INTERVIEW:
            does = _("Write notes")
        else:
            does = _("Go on") if begun else _("Begin the interview")
        opens = kit.button(
            does,
            lambda: self._desk.way.go("interview", id=self._visit.id, session=session.id),
            kind="primary" if session is self._first else "small",
            name=f"{does}: {word}",
        )
        return shown_if(opens, self._may_read)


def _people(session: records.Session) -> str:
    if not session.participants:
        return session.category
    if not session.category:
        return count("{n} person", "{n} people", int(session.participants))
    return f"{session.participants} {session.category}"


def _called(guide: records.Guide) -> str:
    return f"{guide.name}, {_('version {n}', n=guide.version)}"


def plan_card(desk: Desk, visit: records.Visit, change: Callable[[], object]) -> QWidget:
    """Return when, where, by what guide and under which number."""
    guide = desk.ws.find(records.Guide, visit.guide)
    unit = desk.ws.find(records.Unit, visit.unit)
    kind = _("Extra visit") if visit.extra else _("Quality deep dive")
    facts = [
        (_("What"), kind),
        (_("When"), when(visit, weekday=True)),
        (_("Place"), visit.place or "–"),
        (_("School form"), form_word(visit.form)),
        (_("Guide"), _called(guide) if guide else _("No guide yet")),
        (_("Registry number"), visit.registry_number or "–"),
    ]
    if visit.reason and visit.status not in records.VISIT_SIDE_STATES:
        facts.append((_("Moved before"), visit.reason))
    lines: list[kit.Item] = [fact(name, value) for name, value in facts]
    foot: list[kit.Item] = []
    if unit is not None:
        about = kit.link(_("About the unit"), lambda: desk.way.go("units", id=unit.id))
        foot.append(kit.row(about, None))
    changes = kit.link(_("Change"), change, name=_("Change the plan"))
    shown_if(changes, desk.ws.may_write(f"visit/{visit.id}"))
    return kit.card(_("The plan"), "calendar-days", *lines, *foot, right=changes, gap=7)


def team_card(desk: Desk, visit: records.Visit, change: Callable[[], object]) -> QWidget:
    """Return who visits, and whether the team rules are met."""
    names = desk.ws.names()
    team = [names[p] for p in visit.team if p in names]
    lines: list[kit.Item] = []
    for person in team:
        who = kit.col(kit.Elided(person.name), kit.Elided(person.title, "muted", 0.95), gap=0)
        face = kit.face(person.initials, person.name, person.id, 32)
        lines.append(kit.row(face, (kit.box(who), 1), gap=10))
    lacks = team_lacks(visit.form, team, desk.ws.all(records.TeamRule))
    icon, ink = ("triangle-alert", "warn") if lacks else ("circle-check", "ok")
    said = lacks or _("The team rules are met.")
    lines.append(kit.row(kit.pic(icon, ink, 16), (kit.label(said, ink, 0.95, wrap=True), 1)))
    lines += _conflicts(desk, visit, team)
    changes = kit.link(_("Change"), change, name=_("Change the team"))
    shown_if(changes, desk.ws.may_write(f"visit/{visit.id}"))
    return kit.card(_("The team"), "users", *lines, right=changes, gap=9)


def _conflicts(desk: Desk, visit: records.Visit, team: list[records.Person]) -> list[kit.Item]:
    """Say who has a conflict of interest at the unit, or has not been asked."""
    found = desk.ws.all(records.Conflict, parent=visit.unit)
    barred = planning.may_not_go(visit.unit, found)
    said: list[kit.Item] = []
    if named := [p.name for p in team if p.id in barred]:
        words = _("Conflict of interest at the unit: {names}.", names=listing(named))
        mark = kit.pic("triangle-alert", "warn", 16)
        said.append(kit.row(mark, (kit.label(words, "warn", 0.95, wrap=True), 1)))
    ahead = visit.status in ("planned", "prepared", "moved")
    if ahead and (words := team_unasked(found, visit.unit, team)):
        mark = kit.pic("scale", "muted", 16)
        said.append(kit.row(mark, (kit.label(words, "muted", 0.95, wrap=True), 1)))
    return said


def preparations_card(
    desk: Desk, visit: records.Visit, ways: dict[str, Callable[[], object]]
) -> QWidget:
    """Return what is to be done before the visit, to tick off; ``ways`` lead there."""
    done = {p.key: p.done for p in desk.ws.all(records.Preparation, parent=visit.id)}
    lines: list[kit.Item] = [
        _preparation(desk, visit, key, done.get(key, ""), ways.get(key))
        for key in records.PREPARATIONS
    ]
    ticked = sum(1 for key in records.PREPARATIONS if done.get(key))
    total = _("{done} of {all}", done=ticked, all=len(records.PREPARATIONS))
    return kit.card(
        _("Preparations"), "list-checks", *lines, right=kit.label(total, "muted"), gap=2
    )


def _preparation(
    desk: Desk, visit: records.Visit, key: str, done: str, way: Callable[[], object] | None
) -> QWidget:
    tick = kit.Check(preparation_word(key), on=bool(done), muted_when_on=True)
    tick.setToolTip(tick.text())
    tick.setEnabled(desk.ws.may_write(f"visit/{visit.id}"))

    def ticked(on: bool) -> None:
        today = desk.today() if on else ""
        desk.attempt(lambda: desk.ws.visit(visit.id).prepare(key, today))

    tick.toggled.connect(ticked)
    end: kit.Item = kit.label(short_day(done) if done else "", "muted", 0.95)
    if way and not done:
        end = kit.link(_("Open"), way, name=_("Open: {what}", what=preparation_word(key)))
    return kit.box(kit.row((tick, 1), end))


def minutes_card(desk: Desk, visit: records.Visit) -> QWidget:
    """Return how far the minutes have come, and the way to them."""
    view = desk.ws.minutes(visit.id)
    decided = len(view.notes) - len(view.undecided)
    lines: list[kit.Item] = []
    if view.notes:
        said = _("{done} of {all} notes decided on", done=decided, all=len(view.notes))
        lines.append(kit.label(said, wrap=True))
    elif f"notes/{visit.id}" not in desk.ws.standing.weeded:
        lines.append(kit.label(_("Built from the notes of the visit."), "muted", wrap=True))
    if view.minutes.finished:
        who = desk.ws.names().get(view.minutes.finished_by)
        said = _("Finished {day} by {name}", day=day(view.minutes.finished),
                 name=who.name if who else "–")  # fmt: skip
        lines.append(kit.label(said, "muted", 0.95, wrap=True))
    words = _("Open the minutes") if view.minutes.compiled else _("Compile the minutes")
    opens = kit.button(words, lambda: desk.way.go("minutes", id=visit.id), "file-text")
    shown_if(opens, desk.ws.may_read(f"notes/{visit.id}"))
    lines.append(kit.row(opens, None))
    state = view.minutes.status
    pill = kit.pill(minutes_word(state), "quiet" if state == "draft" else "ok")
    return kit.card(
        _("The minutes"), "file-text", *lines, gap=10, right=pill if view.minutes.compiled else None
    )


class FollowUpCard(kit.Surface):
    """What the visit found, and the actions that came of it."""

    def __init__(
        self,
        desk: Desk,
        visit: records.Visit,
        add_finding: Callable[[records.Finding | None], object],
        add_action: Callable[[records.Finding | None], object],
    ) -> None:
        self._desk, self._may = desk, desk.ws.may_write(f"visit/{visit.id}")
        self._add_finding, self._add_action = add_finding, add_action
        self.places: dict[str, QWidget] = {}  # by finding and action: what can have the focus
        findings = desk.ws.all(records.Finding, parent=visit.id)
        actions = desk.ws.all(records.Action, parent=visit.id)
        order = {m: n for n, m in enumerate(records.MARKS)}
        findings.sort(key=lambda f: (order.get(f.mark, 9), f.at))
        lines: list[kit.Item] = [self._finding(f, actions) for f in findings]
        if not findings:
            lines.append(kit.label(_("Nothing has been written down as found yet."), "muted",
                                   wrap=True))  # fmt: skip
        lines += [4, kit.rule(), 4]
        lines += [self._action(a) for a in actions]
        if not actions:
            lines.append(kit.label(_("No actions yet."), "muted"))
        new = kit.button(_("New finding"), lambda: add_finding(None), "plus", "small")
        act = kit.button(_("New action"), lambda: add_action(None), "plus", "small")
        for button in (new, act):
            shown_if(button, self._may)
        head = kit.row(
            kit.pic("list-todo"), kit.Elided(_("Found and followed up"), bold=True), None, new, act
        )
        super().__init__(kit.col(head, 2, *lines, gap=8, margins=(18, 15, 18, 17)))

    def _finding(self, finding: records.Finding, actions: list[records.Action]) -> QWidget:
        own = [a for a in actions if a.finding == finding.id]
        buttons: list[kit.Item] = []
        if own:
            buttons.append(kit.label(count("{n} action", "{n} actions", len(own)), "muted", 0.95))
        elif self._may and finding.mark != records.STRENGTH:
            make = kit.button(_("Make an action"), lambda: self._add_action(finding), kind="small",
                              name=_("Make an action of: {text}", text=finding.text))  # fmt: skip
            buttons.append(make)
        if self._may:
            change = kit.button(
                _("Change the finding: {text}", text=finding.text),
                lambda: self._add_finding(finding), "pencil", "icon",
            )  # fmt: skip
            buttons.append(change)
            self.places[finding.id] = change
        words = kit.box(kit.col(None, marked(finding.mark, finding.text), None, gap=0))
        return kit.box(kit.row((words, 1), *buttons, gap=8))

    def _action(self, action: records.Action) -> QWidget:
        desk, seen = self._desk, action_look(action.status)
        late = late_words(action, desk.today())
        about = "  ·  ".join(filter(None, (action.responsible, late or day(action.due))))
        words = kit.col(
            kit.label(action.text, wrap=True),
            kit.Elided(about, "follow_up" if late else "muted", 0.95), gap=1,
        )  # fmt: skip
        line = kit.row((kit.box(words), 1), kit.pill(seen.word, seen.pill), gap=10)
        name = f"{action.text}, {about}, {seen.word}"
        made = kit.Pressable(line, name, lambda: desk.way.go("follow-up", action=action.id))
        self.places[action.id] = made
        return made
