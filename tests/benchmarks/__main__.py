"""Run measurements: python -m tests.benchmarks [search] [rounds] [typing] [day] [start] [years]
[documents] [word] [preview]."""

import importlib
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ALL = ("search", "rounds", "typing", "day", "start", "years", "documents", "word", "preview")


def main() -> None:
    """Print one line for each figure, with the bound that it is held against."""
    from tests.benchmarks.figures import HEAD  # noqa: PLC0415 after the platform is chosen

    print(HEAD)
    for name in sys.argv[1:] or ALL:
        importlib.import_module(f"tests.benchmarks.bench_{name}").run()


if __name__ == "__main__":
    main()
