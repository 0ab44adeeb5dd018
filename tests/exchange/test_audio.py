"""How long it takes to say or play something."""

import pytest

from gateway.exchange.audio import played_s, recording, spoken_s


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("", 0), ("你好你好你好你好你好你好", 12 / 3.6), ("one two three four five", 2), ("按1键", 2 / 3.6 + 0.4)],
)
def test_chinese_is_said_by_the_character_and_other_text_by_the_word(text: str, seconds: float) -> None:
    assert spoken_s(text) == pytest.approx(seconds)


def test_a_recording_lasts_as_long_as_it_says() -> None:
    assert played_s(recording(2.5, voice=150)) == pytest.approx(2.5)
    assert recording(1, voice=150) == recording(1, voice=150) != recording(1, voice=200)


def test_sound_that_is_not_a_wav_is_guessed_by_its_size() -> None:
    assert played_s(b"\xff" * 8000) == 2
    assert played_s(b"RIFF....WAVE") == 0
