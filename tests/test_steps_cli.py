"""The way of the minutes from the command line."""

from pathlib import Path

import pytest

from tests.test_story_cli import Person
from tests.test_visit_record import fill_place

pytestmark = pytest.mark.slow


def test_minutes_go_all_the_way(tmp_path: Path) -> None:
    eva = Person(tmp_path / "eva")
    me = eva("workspace", "create", "--name", "Eva Exempel", "--committee", "BUN")["member"]
    unit = eva("unit", "add", "--name", "Skolan", "--form", "GR")["unit"]
    planned = eva("visit", "plan", "--unit", unit, "--date", "2028-03-23")
    visit, session = planned["visit"], planned["sessions"][1]["session"]
    eva("note", "add", "--session", session, "--text", "Rasterna är långa.")
    refused = eva.fails("minutes", "finish", visit)
    assert (refused["error"], "1 anteckning" in refused["advice"]) == ("Refused", True)
    eva("minutes", "compile", visit)
    form = tmp_path / "check.docx"
    check = eva("minutes", "check", visit, "--to", "Rut Rektor", "--docx", str(form))["check"]
    fill_place(form, 0, "Stämmer inte", "De är korta.")
    assert eva("minutes", "checked", str(form))["taken"] == 1
    assert eva("minutes", "checked", str(form))["taken"] == 0
    [remark] = eva("minutes", "steps", visit)["remarks"]
    assert (remark["check"], remark["comment"]) == (check, "De är korta.")
    assert eva.fails("minutes", "finish", visit)["error"] == "Refused"
    assert eva.fails("minutes", "remark", remark["remark"], "--became", "kept")["error"]
    eva("minutes", "remark", remark["remark"], "--became", "kept", "--note", "De sade så")
    assert eva("minutes", "approve", visit, "--ask", me)["waiting"] == [me]
    assert eva("minutes", "approve", visit)["waiting"] == []
    first = eva("minutes", "finish", visit)["version"]
    eva("minutes", "correct", visit, "--reason", "Fel ord")
    eva("minutes", "finish", visit)
    eva("minutes", "sent", visit, "--what", "Minnesanteckning", "--to", "Tidningen", "--how",
        "e-mail", "--version", first, "--outside")  # fmt: skip
    told = eva("minutes", "steps", visit)
    assert [(v["number"], v["reason"]) for v in told["versions"]] == [(1, ""), (2, "Fel ord")]
    assert (told["state"], told["standing"]["status"]) == ("finished", "official")
    assert [(s["to"], s["outside"]) for s in told["sent"]] == [("Tidningen", True)]
    file = tmp_path / "first.pdf"
    eva("minutes", "export", visit, "--pdf", str(file), "--version", first)
    assert file.read_bytes().startswith(b"%PDF")
    assert eva.fails("minutes", "export", visit, "--pdf", str(file), "--version", "x")["error"]


def test_documents_are_listed_and_written(tmp_path: Path) -> None:
    eva = Person(tmp_path / "eva")
    eva("workspace", "create", "--name", "Eva Exempel", "--committee", "BUN")
    unit = eva("unit", "add", "--name", "Skolan", "--form", "GR")["unit"]
    visit = eva("visit", "plan", "--unit", unit, "--date", "2028-03-23")["visit"]
    assert {"kind": "brief", "of": "visit", "name": "I korthet, en sida"} in eva(
        "document", "list"
    )["kinds"]
    files = [str(tmp_path / "ut.docx"), str(tmp_path / "ut.pdf")]
    said = eva("document", "write", "brief", visit, "--docx", files[0], "--pdf", files[1])
    assert (said["files"], said["title"]) == (files, "I korthet – Skolan")
    said = eva("document", "write", "brief", visit, "--pdf", files[1], "--mask", "Skolan")
    assert "Skolan" not in said["title"]
    assert eva.fails("document", "write", "hologram", visit, "--pdf", files[1])["error"]
    assert eva.run("document", "write", "brief", visit).returncode == 2
