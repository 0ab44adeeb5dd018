"""Alerts for tests: a known one of each kind about the village of the cast, and any alert that the rules allow."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from hypothesis import strategies as st

from gateway.domain.cap import Alert, Area, Info, Named, Reference, Resource
from gateway.domain.cap.codes import Category, Certainty, MsgType, ResponseType, Scope, Severity, Status, Urgency
from gateway.domain.cap.shape import NAMESPACE
from tests.support.board import SHANGHAI
from tests.support.cast import VILLAGE

SENDER = "dalaba@heyang.example"
SENT = datetime(2020, 2, 8, 9, 0, tzinfo=SHANGHAI)
VILLAGE_AREA = Area("鹤阳村", geocodes=(Named("CN-NBS-12", VILLAGE),))
RECORDING = Resource("录音", "audio/wav", 96_044, "https://village.example/audio/1.wav", digest="ab12" * 10)

CHINESE = Info(
    categories=(Category.HEALTH,),
    event="新冠肺炎疫情",
    urgency=Urgency.IMMEDIATE,
    severity=Severity.EXTREME,
    certainty=Certainty.OBSERVED,
    language="zh-CN",
    response_types=(ResponseType.SHELTER,),
    expires=SENT + timedelta(hours=24),
    sender_name="鹤阳村村委会",
    headline="今天起全村不出门",
    description="村里发现一名病例。\n从现在起，各家各户不出门。",
    instruction="有发热、咳嗽，马上打村医电话。",
    contact="+8619900000102",
    resources=(RECORDING,),
    areas=(VILLAGE_AREA,),
)
ENGLISH = Info(
    categories=(Category.HEALTH,),
    event="COVID-19",
    urgency=Urgency.IMMEDIATE,
    severity=Severity.EXTREME,
    certainty=Certainty.OBSERVED,
    language="en",
    expires=SENT + timedelta(hours=24),
    headline="Nobody leaves home from today",
    description='A case was found in "our" village & <nobody> goes out.',
    areas=(VILLAGE_AREA,),
)
ALERT = Alert("HY-2020-0001", SENDER, SENT, Status.ACTUAL, MsgType.ALERT, Scope.PUBLIC, infos=(CHINESE, ENGLISH))


def _later(kind: MsgType, **told: object) -> Alert:
    about = {"references": (ALERT.reference,), **told}
    return Alert(f"HY-2020-{kind}", SENDER, SENT + timedelta(hours=1), Status.ACTUAL, kind, Scope.PUBLIC, **about)  # type: ignore[arg-type]


UPDATE = _later(MsgType.UPDATE, infos=(CHINESE,))
CANCEL = _later(MsgType.CANCEL, note="核酸检测阴性，取消。")
ACK = _later(MsgType.ACK)
ERROR = _later(MsgType.ERROR, note="地区代码不对。")
EXERCISE = Alert(
    "HY-2020-0009", SENDER, SENT, Status.EXERCISE, MsgType.ALERT, Scope.PUBLIC, note="春季演练", infos=(CHINESE,)
)
KNOWN = {"alert": ALERT, "update": UPDATE, "cancel": CANCEL, "ack": ACK, "error": ERROR, "exercise": EXERCISE}

SMALLEST_INFO = (
    "<info><category>Health</category><event>e</event><urgency>Immediate</urgency><severity>Extreme</severity>"
    "<certainty>Observed</certainty><description>d</description></info>"
)


def document(inside: str = SMALLEST_INFO, *, root: str = f'<alert xmlns="{NAMESPACE}">', **said: str) -> bytes:
    """A small document as somebody else would write it, an element a line. `said` replaces what an element says."""
    usual = {
        "identifier": "A1",
        "sender": "county@example.org",
        "sent": "2020-02-08T09:00:00+08:00",
        "status": "Actual",
        "msgType": "Alert",
        "scope": "Public",
    }
    lines = [f"<{name}>{text}</{name}>" for name, text in {**usual, **said}.items() if text]
    return "\n".join([root, *lines, inside, "</alert>"]).encode()


# Any alert that the rules allow

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"))
TEXTS = st.text(st.one_of(LETTERS, st.sampled_from("\n\t &<>\"'村")), min_size=1, max_size=30).filter(
    lambda text: text == text.strip()
)
ONE_WORD = st.text(LETTERS, min_size=1, max_size=20).filter(
    lambda text: not any(letter.isspace() or letter in ",<&" for letter in text)
)
WORDS = st.text(LETTERS, min_size=1, max_size=12).filter(lambda word: '"' not in word)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=ZONES).map(  # noqa: DTZ001 - zones come with them
    lambda at: at.replace(microsecond=0)
)
URIS = st.sampled_from(
    ["https://village.example/", "http://127.0.0.1:8080/a?b=c&d=%20#e", "tel:+8619900000102", "https://例子.example/村"]
)
HEIGHTS = st.decimals(-1000, 100_000, places=2)
NAMED = st.builds(Named, TEXTS, TEXTS)


def many(values: st.SearchStrategy[object], least: int = 0) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(values, min_size=least, max_size=3).map(tuple)


RESOURCES = st.builds(
    Resource,
    TEXTS,
    st.sampled_from(["audio/wav", "image/svg+xml", "text/plain; charset=utf-8"]),
    st.none() | st.integers(0, 10**12),
    st.just("") | URIS,
    st.just("") | st.just("aGV5YW5n"),
    st.just("") | st.text("0123456789abcdefABCDEF", min_size=40, max_size=40),
)
AREAS = st.builds(
    Area,
    TEXTS,
    many(st.just("25.6,100.1 25.7,100.1 25.7,100.2 25.6,100.1")),
    many(st.just("25.6,100.1 3.5")),
    many(NAMED),
    st.none() | HEIGHTS,
    st.none() | HEIGHTS,
)
INFOS = st.builds(
    Info,
    many(st.sampled_from(Category), least=1),
    TEXTS,
    st.sampled_from(Urgency),
    st.sampled_from(Severity),
    st.sampled_from(Certainty),
    st.sampled_from(["zh-CN", "en", "en-US", "ii", "x-heyang"]),
    many(st.sampled_from(ResponseType)),
    st.just("") | TEXTS,
    many(NAMED),
    st.none() | TIMES,
    st.none() | TIMES,
    st.none() | TIMES,
    *[st.just("") | TEXTS] * 4,
    st.just("") | URIS,
    st.just("") | TEXTS,
    many(NAMED),
    many(RESOURCES),
    many(AREAS),
)


def mended(alert: Alert) -> Alert:
    """Whatever an alert lacks by the rules that bind two elements is put in."""
    return replace(
        alert,
        restriction=alert.restriction or "r" * (alert.scope is Scope.RESTRICTED),
        addresses=alert.addresses or ("a",) * (alert.scope is Scope.PRIVATE),
        references=tuple(one for one in alert.references if one.key != f"{alert.sender},{alert.identifier}")
        or (Reference("another", "one", alert.sent),) * (alert.msg_type is not MsgType.ALERT),
        infos=tuple(mended_info(info, alert.sent) for info in alert.infos),
    )


def mended_info(info: Info, sent: datetime) -> Info:
    last = max(info.expires or sent, info.effective or sent, sent)
    areas = (replace(area, ceiling=area.ceiling if area.altitude is not None else None) for area in info.areas)
    return replace(info, expires=info.expires and last + timedelta(seconds=1), areas=tuple(areas))


ALERTS = st.builds(
    Alert,
    ONE_WORD,
    ONE_WORD,
    TIMES,
    st.sampled_from(Status),
    st.sampled_from(MsgType),
    st.sampled_from(Scope),
    st.just("") | TEXTS,
    st.just("") | TEXTS,
    many(WORDS),
    many(TEXTS),
    st.just("") | TEXTS,
    many(st.builds(Reference, ONE_WORD, ONE_WORD, TIMES)),
    many(WORDS),
    many(INFOS),
).map(mended)
