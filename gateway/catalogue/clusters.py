"""What makes reports one incident, as the ladders under prompts/urgent/ say: read, checked, refused with a reason."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from gateway.catalogue.shapes import Shape, misshapen, none_of
from gateway.catalogue.sources import Source
from gateway.domain.incidents import Cluster, Same
from gateway.domain.places import Level
from gateway.domain.screening import Concern

CLUSTER: Shape = {"name": (str,), "same": (str,), "kinds": (list,), "level": (str,), "within": (int,)}


def read_clusters(source: Source, top: Mapping[str, Any]) -> tuple[Cluster, ...]:
    """The clusters of a ladder, in order. Raises BrokenPrompts for the first thing that is wrong."""
    found = tuple(_cluster(source, n, table, top["triggers"]) for n, table in enumerate(top["clusters"], start=1))
    for name, times in Counter(one.name for one in found).items():
        if times > 1:
            raise source.broken(f"two clusters are called {name!r}")
    return found


def _cluster(source: Source, number: int, table: Any, triggers: list[Any]) -> Cluster:
    if not isinstance(table, dict):
        raise source.broken_at("clusters", number, "must be a table, [[clusters]]")
    for reason in (*misshapen(table, CLUSTER, ("level",)), *_faults(table, triggers)):
        raise source.broken_at("clusters", number, reason)
    return Cluster(
        name=table["name"],
        same=Same(table["same"]),
        kinds=frozenset(map(Concern, table["kinds"])),
        level=Level(table["level"]) if "level" in table else None,
        within=timedelta(hours=table["within"]),
    )


def _faults(table: Mapping[str, Any], triggers: list[Any]) -> Iterator[str]:
    yield from none_of("same", [table["same"]] if "same" in table else (), Same)
    yield from none_of("level", [table["level"]] if "level" in table else (), Level)
    yield from none_of("kinds", table.get("kinds", ()), Concern)
    if stray := [one for one in table.get("kinds", ()) if one not in triggers]:
        yield f"{stray[0]!r} is in a cluster, but no trigger"
    if table.get("same") == Same.UNIT and "level" not in table:
        yield "same = 'unit' needs a level"
    if table.get("within", 1) <= 0:
        yield "within must be some hours"
