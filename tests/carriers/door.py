"""A door with nothing behind it, for a real web server: 204 for the carrier, 403 for everybody else."""

from typing import Any

from flask import Request, Response

from gateway.carriers.twilio.signature import Signature
from tests.carriers.desk import BASE, TOKEN

DOOR = Signature(TOKEN, BASE)


def app(environ: Any, start_response: Any) -> Any:
    genuine = DOOR.is_genuine(Request(environ))
    return Response(status=204 if genuine else 403)(environ, start_response)
