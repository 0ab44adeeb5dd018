"""A call's news in any order, doubled or late, comes to the same end."""

from datetime import UTC, datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.calls import ENDED, RANK, Attempt, CallState, Progress, after

NOON = datetime(2020, 2, 8, 4, tzinfo=UTC)
TOLD = [CallState.QUEUED, CallState.RINGING, CallState.IN_PROGRESS]
ENDS = sorted(ENDED - {CallState.NEVER_PLACED})


def tell(attempt: Attempt, states: list[CallState]) -> Attempt:
    for state in states:
        attempt = after(attempt, Progress("CA1", state, NOON)) or attempt
    return attempt


@given(st.sampled_from(ENDS), st.lists(st.sampled_from(TOLD)), st.randoms())
def test_doubled_and_shuffled_callbacks_end_in_the_same_state(
    end: CallState, more: list[CallState], dice: Random
) -> None:
    news = [*TOLD, *more, end, end]
    dice.shuffle(news)
    found = tell(Attempt("t", "+8619900000001", CallState.ASKED), news)
    assert (found.state, found.sid) == (end, "CA1")


@given(st.lists(st.sampled_from(list(CallState))))
def test_an_attempt_never_climbs_down_and_its_first_end_is_its_end(news: list[CallState]) -> None:
    attempt = Attempt("t", "+8619900000001", CallState.RESERVED)
    ended = None
    for state in news:
        moved = after(attempt, Progress("CA1", state, NOON))
        if moved is not None:
            assert RANK[moved.state] >= RANK[attempt.state] or attempt.state is CallState.NEVER_PLACED
            attempt = moved
        if ended is None and attempt.state in ENDS:
            ended = attempt.state
        assert ended is None or attempt.state is ended


def test_the_carriers_answer_after_its_first_callback_only_adds_the_id() -> None:
    ringing = Attempt("t", "+8619900000001", CallState.RINGING)
    found = after(ringing, Progress("CA1", CallState.QUEUED, NOON))
    assert found == Attempt("t", "+8619900000001", CallState.RINGING, sid="CA1")
    assert after(found, Progress("CA1", CallState.QUEUED, NOON)) is None


def test_a_call_given_up_that_rings_after_all_is_ringing_until_the_carrier_disowns_it() -> None:
    given_up = Attempt("t", "+8619900000001", CallState.NEVER_PLACED, ended_at=NOON)
    ringing = tell(given_up, [CallState.RINGING])
    assert (ringing.state, ringing.sid, ringing.ended_at) == (CallState.RINGING, "CA1", None)
    unanswered = after(given_up, Progress("", CallState.UNKNOWN, NOON))
    assert unanswered is not None
    assert unanswered.state is CallState.UNKNOWN, "it may ring: it is looked up"
    disowned = tell(ringing, [CallState.NEVER_PLACED, CallState.RINGING])
    assert disowned.state is CallState.NEVER_PLACED


def test_a_call_given_up_that_ends_after_all_is_ended() -> None:
    given_up = Attempt("t", "+8619900000001", CallState.NEVER_PLACED)
    found = after(given_up, Progress("CA1", CallState.COMPLETED, NOON, duration_s=9))
    assert found is not None
    assert (found.state, found.duration_s) == (CallState.COMPLETED, 9)
    assert after(given_up, Progress("", CallState.NEVER_PLACED, NOON)) is None
