"""The log of what was shared, and what was refused: by whom, what, and why."""

from qualityvisit.outside import sharing_log_file
from tests.pair import Pair


def test_the_log_tells_who_shared_what_and_when(pair: Pair) -> None:
    pair.note(pair.per, "Rasterna är lugna")
    pair.all_share()
    pair.eva.register.add_unit("Nyängsskolan", ("GR",))
    pair.all_share()
    found = pair.eva.sharing.log()
    assert {(s.who, s.mine, s.documents) for s in found} >= {
        ("Per Prov", False, (f"notes/{pair.visit}",)),
        ("Eva Exempel", True, ("register",)),
    }
    times = [s.at for s in found]
    assert times == sorted(times, reverse=True)
    assert len(pair.eva.sharing.log(1)) == 2  # one of ours, one of others


def test_many_pictures_are_told_as_the_notes_of_one_visit(pair: Pair) -> None:
    pair.all_share()
    for _n in range(3):
        pair.eva.add_file(pair.visit, "a.txt", "text/plain", b"x")
    pair.all_share()
    for ws in (pair.eva, pair.per):
        assert (f"notes/{pair.visit}",) in [s.documents for s in ws.sharing.log()]


def test_what_is_not_in_the_store_yet_stands_first_without_a_time(pair: Pair) -> None:
    pair.faulty(pair.eva).fail_put = "before"
    pair.eva.register.add_unit("Nyängsskolan", ("GR",))
    pair.eva.sharing.share()
    first = pair.eva.sharing.log()[0]
    assert (first.at, first.mine, first.documents) == ("", True, ("register",))


def test_the_log_is_saved_as_a_table(pair: Pair) -> None:
    pair.note(pair.per, "Rasterna är lugna")
    pair.all_share()
    lines = sharing_log_file(pair.eva).decode("utf-8-sig").splitlines()
    assert lines[0] == "Delat;Av;Dator;Vad"
    assert any("Per Prov" in line and "Anteckningar: Exempelskolan" in line for line in lines)


def test_a_refusal_tells_who_what_and_why(pair: Pair) -> None:
    pair.eva.set_team(pair.visit, [pair.eva.me.id])
    pair.note(pair.per, "Skrivet för sent")
    pair.all_share()
    found = pair.eva.sharing.refusals()
    assert [(r.who, r.document, r.why) for r in found] == [
        ("Per Prov", f"notes/{pair.visit}", "not allowed")
    ]
    assert found[0].at
    pair.eva.set_team(pair.visit, [pair.eva.me.id, pair.per.me.id])
    pair.all_share(3)
    assert pair.eva.sharing.refusals() == []


def test_a_file_that_nobody_wrote_is_told_without_a_name(pair: Pair) -> None:
    pair.note(pair.per, "ett")
    pair.per.sharing.share()
    device = pair.per.sharing.identity.device
    newest = max((pair.store / device).iterdir(), key=lambda f: f.name)
    whole = bytearray(newest.read_bytes())
    whole[-1] ^= 1
    from qualityvisit.sync.bundle import BUNDLE, name_of, parts_of  # noqa: PLC0415

    name = name_of(BUNDLE, *parts_of(f"{device}/{newest.name}"), bytes(whole))
    (pair.store / name).write_bytes(whole)
    pair.eva.sharing.share()
    found = pair.eva.sharing.refusals()
    assert [(r.bundle, r.document) for r in found] == [(name, "")]
    assert found[0].why in ("forged", "forged or damaged")
