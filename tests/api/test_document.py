"""The OpenAPI document is one, and every answer is what it says."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from gateway.api.description import ROUTES, openapi
from gateway.domain.daily.columns import COLUMNS, FIGURES
from gateway.journeys.exports.formats import FORMATS
from tests.api.conftest import Bearer
from tests.support import cast
from tests.support.days import SILENT

DOCUMENT = openapi("https://village.example")
ON = "2020-02-08"


def schema_of(path: str, status: str, media_type: str) -> dict[str, Any]:
    """What the document says of an answer, its references resolvable."""
    found = DOCUMENT["paths"][path]["get"]["responses"][status]
    if "$ref" in found:
        found = DOCUMENT["components"]["responses"][found["$ref"].rpartition("/")[2]]
    return {**found["content"][media_type]["schema"], "components": DOCUMENT["components"]}


def check(answer: Any, path: str, media_type: str = "application/json") -> None:
    schema = schema_of(path, str(answer.status_code), media_type)
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(answer.json)


def test_the_document_is_openapi(client: FlaskClient) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json is not None
    OpenAPIV31SpecValidator(answer.json).validate()


def test_the_document_has_every_column_and_figure_of_the_registry_and_every_route() -> None:
    columns = DOCUMENT["components"]["schemas"]["Day"]["properties"]["columns"]["properties"]
    assert list(columns) == [str(column.number) for column in COLUMNS]
    figures = [name for column in columns.values() for name in column["properties"]["figures"]["properties"]]
    assert figures == [figure.name for figure in FIGURES]
    assert len(DOCUMENT["paths"]) == len(ROUTES)


DAY, VERSIONS, BELOW = (f"/api/v1{route.path}" for route in ROUTES[:3])


@pytest.mark.parametrize("code", [cast.PROVINCE, cast.TOWNSHIP, cast.VILLAGE, SILENT, cast.GRID_1])
def test_every_day_is_what_the_document_says(client: FlaskClient, bearer: Bearer, code: str) -> None:
    for query in ("", "?version=1") if code != cast.GRID_1 else ("",):
        check(client.get(f"/api/v1/units/{code}/days/{ON}{query}", headers=bearer(cast.PROVINCE)), DAY)
    answer = client.get(f"/api/v1/units/{code}/days/{ON}?format=dhis2", headers=bearer(cast.PROVINCE))
    check(answer, DAY, FORMATS["dhis2"].media_type)


def test_versions_and_units_below_are_what_the_document_says(client: FlaskClient, bearer: Bearer) -> None:
    headers = bearer(cast.PROVINCE)
    check(client.get(f"/api/v1/units/{cast.VILLAGE}/days/{ON}/versions", headers=headers), VERSIONS)
    for query in ("", "?level=village"):
        check(client.get(f"/api/v1/units/{cast.COUNTY}/below/days/{ON}{query}", headers=headers), BELOW)
    answer = client.get(f"/api/v1/units/{cast.COUNTY}/below/days/{ON}?format=dhis2", headers=headers)
    check(answer, BELOW, FORMATS["dhis2"].media_type)


def test_a_document_with_something_missing_would_not_pass(client: FlaskClient, bearer: Bearer) -> None:
    answer = client.get(f"/api/v1/units/{cast.VILLAGE}/days/{ON}", headers=bearer(cast.VILLAGE)).get_json()
    del answer["columns"]["8"]["figures"]["fever"]
    assert not Draft202012Validator(schema_of(DAY, "200", "application/json")).is_valid(answer)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/api/v1/units/{cast.VILLAGE}/days/2020-02-30", 400),
        (f"/api/v1/units/{cast.VILLAGE}/days/20200208", 400),
        (f"/api/v1/units/{cast.VILLAGE}/days/2021-02-08", 400),
        (f"/api/v1/units/{cast.VILLAGE}/days/{ON}?format=pdf", 400),
        (f"/api/v1/units/{cast.VILLAGE}/days/{ON}?fromat=csv", 400),
        (f"/api/v1/units/{cast.VILLAGE}/days/{ON}?version=x", 400),
        (f"/api/v1/units/{cast.VILLAGE}/days/{ON}?format=csv&lang=fr", 400),
        (f"/api/v1/units/{cast.COUNTY}/below/days/{ON}?level=grid", 400),
        (f"/api/v1/units/{cast.VILLAGE}/below/days/{ON}", 400),
        (f"/api/v1/units/{cast.VILLAGE}/days/{ON}?version=9", 404),
        (f"/api/v1/units/{cast.VILLAGE}/days/2020-02-07/versions", 404),
        ("/api/v1/units/539999/days/2020-02-08", 404),
    ],
)
def test_what_is_odd_is_a_problem_that_names_it(client: FlaskClient, bearer: Bearer, path: str, status: int) -> None:
    answer = client.get(path, headers=bearer(cast.PROVINCE))
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    check(answer, DAY, "application/problem+json")
    assert answer.get_json()["detail"]


def test_no_such_page_is_a_problem_too(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nowhere")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert client.get("/nowhere").content_type != "application/problem+json"
