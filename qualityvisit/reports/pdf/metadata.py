"""What a PDF tells of itself in XMP (ISO 16684-1): as its information dictionary, and more.

Standard properties are used where one means the same; the registry number has none.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from qualityvisit.reports.outline import one_line

if TYPE_CHECKING:
    from qualityvisit.reports.outline import Outline

_NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "qv": "urn:quality-visit:document:1:",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}


def packet(outline: "Outline", info: Any, moment: datetime, profile: str) -> bytes:  # noqa: ANN401
    """Return the XMP packet; ``info`` is reportlab's information dictionary."""
    properties = (*_properties(outline, info, moment), *_standards(outline, profile))
    described = "\n".join(f"<{name}>{value}</{name}>" for name, value in properties)
    names = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _NAMESPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {names}>\n'
        f'<rdf:Description rdf:about="">\n{described}\n</rdf:Description>\n'
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()


def _properties(
    outline: "Outline",
    info: Any,  # noqa: ANN401
    moment: datetime,
) -> Iterator[tuple[str, str]]:
    """Yield what the document is, whose and when."""
    when = moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    yield "dc:format", "application/pdf"
    yield "dc:title", _alternatives(info.title)
    yield "dc:description", _alternatives(info.subject)
    yield "dc:creator", _container("Seq", escape(info.author))
    yield "dc:language", _container("Bag", escape(outline.language))
    yield "xmp:CreateDate", when
    yield "xmp:ModifyDate", when
    yield "xmp:CreatorTool", escape(info.creator)
    yield "pdf:Producer", escape(info.producer)
    yield "pdf:Keywords", escape(info.keywords)
    if publisher := one_line(outline.municipality):
        yield "dc:publisher", _container("Bag", escape(publisher))
    if kind := one_line(outline.kind):
        yield "dc:type", _container("Bag", escape(kind))
    if identity := one_line(outline.identity):
        yield "dc:identifier", escape(identity)
    if version := one_line(outline.version):
        yield "xmpMM:VersionID", escape(version)


def _standards(outline: "Outline", profile: str) -> Iterator[tuple[str, str]]:
    """Yield which standards the file holds to, and what those do not know of."""
    yield "pdfaid:part", profile[0]
    yield "pdfaid:conformance", profile[1].upper()
    schemas = []
    if profile != "1a":  # PDF/UA-1 is of PDF 1.7
        yield "pdfuaid:part", "1"
        schemas.append(_schema("pdfuaid", "PDF/UA identification", "part", _UA_PART))
    if number := one_line(outline.registry_number):
        yield "qv:registryNumber", escape(number)
        schemas.append(_schema("qv", "Quality Visit documents", "registryNumber", _NUMBER))
    if schemas:
        yield "pdfaExtension:schemas", _bag(schemas)


_UA_PART = "Integer", "internal", "The part of ISO 14289"
_NUMBER = "Text", "external", "The registry number (diarienummer) of the matter"


def _schema(prefix: str, title: str, name: str, told: tuple[str, str, str]) -> str:
    """Return the description of a property that PDF/A does not know (ISO 19005-2, 6.6.2.3)."""
    kind, category, about = told
    described = (
        f"<pdfaProperty:name>{name}</pdfaProperty:name>\n"
        f"<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>\n"
        f"<pdfaProperty:category>{category}</pdfaProperty:category>\n"
        f"<pdfaProperty:description>{about}</pdfaProperty:description>"
    )
    return (
        f"<pdfaSchema:schema>{title}</pdfaSchema:schema>\n"
        f"<pdfaSchema:namespaceURI>{_NAMESPACES[prefix]}</pdfaSchema:namespaceURI>\n"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>\n"
        f"<pdfaSchema:property><rdf:Seq>{_resource(described)}</rdf:Seq></pdfaSchema:property>"
    )


def _alternatives(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


def _container(kind: str, inside: str) -> str:
    return f"<rdf:{kind}><rdf:li>{inside}</rdf:li></rdf:{kind}>"


def _bag(resources: list[str]) -> str:
    return f"<rdf:Bag>{''.join(map(_resource, resources))}</rdf:Bag>"


def _resource(inside: str) -> str:
    return f'<rdf:li rdf:parseType="Resource">{inside}</rdf:li>'
