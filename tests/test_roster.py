"""Who takes part, as it is shown, and the two words of an invitation."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualityvisit import roster
from qualityvisit.errors import BadInput
from qualityvisit.sync import invitation as invitations
from qualityvisit.sync.invitation import ROW, Invitation
from qualityvisit.sync.seal import Keys
from qualityvisit.workspace import Workspace
from tests import core
from tests.pair import Pair

ONE = Invitation("ab" * 32, "/srv/delad mapp/å", "i" * 20, "m" * 20, Keys.fresh(), bytes(32))


@pytest.mark.parametrize("name", ["adjectives", "nouns"])
def test_there_are_512_short_words_and_no_two_alike(name: str) -> None:
    words = invitations._words(name)
    assert len(set(words)) == len(words) == 512
    assert all(word.isalpha() and word.islower() and 2 < len(word) <= 9 for word in words)


def test_no_word_stands_in_both_lists() -> None:
    assert not set(invitations._words("adjectives")) & set(invitations._words("nouns"))


def test_the_words_are_the_same_for_all_and_others_for_another_invitation() -> None:
    assert invitations.check_words("ab" * 32, "i" * 20) == ONE.check_words() == "komplett bulle"
    assert invitations.check_words("ab" * 32, "j" * 20) != ONE.check_words()
    assert invitations.check_words("ac" * 32, "i" * 20) != ONE.check_words()


def test_both_sides_see_the_same_words(pair: Pair) -> None:
    line = pair.eva.sharing.invite("Ola", "member")
    open_one = pair.eva.sharing.roster().lines[0]
    assert pair.eva.sharing.check_words(open_one.id) == Workspace.check_words(line)


def test_rows_are_read_as_they_were_printed_with_or_without_breaks() -> None:
    rows = ONE.rows()
    assert all(len(row.replace(" ", "")) <= ROW + invitations.CHECK for row in rows)
    for typed in ("\n".join(rows), " ".join(rows), "\n\n".join(rows).lower().replace(" ", "-")):
        assert Invitation.read(typed.replace("O", "0").replace("I", "1")) == ONE


@settings(max_examples=60)
@given(st.data())
def test_a_slip_in_a_row_is_told_by_the_rows_number(data: st.DataObject) -> None:
    rows = [list(row.replace(" ", "")) for row in ONE.rows()]
    number = data.draw(st.integers(0, len(rows) - 1))
    at = data.draw(st.integers(0, len(rows[number]) - 1))
    letter = data.draw(st.sampled_from(invitations.ALPHABET))
    if rows[number][at] == letter:
        return
    rows[number][at] = letter
    with pytest.raises(BadInput) as told:
        Invitation.read("\n".join(map("".join, rows)))
    assert f"rad {number + 1} " in told.value.title


def test_rows_that_change_places_are_noticed() -> None:
    rows = list(ONE.rows())
    rows[0], rows[1] = rows[1], rows[0]
    with pytest.raises(BadInput):
        Invitation.read("\n".join(rows))


def test_each_computer_has_the_name_that_it_gave_itself(
    pair: Pair,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("platform.node", lambda: " EDU-\n4711" + "x" * 99)
    assert roster.here() == ("EDU- 4711" + "x" * 99)[: roster.LONGEST]
    ola = core.joined(pair.eva, tmp_path / "ola", "Ola Omslag")
    pair.eva.sharing.share()
    people = {p.name: p for p in pair.eva.sharing.roster().people}
    assert [c.name for c in people["Ola Omslag"].computers] == [roster.here()]
    assert people["Ola Omslag"].seen >= people["Per Prov"].seen
    ola.sharing.renew_device()
    ola.sharing.share()
    pair.eva.sharing.share()
    names = [c.name for p in pair.eva.sharing.roster().people for c in p.computers]
    assert names.count(roster.here()) == 2
    ola.close()


def test_nobody_names_the_computer_of_another(pair: Pair) -> None:
    found = pair.eva.sharing.roster()
    per = pair.per.sharing.identity
    pair.per.sharing._say(per.keys, type="joined", device=pair.eva.sharing.identity.device,
                          label="Pers", verify=per.keys.verify)  # fmt: skip
    pair.all_share()
    assert pair.eva.sharing.roster().computer(pair.eva.sharing.identity.device) is not None
    names = {c.name for p in pair.eva.sharing.roster().people for c in p.computers}
    assert "Pers" not in names
    assert len(found.people) == 2


def test_who_is_only_on_a_recovery_sheet_is_not_shown_as_a_member(pair: Pair) -> None:
    pair.eva.sharing.make_recovery("Reserv")
    found = pair.eva.sharing.roster()
    assert "Reserv" not in {p.name for p in found.people}
    assert [(line.recovery, line.by) for line in found.lines] == [(True, "Eva Exempel")]


def test_inviting_again_ends_the_line_before(pair: Pair, tmp_path: Path) -> None:
    old = pair.eva.sharing.invite("Ola", "member")
    waiting = next(p for p in pair.eva.sharing.roster().people if p.name == "Ola")
    new = pair.eva.sharing.invite_again(waiting.id)
    with core.cheap(), pytest.raises(BadInput):
        Workspace.join(tmp_path / "a", old, passphrase=core.PASSPHRASE)
    with core.cheap():
        joined = Workspace.join(tmp_path / "b", new, passphrase=core.PASSPHRASE)
    assert joined.me.name == "Ola"
    joined.close()
