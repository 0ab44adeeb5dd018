"""Which of the ten are clear, and which category a person belongs to: tables of answers."""

import pytest

from gateway.domain.screening import GRAVITY, Category, Concern, concern, has_fever, is_graver, unclear
from tests.support.categories import classify

WHOLE = {
    "returned_count": "1",
    "days_ago": "2020-02-06",
    "origin": "hubei",
    "hubei": "wuhan",
    "vehicle": "train",
    "train_letter": "G",
    "train_number": "G1234",
    "stopped": "no",
    "shared_vehicle": "no",
    "close_contact": "no",
    "fever": "no",
    "symptoms": "no",
    "measures": "stayed_home",
    "age": "35",
    "sex": "male",
    "this_phone": "yes",
}


def test_a_whole_report_leaves_nothing_unclear_and_an_empty_one_everything() -> None:
    assert unclear(WHOLE) == []
    assert unclear({}) == list(range(1, 11))


@pytest.mark.parametrize(
    ("answers", "left"),
    [
        ({"origin": "unknown"}, [3]),
        ({"origin": "province"}, [3]),
        ({"origin": "province", "place": "unknown"}, [3]),
        ({"origin": "province", "place": "0871"}, []),
        ({"origin": "abroad", "country": "other"}, [3]),
        ({"origin": "hubei", "hubei": "elsewhere", "hubei_place": "0713"}, []),
        ({"vehicle": "coach"}, [4]),
        ({"vehicle": "car"}, []),
        ({"vehicle": "plane", "airline": "MU", "flight_number": "MU5801"}, []),
        ({"vehicle": "plane", "airline": "unknown"}, [4]),
        ({"train_letter": "T_or_Z"}, [4]),
        ({"train_letter": "T_or_Z", "train_t_or_z": "T"}, []),
        ({"train_number": "unknown"}, [4]),
        ({"stopped": "yes"}, [5]),
        ({"stopped": "yes", "stop_places": "0731,0851"}, []),
        ({"stopped": "yes", "stop_places": "0731,spoken"}, [5]),
        ({"days_ago": "long_ago"}, [2]),
        ({"days_ago": "long_ago", "arrival_day": "2020-01-01"}, []),
        ({"vehicle": "coach", "vehicle_said": "昆明西 14:30"}, []),
        ({"vehicle": "plane", "airline": "kunming", "airline_kunming": "8L", "flight_number": "8L9999"}, []),
        ({"shared_vehicle": "unknown"}, [6]),
        ({"fever": "unknown"}, [7]),
        ({"fever": "yes"}, [7]),
        ({"fever": "yes", "temperature": "38.5"}, []),
        ({"this_phone": "no"}, [10]),
        ({"this_phone": "no", "other_phone": "+8613900001234"}, []),
    ],
)
def test_i_do_not_know_is_an_answer_and_stays_unclear(answers: dict[str, str], left: list[int]) -> None:
    assert unclear(WHOLE | answers) == left


@pytest.mark.parametrize(
    ("answers", "category", "alarm"),
    [
        ({}, Category.HUBEI, None),
        ({"origin": "yunnan", "yunnan_place": "0871"}, Category.INSIDE_YUNNAN, None),
        ({"origin": "province", "place": "020"}, Category.OTHER_PROVINCE, None),
        ({"origin": "province", "place": "020", "stopped": "yes", "stop_places": "0731,027"}, Category.HUBEI, None),
        ({"origin": "abroad", "country": "MM"}, Category.ABROAD, None),
        ({"origin": "yunnan", "symptoms": "yes"}, Category.ILL_WITHOUT_HISTORY, None),
        ({"symptoms": "yes"}, Category.ILL_WITH_HISTORY, Concern.FEVER_WITH_HISTORY),
        ({"fever": "yes", "temperature": "37.3"}, Category.ILL_WITH_HISTORY, Concern.FEVER_WITH_HISTORY),
        ({"fever": "yes", "temperature": "37.2"}, Category.HUBEI, None),
        ({"origin": "yunnan", "shared_vehicle": "yes"}, Category.CLOSE_CONTACT, Concern.SHARED_VEHICLE),
        ({"origin": "yunnan", "close_contact": "yes"}, Category.CLOSE_CONTACT, Concern.CLOSE_CONTACT),
        ({"origin": "yunnan", "close_contact": "unknown"}, Category.INSIDE_YUNNAN, None),
        (
            {"origin": "yunnan", "close_contact": "yes", "symptoms": "yes"},
            Category.ILL_WITH_HISTORY,
            Concern.FEVER_WITH_HISTORY,
        ),
    ],
)
def test_the_category_follows_the_policy_table(
    answers: dict[str, str], category: Category, alarm: Concern | None
) -> None:
    assert (classify(WHOLE | answers), concern(WHOLE | answers)) == (category, alarm)


def test_a_measured_temperature_decides_over_what_is_felt() -> None:
    assert has_fever({"fever": "yes"})
    assert not has_fever({"fever": "yes", "temperature": "36.8"})
    assert not has_fever({"fever": "unknown"})


@pytest.mark.parametrize(
    ("new", "known", "graver"),
    [
        (Concern.FEVER_WITH_HISTORY, Concern.SHARED_VEHICLE, True),
        (Concern.CLOSE_CONTACT, Concern.MISSED_CHECKS, True),
        (Concern.CLOSE_CONTACT, Concern.SHARED_VEHICLE, False),
        (Concern.SHARED_VEHICLE, Concern.FEVER_WITH_HISTORY, False),
        (Concern.FEVER_WITH_HISTORY, Concern.FEVER_WITH_HISTORY, False),
    ],
)
def test_illness_weighs_more_than_contact_and_contact_more_than_silence(
    new: Concern, known: Concern, graver: bool
) -> None:
    assert is_graver(new, known) is graver


def test_every_concern_has_its_weight() -> None:
    assert set(GRAVITY) == {*Concern}
