"""A place as it is said (027, 420100, 武汉, 湖北省武汉市江夏区, 缅甸, Dali, Yunnan) and the answers it stands for."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gateway.domain import places
from gateway.domain.area_codes import AREA_CODES
from gateway.domain.forms.characters import GAP, SEP, SLIPPED, UNKNOWN, digits, words
from gateway.domain.forms.place_table import (
    AREA_OF_DIVISION,
    COUNTRIES,
    LOCAL,
    LOCAL_IN_ENGLISH,
    PROVINCE_OF_DIVISION,
    PROVINCES,
    PROVINCES_IN_ENGLISH,
    VAGUE,
)


@dataclass(frozen=True)
class Place:
    """What a name may mean. `region` is a province in Chinese or a country's code, "" when only a province is sure.

    area  telephone area code, None when no nearer place was named
    """

    region: str
    area: str | None = None


@dataclass(frozen=True)
class Found:
    """A place in a text, up to `end`."""

    end: int
    place: Place


PEOPLES = (
    "土家|苗|白|彝|壮|藏|回|布依|朝鲜|蒙古|哈萨克|柯尔克孜|侗|羌|傣|景颇|傈僳|哈尼|黎|拉祜|佤|瑶|纳西|布朗|独龙|怒|普米"
)
SUFFIX = rf"(?:(?:(?:{PEOPLES}|维吾尔)族?)*自治[区州县]|特别行政区|地区|省|市|州|县|区)"
PART = r"[^\x00-\x7f、。，：；人到来车机停同触病热防男女电名户登无]"  # a character of a part of town
INSIDE = rf"(?:{PART}{{1,4}}?(?:经济开发区|开发区|工业园区?|街道|区|县|镇|乡|村))"


def _province_of(names: Mapping[str, str]) -> str:
    return next(province for province in PROVINCES if names["zh"].startswith(province))


REGION_OF = {code: _province_of(names) for code, names in AREA_CODES.items()}


def _chinese(code: str) -> Iterator[str]:
    inside = AREA_CODES[code]["zh"].removeprefix(REGION_OF[code])
    inside = re.sub(r"^(?:壮族自治区|维吾尔自治区|省|市)", "", inside) or REGION_OF[code]
    yield from (re.sub(f"{SUFFIX}$", "", name) for name in inside.split("、"))


def _english(code: str) -> Iterator[str]:
    cities = AREA_CODES[code]["en"].rpartition(", ")[0] or AREA_CODES[code]["en"]
    for city in cities.lower().split("/"):
        yield from {city, city.replace("'", ""), city.replace("-", " ")}


def _names() -> Mapping[str, frozenset[Place]]:
    """Every name and what it may mean."""
    found: defaultdict[str, set[Place]] = defaultdict(set)
    for code in AREA_CODES:
        for name in (*_chinese(code), *_english(code)):
            found[name].add(Place(REGION_OF[code], code))
    for code, names in LOCAL.items():
        for name in names.split():
            found[name] = {Place(REGION_OF[code], code)}
    for name, code in LOCAL_IN_ENGLISH.items():
        found[name] = {Place(REGION_OF[code], code)}
    for province, name in [*zip(PROVINCES, PROVINCES, strict=True), *((v, k) for k, v in PROVINCES_IN_ENGLISH.items())]:
        found[name] = {near for near in found[name] if near.area in WHOLE_PROVINCES} or {Place(province)}
    for country, names in COUNTRIES.items():
        found.update({name: {Place(country)} for name in names.split()})
    return {name: frozenset(meant) for name, meant in found.items() if len(name) > 1}


WHOLE_PROVINCES = frozenset({"010", "021", "022", "023", "0898"})  # one code answers for all of it
NAMES = _names()
NAME = re.compile(words("|".join(map(re.escape, NAMES))))
SUFFIXED = re.compile(SUFFIX)
WITHIN = re.compile(INSIDE)
BETWEEN = re.compile(rf"(?:{SEP}|,)*")
VAGUELY = re.compile("|".join(f"(?P<v{n}>{words(said)})" for n, said in enumerate(VAGUE)))
NOT_KNOWN = re.compile(UNKNOWN)
ROW = re.compile(rf"{SLIPPED}{{2,6}}(?![0-9天日月号人岁个])")
WORK = r"(?:打工|务工|上学|读书|出差|旅游|探亲|做工)?"
RETURNED = rf"{WORK}(?:返回|返乡|返滇|返昆|返村|返|回来|回村|回家|回到家|归来|过来|回|returnee|return)(?:的|了)?"
RETURN = re.compile(rf"{GAP}{RETURNED}(?![0-9])")
CITY_OF = {"吉林": "0432"}  # a city that bears its province's name


def origin_at(text: str, at: int) -> tuple[int, dict[str, str]] | None:
    """The answers that an origin at this point stands for, and where it ends; None when there is none."""
    if vague := VAGUELY.match(text, at):
        return vague.end(), dict(list(VAGUE.values())[int((vague.lastgroup or "v0")[1:])])
    if unknown := NOT_KNOWN.match(text, at):
        return unknown.end(), {"origin": "unknown"}
    found = place_at(text, at)
    return (found.end, origin(found.place)) if found else None


def origin(place: Place) -> dict[str, str]:
    """A place in the words of the keypad script."""
    if place.region in COUNTRIES:
        return {"origin": "abroad", "country": place.region}
    if place.region == "湖北":
        near = {None: {}, places.WUHAN: {"hubei": "wuhan"}}.get(place.area)
        elsewhere = {"hubei": "elsewhere", "hubei_place": place.area or ""}
        return {"origin": "hubei", **(elsewhere if near is None else near)}
    if place.region == "云南":
        return {"origin": "yunnan", **({"yunnan_place": place.area} if place.area else {})}
    return {"origin": "province", **({"place": place.area} if place.area else {})}


def place_at(text: str, at: int) -> Found | None:
    """The place named or numbered at this point."""
    return _numbered(text, at) or _named(text, at)


def area_of(said: str) -> str | None:
    """The area code of a place that is all of a text, None when it has none or several."""
    found = place_at(said, 0)
    return found.place.area if found and found.end == len(said) else None


def _numbered(text: str, at: int) -> Found | None:
    row = ROW.match(text, at)
    code = digits(row[0]) if row else ""
    if row and len(code) == 6 and code[:2] in PROVINCE_OF_DIVISION:
        return Found(row.end(), Place(PROVINCE_OF_DIVISION[code[:2]], AREA_OF_DIVISION.get(code[:4])))
    area = places.area_code(code) if row and len(code) <= 4 else None
    return Found(row.end(), Place(REGION_OF[area], area)) if row and area else None


def _named(text: str, at: int) -> Found | None:
    """Names side by side are one place as long as each lies within the other: 湖北省武汉市江夏区."""
    step = _one_name(text, at)
    if step is None:
        return None
    end, meant = step
    while following := _one_name(text, between.end()) if (between := BETWEEN.match(text, end)) else None:
        nearer = _both(meant, following[1])
        if not nearer:
            break
        end, meant = following[0], nearer
    place = _surest(meant)
    within = WITHIN.match(text, end) if place and place.area else None
    return Found(within.end() if within else end, place) if place else None


def _one_name(text: str, at: int) -> tuple[int, frozenset[Place]] | None:
    name = NAME.match(text, at)
    if name is None:
        return None
    suffix = SUFFIXED.match(text, name.end())
    meant = NAMES[name[0]]
    if suffix and suffix[0] == "市" and name[0] in CITY_OF:
        meant = frozenset({Place(name[0], CITY_OF[name[0]])})
    return (suffix or name).end(), meant


def _both(some: frozenset[Place], others: frozenset[Place]) -> frozenset[Place]:
    """What two neighbouring names can mean together."""
    return frozenset(
        one if one.area else other
        for one in some
        for other in others
        if one.region == other.region and (None in (one.area, other.area) or one.area == other.area)
    )


def _surest(meant: frozenset[Place]) -> Place | None:
    """The one place meant; of several, as much as they have in common; None when they have nothing."""
    if len(meant) == 1:
        return next(iter(meant))
    regions = {place.region for place in meant}
    if len(regions) == 1:
        return Place(regions.pop())
    return None if regions & {"湖北", "云南"} else Place("")
