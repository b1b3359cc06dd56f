"""Guides as XLSForm, the tables that ODK and Kobo tools read: https://xlsform.org.

Each interview group is a group of the form, each theme a group inside it. A question is a text
question whose hint holds the prompts, one a line; one with a rating is a choice among its steps
with a field for notes after it. What XLSForm has no word for stands in columns of ours, which
other programs pass over: see `OURS`. `xlsform_read` reads it back.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from qualityvisit.model.records import ASK, Guide, Question, Theme
from qualityvisit.words import _

SURVEY = ("type", "name", "label", "hint", "required", "relevant", "appearance")
OURS = ("short", "bruk", "skolenkaten", "qv_role", "qv_key", "qv_place", "qv_core", "qv_required",
        "qv_unused", "qv_came_from")  # fmt: skip
CHOICES = ("list_name", "name", "label")
SETTINGS = ("form_title", "form_id", "version", "default_language", "school_forms", "qv_origin")
NOTES, EMPTY = "notes", "empty"  # roles: a rated question's field for notes; a theme's stand-in
FAMILY = "qv_"  # what a form's id begins with, before the guide's family
REFERENCE, SHOWN = "${", "$\u2060{"  # in a text it would be taken for a reference
NO_TEXT = "–"  # stands where a draft has no words yet, and a form must
NEVER = "false()"
YES = "yes"
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def group_to_name(group: str) -> str:
    """Return an interview group's id as a name that XLSForm allows."""
    return group if _NAME.fullmatch(group) and not group.startswith("g_") else f"g_{group}"


def name_to_group(name: str) -> str:
    """Return the interview group that a name stands for."""
    return name.removeprefix("g_")


def write_xlsform(
    guide: Guide,
    themes: Sequence[Theme],
    questions: Iterable[Question],
    group_name: Callable[[str], str],
) -> bytes:
    """Return a guide as the bytes of an .xlsx file.

    Themes and questions are in order. ``group_name`` gives a group's shown name.
    """
    from openpyxl import Workbook  # noqa: PLC0415 start-up time is measured

    rows = _Rows(themes, list(questions), group_name)
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    _sheet(book, "survey", SURVEY + OURS, rows.survey())
    _sheet(book, "choices", CHOICES, rows.choices())
    told = {
        "form_title": guide.name,
        "form_id": FAMILY + (guide.family or guide.id),
        "version": guide.version,
        "default_language": "sv",
        "school_forms": " ".join(guide.forms),
        "qv_origin": guide.origin,
    }
    _sheet(book, "settings", SETTINGS, [told])
    out = BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _timeless(book: bytes) -> bytes:
    """Return a workbook without the moment when it was made: the same guide, the same bytes."""
    out = BytesIO()
    with ZipFile(BytesIO(book)) as made, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in made.namelist():
            data = made.read(name)
            if name == "docProps/core.xml":
                data = _MOMENT.sub(rb"\g<1>2000-01-01T00:00:00Z", data)
            kept.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return out.getvalue()


def _sheet(
    book: Any,  # noqa: ANN401
    name: str,
    heads: Sequence[str],
    rows: Iterable[dict[str, str]],
) -> None:
    sheet = book.create_sheet(name)
    sheet.append(heads)
    for number, row in enumerate(rows, 2):
        for place, head in enumerate(heads, 1):
            if value := row.get(head, ""):
                made = sheet.cell(number, place)
                made.value = value if head == "relevant" else _written(value)
                made.data_type = "s"  # also where it looks like a formula


class _Rows:
    """The rows of a guide."""

    def __init__(
        self, themes: Sequence[Theme], questions: list[Question], group_name: Callable[[str], str]
    ) -> None:
        self._themes, self._questions, self._group_name = themes, questions, group_name
        self._names = {q.id: f"q{n:03}" for n, q in enumerate(questions, 1)}
        self._by_id = {q.id: q for q in questions}
        scales = dict.fromkeys(q.scale for q in questions if q.scale)
        self._lists = {scale: f"scale_{n}" for n, scale in enumerate(scales, 1)}

    def choices(self) -> list[dict[str, str]]:
        """Return the steps of all scales."""
        return [
            {"list_name": name, "name": _step(n), "label": step}
            for scale, name in self._lists.items()
            for n, step in enumerate(scale)
        ]

    def survey(self) -> list[dict[str, str]]:
        """Return the groups, the themes in them, and their questions."""
        rows: list[dict[str, str]] = []
        for group in dict.fromkeys(q.group for q in self._questions):
            name = group_to_name(group)
            rows.append({"type": "begin_group", "name": name, "label": self._group_name(group)})
            for number, theme in enumerate(self._themes, 1):
                asked = [q for q in self._questions if (q.group, q.theme) == (group, theme.id)]
                if asked:
                    rows.append(self._theme(f"{name}_{number:02}", theme))
                    rows += [row for q in asked for row in self._question(q)]
                    rows.append({"type": "end_group"})
            rows.append({"type": "end_group"})
        return rows + self._empty()

    def _empty(self) -> list[dict[str, str]]:
        """Return themes without questions, which a form can only hold with something in them."""
        rows = []
        used = {q.theme for q in self._questions}
        for number, theme in enumerate(self._themes, 1):
            if theme.id not in used:
                name = f"theme_{number:02}"
                note = {"type": "note", "name": f"{name}_empty", "label": theme.name or NO_TEXT}
                rows += [
                    self._theme(name, theme) | {"relevant": NEVER},
                    note | {"qv_role": EMPTY},
                    {"type": "end_group"},
                ]
        return rows

    def _theme(self, name: str, theme: Theme) -> dict[str, str]:
        return {
            "type": "begin_group",
            "name": name,
            "label": theme.name or NO_TEXT,
            "bruk": theme.bruk,
            "skolenkaten": theme.survey,
            "qv_key": theme.key or theme.id,
            "qv_place": str(self._themes.index(theme) + 1),
            "qv_core": YES if theme.core else "",
        }

    def _question(self, question: Question) -> list[dict[str, str]]:
        name = self._names[question.id]
        row = {
            "type": "text",
            "name": name,
            "label": question.text or NO_TEXT,
            "hint": "\n".join(question.prompts),
            "required": YES if question.required == ASK else "",
            "appearance": "multiline",
            "short": question.short,
            "qv_key": question.key or question.id,
            "qv_place": name[1:],
            "qv_core": YES if question.core else "",
            "qv_required": question.required,
            "qv_unused": question.unused,
            "qv_came_from": " ".join(question.came_from),
        }
        if relevant := self._relevant(question):
            row["relevant"] = relevant
        if not question.scale:
            return [row]
        rated = row | {"type": f"select_one {self._lists[question.scale]}", "appearance": ""}
        notes = {"type": "text", "name": f"{name}_notes", "label": _("Notes"),
                 "appearance": "multiline", "qv_role": NOTES}  # fmt: skip
        return [rated, notes | ({"relevant": relevant} if relevant else {})]

    def _relevant(self, question: Question) -> str:
        before = self._by_id.get(question.after)
        if question.unused:
            return NEVER
        if before is None:
            return ""
        steps = [_step(before.scale.index(a)) for a in question.answers if a in before.scale]
        return " or ".join(f"${{{self._names[before.id]}}} = '{step}'" for step in steps)


def _written(text: str) -> str:
    return _NOT_XML.sub("", text).replace(REFERENCE, SHOWN)


def _step(number: int) -> str:
    return f"s{number + 1}"
