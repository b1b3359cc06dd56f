"""Weeding: what is known of notes that have been erased, and on which computers."""

from collections.abc import Iterable
from dataclasses import dataclass

from qualityvisit.roster import BRINGS, labels, member_of
from qualityvisit.sync.membership import Membership
from qualityvisit.sync.statement import Statement

CARRIED_OUT = "weeded"  # the statement by which a computer says that it has erased


@dataclass(frozen=True, slots=True)
class Carried:
    """A computer that had taken part when something was erased; ``at`` is "" while not known."""

    owner: str  # name
    computer: str  # name, "" where not known
    at: str


@dataclass(frozen=True, slots=True)
class Weeding:
    """The protocol of a weeding: what, how much, when, by whom, and where it is done."""

    document: str
    title: str  # the visit's
    notes: int
    at: str
    by: str  # name
    computers: tuple[Carried, ...]


def weeding(found: Membership, statements: Iterable[Statement], document: str) -> Weeding | None:
    """Return the protocol of a document that was erased, or None where it was not."""
    said = found.erased.get(document)
    if said is None:
        return None
    everything = list(statements)
    done = _done(found, everything, document) | {said.by: said.text("at")}
    names, known = labels(found, everything), _known_to(said, everything)
    writer = member_of(found, said.by)
    computers = [
        Carried(_name(found, d.id), names.get(d.id, ""), done.get(d.id, ""))
        for d in found.devices.values()
        if d.id in done or (d.state == "active" and d.id in known)
    ]
    return Weeding(
        document, said.text("title"), number_of(said), said.text("at"),
        writer.name if writer else "", tuple(computers),
    )  # fmt: skip


def number_of(said: Statement) -> int:
    """Return how many notes a statement says were erased."""
    notes = said.body.get("notes")
    return notes if isinstance(notes, int) and not isinstance(notes, bool) else 0


def _done(found: Membership, statements: Iterable[Statement], document: str) -> dict[str, str]:
    """Return when each device says that it has erased, by its own clock."""
    done: dict[str, str] = {}
    for s in statements:
        device = found.devices.get(s.by)
        if s.type != CARRIED_OUT or s.text("document") != document or device is None:
            continue
        if device.state != "void" and s.signed_by(device.verify):
            done.setdefault(s.by, s.text("at"))
    return done


def _known_to(said: Statement, statements: Iterable[Statement]) -> set[str]:
    """Return the devices that the writer of a statement knew of."""
    by_id = {s.id: s for s in statements}
    before, waiting = set[str](), [said.id]
    while waiting:
        for name in by_id[waiting.pop()].names("after"):
            if name in by_id and name not in before:
                before.add(name)
                waiting.append(name)
    return {by_id[name].text("device") for name in before if by_id[name].type in BRINGS}


def _name(found: Membership, device: str) -> str:
    member = member_of(found, device)
    return member.name if member else ""
