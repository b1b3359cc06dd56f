import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx.section import _Footer, _Header
from docx.shared import Mm

from qualityvisit import words
from qualityvisit.reports import docx
from qualityvisit.reports.docx.package import W
from qualityvisit.reports.minutes import build
from qualityvisit.reports.outline import ASIDE, Bullets, Heading, Outline, Paragraph, runs
from tests.reports.example import BARE, FINISHED, FULL
from tests.reports.reading import opened, part, squeezed, word_lines


def shown(story: _Header | _Footer) -> str:
    """Return what a header or footer says."""
    text = "".join(text.text or "" for text in story._element.iter(f"{W}t"))
    return text.replace("\u00a0", " ")


def test_the_minutes_read_as_they_should(golden: Callable[[str, list[str]], None]) -> None:
    golden("minutes-docx.txt", word_lines(docx.write(build(FULL))))


def test_the_same_outline_gives_the_same_bytes() -> None:
    report = build(FULL)
    assert docx.write(report) == docx.write(report)


def test_every_part_is_dated_alike_so_that_no_clock_shows() -> None:
    with zipfile.ZipFile(io.BytesIO(docx.write(build(FULL)))) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_properties_say_what_it_is() -> None:
    properties = opened(docx.write(build(FULL))).core_properties
    assert properties.title == "Kvalitetsdjupdykning – Exempelskolan"
    assert properties.subject == "Minnesanteckning, BUN 2028/114"
    assert properties.author == "Eva Exempelberg"
    assert properties.language == "sv-SE"
    assert properties.created == datetime(2028, 4, 4, 7, 15, tzinfo=UTC)


def test_a_title_that_is_too_long_for_the_properties_is_cut_there_only() -> None:
    report = replace(build(BARE), title="lång titel " * 100)
    document = opened(docx.write(report))
    assert len(document.core_properties.title) == 255
    assert squeezed(document.paragraphs[0].text) == squeezed(report.title)


def test_the_language_follows_the_report() -> None:
    assert 'w:lang w:val="sv-SE"' in part(docx.write(build(FULL)), "word/styles.xml")
    words.use("en")
    assert 'w:lang w:val="en-GB"' in part(docx.write(build(FULL)), "word/styles.xml")


def test_headings_stay_with_their_text_and_are_numbered() -> None:
    styles = {s.style_id: s for s in opened(docx.write(build(FULL))).styles}
    for level in (1, 2, 3):
        heading = styles[f"Heading{level}"]
        assert heading.paragraph_format.keep_with_next
        assert bool(heading.element.xpath("w:pPr/w:numPr")) is (level < 3)


def test_an_aside_under_a_heading_stays_with_what_follows() -> None:
    aside = Paragraph(runs("7 deltagare"), ASIDE)
    report = Outline("T", "sv-SE", "K", blocks=(Heading("Personal"), aside, aside))
    paragraphs = opened(docx.write(report)).paragraphs
    assert [p.paragraph_format.keep_with_next for p in paragraphs[2:]] == [True, None]


def test_a_table_has_a_header_row_that_repeats_and_a_name() -> None:
    tables = opened(docx.write(build(FULL))).tables
    assert len(tables) == 2
    for table in tables:
        assert table._tbl.xpath("w:tr[1]/w:trPr/w:tblHeader")
        assert not table._tbl.xpath("w:tr[position() > 1]/w:trPr/w:tblHeader")
        assert table._tbl.xpath("string(w:tblPr/w:tblCaption/@w:val)")
        assert table.style is not None
        assert table.style.name == "Report Table"


def test_the_page_is_an_a4() -> None:
    (section,) = opened(docx.write(build(FULL))).sections
    assert (section.page_width, section.page_height) == (Mm(210).twips * 635, Mm(297).twips * 635)


def test_no_paragraph_is_empty() -> None:
    document = opened(docx.write(build(FULL)))
    empty = [p for p in document.element.iter(f"{W}p") if p.find(f".//{W}t") is None]
    assert not empty


def test_header_and_footer_say_whose_it_is_and_which_page() -> None:
    (section,) = opened(docx.write(build(FULL))).sections
    first = shown(section.first_page_header)
    for told in ("Exempelköping", "Barn- och utbildningsnämnden", "Minnesanteckning"):
        assert told in first
    for header in (section.first_page_header, section.header):
        text = shown(header)
        assert "Dnr BUN 2028/114" in text
        assert "Arbetsmaterial" in text
    for footer in (section.first_page_footer, section.footer):
        assert shown(footer) == "Kvalitetsdjupdykning – ExempelskolanSida 1 (1)"
        fields = [field.text.strip() for field in footer._element.iter(f"{W}instrText")]
        assert fields == ["PAGE", "NUMPAGES"]


def test_a_control_without_a_value_goes_with_its_line() -> None:
    (section,) = opened(docx.write(build(FINISHED))).sections
    assert len(section.header.paragraphs) == 1
    (section,) = opened(docx.write(build(BARE))).sections
    assert "Diarienummer" not in shown(section.header)
    assert len(section.header.paragraphs) == 1
    assert len(section.first_page_header.paragraphs) == 2


def test_each_numbered_list_begins_at_one() -> None:
    listed = Bullets((runs("ett"), runs("två")), numbered=True)
    report = Outline("Titel", "sv-SE", "Slag", blocks=(listed, Heading("Mellan"), listed))
    file = docx.write(report)
    used = re.findall(
        r'"ListNumber"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="(\d+)"',
        part(file, "word/document.xml"),
    )
    assert len(used) == 4
    assert len(set(used)) == 2
    for number in set(used):
        (restart,) = opened(file).part.numbering_part.element.xpath(
            f'w:num[@w:numId="{number}"]/w:lvlOverride/w:startOverride/@w:val'
        )
        assert restart == "1"


def test_markup_in_the_words_is_only_words() -> None:
    report = Outline("<b>&amp;", "sv-SE", "K", blocks=(Paragraph(runs('</w:t> & "x" ]]>\nrad')),))
    assert word_lines(docx.write(report)) == ["Title: <b>&amp;", 'Normal: </w:t> & "x" ]]> / rad']


def test_every_style_that_is_used_stands_in_the_template() -> None:
    file = docx.write(build(FULL))
    used = set(re.findall(r'w:(?:p|r|tbl)Style w:val="([^"]*)"', part(file, "word/document.xml")))
    assert used <= set(re.findall(r'w:styleId="([^"]*)"', part(file, "word/styles.xml")))
    assert {"Title", "Heading1", "Heading2", "Heading3", "ListBullet", "ReportTable"} < used


@pytest.mark.slow
def test_libreoffice_reads_every_word(tool: Callable[[str], str], tmp_path: Path) -> None:
    soffice, pdftotext = tool("soffice"), tool("pdftotext")
    file = tmp_path / "minutes.docx"
    file.write_bytes(docx.write(build(FULL)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    shown = subprocess.run(
        [pdftotext, "-raw", file.with_suffix(".pdf"), "-"], check=True, capture_output=True
    )
    text = squeezed(shown.stdout.decode("utf-8"))
    for line in word_lines(file.read_bytes()):
        for piece in re.split(r" [|→/] ", line.partition(": ")[2]):
            assert squeezed(piece).replace("👍", "") in text.replace("👍", "")
    assert "Sida1(" in text


@pytest.mark.slow
def test_the_file_follows_the_schema_of_office_open_xml(
    tmp_path: Path, tool: Callable[[str], str]
) -> None:
    validator = tool("ooxml-validator")  # Microsoft's Open XML SDK: see packaging/dev.py
    for name, view in {"full": FULL, "finished": FINISHED, "bare": BARE}.items():
        file = tmp_path / f"{name}.docx"
        file.write_bytes(docx.write(build(view)))
        answer = subprocess.run([validator, file], capture_output=True, check=False)
        assert json.loads(answer.stdout)["errors"] == []
