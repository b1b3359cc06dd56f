import pytest

from qualityvisit.errors import NotFound
from qualityvisit.model.document import Stamp
from qualityvisit.model.memory import merge
from qualityvisit.model.notes import NotesDocument
from qualityvisit.model.records import KINDS, Note, Unit, Visit, fresh_id
from qualityvisit.model.register import Register
from qualityvisit.model.visit import VisitDocument
from tests.model.loose import Kept, all_of, fresh, meet, only


def test_what_was_kept_gives_the_same_records_again() -> None:
    kept = Kept()
    register = fresh(Register, "register", kept=kept)
    register.begin("Nämnden", "2027-01-01", "2030-12-31")
    register.add_unit("Skolan å 😀", ("GR 2010-08-01 -",), "12345678", pupils="12")
    again = fresh(Register, "register", kept.updates)
    assert sorted(map(repr, again.records())) == sorted(map(repr, register.records()))


def test_changes_in_any_order_give_the_same_document() -> None:
    kept = Kept()
    notes = fresh(NotesDocument, "notes/v", kept=kept)
    note = notes.add_note("s", "staff", text="Ett")
    notes.text(note).splice(3, 0, " två")
    notes.text(note).splice(0, 3, "Noll")
    for order in (kept.updates[::-1], kept.updates[1:] + kept.updates[:1]):
        late = fresh(NotesDocument, "notes/v")
        for update in order:
            late.absorb([update])
        assert only(late, Note).text == "Noll två"


def test_a_merged_update_is_worth_its_parts() -> None:
    kept = Kept()
    register = fresh(Register, "register", kept=kept)
    for number in range(5):
        register.add_unit(f"Enhet {number}", ("FS",))
    assert len(all_of(fresh(Register, "register", [merge(kept.updates)]), Unit)) == 5
    assert merge(kept.updates[:1]) == kept.updates[0]


def test_what_was_removed_is_gone_for_everybody_and_cannot_be_changed() -> None:
    register = fresh(Register, "register")
    unit = register.add_unit("Skolan", ("GR",))
    register.touched()
    register.remove(unit)
    assert register.record(unit) is None
    assert not register.has(unit)
    assert register.touched() == ([], [("unit", unit)])
    with pytest.raises(NotFound):
        register.change_unit(unit, name="Ny")


def test_only_what_differs_is_written() -> None:
    kept = Kept()
    register = fresh(Register, "register", kept=kept)
    unit = register.add_unit("Skolan", ("GR",), pupils="7")
    written = len(kept.updates)
    register.change_unit(unit, pupils="7")
    register.set_fact("programme.closing", "")
    assert len(kept.updates) == written


def test_a_failure_inside_a_change_spoils_the_document_instead_of_being_kept() -> None:
    kept = Kept()
    register = fresh(Register, "register", kept=kept)

    def half() -> None:
        with register.change():
            register.create("unit", {"name": "halv"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert register.records() == []
    assert not kept.updates
    with pytest.raises(NotFound), register.change():
        register.put("nothing", name="x")


def test_several_verbs_in_one_change_are_kept_as_one() -> None:
    kept = Kept()
    register = fresh(Register, "register", kept=kept)
    with register.change():
        register.add_unit("A", ("FS",))
        register.add_unit("B", ("FS",))
    assert len(kept.updates) == 1
    assert len(all_of(fresh(Register, "register", kept.updates), Unit)) == 2


def test_colleagues_changes_are_not_kept_twice() -> None:
    mine, theirs = Kept(), Kept()
    one = fresh(Register, "register", kept=mine)
    other = fresh(Register, "register", kept=theirs)
    one.add_unit("A", ("FS",))
    meet(one, other)
    assert (len(mine.updates), len(theirs.updates)) == (1, 0)
    assert [u.name for u in all_of(other, Unit)] == ["A"]


def test_two_who_add_to_a_list_at_once_both_have_their_way() -> None:
    origin = fresh(NotesDocument, "notes/v")
    note = origin.add_note("s", "staff", text="x")
    eva = fresh(NotesDocument, "notes/v", [origin.whole()])
    per = fresh(NotesDocument, "notes/v", [origin.whole()], who="per")
    eva.set_mark(note, "strength", on=True)
    per.set_mark(note, "quote", on=True)
    meet(eva, per)
    assert only(eva, Note).marks == only(per, Note).marks == ("strength", "quote")


def test_the_example_tells_in_the_name_of_others() -> None:
    notes = fresh(NotesDocument, "notes/v")
    with notes.told_by("per", "2027-01-01T10:00:00+00:00"):
        notes.add_note("s", "staff", text="då")
    notes.add_note("s", "staff", text="nu")
    assert [(n.author, n.at[:4]) for n in all_of(notes, Note)] == [("per", "2027"), ("eva", "2028")]


def test_what_a_newer_version_has_added_is_passed_over() -> None:
    newer = fresh(Register, "register")
    with newer.change():
        newer.create("drone", {"height": "12"})
        unit = newer.create("unit", {"name": "A", "forms": ("FS",), "colour": "red"})
        damaged = newer.create("unit", {"name": "B", "forms": "not a list"})
    register = fresh(Register, "register", [newer.whole()])
    assert {u.id for u in all_of(register, Unit)} == {unit, damaged}
    assert register.record(damaged) == Unit(damaged, name="B", forms=())
    register.change_unit(unit, name="C")
    assert register.field(unit, "colour") == "red"


def test_texts_hold_no_nul_and_values_come_back_as_they_were() -> None:
    document = fresh(VisitDocument, "visit/v")
    with document.change() as stamp:
        assert stamp == Stamp(stamp.at, "eva")
        passage = document.create("passage", {"text": "a\0b", "section": "x"})
        visit = document.create("visit", {"extra": True}, name="v")
    assert str(document.text(passage)) == "ab"
    found = document.record(visit)
    assert isinstance(found, Visit)
    assert found.extra is True
    assert document.text(passage) is document.text(passage)


def test_ids_are_fresh_and_every_kind_of_record_has_its_keys() -> None:
    assert len({fresh_id() for _ in range(1000)}) == 1000
    for kind in KINDS.values():
        record = kind("x")
        assert isinstance(record.sort + record.parent + record.state + record.words, str)
