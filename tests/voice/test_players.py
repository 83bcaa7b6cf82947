"""Players: one sound at a time, faded rather than cut, and silence where there is no card."""

from __future__ import annotations

import builtins
import subprocess
import sys
import time
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from patience import until

from posturecheck.voice.players import (
    FADE_S,
    STALLED_S,
    Mixer,
    PlayerLostError,
    SoundCard,
    find_player,
)
from posturecheck.voice.samples import RATE_HZ, to_wav

FADE = round(FADE_S * RATE_HZ)


class CardError(Exception):
    pass


class FakeDevice:
    """A sound card that takes blocks when the test says so."""

    backend = "Fake"

    def __init__(self, **asked):
        self.asked = asked
        self.stream = None
        self.stop_callback = None
        self.closed = False

    def start(self, stream):
        self.stream = stream

    def take(self, length):
        return np.frombuffer(self.stream.send(length), "<i2") / 32767

    def close(self):
        self.closed = True


def fake_miniaudio(device=FakeDevice, backends=("ALSA", "NULL", "CUSTOM", "PULSEAUDIO")):
    order = {"PULSEAUDIO": 7, "ALSA": 8, "CUSTOM": 13, "NULL": 14}
    return SimpleNamespace(
        get_enabled_backends=lambda: {SimpleBackend(name, order[name]) for name in backends},
        PlaybackDevice=device,
        SampleFormat=SimpleNamespace(SIGNED16=2),
        MiniaudioError=CardError,
    )


class SimpleBackend(SimpleNamespace):
    def __init__(self, name, value):
        super().__init__(name=name, value=value)

    def __hash__(self):
        return hash(self.name)


def level(value, length):
    return np.full(length, value, np.float32)


def test_the_mixer_hands_out_a_sound_whole_and_then_silence():
    mixer = Mixer()
    sound = np.linspace(0.1, 0.9, 1000).astype(np.float32)
    mixer.play(sound)
    blocks = [mixer.block(300) for _ in range(5)]
    np.testing.assert_array_equal(np.concatenate(blocks)[:1000], sound)
    assert not np.concatenate(blocks)[1000:].any()
    assert not mixer.playing


def test_a_newer_sound_begins_when_the_older_one_has_faded_out():
    mixer = Mixer()
    mixer.play(level(0.5, RATE_HZ))
    mixer.block(100)
    mixer.play(level(-0.25, 500))
    out = mixer.block(FADE + 600)
    np.testing.assert_allclose(out[:FADE], np.linspace(0.5, 0, FADE), atol=1e-6)
    np.testing.assert_array_equal(out[FADE : FADE + 500], level(-0.25, 500))
    assert not out[FADE + 500 :].any()


def test_of_two_sounds_that_wait_the_newest_is_played():
    mixer = Mixer()
    mixer.play(level(0.1, 50))
    mixer.play(level(0.2, 50))
    np.testing.assert_array_equal(mixer.block(60), [*level(0.2, 50), *level(0.0, 10)])


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("play"), st.integers(1, 4000)),
            st.tuples(st.just("stop"), st.just(0)),
            st.tuples(st.just("take"), st.integers(1, 2000)),
        ),
        max_size=25,
    )
)
def test_sounds_never_overlap_and_never_click(orders):
    mixer, out, sounds = Mixer(), [np.zeros(1)], 0
    for what, length in orders:
        if what == "play":
            sounds += 1
            mixer.play(0.8 * np.sin(np.linspace(0, np.pi, max(length, 200))).astype(np.float32))
        elif what == "stop":
            mixer.stop()
        else:
            out.append(mixer.block(length))
    out.append(mixer.block(5000))
    heard = np.concatenate(out)
    assert np.abs(heard).max() <= 0.8 + 1e-6  # two at once would add up
    assert np.abs(np.diff(heard)).max() < 0.05  # a cut would jump
    assert not mixer.playing


def test_a_sound_card_plays_what_it_is_given():
    card = SoundCard(fake_miniaudio())
    sound = level(0.25, 700)
    assert not card._device.take(480).any()
    card.play(to_wav(sound))
    out = np.concatenate([card._device.take(480) for _ in range(2)])
    np.testing.assert_allclose(out[:700], sound, atol=1e-4)
    assert not out[700:].any()
    assert card.name == "sound card (Fake)"


def test_stopping_a_sound_card_fades_out():
    card = SoundCard(fake_miniaudio())
    card.play(to_wav(level(0.5, RATE_HZ)))
    card._device.take(480)
    card.stop()
    out = card._device.take(FADE + 480)
    assert np.abs(np.diff(out)).max() < 0.01
    assert not out[FADE:].any()


def test_the_backend_that_plays_to_nobody_is_never_asked_for():
    asked = SoundCard(fake_miniaudio())._device.asked
    assert [backend.name for backend in asked["backends"]] == ["PULSEAUDIO", "ALSA"]
    with pytest.raises(PlayerLostError):
        SoundCard(fake_miniaudio(backends=("NULL",)))


def test_a_card_that_cannot_be_opened_is_no_card():
    def refuse(**_):
        raise CardError("cannot init context")

    with pytest.raises(PlayerLostError, match="cannot init context"):
        SoundCard(fake_miniaudio(refuse))


def test_an_unplugged_card_says_so():
    card = SoundCard(fake_miniaudio())
    card.play(to_wav(level(0.1, 10)))
    card._device.stop_callback()
    with pytest.raises(PlayerLostError):
        card.play(to_wav(level(0.1, 10)))


def test_a_card_that_takes_nothing_any_more_counts_as_unplugged(monkeypatch):
    card = SoundCard(fake_miniaudio())
    now_s = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now_s + STALLED_S + 0.1)
    with pytest.raises(PlayerLostError):
        card.play(to_wav(level(0.1, 10)))


def test_closing_gives_the_card_back():
    card = SoundCard(fake_miniaudio())
    card.play(to_wav(level(0.5, RATE_HZ)))
    card.close()
    assert card._device.closed


def test_the_real_library_asks_for_the_sound_at_the_pace_of_time():
    miniaudio = pytest.importorskip("miniaudio")
    nobody = SimpleNamespace(
        get_enabled_backends=miniaudio.get_enabled_backends,
        SampleFormat=miniaudio.SampleFormat,
        MiniaudioError=miniaudio.MiniaudioError,
        PlaybackDevice=lambda **asked: miniaudio.PlaybackDevice(
            **{**asked, "backends": [miniaudio.Backend.NULL]}
        ),
    )
    card = SoundCard(nobody)
    try:
        began_s = time.monotonic()
        card.play(to_wav(level(0.2, RATE_HZ // 2)))
        assert until(lambda: not card._mixer.playing)
        assert time.monotonic() - began_s > 0.3
        card.play(to_wav(level(0.2, 100)))  # still there
    finally:
        card.close()


def test_looking_for_a_player_prints_nothing():
    code = (
        "from posturecheck.voice.players import find_player\n"
        "player = find_player()\n"
        "player and player.close()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert (ran.stdout, ran.stderr) == ("", "")


def test_without_the_library_there_is_no_player(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "miniaudio":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    assert find_player() is None
