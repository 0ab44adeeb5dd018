"""What the ledger holds from one call, on paper."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from gateway.cli import house
from gateway.journeys.reporting import reports
from gateway.store import alerts, attempts, broadcasts, call_sheet, deliveries, sessions, staff, tasks
from gateway.store.call_sheet import Filed, Given
from gateway.switchboard import Switchboard

RECORDING = "https://handset.invalid/recording"  # where a handset's recordings would be; there is no such place


def show(board: Switchboard, paper: Console, session_id: str, before: int) -> None:
    """Answers, reports, alerts, and the texts that would be sent.

    before  the newest text in the outbox when the call began
    """
    with board.ledger.read() as tx:
        given = call_sheet.given(tx, session_id)
        lines = [
            *(f"report 报告: {_report(board, filed)}" for filed in call_sheet.filed(tx, session_id)),
            *(f"alert 急事: {code} {kind}" for code, kind in call_sheet.raised(tx, session_id)),
            *_settled(board, tx, session_id),
            *_spoken(tx),
            *(_text(text) for text in call_sheet.texts_after(tx, before)),
        ]
    paper.print("\nThe ledger holds from this call 这个电话记下了：")
    if given:
        paper.print(_table(given), markup=False)
    for line in lines or ([] if given else ["nothing 没有"]):
        paper.print(line, markup=False, soft_wrap=True)


def _table(answers: list[Given]) -> Table:
    table = Table("question 问题", "clear 清楚", "keys 按键", "answer 回答")
    for given in answers:
        said = ("", "(recording 录音)") if given.raw == RECORDING else (given.raw, given.value)
        table.add_row(f"{given.flow}/{given.node}", str(given.clear or ""), *said)
    return table


def _report(board: Switchboard, filed: Filed) -> str:
    told = [filed.kind, str(filed.day), filed.unit_code]
    if filed.category:
        words = board.catalogue.sms(f"category.{filed.category}", board.settings.default_language)
        told.append(f"category 类别 {filed.category} {words}")
    told += [name for name, so in (("from Hubei 湖北", filed.from_hubei), ("ill 生病", filed.fever)) if so]
    if filed.temperature is not None:
        told.append(f"{filed.temperature} °C")
    if filed.clear is not None:
        unclear = reports.names_of(board, filed.unclear or (), board.settings.default_language)
        told.append(f"{filed.clear} of 10 clear 清楚" + (f", unclear 不清楚: {unclear}" if unclear else ""))
    return ", ".join(told)


def _settled(board: Switchboard, tx: Connection, session_id: str) -> Iterator[str]:
    """What became of whatever we rang this phone for, and what it is owed."""
    line = sessions.load(tx, session_id)
    tried = attempts.load(tx, line.attempt_id) if line and line.attempt_id else None
    delivery = deliveries.load(tx, tried.delivery_id) if tried and tried.delivery_id else None
    alert = alerts.load(tx, tried.alert_id) if tried and tried.alert_id else None
    if delivery is not None:
        yield f"delivery 送达: {delivery.number} {delivery.state.value}"
    if alert is not None:
        taken = (
            f"taken by 接手人 {staff.load(tx, alert.taken_by).name}" if alert.taken_by else "taken by nobody 无人接手"
        )
        yield f"alert 急事: {alert.code} {alert.kind}, {taken}"
    owed = (
        tasks.load(tx, tried.task_id)
        if tried and tried.task_id
        else tasks.promised_to(tx, line.number)
        if line
        else None
    )
    if owed is not None and owed.due_at is not None:
        kept = f"{owed.answer}, by {owed.done_by}" if owed.done_at else "not kept yet 还没打"
        yield f"call back 回电话: to 给 {owed.number}, until 最晚 {board.settings.local(owed.due_at):%H:%M}, {kept}"


def _spoken(tx: Connection) -> Iterator[str]:
    """What a cadre has recorded for the village."""
    for broadcast in broadcasts.beginning_with(tx, ""):
        if broadcast.author_id is not None:
            seconds = broadcasts.infos(tx, broadcast.id)[broadcast.language].seconds
            told = f"{broadcast.level.value}, to 对 {broadcast.unit_code}, {seconds:.0f} s, {broadcast.state.value}"
            yield f"broadcast 广播 {broadcast.number}: {told}"


def _text(text: call_sheet.Sent) -> str:
    return f"text 短信 to {text.number} ({house.counted(text.segments, 'segment')}): {text.body}"
