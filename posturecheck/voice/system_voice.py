"""The system's own voice, for words that are not shipped: edited or translated guidance.

Each system has a program that speaks a text into a WAV file:

- macOS: ``say``, with a voice of the language (``say -v ?`` lists them);
- Windows: SAPI (``System.Speech``), asked through PowerShell;
- Linux: ``pico2wave`` (the more natural one) or ``espeak-ng``, where installed.

The text is never part of a command line that a shell reads.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from posturecheck.files.drafts import temporary_folder
from posturecheck.voice.samples import Samples, decode

WORDS_A_MINUTE = 150
TIMEOUT_S = 15.0  # PowerShell alone needs two or three seconds
_LIST_TIMEOUT_S = 5.0
_WAV_VARIABLE = "POSTURECHECK_WAV"
_PICO_LANGUAGES = {
    "en": "en-GB",
    "de": "de-DE",
    "es": "es-ES",
    "fr": "fr-FR",
    "it": "it-IT",
}
# SelectVoiceByHints without a voice of that culture raises: better the chime alone than
# German read by an English voice.
_SAPI = """
$ErrorActionPreference = 'Stop'
[Console]::InputEncoding = [Text.Encoding]::UTF8
Add-Type -AssemblyName System.Speech
$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer
$voice.SelectVoiceByHints('NotSet', 'NotSet', 0, [Globalization.CultureInfo]'{language}')
$voice.Rate = -1
$voice.SetOutputToWaveFile($env:POSTURECHECK_WAV)
$voice.Speak([Console]::In.ReadToEnd())
$voice.Dispose()
"""


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command that writes a WAV file; it reads the text from its standard input or not."""

    command: tuple[str, ...]
    reads_text: bool = True


Program = Callable[[str, Path], Invocation]


class SystemVoice:
    """Speaks a text by a program of the system; slow (a tenth of a second to some seconds).

    Args:
        name: What to call it.
        program: Gives the command for a text and the file to write.
        timeout_s: How long the program may take.
    """

    def __init__(self, name: str, program: Program, timeout_s: float = TIMEOUT_S) -> None:
        self.name = name
        self._program = program
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._running: subprocess.Popen[bytes] | None = None
        self._closed = False

    def speak(self, text: str) -> Samples | None:
        """Return the spoken text; None where the program failed or took too long."""
        with temporary_folder() as folder:
            path = folder / "words.wav"
            try:
                if not self._run(self._program(text, path), text, path):
                    return None
                return decode(path.read_bytes())
            except (OSError, ValueError, subprocess.SubprocessError):
                return None

    def close(self) -> None:
        """End the program that is running; nothing is spoken from now on."""
        with self._lock:
            self._closed = True
            if self._running is not None:
                self._running.kill()

    def _run(self, invocation: Invocation, text: str, path: Path) -> bool:
        with self._lock:
            if self._closed:
                return False
            process = self._running = _start(invocation.command, path)
        try:
            process.communicate(text.encode() if invocation.reads_text else b"", self._timeout_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return False
        finally:
            with self._lock:
                self._running = None
        return process.returncode == 0


def find_system_voice(language: str = "en") -> SystemVoice | None:
    """Return the system's voice for a language ("en", "de", ...), None where there is none."""
    finders: Mapping[str, Callable[[str], SystemVoice | None]] = {
        "Darwin": _find_say,
        "Windows": _find_sapi,
    }
    return finders.get(platform.system(), _find_linux)(language)


def voice_of_language(listing: str, language: str) -> str | None:
    """Return the first voice of a language in what ``say -v ?`` prints."""
    for line in listing.splitlines():
        found = re.match(r"(.+?)\s+([a-z]{2,3})[_-]\S+\s+#", line)
        if found and found[2] == language.partition("-")[0]:
            return found[1]
    return None


def _find_say(language: str) -> SystemVoice | None:
    say = shutil.which("say")
    if say is None:
        return None
    try:
        listing = subprocess.run(
            [say, "-v", "?"], capture_output=True, text=True, timeout=_LIST_TIMEOUT_S, check=False
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    voice = voice_of_language(listing, language)
    if voice is None:
        return None
    options = ("--file-format=WAVE", "--data-format=LEI16@22050", "-r", str(WORDS_A_MINUTE))
    return SystemVoice(
        f"say ({voice})",
        lambda _, path: Invocation((say, "-v", voice, *options, "-o", str(path), "-f", "-")),
    )


def _find_sapi(language: str) -> SystemVoice | None:
    shell = shutil.which("powershell")
    if shell is None or not re.fullmatch(r"[A-Za-z-]+", language):
        return None
    script = _SAPI.format(language=language)
    command = (shell, "-NoProfile", "-NonInteractive", "-Command", script)
    return SystemVoice("Windows", lambda _, __: Invocation(command))


def _find_linux(language: str) -> SystemVoice | None:
    pico = shutil.which("pico2wave")
    pico_language = _PICO_LANGUAGES.get(language.partition("-")[0])
    if pico and pico_language:
        return SystemVoice(
            "pico2wave",
            lambda text, path: Invocation(
                (pico, "-l", pico_language, "-w", str(path), "--", text), reads_text=False
            ),
        )
    espeak = shutil.which("espeak-ng") or shutil.which("espeak")
    if espeak:
        options = ("-v", language, "-s", str(WORDS_A_MINUTE), "--stdin")
        return SystemVoice(
            Path(espeak).name, lambda _, path: Invocation((espeak, *options, "-w", str(path)))
        )
    return None


def _start(command: tuple[str, ...], path: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, _WAV_VARIABLE: str(path)},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
