"""Rules that must hold also where two people act at once, or where something has gone."""

import pytest

from qualityvisit.errors import BadInput, Refused
from qualityvisit.model import records
from qualityvisit.model.register import Register
from qualityvisit.model.visit import VisitDocument
from tests.model.desk import Desk

NOTE = records.Note("n", group="pupils", at="2028-03-14", text="En anteckning")


def compiled() -> tuple[Desk[VisitDocument], str]:
    """Return a visit whose one note has been carried over, and the passage."""
    desk = Desk(VisitDocument, "visit/v")
    desk.document.begin(unit="u", title="Exempelskolan")
    desk.document.compile([NOTE])
    return desk, passages(desk)[0].id


def passages(desk: Desk[VisitDocument]) -> list[records.Passage]:
    return [r for r in desk.document.records() if isinstance(r, records.Passage)]


def test_words_typed_while_a_colleague_takes_the_note_back_stay_in_sight() -> None:
    eva, passage = compiled()
    per = Desk(VisitDocument, "visit/v", "per")
    eva.meet(per)
    per.document.text(passage).splice(0, 0, "Viktigt: ")
    eva.document.undecide("n")
    assert passages(eva) == []
    eva.meet(per)
    for desk in (eva, per):
        assert [p.text for p in passages(desk)] == ["Viktigt: En anteckning"]
        put, _gone = desk.document.touched()
        assert passage in {r.id for r in put}


def test_a_note_taken_back_can_be_linked_to_its_passage_again() -> None:
    desk, passage = compiled()
    desk.document.undecide("n")
    desk.document.link(passage, "n")
    assert [p.id for p in passages(desk)] == [passage]


def test_minutes_are_not_finished_while_a_note_stands_in_no_passage() -> None:
    desk, passage = compiled()
    desk.document.remove(passage)
    with pytest.raises(Refused):
        desk.document.finish([NOTE], "kept")
    assert desk.document.compile([NOTE]) == 1
    desk.document.finish([NOTE], "kept")


def test_nothing_is_removed_from_finished_minutes() -> None:
    desk, passage = compiled()
    desk.document.finish([NOTE], "kept")
    with pytest.raises(Refused):
        desk.document.remove(passage)
    assert len(passages(desk)) == 1


def test_a_unit_or_person_without_a_known_form_or_role_is_refused() -> None:
    desk = Desk(Register, "register")
    person = desk.document.add_person("Eva", role="member")
    with pytest.raises(BadInput):
        desk.document.add_unit("Skolan", ("",))
    with pytest.raises(BadInput):
        desk.document.change_person(person, role="king")
    desk.document.change_person(person, role="")
