"""This machine's settings and folders: nothing secret, nothing shared."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
FILE = "journal.db"  # the workspace, in a profile


@dataclass(slots=True)
class Settings:
    """What this person has chosen on this machine."""

    language: str = ""  # "sv", "en" or "" for Swedish unless the system says English
    theme: str = ""  # "light", "dark" or "" to follow the system
    text_size: int = 100  # percent of the system's size
    spelling: str = ""  # the language whose spelling is checked: "sv", "en", "off", "" as language
    window: str = ""  # the window's place, as Qt writes it, in base64

    @classmethod
    def load(cls, profile: Path) -> "Settings":
        """Return the profile's settings; whatever is missing or unreadable is the default."""
        try:
            found = json.loads((profile / "settings.json").read_text("utf-8"))
        except (OSError, ValueError):
            return cls()
        settings = cls()
        for field in fields(cls):
            value = found.get(field.name) if isinstance(found, dict) else None
            if type(value) is type(field.default):
                setattr(settings, field.name, value)
        return settings

    def save(self, profile: Path) -> None:
        """Write the settings whole or not at all. Raise OSError where the folder refuses."""
        profile.mkdir(parents=True, exist_ok=True)
        fresh = profile / ".settings.json.new"
        fresh.write_text(json.dumps(asdict(self), indent=1), "utf-8")
        fresh.replace(profile / "settings.json")


def default_profile() -> Path:
    """Return the folder of this person's device on this machine."""
    from platformdirs import user_data_path  # noqa: PLC0415 not where a profile is named

    return user_data_path("qualityvisit", appauthor=False)
