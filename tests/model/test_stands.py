"""Words that are let stand stay so, in their text only, for all and after a new start."""

from pathlib import Path

from tests.ui.workspaces import fill


def test_words_are_let_stand_in_one_text_for_all(tmp_path: Path) -> None:
    filled = fill(tmp_path / "profile")
    notes = filled.ws.notes(filled.visit)
    here, there = filled.write("Elsa bestämmer."), filled.write("Elsa ritar.")
    notes.let_stand(here, "Elsa")
    notes.let_go()  # memory is folded anew from the journal
    assert notes.stands(here, "Elsa")
    assert notes.stands(here, " elsa ")
    assert not notes.stands(here, "Elsas")
    assert not notes.stands(there, "Elsa")
    filled.ws.settle()
    assert b"Elsa" not in repr(sorted(notes._facts.keys())).encode()
    filled.ws.close()
