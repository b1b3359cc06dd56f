"""A Word file as its parts: XML and bytes by name, what each is, and what they refer to."""

import io
import posixpath
import zipfile
import zlib
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

Element = Any  # lxml's elements, whose stubs differ between versions

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NAMESPACES = {
    "w": W[1:-1],
    "r": R[1:-1],
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
DECLARED = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEMPLATE = MAIN.replace("document.main", "template.main")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file can name
MOST_UNPACKED = 60 * 1024 * 1024  # bytes of all parts together

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_OFFICE = R[1:-1]
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
# Streams that a file protected by a password has, since it is an OLE container and no zip file.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# What a packed file that is torn raises, in its many places.
TORN = (zipfile.BadZipFile, zlib.error, LookupError, EOFError, OSError, RuntimeError, ValueError)


class NotWord(ValueError):
    """What was given is no Word file that can be read."""


class Package:
    """The parts of a Word file. Raise NotWord for what is none."""

    def __init__(self, data: bytes) -> None:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                    raise NotWord("too large")
                self._parts = {n: packed.read(n) for n in packed.namelist() if n[-1:] != "/"}
            self._trees: dict[str, Element] = {}
            self._types = self.tree("[Content_Types].xml")
            self.main = self._follow("", f"{_OFFICE}/officeDocument")
            self.type = self._type_of(self.main)
            self.document = self.tree(self.main)
        except (*TORN, etree.XMLSyntaxError) as problem:
            raise NotWord(str(problem)) from problem
        self.body = self.document.find(f"{W}body")
        if self.body is None:
            raise NotWord("no body")

    # --- parts

    @property
    def names(self) -> list[str]:
        """The names of all parts."""
        return list(self._parts)

    def bytes_of(self, name: str) -> bytes:
        """Return a part as it came."""
        return self._parts[name]

    def tree(self, name: str) -> Element:
        """Return a part as XML; what is changed in it is saved."""
        if name not in self._trees:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            self._trees[name] = etree.fromstring(self._parts[name], parser)
        return self._trees[name]

    def part(self, kind: str, empty: str = "") -> Element:
        """Return the document's part of a kind, as "styles"; else made of ``empty``, or None."""
        name = self._follow(self.main, f"{_OFFICE}/{kind}")
        if name not in self._parts:
            if not empty:
                return None
            name = posixpath.join(posixpath.dirname(self.main), f"{kind}.xml")
            self.add(name, f"{_WORD}{kind}+xml", empty.encode())
            self.relate(self.main, f"{_OFFICE}/{kind}", name)
        return self.tree(name)

    def stories(self) -> list[tuple[str, Element]]:
        """Return the name and the XML of each header and footer that the document refers to."""
        kinds = (f"{_OFFICE}/header", f"{_OFFICE}/footer")
        found = [n for t, n, _i in self.related(self.main) if t in kinds and n in self._parts]
        return [(name, self.tree(name)) for name in dict.fromkeys(found)]

    def add(self, name: str, kind: str, data: bytes) -> None:
        """Add a part of a type, or replace it."""
        self._parts[name] = data
        self._trees.pop(name, None)
        self._set_type(name, kind)

    def drop(self, name: str) -> None:
        """Remove a part and what says of which type it is."""
        self._parts.pop(name, None)
        self._trees.pop(name, None)
        for each in self._types.findall(f"{_TYPES}Override"):
            if each.get("PartName") == f"/{name}":
                self._types.remove(each)

    def _set_type(self, name: str, kind: str) -> None:
        for each in self._types.findall(f"{_TYPES}Override"):
            if each.get("PartName") == f"/{name}":
                each.set("ContentType", kind)
                return
        etree.SubElement(self._types, f"{_TYPES}Override", PartName=f"/{name}", ContentType=kind)

    def _type_of(self, name: str) -> str:
        for each in self._types.findall(f"{_TYPES}Override"):
            if each.get("PartName", "").lstrip("/").casefold() == name.casefold():
                return str(each.get("ContentType"))
        return ""

    # --- what parts refer to

    def related(self, part: str) -> list[tuple[str, str, str]]:
        """Return type, target and id of what a part refers to; "" is the package itself."""
        name = _rels_name(part)
        if name not in self._parts:
            return []
        folder = posixpath.dirname(part)
        return [
            (str(r.get("Type")), str(r.get("Target")) if r.get("TargetMode") == "External"
             else _resolved(folder, str(r.get("Target"))), str(r.get("Id")))
            for r in self.tree(name).findall(f"{_RELS}Relationship")
        ]  # fmt: skip

    def relate(self, part: str, kind: str, target: str, *, outside: bool = False) -> str:
        """Let a part refer to another, or to an address ``outside``; return the id."""
        name = _rels_name(part)
        if name not in self._parts:
            self.add(name, "application/vnd.openxmlformats-package.relationships+xml",
                     f'<Relationships xmlns="{_RELS[1:-1]}"/>'.encode())  # fmt: skip
        known, number = {i for _t, _n, i in self.related(part)}, 1
        while (made := f"rIdQv{number}") in known:
            number += 1
        to = target if outside or not part else posixpath.relpath(target, posixpath.dirname(part))
        each = etree.SubElement(self.tree(name), f"{_RELS}Relationship", Id=made, Type=kind,
                                Target=to)  # fmt: skip
        if outside:
            each.set("TargetMode", "External")
        return made

    def link(self, address: str) -> str:
        """Return the id by which the document refers to an address."""
        return self.relate(self.main, f"{_OFFICE}/hyperlink", address, outside=True)

    def picture(self, png: bytes) -> str:
        """Add a picture; return the id by which the document refers to it."""
        number = sum(1 for n in self._parts if n.startswith("word/media/report")) + 1
        name = f"word/media/report{number}.png"
        self.add(name, "image/png", png)
        return self.relate(self.main, f"{_OFFICE}/image", name)

    def unrelate(self, part: str, kind: str) -> None:
        """Remove what a part refers to of a kind."""
        name = _rels_name(part)
        if name in self._parts:
            tree = self.tree(name)
            for each in tree.findall(f"{_RELS}Relationship"):
                if str(each.get("Type")).endswith(f"/{kind}"):
                    tree.remove(each)

    def _follow(self, part: str, kind: str) -> str:
        for found, target, _id in self.related(part):
            if found == kind:
                return target
        return ""

    # --- what the file says of itself

    def describe(self, core: dict[str, str], custom: dict[str, str]) -> None:
        """Replace the file's properties; those in ``custom`` without a value are left out."""
        name = self._follow("", f"{_RELS[1:-1]}/metadata/core-properties") or "docProps/core.xml"
        known = name in self._parts
        self.add(name, "application/vnd.openxmlformats-package.core-properties+xml",
                 _core(core).encode())  # fmt: skip
        if not known:
            self.relate("", f"{_RELS[1:-1]}/metadata/core-properties", name)
        if custom := {key: value for key, value in custom.items() if value}:
            name = self._follow("", f"{_OFFICE}/custom-properties")
            if not name:
                name = "docProps/custom.xml"
                self.relate("", f"{_OFFICE}/custom-properties", name)
            kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
            self.add(name, kind, _custom(custom).encode())

    def save(self) -> bytes:
        """Return the file, packed so that it names no moment."""
        self._set_type(self.main, MAIN)
        for name, tree in self._trees.items():
            self._parts[name] = etree.tostring(
                tree, xml_declaration=True, encoding="UTF-8", standalone=True
            )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as packed:
            # Word wants the types first, and finds the rest by them.
            for name in sorted(self._parts, key=lambda n: (n != "[Content_Types].xml", n)):
                entry = zipfile.ZipInfo(name, EPOCH)
                entry.create_system = 3  # else Windows would pack other bytes than Linux
                packed.writestr(entry, self._parts[name], zipfile.ZIP_DEFLATED, 4)
        return out.getvalue()


def _rels_name(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(folder: str, target: str) -> str:
    joined = target if target.startswith("/") else posixpath.join(folder, target)
    return posixpath.normpath(joined).lstrip("/")


def _core(values: dict[str, str]) -> str:
    moments = ("dcterms:created", "dcterms:modified")
    inside = "".join(
        f'<{key} xsi:type="dcterms:W3CDTF">{escape(value)}</{key}>' if key in moments
        else f"<{key}>{escape(value)}</{key}>"
        for key, value in values.items() if value
    )  # fmt: skip
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{inside}</cp:coreProperties>'
    )


def _custom(values: dict[str, str]) -> str:
    inside = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{key}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (key, value) in enumerate(values.items(), 2)
    )
    return (
        f'<Properties xmlns="{_OFFICE.replace("relationships", "custom-properties")}"'
        f' xmlns:vt="{_OFFICE.replace("relationships", "docPropsVTypes")}">{inside}</Properties>'
    )
