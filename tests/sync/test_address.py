"""Addresses: every kind is read, and a password is in none that is kept, shown or handed over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.errors import BadInput
from qualityvisit.sync import address as addresses
from qualityvisit.sync.address import AZURE, FOLDER, POSTGRESQL, S3, WEBDAV
from qualityvisit.sync.store import open_store


@pytest.mark.parametrize(
    ("text", "kind", "user", "host", "path"),
    [
        ("s3://hink", S3, "", "hink", ""),
        ("s3://AKIA1@hink/en%20mapp/å/", S3, "AKIA1", "hink", "en mapp/å"),
        ("s3://hink/x?endpoint=https://s3.example.se&region=eu-north-1", S3, "", "hink", "x"),
        ("azure://konto/behållare/x", AZURE, "", "konto", "behållare/x"),
        ("https://konto.blob.core.windows.net/lada/x", AZURE, "", "konto", "lada/x"),
        ("https://moln.example.se/remote.php/dav/files/eva/Besök", WEBDAV, "", "moln.example.se",
         "remote.php/dav/files/eva/Besök"),
        ("webdav+https://eva%40x.se@h:8443/a", WEBDAV, "eva@x.se", "h:8443", "a"),
        ("https://h/files/eva@x.se/a", WEBDAV, "", "h", "files/eva@x.se/a"),
        ("http://127.0.0.1:8080/a", WEBDAV, "", "127.0.0.1:8080", "a"),
        ("http://[::1]:8080/a", WEBDAV, "", "[::1]:8080", "a"),
        ("postgresql://per@db.example.se/kvalitet", POSTGRESQL, "per", "db.example.se", "kvalitet"),
        ("postgres://db:5433/n%C3%A4mnd%20ett?sslmode=verify-full", POSTGRESQL, "", "db:5433",
         "nämnd ett"),
        ("postgresql://localhost/x?sslmode=disable", POSTGRESQL, "", "localhost", "x"),
    ],
)  # fmt: skip
def test_every_kind_of_address_is_read(
    text: str, kind: str, user: str, host: str, path: str
) -> None:
    found, secret = addresses.read(text)
    assert (found.kind, found.user, found.host, found.path) == (kind, user, host, path)
    assert secret == ""
    assert addresses.read(found.text) == (found, "")


@pytest.mark.parametrize("text", ["", "/mnt/delad", r"\\server\delad", r"C:\delad", "file:///x"])
def test_what_is_no_address_is_a_folder(text: str) -> None:
    assert addresses.kind_of(text) == FOLDER


@pytest.mark.parametrize(
    "text",
    [
        "ftp://eva:h3mligt@host/x",
        "http://eva:h3mligt@example.se/x",
        "webdav+http://10.0.0.1/h3mligt",
        "s3://hink/x?endpoint=http://example.se",
        "s3://hink/x?h3mligt=x",
        "s3://hink/x?secret_access_key=h3mligt",
        "https://h/x?token=h3mligt",
        "azure://konto",
        "https:///x",
        "postgresql://eva:h3mligt@host",
        "postgresql://eva:h3mligt@host/a/b",
        "postgresql://eva:h3mligt@host/x?sslmode=require",
        "postgresql://eva:h3mligt@host/x?sslmode=disable",
        "postgresql://eva:h3m/ligt@host/x",
        "postgresql://eva:h3mligt#1@host/x",
        "postgresql://eva:h3mligt?@host/x",
        "https://eva:12/h3mligt@host/x",
        "https://eva:h3mligt]@host/x",
        "https://eva:h3mligt@host:port/x",
    ],
)
def test_what_is_unsafe_or_torn_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(BadInput) as told:
        addresses.read(text)
    assert "h3m" not in str(told.value).replace("/h3mligt", "")
    assert told.value.advice


@pytest.mark.parametrize(
    ("text", "kept", "secret"),
    [
        ("postgresql://eva:hem%40ligt@host/x", "postgresql://eva@host/x", "hem@ligt"),
        ("postgresql://eva@host/x?password=hemligt", "postgresql://eva@host/x", "hemligt"),
        ("https://eva:hemligt@host/x", "https://eva@host/x", "hemligt"),
        ("s3://AKIA:abc%2Fdef@hink/x?region=eu", "s3://AKIA@hink/x?region=eu", "abc/def"),
        ("azure://konto/lada?sv=1&sig=a%2Bb", "azure://konto/lada", "sv=1&sig=a%2Bb"),
        ("https://konto.blob.core.windows.net/lada?sp=rw&sig=hem", "azure://konto/lada",
         "sp=rw&sig=hem"),
    ],
)  # fmt: skip
def test_a_password_is_moved_out(text: str, kept: str, secret: str) -> None:
    found, inside = addresses.read(text)
    assert (found.text, inside) == (kept, secret)
    assert found.entry == f"store {kept}"


words = st.text(st.characters(min_codepoint=33, max_codepoint=0x17F), min_size=6, max_size=20)


@given(word=words, how=st.sampled_from(["postgresql", "https", "s3", "azure"]))
def test_no_password_stays_in_an_address_however_it_is_written(word: str, how: str) -> None:
    secret = f"hemligt{word}"
    try:
        found, inside = addresses.read(f"{how}://eva:{secret}@host/mapp/x")
    except BadInput as told:
        shown = str(told)
    else:
        assert inside
        shown = found.text + found.place + found.entry
    assert "hemligt" not in shown


@pytest.mark.parametrize(
    ("text", "secret", "kept", "inside"),
    [
        ("https://eva@h/x", "a:b@c/å", "https://eva@h/x", "a:b@c/å"),
        ("https://h/x", "eva:a:b", "https://eva@h/x", "a:b"),
        ("https://h/x", "hemligt", "https://h/x", "hemligt"),
        ("s3://hink/x?region=eu", "AKIA:a/b+c", "s3://AKIA@hink/x?region=eu", "a/b+c"),
        ("azure://konto/lada", "nyckel+/==", "azure://konto/lada", "nyckel+/=="),
        ("azure://konto/lada", "sv=1:2&sig=a%2Bb", "azure://konto/lada", "sv=1:2&sig=a%2Bb"),
    ],
)
def test_a_password_that_is_put_into_an_address_comes_out_again(
    text: str, secret: str, kept: str, inside: str
) -> None:
    found, taken_out = addresses.read(addresses.with_secret(text, secret))
    assert (found.text, taken_out) == (kept, inside)


def test_an_address_without_a_password_to_put_in_is_as_it_was() -> None:
    assert addresses.with_secret("https://eva@h/x", "") == "https://eva@h/x"
    assert addresses.with_secret("/mnt/delad", "hemligt") == "/mnt/delad"


def test_an_address_is_handed_over_without_its_user() -> None:
    assert (
        addresses.without_user("postgresql://eva@host:5433/n%C3%A4mnd?sslmode=verify-full")
        == "postgresql://host:5433/n%C3%A4mnd?sslmode=verify-full"
    )
    assert addresses.without_user("https://eva@host/en%20mapp") == "https://host/en%20mapp"
    assert addresses.without_user("/mnt/delad") == "/mnt/delad"


@pytest.mark.parametrize("address", ["s3://hink/x", "https://h/x", "postgresql://h/x"])
def test_opening_a_store_asks_nothing_of_it(address: str) -> None:
    assert open_store(address).address == address
