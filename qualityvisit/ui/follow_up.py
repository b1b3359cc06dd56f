"""Uppföljning: what was agreed, what is late, and the meetings that take it up."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget

from qualityvisit.model import records
from qualityvisit.ui import kit
from qualityvisit.ui.action_dialogs import ActionDialog
from qualityvisit.ui.action_view import ActionView
from qualityvisit.ui.meeting_dialogs import MeetingDialog
from qualityvisit.ui.pieces import late_words, shown_if
from qualityvisit.ui.rows import Row, RowView
from qualityvisit.ui.screen import Screen
from qualityvisit.ui.theme import px
from qualityvisit.ui.trade import action_look, days_between, short_day
from qualityvisit.words import _, clock, count, day

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.ui.screen import Desk

BESIDE = 900  # a room narrower than this has the action below the list
ROWS = 250  # the height of a list with the action below: some rows, and the page scrolls
SOON = 31  # days within which an action is due soon
DONE = ("done", "effect-checked")


class Unrolled(QScrollArea):
    """An area that scrolls, or that is as high as what stands in it."""

    def __init__(self, inner: QWidget, name: str) -> None:
        super().__init__()
        kit.scroll(inner, name, area=self)
        self._inner, self._on = inner, False
        inner.installEventFilter(self)

    def unroll(self, on: bool) -> None:
        """Be as high as what stands in it, or scroll."""
        self._on = on
        self._fit()

    def _fit(self) -> None:
        high = self._inner.heightForWidth(self.viewport().width()) if self._on else 0
        least = self._inner.minimumSizeHint().height() if self._on else 0
        self.setMinimumHeight(max(high, least))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what stands in it."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fit()
        return super().eventFilter(watched, event)


class FollowUp(Screen):
    """Actions with those that are late first, the one that is chosen, and the meetings."""

    kinds: ClassVar[frozenset[str]] = frozenset(
        {"action", "action-event", "finding", "meeting", "meeting-visit", "visit", "unit"}
    )

    def __init__(self, desk: Desk) -> None:
        self._chosen = ""
        self._state = kit.Choice(_states(), "open", name=_("Show actions by state"))
        self._unit = kit.Choice([], name=_("Show actions by unit"))
        self._find = kit.line(hint=_("Search among actions"), name=_("Search among actions"))
        self.list = RowView(_("Actions"))
        self.list.chosen.connect(self._show)
        self.action = ActionView(desk)
        self._lacking, self._meetings = kit.col(), kit.col()
        for choice in (self._state, self._unit):
            choice.currentIndexChanged.connect(lambda _at: self.make_stale())
        self._find.textChanged.connect(lambda _text: self.make_stale())
        meeting = kit.button(_("New meeting"), self.plan_meeting, "plus")
        head = kit.header(_("Follow-up"), "", self._state, self._unit, meeting)
        super().__init__(desk, head, self._make_body())

    def _make_body(self) -> QWidget:
        self._none = kit.empty_state(
            "list-todo", _("No actions here"),
            _("Actions are made from what a visit found, in the minutes or at a meeting."),
        )  # fmt: skip
        list_card = kit.Surface(kit.col((self.list, 1), (self._none, 1), margins=(4, 6, 4, 6)))
        self._list_card = list_card
        left = kit.box(kit.col(self._find, (list_card, 1), gap=12))
        self._lacking_box = kit.box(self._lacking)
        side = kit.col(self.action, self._lacking_box, kit.box(self._meetings), None, gap=14)
        self._side = Unrolled(kit.box(side), _("The action and the meetings"))
        self._middle: QBoxLayout = kit.row((left, 1), self._side, gap=16, margins=(28, 18, 28, 18))
        self._page = kit.scroll(kit.box(self._middle), _("Actions"))
        self.list.opened.connect(self._show_below)
        return self._page

    def _show_below(self, _action: str) -> None:
        """Turn to the action where it stands below the list."""
        inside = self._page.widget()
        if inside is not None:
            top = self.action.mapTo(inside, QPoint()).y()
            self._page.verticalScrollBar().setValue(top)

    # --- Showing

    def open(self, action: str = "", **_more: str) -> None:
        """Open, with an action chosen where one is named."""
        if action:
            self._chosen = action
            found = self.ws.find(records.Action, action)
            ended = found is not None and found.status in records.ACTION_ENDED
            self._state.offer(_states(), "" if ended else "open")
        self.make_stale()

    def first(self) -> QWidget:
        """Return the list of actions."""
        return self.list

    def refresh(self) -> None:
        """Read actions and meetings and show them."""
        actions = self.ws.all(records.Action)
        names = sorted({(a.unit, a.unit_name) for a in actions}, key=lambda u: u[1].casefold())
        self._unit.offer([("", _("All units")), *names], self._unit.value())
        shown = [a for a in actions if self._fits(a)]
        rows = self._rows(shown)
        late = sum(bool(late_words(a, self.desk.today())) for a in actions)
        about = [count("{n} open action", "{n} open actions", sum(_is_open(a) for a in actions))]
        if late:
            about.append(count("{n} late", "{n} late", late))
        self.header.tell(_("Follow-up"), "  ·  ".join(about))
        self.list.setVisible(bool(shown))
        self._none.setVisible(not shown)
        self.list.show_rows(rows, self._chosen)
        if shown and not self.list.current():
            self.list.choose_first()
        self._show(self.list.current())
        lacking = self._lacking_card(actions)
        kit.refill(self._lacking, lacking)
        self._lacking_box.setVisible(bool(lacking))
        kit.refill(self._meetings, [self._meetings_card()])

    def adapt(self, width: float, height: float) -> None:
        """Put the chosen action beside the list, or below it."""
        del height
        beside, ways = width >= BESIDE, QBoxLayout.Direction
        self._middle.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self._side.unroll(not beside)
        for choice in (self._state, self._unit):
            choice.setMaximumWidth(16777215 if beside else px(136))
        self._list_card.setMinimumHeight(px(0 if beside else ROWS))
        side = px(420 if width >= 1120 else 360)
        self._side.setMinimumWidth(side if beside else 0)
        self._side.setMaximumWidth(side if beside else 16777215)

    def _show(self, action: str) -> None:
        found = self.ws.find(records.Action, action) if action else None
        self._chosen = action or self._chosen
        self.action.setVisible(found is not None)
        if found is not None:
            self.action.show_action(found)

    def _fits(self, action: records.Action) -> bool:
        state, unit = self._state.value(), self._unit.value()
        fits_state = {
            "": True, "open": _is_open(action),
            "late": bool(late_words(action, self.desk.today())),
        }.get(state, action.status == state)  # fmt: skip
        words = self._find.text().casefold().split()
        text = action.words.casefold()
        return fits_state and unit in ("", action.unit) and all(w in text for w in words)

    def _rows(self, actions: list[records.Action]) -> list[Row]:
        """Return the actions under when they are due: what is late stands first."""
        today = self.desk.today()
        places: dict[str, list[records.Action]] = {}
        for action in actions:
            places.setdefault(_when(action, today), []).append(action)
        titles = {
            "late": _("Late"), "soon": _("Within a month"), "later": _("Later"),
            "undated": _("Without a date"), "done": _("Done, not closed yet"),
            "ended": _("Closed and dropped"),
        }  # fmt: skip
        rows: list[Row] = []
        for place, title in titles.items():
            found = places.get(place, [])
            if found:
                rows.append(Row("", title, right=str(len(found))))
            rows += [_row(a, today) for a in found]
        return rows

    # --- Beside

    def _lacking_card(self, actions: list[records.Action]) -> list[kit.Item]:
        """Return the deficiencies that nothing is done about: the law asks for measures."""
        answered = {a.finding for a in actions}
        lacking = [
            f
            for f in self.ws.all(records.Finding, state=records.DEFICIENCY)
            if f.id not in answered
        ]
        if not lacking:
            return []
        visits = {v.id: v.title for v in self.ws.all(records.Visit)}
        lines: list[kit.Item] = []
        for finding in lacking[:4]:
            make = kit.button(
                _("Make an action"), self._maker(finding), kind="small",
                name=_("Make an action of: {text}", text=finding.text),
            )  # fmt: skip
            shown_if(make, self.ws.may_write(f"visit/{finding.visit}"))
            words = kit.col(
                kit.label(finding.text, wrap=True),
                kit.label(visits.get(finding.visit, ""), "muted", 0.95), gap=1,
            )  # fmt: skip
            lines.append(kit.row((kit.box(words), 1), make, gap=10))
        law = kit.label(
            _("The committee must see to it that deficiencies are met (skollagen 4 kap. 7 §)."),
            "muted", 0.95, wrap=True,
        )  # fmt: skip
        pill = kit.pill(str(len(lacking)), "deficiency")
        title = _("Deficiencies without an action")
        return [kit.card(title, "octagon-alert", *lines, law, right=pill, gap=10)]

    def _maker(self, finding: records.Finding) -> Callable[[], None]:
        def make() -> None:
            dialog = ActionDialog(self.desk, self, finding.visit, finding=finding)
            if dialog.exec():
                self.open(action=dialog.made)

        return make

    def _meetings_card(self) -> QWidget:
        meetings = self.ws.all(records.Meeting)
        today = self.desk.today()
        ahead = [m for m in meetings if m.date >= today or not m.date]
        meetings = [*ahead, *reversed([m for m in meetings if m not in ahead])]
        lines: list[kit.Item] = [self._meeting(m) for m in meetings[:6]]
        if not meetings:
            said = _("No meeting is planned. It takes up several visits, with questions to each.")
            lines.append(kit.label(said, "muted", wrap=True))
        return kit.card(_("Quality meetings"), "messages-square", *lines, gap=4)

    def _meeting(self, meeting: records.Meeting) -> QWidget:
        visits = self.ws.count(records.MeetingVisit, parent=meeting.id)
        at = " ".join(filter(None, (day(meeting.date, weekday=True), clock(meeting.start))))
        about = "  ·  ".join(filter(None, (at, count("{n} visit", "{n} visits", visits))))
        words = kit.col(kit.Elided(meeting.title), kit.Elided(about, "muted", 0.95), gap=1)
        held = meeting.status == "held"
        icon = kit.pic("circle-check" if held else "calendar-days", "ok" if held else "muted")
        line = kit.row(icon, (kit.box(words), 1), kit.pic("chevron-right"), gap=10)
        said = f"{meeting.title}, {about}"
        return kit.Pressable(line, said, lambda: self.desk.way.go("meeting", id=meeting.id))

    def plan_meeting(self) -> None:
        """Ask for a new meeting, and open it."""
        dialog = MeetingDialog(self.desk, self)
        if dialog.exec() and dialog.made:
            self.desk.way.go("meeting", id=dialog.made)


def _states() -> list[tuple[str, str]]:
    states = records.ACTION_STATES + records.ACTION_SIDE_STATES
    some = [("open", _("Open actions")), ("late", _("Late actions")), ("", _("All actions"))]
    return [*some, *((s, action_look(s).word) for s in states)]


def _is_open(action: records.Action) -> bool:
    return action.status not in records.ACTION_ENDED


def _when(action: records.Action, today: str) -> str:
    if action.status in records.ACTION_ENDED:
        return "ended"
    if action.status in DONE:
        return "done"
    if not action.due:
        return "undated"
    if late_words(action, today):
        return "late"
    return "soon" if days_between(today, action.due) <= SOON else "later"


def _row(action: records.Action, today: str) -> Row:
    seen, late = action_look(action.status), late_words(action, today)
    due = late or (short_day(action.due) if action.due else "")
    about = "  ·  ".join(filter(None, (due, action.unit_name, action.responsible)))
    icon, ink = ("circle-alert", "follow_up") if late else (seen.icon, "muted")
    return Row(action.id, action.text, about, icon, ink, seen.word, seen.pill)
