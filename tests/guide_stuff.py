"""Guides out of nothing: a strategy of whole ones, and one of any size."""

from hypothesis import strategies as st

from qualityvisit.intake.guides import IncomingGuide, incoming
from qualityvisit.model.records import FORMS, GROUPS, REQUIRED, Guide, Question, Theme

_SIGNS = st.characters(
    exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn"), exclude_characters="\u2060"
)
WORDS = st.text(_SIGNS, min_size=1, max_size=40).map(lambda t: " ".join(t.split())).filter(
    lambda t: t and t != "–"
)  # fmt: skip
KEYS = st.from_regex(r"[a-z0-9]{1,8}", fullmatch=True)
SCALES = st.lists(WORDS, min_size=2, max_size=5, unique=True).map(tuple)


@st.composite
def guides(draw: st.DrawFn) -> IncomingGuide:
    """Give guides of all kinds: several groups, ratings, branches, locked and left out."""
    themes = [
        Theme(f"t{n}", name=draw(WORDS), bruk=draw(st.just("") | WORDS),
              survey=draw(st.just("") | WORDS), key=f"t{n}", core=draw(st.booleans()))
        for n in range(draw(st.integers(1, 4)))
    ]  # fmt: skip
    asked: list[Question] = []
    for theme in themes:
        for _n in range(draw(st.integers(0, 4))):
            asked.append(_question(draw, f"q{len(asked)}", theme.id, asked))
    if not asked:
        asked.append(_question(draw, "q0", themes[0].id, []))
    guide = Guide(
        "g", name=draw(WORDS), forms=tuple(draw(st.lists(st.sampled_from(FORMS), min_size=1,
                                                        unique=True))),
        version=str(draw(st.integers(1, 30))), family=draw(KEYS), origin=draw(st.just("") | WORDS),
    )  # fmt: skip
    return incoming(guide, themes, asked)


def _question(draw: st.DrawFn, name: str, theme: str, earlier: list[Question]) -> Question:
    group = draw(st.sampled_from(GROUPS))
    core = draw(st.booleans())
    unused = draw(st.just("") | WORDS) if core else ""
    rated = [q for q in earlier if q.scale and q.group == group and not q.unused]
    after, answers = "", tuple[str, ...]()
    if rated and not unused and draw(st.booleans()):
        before = draw(st.sampled_from(rated))
        chosen = draw(st.sets(st.sampled_from(before.scale), min_size=1))
        after, answers = before.id, tuple(s for s in before.scale if s in chosen)
    return Question(
        name, theme=theme, group=group, text=draw(WORDS), short=draw(WORDS),
        prompts=tuple(draw(st.lists(WORDS, max_size=3))), required=draw(st.sampled_from(REQUIRED)),
        scale=draw(st.just(()) | SCALES), after=after, answers=answers, key=f"k{name}", core=core,
        unused=unused, came_from=tuple(draw(st.lists(KEYS, max_size=2))),
    )  # fmt: skip


def long_guide(questions: int) -> IncomingGuide:
    """Return a guide of so many questions, in themes of ten."""
    themes = [Theme(f"t{n}", name=f"Tema {n + 1}") for n in range(-(-questions // 10))]
    asked = [
        Question(
            f"q{n}", theme=f"t{n // 10}", group=GROUPS[n % 4], short=f"Fråga {n + 1}",
            text=f"Berätta om hur det går till när det gäller fråga {n + 1}.",
            prompts=("När då?", "Hur vet ni det?"), scale=("1", "2", "3") if n % 5 == 0 else (),
        )
        for n in range(questions)
    ]  # fmt: skip
    return incoming(Guide("lång", name="Lång guide", forms=("GR",)), themes, asked)
