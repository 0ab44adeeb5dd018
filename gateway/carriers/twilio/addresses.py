"""Where the carrier reaches us, and how hard it shall try.

Our paths are made of letters, digits, `-`, `_` and `/` only: a signature is over the address byte by byte, and these
are written in one way only.
"""

from gateway.ports import audio_address

# Connection overrides, in the fragment: rc retries, rp on which failures, rt milliseconds to wait for an answer.
# Without them Twilio retries nothing but a failed connection.
VOICE_TRIES = "#rc=2&rp=ct,5xx&rt=6000"  # somebody is listening: everything must fit into Twilio's 15 seconds
NEWS_TRIES = "#rc=5&rp=all"  # nobody waits, but nothing may be lost


class Addresses:
    """Every address of ours a carrier may be given.

    base  the public address of this gateway, without a closing slash
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self.voice = f"{base}/twilio/voice{VOICE_TRIES}"
        self.status = f"{base}/twilio/status{NEWS_TRIES}"
        self.text = f"{base}/twilio/text{NEWS_TRIES}"
        self.fallback = f"{base}/twilio/fallback"

    def attempt(self, attempt_id: str) -> str:
        """Asked when a phone we rang is picked up."""
        return f"{self._base}/twilio/voice/attempts/{attempt_id}{VOICE_TRIES}"

    def attempt_status(self, attempt_id: str) -> str:
        """Told how a call of ours goes."""
        return f"{self._base}/twilio/status/{attempt_id}{NEWS_TRIES}"

    def turn(self, session_id: str, step: int) -> str:
        """Given what the caller keyed or said at one step; the step in it makes a repeated request harmless."""
        return f"{self._base}/twilio/voice/{session_id}/{step}{VOICE_TRIES}"

    def text_status(self, text_id: int) -> str:
        """Told how a text of ours goes."""
        return f"{self._base}/twilio/text-status/{text_id}{NEWS_TRIES}"

    def audio(self, digest: str) -> str:
        """A recording, under the digest of its content."""
        return audio_address(self._base, digest)


def as_wav(recording: str) -> str:
    """A bare recording address gets the ending that makes the carrier send a WAV file."""
    return recording if "." in recording.rpartition("/")[2] else f"{recording}.wav"
