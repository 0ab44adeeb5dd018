"""The words of a door list that comes back: doors, what was found behind them, and the small words between."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from gateway.domain.forms.characters import GAP, MARKS, NUMERALS, folded, normalised, number, words
from gateway.domain.speaking.states import Outcome


class Sort(StrEnum):
    """What a word is."""

    DOORS = "doors"  # 12号, 12到15
    COUNT = "count"  # 2人: how many of them, or a door written so
    GROUP = "group"  # 3组
    FOUND = "found"  # 好, 无人
    DEGREES = "degrees"  # 38.2
    REST = "rest"  # 其余
    ALL = "all"  # 都: of the doors before it, else of all that are left
    CORRECTS = "corrects"  # 改
    EXCEPT = "except"  # 除了, 没去: what follows is not said of these doors
    IDLE = "idle"
    UNREAD = "unread"


@dataclass(frozen=True)
class Word:
    """A word from `start` to `end`.

    doors    DOORS, COUNT: without zeros in front
    group    GROUP: its number
    outcome  FOUND
    degrees  DEGREES: Celsius
    """

    sort: Sort
    start: int
    end: int
    doors: tuple[str, ...] = ()
    group: int | None = None
    outcome: Outcome | None = None
    degrees: float | None = None


WELL = words(
    "好(?![像多久几歹看吃笑不象坏难])|好了|好的|很好|挺好|还好|安好|平安|健康|正常|一切正常|一切都好|一切好|没事|无事|"
    "没问题|无恙|无异常|没异常|没有异常|未见异常|没发烧|没发热|没有发烧|没有发热|不发烧|不发热|没烧|不烧|不热|无发热|无发烧|"
    "没病|没有病|没生病|没有生病|无病|不咳|没咳|不咳嗽|没咳嗽|没有咳嗽|无咳嗽|没不舒服|没有不舒服|无不适|无症状|没症状|没有症状|"
    "well|very well|ok|okay|fine|good|healthy|not ill|not sick|no fever|no cough"
)
ILL = words(
    "病|生病|有病|得病|病了|病人|病号|冰|兵|不舒服|不舒坦|不适|难受|发烧|发热|发高烧|发低烧|高烧|低烧|烧|热|咳|咳嗽|喘|气喘|感冒|"
    "头痛|头疼|头晕|拉肚子|呕吐|吐|不好|没好|不太好|不大好|不是很好|"
    "ill|sick|fever|feverish|cough|coughing|coughs|unwell|not well|not good"
)
ABSENT = words(
    "无|无人|无人在|无人在家|无人应|没人|没有人|没人在|没人在家|没人应|没人开门|家里没人|家里无人|不在|不在家|没在|没在家|人不在|人不在家|"
    "空|空房|空户|锁门|锁着|锁着门|门锁|门锁着|关门|关着门|没开门|不开门|敲不开|敲不开门|外出|出门|出门了|出去了|走亲戚|"
    "nobody|nobody home|no one|noone|no body|none|not home|not at home|not in|absent|away|out|empty|no answer|locked"
)
REST = words(
    "其他|其它|其余|余下|剩下|剩余|别的|另外|其他人|其余人|"
    "rest|the rest|others|the others|all others|all the rest|everyone else|everybody else"
)
EXCEPT = words(
    "除|除了|除开|除去|没去|没到|还没|还没去|未去|未到|不是|不含|except|but|but not|not|without|"
    "not been to|have not|haven't"
)
ALL = words("都|全|全部|全都|均|all")
CORRECTS = words(
    "改|改成|改为|改正|更正|应是|应该是|说错了|写错了|correction|correct|change|fix"
)  # what was said before was wrong
BEFORE = rf"(?:{words('户|门|门牌|门牌号|户号|第|door|doors|house|home|no|nr')}|#){GAP}"
IDLE = words(
    "了|的|是|也|和|跟|与|及|家|户|门|号|门牌|门牌号|户号|第|人|家里|家里人|全家|在家|里|有|有人|有点|有些|稍微|一点|好像|可能|大概|吧|啊|呀|"
    "哈|哦|呢|看过|去过|去了|走访|上门|体温|温度|度|现在|今天|目前|回|报|报告|汇报|您好|你好|书记|主任|收到|"
    "and|is|are|was|were|the|a|at|home|temp|temperature|c|door|doors|house|no|nr|now|today|please|hello|hi|they|with|has|have"
)
ACKNOWLEDGED = re.compile(rf"{GAP}(?:(?:好的|好嘞|收到|明白|ok)(?=[\s,.!。])|好(?=[,.!。]))")  # before anything is said

DIGITS = r"(?:[0-9]|[oil](?=[0-9])|(?<=[0-9])o(?![a-z]))+"  # l2 is 12, 1o is 10
NUMBER = rf"(?:{DIGITS}|[{NUMERALS}]+)"
SUFFIX = r"(?:号(?:门牌?|户|家|院|楼)?|室|院)?"
DOORS = re.compile(rf"(?:从|{BEFORE})?({NUMBER}){SUFFIX}(?:\s*(?:-|~|–|—|至|到|to(?![a-z]))+\s*({NUMBER}){SUFFIX})?")
HOMES = re.compile(rf"(?:共|一共|总共|有)?{NUMBER}(?:多|来)?个?(?:户|家)(?:人家|人)?")  # twelve homes, or home twelve?
COUNT = re.compile(rf"有?({NUMBER})个?(?:大人|小孩|孩子|老人|人|口)")
GROUP = re.compile(rf"第?({NUMBER})组|(?<![a-z])(?:group|grid|g)\s?({NUMBER})(?![0-9])")
AFTER = r"(?:度c?|c(?![a-z]))?"
DEGREES = re.compile(rf"(3[4-9]|4[0-3])(?:[.点]([0-9])(?![0-9]){AFTER}|度([0-9])?c?)")
BARE_DEGREES = re.compile(rf"(3[4-9]|4[0-3])([0-9])?(?![0-9]){AFTER}")
SPACES = re.compile(rf"(?:\s|[;{MARKS}\u200b-\u200f\ufeff])*")
PIECE = re.compile(r"[a-z']+|[0-9]+|.", re.DOTALL)
FOUND = tuple(
    (outcome, re.compile(pattern))
    for outcome, pattern in ((Outcome.WELL, WELL), (Outcome.ILL, ILL), (Outcome.ABSENT, ABSENT))
)
SMALL = tuple(
    (sort, re.compile(pattern))
    for sort, pattern in (
        (Sort.EXCEPT, EXCEPT),
        (Sort.CORRECTS, CORRECTS),
        (Sort.REST, REST),
        (Sort.ALL, ALL),
        (Sort.IDLE, IDLE),
    )
)


def bare(door: str) -> str:
    """A door number as it is compared: 012 and 12 are one."""
    return folded(normalised(door)).strip().lstrip("0") or "0"


def walking_order(door: str) -> tuple[tuple[int, str], ...]:
    """What doors are sorted by, from one house to the next: 2 before 10, 12-1 between 12 and 13."""
    return tuple((int(digits or 0), other) for digits, other in re.findall(r"([0-9]*)([^0-9]*)", bare(door)))


def words_of(text: str, listed: Collection[str]) -> list[Word]:
    """The words of a message, in order; they leave out only what separates them.

    text    normalised and folded
    listed  door numbers that may be meant, bare
    """
    return list(_words(text, listed))


def _words(text: str, listed: Collection[str]) -> Iterator[Word]:
    before: Word | None = None
    at = _past(text, ack.end() if (ack := ACKNOWLEDGED.match(text)) else 0)
    while at < len(text):
        before = _word(text, at, listed, before)
        yield before
        at = _past(text, before.end)


def _past(text: str, at: int) -> int:
    found = SPACES.match(text, at)
    return found.end() if found else at


def _word(text: str, at: int, listed: Collection[str], before: Word | None) -> Word:
    if degrees := _degrees(text, at, listed, before):
        return degrees
    for read in READERS:
        if word := read(text, at, listed):
            return word
    piece = PIECE.match(text, at)
    return Word(Sort.UNREAD, at, piece.end() if piece else len(text))


def _degrees(text: str, at: int, listed: Collection[str], before: Word | None) -> Word | None:
    """A temperature, where one may stand: written as one after a door, or as a bare number after an illness."""
    if before is None or before.sort in (Sort.REST, Sort.ALL, Sort.CORRECTS):
        return None
    found = DEGREES.match(text, at)
    if found is None and before.outcome is Outcome.ILL:
        found = BARE_DEGREES.match(text, at)
        if found and (_is_door(text, found.end()) or (at > before.end and found[0] in listed)):
            return None  # 15病 38好: a door
    if found is None or (at and text[at - 1].isdecimal()):
        return None
    tenths = next((digit for digit in found.groups()[1:] if digit), "0")
    return Word(Sort.DEGREES, at, found.end(), degrees=float(f"{found[1]}.{tenths}"))


def _is_door(text: str, at: int) -> bool:
    """Whether the number that ends here is a door's, by what follows it: 38号, 38 好."""
    after = _past(text, at)
    return text[at : at + 1] in ("号", "室") or any(pattern.match(text, after) for _, pattern in FOUND)


def _found(text: str, at: int, _: Collection[str]) -> Word | None:
    """The longest of what may have been found: 无人 before 无, 没发烧 before 发烧."""
    matches = [(found.end(), outcome) for outcome, pattern in FOUND if (found := pattern.match(text, at))]
    end, outcome = max(matches, default=(at, None))
    return Word(Sort.FOUND, at, end, outcome=outcome) if outcome else None


def _group(text: str, at: int, _: Collection[str]) -> Word | None:
    found = GROUP.match(text, at)
    value = number(_typed(found[1] or found[2])) if found else None
    return Word(Sort.GROUP, at, found.end(), group=value) if found and value else None


def _named(text: str, at: int, listed: Collection[str]) -> Word | None:
    """A door whose number is more than digits, as it stands on the list: 12-1, a3."""
    for door in sorted(listed, key=len, reverse=True):
        if not door.isdecimal() and (
            found := re.compile(rf"(?:{BEFORE})?0*{re.escape(door)}(?![0-9a-z])").match(text, at)
        ):
            return Word(Sort.DOORS, at, found.end(), (door,))
    return None


def _counted(text: str, at: int, _: Collection[str]) -> Word | None:
    """12户 is a home or twelve of them: not read. 12人 is told from a door by what stands around it."""
    if homes := HOMES.match(text, at):
        return Word(Sort.UNREAD, at, homes.end())
    found = COUNT.match(text, at)
    value = number(_typed(found[1])) if found else None
    return Word(Sort.COUNT, at, found.end(), (str(value),)) if found and value is not None else None


def _doors(text: str, at: int, listed: Collection[str]) -> Word | None:
    found = DOORS.match(text, at)
    first = number(_typed(found[1])) if found else None
    if found is None or first is None:
        return None
    if found[2] is None:
        return Word(Sort.DOORS, at, found.end(), (str(first),))
    last = number(_typed(found[2]))
    if last is None or last < first:
        return Word(Sort.UNREAD, at, found.end())
    within = sorted(int(door) for door in listed if door.isdecimal() and first <= int(door) <= last)
    return Word(Sort.DOORS, at, found.end(), tuple(map(str, within)) or (f"{first}-{last}",))


def _small(text: str, at: int, _: Collection[str]) -> Word | None:
    for sort, pattern in SMALL:
        if (found := pattern.match(text, at)) and found.end() > at:
            return Word(sort, at, found.end())
    return None


SLIPS = str.maketrans("oil", "011")


def _typed(said: str) -> str:
    return said.translate(SLIPS)


READERS: tuple[Callable[[str, int, Collection[str]], Word | None], ...] = (
    _named, _found, _group, _counted, _doors, _small,
)  # fmt: skip
