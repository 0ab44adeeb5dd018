"""A day worth handing out: one village has signed and said what it knows, the one beside it is silent."""

from gateway.domain.daily.window import REPORTING
from gateway.domain.places import Level
from gateway.journeys import roster
from gateway.journeys.daily import sealing
from gateway.journeys.roster import Roll
from gateway.journeys.texting import texts
from gateway.store.roll import HouseholdRow, UnitRow
from gateway.switchboard import Switchboard
from tests.support import cast
from tests.support.board import LINE, MORNING, clock_of

DAY = MORNING.date()
SILENT = "532901105202"  # a village of whom nothing is heard
BESIDE = "532901106"  # a township beside ours


def told(board: Switchboard) -> None:
    """Two households report, the cadre signs with figures; two gatherings stopped of which the house knows nothing."""
    units = [UnitRow(SILENT, Level.VILLAGE, "=新溪村"), UnitRow(f"{SILENT}01", Level.GRID, "一组")]
    units.append(UnitRow(BESIDE, Level.TOWNSHIP, "喜洲镇"))
    homes = [HouseholdRow(f"{SILENT}01", "001", "李家", frozenset({"+8619900010099"}), None)]
    roster.settle(board, Roll(units=units, households=homes))
    said = (("+8619900010005", "好"), ("+8619900010007", "病 38.2"), (cast.CADRE, "日报 聚2 岗6 口罩5"))
    for number, (phone, body) in enumerate(said):
        texts.receive(board, f"SM-told-{number}", phone, LINE, body)


def sealed(board: Switchboard, *levels: Level) -> None:
    """The evening: each level at its cut-off."""
    for hour, level in enumerate(REPORTING, 16):
        if not levels or level in levels:
            clock_of(board).set(MORNING.replace(hour=hour, minute=0))
            sealing.seal(board, DAY, level)
