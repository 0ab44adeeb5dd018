"""What `dalaba check` says of the prompts: sentences for people who word them, not errors."""

from collections.abc import Iterator, Mapping

from gateway.catalogue.clips import Clips
from gateway.catalogue.languages import BASE, Language
from gateway.catalogue.wording import PLACEHOLDER, Texts, fill, placeholders
from gateway.domain.flow import Flow, Kind, Node
from gateway.domain.texts import segments

LONGEST_PROMPT_S = 20  # a longer question is forgotten before its end
MOST_KEYS = 5  # in one menu, "don't know" not counted
MOST_OF_STAFF = 7  # whoever rings every day knows the keys of
STAFF_MENUS = ("front_desk/cadre_menu",)
DONT_KNOW = "9"
UNKNOWN_VALUE = "一二三四"  # stands for a placeholder when speech is timed

# Said by the house itself rather than by a flow; a name ending in "." stands for the family.
HOUSE_SAYS = (
    "call.not_heard",
    "call.not_understood",
    "call.gave_up",
    "call.goodbye",
    "call.option",
    "call.trouble",
    "call.yes_no_again",
    "call.nothing_to_hear",
    "instruction.",
    "loudspeaker.also.",
    "message.exercise",
    "message.test",
    "alert.spoken.",
    "alert.press_1",
    "alert.press_1_knows",
    "promise.wants.",
    "digest.",
)


def find_problems(
    flows: Mapping[str, Flow],
    languages: Mapping[str, Language],
    texts: Mapping[str, Texts],
    messages: Mapping[str, Texts],
    clips: Clips,
) -> list[str]:
    """Everything worth a look, in a fixed order."""
    return [
        *unworded(flows, texts),
        *_unused(flows, texts),
        *_differing(texts),
        *_differing(messages),
        *_long_messages(messages),
        *_long_prompts(flows, languages, texts),
        *_long_menus(flows, texts),
        *_stray_recordings(texts, clips),
    ]


def said_by(flows: Mapping[str, Flow]) -> Mapping[tuple[str, str | None], str]:
    """Every (wording key, fixed language) the flows say -> the first node that says it."""
    said: dict[tuple[str, str | None], str] = {}
    for flow in flows.values():
        for node in flow.nodes.values():
            for written in (*node.say, *((node.again,) if node.again else ())):
                language, _, key = written.rpartition(":")
                if not key.startswith("@"):
                    said.setdefault((key, language or None), f"{flow.name}/{node.name}")
    return said


def unworded(flows: Mapping[str, Flow], texts: Mapping[str, Texts]) -> Iterator[str]:
    """What could not be said in any language: the house refuses to open with it."""
    for (key, only), node in said_by(flows).items():
        if only not in (None, *texts):
            yield f"{node} says {key!r} in {only!r}, which is no language of ours"
        if key not in texts[BASE].sentences:
            yield f"{texts[BASE].path}: {key!r}, said by {node}, has no wording"
    for key in (name for name in HOUSE_SAYS if not name.endswith(".")):
        if key not in texts[BASE].sentences:
            yield f"{texts[BASE].path}: {key!r} has no wording"


def _unused(flows: Mapping[str, Flow], texts: Mapping[str, Texts]) -> Iterator[str]:
    said = said_by(flows)
    for code, found in texts.items():
        for key in found.sentences:
            if not _is_house(key) and (key, None) not in said and (key, code) not in said:
                yield f"{found.path}: nobody says {key!r}"


def _is_house(key: str) -> bool:
    return any(key.startswith(name) if name.endswith(".") else key == name for name in HOUSE_SAYS)


def _differing(texts: Mapping[str, Texts]) -> Iterator[str]:
    """Between the base and each other language: keys on one side only, and placeholders that differ."""
    base = texts[BASE]
    for found in (found for code, found in texts.items() if code != BASE):
        for key in base.sentences.keys() & found.sentences.keys():
            here, there = placeholders(base.sentences[key]), placeholders(found.sentences[key])
            for name in sorted(here ^ there):
                yield f"{found.path}: {key!r} and its Chinese wording differ in {{{name}}}"
        yield from (f"{found.path}: {key!r} is missing" for key in base.sentences if key not in found.sentences)
        yield from (f"{base.path}: {key!r} is missing" for key in found.sentences if key not in base.sentences)


def _long_messages(messages: Mapping[str, Texts]) -> Iterator[str]:
    for found in messages.values():
        for key, sentence in found.sentences.items():
            if unknown := sorted(placeholders(sentence) - found.longest.keys()):
                yield f"{found.path}: {key!r}: [longest] does not say how long {{{unknown[0]}}} may be"
                continue
            most, takes = found.most_segments.get(key, 1), segments(fill(key, sentence, found.longest))
            if takes > most:
                yield f"{found.path}: {key!r} may take {takes} segments, {most} allowed"


def _long_prompts(
    flows: Mapping[str, Flow], languages: Mapping[str, Language], texts: Mapping[str, Texts]
) -> Iterator[str]:
    for code, language in languages.items():
        for flow in flows.values():
            for node in flow.nodes.values():
                seconds = language.seconds(_heard_at(node, code, texts[code]))
                if seconds > LONGEST_PROMPT_S:
                    yield f"{flow.name}/{node.name} takes {seconds:.0f} s to say in {code!r}"


def _heard_at(node: Node, code: str, found: Texts) -> str:
    """A node's wording in one language; recordings and what is said in another language are not counted."""
    written = (key.rpartition(":") for key in node.say if not key.startswith("@"))
    keys = (key for only, _, key in written if only in ("", code))
    return " ".join(PLACEHOLDER.sub(UNKNOWN_VALUE, found.sentences.get(key, "")) for key in keys)


def _long_menus(flows: Mapping[str, Flow], texts: Mapping[str, Texts]) -> Iterator[str]:
    for code, found in texts.items():
        for flow in flows.values():
            for node in (node for node in flow.nodes.values() if node.kind is Kind.KEYS):
                heard = _heard_at(node, code, found)
                offered = [key for key in node.keys if key in heard and key != DONT_KNOW]
                place = f"{flow.name}/{node.name}"
                most = MOST_OF_STAFF if place in STAFF_MENUS else MOST_KEYS
                if len(offered) > most:
                    yield f"{place} offers {len(offered)} keys in {code!r}, more than {most}"


def _stray_recordings(texts: Mapping[str, Texts], clips: Clips) -> Iterator[str]:
    for code, key in clips.recordings:
        if key not in texts[code].sentences:
            yield f"a recording in {code!r} is called {key!r}, which is no wording"
        elif placeholders(texts[code].sentences[key]):
            yield f"a recording in {code!r} of {key!r} is never played: its words change from call to call"
