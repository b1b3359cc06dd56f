"""Key figures as Kolada (version 3) answers: data of municipalities and units, titles, names.

Kolada asks that it is named as the source. Titles come from its own answers, never from here. Where
a value is told for all, those for girls and boys are passed over: at a unit they are few.
"""

from qualityvisit.intake.answers import Answer, objects, text, value
from qualityvisit.intake.figures import (
    AREA,
    MISSING,
    SECRET,
    FigureReading,
    IncomingFigure,
    wanted,
)
from qualityvisit.intake.kolada_units import ID, calm, is_list
from qualityvisit.words import _

SOURCE = "Kolada"
MOST = 1e12  # no key figure is higher
ALL = "T"
WOMEN = {ALL: "", "F": "K"}  # both sexes together; version 2 had another letter for women
KEPT = ("priv", "secre", "sekre", "conf")  # how a status begins that says that a value is secret


def read_page(number: int, page: object, municipality: str, reading: FigureReading) -> bool:
    """Read an answer; return whether it was one of Kolada's."""
    del number
    rows = list(objects(page, "values"))
    first = rows[0][1] if rows else {}
    if "kpi" in first:
        for row, datum in rows:
            _read_datum(row, datum, municipality, reading)
    elif "has_ou_data" in first or "operating_area" in first:
        reading.titles |= {text(kpi, "id"): text(kpi, "title") for _n, kpi in rows}
        reading.titles.pop("", None)
    elif is_list(page) or AREA.fullmatch(text(first, "id")):
        reading.places |= {text(place, "id"): calm(text(place, "title")) for _n, place in rows}
    elif rows and "members" in first:
        for _n, group in rows:
            named = ((text(m, "member_id"), text(m, "member_title"))
                     for _m, m in objects(group, "members"))  # fmt: skip
            reading.places |= dict(named)
    else:
        return value(page, "values") == []
    return True


def _read_datum(row: int, datum: Answer, municipality: str, reading: FigureReading) -> None:
    kpi, ou, area = (text(datum, key) for key in ("kpi", "ou", "municipality"))
    year = _year(value(datum, "period"))
    if not wanted(ou[4:8] if ou else area, municipality):
        return
    if not kpi or not year or not (ID.fullmatch(ou) or (not ou and AREA.fullmatch(area))):
        reading.reject(row, _("The row does not say whose figure it is, or of which year."))
        return
    kept = [told for _n, told in objects(datum, "values")
            if not (told.get("isdeleted") or told.get("is_deleted"))]  # fmt: skip
    for told in [t for t in kept if text(t, "gender") == ALL] or kept:
        who = text(told, "gender")
        reading.take(
            IncomingFigure(
                row=row,
                at=ou or area,
                name=kpi,
                value=_shown(value(told, "value"), text(told, "status")),
                period=year,
                source=SOURCE,
                measure=kpi,
                who=WOMEN.get(who, who)[:1],
            )
        )


def _year(told: object) -> str:
    """Return a year as text, or "" where it is none."""
    return str(told) if isinstance(told, int) and 1900 <= told <= 2200 else ""


def _shown(number: object, status: str) -> str:
    """Return a number with as many decimals as can be read, a comma before them."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        secret = number is None and status.casefold().startswith(KEPT)
        return SECRET if secret else MISSING if number is None else str(number)[:40]
    if not abs(number) <= MOST:  # nor what is no number
        return str(number)[:40]
    shown = f"{number:.{1 if abs(number) >= 10 else 2}f}"
    shown = shown.rstrip("0").rstrip(".")
    return "0" if shown in ("0", "-0", "-", "") else shown.replace(".", ",")
