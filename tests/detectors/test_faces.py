"""Faces are looked for by turns, where something changed; the real network finds a small one."""

from __future__ import annotations

import math
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from posturecheck.core import Frame, Image
from posturecheck.detectors import face_network, faces
from posturecheck.detectors.face_network import Face, FaceNetworks
from posturecheck.detectors.faces import FaceFinder
from posturecheck.detectors.model_store import find_face_network
from posturecheck.sources.clip import open_facts, read_clip

HEIGHT, WIDTH = 720, 1280
WHOLE = 26  # looks at all of such a picture


class ToyNetwork:
    """Finds a face at every white square of a picture, and counts its looks."""

    def __init__(self) -> None:
        self.looks = 0

    def detect(self, image: Image) -> list[Face]:
        self.looks += 1
        rows, columns = np.nonzero(image[..., 1] == 255)
        if not len(rows) or 0 in (*rows, *columns) or rows.max() + 1 == image.shape[0]:
            return []  # none, or cut off
        return [Face(columns.mean(), rows.mean(), float(np.ptp(columns) + 1))]

    def close(self) -> None:
        pass


@pytest.fixture
def network(monkeypatch):
    loaded = ToyNetwork()
    monkeypatch.setattr(face_network, "_load", lambda path: loaded)
    monkeypatch.setattr(face_network, "_detect", lambda network, image: network.detect(image))
    return loaded


def toy() -> FaceNetworks:
    return FaceNetworks(Path("toy"), threads=1)


def room(x: int | None = None, y: int = 200, side: int = 40) -> Image:
    image = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    if x is not None:
        image[y : y + side, x : x + side] = 255
    return image


def test_everything_is_looked_at_in_the_first_picture(network) -> None:
    finder = FaceFinder(toy())
    assert finder.find(Frame(0, 0.0, room(1000))) == (Face(1019.5, 219.5, 40.0),)
    assert network.looks == WHOLE


def test_where_nothing_changes_nothing_is_looked_at_and_the_face_still_holds(network) -> None:
    finder = FaceFinder(toy())
    for i in range(60):
        assert len(finder.find(Frame(i, i / 30, room(1000)))) == 1
    assert network.looks == WHOLE


def test_looks_are_rationed_however_much_moves(network) -> None:
    finder = FaceFinder(toy())
    noise = np.random.default_rng(3)
    for i in range(61):
        finder.find(Frame(i, i / 30, noise.integers(0, 200, (HEIGHT, WIDTH, 3), dtype=np.uint8)))
    assert network.looks == pytest.approx(WHOLE + 2 * faces.LOOKS_PER_S, abs=2)


def test_somebody_who_comes_in_is_found_within_half_a_second(network) -> None:
    finder = FaceFinder(toy())
    finder.find(Frame(0, 0.0, room()))
    found = [bool(finder.find(Frame(i, i / 30, room(30 + i)))) for i in range(1, 20)]
    assert any(found[:15])


def test_after_a_cut_and_a_pause_everything_is_looked_at(network) -> None:
    finder = FaceFinder(toy())
    finder.find(Frame(0, 0.0, room()))
    finder.find(Frame(1, 0.01, np.full((HEIGHT, WIDTH, 3), 200, np.uint8)))
    assert network.looks == 2 * WHOLE
    finder.find(Frame(2, 3.0, np.full((HEIGHT, WIDTH, 3), 200, np.uint8)))
    assert network.looks == 3 * WHOLE
    finder.find(Frame(3, 3.01, np.full((WIDTH, HEIGHT, 3), 200, np.uint8)))
    assert network.looks == 4 * WHOLE


def test_a_face_that_fills_a_part_is_left_to_the_whole_picture(network) -> None:
    finder = FaceFinder(toy())
    (found,) = finder.find(Frame(0, 0.0, room(500, 100, 400)))
    assert found.side == 400


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (16, 9), (97, 131)])
def test_even_the_smallest_pictures_can_be_searched(network, shape: tuple[int, int]) -> None:
    assert FaceFinder(toy()).find(Frame(0, 0.0, np.zeros((*shape, 3), np.uint8))) == ()


def test_a_frame_without_a_picture_is_refused(network) -> None:
    with pytest.raises(ValueError, match="without"):
        FaceFinder(toy()).find(Frame(0, 0.0))


def test_the_real_network_finds_the_face_of_somebody_across_the_room(sample_clip: Path) -> None:
    network = find_face_network()
    if network is None:
        pytest.skip("needs the network that finds faces; it could not be fetched")
    picture = next(read_clip(open_facts(sample_clip))).image
    assert picture is not None
    height, width = picture.shape[:2]
    far = np.full((2 * height, 2 * width, 3), 120, np.uint8)
    far[:height, :width] = picture
    with closing(FaceNetworks(network, threads=1)) as networks:
        found = FaceFinder(networks).find(Frame(0, 0.0, far))
    seen = [face for face in found if face.sure > 0.45]
    assert any(face.side < far.shape[1] / 25 and face.y < height / 2 for face in seen)
    assert len(seen) <= 2


def test_what_only_resembles_a_face_is_looked_at_twice_more_and_then_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[tuple[int, ...]] = []

    def shoe(network: object, image: Image) -> list[Face]:
        looks.append(image.shape)
        whole = image.shape[1] == 640
        return [Face(320.0, 240.0, 30.0, 0.4)] if whole else []

    monkeypatch.setattr(face_network, "_load", lambda path: ToyNetwork())
    monkeypatch.setattr(face_network, "_detect", shoe)
    finder = FaceFinder(toy(), math.inf)
    rng = np.random.default_rng(1)
    noise = [rng.integers(0, 200, (480, 640, 3), dtype=np.uint8) for _ in range(3)]
    assert finder.find(Frame(0, 0.0, noise[0])) == ()
    assert len(looks) == 10 + 2
    assert finder.find(Frame(1, 0.2, noise[1])) == ()
    assert len(looks) == 2 * 10 + 2


def test_a_face_is_looked_for_closely_where_it_is_expected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def small(network: object, image: Image) -> list[Face]:
        if image.shape[0] > 100:
            return []
        return [Face(image.shape[1] / 2 + 2, image.shape[0] / 2, 12.0, 0.3)]

    monkeypatch.setattr(face_network, "_load", lambda path: ToyNetwork())
    monkeypatch.setattr(face_network, "_detect", small)
    finder = FaceFinder(toy())
    still = np.zeros((480, 640, 3), np.uint8)
    finder.find(Frame(0, 0.0, still))
    (found,) = finder.find(Frame(1, 0.2, still), [(300.0, 200.0, 12.0)])
    assert found == Face(302.0, 200.0, 12.0, 0.3)
    (at_the_edge,) = finder.find(Frame(2, 0.4, still), [(2.0, 200.0, 12.0)])
    assert (at_the_edge.x, at_the_edge.y) == (4.0, 200.0)
