"""All the cryptography of sharing, one small piece at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.sync.seal import (
    Keys,
    SealError,
    digest,
    is_public,
    read_json,
    seal,
    signed,
    unseal,
    wrap,
)

KEY = bytes(range(32))


def test_what_is_signed_is_proven_by_the_public_key_and_by_no_other() -> None:
    keys = Keys.fresh()
    signature = keys.sign(b"words")
    assert signed(keys.verify, signature, b"words")
    assert not signed(keys.verify, signature, b"Words")
    assert not signed(Keys.fresh().verify, signature, b"words")
    assert not signed("no key", signature, b"words")
    assert not signed(keys.verify, b"short", b"words")


def test_keys_are_kept_as_bytes_and_read_again() -> None:
    keys = Keys.fresh()
    again = Keys.from_bytes(keys.to_bytes())
    assert again == keys
    assert (again.verify, again.receive) == (keys.verify, keys.receive)
    assert is_public(keys.verify)
    assert is_public(keys.receive)


@given(st.binary(max_size=100))
def test_what_is_sealed_opens_with_its_key_at_its_place_only(data: bytes) -> None:
    sealed = seal(KEY, data, b"place")
    assert data not in sealed or len(data) < 4
    assert unseal(KEY, sealed, b"place") == data
    for key, where in ((KEY, b"elsewhere"), (bytes(32), b"place")):
        with pytest.raises(SealError):
            unseal(key, sealed, where)


@given(st.binary(max_size=60), st.integers(0, 200), st.integers(1, 255))
def test_no_changed_byte_opens(data: bytes, at: int, flip: int) -> None:
    sealed = bytearray(seal(KEY, data, b""))
    sealed[at % len(sealed)] ^= flip
    with pytest.raises(SealError):
        unseal(KEY, bytes(sealed), b"")


@given(st.binary(max_size=40))
def test_bytes_that_were_never_sealed_do_not_open(data: bytes) -> None:
    with pytest.raises(SealError):
        unseal(KEY, data, b"")
    with pytest.raises(SealError):
        Keys.fresh().unwrap(data, b"")


def test_a_wrapped_key_opens_for_its_receiver_and_purpose_only() -> None:
    keys = Keys.fresh()
    wrapped = wrap(KEY, keys.receive, b"purpose")
    assert keys.unwrap(wrapped, b"purpose") == KEY
    with pytest.raises(SealError):
        keys.unwrap(wrapped, b"another")
    with pytest.raises(SealError):
        Keys.fresh().unwrap(wrapped, b"purpose")


@pytest.mark.parametrize("receive", ["", "xyz", "00" * 31, "00" * 32])
def test_nothing_is_wrapped_for_a_key_that_is_none(receive: str) -> None:
    with pytest.raises(SealError):
        wrap(KEY, receive, b"")


@given(st.text(max_size=70))
def test_public_keys_are_64_hexadecimal_digits(text: str) -> None:
    assert is_public(text) == (len(text) == 64 and set(text) <= set("0123456789abcdef"))


@pytest.mark.parametrize("data", [b"[" * 100_000, b"NaN", b"[Infinity]", b"{", b"\xff", b""])
def test_json_that_is_none_or_too_much_is_one_kind_of_error(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 whatever the message
        read_json(data)


def test_digests_are_sha_256() -> None:
    assert digest(b"").startswith("e3b0c442")
