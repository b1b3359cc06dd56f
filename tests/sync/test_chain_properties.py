"""Whatever anybody says, in whatever order it arrives: the same members, and no right from none."""

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.standing import may_write
from qualityvisit.sync.chain import fold
from qualityvisit.sync.membership import Membership
from qualityvisit.sync.statement import Statement
from tests.sync.place import Place, number, standings

ROLES = ("administrator", "member", "reader")
KINDS = (
    "invite",
    "join",
    "vouch",
    "role",
    "removed",
    "lost",
    "withdrawn",
    "team",
    "erased",
    "kept",
)
NUMBER = st.integers(0, 1 << 16)
# Kind, who says it, about whom, in what role, and how much of the past it names.
SAYINGS = st.lists(st.tuples(st.sampled_from(KINDS), NUMBER, NUMBER, NUMBER, NUMBER), max_size=25)
Saying = tuple[str, int, int, int, int]


class World:
    """People who say things, knowing much or little of what has been said."""

    def __init__(self, *people: tuple[str, str]) -> None:
        self.place = Place.founded()
        for name, role in people:
            self.place.member(name, role)
        self.people = ["eva", *(name for name, _role in people)]
        self.devices = [f"{name}-1" for name in self.people]
        self.lines: list[str] = []
        self.made = 0

    def ids(self) -> list[str]:
        return sorted(self.place.now().known)

    def says(self, saying: Saying, speakers: list[str], past: list[str] | None = None) -> None:
        """Let one of the speakers say something; ``past`` is what it may name."""
        kind, by, whom, role, known = saying
        device = speakers[by % len(speakers)]
        ids = past or self.ids()
        after = None if known % 3 == 0 else sorted({ids[known % len(ids)], ids[by % len(ids)]})
        about = self.people[whom % len(self.people)]
        make: Callable[[], object] = {
            "invite": lambda: self._invites(device, about, ROLES[role % 3], after, whom % 4),
            "join": lambda: self._joins(whom, after),
            "vouch": lambda: self._vouches(device, after),
        }.get(kind, lambda: self._says(kind, device, about, ROLES[role % 3], after, whom))
        make()

    def _fresh(self, kind: str) -> str:
        self.made += 1
        return f"{kind}-{self.made}"

    def _invites(
        self, device: str, about: str, role: str, after: list[str] | None, new: int
    ) -> None:
        if not new:
            about = self._fresh("somebody")
            self.people.append(about)
        self.lines.append(self._fresh("line"))
        self.place.invite(device, self.lines[-1], about, role, after)

    def _joins(self, which: int, after: list[str] | None) -> None:
        if self.lines:
            self.devices.append(self._fresh("device"))
            self.place.join(self.lines[which % len(self.lines)], self.devices[-1], after)

    def _vouches(self, device: str, after: list[str] | None) -> None:
        self.devices.append(self._fresh("device"))
        self.place.vouch(device, self.devices[-1], after)

    def _says(self, kind: str, device: str, about: str, role: str, after: list[str] | None,
              which: int) -> None:  # fmt: skip
        place, target = self.place, self.devices[which % len(self.devices)]
        bundles = [number(place.d(target), n) for n in (1, 2)]
        line = self.lines[which % len(self.lines)] if self.lines else device
        place.say(
            device, after, type=kind, member=about, role=role, visit="v", document="notes/v",
            device=place.d(target), invitation=place.d(line), bundles=bundles,
            heads=after or place.heads(), last={place.d(target): bundles[:1]},
            **({"add": [about]} if which % 2 else {"gone": [about]}),
        )  # fmt: skip


def judgements(found: Membership) -> list[str]:
    """Return what is said of bundles of every device."""
    return [
        found.refuses(number(device, n), document, may_write, lambda one, other: one <= other)
        for device in sorted(found.devices)
        for n in (1, 2, 3)
        for document in ("register", "visit/v", "notes/v", "meeting/m")
    ]


@pytest.mark.slow
@given(SAYINGS, st.randoms(use_true_random=False))
def test_the_same_statements_in_any_order_make_the_same_members(
    sayings: list[Saying], dice: random.Random
) -> None:
    world = World(("lena", "administrator"), ("per", "member"), ("ola", "reader"))
    for saying in sayings:
        world.says(saying, world.devices)
    place = world.place
    wanted = place.now()
    for _receiver in range(3):
        order = [*place.said, *dice.sample(place.said, 2)]
        dice.shuffle(order)
        kept = order[: dice.randrange(len(order))]  # what came first was folded by itself
        assert fold(place.workspace, kept).known <= wanted.known
        found = fold(place.workspace, [*kept, *order[len(kept) :]])
        assert found == wanted
        assert judgements(found) == judgements(wanted)
    chiefs = [m for m in standings(wanted).values() if m == ("administrator", "active")]
    assert chiefs


def rights(found: Membership, people: set[str]) -> tuple[object, ...]:
    """Return all that is known of rights, and of the devices of these people."""
    return (
        standings(found),
        found.all_teams(),
        set(found.erased),
        {d.id: d for d in found.devices.values() if d.member in people},
        {i.id: i for i in found.invitations.values() if i.member in people},
        {m: [v for v, _cut in h.values] for m, h in found.roles.items()},
    )


@pytest.mark.slow
@given(SAYINGS, SAYINGS)
def test_who_has_no_right_changes_none_also_in_the_past_and_together(
    honest: list[Saying], evil: list[Saying]
) -> None:
    """A member, a reader, a removed administrator and strangers, whatever they say together."""
    world = World(
        ("lena", "administrator"), ("gone", "administrator"), ("per", "member"), ("ola", "reader")
    )
    good, bad = ["eva-1", "lena-1"], ["gone-1", "per-1", "ola-1", "stranger"]
    world.place.new("device", "stranger")
    beginning = world.ids()
    spared = [s for s in honest if s[0] not in ("join", "removed", "lost", "role", "vouch")]
    for saying in spared:
        world.says(saying, good)
    world.place.say("eva-1", type="removed", member="gone", last={})
    world.people += ["puppet"]
    before = rights(world.place.now(), {"eva", "lena"})
    past = [*beginning, *world.ids()]
    world.lines = []  # nobody evil holds somebody else's invitation
    for saying in evil:
        world.says(saying, [*bad, *world.devices[5:]], past)
    assert rights(world.place.now(), {"eva", "lena"}) == before


QUARREL = st.lists(
    st.tuples(st.sampled_from(["role", "removed", "team"]), st.sampled_from(["lena", "ola", "per"]),
              st.sampled_from(ROLES)),
    max_size=5,
)  # fmt: skip


@pytest.mark.slow
@given(QUARREL, QUARREL)
def test_of_two_administrators_who_quarrel_at_once_the_senior_wins_whole(
    lena: list[tuple[str, str, str]], ola: list[tuple[str, str, str]]
) -> None:
    """Once she has hit him it is as if he had said nothing; else what he takes from her stands."""
    world = World(("lena", "administrator"), ("ola", "administrator"), ("per", "member"))
    place, heads, alone = world.place, world.place.heads(), {}
    beginning = list(place.said)
    for device, sayings in (("lena-1", lena), ("ola-1", ola)):
        place.said, known = list(beginning), heads
        for kind, about, role in sayings:
            said = place.say(device, known, type=kind, member=about, role=role, visit="v",
                             add=[about], last={})  # fmt: skip
            known = [said.id]
        alone[device] = list(place.said)
    both = fold(place.workspace, alone["lena-1"] + alone["ola-1"])
    assert standings(both)["eva"] == ("administrator", "active")
    hers, his = (fold(place.workspace, alone[d]) for d in ("lena-1", "ola-1"))
    if any(_hits(cut.statement, "ola") for cut in hers.cuts.values()):
        assert rights(both, set()) == rights(hers, set())
    elif standings(his)["lena"] != ("administrator", "active"):
        assert standings(both)["lena"] != ("administrator", "active")


def _hits(said: Statement, member: str) -> bool:
    takes = said.type == "removed" or (said.type == "role" and said.text("role") != ROLES[0])
    return takes and said.text("member") == member


def history(length: int) -> Place:
    """Return a long history: people come, change roles and teams, and some go."""
    dice, place = random.Random(1), Place.founded()
    people = [f"p{n}" for n in range(40)]
    said: list[str] = [place.workspace]
    for name in people:
        said = [place.invite("eva-1", f"{name}-line", name, dice.choice(ROLES), said).id]
        said = [place.join(f"{name}-line", f"{name}-1", said).id]
    while len(place.said) < length:
        body: dict[str, dict[str, object]] = {
            "role": {"member": dice.choice(people), "role": dice.choice(ROLES)},
            "team": {"visit": f"v{dice.randrange(90)}", "add": dice.sample(people, 2),
                     "gone": dice.sample(people, 2)},
            "lost": {"device": place.d(f"{dice.choice(people)}-1")},
        }  # fmt: skip
        kind = dice.choice(("role", "team", "team", "team", "team", "lost"))
        said = [place.say("eva-1", said, type=kind, last={}, **body[kind]).id]
    return place


@pytest.mark.slow
def test_a_thousand_statements_are_folded_in_well_under_a_second() -> None:
    place = history(1000)
    began = time.process_time()
    found = place.now()
    assert time.process_time() - began < 1.0  # 0.1 s when written
    assert len(found.known) == 1000
