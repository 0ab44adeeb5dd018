"""Whether a webhook really comes from the carrier: X-Twilio-Signature, over the address byte by byte.

The address is the configured public one plus the path as it was sent, never what a Host header claims. Werkzeug's
`request.url` decodes some of the percent signs and must not be used here.

With several accounts the token of each is tried. That is safer than to look in the request which account it names:
nothing is then read, and nothing chosen, of what nobody has vouched for yet; and every number of ours, at whichever
company, has one and the same address to be set there.
"""

from collections.abc import Mapping
from hmac import compare_digest
from typing import Any, TypeAlias
from urllib.parse import quote

from flask import Request
from twilio.request_validator import RequestValidator

from gateway.carriers.twilio.addresses import NEWS_TRIES, VOICE_TRIES

HEADER = "X-Twilio-Signature"
FORM = "application/x-www-form-urlencoded"
BODY_DIGEST = "bodySHA256"  # in the query when the body is no form; then the digest, not the body, is signed
PATH_SAFE = "/!$&'()*+,;=:@~"  # what a path may hold unencoded (RFC 3986), besides letters, digits and -._

# Twilio signs the address without its fragment; Somleng signs it with the one we gave.
ENDINGS = ("", VOICE_TRIES, NEWS_TRIES)


class _Form(dict[str, list[str]]):
    """A form that answers by the first name under which the library asks for values; the others cost exceptions."""

    def getall(self, name: str) -> list[str]:
        return self[name]


Signed: TypeAlias = _Form | str


class Signature:
    """The check, for one public address and one account's token, or several accounts'."""

    def __init__(self, token: str, base: str, *others: str) -> None:
        self._validators = [RequestValidator(each) for each in (token, *others)]
        self._base = base

    def is_genuine(self, request: Request) -> bool:
        """False as well when the header is missing, or when there is a body that nobody signed."""
        given = request.headers.get(HEADER)
        path = path_as_sent(request.environ)
        signed = _signed_part(request)
        if not given or signed is None or not path.startswith("/"):
            return False
        addresses = [self._base + path + ending for ending in ENDINGS]
        return any(_agrees(each, address, signed, given) for address in addresses for each in self._validators)


def _agrees(validator: RequestValidator, address: str, signed: Signed, given: str) -> bool:
    """First the address as it is, which is nearly always right; then, as Twilio may, with and without its port."""
    if not isinstance(signed, str):
        expected: str = validator.compute_signature(address, signed)
        if compare_digest(expected.encode(), given.encode()):
            return True
    return bool(validator.validate(address, signed, given))


def path_as_sent(environ: Mapping[str, Any]) -> str:
    """Path and query byte for byte, where the server passes them on.

    Werkzeug and gunicorn pass RAW_URI, uWSGI REQUEST_URI. Granian passes neither: its query is untouched, its path is
    decoded and encoded again here, which is exact for every path of ours.
    """
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI")
    if raw:
        return _utf8(str(raw).removeprefix(str(environ.get("SCRIPT_NAME", ""))))
    path = quote(str(environ.get("PATH_INFO", "")), safe=PATH_SAFE, encoding="latin-1")
    query = environ.get("QUERY_STRING")
    return f"{path}?{_utf8(query)}" if query else path


def _utf8(sent: str) -> str:
    """WSGI hands over bytes as Latin-1 characters; an address with unencoded Chinese in it is signed as UTF-8."""
    return sent if sent.isascii() else sent.encode("latin-1", "replace").decode(errors="replace")


def _signed_part(request: Request) -> Signed | None:
    """The form; or the body as text, vouched for by its digest in the query; None when nothing vouches for it."""
    if request.mimetype == FORM:
        return _Form(request.form.to_dict(flat=False))
    body = request.get_data()
    if not body:
        return _Form()
    if BODY_DIGEST not in request.args:
        return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None
