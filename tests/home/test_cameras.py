"""The cameras that can be chosen among: opened while somebody looks, and not longer."""

from __future__ import annotations

import threading
from pathlib import Path

import cv2
import numpy as np
import pytest
from home.house import Still
from patience import until

from posturecheck.core import InputError
from posturecheck.home.cameras import REST_AFTER_S, SMALL_PX, Cameras, CameraSeen


class Shop:
    """What is plugged in, and a clock."""

    def __init__(self) -> None:
        self.places: list[str] = []
        self.opened: list[str] = []
        self.gone: list[str] = []
        self.now_s = 0.0
        self.cameras = Cameras(
            lambda: {place: self.device(place) for place in self.places},
            clock=lambda: self.now_s,
            rest=lambda event, _: event.wait(0.005),
        )

    def device(self, place: str) -> object:
        return Broken(place) if place == "9" else Still(place, self.opened, self.gone)


class Broken(Still):
    def __init__(self, place: str) -> None:
        super().__init__(place, [], [])

    def pictures(self):
        raise InputError("camera 9: another program has it")
        yield


@pytest.fixture
def shop():
    made = Shop()
    yield made
    made.cameras.close()


def test_who_is_not_asked_opens_nothing(shop: Shop) -> None:
    shop.places = ["0"]
    assert shop.cameras.picture("0") is None
    assert shop.opened == []


def test_each_has_a_small_picture(shop: Shop) -> None:
    shop.places = ["0", "9", "1"]
    assert until(lambda: len(shop.cameras.look()) == 2)
    assert [seen.place for seen in shop.cameras.look()] == ["0", "1"]
    assert isinstance(shop.cameras.look()[0], CameraSeen)
    assert until(lambda: shop.cameras.picture("0") is not None)
    picture = cv2.imdecode(np.frombuffer(shop.cameras.picture("0"), np.uint8), cv2.IMREAD_COLOR)
    assert picture.shape[1] <= SMALL_PX
    assert shop.cameras.picture("9") is None


def test_one_that_is_plugged_in_later_appears(shop: Shop) -> None:
    shop.cameras.look()
    shop.places = ["3"]
    assert until(lambda: [seen.place for seen in shop.cameras.look()] == ["3"])


def test_when_nobody_looks_any_more_all_are_let_go_of(shop: Shop) -> None:
    shop.places = ["0"]
    assert until(lambda: bool(shop.cameras.look()))
    shop.now_s += REST_AFTER_S
    assert until(lambda: shop.gone == ["0"])
    assert until(lambda: not any(t.name == "cameras" for t in threading.enumerate()))
    assert until(lambda: bool(shop.cameras.look()))  # and opened again for who comes back
    assert shop.opened == ["0", "0"]


def test_closing_waits_until_they_are_free(shop: Shop) -> None:
    shop.places = ["0", "1"]
    assert until(lambda: len(shop.cameras.look()) == 2)
    shop.cameras.close()
    assert sorted(shop.gone) == ["0", "1"]


def test_on_linux_only_what_is_there_is_tried(monkeypatch) -> None:
    from posturecheck.home import cameras

    monkeypatch.setattr(cameras.sys, "platform", "linux")
    found = [Path(f"/dev/video{n}") for n in ("10", "2", "-codec")]
    monkeypatch.setattr(Path, "glob", lambda self, pattern: iter(found))
    assert list(cameras.plugged_in()) == ["2", "10"]
    monkeypatch.setattr(cameras.sys, "platform", "darwin")
    assert list(cameras.plugged_in()) == ["0", "1", "2", "3", "4"]
