"""Four voices: who has said what of a theme, who is silent, who contradicts whom."""

from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.model.records import (
    DEFICIENCY,
    DEVELOPMENT,
    GROUPS,
    INTERVIEW,
    QUOTE,
    RECONCILIATION,
    STRENGTH,
    Note,
    Progress,
    Question,
    Session,
)
from qualityvisit.model.voices import Chorus, chorus_of

SCALE = ("Sällan", "Ibland", "Ofta", "Alltid", "Jämt")
SESSIONS = [Session(g, type=INTERVIEW, group=g) for g in GROUPS]
QUESTIONS = {
    f"{g}-q": Question(f"{g}-q", theme="trygg", group=g, scale=SCALE, key="k") for g in GROUPS
}


def note(group: str, *marks: str, theme: str = "trygg") -> Note:
    return Note(f"{group}{marks}{theme}", session=group, group=group, theme=theme, marks=marks)


def heard(notes: list[Note], progress: list[Progress] | None = None) -> Chorus:
    found = chorus_of(["trygg", "stöd"], GROUPS, SESSIONS, notes, progress or [], QUESTIONS)
    return found[0]


def rated(group: str, rating: str = "", counts: tuple[str, ...] = ()) -> Progress:
    return Progress(f"{group}/q", session=group, question=f"{group}-q", rating=rating,
                    counts=counts)  # fmt: skip


def test_only_who_has_been_asked_can_be_silent() -> None:
    done = Progress("staff/q", session="staff", question="staff-q", status="done")
    skipped = Progress("guardians/q", session="guardians", question="guardians-q", status="skipped")
    notes = [note("pupils"), note("leadership", theme="stöd"), note("staff", theme="stöd")]
    chorus = heard(notes, [done, skipped])
    assert [(v.group, v.met, v.is_silent) for v in chorus.voices] == [
        ("leadership", True, False), ("staff", True, True), ("pupils", True, False),
        ("guardians", False, False),
    ]  # fmt: skip


def test_an_interview_that_has_ended_without_a_word_is_silent() -> None:
    ended = [Session("staff", type=INTERVIEW, group="staff", ended="2028-03-23T10:00")]
    (chorus,) = chorus_of(["trygg"], GROUPS, ended, [], [], QUESTIONS)
    assert [v.group for v in chorus.voices if v.is_silent] == ["staff"]
    assert chorus.is_empty


def test_strengths_against_what_is_lacking_is_a_contradiction() -> None:
    chorus = heard([note("leadership", STRENGTH), note("pupils", DEFICIENCY, QUOTE)])
    assert chorus.contradictions == (("leadership", "pupils"),)


def test_who_tells_both_contradicts_nobody() -> None:
    notes = [note("leadership", STRENGTH), note("pupils", STRENGTH), note("pupils", DEVELOPMENT)]
    assert heard(notes).contradictions == ()


def test_ratings_far_apart_contradict_and_near_ones_do_not() -> None:
    far = heard([], [rated("pupils", "Sällan"), rated("staff", "Alltid")])
    assert far.contradictions == (("staff", "pupils"),)
    assert heard([], [rated("pupils", "Ibland"), rated("staff", "Ofta")]).contradictions == ()


def test_counts_are_weighed_and_told_as_they_are() -> None:
    chorus = heard([], [rated("pupils", counts=("3", "0", "1", "0", "0"))])
    (found,) = chorus.voices[2].rated
    assert (found.words, found.place) == ("Sällan 3, Ofta 1", 0.125)


def test_a_rating_without_its_question_or_step_says_nothing() -> None:
    lost = Progress("x/y", session="pupils", question="gone", rating="Ofta")
    other = rated("pupils", "Inget steg")
    assert not any(v.rated for v in heard([], [lost, other]).voices)


def test_observations_belong_to_no_group_and_unknown_themes_come_last() -> None:
    walk = Note("w", session="walk", group="", theme="trygg")
    found = chorus_of(["trygg"], GROUPS, SESSIONS, [walk, note("staff", theme="borta")], [], {})
    assert [c.theme for c in found] == ["trygg", ""]
    assert not any(v.notes for v in found[0].voices)
    assert [len(v.notes) for v in found[1].voices] == [0, 1, 0, 0]


def test_a_session_that_is_no_interview_meets_nobody() -> None:
    sessions = [Session("r", type=RECONCILIATION, group="", ended="x")]
    (chorus,) = chorus_of(["t"], GROUPS, sessions, [], [], {})
    assert not any(v.met for v in chorus.voices)


@given(st.lists(st.tuples(st.sampled_from(GROUPS), st.sampled_from(["trygg", "stöd", "x", ""]))))
def test_no_note_of_a_group_is_left_out_or_told_twice(said: list[tuple[str, str]]) -> None:
    notes = [
        Note(str(n), session=g, group=g, theme=t) for n, (g, t) in enumerate(said)
    ]  # fmt: skip
    found = chorus_of(["trygg", "stöd"], GROUPS, SESSIONS, notes, [], {})
    told = [n.id for c in found for v in c.voices for n in v.notes]
    assert sorted(told) == sorted(n.id for n in notes)
