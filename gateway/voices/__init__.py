"""The offline voice: reads wording aloud where nobody has recorded it, on a machine without internet.

The library behind it is GPL-3, optional, and loaded only in a process of its own (`python -m gateway.voices`).
"""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from gateway.catalogue import Catalogue, Language
from gateway.catalogue.clips import clip_name, fixed
from gateway.domain.errors import GatewayError

LIBRARY = "espeakng_loader"
HOUSE = Path(__file__).resolve().parent.parent.parent
MOST_PROCESSES = 4
COMPLAINT = 300  # characters of what a process that failed has said
SLOW = 0.75  # of the usual rate, for whoever did not follow


class NoVoice(GatewayError):
    """The offline voice is not installed, or did not speak; the message says what to do."""


def available() -> bool:
    """Whether the optional library is installed."""
    return importlib.util.find_spec(LIBRARY) is not None


def render(catalogue: Catalogue, clips: Path, progress: Callable[[int, int], None] | None = None) -> int:
    """Speaks all fixed wording that has neither a recording nor a clip yet; returns how many files were written.

    clips     folder of the clips, made when missing; load the catalogue again to play what is new in it
    progress  called with (files written, files to write)

    Raises NoVoice.
    """
    clips.mkdir(parents=True, exist_ok=True)
    wanted = list(_wanted(catalogue, clips.resolve()))
    for done, _ in enumerate(_said(wanted), start=1):
        if progress:
            progress(done, len(wanted))
    return len(wanted)


class OfflineVoice:
    """Speaks single messages in the catalogue's languages, where the optional library is installed."""

    def __init__(self, languages: Mapping[str, Language]) -> None:
        self._languages = languages

    def speak(self, words: str, language: str) -> bytes | None:
        """A WAV file of these words, None when no voice speaks this language here or there is nothing to say."""
        if not (words.strip() and language in self._languages and available()):
            return None
        try:
            return speak(words, self._languages[language])
        except NoVoice:
            return None  # the carrier reads it out instead


def speak(text: str, language: Language, *, slow: bool = False) -> bytes:
    """One message as a WAV file of telephone quality. Raises NoVoice."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spoken.wav"
        rate = round(language.espeak_rate * SLOW) if slow else language.espeak_rate
        list(_said([{**_order(text, language, path), "rate": rate}]))
        return path.read_bytes()


Order = Mapping[str, str | int]


def _order(text: str, language: Language, path: Path) -> Order:
    return {"text": text, "voice": language.espeak_voice, "rate": language.espeak_rate, "file": str(path)}


def _wanted(catalogue: Catalogue, clips: Path) -> Iterator[Order]:
    ordered: set[Path] = set()
    for code, language in catalogue.languages.items():
        for key, sentence in fixed(catalogue.texts[code].sentences).items():
            path = clips / f"{clip_name(sentence, language)}.wav"
            if (code, key) not in catalogue.clips.recordings and path not in ordered and not path.exists():
                ordered.add(path)
                yield _order(sentence, language, path)


def _said(orders: Sequence[Order]) -> Iterator[str]:
    """The files as they are written, by as many processes as there are processors for."""
    if not available():
        raise NoVoice("the offline voice is not installed: pip install 'dalaba[voices]'")
    share = min(os.cpu_count() or 1, MOST_PROCESSES, len(orders))
    started = [_start(orders[first::share]) for first in range(share)]
    try:
        for process in started:
            yield from _files_of(process)
    finally:
        for process in started:
            process.kill()
            process.communicate()


def _start(orders: Sequence[Order]) -> subprocess.Popen[str]:
    with tempfile.TemporaryFile("w+", encoding="utf-8") as lines:
        _write(orders, lines)
        return subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=HOUSE,
            stdin=lines,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )


def _write(orders: Sequence[Order], lines: IO[str]) -> None:
    lines.writelines(f"{json.dumps(order)}\n" for order in orders)
    lines.flush()
    lines.seek(0)


def _files_of(process: subprocess.Popen[str]) -> Iterator[str]:
    for line in process.stdout or ():
        yield line.strip()
    _, said = process.communicate()
    if process.returncode:
        raise NoVoice(f"the offline voice failed: {said.strip()[-COMPLAINT:] or process.returncode}")
