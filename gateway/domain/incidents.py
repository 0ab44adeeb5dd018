"""One incident a cluster: which reports of urgent things are the same matter, and which of them are news.

What makes a cluster is data (prompts/urgent). Source: domain/2-policy 2.5.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from gateway.domain import places
from gateway.domain.places import LENGTH_OF, Level
from gateway.domain.screening import Concern, is_graver

QUIET = timedelta(hours=12)  # the same of the same home is no news for half a day


class Same(StrEnum):
    """What reports of one cluster share. HOUSEHOLD: the home, or the phone of whoever stands on no roster."""

    HOUSEHOLD = "household"
    VEHICLE = "vehicle"
    CASE = "case"
    UNIT = "unit"


Shares = Mapping[Same, Collection[str]]
Gathers = Mapping[str, timedelta]  # what names a cluster, and how long it gathers reports


@dataclass(frozen=True)
class Cluster:
    """Reports of these kinds that share something are one incident, for so long after the first of them.

    level  they must lie in one unit of this level as well; None: anywhere
    """

    name: str
    same: Same
    kinds: frozenset[Concern]
    level: Level | None
    within: timedelta


@dataclass(frozen=True)
class Sign:
    """What is known of a report that may belong to an incident.

    home    what names the household or the phone, None when neither is known
    shares  vehicles (with their day) and cases it is about
    """

    kind: Concern
    unit_code: str
    home: str | None = None
    shares: Shares = field(default_factory=dict)


def keys(clusters: Sequence[Cluster], sign: Sign) -> Gathers:
    """What names the clusters a report belongs to, and how long each of them gathers reports."""
    return {key: one.within for one in clusters if sign.kind in one.kinds for key in _keys_of(one, sign)}


def _keys_of(cluster: Cluster, sign: Sign) -> Iterable[str]:
    place = places.at_level(sign.unit_code, cluster.level) if cluster.level else ""
    if cluster.same is Same.UNIT:  # somebody known only to be of the village is not of one of its grids
        return [f"{cluster.name}:{place}"] if cluster.level and len(place) == LENGTH_OF[cluster.level] else []
    if cluster.same is Same.HOUSEHOLD:
        return [f"{cluster.name}:{place}:{sign.home}"] if sign.home else []
    return [f"{cluster.name}:{place}:{one}" for one in sorted(sign.shares.get(cluster.same, ()))]


def is_news(kind: Concern, earlier: Iterable[tuple[Concern, datetime]], now: datetime) -> bool:
    """Whether whoever answers for an incident is told of one more report.

    earlier  what the same home has told in this incident so far, and when
    """
    return all(is_graver(kind, known) or now - at >= QUIET for known, at in earlier)
