"""Fuzzing, a little of it and the same every time; for more: python -m tests.fuzz."""

import pytest

from tests import fuzz


@pytest.mark.slow
@pytest.mark.parametrize("name", fuzz.FUZZERS)
def test_only_known_errors_come_out(name: str) -> None:
    fuzz.run(name, 20280314)
