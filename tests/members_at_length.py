"""Run members together for long: python -m tests.members_at_length --seeds 1000 --steps 500."""

import argparse
import os
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.fellowship import Fellowship, chance, template

# How often each thing is done, against the others.
WEIGHTS = {
    "write_a_note": 8, "type_in_a_note": 5, "edit_a_note_as_a_whole": 3, "mark_a_note": 2,
    "compile_the_minutes": 2, "write_in_the_minutes": 4, "type_in_the_minutes": 3,
    "ask_at_the_meeting": 4, "register_a_school": 3, "plan_a_visit": 2, "let_somebody_in": 2,
    "begin_with_a_second_device": 2,
    "remove_a_member": 2, "give_a_role": 4, "lose_a_device": 2, "set_a_team": 4, "weed": 1,
    "copy_a_profile": 1, "share": 40, "begin_a_round_and_lose_it": 3, "restart": 3,
    "keep_the_store": 1, "roll_the_store_back": 1, "empty_the_store": 1, "use_another_store": 1,
    "check": 0.3,
}  # fmt: skip


def arguments(verb: Callable[..., None]) -> int:
    """Return how many numbers a verb takes."""
    return verb.__code__.co_argcount - 1


def run(seed: int, steps: int, seats: int, made: Path, *, told: bool = False) -> Counter[str]:
    """Do that many things and make sure of what must hold; return what happened."""
    with tempfile.TemporaryDirectory(prefix="qv-") as folder, chance(seed) as dice:
        world = Fellowship(made, Path(folder) / "w", seats)
        try:
            for name in dice.choices(list(WEIGHTS), list(WEIGHTS.values()), k=steps):
                verb = getattr(world, name)
                numbers = [dice.randrange(10_000) for _n in range(arguments(verb))]
                if told:
                    print(world.step + 1, name, [n % 60 for n in numbers], flush=True)
                world.do(verb, *numbers)
            world.check()
            world.count()
        finally:
            world.close()
    return world.happened


def main() -> int:
    """Run, print a figure, and return how many runs went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("seeds", 100), ("steps", 100), ("devices", 5), ("first", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--without", default="", help="verbs that are not done, with spaces")
    parser.add_argument("--told", action="store_true", help="tell what is done")
    chosen = parser.parse_args()
    for verb in chosen.without.split():
        del WEIGHTS[verb]
    began, wrong = time.monotonic(), []
    happened: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="qv-") as folder:
        with chance(0):
            made = template(Path(folder))
        for seed in range(chosen.first, chosen.first + chosen.seeds):
            try:
                happened += run(seed, chosen.steps, chosen.devices, made, told=chosen.told)
            except Exception:  # noqa: BLE001 whatever it is, the next seed is tried
                wrong.append(seed)
                print(f"seed {seed}:\n{traceback.format_exc()}", flush=True)
    seconds = time.monotonic() - began
    print(
        f"seeds {chosen.first} to {chosen.first + chosen.seeds - 1}, {chosen.steps} steps,"
        f" {chosen.devices} devices, {seconds:.0f} s: {len(wrong)} went wrong {wrong[:50]}"
    )
    print(", ".join(f"{number} {what}" for what, number in sorted(happened.items())))
    return len(wrong)


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # sets are gone through in the same order then
        os.execve(  # noqa: S606 ourselves
            sys.executable, [sys.executable, "-m", "tests.members_at_length", *sys.argv[1:]],
            os.environ | {"PYTHONHASHSEED": "0"},
        )  # fmt: skip
    sys.exit(min(main(), 100))
