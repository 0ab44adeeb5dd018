"""The catalogue: everything under prompts/, loaded once, looked up on every turn of every call."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gateway.catalogue.clips import Clips, read_clips
from gateway.catalogue.divisions import read_divisions
from gateway.catalogue.exports import find_problems as find_export_problems
from gateway.catalogue.exports import read_dhis2
from gateway.catalogue.flows import read_flows
from gateway.catalogue.ladders import find_problems as find_ladder_problems
from gateway.catalogue.ladders import read_ladders
from gateway.catalogue.languages import BASE, Language, named, read_languages
from gateway.catalogue.levels import read_levels, read_prepared
from gateway.catalogue.policy import find_problems as find_policy_problems
from gateway.catalogue.policy import read_policies
from gateway.catalogue.problems import find_problems, unworded
from gateway.catalogue.situations import find_problems as find_response_problems
from gateway.catalogue.situations import read_responses
from gateway.catalogue.wording import Texts, fill, placeholders, read_texts
from gateway.domain.alerts import Ladder
from gateway.domain.divisions import Divisions
from gateway.domain.errors import BrokenPrompts
from gateway.domain.exports.dhis2 import Dhis2
from gateway.domain.flow import Flow, Phrase
from gateway.domain.policy import Policy
from gateway.domain.situations.response import Responses
from gateway.domain.speaking.levels import Levels
from gateway.domain.speaking.prepared import Prepared


@dataclass(frozen=True)
class Catalogue:
    """Flows, wording, sound, policy, the ladder of alerts, what a class brings, and the divisions of the country.

    `texts` is what is spoken, `messages` what is sent by SMS, both by language.
    levels    the rules of the four levels of broadcast; `prepared` the messages kept ready
    dhis2     how our figures and units are called there
    """

    flows: Mapping[str, Flow]
    languages: Mapping[str, Language]
    texts: Mapping[str, Texts]
    messages: Mapping[str, Texts]
    clips: Clips
    policies: tuple[Policy, ...]
    divisions: Divisions
    ladders: tuple[Ladder, ...]
    responses: tuple[Responses, ...]
    levels: Levels
    prepared: tuple[Prepared, ...]
    dhis2: Dhis2

    def words(self, phrase: Phrase, language: str) -> str:
        """What a phrase says, "" when it is audio only.

        A key with no wording in the language is worded in Chinese. Raises BrokenPrompts when it has none there
        either, or when a {placeholder} has no value.
        """
        if phrase.text is not None or phrase.key is None:
            return phrase.text or ""
        spoken = self._spoken_in(phrase.key, phrase.language or language)
        return fill(phrase.key, self.texts[spoken].sentences[phrase.key], phrase.values)

    def voice(self, phrase: Phrase, language: str) -> Language:
        """The language a phrase is really said in, with its voice: Chinese where there is no other wording."""
        wished = phrase.language or language
        return self._language(wished if phrase.key is None else self._spoken_in(phrase.key, wished))

    def sms(self, key: str, language: str, **values: object) -> str:
        """A short message. Falls back and raises as `words` does."""
        texts = self.messages[language if key in self._sentences(self.messages, language) else BASE]
        if key not in texts.sentences:
            raise BrokenPrompts(f"{texts.path}: {key!r} has no wording")
        return fill(key, texts.sentences[key], values)

    def clip(self, phrase: Phrase, language: str) -> str | None:
        """The name of the clip that says these fixed words, None when they must be read aloud by the carrier."""
        if phrase.key is not None and phrase.text is None:
            code = self._spoken_in(phrase.key, phrase.language or language)
            sentence = self.texts[code].sentences[phrase.key]
            return None if placeholders(sentence) else self._clip_of(phrase.key, code, sentence)
        return self.clips.names.get((phrase.language or language, phrase.text)) if phrase.text else None

    def clip_file(self, name: str) -> Path | None:
        """Where the WAV file of a clip lies, None when there is no such clip."""
        return self.clips.files.get(name)

    def seconds(self, words: str, language: str) -> float:
        """About how long these words take to say."""
        return self._language(language).seconds(words)

    def problems(self) -> list[str]:
        """What somebody should look at in the prompts, one sentence each; empty when all is well."""
        found = find_problems(self.flows, self.languages, self.texts, self.messages, self.clips)
        found += find_policy_problems(self.policies, [*self.texts.values(), *self.messages.values()])
        found += find_ladder_problems(self.ladders, self.texts, self.messages)
        return found + find_response_problems(self.responses) + find_export_problems(self.dhis2)

    def _clip_of(self, key: str, code: str, sentence: str) -> str | None:
        return self.clips.recordings.get((code, key)) or self.clips.names.get((code, sentence))

    def _spoken_in(self, key: str, language: str) -> str:
        if key in self._sentences(self.texts, language):
            return language
        if key in self.texts[BASE].sentences:
            return BASE
        raise BrokenPrompts(f"{self.texts[BASE].path}: {key!r} has no wording")

    def _sentences(self, texts: Mapping[str, Texts], language: str) -> Mapping[str, str]:
        return texts[language].sentences if language in texts else {}

    def _language(self, code: str) -> Language:
        return self.languages.get(code) or named(self.languages, BASE)


def load(prompts: Path, clips: Path | None = None) -> Catalogue:
    """The catalogue of a prompts folder. Raises BrokenPrompts for the first thing that cannot be used.

    clips  folder of the offline voice's WAV files; it may be empty or missing
    """
    languages = read_languages(prompts / "languages.toml")
    texts = {code: read_texts(prompts / code / "texts.toml") for code in languages}
    messages = {code: read_texts(prompts / code / "sms.toml") for code in languages}
    sentences = {code: found.sentences for code, found in texts.items()}
    flows = read_flows(prompts / "flows")
    for reason in unworded(flows, texts):
        raise BrokenPrompts(reason)
    loudspeaker = prompts / "loudspeaker"
    prepared = read_prepared(loudspeaker / "prepared.toml", languages)
    return Catalogue(
        flows=flows,
        languages=languages,
        texts=texts,
        messages=messages,
        clips=read_clips(prompts, clips, languages, sentences),
        policies=read_policies(prompts / "policy"),
        divisions=read_divisions(prompts / "divisions"),
        ladders=read_ladders(prompts / "urgent"),
        responses=read_responses(prompts / "situations", languages, prepared),
        levels=read_levels(loudspeaker / "levels.toml"),
        prepared=prepared,
        dhis2=read_dhis2(prompts / "exports" / "dhis2.toml"),
    )
