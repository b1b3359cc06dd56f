"""Bundles: what is built is read again, and of what is not, nothing is believed."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.sync import bundle
from qualityvisit.sync.bundle import (
    MAGIC,
    BundleError,
    Envelope,
    NewerBundle,
    Written,
    build,
    is_whole,
    pack,
    parse,
    parts_of,
    unpack,
)
from qualityvisit.sync.seal import Keys, SealError

KEYS = Keys(bytes(range(32)), bytes(range(32, 64)))
KEY = bytes(32)
DEVICE = "0123456789abcdef0123"
OTHER = "f" * 20
Content = Sequence[tuple[str, str, bytes, bytes]]
CONTENT: Content = [("", "k0", KEY, b"control"), ("notes/v", "k1", KEY, b"words")]


def made(content: Content = CONTENT, sequence: int = 7) -> tuple[str, bytes]:
    envelope = Envelope("w" * 64, DEVICE, sequence, f"{DEVICE}/00000006-{'0' * 16}", {OTHER: 3})
    return build(envelope, KEYS, content)


NAME, WHOLE = made()


def with_header(**changes: object) -> bytes:
    """Return the bundle with fields of its header changed, and signed anew."""
    start = len(MAGIC) + 4
    length = int.from_bytes(WHOLE[len(MAGIC) : start], "big")
    header = json.loads(WHOLE[start : start + length]) | changes
    words = json.dumps({k: v for k, v in header.items() if v is not ...}).encode()
    body = MAGIC + len(words).to_bytes(4, "big") + words + WHOLE[start + length : -64]
    return body + KEYS.sign(body)


def test_a_bundle_is_read_as_it_was_built() -> None:
    found = parse(NAME, WHOLE)
    assert (found.workspace, found.device, found.sequence) == ("w" * 64, DEVICE, 7)
    assert (found.previous, found.deps) == (f"{DEVICE}/00000006-{'0' * 16}", {OTHER: 3})
    assert [(p.document, p.key) for p in found.parts] == [("", "k0"), ("notes/v", "k1")]
    assert [found.open(n, KEY) for n in (0, 1)] == [b"control", b"words"]
    assert found.signed_by(KEYS.verify)
    assert not found.signed_by(Keys.fresh().verify)


def test_names_are_contents() -> None:
    assert parts_of(NAME) == (DEVICE, 7)
    assert is_whole(NAME, WHOLE)
    assert not is_whole(NAME, WHOLE[:-1])
    assert bundle.NAME.fullmatch(NAME)


def test_the_same_words_are_never_sealed_the_same_twice() -> None:
    assert made()[0] != NAME


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_changed_byte_is_seen_by_name_and_signature(at: int, flip: int) -> None:
    torn = bytearray(WHOLE)
    torn[at] ^= flip
    assert not is_whole(NAME, bytes(torn))
    try:
        found = parse(NAME, bytes(torn))
    except BundleError:
        return
    assert not found.signed_by(KEYS.verify)


@given(st.integers(0, len(WHOLE) - 1))
def test_a_truncated_bundle_is_seen(length: int) -> None:
    assert not is_whole(NAME, WHOLE[:length])
    with pytest.raises(BundleError):
        parse(NAME, WHOLE[:length])


@given(st.binary(max_size=200))
def test_whatever_bytes_are_no_bundle(data: bytes) -> None:
    for whole in (data, MAGIC + data, MAGIC + (20).to_bytes(4, "big") + data):
        with pytest.raises(BundleError):
            parse(NAME, whole)


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "1"},
        {"format": 1e999},
        {"format": ...},
        {"workspace": ...},
        {"device": OTHER},
        {"sequence": 8},
        {"deps": []},
        {"deps": {OTHER: "3"}},
        {"deps": {OTHER: 1e999}},
        {"parts": []},
        {"parts": [["", "k0", -5]]},
        {"parts": [["", "k0", 1 << 40]]},
        {"parts": [["", "k0", 1.5]]},
        {"parts": [["", "k0"]]},
        {"parts": "parts"},
        {"parts": [["notes/v", "k1", 35], ["", "k0", 33]]},
    ],
)
def test_a_header_that_makes_no_sense_is_told_apart(changes: dict[str, object]) -> None:
    with pytest.raises(BundleError) as told:
        parse(NAME, with_header(**changes))
    assert not isinstance(told.value, NewerBundle)


def test_a_header_that_is_nested_without_end_is_no_bundle() -> None:
    words = b"[" * 200_000
    whole = MAGIC + len(words).to_bytes(4, "big") + words + bytes(64)
    with pytest.raises(BundleError):
        parse(NAME, whole)


def test_a_bundle_of_a_newer_version_is_told_apart() -> None:
    with pytest.raises(NewerBundle):
        parse(NAME, with_header(format=2, parts="in another way"))


def test_a_part_cannot_be_moved_to_another_place() -> None:
    found = parse(NAME, WHOLE)
    control, words = found.parts
    moved = parse(*made([("", "k0", KEY, b"control"), ("notes/other", "k1", KEY, b"x")]))
    for part in (words, bundle.Part("notes/other", "k1", words.sealed)):
        swapped = bundle.Bundle(
            moved.name, moved.workspace, moved.device, moved.sequence, moved.previous,
            moved.deps, (), (control, part), moved.digest, moved.signature,
        )  # fmt: skip
        if part is words:
            assert swapped.open(1, KEY) == b"words"  # the same place in the same bundle number
        else:
            with pytest.raises(SealError):
                swapped.open(1, KEY)


@given(
    st.lists(st.builds(Written, st.binary(max_size=50), st.text(max_size=9), st.text()), max_size=8)
)
def test_updates_are_packed_and_unpacked(updates: list[Written]) -> None:
    assert unpack(pack(updates)) == updates


@given(st.binary(max_size=60))
def test_packed_bytes_are_read_whole_or_not_at_all(data: bytes) -> None:
    try:
        found = unpack(data)
    except (ValueError, TypeError):
        return
    assert unpack(pack(found)) == found
