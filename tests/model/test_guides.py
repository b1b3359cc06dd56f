"""Guides: drafts and versions, the locked core, and how versions answer to one another."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from qualityvisit.errors import BadInput, Refused
from qualityvisit.model.crosswalk import compare, crosswalk
from qualityvisit.model.guide_rules import (
    family_of,
    in_use,
    key_of,
    may_precede,
    number_after,
    problems,
    versions,
)
from qualityvisit.model.records import Guide, Question, Theme
from qualityvisit.model.register import Register
from tests.model.desk import Desk

THEMES = [Theme("a", name="Ro"), Theme("b", name="Hem")]
ASKED = [
    Question("1", theme="a", group="staff", text="Hur är det?", short="Hur", scale=("1", "2")),
    Question("2", theme="a", group="staff", text="Varför?", after="1", answers=("1",)),
    Question("3", theme="b", group="guardians", text="Vad vet ni?", prompts=("När?",)),
]


@pytest.fixture
def desk() -> Desk[Register]:
    return Desk(Register, "register")


@pytest.fixture
def register(desk: Desk[Register]) -> Register:
    return desk.document


def made(register: Register, *, core: bool = False, origin: str = "", draft: bool = False) -> str:
    return register.take_guide(
        Guide("", name="Skola", forms=("GR",), origin=origin, draft=draft),
        [replace(t, core=core) for t in THEMES],
        [replace(q, core=core) for q in ASKED],
    )


def guides(register: Register) -> list[Guide]:
    return [r for r in register.records() if isinstance(r, Guide)]


def texts(register: Register, guide: str) -> list[str]:
    return [q.text for q in register.parts_of(guide)[1]]


# --- versions


def test_a_draft_of_the_next_version_has_the_same_questions_under_the_same_keys(
    register: Register,
) -> None:
    first = made(register)
    draft = register.draft_of(first)
    assert register.draft_of(first) == register.draft_of(draft) == draft  # one is enough
    old, new = register.parts_of(first)[1], register.parts_of(draft)[1]
    assert [key_of(q) for q in old] == [key_of(q) for q in new]
    assert not {q.id for q in old} & {q.id for q in new}
    assert new[1].after == new[0].id
    found = register.record(draft)
    assert isinstance(found, Guide)
    assert (found.draft, found.version, found.family) == (True, "2", first)


def test_what_is_published_is_never_changed(register: Register) -> None:
    guide = made(register)
    theme, question = (items[0].id for items in register.parts_of(guide))
    for change in (
        lambda: register.change_guide(guide, name="Annat"),
        lambda: register.change_theme(theme, name="Annat"),
        lambda: register.change_question(question, text="Annat?"),
        lambda: register.move_question(question, theme, "", ""),
        lambda: register.add_question(theme, "staff"),
        lambda: register.add_theme(guide, "Nytt"),
        lambda: register.remove_from_guide([question]),
        lambda: register.remove_draft(guide),
        lambda: register.lock([question], on=True),
    ):
        with pytest.raises(Refused, match="publicerad"):
            change()
    assert texts(register, guide) == [q.text for q in ASKED]


def test_publishing_lets_new_visits_take_the_version_and_leaves_the_old_as_it_was(
    register: Register,
) -> None:
    first = made(register)
    draft = register.draft_of(first)
    assert [g.id for g in in_use(guides(register))] == [first]
    register.change_question(register.parts_of(draft)[1][0].id, text="Hur är det nu?")
    register.publish_guide(draft)
    assert [g.id for g in in_use(guides(register))] == [draft]
    assert texts(register, first)[0] == "Hur är det?"
    assert [g.id for g in versions(guides(register)[0], guides(register))] == [first, draft]
    third = register.draft_of(draft)
    assert register.field(third, "version") == "3"
    assert family_of(guides(register)[-1]) == first


def test_a_clock_that_goes_wrong_hides_no_new_version(
    desk: Desk[Register], register: Register
) -> None:
    first = made(register)
    draft = register.draft_of(first)
    desk.clock.set("2001-01-01T08:00:00+01:00")
    register.publish_guide(draft)
    assert [g.id for g in in_use(guides(register))] == [draft]


def test_two_who_make_the_next_version_apart_have_both_and_the_later_is_taken() -> None:
    one, other = Desk(Register, "register"), Desk(Register, "register", "per")
    first = made(one.document)
    one.meet(other)
    drafts = one.document.draft_of(first), other.document.draft_of(first)
    one.document.publish_guide(drafts[0])
    other.clock.moment = one.clock.moment
    one.meet(other)
    other.document.publish_guide(drafts[1])
    one.meet(other)
    for desk in (one, other):
        found = guides(desk.document)
        assert {g.version for g in found} == {"1", "2", "3"}
        assert [g.id for g in in_use(found)] == [drafts[1]]


def test_a_guide_that_is_not_used_any_more_can_be_taken_up_again(register: Register) -> None:
    guide = made(register)
    register.retire_guide(guide, retired=True)
    assert in_use(guides(register)) == []
    register.retire_guide(guide, retired=False)
    assert [g.id for g in in_use(guides(register))] == [guide]


def test_a_draft_that_is_thrown_away_comes_back_whole(register: Register) -> None:
    draft = register.draft_of(made(register))
    before = register.parts_of(draft)
    removed = register.remove_draft(draft)
    assert register.parts_of(draft) == ([], [])
    register.restore(removed)
    assert register.parts_of(draft) == before


def test_old_guides_come_in_the_order_in_which_visits_should_take_them() -> None:
    found = [
        Guide("1", name="Skola", version="2"), Guide("2", name="Skola", version="10"),
        Guide("3", name="Skola", version="11", draft=True), Guide("4", name="Förskola"),
    ]  # fmt: skip
    assert [g.id for g in sorted(found, key=lambda g: g.sort)] == ["4", "2", "1", "3"]
    assert number_after(found) == "12"


# --- editing


def test_questions_and_themes_are_put_between_others(register: Register) -> None:
    draft = made(register, draft=True)
    themes, asked = register.parts_of(draft)
    new = register.add_question(themes[0].id, "staff", asked[0].id, asked[1].id, " Ny  fråga ")
    assert texts(register, draft) == ["Hur är det?", "Ny fråga", "Varför?", "Vad vet ni?"]
    register.move_question(new, themes[0].id, "", asked[0].id)
    assert texts(register, draft)[0] == "Ny fråga"
    register.move_question(new, themes[1].id, asked[2].id, "")
    assert texts(register, draft)[-1] == "Ny fråga"
    middle = register.add_theme(draft, "Mitt", themes[0].id, themes[1].id)
    assert [t.name for t in register.parts_of(draft)[0]] == ["Ro", "Mitt", "Hem"]
    register.move_theme(middle, "", themes[0].id)
    assert [t.name for t in register.parts_of(draft)[0]] == ["Mitt", "Ro", "Hem"]
    with pytest.raises(BadInput, match="annan frågeguide"):
        register.move_question(new, register.parts_of(made(register))[0][0].id, "", "")


def test_what_is_removed_comes_back_in_its_place(register: Register) -> None:
    draft = made(register, draft=True)
    [ro, _hem], asked = register.parts_of(draft)
    register.remove_from_guide([ro.id, asked[0].id, asked[1].id])
    assert texts(register, draft) == ["Vad vet ni?"]
    register.restore([ro.id, asked[0].id, asked[1].id])
    assert texts(register, draft) == [q.text for q in ASKED]


def test_values_are_kept_without_needless_space(register: Register) -> None:
    draft = made(register, draft=True)
    question = register.parts_of(draft)[1][0].id
    register.change_question(question, text="  Hur \n då? ", prompts=("", " När? "))
    found = register.record(question)
    assert isinstance(found, Question)
    assert (found.text, found.prompts) == ("Hur då?", ("När?",))
    with pytest.raises(BadInput, match="krav"):
        register.change_question(question, required="alltid")
    with pytest.raises(BadInput, match="order"):
        register.change_question(question, order="01")
    with pytest.raises(BadInput, match="skolform"):
        register.change_guide(draft, forms=("XX",))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"text": " "}, "Skriv frågan"),
        ({"scale": ("1",)}, "två till tio"),
        ({"scale": ("1", "1")}, "två till tio"),
        ({"group": "guardians"}, "samma grupp"),  # the one that follows it is asked of others
        ({"scale": ("3", "4")}, "vilka steg"),
    ],
)
def test_a_draft_that_is_not_whole_is_not_published(
    register: Register, change: dict[str, str | tuple[str, ...]], why: str
) -> None:
    draft = made(register, draft=True)
    register.change_question(register.parts_of(draft)[1][0].id, **change)
    with pytest.raises(Refused) as refused:
        register.publish_guide(draft)
    assert why in refused.value.advice


def test_what_is_to_be_mended_is_told_by_item() -> None:
    guide, themes = Guide("g"), [Theme("a")]
    found = problems(guide, themes, [replace(ASKED[0], theme="gone")])
    assert [p.item for p in found] == ["g", "g", "a", "1"]
    assert [p.item for p in problems(replace(guide, name="G", forms=("GR",)), [], [])] == ["g"]
    assert problems(replace(guide, name="G", forms=("GR",)), THEMES, ASKED) == []
    assert may_precede(ASKED[1], ASKED) == [ASKED[0]]
    assert may_precede(ASKED[0], ASKED) == may_precede(ASKED[2], ASKED) == []


# --- the core


def test_a_locked_question_is_changed_only_when_it_is_unlocked(register: Register) -> None:
    draft = made(register, draft=True)
    themes, asked = register.parts_of(draft)
    register.lock([themes[0].id, asked[0].id], on=True)
    changes: tuple[Callable[[], None], ...] = (
        lambda: register.change_question(asked[0].id, text="Annat?"),
        lambda: register.remove_from_guide([asked[1].id, asked[0].id]),
        lambda: register.change_theme(themes[0].id, name="Annat"),
    )
    for change in changes:
        with pytest.raises(Refused, match="låsta kärnan"):
            change()
    assert texts(register, draft) == [q.text for q in ASKED]
    own = register.add_question(themes[0].id, "staff", asked[0].id, asked[1].id, "Vår egen?")
    register.change_question(own, text="Vår alldeles egen?")
    register.lock([asked[0].id], on=False)
    register.change_question(asked[0].id, text="Annat?")
    assert texts(register, draft)[:2] == ["Annat?", "Vår alldeles egen?"]


def test_a_core_that_somebody_else_has_locked_stays_locked(register: Register) -> None:
    draft = register.draft_of(made(register, core=True, origin="Regionen"))
    question = register.parts_of(draft)[1][0].id
    with pytest.raises(Refused, match="Regionen"):
        register.lock([question], on=False)
    with pytest.raises(Refused, match="Regionen"):
        register.change_question(question, text="Annat?")
    register.leave_out(question, "Frågas i enkäten")
    found = register.record(question)
    assert isinstance(found, Question)
    assert (found.unused, found.parent, found.words) == ("Frågas i enkäten", f"{draft}/unused", "")
    register.leave_out(question, "")
    assert len(texts(register, draft)) == 3


def test_only_locked_questions_are_marked_as_not_asked(register: Register) -> None:
    draft = made(register, draft=True)
    with pytest.raises(Refused, match="låsta"):
        register.leave_out(register.parts_of(draft)[1][0].id, "Därför")


# --- between versions


def q(name: str, key: str, text: str = "?", theme: str = "a", *came: str) -> Question:
    return Question(name, theme=theme, group="staff", text=text, key=key, came_from=came)


def test_questions_answer_to_each_other_by_key_or_by_hand() -> None:
    older = [q("1", "k1"), q("2", "k2"), q("3", "k3")]
    newer = [q("4", "k1"), q("5", "n1", "?", "a", "k2", "k3"), q("6", "n2", "?", "a", "k1")]
    assert crosswalk(older, newer) == {"1": ("4", "6"), "2": ("5",), "3": ("5",)}


def test_ties_reach_over_the_versions_between() -> None:
    first, second = [q("1", "k1")], [q("2", "k2", "?", "a", "k1")]
    third = [q("3", "k3", "?", "a", "k2")]
    assert crosswalk(first, third) == {"1": ()}
    assert crosswalk(first, third, second) == {"1": ("3",)}


def test_versions_are_compared_question_by_question() -> None:
    older = [Theme("a", key="a"), Theme("b", key="b")], [
        q("1", "kept"), q("2", "said"), q("3", "moved"), q("4", "gone"), q("5", "split"),
        q("6", "one"), q("7", "two"), q("8", "left"),
    ]  # fmt: skip
    newer = [Theme("c", key="a"), Theme("d", key="b")], [
        q("11", "kept", theme="c"), q("12", "said", "annat?", "c"), q("13", "moved", theme="d"),
        q("14", "new", theme="c"), q("15", "split", theme="c"),
        q("16", "part", "?", "c", "split"), q("17", "whole", "?", "c", "one", "two"),
        replace(q("18", "left", theme="c"), unused="Därför"),
    ]  # fmt: skip
    found = compare(older, newer)
    assert [(c.kinds, [n.id for n in c.newer]) for c in found] == [
        (("gone",), []), (("kept",), ["11"]), (("reworded",), ["12"]), (("moved",), ["13"]),
        (("new",), ["14"]), (("split",), ["15"]), (("split",), ["16"]), (("joined",), ["17"]),
        (("unused",), ["18"]),
    ]  # fmt: skip
    assert [o.id for o in found[-2].older] == ["6", "7"]


def test_a_question_is_tied_by_hand_in_published_versions_too(register: Register) -> None:
    guide = made(register)
    question = register.parts_of(guide)[1][0].id
    register.connect_question(question, ("k9", question))
    found = register.record(question)
    assert isinstance(found, Question)
    assert found.came_from == ("k9",)
