"""What a broadcast says, as sound of our own: the recording brought home, typed words spoken by the offline voice."""

from dataclasses import replace

from gateway.domain import wav_files
from gateway.domain.errors import CarrierThrottled
from gateway.store.broadcasts import Broadcast, Info
from gateway.switchboard import Switchboard


def voiced(board: Switchboard, broadcast: Broadcast, info: Info) -> tuple[Info, list[bytes]]:
    """What is said in one language as sound of our own where that can be had, and the info that names it."""
    words, slowly = info.words or "", None
    message = _fetched(board, info.address) if info.address else board.voice.speak(words, info.language)
    if broadcast.right_key and words:
        slowly = board.voice.speak(words, info.language, slow=True)
    question = _question(board, info)
    named = replace(
        info,
        digest=wav_files.digest_of(message) if message else None,
        seconds=wav_files.seconds_of(message) if message else info.seconds,
        slow_digest=wav_files.digest_of(slowly) if slowly else None,
        question_digest=wav_files.digest_of(question) if question else None,
    )
    return named, [wav for wav in (message, slowly, question) if wav]


def _question(board: Switchboard, info: Info) -> bytes | None:
    if info.question_address:
        return _fetched(board, info.question_address)
    return board.voice.speak(info.question, info.language) if info.question else None


def _fetched(board: Switchboard, address: str) -> bytes:
    wav = board.carrier.fetch_recording(address)
    if wav is None:
        raise CarrierThrottled("the carrier has not finished the recording", wait_s=2)
    return wav
