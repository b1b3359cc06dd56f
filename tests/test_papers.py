"""What goes out before a visit: the programme, the letters, and the calendar that updates."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pypdfium2  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from qualityvisit import letterhead, papers
from qualityvisit.errors import BadInput, Refused
from qualityvisit.model import records
from qualityvisit.reports.calendar import Appointment, write
from qualityvisit.reports.letter import RECEIVERS, gaps
from qualityvisit.reports.outline import one_line
from tests import core

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qualityvisit.workspace import Workspace

STOCKHOLM = ZoneInfo("Europe/Stockholm")


class Case:
    """A visit with the half-day programme."""

    def __init__(self, ws: Workspace, form: str = "GR") -> None:
        self.ws = ws
        unit = ws.register.add_unit("Åkerskolan", (f"{form} 2000-01-01 -",))
        self.team = [ws.register.add_person("Örjan Öst, ordförande", "ledamot"), ws.me.id]
        self.visit = ws.plan_visit(unit, date="2028-04-03", team=self.team)

    @property
    def sessions(self) -> list[records.Session]:
        return self.ws.all(records.Session, parent=self.visit)

    @property
    def document(self) -> Any:
        return self.ws.visit(self.visit)

    def calendar(self) -> dict[str, Any]:
        """Return the events of the calendar file, by UID."""
        return {str(e["uid"]): e for e in read(papers.calendar_file(self.ws, self.visit))}


def read(file: bytes) -> list[Any]:
    """Return the events of a calendar file, after a look at whether the file is as it should be."""
    lines = file.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in file.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in lines)
    for line in lines:
        line.decode("utf-8")  # no letter is broken by folding
    calendar = Calendar.from_ical(file)
    assert str(calendar["version"]) == "2.0"
    assert str(calendar["prodid"])
    assert [str(z["tzid"]) for z in calendar.walk("VTIMEZONE")] == ["Europe/Stockholm"]
    events = calendar.walk("VEVENT")
    for event in events:
        assert not event.errors
        assert {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "LAST-MODIFIED", "STATUS"} <= set(event)
        assert not isinstance(event["dtstart"], list)
    assert len({str(e["uid"]) for e in events}) == len(events)
    return list(events)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    ws = core.founded(tmp_path / "profile")
    yield Case(ws)
    ws.close()


# --- The calendar


def test_each_session_is_an_event_with_the_team(case: Case) -> None:
    events = case.calendar()
    assert len(events) == len(case.sessions)
    first = events[f"{case.sessions[0].id}@kvalitetsbesok"]
    assert first.decoded("dtstart") == datetime(2028, 4, 3, 8, 15, tzinfo=STOCKHOLM)
    assert first.decoded("dtend") == datetime(2028, 4, 3, 9, 0, tzinfo=STOCKHOLM)
    assert "Åkerskolan" in str(first["summary"])
    assert sorted(a.params["CN"] for a in first["attendee"]) == sorted(
        p.name for p in case.ws.all(records.Person) if p.id in case.team
    )
    assert all("@" not in str(a) for a in first["attendee"])  # no address is made up
    assert (first["sequence"], str(first["status"])) == (0, "CONFIRMED")


def test_a_second_export_is_the_same_and_writes_nothing(case: Case) -> None:
    before = papers.calendar_file(case.ws, case.visit)
    held = case.document.whole()
    assert papers.calendar_file(case.ws, case.visit) == before
    assert case.document.whole() == held


def test_what_is_moved_updates_the_same_events(case: Case) -> None:
    before = case.calendar()
    case.document.change_session(case.sessions[0].id, start="08:30")
    after = case.calendar()
    assert after.keys() == before.keys()
    moved = f"{case.sessions[0].id}@kvalitetsbesok"
    assert {u: e["sequence"] for u, e in after.items() if e["sequence"]} == {moved: 1}
    assert after[moved].decoded("last-modified") >= before[moved].decoded("last-modified")
    case.document.move(date="2028-04-10")
    again = case.calendar()
    assert again.keys() == before.keys()
    assert {e.decoded("dtstart").date() for e in again.values()} == {date(2028, 4, 10)}
    assert {u: e["sequence"] for u, e in again.items()} == {
        u: e["sequence"] + 1 for u, e in after.items()
    }


def test_a_removed_session_and_a_cancelled_visit_are_cancelled(case: Case) -> None:
    before = case.calendar()
    gone = case.sessions[2].id
    case.document.remove(gone)
    after = case.calendar()
    assert after.keys() == before.keys()
    stands = {u: str(e["status"]) for u, e in after.items()}
    assert [u for u, s in stands.items() if s == "CANCELLED"] == [f"{gone}@kvalitetsbesok"]
    case.document.set_state("cancelled", "Vattenskada")
    assert {str(e["status"]) for e in case.calendar().values()} == {"CANCELLED"}
    case.document.set_state("planned")
    back = case.calendar()
    assert sum(str(e["status"]) == "CONFIRMED" for e in back.values()) == len(before) - 1
    assert all(e["sequence"] > after[u]["sequence"] for u, e in back.items() if gone not in u)


def test_who_may_only_read_tells_the_right_numbers_and_keeps_nothing(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.calendar()
    case.document.change_session(case.sessions[0].id, start="08:30")
    held = case.document.whole()
    monkeypatch.setattr(case.ws, "may_write", lambda _document: False)
    assert sorted(e["sequence"] for e in case.calendar().values())[-2:] == [0, 1]
    assert case.document.whole() == held


def test_another_team_and_another_name_update_the_events(case: Case) -> None:
    case.calendar()
    case.ws.set_team(case.visit, [case.ws.me.id])
    assert {e["sequence"] for e in case.calendar().values()} == {1}


def test_a_session_without_a_time_lasts_the_whole_day(case: Case) -> None:
    case.document.change_session(case.sessions[1].id, start="")
    event = case.calendar()[f"{case.sessions[1].id}@kvalitetsbesok"]
    every = [e for e in case.calendar().values() if type(e.decoded("dtstart")) is date]
    assert [str(e["uid"]) for e in every] == [
        f"{s.id}@kvalitetsbesok" for s in case.sessions if not s.start
    ]
    assert "ingen tid" in str(every[0]["description"])
    assert event["status"]


def test_a_visit_without_a_day_says_so_and_takes_back_what_was_told(case: Case) -> None:
    case.calendar()
    case.document.change_visit(date="", week="2028-W41")
    assert {str(e["status"]) for e in case.calendar().values()} == {"CANCELLED"}
    fresh = case.ws.plan_visit(case.ws.all(records.Unit)[0].id, week="2028-W41")
    with pytest.raises(Refused, match="ingen dag"):
        papers.calendar_file(case.ws, fresh)


@pytest.mark.parametrize(
    ("day", "hours"), [("2028-03-25", 1), ("2028-03-26", 2), ("2028-10-28", 2), ("2028-10-29", 1)]
)
def test_times_are_those_of_the_clock_on_the_wall(day: str, hours: int) -> None:
    at = "2028-03-14T08:00:00+01:00"
    made = Appointment("a@b", 0, at, True, day, "08:15", "45", "Elever", "", "", [])
    file = write("Besök", "Nämnden", [made])
    found = read(file)[0].decoded("dtstart")
    assert (found.hour, found.minute) == (8, 15)
    assert found.utcoffset().total_seconds() == hours * 3600
    zone: Any = Calendar.from_ical(file).walk("VTIMEZONE")[0]
    zone = zone.to_tz()  # as who knows only the file
    assert datetime.fromisoformat(f"{day}T08:15").replace(tzinfo=zone).utcoffset() == (
        found.utcoffset()
    )


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=120)


@given(
    title=TEXT, place=TEXT, about=TEXT, names=st.lists(TEXT, max_size=4),
    sequence=st.integers(0, 10_000), minutes=st.sampled_from(["", "0", "45", "600"]),
    start=st.sampled_from(["", "00:00", "08:15", "23:59"]),
    day=st.dates(date(2024, 1, 1), date(2040, 12, 31)), live=st.booleans(),
)  # fmt: skip
def test_whatever_is_written_the_file_can_be_read(  # noqa: PLR0917 drawn by name
    title: str, place: str, about: str, names: list[str], sequence: int, minutes: str, start: str,
    day: date, live: bool,
) -> None:  # fmt: skip
    made = Appointment("å@b", sequence, "2028-03-14T08:00:00+01:00", live, day.isoformat(), start,
                       minutes, title, place, about, names)  # fmt: skip
    (event,) = read(write(title, title, [made]))
    assert event["sequence"] == sequence
    assert str(event["summary"]) == one_line(title)
    attendees = event.get("attendee", [])
    assert len(attendees if isinstance(attendees, list) else [attendees]) == len(names)
    begins = event.decoded("dtstart")
    assert (begins.date() if start else begins) == day


# --- The programme


@pytest.mark.parametrize("form", ["GR", "FS"])
def test_the_programme_is_one_page(tmp_path: Path, form: str) -> None:
    ws = core.founded(tmp_path / "profile")
    case = Case(ws, form)
    for each in case.sessions:
        case.document.change_session(each.id, place="Personalrummet på andra våningen, hus B")
    case.document.change_session(case.sessions[-1].id, date="2028-04-04")
    names = [ws.register.add_person(f"Namn Namnsson {n}", "AU-ledamot") for n in range(6)]
    ws.set_team(case.visit, [*case.team, *names])
    outline = papers.programme_outline(ws, case.visit)
    pages = pypdfium2.PdfDocument(io.BytesIO(letterhead.file_of(ws, outline, "pdf")))
    assert len(pages) == 1
    said = papers.programme_text(ws, case.visit)
    for words in ("08.15–09.00", "Intervju: Barn" if form == "FS" else "Intervju: Elever",
                  "Personalrummet", "Örjan Öst", "4 april"):  # fmt: skip
        assert words in said
    assert letterhead.file_of(ws, outline, "docx").startswith(b"PK")
    ws.close()


# --- Letters


@pytest.mark.parametrize("form", ["GR", "FS"])
@pytest.mark.parametrize("to", RECEIVERS)
def test_a_letter_tells_what_it_must_and_leaves_gaps(tmp_path: Path, to: str, form: str) -> None:
    ws = core.founded(tmp_path / "profile")
    case = Case(ws, form)
    found = papers.letter_to(ws, case.visit, to)
    for words in ("åkerskolan", "måndag 3 april 2028", "örjan öst", "själv"):
        assert words in found.text.casefold()
    assert "{" not in found.text
    assert any("namn och telefon" in gap for gap in found.gaps)
    if form == "FS":
        assert "elev" not in found.text.casefold()
    ws.register.set_fact(papers.CONTACT, "Ulla Utkast, 070-000 00 00")
    assert "Ulla Utkast" in papers.letter_to(ws, case.visit, to).text
    outline = papers.letter_outline(ws, case.visit, found.text)
    assert letterhead.file_of(ws, outline, "pdf").startswith(b"%PDF")
    ws.close()


def test_a_committee_keeps_its_own_text(case: Case) -> None:
    papers.keep_template(case.ws, "guardians", "GR", "Hej!\n\nVi kommer {dag}.")
    assert papers.letter_to(case.ws, case.visit, "guardians").text == (
        "Hej!\n\nVi kommer måndag 3 april 2028."
    )
    assert "Hej" not in papers.template(case.ws, "guardians", "FS")
    with pytest.raises(BadInput, match="rektorn"):
        papers.keep_template(case.ws, "guardians", "GR", "Hej {rektorn}")
    papers.keep_template(case.ws, "guardians", "GR", papers.own_template("guardians", "GR"))
    assert case.ws.register.fact("setting/invitation.guardians.school") == ""
    with pytest.raises(BadInput):
        papers.letter_to(case.ws, case.visit, "press")


def test_a_letter_is_headings_lists_and_paragraphs(case: Case) -> None:
    text = "Titel\n\nEn rad\noch en till.\n# Rubrik\n- ett\n- två [fyll i: x]\nSlut."
    said = [type(b).__name__ for b in papers.letter_outline(case.ws, case.visit, text).blocks]
    assert said == ["Paragraph", "Heading", "Bullets", "Paragraph"]
    assert gaps(text) == ["[fyll i: x]"]
