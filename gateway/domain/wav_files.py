"""WAV files by what is in them: the name they are kept under, and how long they last."""

from hashlib import sha256
from io import BytesIO
from wave import open as open_wave


def digest_of(wav: bytes) -> str:
    """The name a sound file is kept under: the same bytes have the same name."""
    return sha256(wav).hexdigest()[:32]


def seconds_of(wav: bytes) -> float:
    """How long it lasts."""
    with open_wave(BytesIO(wav)) as sound:
        return float(sound.getnframes() / sound.getframerate())
