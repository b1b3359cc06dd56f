"""A document that has everything in it, and much of it: for Word and PDF."""

from collections.abc import Iterator
from functools import cache

from qualityvisit.reports.outline import (
    ASIDE,
    MUTED,
    QUOTE,
    STRONG,
    Attached,
    Block,
    Bullets,
    Contents,
    Fact,
    Figure,
    Heading,
    Outline,
    Paragraph,
    Run,
    Runs,
    Table,
    clean,
    runs,
)
from qualityvisit.reports.pdf import fonts
from qualityvisit.settings import RESOURCES
from tests.reports.some_charts import ALL

LOREM = "Rutinen för lektionsstart är känd av alla som undervisar på skolan. "
EMOJI = "👍🏽 👩‍👩‍👧 🇸🇪 1️⃣ ✓ → ☎ 🏫"
LONG_WORD = "Kvalitetsdjupdykningsuppföljningsprotokoll" * 40
ADDRESS = "https://www.example.se/kvalitet?år=2028&del=1#avsnitt"


@cache
def letters() -> str:
    """Return every character that a shipped font draws, in the order of Unicode."""
    names = [file.stem for file in (RESOURCES / "fonts").glob("*.ttf")]
    codes = {code for name in names for code in fonts.face(name).face.charToGlyph}
    return "".join(char for char in map(chr, sorted(codes)) if clean(char) == char != "\n")


def outline(filler: int = 0) -> Outline:
    """Return the document; ``filler`` is how many chapters of some two pages follow."""
    return Outline(
        title="Allt på en gång – med en titel som är så lång att den inte ryms på en enda rad",
        language="sv-SE",
        kind="Rapport",
        municipality="Exempelköpings kommun",
        committee="Barn- och utbildningsnämnden",
        registry_number="BUN 2028/114",
        mark="Arbetsmaterial",
        secrecy="Sekretess 23 kap. 2 § OSL",
        author="Eva Exempelberg",
        made="2028-04-04T09:15:00+02:00",
        identity="minutes/5f0e",
        version="2",
        facts=(
            Fact("Enhet", ("Exempelskolan",)),
            Fact("Tomt", ()),
            Fact("Ort", ("Ett", "", "Två")),
        ),
        blocks=tuple(blocks(filler)),
    )


DATA = (
    Attached("minutes.json", "application/json", b'{"a": 1}', "Uppgifterna i dokumentet"),
    Attached("åäö.csv", "text/csv", b"a;b\r\n", "Tabellen"),
)


def blocks(filler: int) -> Iterator[Block]:
    """Yield everything, chapter by chapter."""
    yield Contents("Innehåll")
    yield Heading("Tomma avsnitt", fresh_page=True, key="empty")
    yield Heading("Tomt", 2)
    yield Heading("Tomt också", 2)
    yield Heading("Tomt längst ned", 3)
    yield Heading("Inte numrerad", 2, numbered=False)
    yield Paragraph(())
    yield Paragraph(runs(""), ASIDE)
    yield from _lists()
    yield from _tables()
    yield from _words()
    yield Heading("Diagram", fresh_page=True)
    for chart in ALL:
        yield Paragraph(runs(LOREM))
        yield Figure(chart)
    for n in range(filler):
        yield from _chapter(n)


def _lists() -> Iterator[Block]:
    yield Heading("Listor")
    fourth = Bullets((runs("fjärde nivån ", Run("stark", STRONG)), runs(LOREM * 3)))
    third = Bullets((runs("tredje"), fourth, runs("tredje igen")), numbered=True)
    second = Bullets((runs("andra"), third, runs(LOREM * 2)))
    yield Bullets((runs("första"), second, runs("första igen"), runs("och en till")), numbered=True)
    yield Bullets((second,))  # a list that begins with a list
    yield Bullets(())
    yield Bullets(tuple(runs(f"sak {n}") for n in range(120)), numbered=True)


def _tables() -> Iterator[Block]:
    yield Heading("Tabeller")
    head = ("Vad", "Vem", "När")
    many = tuple((f"rad {n}", LOREM * (n % 3), "") for n in range(80))
    yield Table("Många rader", head, many, (2, 4, 1), row_headings=True)
    yield Table("En lång rad", head, ((LOREM * 120, LONG_WORD, EMOJI), ("sist", "", "")), (1, 1, 1))
    yield Table("Utan rader", head, (), (1, 1, 1))
    yield Table("En kolumn", ("Ensam",), (("a",), ("",)), (1,))


def _words() -> Iterator[Block]:
    yield Heading("Ord och tecken")
    yield Paragraph(runs(LONG_WORD))
    yield Paragraph(_linked())
    yield Bullets((_linked(), runs("och utan länk")))
    yield Paragraph(runs(EMOJI, Run(EMOJI, STRONG), Run(EMOJI, MUTED)), QUOTE)
    for start in range(0, len(letters()), 500):
        yield Paragraph(runs(letters()[start : start + 500]))
    for start in range(0, len(letters()), 4000):
        yield Paragraph((Run(letters()[start : start + 500], STRONG),), QUOTE)
    yield Heading(letters()[40:140], 2)
    yield Heading("Längst ned", 3)


def _linked() -> Runs:
    return (
        Run("Läs mer i "),
        Run("den långa vägledningen som bryts över flera rader, minst två ❤, " * 2, link=ADDRESS),
        Run(" eller skriv till "),
        Run("oss", STRONG, link="mailto:namnd@example.se"),
        Run("oss igen", link="mailto:namnd@example.se"),
        Run(". Inget ", link="") ,
        Run("", link=ADDRESS),
        Run("mer."),
    )  # fmt: skip


def _chapter(n: int) -> Iterator[Block]:
    yield Heading(f"Enhet nummer {n}", key=f"unit-{n}")
    yield Heading("Vad som sades", 2)
    for k in range(9):
        yield Paragraph(runs(LOREM * (2 + k % 4), Run("Särskilt detta. ", STRONG), Run(LOREM)))
    yield Heading("Vad som görs", 2)
    yield Bullets(tuple(runs(LOREM) for _ in range(5)))
    rows = tuple((f"Åtgärd {k}", LOREM, "Rektor", "2028-06-01") for k in range(8))
    yield Table("Åtgärder", ("Åtgärd", "Beskrivning", "Ansvarig", "Klart"), rows, (2, 5, 2, 2))
