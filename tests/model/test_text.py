import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.model.notes import NotesDocument
from qualityvisit.model.records import Note
from qualityvisit.model.text import Edit, SharedText, Units, differences
from tests.model.loose import Kept, fresh, meet, only

# Letters of one, two, three and four bytes; of one and two UTF-16 units; joined emoji.
TEXTS = st.text("aå ä–😀👩‍🏫\n", max_size=20)
SPLICES = st.lists(st.tuples(st.integers(-3, 25), st.integers(-2, 8), TEXTS), max_size=12)


def shared(text: str = "") -> tuple[NotesDocument, SharedText]:
    document = fresh(NotesDocument, "notes/v")
    return document, document.text(document.add_note("s", "staff", text=text))


@given(TEXTS, SPLICES)
def test_a_text_is_spliced_as_python_would(start: str, splices: list[tuple[int, int, str]]) -> None:
    document, text = shared(start)
    plain = start
    for at, remove, insert in splices:
        at = max(0, min(at, len(plain)))  # noqa: PLW2901
        plain = plain[:at] + insert + plain[at + max(0, remove) :]
        text.splice(at, remove, insert)
        assert str(text) == plain
    assert only(document, Note).text == plain


@given(TEXTS, SPLICES, SPLICES)
def test_two_who_write_at_once_end_with_the_same_text(
    start: str, evas: list[tuple[int, int, str]], pers: list[tuple[int, int, str]]
) -> None:
    origin = fresh(NotesDocument, "notes/v")
    note = origin.add_note("s", "staff", text=start)
    eva, per = (fresh(NotesDocument, "notes/v", [origin.whole()]) for _ in range(2))
    for document, splices in ((eva, evas), (per, pers)):
        for splice in splices:
            document.text(note).splice(*splice)
    meet(eva, per)
    assert str(eva.text(note)) == str(per.text(note))


@given(TEXTS, SPLICES)
def test_whoever_watches_can_follow_each_change(
    start: str, splices: list[tuple[int, int, str]]
) -> None:
    origin = fresh(NotesDocument, "notes/v")
    note = origin.add_note("s", "staff", text=start)
    writer, reader = (fresh(NotesDocument, "notes/v", [origin.whole()]) for _ in range(2))
    followed = start

    def follow(edits: list[Edit], mine: bool) -> None:
        nonlocal followed
        assert not mine
        for at, remove, insert in edits:
            assert not remove or followed[at : at + remove]
            followed = followed[:at] + insert + followed[at + remove :]

    watch = reader.text(note).watch(follow)
    for splice in splices:
        writer.text(note).splice(*splice)
        reader.absorb([writer.whole()])
    assert followed == str(writer.text(note))
    watch.close()
    watch.close()
    assert not reader.in_use


def test_both_keep_their_words_in_one_sentence() -> None:
    origin = fresh(NotesDocument, "notes/v")
    note = origin.add_note("s", "staff", text="Rasterna är lugna.")
    eva, per = (fresh(NotesDocument, "notes/v", [origin.whole()]) for _ in range(2))
    eva.text(note).splice(9, 0, "på baksidan ")
    per.text(note).splice(17, 0, " sedan i våras")
    meet(eva, per)
    assert str(eva.text(note)) == "Rasterna på baksidan är lugna sedan i våras."


def test_undo_takes_back_ones_own_words_only() -> None:
    origin = fresh(NotesDocument, "notes/v")
    note = origin.add_note("s", "staff", text="Start.")
    eva, per = (fresh(NotesDocument, "notes/v", [origin.whole()]) for _ in range(2))
    heard = list[bool]()
    text = eva.text(note)
    text.watch(lambda _edits, mine: heard.append(mine))
    assert not text.undo()
    text.splice(6, 0, " Mitt.")
    per.text(note).splice(0, 0, "Pers. ")
    meet(eva, per)
    assert text.undo()
    assert str(text) == "Pers. Start."
    assert text.redo()
    assert str(text) == "Pers. Start. Mitt."
    assert not text.redo()
    # the editor follows undo as it follows a colleague
    assert heard == [True, False, False, False]


def test_what_undo_did_is_kept_like_any_other_change() -> None:
    kept = Kept()
    document = fresh(NotesDocument, "notes/v", kept=kept)
    note = document.add_note("s", "staff")
    text = document.text(note)
    text.splice(0, 0, "ett")
    text.group()
    text.splice(3, 0, " två")
    assert text.undo()
    assert str(text) == "ett"
    assert only(fresh(NotesDocument, "notes/v", kept.updates), Note).text == "ett"


def test_nothing_is_kept_where_nothing_changes() -> None:
    kept = Kept()
    document = fresh(NotesDocument, "notes/v", kept=kept)
    text = document.text(document.add_note("s", "staff", text="ord"))
    written = len(kept.updates)
    text.splice(99, 5, "")
    text.splice(0, 0, "\0")
    text.replace("ord")
    assert len(kept.updates) == written


@given(TEXTS, TEXTS)
def test_differences_turn_the_old_text_into_the_new(old: str, new: str) -> None:
    text = old
    for at, remove, insert in differences(old, new):
        text = text[:at] + insert + text[at + remove :]
    assert text == new


def test_a_replaced_text_keeps_the_words_that_are_the_same() -> None:
    edits = differences("Rasterna är lugna i år.", "Rasterna är oroliga i år.")
    assert edits == [Edit(12, 5, "oroliga")]


@given(TEXTS, st.integers(-2, 50))
def test_positions_survive_the_way_to_qt_and_back(text: str, point: int) -> None:
    units = Units(text)
    inside = max(0, min(point, len(text)))
    assert units.to_units(point) == len(text[:inside].encode("utf-16-le")) // 2
    assert units.to_points(units.to_units(inside)) == inside


@pytest.mark.parametrize(("units", "points"), [(0, 0), (1, 0), (2, 1), (3, 2), (9, 2)])
def test_a_position_inside_a_pair_is_where_it_begins(units: int, points: int) -> None:
    assert Units("😀a").to_points(units) == points
