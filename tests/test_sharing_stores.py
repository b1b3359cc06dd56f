"""Members who share over a network: each kind of store, and fifteen computers at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qualityvisit.errors import StoreRefused
from qualityvisit.model import records
from qualityvisit.sync import address as addresses
from qualityvisit.sync import credentials, trouble
from qualityvisit.sync.invitation import Invitation
from qualityvisit.workspace import Workspace
from tests import core, rings
from tests.rings import Memory
from tests.servers import proxy
from tests.servers.places import DatabasePlace, Place, place_of

pytestmark = pytest.mark.slow
CUTS = 24  # places in a round where the wire is cut


@pytest.fixture(params=["webdav", "s3", "azure", "postgresql"])
def place(request: pytest.FixtureRequest) -> Place:
    return place_of(request, request.param)


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Memory]:
    monkeypatch.delenv(credentials.VARIABLE, raising=False)
    with rings.memory() as made:
        yield made


def note(ws: Workspace, visit: str, text: str) -> str:
    session = core.session(ws, visit, "pupils").id
    return ws.notes(visit).add_note(session, "pupils", text=text)


def content(ws: Workspace) -> dict[str, set[str]]:
    """Return everything that the index shows, as text."""
    ws.settle()
    kinds = (records.Unit, records.Guide, records.Question, records.Visit, records.Note)
    return {kind.__name__: {str(r) for r in ws.all(kind)} for kind in kinds}


def test_two_members_share_and_end_with_the_same(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(credentials.VARIABLE, place.secret("eva"))
    eva = core.founded(tmp_path / "eva", place.address("eva", place.port))
    per = core.joined(eva, tmp_path / "per", "Per", store=place.address("per", place.port))
    eva.sharing.share()
    visit = core.planned(eva, eva.me.id, per.me.id)
    for _round in range(2):
        eva.sharing.share()
        per.sharing.share()
    note(per, visit, "Rasterna är lugna.")
    note(eva, visit, "Klassrådet möts varje vecka.")
    for _round in range(2):
        for ws in (eva, per):
            assert ws.sharing.share().problem is None
    assert content(eva) == content(per)
    assert len(content(eva)["Note"]) == 2
    assert (eva.status().waiting, per.status().waiting) == (0, 0)
    for ws in (eva, per):
        core.whole(ws)
        ws.close()


def test_a_password_is_in_no_file_no_address_and_no_invitation(
    place: Place, tmp_path: Path, ring: Memory
) -> None:
    secret = place.secret("eva")
    with core.cheap():
        eva = Workspace.create(
            tmp_path / "eva", name="Eva", committee="N", passphrase=core.PASSPHRASE,
            clock=core.Clock(),
            store=addresses.with_secret(place.address("eva", place.port), secret),
        )  # fmt: skip
    line = eva.sharing.invite("Per", "member")
    password = secret.rpartition(":")[2]
    assert ring.held == {("qualityvisit", f"store {eva.status().store}"): password}
    shared = Invitation.read(line).store
    assert "@" not in shared
    assert password not in shared + eva.status().store
    assert password.encode() not in eva.journal.secret("store")
    eva.close()
    for file in (tmp_path / "eva").rglob("*"):
        if file.is_file():
            assert password.encode() not in file.read_bytes(), file


def test_a_password_that_expires_is_told_and_a_new_one_takes_up_where_it_was(
    place: Place, tmp_path: Path, ring: Memory
) -> None:
    with core.cheap():
        eva = Workspace.create(
            tmp_path / "eva", name="Eva", committee="N", passphrase=core.PASSPHRASE,
            clock=core.Clock(),
            store=addresses.with_secret(place.address("eva", place.port), place.secret("eva")),
        )  # fmt: skip
    eva.register.add_unit("Exempelskolan", ("GR",))
    [entry] = ring.held
    ring.held[entry] = f"{ring.held[entry][:-3]}fel"
    eva.sharing._store = None  # as when the program is started anew
    result = eva.sharing.share()
    assert isinstance(result.problem, StoreRefused)
    assert eva.status().waiting > 0
    right = place.secret("eva").rpartition(":")[2]
    core.move(eva, addresses.with_secret(eva.status().store, right))
    assert eva.sharing.share().problem is None
    assert eva.status().waiting == 0
    eva.close()


@pytest.mark.parametrize("kind", ["webdav", "postgresql"])
def test_a_wire_that_is_cut_at_any_byte_of_a_round_loses_nothing(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    place = place_of(request, kind)
    monkeypatch.setenv(credentials.VARIABLE, place.secret("eva"))
    monkeypatch.setattr(trouble, "WHOLE", 2.0)
    with proxy.before(place.port) as wire:
        eva = core.founded(tmp_path / "eva", place.address("eva", wire.port))
        per = core.joined(eva, tmp_path / "per", "Per", store=place.address("per", wire.port))
        visit = core.planned(eva, eva.me.id, per.me.id)
        for ws in (eva, per, eva, per):
            ws.sharing.share()
        wire.said = wire.answered = 0
        note(eva, visit, "Början.")
        eva.sharing.share()
        said, answered = wire.said, wire.answered
        told = 0
        for turn in range(CUTS):
            ws = (eva, per)[turn % 2]
            note(ws, visit, f"Skrivet vid brott {turn}.")
            if turn % 4 < 2:
                wire.cut_after = said * turn // CUTS
            else:
                wire.cut_answer_after = answered * turn // CUTS
            told += ws.sharing.share().problem is not None
            if ws.status().waiting == 0:  # said to be shared: then it is in the store
                assert ws.sharing._shelf.held() <= place.store().list()
            wire.cut_after = wire.cut_answer_after = -1
        assert told > CUTS // 4
        for ws in (eva, per, eva, per):
            assert ws.sharing.share().problem is None
        assert len(content(eva)["Note"]) == CUTS + 1
        assert content(eva) == content(per)
        for ws in (eva, per):
            assert ws.status().waiting == 0
            core.whole(ws)
            ws.close()


@pytest.fixture(params=["folder", "database"])
def address_of(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], str]:
    """Give each person's address of one store."""
    if request.param == "folder":
        return lambda _person: str(tmp_path / "delad")
    place = DatabasePlace(request.getfixturevalue("postgres"))
    monkeypatch.setenv(credentials.VARIABLE, place.secret("eva"))
    return lambda person: place.address(person, place.port)


def test_fifteen_computers_share_through_one_store_at_once(
    address_of: Callable[[str], str], tmp_path: Path
) -> None:
    eva = core.founded(tmp_path / "eva", address_of("eva"))
    everybody = [eva]
    for number in range(14):
        store = address_of(f"person{number}")
        everybody.append(core.joined(eva, tmp_path / f"{number}", f"P {number}", store=store))
    eva.sharing.share()
    visit = core.planned(eva, *(ws.me.id for ws in everybody))
    with ThreadPoolExecutor(15) as people:

        def all_share() -> None:
            begun = [ws.sharing.start_round() for ws in everybody]
            list(people.map(lambda each: each.carry(), begun))
            for ws, done in zip(everybody, begun, strict=True):
                assert done.problem is None
                list(ws.sharing.finish(done))

        for _round in range(3):
            all_share()
        for number, ws in enumerate(everybody):
            note(ws, visit, f"Sagt av {number}.")
        for _round in range(2):
            all_share()
    wanted = content(eva)
    assert len(wanted["Note"]) == 15
    for ws in everybody:
        assert content(ws) == wanted
        assert ws.status().waiting == 0
        ws.close()
