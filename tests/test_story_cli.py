"""The whole way once by command line: two profiles, one folder, equal content on both."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

PASSPHRASE = "fyra ord som ingen gissar"


class Person:
    """Somebody at a computer of their own, who uses the command line."""

    def __init__(self, profile: Path) -> None:
        self.profile = profile

    def run(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        environment = dict(os.environ, QUALITYVISIT_PASSPHRASE=PASSPHRASE, LC_ALL="C.UTF-8")
        return subprocess.run(
            [sys.executable, "-m", "qualityvisit", "--profile", str(self.profile), "--json",
             *words],
            input=stdin, capture_output=True, text=True, check=False, env=environment,
            encoding="utf-8",
        )  # fmt: skip

    def __call__(self, *words: str) -> Any:
        done = self.run(*words)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        assert done.stderr == ""
        return json.loads(done.stdout)

    def fails(self, *words: str) -> Any:
        done = self.run(*words)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        found = json.loads(done.stdout)
        assert found["title"] in done.stderr
        return found


@pytest.mark.slow
def test_two_people_do_the_whole_job_and_end_with_the_same(tmp_path: Path) -> None:
    eva, per = Person(tmp_path / "eva"), Person(tmp_path / "per")
    founded = eva("workspace", "create", "--name", "Eva Exempel", "--title", "AU-ledamot",
                  "--committee", "BUN", "--store", str(tmp_path / "store"))  # fmt: skip
    unit = eva("unit", "add", "--name", "Exempelskolan", "--form", "GR", "--code", "12345678")
    invited = eva("workspace", "invite", "--name", "Per Prov", "--role", "member")
    joined = per("workspace", "join", invited["invitation"])
    assert joined["check"] == invited["check"]
    assert eva("workspace", "recovery", str(tmp_path / "blad.pdf"))["file"]
    assert (tmp_path / "blad.pdf").read_bytes().startswith(b"%PDF")
    assert joined["workspace"] == founded["workspace"]
    eva("sync")
    members = eva("workspace", "members")["members"]
    assert [(m["name"], m["role"], m["devices"]) for m in members] == [
        ("Eva Exempel", "administrator", 1),
        ("Per Prov", "member", 1),
    ]
    visit = eva("visit", "plan", "--unit", unit["unit"], "--date", "2028-03-23",
                "--member", founded["member"], "--member", joined["member"])  # fmt: skip
    eva("sync")
    per("sync")
    pupils = next(s for s in visit["sessions"] if s["group"] == "pupils")
    assert len(pupils["questions"]) >= 8
    question = pupils["questions"][0]["question"]
    both_write(eva, per, pupils["session"], question)
    for person in (eva, per, eva):
        person("sync")
    notes = [sorted_notes(p, visit["visit"]) for p in (eva, per)]
    assert notes[0] == notes[1]
    assert [n["text"] for n in notes[0]] == [
        "Elevrådet är ängsligt å trött 😀",
        "Rasterna är lugna i matsalen",
    ]
    minutes_and_actions(eva, per, visit["visit"], tmp_path)
    assert eva("check")["problems"] == per("check")["problems"] == []
    assert per("sync") == {"sent": 0, "received": 0, "waiting": 0, "quarantined": 0}


def both_write(eva: Person, per: Person, session: str, question: str) -> None:
    """Write offline at once, and change the same note at once."""
    note = eva("note", "add", "--session", session, "--question", question,
               "--mark", "strength", "--text", "Rasterna är lugna")["note"]  # fmt: skip
    batch = json.dumps(
        {"session": session, "question": question, "marks": ["quote"],
         "text": "Elevrådet är ängsligt 😀"},
    )  # fmt: skip
    done = per.run("note", "add", "--batch", "-", stdin=batch + "\n")
    mine = json.loads(done.stdout)["note"]
    assert per.fails("note", "edit", note, "--text", "Rasterna är stökiga")["error"]
    for person in (eva, per, eva):
        person("sync")
    eva("note", "edit", note, "--text", "Rasterna är lugna i matsalen")
    per("note", "edit", mine, "--text", "Elevrådet är ängsligt å trött 😀")


def sorted_notes(person: Person, visit: str) -> list[Any]:
    found = person("note", "list", "--visit", visit)["notes"]
    return sorted(found, key=lambda n: str(n["text"]))


def minutes_and_actions(eva: Person, per: Person, visit: str, folder: Path) -> None:
    """Compile, export, act and find."""
    minutes = eva("minutes", "compile", visit)
    assert minutes["coverage"] == {"resting": 2, "lacking": 0, "interpreted": 0}
    texts = [p["text"] for s in minutes["sections"] for p in s["passages"]]
    assert sorted(texts) == ["Elevrådet är ängsligt å trött 😀", "Rasterna är lugna i matsalen"]
    assert minutes["unused_notes"] == []
    passage = next(p for s in minutes["sections"] for p in s["passages"])
    assert [s["notes"] for s in passage["sentences"]] == [passage["notes"]]
    comment = eva("minutes", "comment", visit, "--passage", passage["passage"], "--text", "Rätt?")
    eva("minutes", "comment", visit, "--answer", comment["comment"], "--text", "Ja.")
    eva("minutes", "comment", visit, "--resolve", comment["comment"])
    [told] = eva("minutes", "comment", visit)["comments"]
    assert (told["text"], told["open"], told["answers"][0]["text"]) == ("Rätt?", False, "Ja.")
    phrase = eva("phrase", "add", "--name", "Egen", "--text", "Vi besökte {enhet}.")["phrase"]
    assert eva("phrase", "list")["phrases"][-1]["phrase"] == phrase
    files = eva("minutes", "export", visit, "--docx", str(folder / "m.docx"),
                "--pdf", str(folder / "m.pdf"))["files"]  # fmt: skip
    assert [Path(f).read_bytes()[:4] for f in files] == [b"PK\x03\x04", b"%PDF"]
    action = per("action", "add", "--visit", visit, "--text", "Fler rastvärdar",
                 "--responsible", "Rektor", "--due", "2028-09-01")["action"]  # fmt: skip
    per("sync")
    eva("sync")
    eva("action", "set", action, "--status", "decided")
    eva("sync")
    per("sync")
    actions = [p("action", "list")["actions"] for p in (eva, per)]
    assert actions[0] == actions[1]
    assert actions[0][0]["status"] == "decided"
    hits = per("search", "rastv*")
    assert (hits["total"], hits["hits"][0]["id"]) == (1, action)
    assert per("search", "ängsl*")["total"] == 2  # the note and the passage
    assert per("search", "angsl*")["total"] == 0  # ä is not a


@pytest.mark.slow
def test_failures_are_told_without_a_traceback(tmp_path: Path) -> None:
    eva = Person(tmp_path / "eva")
    assert eva.fails("unit", "list")["error"] == "NotOurs"
    eva("workspace", "create", "--name", "Eva", "--committee", "BUN")
    assert eva.fails("workspace", "create", "--name", "E", "--committee", "B")["error"]
    assert eva.fails("workspace", "join", "QV1-skräp")["error"]
    assert eva.fails("sync")["error"] == "Refused"
    assert eva.fails("visit", "plan", "--unit", "x", "--date", "2028-01-01")["error"] == "NotFound"
    assert eva.fails("visit", "plan", "--unit", "x", "--date", "i morgon")["error"] == "BadInput"
    assert eva.fails("unit", "add", "--name", "A", "--form", "XX")["error"] == "BadInput"
    assert eva.fails("guide", "import", str(tmp_path / "saknas.xlsx"))["error"] == "BadInput"
    assert eva.run("visit", "plan").returncode == 2
    wrong = eva.run("note", "add", "--batch", "-", stdin="inte json\n")
    assert (wrong.returncode, json.loads(wrong.stdout)["error"]) == (1, "BadInput")


@pytest.mark.slow
def test_a_guide_travels_as_an_xlsform(tmp_path: Path) -> None:
    eva = Person(tmp_path / "eva")
    eva("workspace", "create", "--name", "Eva", "--committee", "BUN")
    guides = eva("guide", "list")["guides"]
    file = tmp_path / "guide.xlsx"
    eva("guide", "export", guides[0]["guide"], str(file))
    again = eva("guide", "import", str(file))
    assert again == {"guide": guides[0]["guide"], "new": False, "draft": False, "rows": []}
    other = Person(tmp_path / "other")
    other("workspace", "create", "--name", "Per", "--committee", "UN")
    book = load_workbook(file)
    book["survey"]["C4"] = "Hur är det egentligen?"
    book.save(file)
    copy = other("guide", "import", str(file))
    assert (copy["new"], copy["draft"]) == (True, True)  # another version of what is there
    states = {g["guide"]: g["in_use"] for g in other("guide", "list")["guides"]}
    assert not states[copy["guide"]]
    published = other("guide", "publish", copy["guide"])
    assert (published["version"], published["draft"]) == ("2", False)
    versions = [g for g in other("guide", "list")["guides"] if g["name"] == guides[0]["name"]]
    old = next(g["guide"] for g in versions if not g["in_use"])
    rows = other("guide", "compare", old, copy["guide"])["questions"]
    assert [r["became"] for r in rows if r["became"] != ["kept"]] == [["reworded"]]


@pytest.mark.slow
def test_a_backup_is_restored_into_an_empty_profile(tmp_path: Path) -> None:
    eva, new = Person(tmp_path / "eva"), Person(tmp_path / "new")
    eva("workspace", "create", "--name", "Eva", "--committee", "BUN")
    eva("unit", "add", "--name", "Förskolan Exemplet", "--form", "FS")
    made = eva("backup", "create", str(tmp_path / "b.qvbackup"))
    assert eva("backup", "verify", str(tmp_path / "b.qvbackup"))["entries"] == made["entries"]
    new("backup", "restore", str(tmp_path / "b.qvbackup"))
    assert new("unit", "list") == eva("unit", "list")
    assert eva.fails("backup", "restore", str(tmp_path / "b.qvbackup"))["error"] == "AlreadyThere"
    (tmp_path / "b.qvbackup").write_bytes(b"QVBACKUP1 not whole")
    assert eva.fails("backup", "verify", str(tmp_path / "b.qvbackup"))["error"] == "BadInput"
