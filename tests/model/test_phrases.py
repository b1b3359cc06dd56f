import pytest

from qualityvisit.errors import BadInput, NotFound
from qualityvisit.model.records import Phrase
from qualityvisit.model.register import Register
from tests.model.loose import all_of, fresh


@pytest.fixture
def register() -> Register:
    made = fresh(Register, "register")
    made.begin("Nämnden", "2027-01-01", "2030-12-31")
    return made


def names(register: Register) -> list[str]:
    return [p.name for p in all_of(register, Phrase)]


def test_text_blocks_that_are_there_are_not_added_again(register: Register) -> None:
    some = [("Ett", "Text ett.", "introduction"), ("Två", "Text två.", "group")]
    assert register.add_phrases(some) == 2
    register.remove(all_of(register, Phrase)[0].id)
    assert register.add_phrases(some) == 1
    assert names(register) == ["Två", "Ett"]


def test_text_blocks_are_added_changed_ordered_and_taken_away(register: Register) -> None:
    made = register.add_phrase(" Egen ", " Vi besökte {enhet}. ", "introduction")
    assert names(register)[-1] == "Egen"
    register.change_phrase(made, "Vår", "Vi var på {enhet}.", "")
    register.order_phrases([made, *(p.id for p in all_of(register, Phrase) if p.id != made)])
    first = all_of(register, Phrase)[0]
    assert (first.name, first.text, first.section) == ("Vår", "Vi var på {enhet}.", "")
    register.remove(made)
    with pytest.raises(NotFound):
        register.order_phrases([made])
    for name, text in (("", "x"), ("x", " ")):
        with pytest.raises(BadInput):
            register.add_phrase(name, text)
