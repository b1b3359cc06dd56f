"""Where this device stands: who uses it, in what role, and how its sharing goes.

Read often and at every start, so it costs no cryptography: what membership says is worked out by
`sharing` and kept here.
"""

import json
from dataclasses import asdict, dataclass

from qualityvisit.errors import Refused, StoreTrouble
from qualityvisit.journal.journal import Journal
from qualityvisit.journal.parts import PART
from qualityvisit.journal.shelf import Shelf
from qualityvisit.model.records import ADMINISTRATOR, MEMBER, REGISTER
from qualityvisit.words import _


@dataclass(frozen=True, slots=True)
class Me:
    """The person at this computer, as membership has it. ``role`` is "" where removed."""

    member: str = ""
    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Weeded:
    """What is known at once of a document that was erased: when, by whom, how many notes."""

    at: str
    by: str
    notes: int


class Standing:
    """Reads and keeps how this device stands."""

    _teams: dict[str, tuple[str, ...]] | None
    _weeded: dict[str, Weeded] | None

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._shelf = Shelf(journal)
        self.problem: StoreTrouble | None = None  # why the latest round stopped, if it did
        self.read()

    def read(self) -> None:
        """Read anew what is kept: what was to be kept last did not come about."""
        kept, self._teams, self._weeded = self._journal.secret("me"), None, None
        self._me = Me(**json.loads(kept)) if kept else Me()

    @property
    def me(self) -> Me:
        """The person at this computer."""
        return self._me

    @property
    def teams(self) -> dict[str, tuple[str, ...]]:
        """The people in each visit's team."""
        if self._teams is None:
            kept = json.loads(self._journal.secret("teams") or b"{}")
            self._teams = {visit: tuple(people) for visit, people in kept.items()}
        return self._teams

    def team(self, visit: str) -> tuple[str, ...]:
        """Return the people in a visit's team."""
        return self.teams.get(visit, ())

    @property
    def weeded(self) -> dict[str, Weeded]:
        """The documents that have been erased for good."""
        if self._weeded is None:
            kept = json.loads(self._journal.secret("weeded") or b"{}")
            self._weeded = {document: Weeded(**found) for document, found in kept.items()}
        return self._weeded

    def be(self, me: Me, teams: dict[str, tuple[str, ...]], weeded: dict[str, Weeded]) -> None:
        """Keep who the person is, every visit's team, and what has been erased."""
        if weeded != self.weeded:
            kept = {document: asdict(found) for document, found in weeded.items()}
            self._journal.keep("weeded", json.dumps(kept).encode())
            self._weeded = weeded
        if me != self._me:
            self._journal.keep("me", json.dumps(asdict(me)).encode())
            self._me = me
        if teams != self.teams:
            self._journal.keep("teams", json.dumps(teams).encode())
            self._teams = teams

    @property
    def learnt(self) -> frozenset[str]:
        """The words that the person at this computer has told to be rightly spelt."""
        return frozenset(json.loads(self._journal.secret("spelling") or b"[]"))

    def learn(self, word: str) -> None:
        """Keep that a word is rightly spelt."""
        words = sorted({*self.learnt, word})
        self._journal.keep("spelling", json.dumps(words).encode())

    @property
    def address(self) -> str:
        """The store's address, "" where nothing is shared."""
        return self._journal.secret("store").decode()

    def need_store(self) -> None:
        """Raise Refused where nothing is shared."""
        if not self.address:
            raise Refused(
                _("This workspace has no shared place."), _("Choose one under Settings first.")
            )

    @property
    def shared_at(self) -> str:
        """When everything of ours was last read back from the store."""
        return self._journal.secret("shared_at").decode()

    def waiting(self) -> tuple[int, str]:
        """Return how many changes no store has been seen to hold, and since when."""
        number, since = self._shelf.unstored()
        return number + len(self._shelf.unsent_statements()), since

    def refused(self) -> int:
        """Return how many bundles, or parts of them, have been put aside."""
        return len(self._shelf.quarantined()) + len(self._shelf.put_aside())


DOCUMENTS = ("register", "visit", "notes", "meeting")


def is_document(name: str) -> bool:
    """Tell whether this version of the program knows such a document."""
    kind, slash, rest = name.partition("/")
    fits = bool(rest) == (kind != REGISTER) and bool(slash) == bool(rest)
    return kind in DOCUMENTS and fits and (PART not in name or kind == "notes")


def may_write(role: str, document: str, in_team: bool) -> bool:
    """Tell whether a member may write a document (design: Documents)."""
    kind = document.partition("/")[0]
    if role == ADMINISTRATOR:
        return kind in DOCUMENTS
    return role == MEMBER and (kind == "meeting" or (kind in ("visit", "notes") and in_team))


def may_read(role: str, document: str, in_team: bool) -> bool:
    """Tell whether a member may read a document (design: Documents)."""
    if not role or role == ADMINISTRATOR or not document.startswith("notes/"):
        return bool(role)
    return in_team
