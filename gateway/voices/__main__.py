"""The offline voice's own process: orders as JSON lines on stdin, WAV files out, their names on stdout.

An order is {"text", "voice", "rate", "file"}. This is the only place that loads the GPL library.
"""

import ctypes
import json
import sys
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import espeakng_loader

from gateway.voices import sound

SYNCHRONOUS = 2  # the library hands us samples and plays nothing
DONT_EXIT = 0x8000  # a broken installation is an error of ours, not the end of the process
RATE = 1  # the parameter's number
UTF_8 = 1
CHARACTER = 0  # a text begins at its first character
HEARER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Voice:
    """The library, ready to speak. Raises OSError or RuntimeError when it cannot be used."""

    def __init__(self) -> None:
        self._library: Any = ctypes.CDLL(espeakng_loader.get_library_path())
        self._heard = array("h")
        data = str(espeakng_loader.get_data_path()).encode()
        self.hertz = int(self._library.espeak_Initialize(SYNCHRONOUS, 0, data, DONT_EXIT))
        if self.hertz <= 0:
            raise RuntimeError("the offline voice finds no data")
        self._hearer = HEARER(self._hear)  # kept: the library holds only its address
        self._library.espeak_SetSynthCallback(self._hearer)

    def say(self, text: str, voice: str, rate: int) -> "array[int]":
        """Samples of a text at `hertz`; `rate` is the library's own measure."""
        if self._library.espeak_SetVoiceByName(voice.encode()):
            raise RuntimeError(f"the offline voice knows no voice called {voice!r}")
        self._heard = array("h")
        self._library.espeak_SetParameter(RATE, rate, 0)
        words = text.encode()
        position = ctypes.c_uint(0)
        failed = self._library.espeak_Synth(
            words, ctypes.c_size_t(len(words) + 1), position, CHARACTER, position, UTF_8, None, None
        )
        if failed:
            raise RuntimeError(f"the offline voice cannot say {text!r}")
        self._library.espeak_Synchronize()
        return self._heard

    def _hear(self, samples: Any, count: int, _events: object) -> int:
        if samples and count > 0:
            self._heard.extend(samples[:count])
        return 0  # go on


def main(say: Callable[[str], object]) -> None:
    """Carries out every order on stdin."""
    voice = Voice()
    for line in sys.stdin:
        order = json.loads(line)
        samples = voice.say(order["text"], order["voice"], order["rate"])
        sound.write_wav(Path(order["file"]), sound.for_telephone(samples, voice.hertz))
        say(f"{order['file']}\n")


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    main(sys.stdout.write)
