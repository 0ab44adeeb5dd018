"""Answers written back as the one-line form: to read back what was understood, and to show how it is done."""

from collections.abc import Callable, Mapping
from datetime import date

from gateway.domain.screening import LONG_AGO

Answers = Mapping[str, str]

YES_NO = {"yes": "有", "no": "无", "unknown": "不知"}
MEASURES = {"stayed_home": "居家", "masked": "戴", "unmasked": "无", "isolated": "集中"}
ORIGINS = {"hubei": "湖北", "yunnan": "本省", "province": "外省", "abroad": "外国", "unknown": "不知"}
COUNTRIES = {"MM": "缅甸", "LA": "老挝", "VN": "越南", "TH": "泰国", "other": "别国"}
VEHICLES = {"plane": "飞机", "train": "火车", "coach": "客", "car": "自驾", "other": "其他"}
LETTERS = {"T_or_Z": "T或Z", "none": "无字母"}


def write(answers: Answers) -> str:
    """The form that says these answers: 登 人1 到0205 来027 车G1234 停无 同无 触无 病无 防居家 男35 电本机.

    A detail that is "unknown" within an answer that is not (a place code the caller did not know) is left out.
    """
    return " ".join(("登", *filter(None, (word(answers) for word in WORDS))))


def _said(answers: Answers, question: str) -> str:
    value = answers.get(question, "")
    return "" if value == "unknown" else value


def _tagged(tag: str, question: str, values: Mapping[str, str] | None = None) -> Callable[[Answers], str]:
    def word(answers: Answers) -> str:
        value = answers.get(question, "")
        return f"{tag}{values.get(value, value) if values else value}" if value else ""

    return word


def _together(answers: Answers) -> str:
    return {"yes": "同行", "no": "不同行"}.get(answers.get("together", ""), "")


def _arrival(answers: Answers) -> str:
    day = answers.get("arrival_day") or answers.get("days_ago", "")
    if not day or day == LONG_AGO:
        return "到很久" if day else ""
    return f"到{date.fromisoformat(day):%m%d}"


def _origin(answers: Answers) -> str:
    origin = answers.get("origin", "")
    if answers.get("hubei") == "wuhan":
        return "来027"
    if answers.get("hubei") == "elsewhere":
        return f"来{_said(answers, 'hubei_place') or '湖北其他'}"
    near = {"yunnan": "yunnan_place", "province": "place", "abroad": "country"}.get(origin, "")
    said = _said(answers, near)
    return f"来{COUNTRIES.get(said, said) or ORIGINS.get(origin, '')}" if origin else ""


def _vehicle(answers: Answers) -> str:
    kind = answers.get("vehicle", "")
    if kind == "train":
        return _train(answers)
    if kind == "plane":
        return _flight(answers)
    said = answers.get("vehicle_said", "")
    if kind == "other":
        return f"车{said or VEHICLES[kind]}"
    return f"{VEHICLES.get(kind, '')} {said}".strip()


def _train(answers: Answers) -> str:
    letter = answers.get("train_letter", "")
    if letter == "unknown":
        return "车次不知"
    letter = answers.get("train_t_or_z") or LETTERS.get(letter, letter)
    return f"车{_said(answers, 'train_number') or letter or '火车'}"


def _flight(answers: Answers) -> str:
    airline = answers.get("airline", "")
    if airline == "unknown":
        return "航班不知"
    return f"机{_said(answers, 'flight_number') or answers.get('airline_kunming') or airline}" if airline else "飞机"


def _stops(answers: Answers) -> str:
    stopped = answers.get("stopped", "")
    if stopped != "yes":
        return f"停{YES_NO.get(stopped, '')}" if stopped else ""
    places = answers.get("stop_places") or _said(answers, "stop_place")
    count = answers.get("stop_count", "")
    return f"停{places or (f'{count}处' if count else '有')}"


def _health(answers: Answers) -> str:
    fever, symptoms = answers.get("fever", ""), answers.get("symptoms", "")
    if (fever, symptoms) == ("no", "no") and "temperature" not in answers:
        return "病无"
    measured = _said(answers, "temperature")
    degrees = f"热{measured}" if measured else {"yes": "发烧", "no": "不烧", "unknown": "没量"}.get(fever, "")
    return " ".join(filter(None, (degrees, {"yes": "病咳", "no": "不咳"}.get(symptoms, ""))))


def _age_and_sex(answers: Answers) -> str:
    sex = {"male": "男", "female": "女"}.get(answers.get("sex", ""), "")
    age = answers.get("age", "")
    return f"{sex}{age}" if sex or not age else f"{age}岁"


def _phone(answers: Answers) -> str:
    number = _said(answers, "other_phone")
    if answers.get("this_phone") == "yes":
        return "电本机"
    if not number:
        return "电换一个" if "this_phone" in answers else ""
    home = number.removeprefix("+86")
    return f"电{home if number == home or home.startswith('1') else '0' + home}"


WORDS: tuple[Callable[[Answers], str], ...] = (
    _tagged("人", "returned_count"),
    _together,
    _arrival,
    _origin,
    _vehicle,
    _stops,
    _tagged("同", "shared_vehicle", YES_NO),
    _tagged("触", "close_contact", YES_NO),
    _health,
    _tagged("防", "measures", MEASURES),
    _age_and_sex,
    _tagged("名", "name"),
    _phone,
)
