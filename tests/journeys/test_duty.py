"""Duty: the plan out of a spreadsheet, and a hand-over by text or key that names unit, role and hour."""

from datetime import datetime

import pytest

from gateway.domain.errors import BadInput
from gateway.domain.places import Level
from gateway.domain.roles import Role
from gateway.journeys import duty, roster
from gateway.journeys.daily import sealing
from gateway.journeys.roster import BadRoster
from gateway.journeys.texting import texts
from gateway.store import duty as store
from gateway.store.outgoing_tables import texts_out
from gateway.store.tables import shifts
from gateway.switchboard import Switchboard
from tests.journeys.talk import ring, rows, said
from tests.support import cast
from tests.support.board import MORNING, SHANGHAI, clock_of

SECOND = "+8619900000112"  # another doctor of the village
GRID_WORKER = "+8619900000113"
STAFF = f"""kind,code,name,phones,role,duty
staff,{cast.VILLAGE},杨医生,19900000112,doctor,替补
staff,{cast.GRID_1},段网格员,19900000113,grid_worker,
"""
HEADER = "code,role,phone,from,until,name"
PLAN = f"""
{cast.VILLAGE},doctor,19900000102,2020-02-08 08:00,2020-02-08 20:00,李医生
{cast.VILLAGE},村医,199 0000 0112,2020/2/8 20:00,2020/2/8 24:00,杨医生
{cast.TOWNSHIP}000,督导,19900000103,2020年2月8日 8:00,,
"""


@pytest.fixture
def manned(board: Switchboard) -> Switchboard:
    """The village with a second doctor and a grid worker."""
    roster.bring(board, STAFF.encode())
    return board


def plan(board: Switchboard, lines: str = PLAN, header: str = HEADER) -> list[int]:
    found = duty.bring(board, f"{header}\n{lines.strip()}\n".encode())
    return [len(found.added), len(found.changed), found.same]


def on_duty(board: Switchboard, hour: int, role: Role = Role.DOCTOR) -> str | None:
    with board.ledger.read() as tx:
        found = store.on_duty(tx, role, cast.GRID_1, datetime(2020, 2, 8, hour, tzinfo=SHANGHAI))
    return found.name if found else None


def sends(board: Switchboard, number: str, body: str) -> list[str]:
    """Texts put out because of this one."""
    before = len(rows(board, texts_out))
    texts.receive(board, f"SM-{body}-{number}-{before}", number, "x", body)
    return [text.body for text in rows(board, texts_out)[before:]]


def test_a_plan_is_brought_in_and_a_second_time_changes_nothing(manned: Switchboard) -> None:
    assert plan(manned) == [3, 0, 0]
    assert plan(manned) == [0, 0, 3]
    assert [on_duty(manned, hour) for hour in (7, 9, 21)] == ["李医生", "李医生", "杨医生"]
    assert plan(manned, PLAN.replace("19900000102", "19900000112")) == [0, 1, 2]
    assert on_duty(manned, 9) == "杨医生"


def test_a_dry_run_of_a_plan_writes_nothing(manned: Switchboard) -> None:
    done = duty.bring(manned, f"{HEADER}{PLAN}".encode(), dry_run=True)
    assert len(done.added) == 3
    assert rows(manned, shifts) == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f"{cast.VILLAGE}9,doctor,19900000102,2020-02-08 08:00,", "code: "),
        ("532901105299,doctor,19900000102,2020-02-08 08:00,", "there is no unit '532901105299'"),
        (f"{cast.VILLAGE},mayor,19900000102,2020-02-08 08:00,", "role: 'mayor' is none of: cadre"),
        (f"{cast.VILLAGE},doctor,19900000101,2020-02-08 08:00,", "no doctor of 532901105201 has this phone"),
        (f"{cast.VILLAGE},doctor,19900000102,8 February,", "from: '8 February' is no day and time; write it as 2020-"),
        (f"{cast.VILLAGE},doctor,19900000102,2020-02-30 08:00,", "from: '2020-02-30 08:00' is no day and time"),
        (f"{cast.VILLAGE},doctor,19900000102,2020-02-08 25:00,", "from: '2020-02-08 25:00' is no day and time"),
        (f"{cast.VILLAGE},doctor,19900000102,,", "from: is empty"),
        (f"{cast.VILLAGE},doctor,19900000102,2020-02-08 08:00,2020-02-08 08:00", "until: does not come after from"),
        (f"{cast.VILLAGE},doctor,19900000102,2020-02-09 08:00,,,too,many", "has 2 cells too many"),
        (f"{cast.VILLAGE},doctor,19900000102,2020-02-08 21:00,", "begins before the shift of row 3 is over"),
    ],
)
def test_a_bad_row_of_a_plan_is_told_by_number_and_remedy(manned: Switchboard, line: str, reason: str) -> None:
    with pytest.raises(BadRoster) as caught:
        plan(manned, f"{PLAN.strip()}\n{line}")
    assert [fault.row for fault in caught.value.faults] == [5]
    assert reason in caught.value.faults[0].reason
    assert rows(manned, shifts) == []


def test_a_file_that_is_no_plan_says_what_to_do(manned: Switchboard) -> None:
    with pytest.raises(BadInput, match="`dalaba duty template` prints one"):
        duty.bring(manned, b"")
    with pytest.raises(BadInput, match="no column 'until'"):
        duty.bring(manned, b"code,role,phone,from\n")


def test_a_text_takes_the_shift_over_and_tells_who_had_it(manned: Switchboard) -> None:
    plan(manned)
    answer, relieved = reversed(sends(manned, SECOND, "接班"))
    assert answer == "您接了李医生的班：鹤阳村村医，到8号20点。"
    assert relieved == "杨医生接了您的班：鹤阳村村医，8号9点起。您可以休息了。"
    assert [text.number for text in rows(manned, texts_out)] == [cast.DOCTOR, SECOND]
    assert on_duty(manned, 10) == "杨医生"
    assert plan(manned) == [0, 0, 3], "the plan stays, and a second import takes nothing back"
    assert on_duty(manned, 10) == "杨医生"


def test_taking_over_twice_tells_nobody_again(manned: Switchboard) -> None:
    plan(manned)
    sends(manned, SECOND, "接班")
    clock_of(manned).forward(minutes=5)
    assert sends(manned, SECOND, "take over") == ["现在就是您当班：鹤阳村村医，到8号20点。"]


def test_without_a_plan_the_named_person_is_relieved_until_somebody_takes_over(manned: Switchboard) -> None:
    assert sends(manned, SECOND, "接班了")[-1] == "您接了李医生的班：鹤阳村村医，到有人来接班。"
    clock_of(manned).forward(hours=1)
    assert sends(manned, cast.DOCTOR, "接班")[-1] == "您接了杨医生的班：鹤阳村村医，到有人来接班。"
    assert on_duty(manned, 12) == "李医生"


def test_before_the_next_planned_shift_it_is_until_that_begins(manned: Switchboard) -> None:
    plan(manned, PLAN.strip().splitlines()[1])
    assert sends(manned, SECOND, "接班")[-1].endswith("到8号20点。")


def test_a_post_nobody_held_is_taken_and_nobody_told(manned: Switchboard) -> None:
    roster.bring(manned, STAFF.replace("替补", "no").encode())
    roster.bring(manned, f"kind,code,name,phones,role,duty\nstaff,{cast.VILLAGE},李医生,19900000102,doctor,no".encode())
    assert on_duty(manned, 9) is None
    assert sends(manned, SECOND, "接班") == ["您接班了：鹤阳村村医，到有人来接班。"]


def test_whoever_holds_several_posts_says_which(manned: Switchboard) -> None:
    (asked,) = sends(manned, cast.SUPERVISOR, "接班")
    assert asked == "您有几个岗位：银桥镇督导、鹤阳村督导。请写明，如：接班 银桥镇督导"
    assert sends(manned, cast.SUPERVISOR, "接班 督导") == [asked]
    assert sends(manned, cast.SUPERVISOR, "接班 鹤阳村")[-1].startswith("现在就是您当班：鹤阳村督导")


def test_a_grid_is_named_with_its_village(manned: Switchboard) -> None:
    assert sends(manned, GRID_WORKER, "接班") == ["现在就是您当班：鹤阳村一组网格员，到有人来接班。"]


def test_a_resident_takes_no_shift(manned: Switchboard) -> None:
    (answer,) = sends(manned, cast.YANG, "接班")
    assert answer.startswith("没看懂")
    assert rows(manned, shifts) == []


def test_a_cadre_comes_on_duty_by_key(manned: Switchboard) -> None:
    deputy = f"kind,code,name,phones,role,pin,duty\nstaff,{cast.VILLAGE},段会计,19900000114,cadre,1357,替补\n"
    roster.bring(manned, deputy.encode())
    reply = ring(manned, "+8619900000114", ["5"])
    assert said(manned, reply) == "好，您接班了：鹤阳村村干部，到有人来接班。再见。"
    assert on_duty(manned, 10, Role.CADRE) == "段会计"
    assert [text.number for text in rows(manned, texts_out)] == [cast.CADRE]
    clock_of(manned).forward(minutes=5)
    assert "现在就是您当班" in said(manned, ring(manned, "+8619900000114", ["5"], sid="CA-again"))


def test_the_digest_goes_to_whoever_has_the_shift(manned: Switchboard) -> None:
    deputy = f"kind,code,name,phones,role,duty\nstaff,{cast.TOWNSHIP},和督导,19900000115,supervisor,替补\n"
    roster.bring(manned, deputy.encode())
    plan(manned, f"{cast.TOWNSHIP},supervisor,19900000115,2020-02-08 08:00,")
    clock_of(manned).set(MORNING.replace(hour=16))
    sealing.seal(manned, MORNING.date(), Level.VILLAGE)
    sealing.seal(manned, MORNING.date(), Level.TOWNSHIP)
    assert sorted(text.number for text in rows(manned, texts_out)) == [cast.SUPERVISOR, "+8619900000115"]
