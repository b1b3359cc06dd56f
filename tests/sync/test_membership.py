"""Membership: the same statements make the same members, and what nobody may say counts nothing."""

import json
import random
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.sync.membership import MOST, Membership, Statement, proof_of
from qualityvisit.sync.seal import Keys

AT = "2028-03-14T08:00:00+01:00"


@dataclass
class Place:
    """A workspace's statements as one device after another says them."""

    said: list[bytes] = field(default_factory=list)
    keys: dict[str, Keys] = field(default_factory=dict)
    lines: dict[str, Keys] = field(default_factory=dict)
    workspace: str = ""

    @classmethod
    def founded(cls) -> "Place":
        place = cls()
        place.keys["eva-1"] = Keys.fresh()
        place.workspace = place.say("eva-1", type="founded", member="eva", name="Eva",
                                    device="eva-1", **place.public("eva-1")).id  # fmt: skip
        return place

    def public(self, name: str) -> dict[str, str]:
        keys = self.keys.get(name) or self.lines[name]
        return {"verify": keys.verify, "receive": keys.receive}

    def now(self) -> Membership:
        return Membership.fold(self.workspace, self.said)

    def say(self, by: str, after: list[str] | None = None, /, **body: object) -> Statement:
        heads = list(self.now().heads) if after is None else after
        statement = Statement.make(self.keys[by], by=by, at=AT, after=heads, **body)
        self.said.append(statement.raw)
        return statement

    def invite(self, by: str, line: str, member: str, role: str = "member") -> Statement:
        self.lines[line] = Keys.fresh()
        return self.say(by, type="invited", invitation=line, member=member, name=member.title(),
                        role=role, **self.public(line))  # fmt: skip

    def join(self, line: str, device: str, after: list[str] | None = None) -> Statement:
        self.keys[device] = Keys.fresh()
        body = {"device": device, **self.public(device)}
        proof = self.lines[line].sign(proof_of(body)).hex()
        return self.say(device, after, type="joined", invitation=line, proof=proof, **body)


def with_per(role: str = "member") -> Place:
    place = Place.founded()
    place.invite("eva-1", "rad", "per", role)
    place.join("rad", "per-1")
    return place


def states(found: Membership) -> dict[str, tuple[str, str]]:
    return {m.id: (m.role, m.state) for m in found.members.values()}


# --- what counts


def test_the_founder_is_an_administrator() -> None:
    found = Place.founded().now()
    assert states(found) == {"eva": ("administrator", "active")}
    assert found.active("eva-1")
    assert found.role_of("eva-1") == "administrator"
    assert found.role_of("nobody") == ""
    assert not found.active("nobody")


def test_who_joins_by_an_invitation_is_a_member_and_the_invitation_is_used() -> None:
    place = Place.founded()
    place.invite("eva-1", "rad", "per")
    found = place.now()
    assert states(found)["per"] == ("member", "invited")
    assert [d.id for d in found.receivers(["per"])] == ["rad"]
    place.join("rad", "per-1")
    found = place.now()
    assert states(found)["per"] == ("member", "active")
    assert found.invitations["rad"].state == "used"
    assert [d.id for d in found.receivers(["per", "eva"])] == ["eva-1", "per-1"]


def test_a_new_device_is_vouched_for_by_an_old_one() -> None:
    place = with_per()
    place.keys["per-2"] = Keys.fresh()
    place.say("per-1", type="device", device="per-2", **place.public("per-2"))
    found = place.now()
    assert found.active("per-1")
    assert found.devices["per-2"].member == "per"
    assert found.role_of("per-2") == "member"


def test_a_removed_member_keeps_what_counted_and_no_more() -> None:
    place = with_per()
    place.invite("eva-1", "rad2", "per")
    place.say("eva-1", type="removed", member="per", last={"per-1": 4, "per-9": True})
    found = place.now()
    assert states(found)["per"] == ("member", "removed")
    assert (found.devices["per-1"].state, found.devices["per-1"].last) == ("removed", 4)
    assert not found.active("per-1")
    assert found.invitations["rad2"].state == "removed"
    assert found.receivers(["per"]) == []


@pytest.mark.parametrize("last", [{"per-1": "4"}, [], "4", None])
def test_a_removal_that_does_not_say_how_far_counts_nothing_of_the_device(last: object) -> None:
    place = with_per()
    place.say("eva-1", type="removed", member="per", last=last)
    assert place.now().devices["per-1"].last == 0


# --- what counts nothing


def test_only_administrators_invite_and_remove() -> None:
    place = with_per()
    place.invite("per-1", "rad2", "lena", "administrator")
    place.say("per-1", type="removed", member="eva", last={})
    assert states(place.now()) == {"eva": ("administrator", "active"), "per": ("member", "active")}


def test_nobody_speaks_in_the_name_of_another() -> None:
    place = with_per()
    place.keys["forger"] = place.keys["per-1"]
    forged = Statement.make(
        place.keys["per-1"], by="eva-1", at=AT, after=[], type="removed", member="eva", last={}
    )
    place.said.append(forged.raw)
    device = Statement.make(
        place.keys["per-1"], by="eva-1", at=AT, after=[], type="device", device="x",
        **place.public("per-1"),
    )  # fmt: skip
    place.said.append(device.raw)
    found = place.now()
    assert states(found)["eva"] == ("administrator", "active")
    assert "x" not in found.devices


def test_the_last_administrator_stays() -> None:
    place = with_per()
    place.say("eva-1", type="removed", member="eva", last={})
    assert states(place.now())["eva"] == ("administrator", "active")


def test_who_was_removed_says_nothing_more() -> None:
    place = with_per("administrator")
    place.say("eva-1", type="removed", member="per", last={"per-1": 1})
    place.invite("per-1", "rad2", "lena")
    place.say("per-1", type="removed", member="eva", last={})
    place.keys["per-2"] = Keys.fresh()
    place.say("per-1", type="device", device="per-2", **place.public("per-2"))
    found = place.now()
    assert set(found.members) == {"eva", "per"}
    assert states(found)["eva"] == ("administrator", "active")
    assert "per-2" not in found.devices


def test_an_invitation_lets_one_in() -> None:
    place = Place.founded()
    place.invite("eva-1", "rad", "per")
    before = list(place.now().heads)
    place.join("rad", "per-1", before)
    place.join("rad", "tjuv-1", before)
    found = place.now()
    joined = [d for d in found.devices.values() if d.member == "per"]
    assert len(joined) == 1


def test_a_proof_is_for_one_device() -> None:
    place = Place.founded()
    place.invite("eva-1", "rad", "per")
    real = place.join("rad", "per-1")
    place.said.pop()
    place.keys["tjuv-1"] = Keys.fresh()
    stolen = real.body | {"device": "tjuv-1", **place.public("tjuv-1"), "by": "tjuv-1"}
    place.said.append(Statement.make(place.keys["tjuv-1"], **stolen).raw)
    place.said.append(Statement.make(place.keys["tjuv-1"], **(stolen | {"proof": "zz"})).raw)
    assert states(place.now())["per"] == ("member", "invited")


def test_an_invitation_or_device_is_not_said_twice() -> None:
    place = with_per()
    place.invite("eva-1", "rad", "lena")
    place.invite("eva-1", "rad3", "lena", "king")
    place.keys["eva-1b"] = Keys.fresh()
    place.say("per-1", type="device", device="eva-1", **place.public("eva-1b"))
    found = place.now()
    assert found.invitations["rad"].member == "per"
    assert "lena" not in found.members
    assert found.devices["eva-1"].verify == place.keys["eva-1"].verify


def test_keys_that_are_none_let_nobody_in() -> None:
    place = Place.founded()
    place.lines["rad"] = Keys.fresh()
    place.say("eva-1", type="invited", invitation="rad", member="per", name="Per", role="member",
              verify="no key", receive=place.lines["rad"].receive)  # fmt: skip
    place.say("eva-1", type="device", device="eva-2", verify="", receive="")
    found = place.now()
    assert found.invitations == {}
    assert "eva-2" not in found.devices


def test_another_founding_is_another_workspace() -> None:
    place, other = with_per(), Place.founded()
    place.said += other.said
    assert states(place.now()) == {"eva": ("administrator", "active"), "per": ("member", "active")}
    assert Membership.fold("0" * 64, place.said).members == {}


def test_words_of_a_later_version_are_passed_over() -> None:
    place = with_per()
    later = place.say("eva-1", type="erased", document="notes/x")
    found = place.now()
    assert found.heads == (later.id,)
    assert set(found.members) == {"eva", "per"}


def test_what_builds_on_what_is_not_there_waits_for_it() -> None:
    place = with_per()
    missing = place.invite("eva-1", "rad2", "lena")
    place.join("rad2", "lena-1")
    place.said.remove(missing.raw)
    assert "lena" not in place.now().members
    place.said.append(missing.raw)
    assert states(place.now())["lena"] == ("member", "active")


# --- in whatever order


def busy() -> Place:
    """Return a workspace in which much was said at the same time."""
    place = with_per("administrator")
    heads = list(place.now().heads)
    for number, by in enumerate(["eva-1", "per-1", "eva-1"]):
        place.lines[f"rad{number}"] = Keys.fresh()
        place.say(by, heads, type="invited", invitation=f"rad{number}", member=f"m{number}",
                  name=f"M {number}", role="member", **place.public(f"rad{number}"))  # fmt: skip
    for number in range(3):
        place.join(f"rad{number}", f"d{number}", heads)
        place.join(f"rad{number}", f"tjuv{number}", heads)
    place.say("eva-1", heads, type="removed", member="per", last={"per-1": 3})
    place.say("per-1", heads, type="removed", member="eva", last={"eva-1": 5})
    place.say("eva-1", type="removed", member="m1", last={})
    return place


BUSY = busy()


@given(st.randoms(use_true_random=False))
def test_the_same_statements_in_any_order_make_the_same_members(dice: random.Random) -> None:
    shuffled = [*BUSY.said, dice.choice(BUSY.said)]
    dice.shuffle(shuffled)
    found = Membership.fold(BUSY.workspace, shuffled)
    assert found == BUSY.now()
    assert len([m for m in found.members.values() if m.role == "administrator"]) == 2
    assert any(m.role == "administrator" and m.state == "active" for m in found.members.values())


# --- whatever bytes


SAID = BUSY.said[3]


@given(st.integers(0, len(SAID) - 1), st.integers(1, 255))
def test_a_changed_byte_is_no_statement_or_is_not_signed(at: int, flip: int) -> None:
    torn = bytearray(SAID)
    torn[at] ^= flip
    try:
        found = Statement.parse(bytes(torn))
    except ValueError:
        return
    assert not any(found.signed_by(k.verify) for k in BUSY.keys.values())


@given(st.binary(max_size=200))
def test_whatever_bytes_are_no_statement(data: bytes) -> None:
    signature = b"\n" + b"0" * 128
    for raw in (data, data + signature):
        try:
            found = Statement.parse(raw)
        except ValueError:
            continue
        assert isinstance(found.body, dict)
        assert not found.signed_by(BUSY.keys["eva-1"].verify)


@pytest.mark.parametrize(
    "body",
    [
        [],
        "words",
        {"after": "x"},
        {"after": [["x"]]},
        {"after": [1]},
        {"a": 1e999},
        {"a": "x" * MOST},
    ],
)
def test_a_body_that_makes_no_sense_is_no_statement(body: object) -> None:
    line = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    with pytest.raises(ValueError):  # noqa: PT011 whatever the message
        Statement.parse(line + b"\n" + b"0" * 128)


def test_a_body_that_is_nested_without_end_is_no_statement() -> None:
    with pytest.raises(ValueError):  # noqa: PT011 whatever the message
        Statement.parse(b"[" * 60_000 + b"\n" + b"0" * 128)


def test_what_is_no_statement_is_passed_over() -> None:
    place = with_per()
    place.said[1:1] = [b"", b"words", place.said[0][:-5]]
    assert states(place.now())["per"] == ("member", "active")


def test_a_statement_has_one_form_only() -> None:
    line, _newline, signature = SAID.rpartition(b"\n")
    with pytest.raises(ValueError):  # noqa: PT011 whatever the message
        Statement.parse(line.replace(b",", b", ", 1) + b"\n" + signature)
    upper = Statement.parse(SAID)
    assert upper.text("at") == AT
    assert upper.text("after") == ""
    assert replace(upper, raw=line + b"\n" + b"z" * 128).signed_by("00" * 32) is False
