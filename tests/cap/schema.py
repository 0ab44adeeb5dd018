"""The schema of CAP 1.2 as a table of our own, after section 3.4 of the standard, and a validator made of it.

It is written down a second time on purpose: what the gateway writes is held against this, never against its own table.
"""

from lxml import etree

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"

# name, how often (1 once, ? perhaps, + at least once, * any number), what it holds: a type, a list of codes, or a block
TABLE = {
    "alert": """
        identifier    1  string
        sender        1  string
        sent          1  time
        status        1  Actual Exercise System Test Draft
        msgType       1  Alert Update Cancel Ack Error
        source        ?  string
        scope         1  Public Restricted Private
        restriction   ?  string
        addresses     ?  string
        code          *  string
        note          ?  string
        references    ?  string
        incidents     ?  string
        info          *  info
        """,
    "info": """
        language      ?  language
        category      +  Geo Met Safety Security Rescue Fire Health Env Transport Infra CBRNE Other
        event         1  string
        responseType  *  Shelter Evacuate Prepare Execute Avoid Monitor Assess AllClear None
        urgency       1  Immediate Expected Future Past Unknown
        severity      1  Extreme Severe Moderate Minor Unknown
        certainty     1  Observed Likely Possible Unlikely Unknown
        audience      ?  string
        eventCode     *  named
        effective     ?  time
        onset         ?  time
        expires       ?  time
        senderName    ?  string
        headline      ?  string
        description   ?  string
        instruction   ?  string
        web           ?  anyURI
        contact       ?  string
        parameter     *  named
        resource      *  resource
        area          *  area
        """,
    "resource": """
        resourceDesc  1  string
        mimeType      1  string
        size          ?  integer
        uri           ?  anyURI
        derefUri      ?  string
        digest        ?  string
        """,
    "area": """
        areaDesc      1  string
        polygon       *  string
        circle        *  string
        geocode       *  named
        altitude      ?  decimal
        ceiling       ?  decimal
        """,
    "named": """
        valueName     1  string
        value         1  string
        """,
}
TIMES = {"1": (1, 1), "?": (0, 1), "+": (1, "unbounded"), "*": (0, "unbounded")}
SIGNATURES = (
    '<any namespace="http://www.w3.org/2000/09/xmldsig#" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>'
)


def _type(name: str, after: str = "") -> str:
    elements = "".join(_element(*line.split(maxsplit=2)) for line in TABLE[name].strip().splitlines())
    return f"<complexType><sequence>{elements}{after}</sequence></complexType>"


def _element(name: str, often: str, holds: str) -> str:
    least, most = TIMES[often]
    occurs = f'minOccurs="{least}" maxOccurs="{most}"'
    if holds in TABLE:
        return f'<element name="{name}" {occurs}>{_type(holds)}</element>'
    if holds == "time":
        pattern = '<pattern value="[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}[+-][0-9]{2}:[0-9]{2}"/>'
        return f'<element name="{name}" {occurs}>{_restricted("dateTime", pattern)}</element>'
    if " " in holds:
        codes = "".join(f'<enumeration value="{code}"/>' for code in holds.split())
        return f'<element name="{name}" {occurs}>{_restricted("string", codes)}</element>'
    return f'<element name="{name}" type="xs:{holds}" {occurs}/>'


def _restricted(base: str, facets: str) -> str:
    return f'<simpleType><restriction base="xs:{base}">{facets}</restriction></simpleType>'


SOURCE = (
    f'<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
    f'targetNamespace="{NAMESPACE}" elementFormDefault="qualified">'
    f'<element name="alert">{_type("alert", SIGNATURES)}</element></schema>'
)
_SCHEMA = etree.XMLSchema(etree.fromstring(SOURCE))


def faults(document: bytes) -> list[str]:
    """What the schema has against a document, empty when it is valid."""
    _SCHEMA.validate(etree.fromstring(document))
    return [f"line {fault.line}: {fault.message}" for fault in _SCHEMA.error_log]
