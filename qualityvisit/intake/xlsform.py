"""Guides as XLSForm, the tables that ODK and Kobo tools read: https://xlsform.org.

Each interview group is a group of the form, each theme a group inside it, each question a text
question whose hint holds the prompts, one a line. What XLSForm has no word for stands in columns
of ours: short, bruk, skolenkaten on the sheet survey, school_forms on the sheet settings.
"""

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO

from qualityvisit.errors import BadInput
from qualityvisit.intake.guides import LONGEST_SHORT, IncomingGuide
from qualityvisit.intake.reading import cell
from qualityvisit.intake.workbook import workbook
from qualityvisit.model.records import FORMS, Guide, Question, Theme
from qualityvisit.words import _

SURVEY = ("type", "name", "label", "hint", "short", "bruk", "skolenkaten")
SETTINGS = ("form_title", "form_id", "version", "default_language", "school_forms")
THEME_LEVEL = 2  # groups inside groups: 1 is an interview group, 2 a theme


def write_xlsform(
    guide: Guide,
    themes: Sequence[Theme],
    questions: Iterable[Question],
    group_name: Callable[[str], str],
) -> bytes:
    """Return a guide as the bytes of an .xlsx file. ``group_name`` gives a group's shown name."""
    from openpyxl import Workbook  # noqa: PLC0415 start-up time is measured

    by_group: dict[str, dict[str, list[Question]]] = {}
    for question in questions:
        by_group.setdefault(question.group, {}).setdefault(question.theme, []).append(question)
    book = Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    survey.append(SURVEY)
    number = 0
    for group, by_theme in by_group.items():
        rows: list[tuple[str, ...]] = [("begin_group", group, group_name(group))]
        for place, theme in enumerate((t for t in themes if t.id in by_theme), 1):
            rows.append(
                ("begin_group", f"{group}_{place:02}", theme.name, "", "", theme.bruk, theme.survey)
            )
            for question in by_theme[theme.id]:
                number += 1
                hint = "\n".join(question.prompts)
                rows.append(("text", f"q{number:03}", question.text, hint, question.short))
            rows.append(("end_group",))
        for row in [*rows, ("end_group",)]:
            survey.append(row)
    settings = book.create_sheet("settings")
    settings.append(SETTINGS)
    settings.append((guide.name, f"qv_{guide.id}", guide.version, "sv", " ".join(guide.forms)))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read_xlsform(data: bytes, groups: Iterable[str]) -> IncomingGuide:
    """Read a guide; ``groups`` are the interview groups that the workspace has.

    Raise BadInput that says where the file is wrong.
    """
    sheets = {name.strip().casefold(): rows for name, rows in workbook(data)}
    if "survey" not in sheets:
        raise _wrong(_("there is no sheet named survey"))
    settings = _table(sheets.get("settings", []))
    told = settings[0] if settings else {}
    name = told.get("form_title", "")
    forms = tuple(told.get("school_forms", "").upper().split())
    unknown = [form for form in forms if form not in FORMS]
    if not name:
        raise _wrong(_("the sheet settings gives no form_title"))
    if unknown or not forms:
        raise _wrong(
            _("school_forms on the sheet settings says {forms}", forms=" ".join(unknown) or "–")
        )
    themes, questions = _read(_table(sheets["survey"]), set(groups))
    if not questions:
        raise _wrong(_("there is no question"))
    return IncomingGuide(name, forms, themes, questions, told.get("version") or "1")


def _read(rows: list[dict[str, str]], groups: set[str]) -> tuple[
    tuple[tuple[str, str, str], ...],
    tuple[tuple[int, str, str, str, tuple[str, ...]], ...],
]:  # fmt: skip
    themes: list[tuple[str, str, str]] = []
    questions = []
    open_groups: list[dict[str, str]] = []
    for number, row in enumerate(rows, 2):
        kind = row.get("type", "").replace(" ", "_")
        if kind == "begin_group":
            open_groups.append(row)
        elif kind == "end_group":
            if not open_groups:
                raise _wrong(_("row {row} ends a group that never began", row=number))
            open_groups.pop()
        elif kind == "text":
            if len(open_groups) < THEME_LEVEL or open_groups[0].get("name") not in groups:
                raise _wrong(_("row {row} is in no interview group and theme", row=number))
            theme = open_groups[1]
            key = (theme.get("label", ""), theme.get("bruk", ""), theme.get("skolenkaten", ""))
            if key not in themes:
                themes.append(key)
            questions.append(_question(themes.index(key), open_groups[0]["name"], row, number))
    return tuple(themes), tuple(sorted(questions, key=lambda q: q[0]))


def _question(
    theme: int, group: str, row: dict[str, str], number: int
) -> tuple[int, str, str, str, tuple[str, ...]]:
    text = row.get("label", "")
    if not text:
        raise _wrong(_("row {row} has no label", row=number))
    prompts = tuple(p.strip() for p in row.get("hint", "").splitlines() if p.strip())
    short = row.get("short", "") or text[:LONGEST_SHORT]
    return theme, group, short[:LONGEST_SHORT], text, prompts


def _table(rows: Sequence[Sequence[object]]) -> list[dict[str, str]]:
    """Return rows as values by the heads of the first; label::Svenska (sv) counts as label."""
    if not rows:
        return []
    heads = [cell(rows[0], n).partition("::")[0].strip().casefold() for n in range(len(rows[0]))]
    return [{head: _lines(row, n) for n, head in enumerate(heads) if head} for row in rows[1:]]


def _lines(row: Sequence[object], place: int) -> str:
    """Return a cell as text with its lines kept: prompts stand one a line."""
    held = row[place] if place < len(row) else None
    if isinstance(held, str):
        return "\n".join(" ".join(line.split()) for line in held.splitlines()).strip()
    return cell(row, place)


def _wrong(what: str) -> BadInput:
    return BadInput(_("The guide cannot be used: {what}.", what=what), _("Correct the file."))
