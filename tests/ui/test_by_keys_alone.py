"""From the programme to the end of an interview of fourteen questions: keys alone, nothing lost."""

import pytest

from qualityvisit.model import records
from tests.ui.person import Person
from tests.ui.typed import RATED, SAID, Typist, interview, prepared


@pytest.mark.slow
def test_an_interview_is_typed_from_programme_to_end_by_keys_alone(settled: Person) -> None:
    window, ws, typist = settled.window, settled.ws, Typist()
    visit = prepared(window)
    interview(window, visit, typist)
    ws.settle()
    notes = ws.all(records.Note, parent=visit)
    assert [n.text for n in notes] == [words for said in SAID for _sign, words in said]
    assert sum(bool(n.marks) for n in notes) == sum(bool(s) for said in SAID for s, _w in said)
    assert not typist.dialogs
    assert window.place() == "visit"
    session = next(s for s in ws.all(records.Session, parent=visit) if s.group == records.PUPILS)
    assert (bool(session.ended), session.participants) == (True, "5")
    progress = ws.all(records.Progress, parent=session.id)
    assert [p.status for p in progress] == ["done"] * len(SAID)
    assert sum(p.rating == "Ofta" for p in progress) == len(RATED)
    assert typist.beside < 4 * len(SAID)
    assert ws.status().unsaved == 0
