"""Bytes of XML as a tree that remembers its lines: no DTD, no entities, nothing fetched, nothing large."""

from dataclasses import dataclass, field
from io import BytesIO
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesNSImpl, InputSource

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from gateway.domain.errors import BadInput

MOST_BYTES = 5_000_000  # ten thousand areas in two languages; a recording belongs behind an address
DEEPEST = 32  # CAP needs five, a signature about ten


@dataclass
class Node:
    """One element. `attributes` are names, "{namespace}name" where they have one."""

    namespace: str
    name: str
    line: int
    attributes: tuple[str, ...] = ()
    children: list["Node"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What stands in it outside of any child."""
        return "".join(self.pieces)


def parse(document: bytes) -> Node:
    """The document's root. Raises BadInput, with the line, for what is no XML or does more than hold text."""
    if len(document) > MOST_BYTES:
        raise BadInput(
            f"the document has more than {MOST_BYTES:,} bytes, and no more are read; name the county instead of each "
            "of its villages, or give the address of a recording in <uri> instead of the recording itself"
        )
    builder = _Builder()
    parser = DefusedExpatParser(namespaceHandling=1, forbid_dtd=True)
    parser.setContentHandler(builder)
    source = InputSource()
    source.setByteStream(BytesIO(document))
    try:
        parser.parse(source)
    except DefusedXmlException as e:
        raise BadInput(f"line {parser.getLineNumber()}: a DOCTYPE or entity is never read; leave it out") from e
    except SAXParseException as e:
        raise BadInput(f"line {e.getLineNumber()}: this is no XML: {e.getMessage()}") from e
    except (LookupError, ValueError) as e:
        raise BadInput(f"the document's encoding cannot be read ({e}); save it as UTF-8") from e
    return builder.root


class _Builder(ContentHandler):
    """Grows the tree."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", "", 0)
        self._open: list[Node] = []
        self._parser: DefusedExpatParser

    def setDocumentLocator(self, locator: DefusedExpatParser) -> None:  # noqa: N802 - SAX calls it so
        self._parser = locator

    def startElementNS(  # noqa: N802 - SAX calls it so
        self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        line = self._parser.getLineNumber()
        if len(self._open) == DEEPEST:
            raise BadInput(f"line {line}: elements stand {DEEPEST} deep; no alert does that")
        attributes = tuple(f"{{{space}}}{local}" if space else local for space, local in attrs.getNames())
        node = Node(name[0] or "", name[1], line, attributes)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802 - SAX calls it so
        self._open.pop()

    def characters(self, content: str) -> None:
        self._open[-1].pieces.append(content)
