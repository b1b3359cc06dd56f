"""An archive box: the same content gives the same bytes, and no byte is changed unseen."""

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.reports import box
from qualityvisit.reports.box import LIST, SUMS, Part
from qualityvisit.reports.box_check import Problem, check

HISTORY = json.dumps({"steps": box.chained({"at": str(n), "who": "Eva"} for n in range(3))})
PARTS = [
    Part("data/fynd.csv", "\ufefftext;märke\r\n".encode(), "text/csv", "Fynd"),
    Part("index.html", b"<!doctype html><title>A</title>", "text/html", "Läs här"),
    Part("historik/historik.json", HISTORY.encode(), "application/json", "Historik"),
    Part("tom.txt", b"", "text/plain", "Tom"),
]  # fmt: skip
WHOLE = box.write({"committee": "Nämnden", "made": "2028-03-14"}, PARTS)


def spans() -> list[tuple[str, int, int]]:
    """Return where each file's own bytes lie in the box."""
    found = []
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as zipped:
        for info in zipped.infolist():
            start = info.header_offset + 30 + len(info.filename)
            found.append((info.filename, start, start + info.file_size))
    return found


def test_the_box_is_a_plain_zip_that_others_open() -> None:
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as zipped:
        assert zipped.testzip() is None
        assert zipped.namelist() == [
            LIST, SUMS, "index.html", "data/fynd.csv", "historik/historik.json", "tom.txt",
        ]  # fmt: skip
        for part in PARTS:
            assert zipped.read(part.name) == part.data
        told = json.loads(zipped.read(LIST))
    assert [f["name"] for f in told["files"]] == sorted(
        (p.name for p in PARTS), key=lambda n: (n != "index.html", n)
    )
    assert told["files"][0]["sha256"] == hashlib.sha256(PARTS[1].data).hexdigest()


def test_the_same_content_gives_the_same_bytes_in_any_order() -> None:
    again = box.write({"committee": "Nämnden", "made": "2028-03-14"}, PARTS[::-1])
    assert again == WHOLE


def test_an_untouched_box_is_whole() -> None:
    found = check(WHOLE)
    assert found.problems == ()
    assert (found.files, found.about["committee"]) == (6, "Nämnden")
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as zipped:
        assert found.seal == hashlib.sha256(zipped.read(LIST)).hexdigest()
    assert check(WHOLE, found.seal).problems == ()


@pytest.mark.slow
@pytest.mark.parametrize("flip", [0x01, 0x20, 0x80, 0xFF])
def test_every_single_byte_that_is_changed_is_found_and_its_file_named(flip: int) -> None:
    inside = {n: name for name, start, end in spans() for n in range(start, end)}
    for n in range(len(WHOLE)):
        spoilt = WHOLE[:n] + bytes([WHOLE[n] ^ flip]) + WHOLE[n + 1 :]
        problems = check(spoilt).problems
        assert problems, n
        if n in inside:
            assert {p.file for p in problems} == {inside[n]}, (n, problems)


@pytest.mark.slow
def test_every_byte_that_is_cut_off_or_added_is_found() -> None:
    for n in range(len(WHOLE)):
        assert check(WHOLE[:n]).problems, n
        assert check(WHOLE[:n] + b"\x00" + WHOLE[n:]).problems, n
        assert check(WHOLE[:n] + WHOLE[n + 1 :]).problems, n


def rezipped(files: list[tuple[str, bytes]]) -> bytes:
    return box.zipped(files)


def files() -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as zipped:
        return [(name, zipped.read(name)) for name in zipped.namelist()]


def test_files_that_are_taken_away_added_doubled_or_moved_are_told() -> None:
    found = files()
    assert told(found[:-1]) == {("tom.txt", "tom.txt saknas.")}
    assert told([*found, ("ny.txt", b"x")]) == {("ny.txt", "ny.txt hör inte till paketet.")}
    assert told([*found, found[-1]]) == {("tom.txt", "tom.txt finns mer än en gång.")}
    assert told(found[1:]) == {(LIST, "manifest.json saknas.")}
    assert told([found[0], *found[2:]]) == {(SUMS, "manifest.sha256 saknas.")}
    assert told([("../" + n if n == "tom.txt" else n, d) for n, d in found])


def told(changed: list[tuple[str, bytes]]) -> set[tuple[str, str]]:
    return {(p.file, p.words) for p in check(rezipped(changed)).problems}


def test_a_file_that_is_changed_with_its_place_in_the_zip_made_anew_is_told() -> None:
    found = [(n, d + b"!" if n == "data/fynd.csv" else d) for n, d in files()]
    assert told(found) == {("data/fynd.csv", "data/fynd.csv har ändrats.")}


def test_a_manifest_that_is_changed_alone_does_not_agree_with_the_sums() -> None:
    found = [(n, d.replace(b"2028", b"2029") if n == LIST else d) for n, d in files()]
    assert {p.file for p in check(rezipped(found)).problems} == {LIST}


def test_a_box_that_was_made_anew_from_end_to_end_is_told_by_its_seal_alone() -> None:
    forged = box.write({"committee": "Nämnden", "made": "2028-03-15"}, PARTS)
    assert check(forged).problems == ()
    [problem] = check(forged, check(WHOLE).seal).problems
    assert "sigill" in problem.words.casefold()


def test_a_history_whose_lines_do_not_follow_is_told() -> None:
    steps = json.loads(HISTORY)["steps"]
    del steps[1]
    parts = [
        Part(p.name, json.dumps({"steps": steps}).encode(), p.type, p.about)
        if p.name == box.HISTORY else p
        for p in PARTS
    ]  # fmt: skip
    [problem] = check(box.write({}, parts)).problems
    assert (problem.file, "2" in problem.words) == (box.HISTORY, True)


@given(st.binary(max_size=200))
def test_whatever_is_given_is_answered(data: bytes) -> None:
    assert check(data).problems
    assert check(WHOLE + data).problems or not data


@given(st.integers(0, len(WHOLE)), st.integers(0, 60), st.binary(max_size=60))
def test_whatever_is_put_instead_of_a_stretch_is_found(at: int, gone: int, put: bytes) -> None:
    spoilt = WHOLE[:at] + put + WHOLE[at + gone :]
    assert spoilt == WHOLE or check(spoilt).problems


def test_a_foreign_file_is_said_to_be_none() -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as zipped:
        zipped.writestr("a.txt", "hej")
    for data in (b"", b"%PDF-1.7", other.getvalue()):
        [problem] = check(data).problems
        assert problem == Problem("", "Filen är inget arkivpaket, eller är skadad från början.")


def test_the_sums_are_in_the_form_that_common_commands_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as zipped:
        zipped.extractall(tmp_path)
    for line in (tmp_path / SUMS).read_text("ascii").splitlines():
        found, name = line.split("  ", 1)
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == found
    command = ["sha256sum", "--strict", "-c", SUMS]
    if shutil.which(command[0]):
        assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 0
        (tmp_path / "tom.txt").write_bytes(b"x")
        done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
        assert done.returncode == 1
