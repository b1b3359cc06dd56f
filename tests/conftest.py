"""What every test stands on: no screen, no network, words that do not depend on the machine."""

import contextlib
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from qualityvisit import words
from tests.pair import pair, pair_template  # noqa: F401 fixtures

if TYPE_CHECKING:
    from tests.servers.apache import Apache
    from tests.servers.objects import Server
    from tests.servers.postgres import Postgres

# Before Qt starts. Qt warns of a locale that is not UTF-8, and a warning fails a test.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if "UTF-8" not in (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").upper():
    os.environ["LC_ALL"] = "C.UTF-8"

# Where Debian keeps servers, and their programs.
OFF_PATH = ["/usr/sbin", *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))]
IN_CI = bool(os.environ.get("CI"))

# The first call of a test may import Qt, so no single example is held to a time of its own.
settings.register_profile(
    "local", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.register_profile("ci", settings.get_profile("local"), derandomize=True)
settings.load_profile("ci" if IN_CI else "local")


def _stay_home(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse every way out to the network but this computer's own loopback."""
    if event == "socket.connect":
        address = arguments[1]
    elif event == "socket.getaddrinfo":
        address = arguments
    else:
        return
    host = address[0] if isinstance(address, tuple) else ""  # a Unix socket's address is a path
    if str(host or "localhost") not in ("", "localhost", "127.0.0.1", "::1"):
        raise RuntimeError(f"A test tried to reach {host}")


sys.addaudithook(_stay_home)  # cannot be taken away again, which is what we want


@pytest.fixture(autouse=True)
def _swedish() -> Iterator[None]:
    """Let every test begin in Swedish, whatever the one before did."""
    words.use("sv")
    yield
    words.use("sv")


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """Fail a test that leaves a thread of its own running."""
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + 5
    for thread in set(threading.enumerate()) - before:
        # A thread that Qt started cannot be joined; before Python 3.12 that is an AssertionError.
        with contextlib.suppress(RuntimeError, AssertionError):
            thread.join(max(0.0, until - time.monotonic()))
    left = [t.name for t in set(threading.enumerate()) - before if not t.daemon]
    assert not left, f"threads left running: {left}"


@pytest.fixture
def data() -> Path:
    """Return the folder of files that tests read."""
    return Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """Return a function: the path of a program that a test needs.

    Where the program is missing the test is skipped, but in CI it fails.
    """

    def find(name: str) -> str:
        found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *OFF_PATH]))
        if found:
            return found
        message = f"{name} is not installed"
        return pytest.fail(message) if IN_CI else pytest.skip(message)

    return find


# --- Servers, each started once, by the first test that needs it


@pytest.fixture(scope="session")
def apache(tool: Callable[[str], str]) -> Iterator["Apache"]:
    """Return a running Apache with WebDAV."""
    from tests.servers import apache as server  # noqa: PLC0415 most tests need none

    with server.running(tool("apache2")) as running:
        yield running


@pytest.fixture(scope="session")
def postgres(tool: Callable[[str], str]) -> Iterator["Postgres"]:
    """Return a running PostgreSQL with a prepared database."""
    from tests.servers import postgres as server  # noqa: PLC0415 most tests need none

    with server.running(tool("initdb")) as running:
        yield running


@pytest.fixture(scope="session")
def moto() -> Iterator["Server"]:
    """Return a running S3 server."""
    from tests.servers import objects  # noqa: PLC0415 most tests need none

    with objects.moto() as running:
        yield running


@pytest.fixture(scope="session")
def azurite(tool: Callable[[str], str]) -> Iterator["Server"]:
    """Return a running Azure Blob server."""
    from tests.servers import objects  # noqa: PLC0415 most tests need none

    with objects.azurite(tool("azurite-blob")) as running:
        yield running
