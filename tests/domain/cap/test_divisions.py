"""Units of the ladder as geocodes, by every usual name of the list."""

import pytest

from gateway.domain.cap import Area, Named
from gateway.domain.cap.divisions import geocode_of, unit_of, units_of
from tests.support.cast import GRID_1, UNITS, VILLAGE


@pytest.mark.parametrize("code", UNITS)
def test_every_unit_is_read_back_from_its_geocode(code: str) -> None:
    assert unit_of(geocode_of(code)) == code


@pytest.mark.parametrize(
    ("code", "name", "value"),
    [
        ("53", "CN-NBS-12", "530000000000"),
        ("532901", "CN-NBS-12", "532901000000"),
        ("532901105", "CN-NBS-12", "532901105000"),
        (VILLAGE, "CN-NBS-12", "532901105201"),
        (GRID_1, "DALABA-GRID", "53290110520101"),
    ],
)
def test_a_unit_is_written_with_twelve_digits_and_a_grid_with_ours(code: str, name: str, value: str) -> None:
    assert geocode_of(code) == Named(name, value)


@pytest.mark.parametrize(
    "name",
    [
        *("CN-NBS-12", "cn-nbs-12", "NBS", "GB/T2260", "GB/T 2260", "GB2260", "GBT_2260", "GB/T 10114"),
        *("adcode", "areaCode", "AreaCode", "行政区划代码", "统计用区划代码"),
    ],
)
def test_the_list_goes_by_many_names(name: str) -> None:
    assert unit_of(Named(name, "532901105201")) == VILLAGE
    assert unit_of(Named(name, "532901105000")) == "532901105"
    assert unit_of(Named(name, "532900")) == "5329"


@pytest.mark.parametrize(
    ("name", "value"),
    [("SAME", "006109"), ("FIPS6", "532901"), ("ISO3166-2", "CN-YN"), ("NBS", "53290"), ("NBS", "大理")],
)
def test_other_lists_and_other_codes_name_no_unit(name: str, value: str) -> None:
    assert unit_of(Named(name, value)) is None


def test_an_area_names_each_unit_once() -> None:
    named = (
        Named("NBS", "532901105201"),
        Named("SAME", "006109"),
        Named("GB/T 2260", "532901105201"),
        Named("NBS", "53"),
    )
    assert units_of(Area("a", geocodes=named)) == (VILLAGE, "53")
