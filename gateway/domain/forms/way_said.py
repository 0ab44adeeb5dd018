"""What is said of the way home: stops (停0731,0851, 停无, 途经长沙) and cases met (同有, 触无, 没接触)."""

import re
from collections.abc import Sequence

from gateway.domain.forms import places_said
from gateway.domain.forms.characters import GAP, NO, SEP, UNKNOWN, YES, number, words

Said = tuple[int, dict[str, str]]

# 5 stops on the way

STOPPED = words(
    "途中停留|途中逗留|中途停留|中途停|途中停|停留地点|停留|停靠|停(?![电水产工业学课止诊机车])|逗留|途经|途径|"
    "经停|中转|转车|转机|路过|途中|中途|"
    "stops|stopped|stopover|stop|via|transit"
)
STOPS_TAG = re.compile(rf"(?:{words('路上|在')})?{STOPPED}(?:过|了|在|地|点|(?: at| in)(?![a-z]))?{GAP}")
NO_STOP = re.compile(
    rf"(?:路上|中途|途中)?(?:{words('没有|没|不|未|无|no|not|never|without')}{SEP}?{STOPPED}(?:过|的|留)?|"
    rf"{words('直达|直接回家|一路没停|nonstop|non-stop|direct')})"
)
NONE = re.compile(rf"{NO}(?:停留|停过|停|过)?")
PLACE_FIRST = re.compile(rf"(?:{words('在|路过|经过')})?{SEP}?")
STOPPED_AFTER = re.compile(rf"{SEP}?{words('停留过|停留|停过|逗留过|逗留|中转|转车|转机')}(?:了)?")
SOME = re.compile(rf"{YES}(?:停|停过)?")
NOT_KNOWN = re.compile(UNKNOWN)
STOP_COUNT = re.compile(
    rf"(?:{YES}{GAP})?([1-5一二两三四五])(?![0-9])(?:(?:个|处|次)?(?:地方|城市|站)?|{SEP}?places?|{SEP}?cities)"
    r"(?![人岁天组户月号日.、:)])"
)
AND = re.compile(rf"{GAP}(?:{words('和|跟|及|还有|and')}{GAP})?")


def stops_at(text: str, at: int) -> Said | None:
    if none := NO_STOP.match(text, at):
        return none.end(), {"stopped": "no"}
    tag = STOPS_TAG.match(text, at)
    return (_stop_value(text, tag.end()) if tag else None) or _stopped_after(text, at)


def _stopped_after(text: str, at: int) -> Said | None:
    """The places first: 在长沙停留."""
    first = PLACE_FIRST.match(text, at)
    end, codes = _stop_list(text, first.end() if first else at)
    after = STOPPED_AFTER.match(text, end) if codes else None
    return (after.end(), _stopped_at(codes)) if after else None


def _stopped_at(codes: Sequence[str]) -> dict[str, str]:
    return {"stopped": "yes", "stop_count": str(len(codes)), "stop_place": codes[-1], "stop_places": ",".join(codes)}


def _stop_value(text: str, at: int) -> Said | None:
    for pattern, value in ((NOT_KNOWN, "unknown"), (NONE, "no")):
        if found := pattern.match(text, at):
            return found.end(), {"stopped": value}
    count = STOP_COUNT.match(text, at)
    some = count or SOME.match(text, at)
    between = AND.match(text, some.end()) if some else None
    end, codes = _stop_list(text, between.end() if between else at)
    if codes:
        return end, _stopped_at(codes)
    if count:
        return count.end(), {"stopped": "yes", "stop_count": str(number(count[1]))}
    return (some.end(), {"stopped": "yes"}) if some else None


def _stop_list(text: str, at: int) -> tuple[int, list[str]]:
    """Area codes of the places named one after the other; a place somebody returned from is none of them."""
    end, codes = at, list[str]()
    while (
        (found := places_said.place_at(text, at)) and found.place.area and not places_said.RETURN.match(text, found.end)
    ):
        end, codes = found.end, [*codes, found.place.area]
        between = AND.match(text, end)
        at = between.end() if between else end
    return end, codes


# 6 with a case in one vehicle, or elsewhere

CASE = r"(?:确诊|疑似|的人|的|病人|患者|病例|人员|发烧的人|史|者)*"
SHARED = words(
    "同车同机|同车|同乘|同机|同班|同航班|同(?![意志事学乡])|same vehicle|same train|same car|same bus|same flight|"
    "same|shared vehicle|shared"
)
CONTACT = words("密切接触|密接|接触|触|close contact|contacts|contacted|contact")
KEYED = r"[129](?![0-9人个天组.])"
HOW_SURE = rf"(?:(?P<unknown>{UNKNOWN})|(?P<no>{NO})|(?P<yes>{YES})|(?P<key>{KEYED}))"
BY_KEY = {"1": "yes", "2": "no", "9": "unknown"}
CASES: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (
        question,
        re.compile(
            rf"(?:有没有)?{tag}(?:过|了)?{CASE}{GAP}{HOW_SURE}(?:过|接触|知道)?(?:有没有(?:得病|生病|发烧)?)?{CASE}"
        ),
        re.compile(rf"{words('没有|没得|没|未|无|不|no|not|never')}{SEP}?(?:有|跟|和|与)?{tag}(?:过|了)?{CASE}"),
    )
    for question, tag in (("shared_vehicle", SHARED), ("close_contact", CONTACT))
)


def case_at(text: str, at: int) -> Said | None:
    for question, said, denied in CASES:
        if found := said.match(text, at):
            value = BY_KEY[found["key"]] if found["key"] else found.lastgroup or ""
            return found.end(), {question: value}
        if found := denied.match(text, at):
            return found.end(), {question: "no"}
    return None
