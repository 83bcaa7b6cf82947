"""What is hidden, and for how long: no face may show because a detection was missed."""

from __future__ import annotations

import numpy as np
import pytest

from posturecheck.core import Frame, Pose, Posture, Step
from posturecheck.detectors.faces import Face
from posturecheck.sinks.face_veil import FaceVeil, FaceWatch, face_region, head_region

FACE = Face(900.0, 200.0, 60.0)
EMPTY = np.zeros((720, 1280, 3), np.uint8)


def body(x: float = 640.0) -> Pose:
    """Somebody whose head is at (x, 150); every other joint spreads below."""
    down = np.linspace(0.72, -0.9, 23)
    across = np.where(np.arange(23) % 2, 0.15, -0.15)
    points_m = np.column_stack([across, down, np.zeros(23)])
    points_px = np.column_stack([x + 300 * across, 380 - 300 * down])
    return Pose(points_m, points_px, np.ones(23))


def step(t_s: float, *people: Pose, image: bool = True) -> Step:
    frame = Frame(0, t_s, EMPTY if image else None)
    return Step(frame, people, people[0] if people else None, Posture(t_s), "", ())


def watch(*faces: Face) -> FaceWatch:
    return FaceWatch(lambda frame, closely: faces)


def test_a_lost_head_stays_hidden_for_a_second_then_everything_is() -> None:
    veil = FaceVeil()
    (first,) = veil.regions((body(),), 5.0) or ()
    (held,) = veil.regions((), 5.5) or ()
    assert held.half_short == pytest.approx(2 * first.half_short)
    assert veil.regions((), 5.99) is not None
    assert veil.regions((), 6.1) is None
    assert len(veil.regions((body(),), 6.2) or ()) == 1


def test_a_found_head_replaces_the_held_one_and_one_of_two_is_held() -> None:
    veil = FaceVeil()
    veil.regions((body(300), body(900)), 0.0)
    assert len(veil.regions((body(302),), 0.5) or ()) == 2
    assert len(veil.regions((body(304),), 1.2) or ()) == 1


def test_a_face_without_a_body_is_hidden_and_held_too() -> None:
    veil = FaceVeil()
    for i in range(20):
        regions = veil.regions((body(),), i * 0.1, (FACE,))
        assert regions is not None
        assert len(regions) == 2
    assert len(veil.regions((body(),), 2.8, ()) or ()) == 2
    assert len(veil.regions((body(),), 3.0, ()) or ()) == 1


def test_what_looked_like_a_face_once_is_held_for_half_a_second() -> None:
    veil = FaceVeil()
    veil.regions((body(),), 0.0, (FACE,))
    assert len(veil.regions((body(),), 0.4, ()) or ()) == 2
    assert len(veil.regions((body(),), 0.6, ()) or ()) == 1


def test_the_face_of_a_body_is_not_hidden_twice() -> None:
    head = head_region(body())
    assert head is not None
    veil = FaceVeil()
    own = Face(head.x, head.y, head.half_short)
    assert veil.regions((body(),), 0.0, (own,)) == (head,)


def test_a_face_region_covers_the_head_around_it() -> None:
    region = face_region(FACE)
    assert (region.x, region.y) == (FACE.x, FACE.y)
    assert region.half_short >= 0.8 * FACE.side


def test_a_body_on_furniture_does_not_stand_for_the_person_who_was_lost() -> None:
    for finder in (FaceWatch(), watch()):
        finder.hidden(step(0.0, body()))
        phantom = Step(Frame(1, 2.0, EMPTY), (body(200),), None, Posture(2.0), "", ())
        assert finder.hidden(phantom) is None


def test_who_is_lost_in_the_middle_may_be_lying_there_so_everything_stays_hidden() -> None:
    finder = watch()
    finder.hidden(step(0.0, body()))
    assert finder.hidden(step(0.9))
    assert all(finder.hidden(step(t_s)) is None for t_s in (1.1, 2.5, 60.0))
    assert finder.hidden(step(61.0, body()))


def test_after_who_walked_out_the_empty_room_is_shown_once_no_face_was_found_for_a_second() -> None:
    finder = watch()
    finder.hidden(step(0.0, body(1270)))
    seen = {t_s / 10: finder.hidden(step(t_s / 10)) for t_s in range(1, 40)}
    assert seen[0.5]
    assert all(seen[t_s] is None for t_s in (1.2, 1.5, 1.9))
    assert seen[2.2] == seen[3.9] == ()


def test_a_room_in_which_nobody_was_yet_is_shown_after_a_second_without_a_face() -> None:
    finder = watch()
    seen = [finder.hidden(step(t_s / 10)) for t_s in range(15)]
    assert seen[0] is None
    assert seen[14] == ()


def test_a_stranger_alone_is_hidden_and_the_room_around_shown() -> None:
    finder = watch(FACE)
    assert finder.hidden(step(0.0)) == (face_region(FACE),)
    assert finder.hidden(step(5.0)) == (face_region(FACE),)


def test_without_a_search_for_faces_an_empty_room_is_never_shown() -> None:
    finder = FaceWatch()
    assert all(finder.hidden(step(t_s)) is None for t_s in range(5))
    unseen = watch()
    for t_s in range(5):
        unseen.hidden(step(t_s, image=False))
    assert unseen.hidden(step(5.0)) is None, "nobody looked in those five seconds"


def test_a_step_is_looked_at_once_and_wanted_ones_closely() -> None:
    asked = []

    def find(frame: Frame, closely: bool) -> tuple[Face, ...]:
        asked.append((frame.t_s, closely))
        return ()

    finder = FaceWatch(find, closely_at={0.2})
    for t_s in (0.1, 0.2, 0.3):
        finder.write(step(t_s, body()))
        finder.hidden(step(t_s, body()))
    assert asked == [(0.1, False), (0.2, True), (0.3, False)]
