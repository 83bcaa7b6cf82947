from __future__ import annotations

import pytest

from posturecheck.live.look_rate import LookRate


def looked(
    rate: LookRate,
    hz: float,
    start_s: float,
    end_s: float,
    given_hz: float = 30.0,
    wanted: bool = True,
) -> None:
    for i in range(round((end_s - start_s) * hz)):
        t_s = start_s + i / hz
        rate.look(t_s, round(t_s * given_hz), wanted)


@pytest.mark.parametrize("hz", [12.5, 15, 30])
def test_enough_pictures_are_no_lack(hz: float) -> None:
    rate = LookRate()
    looked(rate, hz, 0, 60)
    assert rate.lack == ""
    assert rate.lacking_s == 0


@pytest.mark.parametrize("hz", [2, 6, 11])
def test_too_few_of_many_that_the_camera_gives_are_the_computers_lack(hz: float) -> None:
    rate = LookRate()
    looked(rate, hz, 0, 4.5)
    assert rate.lack == ""
    looked(rate, hz, 4.5, 30)
    assert rate.lack == "computer"
    assert rate.lacking_s == pytest.approx(25, abs=1)


def test_a_camera_that_gives_few_is_the_reason_itself() -> None:
    rate = LookRate()
    looked(rate, 8, 0, 20, given_hz=8)
    assert rate.lack == "camera"


def test_seldom_by_choice_is_no_lack() -> None:
    rate = LookRate()
    looked(rate, 4, 0, 60, wanted=False)
    assert rate.lack == ""


def test_a_rest_between_two_stretches_is_no_lack_either() -> None:
    rate = LookRate()
    looked(rate, 30, 0, 10)
    looked(rate, 4, 10, 30, wanted=False)
    looked(rate, 30, 30, 40)
    assert rate.lack == ""


def test_a_gap_is_no_lack() -> None:
    rate = LookRate()
    looked(rate, 30, 0, 10)
    looked(rate, 30, 600, 604)
    assert rate.lack == ""


def test_when_there_are_enough_again_it_is_over() -> None:
    rate = LookRate()
    looked(rate, 8, 0, 10)
    looked(rate, 30, 10, 16)
    assert rate.lack == ""
    lacked_s = rate.lacking_s
    looked(rate, 30, 16, 30)
    assert rate.lacking_s == lacked_s
