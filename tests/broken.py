"""What can go wrong with a store, each as somebody at their window meets it: one table of rows.

The same faults as in `test_store_failures`; `tests/screenshots.py` pictures what is shown, and
`tests/ui/test_failures_shown.py` holds that it says what happened, what is safe and what to do.
"""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from unittest import mock

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from qualityvisit.errors import NotSaved
from qualityvisit.settings import Settings
from qualityvisit.sync import bundle as bundles
from qualityvisit.sync import credentials
from qualityvisit.sync.seal import Keys
from qualityvisit.ui.shell import MainWindow
from qualityvisit.workspace import Workspace
from tests import core, faults
from tests import test_store_failures as store_failures
from tests.pair import Pair, bundles_in, opened
from tests.rogue import Rogue, a_note
from tests.servers import base


@dataclass
class Stage:
    """Two members who have shared; Eva sits at the window."""

    pair: Pair
    past: Path  # the store as it was last week
    stack: ExitStack  # of what is to be undone


@dataclass(frozen=True)
class Row:
    """A fault, and what Eva reads of it: what happened, what is safe, what to do."""

    hurt: Callable[[Stage], object]
    happened: str
    safe: str
    to_do: str
    shares: int = 1  # how often the one at the window presses Share now
    who: str = "eva"  # who sits at the window

    @property
    def name(self) -> str:
        return self.hurt.__name__.replace("_", "-")


def emptied(stage: Stage) -> None:
    store_failures.emptied(stage.pair, stage.past)


def emptied_with_its_marker(stage: Stage) -> None:
    store_failures.emptied_with_its_marker(stage.pair, stage.past)


def replaced_by_another(stage: Stage) -> None:
    folder = stage.pair.folder
    other = core.founded(folder / "annan", folder / "annat")
    other.sharing.share()
    other.close()
    shutil.rmtree(stage.pair.store)
    (folder / "annat").rename(stage.pair.store)


def rolled_back(stage: Stage) -> None:
    store_failures.rolled_back(stage.pair, stage.past)


def without_one_in_the_middle(stage: Stage) -> None:
    pair = stage.pair
    pair.per.sharing.share()
    before = bundles_in(pair.store)
    for text in ("pers tredje", "pers fjärde"):
        pair.note(pair.per, text)
        pair.per.sharing.share()
    fresh = sorted(bundles_in(pair.store) - before)
    (pair.store / fresh[0]).unlink()


def theirs(stage: Stage) -> Path:
    """Let Per share something that Eva has not fetched; return its file."""
    pair = stage.pair
    before = bundles_in(pair.store)
    pair.note(pair.per, "pers tredje")
    pair.per.sharing.share()
    [name] = bundles_in(pair.store) - before
    return pair.store / name


def truncated(stage: Stage) -> None:
    file = theirs(stage)
    file.write_bytes(file.read_bytes()[:-100])


def flipped(stage: Stage) -> None:
    file = theirs(stage)
    whole = bytearray(file.read_bytes())
    whole[len(whole) // 2] ^= 1
    file.write_bytes(bytes(whole))


def replayed(stage: Stage) -> None:
    store_failures.replayed(stage.pair, stage.past)


def forged(stage: Stage) -> None:
    rogue = Rogue.of(stage.pair.per)
    document = f"notes/{stage.pair.visit}"
    with mock.patch.object(Keys, "sign", return_value=bytes(64)):
        rogue.puts((document, a_note(document, "påhittat")))


def of_a_newer_version(stage: Stage) -> None:
    with mock.patch.object(bundles, "FORMAT", 2):
        theirs(stage)


def of_a_removed_member(stage: Stage) -> None:
    stage.pair.eva.sharing.remove(stage.pair.per.me.id)
    stage.pair.eva.sharing.share()
    theirs(stage)


def of_a_cloned_profile(stage: Stage) -> None:
    shutil.copytree(stage.pair.folder / "per", stage.pair.folder / "tvilling")
    twin = Workspace.open(stage.pair.folder / "tvilling", core.PASSPHRASE, core.Clock())
    stage.pair.note(twin, "från tvillingen")
    twin.sharing.share()
    twin.close()


def with_a_clock_off_by_years(stage: Stage) -> None:
    clock = stage.pair.per._clock
    assert isinstance(clock, core.Clock)
    clock.set("2051-01-01T08:00:00+01:00")
    theirs(stage)


def with_a_full_disk(stage: Stage) -> None:
    eva = stage.pair.eva
    with faults.full(*eva.folder.glob("journal.db*")), suppress(NotSaved):
        for number in range(200):
            stage.pair.note(eva, f"när disken är full {number}")


def through(stage: Stage, address: str) -> None:
    """Let Eva share through a server, where she has been let in before."""
    eva = stage.pair.eva
    stage.stack.enter_context(mock.patch.dict("os.environ", {credentials.VARIABLE: base.PASSWORD}))
    eva.journal.keep("store", address.encode())
    eva.sharing._store = None


def with_the_network_cut(stage: Stage) -> None:
    through(stage, f"webdav+http://eva@127.0.0.1:{base.free_port()}/besok")


class Closed(BaseHTTPRequestHandler):
    """Lets nobody in."""

    def do_PROPFIND(self) -> None:
        self.send_error(401)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


def with_credentials_expired(stage: Stage) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Closed)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    for end in (server.server_close, thread.join, server.shutdown):
        stage.stack.callback(end)
    through(stage, f"webdav+http://eva@127.0.0.1:{server.server_port}/besok")


def with_a_read_only_share(stage: Stage) -> None:
    stage.pair.note(stage.pair.eva, "evas tredje")
    stage.stack.enter_context(faults.read_only(stage.pair.store))


NOT_THERE = "Något från en kollega har inte kommit fram helt"
WHOLE = "Det tas emot när det är helt"
AGAIN = "be kollegorna att dela igen"
NO_LOSS = "Inget av ditt är förlorat."
SAFE = "Allt är tryggt på den här datorn"
NOT_ITSELF = "skadat på vägen, eller förfalskat"

ROWS = (
    Row(emptied, "har förlorat filer som fanns där förut", SAFE, "Be kollegorna att dela också"),
    Row(emptied_with_its_marker, "innehåller inte den här arbetsytan", "Allt är tryggt på datorn",
        "en administratör väljer den på nytt"),
    Row(replaced_by_another, "hör till en annan arbetsyta", "Allt är tryggt på datorn",
        "Kontrollera adressen"),
    Row(rolled_back, "har förlorat filer som fanns där förut", SAFE,
        "fråga den som sköter platsen"),
    Row(without_one_in_the_middle, NOT_THERE, NO_LOSS, AGAIN, shares=2),
    Row(truncated, NOT_THERE, WHOLE, AGAIN, shares=2),
    Row(flipped, NOT_THERE, NO_LOSS, AGAIN, shares=2),
    Row(replayed, NOT_ITSELF, NO_LOSS, "Ta reda på vem som kan skriva"),
    Row(forged, NOT_ITSELF, "Inget av det har tagits emot", "Personen kan dela igen"),
    Row(of_a_newer_version, "använder en nyare version", "Inget går förlorat", "Installera den"),
    Row(of_a_removed_member, "av någon som inte längre är med", "Det ligger åt sidan",
        "be personen om det"),
    Row(of_a_cloned_profile, "En kopia av den här datorns arbetsyta", "inget är förlorat",
        "bjud in dig själv under Medlemmar", who="per"),
    Row(with_a_clock_off_by_years, "Klockan på den här datorn eller hos Per Prov går fel",
        "inget är förlorat", "Ställ klockorna"),
    Row(with_a_full_disk, "Disken tar inte emot mer", "finns bara i minnet",
        "Låt programmet vara öppet och frigör plats", shares=0),
    Row(with_the_network_cut, "går inte att nå", SAFE, "kontrollera nätet och adressen"),
    Row(with_credentials_expired, "släpper inte in dig", SAFE, "rätt lösenord är angivet"),
    Row(with_a_read_only_share, "Det går inte att skriva i den delade mappen", SAFE,
        "om rätt att skriva där"),
)  # fmt: skip


@contextmanager
def staged(template: Path, folder: Path, row: Row) -> Iterator[Workspace]:
    """Give Eva's workspace after a fault, before she shares again."""
    with opened(template, folder) as pair, ExitStack() as stack:
        pair.note(pair.eva, "evas första")
        pair.note(pair.per, "pers första")
        pair.all_share()
        past = folder / "förra veckan"
        shutil.copytree(pair.store, past)
        pair.note(pair.eva, "evas andra")
        pair.note(pair.per, "pers andra")
        pair.all_share()
        row.hurt(Stage(pair, past, stack))
        yield pair.eva if row.who == "eva" else pair.per


def seen(ws: Workspace, row: Row, **looks: Any) -> MainWindow:
    """Return the window of the one who sits there, when they have pressed Share now."""
    window = MainWindow(ws.folder, Settings(**looks))
    window.hold(ws)
    window.pulse.stop()  # nothing happens but what is asked for
    window.pulse._stopped = False
    window.resize(1440, 900)
    window.show()
    for _time in range(row.shares):
        window.share_now()
        while window.pulse.busy:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    window.pulse._watch.stop()
    window._tell()
    window.go("settings", section="sharing")
    return window
