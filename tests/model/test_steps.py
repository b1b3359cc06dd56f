"""The steps of the minutes: fact check, approval, finishing, correcting, sending out."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.errors import BadInput, NotFound, Refused
from qualityvisit.model.official import CLOSED, NONE, OFFICIAL, OPEN, WORKING, fits, standing
from qualityvisit.model.records import (
    ACCURATE,
    CORRECTED,
    INACCURATE,
    KEPT,
    MINUTES_CLOSED,
    Approval,
    Dispatch,
    FactCheck,
    Judgement,
    Minutes,
    Note,
    Passage,
    Version,
    Visit,
)
from qualityvisit.model.steps import Judged, in_time, is_whole
from qualityvisit.model.visit import VisitDocument
from tests.model.loose import all_of, fresh, meet, only

NOTE = Note("n1", visit="v1", group="staff", theme="t1", at="1", text="Lugnt")


@pytest.fixture
def visit() -> VisitDocument:
    made = fresh(VisitDocument, "visit/v1")
    made.begin(unit="u1", title="Skolan", form="GR")
    made.compile([NOTE])
    return made


def passage_of(visit: VisitDocument) -> str:
    return all_of(visit, Passage)[0].id


# --- finishing


def test_minutes_are_finished_when_every_note_is_decided(visit: VisitDocument) -> None:
    late = Note("n2", visit="v1", group="staff", at="2", text="Roligt")
    with pytest.raises(Refused, match="1"):
        visit.finish([NOTE, late], "kept")
    visit.leave_out("n2", "Hör inte hit")
    version = visit.finish([NOTE, late], "kept")
    found = only(visit, Minutes)
    assert (found.state, found.finished_by) == ("finished", "eva")
    assert found.finished == only(visit, Version).at
    assert only(visit, Version).id == version


def test_a_version_holds_the_report_and_tells_when_it_is_another(visit: VisitDocument) -> None:
    visit.finish([NOTE], "hela rapporten")
    version = only(visit, Version)
    assert (version.kept, version.reason) == ("hela rapporten", "")
    assert is_whole(version)
    with visit.change():
        visit.put(version.id, kept="hela rapporten!")
    assert not is_whole(only(visit, Version))


def test_finished_minutes_are_archived_and_taken_back(visit: VisitDocument) -> None:
    with pytest.raises(Refused):
        visit.set_minutes_state("archived")
    visit.finish([NOTE], "kept")
    finished = only(visit, Minutes).finished
    visit.set_minutes_state("archived")
    visit.set_minutes_state("finished")
    assert only(visit, Minutes).finished == finished
    for state in ("draft", "fact-check", "approval"):
        with pytest.raises(Refused):
            visit.set_minutes_state(state)
    with pytest.raises(BadInput):
        visit.set_minutes_state("burnt")
    with pytest.raises(Refused):
        visit.finish([NOTE], "again")


def test_a_correction_is_another_version_with_a_reason(visit: VisitDocument) -> None:
    with pytest.raises(Refused):
        visit.correct("Fel siffra")
    first = visit.finish([NOTE], "ett")
    with pytest.raises(Refused):
        visit.correct("  ")
    visit.correct("Fel siffra")
    assert only(visit, Minutes).correcting == "Fel siffra"
    assert only(visit, Minutes).state == "draft"
    visit.text(passage_of(visit)).splice(0, 0, "Rätt: ")
    second = visit.finish([NOTE], "två")
    versions = in_time(all_of(visit, Version))
    assert [(v.id, v.kept, v.reason) for v in versions] == [
        (first, "ett", ""), (second, "två", "Fel siffra"),
    ]  # fmt: skip
    assert only(visit, Minutes).correcting == ""
    assert versions[0].words_digest != versions[1].words_digest == visit.words_digest()


def test_two_who_finish_at_once_make_two_versions_and_lose_none(visit: VisitDocument) -> None:
    other = fresh(VisitDocument, "visit/v1", [visit.whole()])
    visit.finish([NOTE], "ett")
    other.finish([NOTE], "två")
    meet(visit, other)
    assert {v.kept for v in all_of(visit, Version)} == {"ett", "två"}
    assert in_time(all_of(visit, Version)) == in_time(all_of(other, Version))
    assert only(visit, Minutes) == only(other, Minutes)


def test_what_was_written_elsewhere_meanwhile_is_seen(visit: VisitDocument) -> None:
    other = fresh(VisitDocument, "visit/v1", [visit.whole()])
    visit.finish([NOTE], "ett")
    other.text(passage_of(other)).splice(0, 0, "Mycket ")
    meet(visit, other)
    assert only(visit, Passage).text == "Mycket Lugnt"
    assert only(visit, Version).words_digest != visit.words_digest()
    assert is_whole(only(visit, Version))


def test_what_was_finished_or_sent_is_not_removed(visit: VisitDocument) -> None:
    sent = visit.dispatch("Minnesanteckning", "Rektor", how="e-mail")
    check = visit.send_for_check("Rektor")
    for name in (visit.finish([NOTE], "kept"), sent, check):
        with pytest.raises(Refused):
            visit.remove(name)


# --- the fact check


def test_a_fact_check_goes_out_and_comes_back(visit: VisitDocument) -> None:
    check = visit.send_for_check(" Rut Rektor, rektor ", "2028-04-01")
    assert only(visit, FactCheck).to == "Rut Rektor, rektor"
    assert only(visit, Minutes).state == "fact-check"
    passage = passage_of(visit)
    back = [Judged(passage, INACCURATE, "Det var tisdag", "Lugnt"), Judged("", "", "Tack"),
            Judged("p2", ACCURATE)]  # fmt: skip
    assert visit.take_check(check, back) == 3
    assert visit.take_check(check, back) == 0
    found = {j.passage: j for j in all_of(visit, Judgement)}
    assert found[passage].words_then == "Lugnt"
    assert (found[passage].is_open, found["p2"].is_open, found["general"].is_open) == (
        True, False, True,
    )  # fmt: skip
    with pytest.raises(Refused, match="2"):
        visit.finish([NOTE], "kept")
    visit.settle_remark(check, passage, CORRECTED)
    with pytest.raises(Refused):
        visit.settle_remark(check, "general", KEPT)
    visit.settle_remark(check, "general", KEPT, "Ett tack")
    visit.finish([NOTE], "kept")


def test_another_answer_opens_a_remark_again(visit: VisitDocument) -> None:
    check, passage = visit.send_for_check("Rektor"), passage_of(visit)
    visit.take_check(check, [Judged(passage, INACCURATE, "Fel")])
    visit.settle_remark(check, passage, CORRECTED)
    assert visit.take_check(check, [Judged(passage, INACCURATE, "Fortfarande fel")]) == 1
    assert only(visit, Judgement).is_open


def test_an_answer_to_no_fact_check_is_refused(visit: VisitDocument) -> None:
    with pytest.raises(NotFound):
        visit.take_check("0" * 20, [Judged("p", INACCURATE)])
    check = visit.send_for_check("Rektor")
    with pytest.raises(BadInput):
        visit.settle_remark(check, "general", "burnt")


# --- approval


def test_minutes_wait_for_those_who_are_asked_to_approve(visit: VisitDocument) -> None:
    with pytest.raises(Refused):
        visit.approve()
    visit.ask_approval("per")
    visit.ask_approval("eva")
    assert only(visit, Minutes).status == "approval"
    with pytest.raises(Refused, match="2"):
        visit.finish([NOTE], "kept")
    visit.approve()  # as eva
    assert only(visit, Approval).person == "eva"
    assert visit.lacking_approvals() == ["per"]
    visit.ask_approval("per", on=False)
    assert only(visit, Minutes).approvers == ("eva",)
    visit.finish([NOTE], "kept")


def test_an_approval_holds_for_what_was_read(visit: VisitDocument) -> None:
    visit.ask_approval("eva")
    visit.approve()
    visit.text(passage_of(visit)).splice(0, 0, "Inte ")
    assert visit.lacking_approvals() == ["eva"]
    visit.text(passage_of(visit)).splice(0, 5, "")
    assert visit.lacking_approvals() == []
    visit.unapprove()
    assert visit.lacking_approvals() == ["eva"]
    assert ("approval", "v1/eva") in visit.touched()[1]


# --- sending out


def test_what_is_on_the_web_is_outside_the_authority(visit: VisitDocument) -> None:
    visit.dispatch("Minnesanteckning", "Alla", how="web")
    assert only(visit, Dispatch).outside
    assert stands(visit)[0] == OFFICIAL


def test_what_is_sent_is_noted_and_never_unsaid(visit: VisitDocument) -> None:
    version = visit.finish([NOTE], "kept")
    entry = visit.dispatch("Minnesanteckning", "Tidningen", how="e-mail", version=version,
                           at="2028-04-02", outside=True)  # fmt: skip
    found = only(visit, Dispatch)
    assert (found.to, found.version, found.outside, found.at) == (
        "Tidningen", version, True, "2028-04-02",
    )  # fmt: skip
    with pytest.raises(Refused):
        visit.strike_dispatch(entry, " ")
    visit.strike_dispatch(entry, "Skickades aldrig")
    assert only(visit, Dispatch).struck == "Skickades aldrig"


@pytest.mark.parametrize(
    "send",
    [
        lambda v: v.dispatch("Minnesanteckning", "Rektor", how="pigeon"),
        lambda v: v.dispatch("Minnesanteckning", " ", how="e-mail"),
        lambda v: v.dispatch("", "Rektor", how="e-mail"),
        lambda v: v.dispatch("Minnesanteckning", "Rektor", how="e-mail", version="none"),
        lambda v: v.dispatch("Minnesanteckning", "Rektor", how="e-mail", at="i går"),
        lambda v: v.strike_dispatch("none", "fel"),
        lambda v: v.set_matter("lost"),
        lambda v: v.set_standing("secret", "x"),
    ],
)
def test_what_is_not_whole_is_refused(
    visit: VisitDocument, send: Callable[[VisitDocument], object]
) -> None:
    before = visit.whole()
    with pytest.raises(BadInput):
        send(visit)
    assert visit.whole() == before


# --- how they stand


def stands(visit: VisitDocument) -> tuple[str, str]:
    found = standing(only(visit, Visit), only(visit, Minutes), all_of(visit, Dispatch))
    return found.status, found.law


def test_minutes_without_a_matter_are_official_when_finished(visit: VisitDocument) -> None:
    visit.set_matter(NONE)
    assert stands(visit) == (WORKING, "2 kap. 10 § TF")
    visit.finish([NOTE], "kept")
    assert stands(visit) == (OFFICIAL, "2 kap. 10 § TF")


def test_minutes_of_an_open_matter_are_official_when_it_is_closed(visit: VisitDocument) -> None:
    visit.change_visit(registry_number="BUN 2028/12")
    visit.finish([NOTE], "kept")
    assert stands(visit)[0] == WORKING
    visit.set_matter(CLOSED)
    assert stands(visit) == (OFFICIAL, "2 kap. 10 och 12 §§ TF")
    visit.set_matter(OPEN)
    assert stands(visit)[0] == WORKING


def test_what_is_sent_outside_is_official_even_as_a_draft(visit: VisitDocument) -> None:
    visit.set_matter(OPEN)
    visit.dispatch("Utkast", "Rektor", how="e-mail")
    assert stands(visit)[0] == WORKING
    entry = visit.dispatch("Utkast", "Vårdnadshavare", how="e-mail", outside=True)
    assert stands(visit)[0] == OFFICIAL
    visit.strike_dispatch(entry, "Skickades aldrig")
    assert stands(visit)[0] == WORKING


def test_a_human_overrules_with_a_note(visit: VisitDocument) -> None:
    visit.set_matter(NONE)
    with pytest.raises(Refused):
        visit.set_standing(OFFICIAL, "")
    visit.set_standing(OFFICIAL, "Lästes upp på mötet")
    found = standing(only(visit, Visit), only(visit, Minutes), [])
    assert (found.status, found.computed, found.note, found.who) == (
        OFFICIAL, WORKING, "Lästes upp på mötet", "eva",
    )  # fmt: skip
    visit.set_standing("", "")
    assert stands(visit)[0] == WORKING


@pytest.mark.parametrize(("form", "section"), [("FS", "1 §"), ("GR", "2 §")])
def test_official_minutes_name_the_provision_to_test(form: str, section: str) -> None:
    made = fresh(VisitDocument, "visit/v1")
    made.begin(unit="u1", title="Skolan", form=form)
    assert standing(only(made, Visit), Minutes("v1"), []).secrecy == ""
    made.finish([], "kept")
    assert section in standing(only(made, Visit), only(made, Minutes), []).secrecy
    made.set_secrecy("21 kap. 7 § OSL")
    assert standing(only(made, Visit), only(made, Minutes), []).secrecy == "21 kap. 7 § OSL"


@pytest.mark.parametrize(
    ("pattern", "number", "so"),
    [
        ("", "vad som helst", True), ("BUN ####/*", "BUN 2028/114", True),
        ("BUN ####/*", "bun 2028/", True), ("BUN ####/*", "BUN 28/114", False),
        ("BUN ####/*", "", True), ("9.1:####/##", "9.1:0071/04", True),
        ("9.1:####/##", "9x1:0071/04", False), ("(###", "(123", True),
    ],
)  # fmt: skip
def test_a_registry_number_is_held_against_the_pattern(pattern: str, number: str, so: bool) -> None:
    assert fits(pattern, number) is so


# --- whatever two do


def test_asking_while_another_finishes_leaves_them_finished_and_correctable(
    visit: VisitDocument,
) -> None:
    other = fresh(VisitDocument, "visit/v1", [visit.whole()])
    visit.finish([NOTE], "ett")
    other.set_minutes_state("approval")
    meet(visit, other)
    assert only(visit, Minutes).status == only(other, Minutes).status == "finished"
    visit.correct("Fel")
    assert only(visit, Minutes).status == "draft"


def test_archiving_while_another_corrects_leaves_them_open_or_archived(
    visit: VisitDocument,
) -> None:
    visit.finish([NOTE], "ett")
    other = fresh(VisitDocument, "visit/v1", [visit.whole()])
    visit.correct("Fel")
    other.set_minutes_state("archived")
    meet(visit, other)
    found = only(visit, Minutes)
    assert (found.status, found.finished) == ("draft", "")
    visit.finish([NOTE], "två")


ACTS: dict[str, Callable[[VisitDocument], object]] = {
    "write": lambda v: v.text(passage_of(v)).splice(0, 0, "x"),
    "check": lambda v: v.send_for_check("Rektor"),
    "ask": lambda v: v.ask_approval("eva"),
    "approve": lambda v: v.approve(),
    "to approval": lambda v: v.set_minutes_state("approval"),
    "finish": lambda v: v.finish([NOTE], "kept"),
    "correct": lambda v: v.correct("Fel"),
    "archive": lambda v: v.set_minutes_state("archived"),
    "out": lambda v: v.leave_out("n1", "Nej"),
    "undecide": lambda v: v.undecide("n1"),
    "carry": lambda v: v.carry_over(NOTE),
}


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(sorted(ACTS))), max_size=12),
       st.integers(0, 12))  # fmt: skip
def test_no_version_is_lost_and_all_see_the_same(
    acts: list[tuple[bool, str]], meets_at: int
) -> None:
    eva = fresh(VisitDocument, "visit/v1")
    eva.begin(unit="u1", title="Skolan", form="GR")
    eva.compile([NOTE])
    per = fresh(VisitDocument, "visit/v1", [eva.whole()])
    finished = set[str]()
    for number, (mine, act) in enumerate(acts):
        if number == meets_at:
            meet(eva, per)
        desk = eva if mine else per
        try:
            made = ACTS[act](desk)
        except (Refused, IndexError, NotFound):
            continue
        if act == "finish":
            assert desk._left([NOTE]) == []
            finished.add(str(made))
    meet(eva, per)
    for desk in (eva, per):
        assert {v.id for v in all_of(desk, Version)} == finished
        assert all(is_whole(v) for v in all_of(desk, Version))
    found = only(eva, Minutes)
    assert found == only(per, Minutes)
    assert (found.status in MINUTES_CLOSED) == bool(found.finished)
    assert eva.words_digest() == per.words_digest()
