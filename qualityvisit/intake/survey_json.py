"""Skolenkäten as planned-educations answers: nested or flat, of pupils or of guardians.

Pupils' answers stand in a list, one for each year; guardians' answers stand in the body itself,
which does not say of which unit they are. "-" is hidden. Of each question the average is read.
"""

from collections.abc import Iterator

from qualityvisit.intake.answers import Answer, objects, part, storable, text
from qualityvisit.intake.figures import (
    HIDDEN,
    LEAST_ANSWERS,
    FigureReading,
    IncomingFigure,
    fewer,
)
from qualityvisit.intake.reading import is_code
from qualityvisit.words import _

SOURCE = "Skolinspektionen, Skolenkäten"
GUARDIANS = "guardians"
NESTED, AVERAGE, QUESTION = "Metrics", "Average", "QuestionDescription"
# Areas of the survey by what the interface calls them; the flat answers do not name the areas.
AREAS = {
    "satisfaction": "Övergripande nöjdhet",
    "security": "Trygghet",
    "workingEnvironment": "Studiero",
    "inspiration": "Stimulans",
}


def read_page(number: int, page: object, municipality: str, reading: FigureReading) -> bool:
    """Read a page of answers; return whether it was one."""
    del municipality  # the page is of one unit
    body = part(page, "body")
    years = [year for _n, year in objects(body, "schoolYearMetrics")]
    groups = years or ([body] if any(True for _q in _questions(body)) else [])
    for group in groups:
        _read_group(number, group, text(group, "schoolYear") if years else GUARDIANS, reading)
    return "schoolYearMetrics" in body or bool(groups)


def _read_group(number: int, group: Answer, who: str, reading: FigureReading) -> None:
    code, period = text(group, "schoolUnitCode"), text(group, "semester")
    if not period or not who or (code and not is_code(code)):
        reading.reject(number, _("The answers do not say of which unit and term they are."))
        return
    few = fewer(text(group, "noOfAnswers"), LEAST_ANSWERS)
    rate = text(group, "answeringFrequency")
    told = [("answeringFrequency", _("Skolenkäten: share who answered"), "", rate)]
    for measure, question, area, average in (*_questions(group), *(told if rate else ())):
        shown = HIDDEN if few else average.replace("%", " %").replace("  ", " ")
        reading.take(
            IncomingFigure(number, code, question, shown, period, SOURCE, f"survey.{measure}", who,
                           area)
        )  # fmt: skip


def _questions(group: Answer) -> Iterator[tuple[str, str, str, str]]:
    """Yield measure, question, area and average of each question that was asked."""
    for key in group:
        if key.endswith(NESTED) and (metric := part(group, key)):
            name = storable(key.removesuffix(NESTED))
            area = text(metric, "questionSubject") or AREAS.get(name, "")
            asked, average = text(metric, "questionDescription"), text(metric, "average")
        elif key.endswith(AVERAGE):
            name = storable(key.removesuffix(AVERAGE))
            area = AREAS.get(name, "")
            asked, average = text(group, name + QUESTION), text(group, key)
        else:
            continue
        if asked and average:
            yield name, asked, area, average
