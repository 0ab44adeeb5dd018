"""A message taken apart: what each part says, what is not understood, and where one person ends and the next begins."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gateway.domain.forms.characters import GAP, SEP, folded, words
from gateway.domain.forms.tags import TAGS, is_lone


class Sort(StrEnum):
    """What a part is."""

    SAID = "said"
    UNREAD = "unread"
    BREAK = "break"  # a new line or ;
    HEAD = "head"  # 登, reg
    NUMBERED = "numbered"  # 1. or 2、
    ALL = "all"  # 都: what follows holds for everybody


@dataclass(frozen=True)
class Part:
    """A piece of the message from `start` to `end`, in the order written."""

    sort: Sort
    start: int
    end: int
    answers: Mapping[str, str] = field(default_factory=dict)
    strong: bool = True


HEAD = re.compile(
    r"登记表?|登(?![录陆山高封])|(?<![a-z])(?:reg(?:ist(?:er|ered|ration))?)(?![a-z])|(?<![a-z])reg(?=n[0-9])"
)
BREAK = re.compile(r"[\n;]")
ALL = re.compile(words("都是|都|均为|均|全部|全都|all"))
SPACES = re.compile(GAP)
BLANK = re.compile(rf"{SEP}*")
JOINING = re.compile(rf"(?:{SEP}|[:=])*")
NUMBERED = re.compile(r"[(\[]?([0-9]{1,2}) ?[.)\]、:](?![0-9]{1,4}(?![0-9]))")
AT_LINE_START = re.compile(
    rf"([0-9]{{1,2}})(?:{SEP}*(?=[\u4e00-\u9fff])(?![天日月号人个岁组户年点度男女次])|{SEP}+(?=[0-9]{{1,4}}[组户]))"
)
IDLE = re.compile(
    words(
        "今年|是否|有没有|民族|一直|您好|好的|你好|领导|书记|村长|主任|谢谢|麻烦|请|我们家|我们|我家|他家|家里|我|他们|他|她们|她|是|了|"
        "的|也|和|与|有|个|现在|目前|已经|已|刚|"
        "我们村|本村|村里|人员|情况|另外|回来的|回来|回家|到家|返乡|返|到|一个|其中|彝族|汉族|白族|hi|hello|please|"
        "thanks|thank you|and|the|is|are|am|my|a|he|she|"
        "i|we|was|were|has|have|had|came|come|back|returned|arrived|travelled|traveled|for|to|in|at|years|old|with|"
        "person|persons|people"
    )
)
PIECE = re.compile(r"[a-z']+|[0-9]+(?:[.:/-][0-9]+)*|.", re.DOTALL)

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹"
    "熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐"
    "梅莫庄辛管祝左涂谷祁耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边"
    "刀岩玉召阿木和沙普罕线思排勒祜赛鲁茶字杞自者李"
)
CHARACTER = r"[\u3400-\u9fff]"
NAME_TAG = re.compile(rf"{words('姓名|名字|名叫|名(?!单)|叫|name is|named|name')}(?:是|为)?{GAP}")
NAME = re.compile(rf"{CHARACTER}{{2,4}}(?:·{CHARACTER}{{1,6}})*")
LATIN_NAME = re.compile(r"[a-z][a-z'-]*")
BARE_NAME = re.compile(rf"([老小]?[{SURNAMES}]{CHARACTER}{{1,3}}?|[老小][{SURNAMES}]){GAP}(?=[男女]|[0-9]{{1,3}}岁)")
WORDS_IN_NAME = 3


@dataclass(frozen=True)
class Message:
    """A message in NFKC, as written and as it is read, and the local day it came."""

    body: str
    text: str
    today: date


def parts(body: str, today: date) -> list[Part]:
    """The parts of a message already in NFKC, in order; together they leave out only what separates them."""
    message = Message(body, folded(body), today)
    return _joined(message, list(_parts(message)))


def begins(body: str) -> bool:
    """Whether a message calls itself a form: 登 or reg comes first."""
    text = folded(body).lstrip()
    return HEAD.match(text, _past(SPACES, text, 0)) is not None


def _parts(message: Message) -> Iterator[Part]:
    at, expected, fresh = 0, 1, True
    while (at := _past(SPACES, message.text, at)) < len(message.text):
        numbered = _number_at(message.text, at, expected, fresh=fresh)
        if numbered:
            expected = int(numbered[1]) + 1
            part = Part(Sort.NUMBERED, at, numbered.end())
        else:
            part = _part_at(message, at)
        yield part
        at, fresh = part.end, part.sort is Sort.BREAK


def _past(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _number_at(text: str, at: int, expected: int, *, fresh: bool) -> re.Match[str] | None:
    """The number of a person in a list: any at the head of a line, within one only the number that comes next."""
    found = NUMBERED.match(text, at) or (AT_LINE_START.match(text, at) if fresh else None)
    return found if found and (fresh or int(found[1]) == expected) and int(found[1]) > 0 else None


def _part_at(message: Message, at: int) -> Part:
    text = message.text
    for sort, pattern in ((Sort.BREAK, BREAK), (Sort.HEAD, HEAD)):
        if found := pattern.match(text, at):
            return Part(sort, at, found.end())
    if said := _said_at(message, at):
        return said
    if everybody := ALL.match(text, at):
        return Part(Sort.ALL, at, everybody.end())
    if idle := _idle_at(message, at):
        return Part(Sort.SAID, at, idle)
    return Part(Sort.UNREAD, at, _unread_until(message, at))


def _said_at(message: Message, at: int, *, strong_only: bool = False) -> Part | None:
    """What a tag says here, if one does."""
    for tag in TAGS:
        if strong_only and not tag.strong:
            continue
        if (found := tag.read(message.text, at, message.today)) and found[0] > at:
            return Part(Sort.SAID, at, found[0], found[1], tag.strong)
    named = _name_at(message, at) or (None if strong_only else _bare_name_at(message, at))
    return Part(Sort.SAID, at, named[0], named[1]) if named else None


def _within_word(text: str, at: int) -> bool:
    """Whether this is the middle of a word or number, from where nothing is read."""
    pair = text[at - 1 : at + 1] if at else ""
    return re.fullmatch("[a-z]{2}|[0-9]{2}", pair) is not None


def _idle_at(message: Message, at: int) -> int | None:
    """The end of a word that says nothing, where it stands by itself: 您好, 我们, please."""
    found = IDLE.match(message.text, at)
    if found is None:
        return None
    end = found.end()
    alone = _apart(message.text, end) or _said_at(message, end) or _idle_at(message, end)
    return end if alone else None


def _apart(text: str, at: int) -> bool:
    """Whether something that separates stands here."""
    return at >= len(text) or _past(SPACES, text, at) > at or BREAK.match(text, at) is not None


def _unread_until(message: Message, at: int) -> int:
    """The end of what is not understood: the next gap, or the next thing that is."""
    while True:
        piece = PIECE.match(message.text, at)
        at = piece.end() if piece else len(message.text)
        if _apart(message.text, at):
            return at
        if not _within_word(message.text, at) and _said_at(message, at, strong_only=True):
            return at


def _name_at(message: Message, at: int) -> tuple[int, dict[str, str]] | None:
    """A name after its tag: as many characters as it takes until something else begins."""
    tag = NAME_TAG.match(message.text, at)
    if tag is None:
        return None
    end = _chinese_name_until(message, tag.end()) or _latin_name_until(message, tag.end())
    return (end, {"name": message.body[tag.end() : end]}) if end else None


def _chinese_name_until(message: Message, at: int) -> int | None:
    whole = NAME.match(message.text, at)
    if whole is None:
        return None
    for end in range(at + 2, whole.end()):
        if message.text[end] != "·" and _said_at(message, end):
            return end
    return whole.end()


def _latin_name_until(message: Message, at: int) -> int | None:
    end = None
    for _ in range(WORDS_IN_NAME):
        word = LATIN_NAME.match(message.text, at)
        if word is None or (end and _said_at(message, at)) or HEAD.match(message.text, at):
            break
        end = word.end()
        at = _past(BLANK, message.text, end)
    return end


def _bare_name_at(message: Message, at: int) -> tuple[int, dict[str, str]] | None:
    """张三 男35: a name before the sex needs no tag."""
    found = BARE_NAME.match(message.text, at)
    return (found.end(1), {"name": message.body[found.start(1) : found.end(1)]}) if found else None


def _joined(message: Message, found: list[Part]) -> list[Part]:
    """A tag and what follows it are one part that was not understood: 来 火星."""
    joined: list[Part] = []
    for part in found:
        before = joined[-1] if joined else None
        if before and before.sort is part.sort is Sort.UNREAD and _is_value_of(message.text, before, part):
            joined[-1] = Part(Sort.UNREAD, before.start, part.end)
        else:
            joined.append(part)
    return joined


def _is_value_of(text: str, tag: Part, value: Part) -> bool:
    return is_lone(text[tag.start : tag.end]) and JOINING.fullmatch(text, tag.end, value.start) is not None
