"""What was spoken and keyed in by a person comes to the same answers as keys would have."""

import pytest

from gateway.domain import screening
from gateway.domain.keyed import answers_for, area_of


@pytest.mark.parametrize(
    ("question", "said", "known", "answers"),
    [
        ("vehicle_spoken", "昆明西 14:30", {"vehicle": "coach"}, {"vehicle_said": "昆明西 14:30"}),
        ("name_spoken", "杨三妹", {}, {"name": "杨三妹"}),
        ("name", "杨三妹", {}, {"name": "杨三妹"}),
        (
            "place_spoken",
            "黄冈",
            {"origin": "unknown"},
            {"origin": "hubei", "hubei": "elsewhere", "hubei_place": "0713"},
        ),
        ("place_spoken", "湖北省黄冈市", {}, {"origin": "hubei", "hubei": "elsewhere", "hubei_place": "0713"}),
        (
            "place_spoken",
            "0713",
            {"origin": "province"},
            {"origin": "hubei", "hubei": "elsewhere", "hubei_place": "0713"},
        ),
        ("place_spoken", "湖北", {}, {"origin": "hubei", "hubei": "elsewhere", "hubei_place": "湖北"}),
        ("place_spoken", "武汉", {"origin": "hubei"}, {"origin": "hubei", "hubei": "wuhan"}),
        ("place_spoken", "大理", {"origin": "yunnan"}, {"origin": "yunnan", "yunnan_place": "0872"}),
        ("place_spoken", "某个镇", {"origin": "yunnan"}, {"origin": "yunnan", "yunnan_place": "某个镇"}),
        ("place_spoken", "广州", {"origin": "unknown"}, {"origin": "province", "place": "020"}),
        ("place_spoken", "柬埔寨", {"origin": "abroad"}, {"origin": "abroad", "country": "柬埔寨"}),
        ("stop_spoken_2", "武汉", {"stop_places": "0731,spoken"}, {"stop_places": "0731,027"}),
        ("stop_spoken_1", "长沙", {"stop_places": "spoken,spoken"}, {"stop_places": "0731,spoken"}),
        ("stop_spoken_1", "某个镇, 过了桥", {"stop_places": "spoken"}, {"stop_places": "某个镇  过了桥"}),
        ("stop_spoken_2", "武汉", {"stop_places": "0731"}, {}),
        ("stop_spoken_1", "武汉", {"stop_places": "0731"}, {}),
        ("stop_spoken_1", "武汉", {}, {}),
    ],
)
def test_what_was_keyed_in_is_the_answer_the_keys_would_have_given(
    question: str, said: str, known: dict[str, str], answers: dict[str, str]
) -> None:
    assert answers_for(question, said, known) == answers


def test_a_place_in_hubei_is_history_however_it_was_told() -> None:
    assert screening.from_hubei(answers_for("place_spoken", "孝感", {"origin": "unknown"}))
    assert screening.from_hubei(answers_for("stop_spoken_1", "武汉", {"stop_places": "spoken"}))


@pytest.mark.parametrize("said", ["", "省", "湖北", "山", "0123", "不知道"])
def test_what_names_no_one_place_has_no_code(said: str) -> None:
    assert area_of(said) is None
