"""The shipped phrases: all of them, the right ones, equally loud, at a calm pace."""

from __future__ import annotations

import hashlib
import importlib.util
import math
import re
import shutil
import subprocess
from itertools import combinations

import numpy as np
import pytest

from posturecheck.rules.guidance import load_guidance
from posturecheck.voice.loudness import loudness_lufs, trimmed, true_peak_dbfs
from posturecheck.voice.phrase_library import FOLDER, MANIFEST, PhraseLibrary, shipped
from posturecheck.voice.prompts import PROMPTS
from posturecheck.voice.samples import RATE_HZ, Samples, duration_s

PHRASES = shipped().phrases
FIXED_TEXTS = sorted({*load_guidance().spoken, *PROMPTS.values()})


def words_of(text: str) -> Samples:
    words = shipped().words(text)
    assert words is not None, text
    return words


def test_every_cue_praise_question_and_prompt_is_shipped_and_nothing_else():
    assert sorted(PHRASES) == FIXED_TEXTS


def test_no_file_is_shipped_that_no_phrase_names():
    names = {entry.name for entry in FOLDER.iterdir()}
    assert names == {phrase.file for phrase in PHRASES.values()} | {MANIFEST}


def test_the_phrases_take_little_more_than_a_megabyte():
    assert sum(len(entry.read_bytes()) for entry in FOLDER.iterdir()) < 1_300_000


@pytest.mark.parametrize("text", FIXED_TEXTS)
def test_a_file_is_the_one_that_was_spoken_for_its_text(text):
    phrase = PHRASES[text]
    data = FOLDER.joinpath(phrase.file).read_bytes()
    assert hashlib.sha256(data).hexdigest() == phrase.sha256
    letters = "".join(c for c in text.lower() if c.isalnum())
    assert phrase.file.removesuffix(".ogg").replace("-", "") == letters
    assert duration_s(words_of(text)) == pytest.approx(phrase.spoken_s, abs=0.03)


def test_no_two_phrases_sound_the_same():
    assert len({phrase.sha256 for phrase in PHRASES.values()}) == len(PHRASES)
    spectra = [bands(words_of(text)) for text in FIXED_TEXTS]
    for (one, first), (other, second) in combinations(zip(FIXED_TEXTS, spectra, strict=True), 2):
        assert likeness(first, second) < 0.9, (one, other)


@pytest.mark.parametrize("text", [text for text in FIXED_TEXTS if len(text.split()) >= 4])
def test_a_phrase_is_spoken_at_a_comfortable_pace(text):
    # 150 to 200 words a minute is comfortable (clinical.md section 6); pauses between
    # two or three sentences make some a little slower.
    pace = 60 * len(text.split()) / duration_s(trimmed(words_of(text)))
    assert 110 <= pace <= 205


@pytest.mark.parametrize("text", FIXED_TEXTS)
def test_a_phrase_is_as_loud_as_the_others_and_never_clips(text):
    words = words_of(text)
    assert loudness_lufs(words) == pytest.approx(-16.0, abs=0.5)
    assert true_peak_dbfs(words) <= -1.0


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
@pytest.mark.parametrize("text", FIXED_TEXTS[::9])
def test_ffmpeg_measures_the_same(text):
    path = FOLDER.joinpath(PHRASES[text].file)
    command = ["ffmpeg", "-nostdin", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    summary = told[told.rindex("Summary:") :]
    integrated, peak = (
        float(re.search(rf"{name}:\s+(-?[\d.]+) (LUFS|dBFS)", summary)[1]) for name in ("I", "Peak")
    )
    words = words_of(text)
    assert loudness_lufs(words) == pytest.approx(integrated, abs=0.25)
    assert integrated == pytest.approx(-16.0, abs=0.5)
    assert true_peak_dbfs(words) == pytest.approx(peak, abs=0.5)  # it hears above 12 kHz, too
    assert peak <= -1.0


@pytest.mark.parametrize("text", FIXED_TEXTS)
def test_a_phrase_begins_and_ends_without_silence_and_without_a_click(text):
    words = words_of(text)
    assert duration_s(words) - duration_s(trimmed(words)) < 0.12
    assert abs(words[0]) < 0.02
    assert abs(words[-1]) < 0.02


def test_a_prompt_is_short_enough_to_be_taken_in():
    assert max(len(text.split()) for text in PROMPTS.values()) <= 10


def test_a_text_that_is_not_on_the_shelf_has_no_words():
    assert shipped().words("Push your hips back. Back stays short.") is None
    assert shipped().words("") is None


def test_a_folder_without_a_manifest_is_an_empty_shelf(tmp_path):
    assert PhraseLibrary(tmp_path).phrases == {}
    assert PhraseLibrary(tmp_path).words(FIXED_TEXTS[0]) is None


@pytest.mark.skipif(
    importlib.util.find_spec("hibari") is None, reason="needs the synthesiser: speech/README.md"
)
@pytest.mark.parametrize("text", FIXED_TEXTS[::17])
def test_speaking_a_phrase_again_gives_the_shipped_one(text):
    from speech.synthesis import Synthesiser

    again = Synthesiser().speak(text).samples
    likenesses = {other: likeness(bands(again), bands(words_of(other))) for other in FIXED_TEXTS}
    assert max(likenesses, key=likenesses.__getitem__) == text
    assert likenesses[text] > 0.95


def bands(samples: Samples) -> np.ndarray:
    """How much sounds in each third of an octave, every 20 ms, in decibels."""
    length = RATE_HZ // 50
    stretches = samples[: len(samples) // length * length].reshape(-1, length)
    power = np.abs(np.fft.rfft(stretches * np.hanning(length))) ** 2
    edges = np.unique(np.round(np.geomspace(2, power.shape[1] - 1, 18)).astype(int))
    summed = np.add.reduceat(power, edges[:-1], axis=1)
    return 10 * np.log10(np.maximum(summed, 1e-5))


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """Correlation of two sounds' bands over time; lower where one is longer."""
    length = min(len(one), len(other))
    found = np.corrcoef(one[:length].ravel(), other[:length].ravel())[0, 1]
    assert math.isfinite(found)
    return float(found) * length / max(len(one), len(other))
