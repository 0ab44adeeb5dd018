"""One flow file into a Flow. A node is refused by file, line, name and reason as soon as it cannot be walked."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gateway.catalogue.sources import Source
from gateway.domain.flow import Flow, Kind, Node
from gateway.domain.readers import READERS

LONGEST_S = 300  # of one recording
MOST_DIGITS = 20  # of one entry
TALKS = ("talked", "unanswered")  # what may come of putting somebody through

SILENT = frozenset({Kind.DO, Kind.SEEKS, Kind.BACK})  # nodes that say nothing themselves
KINDS = {kind.value: kind for kind in Kind if kind is not Kind.SAY}  # the attribute that makes the kind
ASKED = ("say", "again", "clear", "saves", "fallback", "times", "next")
ALLOWED: Mapping[Kind, tuple[str, ...]] = {
    Kind.KEYS: ("keys", "sets", *ASKED),
    Kind.DIGITS: ("digits", "secret", *ASKED),
    Kind.OPTIONS: ("options", *ASKED),
    Kind.RECORD: ("record", *ASKED),
    Kind.SAY: ("say", "next"),
    Kind.SEEKS: ("seeks", "next"),
    Kind.CONNECTS: ("connects", "say", "saves", "next"),
    Kind.BACK: ("back", "next"),
    Kind.DO: ("do", "next"),
    Kind.ENDS: ("ends", "say"),
}
TYPES: Mapping[str, tuple[type[Any], ...]] = {
    "say": (list,),
    "again": (str,),
    "clear": (int,),
    "keys": (dict,),
    "digits": (dict,),
    "options": (str,),
    "record": (dict,),
    "seeks": (dict,),
    "connects": (str,),
    "back": (bool,),
    "do": (str,),
    "ends": (str,),
    "sets": (str,),
    "secret": (bool,),
    "saves": (str,),
    "fallback": (str,),
    "times": (str,),
    "next": (str, dict),
}


def read_flow(source: Source) -> Flow:
    """The flow in a file, named like the file. Raises BrokenPrompts."""
    top = source.table
    if unknown := sorted(top.keys() - {"version", "start", "person", "nodes"}):
        raise source.broken(f"unknown attribute {unknown[0]!r}")
    if missing := [name for name in ("version", "start", "nodes") if name not in top]:
        raise source.broken(f"{missing[0]!r} is missing")
    if not isinstance(top["nodes"], dict) or not all(isinstance(table, dict) for table in top["nodes"].values()):
        raise source.broken("every node must be a table, [nodes.name]")
    if top["start"] not in top["nodes"]:
        raise source.broken(f"start names the node {top['start']!r}, which does not exist")
    nodes = {name: _node(source, name, table) for name, table in top["nodes"].items()}
    return Flow(source.path.stem, str(top["version"]), top["start"], nodes, top.get("person"))


def _node(source: Source, name: str, table: Mapping[str, Any]) -> Node:
    made = [attribute for attribute in KINDS if attribute in table]
    if len(made) > 1:
        raise source.broken(f"does two things at once: {' and '.join(made)}", name)
    kind = KINDS[made[0]] if made else Kind.SAY
    for reason in _misshapen(kind, table):
        raise source.broken(reason, name)
    node = Node(
        name=name,
        kind=kind,
        say=tuple(table.get("say", ())),
        again=table.get("again"),
        clear=table.get("clear"),
        sets=table.get("sets"),
        secret=table.get("secret", False),
        saves=table.get("saves"),
        fallback=table.get("fallback"),
        times=table.get("times"),
        next=_ways(table.get("next", {})),
        **OWN[kind](table),
    )
    for reason in _faults(node):
        raise source.broken(reason, name)
    return node


def _misshapen(kind: Kind, table: Mapping[str, Any]) -> Iterator[str]:
    """Reasons why this table cannot be read as a node of its kind."""
    for attribute, value in table.items():
        if attribute not in TYPES:
            yield f"unknown attribute {attribute!r}"
        elif attribute not in ALLOWED[kind]:
            yield f"{attribute!r} means nothing at a node of kind {kind.value!r}"
        elif type(value) not in TYPES[attribute]:
            yield f"{attribute!r} cannot be {value!r}"
    yield from _misshapen_parts(table)


PARTS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {  # attribute -> what must, and what may be in its table
    "digits": (frozenset({"reader", "most"}), frozenset({"unknown"})),
    "record": (frozenset({"longest_s"}), frozenset()),
}


def _misshapen_parts(table: Mapping[str, Any]) -> Iterator[str]:
    for attribute, (must, may) in PARTS.items():
        part = table.get(attribute, dict.fromkeys(must))
        yield from (f"{attribute} lacks {name!r}" for name in sorted(must - part.keys()))
        yield from (f"unknown attribute {name!r} in {attribute}" for name in sorted(part.keys() - must - may))
    for attribute in ("keys", "next"):
        part = table.get(attribute, {})
        if isinstance(part, dict) and not all(isinstance(value, str) for value in part.values()):
            yield f"every value in {attribute!r} must be a string"
    if table.get("back") is False:
        yield "'back' can only be true"
    if not all(isinstance(key, str) for key in table.get("say", ())):
        yield "'say' must be a list of wording keys"
    for order, questions in table.get("seeks", {}).items():
        if not isinstance(questions, list) or not all(isinstance(question, str) for question in questions):
            yield f"{order!r} in 'seeks' must be a list of nodes"


def _ways(following: str | Mapping[str, str]) -> Mapping[str, str]:
    return {"otherwise": following} if isinstance(following, str) else dict(following)


OWN: Mapping[Kind, Callable[[Mapping[str, Any]], dict[str, Any]]] = {  # what only nodes of a kind have
    Kind.KEYS: lambda table: {"keys": dict(table["keys"])},
    Kind.DIGITS: lambda table: dict(table["digits"]),
    Kind.OPTIONS: lambda table: {"options": table["options"]},
    Kind.RECORD: lambda table: dict(table["record"]),
    Kind.SEEKS: lambda table: {"seeks": {order: tuple(nodes) for order, nodes in table["seeks"].items()}},
    Kind.CONNECTS: lambda table: {"connects": table["connects"]},
    Kind.BACK: lambda _: {},
    Kind.DO: lambda table: {"act": table["do"]},
    Kind.ENDS: lambda table: {"outcome": table["ends"]},
    Kind.SAY: lambda _: {},
}


def _faults(node: Node) -> Iterator[str]:
    """Reasons why a well-shaped node cannot be walked."""
    if node.kind not in SILENT and not node.say:
        yield "says nothing"
    if node.kind is not Kind.ENDS and not node.next:
        yield "has no way on: 'next' is missing"
    if node.clear is not None and not 1 <= node.clear <= 10:
        yield f"there are ten clears, none is number {node.clear}"
    if node.sets not in (None, "language"):
        yield f"sets can only be 'language', not {node.sets!r}"
    if node.kind in FAULTS:
        yield from FAULTS[node.kind](node)


def _keys_faults(node: Node) -> Iterator[str]:
    if not node.keys:
        yield "offers no key"
    for key, answer in node.keys.items():
        if len(key) != 1 or key not in "0123456789":
            yield f"{key!r} is not one key from 0 to 9"
        if answer not in node.next and "otherwise" not in node.next:
            yield f"key {key} answers {answer!r}, which has no way on"
    for answer in node.next.keys() - {"otherwise"} - set(node.keys.values()):
        yield f"next waits for {answer!r}, which no key answers"


def _digits_faults(node: Node) -> Iterator[str]:
    if node.reader not in READERS:
        yield f"unknown reader {node.reader!r}; there are: {', '.join(sorted(READERS))}"
    if not _within(node.most, MOST_DIGITS):
        yield f"'most' must lie between 1 and {MOST_DIGITS}, not {node.most!r}"
    if node.unknown is not None and (len(str(node.unknown)) != 1 or str(node.unknown) not in "#0123456789"):
        yield f"'unknown' must be one key, such as \"#\", not {node.unknown!r}"
    if node.unknown is None and "unknown" in node.next:
        yield "next waits for 'unknown', which no key answers"
    yield from _open_faults(node)


def _record_faults(node: Node) -> Iterator[str]:
    if not _within(node.longest_s, LONGEST_S):
        yield f"'longest_s' must lie between 1 and {LONGEST_S}, not {node.longest_s!r}"
    yield from _open_faults(node)


def _open_faults(node: Node) -> Iterator[str]:
    """Nobody can list every answer here, so there must be a way for the rest."""
    if "otherwise" not in node.next:
        yield "next needs an 'otherwise'"


def _seeks_faults(node: Node) -> Iterator[str]:
    if "first" not in node.seeks:
        yield "seeks needs an order called 'first'"
    for order, questions in node.seeks.items():
        if set(questions) != set(node.seeks.get("first", ())):
            yield f"the order {order!r} does not hold the same questions as 'first'"
    yield from _open_faults(node)


def _connects_faults(node: Node) -> Iterator[str]:
    for became in TALKS:
        if became not in node.next and "otherwise" not in node.next:
            yield f"has no way on when it is {became}"
    for became in sorted(node.next.keys() - {*TALKS, "otherwise"}):
        yield f"next waits for {became!r}; a connection is {' or '.join(TALKS)}"


def _within(value: object, most: int) -> bool:
    return type(value) is int and 1 <= value <= most


FAULTS: Mapping[Kind, Callable[[Node], Iterator[str]]] = {
    Kind.KEYS: _keys_faults,
    Kind.DIGITS: _digits_faults,
    Kind.OPTIONS: _open_faults,
    Kind.RECORD: _record_faults,
    Kind.SAY: _open_faults,
    Kind.SEEKS: _seeks_faults,
    Kind.CONNECTS: _connects_faults,
    Kind.BACK: _open_faults,
}
