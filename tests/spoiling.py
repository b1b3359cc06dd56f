"""What the fuzzers draw: values of JSON spoilt in places, bytes torn, statements of a workspace."""

import base64
import copy
import json
import zlib
from typing import Any

from hypothesis import strategies as st

from qualityvisit.sync.bundle import MAGIC, Envelope, Written, build, name_of, pack
from qualityvisit.sync.keys import Grant, new_key
from qualityvisit.sync.seal import Keys
from qualityvisit.sync.statement import Statement
from tests.sync.place import Place, public

KEYS, KEY = Keys(bytes(range(32)), bytes(range(32, 64))), bytes(32)
DEVICE, OTHER, WORKSPACE = "0123456789abcdef0123", "f" * 20, "w" * 64
BUNDLE_NAME = f"{DEVICE}/00000003-{'a' * 16}"
PACK_NAME = f"pack/{DEVICE}-00000001-{'b' * 16}"
DEEP = {f"deep {n}": "[" * n + "]" * n for n in (400, 900, 990, 100_000)}  # as JSON

ODD: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([
        None, True, False, 0, -1, 1, 1 << 31, 1 << 63, 10**30, 10**400, -(10**30), 0.5, -0.0,
        float("inf"), float("nan"), "", "\ud800", "\0", "a/b", "../../x", "åäö", "x" * 5000,
        [], {}, [[]], [{}], {"": None}, [None] * 3, [["a", 1]], {"a": {"b": []}}, *DEEP,
        "2028-03-14", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", DEVICE, BUNDLE_NAME,
    ]),
    st.text(max_size=8), st.integers(), st.floats(), st.lists(st.integers(), max_size=3),
)  # fmt: skip


def places(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths of all values within a value."""
    found = [here]
    if isinstance(value, dict | list):
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        for key, held in inside:
            found += places(held, (*here, key))
    return found


@st.composite
def spoilt(draw: st.DrawFn, value: Any, most: int = 3) -> Any:
    """Return a value with some of what is in it replaced, left out or added to."""
    whole = [copy.deepcopy(value)]
    for _time in range(draw(st.integers(0, most))):
        path = draw(st.sampled_from(places(whole)[1:]))
        holder: Any = whole
        for step in path[:-1]:
            holder = holder[step]
        if len(path) > 1 and draw(st.integers(0, 3)) == 0:
            del holder[path[-1]]
        else:
            holder[path[-1]] = copy.deepcopy(draw(ODD))
    return whole[0]


def words(value: Any) -> bytes:
    """Return canonical JSON, with numbers that are too large and lists without end as such."""
    made = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    made = made.replace("Infinity", "1e400")
    for name, text in DEEP.items():
        made = made.replace(json.dumps(name), text)
    return made.encode(errors="backslashreplace")


@st.composite
def torn(draw: st.DrawFn, whole: bytes) -> bytes:
    """Return bytes with some changed, left out, cut off or put in."""
    made = bytearray(whole)
    for _time in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(made)))
        how = draw(st.sampled_from(["flip", "cut", "drop", "insert"]))
        if how == "flip" and at < len(made):
            made[at] ^= draw(st.integers(1, 255))
        elif how == "cut":
            del made[at:]
        elif how == "drop":
            del made[at : at + draw(st.integers(1, 9))]
        elif how == "insert":
            made[at:at] = draw(st.binary(max_size=9))
    return bytes(made)


def grant() -> dict[str, Any]:
    """Return a grant as JSON values."""
    return Grant.make([new_key("notes/v")], WORKSPACE, DEVICE, KEYS.receive).to_json()


def control() -> dict[str, Any]:
    """Return what the control part of a bundle, or of a snapshot's head, holds."""
    return {
        "statements": [raw.decode() for raw in SAID[:2]], "grants": [grant()], "at": "2028-03-14",
        "packs": {"notes/v": PACK_NAME}, "aside": [[BUNDLE_NAME, 1, "notes/v", "k1", "AAAA"]],
    }  # fmt: skip


PART = pack([Written(b"words", "2028-03-14T08:00:00+01:00"), Written(b"", "", DEVICE)])


@st.composite
def bundles(draw: st.DrawFn) -> tuple[str, bytes]:
    """Return a bundle, pack or head with its name: parts, header and bytes may be spoilt."""
    kind = draw(st.sampled_from(["", "pack", "snapshot"]))
    envelope = Envelope(WORKSPACE, DEVICE, 4, BUNDLE_NAME, {OTHER: 3}, (grant(),), kind)
    layer = draw(st.sampled_from(["control", "content", "header", "bytes"]))
    said = words(draw(spoilt(control())) if layer == "control" else control())
    content = draw(torn(PART)) if layer == "content" else PART
    whole = build(envelope, KEYS, [("", "k0", KEY, said), ("notes/v", "k1", KEY, content)])[1]
    start = len(MAGIC) + 4
    end = start + int.from_bytes(whole[len(MAGIC) : start], "big")
    header = json.loads(whole[start:end])
    line = words(draw(spoilt(header)) if layer == "header" else header)
    body = MAGIC + len(line).to_bytes(4, "big") + line + whole[end:-64]
    made = body + KEYS.sign(body)
    made = draw(torn(made)) if layer == "bytes" else made
    return name_of(kind, DEVICE, 4, made), made


def _place() -> Place:
    """Return a workspace in which everything that can be stated has been stated."""
    place = Place.founded()
    for name, role in (("per", "administrator"), ("lena", "member"), ("ola", "reader")):
        place.member(name, role)
    place.vouch("per-1", "per-2")
    place.say("eva-1", type="team", visit="v", add=["lena", "per"])
    place.say("eva-1", type="team", visit="v", gone=["per"], last={place.d("per-1"): 1})
    place.say("eva-1", type="role", member="lena", role="reader", last={place.d("lena-1"): 1})
    place.say("per-1", type="lost", device=place.d("per-2"), last={place.d("per-2"): ["x"]})
    place.say("per-1", type="removed", member="ola", last={place.d("ola-1"): 2})
    place.say("eva-1", type="erased", document="notes/v", number="1", at="2028-03-15")
    place.say("lena-1", type="weeded", document="notes/v")
    heads = place.heads()
    place.say("lena-1", type="kept", bundles=[BUNDLE_NAME], heads=heads)
    return place


PLACE = _place()
SAID = PLACE.said


@st.composite
def statements(draw: st.DrawFn) -> bytes:
    """Return one of what has been stated, spoilt, and signed anew by somebody."""
    found = Statement.parse(draw(st.sampled_from(SAID)))
    body = draw(spoilt(found.body))
    owner = {public(keys)["verify"]: keys for keys in PLACE.keys.values()}
    by = next((k for n, k in PLACE.keys.items() if PLACE.d(n) == found.by), KEYS)
    keys = draw(st.sampled_from([by, by, *owner.values()]))
    line = words(body)
    whole = line + b"\n" + keys.sign(line).hex().encode()
    return draw(torn(whole)) if draw(st.integers(0, 3)) == 0 else whole


def line_of(fields: Any) -> bytes:
    """Return an invitation's line with a right check sum around whatever fields."""
    packed = zlib.compress(words(fields))
    whole = zlib.crc32(packed).to_bytes(4, "big") + packed
    return b"QV1-" + base64.urlsafe_b64encode(whole).rstrip(b"=")
