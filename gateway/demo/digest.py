"""The day's report in the evening: the cadre is reminded and signs, the township replies 3 and sees who, masked."""

from gateway.demo.stage import Stage
from gateway.demo.village import TOWNSHIP, UNITS, VILLAGE
from gateway.domain.places import Level

AFTERNOON, EVENING = 20.0, 20.0
FEVER = "3"  # the digit on the card
RIGHT, REST = "日报 对", "余"
NAMES = {code: name for code, _, name in UNITS}
LISTED = f"{NAMES[VILLAGE]}2/8发热"  # how an answer begins that tells who it is


def signed(stage: Stage) -> None:
    """15:30: whoever has not signed is reminded, and says that the count is right."""
    cut_off = stage.board.settings.cut_off[Level.VILLAGE]
    stage.at(cut_off.hour - 1, 29, AFTERNOON, second=40)
    stage.scene("提醒：还没报的，半小时前短信提醒  whoever has not signed is reminded")
    cadre = stage.cast.village.staff["cadre"].number
    stage.until("the reminder", lambda: bool(_received(stage, cadre, f"{cut_off:%H:%M}截止")))
    stage.operator.text(cadre, RIGHT)
    stage.until("what it is answered", lambda: bool(_received(stage, cadre, "日报已确认")))


def opened(stage: Stage) -> None:
    """The supervisor replies with a digit: which village, then who it is, as far as a township may see."""
    stage.scene("回 3：发热的在哪个村、是谁（脱敏）  a reply of 3 opens who is behind the fevers, masked")
    number = stage.cast.village.staff["supervisor"].number
    stage.operator.text(number, FEVER)
    township = f"{NAMES[TOWNSHIP]}2/8发热"
    stage.until("which villages", lambda: bool(_received(stage, number, township)))
    stage.screen.phone("☎ 镇上 supervisor", _received(stage, number, township)[-1])
    stage.operator.text(number, f"{FEVER} {NAMES[VILLAGE]}")
    stage.until("who it is", lambda: bool(_received(stage, number, LISTED)))
    while "看回：余" in _received(stage, number, LISTED)[-1]:
        _more(stage, number, len(_received(stage, number, LISTED)))
    for body in _received(stage, number, LISTED):
        stage.screen.phone("☎ 镇上 supervisor", body)


def _more(stage: Stage, number: str, known: int) -> None:
    stage.operator.text(number, REST)
    stage.until("the rest of them", lambda: len(_received(stage, number, LISTED)) > known)


def _received(stage: Stage, number: str, words: str) -> list[str]:
    """Texts on a phone in which these words stand."""
    texts = (event for event in stage.operator.events if event["kind"] == "text.received")
    bodies = (str(event["body"]) for event in texts if event["number"] == number)
    return [body for body in bodies if words in body]
