"""The routes: token, scope and question checked in that order, then the ledger read. Nothing here writes a report."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import structlog
from flask import Blueprint, Response, abort, request

from gateway.api import description
from gateway.api.description import ROUTES, Route
from gateway.api.limits import Allowance
from gateway.api.problems import problem
from gateway.domain.errors import BadInput, NotAllowed
from gateway.domain.exports import document
from gateway.domain.exports.filed import Filed
from gateway.domain.places import Level
from gateway.domain.tokens import Token
from gateway.journeys import tokens
from gateway.journeys.exports import days
from gateway.journeys.exports.days import Handed
from gateway.journeys.exports.formats import FORMATS, Format, Wish, dumped
from gateway.switchboard import Switchboard

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_UNITS = 1_500  # in one answer: a county has fewer villages, and callers wait for the same process
NUMBER = re.compile(r"[1-9][0-9]{0,5}")

log = structlog.get_logger("api")


def blueprint(board: Switchboard) -> Blueprint:
    """The routes of the table, for one switchboard. GET and HEAD only."""
    api = Blueprint("api", __name__)
    allowance = Allowance(board.settings.redis_url)
    for route in ROUTES:
        view = _open(board) if route.open else _guarded(board, route, allowance)
        api.add_url_rule(
            route.rule, endpoint=route.name, view_func=view, methods=["GET"], provide_automatic_options=False
        )
    return api


def _open(board: Switchboard) -> Callable[[], Response]:
    def view() -> Response:
        content = dumped(description.openapi(board.settings.public_base_url))
        return Response(content, content_type="application/json")

    return view


def _guarded(board: Switchboard, route: Route, allowance: Allowance) -> Callable[..., Response]:
    def view(code: str, day: str) -> Response:
        token = _admitted(board, allowance)
        if not token.opens(code):
            raise NotAllowed(f"this token opens {token.unit_code} and what lies below it. 令牌管不到这个单位。")
        _known_questions(route)
        which, chosen = _day(day), _format(route)
        log.info("api.read", token=token.id, route=route.name, unit=code, day=day, format=chosen.name)
        return ANSWERS[route.name](board, code, which, chosen)

    return view


def _admitted(board: Switchboard, allowance: Allowance) -> Token:
    """The token of the request. Answers 401 or 429 otherwise."""
    header = request.headers.get("Authorization", "")
    token = tokens.admit(board, header)
    if token is None:
        error = ', error="invalid_token"' if header else ""
        why = (
            "this token is unknown, expired or revoked"
            if header
            else "a token is needed, in the header `Authorization: Bearer TOKEN`"
        )
        abort(problem(401, f"{why}. 令牌无效或没有令牌。", WWW_Authenticate=f'Bearer realm="dalaba"{error}'))
    wait_s = allowance.wait_s(token.id)
    if wait_s:
        abort(problem(429, f"asked too often; ask again in {wait_s} s. 问得太勤，请稍候。", Retry_After=str(wait_s)))
    return token


# The question


def _known_questions(route: Route) -> None:
    """Raises BadInput for a parameter there is none of; its value is not repeated, it may be a secret."""
    if unknown := sorted(request.args.keys() - set(route.asks)):
        there = ", ".join(route.asks) or "none"
        raise BadInput(f"there is no parameter {unknown[0]!r} here; there are: {there}. 没有这个参数。")


def _day(written: str) -> date:
    try:
        if DAY.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise BadInput(f"{written!r} is no day; write it as 2020-02-08. 日期不对。")


def _format(route: Route) -> Format:
    """By ?format=, else by what the client accepts, else JSON."""
    asked = request.args.get("format")
    if asked is not None:
        if asked not in route.formats:
            raise BadInput(f"format {asked!r} is none of: {' '.join(route.formats)}. 没有这种格式。")
        return FORMATS[asked]
    by_type = {FORMATS[name].media_type: FORMATS[name] for name in route.formats}
    if not request.accept_mimetypes:
        return FORMATS["json"]
    found = request.accept_mimetypes.best_match(list(by_type))
    if found is None:
        abort(problem(406, f"there is: {', '.join(by_type)}. 没有这种格式。"))
    return by_type[found]


def _wish() -> Wish:
    language = request.args.get("lang", "zh")
    if language not in ("zh", "en"):
        raise BadInput(f"lang {language!r} is none of: zh en. 没有这种语言。")
    return Wish(language)


# The answers


def _of_day(board: Switchboard, code: str, day: date, chosen: Format) -> Response:
    asked = request.args.get("version")
    if asked is not None and not NUMBER.fullmatch(asked):
        raise BadInput(f"version {asked!r} is no version; write a number from 1. 版本号不对。")
    handed = days.one(board, code, day, int(asked) if asked else None)
    seal = handed.total.seal
    return _answer(board, handed, chosen, seal.code if seal and seal.whole else None)


def _of_versions(board: Switchboard, code: str, day: date, chosen: Format) -> Response:
    versions = days.all_versions(board, code, day)
    return _sent(dumped(document.of_versions(versions)), chosen, _seal_of_all(versions))


def _of_below(board: Switchboard, code: str, day: date, chosen: Format) -> Response:
    asked = request.args.get("level")
    there = description.PARAMETERS["level"]["schema"]["enum"]
    if asked is not None and asked not in there:
        raise BadInput(f"level {asked!r} is none of: {' '.join(there)}. 没有这一级。")
    handed = days.below(board, code, day, Level(asked) if asked else None, MOST_UNITS)
    return _answer(board, handed, chosen, _seal_of_all([handed.total, *handed.parts]))


ANSWERS: Mapping[str, Callable[[Switchboard, str, date, Format], Response]] = {
    "day": _of_day,
    "versions": _of_versions,
    "below": _of_below,
}


def _answer(board: Switchboard, handed: Handed, chosen: Format, etag: str | None) -> Response:
    response = _sent(chosen.write(board, handed, _wish()), chosen, etag)
    if chosen.name in ("csv", "xlsx"):
        total = handed.total
        name = f"dalaba-{total.unit_code}-{total.report.day}.{chosen.suffix}"
        response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def _seal_of_all(filed: Sequence[Filed]) -> str | None:
    """One seal over several, None when one of them is not sealed, or not whole."""
    seals = [f"{one.unit_code} {one.seal.version} {one.seal.code}" for one in filed if one.seal and one.seal.whole]
    return hashlib.sha256("\n".join(seals).encode()).hexdigest() if len(seals) == len(filed) else None


def _sent(content: bytes, chosen: Format, etag: str | None) -> Response:
    """What is not sealed may not be kept by anybody; what is, is asked for again by its seal."""
    response = Response(content, content_type=f"{chosen.media_type}{'; charset=utf-8' if chosen.name == 'csv' else ''}")
    response.headers["Vary"] = "Authorization, Accept"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache" if etag else "no-store"
    if etag is not None:
        response.set_etag(etag)
        response.make_conditional(request)
    return response
