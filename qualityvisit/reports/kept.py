"""Reports as text that can be kept and read again: what a finished version of minutes holds."""

import base64
import json
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

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
    return part(**{name: _whole(v) for name, v in value.items() if name != _KIND})
