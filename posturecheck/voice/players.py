"""What makes a WAV heard: the sound card.

``miniaudio`` opens what the system has (WASAPI, Core Audio, PulseAudio or PipeWire, ALSA)
when the program runs, so nothing has to be installed for it.
"""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from collections.abc import Generator
from functools import cache
from typing import Any, Protocol

import numpy as np

from posturecheck.voice.samples import RATE_HZ, Samples, from_wav

FADE_S = 0.03
BUFFER_MS = 30  # asked of the card; two or three of them lie between play() and the air
STALLED_S = 1.0  # a card that takes nothing for so long has been unplugged


class PlayerLostError(Exception):
    """The player can play no more (a card was unplugged): look for another one."""


class Player(Protocol):
    """Plays one sound at a time."""

    name: str

    def play(self, wav: bytes) -> None:
        """Start playing at once and return; what is still playing is faded out first.

        Raises:
            PlayerLostError: It can play no more.
        """
        ...

    def stop(self) -> None:
        """Fade out what is playing, if anything, within a few hundredths of a second."""
        ...

    def close(self) -> None:
        """Give back the card."""
        ...


class Mixer:
    """Hands out what is playing, block by block: one sound at a time, none cut off.

    Filled by one thread and emptied by the card's.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._nothing: Samples = np.zeros(0, np.float32)
        self._left = self._nothing
        self._next = self._nothing

    def play(self, samples: Samples) -> None:
        """Play these as soon as what is playing has faded out."""
        with self._lock:
            self._left = _fading(self._left)
            self._next = samples

    def stop(self) -> None:
        """Fade out what is playing; nothing comes after."""
        self.play(self._nothing)

    @property
    def playing(self) -> bool:
        """Whether anything but silence is handed out."""
        return bool(len(self._left) or len(self._next))

    def block(self, length: int) -> Samples:
        """Return the next samples, silence where there is nothing to play."""
        block = np.zeros(length, np.float32)
        filled = 0
        with self._lock:
            while filled < length:
                if not len(self._left):
                    self._left, self._next = self._next, self._nothing
                    if not len(self._left):
                        break
                piece = self._left[: length - filled]
                block[filled : filled + len(piece)] = piece
                filled += len(piece)
                self._left = self._left[len(piece) :]
        return block


class SoundCard:
    """The system's default output, kept open: opening one takes longer than a chime may wait.

    Args:
        miniaudio: The package of that name.

    Raises:
        PlayerLostError: There is no sound card.
    """

    def __init__(self, miniaudio: Any) -> None:
        self._mixer = Mixer()
        self._gone = threading.Event()
        # Without a list the library falls back to a backend that is not heard.
        real = [b for b in miniaudio.get_enabled_backends() if b.name not in ("NULL", "CUSTOM")]
        if not real:
            raise PlayerLostError("no sound system is supported here")
        try:
            self._device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=RATE_HZ,
                buffersize_msec=BUFFER_MS,
                backends=sorted(real, key=lambda backend: int(backend.value)),
                app_name="posturecheck",
            )
            self._device.stop_callback = self._gone.set
            self._taken_s = time.monotonic()
            stream = self._stream()
            next(stream)
            self._device.start(stream)
        except miniaudio.MiniaudioError as error:
            raise PlayerLostError(str(error)) from error
        self.name = f"sound card ({self._device.backend})"

    def play(self, wav: bytes) -> None:
        """Start playing; see ``Player``."""
        if self._gone.is_set() or time.monotonic() - self._taken_s > STALLED_S:
            raise PlayerLostError(f"{self.name} takes no sound any more")
        self._mixer.play(from_wav(wav))

    def stop(self) -> None:
        """Fade out what is playing."""
        self._mixer.stop()

    def close(self) -> None:
        """Give back the card, after the fade of what was playing."""
        if self._mixer.playing:
            self._mixer.stop()
            time.sleep(2 * FADE_S)
        self._device.close()

    def _stream(self) -> Generator[bytes, int, None]:
        # Runs on the card's own thread.
        length = yield b""
        while True:
            self._taken_s = time.monotonic()
            block = self._mixer.block(length)
            length = yield np.round(block * 32767).astype(np.int16).tobytes()


def find_player() -> Player | None:
    """Return the sound card, None where there is none; prints nothing, raises nothing."""
    try:
        import miniaudio
    except (ImportError, OSError):  # not installed, or its library does not load here
        return None
    _hush_alsa()
    try:
        return SoundCard(miniaudio)
    except PlayerLostError:
        return None


@cache
def _hush_alsa() -> Any:
    """Keep ALSA's library from complaining: without a card it prints to the terminal.

    Returns:
        The handler, which must live as long as the library has it.
    """
    if not sys.platform.startswith("linux"):
        return None
    handler = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)(_no_word)
    try:
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(handler)
    except (OSError, AttributeError):  # no ALSA here: nothing will complain
        return None
    return handler


def _no_word(*_: object) -> None:
    """Take an error message (file, line, function, ...) and say nothing."""


def _fading(samples: Samples) -> Samples:
    """The first moments of the samples, going down to silence."""
    length = min(len(samples), round(FADE_S * RATE_HZ))
    return (samples[:length] * np.linspace(1.0, 0.0, length)).astype(np.float32)
