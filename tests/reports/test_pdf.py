import io
import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from qualityvisit import words
from qualityvisit.reports import pdf
from qualityvisit.reports.minutes import build
from qualityvisit.reports.outline import (
    ASIDE,
    BODY,
    Bullets,
    Heading,
    Outline,
    Paragraph,
    Table,
    runs,
)
from tests.reports.example import BARE, FINISHED, FULL
from tests.reports.reading import Spoken, faults, squeezed

LOREM = "Rutinen för lektionsstart är känd av alla som undervisar på skolan. "


def report(*blocks: Any) -> Outline:
    return replace(build(BARE), blocks=blocks, registry_number="BUN 1", committee="Nämnden")


def long_report() -> Outline:
    table = Table("Tabell", ("Vad", "När"), tuple((f"rad {n}", "nu") for n in range(90)), (3, 1))
    text = [Paragraph(runs(LOREM * n)) for n in range(1, 25)]
    lists = [Bullets(tuple(runs(LOREM * n) for n in range(1, 12)), numbered=True)]
    return report(Heading("Text"), *text, Heading("Tabell"), table, Heading("Lista", 2), *lists)


def outline_of(file: pikepdf.Pdf) -> list[tuple[int, str]]:
    """Return level and title of each bookmark."""
    found = []

    def walk(items: Any, level: int) -> None:
        for item in items:
            found.append((level, item.title))
            walk(item.children, level + 1)

    with file.open_outline() as outline:
        walk(outline.root, 0)
    return found


def test_the_minutes_are_read_aloud_as_they_should(
    golden: Callable[[str, list[str]], None],
) -> None:
    golden("minutes-pdf.txt", Spoken(pdf.write(build(FULL))).lines)


def test_poppler_reads_the_minutes_as_a_person_would(
    golden: Callable[[str, list[str]], None], tool: Callable[[str], str], tmp_path: Path
) -> None:
    file = tmp_path / "minutes.pdf"
    file.write_bytes(pdf.write(build(FULL)))
    command = [tool("pdfinfo"), "-struct-text", str(file)]
    told = subprocess.run(command, check=True, capture_output=True).stdout
    # It writes the names of tables as they stand in the file, in another encoding.
    golden("minutes-struct.txt", told.decode("utf-8", "backslashreplace").splitlines())


@pytest.mark.parametrize("view", [FULL, FINISHED, BARE], ids=["full", "finished", "bare"])
@pytest.mark.parametrize("profile", ["2a", "ua1"])
def test_the_file_is_fit_for_archives_and_for_everybody(view: Any, profile: str) -> None:
    assert faults(pdf.write(build(view)), profile) == []


def test_long_reports_are_fit_too() -> None:
    file = pdf.write(long_report())
    assert faults(file, "2a") == faults(file, "ua1") == []
    Spoken(file).check()


def test_qpdf_finds_no_fault(tool: Callable[[str], str], tmp_path: Path) -> None:
    file = tmp_path / "minutes.pdf"
    file.write_bytes(pdf.write(build(FULL)))
    subprocess.run([tool("qpdf"), "--check", file], check=True, capture_output=True)


def test_content_and_structure_belong_together() -> None:
    Spoken(pdf.write(build(FULL))).check()


def test_the_same_outline_gives_the_same_bytes() -> None:
    outline = build(FULL)
    assert pdf.write(outline) == pdf.write(outline)
    assert pdf.write(outline) != pdf.write(replace(outline, made="2028-04-05"))


def test_the_environment_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    before = pdf.write(build(FULL))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert pdf.write(build(FULL)) == before


def test_every_heading_is_a_bookmark() -> None:
    file = pikepdf.open(io.BytesIO(pdf.write(build(FULL))))
    found = outline_of(file)
    assert found[:4] == [
        (0, "1 Underlag"), (0, "2 Inledning och enhetens förutsättningar"),
        (0, "3 Intervjuer per grupp"), (1, "3.1 Skolledning"),
    ]  # fmt: skip
    assert (2, "Ledning och kvalitetsarbete") in found
    assert len(found) == len([b for b in build(FULL).blocks if isinstance(b, Heading)])


def test_the_file_says_what_it_is() -> None:
    file = pikepdf.open(io.BytesIO(pdf.write(build(FULL))))
    assert file.Root.Lang == "sv-SE"
    assert file.Root.ViewerPreferences.DisplayDocTitle
    assert file.docinfo["/Title"] == "Kvalitetsdjupdykning – Exempelskolan"
    assert file.docinfo["/CreationDate"] == "D:20280404071500+00'00'"
    with file.open_metadata() as metadata:
        assert metadata["dc:title"] == "Kvalitetsdjupdykning – Exempelskolan"
        assert metadata["dc:creator"] == ["Eva Exempelberg"]
        assert metadata["dc:description"] == "Minnesanteckning, BUN 2028/114"
        assert metadata["pdf:Keywords"] == "BUN 2028/114"
        assert metadata["xmp:CreateDate"] == "2028-04-04T07:15:00+00:00"
        assert metadata.pdfa_status == "2A"


def test_every_font_is_embedded() -> None:
    file = pikepdf.open(io.BytesIO(pdf.write(build(FULL))))
    fonts = [font for page in file.pages for font in page.Resources.Font.values()]
    assert fonts
    assert all("/FontFile2" in font.FontDescriptor for font in fonts)
    names = {str(font.BaseFont).partition("+")[2] for font in fonts}
    assert names == {"Carlito", "Carlito-Bold", "Carlito-Italic", "NotoEmoji-Regular"}


def test_the_words_come_in_order_when_the_page_is_read_as_it_is_drawn() -> None:
    outline = build(FULL)
    document = pypdfium2.PdfDocument(pdf.write(outline))
    drawn = squeezed("".join(page.get_textpage().get_text_range() for page in document))
    place = 0
    for line in Spoken(pdf.write(outline)).lines:
        if words_of := squeezed(line.partition(": ")[2]):
            found = drawn.find(words_of, place)
            assert found >= 0 or words_of in drawn, words_of
            place = max(place, found)


def test_pages_are_numbered_and_repeat_whose_they_are() -> None:
    spoken = Spoken(pdf.write(long_report()))
    total = len(spoken.artifacts)
    assert total > 5
    for number, outside in enumerate(spoken.artifacts, 1):
        assert f"Sida {number} ({total})" in outside
        assert "Kvalitetsdjupdykning – Exempelskolan" in outside
        for told in ("Nämnden", "Dnr BUN 1", "Arbetsmaterial"):
            assert (told in outside) is (number > 1)


def test_a_finished_record_has_no_mark() -> None:
    spoken = Spoken(pdf.write(build(FINISHED)))
    assert not any("Arbetsmaterial" in outside for outside in spoken.artifacts)
    assert "Arbetsmaterial" not in spoken.words


def test_a_table_over_pages_repeats_its_header_for_the_eye_only() -> None:
    spoken = Spoken(pdf.write(long_report()))
    assert [line.strip() for line in spoken.lines].count("TH: Vad") == 1
    assert sum("Vad\nNär" in outside for outside in spoken.artifacts) == 3


def test_a_row_taller_than_the_page_goes_on() -> None:
    table = Table("Tabell", ("Vad", "Vem"), ((LOREM * 80, LOREM * 30), ("sist", "av alla")), (1, 1))
    spoken = Spoken(pdf.write(report(table)))
    spoken.check()
    assert squeezed(LOREM * 80) in squeezed(spoken.words)
    assert len(spoken.artifacts) > 2


def test_no_heading_stands_last_on_its_page() -> None:
    for lines in range(20, 45):
        text = [Paragraph(runs("rad")) for _ in range(lines)]
        aside = Paragraph(runs("7 deltagare"), ASIDE)
        heading = (Heading("Rubrik"), Heading("Under", 2), aside, Heading("Längst ned", 3))
        document = pypdfium2.PdfDocument(
            pdf.write(report(*text, *heading, Paragraph(runs("text"))))
        )
        pages = [page.get_textpage().get_text_range() for page in document]
        (with_heading,) = [page for page in pages if "Rubrik" in page]
        assert "Längst ned\r\ntext" in with_heading


def test_a_title_without_end_leaves_room_for_the_rest() -> None:
    outline = replace(build(FULL), title="Titel" * 2000, committee="Nämnd " * 400)
    spoken = Spoken(pdf.write(outline))
    assert squeezed("Titel" * 2000) in squeezed(spoken.words)
    assert squeezed("Nämnd " * 400) in squeezed(spoken.words)


def test_lists_of_many_numbers_keep_their_labels_whole() -> None:
    listed = Bullets(tuple(runs("sak") for _ in range(120)), numbered=True)
    labels = [x.strip() for x in Spoken(pdf.write(report(listed))).lines if "Lbl" in x]
    assert labels[-1] == "Lbl: 120."


def test_headings_are_numbered_as_in_the_word_file() -> None:
    headings = [Heading(str(n), n) for n in (1, 2, 2, 3, 1, 2)]
    lines = Spoken(pdf.write(report(*headings))).lines
    found = [line.strip() for line in lines if re.match(r"\s*H[2-4]", line)]
    assert found == ["H2: 1 1", "H3: 1.1 2", "H3: 1.2 2", "H4: 3", "H2: 2 1", "H3: 2.1 2"]


def test_english_is_whole() -> None:
    words.use("en")
    file = pdf.write(build(FULL))
    assert pikepdf.open(io.BytesIO(file)).Root.Lang == "en-GB"
    assert "Page 1 (" in Spoken(file).artifacts[0]


def test_an_unknown_day_is_no_hindrance() -> None:
    outline = Outline("Titel", "sv-SE", "Slag", blocks=(Paragraph(runs("ord"), BODY),))
    assert faults(pdf.write(outline), "2a") == []
