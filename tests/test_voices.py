"""The offline voice: telephone sound at the pace the script assumes, rendered once, and never needed."""

import io
import json
import math
import subprocess
import sys
import wave
from array import array
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from gateway import voices
from gateway.catalogue import Catalogue, Language, load
from gateway.catalogue.clips import clip_name, fixed
from gateway.domain.flow import Phrase
from gateway.settings import PROMPTS
from gateway.voices import sound

CATALOGUE = load(PROMPTS)
ZH = CATALOGUE.languages["zh"]
LIBRARY_HERTZ = 22050


def loudness(samples: Sequence[float]) -> float:
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples))


def tone(hertz: float, seconds: float = 0.5, peak: int = 20000) -> list[int]:
    count = int(LIBRARY_HERTZ * seconds)
    return [round(peak * math.sin(2 * math.pi * hertz * number / LIBRARY_HERTZ)) for number in range(count)]


def decibels(hertz: float) -> float:
    """How much of a tone is left after resampling."""
    before = tone(hertz)
    return 20 * math.log10(loudness(sound.resample(before, LIBRARY_HERTZ)[50:-50]) / loudness(before))


# Sound


@pytest.mark.parametrize("hertz", [200, 440, 1000, 2500])
def test_the_tones_of_speech_pass_unchanged(hertz: float) -> None:
    assert decibels(hertz) == pytest.approx(0, abs=0.5)


@pytest.mark.parametrize("hertz", [5000, 6000, 8000, 10000])
def test_tones_above_the_telephones_do_not_come_back_as_others(hertz: float) -> None:
    assert decibels(hertz) < -40


def test_resampling_keeps_the_length() -> None:
    assert len(sound.resample(tone(440, 2.0), LIBRARY_HERTZ)) == pytest.approx(2 * sound.HERTZ, abs=1)
    assert sound.resample([1, -2, 3], sound.HERTZ) == [1.0, -2.0, 3.0]


@pytest.mark.parametrize("peak", [30, 3000, 32767])
def test_quiet_or_loud_it_comes_out_equally_loud_and_never_clips(peak: int) -> None:
    out = sound.for_telephone(tone(440, peak=peak), LIBRARY_HERTZ)
    assert max(map(abs, out)) == pytest.approx(sound.LOUDEST * 32767, rel=0.01)


def test_long_silence_at_either_end_is_cut() -> None:
    silence = [0] * LIBRARY_HERTZ
    out = sound.for_telephone([*silence, *tone(440, 1.0), *silence], LIBRARY_HERTZ)
    assert len(out) / sound.HERTZ == pytest.approx(1.0 + sound.BEFORE_S + sound.AFTER_S, abs=0.02)


@pytest.mark.parametrize("samples", [[], [0] * 2205])
def test_silence_stays_silence(samples: list[int]) -> None:
    assert not any(sound.for_telephone(samples, LIBRARY_HERTZ))


def test_a_file_is_whole_or_absent(tmp_path: Path) -> None:
    path = tmp_path / "spoken.wav"
    sound.write_wav(path, array("h", [1, -1, 300]))
    assert [file.name for file in tmp_path.iterdir()] == ["spoken.wav"]
    assert frames(path.read_bytes()) == [1, -1, 300]


def frames(wav: bytes) -> list[int]:
    with wave.open(io.BytesIO(wav)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2)
        return list(array("h", file.readframes(file.getnframes())))


# The voice


@pytest.fixture(scope="module")
def small() -> Catalogue:
    """Two languages with a handful of sentences each."""
    wanted = {"screening.returned_count", "screening.origin", "screening.close_contact", "call.goodbye"}
    texts = {
        code: replace(found, sentences={key: words for key, words in found.sentences.items() if key in wanted})
        for code, found in CATALOGUE.texts.items()
    }
    return replace(CATALOGUE, texts=texts)


def test_all_fixed_wording_is_rendered_once(small: Catalogue, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    clips = tmp_path / "new" / "clips"
    assert voices.render(small, clips, lambda done, total: seen.append((done, total))) == 8
    assert seen == [(number, 8) for number in range(1, 9)]
    written = {path: path.stat().st_mtime_ns for path in clips.iterdir()}
    assert len(written) == 8
    assert voices.render(small, clips) == 0
    assert {path: path.stat().st_mtime_ns for path in clips.iterdir()} == written
    found = load(PROMPTS, clips)
    assert all(found.clip(Phrase(key), code) for code, texts in small.texts.items() for key in texts.sentences)


@pytest.mark.parametrize("code", ["zh", "en"])
def test_it_speaks_at_the_pace_the_script_was_timed_with(small: Catalogue, tmp_path: Path, code: str) -> None:
    language = CATALOGUE.languages[code]
    voices.render(small, tmp_path)
    sentences = fixed(small.texts[code].sentences).values()
    spoken = [frames((tmp_path / f"{clip_name(words, language)}.wav").read_bytes()) for words in sentences]
    seconds = sum(map(len, spoken)) / sound.HERTZ
    assert sum(map(language.spoken_units, sentences)) / seconds == pytest.approx(language.pace, rel=0.12)


def test_a_recorded_sentence_is_not_rendered(small: Catalogue, tmp_path: Path) -> None:
    recorded = replace(small, clips=replace(small.clips, recordings={("zh", "call.goodbye"): "abc"}))
    assert voices.render(recorded, tmp_path) == 7


def test_one_message_is_spoken_for_the_telephone() -> None:
    spoken = frames(voices.speak("明天早上八点，卫生院来村里。", ZH))
    assert 2 < len(spoken) / sound.HERTZ < 6
    assert loudness(spoken) > 1000


def test_single_messages_are_spoken_in_the_languages_there_are() -> None:
    voice = voices.OfflineVoice(CATALOGUE.languages)
    assert frames(voice.speak("Tomorrow at eight.", "en") or b"")
    assert voice.speak("明天", "lis") is None
    assert voice.speak("  ", "zh") is None


# Without it


@pytest.fixture
def no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "LIBRARY", "no_such_library")


@pytest.mark.usefixtures("no_library")
def test_without_the_library_the_carrier_reads_aloud(small: Catalogue, tmp_path: Path) -> None:
    assert not voices.available()
    assert voices.OfflineVoice(CATALOGUE.languages).speak("明天", "zh") is None
    with pytest.raises(voices.NoVoice, match=r"pip install 'dalaba\[voices\]'"):
        voices.render(small, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_voice_that_does_not_exist_is_named_and_leaves_no_process_behind(tmp_path: Path) -> None:
    nobody: Language = replace(ZH, espeak_voice="nobody-speaks-this")
    with pytest.raises(voices.NoVoice, match="knows no voice called 'nobody-speaks-this'"):
        voices.speak("hello", nobody)
    assert voices.OfflineVoice({"zh": nobody}).speak("hello", "zh") is None


def test_the_gateway_itself_never_loads_the_library() -> None:
    code = "import sys, gateway.voices; sys.exit('espeakng_loader' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=voices.HOUSE)


def test_its_process_takes_orders_by_the_line(tmp_path: Path) -> None:
    orders = [{"text": str(n), "voice": "en", "rate": 150, "file": str(tmp_path / f"{n}.wav")} for n in (1, 2)]
    lines = "".join(f"{json.dumps(order)}\n" for order in orders)
    words = [sys.executable, "-m", "gateway.voices"]
    done = subprocess.run(words, input=lines, capture_output=True, text=True, check=True, cwd=voices.HOUSE)
    assert done.stdout.split() == [order["file"] for order in orders]
    assert all(Path(name).exists() for name in done.stdout.split())
