"""Who answers, and how: drawn from a seed, so that a run can be repeated exactly."""

import pytest

from gateway.exchange.personas import PERSONAS, VILLAGE, Behaviour, Reaction, behave, persona_of, presses

NUMBER = "+8613900000001"


def behaviours(name: str, calls: int = 4, keys: tuple[str, ...] = ("1", "3#")) -> list[Behaviour]:
    return [behave(PERSONAS[name], keys, 7, NUMBER, nth) for nth in range(calls)]


@pytest.mark.parametrize("name", PERSONAS)
def test_the_same_seed_number_and_call_draw_the_same_behaviour(name: str) -> None:
    assert behaviours(name) == behaviours(name)


def test_another_seed_makes_another_village() -> None:
    villages = [[persona_of("mixed", seed, f"+86139{n:08d}").about for n in range(200)] for seed in (1, 1, 2)]
    assert villages[0] == villages[1] != villages[2]


def test_most_of_a_mixed_village_answers() -> None:
    people = [persona_of("mixed", 7, f"+86139{n:08d}") for n in range(1000)]
    steady = sum(person is PERSONAS["steady"] for person in people)
    assert steady == pytest.approx(1000 * VILLAGE["steady"] / sum(VILLAGE.values()), abs=60)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("steady", Reaction.ANSWERS, Reaction.ANSWERS),
        ("busy", Reaction.BUSY, Reaction.BUSY),
        ("switched_off", Reaction.OFF, Reaction.OFF),
        ("never_answers", Reaction.NEVER, Reaction.NEVER),
        ("busy_then_answers", Reaction.BUSY, Reaction.ANSWERS),
        ("no_answer_then_answers", Reaction.NEVER, Reaction.ANSWERS),
        ("on_duty", Reaction.ANSWERS, Reaction.ANSWERS),
        ("called_away", Reaction.NEVER, Reaction.ANSWERS),
    ],
)
def test_a_persona_treats_its_first_and_later_calls_as_described(name: str, first: Reaction, last: Reaction) -> None:
    reactions = [behaviour.reaction for behaviour in behaviours(name)]
    assert (reactions[0], reactions[-1]) == (first, last)


def test_a_wrong_key_comes_before_the_right_ones_and_is_never_one_of_them() -> None:
    for behaviour in behaviours("wrong_keys"):
        assert behaviour.keys[1:] == ("1", "3#")
        assert behaviour.keys[0] not in "13"


def test_the_silent_and_machines_press_and_say_nothing() -> None:
    for name in ("silent", "voicemail"):
        assert all(behaviour.keys == () and behaviour.speaks_s == 0 for behaviour in behaviours(name))


def test_whoever_wants_a_person_presses_0_first() -> None:
    assert all(behaviour.keys == ("0", "1", "3#") for behaviour in behaviours("wants_person"))


def test_a_cadre_on_duty_talks_a_while_and_one_called_away_from_the_second_call_on() -> None:
    assert all(20 <= behaviour.speaks_s <= 60 for behaviour in (*behaviours("on_duty"), *behaviours("called_away")))
    assert [one.reaction for one in behaviours("called_away")] == [Reaction.NEVER, *[Reaction.ANSWERS] * 3]


def test_several_people_answer_a_shared_phone() -> None:
    assert len({behaviour.person for behaviour in behaviours("shared", calls=30)}) > 2


def test_keys_go_down_after_listening_and_thinking_one_after_another() -> None:
    behaviour = Behaviour(listens=0.5, thinks_s=1, key_gap_s=0.5)
    assert [(press.at_s, press.key) for press in presses("31#", 10, behaviour)] == [(6, "3"), (6.5, "1"), (7, "#")]
    assert presses("", 10, behaviour) == []
