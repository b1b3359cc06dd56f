"""What every kind of store keeps to, each against a real server."""

import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qualityvisit.errors import StoreRefused, StoreTrouble, StoreUnreachable
from qualityvisit.sync import trouble
from tests import faults
from tests.servers import base, places, proxy
from tests.servers.places import FolderPlace, Place, place_of

pytestmark = pytest.mark.slow

ONE = f"{'a' * 20}/00000001-{'0' * 16}"
TWO = f"{'a' * 20}/00000002-{'1' * 16}"
MARKER = f"workspace/{'b' * 64}"
SNAPSHOT = f"snapshot/{'d' * 20}-00000007-{'c' * 16}"
WIRED = ("webdav", "s3", "azure", "postgresql")


@pytest.fixture(params=["folder", *WIRED])
def place(request: pytest.FixtureRequest) -> Place:
    """Return an empty place of each kind in turn."""
    return place_of(request, request.param)


@pytest.fixture(params=WIRED)
def wired(request: pytest.FixtureRequest) -> Place:
    """Return an empty place of each kind that is reached over a network."""
    return place_of(request, request.param)


@pytest.fixture
def wire(wired: Place) -> Iterator[proxy.Proxy]:
    """Return a wire to the place's server."""
    with proxy.before(wired.port) as found:
        yield found


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let stores have little patience."""
    monkeypatch.setattr(trouble, "CONNECT", 1.0)
    monkeypatch.setattr(trouble, "WHOLE", 1.0)


def test_what_is_put_is_listed_and_got(place: Place) -> None:
    store = place.store()
    assert store.list() == set()
    store.put(ONE, b"\x00words\xff")
    store.put(MARKER, b"")
    store.put(SNAPSHOT, b"much")
    assert store.list() == {ONE, MARKER, SNAPSHOT}
    assert store.get(ONE) == b"\x00words\xff"
    assert store.get(MARKER) == b""
    assert place.store().get(SNAPSHOT) == b"much"


def test_what_is_not_there_is_none(place: Place) -> None:
    store = place.store()
    assert store.get(ONE) is None
    store.put(ONE, b"words")
    assert store.get(TWO) is None


def test_putting_again_is_harmless(place: Place) -> None:
    store = place.store()
    store.put(ONE, b"words")
    store.put(ONE, b"words")
    assert (store.list(), store.get(ONE)) == ({ONE}, b"words")


def test_files_of_others_are_passed_over(place: Place) -> None:
    store = place.store()
    store.put(ONE, b"words")
    folder, file = ONE.split("/")
    place.plant("readme.txt")
    place.plant(f"Bilder från mötet/{file}")
    for name in (
        f"{file} (conflicted copy 2028-03-14 101500)",
        f"{file}-EVAS-DATOR",
        f"{file}.sync-conflict-20280314-101500-ABCDEFG",
        f".{TWO.split('/')[1]}.17.part",
        f"~{file}",
        file.upper().replace("0", "O"),
    ):
        place.plant(f"{folder}/{name}")
    place.plant(f"{folder}/{file[:-1]}")
    place.plant(f"{'A' * 20}/{file}")
    assert store.list() == {ONE}


def test_a_large_file_comes_back_whole(place: Place) -> None:
    data = bytes(range(256)) * (5 * 4096)
    place.store().put(ONE, data)
    assert place.store().get(ONE) == data


def test_what_is_dropped_is_gone_and_dropping_again_is_harmless(place: Place) -> None:
    store = place.store()
    store.put(ONE, b"words")
    store.put(TWO, b"others")
    store.drop(ONE)
    store.drop(ONE)
    store.drop(SNAPSHOT)
    assert (store.list(), store.get(ONE)) == ({TWO}, None)
    store.put(ONE, b"words")
    assert store.get(ONE) == b"words"


def verbs(place: Place, **how: int | str) -> list[Callable[[], object]]:
    """Return everything that can be asked of a store, each of one just opened."""
    return [
        lambda: place.store(**how).list(),  # type: ignore[arg-type]
        lambda: place.store(**how).get(ONE),  # type: ignore[arg-type]
        lambda: place.store(**how).put(ONE, b"words"),  # type: ignore[arg-type]
    ]


def test_a_server_that_is_off_is_unreachable_soon(wired: Place) -> None:
    for verb in verbs(wired, port=base.free_port()):
        began = time.monotonic()
        with pytest.raises(StoreUnreachable) as told:
            verb()
        assert time.monotonic() - began < 5
        assert told.value.may_retry
        assert "tryggt" in told.value.advice


@pytest.mark.usefixtures("hurried")
def test_a_server_that_says_nothing_is_given_up(wired: Place, wire: proxy.Proxy) -> None:
    wire.silent = True
    for verb in verbs(wired, port=wire.port):
        began = time.monotonic()
        with pytest.raises(StoreUnreachable):
            verb()
        assert time.monotonic() - began < 8


def test_a_wrong_password_is_told_and_never_shown(wired: Place) -> None:
    right = wired.secret("eva")
    for verb in verbs(wired, secret=f"{right[:-3]}fel"):
        with pytest.raises(StoreRefused) as told:
            verb()
        assert not told.value.may_retry
        assert right[:-3] not in str(told.value)


def test_without_a_password_it_is_asked_for(wired: Place) -> None:
    for verb in verbs(wired, secret=""):
        with pytest.raises(StoreRefused) as told:
            verb()
        assert "lösenord" in told.value.title


def test_who_may_only_read_reads_and_is_told(place: Place) -> None:
    place.store().put(ONE, b"words")
    if isinstance(place, FolderPlace):
        with faults.read_only(place.folder):
            _reads_only(place)
    else:
        _reads_only(place)
    assert place.store().list() == {ONE}


def _reads_only(place: Place) -> None:
    store = place.store("lena")
    assert (store.list(), store.get(ONE)) == ({ONE}, b"words")
    with pytest.raises(StoreRefused) as told:
        store.put(TWO, b"more")
    assert "tryggt" in told.value.advice
    with pytest.raises(StoreRefused):
        store.drop(ONE)


def test_a_place_that_is_away_is_told_and_not_made(place: Place) -> None:
    if isinstance(place, FolderPlace | places.WebdavPlace):
        shutil.rmtree(place.folder)
    elif isinstance(place, places.ObjectPlace):
        place._prefix = place._prefix.replace("kvalitetsbesok", "finns-inte")
    else:
        pytest.skip("a database that is not there does not say so to strangers")
    for _attempt in range(2):
        with pytest.raises(StoreTrouble):  # a key for one bucket is refused at another
            place.store().put(ONE, b"words")


def test_fifteen_write_at_once(place: Place) -> None:
    def write(number: int) -> set[str]:
        store = place.store(place.writers()[number])
        mine = {f"{number:020x}/{n:08}-{'d' * 16}" for n in range(1, 6)}
        for name in mine:
            store.put(name, name.encode())
        assert store.list() >= mine
        return mine

    with ThreadPoolExecutor(15) as people:
        written = set[str]().union(*people.map(write, range(15)))
    store = place.store()
    assert store.list() == written
    assert all(store.get(name) == name.encode() for name in written)


def test_two_puts_of_one_file_at_the_same_time_leave_it_whole(place: Place) -> None:
    data = b"w" * 300_000
    one, two = place.store(), place.store()
    with ThreadPoolExecutor(2) as both:
        for done in [both.submit(each.put, ONE, data) for each in (one, two) for _ in range(5)]:
            done.result()
    assert (one.list(), two.get(ONE)) == ({ONE}, data)


def test_a_put_that_is_cut_leaves_no_file(wired: Place, wire: proxy.Proxy) -> None:
    store = wired.store(port=wire.port)
    assert store.list() == set()
    wire.cut_after = 200_000
    with pytest.raises(StoreTrouble):
        store.put(ONE, b"w" * 1_000_000)
    wire.cut_after = -1
    assert wired.store().list() == set()
    assert store.get(ONE) is None
    store.put(ONE, b"w" * 1_000_000)
    assert wired.store().get(ONE) == b"w" * 1_000_000


def test_a_put_that_is_cut_over_a_whole_file_leaves_it_whole(
    wired: Place, wire: proxy.Proxy
) -> None:
    wired.store().put(ONE, b"w" * 1_000_000)
    wire.cut_after = 200_000
    with pytest.raises(StoreTrouble):
        wired.store(port=wire.port).put(ONE, b"w" * 1_000_000)
    assert wired.store().get(ONE) == b"w" * 1_000_000


def test_a_wire_that_was_cut_between_two_questions_is_mended(
    wired: Place, wire: proxy.Proxy
) -> None:
    store = wired.store(port=wire.port)
    store.put(ONE, b"words")
    wire.cut_after = 0
    with pytest.raises(StoreUnreachable):
        store.list()
    wire.cut_after = -1
    assert store.list() == {ONE}


def test_the_password_is_asked_for_again_after_it_was_refused(wired: Place) -> None:
    given = ["fel", wired.secret("eva")]
    store = wired.store()
    store._secret = lambda: given.pop(0)  # type: ignore[attr-defined]
    with pytest.raises(StoreRefused):
        store.list()
    assert store.list() == set()


def test_a_listing_of_ten_years_is_quick(place: Place, tmp_path: Path) -> None:
    del tmp_path
    if not isinstance(place, FolderPlace | places.DatabasePlace | places.WebdavPlace):
        pytest.skip("the servers of the tests are slow to fill")
    names = {f"{n % 15:020x}/{n:08}-{'e' * 16}" for n in range(6000)}
    if isinstance(place, places.DatabasePlace):
        with place.server.chief() as chief, chief.cursor() as rows:
            rows.execute("ALTER TABLE qualityvisit.file DISABLE TRIGGER USER")
            rows.executemany(
                "INSERT INTO qualityvisit.file (name, bytes) VALUES (%s, '')", [(n,) for n in names]
            )
            rows.execute("ALTER TABLE qualityvisit.file ENABLE TRIGGER USER")
    else:
        for name in names:
            place.plant(name)
    store = place.store()
    began = time.monotonic()
    assert store.list() == names
    assert time.monotonic() - began < 3
