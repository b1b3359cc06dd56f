"""The parts of a report that are more than text, as the PDF tells them."""

import io
import re
from dataclasses import replace
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from qualityvisit.reports import charts, pdf
from qualityvisit.reports.look import SHIPPED, Look, Manner, family_of
from qualityvisit.reports.minutes import build
from qualityvisit.reports.outline import (
    Block,
    Bullets,
    Contents,
    Figure,
    Heading,
    Outline,
    Paragraph,
    Run,
    Table,
    runs,
)
from tests.reports import structure
from tests.reports.example import BARE
from tests.reports.other_look import LOGO, OTHER
from tests.reports.reading import Spoken
from tests.reports.some_charts import BAR, SHARE

ADDRESS = "https://www.example.se/väg?a=1#två"


def report(*blocks: Block, **others: Any) -> Outline:
    return replace(build(BARE), blocks=blocks, facts=(), **others)


def told(*blocks: Block, look: Look = SHIPPED, **others: Any) -> list[str]:
    """Return what is read aloud of some blocks, without what stands before them."""
    spoken = Spoken(pdf.write(report(*blocks, **others), look=look))
    spoken.check()
    lines = spoken.lines
    title = next(n for n, line in enumerate(lines) if line.strip().startswith("H1"))
    return [line[2:] for line in lines[title + 1 :]]


def opened(*blocks: Block, look: Look = SHIPPED) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf.write(report(*blocks), look=look)))


def test_a_list_inside_a_list_belongs_to_the_item_before_it() -> None:
    inner = Bullets((runs("b"), runs("c")))
    assert told(Bullets((runs("a"), inner, runs("d")), numbered=True)) == [
        "L:", "  LI:", "    Lbl: 1.", "    LBody: a", "      L:",
        "        LI:", "          Lbl: –", "          LBody: b",
        "        LI:", "          Lbl: –", "          LBody: c",
        "  LI:", "    Lbl: 2.", "    LBody: d",
    ]  # fmt: skip


def test_a_list_without_items_leaves_no_trace() -> None:
    assert told(Bullets(()), Paragraph(runs("ord"))) == ["P: ord"]
    assert told(Bullets((Bullets((runs("a"),)),)))[:2] == ["L:", "  LI:"]


def test_row_headings_are_told_as_such() -> None:
    table = Table("T", ("", "Nu"), (("Elever", "4"),), (1, 1), row_headings=True)
    assert told(table)[-3:] == ["  TR:", "    TH: Elever", "    TD: 4"]
    file = opened(table)
    parts = list(structure.whole(file).walk())
    scopes = [str(part.element.A.Scope) for part in parts if part.tag == "TH"]
    assert scopes == ["/Column", "/Column", "/Row"]


def test_links_lead_where_they_say() -> None:
    linked = Paragraph((Run("Läs "), Run("här", link=ADDRESS), Run(" och "), Run("mer.")))
    assert told(linked) == ["P: Läs  och mer.", "  Link: här"]
    file = opened(linked)
    (annotation,) = file.pages[0].Annots
    assert annotation.A.URI == "https://www.example.se/v%C3%A4g?a=1#tv%C3%A5"
    assert annotation.Contents == ADDRESS


def test_a_link_over_lines_is_one_link_with_a_spot_on_each_line() -> None:
    file = opened(Paragraph((Run("ord " * 60, link=ADDRESS),)))
    links = [part for part in structure.whole(file).walk() if part.tag == "Link"]
    assert [len(part.links) for part in links] == [3]
    assert len(file.pages[0].Annots) == 3


def test_two_links_to_one_address_are_two_links() -> None:
    linked = Run("a", link=ADDRESS)
    assert told(Paragraph((linked, Run(" och "), linked))) == ["P:  och", "  Link: a", "  Link: a"]


def test_contents_tell_the_page_of_each_numbered_heading_and_lead_there() -> None:
    headings = [
        Heading("Ett", fresh_page=True), Heading("Under", 2), Heading("Djupt", 3),
        Heading("Två", fresh_page=True), Heading("Utan", numbered=False),
    ]  # fmt: skip
    lines = told(Contents("Innehåll"), *headings)
    assert lines[:13] == [
        "H2: Innehåll", "TOC:",
        "  TOCI:", "    Reference:", "      Link: 1 Ett 2",
        "    TOC:", "      TOCI:", "        Reference:", "          Link: 1.1 Under 2",
        "  TOCI:", "    Reference:", "      Link: 2 Två 3", "H2: 1 Ett",
    ]  # fmt: skip
    file = opened(Contents("Innehåll"), *headings)
    targets = [spot.Dest[0].objgen for spot in file.pages[0].Annots]
    second, third = file.pages[1].obj.objgen, file.pages[2].obj.objgen
    assert targets == [second, second, third]
    assert [str(spot.Contents) for spot in file.pages[0].Annots] == ["1 Ett", "1.1 Under", "2 Två"]


def test_contents_of_nothing_are_not_there() -> None:
    assert told(Contents("Innehåll"), Paragraph(runs("ord"))) == ["P: ord"]


def test_contents_under_a_heading_skip_no_level() -> None:
    headings = Heading("Ett"), Heading("Under", 2)
    lines = told(*headings, Contents("Innehåll"), Heading("Djupt", 3))
    assert [line for line in lines if line[0] == "H"] == [
        "H2: 1 Ett", "H3: 1.1 Under", "H3: Innehåll", "H4: Djupt",
    ]  # fmt: skip


def test_contents_may_stand_twice() -> None:
    lines = told(Contents("A"), Heading("Ett"), Contents("B"))
    assert [line.strip() for line in lines].count("Link: 1 Ett 1") == 2


def test_a_chapter_may_begin_a_page() -> None:
    blocks = Paragraph(runs("före")), Heading("Ett", fresh_page=True), Heading("Två", 2)
    assert len(opened(*blocks).pages) == 2
    assert len(opened(Heading("Ny", fresh_page=True), *blocks[1:]).pages) == 3


def test_a_chart_is_told_in_words_and_drawn_with_its_own_fonts() -> None:
    (figure,) = told(Figure(BAR))
    assert figure.startswith(f"Figure: {charts.words(BAR)}: Elever som nått")
    file = opened(Figure(SHARE), Figure(BAR))
    names = {str(font.BaseFont) for font in file.pages[0].Resources.Font.values()}
    assert names
    assert all("Carlito" in name for name in names)


def test_a_chart_higher_than_the_page_is_made_smaller() -> None:
    many = tuple(f"Enhet {n}" for n in range(100))
    series = replace(BAR.series[0], values=(1.0,) * 100, shown=("1",) * 100)
    file = opened(Figure(replace(BAR, labels=many, series=(series,))))
    (figure,) = [part for part in structure.whole(file).walk() if part.tag == "Figure"]
    assert float(figure.element.A.BBox[1]) >= SHIPPED.bottom


@pytest.mark.parametrize("look", [SHIPPED, OTHER], ids=["shipped", "other"])
def test_marks_number_and_version_stand_on_every_page(look: Look) -> None:
    outline = report(
        *[Paragraph(runs("ord")) for _ in range(70)],
        registry_number="BUN 1", mark="Arbetsmaterial", secrecy="Sekretess", version="3",
    )  # fmt: skip
    document = pypdfium2.PdfDocument(pdf.write(outline, look=look))
    assert len(document) > 1
    for n, page in enumerate(document, 1):
        words = page.get_textpage().get_text_range()
        for stands in ("Arbetsmaterial", "Sekretess", "BUN 1", "Version 3"):
            assert stands in words
        assert re.search(rf"Sida {n} (av|\()", words)


def test_lines_of_a_template_stand_on_every_page_and_a_number_is_never_lost() -> None:
    look = replace(OTHER, header_lines=("Kommunen\tFörvaltningen",), footer_lines=())
    text = [Paragraph(runs("ord")) for _ in range(70)]
    for n, page in enumerate(pypdfium2.PdfDocument(pdf.write(report(*text), look=look)), 1):
        words = page.get_textpage().get_text_range()
        assert "Kommunen" in words
        assert "Förvaltningen" in words
        assert f"Sida {n} (" in words


def test_nothing_stands_where_a_printer_may_not_reach() -> None:
    look = replace(OTHER, header=0, footer=0, top=0, bottom=0)
    text = [Paragraph(runs("ord")) for _ in range(70)]
    for page in pypdfium2.PdfDocument(pdf.write(report(*text), look=look)):
        words = page.get_textpage()
        boxes = [words.get_rect(n) for n in range(words.count_rects())]
        assert min(box[1] for box in boxes) > 15
        assert max(box[3] for box in boxes) < 792 - 15


def test_page_and_text_are_as_the_look_says() -> None:
    file = opened(Paragraph(runs("ord")), look=OTHER)
    assert list(map(float, file.pages[0].MediaBox)) == [0, 0, 612, 792]
    names = {str(f.BaseFont).partition("+")[2] for f in file.pages[0].Resources.Font.values()}
    assert names == {"LiberationSerif", "LiberationSerif-Bold"}


def test_a_logo_is_told_by_its_words_and_has_no_transparency() -> None:
    file = opened(look=OTHER)
    figure = next(part for part in structure.whole(file).walk() if part.tag == "Figure")
    assert figure.element.Alt == LOGO.alt
    (picture,) = file.pages[0].Resources.XObject.values()
    assert "/SMask" not in picture
    nameless = replace(OTHER, logo=replace(LOGO, alt=" ", width=4000, height=100))
    file = opened(look=nameless)
    (figure,) = [part for part in structure.whole(file).walk() if part.tag == "Figure"]
    assert figure.element.Alt == "Logotyp"
    assert float(figure.element.A.BBox[2]) < 300


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Arial", "LiberationSans"), (" times  New Roman ", "LiberationSerif"),
        ("Calibri", "Carlito"), ("Comic Sans MS", "Carlito"), ("", "Carlito"),
    ],
)  # fmt: skip
def test_a_font_is_drawn_by_one_of_ours(name: str, family: str) -> None:
    assert family_of(name) == family


def test_every_font_of_a_family_draws_text() -> None:
    for family in ("LiberationSans", "LiberationSerif"):
        look = replace(
            SHIPPED,
            body=Manner(12, f"{family}-Regular"),
            quote=Manner(12, f"{family}-Italic"),
        )
        blocks = Paragraph((Run("ord"), Run("ord", "strong"))), Paragraph(runs("ord"), "quote")
        file = opened(*blocks, look=look)
        names = {str(font.BaseFont) for font in file.pages[0].Resources.Font.values()}
        assert sum(family in name for name in names) == 3


def test_the_check_of_the_structure_sees_what_is_wrong() -> None:
    file = pdf.write(report(Heading("Ett"), Paragraph((Run("ord", link=ADDRESS),))))

    def without_spot(found: pikepdf.Pdf) -> None:
        part = next(p for p in structure.whole(found).walk() if p.tag == "Link")
        part.element.K = pikepdf.Array([part.element.K[0]])

    def swapped(found: pikepdf.Pdf) -> None:
        owners = found.Root.StructTreeRoot.ParentTree.Nums[1]
        owners[0], owners[1] = owners[1], owners[0]

    def unmarked(found: pikepdf.Pdf) -> None:
        found.pages[0].contents_add(b"0 0 9 9 re f")

    def skipped(found: pikepdf.Pdf) -> None:
        part = next(p for p in structure.whole(found).walk() if p.tag == "H2")
        part.element.S = pikepdf.Name("/H3")

    for spoil in (without_spot, swapped, unmarked, skipped):
        found = pikepdf.open(io.BytesIO(file))
        structure.check(found)
        spoil(found)
        with pytest.raises((AssertionError, KeyError)):
            structure.check(found)
