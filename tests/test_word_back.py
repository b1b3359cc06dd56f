"""Minutes out to Word, edited there, and back: each change lands in its section, none is lost."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualityvisit import visit_record, word_back
from qualityvisit.errors import BadInput, Refused
from qualityvisit.intake.word_back import read_edited
from qualityvisit.model import records
from tests.reports.templates import other
from tests.reports.torture import outline as torture_outline
from tests.word_edits import (
    COMMENT,
    LISTED,
    Minutes,
    add,
    converted,
    drop,
    edited,
    join,
    move,
    remark,
    reword,
    split,
    track,
    unmark,
)


@pytest.fixture
def minutes(tmp_path: Path) -> Iterator[Minutes]:
    made = Minutes(tmp_path)
    yield made
    made.ws.close()


def test_an_unedited_file_changes_nothing(minutes: Minutes) -> None:
    found = minutes.read(minutes.file)
    assert (found.changes, found.remarks, found.unchanged) == ((), (), 7)
    assert found.visit == word_back.visit_of(minutes.file) == minutes.visit


def test_a_reworded_paragraph_lands_in_its_passage(minutes: Minutes) -> None:
    file = edited(minutes.file, reword("bråkiga", "stökiga"))
    assert minutes.told(file) == [("reworded", "pupils", "Rasterna är långa och stökiga.")]
    assert minutes.take(file) == 1
    assert minutes.text(2) == "Rasterna är långa och stökiga."
    assert minutes.read(file).changes == ()


def test_lists_keep_their_signs(minutes: Minutes) -> None:
    file = edited(minutes.file, reword("vid målen", "vid de två målen"), drop("vid bodarna"))
    minutes.take(file)
    assert minutes.text(3) == "Eleverna vill ha mer vuxna ute.\n- vid de två målen\nDet säger alla."


def test_a_new_paragraph_becomes_a_passage_where_it_stands(minutes: Minutes) -> None:
    file = edited(minutes.file, add("Andra nya.", "412"), add("Första nya.", "412"))
    minutes.take(file)
    assert minutes.texts()[records.INTRO] == (
        "Skolan har 412 elever.", "Första nya.", "Andra nya.",
        "Nämnden bad gruppen lyssna efter studiero.",
    )  # fmt: skip


def test_a_removed_paragraph_is_told_and_goes_only_where_that_is_chosen(minutes: Minutes) -> None:
    file = edited(minutes.file, drop("412"))
    found = minutes.read(file)
    assert [c.kind for c in found.changes] == ["removed"]
    assert minutes.take(file) == 0
    assert word_back.take_back(minutes.ws, found, [0]) == 1
    assert "412" not in str(minutes.texts())
    minutes.document.restore(minutes.ids[0])
    assert "412" in str(minutes.texts())


def test_a_moved_paragraph_changes_its_section(minutes: Minutes) -> None:
    file = edited(minutes.file, reword("alltid", "ofta"), move("Rutinen", "Korridorerna"))
    assert minutes.told(file) == [("moved", "observations", "Rutinen når inte ofta vikarier.")]
    minutes.take(file)
    assert minutes.texts()[records.OBSERVATIONS][-1] == "Rutinen når inte ofta vikarier."


def test_a_moved_section_moves_none_of_its_paragraphs(minutes: Minutes) -> None:
    def reorder(body: object) -> None:
        move("Korridorerna", "412")(body)
        move("rundvandring", "412")(body)

    file = edited(minutes.file, reorder)
    # what stood below them in the introduction stands under the moved heading now
    assert ("moved", "observations", "Nämnden bad gruppen lyssna efter studiero.") in minutes.told(
        file
    )
    assert all(c.kind == "moved" for c in minutes.read(file).changes)


def test_a_reworded_heading_keeps_its_section(minutes: Minutes) -> None:
    file = edited(minutes.file, reword("Trygghet och studiero", "Lugn och ro"),
                  reword("alltid", "ofta"))  # fmt: skip
    assert minutes.told(file) == [
        ("ours", "staff", "Lugn och ro"), ("reworded", "staff", "Rutinen når inte ofta vikarier."),
    ]  # fmt: skip


def test_a_heading_that_is_gone_leaves_the_paragraphs_known(minutes: Minutes) -> None:
    assert "lost" not in str(minutes.told(edited(minutes.file, drop("rundvandring"))))
    kinds = {c.kind for c in minutes.read(edited(minutes.file, drop("rundvandring"))).changes}
    assert kinds <= {"moved"}


def test_a_paragraph_that_was_parted_is_two_lines(minutes: Minutes) -> None:
    file = edited(minutes.file, split("lyssna efter studiero."))
    minutes.take(file)
    assert minutes.text(1) == "Nämnden bad gruppen\nlyssna efter studiero."


def test_paragraphs_that_were_joined_are_still_two(minutes: Minutes) -> None:
    assert minutes.told(edited(minutes.file, join("412"))) == []
    file = edited(minutes.file, join("Följande stämdes"), reword("rektor.", "rektorn."))
    assert minutes.told(file) == [("reworded", "agreed", "Följande stämdes av med rektorn.")]


def test_without_any_bookmark_the_words_tell(minutes: Minutes) -> None:
    file = edited(minutes.file, reword("bråkiga", "stökiga"), drop("412"), unmark)
    assert minutes.told(file) == [
        ("reworded", "pupils", "Rasterna är långa och stökiga."),
        ("removed", "introduction", "-Skolan har 412 elever."),
    ]


def test_tracked_changes_are_read_as_accepted_and_listed(minutes: Minutes) -> None:
    (change,) = minutes.read(edited(minutes.file, track("alltid", "nästan aldrig"))).changes
    assert change.new == "Rutinen når inte nästan aldrig vikarier."
    assert [(t.kind, t.text, t.author) for t in change.tracked] == [
        ("removed", "alltid", "Rut Rektor"), ("added", "nästan aldrig", "Rut Rektor"),
    ]  # fmt: skip


def test_comments_are_told_with_the_words_they_stand_at(minutes: Minutes) -> None:
    (said,) = minutes.read(edited(minutes.file, remark("Rutinen"), comments=COMMENT)).remarks
    assert (said.author, said.text) == ("Rut Rektor", "Är det verkligen så?")
    assert said.words == "Rutinen når inte alltid vikarier."
    assert (said.section, said.passage) == (minutes.places["staff"], minutes.ids[4])


def test_comments_become_comments_here_once(minutes: Minutes) -> None:
    file = edited(minutes.file, remark("Rutinen"), track("alltid", "ofta"), comments=COMMENT)
    found = minutes.read(file)
    said = word_back.usual_remarks(minutes.ws, found)
    assert word_back.take_back(minutes.ws, found, [0], said) == 2
    (made,) = minutes.ws.all(records.Comment, parent=minutes.visit)
    assert made.passage == minutes.ids[4]
    assert made.text == "Rut Rektor i Word: Är det verkligen så?"
    assert word_back.usual_remarks(minutes.ws, minutes.read(file)) == []


def test_what_the_program_wrote_is_told_and_cannot_be_taken_in(minutes: Minutes) -> None:
    found = minutes.read(edited(minutes.file, reword("Lugna korridorer.", "Fina korridorer.")))
    assert [(c.kind, c.new) for c in found.changes] == [("ours", "Fina korridorer.")]
    with pytest.raises(Refused):
        word_back.take_back(minutes.ws, found, [0])


def test_words_outside_all_sections_are_told(minutes: Minutes) -> None:
    file = edited(minutes.file, add("Hälsningar från rektor", "Upprättad"))
    assert minutes.told(file) == [("unplaced", "", "Hälsningar från rektor")]


# --- three states


def test_what_was_changed_here_since_is_not_taken_back(minutes: Minutes) -> None:
    minutes.document.text(minutes.ids[0]).replace("Skolan har 415 elever i höst.")
    assert minutes.told(minutes.file) == []
    file = edited(minutes.file, reword("bråkiga", "stökiga"))
    assert minutes.take(file) == 1
    assert minutes.text(0) == "Skolan har 415 elever i höst."


def test_what_both_changed_is_a_conflict_with_both_texts(minutes: Minutes) -> None:
    minutes.document.text(minutes.ids[0]).replace("Skolan har 415 elever.")
    file = edited(minutes.file, reword("412 elever", "412 elever och två hus"))
    (change,) = minutes.read(file).changes
    assert change.kind == "conflict"
    assert (change.old, change.new) == (
        "Skolan har 415 elever.",
        "Skolan har 412 elever och två hus.",
    )
    assert minutes.take(file) == 0
    assert minutes.text(0) == "Skolan har 415 elever."


def test_lines_changed_on_either_side_both_stand(minutes: Minutes) -> None:
    minutes.document.text(minutes.ids[3]).replace(LISTED.replace("målen", "gungorna"))
    file = edited(minutes.file, reword("Det säger alla", "Det säger de flesta"))
    minutes.take(file)
    assert minutes.text(3) == (
        "Eleverna vill ha mer vuxna ute.\n- vid gungorna\n- vid bodarna\nDet säger de flesta."
    )


def test_what_was_written_here_since_is_not_told_as_removed(minutes: Minutes) -> None:
    minutes.document.add_passage(records.AGREED, "Skrivet efter exporten.")
    assert minutes.told(minutes.file) == []


# --- whose it is


def test_another_file_is_refused_plainly(minutes: Minutes, data: Path) -> None:
    from qualityvisit.reports import docx  # noqa: PLC0415 beside its use

    another = minutes.ws.plan_visit(minutes.ws.all(records.Unit)[0].id, date="2028-05-03")
    with pytest.raises(BadInput, match="annat besök"):
        word_back.read_back(minutes.ws, minutes.file, another)
    with pytest.raises(BadInput, match="inget besök"):
        minutes.read(docx.write(torture_outline()))
    for file in (b"", b"PK", other(data, "letter"), minutes.file[:4000]):
        with pytest.raises(BadInput):
            minutes.read(file)
        assert word_back.visit_of(file) == ""


def test_finished_minutes_take_nothing_in(minutes: Minutes) -> None:
    file = edited(minutes.file, reword("bråkiga", "stökiga"))
    visit_record.finish_minutes(minutes.ws, minutes.visit)
    assert minutes.read(file).finished
    with pytest.raises(Refused):
        minutes.take(file)
    assert minutes.text(2) == "Rasterna är långa och bråkiga."


# --- whatever is done


EDITS = st.lists(
    st.sampled_from(
        [
            reword("bråkiga", "stökiga"), reword("vikarier", "alla vikarier"), drop("412"),
            drop("vid målen"), drop("rundvandring"), move("Rutinen", "412"),
            move("412", "Följande"), add("Nytt ord.", "Korridorerna"), add("Mer.", "Lugna"),
            split("lyssna efter studiero."), track("långa", "korta"), unmark,
        ]
    ), max_size=5,
)  # fmt: skip


WRITTEN = ("stökiga", "alla vikarier", "Nytt ord.", "Mer.", "korta")


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(EDITS)
def test_no_word_of_the_file_or_of_the_minutes_is_lost(
    tmp_path_factory: pytest.TempPathFactory, edits: list[Callable[[Any], None]]
) -> None:
    minutes = Minutes(tmp_path_factory.mktemp("minutes"))
    try:
        file = minutes.file
        for edit in edits:
            with contextlib.suppress(RuntimeError, StopIteration):  # its words are gone
                file = edited(file, edit)
        before = minutes.texts()
        found = minutes.read(file)
        said = "".join(line.text for line in read_edited(file, {}).lines)
        told = " ".join(c.new for c in found.changes)
        assert all(words in told for words in WRITTEN if words in said)
        minutes.take(file)
        after = " ".join(text for texts in minutes.texts().values() for text in texts)
        shown = f"{after} {' '.join(c.old for c in found.changes)}"
        words = {word for texts in before.values() for text in texts for word in text.split()}
        assert all(word in shown for word in words)
        assert not [c for c in minutes.read(file).changes if word_back.usual(c)]
    finally:
        minutes.ws.close()


# --- through LibreOffice


@pytest.mark.slow
@pytest.mark.parametrize("way", [("docx",), ("odt", "docx")])
def test_libreoffice_keeps_what_brings_each_change_home(
    minutes: Minutes, tmp_path: Path, tool: Callable[[str], str], way: tuple[str, ...]
) -> None:
    soffice = tool("soffice")
    cases = {
        "same": (), "reword": (reword("bråkiga", "stökiga"),), "drop": (drop("412"),),
        "move": (move("Rutinen", "Korridorerna"),), "add": (add("Helt nytt.", "412"),),
        "heading": (reword("Trygghet och studiero", "Lugn och ro"),),
        "section": (drop("rundvandring"), drop("Korridorerna")),
        "split": (split("lyssna efter studiero."),),
        "tracked": (track("alltid", "nästan aldrig"),), "unmarked": (unmark,),
        "ours": (reword("Lugna korridorer.", "Fina korridorer."),),
    }  # fmt: skip
    files = {name: edited(minutes.file, *changes) for name, changes in cases.items()}
    files["remark"] = edited(minutes.file, remark("Rutinen"), comments=COMMENT)
    paths = []
    for name, content in files.items():
        paths.append(tmp_path / f"{name}.docx")
        paths[-1].write_bytes(content)
    for number, kind in enumerate(way):
        paths = converted(soffice, tmp_path / str(number), kind, *paths)
    for name, path in zip(files, paths, strict=True):
        assert minutes.told(path.read_bytes()) == minutes.told(files[name]), name
    assert minutes.read(paths[-1].read_bytes()).remarks == minutes.read(files["remark"]).remarks
