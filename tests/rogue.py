"""Somebody with a modified program: what they can say, seal and open with all that they hold."""

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from qualityvisit.journal.chest import Key
from qualityvisit.model.notes import NotesDocument
from qualityvisit.model.records import fresh_id
from qualityvisit.model.register import Register
from qualityvisit.sync import bundle as bundles
from qualityvisit.sync.bundle import Bundle, Envelope, Written
from qualityvisit.sync.folder import FolderStore
from qualityvisit.sync.keys import WORKSPACE_KEY, Grant, Identity, keys_for, new_key
from qualityvisit.sync.seal import Keys, SealError
from qualityvisit.sync.statement import Statement, claim_of, device_id, proof_of
from qualityvisit.workspace import Workspace
from tests.model.desk import Desk

AT = "2028-03-14T07:00:00.000+00:00"
BAD = (SealError, ValueError, KeyError, TypeError, AttributeError)


def a_note(document: str, text: str, who: str = "rogue") -> bytes:
    """Return a change that writes a note."""
    desk = Desk(NotesDocument, document, who)
    desk.document.add_note("session", "pupils", text=text)
    return desk.kept[0]


def a_unit(name: str) -> bytes:
    """Return a change that writes a unit into the register."""
    desk = Desk(Register, "register", "rogue")
    desk.document.add_unit(name, ("GR",))
    return desk.kept[0]


@dataclass
class Rogue:
    """All that a device holds, taken out of its profile, and a store to put files into."""

    who: Identity
    keys: dict[str, Key]  # by id
    heads: list[str]
    store: FolderStore
    sequence: int
    previous: str
    deps: dict[str, int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)  # of its bundles, the oldest first

    @classmethod
    def of(cls, ws: Workspace) -> "Rogue":
        """Take everything out of a workspace that stands open."""
        shelf, who = ws.sharing._shelf, ws.sharing.identity
        sequence, previous = shelf.last_sequence(who.device)
        keys = {k.id: k for k in shelf.all_keys()}
        names = [n for n in shelf.links(who.device) if n.startswith(who.device)]
        store = FolderStore(ws.standing.address)
        return cls(who, keys, list(ws.sharing.membership.heads), store, sequence, previous,
                   names=sorted(names))  # fmt: skip

    def key(self, document: str) -> Key:
        """Return the latest key that it holds of a document, or one of its own making."""
        held = [k for k in self.keys.values() if k.document == document]
        return held[-1] if held else new_key(document)

    def says(
        self, body: dict[str, object], *, after: list[str] | None = None, keys: Keys | None = None
    ) -> Statement:
        """Sign a statement, whatever it says."""
        said = {"by": self.who.device, "at": AT, **body}
        heads = self.heads if after is None else after
        return Statement.make(keys or self.who.keys, after=heads, **said)

    def invites(self, role: str, member: str = "") -> tuple[Statement, Keys, str]:
        """Sign an invitation; return it, its keys and the member's id."""
        line, member = Keys.fresh(), member or fresh_id()
        body = {"by": self.who.device, "type": "invited", "member": member, "name": "Lömsk",
                "role": role, "invitation": device_id(line.verify, line.receive),
                "verify": line.verify, "receive": line.receive}  # fmt: skip
        claim = line.sign(claim_of(body)).hex()
        return self.says({**body, "claim": claim}), line, member

    def helper(self, role: str = "administrator") -> "tuple[Rogue, list[Statement]]":
        """Let somebody in who is in truth the same; return them and what lets them in."""
        invited, line, member = self.invites(role)
        keys = Keys.fresh()
        device = device_id(keys.verify, keys.receive)
        body = {"device": device, "verify": keys.verify, "receive": keys.receive}
        proof = line.sign(proof_of(body)).hex()
        joined = self.says(
            {"by": device, "type": "joined", "invitation": invited.text("invitation"),
             "proof": proof, **body},
            after=[invited.id], keys=keys,
        )  # fmt: skip
        made = Rogue(
            Identity(self.who.workspace, device, member, keys), dict(self.keys), [joined.id],
            self.store, 0, "",
        )  # fmt: skip
        return made, [invited, joined]

    def puts(
        self,
        *parts: tuple[str, bytes],
        said: Iterable[Statement] = (),
        grants: Iterable[Grant] = (),
        header: Iterable[Grant] = (),
        fork: str | None = None,
        control: bytes | None = None,
        control_key: Key | None = None,
    ) -> str:
        """Seal a bundle and put it; ``fork`` is an older bundle that it comes after instead."""
        key = control_key or self.key(WORKSPACE_KEY)
        told = {"statements": [s.raw.decode() for s in said],
                "grants": [g.to_json() for g in grants], "at": AT}  # fmt: skip
        content = [("", key.id, key.bytes, control or json.dumps(told).encode())]
        for document, update in parts:
            held = self.key(document)
            self.keys[held.id] = held
            content.append((document, held.id, held.bytes, bundles.pack([Written(update, AT)])))
        sequence, previous = self.sequence + 1, self.previous
        if fork is not None:
            sequence, previous = (bundles.parts_of(fork)[1] + 1 if fork else 1), fork
        envelope = Envelope(
            self.who.workspace, self.who.device, sequence, previous, self.deps,
            tuple(g.to_json() for g in header),
        )  # fmt: skip
        name, whole = bundles.build(envelope, self.who.keys, content)
        self.store.put(name, whole)
        if fork is None:
            self.sequence, self.previous = sequence, name
            self.names.append(name)
        return name

    # --- reading

    def reads(self, *, quickly: bool = False) -> bytes:
        """Return everything in the store that opens with what it holds and finds there.

        Each key is tried on each part, whatever is said to open it; ``quickly`` believes that.
        """
        found = [b for b in map(self._parsed, sorted(self.store.list())) if b is not None]
        opened: dict[tuple[str, int], bytes] = {}
        while True:
            before = len(opened), len(self.keys)
            for bundle in found:
                self._opens(bundle, opened, quickly=quickly)
            if before == (len(opened), len(self.keys)):
                return b"\n".join(opened.values())

    def _parsed(self, name: str) -> Bundle | None:
        with contextlib.suppress(bundles.BundleError, *BAD):
            return bundles.parse(name, self.store.get(name) or b"")
        return None

    def _opens(
        self, bundle: Bundle, opened: dict[tuple[str, int], bytes], *, quickly: bool
    ) -> None:
        self._takes_keys(list(bundle.keys))
        for number, part in enumerate(bundle.parts):
            for key in list(self.keys.values()):
                if (bundle.name, number) in opened or (quickly and key.id != part.key):
                    continue
                with contextlib.suppress(SealError):
                    opened[bundle.name, number] = bundle.open(number, key.bytes)
        with contextlib.suppress(*BAD):
            self._takes_keys(json.loads(opened[bundle.name, 0])["grants"])

    def _takes_keys(self, grants: list[dict[str, object]]) -> None:
        for found in grants:
            with contextlib.suppress(*BAD):
                grant = Grant.from_json(found)
                self.keys |= {k.id: k for k in keys_for(self.who, [grant], self.keys)}


def opens_nothing_of(rogue: Rogue, *words: str) -> bool:
    """Tell whether none of the words can be read in the store by what somebody holds."""
    read = rogue.reads()
    return not any(word.encode() in read or _escaped(word) in read for word in words)


def _escaped(word: str) -> bytes:
    return json.dumps(word)[1:-1].encode()


def files(folder: Path) -> bytes:
    """Return all bytes below a folder."""
    return b"\n".join(f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file())
