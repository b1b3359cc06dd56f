import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from qualityvisit import words
from qualityvisit.settings import RESOURCES


@pytest.mark.parametrize(
    ("asked", "system", "spoken"),
    [
        ("sv", "en_GB.UTF-8", "sv"),
        ("en", "sv_SE.UTF-8", "en"),
        ("", "sv_SE.UTF-8", "sv"),
        ("", "en_US.UTF-8", "en"),
        ("", "C.UTF-8", "sv"),
        ("", "", "sv"),
    ],
)
def test_swedish_is_spoken_unless_the_system_or_the_user_says_english(
    asked: str, system: str, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", system)
    words.use(asked)
    assert words.language() == spoken


def test_values_are_filled_in_by_name() -> None:
    assert words._("The school unit code is missing.") == "Skolenhetskoden saknas."
    assert (
        words._("{name} is not run by the municipality.", name="A") == "A drivs inte av kommunen."
    )
    words.use("en")
    assert words._("{where} lacks {name}", where="here", name="x") == "here lacks x"


def test_a_brace_in_what_the_user_wrote_is_left_alone() -> None:
    assert words._("{name} is not run by the municipality.", name="{x}").startswith("{x} drivs")
    assert words._("no such message {here}") == "no such message {here}"


def test_plurals_follow_the_number() -> None:
    words.use("en")
    told = [words.count("{n} note", "{n} notes", n) for n in (0, 1, 2)]
    assert told == ["0 notes", "1 note", "2 notes"]


def test_days_are_told_in_the_language() -> None:
    assert words.day("2028-03-23") == "23 mars 2028"
    assert words.day("2028-03-23T10:00:00+01:00", weekday=True, year=False) == "torsdag 23 mars"
    assert words.day("") == ""
    words.use("en")
    assert words.day("2028-03-23", weekday=True) == "Thursday 23 March 2028"


def test_times_are_told_in_the_language_and_in_local_time() -> None:
    assert words.clock("08:15") == "08.15"
    moment = datetime.fromisoformat("2028-03-23T10:00:00+00:00")
    local = moment.astimezone().strftime("%H.%M")
    assert words.clock(moment.isoformat()) == local
    words.use("en")
    assert words.clock("08:15") == "08:15"


def test_a_listing_ends_with_and() -> None:
    assert words.listing([]) == ""
    assert words.listing(["a"]) == "a"
    assert words.listing(["a", "b", "c"]) == "a, b och c"


def test_the_catalogue_is_made_anew_when_a_part_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "locale" / "sv"
    folder.mkdir(parents=True)
    part = folder / "intake.po"
    shutil.copy(RESOURCES / "locale" / "sv" / "intake.po", part)
    monkeypatch.setattr(words, "RESOURCES", tmp_path)
    words.use("sv")
    assert words._("Correct the file.") == "Rätta filen."
    part.write_text(part.read_text("utf-8").replace("Rätta filen", "Ändra filen"), "utf-8")
    later = part.stat().st_mtime + 10
    os.utime(part, (later, later))
    words.use("sv")
    assert words._("Correct the file.") == "Ändra filen."
    assert not [p for p in folder.iterdir() if p.suffix not in (".po", ".mo")]
