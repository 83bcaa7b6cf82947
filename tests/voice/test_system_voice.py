"""The system's own voice: whatever its program does, nothing is raised and nothing hangs."""

from __future__ import annotations

import sys
import threading
import time

import numpy as np
import pytest
from patience import PATIENCE_S, returns

from posturecheck.voice import system_voice
from posturecheck.voice.samples import RATE_HZ, to_wav
from posturecheck.voice.system_voice import (
    Invocation,
    SystemVoice,
    find_system_voice,
    voice_of_language,
)

SAY_LISTING = """\
Albert              en_US    # Hello! My name is Albert.
Anna                de_DE    # Hallo! Ich heiße Anna.
Eddy (English (UK)) en_GB    # Hello! My name is Eddy.
"""


def voice_of(script: str, timeout_s: float = 20.0) -> SystemVoice:
    return SystemVoice(
        "python",
        lambda _, path: Invocation((sys.executable, "-c", script, str(path))),
        timeout_s,
    )


def test_what_the_program_writes_is_what_is_heard(tmp_path):
    sound = (0.3 * np.sin(np.arange(RATE_HZ // 4) / 9)).astype(np.float32)
    (tmp_path / "sound.wav").write_bytes(to_wav(sound))
    script = (
        "import sys, shutil; assert sys.stdin.buffer.read().decode() == 'Steh gerade, über alles'; "
        f"shutil.copy({str(tmp_path / 'sound.wav')!r}, sys.argv[1])"
    )
    words = voice_of(script).speak("Steh gerade, über alles")
    np.testing.assert_allclose(words, sound, atol=1e-4)


@pytest.mark.parametrize(
    "script",
    ["raise SystemExit(3)", "pass", "import sys; open(sys.argv[1], 'w').write('no sound')"],
    ids=["fails", "writes nothing", "writes something else"],
)
def test_a_program_that_does_not_speak_gives_no_words(script):
    assert voice_of(script).speak("Hello.") is None


def test_a_program_that_is_not_there_gives_no_words(tmp_path):
    missing = SystemVoice("none", lambda _, path: Invocation((str(tmp_path / "none"),)))
    assert missing.speak("Hello.") is None


def test_a_program_that_hangs_is_ended():
    words = []
    voice = voice_of("import time; time.sleep(600)", timeout_s=0.3)
    assert returns(lambda: words.append(voice.speak("Hello.")))
    assert words == [None]


def test_closing_ends_the_program_that_is_speaking():
    voice = voice_of("import time; time.sleep(600)", timeout_s=600.0)
    speaker = threading.Thread(target=voice.speak, args=("Hello.",))
    speaker.start()
    time.sleep(0.3)
    voice.close()
    speaker.join(PATIENCE_S)
    assert not speaker.is_alive()
    assert voice.speak("Hello.") is None


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Albert"), ("de", "Anna"), ("de-AT", "Anna"), ("nl", None)],
)
def test_say_uses_a_voice_of_the_language_or_none(language, name):
    assert voice_of_language(SAY_LISTING, language) == name


def test_a_voice_name_may_hold_spaces_and_brackets():
    assert voice_of_language(SAY_LISTING.splitlines()[2], "en") == "Eddy (English (UK))"


def test_a_bare_linux_has_no_voice(monkeypatch):
    monkeypatch.setattr(system_voice.platform, "system", lambda: "Linux")
    monkeypatch.setattr(system_voice.shutil, "which", lambda name: None)
    assert find_system_voice() is None


def test_this_system_s_voice_speaks_where_there_is_one():
    voice = find_system_voice("en")
    if voice is None:
        pytest.skip("needs a system's voice, such as espeak-ng")
    words = voice.speak("Send your hips back, dear.")
    assert words is not None
    assert 0.8 < len(words) / RATE_HZ < 5
    assert np.abs(words).max() > 0.01
