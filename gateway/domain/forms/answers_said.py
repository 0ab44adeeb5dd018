"""One question answered by text: the keys that its words stand for, so that a text walks the flow a call walks."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from gateway.domain import phones
from gateway.domain.forms.characters import GAP, NO, NUMBER, UNKNOWN, YES, digits, folded, normalised, number
from gateway.domain.forms.parts import Sort, parts
from gateway.domain.forms.places_said import area_of
from gateway.domain.screening import FEVER, LONG_AGO

UNKNOWN_KEY = "#"  # of digit entry
LONG_AGO_KEYS = "99"  # more days than can be counted

YES_NO_UNKNOWN = {"yes": "1", "no": "2", "unknown": "9"}

# Question -> the tag its answer would follow in a form, and the key of each value.
KEYS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "together": ("", YES_NO_UNKNOWN),
    "origin": ("来", {"hubei": "1", "yunnan": "2", "province": "3", "abroad": "4", "unknown": "9"}),
    "hubei": ("来", {"wuhan": "1", "elsewhere": "2"}),
    "country": ("来", {"MM": "1", "LA": "2", "VN": "3", "TH": "4", "other": "5"}),
    "vehicle": ("车", {"plane": "1", "train": "2", "coach": "3", "car": "4", "other": "5"}),
    "train_letter": ("车", {"G": "1", "D": "2", "K": "3", "T_or_Z": "4", "none": "5"}),
    "train_t_or_z": ("车", {"T": "1", "Z": "2"}),
    "airline": ("机", {"MU": "1", "CZ": "2", "CA": "3", "kunming": "4"}),
    "airline_kunming": ("机", {"KY": "1", "8L": "2"}),
    "stopped": ("停", YES_NO_UNKNOWN),
    "shared_vehicle": ("同", YES_NO_UNKNOWN),
    "close_contact": ("触", YES_NO_UNKNOWN),
    "fever": ("", YES_NO_UNKNOWN),
    "symptoms": ("", {"yes": "1", "no": "2"}),
    "measures": ("防", {"stayed_home": "1", "masked": "2", "unmasked": "3", "isolated": "4"}),
    "sex": ("", {"male": "1", "female": "2"}),
    "this_phone": ("电", {"yes": "1", "no": "2"}),
    "another": ("", {"yes": "1", "later": "2"}),
}
ASKED_AS = dict.fromkeys(("ask_this_phone", "ask_home_phone"), "this_phone")  # one question, put in two ways
OTHERWISE = {"train_letter": "9", "airline": "5"}  # a value that has no key of its own
NOT_KNOWN = {
    "origin": "9",
    "train_letter": "9",
    "airline": "5",
    **dict.fromkeys(("stopped", "shared_vehicle", "close_contact", "fever"), "9"),
}
PLAIN_YES_NO = frozenset(
    {"together", "stopped", "shared_vehicle", "close_contact", "fever", "symptoms", "this_phone", "another"}
)
WORDS: Mapping[str, Mapping[str, str]] = {
    "this_phone": {"行|可以|好|就这个|这个|same|ok": "1", "不行|换|换一个|别的|另一个|another|other": "2"},
    "hubei": {"别的|别的地方|其他|其它|其他地方|不是武汉|elsewhere|other": "2"},
    "country": {"别的|其他|其它|别的国家|other": "5"},
    "origin": {"外省|别的省|别省": "3", "外国|国外": "4", "省内|本省": "2"},
    "airline": {"其他|其它|别的|other": "5"},
    "train_letter": {"高铁": "1", "动车": "2"},
    "train_t_or_z": {"特快": "1", "直达|直特": "2"},
    "stopped": {"停过|停了": "1", "没停|没停过": "2"},
    "close_contact": {"接触过|有接触|在一起过": "1"},
    "another": {"接着报|接着|继续|继续报|现在报|还有|go on|now": "1", "以后|以后报|稍后|稍后再报|等会|晚点|later": "2"},
    "together": {"一起|一块|together": "1", "不一起|不是一起|分开": "2"},
}
CONFIRMED = {
    "对|对的|对了|是|是的|没错|正确|嗯|好|好的|yes|right|correct|ok|y": "1",
    "不对|不是|错|错了|不|no|wrong|n": "2",
}
YUNNAN_MENU: Mapping[str, tuple[str, ...]] = {
    "centre": ("0871", "0877", "0878", "0874"),
    "west": ("0872", "0875", "0692", "0883"),
    "south": ("0873", "0876", "0879", "0691"),
    "north": ("0870", "0888", "0886", "0887"),
}

PLACES = frozenset({"hubei_place", "yunnan_place", "place", "stop_place"})
TRAILING = re.compile(rf"(?:{GAP}|[啊呀的了吧哦呢嘛哈呵噢嗯])*$")
LEADING = re.compile(rf"^(?:{GAP}|(?:都|就是|是从|应该是|大概|好像|我们?|他们?|她们?|[嗯哦啊]))*")
PRESSED = re.compile(r"[0-9]{1,12}|[0-9]{0,12}[#*]")
COUNTED = re.compile(
    rf"(?:有|一共|共|来了|回来)?({NUMBER}) ?(?:个人|个|人|口人|口|位|处|次|个地方| people| persons?| places?)?(?:回来)?"
)
AGED = re.compile(rf"(?:今年|age )?({NUMBER}) ?(?:周岁|岁半|岁| years old| years)?")

Reads = Callable[[str, date, Mapping[str, str]], str | None]


def meaning_of(node_name: str, text: str, language: str, today: date, answers: Mapping[str, str]) -> str | None:
    """The keys that a text stands for at a question, None when it is no answer to it. Numbers stand for themselves.

    language  of the conversation; words of either language are understood in both
    today     the sender's local day
    answers   what has been answered so far
    """
    said = folded(normalised(text)).strip().replace("\n", " ")
    if node_name in READERS:
        return READERS[node_name](said, today, answers)
    pressed = _pressed(said)
    if pressed is not None and len(pressed) == 1:
        return pressed
    bare = _bare(said)
    if node_name.startswith("confirm_"):
        return _among(CONFIRMED, said) or _among(CONFIRMED, bare) or pressed
    if node_name.startswith("yunnan_"):
        return _yunnan(node_name, bare) or pressed
    question = ASKED_AS.get(node_name, node_name)
    return (_key(question, said, bare, today) if question in KEYS else None) or pressed


def _bare(said: str) -> str:
    """A text without the small words around it."""
    return TRAILING.sub("", LEADING.sub("", said))


def _pressed(said: str) -> str | None:
    """Keys, as digits or one Chinese numeral."""
    keys = said.replace(" ", "").rstrip(".。")
    if PRESSED.fullmatch(keys):
        return keys
    return str(number(keys)) if len(keys) == 1 and number(keys) is not None else None


def _among(table: Mapping[str, str], said: str) -> str | None:
    return next((key for alternatives, key in table.items() if said in alternatives.split("|")), None)


def _key(node: str, said: str, bare: str, today: date) -> str | None:
    """The key of a question that is answered by one."""
    tag, keys = KEYS[node]
    if key := _among(WORDS.get(node, {}), said) or _among(WORDS.get(node, {}), bare) or _plain(node, bare):
        return key
    for form in (f"{tag}{bare}", bare, said):
        if value := _value(node, form, today):
            return keys.get(value) or OTHERWISE.get(node)
    return None


def _plain(node: str, bare: str) -> str | None:
    """Yes, no and don't know."""
    if re.fullmatch(UNKNOWN, bare):
        return NOT_KNOWN.get(node)
    if node not in PLAIN_YES_NO:
        return None
    return "2" if re.fullmatch(NO, bare) else "1" if re.fullmatch(YES, bare) else None


def _value(node: str, form: str, today: date) -> str | None:
    """What a form of these words would say to the question."""
    said = {q: value for part in parts(form, today) if part.sort is Sort.SAID for q, value in part.answers.items()}
    if node == "fever" and "temperature" in said:
        return "yes" if float(said["temperature"]) >= FEVER else "no"
    return said.get(node)


def _yunnan(node: str, bare: str) -> str | None:
    """The menu of prefectures: first the group of four, then the place within the group that was chosen."""
    area = area_of(bare) or ""
    if node == "yunnan_group":
        return next((str(key) for key, codes in enumerate(YUNNAN_MENU.values(), start=1) if area in codes), None)
    codes = YUNNAN_MENU.get(node.removeprefix("yunnan_"), ())
    return str(codes.index(area) + 1) if area in codes else None


def _count(said: str, _: date, __: Mapping[str, str]) -> str | None:
    found = COUNTED.fullmatch(_bare(said))
    people = number(found[1]) if found else None
    if people is None and re.fullmatch(rf"{NO}(?:人|回来|人回来)?|nobody", _bare(said)):
        return "0"
    return str(people) if people is not None else None


def _days_ago(said: str, today: date, _: Mapping[str, str]) -> str | None:
    keys = _pressed(said)
    if keys is not None and len(keys.rstrip("#")) <= 2:
        return keys
    day = _day(said, today)
    return LONG_AGO_KEYS if day == LONG_AGO else str((today - date.fromisoformat(day)).days) if day else None


def _arrival_day(said: str, today: date, _: Mapping[str, str]) -> str | None:
    keys = _pressed(said)
    if keys is not None and len(keys) >= 4:
        return keys
    day = _day(said, today)
    return f"{date.fromisoformat(day):%m%d}" if day and day != LONG_AGO else keys


def _day(said: str, today: date) -> str | None:
    for form in (f"到{_bare(said)}", said):
        found = {q: v for part in parts(form, today) for q, v in part.answers.items()}
        if day := found.get("arrival_day") or found.get("days_ago"):
            return day
    return None


def _place(said: str, _: date, __: Mapping[str, str]) -> str | None:
    bare = _bare(said)
    if re.fullmatch(UNKNOWN, bare):
        return UNKNOWN_KEY
    row = digits(bare)
    return area_of(bare) or (row if 0 < len(row) <= 4 else None) or _pressed(said)


def _vehicle_number(question: str, tag: str) -> Reads:
    def read(said: str, today: date, _: Mapping[str, str]) -> str | None:
        bare = _bare(said)
        if re.fullmatch(UNKNOWN, bare):
            return UNKNOWN_KEY
        row = digits(bare.removesuffix("次"))
        if 0 < len(row) <= 4:
            return row
        value = _value(question, f"{tag}{bare}", today)
        return (
            value[2:] if value and question == "flight_number" else re.sub("[A-Z]", "", value or "") or _pressed(said)
        )

    return read


def _temperature(said: str, today: date, _: Mapping[str, str]) -> str | None:
    keys = _pressed(said)
    if keys is not None:
        return keys
    value = next((v for form in (f"热{_bare(said)}", said) if (v := _value("temperature", form, today))), None)
    return value.replace(".", "") if value else None


def _age(said: str, _: date, __: Mapping[str, str]) -> str | None:
    found = AGED.fullmatch(_bare(said))
    years = number(found[1]) if found else None
    return None if years is None or years > 130 else f"{min(years, 99):02}"


def _phone(said: str, _: date, __: Mapping[str, str]) -> str | None:
    """The digits to dial, without the country's code at home."""
    row = digits(re.sub(r"^(?:电话|手机|phone)?[^\d+]*|[\s-]", "", said).removeprefix("+"))
    known = phones.normalise(f"+{row}") if row.startswith("86") else phones.normalise(row) if row else None
    if known is None:
        return row or None
    home = known.removeprefix("+86")
    return home if home.startswith("1") or home == known else f"0{home}"


READERS: Mapping[str, Reads] = {
    "returned_count": _count,
    "stop_count": _count,
    "days_ago": _days_ago,
    "last_exposure": _days_ago,
    "arrival_day": _arrival_day,
    **dict.fromkeys(PLACES, _place),
    "train_number": _vehicle_number("train_number", "车"),
    "flight_number": _vehicle_number("flight_number", "机"),
    "temperature": _temperature,
    "age": _age,
    "other_phone": _phone,
}
