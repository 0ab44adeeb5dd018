"""Whole conversations as the caller hears them, each played from a transcript."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gateway.catalogue import load
from gateway.domain.clears import JOURNEY, QUESTIONS
from gateway.settings import PROMPTS
from tests.transcripts.branches import ways_out
from tests.transcripts.script import Play, play

HERE = Path(__file__).parent
CATALOGUE = load(PROMPTS)
ANSWER_S = 3.5  # to think and press, at each question, by a slow caller
MOST_S = 180  # of one returnee's report: longer, and people hang up
MOST_OF_THREE_S = 360  # of three who came together
MOST_OF_WELLNESS_S = 40  # every day again
FILED = "does   file_report -> whole clear=10 instruction=key:instruction.D"
SAYS_WHOLE = "says   screening.registered instruction.D"


@pytest.mark.parametrize("path", sorted(HERE.glob("*.txt")), ids=lambda path: path.stem)
def test_a_conversation_goes_as_it_is_written_down(path: Path) -> None:
    played = play(path, CATALOGUE)
    for turn in played.turns:
        for phrase in turn.say:
            for language in CATALOGUE.languages:
                assert CATALOGUE.words(phrase, language) or phrase.audio is not None


def test_a_transcript_that_is_wrong_names_its_line(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("call wellness\nsays wellness.thanks\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=r"wrong\.txt:2: says wellness\.thanks"):
        play(wrong, CATALOGUE)


Record = Callable[[str, object], None]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_ten_clears_of_one_person_fit_three_minutes(language: str, record_property: Record) -> None:
    whole_s = lasts_s(play(HERE / "one_from_hubei.txt", CATALOGUE), language, "ten clears of one", record_property)
    if language == "zh":
        assert whole_s < MOST_S


@pytest.mark.parametrize("language", ["zh", "en"])
def test_three_who_came_together_fit_six_minutes(language: str, tmp_path: Path, record_property: Record) -> None:
    written = tmp_path / "three_from_hubei.txt"
    written.write_text(three_together((HERE / "one_from_hubei.txt").read_text(encoding="utf-8")), encoding="utf-8")
    played = play(written, CATALOGUE)
    assert played.now.session.person == 3
    whole_s = lasts_s(played, language, "ten clears of three", record_property)
    if language == "zh":
        assert whole_s < MOST_OF_THREE_S


@pytest.mark.parametrize("name", sorted(path.stem for path in HERE.glob("wellness_*.txt")))
def test_the_daily_word_of_a_home_fits_forty_seconds(name: str, record_property: Record) -> None:
    assert lasts_s(play(HERE / f"{name}.txt", CATALOGUE), "zh", name, record_property) < MOST_OF_WELLNESS_S


def lasts_s(played: Play, language: str, what: str, record_property: Record) -> float:
    """How long a call takes; what it is made of is printed at the end of the tests."""
    heard = [CATALOGUE.words(phrase, language) for turn in played.turns for phrase in turn.say]
    speech_s = sum(CATALOGUE.languages[language].seconds(words) for words in heard)
    answers, keys = len(played.pressed) + played.spoken, sum(map(len, played.pressed))
    whole_s = speech_s + ANSWER_S * answers
    made_of = f"{speech_s:.0f} s of speech, {answers} answers, {keys} keys"
    record_property("length", f"{what}, {language}: {made_of}: {whole_s:.0f} s")
    return whole_s


def three_together(one: str) -> str:
    """The transcript of three who came together, from that of one: journey once, the rest of each."""
    lines = one.splitlines()
    own, filed = (lines.index(line) for line in ("says   screening.fever", FILED))
    first = [*lines[: lines.index("press  1")], "press  3", "says   screening.together", "press  1"]
    first += ["says   screening.journey_once screening.days_ago", *lines[lines.index("press  3#") : own]]
    more = ["does   next_person -> another", f"{SAYS_WHOLE} screening.another", "press  1"]
    journey = ",".join(question for item in (1, *JOURNEY) for question in QUESTIONS[item])
    each = [*lines[own:filed], FILED]
    for person in (2, 3):
        each += [*more, f"does   begin_person -> done person={person} keep={journey}", *lines[own:filed], FILED]
    return "\n".join([*first, *each, *lines[filed + 1 :]])


def test_every_way_out_of_every_question_is_taken_by_a_transcript() -> None:
    taken = {way for path in HERE.glob("*.txt") for way in play(path, CATALOGUE).ways}
    missing = sorted(ways_out(CATALOGUE.flows) - taken)
    assert not missing, "python -m tests.transcripts.branches writes transcripts for them"
