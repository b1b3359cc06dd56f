"""A municipality's own Word template: what is right with it, and what is missing or wrong."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from qualityvisit.reports.docx.controls import CONTENT, MARK, controls, has_mark
from qualityvisit.reports.docx.package import (
    MAIN,
    OLE,
    TEMPLATE,
    TORN,
    Element,
    NotWord,
    Package,
    W,
)
from qualityvisit.reports.docx.styles import Numbering, Styles
from qualityvisit.reports.look import family_of
from qualityvisit.reports.template_look import fonts_of, logo_of, story_lines
from qualityvisit.words import _, listing

MOST = 1024 * 1024  # bytes: all who share get a copy
STOPS, WARNS, TELLS = "stops", "warns", "tells"  # of a finding

_FONTS = ("calibri", "carlito", "arial", "helvetica", "liberation sans", "times new roman",
          "liberation serif")  # fmt: skip
_STRICT = b"purl.oclc.org/ooxml"
_HEADINGS = ("Heading1", "Heading2", "Heading3")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found: it STOPS the template from being used, WARNS or only TELLS."""

    weight: str
    what: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found in a template, the heaviest first."""

    findings: tuple[Finding, ...]
    filled: tuple[str, ...] = ()  # the tags that will be filled

    @property
    def usable(self) -> bool:
        """Whether reports can be written with it."""
        return all(f.weight != STOPS for f in self.findings)


def check(data: bytes) -> Findings:
    """Return what is missing or wrong in a template."""
    stop = _stopped(data)
    if stop is not None:
        return Findings((stop,))
    try:
        return _looked_through(Package(data))
    except (NotWord, LookupError, ValueError, TypeError, AttributeError):
        return Findings((_not_word(data),))  # XML that is no Word breaks anywhere


def _looked_through(package: Package) -> Findings:
    if not package.type.startswith((MAIN, TEMPLATE)) or _has_macros(package):
        return Findings((
            Finding(STOPS, _("The template holds macros, or is not a Word document."),
                    _("Save it as a Word document (.docx) or a Word template (.dotx).")),
        ))  # fmt: skip
    found = [*_place(package), *_fields(package), *_left_over(package), *_looks(package)]
    found.sort(key=lambda f: (STOPS, WARNS, TELLS).index(f.weight))
    Numbering(package, Styles(package, own=True)).heading(1)
    return Findings(tuple(found), tuple(sorted(_tags(package))))


def _stopped(data: bytes) -> Finding | None:
    if len(data) > MOST:
        return Finding(
            STOPS, _("The template is larger than 1 MB."),
            _("All who share get a copy of it. Make the pictures in it smaller: in Word, choose"
              " Compress Pictures."),
        )  # fmt: skip
    if not data.startswith(OLE):
        return None
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Finding(STOPS, _("The template is protected by a password."),
                       _("Take the password away in Word, and save it anew."))  # fmt: skip
    return Finding(STOPS, _("The template is in an old format (.doc or .dot)."),
                   _("Open it in Word and save it as .docx or .dotx."))  # fmt: skip


def _not_word(data: bytes) -> Finding:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            strict = _STRICT in packed.read("_rels/.rels")
    except TORN:
        strict = False
    if strict:
        return Finding(STOPS, _("The template is saved as Strict Open XML."),
                       _("Choose Word Document (.docx) when you save it."))  # fmt: skip
    return Finding(STOPS, _("The file is no Word document that can be read."),
                   _("Open it in Word and save it as .docx or .dotx."))  # fmt: skip


def _has_macros(package: Package) -> bool:
    return any(name.casefold().endswith("vbaproject.bin") for name in package.names)


# --- Where the text goes


def _place(package: Package) -> Iterator[Finding]:
    if not has_mark(package.body):
        yield Finding(
            WARNS, _("Nothing says where the text of the report goes: it is put last."),
            _("Write {mark} on a line of its own, or insert a content control with the tag"
              " “content”.", mark=MARK),
        )  # fmt: skip
    kept = " ".join(" ".join(_text(p).split()) for p in package.body.iter(f"{W}p")
                    if not _in_control(p)).replace(MARK, " ").split()  # fmt: skip
    if kept:
        words = " ".join(kept)
        shown = words if len(words) <= 80 else words[:79] + "…"
        yield Finding(TELLS, _("The template's own text stays in every report: “{words}”",
                               words=shown))  # fmt: skip


def _in_control(paragraph: Element) -> bool:
    return any(each.tag == f"{W}sdt" for each in paragraph.iterancestors())


def _text(paragraph: Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter(f"{W}t")
                   if not any(e.tag == f"{W}sdt" for e in t.iterancestors()))  # fmt: skip


# --- What is filled in


def _stories(package: Package) -> list[Element]:
    return [story for _name, story in package.stories()]


def _tags(package: Package) -> set[str]:
    return {tag for story in (package.body, *_stories(package))
            for _c, tag, _called in controls(story) if tag}  # fmt: skip


def _fields(package: Package) -> Iterator[Finding]:
    stories, there = _stories(package), _tags(package)
    unknown = {called for story in (package.body, *stories) for control, tag, called
               in controls(story) if called and not tag and not _is_part(control)}  # fmt: skip
    if unknown:
        yield Finding(
            TELLS, _("The program does not fill in: {names}.", names=listing(sorted(unknown))),
            _("They stay as they are. Take them away, or give them a tag that is known."),
        )  # fmt: skip
    if "mark" not in there:
        yield Finding(
            WARNS, _("Drafts will not say that they are working material."),
            _("Insert a content control with the tag “mark” in the header."),
        )  # fmt: skip
    if "secrecy" not in there:
        yield Finding(
            TELLS, _("A secrecy mark has no place."),
            _("Insert a content control with the tag “secrecy” in the header."),
        )  # fmt: skip
    if "registry-number" not in there:
        yield Finding(
            WARNS, _("The registry number stands only among the facts at the beginning."),
            _("Insert a content control with the tag “registry-number” in the header."),
        )  # fmt: skip
    if not any(_has_page(story) for story in stories):
        yield Finding(WARNS, _("The pages have no numbers."),
                      _("Insert a page number in the footer."))  # fmt: skip


def _is_part(control: Element) -> bool:
    kinds = ("docPartObj", "docPartList", "checkBox", "picture")
    return any(control.find(f"{W}sdtPr/{W}{kind}") is not None for kind in kinds)


def _has_page(story: Element) -> bool:
    told = [str(f.get(f"{W}instr", "")) for f in story.iter(f"{W}fldSimple")]
    told += [i.text or "" for i in story.iter(f"{W}instrText")]
    return any("PAGE" in text.split() for text in told)


# --- What should not be there


def _left_over(package: Package) -> Iterator[Finding]:
    if (
        next(package.body.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"), None)
        is not None
    ):
        yield Finding(
            WARNS, _("The template has tracked changes, which would stand in every report."),
            _("Accept or reject them in Word, and save it anew."),
        )  # fmt: skip
    if next(package.body.iter(f"{W}commentReference"), None) is not None:
        yield Finding(WARNS, _("The template has comments, which would stand in every report."),
                      _("Take them away in Word, and save it anew."))  # fmt: skip
    settings = package.part("settings")
    locked = settings.find(f"{W}documentProtection") if settings is not None else None
    if locked is not None and locked.get(f"{W}enforcement", "0") in ("1", "true", "on"):
        yield Finding(WARNS, _("The template is locked for editing, and so will the reports be."),
                      _("Choose Stop Protection in Word, and save it anew."))  # fmt: skip


# --- How it looks


def _looks(package: Package) -> Iterator[Finding]:
    styles = Styles(package, own=True)
    if missing := [key[-1] for key in _HEADINGS if not styles.has(key)]:
        yield Finding(
            TELLS, _("The template has no style for headings of level {levels}: ours is used.",
                     levels=listing(missing)),
        )  # fmt: skip
    odd = [name for name in fonts_of(package, styles) if name.casefold() not in _FONTS]
    if odd:
        instead = {"LiberationSans": "Arial", "LiberationSerif": "Times"}.get(
            family_of(odd[0]), "Calibri"
        )
        yield Finding(
            TELLS, _("The PDF cannot be set in {fonts}: a font like {font} is used there.",
                     fonts=listing(odd), font=instead),
        )  # fmt: skip
    drawn, readable = logo_of(package)
    if drawn and readable is None:
        yield Finding(TELLS, _("The picture in the header is not shown in the PDF."),
                      _("Insert it as PNG or JPEG."))  # fmt: skip
    if not any(any(story_lines(story)) for story in _stories(package)) and not drawn:
        yield Finding(TELLS, _("Header and footer are empty."))


def tag_words() -> list[tuple[str, str]]:
    """Return the tags that a template may have, with what each is filled with."""
    return [
        (CONTENT, _("The text of the report goes here")),
        ("title", _("Title")),
        ("kind", _("What sort of document it is")),
        ("municipality", _("Municipality")),
        ("committee", _("The committee")),
        ("registry-number", _("Registry number")),
        ("mark", _("“Working material” while it is a draft")),
        ("secrecy", _("Secrecy mark")),
        ("version", _("Which version it is")),
        ("date", _("The day when it was written")),
        ("author", _("Drawn up by")),
    ]
