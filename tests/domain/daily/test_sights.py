"""What each role may see of the people behind a figure, rule by rule.

CAC  notice of the Cyberspace Administration of 9 February 2020: minimum scope; no name, phone or home address leaves
     whoever works with the people unless it is desensitised for the joint work
PIPL Personal Information Protection Law, articles 6 (no more than the purpose needs) and 28 (health is sensitive)
LAW  Law on the Prevention and Treatment of Infectious Diseases: medical and disease-control bodies look after the ill
URGENT  Regulation on Public Health Emergencies, articles 19 and 20: whoever acts on an urgent report is told of it
"""

import pytest

from gateway.domain.daily.masks import Shown, masked_name, masked_number, shown
from gateway.domain.daily.readers import SIGHTS, Sight, sight_of
from gateway.domain.roles import Role

GRID, VILLAGE, TOWNSHIP, COUNTY = "53290110520101", "532901105201", "532901105", "532901"
PREFECTURE, PROVINCE = "5329", "53"
CAC, PIPL, LAW, URGENT = "CAC", "PIPL", "LAW", "URGENT"

SEES = [
    ("grid_worker", GRID, Sight.NAMES, CAC),  # works with the people of their own grid
    ("grid_worker", VILLAGE, None, PIPL),  # and with no others
    ("cadre", VILLAGE, Sight.NAMES, CAC),
    ("secretary", VILLAGE, Sight.NAMES, CAC),
    ("cadre", GRID, None, PIPL),
    ("cadre", TOWNSHIP, Sight.ALERTS, URGENT),
    ("secretary", TOWNSHIP, Sight.ALERTS, URGENT),
    ("cadre", COUNTY, Sight.COUNTS, PIPL),
    ("doctor", VILLAGE, Sight.HEALTH, LAW),
    ("doctor", TOWNSHIP, Sight.HEALTH, LAW),
    ("health", VILLAGE, Sight.HEALTH, LAW),
    ("health", TOWNSHIP, Sight.HEALTH, LAW),
    ("health", COUNTY, Sight.HEALTH, LAW),
    ("health", PROVINCE, Sight.HEALTH, LAW),
    ("supervisor", VILLAGE, Sight.ALERTS, URGENT),  # sent there by the township
    ("supervisor", TOWNSHIP, Sight.ALERTS, URGENT),
    ("officer", TOWNSHIP, Sight.ALERTS, URGENT),
    ("supervisor", COUNTY, Sight.COUNTS, CAC),
    ("officer", COUNTY, Sight.COUNTS, CAC),
    ("supervisor", PREFECTURE, Sight.COUNTS, CAC),
    ("officer", PROVINCE, Sight.COUNTS, CAC),
    ("supervisor", GRID, None, PIPL),
    ("council", VILLAGE, None, PIPL),  # weddings and funerals are told them one by one
]


@pytest.mark.parametrize(("role", "unit", "sight", "rule"), SEES)
def test_a_role_sees_what_the_rule_allows(role: str, unit: str, sight: Sight | None, rule: str) -> None:
    assert sight_of(role, unit) is sight, f"as {rule} has it"


def test_every_role_is_decided_upon() -> None:
    assert set(SIGHTS) == set(Role) == {Role(role) for role, *_ in SEES}


SHOWS = [  # sight, category, an alert is open, what is shown, rule
    (Sight.NAMES, None, False, Shown.WHOLE, CAC),
    (Sight.HEALTH, "A", False, Shown.WHOLE, LAW),
    (Sight.HEALTH, "B", False, Shown.WHOLE, LAW),
    (Sight.HEALTH, "C", False, Shown.WHOLE, LAW),
    (Sight.HEALTH, "D", False, Shown.COUNTED, PIPL),
    (Sight.HEALTH, "I", False, Shown.COUNTED, PIPL),
    (Sight.HEALTH, None, False, Shown.COUNTED, PIPL),
    (Sight.HEALTH, None, True, Shown.WHOLE, URGENT),
    (Sight.ALERTS, "B", False, Shown.COUNTED, CAC),
    (Sight.ALERTS, "B", True, Shown.MASKED, URGENT),
    (Sight.ALERTS, None, True, Shown.MASKED, URGENT),
    (Sight.COUNTS, "A", True, Shown.COUNTED, CAC),
]


@pytest.mark.parametrize(("sight", "category", "has_alert", "how", "rule"), SHOWS)
def test_a_person_is_shown_as_the_rule_allows(
    sight: Sight, category: str | None, has_alert: bool, how: Shown, rule: str
) -> None:
    assert shown(sight, category, has_alert=has_alert) is how, f"as {rule} has it"


def test_what_is_masked_tells_nobody_who_it_is() -> None:
    assert [masked_name(name) for name in ("张敏", "欧阳建国", "Emily Carter", "")] == ["张*", "欧*", "E*", "*"]
    assert masked_number("+8613900001234") == "139****1234"
    assert masked_number("+85291234567") == "+85****4567"
    assert masked_number("8712345") == "****", "a mask would show most of it"
