"""CAP 1.2 as a table: every element in the order of its schema, where an Alert keeps it, how often it may stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gateway.domain.cap import codes, kinds
from gateway.domain.cap.alert import Alert, Area, Info, Named, Resource
from gateway.domain.cap.kinds import Kind, one_of

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"


@dataclass(frozen=True)
class Block:
    """Elements that make one part of an alert."""

    part: type[Any]
    elements: tuple["Element", ...]


@dataclass(frozen=True)
class Element:
    """One element of a block.

    field     the part's field that holds it: a tuple where `many`, else the value itself
    holds     text of some kind, or a block of elements
    required  it stands at least once
    many      it may stand more than once
    """

    name: str
    field: str
    holds: Kind | Block
    required: bool = False
    many: bool = False

    def values(self, part: Any) -> Sequence[Any]:
        """What a part says there; nothing for "", None and ()."""
        value = getattr(part, self.field)
        if self.many:
            return tuple(value)
        return () if value in ("", None, ()) else (value,)


NAMED = Block(
    Named,
    (
        Element("valueName", "name", kinds.TEXT, required=True),
        Element("value", "value", kinds.TEXT, required=True),
    ),
)
RESOURCE = Block(
    Resource,
    (
        Element("resourceDesc", "description", kinds.TEXT, required=True),
        Element("mimeType", "mime_type", kinds.MIME, required=True),
        Element("size", "size", kinds.SIZE),
        Element("uri", "uri", kinds.URI),
        Element("derefUri", "content", kinds.TEXT),
        Element("digest", "digest", kinds.DIGEST),
    ),
)
AREA = Block(
    Area,
    (
        Element("areaDesc", "description", kinds.TEXT, required=True),
        Element("polygon", "polygons", kinds.POLYGON, many=True),
        Element("circle", "circles", kinds.CIRCLE, many=True),
        Element("geocode", "geocodes", NAMED, many=True),
        Element("altitude", "altitude", kinds.HEIGHT),
        Element("ceiling", "ceiling", kinds.HEIGHT),
    ),
)
INFO = Block(
    Info,
    (
        Element("language", "language", kinds.LANGUAGE),
        Element("category", "categories", one_of(codes.Category), required=True, many=True),
        Element("event", "event", kinds.TEXT, required=True),
        Element("responseType", "response_types", one_of(codes.ResponseType), many=True),
        Element("urgency", "urgency", one_of(codes.Urgency), required=True),
        Element("severity", "severity", one_of(codes.Severity), required=True),
        Element("certainty", "certainty", one_of(codes.Certainty), required=True),
        Element("audience", "audience", kinds.TEXT),
        Element("eventCode", "event_codes", NAMED, many=True),
        Element("effective", "effective", kinds.TIME),
        Element("onset", "onset", kinds.TIME),
        Element("expires", "expires", kinds.TIME),
        Element("senderName", "sender_name", kinds.TEXT),
        Element("headline", "headline", kinds.TEXT),
        Element("description", "description", kinds.TEXT),
        Element("instruction", "instruction", kinds.TEXT),
        Element("web", "web", kinds.ABSOLUTE_URI),
        Element("contact", "contact", kinds.TEXT),
        Element("parameter", "parameters", NAMED, many=True),
        Element("resource", "resources", RESOURCE, many=True),
        Element("area", "areas", AREA, many=True),
    ),
)
ALERT = Block(
    Alert,
    (
        Element("identifier", "identifier", kinds.ONE_WORD, required=True),
        Element("sender", "sender", kinds.ONE_WORD, required=True),
        Element("sent", "sent", kinds.TIME, required=True),
        Element("status", "status", one_of(codes.Status), required=True),
        Element("msgType", "msg_type", one_of(codes.MsgType), required=True),
        Element("source", "source", kinds.TEXT),
        Element("scope", "scope", one_of(codes.Scope), required=True),
        Element("restriction", "restriction", kinds.TEXT),
        Element("addresses", "addresses", kinds.WORDS),
        Element("code", "codes", kinds.TEXT, many=True),
        Element("note", "note", kinds.TEXT),
        Element("references", "references", kinds.REFERENCES),
        Element("incidents", "incidents", kinds.WORDS),
        Element("info", "infos", INFO, many=True),
    ),
)
