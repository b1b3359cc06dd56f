"""What PDF/A and PDF/UA-1 ask of the file itself: metadata, colour, attached files, its writing."""

import struct
from datetime import UTC, datetime
from functools import cache
from hashlib import md5
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString

from qualityvisit.reports.outline import clean, one_line
from qualityvisit.reports.pdf.metadata import packet
from qualityvisit.reports.pdf.tags import short

if TYPE_CHECKING:
    from qualityvisit.reports.outline import Attached, Outline

PROGRAM = "Quality Visit"


class ArchiveDocument(pdfdoc.PDFDocument):
    """A reportlab document that an archive takes: the same content gives the same bytes."""

    Catalog: Any

    def __init__(self, outline: "Outline", profile: str) -> None:
        version = (1, 4) if profile == "1a" else (1, 7)
        super().__init__(invariant=1, compression=1, pdfVersion=version, lang=outline.language)
        moment = _moment(outline.made)
        self._timeStamp = SimpleNamespace(YMDhms=moment.timetuple()[:6], dhh=0, dmm=0)
        self.signature = md5(repr(outline).encode("utf-8", "replace"), usedforsecurity=False)
        self.setTitle(short(one_line(outline.title)))
        self.setSubject(short(one_line(outline.subject)))
        self.setAuthor(short(one_line(outline.author)))
        self.setKeywords(short(one_line(outline.registry_number)))
        self.setCreator(PROGRAM)
        self.Catalog.__NoDefault__ = [*self.Catalog.__NoDefault__, "OutputIntents", "AF"]
        self.Catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
        self.Catalog.Metadata = pdfdoc.XMP(
            creator=lambda _: packet(outline, self.info, moment, profile)
        )
        self.Catalog.OutputIntents = PDFArray([self._colours()])
        if outline.data:
            self._attach(sorted(outline.data, key=lambda file: file.name))

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

    def _attach(self, files: "list[Attached]") -> None:
        """Put files into the document, as PDF/A-3 wants it: each with what it is to the whole."""
        names: list[object] = []
        for file in files:
            names += [PDFString(file.name), self.Reference(self._file(file))]
        self.Catalog.AF = PDFArray(names[1::2])
        tree = PDFDictionary({"Names": PDFArray(names)})
        self.Catalog.Names = PDFDictionary({"EmbeddedFiles": tree})

    def _file(self, file: "Attached") -> PDFDictionary:
        summed = md5(file.content, usedforsecurity=False).hexdigest()
        about = {
            "Size": len(file.content),
            "ModDate": pdfdoc.PDFDate(ts=self._timeStamp),
            "CheckSum": f"<{summed}>",
        }
        head = {
            "Type": PDFName("EmbeddedFile"),
            "Subtype": "/" + file.type.replace("/", "#2F"),
            "Params": PDFDictionary(about),
        }
        content = PDFStream(PDFDictionary(head), file.content, [pdfdoc.PDFZCompress])
        reference = self.Reference(content)
        return PDFDictionary(
            {
                "Type": PDFName("Filespec"),
                "F": PDFString(file.name),
                "UF": PDFString(file.name),
                "Desc": PDFString(short(clean(file.about))),
                "AFRelationship": PDFName("Data"),
                "EF": PDFDictionary({"F": reference, "UF": reference}),
            }
        )

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
