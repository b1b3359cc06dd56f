import json
from pathlib import Path

import pytest

from qualityvisit.settings import RESOURCES, Settings, default_profile


def test_what_was_chosen_is_there_again(tmp_path: Path) -> None:
    profile = tmp_path / "ny" / "profil"
    Settings(language="en", theme="dark", text_size=150).save(profile)
    assert Settings.load(profile) == Settings(language="en", theme="dark", text_size=150)
    assert [p.name for p in profile.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', "\udcff"])
def test_unreadable_settings_are_the_default(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert Settings.load(tmp_path) == Settings()


def test_no_settings_are_the_default(tmp_path: Path) -> None:
    assert Settings.load(tmp_path) == Settings()


def test_a_value_of_the_wrong_kind_or_an_unknown_one_is_passed_over(tmp_path: Path) -> None:
    told = {"language": "sv", "text_size": "large", "theme": None, "from_the_future": 1}
    (tmp_path / "settings.json").write_text(json.dumps(told), "utf-8")
    assert Settings.load(tmp_path) == Settings(language="sv")


def test_a_folder_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "profil").write_text("a file is in the way")
    with pytest.raises(OSError, match="profil"):
        Settings().save(tmp_path / "profil")


def test_the_profile_and_the_resources_have_their_places() -> None:
    assert default_profile().name == "qualityvisit"
    assert default_profile().is_absolute()
    assert (RESOURCES / "guides").is_dir()
