"""What is said of a person: health, precautions, age and sex, name, telephone, door."""

import re
from collections.abc import Mapping

from gateway.domain import phones
from gateway.domain.forms.characters import (
    GAP,
    NO,
    NOT_NEXT,
    NUMBER,
    NUMERALS,
    SEP,
    SLIPPED,
    UNKNOWN,
    YES,
    digits,
    number,
    words,
)
from gateway.domain.readers import FEWEST_TENTHS, MOST_TENTHS

Said = tuple[int, dict[str, str]]

# Health

HOT = words("发高烧|发低烧|发烧|发热|高烧|低烧|低热|烧|热|feverish|fever|hot")
SYMPTOM = words(
    "干咳|咳嗽|咳|气喘|气短|气促|喘|胸闷|呼吸困难|没力气|没有力气|没力|无力|乏力|难受|不舒服|感冒|嗓子疼|嗓子痛|"
    "喉咙痛|喉咙疼|头痛|头疼|头晕|"
    "拉肚子|腹泻|流鼻涕|鼻塞|恶心|coughing|cough|breathless|short breath|breath|weakness|weak|tired|headache|"
    "sore throat"
)
ILL = words("生病|有病|病了|病情|病状|病(?![人例毒])|症状|身体|健康状况|健康|ill|sick|symptoms|symptom|health")
NONE = words("没有发|没有|没得|没|未|无|不发|不|no|not|without|never")
FINE = words("很好|都好|好|良好|fine|well|normal|ok|good|正常|健康|healthy")
FINE_ALONE = words(
    "无症状|没症状|无不适|没有不舒服|没不舒服|无异常|没毛病|没有症状|未生病|无恙|身体正常|都正常|正常|都健康|健康|"
    "都好|not ill|not sick|healthy|all well"
)
UNMEASURED = words("没量体温|未量体温|没测体温|未测体温|没量|未量|没测|未测|not measured|no thermometer")
DEGREES = (
    rf"(?:(?:约|大概|是|有|到)?((?:3[4-9]|4[0-3])|三十[四五六七八九]|四十[一二三]?)(?:[.。点度,:](?:{SEP})*([0-9]|"
    rf"[零一二三四五六七八九])(?![0-9])|([0-9]))?"
    rf"(?:{SEP})*(?:度c?|c(?![a-z])|摄氏度)?(?![0-9人天岁]))"
)
THERMOMETER = words("体温|温度|温|temperature|temp")
DECIMAL = re.compile(rf"(?<![0-9.])(?=(?:3[4-9]|4[0-3])[.度]|三十[四五六七八九][点度])(?:{DEGREES})")
ADVERB = r"(?:有一点|有点|一点|有些|轻微|还|正在|开始|也|都|过|a bit of|some|a little)?"
HEALTH_WORD = rf"{ADVERB}(?:{HOT}|{SYMPTOM}|{THERMOMETER}|{DEGREES})"

NO_FEVER = re.compile(rf"(?:{NONE}{SEP}?(?:有)?{ADVERB}{HOT}|{HOT}{GAP}{NO}{NOT_NEXT}|退烧了?|退热了?)(?:过|了)?")
NO_SYMPTOM = re.compile(rf"(?:{NONE}{SEP}?(?:有)?{ADVERB}{SYMPTOM}|{SYMPTOM}{GAP}{NO}{NOT_NEXT})(?:过|了)?")
NOT_ILL = re.compile(rf"(?:{ILL}{GAP}{NO}{NOT_NEXT}|{ILL}{GAP}{FINE}|{FINE_ALONE}|{NONE}{SEP}?{ILL})(?:的|了)?")
NOT_MEASURED = re.compile(
    rf"(?:{UNMEASURED}|(?:{HOT}|{THERMOMETER}){GAP}(?:{UNKNOWN}|{UNMEASURED})|{ILL}{GAP}{UNKNOWN})"
)
MEASURED = re.compile(rf"(?:{HOT}|{THERMOMETER})(?:到|了|是|为)?{GAP}{DEGREES}")
LASTING = rf"(?:了|的|已)?(?:{NUMBER}(?:天|日)(?:了)?)?"  # 咳嗽3天 is no day of arrival
FEVER = re.compile(rf"{ADVERB}{HOT}(?:{GAP}{YES})?{LASTING}")
SYMPTOMS = re.compile(rf"{ADVERB}{SYMPTOM}(?:{GAP}{YES}(?![a-z]))?{LASTING}")
LEADS_IN = re.compile(rf"{ILL}{GAP}(?={HEALTH_WORD})")
IS_ILL = re.compile(rf"{ILL}(?:{GAP}{YES})(?:了|的)?")
ILL_ALONE = re.compile(rf"{ILL}了?(?![\u4e00-\u9fffa-z])")


def degrees(found: re.Match[str], first: int = 1) -> str | None:
    """A temperature as kept (37.8) from the groups of DEGREES; None when nobody living has it."""
    whole = number(found[first]) or 0
    tenth = number(found[first + 1] or found[first + 2] or "0") or 0
    tenths = 10 * whole + tenth
    return f"{tenths / 10:.1f}" if FEWEST_TENTHS <= tenths <= MOST_TENTHS else None


def health_at(text: str, at: int) -> Said | None:
    """Fever, temperature and symptoms at this point: 病无, 热37.8, 不烧, 没咳, 病咳."""
    if lead := LEADS_IN.match(text, at):
        return health_at(text, lead.end()) or temperature_at(text, lead.end())
    plain: tuple[tuple[re.Pattern[str], dict[str, str]], ...] = (
        (NOT_MEASURED, {"fever": "unknown"}),
        (NO_FEVER, {"fever": "no"}),
        (NO_SYMPTOM, {"symptoms": "no"}),
        (NOT_ILL, {"fever": "no", "symptoms": "no"}),
    )
    for pattern, answers in plain:
        if found := pattern.match(text, at):
            return found.end(), answers
    if (found := MEASURED.match(text, at)) and (measured := degrees(found)):
        return found.end(), {"temperature": measured}
    return _ill(text, at)


def _ill(text: str, at: int) -> Said | None:
    for pattern, answers in ((SYMPTOMS, {"symptoms": "yes"}), (FEVER, {"fever": "yes"}), (IS_ILL, {"symptoms": "yes"})):
        if found := pattern.match(text, at):
            return found.end(), answers
    return None


def ill_at(text: str, at: int) -> Said | None:
    """病 by itself."""
    found = ILL_ALONE.match(text, at)
    return (found.end(), {"symptoms": "yes"}) if found else None


def temperature_at(text: str, at: int) -> Said | None:
    """A temperature alone: 36.8, 37度5."""
    found = DECIMAL.match(text, at)
    measured = degrees(found) if found else None
    return (found.end(), {"temperature": measured}) if found and measured else None


# Precautions

MEASURES: Mapping[str, str] = {
    "一直在家|一直居家|居家隔离|居家观察|居家|在家隔离|在家观察|在家|家里|未出门|没出门|没出过门|没出去|不出门|没有出门|没有出去|"
    "没外出|未外出|stayed home|"
    "stay home|staying home|at home|home isolation|self isolation|home": "stayed_home",
    "没戴口罩|没带口罩|未戴口罩|不戴口罩|不带口罩|没有戴口罩|没口罩|无口罩|没戴|未戴|不戴|没带|no mask|"
    "without mask|unmasked": "unmasked",
    "出门戴口罩|出门戴|戴口罩|带口罩|戴了口罩|戴着口罩|戴|口罩|wears mask|with mask|masked|masks|mask": "masked",
    "集中隔离|集中观察|集中|隔离点|隔离酒店|定点隔离|isolation centre|isolation center|isolated|"
    "quarantine centre": "isolated",
}
MEASURE = re.compile("|".join(f"(?P<{value}>{words(said)})" for said, value in MEASURES.items()))
AT_HOME_TOO = re.compile(rf"(?:{GAP}[0-9]{{1,2}}天|{GAP}(?:{words('没出过门|没出门|未出门|戴口罩|带口罩')}))*")
NO_MEASURE = re.compile(NO)


def measures_at(text: str, at: int, *, tagged: bool) -> Said | None:
    """Precautions: 居家, 戴, 集中; 无 only after the tag."""
    if found := MEASURE.match(text, at):
        value = found.lastgroup or ""
        more = AT_HOME_TOO.match(text, found.end()) if value == "stayed_home" else None
        return (more or found).end(), {"measures": value}
    none = NO_MEASURE.match(text, at) if tagged else None
    return (none.end(), {"measures": "unmasked"}) if none else None


# Age and sex

MALE = words(
    "男性|男的|男士|男孩|男|儿子|老公|丈夫|爸爸|父亲|爷爷|外公|孙子|外孙|哥哥|弟弟|女婿|小伙子|male|man|boy|m|son|"
    "husband|father|brother|grandfather"
)
FEMALE = words(
    "女性|女的|女士|女孩|女|女儿|老婆|妻子|媳妇|儿媳|妈妈|母亲|奶奶|外婆|孙女|外孙女|姐姐|妹妹|female|woman|girl|f|"
    "daughter|wife|mother|sister|grandmother"
)
SEX = rf"(?:(?P<female>{FEMALE}|(?<![a-z])f(?=[0-9]))|(?P<male>{MALE}|(?<![a-z])m(?=[0-9])))"
YEARS = r"(?:周岁|岁半|岁|years? old|yrs?|years?|y/?o)(?![a-z])"
AGE = (
    rf"(?:今年|年龄|已|有)?(?:(?P<months>{NUMBER})个月大?|(?P<age>[0-9]{{1,3}}|"
    rf"[{NUMERALS}]{{2,4}}|[{NUMERALS}](?=岁))(?:{SEP}*{YEARS})?)(?![0-9.个天组户号]|人|度)"
)
SURE_AGE = rf"(?:(?P<months>{NUMBER})个月大|(?P<age>[0-9]{{1,3}}|[{NUMERALS}]{{1,4}}){SEP}*{YEARS})"
PEOPLE = "汉|彝|白|哈尼|壮|傣|苗|傈僳|回|拉祜|佤|纳西|瑶|藏|景颇|布朗|普米|怒|阿昌|德昂|基诺|独龙|布依|水|蒙古|满"
OF_PEOPLE = rf"(?:{GAP}(?:{PEOPLE})(?:族|(?![\u4e00-\u9fff])|(?=[登名人到来车机停同触病热防电户])))?"
SEX_AGE = re.compile(rf"(?:性别{GAP})?{SEX}{GAP}{AGE}{OF_PEOPLE}")
AGE_SEX = re.compile(
    rf"{SURE_AGE}(?:的)?{GAP}{SEX}{OF_PEOPLE}"
    r"|(?<![\u4e00-\u9fff0-9a-z])(?P<years>[0-9]{1,2})[/ ]?(?P<letter>[mf])(?![a-z0-9])"
)
SEX_ONLY = re.compile(rf"(?:性别|sex|gender)?{GAP}{SEX}{OF_PEOPLE}")
AGE_ONLY = re.compile(
    rf"(?:今年|年龄|已经|已|有)?{GAP}{SURE_AGE}|(?:年龄|岁数|年纪|aged|age){GAP}(?P<tagged>[0-9]{{1,3}}|"
    rf"[{NUMERALS}]{{1,4}})岁?(?![0-9])"
)


def sex_and_age_at(text: str, at: int) -> Said | None:
    """男35, 女 六十二 汉, 35岁男, m35, 35/f."""
    found = SEX_AGE.match(text, at) or AGE_SEX.match(text, at)
    if found is None:
        return None
    parts = found.groupdict()
    age = _age(parts.get("months"), parts["age"] or parts.get("years"))
    woman = parts["female"] or parts.get("letter") == "f"
    return (found.end(), {"sex": "female" if woman else "male", "age": age}) if age else None


def sex_at(text: str, at: int) -> Said | None:
    found = SEX_ONLY.match(text, at)
    return (found.end(), {"sex": "female" if found["female"] else "male"}) if found else None


def age_at(text: str, at: int) -> Said | None:
    found = AGE_ONLY.match(text, at)
    age = _age(found["months"], found["age"] or found["tagged"]) if found else None
    return (found.end(), {"age": age}) if found and age else None


def _age(months: str | None, years: str | None) -> str | None:
    """Whole years as kept: two digits at most, so the very old are 99."""
    if months:
        return str((number(months) or 0) // 12)
    age = number(years or "")
    return None if age is None or age > 130 else str(min(age, 99))


# Telephone

PHONE_TAG = re.compile(
    words(
        "联系电话|联系方式|电话号码|电话|手机号码|手机号|手机|座机|电|号码|telephone|phone number|phone|tel|mobile|"
        "cell|contact number|contact phone"
    )
    + rf"(?:是|为)?{GAP}"
)
THIS_PHONE = re.compile(
    words(
        "就是本机|本机号码|本机号|本机|这个电话|这个号码|这个号|这个手机|就这个|这个|此号|此机|本号|同号|打这个|"
        "same phone|this phone|same|this one|this"
    )
)
OTHER_PHONE = re.compile(
    words("别的电话|另外的电话|另一个|别的|不是本机|非本机|换一个|another phone|other phone|another|other")
)
ROW = re.compile(rf"\+?{SLIPPED}(?:(?:{SEP}|-)?{SLIPPED}){{6,15}}(?![0-9])")
MOBILE = re.compile(rf"(?:\+?86{SEP}?-?)?1[3-9][0-9oil](?:(?:{SEP}|-)?[0-9oil]){{8}}(?![0-9])")


def phone_at(text: str, at: int) -> Said | None:
    """A telephone after its tag: 电本机, 电139 0000 1234."""
    if found := THIS_PHONE.match(text, at):
        return found.end(), {"this_phone": "yes"}
    if found := OTHER_PHONE.match(text, at):
        return found.end(), {"this_phone": "no"}
    return number_at(text, at, ROW)


def number_at(text: str, at: int, pattern: re.Pattern[str] = MOBILE) -> Said | None:
    """A telephone number that exists, in E.164."""
    found = pattern.match(text, at)
    dialled = re.sub(rf"(?:{SEP}|-)", "", found[0]) if found else ""
    plus = "+" * dialled.startswith("+")
    number_there = phones.normalise(plus + digits(dialled.removeprefix("+"))) if dialled else None
    return (found.end(), {"this_phone": "no", "other_phone": number_there}) if found and number_there else None
