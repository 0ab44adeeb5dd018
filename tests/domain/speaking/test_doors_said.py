"""What a door walker texts back: a table of messages as they are really written, slips included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.forms.characters import normalised
from gateway.domain.speaking.doors_said import Behind, Door, DoorsSaid, bare, read
from gateway.domain.speaking.states import Outcome

LISTED = ("003", "012", "013", "014", "015", "018", "021", "038", "12-1", "A3")
WELL, ILL, ABSENT = Behind(Outcome.WELL), Behind(Outcome.ILL), Behind(Outcome.ABSENT)


def fever(degrees: float) -> Behind:
    return Behind(Outcome.ILL, degrees)


THREE = {"12": WELL, "15": ILL, "18": ABSENT}

PLAIN: list[tuple[str, dict[str, Behind]]] = [
    ("12好 15病 18无人", THREE),
    ("12好15病18无人", THREE),
    ("18无人，12好，15病", THREE),
    ("12好;15病;18无人", THREE),
    ("12好\n15病\n18无人", THREE),
    ("１２好　１５病　１８无人", THREE),
    ("十二好 十五病 十八无人", THREE),
    ("十二好十五病十八无人", THREE),
    ("一二好 一五病 一八無人", THREE),
    ("012好 015病 018無人", THREE),
    ("12 好 15 病 18 无 人", {"12": WELL, "15": ILL, "18": ABSENT}),
    ("12:好 15:病 18:没人", THREE),
    ("12=好,15=病,18=不在", THREE),
    ("12、好。15、病。18、不在家。", THREE),
    ("12号好，15号病，18号无人", THREE),
    ("12号家好 15号家生病 18号家没有人", THREE),
    ("户12好 户15病 户18无", THREE),
    ("门牌12好 门牌15病了 门牌18空", THREE),
    ("l2好 l5病 l8无人", THREE),
    ("12 well 15 ill 18 nobody", THREE),
    ("12 Well, 15 Sick, 18 No one", THREE),
    ("door 12 well; door 15 has a cough; door 18 not home", THREE),
    ("12 is fine and 15 is unwell and 18 nobody home", THREE),
    ("12ok15ill18away", THREE),
    ("#12 ok #15 fever #18 empty", THREE),
    ("12平安 15发烧 18锁门", THREE),
    ("12都好 15不舒服 18没人应", THREE),
    ("12没事 15咳嗽 18外出", THREE),
    ("12正常 15难受 18敲不开门", THREE),
    ("书记您好，12好 15病 18无人", THREE),
    ("好的，12好 15病 18无人", THREE),
    ("收到 12好 15病 18无人", THREE),
    ("12 13 15好", {"12": WELL, "13": WELL, "15": WELL}),
    ("12、13、15都好", {"12": WELL, "13": WELL, "15": WELL}),
    ("12和13都好", {"12": WELL, "13": WELL}),
    ("12.13.15好", {"12": WELL, "13": WELL, "15": WELL}),
    ("好：12 13，病：15", {"12": WELL, "13": WELL, "15": ILL}),
    ("well 12 13 ill 15", {"12": WELL, "13": WELL, "15": ILL}),
    ("12-15好", {"12": WELL, "13": WELL, "14": WELL, "15": WELL}),
    ("12到15都好 18无人", {"12": WELL, "13": WELL, "14": WELL, "15": WELL, "18": ABSENT}),
    ("从12号至14号好", {"12": WELL, "13": WELL, "14": WELL}),
    ("十二到十四好", {"12": WELL, "13": WELL, "14": WELL}),
    ("12~14 well", {"12": WELL, "13": WELL, "14": WELL}),
    ("12 to 14 well", {"12": WELL, "13": WELL, "14": WELL}),
    ("40-50好", {"40-50": WELL}),
    ("15病38.2", {"15": fever(38.2)}),
    ("15病 38.2 18无人", {"15": fever(38.2), "18": ABSENT}),
    ("15发烧38度2，18无人", {"15": fever(38.2), "18": ABSENT}),
    ("15不舒服 38.2", {"15": fever(38.2)}),
    ("15发烧38.5℃", {"15": fever(38.5)}),
    ("15发烧382", {"15": fever(38.2)}),
    ("15发烧39", {"15": fever(39.0)}),
    ("15 38.2", {"15": fever(38.2)}),
    ("15体温38.2度", {"15": fever(38.2)}),
    ("12 36.5", {"12": Behind(Outcome.WELL, 36.5)}),
    ("12好36.5", {"12": Behind(Outcome.WELL, 36.5)}),
    ("12好 38.5", {"12": fever(38.5)}),
    ("15 fever 38.2 18 nobody", {"15": fever(38.2), "18": ABSENT}),
    ("15病 38好", {"15": ILL, "38": WELL}),
    ("15病38好", {"15": ILL, "38": WELL}),
    ("15 2人发烧", {"15": ILL}),
    ("15号有两人发烧", {"15": ILL}),
    ("15没发烧", {"15": WELL}),
    ("15没有发烧，有点咳", {"15": ILL}),
    ("15好像病了", {"15": ILL}),
    ("15不好", {"15": ILL}),
    ("15没好", {"15": ILL}),
    ("12-1好 A3病", {"12-1": WELL, "a3": ILL}),
    ("a3 well", {"a3": WELL}),
    ("99好", {"99": WELL}),
    ("12好 12好", {"12": WELL}),
    ("18人不在家", {"18": ABSENT}),
]  # fmt: skip


@pytest.mark.parametrize(("body", "found"), PLAIN)
def test_a_text_is_read_as_its_writer_meant_it(body: str, found: dict[str, Behind]) -> None:
    said = read(body, LISTED)
    assert said is not None
    assert {door.number: behind for door, behind in said.found.items()} == found
    assert (said.rest, said.corrects) == (None, False)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("都好", DoorsSaid(rest=WELL)),
        ("全部都好", DoorsSaid(rest=WELL)),
        ("all well", DoorsSaid(rest=WELL)),
        ("12病 其余都好", DoorsSaid({Door("12"): ILL}, WELL)),
        ("12病，其他人都好", DoorsSaid({Door("12"): ILL}, WELL)),
        ("18无人 剩下的好", DoorsSaid({Door("18"): ABSENT}, WELL)),
        ("18 nobody, the rest well", DoorsSaid({Door("18"): ABSENT}, WELL)),
        ("其余无人", DoorsSaid(rest=ABSENT)),
        ("改 15好", DoorsSaid({Door("15"): WELL}, corrects=True)),
        ("改15病38.2", DoorsSaid({Door("15"): fever(38.2)}, corrects=True)),
        ("更正：15好", DoorsSaid({Door("15"): WELL}, corrects=True)),
        ("15改成好", DoorsSaid({Door("15"): WELL}, corrects=True)),
        ("correct 15 well", DoorsSaid({Door("15"): WELL}, corrects=True)),
        ("1组12好15病 2组3好", DoorsSaid({Door("12", 1): WELL, Door("15", 1): ILL, Door("3", 2): WELL})),
        ("三组3无人", DoorsSaid({Door("3", 3): ABSENT})),
        ("group 2 3 well", DoorsSaid({Door("3", 2): WELL})),
    ],
)
def test_all_that_are_left_groups_and_corrections(body: str, said: DoorsSaid) -> None:
    assert read(body, LISTED) == said


@pytest.mark.parametrize(
    ("body", "found", "unread"),
    [
        ("12好 今天下雨 15病", {"12": WELL, "15": ILL}, ("今天下雨",)),
        ("12好 15", {"12": WELL}, ("15",)),
        ("12好 15在家", {"12": WELL}, ("15在家",)),
        ("12好 15猪病", {"12": WELL}, ("15猪病",)),
        ("12好 15病也无人", {"12": WELL}, ("15病也无人",)),
        ("12好 15好吃", {"12": WELL}, ("15好吃",)),
        ("12好 12病 15病", {"12": WELL, "15": ILL}, ("12病",)),
        ("12好 其余没去", {"12": WELL}, ("其余没去",)),
        ("12好 除了15都好", {"12": WELL}, ("除了15都好",)),
        ("12病 15不知道 其余都好", {"12": ILL}, ("15不知道", "其余都好")),
        ("12好 5户好", {"12": WELL}, ("5户好",)),
        ("12好 其余都病", {"12": WELL}, ("其余都病",)),
        ("12好 15-13好", {"12": WELL}, ("15-13好",)),
        ("12好 15感觉不是很好", {"12": WELL}, ("15感觉不是很好",)),
        ("病 12 13好 15无人", {"15": ABSENT}, ("病 12 13好",)),
    ],
)
def test_what_is_not_plain_is_named_as_written_and_the_rest_is_taken(
    body: str, found: dict[str, Behind], unread: tuple[str, ...]
) -> None:
    said = read(body, LISTED)
    assert said is not None
    assert {door.number: behind for door, behind in said.found.items()} == found
    assert said.unread == unread
    assert said.rest is None


@pytest.mark.parametrize(
    "body",
    [
        *("", "好", "病 38.2 咳", "36.8", "1", "12", "12 15 18", "同意 Y37", "停37", "播 3组 明天停水", "零报", "退订"),
        *("今天12点开会", "18点停水", "我家的猪38头", "13900001234", "A0208-07", "没人", "除了15都好", "都好，除了15"),
        *("12户都好", "一共12家，都病", "12好不好", "两家的狗", "G1234", "登 人1 到2天 来027 车G1234", "不在"),
        *("其余都好，15不知道", "all well except 15", "none", "余"),
    ],
)
def test_what_names_no_door_is_left_to_others(body: str) -> None:
    assert read(body, LISTED) is None


@given(st.text())
def test_no_text_breaks_the_reader(body: str) -> None:
    read(body, LISTED)


PIECES = st.sampled_from(
    [*"12345无人好病改都到-.,， 户组家号", "其余", "38.2", "well", "ill", "十二", "不", "除了", "没"]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_whatever_is_read_was_written(body: str) -> None:
    said = read(body, LISTED)
    if said is not None:
        assert said.found or said.rest
        assert all(piece in normalised(body) for piece in said.unread)
        assert said.rest is None or not said.unread, "what was not understood may be one of those that are left"


SPELT = {Outcome.WELL: ("好", "平安", "没事"), Outcome.ILL: ("病", "发烧"), Outcome.ABSENT: ("无人", "不在", "没人")}
DIGITS = st.integers(1, 999)


@given(
    st.dictionaries(DIGITS, st.sampled_from([Outcome.WELL, Outcome.ILL, Outcome.ABSENT]), min_size=1, max_size=8),
    st.sampled_from(["", "号", ":", " "]),
    st.sampled_from([" ", "，", "\n", ";"]),
    st.integers(0, 2),
)
def test_any_list_comes_back_as_it_was(doors: dict[int, Outcome], after: str, between: str, spelt: int) -> None:
    words = [f"{door}{after}{SPELT[found][spelt % len(SPELT[found])]}" for door, found in doors.items()]
    said = read(between.join(words), [])
    assert said is not None
    assert said.found == {Door(str(door)): Behind(found) for door, found in doors.items()}


@pytest.mark.parametrize(("door", "kept"), [("012", "12"), ("000", "0"), ("Ａ３", "a3"), ("12-1", "12-1")])
def test_a_door_is_compared_without_its_zeros(door: str, kept: str) -> None:
    assert bare(door) == kept
