"""Sound for the carrier to play, by the digest of its content: prompts out of files, recordings out of the ledger."""

from flask import Blueprint, Response, abort, request

from gateway.store import recordings
from gateway.switchboard import Switchboard

KEPT_S = 365 * 24 * 3600  # the carrier may keep it for ever: other content has another digest


def blueprint(board: Switchboard) -> Blueprint:
    """The one route, for one switchboard."""
    sounds = Blueprint("audio", __name__)

    @sounds.get("/audio/<digest>.wav")
    def audio(digest: str) -> Response:
        wav = find(board, digest)
        if wav is None:
            abort(404)
        response = Response(wav, content_type="audio/wav")
        response.cache_control.public = True
        response.cache_control.max_age = KEPT_S
        response.cache_control.immutable = True
        response.set_etag(digest)
        response.make_conditional(request)
        return response

    return sounds


def find(board: Switchboard, digest: str) -> bytes | None:
    """The WAV file of a prompt or a recording, None when there is neither."""
    prompt = board.catalogue.clip_file(digest)
    if prompt is not None:
        return prompt.read_bytes()
    with board.ledger.read() as tx:
        return recordings.load(tx, digest)
