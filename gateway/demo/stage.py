"""The stage of the day: one clock for gateway and exchange, the cast's calls and texts, and what happened so far."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path

from gateway import clocks
from gateway.demo.operator import Operator
from gateway.demo.screen import Air, Screen
from gateway.demo.scripts import Intent, Prompter, Script
from gateway.demo.stories import Note, Story
from gateway.demo.village import Home, Village
from gateway.demo.words import Narrator, Weight
from gateway.domain.errors import GatewayError
from gateway.machine.processes import Machine
from gateway.store import deliveries
from gateway.switchboard import Switchboard

LOOK_S = 0.15  # wall seconds between two looks
PATIENCE_S = 45.0  # wall seconds for anything the day waits for
DAY = date(2020, 2, 8)
SPEECH_S = 18.0  # rehearsal seconds a cadre speaks to the village
NAMES_S = 3.0  # and a resident says a name or a place
FREE_LINE = "+8619900000002"  # rejects every ring and calls back


class Stuck(GatewayError):
    """Something the day waits for did not happen; the message says what."""


@dataclass(frozen=True)
class Call:
    """A call of the cast: who rang, what they meant to say, and what they keyed.

    resumes  sid of the call that broke off and is gone on with, "" for none
    """

    sid: str
    home: Home
    story: Story
    script: Script
    resumes: str = ""


@dataclass(frozen=True)
class Text:
    """A text of the cast."""

    sid: str
    home: Home
    note: Note


@dataclass
class Cast:
    """What was played, for the checks to hold against the ledger.

    rings  one ring on the line that calls back, and what was keyed once it did
    """

    village: Village
    calls: list[Call] = field(default_factory=list)
    rings: list[Call] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    cadre_calls: list[str] = field(default_factory=list)


@dataclass
class Stage:
    """Everything a scene needs."""

    machine: Machine
    operator: Operator
    board: Switchboard
    screen: Screen
    clock_file: Path
    cast: Cast
    narrator: Narrator
    prompter: Prompter
    broadcast: str | None = None  # the one whose reach is shown
    speed: float = 1.0

    def local(self) -> datetime:
        return self.board.settings.local(self.board.clock.now())

    def at(self, hour: int, minute: int, speed: float, second: int = 0) -> None:
        """Sets every clock of the day; one already past is left where it is, at the new speed."""
        moment = datetime.combine(DAY, time_of_day(hour, minute, second), self.board.settings.timezone)
        self.jump(moment, speed)

    def jump(self, moment: datetime, speed: float) -> None:
        moment = max(moment, self.local())
        clocks.write(self.clock_file, moment, speed)
        self.operator.set_clock(moment, speed)
        self.speed = speed
        time.sleep(2 * clocks.LOOK_S)  # until every process has seen it

    def scene(self, title: str) -> None:
        self.screen.scene(f"{self.local():%H:%M}", title)

    def look(self) -> None:
        """Shows what happened since the last look. Raises Stuck when a process of the machine has died."""
        if ending := self.machine.ending():
            raise Stuck(str(ending))
        for event in self.operator.news():
            told = self.narrator.tell(event)
            if told and told.weight is Weight.LINE:
                self.screen.say(told.words, told.style)
            elif told:
                self.screen.flicker(told.words)
        self.screen.moment(Air(self.local(), self.speed, self.operator.calls_in_the_air()), self.reach())

    def reach(self) -> deliveries.Reach | None:
        if self.broadcast is None:
            return None
        with self.board.ledger.read() as tx:
            return deliveries.reach(tx, self.broadcast)

    def until(self, what: str, happened: Callable[[], bool], patience_s: float = PATIENCE_S) -> None:
        """Plays on until it has happened. Raises Stuck after so many wall seconds, saying what was waited for."""
        deadline = time.monotonic() + patience_s
        while not happened():
            if time.monotonic() > deadline:
                raise Stuck(f"{self.local():%H:%M:%S}: still waiting for {what} after {patience_s:.0f} s")
            self.look()
            time.sleep(LOOK_S)
        self.look()

    def pause(self, wall_s: float) -> None:
        """Plays on for a while."""
        until = time.monotonic() + wall_s
        while time.monotonic() < until:
            self.look()
            time.sleep(LOOK_S)

    def ring_in(self, home: Home, story: Story, resumes: str = "") -> Call:
        """A resident rings the line and keys a story, or the rest of the one that broke off."""
        script = self.prompter.write(home.numbers[0], _speaking(story.intent, home.speaks))
        call = Call(self.operator.dial(home.numbers[0], script.keys, NAMES_S), home, story, script, resumes)
        self.cast.calls.append(call)
        return call

    def ring_once(self, home: Home, story: Story) -> Call:
        """A resident lets the free line ring once, and keys a story when it calls back."""
        number = home.numbers[0]
        script = self.prompter.write(number, _speaking(story.intent, home.speaks))
        self.operator.put_phones([{"number": number, "persona": "steady", "keys": script.keys}])
        ring = Call(self.operator.dial(number, (), line=FREE_LINE), home, story, script)
        self.cast.rings.append(ring)
        return ring

    def write_in(self, home: Home, note: Note, times: int = 1) -> Text:
        """A resident texts the line; more than once: the carrier brings the same text again."""
        body = note.body(home.speaks)
        sid = self.operator.text(home.numbers[0], body)
        for _ in range(times - 1):
            self.operator.text(home.numbers[0], body, sid)
        text = Text(sid, home, note)
        self.cast.texts.append(text)
        return text

    def cadre_speaks(self, intent: Intent) -> str:
        """The cadre rings and speaks to the village."""
        number = self.cast.village.staff["cadre"].number
        sid = self.operator.dial(number, self.prompter.write(number, intent).keys, SPEECH_S)
        self.cast.cadre_calls.append(sid)
        return sid

    def has_ended(self, sid: str) -> bool:
        return any(event["kind"] == "call.ended" for event in self.of(sid))

    def of(self, sid: str) -> Iterator[Mapping[str, object]]:
        """What the exchange saw of one call or text."""
        return (event for event in self.operator.events if event.get("sid") == sid)


def _speaking(intent: Intent, language: str) -> Intent:
    if not intent.says:
        return intent
    return Intent({**intent.says, "language": language}, intent.slips, intent.hangs_up)
