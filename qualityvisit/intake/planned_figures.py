"""Statistics of school units as Skolverket's planned-educations answers, and its SALSA figures."""

import re

from qualityvisit.intake.answers import Answer, objects, part, text
from qualityvisit.intake.figures import MISSING, SECRET, SIGNS, VALUE, FigureReading, wanted
from qualityvisit.intake.figures import IncomingFigure as Figure
from qualityvisit.intake.reading import is_code
from qualityvisit.words import _

SOURCE, SALSA = "Skolverket", "Skolverket, SALSA"
LINK = re.compile(r"/school-units/(\d{8})/statistics")
SHARES = ("ratio", "certifiedTeachers")  # how measures begin that are shares: their values get a %
FEW = "OMITTED_DUE_TO_BASED_ON_FEW_PUPILS"


def measures() -> dict[str, str]:
    """Return what the measures are called, which the answers do not say."""
    return {
        "specialTeacherPositions": _("Special teachers"),
        "studentsPerTeacherQuota": _("Pupils per teacher"),
        "certifiedTeachersQuota": _("Teachers with certification and qualification, share"),
        "specialEducatorsQuota": _("Special educators"),
        "totalNumberOfPupils": _("Number of pupils"),
        "ratioOfPupilsIn6thGradeWithAllSubjectsPassed": _("Year 6: passed in all subjects, share"),
        "averageResultNationalTestsSubjectSVE6thGrade": _("Year 6: national test, Swedish"),
        "averageResultNationalTestsSubjectENG6thGrade": _("Year 6: national test, English"),
        "averageResultNationalTestsSubjectMA6thGrade": _("Year 6: national test, mathematics"),
        "averageResultNationalTestsSubjectSVA6thGrade": _(
            "Year 6: national test, Swedish as a second language"
        ),
        "averageResultNationalTestsSubjectSVE9thGrade": _("Year 9: national test, Swedish"),
        "averageResultNationalTestsSubjectENG9thGrade": _("Year 9: national test, English"),
        "averageResultNationalTestsSubjectMA9thGrade": _("Year 9: national test, mathematics"),
        "averageResultNationalTestsSubjectSVA9thGrade": _(
            "Year 9: national test, Swedish as a second language"
        ),
        "ratioOfPupilsIn9thGradeWithAllSubjectsPassed": _("Year 9: passed in all subjects, share"),
        "averageGradesMeritRating9thGrade": _("Year 9: merit rating"),
        "ratioOfPupils9thGradeEligibleForNationalProgramYR": _(
            "Year 9: qualified for vocational programmes, share"
        ),
        "ratioOfPupils9thGradeEligibleForNationalProgramES": _(
            "Year 9: qualified for the arts programme, share"
        ),
        "ratioOfPupils9thGradeEligibleForNationalProgramSAEKHU": _(
            "Year 9: qualified for social sciences, economics and humanities, share"
        ),
        "ratioOfPupils9thGradeEligibleForNationalProgramNATE": _(
            "Year 9: qualified for natural sciences and technology, share"
        ),
        "salsaAverageGradesIn9thGradeActual": _("SALSA: merit rating, actual"),
        "salsaAverageCalculated": _("SALSA: merit rating, expected by the model"),
        "salsaAverageGradesIn9thGradeDeviation": _("SALSA: merit rating, deviation"),
        "salsaRequirementsReachedActual": _("SALSA: passed in all subjects, actual share"),
        "salsaRequirementsReachedCalculated": _(
            "SALSA: passed in all subjects, share expected by the model"
        ),
        "salsaRequirementsReachedDeviation": _("SALSA: passed in all subjects, deviation"),
        "salsaNewlyImmigratedQuota": _("SALSA: newly immigrated pupils, share"),
        "salsaBoysQuota": _("SALSA: boys, share"),
        "salsaParentsEducation": _("SALSA: parents' level of education"),
    }


SALSA_SHARES = ("salsaRequirementsReachedActual", "salsaRequirementsReachedCalculated",
                "salsaNewlyImmigratedQuota", "salsaBoysQuota")  # fmt: skip


def read_page(number: int, page: object, municipality: str, reading: FigureReading) -> bool:
    """Read a page of statistics; return whether it was one."""
    body = part(page, "body")
    if "compulsorySchoolUnitSalsaMetricList" in body:
        for row, unit in objects(body, "compulsorySchoolUnitSalsaMetricList"):
            if wanted(text(unit, "geographicalAreaCode"), municipality):
                _read_salsa(row, unit, text(body, "timePeriod"), reading)
        return True
    series = {key: list(objects(body, key)) for key in body if key in measures()}
    if not any("valueType" in each for found in series.values() for _n, each in found):
        return False
    link = LINK.search(text(body, "_links", "self", "href"))
    code = text(body, "schoolUnit") or (link[1] if link else "")
    if code and not is_code(code):
        reading.reject(number, _("The school unit code is missing."))
        return True
    for key, found in series.items():
        for _number, each in found:
            if period := text(each, "timePeriod"):
                shown = _value(each, percent=key.startswith(SHARES))
                reading.take(Figure(number, code, measures()[key], shown, period, SOURCE, key))
    return True


def _read_salsa(row: int, unit: Answer, period: str, reading: FigureReading) -> None:
    code = text(unit, "schoolUnitCode")
    if not is_code(code) or not period:
        reading.reject(row, _("The school unit code is missing."))
        return
    reading.places[code] = text(unit, "name")
    for key, name in measures().items():
        if each := part(unit, key):
            shown = _value(each, percent=key in SALSA_SHARES)
            reading.take(Figure(row, code, name, shown, period, SALSA, key))


def _value(told: Answer, *, percent: bool) -> str:
    """Return a value as shown, with its sign; what is kept secret stays so, whatever is told."""
    if text(told, "valueType") == FEW:
        return SECRET
    shown = text(told, "value") or MISSING
    return f"{shown} %" if percent and shown not in SIGNS and VALUE.fullmatch(shown) else shown
