from dataclasses import replace

import pytest

from qualityvisit import words
from qualityvisit.model import records
from qualityvisit.reports import kept
from qualityvisit.reports.minutes import MinutesInput, Said, Section, Voices, build
from qualityvisit.reports.outline import (
    ASIDE,
    QUOTE,
    Bullets,
    Figure,
    Heading,
    Outline,
    Paragraph,
    Table,
    plain,
)
from tests.reports.example import BARE, FINISHED, FULL


def headings(report: Outline) -> list[str]:
    return [f"{b.level} {b.text}" for b in report.blocks if isinstance(b, Heading)]


def facts(report: Outline) -> dict[str, tuple[str, ...]]:
    return {fact.label: fact.lines for fact in report.facts}


def said(report: Outline) -> str:
    """Return all that the report says."""
    lines = [line for fact in report.facts for line in (fact.label, *fact.lines)]
    for block in report.blocks:
        match block:
            case Heading():
                lines.append(block.text)
            case Paragraph():
                lines.append(plain(block.runs))
            case Bullets():
                lines += [plain(item) for item in block.items if not isinstance(item, Bullets)]
            case Table():
                lines += [cell for row in (block.header, *block.rows) for cell in row]
    return "\n".join(lines)


def test_the_headings_are_those_of_the_trade() -> None:
    assert headings(build(FULL)) == [
        "1 Underlag",
        "1 Inledning och enhetens förutsättningar",
        "1 Intervjuer per grupp",
        "2 Skolledning",
        "3 Ledning och kvalitetsarbete",
        "2 Elever",
        "3 Trygghet och studiero",
        "3 Inflytande och delaktighet",
        "2 Personal",
        "3 Trygghet och studiero",
        "2 Vårdnadshavare",
        "1 Iakttagelser från rundvandringen",
        "1 Samlad bild",
        "2 Styrkor",
        "2 Utvecklingsområden",
        "2 Brister",
        "1 Överenskommet och att följa upp",
        "1 Frågor till kvalitetsnämnden",
        "1 Sändlista",
        "1 Övrigt",
        "2 Tillägg",
    ]


def test_minutes_without_content_have_no_headings() -> None:
    report = build(BARE)
    assert not report.blocks
    assert report.title == "Kvalitetsdjupdykning – Exempelskolan"
    assert list(facts(report)) == ["Enhet", "Status"]


def test_the_head_says_who_where_and_when() -> None:
    assert facts(build(FULL)) == {
        "Enhet": ("Exempelskolan, förskoleklass, grundskola och fritidshem",),
        "Besöksdatum": ("torsdag 23 mars 2028",),
        "Plats": ("Exempelskolan, Exempelvägen 1",),
        "Närvarande, nämnden": (
            "Anna Exempel, ordförande",
            "Bertil Exempelsson, AU-ledamot",
            "Cecilia Exempelqvist, ersättare",
        ),
        "Närvarande, förvaltningen": (
            "David Exempel, utbildningschef",
            "Eva Exempelberg, utbildningsstrateg",
        ),
        "Intervjuade grupper": (
            "Skolledning: 2 deltagare, rektor och biträdande rektor",
            "Elever: 6 deltagare, elever i åk 7–9, utsedda av elevrådet",
            "Personal: 7 deltagare, lärare åk 4–9",
            "Vårdnadshavare: 1 deltagare",
        ),
        "Diarienummer": ("BUN 2028/114",),
        "Upprättad av": ("Eva Exempelberg",),
        "Status": ("Arbetsmaterial",),
    }


def test_a_person_without_a_title_is_placed_by_role() -> None:
    team = (
        records.Person("1", "En", role=records.MEMBER),
        records.Person("2", "Två", role=records.ADMINISTRATOR),
    )
    found = facts(build(replace(BARE, team=team)))
    assert found["Närvarande, nämnden"] == ("En",)
    assert found["Närvarande, förvaltningen"] == ("Två",)


@pytest.mark.parametrize(
    ("status", "mark", "shown"),
    [
        ("draft", "Arbetsmaterial", "Arbetsmaterial"),
        ("fact-check", "Arbetsmaterial", "Arbetsmaterial, för sakgranskning"),
        ("finished", "", "Färdigställd 4 april 2028"),
        ("approval", "Arbetsmaterial", "Arbetsmaterial, för godkännande"),
        ("archived", "", "Färdigställd 4 april 2028, arkiverad"),
    ],
)
def test_a_draft_is_marked_as_working_material(status: str, mark: str, shown: str) -> None:
    report = build(replace(FINISHED, status=status))
    assert report.mark == mark
    assert facts(report)["Status"] == (shown,)


def test_an_extra_visit_is_no_deep_dive() -> None:
    view = replace(FULL, visit=replace(FULL.visit, extra=True))
    assert build(view).title == "Extra besök – Exempelskolan"


def test_a_preschool_has_children() -> None:
    visit = replace(FULL.visit, form="FS")
    session = replace(FULL.sessions[2], category="")
    view = replace(BARE, visit=visit, sessions=(session,))
    assert facts(build(view))["Intervjuade grupper"] == ("Barn: 6 deltagare",)


def test_a_group_of_ones_own_keeps_its_name() -> None:
    session = records.Session("s", "v", group="x", category="kurator")
    view = replace(BARE, sessions=(session,), groups=(records.Group("x", "Elevhälsa"),))
    assert facts(build(view))["Intervjuade grupper"] == ("Elevhälsa: kurator",)


def test_the_groups_who_said_a_finding_are_named() -> None:
    assert "Gemensam lektionsstart. (sagt av elever, personal och elevhälsa)" in said(build(FULL))
    assert "Toaletter på plan 2 kan inte låsas.\n" in said(build(FULL)) + "\n"


def test_a_leader_in_the_room_is_told_of() -> None:
    paragraphs = [b for b in build(FULL).blocks if isinstance(b, Paragraph)]
    asides = [plain(b.runs) for b in paragraphs if b.kind == ASIDE]
    assert "7 deltagare, lärare åk 4–9. Skolledningen var närvarande." in asides
    assert "2 deltagare, rektor och biträdande rektor." in asides  # it is their own session


def test_lists_and_quotes_keep_what_they_are() -> None:
    blocks = build(FULL).blocks
    lists = [[plain(item) for item in b.items if not isinstance(item, Bullets)]
             for b in blocks if isinstance(b, Bullets)]  # fmt: skip
    assert [
        "Arbetslagen har fått en gemensam mall.",
        "Återkopplingen till eleverna saknas ännu.",
    ] in lists
    assert ["Hur når rutinen vikarier?", "Vad ligger bakom skillnaden i matematik?"] in lists
    assert ["Nämnden", "Rektor, Exempelskolan", "Akten"] in lists
    quotes = [plain(b.runs) for b in blocks if isinstance(b, Paragraph) and b.kind == QUOTE]
    assert quotes == ["”Det är lugnare i år, men inte i matsalen.”"]


def test_questions_are_numbered_so_that_one_can_speak_of_them() -> None:
    numbered = [b for b in build(FULL).blocks if isinstance(b, Bullets) and b.numbered]
    assert [len(b.items) for b in numbered] == [2]


def test_what_was_agreed_is_a_table() -> None:
    table = [b for b in build(FULL).blocks if isinstance(b, Table)][-1]
    assert table.header == ("Vad", "Ansvarig", "När")
    assert table.rows == (
        ("Låsen på plan 2 åtgärdas.", "Rektor", "15 april 2028"),
        ("Plan för lugnare matsal.", "–", "–"),
        ("Rutin till vikarier.", "Arbetslagen", "ht 2028"),
    )


def test_figures_that_are_not_shown_are_explained() -> None:
    text = said(build(FULL))
    assert "”..” betyder att värdet inte redovisas: för få elever eller svar." in text
    assert "”.” betyder att uppgift saknas." in text
    shown = replace(FULL, figures=FULL.figures[:1])
    assert "betyder" not in said(build(shown))


def test_no_paragraph_is_lost_whatever_its_section_is_called() -> None:
    keys = [
        "introduction", "observations", "overall-strengths", "agreed", "questions", "distribution",
        "group:staff/t1", "group:staff/", "group:new/t", "unheard-of", "group", "",
    ]  # fmt: skip
    sections = tuple(Section(key, "", "", (f"Ord {n}.",)) for n, key in enumerate(keys))
    text = said(build(replace(BARE, sections=sections)))
    assert all(f"Ord {n}." in text for n in range(len(keys)))


def test_what_is_only_control_characters_is_empty() -> None:
    sections = tuple(replace(s, paragraphs=("\x00\x07", " \n ")) for s in FULL.sections)
    view = replace(BARE, sections=sections)
    assert not build(view).blocks


def test_english_is_whole() -> None:
    words.use("en")
    report = build(FULL)
    assert report.language == "en-GB"
    assert report.title == "Quality deep dive – Exempelskolan"
    assert "1 Agreed and to be followed up" in headings(report)
    assert facts(report)["Date of the visit"] == ("Thursday 23 March 2028",)


def test_the_same_minutes_give_the_same_outline() -> None:
    assert build(FULL) == build(MinutesInput(**{f: getattr(FULL, f) for f in FULL.__slots__}))


def test_what_is_said_seen_and_made_of_it_are_told_apart() -> None:
    said = Said("Vi trivs.", records.UTTERANCE)
    seen = Said("Det var tyst.", records.OBSERVATION)
    made = Said("- Tryggheten är god.\nDen har ökat.", records.INTERPRETATION)
    section = Section("group:staff/t", "Personal", "Trygghet", (said, seen, made, "Äldre."))
    blocks = build(replace(BARE, sections=(section,))).blocks
    told = [plain(b.runs) for b in blocks if isinstance(b, Paragraph)]
    assert told[1:] == [
        "Utsagor står utan märkning; iakttagelser och tolkningar är märkta.", "Vi trivs.",
        "Iakttagelse: Det var tyst.", "Tolkning: Tryggheten är god.", "Den har ökat.", "Äldre.",
    ]  # fmt: skip


def test_the_four_voices_stand_as_a_table_where_they_were_put() -> None:
    cells = ((("strength", 3), ("development", 1)), (("silent", 0), ("unasked", 0)))
    voices = Voices(records.TABLE, ("Personal", "Elever"), ("Trygghet", ""), cells)
    section = Section(records.OVERALL[0], paragraphs=(voices,))
    [table] = [b for b in build(replace(BARE, sections=(section,))).blocks
               if isinstance(b, Table)]  # fmt: skip
    assert table.header == ("Tema", "Personal", "Elever")
    assert table.rows == (
        ("Trygghet", "styrkor (3)", "utvecklingsområden (1)"),
        ("Övriga teman", "inget sagt", "inte tillfrågad"),
    )
    assert sum(table.widths) == 100


def test_the_four_voices_can_stand_as_a_chart_and_are_kept_so() -> None:
    cells = ((("strength", 5), ("silent", 0)),)
    voices = Voices(records.CHART, ("Personal", "Elever"), ("Trygghet",), cells)
    section = Section(records.OVERALL[0], paragraphs=(voices,))
    report = build(replace(BARE, sections=(section,)))
    [figure] = [b for b in report.blocks if isinstance(b, Figure)]
    assert figure.chart.labels == ("Trygghet",)
    assert [(s.name, s.values, s.shown) for s in figure.chart.series] == [
        ("Personal", (3.0,), ("styrkor (5)",)), ("Elever", (0.0,), ("inget sagt",)),
    ]  # fmt: skip
    assert kept.loads(kept.dumps(report)) == report
