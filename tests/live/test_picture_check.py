from __future__ import annotations

import numpy as np
import pytest

from posturecheck.core import Image
from posturecheck.live.picture_check import FROZEN_S, HOLD_S, Fault, ImageQuality

RNG = np.random.default_rng(5)


def room(level: float = 120, spread: float = 45, size: tuple[int, int] = (240, 320)) -> Image:
    """A textured picture with a sensor's noise; never the same twice."""
    rows, columns = np.indices(size)
    texture = level + spread * np.sin(rows / 31) * np.cos(columns / 47)
    noisy = texture[..., None] + RNG.normal(0, 2, (*size, 3))
    return noisy.clip(0, 255).astype(np.uint8)


def after(seconds: float, picture: Image | None = None, **how: float) -> Fault:
    check = ImageQuality()
    fault: Fault = ""
    for i in range(round(seconds * 10) + 1):
        fault = check.see(i / 10, room(**how) if picture is None else picture)
    return fault


def test_an_ordinary_picture_is_fit() -> None:
    assert after(3) == ""


def test_a_dark_room_is_told() -> None:
    assert after(1, level=12, spread=6) == "dark"


def test_a_covered_lens_is_told() -> None:
    assert after(1, level=90, spread=0) == "covered"


def test_a_picture_that_never_changes_is_told_as_frozen() -> None:
    still = room()
    assert after(FROZEN_S - 0.3, still) == ""
    assert after(FROZEN_S + HOLD_S + 0.2, still) == "frozen"


def test_a_compressed_picture_may_stay_the_same_for_longer() -> None:
    check, still = ImageQuality(compressed=True), room()
    assert {check.see(i / 4, still) for i in range(4 * 25)} == {""}
    assert [check.see(25 + i / 4, still) for i in range(40)][-1] == "frozen"


def network(alive_s: float, frozen_s: float, repeats: int = 1) -> list[tuple[float, Fault]]:
    """A network camera at 10 pictures a second that freezes; it gives each so often."""
    check, still, found = ImageQuality(compressed=True), room(), []
    pictures = [room() for _ in range(7)]
    for i in range(round((alive_s + frozen_s) * 10)):
        t_s = i / 10
        picture = pictures[i // repeats % 7] if t_s < alive_s else still
        found.append((t_s - alive_s, check.see(t_s, picture)))
    return found


def test_a_network_camera_whose_pictures_always_differed_is_told_frozen_within_three_s() -> None:
    found = network(20, 10)
    assert {fault for since_s, fault in found if since_s < FROZEN_S} == {""}
    assert {fault for since_s, fault in found if since_s >= 3.0} == {"frozen"}


def test_a_network_camera_that_repeats_its_pictures_is_given_longer() -> None:
    assert {fault for _, fault in network(20, 20, repeats=8)} == {""}


def test_a_network_camera_that_has_not_shown_its_ways_is_given_longer() -> None:
    assert {fault for _, fault in network(4, 20)} == {""}


def test_a_tiny_picture_is_told_at_once() -> None:
    assert ImageQuality().see(0.0, room(size=(120, 160))) == "small"


@pytest.mark.parametrize("rate_hz", [8, 30])
def test_a_hand_before_the_lens_for_a_moment_is_no_fault(rate_hz: int) -> None:
    check = ImageQuality()
    faults = []
    for i in range(3 * rate_hz):
        t_s = i / rate_hz
        covered = 1.0 <= t_s < 1.0 + 0.8 * HOLD_S
        faults.append(check.see(t_s, room(90, 0) if covered else room()))
    assert set(faults) == {""}


def test_when_the_light_is_on_again_the_picture_is_fit_again() -> None:
    check = ImageQuality()
    for i in range(20):
        check.see(i / 10, room(12, 6))
    faults = [check.see(2 + i / 10, room()) for i in range(20)]
    assert faults[0] == "dark"
    assert faults[-1] == ""


def test_a_dim_room_is_fit_and_called_dim() -> None:
    check = ImageQuality()
    assert [check.see(i / 10, room(50, 30)) for i in range(20)][-1] == ""
    assert check.dim
