"""The desk: a telephone company on this machine, for whoever has no contract with a real one."""

import json
import os
import secrets
from base64 import b64encode
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import OpenerDirector, ProxyHandler, Request, build_opener

from gateway.domain.errors import BadSettings
from gateway.machine.claims import MachineFailed

NUMBER = "+8619900000001"
ANSWER_S = 5.0
WEBHOOKS = {
    "voice_url": "/twilio/voice",
    "status_callback": "/twilio/status",
    "sms_url": "/twilio/text",
    "voice_fallback_url": "/twilio/fallback",
}

AT_HOME: OpenerDirector = build_opener(ProxyHandler({}))  # a proxy of the office never sees this machine's own traffic


@dataclass(frozen=True)
class Desk:
    """The account at the exchange on the desk, and the number residents ring."""

    account_sid: str
    auth_token: str
    number: str = NUMBER

    def settings(self, address: str) -> dict[str, str]:
        """What the gateway must be told, the exchange being at that address."""
        return {
            "TWILIO_BASE_URL": address,
            "TWILIO_ACCOUNT_SID": self.account_sid,
            "TWILIO_AUTH_TOKEN": self.auth_token,
            "TWILIO_FROM_NUMBER": self.number,
        }

    def connect_line(self, exchange: str, gateway: str) -> None:
        """Tells the exchange where the gateway answers its number. Raises MachineFailed when it will not hear."""
        where = {name: gateway + path for name, path in WEBHOOKS.items()}
        request = Request(  # noqa: S310 - an address of our own
            f"{exchange}/exchange/lines/{quote(self.number)}",
            data=json.dumps(where).encode(),
            headers={"Content-Type": "application/json", "Authorization": self._authorization()},
            method="PUT",
        )
        try:
            AT_HOME.open(request, timeout=ANSWER_S).close()
        except (OSError, HTTPException) as e:
            raise MachineFailed(f"the exchange on the desk does not take the line {self.number}: {e}") from e

    def _authorization(self) -> str:
        return "Basic " + b64encode(f"{self.account_sid}:{self.auth_token}".encode()).decode()


def kept_in(file: Path, number: str = NUMBER) -> Desk:
    """The desk's account, made up once and kept there, readable by its owner only. Raises BadSettings."""
    if not file.exists():
        write_once(file, {"account_sid": "AC" + secrets.token_hex(16), "auth_token": secrets.token_hex(16)})
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return Desk(kept["account_sid"], kept["auth_token"], number)
    except (ValueError, KeyError, TypeError) as e:
        raise BadSettings(f"{file} is not what the desk wrote there; remove it and a new account is made up") from e


def write_once(file: Path, kept: dict[str, str]) -> None:
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(opened, "w", encoding="utf-8") as page:
        json.dump(kept, page)


def answers(address: str) -> bool:
    """Whether an HTTP server of ours says that it is well."""
    try:
        AT_HOME.open(address, timeout=ANSWER_S).close()
    except HTTPError as e:
        e.close()
        return False
    except (OSError, HTTPException):
        return False
    return True
