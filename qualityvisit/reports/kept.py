"""Reports as text that can be kept and read again: what a finished version of minutes holds."""

import base64
import json
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from qualityvisit.errors import BadInput
from qualityvisit.reports import charts, outline
from qualityvisit.reports.outline import Outline
from qualityvisit.words import _

_KIND, _BYTES = "is", "base64"
_PARTS: dict[str, Any] = {
    name: part
    for name, part in (vars(charts) | vars(outline)).items()
    if isinstance(part, type) and is_dataclass(part)
}


def dumps(report: Outline) -> str:
    """Return a report as canonical JSON: the same report gives the same text."""
    return json.dumps(_plain(report), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def loads(text: str) -> Outline:
    """Return the report that ``dumps`` has written. Raise BadInput where it is none."""
    try:
        found = _whole(json.loads(text))
    except (ValueError, TypeError, KeyError, RecursionError) as problem:
        raise BadInput(
            _("The finished version cannot be read."),
            _("It may have been made by a newer version of the program. Nothing was changed."),
        ) from problem
    if not isinstance(found, Outline):
        raise BadInput(_("The finished version cannot be read."), _("Nothing was changed."))
    return found


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        said = {f.name: getattr(value, f.name) for f in fields(value)
                if f.default is MISSING or getattr(value, f.name) != f.default}  # fmt: skip
        return {_KIND: type(value).__name__} | {name: _plain(v) for name, v in said.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, bytes):
        return {_BYTES: base64.b64encode(value).decode()}
    return value


def _whole(value: Any) -> Any:  # noqa: ANN401 as JSON has it
    if isinstance(value, list):
        return tuple(_whole(each) for each in value)
    if not isinstance(value, dict):
        return value
    if _BYTES in value:
        return base64.b64decode(value[_BYTES], validate=True)
    part = _PARTS[value[_KIND]]
    made = part(**{name: _whole(v) for name, v in value.items() if name != _KIND})
    if not all(_fits(getattr(made, name), hint) for name, hint in _hints(part).items()):
        raise TypeError(value[_KIND])
    if not _SOUND.get(part, lambda _made: True)(made):
        raise ValueError(value[_KIND])
    return made


@cache
def _hints(part: type) -> dict[str, Any]:
    return get_type_hints(part, vars(charts) | vars(outline))


def _fits(value: object, wanted: Any) -> bool:  # noqa: ANN401 a type
    """Tell whether a value is of a type, as the parts of a report have them."""
    inner = get_args(wanted)
    if get_origin(wanted) is tuple:
        return isinstance(value, tuple) and all(_fits(each, inner[0]) for each in value)
    if inner:
        return any(_fits(value, each) for each in inner)
    if wanted in (int, float):
        return isinstance(value, int | wanted) and not isinstance(value, bool)
    return isinstance(value, wanted)


def _is_sound(table: outline.Table) -> bool:
    columns = len(table.header)
    alike = all(len(row) == columns for row in (table.widths, *table.rows))
    return alike and all(width > 0 for width in table.widths)


def _is_drawn(chart: charts.Chart) -> bool:
    places = len(chart.labels)
    rows = (row for series in chart.series for row in (series.values, series.shown))
    return chart.kind in _CHARTS and all(len(row) == places for row in rows)


_CHARTS = (charts.BARS, charts.SHARES, charts.LINES, charts.MATRIX)
# What the right types do not tell: whether a part can be drawn at all.
_SOUND: dict[type, Callable[[Any], bool]] = {
    outline.Heading: lambda made: made.level in (1, 2, 3),
    outline.Run: lambda made: made.manner in (outline.PLAIN, outline.STRONG, outline.MUTED),
    outline.Paragraph: lambda made: made.kind in (outline.BODY, outline.ASIDE, outline.QUOTE),
    outline.Bullets: lambda made: len(made.keys) in (0, len(made.items)),
    outline.Table: _is_sound,
    charts.Chart: _is_drawn,
}
