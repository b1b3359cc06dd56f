"""A chart of each kind, with values that are missing."""

from qualityvisit.reports.charts import BARS, LINES, MATRIX, SHARES, Chart, Series


def _series(name: str, *values: float | None) -> Series:
    return Series(
        name, values, tuple("" if v is None else f"{v:g}".replace(".", ",") for v in values)
    )


BAR = Chart(
    BARS,
    "Elever som nått kunskapskraven i alla ämnen, läsåret 2026/27",
    ("Exempelskolan", "Norra skolan", "Skolan med ett mycket långt namn i kommunens utkant", "Ön"),
    (_series("Alla", 86.2, 71, None, 92.5),),
    "%",
    "Skolverket, SIRIS",
)
GROUPED = Chart(
    BARS,
    "Trygghet efter årskurs",
    ("Åk 5", "Åk 8", "Gymnasiet"),
    (_series("VT 2026", 6.8, 7.1, None), _series("VT 2028", 7.2, 6.9, 7.4)),
    "",
    "Skolinspektionens skolenkät",
)
SHARE = Chart(
    SHARES,
    "Jag känner mig trygg i skolan",
    ("Elever åk 5", "Elever åk 8", "Vårdnadshavare, förskola", "Personal"),
    (
        _series("Stämmer helt", 62, 41, 70, None),
        _series("Stämmer ganska bra", 25, 33, 22, None),
        _series("Stämmer ganska dåligt", 9, 17, 5, None),
        _series("Stämmer inte alls", 3, 7, 1, None),
        _series("Vet inte", 1, 2, 2, None),
    ),
    "%",
)
LINE = Chart(
    LINES,
    "Meritvärde över tid",
    ("2023/24", "2024/25", "2025/26", "2026/27", "2027/28"),
    (
        _series("Exempelskolan", 214.5, 218, None, 226.1, 231),
        _series("Kommunen", 221, 219.5, 222, 220, 224),
    ),
    "",
    "Skolverket",
)
GRID = Chart(
    MATRIX,
    "Vem har tagit upp vad",
    ("Trygghet och studiero", "Stöd och elevhälsa", "Inflytande och delaktighet"),
    (
        Series("Skolledning", (1, 2, None), ("nämnt", "flera", "")),
        Series("Elever", (3, 0, 2), ("alla", "inget", "flera")),
        Series("Personal", (2, 3, 1), ("flera", "alla", "nämnt")),
        Series("Vårdnadshavare", (0, 1, None), ("inget", "nämnt", "")),
    ),
)
ALL = (BAR, GROUPED, SHARE, LINE, GRID)
