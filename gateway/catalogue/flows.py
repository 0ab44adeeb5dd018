"""Every flow under prompts/flows/, checked together: each way leads somewhere, each node can be reached."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from gateway.catalogue import sources
from gateway.catalogue.nodes import read_flow
from gateway.catalogue.sources import Source
from gateway.domain.flow import Flow, Kind, Node

Place = tuple[str, str]  # flow, node
SILENT = (Kind.SAY, Kind.DO, Kind.SEEKS, Kind.CONNECTS, Kind.BACK)  # nodes passed without a question to the caller


def read_flows(folder: Path) -> Mapping[str, Flow]:
    """The flows in a folder, by file name. Raises BrokenPrompts for the first thing that is wrong."""
    files = {path.stem: sources.read(path) for path in sorted(folder.glob("*.toml"))}
    flows = {name: read_flow(source) for name, source in files.items()}
    _check_ways(flows, files)
    _check_reached(flows, files)
    _check_circles(flows, files)
    return flows


def _check_ways(flows: Mapping[str, Flow], files: Mapping[str, Source]) -> None:
    for name, flow in flows.items():
        if flow.person is not None and not _exists(flows, resolve(flows, name, str(flow.person))):
            raise files[name].broken(f"person names {flow.person!r}, which does not exist")
        for node in flow.nodes.values():
            for reason in _lost(flows, flow, node):
                raise files[name].broken(reason, node.name)


def _lost(flows: Mapping[str, Flow], flow: Flow, node: Node) -> Iterator[str]:
    """Ways from a node that lead nowhere, or where they may not."""
    for answer, target in node.next.items():
        if not _exists(flows, resolve(flows, flow.name, target)):
            yield f"{answer!r} leads to {target!r}, which does not exist"
    if node.fallback and not _exists(flows, resolve(flows, flow.name, node.fallback)):
        yield f"falls back to {node.fallback!r}, which does not exist"
    for question in node.seeks.get("first", ()):
        if question not in flow.nodes:
            yield f"seeks {question!r}, which does not exist"
    if node.secret and not all(_is_act(flow, target) for target in node.next.values()):
        yield "a secret must be followed by a 'do' of the same flow"


def resolve(flows: Mapping[str, Flow], flow: str, target: str) -> Place:
    """Where a target written in a flow leads: "node", "flow/" or "flow/node"."""
    other, _, inner = target.rpartition("/")
    there = other or flow
    return there, inner or (flows[there].start if there in flows else "")


def _exists(flows: Mapping[str, Flow], place: Place) -> bool:
    return place[0] in flows and place[1] in flows[place[0]].nodes


def _is_act(flow: Flow, target: str) -> bool:
    return target in flow.nodes and flow.nodes[target].kind is Kind.DO


def _check_reached(flows: Mapping[str, Flow], files: Mapping[str, Source]) -> None:
    reached: set[Place] = set()
    waiting = [(name, flow.start) for name, flow in flows.items()]
    while waiting:
        place = waiting.pop()
        if place not in reached:
            reached.add(place)
            waiting.extend(ways(flows, place))
    for name, flow in flows.items():
        for node in flow.nodes:
            if (name, node) not in reached:
                raise files[name].broken("no way leads here", node)


def ways(flows: Mapping[str, Flow], place: Place) -> list[Place]:
    """Every place that may follow a place."""
    node = _at(flows, place)
    person = flows[place[0]].person if node.kind in (Kind.KEYS, Kind.OPTIONS) else None
    sought = (question for questions in node.seeks.values() for question in questions)
    targets = (*node.next.values(), *filter(None, (node.fallback, person)), *sought)
    return [resolve(flows, place[0], target) for target in targets]


def _check_circles(flows: Mapping[str, Flow], files: Mapping[str, Source]) -> None:
    """A walk that never waits for the caller would never end."""
    for place in _silent(flows):
        ahead, seen = _silent_after(flows, place), set[Place]()
        while ahead:
            there = ahead.pop()
            if there == place:
                raise files[place[0]].broken("goes in a circle without asking the caller anything", place[1])
            if there not in seen:
                seen.add(there)
                ahead.extend(_silent_after(flows, there))


def _silent(flows: Mapping[str, Flow]) -> Iterator[Place]:
    for name, flow in flows.items():
        yield from ((name, node.name) for node in flow.nodes.values() if node.kind in SILENT)


def _silent_after(flows: Mapping[str, Flow], place: Place) -> list[Place]:
    return [there for there in ways(flows, place) if _at(flows, there).kind in SILENT]


def _at(flows: Mapping[str, Flow], place: Place) -> Node:
    return flows[place[0]].nodes[place[1]]
