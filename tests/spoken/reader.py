"""Drives the window and reads it as a screen reader does. Run by the system's Python, in a session.

    dbus-run-session -- python3 tests/spoken/reader.py PYTHON_OF_THE_PROGRAM

Prints one line of JSON, an object: for each scene every part of the window in the tree's order, as
{"role", "name", "description", "states"}, and what has the focus step by step.
"""

import json
import os
import subprocess
import sys
import time
import traceback

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402 the version is chosen first

STATES = {
    name: getattr(Atspi.StateType, name.upper())
    for name in ("focused", "focusable", "checked", "enabled", "editable", "selected", "showing",
                 "expandable")
}  # fmt: skip
PATIENCE = 20  # seconds
STEPS = 14  # of the Tab key


def main(python: str) -> None:
    """Read the scenes."""
    screen, display = _screen()
    os.environ.update(
        DISPLAY=display, QT_QPA_PLATFORM="xcb", QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1",
        QT_ACCESSIBILITY="1",
    )  # fmt: skip
    subprocess.Popen(["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"])
    window = subprocess.Popen(
        [python, "-X", "faulthandler", "-m", "tests.spoken.window"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    try:
        print(json.dumps(_scenes(window)), flush=True)
    except BaseException:  # told at once: the library ends the process with the screen
        traceback.print_exc()
        raise
    finally:
        window.stdin.close()
        window.wait(PATIENCE)
        screen.terminate()


def _screen():
    read, write = os.pipe()
    made = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1000x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=(write,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as told:
        return made, f":{told.readline().strip()}"


def _scenes(window):
    ids = json.loads(window.stdout.readline())
    app = _app()
    here = {"id": ids["visit"], "session": ids["session"], "question": ids["question"]}
    _tell(window, "go", "interview", here)
    found = {"interview": _tree(app), "interview focus": _walk(window, app)}
    _tell(window, "go", "overview", {})
    _tell(window, "go", "interview", here)
    _tell(window, "type", "+Det är lugnt")
    found["note"] = _focused(app)
    found["written"] = _tree(app)
    _tell(window, "key", "Ctrl+R")
    found["rating"] = _focused(app)
    _tell(window, "go", "plan", {})
    found["plan"] = _tree(app)
    found["plan focus"] = _walk(window, app)
    _tell(window, "go", "voices", {"id": ids["visit"]})
    found["voices"] = _tree(app)
    return found


def _tell(window, *what):
    window.stdin.write(json.dumps(what) + "\n")
    window.stdin.flush()
    assert window.stdout.readline().strip() == "done", what


def _app():
    """Return the program, once it has said that it is there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        desktop = Atspi.get_desktop(0)
        for number in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(number)
            if child is not None and child.get_name() == "qualityvisit":
                return child
        time.sleep(0.05)
    raise SystemExit("the window is not to be found")


def _walk(window, app):
    steps = [_focused(app)]
    for _step in range(STEPS):
        _tell(window, "tab")
        steps.append(_focused(app))
    return steps


def _told(node):
    states = node.get_state_set()
    return {
        "role": node.get_role_name(),
        "name": node.get_name(),
        "description": node.get_description(),
        "states": [name for name, state in STATES.items() if states.contains(state)],
    }


def _nodes(node, depth=0):
    if node is None or depth > 40:
        return
    yield node
    for number in range(min(node.get_child_count(), 400)):
        yield from _nodes(node.get_child_at_index(number), depth + 1)


def _tree(app):
    app.clear_cache()
    showing = Atspi.StateType.SHOWING
    return [_told(n) for n in _nodes(app) if n.get_state_set().contains(showing)]


def _focused(app):
    """Return what has the focus: the innermost part that says so."""
    until = time.monotonic() + 2
    while time.monotonic() < until:
        app.clear_cache()
        found = [n for n in _nodes(app) if _has_focus(n)]
        if found:
            return _told(found[-1])
        time.sleep(0.02)
    return None


def _has_focus(node):
    """Tell whether a part has the focus itself: a list's current row says so at all times."""
    states, role = node.get_state_set(), node.get_role_name()
    wanted = [STATES[name] for name in ("focused", "focusable", "showing")]
    return role not in ("table cell", "list item") and all(map(states.contains, wanted))


if __name__ == "__main__":
    main(sys.argv[1])
