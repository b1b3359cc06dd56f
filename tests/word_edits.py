"""Minutes in Word, and what people do to them there: edits of the file's XML."""

import io
import subprocess
import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from lxml import etree

from qualityvisit import visit_record, word_back
from qualityvisit.model import records
from qualityvisit.workspace import Workspace
from tests import core

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LISTED = "Eleverna vill ha mer vuxna ute.\n- vid målen\n- vid bodarna\nDet säger alla."
TEXTS = {
    records.INTRO: ("Skolan har 412 elever.", "Nämnden bad gruppen lyssna efter studiero."),
    "pupils": ("Rasterna är långa och bråkiga.", LISTED),
    "staff": ("Rutinen når inte alltid vikarier.",),
    records.OBSERVATIONS: ("Korridorerna var lugna under hela förmiddagen.",),
    records.AGREED: ("Följande stämdes av med rektor.",),
}


class Minutes:
    """The minutes of a visit, and the Word file that was made of them."""

    def __init__(self, folder: Path) -> None:
        self.ws: Workspace = core.founded(folder / "profile")
        self.visit = self.ws.plan_visit(self.ws.all(records.Unit)[0].id, date="2028-04-03")
        self.document = self.ws.visit(self.visit)
        theme = self.ws.guide_parts(self.ws.guides()[0].id)[0][0].id
        self.places = {key: key if key not in ("pupils", "staff") else f"group:{key}/{theme}"
                       for key in TEXTS}  # fmt: skip
        self.ids: list[str] = []
        for key, texts in TEXTS.items():
            for text in texts:
                self.ids.append(self.document.add_passage(self.places[key], text))
        self.document.add_finding(records.STRENGTH, "Lugna korridorer.")
        self.ws.settle()
        self.file = visit_record.minutes_file(self.ws, self.visit, "docx")

    def texts(self) -> dict[str, tuple[str, ...]]:
        """Return what stands in each section that has words."""
        self.ws.settle()
        view = self.ws.minutes(self.visit)
        return {s.key: tuple(p.text for p in s.passages) for s in view.sections if s.passages}

    def text(self, number: int) -> str:
        """Return what a passage says, of those that were first."""
        return str(self.document.text(self.ids[number]))

    def read(self, file: bytes) -> word_back.Returned:
        """Return what a file changes."""
        return word_back.read_back(self.ws, file)

    def told(self, file: bytes) -> list[tuple[str, str, str]]:
        """Return kind, section and new words of each change."""
        names = {v: k for k, v in self.places.items()}
        return [(c.kind, names.get(c.section, c.section), c.new or f"-{c.old}")
                for c in self.read(file).changes]  # fmt: skip

    def take(self, file: bytes) -> int:
        """Take in all that is usual."""
        found = self.read(file)
        usual = [n for n, c in enumerate(found.changes) if word_back.usual(c)]
        return word_back.take_back(self.ws, found, usual)


# --- edits


def edited(file: bytes, *changes: Callable[[Any], object], comments: str = "") -> bytes:
    """Return a file whose body was changed by functions of its body element."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as parts, zipfile.ZipFile(out, "w") as made:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "word/document.xml":
                tree = etree.fromstring(content)
                for change in changes:
                    change(tree.find(f"{W}body"))
                content = etree.tostring(tree)
            elif comments and name == "[Content_Types].xml":
                kind = ("application/vnd.openxmlformats-officedocument.wordprocessingml"
                        ".comments+xml")  # fmt: skip
                new = f'<Override PartName="/word/comments.xml" ContentType="{kind}"/></Types>'
                content = content.replace(b"</Types>", new.encode())
            elif comments and name == "word/_rels/document.xml.rels":
                kind = (
                    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
                )
                new = (
                    f'<Relationship Id="rIdC" Type="{kind}" Target="comments.xml"/></Relationships>'
                )
                content = content.replace(b"</Relationships>", new.encode())
            made.writestr(name, content)
        if comments:
            made.writestr(
                "word/comments.xml", f'<w:comments xmlns:w="{W[1:-1]}">{comments}</w:comments>'
            )
    return out.getvalue()


def found(body: Any, words: str) -> Any:
    """Return the paragraph that holds these words."""
    return next(p for p in body.iter(f"{W}p")
                if words in "".join(t.text or "" for t in p.iter(f"{W}t")))  # fmt: skip


def reword(words: str, instead: str) -> Callable[[Any], None]:
    """Put other words in place of some, as one who types over them."""

    def change(body: Any) -> None:
        text = next(t for t in body.iter(f"{W}t") if words in (t.text or ""))
        text.text = (text.text or "").replace(words, instead)

    return change


def drop(words: str) -> Callable[[Any], None]:
    """Take a paragraph away, with its bookmarks."""
    return lambda body: found(body, words).getparent().remove(found(body, words))


def move(words: str, behind: str) -> Callable[[Any], None]:
    """Move a paragraph behind another."""

    def change(body: Any) -> None:
        paragraph = found(body, words)
        paragraph.getparent().remove(paragraph)
        found(body, behind).addnext(paragraph)

    return change


def add(words: str, behind: str) -> Callable[[Any], None]:
    """Write a new paragraph behind another."""

    def change(body: Any) -> None:
        made = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:t>{words}</w:t></w:r></w:p>')
        found(body, behind).addnext(made)

    return change


def unmark(body: Any) -> None:
    """Take all bookmarks away, as some web editors do."""
    for each in list(body.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        each.getparent().remove(each)


def split(rest: str) -> Callable[[Any], None]:
    """Part a paragraph before ``rest``: its bookmark ends in the second half."""

    def change(body: Any) -> None:
        first = found(body, rest)
        second = deepcopy(first)
        for each in list(second.iter(f"{W}bookmarkStart")):
            each.getparent().remove(each)
        for each in list(first.iter(f"{W}bookmarkEnd")):
            each.getparent().remove(each)
        whole = "".join(t.text or "" for t in first.iter(f"{W}t"))
        next(first.iter(f"{W}t")).text = whole[: whole.index(rest)]
        next(second.iter(f"{W}t")).text = rest
        first.addnext(second)

    return change


def track(words: str, instead: str) -> Callable[[Any], None]:
    """Replace words as a tracked change."""

    def change(body: Any) -> None:
        run = next(r for r in body.iter(f"{W}r") if words in "".join(r.itertext()))
        text = "".join(run.itertext())
        before, after = text.split(words, 1)
        by = 'w:id="901" w:author="Rut Rektor" w:date="2028-04-20T10:00:00Z"'
        space = 'xml:space="preserve"'
        made = etree.fromstring(
            f'<w:x xmlns:w="{W[1:-1]}"><w:r><w:t {space}>{before}</w:t></w:r>'
            f"<w:del {by}><w:r><w:delText {space}>{words}</w:delText></w:r></w:del>"
            f"<w:ins {by.replace('901', '902')}><w:r><w:t {space}>{instead}</w:t></w:r></w:ins>"
            f"<w:r><w:t {space}>{after}</w:t></w:r></w:x>"
        )
        parent, at = run.getparent(), run.getparent().index(run)
        parent.remove(run)
        parent[at:at] = list(made)

    return change


def join(words: str) -> Callable[[Any], None]:
    """Take a paragraph's end away as a tracked change: it goes on in the next."""

    def change(body: Any) -> None:
        properties = found(body, words).find(f"{W}pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            found(body, words).insert(0, properties)
        by = f'xmlns:w="{W[1:-1]}" w:id="903" w:author="Rut Rektor"'
        properties.append(etree.fromstring(f"<w:rPr xmlns:w='{W[1:-1]}'><w:del {by}/></w:rPr>"))

    return change


def remark(words: str) -> Callable[[Any], None]:
    """Set comment 7 at a paragraph's words."""

    def change(body: Any) -> None:
        run = next(r for r in body.iter(f"{W}r") if words in "".join(r.itertext()))
        names = f'xmlns:w="{W[1:-1]}" w:id="7"'
        run.addprevious(etree.fromstring(f"<w:commentRangeStart {names}/>"))
        run.addnext(etree.fromstring(
            f'<w:r xmlns:w="{W[1:-1]}"><w:commentReference w:id="7"/></w:r>'))  # fmt: skip
        run.addnext(etree.fromstring(f"<w:commentRangeEnd {names}/>"))

    return change


COMMENT = (
    '<w:comment w:id="7" w:author="Rut Rektor" w:date="2028-04-20T10:00:00Z" w:initials="RR">'
    "<w:p><w:r><w:t>Är det verkligen så?</w:t></w:r></w:p></w:comment>"
)


# --- other programs


def converted(soffice: str, folder: Path, kind: str, *files: Path) -> list[Path]:
    """Let LibreOffice read files and write them anew as another kind."""
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    out = folder / f"as-{kind}"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", kind, "--outdir", out, *files],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return [out / f"{file.stem}.{kind.partition(':')[0]}" for file in files]
