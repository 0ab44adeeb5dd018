"""The Carrier port on several telephone companies: texts shared out by weight, whoever is in trouble left alone.

Whose turn it is with a call the pacer says, since each company has an allowance of its own. Here everybody is told how
it went. Nothing is asked for twice here: a company that was silent may have done it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlsplit

import structlog

from gateway.conditions import Conditions
from gateway.domain.calls import Progress
from gateway.domain.companies import Account, Channel, News, by_turn, draw, keeper_first
from gateway.domain.errors import CarrierRefused, CarrierSilent, CarrierThrottled
from gateway.domain.refusals import Refusal
from gateway.ports import CallSeen, Company, TextSeen, Trunk

log = structlog.get_logger(__name__)

NAMED = re.compile(r"/Accounts/([^/]+)/")  # whose a recording is, in its address


class Companies:
    """One company for each account, in the same order."""

    def __init__(
        self, accounts: Sequence[Account], opened: Callable[[Account], Company], conditions: Conditions
    ) -> None:
        self._accounts = accounts
        self._companies: Mapping[str, Company] = {account.sid: opened(account) for account in accounts}
        self._numbers = {account.sid: account.numbers for account in accounts}
        self._conditions = conditions

    def place_call(self, attempt_id: str, to: str, ring_s: int, trunk: Trunk | None = None) -> str:
        account = trunk.account if trunk else self._accounts[0].sid
        with self._noted(account, Channel.CALLS):
            return self._companies[account].place_call(attempt_id, to, ring_s, trunk.number if trunk else None)

    def end_call(self, sid: str, account: str | None = None) -> None:
        if company := self._asked(account):
            company.end_call(sid)

    def fetch_call(self, sid: str, account: str | None = None) -> Progress | None:
        company = self._asked(account)
        return company.fetch_call(sid) if company else None

    def find_calls(self, to: str, since: datetime, account: str | None = None) -> Sequence[CallSeen]:
        company = self._asked(account)
        return company.find_calls(to, since) if company else []

    def turns(self, text_id: int, *, urgent: bool = False, line: str | None = None) -> Sequence[str]:
        by_lot = by_turn(draw(f"text:{text_id}"), self._accounts)
        inclined = [account.sid for account in keeper_first(by_lot, line)]
        alone_s = self._conditions.alone_s(Channel.TEXTS, inclined)
        well = [account for account, wait_s in zip(inclined, alone_s, strict=True) if not wait_s]
        if urgent:
            return [*well, *(account for account in inclined if account not in well)]
        if not well:
            raise CarrierThrottled("every carrier is left alone for now", min(alone_s))
        return well

    def send_text(self, text_id: int, to: str, body: str, account: str | None = None, line: str | None = None) -> str:
        asked = account or self._accounts[0].sid
        company, usual, *others = self._companies[asked], *self._numbers[asked]
        with self._noted(asked, Channel.TEXTS):
            if line not in others:
                return company.send_text(text_id, to, body)
            try:
                return company.send_text(text_id, to, body, line)
            except CarrierRefused as e:
                if e.cause != Refusal.CONFIGURATION:
                    raise
                log.warning("text.line_refused", line=line, code=e.code)  # it takes calls only
            return company.send_text(text_id, to, body, usual)

    def find_texts(self, to: str, since: datetime, account: str | None = None) -> Sequence[TextSeen]:
        company = self._asked(account)
        return company.find_texts(to, since) if company else []

    def fetch_recording(self, address: str) -> bytes | None:
        return self._companies[self._keeper(address)].fetch_recording(address)

    def _asked(self, account: str | None) -> Company | None:
        return self._companies.get(account or self._accounts[0].sid)

    def _keeper(self, address: str) -> str:
        """Whose recording it is: by the account the address names, else by its host, else the first company's."""
        if (named := NAMED.search(address)) and named[1] in self._companies:
            return named[1]
        host = urlsplit(address).hostname
        hosts = {urlsplit(account.base_url).hostname: account.sid for account in reversed(self._accounts)}
        return hosts.get(host, self._accounts[0].sid) if host else self._accounts[0].sid

    @contextmanager
    def _noted(self, account: str, channel: Channel) -> Iterator[None]:
        """Around one request: what came of it is news for all workers."""
        try:
            yield
        except CarrierThrottled as e:
            self._conditions.note(account, channel, News.THROTTLED, e.wait_s)
            raise
        except CarrierSilent:
            self._conditions.note(account, channel, News.FAULT)
            raise
        except CarrierRefused as e:
            self._conditions.note(account, channel, News.REFUSED if e.cause == Refusal.CONFIGURATION else News.THROUGH)
            raise
        self._conditions.note(account, channel, News.THROUGH)
