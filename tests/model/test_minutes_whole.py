"""No path leads to finished minutes with a note that is neither carried over nor left out."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from pycrdt import Doc, Map, Text

from qualityvisit.errors import KnownError
from qualityvisit.model.records import Decision, Minutes, Note, Passage, Session, Visit
from qualityvisit.model.view import MinutesView, minutes_view
from qualityvisit.model.visit import VisitDocument
from tests import core
from tests.model.loose import all_of, fresh, meet, only

WHO = st.integers(0, 1)
PICK = st.integers(0, 50)
GROUPS = ("staff", "pupils", "")


def view(document: VisitDocument, notes: list[Note]) -> MinutesView:
    hidden = document.superseded()
    return minutes_view(
        only(document, Visit), Minutes("v1"),
        [p for p in all_of(document, Passage) if p.id not in hidden],
        notes, all_of(document, Decision), {},
    )  # fmt: skip


def stand(document: VisitDocument) -> set[str]:
    """Return, from the bare shared maps, the notes that are left out or that words rest on."""
    bare: Doc[Any] = Doc()
    bare.apply_update(document.whole())
    items, facts = bare.get("items", type=Map), bare.get("facts", type=Map)
    out, carried, rested = set(), set(), set()
    for key, value in facts.items():
        kind, _slash, note = key.partition("/")
        if kind == "decision" and value.startswith("out:") and value != "out:":
            out.add(note)
        if kind == "decision" and value.startswith("passage:"):
            carried.add(note)
    for name, item in items.items():
        text = item.get("text")
        if item.get("kind") != "passage" or item.get("removed") or not isinstance(text, Text):
            continue
        words, origin = str(text), item.get("origin")
        sources = [k[8:] for k, on in item.items() if k.startswith("sources:") and on]
        moved = all(facts.get(f"decision/{s}") != f"passage:{name}" for s in sources)
        moved = moved and not item.get("kept")  # another part of the note has gone elsewhere
        if not words.strip() or (words == origin and (item.get("withdrawn") or moved)):
            continue
        tied = {k[5:] for _w, held in text.diff() for k in held or {} if k.startswith("note:")}
        rested |= {s for s in sources if item.get(f"sources:{s}") is True or s in tied}
    return out | (carried & rested)


def _by_id(document: VisitDocument) -> dict[str, Passage]:
    return {p.id: p for p in all_of(document, Passage)}


class TwoWhoCompile(RuleBasedStateMachine):
    """Two who compile the same minutes, together and apart, and finish them when they may."""

    @initialize()
    def begin(self) -> None:
        origin = fresh(VisitDocument, "visit/v1")
        origin.begin(unit="u1", title="Skolan", form="GR")
        self.pair = [fresh(VisitDocument, "visit/v1", [origin.whole()]) for _ in range(2)]
        self.known: list[list[Note]] = [[], []]  # notes come by a document of their own
        self.made = 0
        self.finished_before = [False, False]

    def attempt(self, verb: Callable[[], object]) -> None:
        try:
            verb()
        except KnownError:
            return

    def note(self, who: int, pick: int) -> Note:
        return self.known[who][pick % len(self.known[who])]

    def passage(self, who: int, pick: int) -> str:
        found = all_of(self.pair[who], Passage)
        return found[pick % len(found)].id if found else ""

    @rule(who=WHO, both=st.booleans(), blank=st.booleans())
    def note_comes(self, who: int, both: bool, blank: bool) -> None:
        self.made += 1
        text = "  " if blank else f"Anteckning {self.made}. Mera."
        group = GROUPS[self.made % 3]
        made = Note(f"n{self.made}", visit="v1", group=group, at=str(self.made), text=text)
        for each in (0, 1) if both else (who,):
            self.known[each].append(made)

    @rule(who=WHO)
    def compile(self, who: int) -> None:
        self.attempt(lambda: self.pair[who].compile(self.known[who]))

    @rule(who=WHO, pick=PICK, part=st.booleans())
    def carry(self, who: int, pick: int, part: bool) -> None:
        if self.known[who]:
            words = "Anteckning" if part else ""
            self.attempt(lambda: self.pair[who].carry_over(self.note(who, pick), text=words))

    @rule(who=WHO, pick=PICK, to=PICK, way=st.sampled_from(["into", "link", "rest", "unlink"]))
    def tie(self, who: int, pick: int, to: int, way: str) -> None:
        document, passage = self.pair[who], self.passage(who, to)
        if not passage or not self.known[who]:
            return
        note = self.note(who, pick)
        verbs: dict[str, Callable[[], object]] = {
            "into": lambda: document.carry_into(note, passage, to),
            "link": lambda: document.link(passage, note.id),
            "rest": lambda: document.rest_on(passage, note.id, 0, 1 + to),
            "unlink": lambda: document.unlink(passage, note.id),
        }
        self.attempt(verbs[way])

    @rule(who=WHO, pick=PICK, out=st.booleans())
    def decide(self, who: int, pick: int, out: bool) -> None:
        if self.known[who]:
            document, note = self.pair[who], self.note(who, pick).id
            verb = (lambda: document.leave_out(note, "Skäl")) if out else (
                lambda: document.undecide(note))  # fmt: skip
            self.attempt(verb)

    @rule(who=WHO, to=PICK, at=st.integers(0, 30), gone=st.integers(0, 30),
          words=st.sampled_from(["", "Å.", " ord "]))  # fmt: skip
    def write(self, who: int, to: int, at: int, gone: int, words: str) -> None:
        document, passage = self.pair[who], self.passage(who, to)
        if passage:
            self.attempt(lambda: document.text(passage).splice(at, gone, words))

    @rule(who=WHO, to=PICK, way=st.sampled_from(["empty", "remove", "restore", "undo"]))
    def spoil(self, who: int, to: int, way: str) -> None:
        document, passage = self.pair[who], self.passage(who, to)
        if not passage:
            return
        text = document.text(passage)
        if way == "empty":
            self.attempt(lambda: text.replace("  "))
        elif way == "undo":
            self.attempt(text.undo)
        else:
            self.attempt(lambda: document.remove(passage))
            if way == "restore":
                self.attempt(lambda: document.restore(passage))

    @rule(to=PICK)
    def own(self, to: int) -> None:
        self.attempt(lambda: self.pair[to % 2].add_passage("group:staff/", "Egna ord."))

    @rule()
    def meet(self) -> None:
        meet(*self.pair)
        both = {n.id: n for n in (*self.known[0], *self.known[1])}
        self.known = [list(both.values()), list(both.values())]
        for each in self.pair:
            assert _by_id(each) == _by_id(self.pair[0])

    @rule(who=WHO)
    def finish(self, who: int) -> None:
        document = self.pair[who]
        asked = {n.id for n in self.known[who] if n.text.strip()}
        may = asked <= stand(document)
        self.attempt(lambda: document.finish(self.known[who], "kept"))
        if not may:
            finished = [m for m in all_of(document, Minutes) if m.finished]
            assert not finished or self.was_finished(who)
        self.finished_before[who] = bool(document.fact("minutes/finished"))

    @rule(who=WHO)
    def open_again(self, who: int) -> None:
        self.attempt(lambda: self.pair[who].correct("Ett fel"))

    def was_finished(self, who: int) -> bool:
        """Tell whether a colleague finished them, without this one's notes."""
        return self.finished_before[who]

    @invariant()
    def what_is_undecided_is_shown(self) -> None:
        if not hasattr(self, "pair"):
            return
        self.finished_before = [bool(d.fact("minutes/finished")) for d in self.pair]
        for document, notes in zip(self.pair, self.known, strict=True):
            found = view(document, notes)
            stands = stand(document)
            asked = {n.id for n in notes if n.text.strip()}
            assert {n.id for n in found.undecided} == asked - stands
            told = [*found.carried, *found.undecided, *(n for n, _why in found.left_out)]
            assert sorted(n.id for n in told) == sorted(asked)


@pytest.mark.slow
def test_no_path_finishes_minutes_with_a_note_undecided() -> None:
    core.run_machine(TwoWhoCompile, max_examples=60, steps=40)


def test_a_passage_that_was_emptied_carries_no_note() -> None:
    document = fresh(VisitDocument, "visit/v1")
    document.begin(unit="u1", title="Skolan", form="GR")
    note = Note("n1", visit="v1", group="staff", text="Lugnt.")
    passage = document.carry_over(note)
    document.text(passage).splice(0, 99, " ")
    assert [n.id for n in view(document, [note]).undecided] == ["n1"]
    with pytest.raises(KnownError):
        document.finish([note], "kept")
    document.text(passage).undo()
    assert not view(document, [note]).undecided
    document.text(passage).splice(0, 0, "Egen mening. ")
    document.text(passage).splice(13, 6, "")
    assert [n.id for n in view(document, [note]).undecided] == ["n1"]
    assert all_of(document, Session) == []
