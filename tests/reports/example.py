"""The minutes of an invented visit: every section, every kind of block."""

from dataclasses import replace

from qualityvisit.model import records as r
from qualityvisit.reports.minutes import MinutesInput, Section

COMMITTEE = r.Committee(
    "c", "Barn- och utbildningsnämnden", "Exempelköping", "0000", "Kvalitetsnämnden", example=True
)
UNIT = r.Unit("u", "Exempelskolan", ("FKLASS - -", "GR - -", "FTH - -"), "00000000")
VISIT = r.Visit(
    "v", "u", "Exempelskolan", "GR", date="2028-03-23", place="Exempelskolan, Exempelvägen 1",
    registry_number="BUN 2028/114",
)  # fmt: skip
TEAM = (
    r.Person("1", "Anna Exempel", "ordförande"),
    r.Person("2", "Bertil Exempelsson", "AU-ledamot"),
    r.Person("3", "Cecilia Exempelqvist", "ersättare"),
    r.Person("4", "David Exempel", "utbildningschef"),
    r.Person("5", "Eva Exempelberg", "utbildningsstrateg", r.ADMINISTRATOR),
)


def _session(group: str, participants: str, category: str, *, leader: bool = False) -> r.Session:
    return r.Session(
        f"s-{group}", "v", r.INTERVIEW, group, participants=participants, category=category,
        leadership_present=leader,
    )  # fmt: skip


SESSIONS = (
    r.Session("s-walk", "v", r.WALK_THROUGH, participants="4"),
    _session(r.LEADERSHIP, "2", "rektor och biträdande rektor", leader=True),
    _session(r.PUPILS, "6", "elever i åk 7–9, utsedda av elevrådet"),
    _session(r.STAFF, "7", "lärare åk 4–9", leader=True),
    _session(r.GUARDIANS, "1", ""),
)


def _said(group: str, name: str, theme: str, *paragraphs: str) -> Section:
    return Section(f"group:{group}/{theme}", name, theme, paragraphs)


SECTIONS = (
    Section(
        r.INTRO,
        paragraphs=(
            "Exempelskolan har 412 elever. Skolan byggdes om 2024 och är samlad i ett hus.",
            "Nämnden bad gruppen att lyssna efter hur arbetet märks i klassrummen.",
        ),
    ),
    _said(
        r.LEADERSHIP, "Skolledning", "Ledning och kvalitetsarbete",
        "Skolledningen beskriver ett kvalitetsarbete i tre steg.\n"
        "- Arbetslagen har fått en gemensam mall.\n"
        "- Återkopplingen till eleverna saknas ännu.\n"
        "Återkopplingen ges inom två veckor.",
    ),
    _said(
        r.PUPILS, "Elever", "Trygghet och studiero",
        "Eleverna beskriver en gemensam start på lektionerna.",
        "”Det är lugnare i år, men inte i matsalen.”",
        "Några visade med 👍 att de trivs.",
    ),
    _said(
        r.PUPILS, "Elever", "Inflytande och delaktighet",
        "Elevrådet möter rektor varje månad. Klassråden hålls olika ofta.",
    ),
    _said(r.STAFF, "Personal", "Trygghet och studiero", "Rutinen når inte alltid vikarier."),
    _said(r.STAFF, "Personal", "Stöd och elevhälsa", "", "  "),
    _said(r.GUARDIANS, "Vårdnadshavare", "", "Lärplattformen är svår att hitta i."),
    Section(r.OBSERVATIONS, paragraphs=("Korridorerna var lugna.",)),
    Section(r.OVERALL[0], paragraphs=("Bilden är samstämmig mellan grupperna.",)),
    Section(r.AGREED, paragraphs=("Följande stämdes av med skolledningen.",)),
    Section(
        r.QUESTIONS_SECTION,
        paragraphs=("Hur når rutinen vikarier?", "- Vad ligger bakom skillnaden i matematik?"),
    ),
    Section(r.DISTRIBUTION, paragraphs=("Nämnden\nRektor, Exempelskolan", "Akten")),
    Section("something-new", theme="Tillägg", paragraphs=("Ord som ingen rubrik frågar efter.",)),
)  # fmt: skip
FINDINGS = (
    r.Finding(
        "f1", "v", r.STRENGTH, text="Gemensam lektionsstart.", groups=(r.PUPILS, r.STAFF, "x")
    ),
    r.Finding("f2", "v", r.DEVELOPMENT, text="Studieron i matsalen.", groups=(r.PUPILS,)),
    r.Finding("f3", "v", r.DEFICIENCY, text="Toaletter på plan 2 kan inte låsas."),
)
ACTIONS = (
    r.Action("a1", "v", text="Låsen på plan 2 åtgärdas.", responsible="Rektor", due="2028-04-15"),
    r.Action("a2", "v", text="Plan för lugnare matsal."),
    r.Action("a3", "v", text="Rutin till vikarier.", responsible="Arbetslagen", due="ht 2028"),
)
FIGURES = (
    r.KeyFigure("k1", "u", "Elever i åk 9, alla ämnen", "86,2 %", "2026/27", "Skolverket"),
    r.KeyFigure("k2", "u", "Elever i åk 6, alla ämnen", "..", "2026/27", "Skolverket"),
    r.KeyFigure("k3", "u", "Trygghet, åk 8 (index)", ".", "VT 2028", "Skolinspektionen"),
)

FULL = MinutesInput(
    committee=COMMITTEE,
    visit=VISIT,
    unit=UNIT,
    team=TEAM,
    sessions=SESSIONS,
    sections=SECTIONS,
    findings=FINDINGS,
    actions=ACTIONS,
    figures=FIGURES,
    groups=(r.Group("x", "Elevhälsa"),),
    drawn_up_by="Eva Exempelberg",
    made="2028-04-04T09:15:00+02:00",
)
FINISHED = replace(FULL, status="finished", finished="2028-04-04")
BARE = MinutesInput(r.Committee("c"), r.Visit("v", title="Exempelskolan"), r.Unit("u"))


def saying(*texts: str) -> MinutesInput:
    """Return minutes whose every section says these paragraphs, tables and lists too."""
    return replace(
        FULL,
        sections=tuple(replace(s, paragraphs=texts) for s in SECTIONS),
        findings=tuple(replace(f, text=" ".join(texts)) for f in FINDINGS),
        actions=tuple(replace(a, text=" ".join(texts)) for a in ACTIONS),
    )
