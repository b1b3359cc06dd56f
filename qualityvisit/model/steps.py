"""The steps of the minutes: fact check, approval, finishing, correcting, and sending out.

What the minutes say is closed when they are finished: a version holds the whole report, and who
corrects it makes another version with a reason. Nothing of it is ever written over.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from qualityvisit.errors import BadInput, Refused
from qualityvisit.model.minutes import MinutesVerbs
from qualityvisit.model.official import MATTERS, STANDINGS
from qualityvisit.model.records import (
    ACCURATE,
    CHANNELS,
    CORRECTED,
    INACCURATE,
    KEPT,
    MINUTES_CLOSED,
    MINUTES_STATES,
    UNSAID,
    WEB,
    Approval,
    Finding,
    Judgement,
    Minutes,
    Note,
    Passage,
    Record,
    Version,
)
from qualityvisit.words import _, count

GENERAL = "general"  # the "paragraph" of a remark on the whole


@dataclass(frozen=True, slots=True)
class Judged:
    """What came back on a paragraph: ACCURATE, INACCURATE or UNSAID, and a comment."""

    passage: str
    verdict: str
    comment: str = ""
    words: str = ""


class StepVerbs(MinutesVerbs):
    """The verbs that take minutes from working material to a document that stands."""

    def words_digest(self) -> str:
        """Return a digest of what the minutes say: see ``digest_of``."""
        hidden, every = self.superseded(), self.records()
        passages = (r for r in every if isinstance(r, Passage) and r.id not in hidden)
        return digest_of(passages, (r for r in every if isinstance(r, Finding)))

    def set_minutes_state(self, state: str) -> None:
        """Take the minutes to a state that neither closes nor opens them.

        Raise BadInput for an unknown state, and Refused where `finish` or `correct` is meant.
        """
        if state not in MINUTES_STATES:
            raise BadInput(_("There is no such state: {state}.", state=state))
        if (state in MINUTES_CLOSED) != bool(self.fact("minutes/finished")):
            raise Refused(
                _("The minutes are finished by name, and opened again with a reason."),
                _("Finish them, or begin a correction. Nothing was changed."),
            )
        with self.change():
            self.put_fact("minutes/status", state)

    # --- the fact check

    def may_change(self) -> None:
        """Raise Refused where the minutes are finished."""
        self._open()

    def send_for_check(self, to: str, due: str = "", *, name: str = "") -> str:
        """Note that the minutes go to the unit's leadership for a fact check; return its id.

        ``name`` is a fresh id for it, where the form already bears it.
        """
        self._open()
        with self.change() as stamp:
            values = {"visit": self.id, "to": to.strip(), "due": due, "at": stamp.at,
                      "who": stamp.who}  # fmt: skip
            check = self.create("fact-check", values, name=name)
            if self._minutes_status() == "draft":
                self.put_fact("minutes/status", "fact-check")
        return check

    def take_check(self, check: str, found: Iterable[Judged]) -> int:
        """Take in what came back from a fact check; return how many remarks are new or other.

        The same answer twice changes nothing; another answer opens its remark again. Raise NotFound
        for a fact check that is not there.
        """
        self._item(check)
        taken = 0
        with self.change() as stamp:
            for each in found:
                key = f"judged/{check}/{each.passage or GENERAL}"
                said = [each.verdict, each.comment.strip(), each.words]
                if not (said[0] or said[1]) or _listed(self.fact(key))[:3] == said:
                    continue
                self.put_fact(key, _kept(*said, stamp.at))
                self.put_fact(f"became/{check}/{each.passage or GENERAL}", "")
                taken += 1
        return taken

    def settle_remark(self, check: str, passage: str, became: str, note: str = "") -> None:
        """Say what became of a remark: CORRECTED, or KEPT with a note why; "" opens it again."""
        self._open()
        if became not in ("", CORRECTED, KEPT):
            raise BadInput(_("There is no such outcome: {name}.", name=became))
        if became == KEPT and not note.strip():
            raise Refused(_("Say why the wording is kept."), _("The reason is kept."))
        with self.change():
            said = _kept(became, note.strip()) if became else ""
            self.put_fact(f"became/{check}/{passage}", said)

    # --- approval

    def ask_approval(self, person: str, *, on: bool = True) -> None:
        """Name somebody who is to approve the minutes, or take the name away."""
        self._open()
        with self.change():
            self.put_fact(f"approver/{person}", "1" if on else "")
            if on:
                self.put_fact("minutes/status", "approval")

    def approve(self) -> None:
        """Approve the minutes as they read now, in one's own name. Raise Refused if not asked."""
        self._open()
        with self.change() as stamp:
            if not self.fact(f"approver/{stamp.who}"):
                raise Refused(
                    _("You are not among those who approve these minutes."),
                    _("An administrator names those who do."),
                )
            self.put_fact(f"approval/{stamp.who}", _kept(stamp.at, self.words_digest()))

    def unapprove(self) -> None:
        """Take one's own approval back."""
        self._open()
        with self.change() as stamp:
            self.put_fact(f"approval/{stamp.who}", "")

    def lacking_approvals(self) -> list[str]:
        """Return the persons who are asked, and have not approved what the minutes say now."""
        asked = self._named("approver/")
        now = self.words_digest() if asked else ""
        return [p for p in asked if _listed(self.fact(f"approval/{p}"))[1:] != [now]]

    def _named(self, prefix: str) -> list[str]:
        keys = (k for k in self._facts.keys() if k.startswith(prefix))  # noqa: SIM118 a pycrdt Map
        return sorted(k.removeprefix(prefix) for k in keys if self.fact(k))

    # --- finishing and correcting

    def hindrances(self, notes: Iterable[Note]) -> list[str]:
        """Return what stands in the way of finishing, each as a sentence."""
        remarks = sum(j.is_open for j in self._judgements())
        return hindrances_of(len(self._left(notes)), remarks, len(self.lacking_approvals()))

    def finish(self, notes: Iterable[Note], kept: str) -> str:
        """Finish the minutes as the report ``kept``, and close them; return the version.

        Raise Refused while notes are undecided, remarks open or approvals lacking, and where they
        are finished.
        """
        self._open()
        hindrances = self.hindrances(notes)
        if hindrances:
            raise Refused(_("The minutes cannot be finished yet."), " ".join(hindrances))
        with self.change() as stamp:
            before = sum(isinstance(r, Version) for r in self.records())
            version = self.create(
                "version",
                {"visit": self.id, "order": f"{before + 1:04}", "at": stamp.at, "who": stamp.who,
                 "kept": kept, "reason": self.fact("minutes/correcting"), "digest": _digest(kept),
                 "words_digest": self.words_digest()},
            )  # fmt: skip
            self._set(status="finished", finished=stamp.at, finished_by=stamp.who, correcting="")
        return version

    def correct(self, reason: str) -> None:
        """Open finished minutes to correct them; what was finished stays as a version.

        Raise Refused without a reason, and where they are not finished.
        """
        if not reason.strip():
            raise Refused(
                _("Say why the minutes are corrected."), _("It stands with the new version.")
            )
        if not self.fact("minutes/finished"):
            raise Refused(_("The minutes are not finished."), _("They can be changed as they are."))
        with self.change():
            self._set(status="draft", finished="", finished_by="", correcting=reason.strip())

    def _set(self, **values: str) -> None:
        for key, value in values.items():
            self.put_fact(f"minutes/{key}", value)

    # --- standing and sending out

    def set_matter(self, matter: str) -> None:
        """Say how the matter stands that the minutes belong to: one of MATTERS, "" by number."""
        if matter and matter not in MATTERS:
            raise BadInput(_("There is no such state: {state}.", state=matter))
        with self.change():
            self._set(matter=matter)

    def set_secrecy(self, provision: str) -> None:
        """Mark that the minutes may be secret, under a provision; "" takes the mark away."""
        with self.change():
            self._set(secrecy=provision.strip())

    def set_standing(self, standing: str, note: str) -> None:
        """Overrule what the program says of the minutes' standing, with a note; "" lets it be."""
        if standing and standing not in STANDINGS:
            raise BadInput(_("There is no such state: {state}.", state=standing))
        if standing and not note.strip():
            raise Refused(_("Say why the document is judged so."), _("The note is kept with it."))
        with self.change() as stamp:
            said = _kept(standing, note.strip(), stamp.who, stamp.at) if standing else ""
            self._set(official=said)

    def dispatch(self, document: str, to: str, *, how: str, version: str = "", at: str = "",
                 outside: bool = False) -> str:  # fmt: skip
        """Note that a document was sent out; return the entry. ``version`` is "" for a draft.

        What is on the web is outside the authority. Raise BadInput where it is not said what, to
        whom or how.
        """
        if how not in CHANNELS:
            raise BadInput(_("There is no such way of sending: {name}.", name=how))
        if not document.strip() or not to.strip():
            raise BadInput(_("Say what was sent and to whom."), _("Nothing was noted."))
        if version and not self.has(version, "version"):
            raise BadInput(_("There is no such version."), _("Nothing was noted."))
        with self.change() as stamp:
            return self.create(
                "dispatch",
                {"visit": self.id, "document": document.strip(), "version": version,
                 "to": to.strip(), "at": at or stamp.at[:10], "how": how,
                 "outside": outside or how == WEB,
                 "who": stamp.who, "noted": stamp.at},
            )  # fmt: skip

    def strike_dispatch(self, entry: str, reason: str) -> None:
        """Say that an entry was noted by mistake; it stays, struck through, with the reason."""
        if not self.has(entry, "dispatch"):
            raise BadInput(_("There is no such entry."), _("Nothing was changed."))
        if not reason.strip():
            raise Refused(_("Say why the entry does not count."), _("The reason is kept."))
        with self.change():
            self.put(entry, struck=reason.strip())

    # --- records

    def _judgements(self) -> Iterable[Judgement]:
        return self._judged({k for k in self._facts.keys() if k.startswith("judged/")})  # noqa: SIM118

    def _judged(self, keys: Iterable[str]) -> Iterable[Judgement]:
        for key in keys:
            check, _slash, passage = key.partition("/")[2].partition("/")
            verdict, comment, words, at, *_more = (*_listed(self.fact(key)), "", "", "", "")
            became, note, *_more = (*_listed(self.fact(f"became/{check}/{passage}")), "", "")
            if self.has(check, "fact-check") and (verdict or comment):
                verdict = verdict if verdict in (ACCURATE, INACCURATE) else UNSAID
                yield Judgement(f"{check}/{passage}", self.id, check, passage, verdict, comment,
                                words, at, became if became in (CORRECTED, KEPT) else "",
                                note)  # fmt: skip

    def minutes_records(self, keys: set[str]) -> Iterable[Record]:
        """Return what the facts among ``keys`` say of the minutes."""
        if any(k.startswith(("minutes/", "approver/")) for k in keys):
            yield self._minutes()
        yield from self.decisions(keys)
        yield from self._judged({k.replace("became/", "judged/", 1) for k in keys
                                 if k.startswith(("judged/", "became/"))})  # fmt: skip
        for key in keys:
            kind, _slash, person = key.partition("/")
            if kind == "approval" and self.fact(key):
                at, digest, *_more = (*_listed(self.fact(key)), "", "")
                yield Approval(f"{self.id}/{person}", self.id, person, at, digest)

    def minutes_gone(self, keys: set[str]) -> Iterable[tuple[str, str]]:
        """Return (kind, id) of what the facts among ``keys`` no longer say."""
        for key in keys:
            kind, _slash, rest = key.partition("/")
            if kind == "decision" and not self.fact(key):
                yield "decision", rest
            elif kind == "approval" and not self.fact(key):
                yield "approval", f"{self.id}/{rest}"

    def _minutes(self) -> Minutes:
        said: Mapping[str, str] = {
            key: self.fact(f"minutes/{key}")
            for key in ("compiled", "finished", "finished_by", "correcting", "matter", "secrecy")
        }
        return Minutes(
            self.id, self._minutes_status(), **said, approvers=tuple(self._named("approver/")),
            official=tuple(_listed(self.fact("minutes/official"))),
        )  # fmt: skip

    def _minutes_status(self) -> str:
        """Return the state, which agrees with whether they are finished.

        Two who each took them to a state at once may have left another, and so may older programs
        ("dispatched", which entries tell now).
        """
        status, finished = self.fact("minutes/status"), bool(self.fact("minutes/finished"))
        if status in MINUTES_STATES and (status in MINUTES_CLOSED) == finished:
            return status
        return "finished" if finished else "draft"


def digest_of(passages: Iterable[Passage], findings: Iterable[Finding]) -> str:
    """Return a digest of what minutes say: the passages in sight, and the findings."""
    said = [f"{f.mark}\t{f.at}\t{f.id}\t{f.text}" for f in findings]
    for each in passages:
        if _says(each):
            parts = (each.section, each.order, each.id, each.text, each.manner, each.figure,
                     each.cells)  # fmt: skip
            said.append("\t".join(parts).rstrip("\t"))
    return _digest("\n".join(sorted(said)))


def hindrances_of(left: int, remarks: int, lacking: int) -> list[str]:
    """Return what stands in the way of finishing, each as a sentence, of how many there are."""
    found = (
        (left, "{n} note is neither carried over nor left out.",
         "{n} notes are neither carried over nor left out."),
        (remarks, "{n} remark of the fact check is open.",
         "{n} remarks of the fact check are open."),
        (lacking, "{n} person has not approved what the minutes say now.",
         "{n} persons have not approved what the minutes say now."),
    )  # fmt: skip
    return [count(one, many, n) for n, one, many in found if n]


def in_time(versions: Iterable[Version]) -> list[Version]:
    """Return versions in the order of their numbers, the first being version 1."""
    return sorted(versions, key=lambda v: (v.sort, v.id))


def is_whole(version: Version) -> bool:
    """Tell whether a version still reads as it was finished."""
    return _digest(version.kept) == version.digest


def _says(passage: Passage) -> bool:
    return bool(passage.text.strip() or passage.figure)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def _kept(*values: str) -> str:
    return json.dumps(values, ensure_ascii=False)


def _listed(text: str) -> list[str]:
    """Return the strings of a JSON list, or nothing where it is none."""
    try:
        found = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return []
    return [str(value) for value in found] if isinstance(found, list) else []
