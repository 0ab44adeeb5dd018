"""What is shown of one person behind a figure, by what the reader's role may see.

Sources: the notice of the Cyberspace Administration of 9 February 2020 on personal information (minimum scope; no name,
phone or home address unless desensitised for the joint work); Personal Information Protection Law, article 6.
"""

from enum import StrEnum

from gateway.domain.daily.readers import Sight
from gateway.domain.screening import Category

HEALTH_CATEGORIES = (Category.CASE, Category.ILL_WITH_HISTORY, Category.CLOSE_CONTACT)  # A, B, C


class Shown(StrEnum):
    """How much of a person is shown."""

    COUNTED = "counted"  # that there is one, in their group
    MASKED = "masked"  # 张*, 139****1234, the group and no house
    WHOLE = "whole"  # door, name and number


def shown(sight: Sight, category: str | None, *, has_alert: bool) -> Shown:
    """What a reader sees of one person.

    category   letter of the policy table, None where nobody has one
    has_alert  something urgent is open about them, and the figure is about such things
    """
    if sight is Sight.NAMES:
        return Shown.WHOLE
    if sight is Sight.HEALTH:
        return Shown.WHOLE if has_alert or category in HEALTH_CATEGORIES else Shown.COUNTED
    return Shown.MASKED if sight is Sight.ALERTS and has_alert else Shown.COUNTED


def masked_name(name: str) -> str:
    """张* for 张敏, 欧* for 欧阳建国, E* for Emily Carter: not even how long a name is."""
    return f"{name.strip()[:1]}*"


def masked_number(number: str) -> str:
    """139****1234 for +8613900001234; nothing of a number too short to be masked."""
    plain = number.removeprefix("+86")
    return f"{plain[:3]}****{plain[-4:]}" if len(plain) > SHORTEST else "****"


SHORTEST = 8  # digits: of fewer a mask would show most
