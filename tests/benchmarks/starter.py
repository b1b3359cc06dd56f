"""A program for the measurements: start, and tell when the first window has been painted.

python -m tests.benchmarks.starter empty | PROFILE [STARTED]: prints the moment and the memory.
"""

import sys
import time


def painted(app: object) -> None:
    """Wait until the window has been painted, then tell."""
    for _n in range(3):
        app.processEvents()  # type: ignore[attr-defined]
    moment = time.time()
    import psutil  # noqa: PLC0415 after what is measured

    print(moment, psutil.Process().memory_info().rss)


def empty() -> None:
    """Show an empty window."""
    from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: PLC0415

    app = QApplication([])
    window = QMainWindow()
    window.resize(1280, 820)
    window.show()
    painted(app)


def program(profile: str) -> None:
    """Show the program on a profile."""
    import gc  # noqa: PLC0415

    gc.disable()  # as qualityvisit/__main__.py does
    from pathlib import Path  # noqa: PLC0415

    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from qualityvisit.app import App  # noqa: PLC0415

    running = App(Path(profile), "sv")
    running.start()
    painted(QApplication.instance())
    assert running.workspace is not None
    running.workspace.close()


if __name__ == "__main__":
    empty() if sys.argv[1] == "empty" else program(sys.argv[1])
