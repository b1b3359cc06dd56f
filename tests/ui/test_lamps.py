"""The lamps tell the truth in every state: never saved, never shared, when it is not."""

import time
from dataclasses import replace

import pytest

from qualityvisit.errors import KnownError, NotSaved, StoreRefused, StoreUnreachable
from qualityvisit.ui import lamps
from qualityvisit.ui.lamps import BAD, BUSY, OFF, OK, WAIT, Lamp, Lamps
from qualityvisit.workspace import Status

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # offscreen only

TODAY = "2028-03-14"
FINE = Status(
    saved_at="2028-03-14T09:41:00+00:00",
    unsaved=0,
    trouble=None,
    backup_at="2028-03-14T07:00:00+00:00",
    store="/delad",
    waiting=0,
    waiting_since="",
    shared_at="2028-03-14T14:05:00+00:00",
    refused=0,
    store_trouble=None,
)


@pytest.fixture(autouse=True)
def _greenwich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def test_all_is_well() -> None:
    computer = lamps.on_computer(FINE, TODAY)
    assert (computer.state, computer.fact) == (OK, "sparat 09.41")
    backup = lamps.in_backup(FINE, TODAY)
    assert (backup.state, backup.fact) == (OK, "i dag 07.00, prövad")
    shared = lamps.shared(FINE, TODAY)
    assert (shared.state, shared.fact) == (OK, "allt delat 14.05")


def test_what_is_not_saved_is_never_called_saved() -> None:
    trouble = NotSaved("Disken är full.", "Gör plats.")
    fact = lamps.on_computer(replace(FINE, unsaved=3, trouble=trouble), TODAY)
    assert fact.state == BAD
    assert fact.fact == "EJ SPARAT, 3 ändringar"
    assert "Gör plats." in fact.advice
    assert "parat 09" not in fact.short
    assert lamps.on_computer(replace(FINE, trouble=trouble), TODAY).state == BAD
    assert lamps.on_computer(replace(FINE, unsaved=1), TODAY).fact == "EJ SPARAT, 1 ändring"


def test_nothing_written_is_not_called_saved() -> None:
    assert lamps.on_computer(replace(FINE, saved_at=""), TODAY).fact == "inget skrivet än"


@pytest.mark.parametrize(
    ("at", "state", "fact"),
    [
        ("", WAIT, "ingen än"),
        ("2028-03-13T07:00:00+00:00", OK, "i går 07.00, prövad"),
        ("2028-03-12T07:00:00+00:00", OK, "12 mars, prövad"),
        ("2028-03-11T07:00:00+00:00", WAIT, "11 mars, prövad"),
        ("2027-12-24T07:00:00+00:00", WAIT, "24 december 2027, prövad"),
    ],
)
def test_a_backup_grows_old(at: str, state: str, fact: str) -> None:
    found = lamps.in_backup(replace(FINE, backup_at=at), TODAY)
    assert (found.state, found.fact) == (state, fact)


def test_a_backup_that_failed_is_told() -> None:
    found = lamps.in_backup(FINE, TODAY, NotSaved("Disken är full.", "Gör plats."))
    assert (found.state, found.fact) == (WAIT, "kunde inte göras")


@pytest.mark.parametrize(
    ("changes", "state", "fact"),
    [
        ({"store": ""}, OFF, "delas inte: ingen plats vald"),
        ({"store": "", "waiting": 5}, OFF, "delas inte: ingen plats vald"),
        (
            {"waiting": 14, "waiting_since": "2028-03-14T08:55:00+00:00"},
            WAIT,
            "14 ändringar väntar sedan 08.55",
        ),
        ({"waiting": 1}, WAIT, "1 ändring väntar"),
        ({"shared_at": ""}, WAIT, "inget delat än"),
        ({"refused": 2}, BAD, "2 paket togs inte emot"),
        ({"shared_at": "2028-03-10T14:05:00+00:00"}, OK, "allt delat 10 mars"),
    ],
)
def test_sharing_is_told_as_it_is(changes: dict[str, object], state: str, fact: str) -> None:
    found = lamps.shared(replace(FINE, **changes), TODAY)  # type: ignore[arg-type]
    assert (found.state, found.fact) == (state, fact)


def test_a_folder_out_of_reach_is_told_with_what_waits() -> None:
    trouble = StoreUnreachable("Mappen nås inte.", "Allt är säkert här.")
    status = replace(
        FINE, store_trouble=trouble, waiting=2, waiting_since="2028-03-14T08:55:00+00:00"
    )
    found = lamps.shared(status, TODAY)
    assert found.state == WAIT
    assert found.fact == "mappen nås inte; 2 ändringar väntar sedan 08.55"
    assert found.advice == "Allt är säkert här."
    alone = lamps.shared(replace(FINE, store_trouble=trouble), TODAY)
    assert alone.fact == "mappen nås inte"


def test_a_round_under_way_claims_nothing() -> None:
    assert lamps.shared(FINE, TODAY, busy=True).state == BUSY


@pytest.mark.usefixtures("qtbot")
def test_every_set_of_lamps_follows() -> None:
    pressed: list[str] = []
    held = Lamps({p: (lambda p=p: pressed.append(p)) for p in ("computer", "backup", "shared")})  # type: ignore[misc]
    strip, short = held.strip(), held.short()
    facts = [lamps.on_computer(FINE, TODAY), lamps.in_backup(FINE, TODAY),
             lamps.shared(FINE, TODAY)]  # fmt: skip
    held.tell(*facts)
    assert [lamp.accessibleName() for lamp in strip] == [
        "På datorn: sparat 09.41",
        "Reservkopia: i dag 07.00, prövad",
        "Delat: allt delat 14.05",
    ]
    assert [lamp.fact().short for lamp in short.findChildren(Lamp)] == [
        "Sparat 09.41",
        "Allt delat 14.05",
    ]
    strip[2].click()
    assert pressed == ["shared"]
    del short
    held.tell(*facts)


def test_the_lamp_of_the_backup_says_what_it_is_in_the_word_used_elsewhere() -> None:
    for status in (FINE, replace(FINE, backup_at="")):
        found = lamps.in_backup(status, TODAY)
        assert found.name == "Reservkopia"
        assert "säkerhetskopia på den här datorn" in found.advice


@pytest.mark.parametrize(
    ("trouble", "short"),
    [
        (StoreUnreachable("https://moln.exempel.se/x går inte att nå."), "Delad plats nås inte"),
        (StoreRefused("https://moln.exempel.se/x släpper inte in dig."), "Delningen har stannat"),
        (StoreUnreachable("Mappen är borta."), "Mappen är borta"),
    ],
)
def test_in_few_words_no_address_takes_the_room(trouble: KnownError, short: str) -> None:
    assert lamps.shared(replace(FINE, store_trouble=trouble), TODAY).short == short


def test_an_address_stays_as_it_is_at_the_beginning_of_a_sentence() -> None:
    assert lamps.sentence("webdav+http://x går inte att nå") == "webdav+http://x går inte att nå."
    assert lamps.sentence("allt delat 08.41") == "Allt delat 08.41."
