"""A class or a risk confirmed by the health side: it holds from now on; names stand on its list, messages lie ready."""

from collections.abc import Sequence
from dataclasses import dataclass

from gateway.domain import places
from gateway.domain.errors import BadInput
from gateway.domain.places import Level
from gateway.domain.roles import Role
from gateway.domain.screening import Concern
from gateway.domain.situations.classes import Class, is_upgrade, refusal
from gateway.domain.situations.risk import Risk, refusal_of_risk
from gateway.domain.speaking.prepared import in_language
from gateway.journeys import alerts
from gateway.journeys.observing import rhythm, rounds
from gateway.journeys.situations import changes, checklist
from gateway.journeys.situations.changes import Changes
from gateway.journeys.situations.lines import Concerned
from gateway.journeys.situations.standing import CountyStanding, Standing
from gateway.journeys.speaking import drafts
from gateway.journeys.speaking.drafts import Message, Plan
from gateway.ports import Job, Urgency
from gateway.store import duty, situations, texts
from gateway.store.broadcasts import Broadcast
from gateway.store.situations import Axis, Situation
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work


@dataclass(frozen=True)
class Confirmed:
    """A class that holds from now on. `upgrade`: graver than the one before, and so alerted at once."""

    situation: Situation
    changes: Changes
    upgrade: bool
    drafts: Sequence[Broadcast]


def confirm(board: Switchboard, work: Work, now: Standing, wanted: Class, document: str, officer: Person) -> Confirmed:
    """Puts a village into a class.

    Raises BadInput without a document, for the class in force, and for a calmer one before its fourteen clear days.
    """
    _check_document(document)
    check(board, work, now, wanted)
    brings = changes.changes_to(board, work, now, wanted)
    because = {
        "reason": now.proposal.reason.value,
        "doubts": [doubt.value for doubt in now.proposal.doubts],
        "cases": list(now.proposal.cases),
    }
    following = Situation(
        unit_code=now.village.code,
        axis=Axis.CLASS,
        value=wanted.value,
        proposed=now.proposal.situation.value,
        because=because,
        document=document.strip(),
        confirmed_by=officer.id,
        responses=brings.table.name,
        from_at=work.now,
    )
    kept = _begin(work, now.in_force, following)
    checklist.begin(board, work, kept, brings, now.in_force)
    rhythm.follow(board, work, now.village.code)
    rounds.follow(board, work, now.village.code)
    work.hint(Job.ASK_HOUSEHOLDS)
    upgrade = is_upgrade(now.effective, wanted)
    if upgrade:
        whose = Concerned("", now.village.code, None)
        alerts.raise_about(board, work, f"situation:{kept.id}", whose, Concern.SITUATION)
        _tell_above(board, work, now, kept, brings)
    return Confirmed(kept, brings, upgrade, [_draft(board, work, now, one) for one in brings.messages])


def check(board: Switchboard, work: Work, now: Standing, wanted: Class) -> None:
    """Whether a class may be confirmed today. Raises BadInput, saying why not and from when on."""
    reason = refusal(now.effective if now.in_force else None, wanted, now.lines, board.local_day(work.now))
    if reason is not None:
        raise BadInput(f"{now.village.name}: {reason}")


def confirm_risk(
    board: Switchboard, work: Work, now: CountyStanding, wanted: Risk, document: str, officer: Person
) -> Situation:
    """Puts a county at a risk. Raises BadInput as `confirm` does; never below what its case lines say."""
    _check_document(document)
    reason = refusal_of_risk(now.effective if now.in_force else None, wanted, now.assessment)
    if reason is not None:
        raise BadInput(f"{now.county.name}: {reason}")
    found = now.assessment
    following = Situation(
        unit_code=now.county.code,
        axis=Axis.RISK,
        value=wanted.value,
        proposed=found.risk.value,
        because={"confirmed": found.confirmed, "recent": found.recent, "cluster": found.cluster},
        document=document.strip(),
        confirmed_by=officer.id,
        responses="",
        from_at=work.now,
    )
    return _begin(work, now.in_force, following)


def _check_document(document: str) -> None:
    if not document.strip():
        raise BadInput("say the number of the document it stands in")


def _begin(work: Work, before: Situation | None, following: Situation) -> Situation:
    number = situations.succeed(work.tx, before, following)
    if number is None:
        raise BadInput("somebody else has confirmed something meanwhile; look again")
    return situations.by_id(work.tx, number)


def _tell_above(board: Switchboard, work: Work, now: Standing, kept: Situation, brings: Changes) -> None:
    """Township and county hear of it at once, whoever answers for it in the village."""
    for level in (Level.TOWNSHIP, Level.COUNTY):
        near = places.at_level(kept.unit_code, level)
        found = (duty.on_duty(work.tx, role, near, work.now) for role in (Role.OFFICER, Role.SUPERVISOR))
        person = next((one for one in found if one is not None), None)
        if person is None:
            continue
        language = person.language or board.settings.default_language
        title = in_language(brings.table.by_class[brings.wanted].title, language)
        values = {"unit": now.village.name, "before": now.effective.value, "now": kept.value, "situation": title}
        body = board.catalogue.sms("situation.upgraded", language, **values)
        texts.put(work.tx, f"upgraded:{kept.id}:{person.id}", person.number, body, work.now, Urgency.URGENT)
        work.hint(Job.SEND_URGENT_TEXTS)


def _draft(board: Switchboard, work: Work, now: Standing, message: changes.Message) -> Broadcast:
    """A message that lies ready, in every language it is worded in; nobody hears it before somebody sends it."""
    ready = message.prepared
    first = board.settings.default_language
    languages = [first, *(code for code in ready.words if code != first)]
    said = [Message(code, words=in_language(ready.words, code)) for code in languages]
    return drafts.draft(board, work, Plan((now.village.code,), ready.level), said, None)
