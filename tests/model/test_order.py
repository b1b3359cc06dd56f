"""Whatever is put in between stands in between, and so does what comes after it."""

from hypothesis import given
from hypothesis import strategies as st

from qualityvisit.model.order import between

MOMENTS = ["2028-03-23T07:15:00.007+00:00", "2028-03-23T07:15:00.014+00:00"]


def test_a_place_between_two_moments() -> None:
    low, high = MOMENTS
    assert low < between(low, high) < high
    assert between(low, "") > low
    assert between("", high) < high
    assert between("", high) > low  # what stands before them both is not passed


@given(st.lists(st.integers(min_value=0, max_value=60), max_size=60))
def test_things_stand_where_they_were_put_however_often(places: list[int]) -> None:
    keys = list(MOMENTS)
    for place in places:
        at = min(place, len(keys))
        low = keys[at - 1] if at else ""
        high = keys[at] if at < len(keys) else ""
        keys.insert(at, between(low, high))
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
