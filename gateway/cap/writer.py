"""An alert written as a CAP 1.2 document."""

from typing import Any
from xml.etree import ElementTree as Xml

from gateway.domain.cap import Alert, BadAlert, violations
from gateway.domain.cap.shape import ALERT, NAMESPACE, Block


def write(alert: Alert) -> bytes:
    """The document, UTF-8, in the schema's order. Raises BadAlert for an alert that is no CAP 1.2."""
    if wrong := violations(alert):
        raise BadAlert(wrong)
    root = Xml.Element(_tag("alert"))
    _fill(root, alert, ALERT)
    Xml.indent(root)
    return bytes(Xml.tostring(root, encoding="UTF-8", xml_declaration=True, default_namespace=NAMESPACE)) + b"\n"


def _fill(parent: Xml.Element, part: Any, block: Block) -> None:
    for element in block.elements:
        for value in element.values(part):
            child = Xml.SubElement(parent, _tag(element.name))
            if isinstance(element.holds, Block):
                _fill(child, value, element.holds)
            else:
                child.text = element.holds.write(value)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
