"""Signs of presence: opened by those who may, and by nobody else; what is not right is no sign."""

import base64
import json
import os
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.sync.keys import Identity, new_key
from qualityvisit.sync.presence import FRESH, LONGEST, MAGIC, MOST_AT_ONCE, Company, Sign
from qualityvisit.sync.seal import Keys, seal
from tests.ui.world import NOW

MOMENT = int(NOW.timestamp() * 1000)
NOTES = new_key("notes/1")


class Air:
    """Carries signs to whoever stands in it."""

    def __init__(self) -> None:
        self.address = ""
        self.heard: list[str] = []

    def say(self, sign: str) -> None:
        self.heard.append(sign)

    def signs(self) -> tuple[str, ...]:
        found, self.heard = tuple(self.heard), []
        return found

    def watch(self, timeout: float) -> bool:
        del timeout
        return False

    def list(self) -> set[str]:
        return set()

    def get(self, name: str) -> bytes | None:
        del name
        return None

    def put(self, name: str, data: bytes) -> None:
        raise AssertionError((name, data))  # nothing of it is ever kept

    def drop(self, name: str) -> None:
        raise AssertionError(name)


EVA = Identity("w" * 64, "e" * 20, "eva", Keys.fresh())
PER = Identity("w" * 64, "p" * 20, "per", Keys.fresh())
DEVICES = {who.device: (who.member, who.keys.verify) for who in (EVA, PER)}


def company(who: Identity, air: Air | None = None, *, at: int = MOMENT) -> Company:
    return Company(
        air or Air(), who, "notes/1", {NOTES.id: NOTES}, NOTES, dict(DEVICES), {}, lambda: at
    )


def heard(listener: Company, *signs: str) -> list[tuple[str, Sign]]:
    for sign in signs:
        listener.say(sign)
    return listener.hear()


def test_a_sign_tells_who_where_and_when() -> None:
    sign = company(PER).sign("n1", 17)
    [(member, found)] = heard(company(EVA), sign)
    assert member == "per"
    assert found == Sign(PER.device, MOMENT, "n1", 17)
    assert not heard(company(PER), sign)  # one's own


def test_its_length_tells_nothing_and_fits() -> None:
    made = company(PER)
    signs = {len(made.sign()), len(made.sign("n" * 32, 100_000)), len(made.sign(gone=True))}
    assert len(signs) == 1
    assert signs.pop() < LONGEST < 8000


def test_it_looks_as_the_format_says() -> None:
    whole = base64.b64decode(company(PER).sign("n1", 17).removeprefix("QVHERE1"))
    assert whole[:10].hex() == NOTES.id
    assert len(whole) == 10 + 12 + 256 + 64 + 16
    assert PER.device.encode() not in whole
    assert b"n1" not in whole


def test_without_the_key_it_cannot_be_opened() -> None:
    sign = company(PER).sign("n1", 17)
    other = new_key("notes/1")
    assert not heard(replace(company(EVA), keys={other.id: other}), sign)
    assert not heard(replace(company(EVA), keys={NOTES.id: replace(other, id=NOTES.id)}), sign)
    assert not heard(replace(company(EVA), document="notes/2"), sign)
    assert not heard(replace(company(EVA), who=replace(EVA, workspace="v" * 64)), sign)


def test_a_removed_member_is_not_heard() -> None:
    sign = company(PER).sign()
    listener = company(EVA)
    listener = replace(listener, devices={EVA.device: DEVICES[EVA.device]})
    assert not heard(listener, sign)


def test_a_forged_one_is_not_heard() -> None:
    liar = replace(PER, keys=EVA.keys)  # holds the key of the notes, and says to be Per
    assert not heard(company(EVA), company(liar).sign())


@given(st.integers(0, 357), st.integers(1, 255))
def test_one_that_was_changed_anywhere_is_not_heard(at: int, by: int) -> None:
    whole = bytearray(base64.b64decode(company(PER).sign().removeprefix(MAGIC)))
    whole[at] ^= by
    assert not heard(company(EVA), MAGIC + base64.b64encode(bytes(whole)).decode())


def test_one_that_is_replayed_is_not_heard() -> None:
    listener, speaker = company(EVA), company(PER)
    first, second = speaker.sign(), speaker.sign("n1", 3)
    assert len(heard(listener, first, first, second)) == 2
    assert not heard(listener, first, second)


@pytest.mark.parametrize("off", [FRESH + 1, -FRESH - 1])
def test_one_from_another_time_is_not_heard(off: int) -> None:
    assert not heard(company(EVA), company(PER, at=MOMENT + off).sign())
    assert heard(company(EVA), company(PER, at=MOMENT + off // 2).sign())


def test_a_clock_that_goes_back_silences_nobody() -> None:
    listener, moments = company(EVA), [MOMENT + 1000, MOMENT, MOMENT]
    speaker = replace(company(PER), clock=lambda: moments.pop(0))
    assert len(heard(listener, speaker.sign(), speaker.sign(), speaker.sign())) == 3


def test_one_of_a_newer_program_is_passed_over() -> None:
    sign = company(PER).sign()
    assert not heard(company(EVA), sign.replace("QVHERE1", "QVHERE2"))


@pytest.mark.parametrize(
    "said",
    [
        {}, [], "x", {"at": 1.5, "caret": 0, "device": PER.device, "gone": False, "note": ""},
        {"at": MOMENT, "caret": -1, "device": PER.device, "gone": False, "note": ""},
        {"at": MOMENT, "caret": True, "device": PER.device, "gone": False, "note": ""},
        {"at": MOMENT, "caret": 0, "device": PER.device, "gone": 0, "note": ""},
        {"at": MOMENT, "caret": 0, "device": ["x"], "gone": False, "note": ""},
        {"at": MOMENT, "caret": 0, "device": PER.device, "gone": False},
    ],
)  # fmt: skip
def test_nonsense_from_a_member_is_passed_over(said: object) -> None:
    speaker = company(PER)
    words = json.dumps(said).encode()
    place = speaker._place(NOTES.id)
    whole = seal(NOTES.bytes, words + PER.keys.sign(place + words), place)
    text = MAGIC + base64.b64encode(bytes.fromhex(NOTES.id) + whole).decode()
    assert not heard(company(EVA), text)


@given(st.text() | st.binary(max_size=400).map(lambda b: MAGIC + base64.b64encode(b).decode()))
def test_nonsense_from_anybody_is_passed_over(text: str) -> None:
    assert not heard(company(EVA), text, MAGIC + text)


def test_whoever_shouts_is_heard_a_little() -> None:
    speaker, listener = company(PER), company(EVA)
    shouts = [speaker.sign() for _number in range(4 * MOST_AT_ONCE)]
    assert len(heard(listener, *shouts)) == MOST_AT_ONCE
    assert not heard(company(EVA), MAGIC + base64.b64encode(os.urandom(LONGEST)).decode())


def test_without_a_key_nothing_is_said() -> None:
    assert replace(company(PER), current=None).sign() == ""
