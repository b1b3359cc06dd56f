"""What is special over HTTP: Nextcloud's ways, odd paths, signatures that end, certificates."""

from collections.abc import Iterator

import pytest

from qualityvisit.errors import StoreRefused, StoreUnreachable
from qualityvisit.sync import address as addresses
from qualityvisit.sync.objects import HttpStore
from tests.servers import base, nextcloud, objects
from tests.servers.apache import Apache
from tests.servers.nextcloud import TOP, Nextcloud
from tests.servers.objects import Server
from tests.servers.places import WebdavPlace

pytestmark = pytest.mark.slow

ONE = f"{'a' * 20}/00000001-{'0' * 16}"


def store(address: str, secret: str = base.PASSWORD) -> HttpStore:
    where, _inside = addresses.read(address)
    return HttpStore(where, lambda: secret)


@pytest.fixture
def cloud() -> Iterator[Nextcloud]:
    with nextcloud.running() as server:
        yield server


@pytest.mark.parametrize("missing", [404, 409])
def test_nextcloud_is_shared_through(cloud: Nextcloud, missing: int) -> None:
    cloud.missing = missing
    eva = store(cloud.address)
    assert eva.list() == set()
    eva.put(ONE, b"words")
    file = f"{TOP}/{ONE}"
    assert cloud.files == {file: b"words"}
    cloud.files |= {
        f"{file} (conflicted copy 2028-03-14 101500)": b"",
        f"{TOP}/Läs mig.md": b"",
        f"{file}.ocTransferId1234.part": b"",
    }
    cloud.folders.add(f"{TOP}/Bilder")
    assert eva.list() == {ONE}
    assert set(cloud.asked) == {"1"}
    assert eva.get(ONE) == b"words"
    eva.drop(ONE)
    eva.drop(ONE)
    assert eva.get(ONE) is None


def test_a_file_that_nextcloud_has_locked_is_put_next_time(cloud: Nextcloud) -> None:
    eva = store(cloud.address)
    cloud.locked = 1
    with pytest.raises(StoreUnreachable):
        eva.put(ONE, b"words")
    eva.put(ONE, b"words")
    assert eva.list() == {ONE}


def test_a_folder_that_nextcloud_does_not_have_is_not_made(cloud: Nextcloud) -> None:
    eva = store(cloud.address.replace("/eva/", "/annan/"))
    with pytest.raises(StoreUnreachable, match="Platsen finns inte"):
        eva.put(ONE, b"words")
    assert cloud.folders == {TOP}


def test_a_prefix_of_s3_may_hold_spaces_and_letters() -> None:
    with objects.moto(signed=False) as server:
        address = f"s3://{objects.BUCKET}/en%20mapp/å?endpoint={server.url}"
        eva = store(address, server.keys["eva"])
        eva.put(ONE, b"words")
        assert (eva.list(), eva.get(ONE)) == ({ONE}, b"words")
        assert store(address.replace("/å", ""), server.keys["eva"]).list() == set()


def test_a_signature_of_azures_lets_in_until_it_ends(azurite: Server) -> None:
    address = f"azure://{objects.ACCOUNT}/{objects.BUCKET}/signatur?endpoint={azurite.url}"
    eva = store(address, objects.signature("rcwdl"))
    eva.put(ONE, b"words")
    assert (eva.list(), eva.get(ONE)) == ({ONE}, b"words")
    eva.drop(ONE)
    late = store(address, f"?{objects.signature('rcwdl', hours=-1)}")
    for verb in (late.list, lambda: late.get(ONE), lambda: late.put(ONE, b"words")):
        with pytest.raises(StoreRefused) as told:
            verb()
        assert "sig=" not in str(told.value)


def test_a_certificate_that_nobody_vouches_for_is_refused(
    apache: Apache, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = WebdavPlace(apache)
    address = place.address("eva", apache.tls).replace("http:", "https:")
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with pytest.raises(StoreUnreachable):
        store(address).list()
    monkeypatch.setenv("SSL_CERT_FILE", str(apache.certificate.authority))
    assert store(address).list() == set()
    with pytest.raises(StoreUnreachable):  # the certificate is for another name
        store(address.replace("127.0.0.1", "127.0.0.2")).list()
