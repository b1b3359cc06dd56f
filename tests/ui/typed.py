"""An interview of fourteen questions typed in the real window, by somebody with keys alone.

    python -m tests.ui.typed [letters a minute]

prints how long it took, how many keys it took beside the text, and how slow the slowest was.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qualityvisit.model import records
from tests.ui.keys import CTRL, SHIFT, press, type_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from qualityvisit.ui.shell import MainWindow

SCALE = ("Sällan", "Ibland", "Ofta", "Alltid")
# What is written on each question: a sign and the words of each note.
SAID: tuple[tuple[tuple[str, str], ...], ...] = (
    (("+", "Rasterna är lugna när det finns vuxna ute, säger alla i gruppen."),
     ("-", "Bakom gympasalen ser ingen vuxen vad som händer.")),
    (("+", "Det är arbetsro på de flesta lektioner, mest på morgonen."),
     ("", "Efter lunch blir det stökigare, särskilt när det är vikarie.")),
    (('"', '"Man får hjälp om man räcker upp handen, men ibland får man vänta länge."'),),
    (("+", "Läraren förklarar flera gånger och på olika sätt."),
     ("?", "Fråga personalen hur extra anpassningar följs upp.")),
    (("", "De vet vad som krävs i matematik och svenska, men inte i alla ämnen."),),
    (("!", "Toaletterna vid matsalen går inte att låsa. Flera undviker dem hela dagen."),),
    (("+", "Elevrådet träffas varje månad och rektor kommer dit."),
     ("-", "De får sällan veta vad som hände med förslagen.")),
    (("", "De vill ha mer att välja på i slöjden och fler böcker på biblioteket."),),
    (("+", "Nästan alla säger att det finns en vuxen som de kan prata med."),),
    (("-", "Det är svårt att veta när skolsköterskan är på plats."),),
    (("", "Maten är bra, men kön är lång och det är högljutt i matsalen 😀."),),
    (('"', '"Här får man vara den man är."'),),
    (("?", "Ta upp övergången till sjuan med skolledningen."),),
    (("", "De hälsar att de är stolta över sin skola."),),
)  # fmt: skip
RATED = (0, 1, 8)  # the questions with a scale


@dataclass
class Typist:
    """Somebody at the keyboard, at a speed in letters a minute; 0 is as fast as it goes."""

    speed: int = 0
    beside: int = 0  # keys beside the text
    letters: int = 0
    dialogs: list[str] = field(default_factory=list)  # what came in the way
    costs: list[float] = field(default_factory=list)

    def write(self, text: str) -> None:
        """Type a text."""
        for letter in text:
            self.letters += 1
            self._do(lambda: type_text(_focused(), letter))  # noqa: B023 done at once

    def key(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        text: str = "",
    ) -> None:  # fmt: skip
        """Press a key beside the text."""
        self.beside += 1
        self._do(lambda: press(_focused(), key, modifiers, text))

    def _do(self, act: Callable[[], None]) -> None:
        start = time.perf_counter()
        act()
        QApplication.processEvents()
        cost = time.perf_counter() - start
        self.costs.append(cost)
        modal = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        if modal is not None:
            self.dialogs.append(modal.windowTitle() or type(modal).__name__)
        until = start + (60 / self.speed if self.speed else 0)
        while time.perf_counter() < until:
            QApplication.processEvents()
            time.sleep(0.005)


def _focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def prepared(window: MainWindow) -> str:
    """Plan a visit with a guide of fourteen questions to pupils; return it."""
    ws = window.ws
    register = ws.register
    guide = register.add_guide(
        "Fjorton frågor", ("GR",), [("Trygghet och studiero", "", ""), ("Lärande", "", "")],
        [(n // 7, records.PUPILS, f"Fråga {n + 1}", f"Berätta om sak {n + 1}.", ())
         for n in range(len(SAID))],
    )  # fmt: skip
    asked = ws.all(records.Question, parent=guide)
    with register.change():
        for number in RATED:
            register.put(asked[number].id, scale=SCALE)
        register.put(asked[5].id, required=records.ASK)
    unit = register.add_unit("Fjortonskolan", ("GR",))
    visit = ws.plan_visit(unit, date=ws.today(), guide=guide)
    ws.settle()
    return visit


def interview(window: MainWindow, visit: str, typist: Typist) -> None:
    """Go from the visit's programme to the end of the interview with the pupils."""
    keys = Qt.Key
    window.go("visit", id=visit)
    QApplication.processEvents()
    window.current().programme.setFocus()  # type: ignore[union-attr]
    groups = [s.group for s in window.current().programme.programme.sessions]  # type: ignore[union-attr]
    for _step in range(groups.index(records.PUPILS)):
        typist.key(keys.Key_Down)
    typist.key(keys.Key_I, CTRL)
    typist.key(keys.Key_D, CTRL)
    typist.write("5")
    typist.key(keys.Key_Tab)
    typist.write("elever i åk 6")
    typist.key(keys.Key_Escape)
    for number, notes in enumerate(SAID):
        for place, (sign, words) in enumerate(notes):
            if place:
                typist.key(keys.Key_Return)
            if sign and sign != '"':  # what opens a quotation is text
                typist.key(keys.Key_unknown, text=sign)
            typist.write(words)
        if number in RATED:
            typist.key(keys.Key_R, CTRL)
            typist.key(keys.Key_3, text="3")
        typist.key(keys.Key_Return, CTRL)
    typist.key(keys.Key_E, CTRL | SHIFT)


def main(speed: int) -> None:
    """Type it at a speed in a window of its own, and tell how it went."""
    import tempfile  # noqa: PLC0415 only here
    from pathlib import Path  # noqa: PLC0415

    import keyring  # noqa: PLC0415

    from qualityvisit import words  # noqa: PLC0415
    from qualityvisit.settings import Settings  # noqa: PLC0415
    from qualityvisit.ui import theme  # noqa: PLC0415
    from qualityvisit.ui.shell import MainWindow  # noqa: PLC0415
    from qualityvisit.workspace import Workspace  # noqa: PLC0415
    from tests.rings import Memory  # noqa: PLC0415

    keyring.set_keyring(Memory())
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    words.use("sv")
    theme.use(app, "light", 100)
    with tempfile.TemporaryDirectory() as home:
        ws = Workspace.create(Path(home, "p"), name="Eva Exempel", committee="Nämnden")
        window = MainWindow(ws.folder, Settings())
        window.hold(ws)
        window.resize(1366, 768)
        window.show()
        app.processEvents()
        visit, typist = prepared(window), Typist(speed)
        start = time.perf_counter()
        interview(window, visit, typist)
        ws.settle()
        kept = sorted(n.text for n in ws.all(records.Note, parent=visit))
        wanted = sorted(words for notes in SAID for _sign, words in notes)
        costs = sorted(typist.costs)
        print(f"{typist.letters} letters in {time.perf_counter() - start:.0f} s,",
              f"{typist.beside} keys beside them, {len(kept)} notes,",
              "all kept" if kept == wanted else "WORDS ARE MISSING",
              f"; dialogs: {typist.dialogs or 'none'};",
              f"a key p99 {costs[int(len(costs) * 0.99)] * 1000:.1f} ms,",
              f"longest {costs[-1] * 1000:.0f} ms")  # fmt: skip
        window.pulse.stop()
        window.close()
        ws.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
