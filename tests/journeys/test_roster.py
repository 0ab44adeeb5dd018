"""A roster out of a spreadsheet: everybody is brought in at once, or every row to be corrected is named."""

from contextlib import closing
from datetime import datetime

import pytest
from sqlalchemy import func, select

from gateway.domain.errors import BadInput
from gateway.domain.places import Level
from gateway.journeys import roster
from gateway.journeys.roster import BadRoster, Settled
from gateway.journeys.sheets import cells
from gateway.journeys.telephone import pins
from gateway.store import roster as roster_store
from gateway.store.roll import StaffRow, doors_by_grid, households_now, numbers_by_grid, staff_now, units_now
from gateway.store.roster import at_door
from gateway.store.tables import households, phones, staff, units
from gateway.switchboard import Switchboard
from tests.support.board import SHANGHAI, clock_of, new_board

HEADER = "kind,code,name,level,door,phones,language,role,pin,duty"
VILLAGE = """
unit,53,云南省,province
unit,5329,大理州,
unit,532901,大理市,
unit,532901105,银桥镇,
unit,532901105201,鹤阳村,village
unit,53290110520101,一组,
household,53290110520101,杨秀英,,001,199 0001 0001
household,53290110520101,张桂芳,,006,19900010006;+86 199-0002-0006
staff,532901105201,张敏,,,19900000101,,cadre,2468,yes
staff,532901105201,李医生,,,19900000102,,doctor,,no
"""
CHINESE = """
类别,代码,姓名/名称,级别,门牌,电话,语言,职务,密码,值班
单位,530000000000,云南省,省
单位,532900000000,大理州,
单位,532901000000,大理市,
单位,532901105000,银桥镇,
单位,532901105201,鹤阳村,村
单位,５３２９０１１０５２０１０１,一组,组
住户,53290110520101,杨秀英,,001,１９９０００１０００１
住户,53290110520101,张桂芳,,006,19900010006 19900020006,普通话
人员,532901105201,张敏,,,19900000101,,干部,2468,是
人员,532901105201,李医生,,,19900000102,,医生,,否
"""


def bring(board: Switchboard, rows: str, header: str = HEADER, *, dry_run: bool = False) -> Settled:
    return roster.bring(board, f"{header}\n{rows.strip()}\n".encode(), dry_run=dry_run)


def faults(board: Switchboard, rows: str) -> list[tuple[int, str]]:
    with pytest.raises(BadRoster) as caught:
        bring(board, rows)
    return [(fault.row, fault.reason) for fault in caught.value.faults]


def counted(board: Switchboard) -> list[int]:
    with board.ledger.read() as tx:
        return [
            tx.execute(select(func.count()).select_from(t)).scalar_one() for t in (units, households, phones, staff)
        ]


def test_a_village_is_brought_in_whole(empty_board: Switchboard) -> None:
    done = bring(empty_board, VILLAGE)
    assert [len(part.added) for part in (done.units, done.households, done.staff)] == [6, 2, 2]
    assert counted(empty_board) == [6, 2, 3, 2]
    with empty_board.ledger.read() as tx:
        offices = staff_now(tx)
        doors = households_now(tx)
    assert doors["53290110520101", "006"].numbers == {"+8619900010006", "+8619900020006"}
    cadre = offices["+8619900000101", "cadre", "532901105201"]
    assert pins.matches(cadre.pin_hash, "2468")
    assert cadre.on_duty
    assert not offices["+8619900000102", "doctor", "532901105201"].on_duty


WITH_MEMBERS = f"{HEADER},members"
FAMILY = "unit,53290110520101,一组,\nhousehold,53290110520101,杨秀英,,001,199 0001 0001,,,,,爷爷、奶奶 妈妈"


def roll_of(board: Switchboard, door: str = "001") -> list[str]:
    with board.ledger.read() as tx:
        home = roster_store.at_door(tx, "532901105201", door)
        assert home is not None
        return roster_store.members_of(tx, home.id)


def test_a_households_roll_is_kept_in_the_order_of_its_keys_until_another_is_written(empty_board: Switchboard) -> None:
    bring(empty_board, VILLAGE)
    assert len(bring(empty_board, FAMILY, WITH_MEMBERS).households.changed) == 1
    assert roll_of(empty_board) == ["爷爷", "奶奶", "妈妈"]
    assert bring(empty_board, FAMILY, WITH_MEMBERS).households.same == 1
    assert bring(empty_board, VILLAGE).households.same == 2, "a sheet without the column leaves the roll as it is"
    bring(empty_board, FAMILY.replace("爷爷、奶奶 妈妈", "妈妈;小宝"), WITH_MEMBERS)
    assert roll_of(empty_board) == ["妈妈", "小宝"]
    assert roll_of(empty_board, "006") == []


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ("妈妈 妈妈", "'妈妈' stands there twice"),
        ("一 二 三 四 五 六 七 八 九 十", "10 people; a phone has keys for 9"),
    ],
)
def test_a_roll_no_keys_could_stand_for_is_refused(empty_board: Switchboard, members: str, reason: str) -> None:
    bring(empty_board, VILLAGE)
    with pytest.raises(BadRoster) as caught:
        bring(empty_board, FAMILY.replace("爷爷、奶奶 妈妈", members), WITH_MEMBERS)
    assert reason in caught.value.faults[0].reason


def test_a_second_import_changes_nothing(empty_board: Switchboard) -> None:
    bring(empty_board, VILLAGE)
    with empty_board.ledger.read() as tx:
        before = units_now(tx), households_now(tx), staff_now(tx)
    again = bring(empty_board, VILLAGE)
    assert [part.same for part in (again.units, again.households, again.staff)] == [6, 2, 2]
    assert not any(part.to_write for part in (again.units, again.households, again.staff))
    with empty_board.ledger.read() as tx:
        assert (units_now(tx), households_now(tx), staff_now(tx)) == before


def test_a_chinese_sheet_says_the_same_as_an_english_one(empty_board: Switchboard) -> None:
    bring(empty_board, VILLAGE)
    again = roster.bring(empty_board, CHINESE.strip().encode())
    assert [row.name for row in again.households.to_write] == ["张桂芳"]  # whose language is now written down
    assert not again.units.to_write
    assert not again.staff.to_write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_file_may_come_from_any_spreadsheet(empty_board: Switchboard, encoding: str, separator: str) -> None:
    text = CHINESE.strip().replace(",", separator).replace("\n", "\r\n")
    roster.bring(empty_board, text.encode(encoding))
    assert counted(empty_board) == [6, 2, 3, 2]


def test_a_dry_run_tells_the_same_and_writes_nothing(empty_board: Switchboard) -> None:
    done = bring(empty_board, VILLAGE, dry_run=True)
    assert len(done.households.added) == 2
    assert counted(empty_board) == [0, 0, 0, 0]


BAD_ROWS = [
    ("people,53290110520101,杨秀英", "kind: 'people' is none of: unit household staff"),
    ("unit,5329011052,银桥", "code: '5329011052' has 10 digits"),
    ("unit,5.32901E+11,鹤阳村", "code: '5.32901E+11': the spreadsheet has rounded it"),
    ("unit,532901105201,,village", "name: is empty"),
    ("unit,532901105202,云阳村,township", "code: '532901105202' is a village, not a township"),
    ("unit,532901105202,云阳村,hamlet", "level: 'hamlet' is none of: province"),
    ("unit,532901106201,云阳村,village", "code: '532901106201' lies in '532901106', which has no row"),
    ("household,53290110520102,杨秀英,,001,19900010001", "there is no unit '53290110520102'"),
    ("household,532901105,杨秀英,,001,19900010001", "is a township; a household is written under its grid"),
    ("household,53290110520101,杨秀英,,,19900010001", "door: is empty"),
    ("household,53290110520101,杨秀英,,9,1990001000", "phones: '1990001000' is no telephone number"),
    ("household,53290110520101,杨秀英,,9,19900010001;1990001", "phones: '1990001' is no telephone number"),
    ("household,53290110520101,杨秀英,,9,1.99E+10", "phones: '1.99E+10': the spreadsheet has rounded it"),
    ("household,53290110520101,杨秀英,,9,19900010001,白语", "language: '白语' is none of: zh en"),
    ("household,53290110520101,杨秀英,,001,19900010009", "names the same household (code and door)"),
    ("household,53290110520101,杨秀英,,9,19900010001,,,,,,much,too much", "has 2 cells too many"),
    ("staff,532901105201,张敏,,,19900000101,,mayor,2468", "role: 'mayor' is none of: cadre"),
    ("staff,532901105201,张敏,,,19900000105 19900000106,,cadre", "holds 2 phones; write one row for each"),
    ("staff,532901105201,张敏,,,19900000105,,cadre,,maybe", "duty: 'maybe' is none of: yes 是 no 否"),
    ("staff,532901105201,张敏,,,19900000101,,cadre", "names the same office"),
]


@pytest.mark.parametrize(("row", "reason"), BAD_ROWS, ids=[reason[:40] for _, reason in BAD_ROWS])
def test_a_bad_row_is_told_by_number_and_remedy(empty_board: Switchboard, row: str, reason: str) -> None:
    [(number, told)] = faults(empty_board, f"{VILLAGE}{row}")
    assert number == 12  # the header is row 1
    assert reason in told


def test_a_pin_is_never_shown_not_even_an_odd_one(empty_board: Switchboard) -> None:
    [(_, told)] = faults(empty_board, f"{VILLAGE}staff,53,王主任,,,19900000103,,supervisor,9753109753")
    assert told.startswith("pin: must be 4 to 8 digits")
    assert "9753" not in told


def test_every_bad_row_is_told_at_once_and_nothing_is_imported(empty_board: Switchboard) -> None:
    rows = f"{VILLAGE}unit,9,x\nhousehold,77,杨,,,1\n\n\nstaff,53,,,,,,cadre"
    told = faults(empty_board, rows)
    assert [number for number, _ in told] == [12, 13, 13, 13, 16, 16]  # as the spreadsheet shows it: blank rows count
    assert counted(empty_board) == [0, 0, 0, 0]


def test_a_fault_in_a_unit_is_not_told_again_of_everybody_who_lives_there(empty_board: Switchboard) -> None:
    told = faults(empty_board, VILLAGE.replace("unit,53290110520101,一组,", "unit,53290110520101,,"))
    assert told == [(7, "name: is empty")]


def test_remarks_blank_rows_and_comments_are_left_out_but_counted(empty_board: Switchboard) -> None:
    sheet = "# 鹤阳村\n\nkind,code,name,note\nunit,53,云南省,our own\n,,,\n# and so on\nunit,9,x,y\n"
    with pytest.raises(BadRoster) as caught:
        roster.bring(empty_board, sheet.encode())
    assert [fault.row for fault in caught.value.faults] == [7]


def test_a_cell_of_several_lines_is_one_row(empty_board: Switchboard) -> None:
    sheet = 'kind,code,name,note\nunit,53,云南省,"two\nlines"\nunit,9,x,\n'
    with pytest.raises(BadRoster) as caught:
        roster.bring(empty_board, sheet.encode())
    assert [fault.row for fault in caught.value.faults] == [3]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b"\n\n# nothing\n", "the file is empty"),
        (b"PK\x03\x04rest", "this is a workbook"),
        (b"kind,code,name,fone\n", "row 1 names a column 'fone'"),
        (b"kind,name\n", "no column 'code'"),
        (b"kind,code,code,name\n", "the column 'code' twice"),
        (b"\xff\xfe\xfd", "neither UTF-8 nor GB18030"),
    ],
)
def test_a_file_that_is_no_roster_says_what_to_do(empty_board: Switchboard, content: bytes, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        roster.bring(empty_board, content)


@pytest.mark.parametrize(
    ("written", "level", "short"),
    [
        ("530000000000", "", "53"),
        ("530000", "", "53"),
        ("532900000000", "", "5329"),
        ("532901105000", "", "532901105"),
        ("532901105200", "", "532901105200"),
        ("53290110520100", "", "53290110520100"),
        ("532901000000", "市", "532901"),
        ("53290110520101", "组", "53290110520101"),
        ("5329011052010102", "组", "5329011052010102"),
        ("5329011052010102", "楼栋", "5329011052010102"),
    ],
)
def test_zeros_that_fill_a_code_up_are_left_away(
    empty_board: Switchboard, written: str, level: str, short: str
) -> None:
    assert bring(empty_board, f"unit,{written},某地,{level}").units.added[0].code == short


def test_a_city_without_counties_keeps_the_zeros_of_its_county() -> None:
    assert cells.unit_code("441900000000", (Level.COUNTY,)) == "441900"


def test_only_the_topmost_unit_may_stand_alone(empty_board: Switchboard) -> None:
    bring(empty_board, "unit,532901105201,鹤阳村\nunit,53290110520101,一组")
    told = faults(empty_board, "unit,532901105202,云阳村")
    assert told == [(2, "code: '532901105202' lies in '532901105', which has no row; add one above it")]
    bring(empty_board, "unit,532901105,银桥镇\nunit,532901105202,云阳村")  # the township comes above both
    assert counted(empty_board)[0] == 4 + 3  # and what ships with the house above the township: 532901, 5329, 53


def test_province_prefecture_and_county_ship_with_the_house_and_need_no_row(empty_board: Switchboard) -> None:
    done = bring(empty_board, "unit,532901105,银桥镇\nstaff,5329,和处长,,,19900000107,,supervisor")
    assert [(row.code, row.name) for row in done.units.added] == [
        *(("532901105", "银桥镇"), ("53", "云南省"), ("5329", "大理白族自治州"), ("532901", "大理市")),
    ]
    assert not bring(empty_board, "unit,532901105,银桥镇").units.to_write
    assert [row.name for row in bring(empty_board, "unit,5329,大理州").units.changed] == ["大理州"]
    assert not bring(empty_board, "unit,532901106,喜洲镇").units.changed, "a name once given stays"


IN_BUILDINGS = """
unit,532901105201,鹤阳社区
unit,53290110520101,一网格,网格
unit,5329011052010101,1栋,楼栋
unit,5329011052010102,二组,组
household,5329011052010101,杨秀英,,001,19900010001
household,53290110520101,张桂芳,,006,19900010006
staff,53290110520101,段网格员,,,19900000104,,网格员,,
"""


def test_a_grid_may_hold_buildings_or_groups_where_households_live(empty_board: Switchboard) -> None:
    done = bring(empty_board, IN_BUILDINGS)
    assert {row.code: row.level for row in done.units.added}["5329011052010102"] is Level.BUILDING
    with empty_board.ledger.read() as tx:
        assert doors_by_grid(tx, "53290110520101") == {"5329011052010101": 1, "53290110520101": 1}
        found = at_door(tx, "5329011052010102", "1")
    assert found is not None
    assert found.door == "001"


def test_a_building_needs_its_grid(empty_board: Switchboard) -> None:
    told = faults(empty_board, "unit,532901105201,鹤阳社区\nunit,5329011052010101,1栋")
    assert told == [(3, "code: '5329011052010101' lies in '53290110520101', which has no row; add one above it")]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("532399101", "code: '532399' is no county of 楚雄彝族自治州; there are: 532301 楚雄市 532322 双柏县"),
        ("534001101", "code: '5340' is no prefecture of 云南省; there are: 5301 昆明市 5303 曲靖市"),
        ("441900101", "code: '44' is no province the house has counties of (53 云南省)"),
        ("530422101", "code: '530422' (澄江县) has not been in force since 2019-12-12: write 530481 澄江市"),
        (
            "532302101",
            "code: '532302' (禄丰市) is in force from 2021-02-03, not on 2020-02-08; until then write 532331",
        ),
    ],
)
def test_a_code_in_no_county_of_the_day_is_refused_with_the_remedy(
    empty_board: Switchboard, code: str, reason: str
) -> None:
    for row in (f"unit,{code},某镇", f"staff,{code},张敏,,,19900000101,,cadre"):
        [(_, told), *_] = faults(empty_board, row)
        assert reason in told
    assert counted(empty_board) == [0, 0, 0, 0]


def test_a_code_is_in_force_on_its_days_only(empty_board: Switchboard) -> None:
    bring(empty_board, "unit,532331101,金山镇")
    clock_of(empty_board).set(datetime(2021, 2, 3, tzinfo=SHANGHAI))
    bring(empty_board, "unit,532302100,金山镇")
    assert "write 532302 禄丰市" in faults(empty_board, "unit,532331102,仁兴镇")[0][1]


def test_what_changed_in_the_sheet_changes_in_the_ledger_and_the_rest_stays(empty_board: Switchboard) -> None:
    bring(empty_board, VILLAGE)
    done = bring(
        empty_board,
        "unit,532901105201,鹤阳社区\n"
        "household,53290110520101,张桂芳,,006,19900010006 19900030006\n"
        "staff,532901105201,张敏,,,19900000101,,cadre,97531\n",
    )
    assert [len(part.changed) for part in (done.units, done.households, done.staff)] == [1, 1, 1]
    with empty_board.ledger.read() as tx:
        doors, offices = households_now(tx), staff_now(tx)
    assert doors["53290110520101", "006"].numbers == {"+8619900010006", "+8619900030006"}
    assert doors["53290110520101", "001"].numbers == {"+8619900010001"}
    assert pins.matches(offices["+8619900000101", "cadre", "532901105201"].pin_hash, "97531")


def test_a_pin_stays_when_the_sheet_brings_none(empty_board: Switchboard) -> None:
    bring(empty_board, VILLAGE)
    again = bring(empty_board, VILLAGE.replace("2468", ""))
    assert not again.staff.to_write


def test_one_phone_may_ring_at_two_doors(empty_board: Switchboard) -> None:
    bring(empty_board, VILLAGE + "household,53290110520101,段国强,,004,19900010001")
    assert counted(empty_board) == [6, 3, 4, 2]


def test_a_household_without_a_phone_is_kept_and_counted(empty_board: Switchboard) -> None:
    assert bring(empty_board, VILLAGE + "household,53290110520101,段国强,,004,").silent == 1


def test_fifty_thousand_households_come_in_at_once_and_the_way_is_told(empty_board: Switchboard) -> None:
    rows = [f"household,53290110520101,住户{n},,{n},199{n:08d}" for n in range(50_000)]
    seen: list[tuple[str, int, int]] = []
    content = f"{HEADER}\n{VILLAGE.strip()}\n{chr(10).join(rows)}\n".encode()
    done = roster.bring(empty_board, content, progress=lambda *told: seen.append(told))
    assert len(done.households.added) == 50_002
    assert seen[-1][0] == roster.PINS
    assert ("rows", 50_010, 50_010) in seen


def test_a_member_of_staff_keeps_the_pin_out_of_sight() -> None:
    office = StaffRow("+8619900000101", "张敏", "cadre", "53", None, on_duty=True)
    assert "2468" not in repr(roster.Member(office, pin="2468"))


def test_a_roster_is_kept_alike_on_both_databases(ledger_url: str) -> None:
    board = new_board(ledger_url)
    with closing(board.ledger):
        bring(board, VILLAGE)
        changed = bring(board, VILLAGE.replace("199 0001 0001", "199 0001 0009"))
        assert [row.numbers for row in changed.households.changed] == [{"+8619900010009"}]
        assert counted(board) == [6, 2, 3, 2]
        with board.ledger.read() as tx:
            assert numbers_by_grid(tx, "53")["53290110520101"] >= {"+8619900010009", "+8619900020006"}
            assert doors_by_grid(tx) == {"53290110520101": 2}
