"""A session and a turn as plain JSON, kept beside the call between two key presses.

What equals its default is left out, so a session stays small and an older row still reads after a field is added.
"""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from gateway.domain.flow import Phrase, Session, Turn, Wants


def session_to_json(session: Session) -> dict[str, Any]:
    """A session as objects, lists and plain values."""
    return _bare(session)


def session_from_json(kept: Mapping[str, Any]) -> Session:
    """The session that was kept. Unknown names are ignored: a newer version may have written them."""
    carried = _phrases(kept.get("carried", ()))
    return Session(**{**_known(Session, kept), "carried": carried})


def turn_to_json(turn: Turn) -> dict[str, Any]:
    """A turn as objects, lists and plain values."""
    return _bare(turn)


def turn_from_json(kept: Mapping[str, Any]) -> Turn:
    """The turn that was kept."""
    wants = kept.get("wants")
    waiting = None if wants is None else Wants(**_known(Wants, wants))
    return Turn(kept["step"], _phrases(kept["say"]), waiting, kept.get("rejects", False), kept.get("connects"))


def _phrases(kept: Sequence[Mapping[str, Any]]) -> tuple[Phrase, ...]:
    return tuple(Phrase(**_known(Phrase, phrase)) for phrase in kept)


def _known(kind: type[Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in kept.items() if name in names}


def _bare(thing: Any) -> dict[str, Any]:
    held = ((field, getattr(thing, field.name)) for field in fields(thing))
    return {field.name: _plain(value) for field, value in held if not _is_default(field, value)}


def _is_default(field: Field[Any], value: object) -> bool:
    factory = field.default_factory
    return value == (field.default if factory is MISSING else factory())


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return _bare(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return dict(value) if isinstance(value, Mapping) else value
