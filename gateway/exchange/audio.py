"""Sound: how long it takes to say or play something, and the recordings the exchange makes up."""

import array
import io
import math
import re
import wave
from collections.abc import Iterator

RATE_HZ = 8000
CHINESE_PER_S = 3.6  # characters a second, an unhurried announcer
WORDS_PER_S = 2.5
MP3_BYTES_PER_S = 4000  # 32 kbit/s, a guess for sound the standard library cannot read

CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def spoken_s(text: str) -> float:
    """Seconds it takes to say a text: Chinese by the character, anything else by the word."""
    characters = len(CHINESE.findall(text))
    words = len(re.findall(r"\w+", CHINESE.sub(" ", text)))
    return characters / CHINESE_PER_S + words / WORDS_PER_S


def played_s(sound: bytes) -> float:
    """Seconds of a sound file: exact for a WAV of any coding, a guess by its size for anything else."""
    if sound[:4] != b"RIFF" or sound[8:12] != b"WAVE":
        return len(sound) / MP3_BYTES_PER_S
    chunks = dict(_chunks(sound))
    rate = int.from_bytes(chunks.get(b"fmt ", b"")[8:12], "little")
    return len(chunks.get(b"data", b"")) / rate if rate else 0.0


def recording(seconds: float, voice: int) -> bytes:
    """A mono 16-bit WAV of something that rises and falls like speech; `voice` is its pitch in hertz."""
    syllable = _syllable(voice)
    frames = int(seconds * RATE_HZ)
    samples = (syllable * (frames // len(syllable) + 1))[:frames]
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.tobytes())
    return out.getvalue()


def _chunks(sound: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(sound):
        size = int.from_bytes(sound[at + 4 : at + 8], "little")
        yield sound[at : at + 4], sound[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _syllable(voice: int) -> "array.array[int]":
    """A quarter of a second: a tone with two overtones under a rising and falling loudness."""
    length = RATE_HZ // 4
    samples = array.array("h")
    for i in range(length):
        loudness = 6000 * math.sin(math.pi * i / length)
        turn = 2 * math.pi * voice * i / RATE_HZ
        samples.append(int(loudness * (math.sin(turn) + 0.5 * math.sin(2 * turn) + 0.25 * math.sin(3 * turn))))
    return samples
