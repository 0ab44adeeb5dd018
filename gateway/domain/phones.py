"""Telephone numbers: E.164 inside, as dialled outside, masked in logs."""

import phonenumbers

HOME_REGION = "CN"


def normalise(number: str, region: str = HOME_REGION) -> str | None:
    """The number in E.164, or None when no such number can exist there."""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def kept(number: str) -> str:
    """An arriving caller's number as the ledger keeps it: E.164 where it can be, otherwise as it came.

    A caller whose number cannot be read is never turned away.
    """
    return normalise(number) or number.strip()


def is_number(value: str) -> bool:
    """Whether this is a whole telephone number as the ledger keeps them."""
    return value.startswith("+") and value[1:].isdecimal()


def mask(number: str) -> str:
    """A number fit for a log or a screen: the first and last few digits only."""
    return f"{number[:6]}****{number[-4:]}" if len(number) > 10 else "****"
