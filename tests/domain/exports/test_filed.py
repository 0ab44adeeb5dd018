"""A unit's day as it leaves the house: what is not known is no zero, what people say stands beside what was counted."""

from datetime import UTC, date, datetime

import pytest

from gateway.domain.daily.columns import COLUMNS, FIGURES, Origin
from gateway.domain.daily.content import Act, DayReport, Standing, Tally, What
from gateway.domain.daily.window import Window
from gateway.domain.errors import BadInput
from gateway.domain.exports import dhis2, document, table
from gateway.domain.exports.dhis2 import Dhis2
from gateway.domain.exports.filed import CELLS, Filed, Seal, remainder

DAY = date(2020, 2, 8)
WINDOW = Window(DAY, datetime(2020, 2, 7, 8, tzinfo=UTC), datetime(2020, 2, 8, 8, tzinfo=UTC))
SEAL = Seal(1, "ab" * 32, datetime(2020, 2, 8, 8, tzinfo=UTC), whole=True)
SCHEMES = {"dataSetIdScheme": "UID", "dataElementIdScheme": "UID", "orgUnitIdScheme": "CODE"}
ELEMENTS = {cell.code: f"E{number:010d}" for number, cell in enumerate(CELLS)}
MAPPING = Dhis2("dhis2.toml", "DS000000001", SCHEMES, ELEMENTS, {"532901105202": "XINXI"})


def filed(
    standing: Standing = Standing.REPORTED,
    counted: dict[str, int] | None = None,
    said: dict[str, int] | None = None,
    code: str = "532901105201",
    seal: Seal | None = SEAL,
) -> Filed:
    act = Act(What.ZERO, "staff:1", "2020-02-08T07:00:00+00:00") if standing is Standing.REPORTED else None
    return Filed("鹤阳村", DayReport(code, DAY, Tally(counted or {}, said or {}), standing, act), WINDOW, seal)


@pytest.mark.parametrize(
    ("standing", "fever", "heard"),
    [
        (Standing.REPORTED, 0, 0),
        (Standing.UNSIGNED, 0, 0),
        (Standing.SILENT, None, 0),
        (Standing.RESTING, None, 0),
        (Standing.EMPTY, 0, 0),
    ],
)
def test_a_nothing_of_a_silent_unit_is_not_known_but_what_the_house_knows_is(
    standing: Standing, fever: int | None, heard: int
) -> None:
    one = filed(standing)
    assert (one.counted("fever"), one.counted("households_heard")) == (fever, heard)
    assert filed(standing, {"fever": 2}).counted("fever") == 2


def test_silence_below_is_no_zero_above() -> None:
    above = filed(Standing.UNSIGNED, {"villages_silent": 1, "home_under": 3}, code="532901105")
    assert (above.counted("fever"), above.counted("home_under"), above.counted("households_heard")) == (None, 3, 0)


def test_every_figure_has_a_cell_and_one_known_both_ways_has_two() -> None:
    codes = [cell.code for cell in CELLS]
    assert len(codes) == len(set(codes))
    both = [figure.name for figure in FIGURES if figure.origin is Origin.BOTH]
    assert set(codes) == {figure.name for figure in FIGURES} | {f"{name}_said" for name in both}
    assert both


def test_what_people_say_is_added_up_with_what_was_counted_where_nobody_said_anything() -> None:
    parts = [filed(said={"markets_stopped": 3}), filed(counted={"markets_stopped": 1})]
    total = filed(counted={"markets_stopped": 1}, said={"markets_stopped": 4})
    assert remainder(total, parts) == {}
    (cell,) = (cell for cell in CELLS if cell.code == "markets_stopped_said")
    assert [cell.of(one) for one in (*parts, total)] == [3, 1, 4]


def test_what_was_filed_at_the_unit_itself_is_told_apart() -> None:
    assert remainder(filed(counted={"staff_due": 5}), [filed(counted={"staff_due": 3})]) == {"staff_due": 2}


def test_a_row_of_the_table_has_a_cell_for_each_heading() -> None:
    assert len(table.codes()) == len(table.words("zh")) == len(table.words("en")) == len(table.row(filed()))
    assert "1 应排查户" in table.words("zh")


def test_a_later_version_is_a_correction() -> None:
    assert table.nature_words(filed()) == "零报告"
    assert table.nature_words(filed(seal=Seal(2, "cd" * 32, SEAL.at, whole=True))) == "更正（零报告）"


def test_the_document_has_all_eighteen_columns_and_nobody_s_name() -> None:
    made = document.of_day(filed(counted={"fever": 1}, said={"staff_present": 6}))
    assert list(made["columns"]) == [str(column.number) for column in COLUMNS]
    assert made["columns"]["8"]["figures"]["fever"] == {"counted": 1, "said": None}
    assert made["columns"]["15"]["figures"]["staff_present"] == {"counted": None, "said": 6}
    assert made["signed"] == {"what": "zero", "at": "2020-02-08T07:00:00+00:00"}
    assert "staff:1" not in str(made)


# DHIS2


def values(made: dict[str, object]) -> dict[str, str]:
    listed = made["dataValues"]
    assert isinstance(listed, list)
    names = {element: code for code, element in ELEMENTS.items()}
    return {names[one["dataElement"]]: one["value"] for one in listed}


def test_dhis2_gets_every_counted_zero_of_a_unit_that_reported() -> None:
    made = dhis2.value_set(MAPPING, filed(counted={"fever": 1}))
    assert (made["dataSet"], made["period"], made["orgUnit"]) == ("DS000000001", "20200208", "532901105201")
    assert made["completeDate"] == "2020-02-08"
    assert (values(made)["fever"], values(made)["cases_died"]) == ("1", "0")
    assert "staff_present" not in values(made), "what nobody said is not known"


@pytest.mark.parametrize("standing", [Standing.SILENT, Standing.RESTING, Standing.EMPTY])
def test_dhis2_gets_nothing_of_a_silent_unit(standing: Standing) -> None:
    made = dhis2.value_set(MAPPING, filed(standing, {"households_due": 12}))
    assert made["dataValues"] == []
    assert "completeDate" not in made


def test_dhis2_gets_no_zero_where_nobody_signed_nor_a_date_of_completion() -> None:
    made = dhis2.value_set(MAPPING, filed(Standing.UNSIGNED, {"fever": 1}))
    assert values(made) == {"fever": "1"}
    assert "completeDate" not in made


def test_a_unit_of_which_a_village_has_not_signed_is_not_complete_for_dhis2() -> None:
    made = dhis2.value_set(MAPPING, filed(Standing.REPORTED, {"villages_unsigned": 1}, code="532901105"))
    assert values(made) == {"villages_unsigned": "1"}
    assert "completeDate" not in made


def test_a_day_that_is_not_sealed_is_not_complete() -> None:
    assert "completeDate" not in dhis2.value_set(MAPPING, filed(seal=None))


def test_several_units_are_one_set_each_value_with_its_unit() -> None:
    made = dhis2.value_sets(MAPPING, [filed(), filed(code="532901105202", counted={"fever": 2})])
    assert {one["orgUnit"] for one in made["dataValues"]} == {"532901105201", "XINXI"}
    assert {one["period"] for one in made["dataValues"]} == {"20200208"}
    assert not {"orgUnit", "period", "completeDate"} & made.keys()


def test_a_figure_without_a_data_element_is_refused_by_name() -> None:
    without = Dhis2("dhis2.toml", "DS", SCHEMES, {**ELEMENTS, "fever": ""}, {})
    del without.elements["fever"]  # type: ignore[attr-defined]
    with pytest.raises(BadInput, match=r"dhis2.toml: no data element for fever; "):
        dhis2.value_set(without, filed())
