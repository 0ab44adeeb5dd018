"""An alert as CAP 1.2 has it. "" and () stand for what is not said; a time that may be missing says what None means."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from gateway.domain.cap.codes import Category, Certainty, MsgType, ResponseType, Scope, Severity, Status, Urgency

ENGLISH = "en-US"  # what a document means that names no language


@dataclass(frozen=True)
class Reference:
    """An earlier alert, by the three things that tell it from all others."""

    sender: str
    identifier: str
    sent: datetime

    @property
    def key(self) -> str:
        """Sender and identifier: what no two alerts may share, whenever they were sent."""
        return f"{self.sender},{self.identifier}"

    def __str__(self) -> str:
        return f"{self.key},{self.sent.isoformat(timespec='seconds')}"


@dataclass(frozen=True)
class Named:
    """A value out of a list that `name` names: an event code, a parameter, a geocode."""

    name: str
    value: str


@dataclass(frozen=True)
class Resource:
    """A file that belongs to the message.

    size     bytes, None: not said
    content  the file itself in base64
    digest   SHA-1 in hexadecimal digits, as CAP demands
    """

    description: str
    mime_type: str
    size: int | None = None
    uri: str = ""
    content: str = ""
    digest: str = ""


@dataclass(frozen=True)
class Area:
    """Where people are told.

    polygons           each at least four "latitude,longitude" pairs, the last as the first
    circles            each "latitude,longitude kilometres"
    altitude, ceiling  feet above the sea, None: not said
    """

    description: str
    polygons: tuple[str, ...] = ()
    circles: tuple[str, ...] = ()
    geocodes: tuple[Named, ...] = ()
    altitude: Decimal | None = None
    ceiling: Decimal | None = None


@dataclass(frozen=True)
class Info:
    """What is told, in one language.

    effective  aware instant, None: from when the alert was sent
    onset      aware instant when the event itself begins, None: not said
    expires    aware instant, None: whoever tells it decides how long it holds
    """

    categories: tuple[Category, ...]
    event: str
    urgency: Urgency
    severity: Severity
    certainty: Certainty
    language: str = ENGLISH
    response_types: tuple[ResponseType, ...] = ()
    audience: str = ""
    event_codes: tuple[Named, ...] = ()
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    sender_name: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    web: str = ""
    contact: str = ""
    parameters: tuple[Named, ...] = ()
    resources: tuple[Resource, ...] = ()
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True)
class Alert:
    """One message. `sent` is an aware instant of whole seconds."""

    identifier: str
    sender: str
    sent: datetime
    status: Status
    msg_type: MsgType
    scope: Scope
    source: str = ""
    restriction: str = ""
    addresses: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    note: str = ""
    references: tuple[Reference, ...] = ()
    incidents: tuple[str, ...] = ()
    infos: tuple[Info, ...] = ()

    @property
    def reference(self) -> Reference:
        """How a later alert refers to this one."""
        return Reference(self.sender, self.identifier, self.sent)
