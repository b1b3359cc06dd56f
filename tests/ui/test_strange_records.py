"""Every screen stands whatever a colleague's program has sent."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
from pycrdt import Map, Text
from PySide6.QtWidgets import QApplication

from qualityvisit.model import records
from qualityvisit.model.document import TEXTS
from qualityvisit.model.kinds import kind_of
from qualityvisit.ui.places import SCREENS
from tests.ui.conftest import opened
from tests.ui.workspaces import Filled, fill

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from qualityvisit.workspace import Workspace

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]

STRANGE = ("", "x", "²", "9" * 5000, "9999-12-31", "2028-99-99T12", "a:b", "-W", "E+99", "[" * 9000,
           '["", "²"]', "{")  # fmt: skip
FACTS = ("progress/{s}/{q}", "rating/{s}/{q}", "asker/{s}/{q}", "conflict/{p}/{u}", "calendar/x",
         "calendar/winter", "setting/load.term", "setting/groups.least", "committee/name",
         "setting/programme.start", "setting/programme.interview.staff", "preparation/programme",
         "minutes/finished", "minutes/status", "minutes/official", "minutes/matter",
         "minutes/secrecy", "minutes/correcting", "approver/{p}", "approver/x", "approval/{p}",
         "judged/strange-fact-check/x", "judged/strange-fact-check/strange-passage",
         "became/strange-fact-check/x", "judged/x/x", "decision/x", "visit/{v}")  # fmt: skip


def spoil(filled: Filled, meeting: str, value: str) -> None:
    """Put things into every document in which all says ``value`` but what they belong to."""
    ws, place = filled.ws, filled.visit
    known = {
        "visit": place, "session": filled.pupils, "question": filled.questions[0],
        "guide": filled.guide, "theme": filled.theme, "unit": filled.unit, "meeting": meeting,
        "group": records.PUPILS, "person": filled.colleague,
    }  # fmt: skip
    ids = {"s": filled.pupils, "q": filled.questions[0], "p": filled.colleague, "u": filled.unit,
           "v": place}  # fmt: skip
    for name in ("register", f"visit/{place}", f"notes/{place}", f"notes/{place}.x",
                 f"meeting/{meeting}"):  # fmt: skip
        document: Any = ws.document(name)
        with document.change():
            for kind in sorted(kind_of(name).kinds):
                names = [f.name for f in fields(records.KINDS[kind])]
                said: dict[str, Any] = {name: known.get(name, value) for name in names}
                said |= {"kind": kind, "removed": False}
                if kind == "session":
                    said["type"] = records.INTERVIEW
                if kind in TEXTS:
                    said[TEXTS[kind]] = Text(value)
                own = name.partition("/")[2] if kind == document.head else f"strange-{kind}"
                if own == place:  # the visit itself: what it is about stays
                    said |= {"status": "planned", "extra": False, "unit": filled.unit}
                document._items[own] = Map(said)
            for fact in FACTS:
                document._facts[fact.format(**ids)] = value
    ws.settle()


def show_all(qtbot: QtBot, ws: Workspace, arguments: dict[str, list[dict[str, str]]]) -> None:
    window = opened(qtbot, ws)
    for name in SCREENS:
        for each in arguments.get(name, [{}]):
            window.go(name, **each)
            QApplication.processEvents()
    window.close()


@pytest.mark.parametrize("value", STRANGE, ids=range(len(STRANGE)))
def test_every_screen_shows_strange_things(tmp_path: Path, qtbot: QtBot, value: str) -> None:
    filled = fill(tmp_path / "profile")
    filled.interview()
    ws = filled.ws
    meeting = ws.add_meeting("Kvalitetsnämnden", date="2028-04-01", visits=[filled.visit])
    spoil(filled, meeting, value)
    assert not ws.problems()
    visit = [{"id": filled.visit}]
    session, guide, unit = "strange-session", "strange-guide", "strange-unit"
    show_all(
        qtbot, ws,
        {"visit": visit, "interview": [*visit, visit[0] | {"session": session}], "voices": visit,
         "minutes": visit, "meeting": [{"id": meeting}],
         "guides": [{"id": guide}, {"id": filled.guide}], "guide": [{"id": guide}],
         "guide-compare": [{"id": filled.guide, "older": guide}],
         "units": [{"id": filled.unit}, {"id": unit}]},
    )  # fmt: skip
    ws.close()
