"""The one account of this exchange, and the errors of Twilio's REST API as a table."""

import hmac
import re
from base64 import b64decode
from binascii import Error as BadBase64
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_hex

API = "2010-04-01"
OK_TEST_SENDER = "+15005550006"

# code: (HTTP status, message)
ERRORS: Mapping[int, tuple[int, str]] = {
    20001: (400, "The request parameters are invalid"),
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource was not found"),
    20429: (429, "Too many requests"),
    20503: (503, "Service unavailable"),
    21201: (400, "No 'To' number is specified"),
    21205: (400, "Url is not a valid URL"),
    21208: (400, "Timeout is not valid"),
    21210: (400, "The source phone number provided is not yet verified for your account"),
    21211: (400, "The 'To' number is not a valid phone number"),
    21212: (400, "The 'From' number is not a valid phone number, shortcode, or alphanumeric sender ID"),
    21213: (400, "No 'From' number is specified"),
    21214: (400, "The phone number you are attempting to call cannot be reached"),
    21215: (400, "Account not authorized to call this number: check geographic permissions"),
    21216: (400, "Account not allowed to call this number"),
    21217: (400, "The phone number you are attempting to call does not appear to be valid"),
    21218: (400, "The Twiml parameter is too long"),
    21220: (400, "Call is not in-progress. Cannot redirect."),
    21408: (400, "Permission to send an SMS has not been enabled for the region of the 'To' number"),
    21602: (400, "Message body is required"),
    21603: (400, "A 'From' phone number is required"),
    21604: (400, "A 'To' phone number is required"),
    21606: (400, "The 'From' phone number is not a valid, SMS-capable inbound number for your account"),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21611: (400, "The 'From' number has exceeded the maximum number of queued messages"),
    21612: (400, "The message cannot be sent with this combination of 'To' and 'From'"),
    21614: (400, "The 'To' number is not a valid mobile number"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
}

# Twilio's test numbers: what each one answers, whatever else the request says.
CALL_FROM: Mapping[str, int] = {"+15005550001": 21212}
CALL_TO: Mapping[str, int] = {
    "+15005550001": 21217,
    "+15005550002": 21214,
    "+15005550003": 21215,
    "+15005550004": 21216,
}
TEXT_FROM: Mapping[str, int] = {"+15005550001": 21212, "+15005550007": 21606, "+15005550008": 21611}
TEXT_TO: Mapping[str, int] = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}


class Refused(Exception):
    """A request the API turns down with one of Twilio's numbers."""

    def __init__(self, code: int, detail: str = "") -> None:
        self.code = code
        self.status, message = ERRORS[code]
        self.message = f"{message}: {detail}" if detail else message
        super().__init__(self.message)

    def as_json(self) -> dict[str, str | int]:
        more = f"https://www.twilio.com/docs/errors/{self.code}"
        return {"code": self.code, "message": self.message, "more_info": more, "status": self.status}


@dataclass(frozen=True)
class Account:
    sid: str
    token: str

    @property
    def path(self) -> str:
        return f"/{API}/Accounts/{self.sid}"

    def opens(self, authorization: str) -> bool:
        """Whether an Authorization header carries this account's sid and token."""
        try:
            given = b64decode(authorization.removeprefix("Basic "), validate=True)
        except (BadBase64, ValueError):
            return False
        return hmac.compare_digest(given, f"{self.sid}:{self.token}".encode())


def new_sid(prefix: str) -> str:
    return prefix + token_hex(16)


def e164(given: str) -> str | None:
    """A number as +country and digits, with the usual punctuation forgiven; None when it is not one."""
    digits = re.sub(r"[\s().\-]", "", given).removeprefix("+")
    return f"+{digits}" if re.fullmatch(r"[1-9]\d{6,14}", digits) else None
