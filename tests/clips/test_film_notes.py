"""What about a film keeps it from being measured is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from posturecheck.clips.film_notes import film_notes, lost_note
from posturecheck.sinks.totals import Totals
from posturecheck.sources.clip import ClipFacts

FACTS = ClipFacts(Path("anna.mp4"), 640, 480, 10.0, 0, "h264", 0.0, stated_rate_hz=30.0)


def totals(rate_hz: float = 30.0) -> Totals:
    made = Totals()
    made.frames, made.total_s = round(10 * rate_hz), 10.0
    return made


def test_of_a_good_film_nothing_is_said() -> None:
    assert film_notes(FACTS, totals(), (), 0) == []
    assert film_notes(FACTS, Totals(), (), 0) == []


def test_lost_seconds_are_named() -> None:
    (note,) = film_notes(FACTS, totals(), ((2.0, 3.5), (8.0, 10.0)), 0)
    assert note.startswith("The seconds 2.0 to 3.5 and the last 2.0 s of the film could not")
    assert lost_note(((0.0, 1.0),), 10.0).startswith("The first 1.0 s of the film")


def test_of_many_losses_the_first_are_named() -> None:
    note = lost_note(tuple((float(i), i + 0.6) for i in range(1, 9)), 10.0)
    assert "and 5 more stretches" in note
    assert note.count(" to ") == 3


@pytest.mark.parametrize(
    ("asked", "looks", "says"),
    [(0, 90, "--rotate 90"), (90, 180, "--rotate 270"), (90, 270, "leave --rotate out")],
)
def test_a_turned_picture_names_the_way_out(asked: int, looks: int, says: str) -> None:
    (note,) = film_notes(replace(FACTS, turned_deg=asked), totals(), (), looks)
    assert "looks turned" in note
    assert says in note


def test_slow_motion_that_shows_is_doubted_and_what_was_said_is_repeated() -> None:
    taken = replace(FACTS, taken_rate_hz=240.0)
    assert "--slow 8" in film_notes(taken, totals(), (), 0)[0]
    (note,) = film_notes(replace(taken, slow=8.0), totals(), (), 0)
    assert "8 times slower than life" in note
    assert "--slow" not in note


def test_too_few_pictures_for_speeds_are_the_reason() -> None:
    (note,) = film_notes(FACTS, totals(8.0), (), 0)
    assert "8 pictures a second" in note
    assert "13 or more" in note
    assert film_notes(FACTS, totals(15.0), (), 0) == []
