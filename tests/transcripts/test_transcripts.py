"""Whole conversations as the caller hears them, each played from a transcript."""

from pathlib import Path

import pytest

from gateway.catalogue import load
from gateway.settings import PROMPTS
from tests.transcripts.branches import ways_out
from tests.transcripts.script import play

HERE = Path(__file__).parent
CATALOGUE = load(PROMPTS)
ANSWER_S = 3.5  # to think and press, at each question; measured in domain/3-script
MOST_S = 180  # of one returnee's report: longer, and people hang up


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


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_ten_clears_of_one_person_fit_three_minutes(language: str) -> None:
    played = play(HERE / "one_from_hubei.txt", CATALOGUE)
    heard = [CATALOGUE.words(phrase, language) for turn in played.turns for phrase in turn.say]
    speech_s = sum(CATALOGUE.languages[language].seconds(words) for words in heard)
    answers, keys = len(played.pressed) + played.spoken, sum(map(len, played.pressed))
    whole_s = speech_s + ANSWER_S * answers
    print(f"\n{language}: {speech_s:.0f} s of speech, {answers} answers, {keys} keys: {whole_s:.0f} s")
    if language == "zh":
        assert whole_s < MOST_S


def test_every_way_out_of_every_question_is_taken_by_a_transcript() -> None:
    taken = {way for path in HERE.glob("*.txt") for way in play(path, CATALOGUE).ways}
    missing = sorted(ways_out(CATALOGUE.flows) - taken)
    assert not missing, "python -m tests.transcripts.branches writes transcripts for them"
