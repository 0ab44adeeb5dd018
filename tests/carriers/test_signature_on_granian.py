"""The signature check behind the real web server, which hands over a decoded path and no RAW_URI."""

import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlencode

import pytest

from tests.carriers.desk import BASE, FORM, sign
from tests.carriers.test_signature import ODD_PATHS

HOUSE = Path(__file__).parents[2]
PATIENCE_S = 20  # only a broken server ever takes this long
# Encoded although a path may hold them plainly, or in small letters: once decoded, nobody knows. Ours never are.
NOT_TO_BE_TOLD = {"/a%2Fb/c%3Ad"}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    words = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(number), "tests.carriers.door:app"]
    server = subprocess.Popen([sys.executable, "-m", *words], cwd=HOUSE, stdout=subprocess.DEVNULL)
    wait_until_open(server, number)
    yield number
    server.terminate()
    server.wait()


def wait_until_open(server: subprocess.Popen[bytes], port: int) -> None:
    patience = monotonic() + PATIENCE_S
    while server.poll() is None and monotonic() < patience:
        with socket.socket() as caller:
            if caller.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.02)
    server.kill()
    raise AssertionError("granian did not start")


def post(port: int, path: str, form: dict[str, str], signature: str | None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Content-Type": FORM} | ({"X-Twilio-Signature": signature} if signature else {})
    connection.request("POST", path, urlencode(form), headers)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize("path", [path for path in ODD_PATHS if path not in NOT_TO_BE_TOLD])
def test_the_carrier_is_let_in_whatever_its_addresses_look_like(port: int, path: str) -> None:
    form = {"CallSid": "CA1", "Body": "你好 <&>", "Digits": ""}
    assert post(port, path, form, sign(BASE + path, form)) == 204


@pytest.mark.parametrize("signature", [None, "", "forged", "0/KCTR6DLpKmkAf8muzZqo1nDgQ="])
def test_nobody_else_is(port: int, signature: str | None) -> None:
    assert post(port, "/twilio/voice", {"CallSid": "CA1"}, signature) == 403


def test_a_changed_form_or_address_is_turned_away(port: int) -> None:
    signature = sign(f"{BASE}/twilio/voice", {"CallSid": "CA1"})
    assert post(port, "/twilio/voice", {"CallSid": "CA1"}, signature) == 204
    assert post(port, "/twilio/voice", {"CallSid": "CA2"}, signature) == 403
    assert post(port, "/twilio/text", {"CallSid": "CA1"}, signature) == 403
    assert post(port, "/twilio/voice?x", {"CallSid": "CA1"}, signature) == 403
