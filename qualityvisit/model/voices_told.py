"""The four voices as they are kept in the minutes: what each group said, theme by theme."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qualityvisit.model.records import DEFICIENCY, DEVELOPMENT, STRENGTH
from qualityvisit.model.voices import Chorus, Voice

# What a voice says of a theme: strengths alone, what is lacking alone, both, something else, or
# nothing though it was asked, or because it was not.
GOOD, LACKING, BOTH, ELSE, SILENT, UNASKED = (
    "strength", "development", "both", "else", "silent", "unasked",
)  # fmt: skip
LEANINGS = (GOOD, LACKING, BOTH, ELSE, SILENT, UNASKED)


@dataclass(frozen=True, slots=True)
class VoicesTold:
    """Themes down, groups across, by the names that they had then.

    A cell is one of LEANINGS and the number of notes.
    """

    groups: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    cells: tuple[tuple[tuple[str, int], ...], ...] = ()


def tell(chorus: Iterable[Chorus], themes: Mapping[str, str], groups: Mapping[str, str]) -> str:
    """Return what has been said, as a passage keeps it; themes nobody spoke of are left out."""
    said = [c for c in chorus if not c.is_empty]
    kept = {
        "groups": list(groups.values()),
        "themes": [themes.get(c.theme, "") for c in said],
        "cells": [
            [[_leaning(v), len(v.notes)] for v in c.voices if v.group in groups] for c in said
        ],
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _leaning(voice: Voice) -> str:
    marks = {mark for note in voice.notes for mark in note.marks}
    good, lacking = STRENGTH in marks, bool(marks & {DEVELOPMENT, DEFICIENCY})
    if good and lacking:
        return BOTH
    if good or lacking:
        return GOOD if good else LACKING
    if voice.notes or voice.rated:
        return ELSE
    return SILENT if voice.asked else UNASKED


def read(cells: str) -> VoicesTold:
    """Return what a passage keeps; nothing where it cannot be read, for it may be anybody's."""
    try:
        kept = json.loads(cells)
        groups, themes = tuple(map(str, kept["groups"])), tuple(map(str, kept["themes"]))
        rows = tuple(
            tuple((str(leaning), int(number)) for leaning, number in row) for row in kept["cells"]
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return VoicesTold()
    whole = len(rows) == len(themes) and all(len(row) == len(groups) for row in rows)
    known = all(leaning in LEANINGS and number >= 0 for row in rows for leaning, number in row)
    return VoicesTold(groups, themes, rows) if whole and known else VoicesTold()
