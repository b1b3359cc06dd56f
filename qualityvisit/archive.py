"""A visit as one sealed file for the archive, read and checked by anybody without the program."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualityvisit import __version__, outside, visit_record
from qualityvisit.analysis import note_mark
from qualityvisit.briefing import state_word
from qualityvisit.errors import NotFound, Refused
from qualityvisit.model import records
from qualityvisit.model.sourcing import manner_of, sentences_of
from qualityvisit.reading import R
from qualityvisit.words import _, day
from qualityvisit.workspace import Workspace

if TYPE_CHECKING:
    from qualityvisit.reports.box import Part
    from qualityvisit.reports.box_chapters import BoxInput
    from qualityvisit.reports.box_check import Checked

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 4 * 1024**3  # bytes of a box
PDF, JSON, CSV, HTML = "application/pdf", "application/json", "text/csv", "text/html"


def make_box(ws: Workspace, visit: str) -> bytes:
    """Return a visit's archive box. Its notes are in it for whoever may read them.

    Raise NotFound, and Refused unless the minutes are finished.
    """
    from qualityvisit.reports import box  # noqa: PLC0415 start-up time is measured
    from qualityvisit.reports.box_chapters import chapters  # noqa: PLC0415 as above
    from qualityvisit.reports.box_page import page  # noqa: PLC0415 as above

    ws.settle()
    if why := hindrance(ws, visit):
        raise Refused(_("There can be no archive box of this visit yet."), why)
    gathered = _Gathered(ws, visit)
    parts = list(gathered.parts())
    told = gathered.told()
    about, committee = told.visit, ws.committee()
    facts = {
        _("Committee"): ", ".join(filter(None, (committee.name, committee.municipality))),
        _("Unit"): about.title, _("Day of the visit"): day(about.date) if about.date else "",
        _("Registry number"): about.registry_number, _("Made"): day(ws.now()),
        _("Made by"): ws.me.name, _("Program"): f"Quality Visit {__version__}",
        _("Format of the box"): box.VERSION,
    }  # fmt: skip
    title = _("Archive box: {unit}", unit=about.title)
    shown = page(title, facts, chapters(told), parts)
    parts.append(box.Part(box.PAGE, shown, HTML, _("This page: all of the box to be read")))
    return box.write(
        {
            "title": title, "committee": committee.name, "municipality": committee.municipality,
            "unit": about.title, "date": about.date, "registry_number": about.registry_number,
            "visit": about.id, "notes": told.standing, "made": ws.now(), "made_by": ws.me.name,
            "program": __version__,
        },
        parts,
    )  # fmt: skip


def hindrance(ws: Workspace, visit: str) -> str:
    """Return why no box can be made of a visit, or "". Raise NotFound."""
    if ws.minutes(visit).minutes.finished:
        return ""
    return _("The minutes are not finished. A box holds what no longer changes.")


def seal_of(data: bytes) -> str:
    """Return the seal that stands for a whole box: the SHA-256 of its manifest."""
    return check_box(data).seal


def box_name(ws: Workspace, visit: str, seal: str) -> str:
    """Return what a box's file is called: what it is of, and the beginning of its seal."""
    found = ws.get(records.Visit, visit)
    said = " ".join(filter(None, (_("Archive box"), found.title, found.date, seal[:12])))
    return re.sub(r'[\\/:*?"<>|]', "-", said) + ".zip"


def read_box(file: Path) -> bytes:
    """Return the bytes of a box, however large. Raise BadInput where it cannot be read."""
    return outside.read_file(file, MOST)


def check_box(data: bytes, seal: str = "") -> "Checked":
    """Return whether a box is as it was made, and as the seal says where one is known."""
    from qualityvisit.reports.box_check import check  # noqa: PLC0415 start-up time is measured

    return check(data, seal)


@dataclass(frozen=True, slots=True)
class _Table:
    """A kind of records in the box: the file's name, what it is and the records."""

    name: str
    about: str
    rows: list[dict[str, object]]


class _Gathered:
    """What of a visit goes into its box."""

    def __init__(self, ws: Workspace, visit: str) -> None:
        from qualityvisit.reports.box_chapters import HERE, HIDDEN, NONE, WEEDED  # noqa: PLC0415

        self._ws, self._visit = ws, visit
        self._steps = visit_record.steps(ws, visit)
        self._view = view = ws.minutes(visit)
        may = ws.may_read(f"notes/{visit}")
        begun = ws.is_begun(visit)
        self._standing = WEEDED if view.weeded else HIDDEN if not may else HERE if begun else NONE
        self._notes = view.notes if self._standing == HERE else ()
        self._people = {p: who.name for p, who in ws.names().items()}
        self._themes, self._questions = (
            ws.guide_parts(view.visit.guide) if view.visit.guide else ([], [])
        )
        self._files: dict[str, tuple[tuple[str, str], ...]] = {}
        self._history = self._chain()

    # --- the files

    def parts(self) -> "Iterator[Part]":
        """Yield the files of the box, but for its page."""
        yield from self._minutes()
        yield from self._guide()
        yield from self._noted()
        for table in self._tables():
            yield from self._as_files(table)
        yield from self._trail()

    def _part(self, name: str, data: bytes, kind: str, about: str) -> "Part":
        from qualityvisit.reports.box import Part  # noqa: PLC0415 start-up time is measured

        return Part(name, data, kind, about)

    def _link(self, key: str, words: str, name: str) -> None:
        self._files[key] = (*self._files.get(key, ()), (words, name))

    def _minutes(self) -> "Iterator[Part]":
        for number, version in enumerate(self._steps.versions, 1):
            place, said = f"minnesanteckning/version-{number}", _("Version {n}", n=number)
            for kind, media in (("docx", WORD), ("pdf", PDF)):
                data = visit_record.minutes_file(self._ws, self._visit, kind, version.id)
                self._link("minutes", kind.upper(), f"{place}.{kind}")
                yield self._part(f"{place}.{kind}", data, media, f"{_('The minutes')}. {said}")
            about = _("{version} as it was finished: its SHA-256 is the version's", version=said)
            yield self._part(f"{place}.json", version.kept.encode(), JSON, about)

    def _guide(self) -> "Iterator[Part]":
        guide = self._view.visit.guide
        if not guide or self._ws.find(records.Guide, guide) is None:
            return
        place, name = "guide/guide", self._ws.get(records.Guide, guide).name
        told = {
            "guide": asdict(self._ws.get(records.Guide, guide)),
            "themes": [asdict(t) for t in self._themes],
            "questions": [asdict(q) for q in self._questions],
        }
        form = outside.guide_file(self._ws, guide)
        rows = [asdict(q) for q in self._questions]
        for kind, data, media in (
            ("json", _json(told), JSON), ("csv", _csv(rows), CSV), ("xlsx", form, SHEET),
        ):  # fmt: skip
            self._link("guide", kind.upper(), f"{place}.{kind}")
            yield self._part(f"{place}.{kind}", data, media, _("The guide: {name}", name=name))

    def _noted(self) -> "Iterator[Part]":
        from qualityvisit.reports.box_chapters import HERE, WEEDED  # noqa: PLC0415

        if self._standing == WEEDED:
            for kind, media in (("pdf", PDF), ("csv", CSV)):
                name = f"anteckningar/rensning.{kind}"
                data = outside.weeding_file(self._ws, self._visit, kind)
                self._link("notes", _("Protocol of the weeding, {kind}", kind=kind.upper()), name)
                yield self._part(name, data, media, _("The protocol of the weeding"))
        if self._standing != HERE:
            return
        sessions = [s.id for s in self._all(records.Session)]
        rated = [p for s in sessions for p in self._ws.all(records.Progress, parent=s)]
        for table in (
            _Table("anteckningar/anteckningar", _("The interview notes"), _rows(self._notes)),
            _Table("anteckningar/egna-fragor", _("Questions that came up during the visit"),
                   _rows(self._all(records.OwnQuestion))),
            _Table("anteckningar/skattningar", _("How questions were rated"), _rows(rated)),
            _Table("anteckningar/filer", _("Pictures and files of the notes"),
                   _rows(self._all(records.Attachment))),
        ):  # fmt: skip
            if table.rows:
                yield from self._as_files(table, "notes")
        yield from self._attached()

    def _attached(self) -> "Iterator[Part]":
        for number, file in enumerate(self._all(records.Attachment), 1):
            try:
                data = self._ws.file_bytes(file.id)
            except NotFound:
                continue  # it stands among the files of the notes, and has not come to us
            end = re.search(r"\.[A-Za-z0-9]{1,5}$", file.name)
            name = f"anteckningar/filer/{number:03}{end[0].lower() if end else ''}"
            yield self._part(name, data, file.type, file.text or file.name)

    def _tables(self) -> Iterator[_Table]:
        versions = _rows(self._steps.versions)
        for row in versions:
            del row["kept"]  # stands in a file of its own
        actions = self._all(records.Action)
        events = [e for a in actions for e in self._ws.all(records.ActionEvent, parent=a.id)]
        told: list[tuple[str, str, Iterable[records.Record]]] = [
            ("besok", _("The visit"), [self._view.visit]),
            ("pass", _("The sessions of the visit"), self._all(records.Session)),
            ("stycken", _("The paragraphs of the minutes as they stand"), self._view.passages),
            ("fynd", _("The findings"), self._all(records.Finding)),
            ("atgarder", _("The actions"), actions),
            ("atgarder-handelser", _("What happened to the actions"), events),
            ("beslut", _("What became of each note"), self._all(records.Decision)),
            ("kommentarer", _("The comments"), self._all(records.Comment)),
            ("sakgranskning", _("What was sent for fact check"), self._steps.checks),
            ("sakgranskning-anmarkningar", _("The remarks of the fact check"),
             self._steps.remarks),
            ("godkannanden", _("The approvals"), self._all(records.Approval)),
            ("expediering", _("What was sent out"), self._steps.sent),
        ]  # fmt: skip
        for name, about, found in told:
            yield _Table(f"data/{name}", about, _rows(found))
        yield _Table("data/versioner", _("The finished versions, with their digests"), versions)
        yield _Table("data/kallor", _("Which notes each sentence rests on"), self._sources())
        yield _Table("data/personer", _("The people who are named by an id in the other files"),
                     self._named())  # fmt: skip

    def _sources(self) -> list[dict[str, object]]:
        numbers = {n.id: str(k) for k, n in enumerate(self._notes, 1)}
        return [
            {"passage": p.id, "section": p.section, "manner": manner_of(p), "start": str(s.start),
             "end": str(s.end), "text": s.text, "notes": s.notes,
             "numbers": tuple(numbers[n] for n in s.notes if n in numbers)}
            for p in self._view.passages for s in sentences_of(p)
        ]  # fmt: skip

    def _named(self) -> list[dict[str, object]]:
        """Return those of our own whom the box knows by their ids: the team and who wrote."""
        ws, view = self._ws, self._view
        known = {
            *view.visit.team,
            *(v.who for v in self._steps.versions),
            *(c.who for c in self._steps.checks),
            *(d.who for d in self._steps.sent),
            *(s.person for s in self._steps.signed),
            *(n.author for n in self._notes),
            *(c.author for c in self._all(records.Comment)),
            view.minutes.finished_by,
        }
        events = (e for a in self._all(records.Action)
                  for e in ws.all(records.ActionEvent, parent=a.id))  # fmt: skip
        known |= {e.who for e in events}
        return [
            {"id": p.id, "name": p.name, "title": p.title}
            for p in sorted(ws.names().values(), key=lambda p: p.id) if p.id in known
        ]  # fmt: skip

    def _as_files(self, table: _Table, key: str = "") -> "Iterator[Part]":
        chapter = key or {
            "fynd": "findings", "atgarder": "actions", "beslut": "decisions", "kallor": "sources",
            "kommentarer": "comments", "sakgranskning": "check", "godkannanden": "approvals",
            "expediering": "dispatches",
        }.get(table.name.removeprefix("data/"), "")  # fmt: skip
        for kind, data, media in (
            ("json", _json(table.rows), JSON), ("csv", _csv(table.rows), CSV),
        ):  # fmt: skip
            name = f"{table.name}.{kind}"
            if chapter:
                self._link(chapter, f"{table.about} ({kind.upper()})", name)
            yield self._part(name, data, media, table.about)

    # --- the history

    def _chain(self) -> tuple[dict[str, str], ...]:
        from qualityvisit.reports.box import chained  # noqa: PLC0415 start-up time is measured

        steps = reversed(self._ws.trail(self._visit))  # oldest first
        return tuple(chained(asdict(s) for s in steps))

    def _trail(self) -> "Iterator[Part]":
        from qualityvisit.reports.box import HISTORY  # noqa: PLC0415 start-up time is measured

        about = _("Who changed what and when; each line holds the digest of those before it")
        rows: list[dict[str, object]] = [dict(s) for s in self._history]
        name = HISTORY.removesuffix(".json")
        for kind, data, media in (
            ("json", _json({"steps": rows}), JSON), ("csv", _csv(rows), CSV),
        ):  # fmt: skip
            self._link("history", kind.upper(), f"{name}.{kind}")
            yield self._part(f"{name}.{kind}", data, media, about)

    # --- what is told of it

    def told(self) -> "BoxInput":
        """Return what the page tells. Call it after ``parts``: the page links to them."""
        from qualityvisit.reports.box_chapters import BoxInput  # noqa: PLC0415

        minutes = visit_record.minutes_outline(self._ws, self._visit)
        actions = self._all(records.Action)
        return BoxInput(
            visit=self._view.visit,
            minutes=replace(minutes, data=()),
            versions=self._steps.versions,
            standing=self._standing,
            notes=self._notes,
            sentences=tuple(
                (s.text, s.notes) for p in self._view.passages for s in sentences_of(p)
            ),
            decisions=tuple(self._all(records.Decision)),
            findings=tuple(self._all(records.Finding)),
            actions=tuple(actions),
            events=tuple(
                e for a in actions for e in self._ws.all(records.ActionEvent, parent=a.id)
            ),
            checks=self._steps.checks,
            remarks=self._steps.remarks,
            comments=tuple(self._all(records.Comment)),
            approvals=tuple(self._all(records.Approval)),
            dispatches=self._steps.sent,
            questions=tuple(q for q in self._questions if not q.unused),
            steps=self._history,
            people=self._people,
            words=self._words(),
            files=self._files,
        )

    def _words(self) -> dict[str, Callable[[str], str]]:
        groups = {g.id: g for g in self._ws.all(records.Group)}
        themes, form = {t.id: t.name for t in self._themes}, self._view.visit.form

        def group(name: str) -> str:
            return outside.group_name(groups.get(name, records.Group(name)), form) if name else ""

        return {
            "group": group, "theme": lambda t: themes.get(t, ""), "mark": note_mark,
            "state": state_word, "channel": visit_record.channel_word, "step": _step,
        }  # fmt: skip

    def _all(self, kind: type[R]) -> list[R]:
        return self._ws.all(kind, parent=self._visit)


def _step(said: str) -> str:
    """Return what "passage changed" is in the user's language."""
    kind, _space, what = said.partition(" ")
    thing = {
        "passage": _("Paragraph"), "minutes": _("The minutes"), "decision": _("Decision"),
        "finding": _("Finding"), "action": _("Action"), "note": _("Note"),
        "visit": _("The visit"), "team": _("The team"),
    }.get(kind, kind)  # fmt: skip
    done = {
        "made": _("came"), "changed": _("was changed"), "removed": _("was removed"),
    }.get(what, what)  # fmt: skip
    return f"{thing} {done}"


def _rows(found: Iterable[records.Record]) -> list[dict[str, object]]:
    return [asdict(each) for each in found]


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(rows: list[dict[str, object]]) -> bytes:
    from qualityvisit.reports import tables  # noqa: PLC0415 start-up time is measured

    header = list(rows[0]) if rows else []
    return tables.write(header, [[_cell(row[name]) for name in header] for row in rows])


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return " | ".join(map(str, value)) if isinstance(value, tuple) else str(value)
