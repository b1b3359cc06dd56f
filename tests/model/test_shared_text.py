"""Shared text against a plain string: however it is counted, words stand where they should."""

import gc
from weakref import ref

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from qualityvisit.errors import NotAllowed, NotFound, NotSaved
from qualityvisit.model.notes import NotesDocument
from qualityvisit.model.text import Edit, SharedText, Units, clean, differences
from tests import core
from tests.model.desk import Desk

# One of each that counts differently: bytes, UTF-16 units, code points, and what is seen as one.
PIECES = [
    "a",
    "å",
    "Ö",
    " ",
    "\n",
    "😀",
    "👩‍👩‍👧",
    "\u200d",
    "e\u0301",
    "\0",
    "ß",
    "漢",
    "\U0010ffff",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
ANYTHING = st.text(st.characters(exclude_categories=[]), max_size=20)  # halves of characters too
PLACES = st.integers(-3, 40)


def desk(text: str = "", who: str = "eva") -> tuple[Desk[NotesDocument], str]:
    made = Desk(NotesDocument, "notes/v", who)
    return made, made.document.add_note("s", "pupils", text=text)


def applied(text: str, edits: list[Edit]) -> str:
    for at, remove, insert in edits:
        text = text[:at] + insert + text[at + remove :]
    return text


class AgainstAString(RuleBasedStateMachine):
    """One person's splices, undo and redo, step by step, as a plain string would have them."""

    @initialize(start=TEXTS)
    def begin(self, start: str) -> None:
        self.desk, self.name = desk(start)
        self.text = self.desk.document.text(self.name)
        self.plain = start.replace("\0", "")
        self.done: list[str] = []
        self.undone: list[str] = []
        self.redone = False
        self.mirror = self.plain
        self.watch = self.text.watch(self._hear)

    def _hear(self, edits: list[Edit], _mine: bool) -> None:
        self.mirror = applied(self.mirror, edits)

    @rule(at=PLACES, remove=st.integers(-1, 10), insert=TEXTS)
    def splice(self, at: int, remove: int, insert: str) -> None:
        self.text.splice(at, remove, insert)
        at = max(0, min(at, len(self.plain)))
        insert = insert.replace("\0", "")
        fresh = self.plain[:at] + insert + self.plain[at + max(0, remove) :]
        if insert or self.plain[at : at + max(0, remove)]:
            self.done.append(self.plain)
            self.undone.clear()
            self.plain = fresh
            self.text.group()

    @rule(text=TEXTS)
    def replace(self, text: str) -> None:
        self.text.replace(text)
        if self.plain != text.replace("\0", ""):
            self.done.append(self.plain)
            self.undone.clear()
            self.plain = text.replace("\0", "")
            self.text.group()

    @rule()
    def undo(self) -> None:
        done = self.text.undo()
        if self.redone:  # what pycrdt undoes after a redo may reach further than one step
            self.plain = str(self.text)
            return
        assert done == bool(self.done)
        if self.done:
            self.undone.append(self.plain)
            self.plain = self.done.pop()

    @rule()
    def redo(self) -> None:
        done = self.text.redo()
        if self.redone:
            self.plain = str(self.text)
            return
        assert done == bool(self.undone)
        self.redone = done
        if self.undone:
            self.done.append(self.plain)
            self.plain = self.undone.pop()

    @invariant()
    def all_read_the_same(self) -> None:
        if not hasattr(self, "text"):
            return
        assert str(self.text) == self.plain == self.mirror
        assert str(self.desk.folded_anew().text(self.name)) == self.plain


@pytest.mark.slow
def test_splices_undo_and_redo_are_as_in_a_plain_string() -> None:
    core.run_machine(AgainstAString, max_examples=60, steps=15)


class TwoWriters(RuleBasedStateMachine):
    """Two people in one text: both mirrors follow, and undo takes only one's own words back."""

    @initialize()
    def begin(self) -> None:
        first, self.name = desk("början")
        second = Desk(NotesDocument, "notes/v", "per")
        first.meet(second)
        self.desks = (first, second)
        self.texts = [d.document.text(self.name) for d in self.desks]
        self.mirrors = ["början", "början"]
        self.watches = [t.watch(self._hearer(n)) for n, t in enumerate(self.texts)]
        self.tokens: list[set[str]] = [set(), set()]

    def _hearer(self, number: int):  # type: ignore[no-untyped-def]  # noqa: ANN202
        def hear(edits: list[Edit], _mine: bool) -> None:
            self.mirrors[number] = applied(self.mirrors[number], edits)

        return hear

    @rule(who=st.integers(0, 1), at=PLACES, piece=st.sampled_from(["å", "😀", "👩‍👩‍👧", "漢"]))
    def write(self, who: int, at: int, piece: str) -> None:
        text = self.texts[who]
        at = max(0, min(at, len(str(text))))
        while str(text)[:at].count("⟦") > str(text)[:at].count("⟧"):
            at += 1  # never inside another's token
        token = f"⟦{who}{len(self.tokens[who])}{piece}⟧"
        text.splice(at, 0, token)
        self.tokens[who].add(token)

    @rule(who=st.integers(0, 1))
    def undo(self, who: int) -> None:
        self.texts[who].undo()
        self.tokens[who] = {t for t in self.tokens[who] if t in str(self.texts[who])}

    @rule()
    def meet(self) -> None:
        self.desks[0].meet(self.desks[1])
        assert str(self.texts[0]) == str(self.texts[1])

    @invariant()
    def mirrors_follow_and_nobody_takes_what_is_not_theirs(self) -> None:
        if not hasattr(self, "texts"):
            return
        for number, text in enumerate(self.texts):
            assert self.mirrors[number] == str(text)
            assert all(str(text).count(t) == 1 for t in self.tokens[number])


def test_two_writers_keep_their_words_and_their_editors_follow() -> None:
    core.run_machine(TwoWriters, max_examples=40, steps=20)


@given(ANYTHING, ANYTHING)
def test_any_text_can_be_kept_and_read_again(before: str, insert: str) -> None:
    made, name = desk(before)
    made.document.text(name).splice(len(before) // 2, 1, insert)
    read = made.folded_anew().record(name)
    assert read is not None
    assert str(made.document.text(name)) == read.words
    assert "\0" not in read.words
    read.words.encode()  # no half characters are left


@given(ANYTHING)
def test_cleaning_keeps_the_length_in_units_but_for_nul(text: str) -> None:
    kept = clean(text)
    assert len(kept) == len(text.replace("\0", ""))
    assert clean(kept) == kept


@given(TEXTS, TEXTS)
def test_differences_lead_from_one_text_to_the_other(old: str, new: str) -> None:
    assert applied(old, differences(old, new)) == new


def test_differences_touch_only_the_words_that_differ() -> None:
    assert differences("Alla trivs på rasten", "Alla trivs inte på skolgården") == [
        Edit(11, 0, "inte "),
        Edit(19, 6, "skolgården"),
    ]


def test_two_who_add_words_to_one_text_as_a_whole_repeat_none() -> None:
    eva, note = desk("Början slut")
    per = Desk(NotesDocument, "notes/v", "per")
    eva.meet(per)
    eva.document.text(note).replace("Början slut ett")
    per.document.text(note).replace("Början slut två")
    eva.meet(per)
    text = str(eva.document.text(note))
    assert text == str(per.document.text(note))
    assert sorted(text.split()) == sorted("Början slut ett två".split())


def test_differences_of_long_texts_are_few_and_soon_found() -> None:
    old = [f"ord{n % 700}" for n in range(5000)]
    new = [*old[:100], "nytt", *old[101:3000], "sist", *old[3000:]]
    edits = differences(" ".join(old), " ".join(new))
    assert len(edits) == 2
    assert applied(" ".join(old), edits) == " ".join(new)


@given(TEXTS, st.integers(-2, 30))
def test_units_and_points_lead_back_to_each_other(text: str, place: int) -> None:
    units = Units(text)
    points = max(0, min(place, len(text)))
    assert units.to_points(units.to_units(place)) == points
    assert units.to_units(points) == len(text[:points].encode("utf-16-le")) // 2


@given(TEXTS)
def test_a_unit_inside_a_pair_is_where_the_pair_begins(text: str) -> None:
    units, at = Units(text), 0
    for points, letter in enumerate(text):
        for _unit in range(len(letter.encode("utf-16-le")) // 2):
            assert units.to_points(at) == points
            at += 1
    assert units.to_points(at + 5) == len(text)


def test_typing_without_a_pause_is_one_step_and_a_pause_begins_another() -> None:
    made, name = desk()
    text = made.document.text(name)
    for letter in "Rast":
        text.splice(len(str(text)), 0, letter)
    made.clock.set(made.clock.moment.isoformat().replace("08:00:00", "08:00:01"))
    for letter in "er":
        text.splice(len(str(text)), 0, letter)
    assert text.undo()
    assert str(text) == "Rast"
    assert text.undo()
    assert str(text) == ""
    assert not text.undo()
    assert text.redo()
    assert str(text) == "Rast"


def test_a_group_begins_a_step_and_leaves_the_ones_before() -> None:
    made, name = desk()
    text = made.document.text(name)
    text.splice(0, 0, "ett")
    text.group()
    text.splice(3, 0, " två")
    text.undo()
    assert str(text) == "ett"
    text.undo()
    assert str(text) == ""


def test_undo_leaves_what_colleagues_wrote_in_the_same_place() -> None:
    made, name = desk("Rasterna")
    other = Desk(NotesDocument, "notes/v", "per")
    made.meet(other)
    text = made.document.text(name)
    text.splice(8, 0, " är bra")
    made.meet(other)
    other.document.text(name).splice(11, 0, " oftast")
    made.meet(other)
    assert str(text) == "Rasterna är oftast bra"
    text.undo()
    made.meet(other)
    assert str(text) == str(other.document.text(name)) == "Rasterna oftast"


def test_watchers_hear_until_they_close_and_know_whose_edits_they_hear() -> None:
    made, name = desk("ab")
    other = Desk(NotesDocument, "notes/v", "per")
    made.meet(other)
    text = made.document.text(name)
    heard: list[tuple[list[Edit], bool]] = []
    watch = text.watch(lambda edits, mine: heard.append((edits, mine)))
    assert made.document.in_use
    text.splice(1, 1, "å")
    other.document.text(name).splice(0, 0, "😀")
    made.meet(other)
    assert heard == [([Edit(1, 1, ""), Edit(1, 0, "å")], True), ([Edit(0, 0, "😀")], False)]
    watch.close()
    watch.close()
    text.splice(0, 0, "x")
    assert len(heard) == 2
    assert not made.document.in_use


def test_a_watch_alone_keeps_its_text_alive() -> None:
    made, name = desk("a")
    heard: list[str] = []
    watch = made.document.text(name).watch(lambda edits, _mine: heard.append(edits[0].insert))
    gc.collect()
    made.document.text(name).splice(0, 0, "b")
    assert heard == ["b"]
    watch.close()


def test_a_text_that_nobody_holds_lives_as_long_as_the_memory() -> None:
    """Else its undo manager may be collected during a commit, which takes the process down."""
    made, name = desk("a")
    text = made.document.text(name)
    text.splice(0, 0, "b")
    gone = ref(text)
    del text
    gc.collect()
    assert gone() is not None
    made.document.let_go()
    gc.collect()
    assert gone() is None
    assert str(made.document.text(name)) == "ba"


def test_all_who_ask_get_the_same_text() -> None:
    made, name = desk("a")
    text = made.document.text(name)
    assert made.document.text(name) is text


def test_what_cannot_be_saved_stands_in_the_text_and_is_kept_for_later() -> None:
    made, name = desk("a")
    text = made.document.text(name)
    made.full = True
    with pytest.raises(NotSaved):
        text.splice(1, 0, "b")
    with pytest.raises(NotSaved):
        text.splice(2, 0, "c")
    assert str(text) == "abc"
    made.full = False
    text.splice(3, 0, "d")
    assert str(made.folded_anew().text(name)) == "abcd"


def test_a_replaced_text_that_cannot_be_saved_is_whole_in_memory() -> None:
    made, name = desk("ett två tre fyra fem")
    text = made.document.text(name)
    made.full = True
    with pytest.raises(NotSaved):
        text.replace("1 två 3 fyra 5")
    assert str(text) == "1 två 3 fyra 5"


def test_a_text_that_was_removed_is_not_written_in() -> None:
    made, name = desk("a")
    text = made.document.text(name)
    made.document.remove(name)
    with pytest.raises(NotFound):
        text.splice(0, 0, "b")
    with pytest.raises(NotFound):
        text.undo()
    assert str(text) == "a"


def test_who_may_not_write_changes_no_text() -> None:
    made, name = desk("a")
    text: SharedText = made.document.text(name)
    text.splice(0, 0, "b")
    made.allowed = False
    with pytest.raises(NotAllowed):
        text.splice(0, 0, "c")
    with pytest.raises(NotAllowed):
        text.undo()
    assert str(text) == "ba"
