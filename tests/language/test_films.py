"""In a language nobody speaks every word on a film is drawn, and drawn whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from made_up_language import left_in_english, made_up, spoken
from pictured import LIMITS, body, noise, step
from PIL import Image as Pillow
from PIL import ImageDraw

from posturecheck.core import UNSEEN, Headline, HeadlineTone
from posturecheck.drawing import typeface
from posturecheck.drawing.gauges import gauge_text, scales
from posturecheck.drawing.key_picture import key_picture
from posturecheck.drawing.overlay import annotate
from posturecheck.rules.guidance import load_guidance

SIZES = [(720, 1280), (640, 360), (240, 320)]  # height, width: wide, upright, small


class Written:
    """Every text that is drawn: what it is, and how far it reaches out of its picture."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.outside_px: dict[str, float] = {}

    def take(self, draw: Any, at: tuple[float, float], text: str, font: Any, **how: Any) -> None:
        left, top, right, bottom = draw.textbbox(
            at, text, font=font, anchor=how.get("anchor"), stroke_width=how.get("stroke_width", 0)
        )
        width, height = draw.im.size
        self.texts.append(text)
        self.outside_px[text] = max(-left, -top, right - width, bottom - height)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Written:
    noted, plain = Written(), ImageDraw.ImageDraw.text

    def text(draw, at, words, fill=None, font=None, *args, **how):
        noted.take(draw, at, words, font, **how)
        return plain(draw, at, words, fill, font, *args, **how)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", text)
    return noted


@pytest.fixture
def made_up_language(tmp_path: Path) -> Iterator[None]:
    with spoken(tmp_path):
        yield


def drawn(height: int, width: int) -> Iterator[tuple[str, HeadlineTone]]:
    """Draw every cue and praise on a film, and what else a film says."""
    image, pose = noise(height, width), body(width / 2, height / 2, height / 3)
    words = load_guidance()
    for i, said in enumerate(words.spoken):
        tone = get_args(HeadlineTone)[i % len(get_args(HeadlineTone))]
        seen = replace(step(pose, bend=34.0, twist=12.0), headline=Headline(tone, said))
        annotate(image, seen, LIMITS, ())
        yield said, tone
    unseen = step()
    annotate(image, unseen, LIMITS, None)
    key_picture(image, step(pose, bend=34.0, twist=12.0), LIMITS, ())
    key_picture(image, unseen, LIMITS, ())


@pytest.mark.slow
@pytest.mark.parametrize(("height", "width"), SIZES)
def test_no_word_on_a_film_stays_english_or_is_cut_off(
    written: Written, made_up_language: None, height: int, width: int
) -> None:
    said = [text for text, _ in drawn(height, width)]
    assert len(said) > 30
    letters = {"L", "R", "i"}
    assert [t for t in written.texts if left_in_english(t) and t not in letters] == []
    assert made_up("I cannot see you") in written.texts
    assert {t: px for t, px in written.outside_px.items() if px > 1} == {}


def test_a_films_typeface_has_every_letter_that_is_drawn(made_up_language: None) -> None:
    """What a typeface lacks is a box: two letters that look the same are both boxes."""

    def picture(letter: str) -> bytes:
        drawing = Pillow.new("L", (60, 60))
        ImageDraw.Draw(drawing).text((10, 10), letter, 255, typeface.font_of(30))
        return np.asarray(drawing).tobytes()

    letters = sorted(
        {c for said in load_guidance().spoken for c in typeface.writable(said)} - {" "}
    )
    assert len(letters) > 30
    assert len({picture(letter) for letter in letters}) == len(letters)


def test_without_a_typeface_of_the_system_letters_lose_their_accents(
    monkeypatch: pytest.MonkeyPatch, made_up_language: None
) -> None:
    monkeypatch.setattr(typeface, "_of_system", lambda: None)
    assert typeface.writable("Stäńd ťall") == "Stand tall"
    monkeypatch.undo()


def test_in_english_a_film_is_written_as_before() -> None:
    assert typeface.font_of(20).getname() == ("Aileron", "Regular")
    assert typeface.writable("Stäńd ťall") == "Stäńd ťall"


def test_a_gauge_says_what_it_cannot_see(made_up_language: None) -> None:
    bend, _ = scales(LIMITS)
    assert gauge_text(bend.name, UNSEEN) == made_up("Bend: cannot see")
