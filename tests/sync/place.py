"""A workspace's statements as one device after another says them, for tests of the chain."""

from dataclasses import dataclass, field

from qualityvisit.standing import may_write
from qualityvisit.sync.chain import fold
from qualityvisit.sync.membership import Membership
from qualityvisit.sync.seal import Keys
from qualityvisit.sync.statement import Statement, claim_of, device_id, proof_of

AT = "2028-03-14T08:00:00+01:00"
KEYS = [Keys(bytes([1, n]) * 16, bytes([2, n]) * 16) for n in range(200)]  # the same every time


def public(keys: Keys) -> dict[str, str]:
    """Return the public keys as a statement says them."""
    return {"verify": keys.verify, "receive": keys.receive}


def id_of(keys: Keys) -> str:
    """Return the id of the device or invitation with these keys."""
    return device_id(keys.verify, keys.receive)


def number(device: str, sequence: int, twin: str = "0") -> str:
    """Return the name of a bundle."""
    return f"{device}/{sequence:08}-{twin * 16}"


@dataclass
class Place:
    """What has been said, and the keys of all devices and invitations by their names."""

    said: list[bytes] = field(default_factory=list)
    keys: dict[str, Keys] = field(default_factory=dict)
    workspace: str = ""
    links: dict[str, str] = field(default_factory=dict)  # bundle -> the one before

    @classmethod
    def founded(cls) -> "Place":
        """Return a workspace that Eva has founded."""
        place = cls()
        place.workspace = place.say(
            "eva-1", [], type="founded", member="eva", name="Eva", **place.new("device", "eva-1")
        ).id
        return place

    def new(self, kind: str, name: str) -> dict[str, str]:
        """Make keys for a device or an invitation; return how a statement names it."""
        self.keys.setdefault(name, KEYS[len(self.keys)])
        return {kind: self.d(name), **public(self.keys[name])}

    def d(self, name: str) -> str:
        """Return the id of a device or an invitation."""
        return id_of(self.keys[name])

    def now(self) -> Membership:
        """Fold all that has been said."""
        return fold(self.workspace, self.said)

    def heads(self) -> list[str]:
        """Return the latest statements."""
        return list(self.now().heads)

    def say(self, by: str, after: list[str] | None = None, /, **body: object) -> Statement:
        """Let a device say something; ``after`` are the latest that it knows, all if not given."""
        heads = self.heads() if after is None else after
        body = {"by": self.d(by) if by in self.keys else by, "at": AT, **body}
        statement = Statement.make(self.keys[by], after=heads, **body)
        self.said.append(statement.raw)
        return statement

    def invite(
        self, by: str, line: str, member: str, role: str = "member",
        after: list[str] | None = None, **more: object,
    ) -> Statement:  # fmt: skip
        """Let a device invite."""
        body = {"type": "invited", "member": member, "name": member.title(), "role": role,
                **self.new("invitation", line), **more}  # fmt: skip
        claim = self.keys[line].sign(claim_of({"by": self.d(by), **body})).hex()
        return self.say(by, after, **{"claim": claim, **body})

    def join(
        self, line: str, device: str, after: list[str] | None = None, **more: object
    ) -> Statement:
        """Let a device join by an invitation."""
        body = self.new("device", device)
        proof = self.keys[line].sign(proof_of(body)).hex()
        more = {"proof": proof, **body, **more}
        return self.say(device, after, type="joined", invitation=self.d(line), **more)

    def vouch(
        self, by: str, device: str, after: list[str] | None = None, **more: object
    ) -> Statement:
        """Let a device vouch for another of the same member."""
        body = {"type": "device", **self.new("device", device)}
        claim = self.keys[device].sign(claim_of({"by": self.d(by), **body})).hex()
        return self.say(by, after, **{"claim": claim, **body, **more})

    def member(self, name: str, role: str = "member") -> None:
        """Let Eva invite somebody, who joins."""
        self.invite("eva-1", f"{name}-line", name, role)
        self.join(f"{name}-line", f"{name}-1")

    # --- bundles

    def wrote(self, device: str, *names: str) -> list[str]:
        """Let a device have written bundles, one after the other; ``names`` of them, or three."""
        made = list(names) or [number(self.d(device), n) for n in (1, 2, 3)]
        self.links |= dict(zip(made, ["", *made], strict=False))
        return made

    def leads(self, bundle: str, later: str) -> bool:
        """Tell whether a bundle is the later one or before it."""
        return bundle == later or (later in self.links and self.leads(bundle, self.links[later]))

    def why(self, bundle: str, document: str = "meeting/m") -> str:
        """Return why a bundle is refused, by all that has been said."""
        return self.now().refuses(bundle, document, may_write, self.leads)


def standings(found: Membership) -> dict[str, tuple[str, str]]:
    """Return each member's role and state."""
    return {m.id: (m.role, m.state) for m in found.members.values()}


ADMINISTRATOR = ("administrator", "active")
MEMBER = ("member", "active")
