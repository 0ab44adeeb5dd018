"""A turn of the conversation as the document the carrier performs.

Only verbs that every company of the dialect knows: Say, Play, Gather, Record, Dial, Redirect, Reject, Hangup. Pauses
belong into the recordings.
"""

import re
from typing import Any, TypeAlias

from twilio.twiml.voice_response import Gather, VoiceResponse

from gateway.carriers.twilio.addresses import Addresses, as_wav
from gateway.catalogue import Catalogue, Language
from gateway.domain.errors import BadInput
from gateway.domain.flow import Phrase, Wants
from gateway.journeys.telephone.calls import Reply

MOST_BYTES = 64 * 1024  # of a document, at Twilio
CONNECT_RING_S = 25  # somebody waits on the line and hears it ring
LONGEST_TALK_S = 15 * 60  # a phone put into a pocket must not keep two lines for hours
MOST_SAID = 4000  # characters in one Say; Twilio takes 4096
NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response />'  # to a text: no answer by return
Place: TypeAlias = Any  # a VoiceResponse or a Gather: the library's verbs carry no types
UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML 1.0 cannot hold


def render(reply: Reply, catalogue: Catalogue, addresses: Addresses, line: str) -> str:
    """The document for a turn. Raises BadInput when it would be longer than a carrier reads.

    line  the number of ours that whoever is connected sees, on both sides
    """
    wants = reply.turn.wants
    here = addresses.turn(reply.session_id, reply.turn.step)
    response = VoiceResponse()
    if reply.turn.rejects:
        response.reject(reason="busy")
    elif reply.turn.connects is not None:
        _say(response, reply, catalogue, addresses)
        _connect(response, reply.turn.connects, line, here)
    elif wants is None:
        _say(response, reply, catalogue, addresses)
        response.hangup()
    elif wants.record_s > 0:
        _say(response, reply, catalogue, addresses)
        _record(response, wants, here)
    else:
        _say(_gather(response, wants, here), reply, catalogue, addresses)
        _go_on_in_silence(response, here)
    document = str(response)
    if len(document.encode()) > MOST_BYTES:
        raise BadInput(f"the turn at step {reply.turn.step} is longer than a carrier reads ({MOST_BYTES} bytes)")
    return document


def _gather(response: VoiceResponse, wants: Wants, here: str) -> Gather:
    """What is said inside a Gather can be cut short by the first key."""
    gather: Gather = response.gather(
        input="dtmf",
        num_digits=wants.most,
        finish_on_key=wants.finish,
        timeout=wants.wait_s,
        action=here,
        method="POST",
        action_on_empty_result=True,
    )
    return gather


def _record(response: VoiceResponse, wants: Wants, here: str) -> None:
    response.record(
        max_length=wants.record_s,
        finish_on_key=wants.finish,
        timeout=wants.wait_s,
        play_beep=True,
        trim="do-not-trim",
        action=here,
        method="POST",
    )
    _go_on_in_silence(response, here)


def _connect(response: VoiceResponse, number: str, line: str, here: str) -> None:
    """Without a caller id of ours the one would see the other's number. Nothing is recorded."""
    response.dial(
        number,
        caller_id=line,
        timeout=CONNECT_RING_S,
        time_limit=LONGEST_TALK_S,
        action=here,
        method="POST",
    )


def _go_on_in_silence(response: VoiceResponse, here: str) -> None:
    """Reached when nothing was keyed or said: companies that ignore actionOnEmptyResult, and every Record."""
    response.redirect(here, method="POST")


def _say(place: Place, reply: Reply, catalogue: Catalogue, addresses: Addresses) -> None:
    for phrase in reply.turn.say:
        language = phrase.language or reply.language
        recorded = _recorded(phrase, language, catalogue, addresses)
        if recorded:
            place.play(recorded)
        else:
            _read_out(place, catalogue.words(phrase, language), catalogue.voice(phrase, language))


def _recorded(phrase: Phrase, language: str, catalogue: Catalogue, addresses: Addresses) -> str | None:
    """Where the sound of a phrase is: the carrier's own recording, one of ours, or none."""
    if phrase.audio and phrase.audio.startswith(("http://", "https://")):
        return as_wav(phrase.audio)
    digest = phrase.audio or catalogue.clip(phrase, language)
    return addresses.audio(digest) if digest else None


def _read_out(place: Place, words: str, voice: Language) -> None:
    spoken = UNSPEAKABLE.sub(" ", words).strip()
    for start in range(0, len(spoken), MOST_SAID):
        place.say(spoken[start : start + MOST_SAID], voice=voice.carrier_voice, language=voice.carrier_language)
