"""The trail: who changed what when, out of the journal and the statements."""

from datetime import timedelta

import pytest

from qualityvisit.errors import Refused
from qualityvisit.model import records
from qualityvisit.trail import CHANGED, MADE, REMOVED, Step
from qualityvisit.visit_record import finish_minutes
from tests import core
from tests.pair import Pair


def told(steps: list[Step]) -> list[tuple[str, str, str, str, str, str]]:
    """Return who, kind, what, field, before and after, oldest first."""
    return [(s.who, s.kind, s.what, s.field, s.before, s.after) for s in reversed(steps)]


def later(pair: Pair, moment: str) -> None:
    """Let both clocks go on."""
    for ws in (pair.eva, pair.per):
        assert isinstance(ws._clock, core.Clock)
        ws._clock.set(moment)


def test_findings_and_actions_are_told_with_what_was_before(pair: Pair) -> None:
    document = pair.eva.visit(pair.visit)
    finding = document.add_finding("strength", "Lugna raster")
    action = document.add_action("Rastvärdar", responsible="Rektor")
    later(pair, "2028-03-15T10:00:00+01:00")
    pair.all_share()
    pair.per.visit(pair.visit).change_finding(finding, text="Lugna raster överallt")
    pair.per.visit(pair.visit).set_action_state(action, "decided")
    pair.all_share()
    steps = told(pair.eva.trail(pair.visit))
    assert ("Eva Exempel", "finding", MADE, "text", "", "Lugna raster") in steps
    assert sorted(steps[-2:]) == [
        ("Per Prov", "action", CHANGED, "status", "proposed", "decided"),
        ("Per Prov", "finding", CHANGED, "text", "Lugna raster", "Lugna raster överallt"),
    ]
    assert told(pair.per.trail(pair.visit)) == steps


def test_the_minutes_are_told_and_an_earlier_text_restored(pair: Pair) -> None:
    note = pair.note(pair.per, "Rasterna är lugna")
    pair.all_share()
    found = pair.eva.get(records.Note, note)
    passage = pair.eva.visit(pair.visit).carry_over(found)
    later(pair, "2028-03-15T10:00:00+01:00")
    document = pair.eva.visit(pair.visit)
    document.edit_text(passage, lambda: document.text(passage).replace("Något helt annat"))
    pair.eva.settle()
    step = pair.eva.trail(pair.visit)[0]
    assert (step.kind, step.before, step.after) == (
        "passage", "Rasterna är lugna", "Något helt annat",
    )  # fmt: skip
    later(pair, "2028-03-15T11:00:00+01:00")
    pair.eva.restore_text(pair.visit, step)
    pair.eva.settle()
    assert pair.eva.get(records.Passage, passage).text == "Rasterna är lugna"
    assert pair.eva.trail(pair.visit)[0].after == "Rasterna är lugna"
    finish_minutes(pair.eva, pair.visit)
    assert any(s.kind == "minutes" and s.after == "finished" for s in pair.eva.trail(pair.visit))
    with pytest.raises(Refused):
        pair.eva.restore_text(pair.visit, step)


def test_a_notes_earlier_text_is_restored_and_a_removed_one_told(pair: Pair) -> None:
    note = pair.note(pair.per, "Rasterna är lugna")
    later(pair, "2028-03-15T10:00:00+01:00")
    pair.per.notes(pair.visit).edit(note, "Rasterna är stökiga")
    step = next(s for s in pair.per.trail(pair.visit) if s.what == CHANGED and s.kind == "note")
    pair.per.restore_text(pair.visit, step)
    assert pair.per.get(records.Note, note).text == "Rasterna är lugna"
    later(pair, "2028-03-16T10:00:00+01:00")
    pair.per.notes(pair.visit).remove(note)
    gone = pair.per.trail(pair.visit)[0]
    assert (gone.what, gone.before) == (REMOVED, "Rasterna är lugna")


def test_who_may_not_read_notes_is_not_told_of_them(pair: Pair) -> None:
    pair.note(pair.eva, "Rasterna är lugna")
    pair.eva.set_team(pair.visit, [pair.eva.me.id])
    pair.all_share()
    assert not [s for s in pair.per.trail(pair.visit) if s.kind == "note"]


def test_the_team_is_told(pair: Pair) -> None:
    later(pair, "2028-03-15T10:00:00+01:00")
    pair.eva.set_team(pair.visit, [pair.eva.me.id])
    pair.all_share()
    steps = [s for s in pair.per.trail(pair.visit) if s.kind == "team"]
    assert (steps[0].who, steps[0].what, steps[0].about) == ("Eva Exempel", REMOVED, "Per Prov")
    assert {(s.what, s.about) for s in steps[1:]} == {(MADE, "Eva Exempel"), (MADE, "Per Prov")}


def test_members_are_told_by_what_counts_alone(pair: Pair) -> None:
    later(pair, "2028-03-15T10:00:00+01:00")
    pair.eva.sharing.set_role(pair.per.me.id, "reader")
    pair.all_share()
    per = pair.per.sharing.identity
    pair.per.sharing._say(per.keys, type="role", member=pair.eva.me.id, role="reader", last={})
    pair.all_share()
    steps = pair.eva.sharing.trail_of_people()
    assert [(s.who, s.what, s.about, s.after) for s in steps if s.what in ("invited", "role")] == [
        ("Eva Exempel", "invited", "Per Prov", "member"),
        ("Eva Exempel", "role", "Per Prov", "reader"),
    ]
    assert steps[0].what == "founded"
    pair.eva.sharing.remove(pair.per.me.id)
    assert pair.eva.sharing.trail_of_people()[-1].what == "removed"


def test_what_one_device_writes_within_minutes_is_one_step(pair: Pair) -> None:
    session = pair.eva.all(records.Session, parent=pair.visit)[0].id
    note = pair.eva.notes(pair.visit).add_note(session, "pupils")
    text = pair.eva.notes(pair.visit).text(note)
    for letter in "Rasterna":
        text.splice(len(str(text)), 0, letter)
    pair.eva.settle()
    steps = [s for s in pair.eva.trail(pair.visit) if s.kind == "note"]
    assert [(s.what, s.after) for s in steps] == [(MADE, "Rasterna")]


@pytest.mark.slow
def test_a_visit_with_two_thousand_entries_is_told_whole(pair: Pair) -> None:
    session = pair.eva.all(records.Session, parent=pair.visit)[0].id
    notes, clock = pair.eva.notes(pair.visit), pair.eva._clock
    assert isinstance(clock, core.Clock)
    for number in range(1000):
        note = notes.add_note(session, "pupils", text=f"anteckning {number} om rasterna")
        clock.moment += timedelta(minutes=11)
        notes.edit(note, f"anteckning {number} om skolgården")
    steps = [s for s in pair.eva.trail(pair.visit) if s.kind == "note"]
    assert len([s for s in steps if s.what == CHANGED]) == 1000
