"""Timing and printing, the same for every measurement."""

import gc
import time
from collections.abc import Callable

HEAD = f"{'figure':<52} {'measured':>12} {'reference':>12} {'ratio':>8}  bound"


def percentile(values: list[float], share: float) -> float:
    """Return the value below which ``share`` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds ``work`` takes."""
    gc.collect()
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def tell(
    name: str, measured: float, reference: float, most: float | None, unit: str = "ms"
) -> None:
    """Print a ratio and its bound, where it has one."""
    ratio = measured / reference if reference else 0.0
    bound = "" if most is None else f"<= {most} {'ok' if ratio <= most else 'OVER'}"
    print(
        f"{name:<52} {measured:>9.2f} {unit} {reference:>9.2f} {unit} {ratio:>8.2f}  {bound}",
        flush=True,
    )


def tell_time(name: str, measured: float, most: float) -> None:
    """Print a time that has a bound of its own."""
    verdict = "ok" if measured <= most else "OVER"
    print(f"{name:<52} {measured:>9.2f} ms {'':>12} {'':>8}  <= {most} ms {verdict}", flush=True)
