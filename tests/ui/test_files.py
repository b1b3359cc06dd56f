"""Pictures and files in the interview: attached, shrunk, stripped, shown and removed."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from reportlab.pdfgen.canvas import Canvas

from qualityvisit.errors import BadInput
from qualityvisit.model import records
from qualityvisit.ui import attaching, pictures
from qualityvisit.ui.file_view import FileView
from qualityvisit.ui.pictures import JPEG, prepared, reader_of
from tests.ui.desks import answer
from tests.ui.keys import CTRL, SHIFT, press
from tests.ui.rooms import Room
from tests.ui.workspaces import fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    filled = fill(tmp_path / "profile")
    made = Room(filled, qtbot)
    yield made
    made.screen.page.files.finish()
    filled.ws.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Return a picture as a telephone takes it: turned, with where it was taken."""
    picture = Image.effect_noise((2600, 1800), 40).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = "Canary phone"
    exif.get_ifd(0x8825).update({1: "N", 2: (55.0, 38.0, 30.0), 3: "E", 4: (13.0, 12.0, 0.0)})
    file = tmp_path / "vägg i 4B.jpg"
    picture.save(file, exif=exif)
    return file


def attached(room: Room) -> list[records.Attachment]:
    room.screen.page.files.finish()
    return room.ws.all(records.Attachment, parent=room.filled.visit)


def mime(*files: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return data


def test_a_picture_is_shrunk_turned_upright_and_stripped(photo: Path) -> None:
    made = prepared(photo)
    assert (made.name, made.type) == ("vägg i 4B.jpg", JPEG)
    reader, _held = reader_of(made.content)
    assert (reader.size().width(), reader.size().height()) in ((1384, 2000), (1385, 2000))
    with Image.open(photo) as before:
        assert before.getexif().get_ifd(0x8825)
    for told in (b"Canary", b"Exif", b"GPS", b"xpacket"):
        assert told not in made.content


def test_a_clear_picture_stands_on_white(tmp_path: Path) -> None:
    file = tmp_path / "skärm.png"
    Image.new("RGBA", (40, 30), (0, 0, 0, 0)).save(file)
    reader, _held = reader_of(prepared(file).content)
    assert reader.read().pixelColor(5, 5).lightness() > 250


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bild.heic", b"\0\0\0\x18ftypheic", "Bilden bild.heic går inte att läsa"),
        ("bild.jpg", b"no picture", "Bilden bild.jpg går inte att läsa"),
        ("ljud.mp3", b"ID3", "ljud.mp3 är av ett slag som inte sparas"),
        ("program", b"MZ", "program är av ett slag"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(BadInput, match=said):
        prepared(file)


def test_what_is_too_large_or_gone_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST", 10)
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"%PDF" * 10)
    with pytest.raises(BadInput, match="för stor"):
        prepared(file)
    with pytest.raises(BadInput, match="går inte att läsa"):
        prepared(tmp_path / "borta.pdf")


def test_files_that_are_dropped_belong_to_the_question(room: Room, photo: Path) -> None:
    line = room.screen.page.sheet.writing_line()
    assert line is not None
    line.insertFromMimeData(mime(photo))  # type: ignore[attr-defined]
    (found,) = attached(room)
    assert (found.question, found.session) == (room.filled.questions[0], room.filled.pupils)
    assert not room.notes
    strip = room.screen.page.files.strip
    assert strip.isVisible()
    room.qtbot.waitUntil(lambda: not strip.item(0).icon().isNull())
    room.screen.ask(room.filled.questions[1])
    assert not strip.isVisible()


def test_a_picture_is_pasted(room: Room) -> None:
    image = QImage(30, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    clipboard = QApplication.clipboard()
    clipboard.setImage(image)
    room.keys(Qt.Key.Key_V, CTRL)
    (found,) = attached(room)
    assert (found.name, found.type) == ("Inklistrad bild.jpg", JPEG)
    clipboard.setText("ord")
    room.keys(Qt.Key.Key_V, CTRL)
    assert [n.text for n in room.notes] == ["ord"]


def test_files_are_chosen_by_key(
    room: Room, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "lista.csv"
    other.write_text("a;b")
    chosen = [str(photo), str(other), str(tmp_path / "ljud.mp3")]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: (chosen, ""))
    room.keys(Qt.Key.Key_B, CTRL | SHIFT)
    assert [f.name for f in attached(room)] == ["vägg i 4B.jpg", "lista.csv"]
    said = [w.text() for w in room.window.notices.place.findChildren(QLabel)]
    assert any("ljud.mp3 går inte att läsa" in words for words in said)


def test_what_is_being_attached_is_not_lost_when_one_leaves(room: Room, photo: Path) -> None:
    room.screen.page.files.take(mime(photo))
    assert room.screen.may_leave()
    assert len(room.ws.all(records.Attachment, parent=room.filled.visit)) == 1


def test_who_leaves_while_many_files_are_attached_is_asked_to_wait(
    room: Room, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window was still for half a minute, and what was not ready then was lost in silence."""
    monkeypatch.setattr(attaching, "PATIENCE", 1)
    room.screen.page.files.take(mime(*[photo] * 3))
    assert not room.screen.may_leave()
    toast = room.window.notices._toast
    assert toast is not None
    assert any("bifogas fortfarande" in said.text() for said in toast.findChildren(QLabel))
    room.qtbot.waitUntil(lambda: len(attached(room)) == 3)
    assert room.screen.may_leave()


def test_a_file_is_opened_described_saved_and_removed(
    room: Room, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.screen.page.files.take(mime(photo))
    (found,) = attached(room)
    strip = room.screen.page.files.strip
    strip.setCurrentRow(0)
    view = FileView(room.window.desk, room.screen, found.id)
    view.open()
    view.text.setText("Elevernas regler")
    view.text.editingFinished.emit()
    assert strip.item(0).text() in ("vägg i 4B.jpg", "Elevernas regler")
    copy = tmp_path / "kopia.jpg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(copy), ""))
    view.save()
    assert copy.read_bytes() == room.ws.file_bytes(found.id)
    view.accept()
    assert room.ws.get(records.Attachment, found.id).text == "Elevernas regler"

    def agree(dialog: QWidget) -> None:
        dialog.accept()  # type: ignore[attr-defined]

    answer(agree)
    press(strip, Qt.Key.Key_Delete)
    assert not room.ws.all(records.Attachment, parent=room.filled.visit)


def test_pdf_and_other_files_are_shown(room: Room) -> None:
    out = BytesIO()
    page = Canvas(out)
    page.drawString(72, 720, "Planritning")
    page.save()
    for kind, content in (("application/pdf", out.getvalue()), ("text/csv", b"a;b")):
        name = room.ws.add_file(room.filled.visit, "fil", kind, content)
        view = FileView(room.window.desk, room.screen, name)
        view.open()
        assert view.isVisible()
        view.accept()


def test_what_only_says_that_it_is_a_picture_holds_up_none_and_can_be_opened(
    room: Room, photo: Path
) -> None:
    """A colleague's program may send anything: the strip went on trying to read it for ever."""
    place = {"session": room.filled.pupils, "question": room.filled.questions[0]}
    name = room.ws.add_file(room.filled.visit, "a.jpg", JPEG, b"no picture", **place)
    room.screen.page.files.take(mime(photo))
    attached(room)
    strip = room.screen.page.files.strip
    room.qtbot.waitUntil(lambda: not strip.item(1).icon().isNull())
    room.qtbot.waitUntil(lambda: not strip._soon.isActive())
    view = FileView(room.window.desk, room.screen, name)
    view.open()
    assert any(said.text() == "a.jpg" for said in view.findChildren(QLabel))
    view.accept()


def test_a_copy_is_saved_where_the_user_says_whatever_the_file_is_called(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = room.ws.add_file(room.filled.visit, "../../.profile", "text/plain", b"x")
    offered: list[str] = []

    def ask(_view: object, _title: str, proposed: str) -> tuple[str, str]:
        offered.append(proposed)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    FileView(room.window.desk, room.screen, name).save()
    assert offered == [".profile"]
