"""The calls the gateway placed: the exchange's against the ledger's, phone by phone."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta

from gateway.demo.checks.evidence import Evidence, Life, Row
from gateway.demo.checks.figures import Check, compare, matched
from gateway.demo.village import VILLAGE, Home
from gateway.domain.speaking.states import DeliveryState, State

MOST_CALLS = 6  # to a phone about one red message: five tries, and one to explain it once more
KEY, LISTENED = "key", "listened"
HANDS_DOWN = timedelta(seconds=30)  # the village's clock: calls asked for in the moment of a stop are placed by then
STATES = {
    "completed": "completed",
    "busy": "busy",
    "no-answer": "no_answer",
    "failed": "failed",
    "canceled": "canceled",
}
COUNTED = re.compile(r"还有(\d+)户")


def calls_out(day: Evidence) -> Check:
    """The ledger's attempts are the calls the exchange placed, call by call."""
    return matched("打出去的电话 calls placed", day.placed, day.attempts)


def ends(day: Evidence) -> Check:
    """How each call ended is known, though callbacks were lost, doubled and out of order."""
    agree = [sid for sid, life in day.placed.items() if _agrees(day.attempts.get(sid), life)]
    return compare("每个电话的结局 how each call ended", len(day.placed), len(agree))


def _agrees(attempt: Row | None, life: Life) -> bool:
    return attempt is not None and attempt["state"] == STATES.get(life.status)


def two_at_once(day: Evidence) -> Check:
    """No phone was rung while it was being rung."""
    over: dict[str, int] = {}
    doubled = 0
    for life in day.placed.values():
        doubled += over.get(life.number, 0) > life.began
        over[life.number] = max(over.get(life.number, 0), life.ended or day.events[-1]["n"])
    return compare("同时打两次的电话 phones rung twice at once", 0, doubled)


def tries(day: Evidence) -> Check:
    """Tries in the ledger are the calls the exchange placed, for every phone; a call that was heard is none.

    Whoever pressed 1 once and listened another time may have one counted either way.
    """
    finished = day.in_state(State.FINISHED)
    wrong = sum(1 for one in finished for row in day.deliveries(one) if not _counts(row, day.calls_of(one)))
    return compare("次数对不上的电话 phones whose tries differ", 0, wrong)


def _counts(delivery: Row, calls: dict[str, list[Life]]) -> bool:
    mine = calls.get(delivery["number"], [])
    confirmed = sum(1 for life in mine if "1" in life.pressed) + int(delivery["evidence"] == LISTENED)
    return len(mine) == int(delivery["tries"]) + confirmed


def most_tries(day: Evidence) -> Check:
    calls = [len(lives) for one in day.rows["broadcasts"] for lives in day.calls_of(one).values()]
    most = max(calls, default=0)
    return Check("一部电话最多打几次 most calls to a phone", f"≤ {MOST_CALLS}", str(most), 0 < most <= MOST_CALLS)


def heard(day: Evidence) -> Check:
    """Who pressed 1 is who heard by a key."""
    pressed = [f"{one['id']}{number}" for one in day.rows["broadcasts"] for number in day.confirmed(one)]
    kept = [f"{row['broadcast_id']}{row['number']}" for row in day.rows["deliveries"] if row["evidence"] == KEY]
    return matched("按 1 的电话 phones that pressed 1", pressed, kept)


def listened(day: Evidence) -> Check:
    """Who heard without a key has listened to most of the message."""
    claimed = [row for row in day.rows["deliveries"] if row["evidence"] == LISTENED]
    true = [row for row in claimed if row["number"] in day.heard_out(day.broadcast(row["broadcast_id"]))]
    return compare("没按键，听了大半的电话 phones that listened", len(claimed), len(true))


def understood(day: Evidence) -> Check:
    """Who answered the question rightly in the end, by the keys the exchange saw."""
    asked = [one for one in day.rows["broadcasts"] if one["right_key"]]
    right = [f"{one['id']}{number}" for one in asked for number in _right(day, one)]
    kept = [f"{row['broadcast_id']}{row['number']}" for row in day.rows["deliveries"] if row["understood"]]
    return matched("答对问题的电话 phones that understood", right, kept)


def _right(day: Evidence, broadcast: Row) -> list[str]:
    answers = {
        number: [life.pressed[-1] for life in lives if len(life.pressed) > 1]
        for number, lives in day.calls_of(broadcast).items()
    }
    return [number for number, keys in answers.items() if keys and keys[-1] == broadcast["right_key"]]


def signed(day: Evidence) -> Check:
    """Every red message is signed by somebody else than its author, in time."""
    red = [one for one in day.rows["broadcasts"] if one["level"] == "red"]
    fine = [one for one in red if one["approved_at"] and one["approved_at"] < one["approve_by"] and _other(day, one)]
    return compare("红色通知，别人补签的 red messages signed", len(red), len(fine))


def _other(day: Evidence, broadcast: Row) -> bool:
    signers = [
        act["staff_id"]
        for act in day.rows["broadcast_acts"]
        if act["broadcast_id"] == broadcast["id"] and act["what"] == "approved"
    ]
    return len(signers) == 1 and signers[0] not in (None, broadcast["author_id"])


def everybody(day: Evidence) -> Check:
    """Every phone of the village heard, or is a door to knock on."""
    finished = day.in_state(State.FINISHED)
    states = (DeliveryState.HEARD, DeliveryState.DOOR)
    settled = [row["number"] for one in finished for row in day.deliveries(one, *states)]
    return matched("全村电话：听到或上门 heard or a door", _phones(day.cast.village.homes), settled)


def _phones(homes: Iterable[Home]) -> set[str]:
    return {number for home in homes if home.grid.startswith(VILLAGE) for number in home.numbers}


def rung_after(day: Evidence) -> Check:
    """Nobody is rung about what they have confirmed, but to explain it once to whoever answered wrongly."""
    late = [
        life
        for one in day.rows["broadcasts"]
        for number, lives in day.calls_of(one).items()
        for life in _after_one(lives)
        if number not in _explained(day, one)
    ]
    return compare("按过 1 又打的电话 rung after pressing 1", 0, len(late))


def _explained(day: Evidence, broadcast: Row) -> set[str]:
    """Phones whose first answer to the question was not the right one."""
    return {
        number
        for number, lives in day.calls_of(broadcast).items()
        for first in [next((life.pressed[-1] for life in lives if len(life.pressed) > 1), None)]
        if first not in (None, broadcast["right_key"])
    }


def _after_one(lives: Sequence[Life]) -> Sequence[Life]:
    first = next((place for place, life in enumerate(lives) if "1" in life.pressed), len(lives))
    return lives[first + 1 :]


def doors(day: Evidence) -> Check:
    """The cadre's phone names as many doors as there are homes in which nobody pressed 1 or listened."""
    deaf = [home for one in day.in_state(State.FINISHED) for home in _deaf(day, one)]
    told = [int(found[1]) for event in day.of_kind("text.received") if (found := COUNTED.search(event["body"]))]
    return compare("短信里要上门的户 doors texted to the cadre", f"{len(deaf)}", ", ".join(map(str, told)))


def _deaf(day: Evidence, broadcast: Row) -> list[Home]:
    confirmed = day.confirmed(broadcast) | {
        row["number"] for row in day.deliveries(broadcast) if row["evidence"] == LISTENED
    }
    return [
        home for home in day.cast.village.homes if home.grid.startswith(VILLAGE) and not confirmed & {*home.numbers}
    ]


def stopped(day: Evidence) -> Check:
    """Once a broadcast is stopped nobody is rung for it."""
    late = [
        life
        for one in day.in_state(State.STOPPED)
        for lives in day.calls_of(one).values()
        for life in lives
        if life.began_at > one["ended_at"] + HANDS_DOWN
    ]
    return compare("叫停后又打的电话 rung after the stop", 0, len(late))
