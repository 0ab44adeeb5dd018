"""The letters of the ten clears, worked out a second time: what the base policy table must come to."""

from collections.abc import Mapping

from gateway.domain.screening import Category, from_hubei, has_history, is_contact, is_ill

BY_ORIGIN = {"hubei": Category.HUBEI, "abroad": Category.ABROAD, "province": Category.OTHER_PROVINCE}


def classify(answers: Mapping[str, str]) -> Category:
    """The category, worst first."""
    if is_ill(answers) and has_history(answers):
        return Category.ILL_WITH_HISTORY
    if is_contact(answers):
        return Category.CLOSE_CONTACT
    if from_hubei(answers):
        return Category.HUBEI
    if is_ill(answers):
        return Category.ILL_WITHOUT_HISTORY
    return BY_ORIGIN.get(answers.get("origin", ""), Category.INSIDE_YUNNAN)
