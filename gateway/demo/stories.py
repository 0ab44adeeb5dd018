"""What residents mean to say on this day, and what must then stand in the ledger: said here, not computed there."""

from dataclasses import dataclass, replace

from gateway.demo.scripts import Intent


@dataclass(frozen=True)
class Filed:
    """The report that must be in the ledger: its kind, and for a returnee the category and items clear of ten."""

    kind: str
    category: str | None = None
    clear: int | None = None
    temperature: float | None = None


@dataclass(frozen=True)
class Story:
    """A call to the line.

    filed   None: nothing is reported by it
    alarms  somebody responsible must take it on at once
    """

    about: str
    intent: Intent
    filed: Filed | None = None
    alarms: bool = False


@dataclass(frozen=True)
class Note:
    """A text to the line, in Chinese and in English, what it must be understood as, and what is filed of it.

    alarms  somebody responsible must take it on, though perhaps only once more is known
    """

    zh: str
    en: str
    meaning: str
    filed: Filed | None = None
    alarms: bool = False

    def body(self, language: str) -> str:
        return self.en if language == "en" else self.zh


USUAL = {
    "menu": "returnee",
    "returned_count": "1",
    "days_ago": "3",
    "stopped": "no",
    "shared_vehicle": "no",
    "close_contact": "no",
    "fever": "no",
    "symptoms": "no",
    "measures": "stayed_home",
    "age": "34",
    "sex": "male",
    "this_phone": "yes",
}


def _came(about: str, category: str, clear: int, **says: str) -> Story:
    degrees = float(says["temperature"]) / 10 if "temperature" in says else None
    return Story(about, Intent({**USUAL, **says}), Filed("returnee", category, clear, degrees))


def _home(about: str, filed: Filed | None, **says: str) -> Story:
    return Story(about, Intent(says), filed)


PLANE = {"vehicle": "plane", "airline": "MU", "flight_number": "5731"}
TRAIN = {"vehicle": "train", "train_letter": "G", "train_number": "1375"}
CAR = {"vehicle": "car"}
KUNMING = {"origin": "yunnan", "yunnan_group": "centre", "yunnan_place": "0871", **CAR}
SHENZHEN = {"origin": "province", "place": "0755", **TRAIN, "train_number": "unknown"}
CHANGSHA = {"origin": "province", "place": "0731", **TRAIN}
HUANGGANG = {"origin": "hubei", "hubei": "elsewhere", "hubei_place": "0713", "vehicle": "coach"}
WUHAN = {"origin": "hubei", "hubei": "wuhan", **TRAIN}

RETURNEES = (  # the same table a nurse would check: who, category, items clear of ten
    _came("广州坐飞机回来 by plane from Guangzhou", "G", 10, origin="province", place="020", **PLANE),
    _came("武汉坐火车回来 by train from Wuhan", "D", 10, sex="female", **WUHAN),
    _came("昆明开车回来 by car from Kunming", "H", 10, days_ago="11", **KUNMING),
    _came("黄冈坐客车回来 by coach from Huanggang", "D", 9, **HUANGGANG),
    _came("缅甸开车回来 by car from Myanmar", "E", 10, origin="abroad", country="MM", measures="isolated", **CAR),
    _came("深圳坐火车，记不得车次 train not remembered", "G", 9, **SHENZHEN),
    _came("路过武汉 stopped at Wuhan", "D", 10, stopped="yes", stop_count="1", stop_place="027", **CHANGSHA),
    _came("昆明回来，发烧 fever", "I", 10, fever="yes", temperature="378", **KUNMING),
    _came("不知道从哪里 origin not known", "H", 8, origin="unknown", vehicle="other"),
)

SLIPS = replace(
    RETURNEES[0],
    about="按错了两次 two wrong keys",
    intent=replace(RETURNEES[0].intent, slips=frozenset({"origin", "sex"})),
)
HANGS_UP = Story(
    "报了一半就挂了 hangs up midway",
    replace(RETURNEES[1].intent, hangs_up="shared_vehicle"),
    Filed("returnee", "D", 5),
)
ZERO = _home("没人回来 nobody came", Filed("zero"), menu="returnee", returned_count="0")
WELL = _home("都好 all well", Filed("well"), menu="wellness", all_well="well")
MEASURED = _home(
    "报体温 36.8", Filed("well", temperature=36.8),
    menu="wellness", all_well="temperature", temperature="368", symptoms="no",
)  # fmt: skip
SILENT = Story("不按键 presses nothing", Intent({}))
HELP = replace(_home("要帮忙 asks for help", None, menu="help"), alarms=True)

FEVER = replace(_came(
    "武汉回来，发烧 38.4 fever, from Wuhan", "B", 10,
    fever="yes", temperature="384", symptoms="yes", age="46", sex="female", **WUHAN,
), alarms=True)  # fmt: skip

# Of a call that broke off the morning's own words are left to say; the rest was said.
GOES_ON = Story(
    "接着报 goes on where the line broke",
    Intent({**RETURNEES[1].intent.says, "resume": "go_on"}),
    RETURNEES[1].filed,
)
SOUGHT = "K9612"  # the train a notice seeks; both its passengers of ours came home on that day
CHONGQING = {"origin": "province", "place": "023", "vehicle": "train", "train_letter": "K", "train_number": SOUGHT[1:]}
SHARED = replace(_came("坐的正是那趟车 came by the sought train", "C", 10, sex="female", **CHONGQING), alarms=True)


def ill(member: str) -> Story:
    """One of the household is not well, and named by their key."""
    said = {"menu": "wellness", "all_well": "ill", "member": member, "symptoms": "yes"}
    return Story("家里有一个不舒服 one of them is ill", Intent(said), Filed("ill"))


# The morning's calls, in this order, over and over.
CALLS = (
    ZERO, RETURNEES[0], WELL, RETURNEES[1], SLIPS, MEASURED, RETURNEES[3], HANGS_UP, RETURNEES[4], SILENT,
    RETURNEES[6], ZERO, RETURNEES[2], RETURNEES[5], WELL, RETURNEES[7], RETURNEES[8], MEASURED,
)  # fmt: skip

UNREADABLE = Note("今天赶集吗", "is there a market today", "unreadable")
OPT_OUT = Note("退订", "t", "opt_out")
NOTES = (
    Note("好", "well", "well", Filed("well")),
    Note("都好！", "ok", "well", Filed("well")),
    Note("零报", "zero", "zero", Filed("zero")),
    Note("体温 36.8", "temp 36.8", "temperature", Filed("well", temperature=36.8)),
    UNREADABLE,
    Note("３６．５", "36.5", "temperature", Filed("well", temperature=36.5)),
    Note("平安", "fine", "well", Filed("well")),
    OPT_OUT,
    Note("病 38.2 咳", "ill 38.2 cough", "ill", Filed("ill", temperature=38.2)),
    Note("帮助", "?", "help"),  # the English word would be answered by the carrier itself, too
    Note("零报告。", "zero", "zero", Filed("zero")),
)

FORM = Note(
    f"登 人1 到3天 来023 车{SOUGHT} 停无 同无 触无 病无 防居家 男41 电本机",
    f"reg n1 days3 from 023 train {SOUGHT} stop none same no contact no ill no home m41 phone same",
    "form",
    Filed("returnee", "G", 10),
    alarms=True,
)
