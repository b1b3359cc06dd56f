"""What public registers and statistics answer over the network: bytes, for `intake` to read.

Nothing is sent but the address of what is asked for, and only when the user has asked. Addresses:
domain report 4.2-4.4. Each source may be had from another base, as tests do.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from qualityvisit.errors import NoAnswer
from qualityvisit.words import _

TIMEOUT = 20  # seconds for one answer
TRIES = 3
LONGEST_PAUSE = 10.0  # seconds, whatever a server asks for
MOST = 20_000_000  # bytes of one answer
MANY = 25  # ids in one part of an address, as Kolada has it
MOST_PAGES = 200
PLANNED = "application/vnd.skolverket.plannededucations.api.v4.hal+json"
SURVEYS = ("pupilsgr", "pupilsgy", "custodiansfsk", "custodiansgr", "custodiansgran")
Step = Callable[[int, int], None]  # is told how many of how many are done; may raise to stop


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the public sources answer."""

    kolada: str = "https://api.kolada.se/v3"
    register: str = "https://api.skolverket.se/skolenhetsregistret/v2"
    planned: str = "https://api.skolverket.se/planned-educations/v4"


SOURCES = Sources()


def _quiet(_done: int, _all: int) -> None:
    """Tell nobody."""


def register_units(municipality: str, step: Step = _quiet, sources: Sources = SOURCES) -> bytes:
    """Return the register's pages of a municipality's units, joined. Raise NoAnswer."""
    chosen = f"municipality_code={quote(municipality, safe='')}&status=AKTIV,VILANDE,PLANERAD"
    listed = _json(_get(f"{sources.register}/school-units?{chosen}"))
    units = _at(listed, "data", "attributes")
    codes = [str(u["schoolUnitCode"]) for u in units if "schoolUnitCode" in u]
    return _joined(
        f"{sources.register}/school-units/{quote(c, safe='')}" for c in _told(codes, step)
    )


def kolada_units(municipality: str, sources: Sources = SOURCES) -> bytes:
    """Return Kolada's units of a municipality. Raise NoAnswer."""
    first = f"{sources.kolada}/ou?municipality={quote(municipality, safe='')}"
    return b"[" + b",".join(_pages(first)) + b"]"


def planned_figures(
    codes: Sequence[str], step: Step = _quiet, sources: Sources = SOURCES
) -> list[bytes]:
    """Return the statistics, SALSA and Skolenkäten of units by their codes. Raise NoAnswer."""
    salsa = _get(f"{sources.planned}/statistics/all-schools/salsa", PLANNED, missing_ok=True)
    found = [salsa] if salsa else []
    for code in _told(codes, step):
        unit = f"{sources.planned}/school-units/{quote(code, safe='')}"
        for part in ("statistics/gr", *(f"nestedsurveys/{survey}" for survey in SURVEYS)):
            answer = _get(f"{unit}/{part}", PLANNED, missing_ok=True)
            if answer:
                found.append(_named(answer, code))
    return found


def kolada_figures(
    measures: Sequence[str],
    units: Sequence[str],
    areas: Sequence[str],
    years: Sequence[str],
    step: Step = _quiet,
    sources: Sources = SOURCES,
) -> list[bytes]:
    """Return what measures are called, and their values for units and areas. Raise NoAnswer."""
    addresses = []
    for kpi in _parts(measures):
        addresses.append(f"{sources.kolada}/kpi/{kpi}")
        for when in _parts(years):
            addresses += [f"{sources.kolada}/data/kpi/{kpi}/municipality/{place}/year/{when}"
                          for place in _parts(areas)]  # fmt: skip
            addresses += [f"{sources.kolada}/oudata/kpi/{kpi}/ou/{ou}/year/{when}"
                          for ou in _parts(units)]  # fmt: skip
    return [page for address in _told(addresses, step) for page in _pages(address)]


def _parts(ids: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(ids), MANY):
        yield ",".join(quote(each, safe="") for each in ids[start : start + MANY])


def _told(asked: Sequence[str], step: Step) -> Iterator[str]:
    for done, each in enumerate(asked):
        step(done, len(asked))
        yield each
    step(len(asked), len(asked))


def _joined(addresses: Iterator[str]) -> bytes:
    return (
        b"[" + b",".join(answer for a in addresses if (answer := _get(a, missing_ok=True))) + b"]"
    )


def _pages(address: str) -> Iterator[bytes]:
    """Yield an answer of Kolada's and those that follow it on the same host."""
    host = urlsplit(address).netloc
    for _page in range(MOST_PAGES):
        answer = _get(address)
        yield answer
        following = _json(answer)
        address = following.get("next_url") or "" if isinstance(following, dict) else ""
        if not isinstance(address, str) or not address or urlsplit(address).netloc != host:
            return


def _named(answer: bytes, code: str) -> bytes:
    """Return an answer that says of which unit it is, which those of guardians do not."""
    found = _json(answer)
    body = found.get("body") if isinstance(found, dict) else None
    if not isinstance(body, dict):
        return answer
    body.setdefault("schoolUnitCode", code)
    return json.dumps(found).encode()


def _at(found: object, *keys: str) -> list[dict[str, object]]:
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _json(answer: bytes) -> object:
    try:
        return json.loads(answer)
    except (ValueError, RecursionError) as problem:
        raise NoAnswer(
            _("The answer could not be read."), _("Nothing was changed. Try again later.")
        ) from problem


def _get(address: str, accept: str = "application/json", *, missing_ok: bool = False) -> bytes:
    """Return an answer, b"" where there is none and it may be missing. Raise NoAnswer."""
    host = urlsplit(address).netloc
    request = Request(address, headers={"Accept": accept, "User-Agent": "QualityVisit"})  # noqa: S310 our addresses
    for turn in range(1, TRIES + 1):
        try:
            with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
                found: bytes = answer.read(MOST + 1)
        except HTTPError as problem:
            with problem:
                if problem.code in (404, 406) and missing_ok:
                    return b""
                if problem.code not in (429, 503) or turn == TRIES:
                    raise _no_answer(host, str(problem.code)) from problem
                time.sleep(_pause(problem.headers.get("Retry-After", ""), turn))
        except (URLError, HTTPException, OSError, ValueError) as problem:
            raise _no_answer(host, str(getattr(problem, "reason", problem))) from problem
        else:
            if len(found) > MOST:
                raise _no_answer(host, _("the answer is too large"))
            return found
    raise AssertionError  # the last turn has raised


def _pause(asked: str, turn: int) -> float:
    return min(LONGEST_PAUSE, float(asked) if asked.isdecimal() else 0.5 * 2**turn)


def _no_answer(host: str, why: str) -> NoAnswer:
    return NoAnswer(
        _("{host} gave no answer that can be used: {why}.", host=host, why=why[:200]),
        _("Nothing was changed. Try again later, or fetch the file yourself and import it."),
    )
