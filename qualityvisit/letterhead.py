"""The municipality's own Word template, and every report as a file in it: one way for all."""

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from qualityvisit.errors import BadInput
from qualityvisit.words import _
from qualityvisit.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qualityvisit.reports.outline import Outline
    from qualityvisit.reports.template import Findings

_KEPT, _NAME = "template", "template.name"  # settings: the file in base64, and what it is called


def template(ws: Workspace) -> bytes:
    """Return the municipality's own template, b"" where the program's is used."""
    try:
        return b64decode(ws.register.setting(_KEPT), validate=True)
    except ValueError:
        return b""


def template_name(ws: Workspace) -> str:
    """Return what the template's file is called, "" where the program's is used."""
    return ws.register.setting(_NAME) if ws.register.setting(_KEPT) else ""


def check_template(data: bytes) -> "Findings":
    """Return what is missing or wrong in a template."""
    from qualityvisit.reports.template import check  # noqa: PLC0415 start-up time is measured

    return check(data)


def set_template(ws: Workspace, data: bytes, name: str) -> "Findings":
    """Let all reports be written in a template; return what was found in it.

    Raise BadInput where it cannot be used, and NotAllowed.
    """
    found = check_template(data)
    for each in found.findings:
        if not found.usable:
            raise BadInput(each.what, f"{each.advice} {_('Nothing was changed.')}".strip())
    with ws.register.change():
        ws.register.set_fact(_KEPT, b64encode(data).decode())
        ws.register.set_fact(_NAME, name)
    return found


def clear_template(ws: Workspace) -> None:
    """Go back to the program's own template. Raise NotAllowed."""
    with ws.register.change():
        ws.register.set_fact(_KEPT, "")
        ws.register.set_fact(_NAME, "")


def file_of(ws: Workspace, outline: "Outline", kind: str) -> bytes:
    """Return an outline as the bytes of a "docx" or "pdf" file, in the template in use."""
    return in_template(template(ws), outline, kind)


def in_template(data: bytes, outline: "Outline", kind: str) -> bytes:
    """Return an outline as a file in a template, b"" for the program's own. Raise BadInput."""
    from qualityvisit.reports import docx, pdf  # noqa: PLC0415 start-up time is measured
    from qualityvisit.reports.docx.package import NotWord  # noqa: PLC0415 as above
    from qualityvisit.reports.look import SHIPPED  # noqa: PLC0415 as above
    from qualityvisit.reports.template_look import look_of  # noqa: PLC0415 as above

    try:
        look = look_of(data, outline) if data else SHIPPED
        if kind == "docx":
            return docx.write(outline, template=data, look=look)
        return pdf.write(outline, look=look)
    except NotWord as problem:
        raise BadInput(
            _("The municipality's template cannot be read."),
            _("Choose it anew in the settings, or go back to the program's own."),
        ) from problem


def fitting(ws: Workspace, pages: int, rooms: "Iterable[Outline]") -> "Outline":
    """Return the first report that has so few pages, or the last."""
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 seldom needed

    made = None
    for made in rooms:
        if len(pypdfium2.PdfDocument(file_of(ws, made, "pdf"))) <= pages:
            break
    assert made is not None, "no room was given"
    return made
