"""Which class shows which place. A screen is imported when it is first gone to."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualityvisit.ui.screen import Desk, Screen

# name -> (module, class, the place in the rail that it belongs to)
SCREENS = {
    "overview": ("overview", "Overview", "overview"),
    "plan": ("plan", "Plan", "plan"),
    "visits": ("visits", "Visits", "visits"),
    "visit": ("visit", "VisitScreen", "visits"),
    "interview": ("interview", "Interview", "visits"),
    "voices": ("voices", "Voices", "visits"),
    "minutes": ("minutes", "MinutesScreen", "visits"),
    "follow-up": ("follow_up", "FollowUp", "follow-up"),
    "meeting": ("meeting", "MeetingScreen", "follow-up"),
    "units": ("units", "Units", "units"),
    "guides": ("guides", "Guides", "guides"),
    "guide": ("guide_editor", "GuideEditor", "guides"),
    "guide-compare": ("guide_compare", "GuideCompare", "guides"),
    "settings": ("settings_screen", "SettingsScreen", "settings"),
}


def make(name: str, desk: Desk) -> Screen:
    """Return a new screen. ``name`` is one of `SCREENS`."""
    module, kind, _place = SCREENS[name]
    made: Screen = getattr(import_module(f"qualityvisit.ui.{module}"), kind)(desk)
    return made


def place_of(name: str) -> str:
    """Return the place in the rail that a screen belongs to."""
    return SCREENS[name][2]
