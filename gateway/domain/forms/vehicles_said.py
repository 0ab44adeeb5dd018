"""A vehicle as it is said: G1234, 高铁, 动车D123, MU5801, 东航5801, 飞机, 客 昆明西 14:30, 自驾, 云L12345, 坐船."""

import re
from collections.abc import Callable, Mapping

from gateway.domain.forms.characters import GAP, SEP, UNKNOWN, digits, words
from gateway.domain.forms.places_said import NAME, PART
from gateway.domain.readers import TRAIN_NUMBERS, UNLETTERED_TRAINS

Vehicle = tuple[int, dict[str, str]]

TAG = re.compile(
    rf"{words('乘坐|乘车|坐|乘|搭乘|搭|开|交通工具|交通|车次|班次|班车号|车|by|on|took|take|vehicle')}{GAP}(?:的|"
    rf"了)?{GAP}"
)
KINDS: Mapping[str, str] = {
    "高铁|动车|火车|列车|绿皮车|绿皮火车|普快|特快|直达车|城际|train|high speed train|high-speed train": "train",
    "飞机|航班|航空|机(?![场关器会])|plane|flight|air|flew|flying|by air": "plane",
    "客车|大巴车|大巴|班车|客运车|客运|长途客车|长途车|长途汽车|中巴|公交车|公交|客(?!人)|coach|bus": "coach",
    "自驾车|自驾|自己开车|开车|私家车|小汽车|小车|轿车|汽车|面包车|货车|卡车|皮卡|摩托车|摩托|骑车|电动车|电瓶车|"
    "三轮车|拼车|顺风车|"
    "网约车|滴滴|出租车|出租|的士|打车|包车|car|drove|driving|drive|self drive|self-drive|motorbike|motorcycle|"
    "taxi|van|truck": "car",
    "其他|其它|坐船|轮船|船|走路|步行|走回来|拖拉机|马车|自行车|单车|other|boat|ship|walked|walking|walk|on foot|"
    "bicycle|bike": "other",
}
KIND = re.compile("|".join(f"(?P<{kind}>{words(said)})" for said, kind in KINDS.items()))
VAGUE_OTHERS = frozenset({"其他", "其它", "other"})

AIRLINES: Mapping[str, str] = {
    "东方航空": "MU",
    "东航": "MU",
    "南方航空": "CZ",
    "南航": "CZ",
    "中国国航": "CA",
    "国航": "CA",
    "昆明航空": "KY",
    "昆航": "KY",
    "祥鹏航空": "8L",
    "祥鹏": "8L",
    "四川航空": "3U",
    "川航": "3U",
    "深圳航空": "ZH",
    "深航": "ZH",
    "海南航空": "HU",
    "海航": "HU",
    "瑞丽航空": "DR",
    "瑞丽航": "DR",
    "厦门航空": "MF",
    "厦航": "MF",
    "山东航空": "SC",
    "山航": "SC",
    "吉祥航空": "HO",
    "吉祥": "HO",
    "春秋航空": "9C",
    "春秋": "9C",
    "首都航空": "JD",
    "首航": "JD",
    "西部航空": "PN",
    "天津航空": "GS",
    "成都航空": "EU",
    "china eastern": "MU",
    "china southern": "CZ",
    "air china": "CA",
    "kunming airlines": "KY",
    "lucky air": "8L",
    "sichuan airlines": "3U",
    "hainan airlines": "HU",
    "spring airlines": "9C",
}
CODES = frozenset(
    "MU CZ CA KY 8L 3U ZH HU DR MF SC HO 9C A6 FM JD GS PN TV EU KN G5 GJ BK AQ DZ QW UQ RY NS CN Y8".split()
)
AT_KUNMING = frozenset({"KY", "8L"})  # one key of the airline menu, told apart by the next

AIRLINE = re.compile(words("|".join(AIRLINES)))
FLIGHT = re.compile(rf"([a-z][a-z0-9]|[0-9][a-z]){SEP}*-?([0-9oil]{{3,4}})(?![0-9a-z])")
FLIGHT_DIGITS = re.compile(rf"{GAP}([0-9oil]{{3,4}})(?![0-9a-z])")
CODE_ONLY = re.compile(r"([a-z][a-z0-9]|[0-9][a-z])(?![0-9a-z])")
TRAIN = re.compile(
    rf"([gdczktyls])?{SEP}*-?([0-9oil]{{1,4}}|[〇零一二三四五六七八九]{{2,4}})(?:次列车|次|号)?(?![0-9oil天日月岁人])"
    r"(?![a-z])"
)
LETTER_ONLY = re.compile(r"(t或z|t/z|[gdczktyls]|无字母|没字母)(?:字头|字母|开头)?(?![0-9a-z])")
PLATE = r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-z][·\s]?[0-9a-z]{5,6}(?![0-9a-z])"
STATION = (
    rf"(?:{NAME.pattern}(?:市|县|州)?(?![回返来])(?:[东西南北中]部?)?(?:客运站|汽车站|车站|站)?(?:{SEP}(?:west|"
    rf"east|north|south)(?![a-z]))?"
    rf"|{PART}{{1,6}}?(?:客运站|汽车站|车站|站))"
)
CLOCK = r"(?:(?:早上|上午|中午|下午|晚上)?[0-9]{1,2}(?:[:点时][0-9]{0,2}分?半?)(?:的|发车)?)"
SERVICE = re.compile(rf"(?:{STATION}(?:{SEP}*(?:到|至|去|-){SEP}*{STATION})?(?:{GAP}{CLOCK})?|{CLOCK}|{PLATE})")
ONE_PLATE = re.compile(PLATE)
NUMBER_UNKNOWN = re.compile(rf"(车次|航班号?|train number|flight number){GAP}{UNKNOWN}")


def tagged_at(text: str, at: int) -> Vehicle | None:
    """A vehicle after a word that says one follows: 车G1234, 坐高铁."""
    tag = TAG.match(text, at)
    return vehicle_at(text, tag.end(), tagged=True) if tag else None


def numbered_at(text: str, at: int) -> Vehicle | None:
    """A train or flight with its number, which needs no tag: G1234, 东航5801."""
    found = vehicle_at(text, at, tagged=False)
    return found if found and {"train_number", "flight_number"} & set(found[1]) else None


def vehicle_at(text: str, at: int, *, tagged: bool) -> Vehicle | None:
    """The answers a vehicle at this point stands for, and where it ends; None when there is none.

    tagged  whether the text has said that a vehicle follows: then 1234 alone is a train
    """
    readers: tuple[Callable[[str, int, bool], Vehicle | None], ...] = (_number_unknown, _train, _flight, _kind, _plate)
    for reader in readers:
        if found := reader(text, at, tagged):
            return found
    return _letter(text, at) if tagged else None


def train(letter: str, number: str) -> dict[str, str] | None:
    """A train in the words of the keypad script; None when no train has this number."""
    row = digits(number)
    if not row or int(row) not in (TRAIN_NUMBERS if letter else UNLETTERED_TRAINS):
        return None
    return {**_letter_answers(letter), "train_number": f"{letter}{int(row)}"}


def flight(airline: str, number: str = "") -> dict[str, str]:
    """A flight in the words of the keypad script."""
    menu = {"airline": "kunming", "airline_kunming": airline} if airline in AT_KUNMING else {"airline": airline}
    return {"vehicle": "plane", **menu, **({"flight_number": f"{airline}{digits(number)}"} if number else {})}


def _letter_answers(letter: str) -> dict[str, str]:
    if letter in ("T", "Z"):
        return {"vehicle": "train", "train_letter": "T_or_Z", "train_t_or_z": letter}
    return {"vehicle": "train", "train_letter": letter or "none"}


def _number_unknown(text: str, at: int, _: bool) -> Vehicle | None:
    found = NUMBER_UNKNOWN.match(text, at)
    if found is None:
        return None
    on_rails = found[1] in ("车次", "train number")
    return found.end(), {"vehicle": "train", "train_letter": "unknown"} if on_rails else {
        "vehicle": "plane",
        "airline": "unknown",
    }


def _flight(text: str, at: int, tagged: bool) -> Vehicle | None:
    if found := FLIGHT.match(text, at):
        code = found[1].upper()
        known = code in CODES
        return (found.end(), flight(code, found[2])) if known and digits(found[2]) else None
    if found := AIRLINE.match(text, at):
        row = FLIGHT_DIGITS.match(text, found.end())
        return (row or found).end(), flight(AIRLINES[found[0]], row[1] if row else "")
    code_only = CODE_ONLY.match(text, at) if tagged else None
    if code_only and code_only[1].upper() in CODES:
        return code_only.end(), flight(code_only[1].upper())
    return None


def _kind(text: str, at: int, _: bool) -> Vehicle | None:
    """A kind of vehicle, with its number or what else was said of it."""
    found = KIND.match(text, at)
    if found is None:
        return None
    after = _after(text, found.end())
    if found.lastgroup == "train":
        return _numbered_train(text, found, after) or (found.end(), {"vehicle": "train"})
    if found.lastgroup == "plane":
        return _flight(text, after, True) or (found.end(), {"vehicle": "plane"})
    kind = found.lastgroup or "other"
    if kind == "other" and found[0] not in VAGUE_OTHERS:
        return found.end(), {"vehicle": kind, "vehicle_said": found[0].removeprefix("坐")}
    said = (SERVICE if kind == "coach" else ONE_PLATE).match(text, after)
    return (
        (said.end(), {"vehicle": kind, "vehicle_said": said[0].upper()}) if said else (found.end(), {"vehicle": kind})
    )


def _after(text: str, at: int) -> int:
    gap = re.compile(rf"{GAP}(?:车次|班次|号码?|no)?{GAP}").match(text, at)
    return gap.end() if gap else at


def _numbered_train(text: str, found: re.Match[str], after: int) -> Vehicle | None:
    following = TRAIN.match(text, after)
    if following is None:
        return _letter(text, after)
    assumed = {"高铁": "G", "动车": "D"}.get(found[0], "")
    answers = train((following[1] or assumed).upper(), following[2])
    return (following.end(), answers) if answers else None


def _train(text: str, at: int, tagged: bool) -> Vehicle | None:
    """A number with its letter; without one only where a vehicle is expected."""
    found = TRAIN.match(text, at)
    if found is None or not (found[1] or tagged):
        return None
    if not (tagged or re.search("[0-9]{2}", found[2])):
        return None
    answers = train((found[1] or "").upper(), found[2])
    return (found.end(), answers) if answers else None


def _letter(text: str, at: int) -> Vehicle | None:
    found = LETTER_ONLY.match(text, at)
    if found is None:
        return None
    if found[1] in ("t或z", "t/z"):
        return found.end(), {"vehicle": "train", "train_letter": "T_or_Z"}
    return found.end(), _letter_answers("" if "字母" in found[1] else found[1].upper())


def _plate(text: str, at: int, _: bool) -> Vehicle | None:
    """A number plate: a car, unless something else was said."""
    found = ONE_PLATE.match(text, at)
    return (found.end(), {"vehicle": "car", "vehicle_said": found[0].upper()}) if found else None
