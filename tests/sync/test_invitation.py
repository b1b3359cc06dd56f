"""Invitations: a line that is copied whole is read, and any other is told to be copied again."""

import base64
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.errors import BadInput
from qualityvisit.sync.invitation import Invitation
from qualityvisit.sync.seal import Keys

ONE = Invitation("w" * 64, "/srv/delad mapp/å", "i" * 20, "m" * 20, Keys.fresh(), bytes(32))
LINE = ONE.line()


def line_of(content: object) -> str:
    """Return a line with a right check sum around whatever content."""
    packed = zlib.compress(json.dumps(content).encode())
    return line_around(packed)


def line_around(packed: bytes) -> str:
    whole = zlib.crc32(packed).to_bytes(4, "big") + packed
    return "QV1-" + base64.urlsafe_b64encode(whole).decode().rstrip("=")


def test_a_line_is_read_as_it_was_written() -> None:
    assert Invitation.read(LINE) == ONE


@given(st.lists(st.integers(0, len(LINE)), max_size=6))
def test_breaks_and_spaces_in_the_line_do_not_matter(places: list[int]) -> None:
    line = LINE
    for place in places:
        line = line[:place] + " \n\t" + line[place:]
    assert Invitation.read(line) == ONE


@given(st.integers(0, len(LINE) - 1), st.characters(exclude_characters=" \n\t"))
def test_a_slip_of_the_hand_is_noticed(at: int, letter: str) -> None:
    line = LINE[:at] + letter + LINE[at + 1 :]
    try:
        assert Invitation.read(line) == ONE  # the same, or a space
    except BadInput:
        assert line != LINE


@given(st.integers(0, len(LINE) - 1))
def test_a_part_of_the_line_is_not_enough(length: int) -> None:
    with pytest.raises(BadInput):
        Invitation.read(LINE[:length])


@given(st.text(max_size=60))
def test_whatever_else_is_no_invitation(text: str) -> None:
    for line in (text, "QV1-" + text):
        with pytest.raises(BadInput):
            Invitation.read(line)


FIELDS = json.loads(json.dumps(["w" * 64, "/srv", "i", "m", "00" * 64, "00" * 32]))


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        "words",
        7,
        None,
        FIELDS[:5],
        [*FIELDS, "more"],
        [*FIELDS[:4], "00" * 63, "00" * 32],
        [*FIELDS[:4], "00" * 64, "00" * 31],
        [*FIELDS[:4], "zz" * 64, "00" * 32],
        ["w", *FIELDS[1:]],
    ],
)
def test_a_whole_line_with_senseless_content_is_no_invitation(content: object) -> None:
    with pytest.raises(BadInput):
        Invitation.read(line_of(content))


@pytest.mark.parametrize(
    "packed", [b"", b"not zlib", zlib.compress(b"[" * 9_000), zlib.compress(bytes(1 << 24))]
)
def test_a_line_that_unpacks_to_far_too_much_is_no_invitation(packed: bytes) -> None:
    with pytest.raises(BadInput):
        Invitation.read(line_around(packed))
