"""Word templates to fill: by others, and our own changed as municipalities have theirs."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from qualityvisit.reports.docx.styles import shipped

OTHERS = ("cover-sheet", "legal", "letter")
SWEDISH = {
    "Heading1": "Rubrik1", "Heading2": "Rubrik2", "Heading3": "Rubrik3", "Title": "Rubrik",
    "ListBullet": "Punktlista", "ListNumber": "Numreradlista", "Quote": "Citat",
    "Header": "Sidhuvud", "Footer": "Sidfot", "Strong": "Stark", "TableNormal": "Normaltabell",
    "DefaultParagraphFont": "Standardstycketeckensnitt", "NoList": "Ingenlista",
    "TOCHeading": "Innehllsfrteckningsrubrik", "TOC1": "Innehll1", "TOC2": "Innehll2",
}  # fmt: skip


def other(data: Path, name: str) -> bytes:
    """Return a template that somebody else has made."""
    return (data / "templates" / f"{name}.docx").read_bytes()


def changed(change: Callable[[str, str], str], template: bytes = b"") -> bytes:
    """Return a template with each XML part changed by a function of its name and text."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(template or shipped())) as parts,
        zipfile.ZipFile(out, "w") as made,
    ):
        for name in parts.namelist():
            content = parts.read(name)
            if name.endswith((".xml", ".rels")):
                content = change(name, content.decode("utf-8")).encode("utf-8")
            made.writestr(name, content)
    return out.getvalue()


def in_part(part: str, old: str, new: str) -> Callable[[str, str], str]:
    """Return a change that replaces text in one part; it must be there."""

    def change(name: str, text: str) -> str:
        if name != part:
            return text
        assert old in text, old
        return text.replace(old, new)

    return change


def swedish() -> bytes:
    """Return a template as a Swedish Word saves it: other ids, few styles, Arial, on A5."""

    def change(name: str, text: str) -> str:
        for ours, theirs in SWEDISH.items():
            named = rf'((?:w:styleId|<w:(?:basedOn|next|link|[prt]\w*Style) w:val)=)"{ours}"'
            text = re.sub(named, rf'\1"{theirs}"', text)
        if name == "word/styles.xml":
            dropped = ("Aside", "Facts", "TableHeading", "TableText", "Rubrik3", "Citat", "Muted",
                       "FactLabel", "ReportTable", "Punktlista", "Hyperlink")  # fmt: skip
            for style in dropped:
                text = re.sub(rf'<w:style [^>]*w:styleId="{style}">.*?</w:style>', "", text)
            text = text.replace("Calibri", "Arial").replace("0F4C5C", "AA0055")
        if name == "word/document.xml":
            text = text.replace('w:w="11906" w:h="16838"', 'w:w="8391" w:h="11906"')
            text = text.replace('w:right="2041"', 'w:right="850"').replace(
                'w:left="1814"', 'w:left="850"')  # fmt: skip
        return text

    return changed(change)
