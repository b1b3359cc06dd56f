"""The page by which people read an archive box in any browser, without a network."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from qualityvisit.reports import html
from qualityvisit.reports.box import LIST, SUMS, Part, digest
from qualityvisit.reports.box_chapters import Chapter
from qualityvisit.settings import RESOURCES
from qualityvisit.words import _, language

_FOLDER = RESOURCES / "box"


def page(
    title: str, facts: Mapping[str, str], told: Sequence[Chapter], files: Sequence[Part]
) -> bytes:
    """Return the page of a box that holds these files beside it."""
    style = (_FOLDER / "page.css").read_text("utf-8")
    script = (_FOLDER / "check.js").read_text("utf-8")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}';"
        " base-uri 'none'; form-action 'none'"
    )
    chapters = [(c.key, c.title) for c in told]
    chapters += [("files", _("The files")), ("checking", _("Check the box"))]
    return "\n".join((
        "<!DOCTYPE html>",
        f'<html lang="{language()}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{escape(title)}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        f'<a class="skip" href="#content">{escape(_("To the contents"))}</a>',
        f"<header><h1>{html.safe(title)}</h1>{_facts(facts)}</header>",
        _contents(chapters),
        '<main id="content">',
        *map(_chapter, told),
        _files(files),
        _checking(),
        "</main>",
        f"<script>{script}</script>",
        "</body>",
        "</html>",
        "",
    )).encode()  # fmt: skip


def _hash(text: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _facts(facts: Mapping[str, str]) -> str:
    rows = "".join(
        f"<div><dt>{html.safe(name)}</dt><dd>{html.safe(value)}</dd></div>"
        for name, value in facts.items() if value
    )  # fmt: skip
    return f"<dl>{rows}</dl>"


def _contents(chapters: Iterable[tuple[str, str]]) -> str:
    items = "".join(f'<li><a href="#{k}">{html.safe(title)}</a></li>' for k, title in chapters)
    words = escape(_("Contents"))
    return f'<nav aria-label="{words}"><h2>{words}</h2><ol>{items}</ol></nav>'


def _chapter(chapter: Chapter) -> str:
    inner = html.body(chapter.blocks, 3)
    if chapter.folded:
        inner = f"<details><summary>{escape(_('Show'))}</summary>{inner}</details>"
    return f'<section id="{chapter.key}"><h2>{html.safe(chapter.title)}</h2>{inner}</section>'


def _files(files: Sequence[Part]) -> str:
    rows = "".join(
        f'<tr><th scope="row"><a href="{escape(f.name)}">{html.safe(f.name)}</a></th>'
        f"<td>{html.safe(f.about)}</td><td>{len(f.data)}</td>"
        f"<td><code>{digest(f.data)}</code></td></tr>"
        for f in sorted(files, key=lambda f: f.name)
    )
    head = (_("File"), _("What it is"), _("Bytes"), "SHA-256")
    cells = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    name = escape(_("The files"))
    lists = " ".join(f'<a href="{each}">{each}</a>' for each in (LIST, SUMS))
    return (
        f'<section id="files"><h2>{name}</h2><p>{lists}</p>'
        f'<div class="wide" tabindex="0" role="region" aria-label="{name}"><table>'
        f"<caption>{name}</caption><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table>"
        "</div></section>"
    )


def _checking() -> str:
    intro = _("Every file stands in {manifest} with its size and its SHA-256. If one byte of a file"
              " is other than it was, its SHA-256 is another too.", manifest=LIST)  # fmt: skip
    choose = _("Choose the folder that the box was unpacked in")
    words = {
        "whole": _("All files are as the manifest says: {n}."),
        "changed": _("Changed: {file}"),
        "missing": _("Missing: {file}"),
        "added": _("Not of the box: {file}"),
        "none": _("There is no manifest in this folder."),
        "seal": _("The seal of this box: {seal}"),
        "unable": _("This browser cannot check. Use one of the commands above."),
        "busy": _("Checking …"),
    }
    told = "".join(f' data-{key}="{escape(text)}"' for key, text in words.items())
    seal = _(
        "The seal is the SHA-256 of {manifest}. It stands for the whole box, was told when the box"
        " was made and cannot stand in the box itself. Keep it apart, such as in the case system:"
        " whoever could make the whole box anew could make new lists and a new page too. So believe"
        " a command of your own computer, and the seal that you have, before this page.",
        manifest=LIST,
    )
    return (
        f'<section id="checking"><h2>{escape(_("Check the box"))}</h2><p>{escape(intro)}</p>'
        f"<p>{escape(_('On Linux or macOS, in the folder:'))} <code>sha256sum -c {SUMS}</code> "
        f"<code>shasum -a 256 -c {SUMS}</code></p>"
        f"<p>{escape(_('On Windows, in PowerShell, then compare with the list above:'))} "
        "<code>Get-ChildItem -Recurse -File | Get-FileHash -Algorithm SHA256</code></p>"
        f'<p class="check"><label for="folder">{escape(choose)}</label> '
        '<input id="folder" type="file" multiple webkitdirectory></p>'
        f'<div id="said" role="status"{told}></div>'
        f"<h3>{escape(_('The seal'))}</h3><p>{escape(seal)}</p></section>"
    )
