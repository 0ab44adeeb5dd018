"""The cast keys what it means to say, and the house understands it so: the table of stories, walked."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gateway.demo import loudspeaker, scenes, stories
from gateway.demo.scripts import HANGS_UP, Intent, Prompter, Script, prompter
from gateway.demo.stories import Story
from gateway.demo.village import GRIDS, Home, Village, draw
from gateway.domain import screening, sms_forms
from gateway.domain.forms import form
from gateway.journeys.reporting import vehicles
from gateway.switchboard import Switchboard, Work
from tests.support.board import new_board
from tests.support.categories import classify

TOLD = [*stories.RETURNEES, stories.SLIPS, stories.HANGS_UP, stories.FEVER]


class Cast:
    """A village whose homes ring one after the other, each once."""

    def __init__(self, village: Village, whisper: Prompter) -> None:
        self.village = village
        self._whisper = whisper
        self._homes = iter(home for home in scenes.reliable(village) if home.language == "zh")

    def key(self, story: Story, home: Home | None = None) -> Script:
        return self._whisper.write((home or next(self._homes)).numbers[0], story.intent)

    def knows(self, happening: Callable[[Switchboard, Work], object]) -> None:
        self._whisper.know(happening)

    def speak(self, **says: str) -> Script:
        return self._whisper.write(self.village.staff["cadre"].number, Intent(says))


@pytest.fixture
def cast(sqlite_url: str, tmp_path: Path) -> Iterator[Cast]:
    village, board = draw(7, quick=True), new_board(sqlite_url)
    with prompter(board, village.roster(), tmp_path) as whisper:
        yield Cast(village, whisper)
    board.ledger.close()


@pytest.mark.parametrize("story", TOLD, ids=lambda story: story.about)
def test_a_story_is_of_the_category_and_as_clear_as_it_says(cast: Cast, story: Story) -> None:
    answers = cast.key(story).answers
    found = (classify(answers).value, len(screening.ITEMS) - len(screening.unclear(answers)))
    assert story.filed is not None
    assert found == (story.filed.category, story.filed.clear)
    assert story.filed.temperature == screening.temperature(answers)


def test_only_the_feverish_returnee_alarms_and_she_does_so_before_the_end(cast: Cast) -> None:
    feverish = cast.key(stories.FEVER)
    assert screening.concern(feverish.answers) is screening.Concern.FEVER_WITH_HISTORY
    assert {screening.concern(cast.key(story).answers) for story in TOLD if story is not stories.FEVER} == {None}
    assert len(feverish.keys) - feverish.keys.index("384") > 3


def test_a_wrong_key_costs_one_more_question_and_changes_nothing_else(cast: Cast) -> None:
    plain, slipped = cast.key(stories.RETURNEES[0]), cast.key(stories.SLIPS)
    assert len(slipped.keys) == len(plain.keys) + len(stories.SLIPS.intent.slips)
    assert (slipped.answers, slipped.stored, slipped.ended) == (plain.answers, plain.stored, plain.ended)


def test_who_hangs_up_presses_what_came_before(cast: Cast) -> None:
    script = cast.key(stories.HANGS_UP)
    assert script.keys == (*script.pressed, HANGS_UP)
    assert script.pressed == cast.key(stories.RETURNEES[1]).pressed[: len(script.pressed)]
    assert script.ended is None


def test_who_was_cut_off_goes_on_at_the_very_question(cast: Cast) -> None:
    home = [home for home in scenes.reliable(cast.village) if home.language][-1]
    whole, broken = cast.key(stories.RETURNEES[1]), cast.key(stories.HANGS_UP, home)
    rest = cast.key(stories.GOES_ON, home)
    assert rest.pressed == ("1", *whole.pressed[len(broken.pressed) :])
    assert (rest.answers, rest.ended) == (whole.answers, whole.ended)


def test_the_ill_one_of_three_is_named_by_their_key(cast: Cast) -> None:
    home = next(home for home in scenes.reliable(cast.village) if home.language == "zh" and len(home.members) == 3)
    assert cast.key(stories.ill(home.members[1]), home).keys == ("2", "2", "2", "1")


def test_what_happens_in_the_village_is_known_to_the_prompter_too(cast: Cast) -> None:
    before = cast.key(stories.SHARED)
    cast.knows(lambda board, work: vehicles.seek(board, work, stories.SOUGHT, date(2020, 2, 5), "notice", "n", "me"))
    after = cast.key(stories.SHARED)
    assert "shared_vehicle" in after.answers
    assert len(after.keys) == len(before.keys) - 1, "whether she shared it with a case need not be asked"
    assert classify(after.answers).value == stories.SHARED.filed.category


@pytest.mark.parametrize("body", [stories.FORM.zh, stories.FORM.en])
def test_the_passengers_form_says_the_same_in_both_languages_and_all_of_it(body: str) -> None:
    read = form.read(body, date(2020, 2, 8))
    assert read is not None
    (person,) = read.people
    assert person.answers["train_number"] == stories.SOUGHT
    assert screening.unclear(person.answers) == []
    assert not person.unread


def test_who_says_nothing_keys_nothing(cast: Cast) -> None:
    assert cast.key(stories.SILENT).keys == ()


def test_a_new_caller_is_asked_for_a_language_first(cast: Cast) -> None:
    known = cast.key(stories.ZERO).keys
    new = next(home for home in scenes.reliable(cast.village) if not home.language)
    english = replace(stories.ZERO, intent=Intent({**stories.ZERO.intent.says, "language": "en"}))
    assert cast.key(english, new).keys == ("2", *known)


def test_the_cadre_keys_a_pin_an_area_and_sends(cast: Cast) -> None:
    says = {**loudspeaker.SAYS, "area": GRIDS[0], "pin": cast.village.staff["cadre"].pin}
    script = cast.speak(**says)
    assert (script.keys, script.ended) == (("1", "2468#", "2", "1", "1", "5", "2", "1"), "sent")
    assert script.pressed == ("1", "2468#", "2", "1", "1", "#", "5", "#", "2", "1"), "a recording ends with a key"


def test_a_question_the_intent_does_not_answer_is_named(cast: Cast) -> None:
    with pytest.raises(KeyError, match="returned_count"):
        cast.speak(cadre_menu="resident", menu="returnee")


@pytest.mark.parametrize("note", stories.NOTES, ids=lambda note: note.en)
def test_a_text_means_the_same_in_both_languages(note: stories.Note) -> None:
    assert [sms_forms.read(body).meaning for body in (note.zh, note.en)] == [note.meaning] * 2
