"""A visit's archive box: all of it, readable by anybody, and nobody's notes for who may not."""

import csv
import io
import json
import zipfile
from datetime import datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html as lxml_html

from qualityvisit import archive
from qualityvisit.archive import check_box, make_box
from qualityvisit.errors import Refused
from qualityvisit.model import records
from qualityvisit.model.records import INACCURATE
from qualityvisit.model.steps import Judged
from qualityvisit.reports import box
from qualityvisit.visit_record import finish_minutes
from tests import core
from tests.pair import Pair, joined

NASTY = '<script>alert("1")</script> & "å" =1+1'


class Box:
    """A box that is open."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self.names = self._zip.namelist()

    def read(self, name: str) -> bytes:
        return self._zip.read(name)

    def json(self, name: str) -> list[dict[str, str]]:
        found: list[dict[str, str]] = json.loads(self.read(name))
        return found

    @property
    def page(self) -> str:
        return self.read("index.html").decode()

    def holds(self, words: str) -> list[str]:
        """Return the files in whose bytes some words stand."""
        return [n for n in self.names if words.encode() in self.read(n)]


def fill(pair: Pair) -> None:
    """Let a visit have something of everything, with finished minutes."""
    ws, visit = pair.eva, pair.visit
    first, second = (
        pair.note(ws, t) for t in ("Rasterna är lugna. " + NASTY, "Matsalen är stökig")
    )
    ws.settle()
    notes = {n.id: n for n in ws.all(records.Note, parent=visit)}
    document = ws.visit(visit)
    document.carry_over(notes[first])
    document.leave_out(second, "sägs redan")
    ws.settle()
    [passage] = ws.all(records.Passage, parent=visit)
    comment = document.add_comment(passage.id, "Stämmer det här?")
    document.resolve(comment)
    document.add_finding(records.STRENGTH, "Lugna raster")
    action = document.add_action("Se över maten", responsible="Rektor", due="2028-09-01")
    document.set_action_state(action, "decided", "Klubbad")
    check = document.send_for_check("Rut Rektor", "2028-05-01")
    document.take_check(check, [Judged(passage.id, INACCURATE, "Inte alla", passage.text)])
    document.settle_remark(check, passage.id, records.KEPT, "det gruppen sagt")
    document.ask_approval(ws.me.id)
    document.approve()
    ws.settle()
    version = finish_minutes(ws, visit)
    document.dispatch("Minnesanteckning", "Nämnden", how="post", version=version, at="2028-05-20")
    pair.all_share()


@pytest.fixture
def full(pair: Pair) -> Pair:
    fill(pair)
    return pair


def opened(pair: Pair) -> Box:
    return Box(make_box(pair.eva, pair.visit))


def test_only_finished_minutes_go_into_a_box(pair: Pair) -> None:
    assert "inte färdigställd" in archive.hindrance(pair.eva, pair.visit)
    with pytest.raises(Refused):
        make_box(pair.eva, pair.visit)


def test_all_of_a_visit_is_in_its_box(full: Pair) -> None:
    found = opened(full)
    for name in ("version-1.docx", "version-1.pdf", "version-1.json"):
        assert f"minnesanteckning/{name}" in found.names
    assert found.read("minnesanteckning/version-1.pdf").startswith(b"%PDF")
    assert [n["text"] for n in found.json("anteckningar/anteckningar.json")] == [
        "Rasterna är lugna. " + NASTY, "Matsalen är stökig",
    ]  # fmt: skip
    [finding] = found.json("data/fynd.json")
    assert finding["text"] == "Lugna raster"
    assert [e["text"] for e in found.json("data/atgarder-handelser.json")][-1] == "Klubbad"
    assert found.json("data/sakgranskning-anmarkningar.json")[0]["note"] == "det gruppen sagt"
    assert {d["reason"] for d in found.json("data/beslut.json")} == {"", "sägs redan"}
    assert found.json("data/kommentarer.json")[0]["text"] == "Stämmer det här?"
    assert found.json("data/expediering.json")[0]["to"] == "Nämnden"
    assert len(found.json("data/godkannanden.json")) == 1
    sources = found.json("data/kallor.json")
    assert list(sources[0]["numbers"]) == ["1"]
    names = {p["name"] for p in found.json("data/personer.json")}
    assert names >= {"Eva Exempel", "Per Prov"}


def test_a_version_is_held_to_its_digest(full: Pair) -> None:
    found = opened(full)
    [version] = found.json("data/versioner.json")
    assert box.digest(found.read("minnesanteckning/version-1.json")) == version["digest"]
    assert "kept" not in version


def test_tables_open_in_a_spreadsheet_and_run_nothing(full: Pair) -> None:
    found = opened(full)
    for name in (n for n in found.names if n.endswith(".csv")):
        data = found.read(name)
        assert data.startswith(b"\xef\xbb\xbf"), name
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
        assert len({len(r) for r in rows}) <= 1, name
        assert not [c for r in rows for c in r if c.startswith(("=", "+", "-", "@"))], name


def test_the_history_is_a_chain(full: Pair) -> None:
    found = opened(full)
    steps = json.loads(found.read("historik/historik.json"))["steps"]
    assert len(steps) > 5
    assert [s["at"] for s in steps] == sorted(s["at"] for s in steps)
    assert box.torn_at(steps) == 0
    assert box.torn_at([*steps[:2], *steps[3:]]) == 3
    assert {"Eva Exempel"} <= {s["who"] for s in steps}


def test_the_box_is_whole_and_the_same_twice(full: Pair) -> None:
    now = datetime.fromisoformat("2028-06-01T09:00:00+02:00")
    full.eva._clock = lambda: now
    one, other = make_box(full.eva, full.visit), make_box(full.eva, full.visit)
    assert one == other
    found = check_box(one)
    assert found.problems == ()
    assert check_box(other, archive.seal_of(one)).problems == ()
    assert archive.box_name(full.eva, full.visit, found.seal).endswith(f"{found.seal[:12]}.zip")


def test_a_byte_that_is_changed_in_any_file_is_found_and_the_file_named(full: Pair) -> None:
    data = make_box(full.eva, full.visit)
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        for info in zipped.infolist():
            at = info.header_offset + 30 + len(info.filename) + info.file_size // 2
            spoilt = data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]
            assert {p.file for p in check_box(spoilt).problems} == {info.filename}


@pytest.mark.slow
def test_what_was_written_elsewhere_after_the_finish_is_told(full: Pair) -> None:
    assert "på en annan dator" not in opened(full).page
    full.eva.correct_minutes(full.visit, "fel antal")
    full.all_share()
    passage = full.per.all(records.Passage, parent=full.visit)[0]
    full.per.visit(full.visit).text(passage.id).splice(0, 0, "Nytt. ")
    full.per.settle()
    finish_minutes(full.eva, full.visit)
    full.all_share()
    found = opened(full)
    assert "på en annan dator" in found.page
    assert check_box(found.data).problems == ()


# --- who may read what


def test_who_may_not_read_the_notes_gets_a_box_without_them(full: Pair) -> None:
    ws = joined(full, "Rut Läsare", "member")
    assert not ws.may_read(f"notes/{full.visit}")
    found = Box(make_box(ws, full.visit))
    assert found.holds("Matsalen är stökig") == []
    assert not [n for n in found.names if n.startswith("anteckningar/")]
    assert "får inte läsa dem" in found.page
    assert json.loads(found.read(box.LIST))["notes"] == "not-readable"


def test_weeded_notes_are_in_no_box_but_the_protocol_is(full: Pair) -> None:
    full.eva.weed(full.visit)
    full.all_share()
    found = opened(full)
    assert found.holds("Matsalen är stökig") == []
    assert found.read("anteckningar/rensning.pdf").startswith(b"%PDF")
    assert "rensade" in found.page
    assert check_box(found.data).problems == ()


# --- the page


class Refs(HTMLParser):
    """Collects what a page refers to, its ids, and whether its tags close in order."""

    VOID = ("meta", "input", "br", "link", "img")

    def __init__(self) -> None:
        super().__init__()
        self.refs: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), name
            if name in ("src", "href", "action", "data", "srcset", "poster", "background"):
                self.refs.append(value or "")
            if name == "id":
                self.ids.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_needs_nothing_from_outside_and_every_link_is_in_the_box(full: Pair) -> None:
    found = opened(full)
    read = Refs()
    read.feed(found.page)
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    for ref in read.refs:
        inside = ref[1:] in read.ids if ref.startswith("#") else unquote(ref) in found.names
        assert inside, ref
    assert {unquote(r) for r in read.refs} >= set(found.names) - {"index.html"}
    assert not {"img", "iframe", "object", "embed", "link", "base", "form"} & set(read.tags)
    assert "http:" not in found.page.replace("http-equiv", "")
    assert "https:" not in found.page
    assert "url(" not in found.page
    assert "@import" not in found.page


def test_the_page_lets_nothing_in_and_runs_its_own_script_alone(full: Pair) -> None:
    import base64  # noqa: PLC0415
    import hashlib  # noqa: PLC0415

    page = lxml_html.fromstring(opened(full).page.encode())
    [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        [text] = page.xpath(f"//{tag}/text()")
        sum_ = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{sum_}'" in policy
    assert "alert(" not in "".join(page.xpath("//script/text()"))


def test_the_page_is_told_in_order_to_who_hears_it(full: Pair) -> None:
    page = lxml_html.fromstring(opened(full).page.encode())
    assert page.get("lang") == "sv"
    assert page.xpath("count(//h1)") == 1
    levels = [int(h.tag[1]) for h in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert all(b - a <= 1 for a, b in pairwise(levels)), levels
    for table in page.xpath("//table"):
        assert table.xpath("caption")
        assert table.xpath("thead//th[@scope='col']")
    assert page.xpath("//label[@for='folder']")
    assert page.xpath("//main")
    assert page.xpath("//nav[@aria-label]")
    words = page.text_content()
    for told in ("Rasterna är lugna.", NASTY, "Lugna raster", "Se över maten", "sha256sum -c",
                 "Get-FileHash", "Sigillet"):  # fmt: skip
        assert told in words, told


def test_a_visit_with_nothing_but_minutes_has_a_box_too(tmp_path: Path) -> None:
    ws = core.founded(tmp_path / "profile")
    visit = ws.plan_visit(ws.all(records.Unit)[0].id, date="2028-04-03")
    finish_minutes(ws, visit)
    found = Box(make_box(ws, visit))
    assert check_box(found.data).problems == ()
    assert json.loads(found.read(box.LIST))["notes"] == "none"
    ws.close()
