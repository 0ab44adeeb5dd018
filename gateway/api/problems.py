"""What is refused, as problem+json. Source: RFC 9457."""

import json
from http import HTTPStatus

from flask import Response
from werkzeug.exceptions import HTTPException

from gateway.api import PREFIX

MEDIA_TYPE = "application/problem+json"
SCHEMA = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
    "additionalProperties": False,
}


def wanted(path: str) -> bool:
    """Whether a program asks: anywhere under /api/."""
    return path.startswith(PREFIX.rpartition("/")[0] + "/")


def problem(status: int, detail: str, **headers: str) -> Response:
    """One problem; nothing of it may be kept."""
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    response = Response(json.dumps(said, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response


def of_http(error: HTTPException) -> Response:
    """What Flask refuses, its Allow kept."""
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    response = problem(status, error.description or HTTPStatus(status).phrase)
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        response.headers["Allow"] = ", ".join(sorted(allowed))
    return response
