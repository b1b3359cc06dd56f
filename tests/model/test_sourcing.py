import random

import pytest

from qualityvisit.errors import BadInput, NotFound, Refused
from qualityvisit.model.records import (
    INTERPRETATION,
    OBSERVATION,
    OBSERVATIONS,
    UTTERANCE,
    Carried,
    Note,
    Passage,
)
from qualityvisit.model.sourcing import (
    Coverage,
    changed,
    coverage,
    lacking,
    manner_of,
    sentences_of,
)
from qualityvisit.model.visit import VisitDocument
from tests.model.loose import all_of, fresh

NOTE = Note("n1", visit="v1", group="staff", theme="t1", at="1", text="Det är lugnt. Alla vet.")
OTHER = Note("n2", visit="v1", group="staff", theme="t1", at="2", text="Rasten är lång.")


@pytest.fixture
def visit() -> VisitDocument:
    made = fresh(VisitDocument, "visit/v1")
    made.begin(unit="u1", title="Skolan", form="GR")
    return made


def rests(visit: VisitDocument, passage: str) -> list[tuple[str, tuple[str, ...]]]:
    found = visit.record(passage)
    assert isinstance(found, Passage)
    return [(s.text, s.notes) for s in sentences_of(found)]


def test_a_sentence_written_after_a_note_rests_on_nothing(visit: VisitDocument) -> None:
    passage = visit.carry_over(NOTE)
    visit.text(passage).splice(99, 0, " Vår egen slutsats.")
    assert rests(visit, passage) == [
        ("Det är lugnt.", ("n1",)), ("Alla vet.", ("n1",)), ("Vår egen slutsats.", ()),
    ]  # fmt: skip
    found = all_of(visit, Passage)
    assert coverage(found) == {"group:staff/t1": Coverage(2, 1, 0)}
    assert [s.text for s in lacking(found)] == ["Vår egen slutsats."]
    visit.set_manner(passage, INTERPRETATION)
    assert coverage(all_of(visit, Passage)) == {"group:staff/t1": Coverage(2, 0, 1)}
    assert not list(lacking(all_of(visit, Passage)))


def test_a_note_is_carried_into_a_passage_at_the_caret(visit: VisitDocument) -> None:
    passage = visit.carry_over(NOTE)
    visit.carry_into(OTHER, passage, 13, "Rasten är lång.")
    assert rests(visit, passage) == [
        ("Det är lugnt.", ("n1",)), ("Rasten är lång.", ("n2",)), ("Alla vet.", ("n1",)),
    ]  # fmt: skip
    assert visit.fact("decision/n2") == f"passage:{passage}"
    third = Note("n3", visit="v1", group="staff", text="Sist.")
    visit.carry_into(third, passage, 99)
    assert rests(visit, passage)[-1] == ("Sist.", ("n3",))


def test_a_sentence_rests_on_several_notes_that_stay_where_they_are(visit: VisitDocument) -> None:
    first, second = visit.carry_over(NOTE), visit.carry_over(OTHER)
    own = visit.add_passage("overall-strengths", "Det är lugnt på rasten. Eget.")
    for note in ("n1", "n2"):
        visit.rest_on(own, note, 0, 23)
    assert rests(visit, own) == [("Det är lugnt på rasten.", ("n1", "n2")), ("Eget.", ())]
    assert visit.fact("decision/n1") == f"passage:{first}"
    assert {p.id for p in all_of(visit, Passage)} == {first, second, own}
    visit.unlink(own, "n1")
    assert rests(visit, own)[0][1] == ("n2",)
    with pytest.raises(BadInput):
        visit.rest_on(own, "n1", 23, 24)


def test_a_note_that_is_left_out_is_let_go_everywhere(visit: VisitDocument) -> None:
    visit.carry_over(NOTE)
    own = visit.add_passage("group:staff/t1", "Det är lugnt.")
    visit.rest_on(own, "n1", 0, 13)
    visit.leave_out("n1", "Sagt två gånger")
    assert [(p.id, p.sources) for p in all_of(visit, Passage)] == [(own, ())]
    visit.rest_on(own, "n1", 0, 13)
    assert visit.fact("decision/n1") == f"passage:{own}"


def test_a_note_linked_as_a_whole_holds_for_every_sentence(visit: VisitDocument) -> None:
    own = visit.add_passage("group:staff/t1", "Ett. Två.")
    visit.rest_on(own, "n1", 0, 4)
    visit.link(own, "n1")
    assert rests(visit, own) == [("Ett.", ("n1",)), ("Två.", ("n1",))]


def test_what_a_passage_is_follows_its_note_and_can_be_changed(visit: VisitDocument) -> None:
    session = visit.add_session("walk-through", start="08:00", minutes="30")
    seen = Note("n3", visit="v1", session=session, group="", at="3", text="Ljust.")
    told = [visit.carry_over(n) for n in (NOTE, seen)]
    assert [visit.field(p, "manner") for p in told] == [UTTERANCE, OBSERVATION]
    own = visit.add_passage("group:staff/t1", "Eget.")
    assert visit.field(own, "manner") == ""
    visit.set_manner(own, INTERPRETATION)
    assert visit.field(own, "manner") == INTERPRETATION
    with pytest.raises(BadInput):
        visit.set_manner(own, "gissning")


def test_an_older_passage_is_what_its_notes_make_it() -> None:
    old = Passage("p", section="group:staff/t1", sources=("n1",), text="Ett.")
    assert manner_of(old) == UTTERANCE
    assert manner_of(Passage("p", section=OBSERVATIONS, sources=("n",))) == OBSERVATION
    assert manner_of(Passage("p", section="group:staff/t1")) == ""
    assert manner_of(Passage("p", section="introduction", sources=("n",))) == ""


def test_a_note_that_changed_is_told_with_both_wordings(visit: VisitDocument) -> None:
    passage = visit.carry_over(NOTE)
    was = [Carried(f"{passage}/n1", "v1", passage, "n1", NOTE.text)]
    now = Note("n1", visit="v1", group="staff", text="Det är mycket lugnt. Alla vet.")
    assert not changed(all_of(visit, Passage), [NOTE], was)
    [found] = changed(all_of(visit, Passage), [now], was)
    assert (found.before, found.after, found.may_take) == (NOTE.text, now.text, True)
    visit.text(passage).splice(99, 0, " Eget.")
    visit.take_in(passage, found.before, found.after)
    assert visit.field(passage, "text") == "Det är mycket lugnt. Alla vet. Eget."
    assert rests(visit, passage)[0] == ("Det är mycket lugnt.", ("n1",))
    with pytest.raises(Refused):
        visit.take_in(passage, found.before, found.after)
    [gone] = changed(all_of(visit, Passage), [], was)
    assert gone.is_gone
    assert not gone.may_take


def test_the_voices_stand_as_they_were_until_they_are_changed(visit: VisitDocument) -> None:
    made = visit.add_voices("overall-strengths", "table", "{}")
    visit.change_voices(made, figure="chart")
    visit.change_voices(made, cells='{"a": 1}')
    found = visit.record(made)
    assert isinstance(found, Passage)
    assert (found.figure, found.cells, found.text) == ("chart", '{"a": 1}', "")
    with pytest.raises(BadInput):
        visit.add_voices("overall-strengths", "film", "{}")
    with pytest.raises(NotFound):
        visit.change_voices(visit.add_passage("introduction", "x"), figure="chart")


def recount(passages: list[Passage]) -> dict[str, Coverage]:
    """Count letter by letter: which notes hold for each, and what each sentence is."""
    found: dict[str, list[int]] = {}
    for passage in passages:
        if passage.section != OBSERVATIONS and not passage.section.startswith("group:"):
            continue
        held: list[set[str]] = [set() for _letter in passage.text]
        for note in passage.sources:
            ties = [t.split() for t in passage.ties if t.startswith(f"note:{note} ")]
            for start, end in [(int(t[1]), int(t[2])) for t in ties] or [(0, len(passage.text))]:
                for at in range(start, end):
                    held[at].add(note)
        at = 0
        for words in passage.text.split("|"):  # the corpus ends each sentence so
            letters = range(at, at + len(words))
            at += len(words) + 1
            if not words.strip():
                continue
            notes = set().union(*(held[n] for n in letters if not passage.text[n].isspace()))
            kind = 0 if notes else 2 if passage.manner == INTERPRETATION else 1
            found.setdefault(passage.section, [0, 0, 0])[kind] += 1
    return {section: Coverage(*counts) for section, counts in found.items()}


def test_coverage_is_what_counting_letter_by_letter_gives() -> None:
    chance = random.Random(20281122)
    passages = []
    for number in range(400):
        sentences = [
            " ".join(chance.choice(["Åsa", "går", "hem", "😀", "4"]) for _ in range(1, 6)) + "."
            for _sentence in range(chance.randint(0, 6))
        ]
        text = "|".join(sentences)
        notes = tuple(sorted({f"n{chance.randint(1, 9)}" for _ in range(chance.randint(0, 3))}))
        ties = []
        for note in notes:
            for _tie in range(chance.randint(0, 2)):
                start = chance.randint(0, max(0, len(text) - 1))
                end = chance.randint(start, len(text))
                if text[start:end].replace("|", "").strip():
                    ties.append(f"note:{note} {start} {end}")
        passages.append(
            Passage(
                str(number), "v1",
                chance.choice(["group:staff/t1", "group:pupils/", OBSERVATIONS, "introduction"]),
                sources=notes if text else (), text=text, ties=tuple(ties),
                manner=chance.choice(["", UTTERANCE, INTERPRETATION]),
            )
        )  # fmt: skip
    expected = recount(passages)
    real = [
        Passage(p.id, p.visit, p.section, sources=p.sources, text=p.text.replace("|", "\n"),
                ties=p.ties, manner=p.manner)
        for p in passages
    ]  # fmt: skip
    found = coverage(real)
    assert found == expected
    assert sum(c.sentences for c in found.values()) > 500
    assert sum(c.lacking for c in found.values()) == len(list(lacking(real)))


def test_a_note_is_carried_over_to_a_place_and_as_what_it_is_said_to_be(
    visit: VisitDocument,
) -> None:
    first = visit.carry_over(OTHER)
    visit.add_passage("group:staff/t1", "Sist.")
    made = visit.carry_over(NOTE, manner=INTERPRETATION, after=first)
    assert [p.text for p in all_of(visit, Passage)] == [OTHER.text, NOTE.text, "Sist."]
    assert visit.field(made, "manner") == INTERPRETATION
    with pytest.raises(BadInput):
        visit.carry_over(NOTE, manner="gissning")


def test_two_parts_of_a_note_stand_in_passages_of_their_own(visit: VisitDocument) -> None:
    visit.carry_over(NOTE, text="Det är lugnt.")
    visit.carry_over(NOTE, text="Alla vet.")
    hidden = visit.superseded()
    assert [p.text for p in all_of(visit, Passage) if p.id not in hidden] == [
        "Det är lugnt.", "Alla vet.",
    ]  # fmt: skip


def test_a_note_that_is_carried_over_to_another_place_moves(visit: VisitDocument) -> None:
    visit.carry_over(NOTE)
    moved = visit.carry_over(NOTE, "introduction")
    hidden = visit.superseded()
    assert [p.id for p in all_of(visit, Passage) if p.id not in hidden] == [moved]
