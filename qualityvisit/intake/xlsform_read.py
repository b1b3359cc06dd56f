"""XLSForms, our own and those of others, as guides: what can be asked is taken, the rest is told.

Columns, types and other spellings are those of https://xlsform.org/en/ref-table/. A form of
others knows no interview groups: its questions wait for one in `FormReading.guide`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from qualityvisit.errors import BadInput
from qualityvisit.intake.guides import LONGEST_SHORT, IncomingGuide
from qualityvisit.intake.workbook import workbook
from qualityvisit.intake.xlsform import (
    EMPTY,
    FAMILY,
    NO_TEXT,
    NOTES,
    REFERENCE,
    SHOWN,
    name_to_group,
)
from qualityvisit.intake.xlsform_rows import OPEN, Row, Table, kind_of, plain, why_not_taken
from qualityvisit.model.records import ASK, FORMS, REQUIRED, Guide, Question, Theme
from qualityvisit.words import _

MOST_STEPS, MOST_ANSWERS, LONGEST = 10, 12, 2000
_ONE = re.compile(
    r"\$\{\s*(?P<a>[^}]+?)\s*\}\s*=\s*(?P<q>['\"])(?P<x>[^'\"]*)(?P=q)"
    r"|selected\(\s*\$\{\s*(?P<b>[^}]+?)\s*\}\s*,\s*(?P<r>['\"])(?P<y>[^'\"]*)(?P=r)\s*\)"
)


@dataclass(frozen=True, slots=True)
class FormRow:
    """What becomes of a row: taken or not, and what there is to say of it."""

    row: int
    kind: str
    label: str
    taken: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class FormReading:
    """What a form holds. Questions whose ``group`` is "" are in no interview group of ours."""

    guide: Guide  # forms: () where the file names none
    themes: tuple[Theme, ...]
    questions: tuple[Question, ...]
    rows: tuple[FormRow, ...]
    languages: tuple[str, ...] = ()
    language: str = ""

    @property
    def homeless(self) -> int:
        """How many questions are in no interview group."""
        return sum(not q.group for q in self.questions)

    def whole(self, group: str, forms: Iterable[str] = ()) -> IncomingGuide:
        """Return the guide, with the group and the school forms that the file does not give.

        Raise BadInput where they are wanted and not given.
        """
        guide = replace(self.guide, forms=self.guide.forms or tuple(forms))
        if not guide.forms:
            raise BadInput(
                _("The file does not say for which school forms the guide is."),
                _("Choose at least one school form."),
            )
        if self.homeless and not group:
            raise BadInput(
                _("Some questions are in no interview group."),
                _("Choose the group that they are put to."),
            )
        questions = tuple(q if q.group else replace(q, group=group) for q in self.questions)
        return IncomingGuide(guide, self.themes, questions)


def read_xlsform(data: bytes, groups: Mapping[str, str], language: str = "") -> FormReading:
    """Read a form; ``groups`` are the interview groups' ids and shown names.

    ``language`` is one of the form's languages; "" chooses Swedish, or what the form begins with.
    Raise BadInput where it is no form, or holds no question.
    """
    sheets = {name.strip().casefold(): rows for name, rows in workbook(data)}
    if "survey" not in sheets:
        raise _wrong(_("there is no sheet named survey"))
    told = next(iter(Table(sheets.get("settings", [])).rows()), None)
    settings = told.values if told else {}
    survey = Table(sheets["survey"])
    spoken = survey.choose(language, settings.get("default_language", ""))
    if "type" not in survey.heads:
        raise _wrong(_("the sheet survey has no column named type"))
    choices = Table(sheets.get("choices", []))
    choices.choose(spoken, "")
    reader = _Reader(settings, groups, _lists(choices.rows()))
    for row in survey.rows():
        reader.read(row)
    found = reader.finish()
    if not found.questions:
        raise _wrong(_("there is no question"))
    return replace(found, languages=tuple(survey.languages), language=spoken)


def _lists(rows: Iterable[Row]) -> dict[str, dict[str, str]]:
    """Return the answers of each list: their names and labels, in order."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        name = row.values.get("name", "")
        found.setdefault(row.values.get("list_name", ""), {})[name] = row.text("label") or name
    return found


class _Reader:
    """Goes through the rows of a form once."""

    def __init__(
        self, settings: Mapping[str, str], groups: Mapping[str, str],
        lists: Mapping[str, Mapping[str, str]],
    ) -> None:  # fmt: skip
        self._settings, self._groups, self._lists = settings, groups, lists
        self._ours = settings.get("form_id", "").startswith(FAMILY)
        self._stack: list[tuple[str, str]] = []  # (interview group or "", theme or "")
        self._themes: dict[tuple[str, ...], Theme] = {}
        self._places: dict[str, float] = {}
        self._questions: list[Question] = []
        self._named: dict[str, Question] = {}
        self._steps: dict[str, list[tuple[str, str]]] = {}  # of rated questions, names and words
        self._notes: list[tuple[Row, str]] = []  # texts that wait for a question to stand under
        self.rows: list[FormRow] = []

    # --- one row

    def read(self, row: Row) -> None:
        kind, _rest = kind_of(row)
        if not kind and not row.text("label"):
            return
        if row.values.get("qv_role") in (NOTES, EMPTY):
            return
        if row.says_yes("disabled"):
            self._tell(row, taken=False, why=_("The row is switched off in the form."))
        elif kind in ("begin_group", "begin_repeat"):
            self._begin(row, repeats=kind == "begin_repeat")
        elif kind in ("end_group", "end_repeat"):
            self._end(row)
        elif kind == "note":
            self._note(row)
        elif kind in OPEN:
            self._ask(row)
        else:
            self._tell(row, taken=False, why=why_not_taken(kind))

    def _tell(self, row: Row, *, taken: bool, why: str = "") -> None:
        label = plain(row.text("label")) or row.values.get("name", "")
        self.rows.append(FormRow(row.number, row.values.get("type", ""), label, taken, why))

    def _begin(self, row: Row, *, repeats: bool) -> None:
        group, theme = self._stack[-1] if self._stack else ("", "")
        found = self._group(row) if not group and not theme else ""
        if found:
            self._stack.append((found, ""))
        elif theme:
            self._stack.append((group, theme))
        else:
            self._stack.append((group, self._theme(row)))
        why = ""
        if repeats:
            why = _("The group is asked once, not again and again.")
        elif row.values.get("relevant") and not self._ours:
            why = _("The condition is not taken: the questions in the group are always asked.")
        self._tell(row, taken=True, why=why)

    def _group(self, row: Row) -> str:
        """Return the interview group that a row begins, or ""."""
        name = name_to_group(row.values.get("name", ""))
        if name in self._groups:
            return name
        label = row.text("label").casefold()
        alike = (g for g, shown in self._groups.items() if label and shown.casefold() == label)
        return next(alike, "")

    def _theme(self, row: Row) -> str:
        words = self._words(row, "label")
        name = "" if words == NO_TEXT else words or row.values.get("name", "").replace("_", " ")
        own = row.values.get("qv_key", "")
        bruk, survey = self._words(row, "bruk"), self._words(row, "skolenkaten")
        made = self._themes.setdefault(
            (own,) if own else (name, bruk, survey),
            Theme(f"t{len(self._themes) + 1}", name=name, bruk=bruk, survey=survey, key=own,
                  core=row.says_yes("qv_core")),
        )  # fmt: skip
        self._places.setdefault(made.id, _number(row.values.get("qv_place", "")) or 1e6)
        return made.id

    def _end(self, row: Row) -> None:
        self._drop_notes()
        if self._stack:
            self._stack.pop()
        else:
            self._tell(row, taken=False, why=_("It ends a group that never began."))

    def _note(self, row: Row) -> None:
        text = plain(row.text("label"))
        if text:
            self._notes.append((row, text))
        else:
            self._tell(row, taken=False, why=_("The row has no text."))

    def _drop_notes(self) -> None:
        for row, _text in self._notes:
            self._tell(row, taken=False, why=_("A text to read, with no question after it."))
        self._notes = []

    # --- a question

    def _ask(self, row: Row) -> None:
        text = self._words(row, "label")
        if not text or len(text) > LONGEST:
            why = _("The text is too long.") if text else _("The row has no text.")
            self._tell(row, taken=False, why=why)
            return
        group, theme = self._stack[-1] if self._stack else ("", "")
        scale, more, remark = self._answers(row)
        after, answers, condition = self._condition(row, group)
        question = Question(
            f"q{len(self._questions) + 1}",
            theme=theme or self._loose(), group=group, text="" if text == NO_TEXT else text,
            short=self._short(row, text), prompts=self._prompts(row) + more,
            required=self._required(row), scale=scale, after=after, answers=answers,
            key=row.values.get("qv_key", ""), core=row.says_yes("qv_core"),
            unused=self._words(row, "qv_unused"),
            came_from=tuple(row.values.get("qv_came_from", "").split()),
        )  # fmt: skip
        before = self._places.get(self._questions[-1].id, 0.0) if self._questions else 0.0
        self._places[question.id] = _number(row.values.get("qv_place", "")) or before
        self._questions.append(question)
        if name := row.values.get("name", ""):
            self._named[name] = question
        names = self._lists.get(kind_of(row)[1], {})
        self._steps[question.id] = list(zip(names, scale, strict=False))
        filtered = _("Earlier answers do not narrow the choice.") if self._narrows(row) else ""
        self._tell(row, taken=True, why=" ".join(filter(None, (remark, filtered, condition))))

    def _narrows(self, row: Row) -> bool:
        """Tell whether a form would offer only some of the answers."""
        return bool(row.values.get("choice_filter")) and kind_of(row)[1] in self._lists

    def _words(self, row: Row, head: str) -> str:
        return self._clean(row.text(head))

    def _clean(self, text: str) -> str:
        """Return a text without what only forms need."""
        return text.replace(SHOWN, REFERENCE) if self._ours else plain(text)

    def _loose(self) -> str:
        """Return the theme of what stands in no group."""
        name = self._settings.get("form_title") or _("Other questions")
        made = Theme(f"t{len(self._themes) + 1}", name=name)
        return self._themes.setdefault((name, "", ""), made).id

    def _short(self, row: Row, text: str) -> str:
        return self._words(row, "short") if self._ours else cut(text)

    def _prompts(self, row: Row) -> tuple[str, ...]:
        """Return the hint's lines, after the texts that stood before the question."""
        before = [text for _row, text in self._notes]
        for waiting, _text in self._notes:
            self._tell(waiting, taken=True, why=_("It stands as a prompt under the next question."))
        self._notes = []
        lines = [self._clean(line) for line in (*row.lines("hint"), *row.lines("guidance_hint"))]
        return tuple(filter(None, before + lines))

    def _required(self, row: Row) -> str:
        own = row.values.get("qv_required", "")
        if own in REQUIRED and own:
            return own
        return ASK if row.says_yes("required") else ""

    def _answers(self, row: Row) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        """Return a question's scale, prompts out of its answers, and what to say of them."""
        kind, name = kind_of(row)
        labels = self._lists.get(name, {}).values() if name else ()
        answers = tuple(map(self._clean, labels))
        if kind == "select_one" and 1 < len(set(answers)) == len(answers) <= MOST_STEPS:
            remark = "" if self._ours else _("The answers are the steps of a rating.")
            return answers, (), remark
        if not answers:
            return (), (), ""
        listed = ", ".join(answers[:MOST_ANSWERS]) + (" …" if len(answers) > MOST_ANSWERS else "")
        prompt = _("Answers to choose among: {answers}", answers=listed)
        return (), (prompt,), _("It is asked openly; the answers stand as a prompt.")

    def _condition(self, row: Row, group: str) -> tuple[str, tuple[str, ...], str]:
        """Return what a question follows, the steps that open it, and what to say of it."""
        said = row.values.get("relevant", "")
        if not said or row.values.get("qv_unused"):
            return "", (), ""
        not_taken = "", (), _("The condition is not taken: the question is always asked.")
        parts = [_ONE.fullmatch(part.strip()) for part in re.split(r"\bor\b", said)]
        names = {p and (p["a"] or p["b"]) for p in parts}
        before = self._named.get(names.pop() or "") if len(names) == 1 else None
        if before is None or before.group != group or not before.scale:
            return not_taken
        chosen = {p["x"] or p["y"] for p in parts if p}
        answers = tuple(step for name, step in self._steps[before.id] if name in chosen)
        return (before.id, answers, "") if answers else not_taken

    # --- all of it

    def finish(self) -> FormReading:
        """Return what was read, in the order that our own columns give."""
        self._drop_notes()
        for _level in self._stack:
            end = Row(0, {"type": "end_group"})
            self._tell(end, taken=False, why=_("A group is begun and never ended."))
        themes = sorted(self._themes.values(), key=lambda t: self._places.get(t.id, 1e6))
        at = {t.id: n for n, t in enumerate(themes)}
        asked = sorted(self._questions, key=lambda q: (at[q.theme], self._places[q.id]))
        names = {t.id: f"t{n}" for n, t in enumerate(themes, 1)}
        names |= {q.id: f"q{n}" for n, q in enumerate(asked, 1)}
        return FormReading(
            self._guide(),
            tuple(replace(t, id=names[t.id]) for t in themes),
            tuple(
                replace(q, id=names[q.id], theme=names[q.theme], after=names.get(q.after, ""))
                for q in asked
            ),
            tuple(sorted(self.rows, key=lambda r: r.row or 10**9)),
        )

    def _guide(self) -> Guide:
        told = self._settings
        forms = tuple(f for f in told.get("school_forms", "").upper().split() if f in FORMS)
        name = told.get("form_title") or told.get("form_id") or _("Guide without a name")
        if not self._ours:
            return Guide("", name=name, forms=forms)
        return Guide(
            "", name=name.replace(SHOWN, REFERENCE), forms=forms,
            version=told.get("version") or "1", family=told["form_id"].removeprefix(FAMILY),
            origin=told.get("qv_origin", "").replace(SHOWN, REFERENCE),
        )  # fmt: skip


def cut(text: str) -> str:
    """Return a text as it fits the list of questions, cut between words where it can be."""
    if len(text) <= LONGEST_SHORT:
        return text
    words = text[: LONGEST_SHORT - 1].rsplit(" ", 1)
    return (words[0] if len(words[0]) > LONGEST_SHORT // 2 else text[: LONGEST_SHORT - 1]) + "…"


def _number(text: str) -> float:
    return float(text) if text.isdecimal() and len(text) < 9 else 0.0


def _wrong(what: str) -> BadInput:
    return BadInput(_("The guide cannot be used: {what}.", what=what), _("Correct the file."))
