"""The floor: the same server, Flask and one string. Nothing is checked, looked up or kept."""

from flask import Flask, Response

DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="https://village.example/twilio/voice/'
    'ba7816bf8f01cfea414140de5dae2223/7#rc=2&amp;rp=ct,5xx&amp;rt=6000" actionOnEmptyResult="true" finishOnKey="" '
    'input="dtmf" method="POST" numDigits="1" timeout="6"><Say language="cmn-CN" voice="Polly.Zhiyu">'
    "路上停过没有？停过按1，没停按2，不知道按9。</Say></Gather></Response>"
)


def app() -> Flask:
    """Says the same to everybody."""
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/<path:anywhere>", view_func=say, methods=["POST"])
    return app


def say(anywhere: str) -> Response:
    return Response(DOCUMENT, content_type="text/xml; charset=utf-8")
