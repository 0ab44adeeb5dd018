"""The report over HTTP: the same as by command, by token, for a unit and all below it; nothing is written."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from structlog.testing import capture_logs

from gateway.app import create_app
from gateway.domain import tokens as rules
from gateway.journeys import tokens
from gateway.journeys.exports import days
from gateway.journeys.exports.formats import FORMATS, Wish
from gateway.switchboard import Switchboard
from tests.api.conftest import Bearer
from tests.support import cast
from tests.support.board import clock_of
from tests.support.days import BESIDE, DAY, SILENT

VILLAGE = f"/api/v1/units/{cast.VILLAGE}/days/2020-02-08"
BELOW = f"/api/v1/units/{cast.TOWNSHIP}/below/days/2020-02-08"
PATHS = (VILLAGE, f"{VILLAGE}/versions", BELOW)


@pytest.mark.parametrize("name", ["json", "csv", "dhis2"])
def test_a_program_gets_what_the_command_writes(
    client: FlaskClient, bearer: Bearer, board: Switchboard, name: str
) -> None:
    by_name = client.get(f"{BELOW}?format={name}", headers=bearer(cast.TOWNSHIP))
    by_type = client.get(BELOW, headers={**bearer(cast.TOWNSHIP), "Accept": FORMATS[name].media_type})
    written = FORMATS[name].write(board, days.below(board, cast.TOWNSHIP, DAY), Wish())
    assert by_name.status_code == 200
    assert by_name.data == by_type.data == written
    assert by_name.content_type.startswith(FORMATS[name].media_type)


def test_the_workbook_is_the_form_without_anybody_s_name(client: FlaskClient, bearer: Bearer) -> None:
    answer = client.get(f"{BELOW}?format=xlsx", headers=bearer(cast.TOWNSHIP))
    assert answer.headers["Content-Disposition"] == "attachment; filename=dalaba-532901105-2020-02-08.xlsx"
    sheet: Any = load_workbook(BytesIO(answer.data)).active
    cells = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"疫情防控日报表", "鹤阳村"} <= cells
    assert "张敏" not in cells
    english = client.get(f"{BELOW}?format=xlsx&lang=en", headers=bearer(cast.TOWNSHIP))
    assert load_workbook(BytesIO(english.data)).active["A1"].value == "Daily report on the epidemic"


def test_no_answer_holds_a_person_or_a_phone(client: FlaskClient, bearer: Bearer) -> None:
    for path in PATHS:
        for name in ("json", "csv", "dhis2") if "versions" not in path else ("json",):
            asked = path if "versions" in path else f"{path}?format={name}"
            told = client.get(asked, headers=bearer(cast.TOWNSHIP)).get_data(as_text=True)
            assert not [who for who in ("张敏", "杨秀英", "staff:", "+86199", "1990001") if who in told], asked


def test_a_format_nobody_here_writes_is_not_acceptable(client: FlaskClient, bearer: Bearer) -> None:
    assert client.get(VILLAGE, headers={**bearer(cast.VILLAGE), "Accept": "application/pdf"}).status_code == 406
    assert client.get(VILLAGE, headers={**bearer(cast.VILLAGE), "Accept": "*/*"}).content_type == "application/json"


# Who may


@pytest.mark.parametrize(
    ("holds", "asks", "status"),
    [
        (cast.TOWNSHIP, cast.TOWNSHIP, 200),  # own
        (cast.TOWNSHIP, cast.VILLAGE, 200),  # below
        (cast.TOWNSHIP, cast.GRID_1, 200),
        (cast.TOWNSHIP, cast.COUNTY, 403),  # above
        (cast.TOWNSHIP, cast.PROVINCE, 403),
        (cast.TOWNSHIP, BESIDE, 403),  # beside
        (cast.VILLAGE, SILENT, 403),
        (cast.VILLAGE, cast.TOWNSHIP, 403),
        (cast.TOWNSHIP, "539999", 403),  # whether it is there is not told
        (cast.TOWNSHIP, "532901105999", 404),  # below, and not there
        (cast.TOWNSHIP, "532901105' OR 1", 404),
    ],
)
def test_a_token_opens_its_unit_and_all_below(
    client: FlaskClient, bearer: Bearer, holds: str, asks: str, status: int
) -> None:
    assert client.get(f"/api/v1/units/{asks}/days/2020-02-08", headers=bearer(holds)).status_code == status
    if status == 403:
        for path in (f"/api/v1/units/{asks}/days/2020-02-08/versions", f"/api/v1/units/{asks}/below/days/2020-02-08"):
            assert client.get(path, headers=bearer(holds)).status_code == 403


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer x",
        "Bearer dlb_1_short",
        "Basic ZGxiOng=",
        "{good}",
        "Bearer {good}x",
        "Token {good}",
    ],
)
def test_without_a_good_token_nothing_is_told(
    client: FlaskClient, bearer: Bearer, path: str, header: str | None
) -> None:
    good = bearer(cast.PROVINCE)["Authorization"].removeprefix("Bearer ")
    headers = {} if header is None else {"Authorization": header.format(good=good)}
    answer = client.get(path, headers=headers)
    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="dalaba"')
    assert client.get(f"{path}?token={good}").status_code == 401, "a token in the address is none"


def test_an_expired_a_revoked_and_another_s_secret_open_nothing(client: FlaskClient, board: Switchboard) -> None:
    def status(written: str) -> int:
        return client.get(VILLAGE, headers={"Authorization": f"Bearer {written}"}).status_code

    short, written = tokens.give(board, cast.VILLAGE, "short", 1)
    other, other_written = tokens.give(board, cast.VILLAGE, "other", 30)
    assert (status(written), status(other_written)) == (200, 200)
    assert status(rules.written(short.id, other_written[-43:])) == 401
    assert status(rules.written(other.id + 999, other_written[-43:])) == 401
    clock = clock_of(board)
    before = clock.now()
    clock.set(short.expires_at)
    assert status(written) == 401
    clock.set(before)
    assert tokens.revoke(board, other.id)
    assert status(other_written) == 401


def test_the_day_of_use_is_kept_and_the_secret_is_not(client: FlaskClient, board: Switchboard) -> None:
    kept, written = tokens.give(board, cast.VILLAGE, "used", 30)
    client.get(VILLAGE, headers={"Authorization": f"Bearer {written}"})
    (found,) = (one for one in tokens.every(board) if one.id == kept.id)
    assert found.last_used_on == DAY
    assert found.hash == rules.hash_of(written[-43:])
    assert written[-43:] not in str(contents(board))


def test_a_token_stands_in_no_log(client: FlaskClient, bearer: Bearer) -> None:
    with capture_logs() as logs:
        client.get(VILLAGE, headers=bearer(cast.VILLAGE))
        client.get(VILLAGE, headers={"Authorization": "Bearer dlb_1_" + "x" * 43})
    assert [entry["event"] for entry in logs] == ["api.limits_alone", "api.read"]  # no Redis here
    assert bearer(cast.VILLAGE)["Authorization"][-43:] not in str(logs)


# Reading only


def contents(board: Switchboard) -> dict[str, Any]:
    with board.ledger.read() as tx:
        names = tx.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").scalars().all()
        return {name: tx.exec_driver_sql(f"SELECT * FROM {name}").all() for name in names}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", [*PATHS, "/api/v1/openapi.json"])
def test_nothing_can_be_written(client: FlaskClient, bearer: Bearer, method: str, path: str) -> None:
    answer = client.open(path, method=method, headers=bearer(cast.PROVINCE))
    assert (answer.status_code, answer.content_type) == (405, "application/problem+json")
    assert answer.headers["Allow"] == "GET, HEAD"


def test_reading_leaves_the_ledger_as_it_was_but_for_the_day_of_use(
    client: FlaskClient, bearer: Bearer, board: Switchboard
) -> None:
    client.get(VILLAGE, headers=bearer(cast.PROVINCE))
    before = contents(board)
    for path in (*PATHS, *(f"{BELOW}?format={name}" for name in FORMATS)):
        assert client.get(path, headers=bearer(cast.PROVINCE)).status_code == 200
    assert contents(board) == before


def test_every_route_under_api_reads_only(board: Switchboard) -> None:
    rules_there = [rule for rule in create_app(board).url_map.iter_rules() if rule.rule.startswith("/api/")]
    assert len(rules_there) == 4
    assert {frozenset(rule.methods or ()) for rule in rules_there} == {frozenset({"GET", "HEAD"})}


# The seal as ETag


def test_a_sealed_day_has_its_seal_as_etag_and_is_not_sent_twice(client: FlaskClient, bearer: Bearer) -> None:
    answer = client.get(VILLAGE, headers=bearer(cast.VILLAGE))
    seal = answer.get_json()["seal"]
    assert answer.headers["ETag"] == f'"{seal}"'
    again = client.get(VILLAGE, headers={**bearer(cast.VILLAGE), "If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    head = client.head(VILLAGE, headers=bearer(cast.VILLAGE))
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", answer.headers["ETag"])
    assert "Authorization" in answer.headers["Vary"]
    assert client.get(VILLAGE, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 401


def test_a_day_that_is_not_sealed_is_kept_by_nobody(client: FlaskClient, bearer: Bearer) -> None:
    answer = client.get(f"/api/v1/units/{cast.VILLAGE}/days/2020-02-07", headers=bearer(cast.VILLAGE))
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "ETag" not in answer.headers
    assert (answer.get_json()["version"], answer.get_json()["seal"]) == (None, None)


def test_units_below_have_one_etag_over_all_their_seals(client: FlaskClient, bearer: Bearer) -> None:
    answer = client.get(BELOW, headers=bearer(cast.TOWNSHIP))
    assert [unit["unit"]["code"] for unit in answer.get_json()["units"]] == [cast.VILLAGE, SILENT]
    again = client.get(BELOW, headers={**bearer(cast.TOWNSHIP), "If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_silent_village_has_no_zeros(client: FlaskClient, bearer: Bearer) -> None:
    path = f"/api/v1/units/{SILENT}/days/2020-02-08"
    told = client.get(path, headers=bearer(cast.TOWNSHIP)).get_json()
    assert told["standing"] == "silent"
    assert told["columns"]["8"]["figures"]["fever"] == {"counted": None, "said": None}
    sent = json.loads(client.get(f"{path}?format=dhis2", headers=bearer(cast.TOWNSHIP)).data)
    assert sent["dataValues"] == []
    rows = list(csv.reader(StringIO(client.get(f"{path}?format=csv", headers=bearer(SILENT)).data.decode("utf-8-sig"))))
    assert dict(zip(rows[0], rows[2], strict=True))["fever"] == ""
