"""The mouth: one thing at a time, newest wins, and nothing that fails gets in the way."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from patience import PATIENCE_S, until

from posturecheck.voice import speech_player as mouth_module
from posturecheck.voice.players import PlayerLostError
from posturecheck.voice.samples import RATE_HZ, duration_s, from_wav, to_wav
from posturecheck.voice.sounds import Sounds
from posturecheck.voice.speech_player import SpeechPlayer

LONG = 6000  # letters: a minute of speech, longer than any test takes


class FakeSounds:
    """The sound of a text is as many hundredths of a second as it has letters."""

    def wav(self, text, kind="correct"):
        if text == "broken":
            raise ValueError("expected a sound file")
        if text == "nothing":
            return None
        return to_wav(np.full(round(0.01 * len(text) * RATE_HZ), 0.1, np.float32))


class FakePlayer:
    """Notes when it plays which sound, and when that was over or stopped."""

    name = "fake"

    def __init__(self, fails=0):
        self.began = threading.Condition()
        self.played = []
        self.until_s = []
        self.stopped = 0
        self.closed = False
        self.fails = fails

    def play(self, wav):
        now_s = time.monotonic()
        if self.fails:
            self.fails -= 1
            raise PlayerLostError("unplugged")
        with self.began:
            self._cut(now_s)
            self.played.append((round(100 * duration_s(from_wav(wav))), now_s))
            self.until_s.append(now_s + duration_s(from_wav(wav)))
            self.began.notify_all()

    def stop(self):
        self.stopped += 1
        self._cut(time.monotonic())

    def close(self):
        self.closed = True

    @property
    def cut_short(self):
        """Whether the last sound was stopped before its end."""
        letters, began_s = self.played[-1]
        return self.until_s[-1] < began_s + letters / 100

    def _cut(self, now_s):
        if self.until_s:
            self.until_s[-1] = min(self.until_s[-1], now_s)

    @property
    def lengths(self):
        """How many letters each played text had."""
        return [letters for letters, _ in self.played]

    def wait(self, count):
        with self.began:
            assert self.began.wait_for(lambda: len(self.played) >= count, PATIENCE_S), self.lengths


def silent_after(mouth):
    return until(lambda: not mouth.speaking)


@pytest.fixture
def player():
    return FakePlayer()


@pytest.fixture
def mouth(player):
    mouth = SpeechPlayer(FakeSounds(), player, find=None)
    yield mouth
    mouth.close()


@pytest.fixture
def now_s(monkeypatch):
    """The mouth's clock: a list of the one time that it is."""
    now_s = [70.0]
    monkeypatch.setattr(mouth_module, "time", SimpleNamespace(monotonic=lambda: now_s[0]))
    return now_s


def test_what_is_said_is_played_and_then_it_is_silent(now_s, mouth, player):
    assert not mouth.speaking
    mouth.say("a" * 10)
    assert mouth.speaking  # from the moment it was asked
    player.wait(1)
    assert until(lambda: mouth._until_s == pytest.approx(70.1))
    now_s[0] = 70.09
    assert mouth.speaking
    now_s[0] = 70.11
    assert not mouth.speaking
    assert player.lengths == [10]


def test_saying_does_not_wait_for_the_sound(player):
    made = threading.Event()

    class SlowSounds(FakeSounds):
        def wav(self, text, kind="correct"):
            made.wait(PATIENCE_S)
            return super().wav(text, kind)

    mouth = SpeechPlayer(SlowSounds(), player, find=None)
    mouth.say("hello")
    assert player.played == []
    made.set()
    player.wait(1)
    mouth.close()


def test_it_is_told_what_is_heard_and_when(now_s, player):
    started = []
    mouth = SpeechPlayer(
        Sounds(), player, lambda text, at_s: started.append((text, at_s)), find=None
    )
    cues = ("Stand tall for a moment.", "Move closer. Knee on the bed.", "Paused.")
    for number, cue in enumerate(cues, 1):
        now_s[0] = 70.0 + 10 * number
        mouth.say(cue)
        assert until(lambda n=number: len(started) == n)
    mouth.close()
    assert started == list(zip(cues, (80.0, 90.0, 100.0), strict=True))


def test_a_newer_text_replaces_the_one_being_said(mouth, player):
    mouth.say("a" * LONG)
    player.wait(1)
    mouth.say("b" * 5)
    player.wait(2)
    assert player.lengths == [LONG, 5]
    assert player.until_s[0] <= player.played[1][1]
    assert silent_after(mouth)


def test_only_the_newest_of_several_waiting_texts_is_said():
    slow = threading.Event()

    class SlowSounds(FakeSounds):
        def wav(self, text, kind="correct"):
            slow.wait(PATIENCE_S)
            return super().wav(text, kind)

    player = FakePlayer()
    mouth = SpeechPlayer(SlowSounds(), player, find=None)
    for letters in (1, 2, 3, 4):
        mouth.say("a" * letters)
        time.sleep(0.01)
    slow.set()
    player.wait(1)
    assert silent_after(mouth)
    mouth.close()
    assert player.lengths == [4]


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from(["say", "stop"]), st.integers(1, 4), st.integers(0, 12)),
        min_size=1,
        max_size=8,
    )
)
def test_two_texts_are_never_heard_at_once_and_the_last_order_holds(orders):
    player = FakePlayer()
    mouth = SpeechPlayer(FakeSounds(), player, find=None)
    said = []
    for what, letters, pause_ms in orders:
        if what == "say":
            said.append(letters)
            mouth.say("a" * letters)
        else:
            mouth.stop()
            assert not mouth.speaking
        time.sleep(pause_ms / 1000)
    if orders[-1][0] == "say":
        while not player.lengths or player.lengths[-1] != said[-1]:
            player.wait(len(player.lengths) + 1)
    assert silent_after(mouth)
    mouth.close()
    for ended_s, (_, began_s) in zip(player.until_s, player.played[1:], strict=False):
        assert ended_s <= began_s
    remaining = iter(said)  # in the order they were said, some left out, none twice
    assert all(letters in remaining for letters in player.lengths)


def test_hushing_is_silence_now(mouth, player):
    mouth.say("a" * LONG)
    player.wait(1)
    mouth.stop()
    assert not mouth.speaking
    assert until(lambda: player.stopped)
    assert player.stopped == 1
    assert player.cut_short


def test_closing_in_mid_phrase_cuts_it_short(player):
    mouth = SpeechPlayer(FakeSounds(), player, find=None)
    mouth.say("a" * LONG)
    player.wait(1)
    mouth.close()
    mouth._thread.join(PATIENCE_S)
    assert not mouth._thread.is_alive()
    assert player.cut_short
    assert player.closed
    assert not mouth.speaking
    mouth.say("too late")
    mouth.close()
    assert player.lengths == [LONG]


def test_closing_does_not_wait_for_a_card_that_hangs():
    begun, hanging = threading.Event(), threading.Event()

    class HangingPlayer(FakePlayer):
        def play(self, wav):
            begun.set()
            hanging.wait(PATIENCE_S)

    mouth = SpeechPlayer(FakeSounds(), HangingPlayer(), find=None)
    mouth.say("hello")
    assert begun.wait(PATIENCE_S)
    mouth.close()
    assert mouth._thread.is_alive(), "it was waited for"
    hanging.set()


def test_without_a_player_all_goes_on_in_silence():
    mouth = SpeechPlayer(FakeSounds(), None, find=None)
    mouth.say("hello")
    mouth.stop()
    mouth.say("again")
    assert silent_after(mouth)
    mouth.close()


def test_after_a_card_was_unplugged_another_one_says_it():
    second = FakePlayer()
    mouth = SpeechPlayer(FakeSounds(), FakePlayer(fails=1), find=lambda: second)
    mouth.say("hello")
    second.wait(1)
    assert second.lengths == [5]
    mouth.close()


def test_a_card_is_looked_for_only_now_and_then(now_s):
    looked = []

    def find():
        looked.append(now_s[0])

    mouth = SpeechPlayer(FakeSounds(), FakePlayer(fails=1), find=find)
    for _ in range(5):
        mouth.say("hello")
        assert silent_after(mouth)
    assert looked == [70.0]
    now_s[0] += mouth_module.LOOK_AGAIN_S
    mouth.say("hello")
    assert silent_after(mouth)
    assert looked == [70.0, 70.0 + mouth_module.LOOK_AGAIN_S]
    mouth.close()


def test_a_player_that_fails_in_a_way_of_its_own_is_survived():
    class OddPlayer(FakePlayer):
        def play(self, wav):
            raise RuntimeError("driver")

    mouth = SpeechPlayer(FakeSounds(), OddPlayer(), find=None)
    mouth.say("hello")
    assert silent_after(mouth)
    mouth.stop()
    mouth.say("hello")
    assert silent_after(mouth)
    assert mouth._thread.is_alive()
    mouth.close()


@pytest.mark.parametrize("text", ["broken", "nothing"])
def test_a_text_without_a_sound_does_not_stop_the_next(mouth, player, text):
    mouth.say(text)
    assert silent_after(mouth)
    mouth.say("hello")
    player.wait(1)
    assert player.lengths == [5]


def test_what_is_played_is_what_the_sounds_are():
    class KeepingPlayer(FakePlayer):
        def play(self, wav):
            self.wav = wav
            super().play(wav)

    sounds, player = Sounds(), KeepingPlayer()
    mouth = SpeechPlayer(sounds, player, find=None)
    mouth.say("Thank you. I am watching now.", "notice")
    player.wait(1)
    mouth.close()
    assert player.wav == sounds.wav("Thank you. I am watching now.", "notice")
