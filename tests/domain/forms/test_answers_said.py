"""One question answered by text: the keys the words stand for."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.forms import meaning_of
from gateway.domain.forms.answers_said import ASKED_AS, KEYS, READERS, YUNNAN_MENU

TODAY = date(2020, 2, 8)
TEN_CLEARS = Path(__file__).parents[3] / "prompts" / "flows" / "ten_clears.toml"

# question: text -> keys; None where the text is no answer. Several texts of one meaning stand between |
SAID: dict[str, dict[str, str | None]] = {
    "returned_count": {"3|3人|三个|3个人|３ 人": "3", "没有|没人回来|0": "0", "两个人": "2", "很多": None},
    "together": {"一起|是|是的|1|yes": "1", "不是|分开回来的|2|no": "2"},
    "days_ago": {"3|3天|三天前|到3天了|0205|2月5日|初十二|3 days ago": "3", "昨天|yesterday": "1", "今天到的": "0"}
    | {"40天": "40", "很久": "99", "不知道|火星": None},
    "arrival_day": {"0205|2月5日|3天前|初十二|5 Feb": "0205", "1月5号|0105": "0105", "不知道": None},
    "confirm_day": {"对|对的|是|没错|1|yes|right": "1", "不对|错了|2|no|wrong": "2", "火星": None},
    "origin": {"湖北|1|Hubei|武汉|从武汉回来的|027|27": "1", "大理|云南|省内": "2", "广州|外省|别的省|广东": "3"}
    | {"缅甸|外国|4": "4", "不知道|9": "9", "火星": None},
    "hubei": {"武汉|Wuhan|1|027": "1", "黄冈|别的地方|2|不是武汉": "2"},
    "hubei_place": {"黄冈|0713|713|麻城|黄冈市": "0713", "不知道|#": "#"},
    "yunnan_place": {"大理|0872|祥云县|872": "0872"},
    "yunnan_group": {"大理|2": "2", "版纳|西双版纳": "3", "昆明": "1", "迪庆": "4", "火星": None},
    "yunnan_west": {"保山|腾冲|2": "2", "大理": "1", "昆明": None},
    "another": {"接着报|是|1|yes": "1", "以后|稍后再报|2|later|不": "2"},
    "place": {"广州|020|20|广州市|guangzhou": "020", "不知道|don't know|#": "#", "火星|广东": None},
    "country": {"缅甸|1|Myanmar": "1", "越南": "3", "柬埔寨|别的": "5"},
    "vehicle": {"飞机|坐飞机|1|plane": "1", "高铁|火车|G1234|坐火车回来的": "2", "客车|大巴|bus": "3"}
    | {"自驾|摩托车|开车": "4", "走路|其他": "5", "飞碟": None},
    "train_letter": {"G|g1234|高铁|1": "1", "D|动车": "2", "K1206": "3", "T12|Z": "4", "1234": "5", "C123|不知道": "9"},
    "train_t_or_z": {"T|T62|1": "1", "Z|直达": "2"},
    "train_number": {"1234|G1234|g 1234|１２３４次": "1234", "不知道|#": "#"},
    "airline": {"东航|MU|MU5801|1": "1", "南航": "2", "国航|CA": "3", "昆航|8L": "4", "川航|别的|不知道": "5"},
    "airline_kunming": {"昆航|KY|1": "1", "祥鹏|8L9900": "2"},
    "flight_number": {"5801|MU5801|东航5801": "5801", "不知道|#": "#"},
    "stopped": {"停过|有|长沙|1|在长沙停过": "1", "没停|没有|无|2|no": "2", "不知道|9": "9"},
    "stop_place": {"长沙|0731": "0731", "不知道": "#"},
    "stop_count": {"2|两个|2个地方": "2"},
    "shared_vehicle": {"有|有一个|1|yes": "1", "没有|无|没有啊|2|no": "2", "不知道|不清楚|9": "9"},
    "close_contact": {"接触过|有": "1", "没有|没接触|没有接触过": "2", "不知道": "9"},
    "fever": {"发烧|有点发烧|37.8|1|有": "1", "没有|不烧|没发烧|36.5|2|no fever": "2", "没量|不知道|9": "9"},
    "temperature": {"37.8|378|３７．８|37度8|三十七度八|热37.8": "378", "38": "38", "38度": "380", "不知道|50.1": None},
    "symptoms": {"咳|有|有点咳嗽|1|cough": "1", "没有|都没有|不咳|2": "2"},
    "measures": {"在家|没出门|1|stayed home": "1", "戴口罩|出门戴口罩": "2", "没戴口罩|没戴": "3", "集中隔离": "4"},
    "age": {"35|35岁|三十五|今年35岁": "35", "5|五岁|05": "05", "101岁": "99", "很老": None},
    "sex": {"男|男的|1|male": "1", "女|女的|2|female": "2"},
    "this_phone": {"行|可以|本机|1|好的|yes": "1", "换一个|13900001234|2|不行": "2"},
    "other_phone": {"13900001234|139 0000 1234|+86 139-0000-1234|电话13900001234": "13900001234"}
    | {"0872-2123456": "08722123456", "没有": None},
    "a_question_of_another_flow": {"1|一": "1", "12": "12", "好": None},
}
ROWS = [(node, text, keys) for node, said in SAID.items() for texts, keys in said.items() for text in texts.split("|")]


@pytest.mark.parametrize(("node", "text", "keys"), ROWS)
def test_words_stand_for_keys(node: str, text: str, keys: str | None) -> None:
    assert meaning_of(node, text, "zh", TODAY, {}) == keys


def test_every_question_of_the_flow_can_be_answered_in_words() -> None:
    nodes = tomllib.loads(TEN_CLEARS.read_text(encoding="utf-8"))["nodes"]
    asked = {name for name, node in nodes.items() if "keys" in node or "digits" in node}
    assert not {name for name in asked - {*KEYS, *READERS, *ASKED_AS} if not name.startswith(("confirm_", "yunnan_"))}


def test_the_menu_of_prefectures_is_that_of_the_flow() -> None:
    nodes = tomllib.loads(TEN_CLEARS.read_text(encoding="utf-8"))["nodes"]
    for group, codes in YUNNAN_MENU.items():
        assert tuple(nodes[f"yunnan_{group}"]["keys"].values()) == codes


def test_words_stand_for_the_keys_that_the_flow_has() -> None:
    nodes = tomllib.loads(TEN_CLEARS.read_text(encoding="utf-8"))["nodes"]
    ours = {(name, key, value) for name, (_, keys) in KEYS.items() for value, key in keys.items()}
    theirs = {
        (ASKED_AS.get(name, name), key, value)
        for name, node in nodes.items()
        for key, value in node.get("keys", {}).items()
    }
    answered = {(name, value) for name, _, value in theirs}
    assert {found for found in ours if (found[0], found[2]) in answered} <= theirs


@given(st.sampled_from(sorted({*SAID, "confirm_phone", "registered"})), st.text(), st.dates())
def test_no_text_breaks_a_question(node: str, text: str, today: date) -> None:
    keys = meaning_of(node, text, "en", today, {})
    assert keys is None or set(keys) <= set("0123456789#*+")
