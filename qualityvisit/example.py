"""The example workspace, told over the same verbs as a screen's, so that it is always possible.

Real municipal schools stand in the register and the plan, with their public results; what is said
about a unit belongs to invented units only. See resources/example/SOURCE.txt.
"""

import itertools
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from qualityvisit import imports, outside
from qualityvisit.model import records
from qualityvisit.model.notes import NotesDocument
from qualityvisit.model.records import INTERVIEW, PREPARATIONS, WALK_THROUGH
from qualityvisit.model.visit import VisitDocument
from qualityvisit.reading import term_around
from qualityvisit.settings import RESOURCES
from qualityvisit.visit_record import finish_minutes
from qualityvisit.workspace import Workspace

FOLDER = RESOURCES / "example"
REGISTER = "skolenhetsregistret-2020-staffanstorp.xlsx"
RESULTS = "slutbetyg-ak9-2025-staffanstorp.csv"
BEFORE = (21, 15, 14, 8, 6, 3)  # days before a visit when its six preparations were done

Told = dict[str, Any]  # a part of the example's JSON files, which we wrote ourselves


def create(profile: Path, passphrase: str = "") -> Workspace:
    """Make the example workspace in an empty profile and return it open."""
    told = _read("committee.json")
    ws = Workspace.create(
        profile, name=told["me"], committee=told["committee"], passphrase=passphrase
    )
    fill(ws)
    return ws


def fill(ws: Workspace, today: date | None = None) -> None:
    """Fill a workspace that has just been created, so that it looks alive on ``today``."""
    example = _Example(ws, today or date.fromisoformat(ws.today()))
    example.fill_register(_read("committee.json"))
    for path in sorted((FOLDER / "visits").glob("*.json")):
        example.tell_visit(json.loads(path.read_text("utf-8")))
    for planned in _read("committee.json")["planned"]:
        example.plan(planned)
    for meeting in _read("meetings.json"):
        example.tell_meeting(meeting)
    ws.settle()


def _read(name: str) -> Any:  # noqa: ANN401 JSON that we wrote ourselves
    return json.loads((FOLDER / name).read_text("utf-8"))


class _Example:
    """What is known while the example is told: who is who, which visit is whose."""

    def __init__(self, ws: Workspace, today: date) -> None:
        self.ws = ws
        self.today = today
        self.people: dict[str, str] = {"": ""}  # initials -> person
        self.units: dict[str, str] = {}  # name -> unit
        self.visits: dict[str, str] = {}  # the unit's name -> visit
        self.findings: dict[str, list[str]] = {}  # the unit's name -> findings, from 1
        self.ready: dict[str, date] = {}  # the unit's name -> when a meeting can take the visit up

    # --- register

    def fill_register(self, told: Told) -> None:
        """Bring committee, people, units, results and guides."""
        register = self.ws.register
        fields = ("municipality", "municipality_code", "meeting_name")
        register.set_committee(example=True, **{field: told[field] for field in fields})
        self._add_terms()
        for person in told["people"]:
            if person["name"] == told["me"]:
                register.change_person(self.ws.me.id, title=person["title"])
                self.people[person["key"]] = self.ws.me.id
            else:
                made = register.add_person(person["name"], person["title"])
                self.people[person["key"]] = made
        outside.add_guides(self.ws)
        # The real schools and their results come in as anybody's import does.
        imports.import_units(self.ws, FOLDER / REGISTER, told["municipality_code"])
        imports.import_figures(self.ws, [FOLDER / RESULTS], told["municipality_code"])
        for unit in told["invented"]:
            register.add_unit(
                unit["name"], unit["forms"], pupils=unit["pupils"], status="active", invented=True
            )
        self.units = {unit.name: unit.id for unit in self.ws.all(records.Unit)}
        barred = {(self.people[c["who"]], self.units[c["unit"]]) for c in told["conflicts"]}
        register.decide_conflicts(
            {
                (person, unit): records.BARRED if (person, unit) in barred else records.FREE_TO_GO
                for person in filter(None, self.people.values())
                for unit in self.units.values()
            }
        )

    def _add_terms(self) -> None:
        """Add the terms of office that the story touches, besides the present one."""
        known = {term.start for term in self.ws.all(records.TermOfOffice)}
        for days in (-430, 0, 330):
            start, end = term_around((self.today + timedelta(days)).isoformat())
            if start not in known:
                self.ws.register.add_term(start, end)
                known.add(start)

    # --- visits

    def plan(self, told: Told) -> str:
        """Plan a visit; return its id."""
        day = self.school_day(told["days"])
        unit, year_week = self.units[told["unit"]], day.isocalendar()
        if told.get("week"):
            visit = self.ws.plan_visit(unit, week=f"{year_week.year}-W{year_week.week:02}")
        else:
            visit = self.ws.plan_visit(unit, date=day.isoformat())
        document = self.ws.visit(visit)
        with document.change():
            for key, before in told.get("prepared", {}).items():
                done = min(day - timedelta(before), self.today - timedelta(1))
                document.prepare(key, done.isoformat())
        return visit

    def tell_visit(self, told: Told) -> None:
        """Tell a visit with its interviews and what came of them."""
        told.setdefault("prepared", dict(zip(PREPARATIONS, BEFORE, strict=True)))
        visit = self.plan(told)
        self.visits[told["unit"]] = visit
        day = self.school_day(told["days"])
        document = self.ws.visit(visit)
        with document.change():
            number = told["registry_number"].format(year=day.year)
            document.change_visit(registry_number=number, place=told["unit"])
            if told["state"] == "prepared":
                document.set_state("prepared")
        notes = self._tell_talks(visit, day, told)
        if told.get("passages"):
            self._tell_minutes(document, day, told, notes)
        if told["state"] != "prepared":
            document.set_state(told["state"])

    def _tell_talks(self, visit: str, day: date, told: Told) -> list[str]:
        """Tell what was said and seen; return the notes in their order."""
        sessions = {(s.type, s.group): s for s in self.ws.all(records.Session, parent=visit)}
        guide = self.ws.get(records.Visit, visit).guide
        questions = self.ws.all(records.Question, parent=guide)
        document, notes = self.ws.notes(visit), list[str]()
        with document.change():
            for talk in told["talks"]:
                group = talk["group"]
                session = sessions[INTERVIEW if group else WALK_THROUGH, group]
                asked = {q.short: q for q in questions if q.group == group}
                ended = told["state"] != "prepared" or talk.get("ended", False)
                self._tell_session(visit, session, day, talk, ended=ended)
                notes += self._tell_notes(document, session, day, talk, asked)
                noted = {note["question"] for note in talk["notes"]}
                for short, question in asked.items():
                    if ended or short in noted:  # in an ended interview all has been asked
                        document.set_progress(session.id, question.id, "done")
                for short, reason in talk.get("skipped", {}).items():
                    document.set_progress(session.id, asked[short].id, "skipped", reason)
        return notes

    def _tell_notes(
        self,
        document: NotesDocument,
        session: records.Session,
        day: date,
        talk: Told,
        asked: dict[str, records.Question],
    ) -> Iterator[str]:
        for place, note in enumerate(talk["notes"]):
            question = asked.get(note["question"])
            at = self._at(day, session.start, 4 + 6 * place)
            with document.told_by(self.people[note["by"]], at):
                yield document.add_note(
                    session.id,
                    talk["group"],
                    theme=question.theme if question else "",
                    question=question.id if question else "",
                    text=note["text"],
                    marks=note["marks"],
                )

    def _tell_session(
        self, visit: str, session: records.Session, day: date, talk: Told, *, ended: bool
    ) -> None:
        document = self.ws.visit(visit)
        with document.change():
            if talk["group"]:
                document.change_session(
                    session.id,
                    participants=talk["participants"],
                    category=talk["category"],
                    informed=bool(talk["notes"]),
                )
            if ended:
                at = self._at(day, session.start, int(session.minutes))
                with document.told_by(self.ws.me.id, at):
                    document.end_session(session.id)

    # --- minutes and follow-up

    def _tell_minutes(
        self, document: VisitDocument, day: date, told: Told, notes: list[str]
    ) -> None:
        visit = document.id
        guide = self.ws.get(records.Visit, visit).guide
        themes = {theme.name: theme.id for theme in self.ws.all(records.Theme, parent=guide)}
        compiled = workday(day + timedelta(6))
        finished = told["state"] in ("finished", "reported", "closed")
        moments = (self._at(compiled, "09:00", minute) for minute in itertools.count())
        with document.change():
            for passage in told["passages"]:
                with document.told_by(self.ws.me.id, next(moments)):
                    made = document.add_passage(_section(passage, themes), passage["text"])
                    for number in passage["notes"]:
                        document.link(made, notes[number - 1])
            with document.told_by(self.ws.me.id, next(moments)):
                document.compile(())
                for left in told.get("left_out", ()):
                    document.leave_out(notes[left["note"] - 1], left["reason"])
            self.findings[told["unit"]] = [""] + [
                self._tell_finding(document, next(moments), finding, themes, notes)
                for finding in told["findings"]
            ]
        if finished:
            self.ready[told["unit"]] = workday(day + timedelta(20))
            with document.told_by(self.ws.me.id, self._at(self.ready[told["unit"]], "15:00")):
                finish_minutes(self.ws, visit)
        with document.change():
            for action in told["actions"]:
                self._tell_action(document, compiled, action, self.findings[told["unit"]])

    def _tell_finding(
        self,
        document: VisitDocument,
        at: str,
        told: Told,
        themes: dict[str, str],
        notes: list[str],
    ) -> str:
        with document.told_by(self.ws.me.id, at):
            return document.add_finding(
                told["mark"],
                told["text"],
                theme=themes[told["theme"]],
                sources=[notes[number - 1] for number in told["notes"]],
                groups=told["groups"],
            )

    def _tell_action(
        self,
        document: VisitDocument,
        since: date,
        told: Told,
        findings: list[str],
        question: str = "",
    ) -> None:
        with document.told_by(self.ws.me.id, self._at(since, "10:30")):
            action = document.add_action(
                told["text"],
                responsible=told["responsible"],
                due=self.school_day(told["due"]).isoformat(),
                cause=told["cause"],
                goal=told["goal"],
                finding=findings[told["finding"]],
                question=question,
            )
        last = since
        for step in told["steps"]:
            last = max(self.school_day(step["days"]), weekday(last + timedelta(1)))
            with document.told_by(self.people[step["by"]], self._at(last, "10:00")):
                document.set_action_state(action, step["state"], step["text"])

    def tell_meeting(self, told: Told) -> None:
        """Tell a quality meeting with its questions and answers."""
        ready = [self.ready.get(name, self.today - timedelta(7)) for name in told["visits"]]
        day = max(self.school_day(told["days"]), weekday(max(ready) + timedelta(2)))
        made = self.ws.add_meeting(
            told["title"], date=day.isoformat(), start=told["start"], place=told["place"]
        )
        meeting = self.ws.meeting(made)
        moments = (self._at(day, told["start"], minute) for minute in itertools.count(1, 5))
        questions: dict[str, Told] = {}
        with meeting.change():
            for name in told["visits"]:
                with meeting.told_by(self.ws.me.id, next(moments)):
                    meeting.add_visit(self.visits[name])
            for asked in told["questions"]:
                with meeting.told_by(self.people[asked["by"]] or self.ws.me.id, next(moments)):
                    question = meeting.add_question(
                        self.visits[asked["visit"]], asked["text"], asked["theme"]
                    )
                    meeting.claim(question, self.people[asked["by"]])
                    meeting.set_outcome(question, asked["outcome"])
                    meeting.set_answered(question, yes=bool(asked["answer"]))
                questions[question] = asked
            if told["status"] == "held":
                with meeting.told_by(self.ws.me.id, next(moments)):
                    meeting.set_held(yes=True)
        for question, asked in questions.items():
            meeting.text(question).replace(asked["answer"])
            if "action" in asked:
                unit = asked["visit"]
                visit = self.ws.visit(self.visits[unit])
                with visit.change():
                    self._tell_action(visit, day, asked["action"], self.findings[unit], question)

    # --- time

    def school_day(self, days: int) -> date:
        """Return a day so many days from today, moved from weekends and holidays."""
        if days == 0:
            return self.today
        return workday(self.today + timedelta(days), ahead=days > 0, spread=abs(days) % 4)

    def _at(self, day: date, clock: str, minutes: int = 0) -> str:
        """Return a moment, ISO with zone; what has not been yet was a short while ago."""
        moment = datetime.combine(day, time.fromisoformat(clock)).astimezone(UTC)
        moment += timedelta(minutes=minutes)
        now = datetime.fromisoformat(self.ws.now())
        if moment > now and day <= now.astimezone().date():
            moment = now - timedelta(hours=1) + timedelta(seconds=minutes)
        return moment.isoformat(timespec="milliseconds")


def _section(passage: Told, themes: dict[str, str]) -> str:
    """Return the key of a passage's section: "staff/Stöd" is what staff said on that theme."""
    group, _slash, theme = passage["section"].partition("/")
    return f"group:{group}/{themes[theme]}" if theme else group


def workday(day: date, *, ahead: bool = True, spread: int = 0) -> date:
    """Return the day, or where it is in a weekend or the holidays a school day near it.

    ``ahead`` looks for it after the holidays, else before; ``spread`` tells how many days, so that
    two visits do not meet on one.
    """
    if (6, 10) <= (day.month, day.day) <= (8, 20):
        day = (date(day.year, 8, 24) if ahead else date(day.year, 6, 2)) + timedelta(spread)
    elif (day.month, day.day) >= (12, 19) or (day.month, day.day) <= (1, 9):
        spring = day.year + (day.month == 12)
        day = date(spring, 1, 12) if ahead else date(spring - 1, 12, 10)
        day += timedelta(spread)
    return weekday(day)


def weekday(day: date) -> date:
    """Return the day, or the Monday after it where it is in a weekend."""
    return day + timedelta(7 - day.weekday() if day.weekday() > 4 else 0)
