import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.reports import docx
from qualityvisit.reports.charts import words
from qualityvisit.reports.docx.package import MAIN, OLE, TEMPLATE, W
from qualityvisit.reports.docx.styles import shipped
from qualityvisit.reports.minutes import build
from qualityvisit.reports.outline import (
    Bullets,
    Contents,
    Figure,
    Heading,
    Outline,
    Paragraph,
    Run,
    Table,
    one_line,
    runs,
)
from qualityvisit.reports.template import MOST, STOPS, WARNS, check
from qualityvisit.reports.template_look import look_of
from tests.reports import torture
from tests.reports.example import FULL
from tests.reports.reading import opened, part, squeezed, word_lines
from tests.reports.some_charts import ALL
from tests.reports.templates import OTHERS, changed, in_part, other, swedish

RICH = Outline(
    "Titel", "sv-SE", "Slag", "Exempelköping", "Nämnden", "BUN 2028/1", "Arbetsmaterial",
    "Eva", "2028-04-04", secrecy="Sekretess", identity="visit:v", version="3",
    blocks=(
        Contents("Innehåll"), Heading("Ett", key="intro"), Paragraph(runs("Ord.")),
        Heading("Ett ett", 2), Bullets((runs("a"), Bullets((runs("b"), Bullets((runs("c"),))))),
                                       numbered=True),
        Heading("Två", fresh_page=True), Paragraph((Run("Länk", link="https://example.org/?a=1&b=2"),)),
        Heading("Onumrerad", numbered=False),
    ),
)  # fmt: skip
INLINE = (
    '<w:p><w:r><w:t>Dnr: </w:t></w:r><w:sdt><w:sdtPr><w:tag w:val="registry-number"/></w:sdtPr>'
    "<w:sdtContent><w:r><w:t>x</w:t></w:r></w:sdtContent></w:sdt></w:p>"
)
BLOCK = re.compile(r"<w:sdt><w:sdtPr><w:alias w:val=\"Innehåll\"/>.*?</w:sdt>")


def body(words: str) -> bytes:
    """Return our template with another body."""

    def change(name: str, text: str) -> str:
        return BLOCK.sub(words, text) if name == "word/document.xml" else text

    return changed(change)


def said(template: bytes) -> str:
    return " ".join(f.what for f in check(template).findings)


def lines(template: bytes, outline: Outline = RICH) -> list[str]:
    return word_lines(docx.write(outline, template=template))


# --- filling


@pytest.mark.parametrize("name", OTHERS)
def test_a_template_by_others_keeps_its_words_and_gets_ours(data: Path, name: str) -> None:
    template = other(data, name)
    file = docx.write(build(FULL), template=template)
    was = [p.text for p in opened(template).paragraphs]
    now = [p.text for p in opened(file).paragraphs]
    assert now[: len(was)] == was
    ours = {re.sub("^[^:]*: ", "", line) for line in word_lines(docx.write(build(FULL)))}
    assert ours <= {re.sub("^[^:]*: ", "", line) for line in word_lines(file)}


def test_swedish_names_of_styles_are_found_and_missing_ones_are_added() -> None:
    template = swedish()
    file = docx.write(build(FULL), template=template)
    used = set(re.findall(r'w:(?:p|r|tbl)Style w:val="([^"]*)"', part(file, "word/document.xml")))
    known = set(re.findall(r'w:styleId="([^"]*)"', part(file, "word/styles.xml")))
    assert used <= known
    assert {"Rubrik", "Rubrik1", "Rubrik2", "Heading3", "ListBullet", "ReportTable"} <= used
    assert "Heading1" not in known
    before = part(template, "word/styles.xml")
    kept = re.findall("<w:style .*?</w:style>", before, re.DOTALL)
    names = re.findall(r'<w:name w:val="([^"]*)"', part(file, "word/styles.xml"))
    assert len(names) == len(set(names)) > len(kept)
    assert "0F4C5C" not in part(file, "word/styles.xml")  # theirs is the colour of what is added


def test_a_template_of_word_becomes_a_document() -> None:
    template = changed(in_part("[Content_Types].xml", MAIN, TEMPLATE))
    assert check(template).usable
    assert MAIN in part(docx.write(RICH, template=template), "[Content_Types].xml")


BEFORE, AFTER = (f"<w:p><w:r><w:t>{word}</w:t></w:r></w:p>" for word in ("Före", "Efter"))
MARKS = {
    "words": "<w:p><w:r><w:t>{{con</w:t></w:r><w:r><w:t>tent}}</w:t></w:r></w:p>",
    "inline": "<w:p><w:sdt><w:sdtPr><w:tag w:val='Innehåll'/></w:sdtPr><w:sdtContent>"
              "<w:r><w:t>x</w:t></w:r></w:sdtContent></w:sdt></w:p>",
    "block": "<w:sdt><w:sdtPr><w:tag w:val='content'/></w:sdtPr><w:sdtContent><w:p/>"
             "</w:sdtContent></w:sdt>",
}  # fmt: skip


@pytest.mark.parametrize("kind", MARKS)
def test_the_text_goes_where_the_mark_stands(kind: str) -> None:
    found = lines(body(BEFORE + MARKS[kind] + AFTER))
    assert found[0] == "Normal: Före"
    assert found[-1] == "Normal: Efter"
    assert "Title: Titel" in found
    assert "{{" not in str(found)


def test_the_text_can_go_into_a_cell() -> None:
    cell = (
        "<w:tbl><w:tblPr><w:tblW w:w='0' w:type='auto'/></w:tblPr><w:tblGrid>"
        "<w:gridCol w:w='2000'/><w:gridCol w:w='5000'/></w:tblGrid><w:tr><w:tc>"
        "<w:tcPr><w:tcW w:w='2000' w:type='dxa'/>"
        "</w:tcPr><w:p/></w:tc><w:tc><w:tcPr><w:tcW w:w='5000' w:type='dxa'/></w:tcPr>"
        "<w:p><w:r><w:t>{{content}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>"
    )
    file = docx.write(build(FULL), template=body(cell))
    (_narrow, wide) = opened(file).tables[0].rows[0].cells
    assert wide.paragraphs[0].text.startswith("Kvalitetsdjupdykning")
    widths = [int(t.xpath("string(w:tblPr/w:tblW/@w:w)")) for t in wide._tc.xpath("w:tbl")]
    assert widths
    assert max(widths) < 5000


def test_controls_in_the_body_are_filled_and_a_label_is_not_doubled() -> None:
    title = INLINE.replace("registry-number", "Rubrik").replace("Dnr: ", "")
    found = lines(body(f"{title}{INLINE}<w:p><w:r><w:t>{{{{content}}}}</w:t></w:r></w:p>"))
    text = docx.write(RICH, template=body(f"{title}{INLINE}<w:p/>"))
    shown = [squeezed("".join(t.text or "" for t in p._p.iter(f"{W}t")))
             for p in opened(text).paragraphs]  # fmt: skip
    assert shown[:2] == ["Titel", "Dnr:BUN2028/1"]
    assert "Title: Titel" not in found  # the template has said it


def test_a_control_that_word_fills_itself_is_filled_too() -> None:
    bound = INLINE.replace(
        '<w:tag w:val="registry-number"/>',
        '<w:alias w:val="Titel"/><w:dataBinding w:xpath="/ns1:coreProperties[1]/ns0:title[1]"'
        ' w:storeItemID="{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"/>',
    )
    assert "dataBinding" not in part(docx.write(RICH, template=body(bound)), "word/document.xml")


def test_where_the_template_lay_is_told_to_nobody() -> None:
    template = changed(
        in_part("word/settings.xml", "<w:zoom", '<w:attachedTemplate r:id="rId1"/><w:zoom')
    )
    assert "attachedTemplate" not in part(docx.write(RICH, template=template), "word/settings.xml")


def test_lists_and_links_and_contents() -> None:
    file = docx.write(RICH)
    text = part(file, "word/document.xml")
    levels = re.findall(r'<w:ilvl w:val="(\d)"/><w:numId w:val="(\d+)"', text)
    assert [level for level, _n in levels] == ["0", "1", "2"]
    assert "https://example.org/?a=1&amp;b=2" in part(file, "word/_rels/document.xml.rels")
    listed = re.findall(r'<w:hyperlink w:anchor="([^"]*)"[^>]*>.*?<w:t[^>]*>([^<]*)<', text)
    assert [words for _a, words in listed] == ["1  Ett", "1.1  Ett ett", "2  Två"]
    assert {a for a, _w in listed} <= set(re.findall(r'w:bookmarkStart[^>]*w:name="([^"]*)"', text))
    assert 'w:name="_qv_intro"' in text
    assert text.count("<w:pageBreakBefore/>") == 1


def test_a_chart_is_a_picture_that_is_told_in_words() -> None:
    chart = ALL[0]
    file = docx.write(Outline("T", "sv-SE", "K", blocks=(Figure(chart), Figure(chart))))
    (first, second) = opened(file).inline_shapes
    assert first._inline.docPr.get("descr") == one_line(words(chart))
    assert first._inline.docPr.id != second._inline.docPr.id
    assert first.width <= opened(file).sections[0].page_width


def test_a_row_is_headed_by_its_first_cell() -> None:
    table = Table("Om skolor", ("Skola", "Elever"), (("Ett", "412"),), (1, 1), row_headings=True)
    (found,) = opened(docx.write(Outline("T", "sv-SE", "K", blocks=(table,)))).tables
    assert found._tbl.xpath("string(w:tblPr/w:tblLook/@w:firstColumn)") == "1"
    assert found.rows[1].cells[0].paragraphs[0].runs[0].style.name == "Strong"
    assert found.rows[1].cells[1].paragraphs[0].runs[0].style.name != "Strong"


def test_the_document_says_which_it_is() -> None:
    file = docx.write(RICH)
    assert opened(file).core_properties.identifier == "visit:v"
    assert opened(file).core_properties.version == "3"
    assert "BUN 2028/1" in part(file, "docProps/custom.xml")


@given(st.text(max_size=60))
def test_every_key_makes_a_name_that_word_takes(key: str) -> None:
    assert re.fullmatch(r"_qv_[A-Za-z0-9_]{0,36}", docx.bookmark(key))


# --- checking


def test_our_own_template_is_good() -> None:
    assert not [f for f in check(shipped()).findings if f.weight in (STOPS, WARNS)]


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (b"hello", "inget Word-dokument"),
        (b"", "inget Word-dokument"),
        (b"PK\x03\x04" + bytes(MOST), "större än 1 MB"),
        (OLE + bytes(600), "gammalt format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "lösenord"),
    ],
)
def test_what_is_no_template_is_told_plainly(file: bytes, told: str) -> None:
    found = check(file)
    assert not found.usable
    assert told in found.findings[0].what
    assert found.findings[0].advice


def test_macros_are_refused() -> None:
    macros = MAIN.replace("openxmlformats-officedocument.wordprocessingml", "ms-word").replace(
        "document.main", "document.macroEnabled.main"
    )
    found = check(changed(in_part("[Content_Types].xml", MAIN, macros)))
    assert not found.usable
    assert "makron" in found.findings[0].what


def test_strict_files_are_told_apart() -> None:
    usual, other = "schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/office"
    strict = changed(in_part("_rels/.rels", usual, other))
    assert "Strict Open XML" in said(strict)


def test_what_is_missing_or_left_over_is_told() -> None:
    insertion = "<w:p><w:ins w:id='1' w:author='a'><w:r><w:t>Nyckel</w:t></w:r></w:ins></w:p>"
    told = said(body(insertion + INLINE.replace("registry-number", "Handläggarkod")))
    for word in ("läggs sist", "spårade ändringar", "Handläggarkod", "Nyckel"):
        assert word in told


@pytest.mark.parametrize("name", OTHERS)
def test_of_a_template_by_others_the_checker_says_what_is_missing(data: Path, name: str) -> None:
    told = said(other(data, name))
    for word in ("läggs sist", "arbetsmaterial", "Diarienumret", "sidnummer"):
        assert word in told
    assert check(other(data, name)).usable


def test_no_file_makes_the_checker_fail(data: Path) -> None:
    file = other(data, "letter")
    for cut in range(0, len(file), 997):
        check(file[:cut])
        check(file[:cut] + b"\xff" * 40 + file[cut + 40 :])


# --- how it looks


def test_the_look_is_the_template_s(data: Path) -> None:
    look = look_of(swedish(), RICH)
    assert round(look.page_width) == 420
    assert look.body.font == "LiberationSans-Regular"
    assert look.headings[0].colour == look.accent == "AA0055"
    assert look.headings[0].size == 16
    assert look.footer_lines == ("Titel\tSida {page} ({pages})",)
    letter = look_of(other(data, "letter"), RICH)
    assert letter.logo is not None
    assert letter.logo.content.startswith((b"\x89PNG", b"\xff\xd8"))
    assert letter.header_lines
    assert "Springfield" in "".join(letter.header_lines)


# --- judged by others


@pytest.mark.slow
def test_filled_templates_follow_the_schema(
    data: Path, tmp_path: Path, tool: Callable[[str], str]
) -> None:
    validator = tool("ooxml-validator")

    def errors(name: str, content: bytes) -> list[str]:
        file = tmp_path / f"{name}.docx"
        file.write_bytes(content)
        answer = subprocess.run([validator, file], capture_output=True, check=False)
        return [e["description"] for e in json.loads(answer.stdout)["errors"]]

    assert errors("rich", docx.write(RICH)) == []
    assert errors("torture", docx.write(torture.outline(3))) == []
    assert errors("swedish", docx.write(build(FULL), template=swedish())) == []
    for name in OTHERS:
        own = errors(name, other(data, name))  # one has a value of its own that is none
        assert errors(name, docx.write(build(FULL), template=other(data, name))) == own


@pytest.mark.slow
def test_libreoffice_opens_filled_templates(
    data: Path, tmp_path: Path, tool: Callable[[str], str]
) -> None:
    soffice, pdftotext = tool("soffice"), tool("pdftotext")
    made = {name: docx.write(build(FULL), template=other(data, name)) for name in OTHERS}
    made |= {"swedish": docx.write(build(FULL), template=swedish())}
    for name, content in made.items():
        (tmp_path / f"{name}.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path,
         *(tmp_path / f"{name}.docx" for name in made)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    for name in made:
        shown = subprocess.run([pdftotext, "-raw", tmp_path / f"{name}.pdf", "-"], check=True,
                               capture_output=True)  # fmt: skip
        text = squeezed(shown.stdout.decode("utf-8")).replace("👍", "")
        for line in word_lines(docx.write(build(FULL))):
            for piece in re.split(r" [|→/] ", line.partition(": ")[2]):
                assert squeezed(piece).replace("👍", "") in text, (name, piece)
