"""Versions of a day by level and one after another, on both databases."""

from datetime import date

from gateway.domain.daily.content import DayReport, Nature, Standing, Tally, seal_of
from gateway.store.daily import versions
from gateway.store.daily.versions import Version
from gateway.store.ledger import Ledger
from tests.store.conftest import NOON, VILLAGE

DAY = date(2020, 2, 8)
TOWNSHIP = VILLAGE[:9]


def version(code: str, number: int, fever: int) -> Version:
    report = DayReport(code, DAY, Tally({"fever": fever}), Standing.UNSIGNED)
    content = report.to_json()
    return Version(report, number, Nature.DAILY, seal_of(content), "日报", NOON, content)


def test_the_newest_of_a_level_and_every_version_of_a_subtree(ledger: Ledger) -> None:
    beside = f"{TOWNSHIP}202"
    with ledger.write() as tx:
        versions.add(tx, [version(VILLAGE, 1, 0), version(beside, 1, 0), version(TOWNSHIP, 1, 0)])
        versions.add(tx, [version(VILLAGE, 2, 3), version("532902001201", 1, 9)])
    with ledger.read() as tx:
        newest = versions.newest(tx, DAY, TOWNSHIP, len(VILLAGE))
        every = [(one.report.unit_code, one.version, one.is_whole) for one in versions.each(tx, DAY, TOWNSHIP)]
    assert {code: (one.version, one.report.value("fever")) for code, one in newest.items()} == {
        VILLAGE: (2, 3),
        beside: (1, 0),
    }
    assert every == [(TOWNSHIP, 1, True), (VILLAGE, 1, True), (VILLAGE, 2, True), (beside, 1, True)]
