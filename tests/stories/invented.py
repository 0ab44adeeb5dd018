"""Two hundred invented homecomings, drawn from a seed, and how each is said with the keys of a telephone.

Only what keypad and form can both carry is drawn: no speech, no plates, no airline without a key. Every answer that may
be "I don't know" without a word being spoken is not known now and then.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from gateway.domain import clears
from gateway.domain.area_codes import AREA_CODES
from gateway.domain.conversation import Did, Flow, Keyed, Kind, Move, Node, Session, Spoke
from gateway.domain.flow import MAX_TRIES, advance, begin
from gateway.domain.places import HUBEI, WUHAN, YUNNAN
from gateway.domain.readers import MOST_DAYS_AGO, MOST_DAYS_BACK
from gateway.domain.screening import LONG_AGO, UNKNOWN

Answers = Mapping[str, str]

NAME = "rec"  # what a test's caller does at a tone
CALM = {
    "know_line": "own",
    "check_vehicle": "free",
    "alert_if_urgent": "calm",
    "file_report": "whole",
}  # acts that change no question
YES_NO_UNKNOWN = ("yes", "no", "no", "no", UNKNOWN)
FAR = sorted(AREA_CODES.keys() - HUBEI - YUNNAN)


@dataclass(frozen=True)
class Teller:
    """Tells of one person who came home, by chance; the same seed tells the same.

    today  the day it is told on
    """

    chance: Random
    today: date

    def answers(self) -> Answers:
        """What is meant, question by question, as the ledger should come to know it."""
        return {
            **self._how_many(),
            **self._when(),
            **self._where_from(),
            **self._by_what(),
            **self._stops(),
            "shared_vehicle": self.chance.choice(YES_NO_UNKNOWN),
            "close_contact": self.chance.choice(YES_NO_UNKNOWN),
            **self._health(),
            "measures": self.chance.choice(("stayed_home", "masked", "unmasked", "isolated")),
            "age": str(self.chance.randrange(100)),
            "sex": self.chance.choice(("male", "female")),
            **self._phone(),
        }

    def _rarely(self) -> bool:
        return self.chance.random() < 0.15

    def _how_many(self) -> Answers:
        count = self.chance.choice("1111123")
        return {"returned_count": count} | ({} if count == "1" else {"together": self.chance.choice(("yes", "no"))})

    def _when(self) -> Answers:
        if self._rarely():
            days = self.chance.randint(MOST_DAYS_AGO + 1, MOST_DAYS_BACK)
            return {"days_ago": LONG_AGO, "arrival_day": (self.today - timedelta(days)).isoformat()}
        return {"days_ago": (self.today - timedelta(self.chance.randint(0, MOST_DAYS_AGO))).isoformat()}

    def _where_from(self) -> Answers:
        origin = self.chance.choice(("hubei", "yunnan", "province", "abroad", UNKNOWN))
        inner: Mapping[str, Answers] = {
            "hubei": self._hubei(),
            "yunnan": {"yunnan_place": self.chance.choice(sorted(YUNNAN))},
            "province": {"place": UNKNOWN if self._rarely() else self.chance.choice(FAR)},
            "abroad": {"country": self.chance.choice(("MM", "LA", "VN", "TH", "other"))},
            UNKNOWN: {},
        }
        return {"origin": origin} | inner[origin]

    def _hubei(self) -> Answers:
        if self.chance.random() < 0.5:
            return {"hubei": "wuhan"}
        elsewhere = UNKNOWN if self._rarely() else self.chance.choice(sorted(HUBEI - {WUHAN}))
        return {"hubei": "elsewhere", "hubei_place": elsewhere}

    def _by_what(self) -> Answers:
        vehicle = self.chance.choice(("plane", "train", "train", "coach", "car", "other"))
        inner = {"plane": self._flight, "train": self._train}
        return {"vehicle": vehicle} | (inner[vehicle]() if vehicle in inner else {})

    def _train(self) -> Answers:
        letter = self.chance.choice(("G", "D", "K", "T_or_Z", "none", UNKNOWN))
        if letter == UNKNOWN:
            return {"train_letter": letter}
        spelt = {"T_or_Z": self.chance.choice("TZ"), "none": ""}.get(letter, letter)
        number = self.chance.randint(1001, 8998) if letter == "none" else self.chance.randint(1, 9998)
        told = UNKNOWN if self._rarely() else f"{spelt}{number}"
        more = {"train_t_or_z": spelt} if letter == "T_or_Z" else {}
        return {"train_letter": letter, **more, "train_number": told}

    def _flight(self) -> Answers:
        airline = self.chance.choice(("MU", "CZ", "CA", "kunming", UNKNOWN))
        if airline == UNKNOWN:
            return {"airline": airline}
        spelt = self.chance.choice(("KY", "8L")) if airline == "kunming" else airline
        told = UNKNOWN if self._rarely() else f"{spelt}{self.chance.randint(100, 9999)}"
        more = {"airline_kunming": spelt} if airline == "kunming" else {}
        return {"airline": airline, **more, "flight_number": told}

    def _stops(self) -> Answers:
        stopped = self.chance.choice(YES_NO_UNKNOWN)
        if stopped != "yes":
            return {"stopped": stopped}
        places = self.chance.sample(sorted(AREA_CODES), self.chance.randint(1, 3))
        return {"stopped": stopped, "stop_count": str(len(places)), "stop_places": ",".join(places)}

    def _health(self) -> Answers:
        fever = self.chance.choice(("yes", "no", "no", UNKNOWN))
        measured = {"temperature": f"{self.chance.randint(360, 405) / 10:.1f}"} if fever == "yes" else {}
        return {"fever": fever, **measured, "symptoms": self.chance.choice(("yes", "no", "no"))}

    def _phone(self) -> Answers:
        if self.chance.random() < 0.7:
            return {"this_phone": "yes"}
        return {"this_phone": "no", "other_phone": f"+86199000{self.chance.randint(10000, 99999)}"}


def keys_for(flows: Mapping[str, Flow], meant: Answers, today: date) -> list[str]:
    """What is keyed from "how many came" to the end of the call: found by walking the flow, never written by hand."""
    move, keys = begin(flows, "ten_clears", "zh"), []
    while move.session.ended is None:
        node = flows[move.session.flow].nodes[move.session.node]
        for entry in _entries(node, move, meant, today):
            keys += [] if isinstance(entry, Did) else [NAME if isinstance(entry, Spoke) else entry.digits]
            move = advance(flows, move.session, entry, today)
    return keys


def _entries(node: Node, move: Move, meant: Answers, today: date) -> Iterator[Did | Keyed | Spoke]:
    if move.act is not None:
        yield _did(move.act, move.session)
    elif node.kind is Kind.RECORD:
        silent = [Keyed("")] * MAX_TRIES  # whoever says nothing is asked on
        yield from [Spoke("https://carrier.example/rec", 8.0)] if node.name == "name_spoken" else silent
    else:
        yield Keyed(_keys(node, _meant(node, move.session, meant), today))


def _did(act: str, session: Session) -> Did:
    if act == "count_stop":
        answers, last = clears.count_stop(session.answers)
        return Did("done" if last else "again", answers=answers)
    if act == "next_person":
        return Did("another" if session.person < int(session.answers["returned_count"]) else "done")
    return Did(CALM[act])


def _meant(node: Node, session: Session, meant: Answers) -> str:
    if node.name == "stop_place":
        told = [*filter(None, session.answers.get("stop_places", "").split(","))]
        return meant["stop_places"].split(",")[len(told)]
    if node.name == "yunnan_group":
        return YUNNAN_GROUPS[meant["yunnan_place"]]
    if node.name == "another":
        return "later"  # a form tells of one
    if node.name.startswith("confirm"):
        return "right"
    return meant.get(node.saves or node.name, UNKNOWN)  # what no form carries is not known to the caller either


YUNNAN_GROUPS = {
    code: group
    for group, codes in {
        "centre": ("0871", "0877", "0878", "0874"),
        "west": ("0872", "0875", "0692", "0883"),
        "south": ("0873", "0876", "0879", "0691"),
        "north": ("0870", "0888", "0886", "0887"),
    }.items()
    for code in codes
}


def _keys(node: Node, value: str, today: date) -> str:
    if node.kind is Kind.KEYS:
        return next(key for key, stands_for in node.keys.items() if stands_for == value)
    if value == UNKNOWN:
        return node.unknown or ""
    digits = _digits(node.reader or "", value, today)
    return digits + ("#" if 1 < node.most > len(digits) else "")


def _digits(reader: str, value: str, today: date) -> str:
    if reader == "days_ago":
        return "31" if value == LONG_AGO else str((today - date.fromisoformat(value)).days)
    if reader == "arrival_day":
        return f"{date.fromisoformat(value):%m%d}"
    if reader == "age":
        return value.zfill(2)
    if reader == "flight_number":
        return value[2:]  # the airline was keyed before
    if reader == "phone":
        return value.removeprefix("+86")
    return value.lstrip("GDKTZ").replace(".", "")


def draw(count: int, seed: int, today: date) -> Sequence[Answers]:
    """So many homecomings; the same seed draws the same."""
    teller = Teller(Random(seed), today)
    return [teller.answers() for _ in range(count)]
