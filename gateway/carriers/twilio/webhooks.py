"""What the carrier asks and tells us. Here forms become plain values, journeys are called, turns become documents.

Nothing happens before the signature is checked. A failure while somebody is on the line is spoken: an answer other
than 200 would cut the call. A failure of news (a status, a text) is an error, so that the carrier brings it again.
A ledger that is away for a moment is no failure yet: asked twice, every journey does what it does once.
"""

import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from flask import Blueprint, Response, abort, request

from gateway.carriers.twilio import forms, twiml
from gateway.carriers.twilio.addresses import Addresses
from gateway.carriers.twilio.signature import Signature
from gateway.domain.calls import ENDED, Progress
from gateway.domain.errors import LedgerAway, cause_of
from gateway.domain.flow import Phrase, Turn
from gateway.domain.refusals import Refusal
from gateway.journeys.telephone import call_news, calls
from gateway.journeys.telephone.calls import Reply
from gateway.journeys.texting import texts
from gateway.switchboard import Switchboard

XML = "text/xml; charset=utf-8"
PAUSES_S = (0.1, 0.4, 1.0, 2.5)  # for a database that is restarted; the carrier waits six seconds for an answer

Done = TypeVar("Done")

log = structlog.get_logger("carriers.twilio")


def blueprint(board: Switchboard) -> Blueprint:
    """The webhooks, for one switchboard."""
    desk = Desk(board)
    hooks = Blueprint("twilio", __name__, url_prefix="/twilio")
    hooks.before_request(desk.check)
    hooks.post("/voice")(desk.voice)
    hooks.post("/voice/attempts/<attempt_id>")(desk.picked_up)
    hooks.post("/voice/<session_id>/<int:step>")(desk.heard)
    hooks.post("/fallback")(desk.fallback)
    hooks.post("/status")(desk.status)
    hooks.post("/status/<attempt_id>")(desk.attempt_status)
    hooks.post("/text")(desk.text)
    hooks.post("/text-status/<int:text_id>")(desk.text_status)
    return hooks


class Desk:
    """One view a webhook. What does not change between two requests is made once."""

    def __init__(self, board: Switchboard) -> None:
        settings = board.settings
        sorry = Reply("", settings.default_language, Turn(0, (Phrase("call.trouble"),), None))
        self._board = board
        self._addresses = Addresses(settings.public_base_url)
        self._line = settings.twilio_from_number
        first, *others = (account.token for account in settings.accounts)
        self._signature = Signature(first, settings.public_base_url, *others)
        self._sorry = self._written(sorry)

    def check(self) -> None:
        """Turns away whoever cannot sign."""
        if not self._signature.is_genuine(request):
            log.warning("webhook.refused", path=request.path, signed="X-Twilio-Signature" in request.headers)
            abort(403)

    def voice(self) -> Response:
        """Somebody rings our line."""

        def answer() -> Reply:
            call = forms.call(request.form)
            return calls.answer(self._board, call.sid, call.sender, call.line)

        return self._spoken(answer)

    def picked_up(self, attempt_id: str) -> Response:
        """A phone we rang was picked up."""
        return self._spoken(lambda: calls.answer_attempt(self._board, attempt_id, forms.call(request.form).sid))

    def heard(self, session_id: str, step: int) -> Response:
        """Keys, speech, silence, or the end of a talk, at one step."""
        return self._spoken(lambda: calls.take(self._board, session_id, step, forms.heard(request.form)))

    def fallback(self) -> Response:
        """Asked when one of the above could not be reached: needs no ledger. What was not said is noted afterwards."""
        sid, attempt_id = request.form.get("CallSid", ""), forms.unanswered(request.form)
        log.error("voice.fallback", call=sid, code=request.form.get("ErrorCode"))
        sorry = Response(self._sorry, content_type=XML)
        sorry.call_on_close(lambda: self._note_apology(sid, attempt_id))
        return sorry

    def _note_apology(self, sid: str, attempt_id: str | None) -> None:
        try:
            patiently(lambda: calls.apologised(self._board, sid, attempt_id))
        except LedgerAway as e:
            log.error("voice.apology_not_noted", call=sid, **cause_of(e))

    def status(self) -> Response:
        """How a call to our line ended."""
        seen = forms.progress(request.form, self._board.clock.now())
        _complain(seen)
        if seen is not None and seen.state in ENDED:
            patiently(lambda: calls.caller_gone(self._board, seen))
        return Response(status=204)

    def attempt_status(self, attempt_id: str) -> Response:
        """How a call of ours goes."""
        seen = forms.progress(request.form, self._board.clock.now())
        _complain(seen)
        if seen is not None:
            patiently(lambda: call_news.progress(self._board, attempt_id, seen))
        return Response(status=204)

    def text(self) -> Response:
        """A text reached our line. It is kept now and answered by the night shift."""
        text = forms.text(request.form)
        patiently(lambda: texts.receive(self._board, text.sid, text.sender, text.line, text.body))
        return Response(twiml.NOTHING, content_type=XML)

    def text_status(self, text_id: int) -> Response:
        """What became of a text of ours."""
        news = forms.text_news(request.form)
        if news is not None:
            told = news.sid, news.state, news.code, news.cause
            patiently(lambda: texts.progress(self._board, text_id, *told))
        return Response(status=204)

    def _written(self, reply: Reply) -> str:
        return twiml.render(reply, self._board.catalogue, self._addresses, reply.line or self._line)

    def _spoken(self, reply: Callable[[], Reply]) -> Response:
        try:
            document = self._written(patiently(reply))
        # Whatever went wrong, the ledger included: a caller hears an apology, never a dead line.
        except Exception as e:
            log.error("voice.trouble", call=request.form.get("CallSid"), path=request.path, **cause_of(e))
            document = self._sorry
        return Response(document, content_type=XML)


def _complain(seen: Progress | None) -> None:
    """A call that went wrong because of what we answered is for a programmer to see."""
    if seen is not None and seen.cause == Refusal.WEBHOOK:
        log.error("webhook.broken", call=seen.sid, code=seen.code)


def patiently(journey: Callable[[], Done]) -> Done:
    """What a journey gives, asked for again while the ledger is away. Raises LedgerAway when that takes too long."""
    for pause_s in PAUSES_S:
        try:
            return journey()
        except LedgerAway:
            time.sleep(pause_s)
    return journey()
