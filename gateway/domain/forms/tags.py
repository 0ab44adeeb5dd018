"""The tags of the form and what may follow each: 人3, 到3天, 来027, 停无, 同无, 触无, 户012, and what needs no tag."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from gateway.domain.forms import days_said, people_said, places_said, vehicles_said, way_said
from gateway.domain.forms.characters import GAP, NO, NOT_NEXT, NUMBER, SEP, YES, number, words

Said = tuple[int, dict[str, str]]
HOUSEHOLD = "household"  # beside the questions of the keypad flow: whose door


@dataclass(frozen=True)
class Tag:
    """One thing a form says.

    read    text, where, today -> where it ends and what it says, None when it is not said there
    strong  it is meant wherever it stands; a weak one counts only where a new part of the message begins
    """

    read: Callable[[str, int, date], Said | None]
    strong: bool = True


# 1 how many, and whether together

COUNT = re.compile(
    rf"(?:{words('返回人数|人数|人|共有|一共|总共|共|people|persons|returnees')}|"
    rf"(?:(?<![a-z])|(?<=reg))n){GAP}({NUMBER})(?:{SEP}*(?:个人|个|人(?!{GAP}{NUMBER})|口人|口|位))?"
    r"(?![0-9天月日号岁:.])"
)
COUNT_FIRST = re.compile(
    rf"(?:一家|回来了?|有)?({NUMBER}){SEP}*(?:个人|口人|人|口|位|(?:people|persons?|returnees?)(?![a-z]))(?:回来|"
    rf"返乡|回村)?(?![0-9])"
)
NOBODY = re.compile(words("没有人回来|没人回来|无人回来|nobody came|nobody"))
TOGETHER = re.compile(words("同行|一起回来|一起返乡|一起来|一起|一同|一块|结伴|together"))
APART = re.compile(words("不同行|没同行|分开回来|分开来|分开|不一起|不是一起|各回各的|not together|separately|apart"))
HOW = re.compile(rf"{GAP}(?:(?P<no>{NO}){NOT_NEXT}|(?P<yes>{YES}))")


def _count(text: str, at: int, _: date) -> Said | None:
    if nobody := NOBODY.match(text, at):
        return nobody.end(), {"returned_count": "0"}
    found = COUNT.match(text, at) or COUNT_FIRST.match(text, at)
    people = number(found[1]) if found else None
    return (found.end(), {"returned_count": str(people)}) if found and people is not None and people < 100 else None


def _together(text: str, at: int, _: date) -> Said | None:
    if apart := APART.match(text, at):
        return apart.end(), {"together": "no"}
    found = TOGETHER.match(text, at)
    if found is None:
        return None
    how = HOW.match(text, found.end())
    return (how or found).end(), {"together": "no" if how and how["no"] else "yes"}


# Whose door

DOOR = r"([0-9o]{1,4})(?![0-9])"
DOORS = (
    re.compile(rf"(?:{NUMBER}组{GAP})?户(?:号|主)?{GAP}{DOOR}(?:号|户)?"),
    re.compile(rf"(?:{NUMBER}组{GAP})?{DOOR}号?户(?!籍)"),
    re.compile(rf"{NUMBER}组{GAP}(?:第)?([0-9o]{{2,4}})(?![0-9天人岁])号?"),
    re.compile(rf"门牌号?{GAP}{DOOR}号?"),
    re.compile(rf"{words('household|house|home no|door|hh')}(?: no)?{GAP}{DOOR}"),
)


def _household(text: str, at: int, _: date) -> Said | None:
    for pattern in DOORS:
        if found := pattern.match(text, at):
            return found.end(), {HOUSEHOLD: found[1].replace("o", "0")}
    return None


# 2 when

ARRIVED = words(
    "到家时间|返回时间|回来时间|到达时间|到家|到达|到村|到了|到|返回|返乡|返滇|回来|回家|回村|回到家|回|抵达|日期|"
    "时间|已到|"
    "arrived|arrive|arrival|arr|days ago|days|day|returned|return|came back|came home|came|back home|back|since"
)
ARRIVED_TAG = re.compile(rf"{ARRIVED}(?:了|已经|已|有|是|on(?![a-z]))?{GAP}")
DAYS_TAG = re.compile(r"(?<![a-z])d(?=[0-9](?![0-9]))")  # d3; with two digits it is a train
CAME_TAG = re.compile(rf"来了?{GAP}(?=.{{1,6}}天)")
ARRIVED_AFTER = re.compile(
    rf"(?:才|就|刚)?{GAP}{words('到家|到达|到村|到的|到|回来的|回来|回家|回村', '返回|返乡|抵达|来的|arrived|back')}"
    "(?:的|了)?"
)


def _arrived(text: str, at: int, today: date) -> Said | None:
    for pattern, bare in ((ARRIVED_TAG, True), (DAYS_TAG, True), (CAME_TAG, False)):
        if (tag := pattern.match(text, at)) and (found := days_said.day_at(text, tag.end(), today, bare=bare)):
            return found
    return None


def _arrived_after(text: str, at: int, today: date) -> Said | None:
    """The day first: 3天前到, 昨天回来."""
    found = _day(text, at, today)
    after = ARRIVED_AFTER.match(text, found[0]) if found else None
    return (after.end(), found[1]) if found and after else None


def _day(text: str, at: int, today: date) -> Said | None:
    return days_said.day_at(text, at, today, bare=False)


# 3 where from

FROM_TAG = re.compile(
    rf"({words('来自|来源地|来源|来处|返回地|来的|来|从|由|自(?!驾)|from|origin')})(?:了)?{GAP}(?:the )?"
)
CAME = re.compile(rf"{GAP}{places_said.WORK}来(?:的)?(?![0-9])")
ONWARD = re.compile(rf"{GAP}(?:到|至|去|to ){GAP}")


def _from(text: str, at: int, _: date) -> Said | None:
    tag = FROM_TAG.match(text, at)
    found = places_said.origin_at(text, tag.end()) if tag else None
    if tag is None or found is None:
        return None
    return _after_place(text, found[0], may_come=tag[1] != "来"), found[1]


def _after_place(text: str, end: int, *, may_come: bool) -> int:
    """Past 回来, and past where the way led: 从武汉到大理."""
    if onward := ONWARD.match(text, end):
        there = places_said.place_at(text, onward.end())
        end = there.end if there else end
    returned = places_said.RETURN.match(text, end) or (CAME.match(text, end) if may_come else None)
    return end if returned is None or _day_follows(text, returned.end()) else returned.end()


def _day_follows(text: str, at: int) -> bool:
    """Whether 回来 belongs to what comes next: 武汉回来3天."""
    return days_said.COUNT.match(text, at) is not None


def _returned_from(text: str, at: int, _: date) -> Said | None:
    """The place first: 武汉返, 广东打工回来."""
    found = places_said.origin_at(text, at)
    returned = (places_said.RETURN.match(text, found[0]) or CAME.match(text, found[0])) if found else None
    if found is None or returned is None or found[1]["origin"] == "unknown":
        return None
    return (found[0] if _day_follows(text, returned.end()) else returned.end()), found[1]


def _place(text: str, at: int, _: date) -> Said | None:
    found = places_said.NAME.match(text, at) and places_said.origin_at(text, at)
    return found or None


# 8 precautions

MEASURES_TAG = re.compile(
    rf"{words('预防措施|防护措施|预防|防护|防控|措施|防(?!控)|measures|measure|prevention')}{GAP}"
)


def _measures(text: str, at: int, _: date) -> Said | None:
    tag = MEASURES_TAG.match(text, at)
    return people_said.measures_at(text, tag.end(), tagged=True) if tag else None


# 10 telephone

THIS_PHONE = re.compile(words("就是本机|本机号码|本机号|本机|这个电话|打这个电话|same phone|this phone"))


def _phone(text: str, at: int, _: date) -> Said | None:
    tag = people_said.PHONE_TAG.match(text, at)
    return people_said.phone_at(text, tag.end()) if tag else None


def _this_phone(text: str, at: int, _: date) -> Said | None:
    found = THIS_PHONE.match(text, at)
    return (found.end(), {"this_phone": "yes"}) if found else None


LONE = tuple(  # tags that have lost their value
    re.compile(rf"(?:{pattern.pattern}){GAP}")
    for pattern in (
        *(
            ARRIVED_TAG,
            FROM_TAG,
            way_said.STOPS_TAG,
            MEASURES_TAG,
            people_said.PHONE_TAG,
            vehicles_said.TAG,
            vehicles_said.KIND,
        ),
        re.compile(f"{way_said.SHARED}|{way_said.CONTACT}"),
        re.compile(words("人数|人|n|people|户号|户|house|热|体温|temp|名|姓名|name|男|女|age|年龄")),
    )
)


def is_lone(text: str) -> bool:
    """Whether a text is a tag alone."""
    return any(tag.fullmatch(text) for tag in LONE)


def _undated(read: Callable[[str, int], Said | None]) -> Callable[[str, int, date], Said | None]:
    return lambda text, at, _: read(text, at)


TAGS: tuple[Tag, ...] = (
    Tag(_household),
    Tag(_together),
    Tag(_this_phone),
    Tag(_arrived),
    Tag(_from),
    Tag(_undated(way_said.case_at)),
    Tag(_undated(way_said.stops_at)),
    Tag(_phone),
    Tag(_measures),
    Tag(_undated(people_said.number_at)),
    Tag(_undated(vehicles_said.tagged_at)),
    Tag(_undated(vehicles_said.numbered_at)),
    Tag(_arrived_after),
    Tag(_returned_from),
    Tag(_undated(people_said.sex_and_age_at)),
    Tag(_count),
    Tag(_undated(people_said.health_at)),
    Tag(_undated(people_said.ill_at), strong=False),
    Tag(_undated(people_said.temperature_at), strong=False),
    Tag(lambda text, at, _: people_said.measures_at(text, at, tagged=False), strong=False),
    Tag(lambda text, at, _: vehicles_said.vehicle_at(text, at, tagged=False), strong=False),
    Tag(_undated(people_said.age_at), strong=False),
    Tag(_undated(people_said.sex_at), strong=False),
    Tag(_day, strong=False),
    Tag(_place, strong=False),
)
