"""The index: found by whole words and by their beginnings, and each row has one owner."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.journal.index import Row, match
from qualityvisit.journal.journal import Journal

# Words in many scripts, with marks, signs and whatever FTS5 would take for an operator.
SCRIPTS = [
    "ångest", "a\u030angest", "हिन्दी", "ไทย", "فارسی", "日本語", "straße", "İstanbul", "naïve",
    "_", "__x__", "a_b", "x²", "½", "\ue000", "1994", "e\u0301", "-", "…", "😀", "👩\u200d🏫",
]  # fmt: skip
OPERATORS = [
    '"', "'", "*", "^", ":", "(", ")", "+", "-", "{", "}", "AND", "OR", "NOT", "NEAR", "%",
    'NEAR("a" "b", 5)', "words:", "a*b", "**", "a**", "\0", "\ud800", ";", "--",
]  # fmt: skip
WORDS = st.lists(
    st.one_of(st.sampled_from(SCRIPTS), st.sampled_from(OPERATORS), st.text(max_size=8)),
    max_size=6,
).map(" ".join)


def row(name: str, words: str = "", kind: str = "note", **values: str) -> Row:
    found = {"parent": "", "state": "", "sort": "", "data": f'{{"id":"{name}"}}'} | values
    return Row(kind, name, found["parent"], found["state"], found["sort"], found["data"], words)


def put(journal: Journal, *rows: Row, document: str = "notes/v") -> None:
    with journal.transaction():
        journal.index.write(document, rows)


def found(journal: Journal, words: str, limit: int = 50) -> list[str]:
    hits = [name for _kind, name, _parent, _data in journal.index.search(words, limit)]
    assert len(hits) == min(limit, journal.index.total(words))
    return hits


@given(WORDS)
def test_whatever_is_written_is_found_by_itself_and_whatever_is_asked_is_answered(
    journal: Journal, text: str
) -> None:
    kept = text.replace("\ud800", "\ufffd")
    put(journal, row("a", kept), row("b", "något annat"))
    assert journal.index.has_words("note", "a", kept)
    assert "a" in found(journal, text) or not match(text)
    for word in text.split():
        assert "a" in found(journal, word) or not match(word)


@given(WORDS, st.integers(-3, 3))
def test_arbitrary_words_never_break_search(journal: Journal, text: str, limit: int) -> None:
    journal.index.search(text, limit)
    assert journal.index.total(text) >= 0


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("trygghet", ["a"]),
        ("TRYGGHET", ["a"]),
        ("trygg", []),
        ("trygg*", ["a"]),
        ("tryggh* rast", ["a"]),
        ("ång*", ["b"]),
        ("ang*", ["c"]),
        ("a\u030ang*", ["b"]),
        ("rast", ["b", "a"]),
        ("rast -trygghet", ["a"]),
        ("rast OR ånger", []),
        ('"rast"', ["b", "a"]),
        ("åk 4-6", ["b"]),
        ("4-6", ["b"]),
        ("6-4", []),
        ("", []),
        ("*", []),
        ("…", []),
    ],
)
def test_words_are_found_as_swedish_spells_them(
    journal: Journal, words: str, hits: list[str]
) -> None:
    put(journal, row("a", "Trygghet på rast"), row("c", "angelägen"))
    put(journal, row("b", "Ångest på rast, åk 4-6"))
    assert sorted(found(journal, words)) == sorted(hits)


def test_decomposed_letters_are_found_as_composed_ones(journal: Journal) -> None:
    put(journal, row("a", "a\u0308ngslig e\u0301le\u0300ve"))
    assert found(journal, "ängslig") == ["a"]
    assert found(journal, "élève") == ["a"]


def test_the_newest_come_first_and_no_more_than_asked_for(journal: Journal) -> None:
    for number in range(10):
        put(journal, row(f"{number}", "rast"))
    put(journal, row("3", "rast igen"))
    assert found(journal, "rast", 3) == ["9", "8", "7"]
    assert journal.index.total("rast") == 10


@pytest.mark.slow
def test_a_text_of_thousands_of_words_is_found_by_all_of_them(journal: Journal) -> None:
    text = " ".join(f"ord{n}" for n in range(20_000))
    put(journal, row("a", text))
    assert journal.index.has_words("note", "a", text)
    assert found(journal, text) == ["a"]


def test_words_that_have_gone_find_nothing(journal: Journal) -> None:
    put(journal, row("a", "hund"))
    put(journal, row("a", "katt"))
    assert (found(journal, "hund"), found(journal, "katt")) == ([], ["a"])
    put(journal, row("a", ""))
    assert found(journal, "katt") == []
    assert not journal.index.has_words("note", "a", "katt")
    put(journal, row("a", "hund"))
    with journal.transaction():
        journal.index.write("notes/v", (), [("note", "a"), ("note", "none")])
    assert found(journal, "hund") == []
    assert journal.index.get("note", "a") is None


def test_rows_are_listed_by_kind_parent_state_and_order(journal: Journal) -> None:
    put(
        journal,
        row("a", parent="v1", state="done", sort="2"),
        row("b", parent="v1", state="open", sort="1"),
        row("c", parent="v2", state="done", sort="3"),
        row("d", kind="visit", sort="0"),
    )

    def names(**chosen: str | int | bool) -> list[str]:
        return [data[7:-2] for data in journal.index.all("note", **chosen)]  # type: ignore[arg-type]

    assert names() == ["b", "a", "c"]
    assert names(newest=True) == ["c", "a", "b"]
    assert names(limit=2) == ["b", "a"]
    assert names(parent="v1") == ["b", "a"]
    assert names(parent="v1", state="done") == ["a"]
    assert journal.index.count("note") == 3
    assert journal.index.count("note", state="done") == 2
    assert journal.index.get("visit", "d") == '{"id":"d"}'
    assert journal.index.keys("notes/v") == [("note", "a"), ("note", "b"), ("note", "c"),
                                             ("visit", "d")]  # fmt: skip


def test_no_document_takes_or_removes_the_row_of_another(journal: Journal) -> None:
    put(journal, row("v", "äkta", kind="visit"), document="visit/v")
    false, own = row("v", "falsk", kind="visit"), row("w", "egen", kind="visit")
    put(journal, false, own, document="visit/w")
    assert found(journal, "äkta") == ["v"]
    assert found(journal, "falsk") == []
    assert found(journal, "egen") == ["w"]
    with journal.transaction():
        journal.index.write("visit/w", (), [("visit", "v")])
    assert found(journal, "äkta") == ["v"]
    assert journal.index.documents() == ["visit/v", "visit/w"]


def test_a_document_or_everything_can_be_dropped(journal: Journal) -> None:
    put(journal, row("a", "hund"))
    put(journal, row("b", "hund"), document="notes/w")
    with journal.transaction():
        journal.index.drop("notes/v")
    assert found(journal, "hund") == ["b"]
    with journal.transaction():
        journal.index.drop()
    assert found(journal, "hund") == []
    assert journal.index.dump() == []


def test_the_last_of_two_that_are_the_same_stands(journal: Journal) -> None:
    put(journal, row("a", "först"), row("a", "sist"))
    assert (found(journal, "först"), found(journal, "sist")) == ([], ["a"])
