"""Several companies as one carrier: what was asked of one stays with it, and how it went is known to all workers."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest

from gateway.carriers.companies import Companies
from gateway.carriers.twilio.client import TwilioCarrier
from gateway.domain.companies import Channel, News
from gateway.domain.errors import CarrierRefused, CarrierSilent, CarrierThrottled, GatewayError
from gateway.ports import Trunk
from tests.carriers import api
from tests.carriers.api import Api, Says
from tests.carriers.desk import BASE, settings
from tests.carriers.test_client import CALL, SINCE, TO, UUID, WAV

FIRST, SECOND = "AC" + "1" * 32, "AC" + "2" * 32
THERE = Trunk(SECOND, "+8687162170009")


@dataclass
class Notebook:
    """Stands where the conditions are: what is noted, and who is to be left alone for how many seconds."""

    noted: list[tuple[str, Channel, News, float]] = field(default_factory=list)
    alone: dict[str, float] = field(default_factory=dict)

    def note(self, account: str, channel: Channel, news: News, wait_s: float = 0.0) -> None:
        self.noted.append((account, channel, news, wait_s))

    def alone_s(self, channel: Channel, accounts: list[str]) -> list[float]:
        assert channel is Channel.TEXTS
        return [self.alone.get(account, 0.0) for account in accounts]


@dataclass
class Two:
    """Two companies that take everything, and our carrier on both."""

    first: Api
    second: Api
    notes: Notebook
    carrier: Companies

    @property
    def asked(self) -> tuple[list[str], list[str]]:
        """The paths each was asked for."""
        return [one.path for one in self.first.asked], [one.path for one in self.second.asked]


@pytest.fixture(scope="module")
def stubs() -> Iterator[tuple[Api, Api]]:
    with ExitStack() as stack:
        yield stack.enter_context(api.running()), stack.enter_context(api.running())


@pytest.fixture
def two(stubs: tuple[Api, Api]) -> Two:
    return carrier_on(*stubs)


def carrier_on(first: Api, second: Api, weights: str = "50,50") -> Two:
    for stub in (first, second):
        stub.asked.clear()
        stub.answer = lambda asked: Says(201, CALL)
    given = settings(
        twilio_base_url=first.url,
        second_account_sid=SECOND,
        second_auth_token="another token",
        second_from_number=THERE.number,
        second_base_url=second.url,
        carrier_weights=weights,
    )
    notes = Notebook()
    carrier = Companies(given.accounts, lambda account: TwilioCarrier(account, BASE), notes)  # type: ignore[arg-type]
    return Two(first, second, notes, carrier)


def test_a_call_goes_out_where_the_pacer_says_from_the_number_it_says(two: Two) -> None:
    assert two.carrier.place_call("a77e", TO, 30, THERE) == UUID
    assert two.carrier.place_call("a77f", TO, 30) == UUID
    (here,), (there,) = two.first.asked, two.second.asked
    assert (there.path, there.given["From"]) == (f"/2010-04-01/Accounts/{SECOND}/Calls.json", [THERE.number])
    assert here.given["From"] == ["+8687162170001"]
    assert here.authorization != there.authorization
    assert there.given["StatusCallback"] == [f"{BASE}/twilio/status/a77e#rc=5&rp=all"], "one address for all"


def test_what_became_of_it_is_asked_where_it_was_asked_for(two: Two) -> None:
    two.carrier.fetch_call(UUID, SECOND)
    two.carrier.end_call(UUID, SECOND)
    two.second.answer = lambda asked: Says(200, {"messages" if "Messages" in asked.path else "calls": []})
    two.carrier.find_calls(TO, SINCE, SECOND)
    two.carrier.find_texts(TO, SINCE, SECOND)
    assert [len(paths) for paths in two.asked] == [0, 4]
    two.carrier.fetch_call(UUID)
    assert [len(paths) for paths in two.asked] == [1, 4], "rows from before there were two are the first one's"
    assert two.notes.noted == [], "looking something up says nothing of how calls go"


def test_an_account_that_is_ours_no_more_knows_of_nothing(two: Two) -> None:
    gone = "AC" + "9" * 32
    two.carrier.end_call(UUID, gone)
    assert two.carrier.fetch_call(UUID, gone) is None
    assert [*two.carrier.find_calls(TO, SINCE, gone), *two.carrier.find_texts(TO, SINCE, gone)] == []
    assert two.asked == ([], [])


@pytest.mark.parametrize(
    ("answer", "failure", "news", "wait_s"),
    [
        (Says(201, CALL), None, News.THROUGH, 0),
        (Says(429, {"code": 20429}, {"Retry-After": "17"}), CarrierThrottled, News.THROTTLED, 17),
        (Says(503, {"code": 20503}), CarrierSilent, News.FAULT, 0),
        (Says(hangs_up=True), CarrierSilent, News.FAULT, 0),
        (Says(401, {"code": 20003}), CarrierRefused, News.REFUSED, 0),
        (Says(400, {"code": 21211}), CarrierRefused, News.THROUGH, 0),
        (Says(400, {"code": 21215}), CarrierRefused, News.THROUGH, 0),
    ],
)
def test_how_it_went_is_noted_and_nobody_else_is_asked(
    two: Two, answer: Says, failure: type[GatewayError] | None, news: News, wait_s: float
) -> None:
    two.second.answer = lambda asked: answer
    for channel, ask in (
        (Channel.CALLS, lambda: two.carrier.place_call("a77e", TO, 30, THERE)),
        (Channel.TEXTS, lambda: two.carrier.send_text(7, TO, "你好", SECOND)),
    ):
        if failure is None:
            ask()
        else:
            with pytest.raises(failure):
                ask()
        assert two.notes.noted.pop() == (SECOND, channel, news, wait_s)
    assert [len(paths) for paths in two.asked] == [0, 2]


def test_texts_are_shared_out_by_weight(stubs: tuple[Api, Api]) -> None:
    turns = [carrier_on(*stubs, "70,30").carrier.turns(text_id) for text_id in range(400)]
    assert {tuple(turn) for turn in turns} == {(FIRST, SECOND), (SECOND, FIRST)}
    assert 0.6 < sum(turn[0] == FIRST for turn in turns) / 400 < 0.8
    assert {tuple(carrier_on(*stubs, "100,0").carrier.turns(text_id)) for text_id in range(9)} == {(FIRST, SECOND)}


def test_whoever_knows_a_number_is_texted_by_its_company_unless_that_is_left_alone(two: Two) -> None:
    here = settings().twilio_from_number
    for line, first in ((THERE.number, SECOND), (here, FIRST)):
        assert {two.carrier.turns(text_id, line=line)[0] for text_id in range(20)} == {first}
    assert {two.carrier.turns(text_id, line="+8687100000000")[0] for text_id in range(20)} == {FIRST, SECOND}
    two.notes.alone[SECOND] = 9.0
    assert list(two.carrier.turns(7, line=THERE.number)) == [FIRST]


@pytest.fixture
def two_numbers(stubs: tuple[Api, Api]) -> tuple[Api, Companies, Notebook]:
    """One company, two numbers of ours."""
    first, _ = stubs
    first.asked.clear()
    given = settings(twilio_base_url=first.url, more_numbers=OTHER_NUMBER)
    notes = Notebook()
    return first, Companies(given.accounts, lambda account: TwilioCarrier(account, BASE), notes), notes  # type: ignore[arg-type]


OTHER_NUMBER = "+8687162170002"


def test_a_text_shows_the_number_they_know_where_it_is_this_company_s(
    two_numbers: tuple[Api, Companies, Notebook],
) -> None:
    api, carrier, _ = two_numbers
    api.answer = lambda asked: Says(201, CALL)
    for line in (OTHER_NUMBER, None, THERE.number):
        carrier.send_text(7, TO, "你好", line=line)
    assert [asked.given["From"][0] for asked in api.asked] == [OTHER_NUMBER, *[settings().twilio_from_number] * 2]


def test_a_number_that_takes_calls_only_is_passed_over_and_no_text_is_lost(
    two_numbers: tuple[Api, Companies, Notebook],
) -> None:
    api, carrier, notes = two_numbers
    api.answer = lambda asked: Says(400, {"code": 21606}) if OTHER_NUMBER in asked.given["From"] else Says(201, CALL)
    assert carrier.send_text(7, TO, "你好", line=OTHER_NUMBER)
    assert [asked.given["From"][0] for asked in api.asked] == [OTHER_NUMBER, settings().twilio_from_number]
    assert [news for *_, news, _ in notes.noted] == [News.THROUGH], "the company is not left alone for it"
    api.answer = lambda asked: Says(400, {"code": 21610})
    with pytest.raises(CarrierRefused, match="opted_out"):
        carrier.send_text(7, TO, "你好", line=OTHER_NUMBER)
    assert len(api.asked) == 3, "whoever stopped the one number is not written to from another"


def test_a_company_that_is_left_alone_gets_no_text_unless_it_is_urgent(two: Two) -> None:
    two.notes.alone[FIRST] = 9.0
    assert {tuple(two.carrier.turns(text_id)) for text_id in range(9)} == {(SECOND,)}
    assert {tuple(two.carrier.turns(text_id, urgent=True)) for text_id in range(9)} == {(SECOND, FIRST)}
    two.notes.alone[SECOND] = 4.0
    with pytest.raises(CarrierThrottled) as throttled:
        two.carrier.turns(7)
    assert throttled.value.wait_s == 4
    assert set(two.carrier.turns(7, urgent=True)) == {FIRST, SECOND}


@pytest.mark.parametrize(
    ("path", "keeper"),
    [
        (f"/2010-04-01/Accounts/{SECOND}/Recordings/RE1", 1),
        (f"/2010-04-01/Accounts/{FIRST}/Recordings/RE1", 0),
        ("/files/RE1.wav", 0),
        ("/2010-04-01/Accounts/AC9/Recordings/RE1", 0),
    ],
)
def test_a_recording_is_fetched_with_the_password_of_whom_it_lies_with(two: Two, path: str, keeper: int) -> None:
    for stub in (two.first, two.second):
        stub.answer = lambda asked: Says(200, WAV)
    two.carrier.fetch_recording(two.first.url + path)
    shown = two.first.asked[0].authorization
    assert shown == authorization_of(two, keeper)


def authorization_of(two: Two, keeper: int) -> Any:
    """What that account shows at its own company."""
    stub, account = ((two.first, FIRST), (two.second, SECOND))[keeper]
    stub.answer = lambda asked: Says(201, CALL)
    two.carrier.place_call("a77e", TO, 30, Trunk(account, THERE.number))
    return stub.asked[-1].authorization
