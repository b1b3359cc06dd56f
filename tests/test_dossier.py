"""The committee's documents, made of the example workspace: right, archivable, valid."""

import io
import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import page as judge
import pikepdf
import pytest

from qualityvisit import dossier
from qualityvisit.errors import BadInput, NotFound
from qualityvisit.letterhead import file_of
from qualityvisit.model import planning, records
from qualityvisit.reports import pdf, plain
from qualityvisit.reports.masking import Mask
from qualityvisit.reports.outline import Attached, Figure, Heading, Outline, Table
from qualityvisit.visit_record import finish_minutes
from qualityvisit.workspace import Workspace
from tests import core
from tests.reports.reading import Spoken
from tests.test_example import told


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = told(tmp_path_factory.mktemp("example") / "profile", "2028-03-14")
    yield made
    made.close()


def of(ws: Workspace, kind: dossier.Kind) -> str:
    """Return what a kind of document is made of, where there is most to tell."""
    visits = ws.all(records.Visit)
    most = max(visits, key=lambda v: ws.count(records.Finding, parent=v.id))
    day = planning.day_of(most)
    return {
        dossier.VISIT: most.id,
        dossier.MEETING: ws.all(records.Meeting)[0].id,
        dossier.TERM: f"{day[:4]}-{'01' if day[5:7] < '07' else '07'}-01",
        dossier.YEAR: day[:4],
        dossier.UNIT_YEAR: f"{most.unit}/{day[:4]}",
    }[kind.of]


def made(ws: Workspace, key: str) -> Outline:
    kind = next(k for k in dossier.kinds() if k.key == key)
    return dossier.outline(ws, key, of(ws, kind))


KEYS = [kind.key for kind in dossier.kinds()]


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_every_document_is_fit_for_archives_and_for_everybody(
    ws: Workspace, key: str, tmp_path: Path, tool: Callable[[str], str]
) -> None:
    report, file = made(ws, key), tmp_path / "made.pdf"
    holding = replace(report, data=(Attached("report.json", "application/json", b"{}", "Data"),))
    for outline, profile in ((report, "2a"), (report, "1a"), (holding, "3a")):
        file.write_bytes(pdf.write(outline, profile=profile))
        for asked in {profile, "ua1"} - ({"ua1"} if profile == "1a" else set()):
            found = judge.validate_pdf_bytes(file.read_bytes(), profile=asked)
            assert not [f"{f.rule_id}: {f.message}" for f in found.failures]
        Spoken(file.read_bytes()).check()
        checked = subprocess.run([tool("qpdf"), "--check", file], capture_output=True, check=False)
        assert checked.returncode == 0, checked.stdout


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_every_document_is_a_valid_word_file(
    ws: Workspace, key: str, tmp_path: Path, tool: Callable[[str], str]
) -> None:
    file = tmp_path / "made.docx"
    file.write_bytes(file_of(ws, made(ws, key), "docx"))
    answer = subprocess.run([tool("ooxml-validator"), file], capture_output=True, check=False)
    assert json.loads(answer.stdout)["errors"] == []


@pytest.mark.parametrize("key", KEYS)
def test_every_document_has_a_name_of_its_own(ws: Workspace, key: str) -> None:
    report = made(ws, key)
    assert dossier.kind_word(key) != key
    assert report.title
    assert report.committee == ws.committee().name
    assert all(block.text for block in report.blocks if isinstance(block, Heading))


@pytest.mark.parametrize("key", ["brief", "session-pack"])
def test_one_page_is_one_page(ws: Workspace, key: str) -> None:
    pages = pikepdf.open(io.BytesIO(file_of(ws, made(ws, key), "pdf"))).pages
    meeting = ws.all(records.Meeting)[0].id
    units = len(ws.all(records.MeetingVisit, parent=meeting))
    assert len(pages) == (1 if key == "brief" else units)


def test_the_term_report_tells_what_was_found_and_agreed(ws: Workspace) -> None:
    report = made(ws, "term-report")
    said = plain.write(report)
    visit = ws.get(records.Visit, of(ws, dossier.Kind("", dossier.VISIT, lambda _w, _o: report)))
    for finding in ws.all(records.Finding, parent=visit.id):
        assert finding.text in said
    for action in ws.all(records.Action, parent=visit.id):
        assert action.text in said
    assert any(isinstance(b, Figure) for b in report.blocks)
    assert "rangordnas inte" in said


def test_what_only_people_know_is_a_gap(ws: Workspace) -> None:
    said = plain.write(made(ws, "official-report"))
    assert "noterar informationen" in said
    assert said.count("[fyll i:") == 5
    assert "Beslutet skickas till" in said


def test_the_notice_lists_the_units_with_their_times(ws: Workspace) -> None:
    report = made(ws, "notice")
    table = next(b for b in report.blocks if isinstance(b, Table))
    meeting = ws.all(records.Meeting)[0]
    assert len(table.rows) == len(ws.all(records.MeetingVisit, parent=meeting.id))
    assert all("–" in row[4] for row in table.rows)
    assert "lämna upplysningar" in plain.write(report)


def test_an_action_plan_says_which_deficiencies_nobody_answers_to(ws: Workspace) -> None:
    visit = of(ws, next(k for k in dossier.kinds() if k.key == "action-plan"))
    document = ws.visit(visit)
    if ws.minutes(visit).minutes.finished:
        ws.correct_minutes(visit, "En brist saknas")
    document.add_finding(records.DEFICIENCY, "Brandövning har inte hållits.")
    said = plain.write(made(ws, "action-plan"))
    assert "Brister utan åtgärd" in said
    assert "Brandövning har inte hållits." in said


def test_a_registry_number_is_never_made_up(ws: Workspace) -> None:
    for key in ("term-report", "official-report", "notice", "committee-report"):
        assert made(ws, key).registry_number == ""


@pytest.mark.parametrize(
    ("key", "of_what"),
    [("term-report", "2028-02-01"), ("term-report", "våren"), ("committee-report", "28"),
     ("unit-report", "x"), ("hologram", "x")],
)  # fmt: skip
def test_what_there_is_nothing_of_is_told(ws: Workspace, key: str, of_what: str) -> None:
    with pytest.raises(BadInput):
        dossier.outline(ws, key, of_what)


def test_what_is_not_there_is_told(ws: Workspace) -> None:
    for key in ("brief", "notice", "minutes", "action-plan", "session-pack"):
        with pytest.raises(NotFound):
            dossier.outline(ws, key, "none")
    with pytest.raises(NotFound):
        dossier.outline(ws, "unit-report", "none/2028")


def test_an_empty_half_year_is_a_report_too(ws: Workspace) -> None:
    said = plain.write(dossier.outline(ws, "term-report", "1999-01-01"))
    assert "0 enheter besöktes våren 1999." in said
    assert file_of(ws, dossier.outline(ws, "official-report", "1999-01-01"), "pdf")


def test_terms_and_years_are_those_of_the_visits(ws: Workspace) -> None:
    assert dossier.terms(ws) == sorted(dossier.terms(ws), reverse=True)
    assert set(dossier.years(ws)) == {term[:4] for term in dossier.terms(ws)}
    assert dossier.term_words("2028-07-01") == "hösten 2028"


def test_a_masked_version_is_made_of_any_document(ws: Workspace) -> None:
    report = made(ws, "brief")
    word = next(w for w in plain.write(report).split() if w.isalpha() and len(w) > 6)
    masked = dossier.masked(report, [Mask(word, "23 kap. 2 § OSL")])
    assert word not in plain.write(masked)
    assert masked.kind.endswith("maskad version")
    assert dossier.masked(replace(report), []) == report


@pytest.mark.parametrize("key", ["term-report", "official-report", "committee-report"])
def test_a_paper_over_visits_is_marked_as_the_minutes_it_tells_of(tmp_path: Path, key: str) -> None:
    ws = core.founded(tmp_path / "profile")
    visit = ws.plan_visit(ws.all(records.Unit)[0].id, date="2028-04-03")
    document, of = ws.visit(visit), "2028" if key == "committee-report" else "2028-01-01"
    document.set_state("done")
    assert dossier.outline(ws, key, of).mark == ""
    document.add_finding(records.STRENGTH, "Lugna raster")
    document.set_secrecy("23 kap. 2 § OSL")
    report = dossier.outline(ws, key, of)
    assert (report.mark, report.secrecy) == ("Arbetsmaterial", "23 kap. 2 § OSL")
    finish_minutes(ws, visit)
    report = dossier.outline(ws, key, of)
    assert (report.mark, report.secrecy) == ("", "23 kap. 2 § OSL")
    ws.close()
