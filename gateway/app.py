"""The web process: one Flask application out of one switchboard, and the one table from errors to HTTP."""

import redis
import structlog
from flask import Flask, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from gateway import audio, logs, settings
from gateway.api import problems, routes
from gateway.carriers.twilio import webhooks
from gateway.domain.errors import (
    BadInput,
    CarrierRefused,
    CarrierSilent,
    CarrierThrottled,
    GatewayError,
    LedgerAway,
    NotAllowed,
    NotFound,
    cause_of,
)
from gateway.switchboard import Switchboard
from gateway.wiring import connect_web

MOST_BYTES = 64 * 1024  # of a request; a page that takes files raises it for itself (request.max_content_length)
SORRY = "Something is wrong here; it has been noted."
QUEUE_S = 0.5  # what the health check waits for the queue

STATUS: dict[type[GatewayError], int] = {
    BadInput: 400,
    NotAllowed: 403,
    NotFound: 404,
    CarrierRefused: 502,
    CarrierSilent: 502,
    CarrierThrottled: 503,
    LedgerAway: 503,
    GatewayError: 500,
}

ROOMS = (webhooks.blueprint, audio.blueprint, routes.blueprint)

log = structlog.get_logger("app")


def create_app(board: Switchboard) -> Flask:
    """The application, for one switchboard."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    for room in ROOMS:
        app.register_blueprint(room(board))
    post = redis.Redis.from_url(board.settings.redis_url, socket_connect_timeout=QUEUE_S, socket_timeout=QUEUE_S)
    app.add_url_rule("/health", view_func=lambda: health(board, post), endpoint="health")
    app.register_error_handler(GatewayError, _named)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _unforeseen)
    return app


def from_environment() -> Flask:
    """The application on the environment's settings, for the web server. Raises BadSettings, BrokenPrompts."""
    logs.as_json()
    return create_app(connect_web(settings.from_environment()))


def health(board: Switchboard, post: redis.Redis) -> tuple[Response, int]:
    """200 while the ledger answers. The queue is told but not counted: without it work is late, not lost."""
    ledger, queue = _ledger_is_up(board), _queue_is_up(post)
    told = {"ledger": "ok" if ledger else "down", "queue": "ok" if queue else "down"}
    return jsonify(told), 200 if ledger else 503


def _ledger_is_up(board: Switchboard) -> bool:
    try:
        with board.ledger.read() as tx:
            tx.exec_driver_sql("SELECT 1")
    except Exception as e:  # whatever it is, the answer is no
        log.error("health.ledger", **cause_of(e))
        return False
    return True


def _queue_is_up(post: redis.Redis) -> bool:
    try:
        return bool(post.ping())
    except redis.RedisError:
        return False


def status_of(error: GatewayError) -> int:
    """The HTTP status of an error: its own, or that of the nearest kind above it."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def _named(error: GatewayError) -> Response:
    status = status_of(error)
    if status >= 500:
        log.error("request.failed", status=status, **cause_of(error))
        return _answer(SORRY, status)
    return _answer(str(error), status)


def _unforeseen(error: Exception) -> Response:
    log.error("request.failed", status=500, **cause_of(error))
    return _answer(SORRY, 500)


def _of_http(error: HTTPException) -> HTTPException | Response:
    """What Flask itself refuses: no such page, no such method."""
    return problems.of_http(error) if problems.wanted(request.path) else error


def _answer(words: str, status: int) -> Response:
    """In words for the carrier, as a problem for a program that reads the report."""
    if problems.wanted(request.path):
        return problems.problem(status, words)
    return Response(words, status=status, content_type="text/plain; charset=utf-8")
