"""Messages kept ready, so that nobody has to find the words at night."""

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.domain.speaking.levels import Level

Words = Mapping[str, str]  # by language, Chinese always among them


def in_language(words: Words, language: str) -> str:
    """What is worded in a language, in Chinese where it is not."""
    return words.get(language) or words["zh"]


@dataclass(frozen=True)
class Prepared:
    """A message kept ready: what it is called and what it says, and the level it is usually sent at."""

    name: str
    level: Level
    titles: Words
    words: Words

    def title(self, language: str) -> str:
        """What it is called."""
        return in_language(self.titles, language)
