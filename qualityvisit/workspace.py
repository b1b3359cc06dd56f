"""The open workspace: the one door for screens and the command line."""

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from qualityvisit.compiling import Compiling
from qualityvisit.doorstep import Doorstep
from qualityvisit.errand import Errand, Slow, carry_out
from qualityvisit.errors import FileTrouble, KnownError, Refused
from qualityvisit.journal import backup
from qualityvisit.journal.backup import Backup
from qualityvisit.journal.journal import Journal
from qualityvisit.journal.vault import Held, Vault
from qualityvisit.model import guide_rules, records
from qualityvisit.model.records import ADMINISTRATOR, fresh_id
from qualityvisit.model.view import MinutesView
from qualityvisit.planner import Planner
from qualityvisit.reading import Clock, now_here, term_around
from qualityvisit.words import _

if TYPE_CHECKING:
    from qualityvisit.model.meeting import MeetingDocument
    from qualityvisit.trail import Step


@dataclass(frozen=True, slots=True)
class Status:
    """What the three lamps show. Times are ISO with zone, "" for never."""

    saved_at: str
    unsaved: int  # changes that are in memory only
    trouble: KnownError | None  # why they are
    backup_at: str
    store: str  # the address, "" where nothing is shared
    waiting: int  # changes that no store has been seen to hold
    waiting_since: str
    shared_at: str  # when everything was last seen to be shared
    refused: int  # bundles put aside
    store_trouble: KnownError | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What ``check`` found."""

    entries: int
    documents: int
    index_equals_journal: bool
    problems: tuple[str, ...]


class Workspace(Planner, Compiling, Doorstep):
    """What screens and commands do with a workspace: its life, its verbs, its safety."""

    # --- the life of a workspace

    @classmethod
    def create(
        cls,
        profile: Path,
        *,
        name: str,
        committee: str,
        title: str = "",
        store: str = "",
        passphrase: str = "",
        clock: Clock = now_here,
    ) -> "Workspace":
        """Found a workspace here and now: see ``creating``."""
        return carry_out(cls.creating(profile, name=name, committee=committee, title=title,
                                      store=store, passphrase=passphrase, clock=clock))  # fmt: skip

    @classmethod
    def creating(
        cls,
        profile: Path,
        *,
        name: str,
        committee: str,
        title: str = "",
        store: str = "",
        passphrase: str = "",
        clock: Clock = now_here,
    ) -> Errand["Workspace"]:
        """Found a workspace; name and title are the founder's, who becomes its administrator.

        A store must be reachable. Nothing is left, here or there, where it fails.
        """
        if not name.strip():
            raise Refused(_("Your name is missing."), _("Colleagues see who wrote what."))
        journal = Journal.create(profile, held=(yield from _new_key(passphrase)))
        with _undone(journal):
            workspace = cls(journal, clock)
            workspace._catch_up()
            member = workspace.sharing.found(name.strip())
            register = workspace.register
            register.begin(committee.strip(), *term_around(workspace.today()))
            register.add_person(name, title, ADMINISTRATOR, name_id=member)
            workspace.add_shipped_phrases()
            if store:
                yield from workspace.sharing.moving(store, make=True)
            return workspace

    @classmethod
    def join(
        cls,
        profile: Path,
        invitation: str,
        *,
        store: str = "",
        passphrase: str = "",
        clock: Clock = now_here,
    ) -> "Workspace":
        """Join here and now, and tell the others at once: see ``joining``."""
        made = carry_out(
            cls.joining(profile, invitation, store=store, passphrase=passphrase, clock=clock)
        )
        made.sharing.share()
        return made

    @classmethod
    def joining(
        cls,
        profile: Path,
        invitation: str,
        *,
        store: str = "",
        passphrase: str = "",
        clock: Clock = now_here,
    ) -> Errand["Workspace"]:
        """Join by an invitation; the store must be reachable. Nothing is left where it fails.

        ``store`` is where this computer finds the store, if not where the invitation says. That we
        have joined is told in the first round.
        """
        from qualityvisit.sync.invitation import Invitation  # noqa: PLC0415 once in a life

        found = Invitation.read(invitation)
        journal = Journal.create(profile, held=(yield from _new_key(passphrase)))
        with _undone(journal):
            workspace = cls(journal, clock)
            workspace._catch_up()
            yield from workspace.sharing.entering(found, store)
            workspace._enter_by_recovery(found.id)
            return workspace

    def _enter_by_recovery(self, invitation: str) -> None:
        """Let whoever restores the workspace by a sheet stand among the people, to be renamed."""
        me, line = self.standing.me, self.sharing.membership.invitations[invitation]
        if line.recovery and self.find(records.Person, me.member) is None:
            self.register.add_person(me.name, "", me.role, name_id=me.member)

    @classmethod
    def open(cls, profile: Path, passphrase: str = "", clock: Clock = now_here) -> "Workspace":
        """Open the profile's workspace. Raise FileTrouble or KeyTrouble with nothing changed."""

        def before_migration(journal: Journal) -> None:
            backup.rotate(journal, clock().isoformat(timespec="seconds"), "before-update")

        journal = Journal.open(profile, passphrase, before_migration)
        try:
            workspace = cls(journal, clock)
            workspace._catch_up()
        except BaseException:
            journal.close()
            raise
        return workspace

    @classmethod
    def restore(
        cls, file: Path, profile: Path, passphrase: str = "", clock: Clock = now_here
    ) -> "Workspace":
        """Restore a backup into an empty profile, as a new device of the same person."""
        backup.restore(file, profile, passphrase)
        workspace = cls.open(profile, passphrase, clock)
        workspace.sharing.begin_again()
        return workspace

    def close(self) -> None:
        """Write what the index lacks and close the file."""
        with contextlib.suppress(FileTrouble):
            self.settle()
        self._let_all_go()
        self.journal.close()

    # --- verbs over several documents

    def visits_behind(self, guide: str) -> list[records.Visit]:
        """Return the visits to come that have an earlier version of a guide, and no notes yet."""
        family = guide_rules.family_of(self.get(records.Guide, guide))
        older = {g.id for g in self.all(records.Guide) if guide_rules.family_of(g) == family} - {
            guide
        }
        return [
            v for v in self.all(records.Visit)
            if v.guide in older and v.status in ("planned", "prepared", "moved")
            and not self.is_begun(v.id)
        ]  # fmt: skip

    def bring_visits(self, guide: str) -> int:
        """Let the visits that are behind take this version of their guide; return how many."""
        self._administrator()
        behind = self.visits_behind(guide)
        for visit in behind:
            self.visit(visit.id).change_visit(guide=guide)
        return len(behind)

    def add_meeting(self, title: str, *, date: str, start: str = "", place: str = "",
                    visits: Iterable[str] = ()) -> str:  # fmt: skip
        """Plan a quality meeting that takes up visits; return its id. Raise BadInput."""
        document = cast("MeetingDocument", self.document(f"meeting/{fresh_id()}"))
        with document.change():
            document.begin(title=title, date=date, start=start, place=place, status="planned")
            for visit in visits:
                document.add_visit(visit)
        return document.id

    def set_minutes_state(self, visit: str, state: str) -> None:
        """Take a visit's minutes to a state; only administrators archive them."""
        if state == "archived":
            self._administrator()
        self.visit(visit).set_minutes_state(state)

    def finish_minutes(self, visit: str, kept: str) -> str:
        """Finish a visit's minutes as a report reads, with all notes decided; return the version.

        Only administrators do. Raise NotAllowed, and Refused with what stands in the way.
        """
        self._administrator()
        self.settle()
        return self.visit(visit).finish(self.minutes(visit).notes, kept)

    def correct_minutes(self, visit: str, reason: str) -> None:
        """Open finished minutes to correct them; only administrators do. Raise Refused."""
        self._administrator()
        self.visit(visit).correct(reason)

    def trail(self, visit: str) -> "list[Step]":
        """Return who changed what of a visit and when, newest first; its notes for who may read.

        Raise NotFound.
        """
        self.get(records.Visit, visit)
        self.settle()
        steps = self.sharing.trail(f"visit/{visit}") + self.sharing.trail_of_teams(visit)
        if self.may_read(f"notes/{visit}"):
            steps += self.sharing.trail(f"notes/{visit}")
        return self._newest(steps)

    def trail_of_people(self) -> "list[Step]":
        """Return who came, went and got another role, and every team's changes, newest first."""
        return self._newest(self.sharing.trail_of_people() + self.sharing.trail_of_teams())

    def _newest(self, steps: "list[Step]") -> "list[Step]":
        """Return steps newest first, with the names of people who are no members."""
        names = self.names()
        named = [
            replace(s, about=names[s.about].name) if s.kind == "team" and s.about in names else s
            for s in steps
        ]
        return sorted(named, key=lambda s: s.at, reverse=True)

    def restore_text(self, visit: str, step: "Step") -> None:
        """Make a passage or a note read as it did before a step: an ordinary edit.

        Raise NotAllowed, NotFound, and Refused where the minutes are finished.
        """
        if step.kind == "note":
            self.notes(visit).edit(step.id, step.before)
            return
        document = self.visit(visit)
        document.edit_text(step.id, lambda: document.text(step.id).replace(step.before))

    def may_weed(self, visit: str) -> bool:
        """Tell whether a visit's notes can be weeded here and now: see ``weed``."""
        try:
            self._check_weeding(visit)
        except KnownError:
            return False
        return True

    def weed(self, visit: str) -> None:
        """Erase a visit's notes for good, here and on every computer when it next shares.

        Raise NotAllowed where this is no administrator, and Refused unless the minutes are
        finished and every note is carried over or left out with a reason.
        """
        self.settle()
        view = self._check_weeding(visit)
        self.sharing.erase(
            f"notes/{visit}", title=view.visit.title,
            notes=self.count(records.Note, parent=visit),
        )  # fmt: skip

    def _check_weeding(self, visit: str) -> MinutesView:
        self._administrator()
        view = self.minutes(visit)
        if f"notes/{visit}" in self.standing.weeded:
            raise Refused(_("The notes of this visit have been weeded."), _("Nothing was done."))
        if not view.minutes.finished:
            raise Refused(
                _("The minutes are not finished yet."),
                _("Notes are weeded only when the finished minutes hold what matters."),
            )
        if view.undecided:
            raise Refused(
                _("Some notes are neither carried over nor left out."),
                _("Decide on each of them first. {n} remain.", n=len(view.undecided)),
            )
        if not self.is_begun(visit):
            raise Refused(_("There are no notes to weed."), _("Nothing was done."))
        return view

    # --- safety

    def back_up(self) -> Backup:
        """Write the day's backup into the profile and drop the oldest."""
        made = backup.rotate(self.journal, self.now())
        self.backup_trouble = None
        return made

    def backup_to(self, file: Path, passphrase: str = "") -> Backup:
        """Write a backup to a file, verified by opening it."""
        self.settle()
        return backup.write(self.journal, file, self.now(), passphrase)

    def backup_due(self) -> bool:
        """Tell whether today's backup has not been made, or older ones hold what was erased."""
        if backup.holds_erased(self.journal):
            return True
        made = backup.made_at(backup.latest(self.folder))
        if not made:
            return True
        local = datetime.fromisoformat(made).astimezone()
        return local.date() != self._clock().astimezone().date()

    def status(self) -> Status:
        """Return what the lamps show."""
        waiting, since = self.standing.waiting()
        return Status(
            saved_at=self.journal.last_at(),
            unsaved=self.unsaved,
            trouble=self.trouble,
            backup_at=backup.made_at(backup.latest(self.folder)),
            store=self.standing.address,
            waiting=waiting + self.unsaved,
            waiting_since=since,
            shared_at=self.standing.shared_at,
            refused=self.standing.refused(),
            store_trouble=self.standing.problem,
        )

    def check(self) -> Checked:
        """Fold everything anew and compare with what is kept."""
        self.settle()
        problems = tuple(self.problems())
        documents = len(self.journal.documents())
        return Checked(self.journal.entries(), documents, not problems, problems)


def _new_key(passphrase: str) -> Errand[Held]:
    """Make the key of a new file: a keyring may take its time, and so does a passphrase."""
    made: list[Held] = []

    def forget() -> None:
        for vault, _key in made:
            vault.forget()

    yield Slow(lambda: made.append(Vault.fresh(passphrase)), _("Making the key …"), forget)
    return made[0]


@contextlib.contextmanager
def _undone(journal: Journal) -> Iterator[None]:
    """Leave nothing behind where founding or joining fails."""
    try:
        yield
    except BaseException:
        journal.close()
        journal.erase()
        raise
