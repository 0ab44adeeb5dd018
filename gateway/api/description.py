"""What there is to ask for, as one table; and the OpenAPI document made from it and the registry of columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from gateway.api import PREFIX, problems
from gateway.domain.daily.window import REPORTING
from gateway.domain.exports import dhis2, document
from gateway.domain.exports.document import reference
from gateway.journeys.exports.formats import FORMATS

Schema = Mapping[str, Any]

DAY_FORMATS = tuple(FORMATS)
PARAMETERS: Mapping[str, Mapping[str, Any]] = {
    "code": {"in": "path", "schema": document.UNIT_CODE, "description": "A unit's code, such as 532901105201."},
    "day": {"in": "path", "schema": document.DAY, "description": "A local day, such as 2020-02-08."},
    "format": {
        "in": "query",
        "schema": {"type": "string", "enum": list(FORMATS)},
        "description": "Goes before the Accept header.",
    },
    "version": {
        "in": "query",
        "schema": document.VERSION,
        "description": "A sealed version; without it the newest, or the day as it stands now.",
    },
    "level": {
        "in": "query",
        "schema": {"type": "string", "enum": [level.value for level in REPORTING[:-1]]},
        "description": "The level below; without it the nearest that has units.",
    },
    "lang": {
        "in": "query",
        "schema": {"type": "string", "enum": ["zh", "en"]},
        "description": "Of the form as XLSX, and of the second row of headings in CSV; zh otherwise.",
    },
}


@dataclass(frozen=True)
class Route:
    """One thing to ask for.

    asks    parameters after the question mark
    schema  of its JSON
    open    whoever asks needs no token
    """

    name: str
    path: str
    summary: str
    schema: str
    asks: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("json",)
    open: bool = False

    @property
    def rule(self) -> str:
        """The path as Flask writes it."""
        return PREFIX + self.path.replace("{", "<").replace("}", ">")

    @property
    def parameters(self) -> tuple[str, ...]:
        """All of them, those of the path first."""
        return tuple(name for name in ("code", "day") if f"{{{name}}}" in self.path) + self.asks


ROUTES: tuple[Route, ...] = (
    Route(
        "day",
        "/units/{code}/days/{day}",
        "A unit's day by the eighteen columns 一个单位一天的日报",
        "Day",
        ("format", "version", "lang"),
        DAY_FORMATS,
    ),
    Route("versions", "/units/{code}/days/{day}/versions", "Its sealed versions 封存的各版", "Versions"),
    Route(
        "below",
        "/units/{code}/below/days/{day}",
        "Its day with those of the units of one level below 下级各单位",
        "Below",
        ("format", "level", "lang"),
        DAY_FORMATS,
    ),
    Route("openapi", "/openapi.json", "This document 本说明", "OpenAPI", open=True),
)
REFUSED = {
    400: "A value is odd, or the day has not come yet.",
    401: "No token, or one that is unknown, expired or revoked.",
    403: "The token is for another unit: it opens its own and all below.",
    404: "No such unit or version.",
    406: "Not in that format.",
    429: "Asked too often; Retry-After says how many seconds to wait.",
    503: "The ledger does not answer; ask again.",
}


def openapi(server: str) -> dict[str, Any]:
    """The document, OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Dalaba 大喇叭: the daily report",
            "version": version("dalaba"),
            "description": "Read-only. Figures only: no person, no phone. "
            "A token opens one unit and all below it. The ETag of a sealed day is its seal.",
        },
        "servers": [{"url": server}],
        "security": [{"token": []}],
        "paths": {PREFIX + route.path: {"get": _operation(route)} for route in ROUTES},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                **document.schemas(),
                "DataValueSet": dhis2.schema(),
                "OpenAPI": {"type": "object"},
                "Problem": problems.SCHEMA,
            },
            "responses": {str(status): _refusal(told) for status, told in REFUSED.items()},
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    content = {_media(name): _content(name, route) for name in route.formats}
    fine = {"200": {"description": route.summary, "content": content}}
    if route.open:
        return {"operationId": route.name, "summary": route.summary, "security": [], "responses": fine}
    return {
        "operationId": route.name,
        "summary": route.summary,
        "parameters": [_parameter(name) for name in route.parameters],
        "responses": {
            **fine,
            "304": {"description": "Not changed since the ETag given in If-None-Match."},
            **{str(status): {"$ref": f"#/components/responses/{status}"} for status in REFUSED},
        },
    }


def _parameter(name: str) -> dict[str, Any]:
    return {"name": name, **PARAMETERS[name], "required": PARAMETERS[name]["in"] == "path"}


def _media(name: str) -> str:
    return FORMATS[name].media_type


def _content(name: str, route: Route) -> dict[str, Any]:
    schemas: Mapping[str, Schema] = {
        "json": reference(route.schema),
        "dhis2": reference("DataValueSet"),
        "csv": {"type": "string", "description": "UTF-8; a row of codes, a row of words, then a row a unit."},
        "xlsx": {"type": "string", "contentMediaType": _media("xlsx")},
    }
    return {"schema": schemas[name]}


def _refusal(told: str) -> dict[str, Any]:
    return {"description": told, "content": {problems.MEDIA_TYPE: {"schema": reference("Problem")}}}
