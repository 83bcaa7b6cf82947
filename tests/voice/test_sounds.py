"""What is heard for a text: chime, gap, words; and never another text's words."""

from __future__ import annotations

import io
import threading
import wave

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from patience import PATIENCE_S

from posturecheck.voice.chimes import CHIME_S, NOTES_HZ, SECOND_NOTE_S, chime
from posturecheck.voice.loudness import (
    SPOKEN_LUFS,
    TRUE_PEAK_DBFS,
    at_spoken_level,
    loudness_lufs,
    trimmed,
    true_peak_dbfs,
)
from posturecheck.voice.pace import SLOWER, at_pace
from posturecheck.voice.phrase_library import shipped
from posturecheck.voice.samples import RATE_HZ, Samples, decode, duration_s, from_wav, to_wav
from posturecheck.voice.sounds import GAP_S, TAIL_S, Sounds, lasts_s

CUE = "Push your hips back. Back stays long."
EDITED = "Send your hips back, dear."
CHIME = round(CHIME_S * RATE_HZ)
GAP = round(GAP_S * RATE_HZ)
TAIL = round(TAIL_S * RATE_HZ)


class ToneVoice:
    """A system's voice that hums; counts what it was asked, and where."""

    name = "tone"

    def __init__(self, *, fails: bool = False) -> None:
        self.asked: list[str] = []
        self.threads: set[str] = set()
        self._fails = fails

    def speak(self, text: str) -> Samples | None:
        self.asked.append(text)
        self.threads.add(threading.current_thread().name)
        return None if self._fails else tone(200.0, 0.4 + 0.01 * len(text))

    def close(self) -> None:
        pass


def prepared(sounds: Sounds) -> bool:
    """Whether all that was to be prepared has been tried."""
    speaker = sounds._speaker
    if speaker is not None:
        speaker.join(PATIENCE_S)
    return sounds._speaker is None


def tone(hz: float, for_s: float) -> Samples:
    t_s = np.arange(round(for_s * RATE_HZ)) / RATE_HZ
    return (0.5 * np.sin(2 * np.pi * hz * t_s)).astype(np.float32)


def heard(sounds: Sounds, text: str, kind="correct") -> Samples:
    wav = sounds.wav(text, kind)
    assert wav is not None
    return from_wav(wav)


def words_part(samples: Samples) -> Samples:
    return samples[CHIME + GAP : -TAIL]


def dominant_hz(samples: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 8 * len(samples)))
    return float(np.fft.rfftfreq(8 * len(samples), 1 / RATE_HZ)[spectrum.argmax()])


def test_a_sound_is_a_whole_wav_of_16_bits_and_one_channel():
    with wave.open(io.BytesIO(Sounds().wav(CUE) or b"")) as reader:
        assert (reader.getnchannels(), reader.getsampwidth()) == (1, 2)
        assert reader.getframerate() == 24_000


@pytest.mark.parametrize("text", sorted(shipped().phrases))
def test_a_shipped_text_is_heard_as_chime_gap_and_its_own_words(text):
    samples = heard(Sounds(), text)
    words = shipped().words(text)
    one_step = 1 / 32767
    np.testing.assert_allclose(samples[:CHIME], chime("correct"), atol=one_step)
    assert not samples[CHIME : CHIME + GAP].any()
    np.testing.assert_allclose(words_part(samples), words, atol=one_step)
    assert not samples[-TAIL:].any()


def test_the_gap_is_short_but_can_be_heard():
    samples = heard(Sounds(), CUE)
    silent = np.flatnonzero(np.abs(samples[: round(0.8 * RATE_HZ)]) < 0.002)
    runs = np.split(silent, np.flatnonzero(np.diff(silent) > 1) + 1)
    assert 0.1 < max(map(len, runs)) / RATE_HZ < 0.25


@pytest.mark.parametrize("kind", NOTES_HZ)
def test_a_chime_sounds_between_500_and_1000_hz(kind):
    second = round(SECOND_NOTE_S * RATE_HZ)
    notes = [chime(kind)] if len(NOTES_HZ[kind]) == 1 else [chime(kind)[:second]]
    for note, hz in zip(notes, NOTES_HZ[kind], strict=False):
        assert 500 < dominant_hz(note) < 1000
        assert dominant_hz(note) == pytest.approx(hz, rel=0.02)
    assert 500 < dominant_hz(chime(kind)) < 1000


def test_praise_rises_and_a_correction_falls():
    half = round(SECOND_NOTE_S * RATE_HZ)
    for kind, sign in (("praise", 1), ("correct", -1)):
        first, last = chime(kind)[:half], chime(kind)[half + half // 2 :]
        assert sign * (dominant_hz(last) - dominant_hz(first)) > 50, kind


@pytest.mark.parametrize("kind", NOTES_HZ)
def test_a_chime_startles_nobody(kind):
    samples = chime(kind)
    assert duration_s(samples) == pytest.approx(0.35)
    assert true_peak_dbfs(samples) < -12
    assert np.abs(samples[: round(0.005 * RATE_HZ)]).max() < 0.15 * np.abs(samples).max()
    assert np.abs(samples[-round(0.005 * RATE_HZ) :]).max() < 0.01
    assert loudness_lufs(samples) < SPOKEN_LUFS + 0.5  # never louder than the words


def test_an_edited_text_without_a_system_voice_is_the_chime_alone():
    sounds = Sounds()
    assert not sounds.knows(EDITED)
    samples = heard(sounds, EDITED, "praise")
    assert len(samples) == CHIME + TAIL
    np.testing.assert_allclose(samples[:CHIME], chime("praise"), atol=1 / 32767)


@given(st.text(max_size=40).filter(lambda text: " ".join(text.split()) not in shipped().phrases))
def test_no_other_text_ever_gets_shipped_words(text):
    wav = Sounds().wav(text)
    assert wav is None if not text.split() else len(from_wav(wav or b"")) == CHIME + TAIL


def test_line_breaks_and_spaces_do_not_hide_a_phrase():
    assert Sounds().knows("  Push your hips back.\n Back stays long. ")
    assert Sounds().wav(f"  {CUE}\n") == Sounds().wav(CUE)


def test_nothing_is_said_for_no_text():
    assert Sounds().wav("  ") is None
    assert not Sounds().knows("")


def test_the_system_voice_speaks_an_edited_text_once_it_is_ready():
    voice = ToneVoice()
    sounds = Sounds(voice)
    sounds.prepare([CUE, EDITED, EDITED])
    assert prepared(sounds)
    assert voice.asked == [EDITED]  # what is shipped is not asked for
    assert threading.current_thread().name not in voice.threads
    assert sounds.knows(EDITED)
    words = words_part(heard(sounds, EDITED))
    assert dominant_hz(words) == pytest.approx(200, rel=0.02)
    assert loudness_lufs(words) == pytest.approx(SPOKEN_LUFS, abs=0.5)


def test_words_not_prepared_are_a_chime_now_and_there_next_time():
    sounds = Sounds(ToneVoice())
    assert len(heard(sounds, EDITED)) == CHIME + TAIL
    assert prepared(sounds)
    assert len(heard(sounds, EDITED)) > CHIME + GAP + TAIL


def test_the_system_voice_is_preferred_where_that_was_chosen():
    own, system = Sounds(ToneVoice()), Sounds(ToneVoice(), source="system")
    for sounds in (own, system):
        sounds.prepare([CUE])
        assert prepared(sounds)
    assert own.wav(CUE) == Sounds().wav(CUE)
    assert dominant_hz(words_part(heard(system, CUE))) == pytest.approx(200, rel=0.02)


def test_our_own_voice_speaks_until_the_preferred_one_is_ready():
    assert Sounds(ToneVoice(), source="system").wav(CUE) == Sounds().wav(CUE)


def test_a_system_voice_that_fails_is_asked_once_and_leaves_the_chime():
    voice = ToneVoice(fails=True)
    sounds = Sounds(voice)
    for _ in range(3):
        assert len(heard(sounds, EDITED)) == CHIME + TAIL
        assert prepared(sounds)
    assert voice.asked == [EDITED]


def test_nothing_is_prepared_after_closing():
    voice = ToneVoice()
    sounds = Sounds(voice)
    sounds.close()
    sounds.prepare([EDITED])
    assert voice.asked == []


@given(st.floats(0.001, 1.0), st.floats(0.0, 0.5), st.floats(0.1, 1.0))
def test_speech_gets_its_level_whatever_silence_is_around_it(gain, silence_s, for_s):
    quiet = np.zeros(round(silence_s * RATE_HZ), np.float32)
    levelled = at_spoken_level(np.concatenate([quiet, gain * tone(300, for_s), quiet]))
    assert loudness_lufs(levelled) == pytest.approx(SPOKEN_LUFS, abs=0.3)
    assert duration_s(trimmed(levelled)) == pytest.approx(for_s, abs=0.13)


def test_a_single_loud_click_is_turned_down_not_clipped():
    click = np.zeros(RATE_HZ, np.float32)
    click[5000:10000] = 0.01
    click[7000] = 1.0
    assert true_peak_dbfs(at_spoken_level(click)) == pytest.approx(TRUE_PEAK_DBFS, abs=0.2)


def test_silence_stays_silence():
    nothing = np.zeros(1000, np.float32)
    assert not at_spoken_level(nothing).any()
    assert len(trimmed(nothing)) == 0


def test_a_wav_is_read_as_it_was_written():
    samples = tone(440, 0.1)
    np.testing.assert_allclose(from_wav(to_wav(samples)), samples, atol=1 / 32767)
    np.testing.assert_allclose(decode(to_wav(samples)), samples, atol=1 / 16384)


@pytest.mark.parametrize("data", [b"", b"RIFF", b"no sound at all" * 50])
def test_what_is_no_sound_file_is_said_to_be_none(data):
    with pytest.raises(ValueError, match="expected a sound file"):
        decode(data)
    with pytest.raises(ValueError, match="expected a WAV file"):
        from_wav(data)


def test_a_tone_has_the_loudness_that_the_standard_gives_it():
    # EBU Tech 3341, case 1 and 2: a 1 kHz sine of -23 dBFS peak, both channels of which are one
    # here, is 3 dB less: -26 LUFS in one channel.
    for_20_s = np.tile(2 * 10 ** (-23 / 20) * tone(1000, 1.0), 20)
    assert loudness_lufs(for_20_s) == pytest.approx(-26.0, abs=0.1)


def test_pauses_make_no_phrase_quieter():
    said = np.concatenate([tone(300, 1.0), np.zeros(3 * RATE_HZ, np.float32), tone(300, 1.0)])
    assert loudness_lufs(said) == pytest.approx(loudness_lufs(tone(300, 1.0)), abs=1.5)


def test_a_peak_between_two_samples_is_heard_and_measured():
    # A quarter of the rate, 45 degrees on: every sample is 3 dB below the wave's top.
    wave = np.sin(np.pi / 2 * np.arange(RATE_HZ) + np.pi / 4).astype(np.float32)
    assert true_peak_dbfs(wave) == pytest.approx(0.0, abs=0.3)


@pytest.mark.parametrize("text", sorted(shipped().phrases)[::7])
@pytest.mark.parametrize("pace", [1.0, SLOWER])
def test_all_that_is_heard_is_as_loud_as_it_should_be_for_three_metres(text, pace):
    samples = heard(Sounds(pace=pace), text, "notice")
    assert loudness_lufs(samples) == pytest.approx(SPOKEN_LUFS, abs=1.5)
    assert true_peak_dbfs(samples) <= -1.0


@pytest.mark.parametrize("text", sorted(shipped().phrases)[::11])
def test_slower_words_last_longer_and_are_no_deeper(text):
    usual, slow = (words_part(heard(Sounds(pace=pace), text)) for pace in (1.0, SLOWER))
    assert len(slow) / len(usual) == pytest.approx(1 / SLOWER, rel=0.05)
    spectra = [np.log(_long_spectrum(part)) for part in (usual, slow)]
    assert np.corrcoef(*spectra)[0, 1] > 0.97


def test_slower_words_hold_their_pitch():
    usual = tone(200, 1.0)
    assert dominant_hz(at_pace(usual, SLOWER)) == pytest.approx(200, rel=0.01)
    assert at_pace(usual, 1.0) is usual
    assert len(at_pace(usual[:0], SLOWER)) == 0


def _long_spectrum(samples: Samples) -> np.ndarray:
    """The power in each twelfth of an octave from 100 Hz on, over the whole."""
    power = np.abs(np.fft.rfft(samples, 4 * RATE_HZ)) ** 2 / len(samples)
    edges = np.round(4 * np.geomspace(100, 8000, 76)).astype(int)
    return np.add.reduceat(power[: edges[-1]], edges[:-1])


@pytest.mark.parametrize("pace", [1.0, SLOWER])
def test_how_long_words_last_is_known_before_they_are_heard(pace):
    for text in sorted(shipped().phrases)[::9]:
        heard_s = duration_s(heard(Sounds(pace=pace), text)) - TAIL_S
        assert lasts_s(text, pace) == pytest.approx(heard_s, abs=0.1)
    assert lasts_s(EDITED) == pytest.approx(2.5, abs=0.5)
