"""The walk of a conversation: whatever is pressed, it answers, it ends, and it survives being put away."""

import json
from collections.abc import Mapping
from datetime import date
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.catalogue import load
from gateway.domain.calls import CallState
from gateway.domain.errors import NotFound
from gateway.domain.flow import (
    MAX_STEPS,
    MAX_TRIES,
    Answer,
    Connected,
    Did,
    Fact,
    Flow,
    Heard,
    Keyed,
    Kind,
    Move,
    Node,
    Phrase,
    Session,
    Spoke,
    Turn,
    Wants,
    advance,
    begin,
)
from gateway.domain.flow_json import session_from_json, session_to_json, turn_from_json, turn_to_json
from gateway.settings import PROMPTS

TODAY = date(2020, 2, 8)
CATALOGUE = load(PROMPTS)
FLOWS = CATALOGUE.flows
AREAS: Fact = [{"value": "532901105201", "words": "鹤阳村"}, {"value": "53290110520101", "words": "一组"}]
FACTS: Mapping[str, Fact] = {  # all that acts and outgoing calls tell a conversation
    "unit": "鹤阳村",
    "clear": 8,
    "unclear_words": "来处",
    "instruction": "key:instruction.D",
    "phones": 86,
    "minutes": 9,
    "household": "3-012",
    "phone_tail": "1 2 3 4",
    "alert": "key:alert.spoken.help",
    "press": "key:alert.press_1",
    "message": "audio:abcdef",
    "notice": "words of a notice",
    "text": "words of a text",
    "areas": AREAS,
    "households": AREAS,
    "members": AREAS,
    "day_n": 5,
    "days": 14,
    "missing": 2,
    "standing": "key:observation.day",
    "observed": AREAS,
    "duty": "+8619900000101",
    "waiting": "+8619900010001",
    "wish": "key:promise.wants.household",
    "levels": AREAS,
    "prepared_messages": AREAS,
    "languages": AREAS,
    "running": AREAS,
    "yuan": 38,
    "spoken": "audio:abcdef",
    "name": "张敏",
    "level": "橙色重要",
    "area": "鹤阳村",
    "heard": 80,
    "question": "哪天停水？",
    "plays": 2,
    "number": 5,
    "counted": "发热1",
    "day": "2月8号",
    "figures": AREAS,
    "opened": "二组007。",
    "silent_words": "没有消息的：三组。",
}

keys = st.sampled_from([*"0123456789*#", "", "0713", "027#", "0872", "378", "35", "1234#", "13900001234#", "²", "1*"])
talks = st.builds(Connected, st.sampled_from([CallState.COMPLETED, CallState.NO_ANSWER]))
spoken = st.builds(Spoke, st.just("https://carrier.example/recording"), st.sampled_from([0.0, 4.5]))
pressed = st.lists(st.one_of(keys.map(Keyed), spoken, talks), min_size=1, max_size=60)
outcomes = st.lists(st.integers(min_value=0, max_value=5), min_size=1, max_size=12)


def outcome_of(node: Node, choice: int) -> Did:
    """One of the outcomes a flow is ready for at an act."""
    ready = [*sorted(node.next.keys() - {"otherwise"}), *(["anything"] if "otherwise" in node.next else [])]
    return Did(ready[choice % len(ready)], FACTS)


def put_away(move: Move) -> Move:
    """The same move after its session and turn lay in the ledger."""
    session = session_from_json(json.loads(json.dumps(session_to_json(move.session))))
    turn = move.turn and turn_from_json(json.loads(json.dumps(turn_to_json(move.turn))))
    assert (session, turn) == (move.session, move.turn)
    return Move(session, turn, move.act, move.answer)


@given(name=st.sampled_from(sorted(FLOWS)), language=st.sampled_from(["zh", "en"]), heard=pressed, became=outcomes)
def test_no_sequence_of_keys_silence_and_outcomes_holds_a_line_for_ever(
    name: str, language: str, heard: list[Heard], became: list[int]
) -> None:
    move, asked, next_heard, next_outcome = begin(FLOWS, name, language, FACTS), 0, cycle(heard), cycle(became)
    while move.session.ended is None:
        node = FLOWS[move.session.flow].nodes[move.session.node]
        move = put_away(move)
        if move.turn is None:
            assert move.act == node.act
            move = advance(FLOWS, move.session, outcome_of(node, next(next_outcome)), TODAY)
        else:
            asked += 1
            assert asked <= MAX_STEPS
            assert (move.turn.wants is None) == (move.turn.connects is not None)
            assert all(is_sayable(phrase, move.session.language) for phrase in move.turn.say)
            move = advance(FLOWS, move.session, next(next_heard), TODAY)
    assert move.turn is not None
    assert move.turn.wants is None
    assert move.turn.step <= MAX_STEPS + 1


def is_sayable(phrase: Phrase, language: str) -> bool:
    return bool(phrase.audio or CATALOGUE.words(phrase, language))


# A village of one flow, to look at one rule at a time

NODES = (
    Node("ask", Kind.KEYS, say=("ask",), again="ask_again", keys={"1": "yes", "2": "no"}, next={"otherwise": "code"}),
    Node("code", Kind.DIGITS, say=("code",), reader="area_code", most=4, unknown="#", next={"otherwise": "pin"}),
    Node("pin", Kind.DIGITS, say=("pin",), reader="pin", most=8, secret=True, next={"otherwise": "check"}),
    Node("check", Kind.DO, act="check", next={"right": "area", "wrong": "sorry"}),
    Node("sorry", Kind.SAY, say=("sorry",), next={"otherwise": "pin"}),
    Node("area", Kind.OPTIONS, say=("area",), again="area_again", options="areas", next={"otherwise": "speak"}),
    Node("speak", Kind.RECORD, say=("speak",), again="speak_again", longest_s=60, next={"otherwise": "end"}),
    Node("end", Kind.ENDS, say=("@speak", "end"), outcome="done"),
)
VILLAGE = {"village": Flow("village", "7", "ask", {node.name: node for node in NODES})}


def at(node: str, **more: object) -> Session:
    return Session(flow="village", node=node, language="zh", step=4, **more)  # type: ignore[arg-type]


def heard_at(node: str, heard: Heard, **more: object) -> Move:
    return advance(VILLAGE, at(node, **more), heard, TODAY)


def said(move: Move) -> list[str | None]:
    return [phrase.key for phrase in move.turn.say] if move.turn else []


def test_an_unknown_flow_is_refused_by_name() -> None:
    with pytest.raises(NotFound, match="no flow called 'town'; there are: village"):
        begin(VILLAGE, "town", "zh")


def test_a_conversation_begins_at_its_first_question() -> None:
    move = begin(VILLAGE, "village", "en", {"unit": "Heyang"})
    assert move.turn == Turn(1, (Phrase("ask", {"unit": "Heyang"}),), Wants())
    assert move.session.step == 1


def test_an_answer_is_kept_with_its_keys_its_meaning_and_the_version_of_the_question() -> None:
    move = heard_at("ask", Keyed("2"))
    assert move.answer == Answer("village", "7", "ask", None, "2", "no", 1)
    assert move.session.answers == {"ask": "no"}
    assert said(move) == ["code"]


@pytest.mark.parametrize(
    ("node", "heard", "before"),
    [
        ("ask", Keyed("7"), "ask_again"),
        ("ask", Keyed("12"), "ask_again"),
        ("ask", Keyed(""), "call.not_heard"),
        ("ask", Spoke("https://carrier.example/r", 3), "ask_again"),
        ("code", Keyed("0300"), "call.not_understood"),
        ("code", Keyed("##"), "call.not_understood"),
        ("area", Keyed("3"), "area_again"),
        ("area", Keyed("0"), "area_again"),
        ("area", Keyed("²"), "area_again"),
        ("speak", Keyed(""), "speak_again"),  # "no key heard" would puzzle somebody asked to speak
        ("speak", Keyed("1"), "speak_again"),
        ("speak", Spoke("https://carrier.example/r", 0), "speak_again"),
    ],
)
def test_what_is_no_answer_is_asked_again_with_a_hint(node: str, heard: Heard, before: str) -> None:
    move = heard_at(node, heard, facts={"areas": AREAS})
    assert said(move)[:2] == [before, node]
    assert move.answer is None
    assert (move.session.tries, move.session.step) == (1, 5)


def test_the_third_wrong_answer_ends_the_call_kindly() -> None:
    move = heard_at("ask", Keyed("7"), tries=MAX_TRIES - 1)
    assert (said(move), move.session.ended) == (["call.gave_up"], "gave_up")
    assert move.turn is not None
    assert move.turn.wants is None


def test_a_right_answer_forgets_the_wrong_ones() -> None:
    assert heard_at("ask", Keyed("1"), tries=2).session.tries == 0


def test_star_repeats_the_question_and_costs_no_try() -> None:
    move = heard_at("ask", Keyed("*"), tries=2)
    assert (said(move), move.session.tries, move.session.step) == (["ask"], 2, 5)


def test_even_star_cannot_hold_the_line_for_ever() -> None:
    move = begin(VILLAGE, "village", "zh")
    while move.session.ended is None:
        move = advance(VILLAGE, move.session, Keyed("*"), TODAY)
    assert move.session.step == MAX_STEPS + 1


@pytest.mark.parametrize(
    ("node", "wants"),
    [
        ("ask", Wants(1, "", 6)),
        ("code", Wants(5, "", 4)),  # "#" alone is an answer: it must arrive as a key
        ("pin", Wants(8, "#", 4)),
        ("area", Wants(1, "", 6)),
        ("speak", Wants(0, "#", 6, 60)),
    ],
)
def test_the_phone_waits_for_what_the_question_needs(node: str, wants: Wants) -> None:
    move = heard_at(node, Keyed(""), facts={"areas": AREAS})
    assert move.turn is not None
    assert move.turn.wants == wants


@pytest.mark.parametrize(("keys", "value"), [("#", "unknown"), ("0872", "0872"), ("872#", "0872"), ("27", "027")])
def test_digits_may_be_closed_with_hash_and_hash_alone_may_mean_unknown(keys: str, value: str) -> None:
    move = heard_at("code", Keyed(keys))
    assert move.answer is not None
    assert move.answer.value == value


def test_a_pin_is_for_the_act_that_follows_and_kept_nowhere() -> None:
    asked = heard_at("pin", Keyed("2468#"))
    assert (asked.act, asked.answer, asked.session.answers["pin"]) == ("check", None, "2468")
    checked = advance(VILLAGE, asked.session, Did("wrong"), TODAY)
    assert "2468" not in json.dumps(session_to_json(checked.session))
    assert said(checked) == ["sorry", "pin"]


def test_an_option_is_chosen_by_the_number_it_was_read_out_with() -> None:
    asked = advance(VILLAGE, at("check"), Did("right", {"areas": AREAS}), TODAY)
    assert said(asked) == ["area", "call.option", "call.option"]
    chosen = advance(VILLAGE, asked.session, Keyed("2"), TODAY)
    assert chosen.answer is not None
    assert chosen.answer.value == "53290110520101"


def test_a_recording_is_played_back_from_where_the_carrier_keeps_it() -> None:
    move = heard_at("speak", Spoke("https://carrier.example/r", 4.5))
    assert move.turn == Turn(5, (Phrase(audio="https://carrier.example/r"), Phrase("end", {"speak_s": 4.5})), None)
    assert move.session.ended == "done"


@pytest.mark.parametrize(
    "session",
    [
        Session("village", "ask", "zh"),
        Session("village", "ask", "zh", ended="gave_up", tries=2, step=9, person=2),
        at("area", facts={"areas": AREAS, "late": True, "temperature": 37.8, "nothing": None}, answers={"ask": "no"}),
        at("ask", carried=(Phrase("sorry", {"n": 1}), Phrase(audio="abc"), Phrase(text="你好", language="en"))),
    ],
)
def test_a_session_put_away_comes_back_the_same(session: Session) -> None:
    assert session_from_json(json.loads(json.dumps(session_to_json(session)))) == session


@pytest.mark.parametrize(
    "turn",
    [
        Turn(1, (), None),
        Turn(2, (Phrase("ask"),), Wants()),
        Turn(3, (Phrase(text="x"),), Wants(5, "#", 4, 60)),
        Turn(4, (Phrase("connecting"),), None, connects="+8619900000101"),
    ],
)
def test_a_turn_put_away_comes_back_the_same(turn: Turn) -> None:
    assert turn_from_json(json.loads(json.dumps(turn_to_json(turn)))) == turn


def test_what_a_newer_version_wrote_is_read_as_far_as_it_is_known() -> None:
    kept = {**session_to_json(at("ask")), "mood": "fine"}
    assert session_from_json(kept) == at("ask")


def test_what_is_said_may_lead_to_another_flow() -> None:
    hello = Node("hello", Kind.SAY, say=("hello",), next={"otherwise": "other/"})
    bye = Node("bye", Kind.ENDS, say=("bye",), outcome="done")
    flows = {"one": Flow("one", "1", "hello", {"hello": hello}), "other": Flow("other", "1", "bye", {"bye": bye})}
    move = begin(flows, "one", "zh")
    assert move.turn is not None
    assert [phrase.key for phrase in move.turn.say] == ["hello", "bye"]


# Key 0: a person

DUTY = "+8619900000101"
DESK = Flow(
    "desk",
    "3",
    "menu",
    {
        "menu": Node("menu", Kind.KEYS, say=("menu",), again="menu_again", keys={"1": "a"}, next={"a": "count"}),
        "count": Node("count", Kind.DIGITS, say=("count",), reader="count", most=1, next={"otherwise": "area"}),
        "area": Node("area", Kind.OPTIONS, say=("area",), options="areas", next={"otherwise": "zero"}),
        "zero": Node("zero", Kind.KEYS, say=("zero",), keys={"0": "none", "1": "some"}, next={"otherwise": "say"}),
        "say": Node("say", Kind.RECORD, say=("say",), longest_s=9, next={"otherwise": "menu"}),
    },
    person="person/",
)
THROUGH = Flow(
    "person",
    "1",
    "find",
    {
        "find": Node("find", Kind.DO, act="find", next={"found": "connect", "nobody": "sorry"}),
        "connect": Node(
            "connect", Kind.CONNECTS, say=("hold",), connects="duty", next={"talked": "back", "unanswered": "sorry"}
        ),
        "sorry": Node("sorry", Kind.SAY, say=("sorry",), next={"otherwise": "back"}),
        "back": Node("back", Kind.BACK, next={"otherwise": "bye"}),
        "bye": Node("bye", Kind.ENDS, say=("bye",), outcome="over"),
    },
)
OFFICE = {"desk": DESK, "person": THROUGH}
TALKED = Connected(CallState.COMPLETED, 31, "CA9")


def at_desk(node: str, *heard: Heard, **more: object) -> Move:
    """What follows when this is heard at a node of the desk, one after the other."""
    session = Session("desk", node, "zh", step=4, **more)  # type: ignore[arg-type]
    for one in heard:
        move = advance(OFFICE, session, one, TODAY)
        session = put_away(move).session
    return move


FOUND = Did("found", {"duty": DUTY})


@pytest.mark.parametrize("node", ["menu", "area"])
@pytest.mark.parametrize("pressed", ["0", "0#"])
def test_0_leads_to_a_person_wherever_one_key_is_wanted_and_is_kept_as_pressed(node: str, pressed: str) -> None:
    move = at_desk(node, Keyed(pressed), facts={"areas": AREAS})
    assert (move.act, move.session.back, move.session.answers) == ("find", f"desk/{node}", {})
    assert move.answer == Answer("desk", "3", node, None, "0", "person", 1)


@pytest.mark.parametrize(
    ("node", "heard", "leads"), [("count", "0", "area"), ("zero", "0", "say"), ("say", "0", "say")]
)
def test_where_0_is_an_answer_or_a_digit_it_stays_one(node: str, heard: str, leads: str) -> None:
    move = at_desk(node, Keyed(heard), facts={"areas": AREAS})
    assert (move.act, move.session.node) == (None, leads)


def test_a_flow_that_knows_no_person_takes_0_as_a_wrong_key() -> None:
    assert said(heard_at("ask", Keyed("0")))[:1] == ["ask_again"]


def test_the_phone_is_asked_to_put_the_caller_through_and_waits_for_no_key() -> None:
    move = at_desk("menu", Keyed("0"), FOUND)
    assert move.turn == Turn(5, (Phrase("hold"),), None, connects=DUTY)
    assert (move.session.node, move.session.ended) == ("connect", None)


@pytest.mark.parametrize(
    ("heard", "raw", "became", "first"),
    [
        (TALKED, "completed", "talked", []),
        (Connected(CallState.COMPLETED), "completed", "talked", []),
        (Connected(CallState.NO_ANSWER), "no_answer", "unanswered", ["sorry"]),
        (Connected(CallState.BUSY), "busy", "unanswered", ["sorry"]),
        (Connected(CallState.FAILED), "failed", "unanswered", ["sorry"]),
        (Connected(CallState.CANCELED), "canceled", "unanswered", ["sorry"]),
        (Keyed(""), "", "unanswered", ["sorry"]),  # a company that does not say how it went
        (Keyed("*"), "", "unanswered", ["sorry"]),
    ],
)
def test_after_the_talk_or_without_one_the_question_is_put_again_in_few_words(
    heard: Heard, raw: str, became: str, first: list[str]
) -> None:
    move = at_desk("menu", Keyed("0"), FOUND, heard, answers={"menu": "b"})
    assert said(move) == [*first, "menu_again"]
    assert move.answer == Answer("person", "1", "connect", None, raw, became, 1)
    assert (move.session.flow, move.session.node, move.session.back, move.session.tries) == ("desk", "menu", None, 0)


def test_a_list_is_read_out_again_in_full() -> None:
    move = at_desk("area", Keyed("0"), Did("nobody"), facts={"areas": AREAS})
    assert said(move) == ["sorry", "area", "call.option", "call.option"]
    assert advance(OFFICE, move.session, Keyed("2"), TODAY).session.answers == {"area": "53290110520101"}


def test_whoever_came_straight_to_a_person_is_let_go_afterwards() -> None:
    move = begin(OFFICE, "person", "zh")
    move = advance(OFFICE, move.session, Did("nobody"), TODAY)
    assert (said(move), move.session.ended) == (["sorry", "bye"], "over")


def test_news_of_a_talk_is_no_answer_to_a_question() -> None:
    assert said(at_desk("menu", TALKED)) == ["menu_again", "menu"]


def test_even_0_cannot_hold_the_line_for_ever() -> None:
    move = begin(OFFICE, "desk", "zh")
    while move.session.ended is None:
        heard = Did("found", {"duty": DUTY}) if move.act else Keyed("0")
        move = advance(OFFICE, move.session, heard, TODAY)
    assert move.session.step == MAX_STEPS + 1


def test_no_telephone_number_comes_into_words() -> None:
    move = at_desk("menu", Keyed("0"), Did("found", {"duty": DUTY, "unit": "鹤阳村"}))
    assert move.turn is not None
    assert [phrase.values for phrase in move.turn.say] == [{"unit": "鹤阳村"}]
    aloud = Node("end", Kind.ENDS, say=("@duty", "bye"), outcome="over")
    move = begin({"loud": Flow("loud", "1", "end", {"end": aloud})}, "loud", "zh", {"duty": DUTY})
    assert said(move) == ["bye"]
