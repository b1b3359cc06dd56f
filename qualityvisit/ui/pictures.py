"""Files that are to be attached: pictures shrunk, with nothing but the picture left in them.

What a camera writes beside the picture (where, when, with what) goes when it is drawn anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QImageWriter, QPainter

from qualityvisit.errors import BadInput
from qualityvisit.model.files import MOST
from qualityvisit.words import _

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = 2000  # pixels along the longer side of a picture
QUALITY = 82  # of JPEG
RAW = 80 * 1024 * 1024  # bytes of a picture as it comes from a camera
JPEG = "image/jpeg"
TYPES = {
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
# Pictures that some systems read and others do not: never taken as they are, for what they hold.
PICTURES = (
    ".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif",
    ".svg", ".raw", ".dng", ".cr2", ".nef",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file as it will be kept."""

    name: str
    type: str
    content: bytes


def prepared(file: Path) -> Prepared:
    """Read a file and make it ready, on any thread. Raise BadInput."""
    kind = file.suffix.casefold()
    try:
        if file.stat().st_size > (RAW if kind in PICTURES else MOST):
            raise BadInput(
                _("{file} is too large.", file=file.name),
                _("Nothing has been attached. Save it smaller, or send it another way."),
            )
        content = file.read_bytes()
    except OSError as problem:
        raise BadInput(
            _("{file} cannot be read.", file=file.name),
            _("Nothing has been attached. Check that it is there and that you may read it."),
        ) from problem
    if kind in PICTURES:
        return _picture(file, content)
    if kind not in TYPES:
        raise BadInput(
            _("{file} is of a kind that is not kept with notes.", file=file.name),
            _("Pictures, PDF, text and office documents are. Recordings are not."),
        )
    return Prepared(file.name, TYPES[kind], content)


def drawn(image: QImage, name: str) -> Prepared:
    """Make a picture ready, on any thread: drawn anew, no larger than it need be."""
    if max(image.width(), image.height()) > LONGEST:
        image = image.scaled(
            LONGEST, LONGEST, Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )  # fmt: skip
    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    out = QBuffer()
    out.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(out, QByteArray(b"jpeg"))
    writer.setQuality(QUALITY)
    writer.write(paper)
    return Prepared(name, JPEG, bytes(out.data().data()))


def _picture(file: Path, content: bytes) -> Prepared:
    reader, _held = reader_of(content)
    size = reader.size()
    if max(size.width(), size.height()) > 2 * LONGEST:  # a JPEG is read at half the size for free
        reader.setScaledSize(
            size.scaled(QSize(LONGEST, LONGEST), Qt.AspectRatioMode.KeepAspectRatio)
        )
    image = reader.read()
    if image.isNull():
        raise BadInput(
            _("The picture {file} cannot be read.", file=file.name),
            _("Nothing has been attached. Save it as JPEG or PNG and try again."),
        )
    return drawn(image, f"{file.stem}.jpg")


def reader_of(content: bytes) -> tuple[QImageReader, QBuffer]:
    """Return what reads a picture, upright, and what must be held meanwhile."""
    held = QBuffer()
    held.setData(QByteArray(content))
    held.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(held)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    return reader, held
