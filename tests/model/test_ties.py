"""Stretches of a text follow what is written, and are the same for all who write."""

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.model.text import Tie
from qualityvisit.model.visit import VisitDocument
from tests.model.loose import fresh, meet

WORDS = "Åsa går hem. Bo stannar. Slut 😀."


def written(text: str = WORDS) -> tuple[VisitDocument, str]:
    document = fresh(VisitDocument, "visit/v1")
    document.begin(unit="u1", title="Skolan", form="GR")
    return document, document.add_passage("introduction", text)


def tied(document: VisitDocument, passage: str) -> dict[str, list[str]]:
    text = document.text(passage)
    found: dict[str, list[str]] = {}
    for tie in text.ties():
        found.setdefault(tie.name, []).append(str(text)[tie.start : tie.end])
    return found


def tie(document: VisitDocument, passage: str, words: str, name: str = "note:n1") -> None:
    at = str(document.text(passage)).index(words)
    document.text(passage).tie(name, at, at + len(words))


def test_a_stretch_follows_what_is_written_around_and_in_it() -> None:
    document, passage = written()
    tie(document, passage, "Bo stannar.")
    text = document.text(passage)
    text.splice(0, 0, "Å 😀 ")
    at = str(text).index("Bo")
    text.splice(at, 0, "Före ")
    text.splice(str(text).index(" Slut"), 0, " Efter.")
    text.splice(str(text).index("stannar"), 0, "Ek ")
    assert tied(document, passage) == {"note:n1": ["Bo Ek stannar."]}
    assert text.ties() == [Tie("note:n1", at + 5, at + 19)]


def test_a_stretch_put_in_other_words_is_the_same_stretch() -> None:
    document, passage = written()
    tie(document, passage, "Bo stannar.")
    text = document.text(passage)
    text.splice(13, 11, "K")
    text.splice(14, 0, "im är kvar.")
    text.splice(25, 0, " Ny mening.")
    assert tied(document, passage) == {"note:n1": ["Kim är kvar."]}
    text.replace("Åsa går hem. Karin är kvar länge. Slut 😀.")
    assert tied(document, passage) == {"note:n1": ["Karin är kvar länge."]}


def test_a_stretch_comes_back_when_its_deletion_is_undone() -> None:
    document, passage = written()
    tie(document, passage, "Bo stannar.")
    text = document.text(passage)
    text.group()
    text.splice(10, 17, "")
    assert tied(document, passage) == {}
    assert text.undo()
    assert tied(document, passage) == {"note:n1": ["Bo stannar."]}
    anew = fresh(VisitDocument, "visit/v1", [document.whole()])
    assert tied(anew, passage) == tied(document, passage)


def test_stretches_lie_over_each_other_and_are_let_go_one_by_one() -> None:
    document, passage = written()
    tie(document, passage, "hem. Bo")
    tie(document, passage, "Bo stannar", "note:n2")
    text = document.text(passage)
    text.splice(str(text).index("o stannar"), 0, "r")
    assert tied(document, passage) == {"note:n1": ["hem. Bro"], "note:n2": ["Bro stannar"]}
    text.tie("note:n1", 0, len(str(text)), on=False)
    assert tied(document, passage) == {"note:n2": ["Bro stannar"]}
    text.tie("note:n1", 5, 2)
    assert tied(document, passage) == {"note:n2": ["Bro stannar"]}


LETTERS = st.text(alphabet="aåB 😀.\n", min_size=0, max_size=4)
STEPS = st.lists(
    st.tuples(
        st.integers(0, 1), st.sampled_from(["write", "tie", "let go", "undo", "meet"]),
        st.integers(0, 40), st.integers(0, 12), LETTERS,
    ), max_size=25,
)  # fmt: skip


@given(STEPS)
def test_two_who_write_at_once_end_with_the_same_stretches(
    steps: list[tuple[int, str, int, int, str]],
) -> None:
    first, passage = written()
    pair = [first, fresh(VisitDocument, "visit/v1", [first.whole()])]
    names = count()
    for who, step, at, length, words in steps:
        text = pair[who].text(passage)
        if step == "write":
            text.splice(at, length, words)
        elif step == "undo":
            text.undo()
        elif step == "meet":
            meet(*pair)
        else:
            text.tie(f"note:n{next(names) % 3}", at, at + length, on=step == "tie")
    meet(*pair)
    anew = fresh(VisitDocument, "visit/v1", [first.whole()])
    assert tied(pair[0], passage) == tied(pair[1], passage) == tied(anew, passage)
    assert str(pair[0].text(passage)) == str(pair[1].text(passage))


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9), LETTERS), max_size=15))
def test_a_stretch_is_where_letters_counted_by_hand_say(
    steps: list[tuple[int, int, str]],
) -> None:
    document, passage = written()
    tie(document, passage, "Bo stannar.")
    text, tied_to = document.text(passage), [13 <= n < 24 for n in range(len(WORDS))]
    for place, length, words in steps:
        at = min(place, len(tied_to))
        gone = tied_to[at : at + length]
        left = tied_to[at - 1] if at else False
        right = tied_to[at + len(gone)] if at + len(gone) < len(tied_to) else False
        on = left and not str(text)[:at].endswith((".", "\n"))
        inside = on or (left and right) or (bool(gone) and all(gone))
        tied_to[at : at + length] = [inside] * len(words)
        text.splice(at, length, words)
        told = [False] * len(str(text))
        for each in text.ties():
            told[each.start : each.end] = [True] * (each.end - each.start)
        assert told == tied_to
