"""Lines to the carrier's REST API: one for each thread, and what a failure on one of them means.

twilio's client is not thread-safe, and a connection may not be shared over a fork: so a line belongs to one thread of
one process and is opened when it is first needed.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
from requests import Response, Session
from requests.auth import HTTPBasicAuth
from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from urllib3.exceptions import NewConnectionError

from gateway.carriers.twilio.codes import meaning
from gateway.domain.companies import Account
from gateway.domain.errors import CarrierRefused, CarrierSilent, CarrierThrottled, GatewayError
from gateway.domain.refusals import Refusal

HOME = "api.twilio.com"
TIMEOUT_S = 10.0  # the library's own is for ever
PAUSE_S = 5.0  # when the carrier, or the network in between, does not say how long to wait
LONGEST_PAUSE_S = 300.0
NO_ADDRESS = (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema)
GARBAGE = (ValueError, TypeError, AttributeError, KeyError)  # what the library raises over an answer it cannot read


class Line:
    """One thread's line: twilio's client, and how long the last answer asked us to wait."""

    def __init__(self, account: Account, timeout_s: float) -> None:
        self.wait_s = PAUSE_S
        http = TwilioHttpClient(timeout=timeout_s, request_hooks={"response": self._note_wait})
        self.client = Client(account.sid, account.token, http_client=http)
        self._timeout_s = timeout_s
        self._session = Session()
        self._session.hooks["response"].append(self._note_wait)
        self._auth = HTTPBasicAuth(account.sid, account.token)
        self._ours = {HOME}
        if account.base_url:
            self.client.api.base_url = account.base_url
            self._ours = {urlsplit(account.base_url).hostname or HOME}
        if http.session is not None:
            _look_around_once(http.session, self.client.api.base_url)

    def get(self, address: str) -> Response:
        """A file at the carrier, as a stream to be closed. Our token goes to the carrier's own host only."""
        auth = self._auth if urlsplit(address).hostname in self._ours else _Nobody()
        return self._session.get(address, auth=auth, stream=True, timeout=self._timeout_s)

    @contextmanager
    def asking(self) -> Iterator[Client]:
        """Around one request: every failure becomes CarrierRefused, CarrierThrottled or CarrierSilent."""
        self.wait_s = PAUSE_S
        try:
            yield self.client
        except TwilioException as e:
            raise self.refusal(getattr(e, "status", None), getattr(e, "code", None)) from e
        except requests.RequestException as e:
            raise _unreached(e) from e
        except GARBAGE as e:
            raise CarrierSilent("the carrier's answer cannot be read") from e

    def refusal(self, status: int | None, code: Any) -> GatewayError:
        """What an answer of the carrier that is no success means.

        status  HTTP's
        code    the carrier's; the library repeats the status where there is none
        """
        own = code if isinstance(code, int) and code != status else None
        found = meaning(own)
        if status == 429 or found.cause is Refusal.THROTTLED:
            return CarrierThrottled(f"the carrier asks for a pause ({own or status})", self.wait_s)
        if status is None or status >= 500 or status == 408:
            return CarrierSilent(f"the carrier has a fault ({own or status})")
        cause = Refusal.CONFIGURATION if own is None and status in (301, 302, 401, 403, 404, 405) else found.cause
        return CarrierRefused(f"the carrier refuses: {cause} ({own or status})", own, cause.value)

    def _note_wait(self, response: Response, *_: Any, **__: Any) -> None:
        """The library's errors carry no headers: Retry-After is read here."""
        asked = response.headers.get("Retry-After", "")
        self.wait_s = min(float(asked), LONGEST_PAUSE_S) if asked.isdecimal() else PAUSE_S


class Lines:
    """The line of whichever thread and process asks."""

    def __init__(self, account: Account, timeout_s: float = TIMEOUT_S) -> None:
        self._account = account
        self._timeout_s = timeout_s
        self._here = threading.local()

    def mine(self) -> Line:
        """This thread's line; after a fork a new one, since the old socket is the parent's."""
        if getattr(self._here, "pid", None) != os.getpid():
            self._here.line, self._here.pid = Line(self._account, self._timeout_s), os.getpid()
        line: Line = self._here.line
        return line


def _look_around_once(session: Session, address: str) -> None:
    """Proxy and certificates as the environment says, which requests would read through again for every call."""
    found = session.merge_environment_settings(address, {}, None, None, None)
    session.proxies, session.verify = found["proxies"], found["verify"]
    session.trust_env = False


class _Nobody(requests.auth.AuthBase):
    """No credentials, not even those of a .netrc file."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


def _unreached(error: requests.RequestException) -> GatewayError:
    """Where no connection came about, certainly nothing was sent; anything later may have arrived."""
    if isinstance(error, NO_ADDRESS):
        return CarrierRefused("the carrier has no such address", None, Refusal.CONFIGURATION.value)
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    if isinstance(error, requests.ConnectTimeout) or isinstance(reason, NewConnectionError):
        return CarrierThrottled("the carrier cannot be reached", PAUSE_S)
    return CarrierSilent(f"the carrier did not answer ({type(error).__name__})")
