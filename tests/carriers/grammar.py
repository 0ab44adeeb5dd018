"""What twilio's own package allows in a voice document: which verb inside which, with which attributes.

The package writes any attribute it is given, misspelt ones too. So its documents are read back and held against the
parameters its methods name.
"""

import inspect
from xml.etree import ElementTree

from twilio.twiml import TwiML, lower_camel, voice_response

MOST_BYTES = 64 * 1024
PORTABLE = {"Response", "Say", "Play", "Gather", "Record", "Dial", "Redirect", "Reject", "Hangup"}


def faults(document: str) -> list[str]:
    """Everything a carrier would stumble over; empty when all is well."""
    if not document.startswith('<?xml version="1.0" encoding="UTF-8"?>'):
        return ["no XML declaration"]
    if len(document.encode()) > MOST_BYTES:
        return ["too long"]
    root = ElementTree.fromstring(document)
    if root.tag != "Response":
        return [f"<{root.tag}> is no voice response"]
    return _faults_inside(root, voice_response.VoiceResponse)


def _faults_inside(element: ElementTree.Element, kind: type[TwiML]) -> list[str]:
    found = []
    for child in element:
        verb = getattr(kind, child.tag.lower(), None)
        child_kind = getattr(voice_response, child.tag, None)
        if verb is None or child_kind is None or child.tag not in PORTABLE:
            found.append(f"<{child.tag}> may not stand in <{element.tag}>")
            continue
        allowed = _attributes(verb) - _attributes(child_kind)  # what the element takes itself is its content
        found += [f"<{child.tag}> has no {name}" for name in child.attrib if name not in allowed]
        found += _faults_inside(child, child_kind)
    return found


def _attributes(method: object) -> set[str]:
    names = inspect.signature(method).parameters  # type: ignore[arg-type]
    return {lower_camel(TwiML.MAP.get(name, name)) for name in names if name not in ("self", "kwargs")}
