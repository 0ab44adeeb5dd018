"""What a conversation says aloud: wording by key, what facts hold, lists to choose from. Never a telephone number."""

from collections.abc import Mapping, Sequence

from gateway.domain.conversation import Kind, Node, Phrase, Session
from gateway.domain.phones import is_number


def phrases(session: Session, keys: Sequence[str]) -> tuple[Phrase, ...]:
    """What is said; a fact that holds nothing says nothing."""
    said = (_phrase(session, key) for key in keys)
    return tuple(phrase for phrase in said if phrase.key or phrase.audio or phrase.text)


def _phrase(session: Session, key: str) -> Phrase:
    if key.startswith("@"):
        return _kept(session, key[1:])
    language, _, plain = key.rpartition(":")
    return Phrase(plain, _values(session), language=language or None)


def _values(session: Session) -> dict[str, str | int | float]:
    """What may be spoken of: everything plain but telephone numbers, whosever they are."""
    plain = ((name, value) for name, value in session.facts.items() if isinstance(value, str | int | float))
    return {name: value for name, value in plain if not (isinstance(value, str) and is_number(value))}


def _kept(session: Session, fact: str) -> Phrase:
    """What a fact holds: "audio:<digest>", "key:<wording>", the carrier's recording, or words to be read out."""
    held = str(session.facts.get(fact) or session.answers.get(fact) or "")
    if is_number(held):
        return Phrase()
    if held.startswith("key:"):
        return Phrase(held.removeprefix("key:"), _values(session))
    if held.startswith(("audio:", "http:", "https:")):
        return Phrase(audio=held.removeprefix("audio:"))
    return Phrase(text=held, language=str(session.facts.get(f"{fact}_language") or session.language))


def options_of(session: Session, node: Node) -> Sequence[Mapping[str, str]]:
    """The list a caller chooses from at an OPTIONS node, numbered from 1 in speaking order."""
    found = session.facts.get(node.options or "")
    return found if isinstance(found, list) else []


def spoken_options(session: Session, node: Node) -> tuple[Phrase, ...]:
    """The list at an OPTIONS node as it is read out, nothing at another."""
    if node.kind is not Kind.OPTIONS:
        return ()
    options = enumerate(options_of(session, node), start=1)
    return tuple(Phrase("call.option", {"key": n, "words": option["words"]}) for n, option in options)
