"""Why a carrier did not ring or text somebody, in our words; its own numbers for it stand in its own folder."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why a call or a text did not go through.

    CONFIGURATION  our account or our settings: whoever is asked for next is refused too
    FORBIDDEN      our account may not reach this number: its country, a blocklist; whoever is asked for next may be
                   refused too
    WEBHOOK        what we answered was late, or could not be read
    """

    WRONG_NUMBER = "wrong_number"
    UNREACHABLE = "unreachable"
    LANDLINE = "landline"
    UNKNOWN_HANDSET = "unknown_handset"
    OPTED_OUT = "opted_out"
    BLOCKED = "blocked"
    CONFIGURATION = "configuration"
    FORBIDDEN = "forbidden"
    FILTERED = "filtered"
    SWITCHED_OFF = "switched_off"
    THROTTLED = "throttled"
    EXPIRED = "expired"
    WEBHOOK = "webhook"
    UNKNOWN = "unknown"
