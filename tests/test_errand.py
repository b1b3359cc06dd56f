"""An errand is done as a whole or undone."""

import pytest

from qualityvisit.errand import BREATH, Errand, Slow, carry_out
from qualityvisit.errors import StoreUnreachable


class Steps:
    """Two slow steps, of which the second may fail; keeps what happens."""

    def __init__(self, *, fails: bool = False) -> None:
        self.log: list[str] = []
        self.fails = fails

    def errand(self) -> Errand[str]:
        try:
            one = yield Slow(lambda: 1, undo=lambda: self.log.append("undo one"))
            yield BREATH
            two = yield Slow(self._second, undo=self._undo_second)
        except StoreUnreachable:
            self.log.append("told")
            raise
        return f"{one} {two}"

    def _second(self) -> int:
        if self.fails:
            raise StoreUnreachable("Borta.")
        return 2

    def _undo_second(self) -> None:
        self.log.append("undo two")
        raise StoreUnreachable("Fortfarande borta.")


def test_slow_steps_answer_the_errand() -> None:
    steps = Steps()
    assert carry_out(steps.errand()) == "1 2"
    assert steps.log == []


def test_what_failed_is_told_to_the_errand_and_everything_is_undone_backwards() -> None:
    steps = Steps(fails=True)
    with pytest.raises(StoreUnreachable, match="Borta"):
        carry_out(steps.errand())
    assert steps.log == ["told", "undo two", "undo one"]
