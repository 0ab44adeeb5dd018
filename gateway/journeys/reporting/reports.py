"""Reports filed from a call or a text: the household's zero, its health, the ten clears of one returnee."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.domain import screening
from gateway.domain.clears import BY_VOICE
from gateway.domain.flow import Fact
from gateway.domain.observations import Channel
from gateway.domain.roles import Role
from gateway.domain.screening import Concern
from gateway.journeys import alerts
from gateway.journeys.observing import observations
from gateway.journeys.reporting import clears, tasks, together, vehicles
from gateway.journeys.reporting.clears import Said
from gateway.store import arrivals, duty, reports, roster, texts
from gateway.store.reports import Kind, Report
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work

MOST_TOLD = 9  # returnees that can be keyed; more are asked for by ringing
HOME_NUMBER = "home_number"  # the fact that a cadre keys for a home: the phone it is reached on
BY_CHANNEL = {"sms": Channel.SMS, "missed_call": Channel.MISSED_CALL, "cadre": Channel.CADRE}
FIELD_STAFF = (Role.CADRE, Role.GRID_WORKER, Role.DOCTOR)  # who may report for other households


@dataclass(frozen=True)
class Source:
    """Where a report comes from. `key` names the call or text, so that it is filed once.

    at  when it was said: a text may be read long after it came. None: now
    """

    key: str
    number: str
    unit_code: str
    household_id: int | None
    language: str
    said_by: str = "resident"
    channel: str = "call"
    at: datetime | None = None

    @classmethod
    def of_call(cls, line: Line) -> "Source":
        """The call on this line; of a home a cadre keys for, its own phone."""
        return cls(
            f"call:{line.id}:{line.state.person}",
            str(line.state.facts.get(HOME_NUMBER, line.number)),
            line.unit_code,
            line.household_id,
            line.state.language,
            str(line.state.facts.get("said_by", "resident")),
            str(line.state.facts.get("channel", "call")),
        )


@dataclass(frozen=True)
class Filed:
    """What was filed of a returnee: category and instruction by the policy in force, and what stays unclear."""

    arrival_id: str
    category: str
    instruction: str
    unclear: list[int]


def file_zero(board: Switchboard, work: Work, source: Source, *, receipt: bool = True) -> None:
    """The household says that nobody came. `receipt`: a text says what was understood."""
    reports.put(work.tx, _report(board, work, source, Kind.ZERO))
    if receipt:
        _receipt(board, work, source, "receipt.zero")


def file_wellness(
    board: Switchboard,
    work: Work,
    source: Source,
    *,
    ill: bool,
    temperature: float | None = None,
    who: str | None = None,
    receipt: bool = True,
) -> bool:
    """The household's health today; True when it cannot wait and the doctor was told.

    ill          symptoms were named
    temperature  degrees Celsius, None when not measured
    who          the member of the household it is about, None for the household
    receipt      a text says what was understood
    """
    fever = temperature is not None and temperature >= screening.FEVER
    ill_now = ill or fever
    channel = BY_CHANNEL.get(source.channel, Channel.CALL)
    news = observations.report(board, work, source.number, source.household_id, temperature, ill_now, channel)
    told_of = f"{source.household_id or source.number}:{who}" if who else news and news.only  # the one observed there
    kind = Kind.ILL if ill_now else Kind.WELL
    report = _report(board, work, source, kind, fever=ill_now, temperature=temperature, person=told_of)
    reports.put(work.tx, report)
    since = report.day - timedelta(days=screening.OBSERVATION_DAYS)
    history = ill_now and reports.lately_from_hubei(work.tx, source.number, source.household_id, since)
    urgent = ill_now and (history or (news is not None and news.urgent))
    if urgent and (news is None or not news.urgent):
        alerts.raise_about(board, work, source.key, source, Concern.FEVER_WITH_HISTORY)
    together.look(board, work, report)
    if receipt and fever:
        _receipt(board, work, source, "receipt.fever", temperature=temperature)
    elif receipt:
        _receipt(board, work, source, "receipt.wellness")
    return urgent


def take_back(work: Work, key: str) -> None:
    """A report by its source is withdrawn: whoever filed it says that it was a slip."""
    reports.take_back(work.tx, key)


def file_returnee(board: Switchboard, work: Work, line: Line) -> Filed:
    """The ten clears of the person now on the line, complete or not, with a receipt."""
    said = _said_on(board, line)
    filed = file_person(board, work, Source.of_call(line), said, line.state.facts.get("arrival"))
    _leave_to_be_keyed(work, line, filed.arrival_id)
    return filed


def _leave_to_be_keyed(work: Work, line: Line, arrival_id: str) -> None:
    """What was spoken, a person keys in."""
    for question in BY_VOICE:
        if question in line.state.answers:
            tasks.spoken(work, line, question, line.state.answers[question], arrival_id)


def _leave_to_be_done(work: Work, source: Source, answers: Mapping[str, str], arrival_id: str) -> None:
    """What neither call nor text can do: bring a thermometer, call on whoever goes out unmasked, ask for the tenth."""
    if answers.get("fever") == screening.UNKNOWN:
        tasks.thermometer(work, arrival_id, source, arrival_id)
    if answers.get("measures") == "unmasked":
        tasks.visit(work, f"unmasked:{arrival_id}", source, arrival_id)
    if int(answers.get("returned_count", "1")) >= MOST_TOLD:
        tasks.ring(work, f"many:{source.household_id or source.number}:{work.now.date()}", source)


def file_person(
    board: Switchboard, work: Work, source: Source, said: Said, completes: Fact = None, *, receipt: bool = True
) -> Filed:
    """The ten clears of one person from any channel.

    completes  id of the arrival these answers complete, None when that is to be found out
    receipt    a text says what was understood
    """
    filed = _keep(board, work, source, said, completes)
    if not receipt:
        return filed
    clear = len(screening.ITEMS) - len(filed.unclear)
    if filed.unclear:
        names = names_of(board, filed.unclear, source.language)
        _receipt(board, work, source, "receipt.report_unclear", clear=clear, unclear_words=names)
    else:
        category = board.catalogue.sms(f"category.{filed.category}", source.language)
        instruction = board.catalogue.sms(f"instruction.{filed.instruction}", source.language)
        told = {"clear": clear, "category_words": category, "instruction": instruction}
        _receipt(board, work, source, "receipt.report", **told)
    return filed


def leave_to_cadre(board: Switchboard, work: Work, line: Line) -> None:
    """The caller was told that a cadre will ring: one is told so, once a home and day.

    A machine that picks up our own call is told it too, and is left alone.
    """
    told = file_unfinished(board, work, line)
    machine = line.attempt_id is not None and not line.state.answers
    about = f"{line.household_id or line.number}:{board.local_day(work.now)}"
    if not machine and tasks.ring(work, about, line) and not told:
        _tell_cadre(board, work, line, "unfinished.ring")


def file_unfinished(board: Switchboard, work: Work, line: Line) -> bool:
    """A screening that broke off: what was said is kept, and the cadre is asked to finish it; True when one was."""
    if not line.state.is_in("ten_clears") or not line.state.answers.keys() & {"days_ago", "arrival_day", "origin"}:
        return False
    if len(_told(line)) >= line.state.person:  # this one is filed; the line broke before the next
        return False
    filed = _keep(board, work, Source.of_call(line), _said_on(board, line), line.state.facts.get("arrival"))
    _leave_to_be_keyed(work, line, filed.arrival_id)
    clear = len(screening.ITEMS) - len(filed.unclear)
    return bool(filed.unclear) and _tell_cadre(board, work, line, "unfinished.to_cadre", clear=clear)


def _tell_cadre(board: Switchboard, work: Work, line: Line, key: str, **values: object) -> bool:
    """Writes to the cadre about a call that was not finished; False when there is no cadre."""
    cadre = duty.on_duty(work.tx, Role.CADRE, line.unit_code, work.now)
    if cadre is None:
        return False
    household = roster.household(work.tx, line.household_id) if line.household_id else None
    language = cadre.language or board.settings.default_language
    door = household.door if household else "-"
    phone = Source.of_call(line).number
    body = board.catalogue.sms(key, language, household=door, phone=phone, **values)
    texts.put(work.tx, f"unfinished:{line.id}", cadre.number, body, work.now)
    work.hint_texts()
    return True


def _said_on(board: Switchboard, line: Line) -> Said:
    source = Source.of_call(line)
    return Said(
        answers=line.state.answers,
        number=source.number,
        unit_code=source.unit_code,
        household_id=source.household_id,
        said_by=source.said_by,
        channel=source.channel,
        version=board.catalogue.flows["ten_clears"].version,
        others=frozenset(_told(line)),
    )


def _told(line: Line) -> list[str]:
    """The arrivals this conversation has told of, one a person."""
    told = line.state.facts.get("told")
    return [one["value"] for one in told] if isinstance(told, list) else []


def _keep(board: Switchboard, work: Work, source: Source, said: Said, completes: Fact) -> Filed:
    said = clears.with_office(work, said)
    vehicles.hold(work, said.answers)
    completes = completes or reports.person_of(work.tx, source.key)  # one source speaks of one person, however often
    if isinstance(completes, str):
        arrival = clears.amend(board, work, completes, said.answers, said.said_by, said.channel)
    else:
        arrival = clears.keep(board, work, said)
    vehicles.index(board, work, arrival.id, arrivals.answers_of(work.tx, arrival.id))
    arrival = arrivals.load(work.tx, arrival.id) or arrival  # a sought vehicle makes a close contact
    answers = arrivals.answers_of(work.tx, arrival.id)
    report = _report(
        board,
        work,
        source,
        Kind.RETURNEE,
        person=arrival.id,
        arrived_on=arrival.arrived_on,
        from_hubei=screening.from_hubei(answers),
        fever=screening.is_ill(answers),
        category=arrival.category,
        clear=arrival.clear,
        unclear=screening.unclear(answers),
        temperature=screening.temperature(answers),
    )
    reports.put(work.tx, report)
    together.look(board, work, report)
    _leave_to_be_done(work, source, said.answers, arrival.id)
    rule = clears.rule_for(board, work, arrival.unit_code, answers)
    return Filed(arrival.id, arrival.category, rule.instruction, screening.unclear(answers))


def names_of(board: Switchboard, items: Sequence[int], language: str) -> str:
    """The short names of some of the ten items, as a list."""
    separator = "、" if language == "zh" else ", "
    return separator.join(board.catalogue.sms(f"clear.{item}", language) for item in items)


def _report(board: Switchboard, work: Work, source: Source, kind: Kind, **facts: object) -> Report:
    at = source.at or work.now
    return Report(
        source=source.key,
        kind=kind,
        day=board.local_day(at),
        at=at,
        unit_code=source.unit_code,
        household_id=source.household_id,
        number=source.number,
        **facts,  # type: ignore[arg-type]  # named like the fields of Report, given right above
    )


def _receipt(board: Switchboard, work: Work, source: Source, key: str, **values: object) -> None:
    body = board.catalogue.sms(key, source.language, **values)
    if texts.put(work.tx, f"{key}:{source.key}", source.number, body, work.now):
        work.hint_texts()
