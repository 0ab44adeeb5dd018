"""The day played from its first call to its digest, on a machine of its own."""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from datetime import time as time_of_day
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from gateway import clocks
from gateway.demo import digest, loudspeaker, reporting, scenes
from gateway.demo.operator import Operator
from gateway.demo.screen import Screen
from gateway.demo.scripts import prompter
from gateway.demo.stage import DAY, FREE_LINE, Cast, Stage, Stuck
from gateway.demo.village import Village
from gateway.demo.words import Narrator
from gateway.journeys import roster
from gateway.machine.desk import Desk
from gateway.machine.processes import Machine
from gateway.settings import Settings, from_environment
from gateway.wiring import connect_web

ZONE = ZoneInfo("Asia/Shanghai")
DAWN = datetime.combine(DAY, time_of_day(7, 25), ZONE)

# Nothing of this machine's own carrier, ledger or queue: the demo never touches what is somebody's.
NOBODYS = dict.fromkeys(
    "REDIS_URL PUBLIC_BASE_URL TWILIO_BASE_URL TWILIO_ACCOUNT_SID TWILIO_AUTH_TOKEN TWILIO_FROM_NUMBER".split(), ""
)
KNOBS = {
    "TIMEZONE": ZONE.key,
    "DEFAULT_LANGUAGE": "zh",
    "CUT_OFF": "16:00",
    "WAKING_FROM": "07:00",
    "WAKING_UNTIL": "21:00",
    "CALLS_PER_SECOND": "1",  # a second of the village's clock, Twilio's own default
    "CALLS_AT_ONCE": "60",
    "TEXTS_PER_SECOND": "20",  # of a short code: the whole day's texts within the demo
    "RING_S": "30",
    "CALL_BACK_LINES": FREE_LINE,
    "TICK_S": "1",
}


@dataclass(frozen=True)
class Size:
    """How much happens in the morning."""

    calls: int
    notes: int


FULL, QUICK = Size(calls=24, notes=44), Size(calls=10, notes=11)


def play_day(stage: Stage, seed: int, size: Size) -> None:
    """Every scene in its order."""
    homes = scenes.callers(stage.cast.village, Random(f"callers:{seed}"))  # noqa: S311 - a made-up village keeps no secrets
    feverish, helpless, passenger, traveller, thrifty, *others = homes
    family = next(home for home in others if home.speaks == "zh" and len(home.members) == reporting.THREE)
    others.remove(family)
    scenes.morning(stage, others, size.calls, size.notes)
    reporting.goes_on(stage)
    reporting.one_is_ill(stage, family)
    reporting.shared_train(stage, passenger, traveller)
    reporting.rung_back(stage, thrifty)
    scenes.alarm(stage, feverish)
    scenes.help_wanted(stage, helpless)
    scenes.at_home(stage)
    loudspeaker.speak(stage)
    loudspeaker.first_round(stage)
    loudspeaker.next_rounds(stage)
    loudspeaker.door_list(stage)
    digest.signed(stage)
    loudspeaker.stopped(stage)
    scenes.evening(stage)
    digest.opened(stage)
    loudspeaker.night(stage)


@contextmanager
def staged(village: Village, folder: Path, screen: Screen) -> Iterator[Stage]:
    """A stage whose machine runs until the end, however that comes."""
    clock_file = folder / "clock"
    clocks.write(clock_file, DAWN, 1.0)
    knobs = KNOBS | {"REHEARSAL_CLOCK": str(clock_file), "DATABASE_URL": f"sqlite:///{folder}/dalaba.db"}
    with ExitStack() as held:
        began = time.monotonic()
        machine = held.enter_context(Machine(NOBODYS | knobs | {"DATA_DIR": str(folder)}, folder))
        settings = _settings(machine, knobs, folder)
        board = connect_web(settings)
        held.callback(board.ledger.close)
        roster.bring(board, village.roster())
        whisper = held.enter_context(prompter(board, village.roster(), folder))
        narrator = Narrator(village.doors(), village.staff, settings.timezone)
        stage = Stage(machine, _operator(machine), board, screen, clock_file, Cast(village), narrator, whisper)
        stage.operator.put_phones(village.phones())
        stage.operator.put_line(FREE_LINE, machine.addresses.web)
        _tell_machine(stage, time.monotonic() - began)
        yield stage


def _settings(machine: Machine, knobs: Mapping[str, str], folder: Path) -> Settings:
    account, exchange = _desk(machine)
    where = {
        "REDIS_URL": machine.addresses.redis,
        "PUBLIC_BASE_URL": machine.addresses.web,
        "DATA_DIR": str(folder),
        **account.settings(exchange),
    }
    return from_environment(**{name.lower(): value for name, value in {**knobs, **where}.items()})


def _operator(machine: Machine) -> Operator:
    account, exchange = _desk(machine)
    return Operator(exchange, account)


def _desk(machine: Machine) -> tuple[Desk, str]:
    if machine.desk is None or machine.addresses.exchange is None:
        raise Stuck("the machine has no exchange")
    return machine.desk, machine.addresses.exchange


def _tell_machine(stage: Stage, took_s: float) -> None:
    village, addresses = stage.cast.village, stage.machine.addresses
    stage.screen.say(
        f"web {addresses.web}   redis {addresses.redis}   exchange {addresses.exchange}   ({took_s:.1f} s)", "dim"
    )
    stage.screen.say(
        f"鹤鸣村、松涧村：{len(village.homes)} 户 households, {len(village.personas)} 部电话 phones，"
        "村干部 cadre、村医 doctor、镇上 supervisor 各一人"
    )
