"""Notes for analysis tools: valid by the standard's own schema, and each selection is its note."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from qualityvisit.analysis import notes_for_analysis
from qualityvisit.errors import NotAllowed, Refused
from qualityvisit.model import records
from qualityvisit.model.records import Note, Session, Visit
from qualityvisit.reports import refi
from qualityvisit.reports.outline import clean
from tests.pair import Pair, joined

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "data" / "refi-qda" / "Project.xsd"))
Q = {"q": refi.SCHEMA}
VISIT = Visit("v1", title="Exempelskolan", date="2028-04-03")
SESSIONS = [(Session("s1", visit="v1", group="pupils"), "Elever & ”barn”"),
            (Session("s2", visit="v1", type="observation"), "Observation")]  # fmt: skip
CODES = {"theme:t1": "Trygghet", "mark:strength": "Styrka", "group:pupils": "Elever",
         "manner:utterance": "Yttrande", "manner:observation": "Iakttagelse"}  # fmt: skip


class Project:
    """A project that is open."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as zipped:
            assert zipped.testzip() is None
            self.files = {n: zipped.read(n) for n in zipped.namelist()}
        self.tree = etree.fromstring(self.files["project.qde"])
        SCHEMA.assertValid(self.tree)

    def all(self, path: str) -> list[Any]:
        found: list[Any] = self.tree.xpath(path, namespaces=Q)
        return found

    def selections(self) -> dict[str, str]:
        """Return the words of every selection by its id, read as a tool reads them."""
        found = {}
        for source in self.all("//q:TextSource"):
            name = source.get("plainTextPath").removeprefix("internal://")
            data = self.files[f"sources/{name}"]
            assert b"\r" not in data
            assert not data.startswith(b"\xef\xbb\xbf")
            text = data.decode("utf-8")
            for each in source.xpath("q:PlainTextSelection", namespaces=Q):
                start, end = int(each.get("startPosition")), int(each.get("endPosition"))
                found[each.get("guid")] = text[start:end]
        return found

    def codes_of(self, note: str) -> set[str]:
        names = {c.get("guid"): c.get("name") for c in self.all("//q:Code")}
        [one] = self.all(f"//q:PlainTextSelection[@guid='{refi.guid('note', note)}']")
        return {names[r.get("targetGUID")] for r in one.xpath(".//q:CodeRef", namespaces=Q)}


def written(notes: list[Note]) -> bytes:
    manners = {n.id: "utterance" if n.session == "s1" else "observation" for n in notes}
    return refi.write(
        refi.AnalysisInput(VISIT, SESSIONS, notes, manners, CODES, {"q1": "Hur är\r\nrasterna?"},
                           {"p1": "EE"}, "p1", "2028-04-03T12:00:00+02:00")
    )  # fmt: skip


def note(name: str, text: str, **more: Any) -> Note:
    values = {"session": "s1", "group": "pupils", "author": "p1", "theme": "t1",
              "at": "2028-04-03T09:00:00+02:00", "question": "q1"} | more  # fmt: skip
    return Note(name, visit="v1", text=text, **values)


def test_notes_are_texts_with_coded_selections() -> None:
    found = Project(written([
        note("n1", "Rasterna är långa 😀", marks=("strength",)),
        note("n2", "En rad\r\noch en till"),
        note("n3", "Lugnt i korridoren", session="s2", group="", theme="", question=""),
    ]))  # fmt: skip
    assert found.selections() == {
        refi.guid("note", "n1"): "Rasterna är långa 😀",
        refi.guid("note", "n2"): "En rad\noch en till",
        refi.guid("note", "n3"): "Lugnt i korridoren",
    }
    assert found.codes_of("n1") == {"Trygghet", "Styrka", "Elever", "Yttrande"}
    assert found.codes_of("n3") == {"Iakttagelse"}
    first = found.files[f"sources/{refi.guid('session', 's1')}.txt"].decode()
    assert first.startswith("Hur är rasterna?\n\nRasterna är långa 😀\n\nEn rad\n")
    assert [u.get("name") for u in found.all("//q:User")] == ["EE"]
    assert [c.get("name") for c in found.all("//q:Case")] == ["Elever", "Utan grupp"]


def test_every_reference_leads_somewhere_and_no_id_stands_twice() -> None:
    found = Project(written([note(f"n{k}", f"Ord {k}", marks=("strength",)) for k in range(5)]))
    ids = [e.get("guid") for e in found.all("//*[@guid]")]
    assert len(ids) == len(set(ids))
    refs = [e.get("targetGUID") for e in found.all("//*[@targetGUID]")]
    users = [e.get("creatingUser") for e in found.all("//*[@creatingUser]")]
    assert set(refs) | set(users) <= set(ids)


def test_the_same_notes_give_the_same_bytes() -> None:
    notes = [note("n1", "Rasterna är långa"), note("n2", "Maten är god")]
    assert written(notes) == written(notes)


@pytest.mark.slow
@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=6))
def test_whatever_is_written_each_selection_is_its_note(texts: list[str]) -> None:
    notes = [note(f"n{k}", text, question="q1" if k % 2 else "") for k, text in enumerate(texts)]
    kept = {refi.guid("note", n.id): words for n in notes
            if (words := clean(n.text).strip("\n")).strip()}  # fmt: skip
    if kept:
        assert Project(written(notes)).selections() == kept


def test_a_visits_notes_are_written_for_who_may_read_them(pair: Pair) -> None:
    with pytest.raises(Refused, match="inga anteckningar"):
        notes_for_analysis(pair.eva, pair.visit)
    one = pair.note(pair.eva, "Rasterna är lugna")
    other = pair.note(pair.per, "Matsalen är stökig")
    pair.all_share()
    found = Project(notes_for_analysis(pair.eva, pair.visit))
    assert found.selections() == {
        refi.guid("note", one): "Rasterna är lugna", refi.guid("note", other): "Matsalen är stökig",
    }  # fmt: skip
    assert {u.get("name") for u in found.all("//q:User")} == {"EE", "PP"}
    assert "Eva Exempel" not in found.files["project.qde"].decode()
    other_member = joined(pair, "Rut Läsare", "member")
    with pytest.raises(NotAllowed):
        notes_for_analysis(other_member, pair.visit)


def test_a_passage_says_what_its_notes_are(pair: Pair) -> None:
    name = pair.note(pair.eva, "Rasterna är lugna")
    pair.eva.compile(pair.visit)
    pair.eva.settle()
    [passage] = pair.eva.all(records.Passage, parent=pair.visit)
    assert "Utsaga" in Project(notes_for_analysis(pair.eva, pair.visit)).codes_of(name)
    pair.eva.visit(pair.visit).set_manner(passage.id, records.INTERPRETATION)
    assert "Tolkning" in Project(notes_for_analysis(pair.eva, pair.visit)).codes_of(name)
