"""A program for the tests: the real window, in which somebody types until the program is killed.

python -m tests.ui.typist PROFILE FIRST: types words numbered from FIRST, and prints each number as
soon as the window shows its letters as saved.
"""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from qualityvisit import words
from qualityvisit.model import records
from qualityvisit.settings import Settings
from qualityvisit.ui import theme
from qualityvisit.ui.shell import MainWindow
from qualityvisit.workspace import Workspace
from tests import core
from tests.ui.keys import type_text


def main(profile: Path, first: int) -> None:
    """Type for ever."""
    app = QApplication([])
    words.use("sv")
    theme.use(app, "light", 100)
    ws = Workspace.open(profile, core.PASSPHRASE)
    window = MainWindow(profile, Settings())
    window.hold(ws)
    window.show()
    window.go("interview", id=ws.all(records.Visit)[0].id)
    app.processEvents()
    for number in range(first, first + 100_000):
        ending = "\n" if number % 5 == 4 else " "  # Enter begins a new note
        type_text(window.focusWidget(), f"ord{number}åäö😀{ending}")
        if ws.status().unsaved == 0:
            print(number, flush=True)
        app.processEvents()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
