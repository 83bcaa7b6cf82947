"""Of a session's worst moments a picture is kept, and of the gravest few only."""

from __future__ import annotations

import numpy as np
import pytest

from posturecheck.core import Episode, Frame, Posture, Step
from posturecheck.drawing.face_watch import Veiled
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.live import peak_pictures
from posturecheck.live.peak_pictures import PeakPictures


def step(t_s: float, *new_peaks: str) -> Step:
    frame = Frame(0, t_s, np.zeros((60, 80, 3), np.uint8))
    return Step(frame, (), None, Posture(t_s), "", (), new_peaks=new_peaks)


def episode(rule: str, peak_t_s: float, severity: str = "amber") -> Episode:
    return Episode(rule, severity, peak_t_s, peak_t_s + 1, 70, 3, "°", peak_t_s, 60)  # type: ignore[arg-type]


@pytest.fixture
def pictures() -> PeakPictures:
    return PeakPictures(GaugeLimits(20, 60, 20, 30))


def test_it_is_kept_whether_the_episode_ends_before_or_after_it_is_drawn(
    pictures: PeakPictures,
) -> None:
    first, second = step(1.0, "deep-lean"), step(1.5, "twist")
    pictures.expect(first)
    pictures.drawn(Veiled(first, ()))
    pictures.want([episode("deep-lean", 1.0)])
    pictures.expect(second)
    pictures.want([episode("twist", 1.5)])
    assert pictures.kept.keys() == {1.0}
    pictures.drawn(Veiled(second, ()))
    assert pictures.kept.keys() == {1.0, 1.5}
    assert all(jpeg.startswith(b"\xff\xd8") for jpeg in pictures.kept.values())


def test_no_picture_is_made_of_a_peak_that_is_surpassed_before_its_turn(
    pictures: PeakPictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[float] = []

    def make(image: object, of: Step, limits: object, hidden: object) -> bytes:
        made.append(of.frame.t_s)
        return b"jpeg"

    monkeypatch.setattr(peak_pictures, "key_picture", make)
    deepening = [step(i / 10, "deep-lean") for i in range(10)]
    for one in deepening:
        pictures.expect(one)
    for one in deepening:
        pictures.drawn(Veiled(one, ()))
    assert made == [0.9]


def test_the_gravest_few_are_kept(pictures: PeakPictures) -> None:
    for i in range(30):
        one = step(float(i), "twist")
        pictures.expect(one)
        pictures.drawn(Veiled(one, ()))
        pictures.want([episode("twist", float(i), "red" if i >= 25 else "amber")])
    assert len(pictures.kept) == peak_pictures.MAX_PICTURES
    assert {25.0, 26.0, 27.0, 28.0, 29.0} < pictures.kept.keys()
