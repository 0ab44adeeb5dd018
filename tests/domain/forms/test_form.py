"""The one-line form, against a corpus of texts as they are really written, and against texts nobody would write."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gateway.domain import places, readers, screening, sms_forms
from gateway.domain.area_codes import AREA_CODES
from gateway.domain.forms import Form, Person, read, write
from gateway.domain.forms.characters import normalised
from tests.support.categories import classify

TODAY = date(2020, 2, 8)  # 正月十五
CORPUS = Path(__file__).with_name("corpus.txt")


def texts() -> list[tuple[str, str]]:
    """Every text of the corpus with what it must be read as."""
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    rows = (line.partition(" => ") for line in lines if line and not line.startswith(("#", "==")))
    return [(text.replace("⏎", "\n"), meant.strip()) for text, _, meant in rows]


def told(form: Form | None) -> str:
    """A form as the corpus writes it."""
    if form is None:
        return "not a form"
    unread = "|".join(part for person in form.people for part in person.unread)
    return " // ".join(map(_told, form.people)) + (f" ? {unread}" if unread else "")


def _told(person: Person) -> str:
    door = f"户{person.household} " if person.household else ""
    return f"{door}{write(person.answers).removeprefix('登')[1:]}".strip() or "-"


@pytest.mark.parametrize(("text", "meant"), texts())
def test_a_text_is_read_as_its_writer_meant_it(text: str, meant: str) -> None:
    assert told(read(text, TODAY)) == meant


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len({text for text, _ in texts()}) >= 300


# What the corpus says in short, said in full: these are the words of the keypad flow.

IN_FULL: list[tuple[str, dict[str, str]]] = [
    ("登 人3 同行", {"returned_count": "3", "together": "yes"}),
    ("登 人2 不同行", {"returned_count": "2", "together": "no"}),
    ("登 到3天", {"days_ago": "2020-02-05"}),
    ("登 到40天", {"days_ago": "long_ago", "arrival_day": "2019-12-30"}),
    ("登 到60天", {"days_ago": "long_ago"}),
    ("登 来027", {"origin": "hubei", "hubei": "wuhan"}),
    ("登 来0713", {"origin": "hubei", "hubei": "elsewhere", "hubei_place": "0713"}),
    ("登 来湖北", {"origin": "hubei"}),
    ("登 来大理", {"origin": "yunnan", "yunnan_place": "0872"}),
    ("登 来广州", {"origin": "province", "place": "020"}),
    ("登 来广东", {"origin": "province"}),
    ("登 来缅甸", {"origin": "abroad", "country": "MM"}),
    ("登 来柬埔寨", {"origin": "abroad", "country": "other"}),
    ("登 来不知道", {"origin": "unknown"}),
    ("登 车G1234", {"vehicle": "train", "train_letter": "G", "train_number": "G1234"}),
    ("登 车T62", {"vehicle": "train", "train_letter": "T_or_Z", "train_t_or_z": "T", "train_number": "T62"}),
    ("登 车1234", {"vehicle": "train", "train_letter": "none", "train_number": "1234"}),
    ("登 机MU5801", {"vehicle": "plane", "airline": "MU", "flight_number": "MU5801"}),
    (
        "登 机8L9900",
        {"vehicle": "plane", "airline": "kunming", "airline_kunming": "8L", "flight_number": "8L9900"},
    ),
    ("登 客 昆明西 14:30", {"vehicle": "coach", "vehicle_said": "昆明西 14:30"}),
    ("登 自驾", {"vehicle": "car"}),
    ("登 走路", {"vehicle": "other", "vehicle_said": "走路"}),
    ("登 停无", {"stopped": "no"}),
    (
        "登 停0731,0851",
        {"stopped": "yes", "stop_count": "2", "stop_place": "0851", "stop_places": "0731,0851"},
    ),
    ("登 停2个地方", {"stopped": "yes", "stop_count": "2"}),
    ("登 同有 触不知", {"shared_vehicle": "yes", "close_contact": "unknown"}),
    ("登 病无", {"fever": "no", "symptoms": "no"}),
    ("登 热37.8 咳", {"fever": "yes", "temperature": "37.8", "symptoms": "yes"}),
    ("登 热37.2", {"fever": "no", "temperature": "37.2"}),
    ("登 没量体温", {"fever": "unknown"}),
    ("登 防集中", {"measures": "isolated"}),
    ("登 防无", {"measures": "unmasked"}),
    ("登 女62汉", {"sex": "female", "age": "62"}),
    ("登 名 张三", {"name": "张三"}),
    ("登 电本机", {"this_phone": "yes"}),
    ("登 电139-0000-1234", {"this_phone": "no", "other_phone": "+8613900001234"}),
    ("登 电0872-2123456", {"this_phone": "no", "other_phone": "+868722123456"}),
]


@pytest.mark.parametrize(("text", "answers"), IN_FULL)
def test_answers_are_those_of_the_keypad_flow(text: str, answers: dict[str, str]) -> None:
    assert read(text, TODAY) == Form((Person(answers),))


def test_the_whole_line_leaves_nothing_open() -> None:
    form = read("登 人1 到3天 来027 车G1234 停0731 同无 触无 病无 防居家 男35 电本机", TODAY)
    assert form is not None
    assert screening.unclear(form.people[0].answers) == []
    assert classify(form.people[0].answers) is screening.Category.HUBEI


def test_what_is_missing_can_be_asked_for() -> None:
    form = read("登 人1 到3天 来火星 车G1234 男35", TODAY)
    assert form is not None
    assert form.people[0].unread == ("来火星",)
    assert screening.unclear(form.people[0].answers) == [3, 5, 6, 7, 8, 10]


def test_a_name_stays_as_it_was_written() -> None:
    form = read("登 名張無忌 男35", TODAY)
    assert form == Form((Person({"name": "張無忌", "sex": "male", "age": "35"}),))


def test_the_year_turns_within_the_days_counted_back() -> None:
    form = read("登 到1230 来027", date(2020, 1, 8))
    assert form is not None
    assert form.people[0].answers["days_ago"] == "2019-12-30"


@pytest.mark.parametrize(("text", "_"), [row for row in texts() if row[1] == "not a form"])
def test_the_health_words_have_what_is_no_form(text: str, _: str) -> None:
    assert read(text, TODAY) is None
    sms_forms.read(text)


# Texts nobody would write

PIECES = st.sampled_from(
    (
        "登 人 到 来 车 机 客 停 同 触 病 热 防 男 女 名 电 户 组 天 无 有 不知 没 武汉 大理 长沙 正月 初 十二 廿 都 "
        "张三 火星 3 35 027 0205 G1234 MU5801 13900001234 37.8 1. 2、 。 , ; . : # * ℃ ① １ \u200b 🙂 "
        "reg from days no yes temp phone same m"
    ).split(" ")
)
TEXTS = st.one_of(st.text(), *(st.lists(PIECES, max_size=40).map(between.join) for between in ("", " ", "\n")))
DAYS = st.one_of(st.just(TODAY), st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.dates())


@given(TEXTS, DAYS)
@example("登" + "无" * 300, TODAY)
@example("登" + "1." * 300, TODAY)
@example("登到农历九十九月初九十九", TODAY)
@example("登 到1天", date.min)
@example("登 到二月三十", date.max)
def test_no_text_breaks_the_form(text: str, today: date) -> None:
    form = read(text, today)
    assert form is None or form.people
    for person in form.people if form else ():
        assert all(part and part in normalised(text) for part in person.unread)
        screening.unclear(person.answers)
        classify(person.answers)
        write(person.answers)


@given(TEXTS)
def test_whatever_calls_itself_a_form_is_one(text: str) -> None:
    assert read(f"登 {text}", TODAY) is not None


# A round trip: what is written is read again as it was

HUBEI_BEYOND_WUHAN = sorted(places.HUBEI - {places.WUHAN})
OTHER_PROVINCES = sorted(set(AREA_CODES) - places.HUBEI - places.YUNNAN)


def _dates(today: date) -> list[dict[str, str]]:
    near = [{"days_ago": (today - timedelta(n)).isoformat()} for n in range(readers.MOST_DAYS_AGO + 1)]
    far = [
        {"days_ago": "long_ago", "arrival_day": (today - timedelta(n)).isoformat()}
        for n in range(readers.MOST_DAYS_AGO + 1, readers.MOST_DAYS_BACK + 1)
    ]
    return [*near, *far, {"days_ago": "long_ago"}]


def _stops(codes: list[str]) -> dict[str, str]:
    return {"stopped": "yes", "stop_count": str(len(codes)), "stop_place": codes[-1], "stop_places": ",".join(codes)}


def _among(question: str, *values: str) -> st.SearchStrategy[dict[str, str]]:
    return st.sampled_from([{question: value} for value in values])


def _trains(letter: str) -> st.SearchStrategy[dict[str, str]]:
    kind = {"train_letter": "T_or_Z", "train_t_or_z": letter} if letter in "TZ" else {"train_letter": letter}
    numbers = st.integers(1, 9998).map(lambda number: {"train_number": f"{letter}{number}"})
    return numbers.map(lambda number: {"vehicle": "train", **kind, **number})


VEHICLES = st.one_of(
    *(_trains(letter) for letter in "GDKTZCYLS"),
    st.integers(1001, 8998).map(lambda n: {"vehicle": "train", "train_letter": "none", "train_number": str(n)}),
    st.sampled_from([("MU", "MU"), ("CZ", "CZ"), ("kunming", "KY"), ("kunming", "8L"), ("3U", "3U")]).flatmap(
        lambda kind: st.integers(100, 9999).map(
            lambda n: (
                {"vehicle": "plane", "airline": kind[0], "flight_number": f"{kind[1]}{n}"}
                | ({"airline_kunming": kind[1]} if kind[0] == "kunming" else {})
            )
        )
    ),
    st.sampled_from(
        [
            {"vehicle": "plane"},
            {"vehicle": "plane", "airline": "CA"},
            {"vehicle": "plane", "airline": "unknown"},
            {"vehicle": "train"},
            {"vehicle": "train", "train_letter": "K"},
            {"vehicle": "train", "train_letter": "T_or_Z"},
            {"vehicle": "train", "train_letter": "none"},
            {"vehicle": "train", "train_letter": "unknown"},
            {"vehicle": "coach"},
            {"vehicle": "coach", "vehicle_said": "昆明西 14:30"},
            {"vehicle": "coach", "vehicle_said": "云A12345"},
            {"vehicle": "car"},
            {"vehicle": "car", "vehicle_said": "云L12345"},
            {"vehicle": "other"},
            {"vehicle": "other", "vehicle_said": "拖拉机"},
        ]
    ),
)
ORIGINS = st.one_of(
    _among("origin", "hubei", "yunnan", "province", "abroad", "unknown"),
    st.sampled_from([{"origin": "hubei", "hubei": "wuhan"}, {"origin": "hubei", "hubei": "elsewhere"}]),
    _among("hubei_place", *HUBEI_BEYOND_WUHAN).map(lambda near: {"origin": "hubei", "hubei": "elsewhere", **near}),
    _among("yunnan_place", *sorted(places.YUNNAN)).map(lambda near: {"origin": "yunnan", **near}),
    _among("place", *OTHER_PROVINCES).map(lambda near: {"origin": "province", **near}),
    _among("country", "MM", "LA", "VN", "TH", "other").map(lambda near: {"origin": "abroad", **near}),
)
HEALTH = st.one_of(
    st.sampled_from([{"fever": "no", "symptoms": "no"}, {"fever": "unknown"}, {"fever": "yes"}, {"fever": "no"}]),
    st.integers(340, 430).map(
        lambda n: {"temperature": f"{n / 10:.1f}", "fever": "yes" if n / 10 >= screening.FEVER else "no"}
    ),
)
PHONES = st.sampled_from(
    [
        {"this_phone": "yes"},
        {"this_phone": "no"},
        {"this_phone": "no", "other_phone": "+8613900001234"},
        {"this_phone": "no", "other_phone": "+868722123456"},
    ]
)
EVERYTHING = (
    st.integers(0, 99).map(lambda n: {"returned_count": str(n)}),
    _among("together", "yes", "no"),
    st.sampled_from(_dates(TODAY)),
    ORIGINS,
    VEHICLES,
    st.one_of(
        _among("stopped", "yes", "no", "unknown"),
        st.sampled_from([{"stopped": "yes", "stop_count": "3"}]),
        st.lists(st.sampled_from(sorted(AREA_CODES)), min_size=1, max_size=5).map(_stops),
    ),
    _among("shared_vehicle", "yes", "no", "unknown"),
    _among("close_contact", "yes", "no", "unknown"),
    HEALTH,
    _among("symptoms", "yes", "no"),
    _among("measures", "stayed_home", "masked", "unmasked", "isolated"),
    st.integers(0, 99).map(lambda n: {"age": str(n)}),
    _among("sex", "male", "female"),
    _among("name", "张三", "欧阳小红", "阿依古丽·买买提", "Li Si"),
    PHONES,
)


@st.composite
def answers_given(draw: st.DrawFn) -> dict[str, str]:
    """Answers such as a form can hold, some left out."""
    said = [draw(strategy) for strategy in EVERYTHING if draw(st.booleans())]
    return {question: value for some in said for question, value in some.items()}


@given(answers_given())
def test_what_is_written_is_read_again_as_it_was(answers: dict[str, str]) -> None:
    assert read(write(answers), TODAY) == Form((Person(answers),))


@given(answers_given())
def test_nothing_need_stand_between_the_tags(answers: dict[str, str]) -> None:
    """But for words that may be anything, and an age that would run into the figures before it."""
    loose = {"vehicle_said", "name", *(() if "sex" in answers else ("age",))}
    loose |= {"vehicle"} if answers.get("vehicle") in ("coach", "other") else set()
    spoken = {question: value for question, value in answers.items() if question not in loose}
    assert read(write(spoken).replace(" ", ""), TODAY) == Form((Person(spoken),))


def test_the_canonical_form_is_that_of_the_script() -> None:
    line = "登 人1 到0205 来027 车G1234 停0731 同无 触无 病无 防居家 男35 电本机"
    form = read(line, TODAY)
    assert form is not None
    assert write(form.people[0].answers) == line
