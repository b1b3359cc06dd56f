"""The words for each step of a history: what was done, to what, and how it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualityvisit.ui.marks import mark_of
from qualityvisit.ui.trade import action_look, minutes_word, role_word, visit_look, week_word
from qualityvisit.words import _, day

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.trail import Step

ICONS = {
    "passage": "file-text", "minutes": "file-text", "decision": "file-text", "note": "notebook-pen",
    "finding": "eye", "action": "list-todo", "visit": "calendar-days", "team": "users",
    "member": "user",
}  # fmt: skip
KINDS = {  # what a filter chooses
    "minutes": ("passage", "minutes", "decision"),
    "findings": ("finding",),
    "actions": ("action",),
    "notes": ("note",),
    "plan": ("visit", "team"),
    "members": ("member",),
}
LONG = 90  # letters of a text in a line


def what_was_done(step: Step) -> str:
    """Return a step as one line: what was done to what."""
    if step.kind == "member":
        return _member(step)
    if step.kind == "team":
        return (_("{name} came into the team", name=step.about) if step.what == "made"
                else _("{name} left the team", name=step.about))  # fmt: skip
    if step.kind == "decision" and step.after:
        return _("A note was left out: {reason}", reason=step.after)
    words = {
        ("passage", "made"): _("Paragraph written"),
        ("passage", "changed"): _("Paragraph changed"),
        ("passage", "removed"): _("Paragraph removed"),
        ("note", "made"): _("Note written"),
        ("note", "changed"): _("Note changed"),
        ("note", "removed"): _("Note removed"),
        ("finding", "made"): _("Finding written down"),
        ("finding", "changed"): _("Finding changed"),
        ("finding", "removed"): _("Finding removed"),
        ("action", "made"): _("Action made"),
        ("action", "changed"): _("Action changed"),
        ("action", "removed"): _("Action removed"),
        ("minutes", "changed"): _("The minutes changed"),
        ("minutes", "made"): _("The minutes changed"),
        ("visit", "made"): _("The visit was planned"),
        ("visit", "changed"): _("The plan changed"),
        ("decision", "changed"): _("A decision on a note was taken back"),
    }.get((step.kind, step.what), step.kind)
    return f"{words}: {_changed(step)}" if _changed(step) else words


def _changed(step: Step) -> str:
    if step.what == "removed":
        return short(step.before)
    if step.what == "made" or step.field == "text":
        return short(value_words(step, step.after))
    names = {
        "status": _("state"), "responsible": _("responsible"), "due": _("due"),
        "cause": _("cause"), "goal": _("goal"), "mark": _("kind"), "marks": _("marks"),
        "date": _("day"), "week": _("week"), "place": _("place"),
        "registry_number": _("registry number"), "title": _("title"), "reason": _("why"),
    }  # fmt: skip
    if step.kind == "decision":
        return ""
    before, after = (value_words(step, v) or "–" for v in (step.before, step.after))
    name = names.get(step.field, step.field)
    return _("{what} from {before} to {after}", what=name, before=short(before), after=short(after))


def value_words(step: Step, value: str) -> str:
    """Return a value as people read it."""
    if step.field == "status" and value:
        words: dict[str, Callable[[str], str]] = {
            "action": lambda v: action_look(v).word, "minutes": minutes_word,
            "visit": lambda v: visit_look(v).word,
        }  # fmt: skip
        return words[step.kind](value) if step.kind in words else value
    if step.field in ("mark", "marks") and value:
        return ", ".join(mark_of(mark).word for mark in value.split(", "))
    if step.field in ("due", "date"):
        return day(value)
    return week_word(value) if step.field == "week" else value


def _member(step: Step) -> str:
    name, after = step.about or _("Somebody unknown"), step.after
    return {
        "founded": _("{name} founded the workspace", name=name),
        "invited": _("{name} was invited as {role}", name=name, role=role_word(after).lower()),
        "joined": _("{name} joined on the computer {computer}", name=name, computer=after or "–"),
        "device": _("{name} got a new key on the computer {computer}", name=name,
                    computer=after or "–"),
        "role": _("{name} got the role {role}", name=name, role=role_word(after).lower()),
        "removed": _("{name} was removed", name=name),
        "lost": _("A computer of {name} was said to be gone", name=name),
        "withdrawn": _("The invitation for {name} was withdrawn", name=name),
        "erased": _("Notes were weeded"),
    }.get(step.what, step.what)  # fmt: skip


def short(text: str) -> str:
    """Return the beginning of a text, on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= LONG else f"{flat[: LONG - 1]}…"
