import numpy as np
import pytest

from renderer.core import Webcam
from renderer.webcam import seen

CLEAN = Webcam(noise=0, softness_px=0)


def grey(level, size=(60, 80)):
    return np.full((*size, 3), level, np.uint8)


def rng():
    return np.random.default_rng(3)


def test_a_perfect_camera_changes_nothing():
    picture = rng().integers(0, 256, (12, 16, 3), np.uint8)
    assert (seen([picture], CLEAN, rng()) == picture).all()


def test_motion_is_averaged_as_light_not_as_numbers():
    blurred = seen([grey(0), grey(255)], CLEAN, rng())
    assert blurred[0, 0, 0] == round(255 * 0.5 ** (1 / 2.2))


def test_the_grain_is_as_strong_as_asked_at_middle_grey():
    picture = seen([grey(128, (200, 200))], Webcam(noise=4, softness_px=0), rng())
    assert picture.std() == pytest.approx(4, rel=0.1)
    assert picture.mean() == pytest.approx(128, abs=0.5)


def test_dark_places_are_grainier_than_light_ones():
    dark, light = (
        seen([grey(level, (200, 200))], Webcam(noise=4, softness_px=0), rng()).std()
        for level in (60, 190)
    )
    assert dark > 1.2 * light


def test_softness_spreads_an_edge():
    picture = np.concatenate([grey(0), grey(255)], axis=1)
    soft = seen([picture], Webcam(noise=0, softness_px=2), rng())
    assert 0 < soft[30, 79, 0] < 255
    assert soft[30, 0, 0] == 0


def test_gain_and_tint_change_exposure_and_white_balance():
    picture = seen([grey(100)], Webcam(0, 0, 0, gain=1.3, tint=(1.1, 1, 0.8)), rng())[0, 0]
    assert picture[1] > 100
    assert picture[0] > picture[1] > picture[2]


def test_the_same_generator_gives_the_same_picture():
    one, other = (seen([grey(90)], Webcam(), rng()) for _ in range(2))
    assert (one == other).all()


def test_no_picture_at_all_is_an_error():
    with pytest.raises(ValueError, match="at least one sub-frame"):
        seen([], CLEAN, rng())
