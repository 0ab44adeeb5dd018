"""The known cast: one invented village, its households, and the three people responsible for it.

Heyang 鹤阳村 stands in no register, and its numbers belong to nobody.
"""

from gateway.domain.places import level_of
from gateway.journeys import roster
from gateway.journeys.roster import Member, Roll, Settled
from gateway.store.roll import HouseholdRow, StaffRow, UnitRow
from gateway.switchboard import Switchboard

PROVINCE, PREFECTURE, COUNTY, TOWNSHIP = "53", "5329", "532901", "532901105"
VILLAGE = "532901105201"
GRID_1, GRID_2, GRID_3 = f"{VILLAGE}01", f"{VILLAGE}02", f"{VILLAGE}03"

CADRE, CADRE_PIN = "+8619900000101", "2468"
DOCTOR = "+8619900000102"
SUPERVISOR = "+8619900000103"  # of the township and of the village
STRANGER = "+8619900099999"  # stands on no roster

YANG = "+8619900010001"  # an ordinary household, door 001
SHARED = "+8619900010003"  # one phone at doors 003 and 004
TWO_PHONES = ("+8619900010006", "+8619900020006")  # both at door 006
ENGLISH = "+8619900010011"  # door 011, spoken to in English

UNITS = {
    PROVINCE: "云南省",
    PREFECTURE: "大理州",
    COUNTY: "大理市",
    TOWNSHIP: "银桥镇",
    VILLAGE: "鹤阳村",
    GRID_1: "一组",
    GRID_2: "二组",
    GRID_3: "三组",
}

HOUSEHOLDS = [  # grid, door, name, phones, language
    (GRID_1, "001", "杨秀英", (YANG,), None),
    (GRID_1, "002", "赵德福", ("+8619900010002",), None),
    (GRID_1, "003", "段玉兰", (SHARED,), None),
    (GRID_1, "004", "段国强", (SHARED,), None),
    (GRID_2, "005", "董家宝", ("+8619900010005",), None),
    (GRID_2, "006", "张桂芳", TWO_PHONES, None),
    (GRID_2, "007", "尹志明", ("+8619900010007",), None),
    (GRID_2, "008", "赵丽芬", ("+8619900010008",), None),
    (GRID_3, "009", "杨文华", ("+8619900010009",), None),
    (GRID_3, "010", "李阿鹏", ("+8619900010010",), None),
    (GRID_3, "011", "Emily Carter", (ENGLISH,), "en"),
    (GRID_3, "012", "段小梅", ("+8619900010012",), None),
]
PHONES = sorted({number for row in HOUSEHOLDS for number in row[3]})

OFFICES = [  # number, name, role, unit, PIN
    (CADRE, "张敏", "cadre", VILLAGE, CADRE_PIN),
    (DOCTOR, "李医生", "doctor", VILLAGE, None),
    (SUPERVISOR, "王主任", "supervisor", TOWNSHIP, None),
    (SUPERVISOR, "王主任", "supervisor", VILLAGE, None),
]


def the_roll() -> Roll:
    """Everybody, as a roster file would name them."""
    return Roll(
        units=[UnitRow(code, level_of(code), name) for code, name in UNITS.items()],  # type: ignore[arg-type]
        households=[
            HouseholdRow(grid, door, name, frozenset(numbers), language)
            for grid, door, name, numbers, language in HOUSEHOLDS
        ],
        staff=[
            Member(StaffRow(number, name, role, unit, None, on_duty=True), pin)
            for number, name, role, unit, pin in OFFICES
        ],
    )


def settle(board: Switchboard) -> Settled:
    """Puts the village into the board's ledger, as an import would."""
    return roster.settle(board, the_roll())
