"""`dalaba handset`: any conversation of the house, in the terminal, on a ledger that is thrown away."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

import click
from rich.console import Console

from gateway.catalogue import Catalogue
from gateway.cli import house, sheet, stage
from gateway.domain import phones
from gateway.domain.calls import CallState, Progress
from gateway.domain.conversation import Connected, Heard, Keyed, Phrase, Spoke, Turn
from gateway.domain.errors import BadInput
from gateway.journeys.telephone import calls
from gateway.journeys.telephone.calls import Reply
from gateway.store import call_sheet, roster, sessions
from gateway.switchboard import Switchboard

ENTRY = re.compile(r"(?:rec|talk)\s*\d+(?:\.\d+)?|\S+")
RECORDED = re.compile(r"rec\s*(\d+(?:\.\d+)?)")
TALKED = re.compile(r"talk\s*(\d+)(?:\.\d+)?")
KEYS = re.compile(r"[0-9*#]*")
SILENCE = ("", "-")
HOW = (
    "Keys as on a phone: 1, 3#, * to hear it again; empty is silence; `rec 5` speaks 5 s; `talk 30` picks up when the "
    "caller is put through, and talks 30 s; Ctrl-D hangs up."
)


@click.command()
@click.argument("flow", default=stage.FRONT_DESK)
@click.option("--language", default="", help="The language this phone has chosen before. 语言：zh、en。")
@click.option("--as", "number", metavar="PHONE", help="Whose phone it is. 用谁的电话。")
@click.option(
    "--keys",
    help='Keys to press, one entry a question: "1 3# 2". "-" is silence, "rec 5" speech, "talk 30" a talk. 要按的键。',
)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="The day it is, such as 2020-02-08. 哪一天。")
def handset(flow: str, language: str, number: str | None, keys: str | None, day: datetime | None) -> None:
    """Hear what a caller hears, and press keys 在终端里听电话、按键。

    Walks any file of prompts/flows/ on a throwaway ledger with an invented village in it, and shows at the end what
    the ledger holds from the call. ♪ marks words that are played from a sound file; the carrier reads the others.

    \b
    Examples:
      dalaba handset
      dalaba handset wellness --language en --keys "1"
      dalaba handset ten_clears --keys "1 3# 1 1 1 4 2 2 2 2 2 1 38 1 1" --day 2020-02-08
      dalaba handset loudspeaker --keys "2468# 1 rec 5 1"
      dalaba handset front_desk --as 19900000101
      dalaba handset urgent_alert --keys 1
      dalaba handset village_message --keys "0 talk 30 1 1"
      dalaba handset promised_call --keys "1 talk 30"
    """
    paper = house.paper()
    entries = None if keys is None else ENTRY.findall(keys)
    with stage.village(day.date() if day else None) as board:
        _choose(board, language)
        phone = stage.phone_for(board, flow, number)
        if language:
            with board.work() as work:
                roster.remember(work.tx, phone, language=language)
        attempt_id = stage.prepare(board, flow, phone)
        with board.ledger.read() as tx:
            before = call_sheet.last_text(tx)
        call = Call(board, paper, _typed(paper) if entries is None else _shown(paper, entries))
        reply = call.walk(stage.pick_up(board, flow, phone, attempt_id))
        sheet.show(board, paper, reply.session_id, before)


def _choose(board: Switchboard, language: str) -> None:
    if language and language not in board.catalogue.languages:
        raise BadInput(f"no language is called {language!r}; there are: {', '.join(board.catalogue.languages)}")


def _typed(paper: Console) -> Iterator[str]:
    """What somebody types, until Ctrl-D."""
    paper.print(HOW, style="dim", markup=False)
    while True:
        try:
            yield click.prompt("key", prompt_suffix="> ", default="", show_default=False)
        except click.Abort:
            click.echo()
            return


def _shown(paper: Console, entries: Sequence[str]) -> Iterator[str]:
    """What was given beforehand, shown as it is pressed."""
    for entry in entries:
        paper.print(f"key> {entry if entry not in SILENCE else '(silence 不按)'}", style="bold", markup=False)
        yield entry


class Call:
    """One call on the handset. Raises BadInput for an entry no phone could send."""

    def __init__(self, board: Switchboard, paper: Console, entries: Iterator[str]) -> None:
        self.board, self.paper, self.entries = board, paper, entries

    def walk(self, reply: Reply) -> Reply:
        """To the end of the conversation, or until nothing more is pressed: then the caller hangs up."""
        self.say(reply)
        while reply.turn.wants is not None or reply.turn.connects is not None:
            entry = next(self.entries, None)
            if entry is None:
                self.hang_up(reply)
                return reply
            try:
                heard = understood(entry, reply.turn)
            except BadInput as e:
                self.paper.print(str(e), style="red", markup=False)
                continue
            reply = calls.take(self.board, reply.session_id, reply.turn.step, heard)
            self.say(reply)
        return reply

    def say(self, reply: Reply) -> None:
        """What the caller hears, under the place in the flow where she stands."""
        with self.board.ledger.read() as tx:
            line = sessions.load(tx, reply.session_id)
        if line is not None:
            ended = f", ended: {line.state.ended}" if line.state.ended else ""
            self.paper.print(f"── {line.state.flow}/{line.state.node}{ended}", style="dim", markup=False)
        for phrase in reply.turn.say:
            self.paper.print(spoken(self.board.catalogue, phrase, reply.language), markup=False, soft_wrap=True)
        if reply.turn.connects is not None:
            whom = phones.mask(reply.turn.connects)
            self.paper.print(f"  ☎ (put through to 接通 {whom}; `talk 30` picks up, empty does not)", markup=False)

    def hang_up(self, reply: Reply) -> None:
        """The caller puts the phone down; what was said so far is kept."""
        self.paper.print("(hangs up 挂机)", style="dim")
        with self.board.ledger.read() as tx:
            line = sessions.load(tx, reply.session_id)
        if line is not None:
            calls.caller_gone(self.board, Progress(line.sid, CallState.COMPLETED, self.board.clock.now()))


def understood(entry: str, turn: Turn) -> Heard:
    """What an entry is to the house. Raises BadInput, saying what may be entered here."""
    if turn.connects is not None:
        return _came_of(entry)
    said = RECORDED.fullmatch(entry.strip())
    if turn.wants is not None and turn.wants.record_s > 0:
        if said is None and entry not in SILENCE:
            raise BadInput("speech is wanted here: write `rec 5` for five seconds of it, or nothing")
        return Spoke(sheet.RECORDING, float(said[1]) if said else 0.0)
    pressed = "" if entry in SILENCE else entry.strip()
    if not KEYS.fullmatch(pressed):
        raise BadInput(f"{entry!r}: a phone has the keys 0-9, * and # only")
    return Keyed(pressed)


def _came_of(entry: str) -> Connected:
    talked = TALKED.fullmatch(entry.strip())
    if talked is None and entry not in SILENCE:
        raise BadInput("somebody is rung: write `talk 30` for thirty seconds of talk, or nothing when nobody picks up")
    return Connected(CallState.COMPLETED, int(talked[1])) if talked else Connected(CallState.NO_ANSWER)


def spoken(catalogue: Catalogue, phrase: Phrase, language: str) -> str:
    """One phrase as a line: ♪ where a sound file is played."""
    if phrase.audio is not None:
        return "  ♪ (the recording is played 播放录音)"
    mark = "♪" if catalogue.clip(phrase, language) else " "
    return f"  {mark} {catalogue.words(phrase, language)}"
