"""A small workspace for tests of the screens: one school, one visit, a guide, a colleague."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from qualityvisit.model import records
from qualityvisit.model.document import Stamp
from qualityvisit.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PASSPHRASE = "fyra ord i rad"
TODAY = "2028-03-23"

THEMES = [
    ("Trygghet och studiero", "Normer och värden", "Trygghet"),
    ("Kunskaper och lärande", "Kunskap, utveckling och lärande", "Stimulans"),
]
QUESTIONS = [
    (0, records.PUPILS, "Trygghet på rasten", "Hur är det att vara på rasterna här?",
     ("Var är det lugnt?", "Vart går du om något händer?")),
    (0, records.PUPILS, "Arbetsro", "Berätta om när ni har arbetsro.", ()),
    (1, records.PUPILS, "Hjälp när det är svårt", "Vad händer när något är svårt?", ()),
    (0, records.STAFF, "Studiero i klassrummet", "Hur säkerställer ni studiero?", ()),
    (1, records.STAFF, "Gemensam planering", "Hur planerar ni undervisningen tillsammans?", ()),
]  # fmt: skip


class Clock:
    """A clock that goes seven milliseconds on each time it is looked at."""

    def __init__(self, start: str = f"{TODAY}T08:15:00") -> None:
        self.now = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo("Europe/Stockholm"))

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=7)
        return self.now


@dataclass
class Filled:
    """The workspace and the ids that tests ask for."""

    ws: Workspace
    visit: str
    unit: str
    guide: str
    pupils: str  # the session with pupils
    staff: str  # the session with staff
    colleague: str  # a person
    questions: tuple[str, ...]  # those to the pupils, in order
    theme: str  # of the first question

    def write(self, text: str, *marks: str, question: int = 0, session: str = "") -> str:
        """Write a note on one of the questions to the pupils."""
        return self.ws.notes(self.visit).add_note(
            session or self.pupils, records.PUPILS, theme=self.theme,
            question=self.questions[question], text=text, marks=marks,
        )  # fmt: skip

    def interview(self) -> list[str]:
        """Write some notes with pupils and staff; return their ids in the minutes' order."""
        notes = [
            self.write("Det är lugnt på rasten.", records.STRENGTH),
            self.write("”Ingen vågar gå på toaletten.”", records.QUOTE, records.DEFICIENCY),
        ]
        with self.as_colleague():
            notes.append(self.write("Vikarier är osäkra.", records.DEVELOPMENT, question=1))
        staff = self.ws.notes(self.visit).add_note(
            self.staff, records.STAFF, theme=self.theme, text="Rutinen följs upp varje vecka."
        )
        self.ws.settle()
        return [staff, *notes]

    @contextmanager
    def as_colleague(self) -> Iterator[None]:
        """Let what is done meanwhile be the colleague's."""
        document = self.ws.notes(self.visit)
        mine = document._stamp
        document._stamp = lambda _name: Stamp(self.ws.now(), self.colleague, administrator=False)
        try:
            yield
        finally:
            document._stamp = mine


def fill(profile: Path) -> Filled:
    """Build the workspace in a new profile."""
    ws = Workspace.create(
        profile, name="Dag Demoson", committee="Barn- och utbildningsnämnden",
        passphrase=PASSPHRASE, clock=Clock(),
    )  # fmt: skip
    register = ws.register
    register.change_person(ws.me.id, title="utbildningsstrateg")
    colleague = register.add_person("Eva Exempel", "AU-ledamot", records.MEMBER)
    unit = register.add_unit("Exempelskolan", ("GR 2000-01-01 -",), code="12345678")
    guide = register.add_guide("Grundskola", ("GR",), THEMES, QUESTIONS)
    visit = ws.plan_visit(unit, date=TODAY, guide=guide, team=[ws.me.id, colleague])
    sessions = {s.group: s.id for s in ws.all(records.Session, parent=visit) if s.group}
    asked = [q for q in ws.all(records.Question, parent=guide) if q.group == records.PUPILS]
    return Filled(
        ws, visit, unit, guide, sessions[records.PUPILS], sessions[records.STAFF], colleague,
        tuple(q.id for q in asked), asked[0].theme,
    )  # fmt: skip
