"""The three lamps: what is on this computer, in the backup copy, and shared. They never flatter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from qualityvisit.ui.kit import LEFT, MIDDLE, box, draw_icon, elided, rounded, row
from qualityvisit.ui.theme import font, look, px
from qualityvisit.words import _, clock, count, day

if TYPE_CHECKING:
    from collections.abc import Callable

    from qualityvisit.errors import KnownError
    from qualityvisit.ui.pulse import Far
    from qualityvisit.workspace import Status

OK, WAIT, OFF, BAD, BUSY = "ok", "wait", "off", "bad", "busy"
_LOOKS = {
    OK: ("circle-check", "ok"),
    WAIT: ("clock", "warn"),
    OFF: ("cloud-off", "muted"),
    BAD: ("octagon-alert", "deficiency"),
    BUSY: ("refresh-cw", "accent"),
}
OLD_BACKUP = 2  # days after which a backup copy is worth a warning


@dataclass(frozen=True, slots=True)
class Fact:
    """What a lamp says: its state, its name, the fact, and what to do about it."""

    state: str
    name: str
    fact: str
    advice: str = ""
    short: str = ""  # for a header in the focus frame


def on_computer(status: Status, today: str) -> Fact:
    """Tell whether every word is in the file on this computer."""
    name = _("On the computer")
    if status.unsaved or status.trouble is not None:
        n = status.unsaved
        fact = count("NOT SAVED, {n} change", "NOT SAVED, {n} changes", n) if n else _("NOT SAVED")
        advice = f"{status.trouble.title} {status.trouble.advice}" if status.trouble else ""
        return Fact(BAD, name, fact, advice.strip(), fact)
    if not status.saved_at:
        return Fact(OK, name, _("nothing written yet"), "", _("Nothing written yet"))
    at = moment(status.saved_at, today)
    return Fact(OK, name, _("saved {time}", time=at), "", _("Saved {time}", time=at))


def in_backup(status: Status, today: str, trouble: KnownError | None = None) -> Fact:
    """Tell how old the newest backup copy is; every copy has been opened before it counts."""
    name = _("Backup copy")
    if trouble is not None:
        advice = f"{trouble.title} {trouble.advice}"
        return Fact(WAIT, name, _("could not be made"), advice, _("The backup could not be made"))
    if not status.backup_at:
        advice = _(
            "A backup on this computer. One is made automatically every day; make one now in"
            " Settings."
        )
        return Fact(WAIT, name, _("none yet"), advice, _("No backup yet"))
    at = moment(status.backup_at, today, named=True)
    fact, short = _("{time}, tested", time=at), _("Backup {time}", time=at)
    old = (date.fromisoformat(today) - timedelta(days=OLD_BACKUP)).isoformat()
    if local_day(status.backup_at) < old:
        return Fact(
            WAIT,
            name,
            fact,
            _("The backup on this computer is old. Make a new one in Settings."),
            short,
        )
    about = _("A backup on this computer, opened to check that it is whole.")
    return Fact(OK, name, fact, about, short)


def doing(far: Far) -> str:
    """Return what a round does, how far it has come and how long it takes."""
    what = far.what if far.total else "list"
    said = {
        "list": _("looks in the shared place"),
        "put": _("sends {done} of {total}", done=far.done, total=far.total),
        "get": _("fetches {done} of {total}", done=far.done, total=far.total),
        "check": _("checks {total}", total=far.total),
        "take": _("takes in {done} of {total}", done=far.done, total=far.total),
    }.get(what) or _("tidies the shared place")
    if far.left < 1:
        return said
    minutes = -(-far.left // 60)
    left = (count("{n} second left", "{n} seconds left", far.left) if far.left < 60
            else count("{n} minute left", "{n} minutes left", minutes))  # fmt: skip
    return f"{said}, {left}"


def shared(status: Status, today: str, *, busy: bool = False, far: Far | None = None) -> Fact:
    """Tell what the others can see; ``busy`` while a round is under way, ``far`` where slow."""
    name, trouble = _("Shared"), status.store_trouble
    if not status.store:
        fact = _("not shared: no place chosen")
        advice = _("Choose a shared place in Settings to work with others.")
        return Fact(OFF, name, fact, advice, _("Not shared"))
    if far is not None:
        said = doing(far)
        return Fact(BUSY, name, said, "", f"{said[:1].upper()}{said[1:]}")
    if busy:
        return Fact(BUSY, name, _("sharing …"), "", _("Sharing …"))
    waiting = _waiting(status, today)
    if trouble is not None:
        why = trouble.title.rstrip(".")
        fact = _lower(f"{why}; {waiting}" if waiting else why)
        return Fact(WAIT, name, fact, trouble.advice, waiting or _in_few_words(trouble))
    if waiting:
        advice = _("They are sent when the shared place is next reached.")
        return Fact(WAIT, name, waiting, advice, waiting)
    return _all_shared(status, today, name)


def _all_shared(status: Status, today: str, name: str) -> Fact:
    if status.refused:
        fact = count("{n} package refused", "{n} packages refused", status.refused)
        advice = _("It is kept aside, with the reason. Nothing of yours is lost.")
        return Fact(BAD, name, fact, advice, fact)
    if not status.shared_at:
        return Fact(WAIT, name, _("nothing shared yet"), "", _("Nothing shared yet"))
    at = moment(status.shared_at, today)
    return Fact(OK, name, _("all shared {time}", time=at), "", _("All shared {time}", time=at))


def _waiting(status: Status, today: str) -> str:
    if not status.waiting:
        return ""
    words = count("{n} change waits", "{n} changes wait", status.waiting)
    if not status.waiting_since:
        return words
    since = moment(status.waiting_since, today)
    return _("{changes} since {time}", changes=words, time=since)


def moment(at: str, today: str, *, named: bool = False) -> str:
    """Return the time of a moment today, else its day; ``named`` says today in words too."""
    local = local_day(at)
    if local == today:
        return _("today {time}", time=clock(at)) if named else clock(at)
    if local == (date.fromisoformat(today) - timedelta(days=1)).isoformat():
        return _("yesterday {time}", time=clock(at))
    return day(local, year=local[:4] != today[:4])


def local_day(at: str) -> str:
    """Return the day of a moment where this computer is."""
    return datetime.fromisoformat(at).astimezone().date().isoformat() if "T" in at else at


def _in_few_words(trouble: KnownError) -> str:
    """Return what happened; of an address there would be no room for what is the matter with it."""
    if "://" not in trouble.title:
        return trouble.title.rstrip(".")
    return _("Shared place not reached") if trouble.may_retry else _("Sharing has stopped")


def sentence(fact: str) -> str:
    """Return a fact as a sentence; an address stays as it is."""
    first = fact.partition(" ")[0]
    head = fact if "://" in first else fact[:1].upper() + fact[1:]
    return f"{head}."


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


class Lamp(QPushButton):
    """One lamp: icon, name and fact. Pressing it leads to where something can be done."""

    def __init__(self, *, short: bool = False) -> None:
        super().__init__()
        self._short = short
        self._fact = Fact(OFF, "", "")
        self.setFlat(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def tell(self, fact: Fact) -> None:
        """Show a fact."""
        if fact == self._fact:
            return
        self._fact = fact
        said = f"{fact.name}: {fact.fact}"
        self.setAccessibleName(said)
        self.setAccessibleDescription(fact.advice)
        self.setToolTip(f"{said}. {fact.advice}" if fact.advice else said)
        self.updateGeometry()
        self.update()

    def shorten(self, on: bool) -> None:
        """Show the fact alone, in few words, or name and fact."""
        self._short = on
        self.updateGeometry()
        self.update()

    def fact(self) -> Fact:
        """Return what is shown."""
        return self._fact

    def sizeHint(self) -> QSize:
        """Return the room for icon, name and fact."""
        name, fact = self._texts()
        width = QFontMetrics(font(0.95, bold=True)).horizontalAdvance(name)
        width += QFontMetrics(font(0.95)).horizontalAdvance(fact)
        return QSize(width + px(42), max(px(26), QFontMetrics(font()).height() + px(4)))

    def minimumSizeHint(self) -> QSize:
        """Return the room for the icon and the name."""
        name, fact = self._texts()
        width = QFontMetrics(font(0.95, bold=True)).horizontalAdvance(name or fact[:8])
        return QSize(width + px(34), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint icon, name, fact and focus."""
        theme, painter = look(), QPainter(self)
        rect = QRectF(self.rect())
        if self.hasFocus():
            rounded(painter, rect, px(6), None, theme["accent"], width=2)
        elif self.underMouse():
            rounded(painter, rect, px(6), theme["hover"])
        icon_name, ink = _LOOKS[self._fact.state]
        draw_icon(painter, QPointF(px(13), rect.center().y()), icon_name, ink, 16)
        name, fact = self._texts()
        left = rect.adjusted(px(26), 0, -px(4), 0)
        if name:
            painter.setFont(font(0.95, bold=True))
            painter.setPen(theme["text"])
            painter.drawText(left, LEFT | MIDDLE, name)
            left.setLeft(left.left() + painter.fontMetrics().horizontalAdvance(name) + px(6))
        bad = self._fact.state == BAD
        painter.setFont(font(0.95, bold=bad))
        painter.setPen(theme["deficiency" if bad else "muted"])
        elided(painter, left, fact, LEFT | MIDDLE)

    def _texts(self) -> tuple[str, str]:
        if self._short:
            return "", self._fact.short or self._fact.fact
        return self._fact.name, self._fact.fact


class Lamps:
    """The facts as they are now, shown by every set of lamps that has been made."""

    def __init__(self, press: dict[str, Callable[[], object]]) -> None:
        self._press = press  # what pressing a lamp does, by its place: computer, backup, shared
        self._facts: dict[str, Fact] = {}
        self._shown: list[tuple[str, Lamp]] = []

    def tell(self, computer: Fact, backup: Fact, sharing: Fact) -> None:
        """Show other facts."""
        self._facts = {"computer": computer, "backup": backup, "shared": sharing}
        for place, lamp in self._shown:
            lamp.tell(self._facts[place])

    def fact(self, place: str) -> Fact:
        """Return what a lamp says."""
        return self._facts[place]

    def strip(self) -> list[Lamp]:
        """Return three lamps for the status strip."""
        lamps = [self._make(place, short=False) for place in ("computer", "backup", "shared")]
        for lamp in lamps[:2]:  # where there is little room the longest gives way, not these
            lamp.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return lamps

    def short(self) -> QWidget:
        """Return two shortened lamps for a header in the focus frame."""
        lamps = [self._make(place, short=True) for place in ("computer", "shared")]
        return box(row(*lamps, gap=4), tight=True)

    def _make(self, place: str, *, short: bool) -> Lamp:
        lamp = Lamp(short=short)
        if place in self._facts:
            lamp.tell(self._facts[place])
        lamp.clicked.connect(lambda _on=False: self._press[place]())
        entry = (place, lamp)
        self._shown.append(entry)
        lamp.destroyed.connect(lambda: self._shown.remove(entry))
        return lamp
