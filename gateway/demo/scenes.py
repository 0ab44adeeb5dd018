"""The day, scene by scene. Each returns when what it shows has happened, and raises Stuck when it does not."""

from collections.abc import Callable, Iterable
from itertools import cycle, islice
from random import Random

from sqlalchemy import func, select

from gateway.demo import stories
from gateway.demo.operator import Event
from gateway.demo.stage import DAY, LOOK_S, Stage
from gateway.demo.stories import Note, Story
from gateway.demo.village import SILENT_GRID, TOWNSHIP, Home, Village
from gateway.domain.places import Level
from gateway.journeys.daily import sealing
from gateway.store import alerts, outgoing_tables
from gateway.store.outgoing_tables import texts_out
from gateway.store.tables import texts_in

# Rehearsal seconds in a second on the wall. Where people are to be followed, slower.
MORNING, ALARM, HELPS = 45.0, 12.0, 20.0

RELIABLE = frozenset({"steady", "slow_elder", "wrong_keys", "busy_then_answers", "no_answer_then_answers"})
EVENING = 20.0
QUIET_S = 2.0  # wall seconds in which a second digest would have come
EACH_S = 4.0  # rehearsal seconds between two callers of the morning
TEXT_EACH_S = 2.0
CHAOS = {"duplicate": 0.08, "reorder": 0.08, "delay": 0.05, "delay_s": 15.0, "lose": 0.02}


def morning(stage: Stage, homes: Iterable[Home], calls: int, notes: int) -> None:
    """07:30: residents ring and text, all at once, while the network repeats, shuffles and loses callbacks."""
    stage.at(7, 30, MORNING)
    stage.scene("清早：村民打来、发来  residents ring and text")
    stage.operator.set_chaos(CHAOS)
    people = iter(homes)
    played = zip(people, islice(cycle(stories.CALLS), calls), strict=False)
    acts = [(EACH_S * nth, _ring(stage, home, story)) for nth, (home, story) in enumerate(played)]
    texting = zip(people, islice(cycle(stories.NOTES), notes), strict=False)
    acts += [(TEXT_EACH_S * nth, _text(stage, home, note)) for nth, (home, note) in enumerate(texting)]
    _play(stage, acts)
    stage.until("the morning's calls and answers", lambda: at_rest(stage))


Act = Callable[[], object]


def _ring(stage: Stage, home: Home, story: Story) -> Act:
    return lambda: stage.ring_in(home, story)


def _text(stage: Stage, home: Home, note: Note) -> Act:
    return lambda: stage.write_in(home, note, 2 if note is stories.NOTES[0] else 1)


def _play(stage: Stage, acts: Iterable[tuple[float, Act]]) -> None:
    """Each act at its second after now."""
    began = stage.board.clock.now()
    for after_s, act in sorted(acts, key=lambda act: act[0]):
        while (stage.board.clock.now() - began).total_seconds() < after_s:
            stage.pause(LOOK_S)
        act()


def at_rest(stage: Stage) -> bool:
    """Nobody on the line, every text read, and every answer on its phone."""
    if stage.operator.calls_in_the_air():
        return False
    with stage.board.ledger.read() as tx:
        unread = tx.execute(select(func.count()).where(texts_in.c.meaning.is_(None))).scalar_one()
        written = tx.execute(select(func.count()).select_from(texts_out)).scalar_one()
    arrived = sum(1 for event in stage.operator.events if event["kind"] in ("text.received", "text.undelivered"))
    return not unread and arrived >= written


def reliable(village: Village) -> list[Home]:
    """Homes whose people may ring in on this day: those with a phone of their own that works."""
    return [
        home for home in village.homes if home.grid != SILENT_GRID and village.personas[home.numbers[0]] in RELIABLE
    ]


def callers(village: Village, dice: Random) -> list[Home]:
    """They, in no order."""
    fine = reliable(village)
    return dice.sample(fine, len(fine))


def alarm(stage: Stage, home: Home) -> None:
    """09:02: a feverish returnee from Wuhan keys her report; the doctor's phone rings before she has hung up."""
    stage.at(9, 2, ALARM)
    stage.scene("发烧，从武汉回来：村医的电话要在她挂机前响  the doctor's phone rings before she hangs up")
    call = stage.ring_in(home, stories.FEVER)
    stage.narrator.follow(call.sid)
    stage.until("the doctor to take the alert", lambda: not open_alerts(stage) and stage.has_ended(call.sid))
    stage.until("quiet", lambda: at_rest(stage))
    show_alert(stage)


def help_wanted(stage: Stage, home: Home) -> None:
    """09:20: somebody presses 1 for help; the doctor cannot pick up, and answers the text with a 1."""
    doctor = stage.cast.village.staff["doctor"].number
    stage.at(9, 20, HELPS)
    stage.scene("有人要帮忙，村医在出诊：短信回 1 接手  the doctor is out and takes it by text")
    stage.operator.put_phones([{"number": doctor, "persona": "never_answers"}])
    before = len(stage.operator.events)
    stage.ring_in(home, stories.HELP)
    stage.until("the alert's text", lambda: _got_text(stage, doctor, before))
    stage.operator.text(doctor, "1")
    stage.until("the doctor to take the alert", lambda: not open_alerts(stage) and at_rest(stage))
    stage.operator.put_phones([{"number": doctor, "persona": "steady"}])
    show_alert(stage)


def _got_text(stage: Stage, number: str, after: int) -> bool:
    return any(event["number"] == number for event in _since(stage, after, "text.received"))


def open_alerts(stage: Stage) -> bool:
    with stage.board.ledger.read() as tx:
        return bool(alerts.open_ones(tx))


def show_alert(stage: Stage) -> None:
    with stage.board.ledger.read() as tx:
        newest = select(outgoing_tables.alerts).order_by(outgoing_tables.alerts.c.raised_at.desc()).limit(1)
        alert = tx.execute(newest).one()
    took = (alert.taken_at - alert.raised_at).total_seconds()
    through = {"call": "按 1 接手 took it by pressing 1", "text": "短信 1 接手 took it by text"}
    stage.screen.announce(
        f"急事 alert {alert.code}",
        [
            f"{stage.narrator.door(alert.number)}：{stage.board.catalogue.sms(f'concern.{alert.kind}', 'zh')}",
            f"村医{through[alert.taken_through]}，{took:.0f} 秒 seconds",
        ],
        "red",
    )


def at_home(stage: Stage) -> None:
    """09:30: who stays at home for fourteen days and has not told a temperature is rung and asked."""
    stage.at(9, 30, MORNING)
    stage.scene("居家的人还没报体温：机器打去问  people at home who have not reported are rung")
    before = len(stage.operator.events)
    stage.until("the first to be asked", lambda: bool(_since(stage, before, "call.placed")))
    stage.until("their answers", lambda: at_rest(stage))
    asked, well = (len(_since(stage, before, kind)) for kind in ("call.placed", "call.pressed"))
    stage.screen.say(f"{stage.local():%H:%M:%S}  问了 {asked} 部电话 phones asked，{well} 部按 1 平安 pressed 1: well")


def _since(stage: Stage, before: int, kind: str) -> list[Event]:
    return [event for event in stage.operator.events[before:] if event["kind"] == kind]


def evening(stage: Stage) -> None:
    """17:00: the township's day is sealed, once, and texted."""
    cut_off = stage.board.settings.cut_off[Level.TOWNSHIP]
    stage.at(cut_off.hour - 1, 59, EVENING, second=30)
    stage.scene("截止：日报封存，发给镇上  the cut-off: the day is sealed and texted")
    number = stage.cast.village.staff["supervisor"].number
    stage.until("the digest", lambda: _received(stage, number) is not None)
    stage.screen.phone("☎ 镇上 supervisor", str(_received(stage, number)))
    stage.at(cut_off.hour, 30, EVENING)
    stage.pause(QUIET_S)


def _received(stage: Stage, number: str) -> str | None:
    digest = sealing.latest(stage.board, TOWNSHIP, DAY)
    bodies = [event["body"] for event in stage.operator.events if _is_text_to(event, number)]
    return digest.words if digest and digest.words in bodies else None


def _is_text_to(event: object, number: str) -> bool:
    return isinstance(event, dict) and event["kind"] == "text.received" and event["number"] == number
