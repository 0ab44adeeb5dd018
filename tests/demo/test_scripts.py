"""The cast keys what it means to say, and the house understands it so: the table of stories, walked."""

from dataclasses import replace

import pytest

from gateway.demo import stories
from gateway.demo.scripts import HANGS_UP, Caller, Intent, Script, write
from gateway.demo.stage import DAY
from gateway.demo.stories import Story
from gateway.domain import screening, sms_forms
from tests.support.board import catalogue

TOLD = [*stories.RETURNEES, stories.SLIPS, stories.HANGS_UP, stories.FEVER]


def keyed(story: Story, caller: Caller = Caller()) -> Script:  # noqa: B008 - a value, and frozen
    return write(catalogue().flows, caller, story.intent, DAY)


@pytest.mark.parametrize("story", TOLD, ids=lambda story: story.about)
def test_a_story_is_of_the_category_and_as_clear_as_it_says(story: Story) -> None:
    answers = keyed(story).answers
    found = (screening.classify(answers).value, len(screening.ITEMS) - len(screening.unclear(answers)))
    assert story.filed is not None
    assert found == (story.filed.category, story.filed.clear)
    assert story.filed.temperature == screening.temperature(answers)


def test_only_the_feverish_returnee_alarms_and_she_does_so_before_the_end() -> None:
    assert screening.concern(keyed(stories.FEVER).answers) is screening.Concern.FEVER_WITH_HISTORY
    assert {screening.concern(keyed(story).answers) for story in TOLD if story is not stories.FEVER} == {None}
    assert len(keyed(stories.FEVER).keys) - keyed(stories.FEVER).keys.index("384") > 3


def test_a_wrong_key_costs_one_more_question_and_changes_nothing_else() -> None:
    plain, slipped = keyed(stories.RETURNEES[0]), keyed(stories.SLIPS)
    assert len(slipped.keys) == len(plain.keys) + len(stories.SLIPS.intent.slips)
    assert (slipped.answers, slipped.stored, slipped.ended) == (plain.answers, plain.stored, plain.ended)


def test_who_hangs_up_presses_what_came_before() -> None:
    script = keyed(stories.HANGS_UP)
    assert script.keys == (*script.pressed, HANGS_UP)
    assert script.pressed == keyed(stories.RETURNEES[1]).keys[: len(script.pressed)]
    assert script.ended == "hung_up"


def test_a_new_caller_is_asked_for_a_language_first() -> None:
    english = replace(stories.ZERO, intent=Intent({**stories.ZERO.intent.says, "language": "en"}))
    assert keyed(english, Caller("new")).keys == ("2", *keyed(stories.ZERO).keys)


def test_the_cadre_keys_a_pin_an_area_and_sends() -> None:
    areas = [{"value": "532901199201", "words": "鹤鸣村"}, {"value": "53290119920101", "words": "一组"}]
    says = {"cadre_menu": "speak", "pin": "2468", "area": "53290119920101", "hear_back": "send"}
    script = write(catalogue().flows, Caller("cadre", areas=areas), Intent(says), DAY)
    assert (script.keys, script.ended) == (("1", "2468#", "2", "1"), "sent")


def test_a_question_the_intent_does_not_answer_is_named() -> None:
    with pytest.raises(KeyError, match="returned_count"):
        write(catalogue().flows, Caller(), Intent({"menu": "returnee"}), DAY)


@pytest.mark.parametrize("note", stories.NOTES, ids=lambda note: note.en)
def test_a_text_means_the_same_in_both_languages(note: stories.Note) -> None:
    assert [sms_forms.read(body).meaning for body in (note.zh, note.en)] == [note.meaning] * 2
