"""Vehicles as people, notices and tickets spell them: one spelling, and the days on which journeys may be one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.vehicles import Ride, all_in, days_arrived, days_sought, normalise, rides_of, spelt

FEB_5, FEB_6 = date(2020, 2, 5), date(2020, 2, 6)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("G1234", "G1234"),
        ("ｇ 1234", "G1234"),
        ("g1234次", "G1234"),
        ("高铁G1234次列车", "G1234"),
        ("G0012", "G12"),
        ("1234", "1234"),
        ("车次：K 9612", "K9612"),
        ("MU 5801", "MU5801"),
        ("航班mu-5801", "MU5801"),
        ("8l9876", "8L9876"),
        ("3U 8888 航班", "3U8888"),
        ("G5 4567", "G54567"),
        ("云L·12345", "云L12345"),
        ("车牌号：云l 12345", "云L12345"),
        ("云AD12345", "云AD12345"),
        ("粤B1234挂", "粤B1234挂"),
        ("昆明西 14:30", "昆明西 14:30"),
        ("昆明西站14：30", "昆明西 14:30"),
        ("14点30分 昆明西客运站 到 大理", "昆明西 14:30"),
        ("下午2点半昆明西开往大理的大巴", "昆明西 14:30"),
        ("昆明西1430", "昆明西 14:30"),
        ("昆明西早上8点", "昆明西 08:00"),
        ("开远 9:05 开往昆明", "开远 09:05"),
        ("Kunming West 7:05", "KUNMINGWEST 07:05"),
    ],
)
def test_every_spelling_of_a_vehicle_is_one(said: str, kept: str) -> None:
    assert normalise(said) == kept
    assert normalise(kept) == kept


@pytest.mark.parametrize("said", ["", "不知道", "客车", "大巴", "G", "12", "9999", "14:30", "云L", "MU", "unknown"])
def test_what_names_no_vehicle_is_none(said: str) -> None:
    assert normalise(said) is None


@given(st.text(max_size=30))
def test_nothing_anybody_says_is_too_odd_and_what_is_kept_stays_as_it_is(said: str) -> None:
    kept = normalise(said)
    assert kept is None or normalise(kept) == kept


def test_several_vehicles_may_be_named_in_one_breath() -> None:
    assert all_in("G1234转昆明西 14:30、云L·12345，G1234") == ("G1234", "昆明西 14:30", "云L12345")
    assert all_in("跟亲戚的车") == ()


@pytest.mark.parametrize(
    ("answers", "vehicles"),
    [
        ({"vehicle": "train", "train_letter": "G", "train_number": "G1234"}, ["G1234"]),
        ({"vehicle": "plane", "airline": "MU", "flight_number": "MU5801"}, ["MU5801"]),
        ({"vehicle": "coach", "vehicle_said": "昆明西 14:30"}, ["昆明西 14:30"]),
        ({"vehicle": "car", "vehicle_said": "云L·12345"}, ["云L12345"]),
        ({"vehicle": "train", "train_number": "unknown"}, []),
        ({"vehicle": "coach", "train_number": "G1234"}, []),
        ({"vehicle": "plane", "train_number": "G1234", "flight_number": "CA1403"}, ["CA1403"]),
        ({"train_number": "G1234"}, ["G1234"]),
        ({"vehicle": "coach", "vehicle_spoken": "https://carrier.example/rec"}, []),
        ({}, []),
    ],
)
def test_the_vehicle_of_an_arrival_comes_from_its_answers(answers: dict[str, str], vehicles: list[str]) -> None:
    assert rides_of({**answers, "days_ago": "2020-02-06"}) == tuple(Ride(vehicle, FEB_6) for vehicle in vehicles)
    assert rides_of(answers) == (), "without a day nobody can be matched"


def test_a_night_train_is_sought_under_the_day_it_left() -> None:
    assert days_sought(FEB_6) == (FEB_6, FEB_5)
    assert FEB_6 in days_arrived(FEB_5)
    assert all(FEB_6 in days_arrived(day) for day in days_sought(FEB_6))


def test_a_number_is_said_sign_by_sign() -> None:
    assert spelt("G1234") == "G 1 2 3 4"
    assert spelt("昆明西 14:30") == "昆明西 14:30"
