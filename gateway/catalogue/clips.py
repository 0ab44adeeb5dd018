"""Sound for fixed wording: a recorded voice where there is one, else the offline voice's file, else none."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gateway.catalogue.languages import Language
from gateway.catalogue.wording import placeholders

RENDERED_AS = 1  # raise it when the offline voice is rendered differently, so that old files are left aside


@dataclass(frozen=True)
class Clips:
    """What is there to play.

    names       (language, words) -> name of the clip
    files       name -> the WAV file, wherever it lies
    recordings  (language, wording key) -> name, for the recorded voices only
    """

    names: Mapping[tuple[str, str], str]
    files: Mapping[str, Path]
    recordings: Mapping[tuple[str, str], str]


def clip_name(text: str, language: Language) -> str:
    """The name of the offline voice's clip of a text: the same words, voice and pace give the same name."""
    said = f"{RENDERED_AS}|{language.espeak_voice}|{language.espeak_rate}|{text}"
    return _digest(said.encode())


def fixed(sentences: Mapping[str, str]) -> Mapping[str, str]:
    """The sentences that are always said the same way."""
    return {key: sentence for key, sentence in sentences.items() if not placeholders(sentence)}


def read_clips(
    prompts: Path, clips: Path | None, languages: Mapping[str, Language], spoken: Mapping[str, Mapping[str, str]]
) -> Clips:
    """What can be played of the fixed wording, looked up once.

    clips   folder of the offline voice's files, None when there is none
    spoken  language -> key -> sentence
    """
    files = dict(_wavs(clips)) if clips else {}
    recorded = {code: _recorded(prompts / code / "audio") for code in languages}
    names: dict[tuple[str, str], str] = {}
    for code, language in languages.items():
        for key, sentence in fixed(spoken[code]).items():
            if key in recorded[code]:
                names[code, sentence] = recorded[code][key][0]
            elif (name := clip_name(sentence, language)) in files:
                names.setdefault((code, sentence), name)
    recordings = {(code, key): name for code, found in recorded.items() for key, (name, _) in found.items()}
    files |= {name: path for found in recorded.values() for name, path in found.values()}
    return Clips(names, files, recordings)


def _wavs(folder: Path) -> Iterator[tuple[str, Path]]:
    yield from ((path.stem, path) for path in sorted(folder.glob("*.wav")))


def _recorded(folder: Path) -> dict[str, tuple[str, Path]]:
    """Wording key -> clip name and file of what a person has spoken."""
    return {key: (_digest(path.read_bytes()), path) for key, path in _wavs(folder)}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]
