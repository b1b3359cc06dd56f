"""Weeding: only by an administrator, only when the minutes are finished, and then everywhere."""

from pathlib import Path

import pytest

from qualityvisit import outside
from qualityvisit.errors import NotAllowed, NotFound, NotSaved, Refused
from qualityvisit.journal import backup
from qualityvisit.model import records
from qualityvisit.reports.weeding import WeedingInput, as_csv
from qualityvisit.visit_record import finish_minutes
from tests import core
from tests.pair import Pair


@pytest.fixture(autouse=True)
def notes(pair: Pair) -> None:
    pair.note(pair.eva, "Rasterna är lugna")
    pair.note(pair.per, "Matsalen är stökig")
    pair.all_share()


def finish(pair: Pair) -> None:
    """Carry one note over, leave the other out, and finish the minutes."""
    notes = {n.text: n for n in pair.eva.all(records.Note, parent=pair.visit)}
    kept, left = notes["Rasterna är lugna"], notes["Matsalen är stökig"]
    pair.eva.visit(pair.visit).carry_over(kept)
    pair.eva.visit(pair.visit).leave_out(left.id, "sägs redan")
    finish_minutes(pair.eva, pair.visit)
    pair.all_share()


def test_nothing_is_weeded_before_the_minutes_are_finished_and_each_note_is_decided(
    pair: Pair,
) -> None:
    with pytest.raises(Refused, match="inte färdigställd"):
        pair.eva.weed(pair.visit)
    finish(pair)
    pair.note(pair.per, "En sen anteckning")
    pair.all_share()
    assert not pair.eva.may_weed(pair.visit)
    with pytest.raises(Refused, match="1 återstår"):
        pair.eva.weed(pair.visit)
    assert pair.eva.count(records.Note, parent=pair.visit) == 3


def test_only_administrators_weed_and_only_once(pair: Pair) -> None:
    finish(pair)
    with pytest.raises(NotAllowed):
        pair.per.weed(pair.visit)
    assert not pair.per.may_weed(pair.visit)
    pair.eva.weed(pair.visit)
    with pytest.raises(Refused, match="rensade"):
        pair.eva.weed(pair.visit)


def test_a_visit_without_notes_has_nothing_to_weed(pair: Pair) -> None:
    visit = core.planned(pair.eva)
    finish_minutes(pair.eva, visit)
    with pytest.raises(Refused, match="inga anteckningar"):
        pair.eva.weed(visit)


def test_notes_go_everywhere_and_what_the_minutes_hold_stays(pair: Pair) -> None:
    finish(pair)
    pair.eva.weed(pair.visit)
    pair.all_share()
    for ws in (pair.eva, pair.per):
        assert ws.count(records.Note, parent=pair.visit) == 0
        assert ws.search("stökig") == []
        assert [p.text for p in ws.all(records.Passage, parent=pair.visit)] == ["Rasterna är lugna"]
        done = ws.standing.weeded[f"notes/{pair.visit}"]
        assert (done.by, done.notes) == ("Eva Exempel", 2)
        assert ws.check().problems == ()


def test_what_is_weeded_takes_no_new_notes(pair: Pair) -> None:
    finish(pair)
    pair.eva.weed(pair.visit)
    entries = pair.eva.journal.entries()
    with pytest.raises(Refused, match="rensade"):
        pair.note(pair.eva, "Ännu en")
    assert not pair.eva.may_write(f"notes/{pair.visit}")
    assert pair.eva.journal.entries() == entries


def test_the_protocol_tells_which_computers_have_carried_it_out(pair: Pair) -> None:
    finish(pair)
    pair.eva.weed(pair.visit)
    found = pair.eva.sharing.weeding(f"notes/{pair.visit}")
    assert found is not None
    assert {c.owner: bool(c.at) for c in found.computers} == {
        "Eva Exempel": True, "Per Prov": False,
    }  # fmt: skip
    pair.all_share(3)
    found = pair.eva.sharing.weeding(f"notes/{pair.visit}")
    assert found is not None
    assert all(c.at for c in found.computers)
    assert (found.title, found.notes, found.by) == ("Exempelskolan", 2, "Eva Exempel")
    reopened = core.reopened(pair.eva)
    assert reopened.standing.weeded
    pair.eva = reopened


def test_who_joins_afterwards_is_not_waited_for(pair: Pair, tmp_path: Path) -> None:
    finish(pair)
    pair.eva.weed(pair.visit)
    ola = core.joined(pair.eva, tmp_path / "ola", "Ola Omslag")
    pair.all_share()
    found = pair.eva.sharing.weeding(f"notes/{pair.visit}")
    assert found is not None
    assert "Ola Omslag" not in {c.owner for c in found.computers if not c.at}
    ola.close()


def test_nobody_says_for_another_that_it_is_carried_out(pair: Pair) -> None:
    finish(pair)
    pair.eva.weed(pair.visit)
    per = pair.per.sharing.identity
    pair.eva.sharing._say(
        pair.eva.sharing.identity.keys, type="weeded", document=f"notes/{pair.visit}"
    )
    forged = pair.eva.sharing.statements()[-1]
    forged.body["by"] = per.device
    found = pair.eva.sharing.weeding(f"notes/{pair.visit}")
    assert found is not None
    assert {c.at for c in found.computers if c.owner == "Per Prov"} == {""}


def test_older_backups_go_when_a_new_one_has_been_verified(pair: Pair) -> None:
    pair.eva.back_up()
    pair.eva.back_up()
    old = set((pair.eva.folder / backup.FOLDER).glob("*.qvbackup"))
    other = pair.eva.folder / backup.FOLDER / "egen.qvbackup"
    other.write_bytes(b"saved by somebody")
    finish(pair)
    assert not pair.eva.backup_due()
    pair.eva.weed(pair.visit)
    assert pair.eva.backup_due()
    made = pair.eva.back_up()
    left = set((pair.eva.folder / backup.FOLDER).glob("*.qvbackup"))
    assert left == {made.file, other}
    assert not left & old
    assert not pair.eva.backup_due()
    pair.eva.back_up()
    assert made.file.exists()


def test_on_the_others_computers_older_backups_go_too(pair: Pair) -> None:
    old = pair.per.back_up().file
    finish(pair)
    pair.eva.weed(pair.visit)
    pair.all_share()
    assert pair.per.backup_due()
    pair.per.back_up()
    assert not old.exists()


def test_a_backup_that_cannot_be_removed_is_told_and_tried_again(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = pair.eva.back_up().file
    finish(pair)
    pair.eva.weed(pair.visit)
    unlink = Path.unlink

    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        if path == old:
            raise PermissionError
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(NotSaved, match=r"kunde inte tas bort"):
        pair.eva.back_up()
    assert pair.eva.backup_due()
    monkeypatch.undo()
    pair.eva.back_up()
    assert not old.exists()
    assert not pair.eva.backup_due()


def test_the_protocol_is_a_pdf_or_a_table(pair: Pair) -> None:
    finish(pair)
    with pytest.raises(NotFound):
        outside.weeding_file(pair.eva, pair.visit, "pdf")
    pair.eva.weed(pair.visit)
    assert outside.weeding_file(pair.eva, pair.visit, "pdf").startswith(b"%PDF")
    table = outside.weeding_file(pair.eva, pair.visit, "csv").decode("utf-8-sig").splitlines()
    assert table[0].startswith("Besök;Rensat;")
    assert len(table) == 3


def test_a_cell_is_never_reckoned_as_a_formula() -> None:
    given = WeedingInput("", "", "", "=1+1", 2, "", "@SUM", "", (("-1", "+2", ""),))
    assert as_csv(given).decode("utf-8-sig").splitlines()[1] == "'=1+1;;'@SUM;2;'-1;'+2;"
