"""Key figures of every kind that is read, with exact values, and how they are compared."""

import json
from pathlib import Path
from typing import Any

import pytest

from qualityvisit.errors import BadInput
from qualityvisit.intake.figures import (
    FigureReading,
    IncomingFigure,
    compare_figures,
    read_figures,
)
from qualityvisit.model.records import KeyFigure, Unit


def read(data: Path, *names: str, **choice: str) -> FigureReading:
    return read_figures(*((data / name).read_bytes() for name in names), **choice)


def encoded(found: object) -> bytes:
    return json.dumps(found).encode()


# --- Kolada


def test_kolada_data_is_read_per_municipality_and_year(data: Path) -> None:
    found = read(data, "kolada/data_N00945.json")
    assert len(found.figures) == 63
    assert found.rejected == []
    first = found.figures[0]
    assert first == IncomingFigure(1, "0180", "N00945", "31,3", "2000", "Kolada", "N00945", "")
    values = {(f.at, f.period): f.value for f in found.figures}
    assert values["1280", "2000"] == "28,4"
    assert values["1280", "2020"] == "37"
    assert {f.at for f in read(data, "kolada/data_N00945.json", municipality="1480").figures} == {
        "1480"
    }


def test_titles_come_from_kolada_and_nowhere_else(data: Path) -> None:
    found = read(data, "kolada/kpi.json")
    assert len(found.titles) == 5
    assert found.titles["N15033"] == (
        "Elever/lärare (heltidstjänst) i grundskola åk 1-9, lägeskommun, antal"
    )
    assert {f.name for f in read(data, "kolada/data_N00945.json").figures} == {"N00945"}


def test_kolada_names_municipalities_units_and_groups(data: Path) -> None:
    found = read(data, "kolada/municipality.json", "kolada/ou.json", "kolada/groups.json")
    assert found.places["0000"] == "Riket"
    assert found.places["1230"] == "Staffanstorp"
    assert found.places["V11E1280128053"] == "Al- Salamah språkförskola"
    assert found.places["1231"] == "Burlöv"


@pytest.mark.parametrize(
    ("told", "shown"),
    [(85.234, "85,2"), (4.266, "4,27"), (0.04, "0,04"), (7, "7"), (100.0, "100"), (-0.001, "0"),
     (-12.34, "-12,3"), (1234567.0, "1234567")],
)  # fmt: skip
def test_a_number_is_shown_with_the_decimals_that_can_be_read(told: float, shown: str) -> None:
    row = {"kpi": "N1", "municipality": "1230", "period": 2024, "values": [
        {"gender": "F", "value": told, "status": ""}]}  # fmt: skip
    [figure] = read_figures(encoded({"values": [row]})).figures
    assert (figure.value, figure.who) == (shown, "K")


def test_values_of_girls_and_boys_are_read_only_where_there_is_none_for_all() -> None:
    row = {"kpi": "N1", "ou": "V15E068400107", "period": 2025, "values": [
        {"gender": "K", "status": "Private", "value": None},
        {"gender": "M", "status": "Missing", "value": None},
        {"gender": "T", "status": "", "value": 85.2, "isdeleted": True},
    ]}  # fmt: skip
    found = read_figures(encoded({"values": [row]})).figures
    assert [(f.who, f.value) for f in found] == [("K", ".."), ("M", ".")]
    row["values"].append({"gender": "T", "status": "", "value": 80.0})  # type: ignore[attr-defined]
    assert [(f.who, f.value) for f in read_figures(encoded({"values": [row]})).figures] == [
        ("", "80")
    ]


@pytest.mark.parametrize(
    "change",
    [{"period": "2024"}, {"period": None}, {"municipality": "12"}, {"kpi": ""}, {"ou": "X"}],
)
def test_a_row_of_kolada_that_is_damaged_is_rejected(change: dict[str, Any]) -> None:
    row = {"kpi": "N1", "municipality": "1230", "period": 2024, "values": []} | change
    found = read_figures(encoded({"values": [row | {"kpi": row["kpi"]}]}))
    assert [r.why for r in found.rejected] == [
        "Det framgår inte vems värdet är eller vilket år det gäller."
    ]


def test_a_value_that_is_no_number_is_rejected_with_its_row() -> None:
    row = {"kpi": "N1", "municipality": "1230", "period": 2024, "values": [{"value": "många"}]}
    found = read_figures(encoded({"values": [row, row | {"period": 2025, "values": [
        {"value": float("nan")}]}]}))  # fmt: skip
    assert [(r.row, r.why) for r in found.rejected] == [
        (1, "många är inget tal: N1."), (2, "nan är inget tal: N1.")
    ]  # fmt: skip


# --- planned-educations


def test_statistics_keep_every_sign_of_the_source(data: Path) -> None:
    found = read(data, "planned/statistics-gr_10661388.json").figures
    values = {(f.measure, f.period): f.value for f in found}
    assert len(found) == 83
    assert {f.at for f in found} == {"10661388"}
    assert values["totalNumberOfPupils", "2025/26"] == "cirka 170"
    assert values["certifiedTeachersQuota", "2025/26"] == "*"
    assert values["averageGradesMeritRating9thGrade", "2024/25"] == "246,7"
    assert values["ratioOfPupilsIn9thGradeWithAllSubjectsPassed", "2023/24"] == "64,7 %"
    assert values["ratioOfPupils9thGradeEligibleForNationalProgramYR", "2024/25"] == "~100 %"
    assert values["ratioOfPupils9thGradeEligibleForNationalProgramYR", "2020/21"] == "100,0 %"
    assert values["averageResultNationalTestsSubjectSVA6thGrade", "2024/25"] == ".."
    assert values["averageResultNationalTestsSubjectSVA6thGrade", "2023/24"] == "."
    assert {f.source for f in found} == {"Skolverket"}
    named = {f.measure: f.name for f in found}
    assert named["averageGradesMeritRating9thGrade"] == "Årskurs 9: meritvärde"


COUNTS = {"10661388": 83, "13954336": 65, "24142153": 84, "36276828": 67, "44373961": 83,
          "82854505": 73}  # fmt: skip


@pytest.mark.parametrize("code", COUNTS)
def test_statistics_of_each_unit_are_read(data: Path, code: str) -> None:
    found = read(data, f"planned/statistics-gr_{code}.json")
    assert (len(found.figures), found.rejected) == (COUNTS[code], [])


def test_what_is_left_out_for_few_pupils_is_kept_secret_whatever_is_told() -> None:
    told = {"value": "42", "valueType": "OMITTED_DUE_TO_BASED_ON_FEW_PUPILS",
            "timePeriod": "2024/25"}  # fmt: skip
    body = {"schoolUnit": "12345678", "studentsPerTeacherQuota": [told]}
    assert [f.value for f in read_figures(encoded({"body": body})).figures] == [".."]


def test_salsa_is_read_with_deviations(data: Path) -> None:
    found = read(data, "planned/salsa.json", municipality="0331").figures
    assert {f.measure: f.value for f in found} == {
        "salsaAverageGradesIn9thGradeActual": "230",
        "salsaAverageCalculated": "212",
        "salsaAverageGradesIn9thGradeDeviation": "17",
        "salsaRequirementsReachedActual": "78 %",
        "salsaRequirementsReachedCalculated": "65 %",
        "salsaRequirementsReachedDeviation": "13",
        "salsaNewlyImmigratedQuota": "4 %",
        "salsaBoysQuota": "54 %",
        "salsaParentsEducation": "2,2",
    }
    assert {(f.at, f.period) for f in found} == {("36374693", "2022/23")}
    assert len(read(data, "planned/salsa.json").figures) == 27
    assert "-20" in {f.value for f in read(data, "planned/salsa.json").figures}


# --- Skolverket's statistics as JSON-stat2


def test_json_stat_is_read_by_what_its_sides_mean(data: Path) -> None:
    found = read(data, "planned/skolverket_stat_jsonstat2.json")
    name = "Elever, antal i huvudmannens skolor"
    assert [(f.at, f.name, f.value, f.period) for f in found.figures] == [
        ("2180", name, "10101", "2024/25"),
        ("2180", name, "10202", "2025/26"),
        ("0000", name, "1110000", "2024/25"),
        ("0000", name, "1120000", "2025/26"),
    ]
    assert found.places == {"2180": "Gävle", "0000": "Riket totalt"}
    assert found.figures[0].source == (
        "Skolverket: Kommunala jämförelsetal för grundskola: Skolor och elever"
    )


def test_json_stat_keeps_signs_sparse_values_and_school_units(data: Path) -> None:
    told = json.loads((data / "planned/skolverket_stat_jsonstat2.json").read_text("utf-8"))
    told["dimension"]["level"]["category"] = {"index": ["46191968", "2180"], "label": {}}
    told |= {"value": {"0": 12.5, "2": ".."}, "status": {"1": ".."}}
    found = read_figures(encoded(told))
    assert [(f.at, f.value) for f in found.figures] == [
        ("46191968", "12,5"), ("46191968", ".."), ("2180", ".."), ("2180", "."),
    ]  # fmt: skip


@pytest.mark.parametrize("change", [{"size": [1, 2, 3]}, {"id": []}, {"role": {}, "dimension": {}}])
def test_json_stat_that_does_not_fit_is_rejected(data: Path, change: dict[str, Any]) -> None:
    told = json.loads((data / "planned/skolverket_stat_jsonstat2.json").read_text("utf-8"))
    found = read_figures(encoded(told | change))
    assert [r.why for r in found.rejected] == [
        "Tabellens dimensioner stämmer inte med dess värden."
    ]


def test_json_stat_far_too_large_is_refused(data: Path) -> None:
    told = json.loads((data / "planned/skolverket_stat_jsonstat2.json").read_text("utf-8"))
    many = [f"{n:08}" for n in range(60_000)]
    told["dimension"]["level"]["category"] = {"index": many}
    told["size"] = [1, 60_000, 2]
    with pytest.raises(BadInput, match="för stor"):
        read_figures(encoded(told))


# --- Skolenkäten


def test_pupils_answers_are_read_per_year(data: Path) -> None:
    found = read(data, "survey/nestedsurveys_pupilsgr.json").figures
    assert [(f.who, f.index, f.value, f.name) for f in found] == [
        ("ak5", "Övergripande nöjdhet", "7,6", "Hur nöjd är du med din skola?"),
        ("ak5", "Trygghet", "8,6", "Känner du dig trygg i skolan?"),
        ("ak5", "Studiero", "6,0", "Hur ofta är det arbetsro på lektionerna?"),
        ("ak5", "", "90 %", "Skolenkäten: svarsfrekvens"),
        ("ak8", "Stimulans", "6,3",
         "Hur ofta får lärarna dig att bli intresserad av skolarbetet?"),
        ("ak8", "", "87 %", "Skolenkäten: svarsfrekvens"),
    ]  # fmt: skip
    assert {(f.at, f.period) for f in found} == {("44673074", "VT26")}


def test_guardians_answers_stand_in_the_body_and_need_a_unit(data: Path) -> None:
    found = read(data, "survey/nestedsurveys_custodiansgr.json", at="44673074").figures
    assert [(f.at, f.who, f.index, f.value) for f in found] == [
        ("44673074", "guardians", "Övergripande nöjdhet", "8,1"),
        ("44673074", "guardians", "Trygghet", "8,8"),
    ]
    assert {f.at for f in read(data, "survey/nestedsurveys_custodiansgr.json").figures} == {""}


def test_flat_answers_tell_the_same_as_nested_ones(data: Path) -> None:
    flat = read(data, "survey/surveys_flat_pupilsgr.json").figures
    nested = read(data, "survey/nestedsurveys_pupilsgr.json").figures
    assert [f.identity for f in flat] == [f.identity for f in nested[:3]]
    assert [f.value for f in flat] == [f.value for f in nested[:3]]


def test_answers_of_fewer_than_five_are_hidden_whatever_the_file_tells(data: Path) -> None:
    told = json.loads((data / "survey/nestedsurveys_pupilsgr.json").read_text("utf-8"))
    told["body"]["schoolYearMetrics"][0]["noOfAnswers"] = "4"
    found = read_figures(encoded(told)).figures
    assert [f.value for f in found if f.who == "ak5"] == ["-"] * 4
    assert [f.value for f in found if f.who == "ak8"] == ["6,3", "87 %"]


def test_answers_without_unit_or_term_are_rejected(data: Path) -> None:
    told = json.loads((data / "survey/nestedsurveys_pupilsgr.json").read_text("utf-8"))
    told["body"]["schoolYearMetrics"][0]["semester"] = None
    told["body"]["schoolYearMetrics"][1]["schoolUnitCode"] = "4467307"
    found = read_figures(encoded(told))
    assert (found.figures, len(found.rejected)) == ([], 2)


# --- comparing


def figure(value: str, **other: str) -> IncomingFigure:
    told = {"at": "12345678", "name": "Meritvärde", "period": "2024/25", "source": "S"} | other
    return IncomingFigure(row=2, value=value, **told)


OURS = Unit("u1", name="Skolan", code="12345678")


def reading(*figures: IncomingFigure) -> FigureReading:
    return FigureReading(list(figures))


def test_a_figure_goes_to_the_unit_of_its_code_once() -> None:
    found = compare_figures([OURS], [], reading(figure("240"), figure("240")))
    assert [(unit, f.value) for unit, f in found.added] == [("u1", "240")]
    had = KeyFigure("f1", unit="u1", name="Meritvärde", value="240", period="2024/25")
    again = compare_figures([OURS], [had], reading(figure("240")))
    assert (again.added, again.updated, again.unchanged) == ((), (), 1)


def test_two_values_for_one_figure_are_told() -> None:
    found = compare_figures([OURS], [], reading(figure("240"), figure("250")))
    assert [r.why for r in found.rejected] == ["Meritvärde har ett annat värde på rad 2."]


def test_what_is_missing_is_not_added_but_replaces_what_was_told() -> None:
    assert compare_figures([OURS], [], reading(figure("."))).added == ()
    had = KeyFigure("f1", unit="u1", name="Meritvärde", value="240", period="2024/25")
    [(old, new)] = compare_figures([OURS], [had], reading(figure("."))).updated
    assert (old.id, new.value) == ("f1", ".")


def test_an_invented_unit_gets_no_real_figures() -> None:
    invented = Unit("u1", name="Skolan", code="12345678", invented=True)
    found = compare_figures([invented], [], reading(figure("240")))
    assert found.added == ()
    assert [u.at for u in found.unmatched] == ["12345678"]


def test_what_a_unit_is_called_is_a_proposal_only_where_one_fits() -> None:
    read = reading(figure("1", at="V11E1"))
    read.places["V11E1"] = "Almens förskola, Storgatan 1"
    units = [Unit("u1", name="ALMENS FÖRSKOLA"), Unit("u2", name="Grans förskola")]
    assert compare_figures(units, [], read).unmatched[0].proposal == "u1"
    twins = [*units, Unit("u3", name="Almens förskola")]
    assert compare_figures(twins, [], read).unmatched[0].proposal == ""


def test_another_file_is_refused(data: Path) -> None:
    for name in ("planned/documents_76026322.json", "planned/geographical_areas.json",
                 "planned/school-units_page.json", "register-2020-skane.xlsx",
                 "survey/nestedsurveys_index.json"):  # fmt: skip
        with pytest.raises(BadInput):
            read(data, name)
