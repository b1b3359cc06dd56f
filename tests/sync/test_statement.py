"""Statements: what is written is read again, and of what is none, nothing is believed."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.sync.seal import Keys
from qualityvisit.sync.statement import MOST, Statement, claim_of, device_id, proof_of
from tests.sync.place import AT, KEYS, Place

SAID = Place.founded().said[0]
LINE, _newline, SIGNATURE = SAID.rpartition(b"\n")


def test_a_statement_is_read_as_it_was_written() -> None:
    made = Statement.make(KEYS[0], type="team", by="x", after=["a", "b"], add=["per", 3], at=AT)
    found = Statement.parse(made.raw)
    assert found == made
    assert (found.type, found.by, found.text("at")) == ("team", "x", AT)
    assert (found.after, found.names("add")) == (["a", "b"], ["per"])
    assert (found.text("after"), found.text("nothing"), found.names("at")) == ("", "", [])
    assert found.signed_by(KEYS[0].verify)
    assert not found.signed_by(KEYS[1].verify)


def test_how_far_bundles_had_come_is_read_by_name_or_number() -> None:
    last = {"a": ["x", "y", 3], "b": 7, "c": True, "d": -1, "e": "9", "f": None, "g": 1.5}
    found = Statement.make(KEYS[0], type="removed", last=last)
    assert found.last == {"a": ("x", "y"), "b": 7, "c": 0, "d": 0, "e": 0, "f": 0, "g": 0}
    assert Statement.make(KEYS[0], type="removed", last=[1]).last == {}


def test_no_two_pairs_of_keys_have_one_id() -> None:
    ids = {device_id(k.verify, other.receive) for k in KEYS[:20] for other in KEYS[:20]}
    assert len(ids) == 400


def test_a_proof_and_a_claim_are_for_what_they_name() -> None:
    body = {"by": "b", "type": "invited", "device": "", "invitation": "i", "member": "m",
            "role": "r", "verify": "v", "receive": "w"}  # fmt: skip
    for key in body:
        assert claim_of(body | {key: "else"}) != claim_of(body)
    for key in ("device", "verify", "receive"):
        assert proof_of(body | {key: "else"}) != proof_of(body)


@given(st.integers(0, len(SAID) - 1), st.integers(1, 255))
def test_a_changed_byte_is_no_statement_or_is_not_signed(at: int, flip: int) -> None:
    torn = bytearray(SAID)
    torn[at] ^= flip
    try:
        found = Statement.parse(bytes(torn))
    except ValueError:
        return
    assert not found.signed_by(KEYS[0].verify)


@given(st.binary(max_size=200))
def test_whatever_bytes_are_no_statement(data: bytes) -> None:
    for raw in (data, data + b"\n" + b"0" * 128):
        try:
            found = Statement.parse(raw)
        except ValueError:
            continue
        assert isinstance(found.body, dict)
        assert not found.signed_by(KEYS[0].verify)


@pytest.mark.parametrize(
    "body",
    [
        [],
        "words",
        {"after": "x"},
        {"after": [["x"]]},
        {"after": [1]},
        {"a": 1e999},
        {"a": "x" * MOST},
    ],
)
def test_a_body_that_makes_no_sense_is_no_statement(body: object) -> None:
    line = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    with pytest.raises(ValueError):  # noqa: PT011 whatever the message
        Statement.parse(line + b"\n" + b"0" * 128)


def test_a_body_that_is_nested_without_end_is_no_statement() -> None:
    with pytest.raises(ValueError):  # noqa: PT011 whatever the message
        Statement.parse(b"[" * 60_000 + b"\n" + b"0" * 128)


def test_a_statement_has_one_form_only() -> None:
    for line in (LINE.replace(b",", b", ", 1), LINE + b" ", LINE.replace(b"{", b'{"":1,"":1,', 1)):
        with pytest.raises(ValueError):  # noqa: PT011 whatever the message
            Statement.parse(line + b"\n" + SIGNATURE)
    found = Statement.parse(SAID)
    for signature in (b"z" * 128, SIGNATURE[:-2] + b"\xff\xff"):
        assert not replace(found, raw=LINE + b"\n" + signature).signed_by(Keys.fresh().verify)
