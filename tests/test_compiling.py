"""Two who compile the same minutes, apart and together: nothing of either's is lost."""

import pytest

from qualityvisit.errors import NotFound, Refused
from qualityvisit.model import records
from qualityvisit.model.sourcing import sentences_of
from qualityvisit.visit_record import finish_minutes
from qualityvisit.workspace import Workspace
from tests import core
from tests.pair import Pair


def texts(ws: Workspace, visit: str) -> list[str]:
    ws.settle()
    return sorted(p.text for p in ws.minutes(visit).passages)


def test_a_note_that_is_changed_after_it_was_carried_over_is_told(pair: Pair) -> None:
    eva, visit = pair.eva, pair.visit
    note = pair.note(eva, "Rasterna är lugna.")
    passage = eva.carry(visit, note)
    eva.compile(visit)
    assert not eva.minutes(visit).changed
    pair.all_share()
    eva.notes(visit).edit(note, "Rasterna är oftast lugna.")
    pair.all_share()
    for ws in (eva, pair.per):
        ws.settle()
        [found] = ws.minutes(visit).changed
        assert (found.before, found.after, found.may_take) == (
            "Rasterna är lugna.", "Rasterna är oftast lugna.", True,
        )  # fmt: skip
    pair.per.take_change(visit, passage, note)
    pair.all_share()
    for ws in (eva, pair.per):
        ws.settle()
        assert not ws.minutes(visit).changed
        assert texts(ws, visit) == ["Rasterna är oftast lugna."]
        core.whole(ws)


def test_a_change_is_seen_and_stays_so(pair: Pair) -> None:
    eva, visit = pair.eva, pair.visit
    note = pair.note(eva, "Rasterna är lugna.")
    passage = eva.carry(visit, note, words="Rasterna")
    eva.notes(visit).edit(note, "Lektionerna är lugna.")
    eva.settle()
    [found] = eva.minutes(visit).changed
    assert not found.may_take
    with pytest.raises(Refused):
        eva.take_change(visit, passage, note)
    eva.saw_change(visit, passage, note)
    eva.settle()
    assert not eva.minutes(visit).changed
    eva.notes(visit).remove(note)
    eva.settle()
    [gone] = eva.minutes(visit).changed
    assert gone.is_gone
    with pytest.raises(NotFound):
        eva.take_change(visit, passage, note)
    eva.saw_change(visit, passage, note)
    eva.settle()
    assert not eva.minutes(visit).changed
    assert eva.minutes(visit).passages[0].sources == ()


def test_a_note_carried_into_other_passages_apart_is_decided_once(pair: Pair) -> None:
    eva, per, visit = pair.eva, pair.per, pair.visit
    note, other = pair.note(eva, "Rasterna är lugna."), pair.note(eva, "Maten är god.")
    own = eva.visit(visit).add_passage("group:pupils/", "Vi frågade.")
    pair.all_share()
    eva.carry_into(visit, note, own, 99)
    eva.visit(visit).text(own).splice(0, 0, "Först: ")
    eva.visit(visit).add_comment(own, "Räcker det?", 0, 5)
    mine = per.carry(visit, note)
    per.visit(visit).text(mine).splice(99, 0, " Pers ord.")
    per.rest_on(visit, mine, other, 0, 8)
    per.visit(visit).set_manner(mine, records.INTERPRETATION)
    pair.all_share()
    views = []
    for ws in (eva, per):
        ws.settle()
        view = ws.minutes(visit)
        views.append((view.passages, view.threads, view.undecided, view.changed))
        assert texts(ws, visit) == [
            "Först: Vi frågade. Rasterna är lugna.", "Rasterna är lugna. Pers ord.",
        ]  # fmt: skip
        said = {p.id: [(s.text, s.notes) for s in sentences_of(p)] for p in view.passages}
        assert said[own] == [("Först: Vi frågade.", ()), ("Rasterna är lugna.", (note,))]
        assert said[mine][0][1] == tuple(sorted((note, other)))
        assert said[mine][1] == ("Pers ord.", ())
        assert not view.undecided
        assert len(view.threads) == 1
        core.whole(ws)
    assert views[0] == views[1]


def test_how_a_note_read_is_erased_with_the_notes(pair: Pair) -> None:
    eva, visit = pair.eva, pair.visit
    note = pair.note(eva, "Rasterna är lugna, sade en flicka.")
    eva.carry(visit, note, words="Rasterna är lugna")
    finish_minutes(eva, visit)
    eva.weed(visit)
    pair.all_share()
    for ws in (eva, pair.per):
        assert not ws.all(records.Carried)
        view = ws.minutes(visit)
        assert not view.changed
        assert [p.text for p in view.passages] == ["Rasterna är lugna"]


def test_an_empty_note_is_not_carried_over(pair: Pair) -> None:
    with pytest.raises(Refused):
        pair.eva.carry(pair.visit, pair.note(pair.eva, " "))
