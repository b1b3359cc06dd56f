"""School forms as they are written in registers and lists, to the program's own codes."""

import re

from qualityvisit.model.records import FORMS

# The last form is the one under which a unit is listed, so what goes with something else is first.
ORDER = (
    "OPPFTH", "FTH", "FKLASS", "PEDOMS", "VUX", "GYAN", "SAM", "SP", "GRAN", "GY", "GR", "FS",
)  # fmt: skip

NAMES = {
    "förskola": "FS",
    "förskoleklass": "FKLASS",
    "förskoleklassen": "FKLASS",
    "fritidshem": "FTH",
    "öppen fritidsverksamhet": "OPPFTH",
    "grundskola": "GR",
    "anpassad grundskola": "GRAN",
    "grundsärskola": "GRAN",
    "specialskola": "SP",
    "sameskola": "SAM",
    "gymnasieskola": "GY",
    "gymnasium": "GY",
    "anpassad gymnasieskola": "GYAN",
    "gymnasiesärskola": "GYAN",
    "komvux": "VUX",
    "kommunal vuxenutbildning": "VUX",
    "pedagogisk omsorg": "PEDOMS",
    "familjedaghem": "PEDOMS",
    "preschool": "FS",
    "preschool class": "FKLASS",
    "compulsory school": "GR",
    "upper secondary school": "GY",
} | {form.casefold(): form for form in FORMS}


def form_of(text: str) -> str:
    """Return the code of one school form by its name or code, or "" where it is unknown.

    "fsk" is unknown on purpose: people write it for förskola, Skolverket for förskoleklass.
    """
    return NAMES.get(" ".join(text.casefold().split()), "")


def forms_of(text: str) -> tuple[str, ...]:
    """Return the codes of several forms ("F-klass, grundskola"), or () where one is unknown."""
    parts = [p.strip() for p in re.split(r"[,/+&|]|\boch\b", text) if p.strip()]
    found = [form_of(p) for p in parts]
    return in_order(found) if parts and all(found) else ()


def in_order(codes: list[str]) -> tuple[str, ...]:
    """Return each code once, the one under which a unit is listed last."""
    return tuple(sorted(set(codes), key=ORDER.index))
