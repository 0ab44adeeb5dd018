"""A made-up house for the handset: the sample village in a throwaway ledger, and calls put through to any flow."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from tempfile import TemporaryDirectory
from uuid import uuid4

from gateway.catalogue import load
from gateway.cli import house, occasions
from gateway.cli.occasions import FIRST_PHONE, OCCASIONS
from gateway.cli.roster import SAMPLE
from gateway.cli.stand_ins import Mute, OneAtATime, Standing
from gateway.domain import phones
from gateway.domain.errors import BadInput, NotFound
from gateway.domain.flow import Flow, Kind, Node
from gateway.domain.roles import Role
from gateway.journeys import roster as journey
from gateway.journeys.telephone import calls
from gateway.journeys.telephone.calls import Reply
from gateway.settings import PROMPTS, Settings, from_environment
from gateway.store import duty, migrate, staff
from gateway.store.ledger import Ledger
from gateway.switchboard import Switchboard
from gateway.wiring import AnswersOnly

AT = time(9, 0)  # local: the village is awake
FRONT_DESK = "front_desk"
SPOKEN = ("loudspeaker", "stop_broadcast", "hearsay")  # flows of whoever speaks to the village


@contextmanager
def village(day: date | None) -> Iterator[Switchboard]:
    """The sample village in a ledger that is thrown away afterwards. `day` None: today."""
    with TemporaryDirectory(prefix="dalaba-") as folder:
        url = f"sqlite:///{folder}/handset.db"
        migrate.upgrade(url)
        board = _board(from_environment(**{**house.OFFLINE, "database_url": url}), day)
        try:
            journey.bring(board, SAMPLE.read_bytes())
            yield board
        finally:
            board.ledger.close()


def _board(settings: Settings, day: date | None) -> Switchboard:
    today = day or datetime.now(settings.timezone).date()
    return Switchboard(
        settings=settings,
        ledger=Ledger(settings.database_url),
        catalogue=load(PROMPTS, house.data_dir() / "voices"),
        carrier=AnswersOnly(),
        queue=house.NobodyWorks(),
        pacer=OneAtATime(),
        clock=Standing(datetime.combine(today, AT, tzinfo=settings.timezone)),
        voice=Mute(),
    )


def phone_for(board: Switchboard, flow: str, written: str | None) -> str:
    """Whose phone it is: as wished, or the one the flow is usually heard on. Raises BadInput."""
    if written is not None:
        number = phones.normalise(written)
        if number is None:
            raise BadInput(f"{written!r} is no telephone number; write it as +8619900010001 or 19900010001")
        return number
    with board.ledger.read() as tx:
        if flow in (*SPOKEN, "promised_call", "daily_report"):
            return duty.everywhere(tx, Role.CADRE, board.clock.now())[0].number
        if flow == "urgent_alert":
            return duty.everywhere(tx, Role.DOCTOR, board.clock.now())[0].number
        if flow == "approval":
            return duty.everywhere(tx, Role.SUPERVISOR, board.clock.now())[0].number
    return FIRST_PHONE


def prepare(board: Switchboard, flow: str, number: str) -> str | None:
    """Sets up what a flow is about; returns the id of the call we place for it, None when they ring us.

    Raises NotFound for no such flow, BadInput for a phone it does not ring.
    """
    if flow not in board.catalogue.flows:
        raise NotFound(f"there is no flow called {flow!r}; there are: {', '.join(board.catalogue.flows)}")
    if flow in SPOKEN:
        _may_speak(board, number)
    return occasions.call_for(board, flow, number) if flow in OCCASIONS else None


def _may_speak(board: Switchboard, number: str) -> None:
    with board.ledger.read() as tx:
        if not any(person.pin_hash for person in staff.by_number(tx, number)):
            raise BadInput(f"{number} is no cadre's phone; leave --as out, and the sample village's cadre speaks")


def pick_up(board: Switchboard, flow: str, number: str, attempt_id: str | None) -> Reply:
    """The first turn of a flow that was prepared."""
    sid = f"handset-{uuid4().hex}"
    if attempt_id is not None:
        return calls.answer_attempt(board, attempt_id, sid)
    return calls.answer(_straight_to(board, flow), sid, number, board.settings.twilio_from_number)


def _straight_to(board: Switchboard, flow: str) -> Switchboard:
    """A house whose front desk puts every caller straight through to one flow."""
    if flow == FRONT_DESK:
        return board
    through = Node("through", Kind.DO, act="know_caller", next={"otherwise": f"{flow}/"})
    desk = Flow(FRONT_DESK, "handset", "through", {"through": through})
    flows = {**board.catalogue.flows, FRONT_DESK: desk}
    return replace(board, catalogue=replace(board.catalogue, flows=flows))
