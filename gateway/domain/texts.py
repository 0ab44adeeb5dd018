"""Short messages as the carrier counts them: UTF-16 units and segments."""

GSM_7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_7_TWICE = frozenset("^{}\\[~]|€")  # cost two units each
ONE, MANY = 70, 67  # UTF-16 units in a lone segment, and in one of several
GSM_ONE, GSM_MANY = 160, 153


def units(text: str) -> int:
    """UTF-16 code units, which is what UCS-2 messages are measured in."""
    return len(text.encode("utf-16-be")) // 2


def segments(text: str) -> int:
    """How many parts the carrier sends and bills. One Chinese character makes the whole text UCS-2."""
    if set(text) <= GSM_7 | GSM_7_TWICE:
        length = sum(2 if char in GSM_7_TWICE else 1 for char in text)
        return 1 if length <= GSM_ONE else -(-length // GSM_MANY)
    return 1 if units(text) <= ONE else -(-units(text) // MANY)
