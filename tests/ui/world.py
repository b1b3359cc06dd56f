"""A small committee in its second year, for tests and pictures. Everybody in it is made up."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from qualityvisit.visit_record import finish_minutes
from qualityvisit.workspace import Workspace

NOW = datetime(2028, 3, 14, 8, 41, tzinfo=UTC)

PEOPLE = (
    ("Eva Exempel", "AU-ledamot"),
    ("Per Provberg", "AU-ledamot"),
    ("Maj Mallgren", "AU-ledamot"),
    ("Karin Skiss", "utbildningschef"),
    ("Tom Testlund", "avdelningschef"),
    ("Ulla Utkast", "administratör"),
)
# unit, form, (day or week of the visit, state), day of its follow-up
UNITS = (
    ("Förskolan Blåklinten", "FS", "2027-05-11", "closed"),
    ("Förskolan Humlan", "FS", "2027-10-05", "finished"),
    ("Förskolan Grankotten", "FS", "2027-11-16", "compiled"),
    ("Förskolan Trollsländan", "FS", "2028-02-22", "done"),
    ("Förskolan Norrsken", "FS", "2028-04-19", "planned"),
    ("Förskolan Fyrtornet", "FS", "2028-W41", "planned"),
    ("Förskolan Lövsångaren", "FS", "2029-W11", "planned"),
    ("Förskolan Myrstacken", "FS", "", ""),
    ("Förskolan Regnbågen", "FS", "", ""),
    ("Förskolan Snäckan", "FS", "", ""),
    ("Förskolan Tuvan", "FS", "", ""),
    ("Exempelskolan", "GR", "2027-04-20", "closed"),
    ("Stenstorps skola", "GR", "2027-05-18", "closed"),
    ("Hjälmaskolan", "GR", "2027-09-28", "finished"),
    ("Backskolan F–6", "GR", "2027-11-09", "compiled"),
    ("Mellanängsskolan", "GR", "2028-02-08", "done"),
    ("Lindskolan", "GR", "2028-03-23", "planned"),
    ("Backskolan 7–9", "GR", "2028-W39", "planned"),
    ("Borgskolan", "GR", "2028-W46", "planned"),
    ("Uppängsskolan", "GR", "2029-W07", "planned"),
    ("Hjortlundsskolan", "GR", "", ""),
    ("Kyrkbyns skola", "GR", "", ""),
    ("Tottebo skola", "GR", "", ""),
    ("Kometgymnasiet", "GY", "2029-W16", "planned"),
)
ACTIONS = (
    ("Stenstorps skola", "Gemensam rutin för vikarier", "Sara Ledberg", "2028-03-10", "ongoing"),
    ("Exempelskolan", "Rastvärdsschema för skolgårdens baksida", "Sara Ledberg", "2028-03-17",
     "ongoing"),
    ("Hjälmaskolan", "Trygghetsenkät uppdelad per årskurs", "Dag Demoson", "2028-03-31",
     "decided"),
    ("Förskolan Blåklinten", "Språkstöd i övergången till skolan", "Tom Testlund", "2028-04-28",
     "done"),
    ("Exempelskolan", "Gemensam kartläggning av läsning i åk 1–3", "Karin Skiss", "2028-05-12",
     "decided"),
    ("Förskolan Humlan", "Tydligare överlämning vid dagens slut", "Tom Testlund", "", "proposed"),
)  # fmt: skip


class Time:
    """A clock that the test turns."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: int) -> None:
        self.now += timedelta(**by)


def empty(profile: Path, clock: Time, store: str = "") -> Workspace:
    """Return a workspace that has just been founded."""
    committee = "Barn- och utbildningsnämnden"
    return Workspace.create(
        profile, name="Dag Demoson", committee=committee, store=store, clock=clock
    )


def filled(profile: Path, clock: Time, store: str = "") -> Workspace:
    """Return a workspace of a committee in its second year."""
    ws = empty(profile, clock, store)
    register = ws.register
    register.set_committee(municipality="Exempelby", meeting_name="Kvalitetsnämnden")
    register.change_person(ws.me.id, title="utbildningsstrateg")
    for name, title in PEOPLE:
        register.add_person(name, title)
    _guides(ws)
    visits = _units(ws)
    _actions(ws, visits)
    _next_visit(ws, visits["Lindskolan"])
    taken = [visits["Förskolan Grankotten"], visits["Mellanängsskolan"], visits["Hjälmaskolan"]]
    ws.add_meeting("Kvalitetsnämnden", date="2028-05-17", start="18:30", place="Rådhuset",
                   visits=taken)  # fmt: skip
    return ws


def _units(ws: Workspace) -> dict[str, str]:
    visits = {}
    for number, (name, form, time, state) in enumerate(UNITS):
        code = f"{46190000 + number * 17}" if form != "FS" else ""
        unit = ws.register.add_unit(name, (f"{form} 2000-01-01 -",), code, pupils=f"{60 + number}")
        if form == "GR":
            ws.register.add_figure(
                unit,
                "Genomsnittligt meritvärde (17 ämnen)",
                f"{220 + number},4",
                "2026/27",
                "Skolverket, hämtat 2027-10-01",
            )
            ws.register.add_figure(unit, "Andel behöriga till yrkesprogram", f"{70 + number},3 %",
                                   "2026/27", "Skolverket, hämtat 2027-10-01")  # fmt: skip
        if not time:
            continue
        week, date = (time, "") if "W" in time else ("", time)
        visits[name] = ws.plan_visit(unit, date=date, week=week)
        if state not in ("planned", "finished", "closed"):
            ws.visit(visits[name]).set_state(state)
        elif state != "planned":
            document = ws.visit(visits[name])
            document.set_state("done")
            finish_minutes(ws, visits[name])
            document.set_state(state)
    return visits


def _actions(ws: Workspace, visits: dict[str, str]) -> None:
    for unit, text, responsible, due, state in ACTIONS:
        document = ws.visit(visits[unit])
        action = document.add_action(text, responsible=responsible, due=due)
        if state != "proposed":
            document.set_action_state(action, state)


def _next_visit(ws: Workspace, visit: str) -> None:
    document = ws.visit(visit)
    for key, done in (("programme", "2028-02-28"), ("guardians", "2028-03-06"),
                      ("conflicts", "2028-03-07"), ("figures", "2028-03-10")):  # fmt: skip
        document.prepare(key, done)


def _guides(ws: Workspace) -> None:
    themes = [
        ("Trygghet och studiero", "Normer, värden och inflytande", "Trygghet, Studiero"),
        ("Kunskaper, utveckling och lärande", "Kunskap, utveckling och lärande", "Stimulans"),
        ("Inflytande och delaktighet", "Normer, värden och inflytande", "Inflytande"),
    ]
    questions = [
        (0, "leadership", "Trygghetsarbetet", "Hur vet ni att alla är trygga här?",
         ["Vad visar enkäten?", "Vad har ni ändrat?"]),
        (0, "pupils", "Trygg i skolan", "Berätta om en plats i skolan där man är trygg.",
         ["Finns det platser man undviker?"]),
        (0, "staff", "Lugnet", "Vad gör ni tillsammans för att det ska vara lugnt?", []),
        (0, "guardians", "Ert barn", "Hur märker ni att ert barn trivs?", []),
        (1, "leadership", "Resultaten", "Vad säger resultaten, och vad beror de på?", []),
        (1, "pupils", "Lära sig", "När lär du dig bäst?", ["Vad gör läraren då?"]),
        (1, "staff", "Undervisningen", "Hur följer ni upp undervisningen tillsammans?", []),
        (2, "pupils", "Vara med och bestämma", "Vad får ni vara med och bestämma om?", []),
        (2, "guardians", "Samråd", "Hur kan ni påverka?", []),
    ]  # fmt: skip
    ws.register.add_guide("Grundskola", ("GR", "GRAN", "GY"), themes, questions)
    ws.register.add_guide("Förskola", ("FS", "PEDOMS"), themes[:2], questions[:7])
