"""Interview notes for analysis tools: a REFI-QDA project (.qdpx), https://www.qdasoftware.org.

Each session is a plain text, each note a selection in it, coded by theme, marks, group and manner.
Positions count Unicode code points from 0, the end being that after the last, as tools have it;
lines end with a line feed alone, else tools that read two characters as one count otherwise.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from qualityvisit.model.records import Note, Session, Visit
from qualityvisit.reports.box import zipped
from qualityvisit.reports.outline import clean, one_line
from qualityvisit.words import _

SCHEMA = "urn:QDA-XML:project:1.0"
_COLOURS = {
    "mark:strength": "#1B6638", "mark:development": "#874700", "mark:deficiency": "#9B1C1C",
    "mark:quote": "#4A3F9F", "mark:follow-up": "#A01F47",
}  # fmt: skip
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")


@dataclass(frozen=True, slots=True)
class AnalysisInput:
    """The notes of a visit in their order.

    ``codes`` are names by "theme:<id>", "mark:<mark>", "group:<id>" and "manner:<manner>", in the
    order in which they are shown. ``questions`` are what was asked, ``people`` the initials of who
    wrote; sessions have names.
    """

    visit: Visit
    sessions: Sequence[tuple[Session, str]]
    notes: Sequence[Note]
    manners: Mapping[str, str]  # by note
    codes: Mapping[str, str]
    questions: Mapping[str, str]
    people: Mapping[str, str]
    me: str  # person
    made: str


def write(given: AnalysisInput) -> bytes:
    """Return the project; the same notes give the same bytes."""
    from lxml import etree  # noqa: PLC0415 start-up time is measured

    texts = [_Text(given, session, name) for session, name in given.sessions]
    texts = [t for t in texts if t.notes]
    project = _Project(given, texts).tree()
    told = etree.tostring(project, xml_declaration=True, encoding="utf-8", pretty_print=True)
    sources = [(f"sources/{t.file}", t.text.encode()) for t in texts]
    return zipped([("project.qde", told), *sources])


def guid(*of: str) -> str:
    """Return the id that something has in every project that it stands in."""
    return str(uuid5(NAMESPACE_URL, "urn:quality-visit:" + "/".join(of)))


class _Text:
    """A session as a text, with where each of its notes stands."""

    def __init__(self, given: AnalysisInput, session: Session, name: str) -> None:
        self.session, self.name = session, one_line(name)
        self.guid = guid("session", session.id)
        self.file = f"{self.guid}.txt"
        self.text, self.notes = "", list[tuple[Note, int, int]]()
        asked = ""
        for note in given.notes:
            words = clean(note.text).strip("\n")
            if note.session != session.id or not words.strip():
                continue
            if note.question != asked and given.questions.get(note.question):
                self.text += one_line(given.questions[note.question]) + "\n\n"
            asked = note.question
            self.notes.append((note, len(self.text), len(self.text) + len(words)))
            self.text += words + "\n\n"


class _Project:
    """The project's description, in the order that its schema asks for."""

    def __init__(self, given: AnalysisInput, texts: Sequence[_Text]) -> None:
        self._given, self._texts = given, texts
        self._root: Any = None

    def tree(self) -> Any:  # noqa: ANN401 of lxml
        """Return it as a tree."""
        from lxml import etree  # noqa: PLC0415 start-up time is measured

        given = self._given
        name = " ".join(filter(None, (given.visit.title, given.visit.date)))
        self._root = etree.Element(f"{{{SCHEMA}}}Project", nsmap={None: SCHEMA})
        me = guid("person", given.me)
        self._tell(self._root, name=one_line(name), origin="Quality Visit", creatingUserGUID=me,
                   creationDateTime=_moment(given.made))  # fmt: skip
        self._users()
        self._codes()
        self._variables()
        self._cases()
        sources = self._add(self._root, "Sources")
        for text in self._texts:
            self._source(sources, text)
        return self._root

    def _add(self, parent: Any, tag: str, **values: str) -> Any:  # noqa: ANN401
        from lxml import etree  # noqa: PLC0415 start-up time is measured

        made = etree.SubElement(parent, f"{{{SCHEMA}}}{tag}")
        self._tell(made, **values)
        return made

    def _tell(self, element: Any, **values: str) -> None:  # noqa: ANN401
        for name, value in values.items():
            if value:
                element.set(name, value)

    def _users(self) -> None:
        given, users = self._given, self._add(self._root, "Users")
        authors = dict.fromkeys([given.me, *(n.author for n in given.notes if n.author)])
        for person in authors:
            self._add(users, "User", guid=guid("person", person),
                      name=one_line(given.people.get(person, "")) or "?")  # fmt: skip

    def _codes(self) -> None:
        codes = self._add(self._add(self._root, "CodeBook"), "Codes")
        heads = {"theme": _("Themes"), "mark": _("Marks"), "group": _("Groups"),
                 "manner": _("Manner")}  # fmt: skip
        for kind, words in heads.items():
            found = {k: v for k, v in self._given.codes.items() if k.startswith(f"{kind}:")}
            if not found:
                continue
            head = self._add(codes, "Code", guid=guid("codes", kind), name=words,
                             isCodable="false")  # fmt: skip
            for key, name in found.items():
                self._add(head, "Code", guid=guid("code", key), name=one_line(name) or "–",
                          isCodable="true", color=_COLOURS.get(key, ""))  # fmt: skip

    def _variables(self) -> None:
        variables = self._add(self._root, "Variables")
        for key, name in (("unit", _("Unit")), ("date", _("Day of the visit"))):
            self._add(variables, "Variable", guid=guid("variable", key), name=name,
                      typeOfVariable="Text" if key == "unit" else "Date")  # fmt: skip

    def _cases(self) -> None:
        given, cases = self._given, self._add(self._root, "Cases")
        for group in dict.fromkeys(t.session.group for t in self._texts):
            name = given.codes.get(f"group:{group}", "") if group else _("Without a group")
            case = self._add(cases, "Case", guid=guid("case", given.visit.id, group),
                             name=one_line(name))  # fmt: skip
            self._value(case, "unit", "TextValue", one_line(given.visit.title))
            self._value(case, "date", "DateValue", given.visit.date)
            for text in self._texts:
                if text.session.group == group:
                    self._add(case, "SourceRef", targetGUID=text.guid)

    def _value(self, case: Any, key: str, tag: str, value: str) -> None:  # noqa: ANN401
        if value:
            held = self._add(case, "VariableValue")
            self._add(held, "VariableRef", targetGUID=guid("variable", key))
            self._add(held, tag).text = value

    def _source(self, sources: Any, text: _Text) -> None:  # noqa: ANN401
        source = self._add(sources, "TextSource", guid=text.guid, name=text.name,
                           plainTextPath=f"internal://{text.file}",
                           creatingUser=guid("person", self._given.me),
                           creationDateTime=_moment(self._given.made))  # fmt: skip
        for note, start, end in text.notes:
            self._selection(source, note, start, end)

    def _selection(self, source: Any, note: Note, start: int, end: int) -> None:  # noqa: ANN401
        by = guid("person", note.author) if note.author else ""
        at = _moment(note.at)
        made = self._add(
            source, "PlainTextSelection", guid=guid("note", note.id),
            name=one_line(note.text)[:60], startPosition=str(start), endPosition=str(end),
            creatingUser=by, creationDateTime=at,
        )  # fmt: skip
        manner = self._given.manners.get(note.id, "")
        keys = [f"theme:{note.theme}", *(f"mark:{m}" for m in note.marks), f"group:{note.group}",
                f"manner:{manner}"]  # fmt: skip
        for key in (k for k in keys if k in self._given.codes):
            coding = self._add(made, "Coding", guid=guid("coding", note.id, key),
                               creatingUser=by, creationDateTime=at)  # fmt: skip
            self._add(coding, "CodeRef", targetGUID=guid("code", key))


def _moment(at: str) -> str:
    return at if _MOMENT.fullmatch(at) else ""
