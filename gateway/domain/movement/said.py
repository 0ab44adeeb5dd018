"""Texts about what brings people together, and about what is said in the village.

A tip: 举报 3组 今天 办酒. A family's own: 红事 2/20 200人. What came of it: T12 小30. A rumour: 谣言 听说要封路.
What a cadre found of it: R5 假 没有这回事. English words stand beside the Chinese ones.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gateway.domain.forms.characters import IN_DIGITS, NUMERALS, folded, number
from gateway.domain.movement.days_ahead import day_in
from gateway.domain.movement.events import Kind, State
from gateway.domain.movement.rumours import Tag


class Act(StrEnum):
    """What a text wants."""

    TIP = "tip"
    REGISTER = "register"
    OUTCOME = "outcome"
    RUMOUR = "rumour"
    FINDING = "finding"


@dataclass(frozen=True)
class Said:
    """A text about one of these, and what followed its first word.

    number  of the event or rumour it is about, None when it begins one
    """

    act: Act
    rest: str
    number: int | None = None


@dataclass(frozen=True)
class Plan:
    """What is planned, as far as it was said. `people` None: not said; `door` None: no door was named."""

    kind: Kind | None
    day: date | None
    people: int | None
    door: str | None


@dataclass(frozen=True)
class Came:
    """What came of an event; `state` None: that was not understood. `people` None: not told.

    until  the day it is put off to, None: not said, or not put off
    """

    state: State | None
    people: int | None = None
    until: date | None = None


@dataclass(frozen=True)
class Found:
    """What was found of a rumour. `tag` and `same` None: neither was understood, unless there is an answer."""

    tag: Tag | None = None
    same: int | None = None
    answer: str = ""


GAP = r"[\s:,.、。，：/-]*"
KINDS: Mapping[Kind, re.Pattern[str]] = {  # the first that is found
    Kind.FUNERAL: re.compile(r"白事|白喜|丧|出殡|送葬|葬|funeral|burial"),
    Kind.WEDDING: re.compile(r"红事|喜事|喜酒|婚|嫁|娶|wedding|marr"),
    Kind.MARKET: re.compile(r"赶集|赶街|赶场|集市|街子|market|fair"),
    Kind.VISITING: re.compile(r"串门|走亲|走访|拜年|做客|visit"),
    Kind.GATHERING: re.compile(r"聚|酒|客|席|餐|饭|麻将|打牌|赌|扎堆|开会|meal|party|gather|banquet|dinner|cards"),
}
STARTS: tuple[tuple[Act, re.Pattern[str]], ...] = (
    (Act.OUTCOME, re.compile(rf"(?:劝|t)\s*(?P<number>\d{{1,6}})(?!\d){GAP}(?P<rest>.*)", re.DOTALL)),
    (Act.FINDING, re.compile(rf"(?:谣|r)\s*(?P<number>\d{{1,6}})(?!\d){GAP}(?P<rest>.*)", re.DOTALL)),
    (Act.RUMOUR, re.compile(rf"(?:谣言|传言|传闻|听人说|rumou?rs?(?![a-z])){GAP}(?P<rest>.*)", re.DOTALL)),
    (Act.RUMOUR, re.compile(r"(?P<rest>(?:听说|i heard|heard that).*)", re.DOTALL)),
    (Act.TIP, re.compile(rf"(?:举报|检举|反映|tip(?![a-z])){GAP}(?P<rest>.*)", re.DOTALL)),
    (Act.REGISTER, re.compile(r"(?P<rest>(?:红事|喜事|婚事|白事|丧事|wedding|funeral).*)", re.DOTALL)),
    (Act.TIP, re.compile(r"(?P<rest>(?:聚餐|聚会|赶集|赶街|串门|办酒|gathering|party|market|visiting).*)", re.DOTALL)),
)
OUTCOMES: tuple[tuple[State, re.Pattern[str]], ...] = (
    (
        State.STOPPED,
        re.compile(r"劝[停住]|停办?|散|不[办开]|没开(?![始会])|休市|取消|stop(?:ped)?|cancel(?:led)?|closed?(?![a-z])"),
    ),
    (State.POSTPONED, re.compile(r"缓办?|延[期办]?|推迟|改期|postponed?|later")),
    (State.KEPT_SMALL, re.compile(r"小办?|简办?|small")),
    (State.NOTHING_THERE, re.compile(r"没|无|none|nothing|no(?![a-z])")),
    (State.HELD_ANYWAY, re.compile(r"照常?[办开]|还[办开]|办|开(?![始会])|held|went on|open(?:ed)?(?![a-z])")),
)
# A wrong outcome ends what goes on, a question back costs one text: what is denied, or says two things, is asked back.
NOTHING = re.compile(
    r"(?:[没无]有?[这此]?[一回个]?(?:的?事情?|人)?了?|none|nothing(?: there)?|no(?: such thing)?)[\s.。!，,]*"
)
DENIED = re.compile(
    r"不[了住成动听肯愿]|不同意|没有?(?:能|劝|停|散|取消|改|推|延|缓|办)|n't|\b(?:not|cannot|refused?|failed)\b"
)
TOLD = re.compile(  # each word that tells of an outcome, wherever it stands; the groups are called like the states
    r"(?P<stopped>劝[停住]|停办?|散|不[办开]|取消|stop|cancel|\bclose)"
    r"|(?P<postponed>缓办?|延[期办]?|推迟|改期|postpone|再[办开](?!了)|[\d月日号天]\s*再?[办开](?!了))"
    r"|(?P<kept_small>[小简]办)"
    r"|(?P<held_anyway>照常?[办开]|还[办开]|办|\bheld\b|went on|\bopen)"
)
FINDINGS: tuple[tuple[Tag, re.Pattern[str]], ...] = (
    (Tag.FALSE, re.compile(r"假|不实|不是真|谣|false(?![a-z])|fake(?![a-z])")),
    (Tag.TRUE, re.compile(r"真|属实|true(?![a-z])|real(?![a-z])")),
    (Tag.CHECKING, re.compile(r"查|核实|check(?:ing)?(?![a-z])")),
)
SAME = re.compile(rf"(?:同|same(?: as)?){GAP}(?:谣|r)?\s*(\d{{1,6}})(?!\d).*", re.DOTALL)
ANSWER = re.compile(rf"(?:答复?|回复|answer(?![a-z])){GAP}(?P<rest>.*)", re.DOTALL)
LONGEST_UNREAD = 12  # characters after T12 that are still meant as an outcome; more of them is something else
PEOPLE_A_TABLE = 10  # feasts are counted in tables
MOST_PEOPLE = 9999
TABLES = re.compile(rf"([0-9]{{1,4}}|[{NUMERALS}]{{1,5}})\s*(?:桌|tables?)")
PEOPLE = re.compile(rf"([0-9]{{1,5}}|[{NUMERALS}]{{1,5}})\s*(?:多|来)?(?:个)?(?:人|位|客|people|guests|persons)")
NUMBER = re.compile(rf"[0-9]{{1,5}}|[{NUMERALS}]{{1,5}}")
DOOR = re.compile(r"(?:户|门牌|door)\s*号?:?\s*(\d{1,4}(?:-\d)?)|(?<!\d)(\d{1,4}(?:-\d)?)\s*(?:户|号门)")
LONG_NUMBER = re.compile(r"\+?\d[\d\s-]{5,}\d")
GROUP = re.compile(r"(?:第|group\s*)(\d{1,2})(?:组)?(?!\d)")
AFTER_TAG = " \t\n:：,，.。、;；!！的了"


def read(written: str) -> Said | None:
    """What a text is about, None when it is about none of these.

    written  normalised: NFKC, stripped; letters may be of any case
    """
    low = folded(written)
    for act, pattern in STARTS:
        found = pattern.fullmatch(low)
        if found is None:
            continue
        number_ = found.groupdict().get("number")
        said = Said(act, written[found.start("rest") :].strip(), int(number_) if number_ else None)
        if act is Act.OUTCOME and not _is_outcome(said.rest) and len(said.rest) > LONGEST_UNREAD:
            continue
        return said
    return None


def plan(rest: str, today: date) -> Plan:
    """What is planned: kind, day, people, door."""
    text = folded(rest)
    kind = next((one for one, pattern in KINDS.items() if pattern.search(text)), None)
    door = DOOR.search(text)
    named = (door[1] or door[2]) if door else None
    text = text.replace(door[0], " ") if door else text
    people = _people(text)
    day = day_in(PEOPLE.sub(" ", TABLES.sub(" ", text)), today)
    return Plan(kind, day[0] if day else None, people, named)


def came(rest: str, today: date) -> Came:
    """What came of an event: 停, 缓 3/20, 小30, 无, 办80. Not understood: 没停, 停不了, all that is denied."""
    text = folded(rest)
    for state, pattern in OUTCOMES:
        if found := pattern.match(text):
            if _is_doubtful(state, text):
                break
            more = text[found.end() :]
            if state is State.POSTPONED:
                day = day_in(more, today)
                return Came(state, until=day[0] if day else None)
            return Came(state, _people(more) or _bare_people(more))
    return Came(None)


def _is_doubtful(state: State, text: str) -> bool:
    if state is State.NOTHING_THERE:
        return NOTHING.fullmatch(text) is None
    others = {word.lastgroup for word in TOLD.finditer(text)} - {state}
    return bool(others) or DENIED.search(text) is not None


def _is_outcome(rest: str) -> bool:
    return any(pattern.match(folded(rest)) for _, pattern in OUTCOMES)


def finding(rest: str) -> Found:
    """What was found of a rumour: 假, 真, 查, 同 R3, 答; and the answer in the writer's own words."""
    text = folded(rest)
    if same := SAME.fullmatch(text):
        return Found(same=int(same[1]))
    for tag, pattern in FINDINGS:
        if found := pattern.match(text):
            return Found(tag, answer=_answer(rest[found.end() :]))
    return Found(answer=_answer(rest) if ANSWER.fullmatch(text) else "")


def _answer(rest: str) -> str:
    rest = rest.lstrip(AFTER_TAG)
    found = ANSWER.fullmatch(folded(rest))
    return (rest[found.start("rest") :] if found else rest).strip()


def as_named(text: str) -> str:
    """A text with its places written one way: in lower case, in digits, groups as 3组."""
    return GROUP.sub(r"\1组", folded(text).translate(IN_DIGITS))


def place_in(text: str, names: Mapping[str, str]) -> str | None:
    """The code of the unit named in a text, None when none is; of several the longest name.

    names  what units are called -> their codes: 三组 is meant by 3组, 第3组 and group 3 too
    """
    plain = as_named(text)
    for name, code in sorted(names.items(), key=lambda item: -len(item[0])):
        wanted = re.escape(folded(name).translate(IN_DIGITS))
        if re.search(rf"(?<!\d){wanted}", plain):
            return code
    return None


def without_numbers(words: str) -> str:
    """Words as they may be passed on: a telephone number in them names whoever wrote, or somebody else."""
    return LONG_NUMBER.sub("…", words).strip()


def _people(text: str) -> int | None:
    """People where they are counted as such, or in tables."""
    if tables := TABLES.search(text):
        return _within(number(tables[1]), PEOPLE_A_TABLE)
    found = PEOPLE.search(text)
    return _within(number(found[1])) if found else None


def _bare_people(text: str) -> int | None:
    found = NUMBER.search(text)
    return _within(number(found[0])) if found else None


def _within(counted: int | None, times: int = 1) -> int | None:
    return min(counted * times, MOST_PEOPLE) if counted is not None else None
