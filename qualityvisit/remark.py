"""What is told of a round that came to its end: what happened, what is safe, what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from qualityvisit.errors import StoreTrouble, StoreUnreachable
from qualityvisit.sync.round import Round
from qualityvisit.words import _

DAY = timedelta(days=1)  # by which a colleague's clock is ahead before it is told


@dataclass(frozen=True, slots=True)
class Found:
    """What the caller knows of a round besides what the round says."""

    renewed: bool  # a copy of this profile has been met: this device has taken a new identity
    lost: bool  # files of others that were there are missing, for the second time
    late: bool  # bundles wait for others, for the second time


def remark(done: Round, found: Found, now: str, name: Callable[[str], str]) -> StoreTrouble | None:
    """Return what to tell, the gravest first; ``name`` tells whose a device is."""
    return _of_programs(done, found) or _of_the_store(done, found) or _of_clocks(done, now, name)


def _of_programs(done: Round, found: Found) -> StoreTrouble | None:
    if found.renewed:
        return StoreTrouble(
            _("A copy of this computer's workspace is in use somewhere else."),
            _("What is written in both is taken in and nothing is lost. From now on this computer"
              " counts as a new one. To use another computer, invite yourself under Members instead"
              " of copying files."),
        )  # fmt: skip
    if done.newer:
        return StoreTrouble(
            _("A colleague uses a newer version of the program."),
            _("Install it here as well to see what they write from now on. Nothing is lost."),
        )
    return None


def _of_the_store(done: Round, found: Found) -> StoreTrouble | None:
    if done.missing - done.put_again:
        return StoreTrouble(
            _("The shared place holds a summary that this computer cannot read, instead of files"
              " that were there before."),
            _("Everything is safe on this computer. Ask an administrator whether this computer"
              " still takes part, and whoever runs the place what happened."),
        )  # fmt: skip
    if done.missing:
        return StoreTrouble(
            _("The shared place has lost files that were there before."),
            _("Everything is safe on this computer, and what you have written is put there again."
              " Ask your colleagues to share as well, and whoever runs the place what happened."),
        )  # fmt: skip
    if found.lost:
        return StoreTrouble(
            _("Files of colleagues are missing in the shared place."),
            _("Everything is safe on this computer. Ask your colleagues to open the program: what"
              " they have written is then put there again."),
        )  # fmt: skip
    if found.late:
        return StoreUnreachable(  # by itself it comes right, as a rule
            _("Something from a colleague has not arrived whole, or not yet."),
            _("Nothing of yours is lost. It is taken in when it is whole: if it lasts, ask your"
              " colleagues to share again, which puts it right."),
        )  # fmt: skip
    return None


def _of_clocks(done: Round, now: str, name: Callable[[str], str]) -> StoreTrouble | None:
    if ahead := _ahead(done, now):
        return StoreTrouble(
            _("The clock of this computer, or that of {name}, is wrong.",
              name=name(ahead) or _("a colleague")),
            _("Everything has been taken in and nothing is lost, but times are not the right ones."
              " Set the clocks."),
        )  # fmt: skip
    return None


def _ahead(done: Round, now: str) -> str:
    """Return a device that has sealed something in what is the future here, or ""."""
    latest = datetime.fromisoformat(now) + DAY
    return next((o.device for o in done.opened if _is_after(o.at, latest)), "")


def _is_after(at: str, latest: datetime) -> bool:
    try:
        return datetime.fromisoformat(at) > latest
    except (ValueError, TypeError):
        return False  # whatever a colleague's program has written there
