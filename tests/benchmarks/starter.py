"""A program for the measurements: start, and tell when the window and its screen are painted.

python -m tests.benchmarks.starter empty | PROFILE: prints the moments and the memory.
"""

import sys
import time

PATIENCE = 30  # seconds that a workspace may take to open


def tell(*moments: float) -> None:
    """Print when each came, and the memory in use now."""
    import psutil  # noqa: PLC0415 after what is measured

    print(*moments, psutil.Process().memory_info().rss)


def empty() -> None:
    """Show an empty window."""
    from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: PLC0415

    app = QApplication([])
    window = QMainWindow()
    window.resize(1280, 820)
    window.show()
    for _n in range(3):
        app.processEvents()
    moment = time.time()
    tell(moment, moment)


def program(profile: str) -> None:
    """Show the program on a profile: when the window stands, and when its first screen does."""
    import gc  # noqa: PLC0415

    gc.disable()  # as qualityvisit/__main__.py does
    from pathlib import Path  # noqa: PLC0415

    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from qualityvisit.app import App  # noqa: PLC0415
    from qualityvisit.ui.shell import MainWindow  # noqa: PLC0415

    running, moments = App(Path(profile), "sv"), []
    running.start()
    assert isinstance(running.window, MainWindow), "there is a workspace"
    running.window.painted.connect(lambda: moments.append(time.time()))
    while running.workspace is None:
        assert time.time() < moments[0] + PATIENCE if moments else True
        QApplication.processEvents()
    for _n in range(3):
        QApplication.processEvents()
    tell(*moments, time.time())
    running.workspace.close()


if __name__ == "__main__":
    empty() if sys.argv[1] == "empty" else program(sys.argv[1])
