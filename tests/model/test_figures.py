import pytest

from qualityvisit.model.figures import Series, about, number, of_theme, series, when
from qualityvisit.model.records import KeyFigure, Theme


def figure(name: str, value: str, period: str, **other: str) -> KeyFigure:
    return KeyFigure(f"{name}{period}", "u1", name, value, period, "S", **other)


def test_a_measure_is_one_series_in_order_of_time() -> None:
    told = [figure("Merit", "240", "2024/25"), figure("Merit", "230", "2022/23"),
            figure("Merit", "250", "HT25"), figure("Merit", "..", "2023/24", who="K")]  # fmt: skip
    found = series(told)
    assert [[f.period for f in s.figures] for s in found] == [
        ["2022/23", "2024/25", "HT25"], ["2023/24"],
    ]  # fmt: skip


def test_what_was_never_told_is_no_series() -> None:
    assert series([figure("Merit", ".", "2024"), figure("Merit", ".", "2023")]) == []
    assert len(series([figure("Merit", ".", "2024"), figure("Merit", "..", "2023")])) == 1


def test_the_municipality_and_the_country_lie_beside_the_same_period() -> None:
    ours = [figure("x", "80", "2024", measure="N1"), figure("x", "81", "2025", measure="N1")]
    others = [KeyFigure(f"o{n}", area, "x", "7", period, "S", "N1")
              for n, (area, period) in enumerate([("1230", "2025"), ("0000", "2025"),
                                                  ("1230", "2024")])]  # fmt: skip
    [found] = series(ours, others)
    assert [(o.unit, o.period) for o in found.beside] == [("1230", "2025"), ("0000", "2025")]


def test_answers_to_other_questions_are_not_compared() -> None:
    told = [figure("q", "7", period, measure="survey.security") for period in
            ("VT18", "VT20", "VT22", "HT22", "VT24", "VT26")]  # fmt: skip
    [found] = series(told)
    assert [f.period for f in found.comparable] == ["HT22", "VT24", "VT26"]


@pytest.mark.parametrize(
    ("value", "told"),
    [("93,3 %", 93.3), ("262,4", 262.4), ("1 234", 1234.0), ("-20", -20.0), ("~100 %", None),
     ("cirka 210", None), ("..", None), ("-", None), ("", None)],
)  # fmt: skip
def test_only_what_is_told_exactly_is_a_number(value: str, told: float | None) -> None:
    assert number(value) == told


def test_what_is_told_about_so_has_a_height_all_the_same() -> None:
    assert [about(v) for v in ("~100 %", "cirka 210", "93,3 %", "..")] == [100.0, 210.0, 93.3, None]


def test_periods_stand_in_time() -> None:
    told = ["2023", "2023/24", "VT24", "HT24", "2025"]
    assert sorted(told, key=when) == told
    assert when("nobody knows") == 0


SAFE = Theme("t1", "g", "Trygghet och studiero", "01", "Normer, värden och inflytande",
             "Trygghet, Studiero, Förhindra kränkningar")  # fmt: skip
KNOWLEDGE = Theme("t2", "g", "Kunskaper", "02", "Kunskap, utveckling och lärande", "Stimulans")
RUNNING = Theme("t3", "g", "Ledning", "03", "Varje skolas utveckling", "Övergripande nöjdhet")
TOLD = [
    figure("Känner du dig trygg?", "8,6", "VT26", index="Trygghet"),
    figure("Är du intresserad?", "6,3", "VT26", index="Stimulans"),
    figure("Årskurs 9: meritvärde", "262,4", "2024/25"),
    figure("Elever per lärare", "12", "2024/25"),
    figure("Elever i åk 5: Känner du dig trygg i skolan? andel (%)", "82", "2025"),
    figure("Inskrivna barn per årsarbetare", "5", "2025"),
]


def names(found: list[Series]) -> list[str]:
    return [s.latest.name for s in found]


def test_figures_go_to_themes_by_survey_areas_first_and_then_by_bruk() -> None:
    found = series(TOLD)
    assert names(of_theme(found, SAFE)) == [TOLD[0].name, TOLD[4].name]
    assert names(of_theme(found, KNOWLEDGE)) == [TOLD[1].name, TOLD[2].name]
    assert names(of_theme(found, RUNNING)) == [TOLD[3].name, TOLD[5].name]
    assert of_theme(found, Theme("t4", "g", "Annat")) == []
