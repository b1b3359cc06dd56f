"""Asking public sources, played by a server on this computer."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from qualityvisit import fetching
from qualityvisit.errors import NoAnswer
from qualityvisit.fetching import Sources
from qualityvisit.intake.figures import read_figures
from qualityvisit.intake.units import read_units

Answer = tuple[int, bytes]


class Public:
    """A public source: what it answers by the beginning of what is asked, and what it was asked."""

    def __init__(self, base: str) -> None:
        self.base, self.asked, self.accepted = base, list[str](), set[str]()
        self.answers: dict[str, Callable[[], Answer]] = {}

    @property
    def sources(self) -> Sources:
        return Sources(f"{self.base}/k", f"{self.base}/r", f"{self.base}/p")

    def says(self, path: str, body: object, code: int = 200) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answers[path] = lambda: (code, data)


@pytest.fixture
def public() -> Iterator[Public]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(self.path)
            found.accepted.add(self.headers["Accept"])
            fitting = [path for path in found.answers if self.path.startswith(path)]
            code, data = found.answers[max(fitting, key=len)]() if fitting else (404, b"")
            self.send_response(code)
            self.send_header("Retry-After", "0")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Public(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield found
        server.shutdown()
        thread.join()


def test_the_register_is_asked_for_its_list_and_each_units_page(public: Public, data: Path) -> None:
    page = json.loads((data / "register-v2-unit.json").read_text("utf-8"))
    page["included"]["attributes"]["organizerType"] = "KOMMUN"
    listed = {"data": {"attributes": [{"schoolUnitCode": "12345678"}, {"schoolUnitCode": "1/2"}]}}
    public.says("/r/school-units?municipality_code=0180", listed)
    public.says("/r/school-units/12345678", page)
    steps = list[tuple[int, int]]()
    found = fetching.register_units("0180", lambda *step: steps.append(step), public.sources)
    assert [u.name for u in read_units(found, "0180").units] == ["Storskolan"]
    assert public.asked[0].endswith("&status=AKTIV,VILANDE,PLANERAD")
    assert public.asked[2] == "/r/school-units/1%2F2"  # not found, passed over
    assert steps == [(0, 2), (1, 2), (2, 2)]


def test_kolada_is_followed_from_page_to_page_but_to_no_other_host(
    public: Public, data: Path
) -> None:
    page = json.loads((data / "kolada" / "ou.json").read_text("utf-8"))
    public.says("/k/ou?municipality=0684", page | {"next_url": f"{public.base}/k/ou?page=2"})
    public.says("/k/ou?page=2", page | {"next_url": "http://192.0.2.1/k/ou?page=3"})
    found = fetching.kolada_units("0684", public.sources)
    assert len(public.asked) == 2
    assert len(read_units(found, "0684").units) == 7


def test_statistics_and_surveys_say_of_which_unit_they_are(public: Public, data: Path) -> None:
    unit = "/p/school-units/44673074"
    for part, file in (
        ("statistics/gr", "planned/statistics-gr_10661388.json"),
        ("nestedsurveys/pupilsgr", "survey/nestedsurveys_pupilsgr.json"),
        ("nestedsurveys/custodiansgr", "survey/nestedsurveys_custodiansgr.json"),
    ):
        public.says(f"{unit}/{part}", (data / file).read_bytes())
    public.says(f"{unit}/nestedsurveys/custodiansgran", b"", 406)
    salsa = (data / "planned" / "salsa.json").read_bytes()
    public.says("/p/statistics/all-schools/salsa", salsa)
    answers = fetching.planned_figures(["44673074"], sources=public.sources)
    assert answers[0] == salsa
    found = read_figures(*answers[1:]).figures
    assert {f.at for f in found if f.who == "guardians"} == {"44673074"}
    assert len(found) == 83 + 6 + 2
    assert public.accepted == {fetching.PLANNED}


def test_kolada_gets_at_most_twenty_five_ids_at_a_time(public: Public, data: Path) -> None:
    public.says("/k/kpi/", (data / "kolada" / "kpi.json").read_bytes())
    public.says("/k/data/", (data / "kolada" / "data_N00945.json").read_bytes())
    public.says("/k/oudata/", {"values": [], "count": 0})
    measures = [f"N{n}" for n in range(30)]
    answers = fetching.kolada_figures(
        measures, ["V15E068400107"], ["1280", "0000"], ["2024", "2025"], sources=public.sources
    )
    assert len(public.asked) == 6
    assert all(len(path.split("/")[4 if "data" in path else 3].split(",")) <= 25
               for path in public.asked)  # fmt: skip
    assert public.asked[2] == (
        f"/k/oudata/kpi/{','.join(measures[:25])}/ou/V15E068400107/year/2024,2025"
    )
    assert read_figures(*answers).titles["N15033"].startswith("Elever/lärare")


def test_a_source_that_is_busy_is_asked_again(public: Public) -> None:
    answers = iter([(429, b""), (503, b""), (200, b'{"values": []}')])
    public.answers["/k/ou"] = lambda: next(answers)
    assert fetching.kolada_units("1230", public.sources) == b'[{"values": []}]'
    public.says("/k/ou", b"", 429)
    with pytest.raises(NoAnswer, match="429"):
        fetching.kolada_units("1230", public.sources)


@pytest.mark.parametrize("code", [400, 404, 410, 500])
def test_a_refusal_is_told_with_what_to_do(public: Public, code: int) -> None:
    public.says("/k/ou", b"", code)
    with pytest.raises(NoAnswer, match=str(code)) as told:
        fetching.kolada_units("1230", public.sources)
    assert "Ingenting har ändrats" in told.value.advice
    assert told.value.may_retry


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff", b"[" * 100_000])
def test_an_answer_that_is_no_json_is_told(public: Public, body: bytes) -> None:
    public.says("/k/ou", body)
    public.says("/r/school-units", body)
    with pytest.raises(NoAnswer):
        fetching.kolada_units("1230", public.sources)
    with pytest.raises(NoAnswer):
        fetching.register_units("1230", sources=public.sources)


def test_an_answer_far_too_large_is_not_taken(
    public: Public, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MOST", 100)
    public.says("/k/ou", b'{"values": ["' + b"a" * 200 + b'"]}')
    with pytest.raises(NoAnswer, match="för stort"):
        fetching.kolada_units("1230", public.sources)


def test_nobody_there_is_told() -> None:
    nobody = Sources(kolada="http://127.0.0.1:1/k")
    with pytest.raises(NoAnswer, match=r"127\.0\.0\.1:1"):
        fetching.kolada_units("1230", nobody)


def test_who_follows_may_stop_it(public: Public) -> None:
    def stop(_done: int, _all: int) -> None:
        raise NoAnswer("stopped")

    with pytest.raises(NoAnswer, match="stopped"):
        fetching.kolada_figures(["N1"], ["V15E1"], ["1230"], ["2024"], stop, public.sources)
    assert public.asked == []
