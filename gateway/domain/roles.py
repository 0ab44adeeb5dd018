"""What somebody answers for in their unit, and what the post is called in a sheet or a text."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """A post in a unit.

    SECRETARY  heads a village
    OFFICER    sits at the duty desk of a township or county
    HEALTH     the health authority, which alone enters cases and confirms a situation
    COUNCIL    the wedding-and-funeral council of a village
    """

    CADRE = "cadre"
    DOCTOR = "doctor"
    SUPERVISOR = "supervisor"
    GRID_WORKER = "grid_worker"
    SECRETARY = "secretary"
    OFFICER = "officer"
    HEALTH = "health"
    COUNCIL = "council"


WORDS: Mapping[str, Role] = {
    **{role.value: role for role in Role},
    **dict.fromkeys(("干部", "村干部"), Role.CADRE),
    **dict.fromkeys(("医生", "村医"), Role.DOCTOR),
    **dict.fromkeys(("督导", "督导员"), Role.SUPERVISOR),
    **dict.fromkeys(("网格员",), Role.GRID_WORKER),
    **dict.fromkeys(("书记", "支书", "村支书"), Role.SECRETARY),
    **dict.fromkeys(("值班", "值班员"), Role.OFFICER),
    **dict.fromkeys(("卫健", "卫健局", "疾控"), Role.HEALTH),
    **dict.fromkeys(("红白理事会", "理事会"), Role.COUNCIL),
}


def meant_by(written: str) -> Role | None:
    """The post a word stands for, None for any other word."""
    return WORDS.get(written.casefold().replace(" ", "_"))
