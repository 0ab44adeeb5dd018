"""Four ways of reporting: a call that broke off, one ill member of three, a train that is sought, a missed call.

They come between the morning and the alarm.
"""

from datetime import timedelta

from rich.text import Text

from gateway.demo import scenes, stories
from gateway.demo.operator import Event
from gateway.demo.stage import DAY, FREE_LINE, Call, Stage
from gateway.demo.village import Home
from gateway.journeys.reporting import vehicles
from gateway.journeys.reporting.vehicles import Shared
from gateway.store import arrivals, reports, sessions
from gateway.switchboard import Switchboard, Work

GOES_ON, ILL, TRAIN, BACK = 30.0, 30.0, 30.0, 15.0  # rehearsal seconds in a second on the wall
THREE = 3  # members of the family
LEFT_ON = DAY - timedelta(days=3)  # when the sought train ran
NOTICE = "州疾控寻人3号"
BY = "command line"


def goes_on(stage: Stage) -> None:
    """08:10: whoever hung up midway rings again, and is asked the very question at which the line broke."""
    stage.at(8, 10, GOES_ON)
    stage.scene("断了的电话接着报  a call that broke off goes on at the same question")
    broken = next(call for call in stage.cast.calls if call.story is stories.HANGS_UP)
    stage.until("the broken call to be noted", lambda: _is_closed(stage, broken))
    answers = broken.script.stored
    stage.screen.say(f"户{broken.home.door}  早上答了{answers}题就断了 broke off this morning after {answers} answers")
    call = _follow(stage, stage.ring_in(broken.home, stories.GOES_ON, broken.sid))
    with stage.board.ledger.read() as tx:
        arrival = arrivals.load(tx, _person(stage, call))
    clear = arrival.clear if arrival else 0
    stage.screen.say(f"两个电话，一个人，十样清楚{clear}样 two calls, one person, {clear} of ten clear", "bold green")


def _is_closed(stage: Stage, call: Call) -> bool:
    with stage.board.ledger.read() as tx:
        line = sessions.by_sid(tx, call.sid)
    return line is not None and line.ended_at is not None


def _follow(stage: Stage, call: Call) -> Call:
    """Tells a call question by question, to its end and to the last text that comes of it."""
    stage.narrator.follow(call.sid)
    stage.until("the call to end", lambda: stage.has_ended(call.sid) and scenes.at_rest(stage))
    return call


def _person(stage: Stage, call: Call) -> str:
    """Of whom a call told, as the ledger has it; "" when it filed nothing."""
    with stage.board.ledger.read() as tx:
        line = sessions.by_sid(tx, call.sid)
        return (reports.person_of(tx, f"call:{line.id}:1") if line else None) or ""


def one_is_ill(stage: Stage, home: Home) -> None:
    """08:20: in a family of three one is ill; on the roll each of them has a key."""
    stage.at(8, 20, ILL)
    stage.scene("一家三口，一个不舒服：按一个键说是谁  one of a family of three is ill, and named by a key")
    call = _follow(stage, stage.ring_in(home, stories.ill(home.members[1])))
    named = _person(stage, call).partition(":")[2]
    for member in home.members:
        well = member != named
        stage.screen.say(f"          {member}  {'好 well' if well else '不舒服 ill'}", "green" if well else "bold red")


def shared_train(stage: Stage, passenger: Home, traveller: Home) -> None:
    """08:30: a train is sought. Who came by it is found, and who comes to tell of it later is alarmed on the line."""
    stage.at(8, 30, TRAIN)
    stage.scene("找同车的人：登记过的找出来，后来报的当场就知道  a train is sought, its passengers found both ways")
    stage.write_in(passenger, stories.FORM)
    stage.until("the form's receipt", lambda: scenes.at_rest(stage))
    _show_found(stage, _seek(stage))
    _until_taken(stage)
    _follow(stage, stage.ring_in(traveller, stories.SHARED))
    _until_taken(stage)


def _seek(stage: Stage) -> list[Shared]:
    """The cadre enters the notice, as `dalaba vehicle seek` does."""
    stage.screen.say(f'$ dalaba vehicle seek {stories.SOUGHT} {LEFT_ON} --notice "{NOTICE}"', "bold")
    stage.prompter.know(_entered)
    with stage.board.work() as work:
        return _entered(stage.board, work)


def _entered(board: Switchboard, work: Work) -> list[Shared]:
    return vehicles.seek(board, work, stories.SOUGHT, LEFT_ON, "notice", NOTICE, BY)


def _show_found(stage: Stage, found: list[Shared]) -> None:
    rows = [(one.door, one.phone, str(one.arrived_on), Text(one.category)) for one in found]
    columns = ("户 door", "电话 phone", "到家 at home since", "类别 category")
    stage.screen.table(f"{stories.SOUGHT} 同车 passengers", columns, rows)


def _until_taken(stage: Stage) -> None:
    taken = "the doctor to take the alert"
    stage.until(taken, lambda: not scenes.open_alerts(stage) and scenes.at_rest(stage))
    scenes.show_alert(stage)


def rung_back(stage: Stage, home: Home) -> None:
    """08:50: one ring on the free line is turned away; the house rings back, and the report costs nothing."""
    number = home.numbers[0]
    stage.at(8, 50, BACK)
    stage.scene("响一声就挂，机器打回去，村民不花钱  one ring, and the house rings back: free for the resident")
    before = len(stage.operator.events)
    stage.ring_once(home, stories.WELL)
    stage.until("the call back", lambda: _placed(stage, number, before) is not None)
    placed = _placed(stage, number, before)
    if placed is not None:
        stage.narrator.follow(placed["sid"])
        stage.screen.say(f"{stage.local():%H:%M:%S}  户{home.door}  ☎ 从{FREE_LINE}打回去 rung back from that line")
        stage.until("the report", lambda: stage.has_ended(placed["sid"]) and scenes.at_rest(stage))
        stage.screen.say("报好了，电话费村里出 reported, and the village pays for the call", "bold green")
    stage.operator.put_phones([{"number": number, "persona": stage.cast.village.personas[number]}])


def _placed(stage: Stage, number: str, after: int) -> Event | None:
    calls = (event for event in stage.operator.events[after:] if event["kind"] == "call.placed")
    return next((event for event in calls if event["number"] == number), None)
