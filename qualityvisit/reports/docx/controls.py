"""The content controls of a template: what each is for, filling them, and where the text goes."""

import re
from collections.abc import Iterator
from functools import cache

from qualityvisit.reports.docx.package import Element, Package, W
from qualityvisit.settings import RESOURCES

CONTENT = "content"
MARK = "{{content}}"
_BOUND = {":title[": "title", ":creator[": "author"}  # Word's own controls for properties
_NUMBERED = re.compile(r"(dnr|diarienr|diarienummer)\W*$", re.IGNORECASE)
_DRAWN = (f"{W}drawing", f"{W}pict", f"{W}object", f"{W}fldSimple", f"{W}instrText", f"{W}sym")


@cache
def tags() -> dict[str, str]:
    """Return what a control is for by what it may be called: its tag or its title in Word."""
    lines = (RESOURCES / "templates" / "tags.txt").read_text(encoding="utf-8").splitlines()
    told = (line.partition(" =") for line in lines)
    return {word: tag for tag, _equals, words in told
            for word in (tag, *(w.strip() for w in words.split(",") if w.strip()))}  # fmt: skip


def controls(story: Element) -> Iterator[tuple[Element, str, str]]:
    """Yield each content control with what it is for, "" where nobody knows, and its own name."""
    for control in story.iter(f"{W}sdt"):
        told = [str(e.get(f"{W}val", "")) for name in ("tag", "alias")
                for e in control.findall(f"{W}sdtPr/{W}{name}")]  # fmt: skip
        known = [tags()[t.strip().casefold()] for t in told if t.strip().casefold() in tags()]
        bound = control.find(f"{W}sdtPr/{W}dataBinding")
        if not known and bound is not None:
            path = str(bound.get(f"{W}xpath", ""))
            known = [tag for sign, tag in _BOUND.items() if sign in path]
        yield control, (known[0] if known else ""), next(filter(None, told), "")


def fill(package: Package, values: dict[str, str]) -> set[str]:
    """Fill the controls of body, headers and footers; return the tags that stood in the body.

    In a header or footer a control without a value goes, and so do emptied lines.
    """
    for _name, story in package.stories():
        for control, tag, _called in list(controls(story)):
            _fill_or_drop(control, tag, values)
    body = list(controls(package.body))
    for control, tag, _called in body:
        if tag != CONTENT:
            _fill(control, _value(control, tag, values))
    return {tag for _control, tag, _called in body}


def _value(control: Element, tag: str, values: dict[str, str]) -> str | None:
    """Return what a control is to say, None where that is not ours to say."""
    if tag == "registry-number" and _NUMBERED.search(_before(control)):
        return values["number"]
    return values.get(tag)


def _fill_or_drop(control: Element, tag: str, values: dict[str, str]) -> None:
    """Fill a control; one without a value goes, with its line if that is empty then."""
    value, line = _value(control, tag, values), control.getparent()
    if value == "" and control.find(f"{W}sdtContent/{W}tc") is None:
        line.remove(control)
        home = line.getparent()
        if line.tag == f"{W}p" and _is_empty(line) and len(home.findall(f"{W}p")) > 1:
            home.remove(line)
    else:
        _fill(control, value)


def _is_empty(line: Element) -> bool:
    words = any((t.text or "").strip() for t in line.iter(f"{W}t"))
    return not words and next(line.iter(*_DRAWN), None) is None


def place(body: Element) -> tuple[Element, int] | None:
    """Take the insertion mark away; return where it stood, or None where there is none."""
    mark = _mark(body)
    if mark is None:
        return None
    parent = mark.getparent()
    at = parent.index(mark)
    if mark.tag == f"{W}sdt" and (cell := mark.find(f"{W}sdtContent/{W}tc")) is not None:
        parent[at] = cell  # the control held a cell: the text goes into that
        for each in cell.findall(f"{W}p"):
            cell.remove(each)
        return cell, len(cell)
    section = mark.find(f".//{W}pPr/{W}sectPr")
    if section is not None:  # the last paragraph of a section holds how its pages look
        parent.insert(at + 1, _ending(section))
    parent.remove(mark)
    return parent, at


def _ending(section: Element) -> Element:
    paragraph = section.makeelement(f"{W}p", {})
    properties = paragraph.makeelement(f"{W}pPr", {})
    properties.append(section)
    paragraph.append(properties)
    return paragraph


def has_mark(body: Element) -> bool:
    """Tell whether the template says where the text goes."""
    return _mark(body) is not None


def _mark(body: Element) -> Element | None:
    """Return the control, or the paragraph, in whose place the text goes."""
    for control, tag, _called in controls(body):
        if tag == CONTENT:
            inline = control.getparent()
            while inline.tag not in (f"{W}body", f"{W}tc", f"{W}tr", f"{W}sdtContent", f"{W}p"):
                inline = inline.getparent()
            return inline if inline.tag == f"{W}p" else control
    for paragraph in body.iter(f"{W}p"):
        if "".join(t.text or "" for t in paragraph.iter(f"{W}t")).strip() == MARK:
            return paragraph
    return None


def _fill(control: Element, value: str | None) -> None:
    properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
    if value is None or content is None:
        return
    for name in ("dataBinding", "showingPlcHdr", "placeholder", "temporary"):
        for each in properties.findall(f"{W}{name}"):
            properties.remove(each)  # else Word would write its own words over ours
    for each in properties.findall(f"{W}date"):
        each.attrib.pop(f"{W}fullDate", None)
    _write(content, value)


def _before(control: Element) -> str:
    """Return the words before a control in its paragraph."""
    words = ""
    for each in control.itersiblings(preceding=True):
        words = "".join(t.text or "" for t in each.iter(f"{W}t")) + words
    return words.replace("\u00a0", " ").rstrip()


def _write(content: Element, value: str) -> None:
    texts = list(content.iter(f"{W}t"))
    if not texts:
        run = next(content.iter(f"{W}r"), None)
        if run is None:
            paragraph = next(content.iter(f"{W}p"), None)
            home = content if paragraph is None else paragraph
            run = home.makeelement(f"{W}r", {})
            home.append(run)
        texts = [run.makeelement(f"{W}t", {})]
        run.append(texts[0])
    for text in texts:
        text.text = ""
        for style in text.getparent().findall(f"{W}rPr/{W}rStyle"):
            if "plac" in str(style.get(f"{W}val", "")).casefold():  # grey, for what to write here
                style.getparent().remove(style)
    texts[0].text = value
    texts[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
