"""The web process: sounds, health, errors as HTTP, and what it does not load."""

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from gateway import app
from gateway.domain import errors
from gateway.domain.errors import GatewayError
from gateway.store import recordings
from gateway.store.ledger import Ledger
from tests.carriers.desk import NOW, SmallCatalogue, board, settings
from tests.support.board import SHORT_WAV

WAV = b"RIFF\x24\0\0\0WAVEfmt "
DIGEST = "ab12" * 8


@contextmanager
def open_ledger(url: str) -> Any:
    ledger = Ledger(url)
    yield ledger
    ledger.close()


def web(**changed: Any) -> Flask:
    return app.create_app(board(**changed))


def test_a_prompt_is_played_from_its_file_for_ever(tmp_path: Path) -> None:
    file = tmp_path / "welcome.wav"
    file.write_bytes(WAV)
    client = web(catalogue=SmallCatalogue(files={DIGEST: file})).test_client()
    sound = client.get(f"/audio/{DIGEST}.wav")
    assert (sound.status_code, sound.data, sound.content_type) == (200, WAV, "audio/wav")
    assert sound.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert sound.headers["ETag"] == f'"{DIGEST}"'
    assert client.head(f"/audio/{DIGEST}.wav").headers["Content-Length"] == str(len(WAV))
    again = client.get(f"/audio/{DIGEST}.wav", headers={"If-None-Match": sound.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_recording_is_played_from_the_ledger(sqlite_url: str) -> None:
    with open_ledger(sqlite_url) as ledger:
        with ledger.write() as tx:
            digest = recordings.keep(tx, SHORT_WAV, NOW)
        client = web(ledger=ledger).test_client()
        assert client.get(f"/audio/{digest}.wav").data == SHORT_WAV
        assert client.get("/audio/unheard.wav").status_code == 404


@pytest.mark.parametrize("path", ["/audio/..%2F..%2Fetc%2Fpasswd.wav", "/audio/../app.py", "/audio/a/b.wav", "/audio/"])
def test_no_other_file_is_handed_out(sqlite_url: str, path: str) -> None:
    with open_ledger(sqlite_url) as ledger:
        assert web(ledger=ledger).test_client().get(path).status_code == 404


def test_the_house_is_well_while_its_ledger_answers(sqlite_url: str, redis_url: str) -> None:
    with open_ledger(sqlite_url) as ledger:
        well = web(ledger=ledger, settings=settings(redis_url=redis_url)).test_client().get("/health")
        assert (well.status_code, well.json) == (200, {"ledger": "ok", "queue": "ok"})
        late = web(ledger=ledger).test_client().get("/health")
        assert (late.status_code, late.json) == (200, {"ledger": "ok", "queue": "down"})


def test_the_house_is_not_well_without_its_ledger() -> None:
    ill = web().test_client().get("/health")
    assert (ill.status_code, ill.json) == (503, {"ledger": "down", "queue": "down"})


def every_error() -> list[type[GatewayError]]:
    return [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, GatewayError)]


def one(kind: type[GatewayError]) -> GatewayError:
    needs = {errors.CarrierRefused: (21211, "wrong_number"), errors.CarrierThrottled: (5.0,)}
    return kind("the reason", *needs.get(kind, ()))


@pytest.mark.parametrize("kind", every_error())
def test_every_error_has_a_status(kind: type[GatewayError]) -> None:
    application = web()

    def fails() -> str:
        raise one(kind)

    application.add_url_rule("/fails", view_func=fails)
    answer = application.test_client().get("/fails")
    assert answer.status_code == app.status_of(one(kind))
    assert ("the reason" in answer.text) == (answer.status_code < 500)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (errors.BadInput, 400),
        (errors.NotAllowed, 403),
        (errors.NotFound, 404),
        (errors.CarrierRefused, 502),
        (errors.CarrierSilent, 502),
        (errors.CarrierThrottled, 503),
        (errors.LedgerAway, 503),
        (errors.BrokenPrompts, 500),
    ],
)
def test_the_table_of_statuses(kind: type[GatewayError], status: int) -> None:
    assert app.status_of(one(kind)) == status


def test_a_fault_of_ours_gives_nothing_away() -> None:
    application = web()
    application.add_url_rule("/fails", view_func=lambda: 1 / 0)
    answer = application.test_client().get("/fails")
    assert (answer.status_code, answer.text) == (500, "Something is wrong here; it has been noted.")


def test_the_web_process_never_loads_the_carriers_heavy_client() -> None:
    """120 ms and 27 MB that only processes that dial need."""
    words = "import sys, gateway.carriers.twilio.webhooks, gateway.audio; sys.exit('twilio.rest' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], cwd=Path(app.__file__).parents[1]).returncode == 0


def test_a_page_no_room_has_is_not_found() -> None:
    assert web().test_client().get("/nowhere").status_code == 404
