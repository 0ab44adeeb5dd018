"""A CAP 1.2 document read into an alert. What is not understood is refused by name, all of it at once.

An element that is empty says nothing, as if it were not there; elements may stand in any order (a village must not miss
an alert over that); what is of another namespace is left aside. The last two are told.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from gateway.cap import tree
from gateway.cap.tree import Node
from gateway.domain.cap import Alert, BadAlert, Violation, violations
from gateway.domain.cap.kinds import Kind, Odd, tidy
from gateway.domain.cap.rules import missing
from gateway.domain.cap.shape import ALERT, NAMESPACE, Block, Element
from gateway.domain.errors import BadInput

EARLIER = {
    "urn:oasis:names:tc:emergency:cap:1.1": "CAP 1.1",
    "urn:oasis:names:tc:emergency:cap:1.0": "CAP 1.0",
    "http://www.incident.com/cap/1.0": "CAP 1.0",
}
SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"
FOR_SCHEMAS = "{http://www.w3.org/2001/XMLSchema-instance}"  # where a schema may be found: says nothing


@dataclass(frozen=True)
class Reading:
    """What a document says, and sentences about what was left aside in it."""

    alert: Alert
    remarks: tuple[str, ...] = ()


def read(document: bytes) -> Reading:
    """The alert in a document. Raises BadAlert with all that is wrong, BadInput for what is no CAP 1.2 at all."""
    root = tree.parse(document)
    _check_root(root)
    reader = _Reader()
    alert = reader.block(root, ALERT, "")
    if alert is None:
        raise BadAlert(reader.wrong)
    if against := [replace(one, line=reader.lines.get(one.path)) for one in violations(alert)]:
        raise BadAlert(against)
    return Reading(alert, tuple(reader.remarks))


def _check_root(root: Node) -> None:
    if root.namespace in EARLIER:
        raise BadInput(f"this is {EARLIER[root.namespace]}, and only CAP 1.2 is read; ask the sender for that")
    if (root.namespace, root.name) != (NAMESPACE, "alert"):
        found = f"<{root.name}> of {f'namespace {root.namespace}' if root.namespace else 'no namespace'}"
        raise BadInput(f"line {root.line}: this is {found}; CAP 1.2 begins with <alert xmlns={NAMESPACE!r}>")


@dataclass
class _Reader:
    """Gathers while it reads: what is wrong, what was left aside, and the line of every path."""

    wrong: list[Violation] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def block(self, node: Node, block: Block, path: str) -> Any:
        """A part of the alert, None when something in it is wrong."""
        before = len(self.wrong)
        held: dict[str, list[Any]] = {element.name: [] for element in block.elements}
        self._look_around(node, path)
        for element, child, where in self._known(node, block, path):
            if (value := self._value(child, element, where)) is not None:
                held[element.name].append(value)
        for element in block.elements:
            if element.required and not held[element.name] and not self._is_wrong(path + element.name, before):
                self._refuse(missing(path + element.name, element), node.line)
        return None if len(self.wrong) > before else block.part(**_fields(block, held))

    def _known(self, node: Node, block: Block, path: str) -> list[tuple[Element, Node, str]]:
        """Children that belong there, with their paths; the others are refused or left aside."""
        elements = {element.name: element for element in block.elements}
        order = {name: place for place, name in enumerate(elements)}
        counted: Counter[str] = Counter()
        known: list[tuple[Element, Node, str]] = []
        for child in node.children:
            element = elements.get(child.name) if child.namespace == NAMESPACE else None
            if element is None:
                self._stranger(child, elements, path)
                continue
            counted[child.name] += 1
            where = f"{path}{child.name}[{counted[child.name]}]" if element.many else path + child.name
            if known and order[child.name] < order[known[-1][0].name]:
                self.remarks.append(
                    f"line {child.line}: {where} stands later than CAP's order has it; read all the same"
                )
            if counted[child.name] > 1 and not element.many:
                self._refuse(Violation(where, tidy(child.text), "stands there already; only one may"), child.line)
                continue
            self.lines[where] = child.line
            known.append((element, child, where))
        return known

    def _stranger(self, child: Node, elements: dict[str, Element], path: str) -> None:
        where = path + child.name
        if child.namespace == NAMESPACE:
            remedy = f"CAP 1.2 has no such element here, but {', '.join(elements)}"
            self._refuse(Violation(where, tidy(child.text), remedy), child.line)
        elif child.namespace in (*EARLIER, ""):
            found = f"of {child.namespace or 'no namespace'}"
            self._refuse(Violation(where, found, f"must be of {NAMESPACE}, as everything around it"), child.line)
        elif child.namespace == SIGNATURE:
            self.remarks.append(f"line {child.line}: the signature is left aside; nobody has checked it")
        else:
            self.remarks.append(
                f"line {child.line}: {where} is left aside: namespace {child.namespace} is not known here"
            )

    def _value(self, child: Node, element: Element, where: str) -> Any:
        """What a child says, None when it says nothing or something wrong."""
        if isinstance(element.holds, Block):
            return self.block(child, element.holds, f"{where}/")
        self._attributes(child, where)
        if child.children:
            inner = child.children[0]
            self._refuse(Violation(where, f"<{inner.name}>", "only text may stand in it"), inner.line)
            return None
        text = tidy(child.text)
        return self._text(text, element.holds, where, child.line) if text else None

    def _text(self, text: str, kind: Kind, where: str, line: int) -> Any:
        try:
            return kind.read(text)
        except (Odd, ValueError):
            self._refuse(Violation(where, text, kind.allowed), line)
            return None

    def _look_around(self, node: Node, path: str) -> None:
        """What a block may not hold beside its elements."""
        self._attributes(node, path.rstrip("/") or node.name)
        if stray := tidy(node.text):
            self._refuse(
                Violation(path.rstrip("/") or node.name, stray, "text stands only inside its elements"), node.line
            )

    def _attributes(self, node: Node, where: str) -> None:
        for name in node.attributes:
            if not name.startswith(FOR_SCHEMAS):
                self.remarks.append(f"line {node.line}: attribute {name} of {where} is left aside; CAP has none")

    def _refuse(self, violation: Violation, line: int) -> None:
        self.wrong.append(replace(violation, line=line))

    def _is_wrong(self, path: str, since: int) -> bool:
        """Whether something was said there, but wrong: it is not missing too."""
        return any(one.path.startswith(path) for one in self.wrong[since:])


def _fields(block: Block, held: dict[str, list[Any]]) -> dict[str, Any]:
    """Field -> value of what was said; the part's own defaults stand for the rest."""
    said = ((element, held[element.name]) for element in block.elements if held[element.name])
    return {element.field: tuple(values) if element.many else values[0] for element, values in said}
