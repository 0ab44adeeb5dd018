"""Sound as a telephone carries it: 8 kHz, one channel, 16 bits; made with the standard library alone."""

import math
import os
import sys
import wave
from array import array
from collections.abc import Sequence
from functools import cache
from operator import mul
from pathlib import Path

HERTZ = 8000
PASSES = 3500  # Hz: what a telephone line lets through; above half of HERTZ it would come back as a wrong tone
TAPS = 32  # of the low-pass, for each output sample
LOUDEST = 0.75  # of full scale: loud on a bad line, far from clipping
FULL = 32767
HUSHED = 0.01  # of the peak: quieter than this at either end is silence
BEFORE_S, AFTER_S = 0.1, 0.25  # silence kept at either end


def for_telephone(samples: Sequence[int], hertz: int) -> "array[int]":
    """Samples ready for a telephone: resampled, silence trimmed at both ends, as loud as they may be."""
    heard = resample(samples, hertz)
    peak = max(map(abs, heard), default=0.0)
    if peak == 0:
        return array("h", bytes(2 * len(heard)))
    gain = LOUDEST * FULL / peak
    return array("h", [round(gain * sample) for sample in _trimmed(heard, HUSHED * peak)])


def resample(samples: Sequence[int], hertz: int) -> list[float]:
    """Samples at 8 kHz, low-passed on the way so that nothing folds back."""
    if hertz == HERTZ:
        return [float(sample) for sample in samples]
    up, down, phases = _phases(hertz)
    rest = [0.0] * (TAPS // 2)
    held = [*rest, *samples, *rest]
    return [
        sum(map(mul, phases[number % up], held[(start := number * down // up) : start + TAPS]))
        for number in range(len(samples) * up // down)
    ]


@cache
def _phases(hertz: int) -> tuple[int, int, list[list[float]]]:
    """Up, down, and for each of the `up` positions between two input samples the weights of those around it."""
    common = math.gcd(HERTZ, hertz)
    up, down = HERTZ // common, hertz // common
    return up, down, [_weights((number * down % up) / up, 2 * PASSES / hertz) for number in range(up)]


def _weights(offset: float, cutoff: float) -> list[float]:
    """A windowed sinc around an instant `offset` input samples past the middle tap; the weights sum to one."""
    apart = [tap - TAPS / 2 - offset for tap in range(TAPS)]
    weights = [_sinc(cutoff * distance) * math.cos(math.pi * distance / (TAPS + 2)) ** 2 for distance in apart]
    total = sum(weights)
    return [weight / total for weight in weights]


def _sinc(x: float) -> float:
    return math.sin(math.pi * x) / (math.pi * x) if x else 1.0


def _trimmed(heard: Sequence[float], hushed: float) -> Sequence[float]:
    first = next(number for number, sample in enumerate(heard) if abs(sample) > hushed)
    last = next(number for number in range(len(heard) - 1, -1, -1) if abs(heard[number]) > hushed)
    return heard[max(0, first - int(BEFORE_S * HERTZ)) : last + int(AFTER_S * HERTZ)]


def write_wav(path: Path, samples: "array[int]") -> None:
    """A WAV file, whole or not at all."""
    if sys.byteorder == "big":
        samples = array("h", samples)
        samples.byteswap()
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with wave.open(str(part), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(HERTZ)
        file.writeframes(samples.tobytes())
    part.replace(path)
