"""Which standards a PDF holds to, and what it tells of itself."""

import hashlib
import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from qualityvisit.reports import pdf
from qualityvisit.reports.look import SHIPPED, Look
from qualityvisit.reports.minutes import build
from qualityvisit.reports.outline import Outline
from tests.reports import torture
from tests.reports.example import BARE, FULL
from tests.reports.other_look import OTHER
from tests.reports.reading import Spoken, faults


def minutes(*, data: bool = False) -> Outline:
    outline = replace(build(FULL), identity="minutes/5f0e", version="2")
    return replace(outline, data=torture.DATA) if data else outline


@pytest.mark.slow
@pytest.mark.parametrize("look", [SHIPPED, OTHER], ids=["shipped", "other"])
@pytest.mark.parametrize(
    "make", [minutes, lambda: build(BARE), torture.outline], ids=["full", "bare", "everything"]
)
def test_every_profile_is_held(make: Callable[[], Outline], look: Look) -> None:
    outline = make()
    assert faults(pdf.write(outline, look=look, profile="1a"), "1a") == []
    embedding = pdf.write(replace(outline, data=torture.DATA), look=look)
    assert faults(embedding, "3a") == faults(embedding, "ua1") == []
    assert faults(pdf.write(outline, look=look, profile="3a"), "3a") == []


@pytest.mark.parametrize("profile", ["1a", "3a"])
def test_qpdf_finds_no_fault(profile: str, tool: Callable[[str], str], tmp_path: Path) -> None:
    outline = minutes(data=profile == "3a")
    file = tmp_path / "minutes.pdf"
    file.write_bytes(pdf.write(outline, profile=profile))
    subprocess.run([tool("qpdf"), "--check", file], check=True, capture_output=True)
    Spoken(file.read_bytes()).check()


def test_the_oldest_profile_is_of_an_older_pdf_and_claims_nothing_newer() -> None:
    file = pdf.write(minutes(), profile="1a")
    assert file.startswith(b"%PDF-1.4")
    with pikepdf.open(io.BytesIO(file)).open_metadata() as metadata:
        assert metadata.pdfa_status == "1A"
        assert "pdfuaid:part" not in metadata


def test_files_inside_are_what_was_given() -> None:
    file = pikepdf.open(io.BytesIO(pdf.write(minutes(data=True))))
    assert sorted(file.attachments) == ["minutes.json", "åäö.csv"]
    for given, spec in zip(torture.DATA, file.Root.AF, strict=True):
        inside = spec.EF.F
        assert inside.read_bytes() == given.content
        assert inside.Subtype == f"/{given.type}"
        assert inside.Params.Size == len(given.content)
        assert bytes(inside.Params.CheckSum) == hashlib.md5(given.content).digest()  # noqa: S324
        assert inside.Params.ModDate == "D:20280404071500+00'00'"
        told = str(spec.UF), str(spec.Desc), str(spec.AFRelationship)
        assert told == (given.name, given.about, "/Data")
    with file.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A"


def test_a_file_inside_cannot_be_in_the_oldest_profile() -> None:
    with pytest.raises(ValueError, match="1a"):
        pdf.write(minutes(data=True), profile="1a")
    with pytest.raises(ValueError, match="4"):
        pdf.write(minutes(), profile="4")


@pytest.mark.parametrize("profile", ["1a", "2a", "3a"])
def test_the_file_tells_number_kind_author_and_version(profile: str) -> None:
    file = pikepdf.open(io.BytesIO(pdf.write(minutes(), profile=profile)))
    with file.open_metadata() as metadata:
        told = {
            "{urn:quality-visit:document:1:}registryNumber": "BUN 2028/114",
            "dc:type": {"Minnesanteckning"},
            "dc:identifier": "minutes/5f0e",
            "dc:publisher": {"Exempelköping"},
            "dc:creator": ["Eva Exempelberg"],
            "xmpMM:VersionID": "2",
        }
        assert {name: metadata[name] for name in told} == told
        info = file.docinfo
        assert metadata["dc:title"] == info["/Title"]
        assert metadata["dc:creator"] == [info["/Author"]]
        assert metadata["dc:description"] == info["/Subject"]
        assert metadata["pdf:Keywords"] == info["/Keywords"]
        assert metadata["pdf:Producer"] == info["/Producer"]
        assert metadata["xmp:CreatorTool"] == info["/Creator"]


def test_the_same_outline_gives_the_same_bytes_in_each_profile() -> None:
    for outline, profile in ((minutes(), "1a"), (minutes(), "3a"), (minutes(data=True), "2a")):
        first = pdf.write(outline, look=OTHER, profile=profile)
        assert first == pdf.write(outline, look=OTHER, profile=profile)
