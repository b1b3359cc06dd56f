"""The chain: what counts, who wins over whom, and that nobody gains a right without one."""

import pytest

from qualityvisit.sync.chain import fold
from qualityvisit.sync.membership import ERASED, NOT_ALLOWED, REMOVED, Membership
from qualityvisit.sync.statement import Statement, proof_of
from tests.sync.place import ADMINISTRATOR, AT, MEMBER, Place, number, public, standings

VISIT, NOTES = "visit/v", "notes/v"


@pytest.fixture
def place() -> Place:
    """Return a workspace of Eva, administrator, and Per, member."""
    made = Place.founded()
    made.member("per")
    return made


@pytest.fixture
def board(place: Place) -> Place:
    """Return the same with Lena and then Ola, administrators."""
    place.member("lena", "administrator")
    place.member("ola", "administrator")
    return place


# --- coming in


def test_the_founder_is_an_administrator() -> None:
    place = Place.founded()
    found = place.now()
    assert standings(found) == {"eva": ADMINISTRATOR}
    assert found.active(place.d("eva-1"))
    assert found.role_of(place.d("eva-1")) == "administrator"
    assert (found.role_of("nobody"), found.active("nobody"), found.holder("nobody")) == (
        "", False, "",
    )  # fmt: skip


def test_who_joins_by_an_invitation_is_a_member_and_the_invitation_is_used() -> None:
    place = Place.founded()
    place.invite("eva-1", "line", "per")
    found = place.now()
    assert standings(found)["per"] == ("member", "invited")
    assert [d.id for d in found.receivers(["per"])] == [place.d("line")]
    assert found.holder(place.d("line")) == "per"
    place.join("line", "per-1")
    found = place.now()
    assert standings(found)["per"] == MEMBER
    assert found.invitations[place.d("line")].state == "used"
    assert {d.id for d in found.receivers(["per", "eva"])} == {place.d("eva-1"), place.d("per-1")}


def test_an_invitation_on_paper_is_known_as_such() -> None:
    place = Place.founded()
    place.invite("eva-1", "sheet", "rescue", "administrator", recovery=True)
    assert place.now().invitations[place.d("sheet")].recovery
    place.join("sheet", "rescue-1")
    assert standings(place.now())["rescue"] == ADMINISTRATOR


def test_only_administrators_invite_others(place: Place) -> None:
    place.invite("per-1", "line", "friend")
    assert "friend" not in place.now().members


def test_everybody_invites_their_own_second_device(place: Place) -> None:
    place.invite("per-1", "line", "per")
    place.join("line", "per-2")
    assert place.now().devices[place.d("per-2")].member == "per"
    assert place.now().role_of(place.d("per-2")) == "member"


def test_nobody_invites_themselves_to_another_role(place: Place) -> None:
    place.invite("per-1", "line", "per", "administrator")
    place.join("line", "per-2")
    found = place.now()
    assert standings(found)["per"] == MEMBER
    assert not found.active(place.d("per-2"))


def test_there_are_three_roles(place: Place) -> None:
    place.invite("eva-1", "line", "lena", "king")
    place.say("eva-1", type="role", member="per", role="king")
    assert standings(place.now()) == {"eva": ADMINISTRATOR, "per": MEMBER}


def test_a_new_device_is_vouched_for_by_an_old_one(place: Place) -> None:
    place.vouch("per-1", "per-2")
    place.say("per-2", type="kept", bundles=[], heads=[])
    found = place.now()
    assert found.active(place.d("per-1"))
    assert found.active(place.d("per-2"))
    assert len(found.kept) == 1


def test_nobody_claims_the_device_or_invitation_of_somebody_else(place: Place) -> None:
    """Public keys can be seen by all members: it takes the private ones to bring them in."""
    heads = place.heads()
    theirs = place.invite("eva-1", "line", "lena", after=heads)
    stolen = {k: v for k, v in theirs.body.items() if k not in ("by", "after", "at")}
    place.say("per-1", heads, **{**stolen, "member": "per"})
    device = place.new("device", "lena-1")
    place.say("per-1", heads, type="device", claim="ab" * 64, **device)
    place.say("per-1", heads, type="device", **device)
    found = place.now()
    assert found.invitations[place.d("line")].member == "lena"
    assert found.devices[place.d("lena-1")].state == "void"
    place.join("line", "lena-1")
    assert place.now().devices[place.d("lena-1")].member == "lena"


def test_nobody_comes_in_with_keys_that_are_none(place: Place) -> None:
    for verify in ("", "00" * 31, "no key" * 11):
        place.say("per-1", type="device", device="f" * 20, verify=verify, receive="00" * 32)
    other = public(place.keys["eva-1"])
    place.say("per-1", type="device", device="f" * 20, **other)  # not the id of its keys
    assert set(place.now().devices) == {place.d("eva-1"), place.d("per-1")}


def test_nobody_comes_in_twice(place: Place) -> None:
    place.vouch("per-1", "eva-1")
    assert place.now().devices[place.d("eva-1")].member == "eva"


# --- invitations


def test_an_invitation_lets_one_in() -> None:
    place = Place.founded()
    place.invite("eva-1", "line", "per")
    before = place.heads()
    place.join("line", "per-1", before)
    place.join("line", "thief-1", before)
    found = place.now()
    states = sorted(d.state for d in found.devices.values() if d.id != place.d("eva-1"))
    assert states == ["active", "void"]


def test_who_has_joined_is_not_driven_out_by_who_finds_the_line_later() -> None:
    """The finder names old statements and tries ids until one comes first."""
    for twin in range(8):
        place = Place.founded()
        place.invite("eva-1", "line", "per")
        before = place.heads()
        place.join("line", "per-1", before)
        place.say("eva-1", type="withdrawn", invitation=place.d("line"))  # as its program does
        place.join("line", f"thief-{twin}", before, nonce=twin)
        found = place.now()
        assert found.active(place.d("per-1"))
        assert found.devices[place.d(f"thief-{twin}")].state == "void"
        assert found.invitations[place.d("line")].state == "used"


def test_a_proof_is_for_one_device() -> None:
    place = Place.founded()
    place.invite("eva-1", "line", "per")
    real = place.join("line", "per-1")
    place.said.pop()
    stolen = real.body | place.new("device", "thief-1")
    for proof in (real.body["proof"], "zz", ""):
        body = stolen | {"by": place.d("thief-1"), "proof": proof}
        place.said.append(Statement.make(place.keys["thief-1"], **body).raw)
    assert standings(place.now())["per"] == ("member", "invited")


def test_whoever_holds_the_line_cannot_join_in_the_name_of_a_known_device(place: Place) -> None:
    place.invite("eva-1", "line", "lena")
    body = {"device": place.d("per-1"), **public(place.keys["per-1"])}
    proof = place.keys["line"].sign(proof_of(body)).hex()
    place.keys["forger"] = place.keys["line"]
    place.say("forger", type="joined", invitation=place.d("line"), proof=proof, **body)
    assert standings(place.now())["lena"] == ("member", "invited")


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2028-03-20T00:00:00+01:00", "active"),
        ("2028-03-22T00:00:00+01:00", "invited"),
        ("2028-03-20T00:00:00", "invited"),
        ("whenever", "invited"),
        ("", "invited"),
    ],
)
def test_an_invitation_is_good_until_it_expires(at: str, state: str) -> None:
    place = Place.founded()
    place.invite("eva-1", "line", "per", expires="2028-03-21T00:00:00+01:00")
    place.join("line", "per-1", at=at)
    assert standings(place.now())["per"] == ("member", state)


def test_who_turns_the_clock_back_does_not_join_by_what_has_been_withdrawn() -> None:
    place = Place.founded()
    place.invite("eva-1", "line", "per", expires="2028-03-21T00:00:00+01:00")
    before = place.heads()
    place.say("eva-1", type="withdrawn", invitation=place.d("line"))
    for known in (before, None):
        place.join("line", "per-1", known, at="2028-03-15T00:00:00+01:00")
        found = place.now()
        assert standings(found)["per"] == ("member", "invited")
        assert found.invitations[place.d("line")].state == "withdrawn"
        assert found.devices[place.d("per-1")].state == "void"
        assert found.holder(place.d("line")) == ""


def test_only_administrators_withdraw(place: Place) -> None:
    place.invite("eva-1", "line", "lena")
    place.say("per-1", type="withdrawn", invitation=place.d("line"))
    place.say("eva-1", type="withdrawn", invitation="nothing")
    assert place.now().invitations[place.d("line")].state == "open"


# --- what counts nothing


def test_members_say_nothing_that_takes_an_administrator(place: Place) -> None:
    for body in (
        {"type": "removed", "member": "eva"},
        {"type": "role", "member": "per", "role": "administrator"},
        {"type": "team", "visit": "v", "add": ["per"]},
        {"type": "erased", "document": NOTES},
        {"type": "lost", "device": place.d("eva-1")},
    ):
        place.say("per-1", **body)
    found = place.now()
    assert standings(found) == {"eva": ADMINISTRATOR, "per": MEMBER}
    assert (found.teams, found.erased) == ({}, {})
    assert found.active(place.d("eva-1"))


def test_nobody_speaks_in_the_name_of_another(place: Place) -> None:
    place.keys["forger"] = place.keys["per-1"]
    place.say("forger", type="removed", member="eva", by=place.d("eva-1"))
    place.say("forger", type="role", member="per", role="administrator", by=place.d("eva-1"))
    assert standings(place.now()) == {"eva": ADMINISTRATOR, "per": MEMBER}


def test_nobody_speaks_before_they_know_that_they_are_in(place: Place) -> None:
    place.say("per-1", [place.workspace], type="kept", bundles=[], heads=[])
    place.say("per-1", [], type="kept", bundles=[], heads=[])
    assert place.now().kept == []


def test_another_founding_is_another_workspace(place: Place) -> None:
    other = Statement.make(
        place.keys["per-1"], type="founded", member="per", device=place.d("per-1"),
        after=[], by=place.d("per-1"), **public(place.keys["per-1"]),
    )  # fmt: skip
    place.said.append(other.raw)
    assert standings(place.now()) == {"eva": ADMINISTRATOR, "per": MEMBER}
    assert fold("0" * 64, place.said).members == {}


def test_what_is_said_of_nobody_counts_nothing(place: Place) -> None:
    before = standings(place.now())
    for body in (
        {"type": "removed", "member": "nobody"},
        {"type": "role", "member": "nobody", "role": "reader"},
        {"type": "lost", "device": "nobody"},
        {"type": "erased"},
        {"type": "made up"},
        {"type": "__init__"},
        {"type": ["removed"]},
        {"type": "team", "visit": 3, "add": "per", "gone": {"x": 1}},
        {"type": "kept", "bundles": "x", "heads": {"y": 2}},
    ):
        place.say("eva-1", **body)
    assert standings(place.now()) == before
    assert all(not people for people in place.now().all_teams().values())


def test_what_is_no_statement_is_passed_over(place: Place) -> None:
    place.said[1:1] = [b"", b"words", place.said[0][:-5]]
    assert standings(place.now())["per"] == MEMBER


def test_what_builds_on_what_is_not_there_waits_for_it(place: Place) -> None:
    missing = place.invite("eva-1", "line", "lena")
    later = place.join("line", "lena-1")
    place.said.remove(missing.raw)
    assert "lena" not in place.now().members
    assert place.now().known.isdisjoint({missing.id, later.id})
    place.said.append(missing.raw)
    assert standings(place.now())["lena"] == MEMBER


# --- leaving


def test_a_removed_member_is_gone_with_all_devices_and_invitations(place: Place) -> None:
    place.vouch("per-1", "per-2")
    place.invite("per-1", "line", "per")
    place.say("eva-1", type="removed", member="per")
    found = place.now()
    assert standings(found)["per"] == ("member", "removed")
    assert {found.devices[place.d(n)].state for n in ("per-1", "per-2")} == {"removed"}
    assert found.invitations[place.d("line")].state == "removed"
    assert found.receivers(["per"]) == []
    assert found.holder(place.d("per-1")) == ""
    for body in ({"type": "kept"}, {"type": "lost", "device": place.d("per-2")}):
        place.say("per-1", **body)
    place.join("line", "per-3")
    place.invite("eva-1", "again", "per")
    place.say("eva-1", type="role", member="per", role="administrator")
    assert place.now().devices[place.d("per-3")].state == "void"
    assert place.now().invitations.keys() == found.invitations.keys()
    assert standings(place.now())["per"] == ("member", "removed")


def test_a_lost_device_is_gone_and_the_others_of_its_member_stay(place: Place) -> None:
    place.vouch("per-1", "per-2")
    place.say("per-2", type="lost", device=place.d("per-1"))
    found = place.now()
    assert (found.devices[place.d("per-1")].state, found.active(place.d("per-2"))) == ("lost", True)
    place.vouch("per-1", "per-3")
    assert place.now().devices[place.d("per-3")].state == "void"
    assert standings(place.now())["per"] == MEMBER


def test_an_administrator_ends_any_device(place: Place) -> None:
    place.say("eva-1", type="lost", device=place.d("per-1"))
    assert place.now().devices[place.d("per-1")].state == "lost"


def test_the_last_administrator_stays(board: Place) -> None:
    for name in ("lena", "ola"):
        board.say("eva-1", type="role", member=name, role="member")
    for body in (
        {"type": "removed", "member": "eva"},
        {"type": "role", "member": "eva", "role": "reader"},
    ):
        board.say("eva-1", **body)
        assert standings(board.now())["eva"] == ADMINISTRATOR
    board.invite("eva-1", "line", "new", "administrator")
    board.say("eva-1", type="removed", member="eva")  # nobody has used the invitation yet
    assert standings(board.now())["eva"] == ADMINISTRATOR


def test_of_those_who_step_down_one_after_the_other_the_last_one_stays(place: Place) -> None:
    place.member("lena", "administrator")
    place.say("eva-1", type="role", member="eva", role="member")
    place.say("lena-1", type="role", member="lena", role="member")
    assert standings(place.now()) == {"eva": MEMBER, "per": MEMBER, "lena": ADMINISTRATOR}


def test_of_those_who_step_down_at_once_one_stays(place: Place) -> None:
    place.member("lena", "administrator")
    heads = place.heads()
    for name in ("eva", "lena"):
        place.say(f"{name}-1", heads, type="role", member=name, role="member")
    assert sorted(standings(place.now()).values()) == [ADMINISTRATOR, MEMBER, MEMBER]


def test_the_last_computer_of_the_last_administrator_stays(place: Place) -> None:
    """Nobody could let anybody in any more."""
    place.say("eva-1", type="lost", device=place.d("eva-1"))
    assert place.now().role_of(place.d("eva-1")) == "administrator"
    place.vouch("eva-1", "eva-2")
    place.say("eva-2", type="lost", device=place.d("eva-1"))
    assert not place.now().active(place.d("eva-1"))
    assert place.now().role_of(place.d("eva-2")) == "administrator"


def test_an_administrator_who_has_no_computer_left_does_not_let_the_last_one_go(
    place: Place,
) -> None:
    place.member("lena", "administrator")
    heads = place.heads()
    place.say("eva-1", heads, type="lost", device=place.d("lena-1"))
    place.say("lena-1", heads, type="role", member="eva", role="member")
    assert standings(place.now())["eva"] == ADMINISTRATOR
    place.say("eva-1", type="role", member="eva", role="member")
    assert standings(place.now())["eva"] == ADMINISTRATOR


# --- at the same time


def test_who_is_removed_says_nothing_in_the_past(board: Place) -> None:
    heads = board.heads()
    board.say("eva-1", heads, type="removed", member="lena")
    for nonce in range(10):
        board.invite("lena-1", f"back-{nonce}", "lena", "administrator", heads, nonce=nonce)
        board.invite("lena-1", f"line-{nonce}", "puppet", "administrator", heads, nonce=nonce)
        board.join(f"line-{nonce}", f"puppet-{nonce}", None)
        board.vouch("lena-1", f"lena-2{nonce}", heads, nonce=nonce)
        for body in (
            {"type": "role", "member": "per", "role": "administrator"},
            {"type": "team", "visit": "v", "add": ["per"]},
            {"type": "removed", "member": "ola"},
            {"type": "erased", "document": NOTES},
            {"type": "lost", "device": board.d("eva-1")},
            {"type": "kept", "bundles": [number(board.d("lena-1"), 9)], "heads": heads},
        ):
            board.say("lena-1", heads, nonce=nonce, **body)
    found = board.now()
    assert standings(found) == {
        "eva": ADMINISTRATOR, "per": MEMBER, "lena": ("administrator", "removed"),
        "ola": ADMINISTRATOR,
    }  # fmt: skip
    assert (found.teams, found.erased, found.kept) == ({}, {}, [])
    assert {d.id for d in found.devices.values() if d.state == "active"} == {
        board.d(f"{name}-1") for name in ("eva", "per", "ola")
    }
    assert not [i for i in found.invitations.values() if i.state == "open"]


def test_who_is_let_in_by_somebody_who_is_being_removed_is_not_let_in(board: Place) -> None:
    heads = board.heads()
    board.invite("ola-1", "line", "new", "administrator", heads)
    board.join("line", "new-1")
    board.say("new-1", type="removed", member="lena")
    board.say("lena-1", heads, type="removed", member="ola")
    found = board.now()
    assert "new" not in found.members
    assert found.devices[board.d("new-1")].state == "void"
    assert standings(found)["lena"] == ADMINISTRATOR
    board.say("per-1", type="kept", bundles=[number(board.d("new-1"), 1)], heads=found.heads)
    assert "new" not in board.now().members  # whoever says so


def test_who_loses_the_role_keeps_what_takes_none(board: Place) -> None:
    heads = board.heads()
    board.say("eva-1", heads, type="role", member="ola", role="member")
    board.invite("ola-1", "own", "ola", "administrator", heads)
    board.invite("ola-1", "line", "new", after=heads)
    board.vouch("ola-1", "ola-2", heads)
    board.say("ola-1", heads, type="team", visit="v", add=["ola"])
    board.say("ola-1", heads, type="lost", device=board.d("eva-1"))
    board.say("ola-2", type="lost", device=board.d("ola-1"))
    found = board.now()
    assert standings(found)["ola"] == MEMBER
    assert "new" not in found.members
    assert found.teams == {}
    assert found.active(board.d("eva-1"))
    assert found.active(board.d("ola-2"))
    assert found.devices[board.d("ola-1")].state == "lost"
    assert found.invitations[board.d("own")].state == "open"
    board.join("own", "ola-3")
    assert board.now().role_of(board.d("ola-3")) == "member"


def test_what_a_lost_device_said_at_the_same_time_counts_nothing(place: Place) -> None:
    place.vouch("eva-1", "eva-2")
    heads = place.heads()
    place.say("eva-2", heads, type="lost", device=place.d("eva-1"))
    place.vouch("eva-1", "thief-1", heads)
    place.invite("eva-1", "line", "thief", "administrator", heads)
    place.say("eva-1", heads, type="removed", member="per")
    found = place.now()
    assert standings(found) == {"eva": ADMINISTRATOR, "per": MEMBER}
    assert found.devices[place.d("thief-1")].state == "void"


@pytest.mark.parametrize("how", ["removed", "role", "lost"])
@pytest.mark.parametrize("back", ["removed", "role", "lost"])
def test_where_two_take_away_from_each_other_the_senior_wins(
    board: Place, how: str, back: str
) -> None:
    heads = board.heads()
    for by, member, kind in (("ola", "lena", how), ("lena", "ola", back)):
        board.say(f"{by}-1", heads, type=kind, member=member, role="reader",
                  device=board.d(f"{member}-1"))  # fmt: skip
    found = board.now()
    assert standings(found)["lena"] == ADMINISTRATOR
    assert found.active(board.d("lena-1"))
    gone = {"removed": ("administrator", "removed"), "role": ("reader", "active"),
            "lost": ADMINISTRATOR}  # fmt: skip
    assert standings(found)["ola"] == gone[back]
    assert found.active(board.d("ola-1")) == (back == "role")


def test_senior_is_who_became_administrator_first_not_who_came_first(board: Place) -> None:
    board.say("eva-1", type="role", member="per", role="administrator")
    heads = board.heads()
    board.say("per-1", heads, type="removed", member="lena")
    board.say("lena-1", heads, type="removed", member="per")
    assert standings(board.now())["lena"] == ADMINISTRATOR
    assert standings(board.now())["per"] == ("administrator", "removed")


def test_a_removed_administrator_makes_no_helper_who_is_senior(board: Place) -> None:
    """Per was there before Lena, and helps Ola, whom Lena removes."""
    heads = board.heads()
    board.say("lena-1", heads, type="removed", member="ola")
    for nonce in range(10):
        grant = board.say("ola-1", heads, type="role", member="per", role="administrator",
                          nonce=nonce)  # fmt: skip
        board.say("per-1", [grant.id], type="removed", member="lena", nonce=nonce)
    assert standings(board.now()) == {
        "eva": ADMINISTRATOR, "per": MEMBER, "lena": ADMINISTRATOR,
        "ola": ("administrator", "removed"),
    }  # fmt: skip


def test_what_somebody_took_away_by_a_right_that_was_none_is_given_back(board: Place) -> None:
    """Lena promotes Per, who removes Ola; Ola, a junior, had removed Lena at the same time."""
    heads = board.heads()
    grant = board.say("lena-1", heads, type="role", member="per", role="administrator")
    board.say("per-1", [grant.id], type="removed", member="ola")
    board.say("ola-1", heads, type="team", visit="v", add=["per"])
    board.say("eva-1", heads, type="removed", member="lena")
    found = board.now()
    assert standings(found)["ola"] == ADMINISTRATOR
    assert found.team("v") == ["per"]


def test_who_has_stepped_down_says_nothing_in_the_past(board: Place) -> None:
    heads = board.heads()
    board.say("eva-1", heads, type="role", member="eva", role="member")
    for nonce in range(6):
        board.say("eva-1", heads, type="removed", member="lena", nonce=nonce)
        board.say("eva-1", heads, type="role", member="ola", role="reader", nonce=nonce)
    assert standings(board.now()) == {
        "eva": MEMBER, "per": MEMBER, "lena": ADMINISTRATOR, "ola": ADMINISTRATOR,
    }  # fmt: skip


def test_of_two_devices_that_end_each_other_the_older_stays(place: Place) -> None:
    place.vouch("per-1", "per-2")
    heads = place.heads()
    place.say("per-2", heads, type="lost", device=place.d("per-1"))
    place.say("per-1", heads, type="lost", device=place.d("per-2"))
    found = place.now()
    assert found.active(place.d("per-1"))
    assert not found.active(place.d("per-2"))


# --- teams


def test_a_team_is_who_was_added_and_has_not_gone(place: Place) -> None:
    place.say("eva-1", type="team", visit="v", add=["per", "eva"])
    place.say("eva-1", type="team", visit="w", add=["eva"])
    place.say("eva-1", type="team", visit="v", add=["lena"], gone=["per"])
    found = place.now()
    assert found.team("v") == ["eva", "lena"]
    assert found.all_teams() == {"v": ["eva", "lena"], "w": ["eva"]}
    assert [found.in_team(m, NOTES) for m in ("eva", "per")] == [True, False]


# --- what bundles may change


def test_what_came_before_a_removal_counts_and_what_came_after_does_not(place: Place) -> None:
    one, two, three = place.wrote("per-1")
    place.say("eva-1", type="removed", member="per", last={place.d("per-1"): [two]})
    assert [place.why(b) for b in (one, two, three)] == ["", "", REMOVED]


def test_another_bundle_with_an_old_number_does_not_count(place: Place) -> None:
    one, two, _three = place.wrote("per-1")
    forged = number(place.d("per-1"), 1, "f")
    place.links[forged] = ""
    place.say("eva-1", type="removed", member="per", last={place.d("per-1"): [two]})
    assert [place.why(b) for b in (one, forged)] == ["", REMOVED]


def test_both_halves_of_a_twin_count_as_far_as_they_had_come(place: Place) -> None:
    device = place.d("per-1")
    one, two, _three = place.wrote("per-1")
    twin = number(device, 2, "f")
    place.links[twin] = one
    place.say("eva-1", type="lost", device=device, last={device: [two, twin]})
    assert [place.why(b) for b in (one, two, twin)] == ["", "", ""]


def test_where_only_the_number_was_known_the_number_counts(place: Place) -> None:
    one, two, three = place.wrote("per-1")
    place.say("eva-1", type="removed", member="per", last={place.d("per-1"): 2})
    assert [place.why(b) for b in (one, two, three)] == ["", "", REMOVED]


@pytest.mark.parametrize("last", [{}, [], "4", None, {"x": [3]}])
def test_a_removal_that_does_not_say_how_far_leaves_nothing(place: Place, last: object) -> None:
    one, *_more = place.wrote("per-1")
    place.say("eva-1", type="removed", member="per", last=last)
    assert place.why(one) == REMOVED


def test_a_right_that_is_lowered_leaves_what_came_before(place: Place) -> None:
    one, two, _three = place.wrote("per-1")
    place.say("eva-1", type="role", member="per", role="reader", last={place.d("per-1"): [one]})
    assert [place.why(b) for b in (one, two)] == ["", NOT_ALLOWED]
    assert place.why(one, "register") == NOT_ALLOWED


def test_a_right_that_is_given_back_forgives_all(place: Place) -> None:
    one, two, three = place.wrote("per-1")
    place.say("eva-1", type="team", visit="v", add=["per"])
    place.say("eva-1", type="team", visit="v", gone=["per"], last={place.d("per-1"): [one]})
    assert [place.why(b, NOTES) for b in (one, two, three)] == ["", NOT_ALLOWED, NOT_ALLOWED]
    place.say("eva-1", type="team", visit="v", add=["per"])
    assert [place.why(b, NOTES) for b in (one, two, three)] == ["", "", ""]


def test_a_device_that_never_came_in_writes_nothing(place: Place) -> None:
    heads = place.heads()
    place.say("eva-1", heads, type="removed", member="per")
    place.vouch("per-1", "per-2", heads)
    assert place.why(number(place.d("per-2"), 1)) == REMOVED
    assert place.why(number("e" * 20, 1)) == REMOVED


def test_a_second_device_of_somebody_who_was_removed_meanwhile_writes_nothing(
    board: Place,
) -> None:
    """Who was invited by another administrator just then is in, and out."""
    heads = board.heads()
    board.say("eva-1", heads, type="removed", member="per")
    board.invite("lena-1", "line", "per", after=heads)
    board.join("line", "per-2", [*board.heads()][:1])
    assert board.why(number(board.d("per-2"), 1)) == REMOVED


def test_what_is_erased_is_erased(place: Place) -> None:
    first = place.say("eva-1", type="erased", document=NOTES)
    place.say("eva-1", type="erased", document=NOTES)
    assert place.now().erased[NOTES].id == first.id
    assert place.why(number(place.d("eva-1"), 1), NOTES) == ERASED


# --- kept


def kept(place: Place, by: str, before: Membership, *bundles: str) -> Statement:
    return place.say(by, type="kept", bundles=list(bundles), heads=list(before.heads))


def test_what_others_had_taken_in_before_they_knew_is_kept(board: Place) -> None:
    one, two, three = board.wrote("per-1")
    before = board.now()
    board.say("eva-1", type="removed", member="per", last={board.d("per-1"): [one]})
    kept(board, "lena-1", before, two)
    assert [board.why(b) for b in (one, two, three)] == ["", "", REMOVED]
    assert board.why(two, "register") == REMOVED  # as it was judged then


def test_what_a_device_wrote_that_was_then_let_in_by_nobody_is_kept(board: Place) -> None:
    heads = board.heads()
    board.invite("ola-1", "line", "new", after=heads)
    board.join("line", "new-1")
    one, two, _three = board.wrote("new-1")
    before = board.now()
    board.say("lena-1", heads, type="removed", member="ola")
    assert board.why(one) == REMOVED
    kept(board, "per-1", before, one)
    assert [board.why(b) for b in (one, two)] == ["", REMOVED]
    assert "new" not in board.now().members


def test_what_is_kept_by_somebody_who_is_out_is_not_kept(board: Place) -> None:
    one, two, _three = board.wrote("per-1")
    before = board.now()
    board.say("eva-1", type="removed", member="per", last={board.d("per-1"): [one]})
    known = list(before.heads)
    board.say("per-1", known, type="kept", bundles=[two], heads=known)
    assert board.why(two) == REMOVED
    kept(board, "ola-1", before, two)
    board.say("eva-1", list(before.heads), type="removed", member="ola")
    assert board.why(two) == REMOVED
    between = board.now()
    kept(board, "lena-1", between, two)  # nor where it did not count at that time
    assert board.why(two) == REMOVED


def test_kept_by_what_the_writer_cannot_know_is_not_kept(board: Place) -> None:
    one, *_more = board.wrote("per-1")
    before = list(board.now().heads)
    board.say("eva-1", type="removed", member="per", last={})
    board.say("lena-1", type="kept", bundles=[one], heads=["f" * 64])
    board.say("lena-1", type="kept", bundles=[one], heads=[])
    board.say("lena-1", [board.workspace], type="kept", bundles=[one], heads=before)
    assert board.why(one) == REMOVED


def test_what_was_kept_because_of_what_is_kept_is_kept(board: Place) -> None:
    """Lena keeps; Ola takes in by that; Lena turns out to be removed: Ola keeps in turn."""
    one, two, _three = board.wrote("per-1")
    before = board.now()
    board.say("eva-1", type="removed", member="per", last={board.d("per-1"): [one]})
    known = board.heads()
    kept(board, "lena-1", before, two)
    between = board.now()
    board.say("eva-1", known, type="removed", member="lena")
    assert board.why(two) == REMOVED
    kept(board, "ola-1", between, two)
    assert board.why(two) == ""


def test_the_statement_of_a_later_version_is_passed_over(place: Place) -> None:
    later = place.say("eva-1", type="dance", at=AT)
    assert place.now().heads == (later.id,)
    assert standings(place.now()) == {"eva": ADMINISTRATOR, "per": MEMBER}
