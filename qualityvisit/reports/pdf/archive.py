"""What PDF/A-2a and PDF/UA-1 ask of the file itself: metadata, colour, and how it is written."""

import struct
from datetime import UTC, datetime
from functools import cache
from hashlib import md5
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

from qualityvisit.reports.outline import one_line

if TYPE_CHECKING:
    from qualityvisit.reports.outline import Outline

PROGRAM = "Quality Visit"


class ArchiveDocument(pdfdoc.PDFDocument):
    """A reportlab document that an archive takes: the same content gives the same bytes."""

    Catalog: Any

    def __init__(self, outline: "Outline") -> None:
        super().__init__(invariant=1, compression=1, pdfVersion=(1, 7), lang=outline.language)
        moment = _moment(outline.made)
        self._timeStamp = SimpleNamespace(YMDhms=moment.timetuple()[:6], dhh=0, dmm=0)
        self.signature = md5(repr(outline).encode("utf-8", "replace"), usedforsecurity=False)
        self.setTitle(one_line(outline.title))
        self.setSubject(one_line(outline.subject))
        self.setAuthor(one_line(outline.author))
        self.setKeywords(one_line(outline.registry_number))
        self.setCreator(PROGRAM)
        self.Catalog.__NoDefault__ = [*self.Catalog.__NoDefault__, "OutputIntents"]
        self.Catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
        self.Catalog.Metadata = pdfdoc.XMP(creator=lambda _: _metadata(outline, self, moment))
        self.Catalog.OutputIntents = PDFArray([self._colours()])

    def addPage(self, page: Any) -> None:  # noqa: ANN401, N802 reportlab's
        """Take in a page, and point from it into the structure tree."""
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = self.pageCounter - 1
        page.Tabs = PDFName("S")
        super().addPage(page)

    def Reference(self, obj: object, name: str | None = None) -> object:  # noqa: N802
        """Register an object; streams become ours, whichever part of reportlab made them."""
        if isinstance(obj, PDFStream) and not isinstance(obj, _Stream):
            obj.__class__ = _Metadata if isinstance(obj, pdfdoc.XMP) else _Stream
            if obj.filters:  # without ASCII85, which makes pages a fifth larger for nothing
                obj.filters = [pdfdoc.PDFZCompress]
        register: Any = super().Reference
        return register(obj, name)

    def _colours(self) -> PDFDictionary:
        profile = PDFStream(PDFDictionary({"N": 3}), _srgb(), [pdfdoc.PDFZCompress])
        return PDFDictionary(
            {
                "Type": PDFName("OutputIntent"),
                "S": PDFName("GTS_PDFA1"),
                "OutputConditionIdentifier": PDFString("sRGB IEC61966-2.1"),
                "Info": PDFString("sRGB IEC61966-2.1"),
                "DestOutputProfile": self.Reference(profile),
            }
        )


class _Stream(PDFStream):
    r"""A stream whose end stands on a line of its own, as PDF/A wants it (2: 6.1.7.1).

    After ``\r`` alone at the end of the content ``\n`` would be taken for a part of the same end.
    """

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        written: bytes = super().format(document)
        return written.removesuffix(b"endstream\n") + b"\r\nendstream\n"


class _Metadata(_Stream, pdfdoc.XMP):
    """The same for metadata."""


def _moment(made: str) -> datetime:
    moment = datetime.fromisoformat(made or "2000-01-01")
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _metadata(outline: "Outline", document: pdfdoc.PDFDocument, moment: datetime) -> bytes:
    """Return the XMP packet: it must say what the document's information dictionary says."""
    info = document.info
    when = moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    properties = (
        ("dc:format", "application/pdf"),
        ("dc:title", _alternatives(info.title)),
        ("dc:description", _alternatives(info.subject)),
        ("dc:creator", _container("Seq", escape(info.author))),
        ("dc:language", _container("Bag", escape(outline.language))),
        ("xmp:CreateDate", when),
        ("xmp:ModifyDate", when),
        ("xmp:CreatorTool", escape(info.creator)),
        ("pdf:Producer", escape(info.producer)),
        ("pdf:Keywords", escape(info.keywords)),
        ("pdfaid:part", "2"),
        ("pdfaid:conformance", "A"),
        ("pdfuaid:part", "1"),
        ("pdfaExtension:schemas", _container("Bag", _UA_SCHEMA, parsed=True)),
    )
    described = "\n".join(f"<{name}>{value}</{name}>" for name, value in properties)
    names = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _NAMESPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {names}>\n'
        f'<rdf:Description rdf:about="">\n{described}\n</rdf:Description>\n'
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()


def _alternatives(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


def _container(kind: str, inside: str, *, parsed: bool = False) -> str:
    opened = '<rdf:li rdf:parseType="Resource">' if parsed else "<rdf:li>"
    return f"<rdf:{kind}>{opened}{inside}</rdf:li></rdf:{kind}>"


_NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}

# PDF/A-2 does not know of PDF/UA's mark, so that the file must describe it (ISO 19005-2, 6.6.2.3).
_UA_PART = """<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289</pdfaProperty:description>"""
_UA_SCHEMA = f"""<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{_NAMESPACES["pdfuaid"]}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property>{_container("Seq", _UA_PART, parsed=True)}</pdfaSchema:property>"""


@cache
def _srgb() -> bytes:
    """Return an ICC profile (version 2.1) of the colours that screens have: IEC 61966-2-1."""
    white = (0.9642, 1.0, 0.8249)  # D50, to which the three below are adapted
    red, green, blue = (
        (0.43607, 0.22249, 0.01392),
        (0.38515, 0.71687, 0.09708),
        (0.14307, 0.06061, 0.71410),
    )
    steps = (n / 1023 for n in range(1024))
    curve = [
        round(65535 * (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4)) for v in steps
    ]
    curve_tag = b"curv" + struct.pack(">II1024H", 0, 1024, *curve)
    name = b"sRGB\0"
    tags = {
        b"desc": b"desc" + struct.pack(">II", 0, len(name)) + name + bytes(78),
        b"cprt": b"text" + bytes(4) + b"No rights reserved\0",
        b"wtpt": _xyz(white),
        b"rXYZ": _xyz(red),
        b"gXYZ": _xyz(green),
        b"bXYZ": _xyz(blue),
        b"rTRC": curve_tag,
        b"gTRC": curve_tag,
        b"bTRC": curve_tag,
    }
    return _profile(tags, white)


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(v * 65536) for v in values))


def _profile(tags: dict[bytes, bytes], white: tuple[float, float, float]) -> bytes:
    body, table, places = b"", b"", dict[bytes, int]()
    start = 128 + 4 + 12 * len(tags)
    for signature, content in tags.items():
        if content not in places:
            places[content] = start + len(body)
            body += content + bytes(-len(content) % 4)
        table += signature + struct.pack(">II", places[content], len(content))
    head = struct.pack(">I4xI4s4s4s", start + len(body), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H4s", 2000, 1, 1, 0, 0, 0, b"acsp") + bytes(28) + _xyz(white)[8:]
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body
