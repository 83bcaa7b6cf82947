"""What is hidden, and for how long: no face may show because a detection was missed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from posturecheck.core import Frame, Joint, Pose, Posture, Step
from posturecheck.detectors.face_network import Face
from posturecheck.drawing.face_blur import Hidden
from posturecheck.drawing.face_watch import FaceWatch
from posturecheck.drawing.head_region import face_region, head_region

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


def watch(*faces: Face, show_followed: bool = False) -> FaceWatch:
    return FaceWatch(lambda frame, expected: faces, show_followed=show_followed)


def hidden(finder: FaceWatch, *steps: Step) -> list[Hidden]:
    """What is hidden in each step, in order."""
    ready = [veiled for one in steps for veiled in finder.take(one)] + finder.finish()
    assert [veiled.step for veiled in ready] == list(steps)
    return [veiled.hidden for veiled in ready]


def every(seconds: float, *people: Pose, start_s: float = 0.0) -> list[Step]:
    return [step(start_s + i / 10, *people) for i in range(round(10 * seconds))]


def test_a_lost_head_stays_hidden_for_a_second_then_everything_is() -> None:
    steps = [step(5.0, body()), step(5.5), step(5.99), step(6.1), step(6.2, body())]
    first, held, still, lost, back = hidden(FaceWatch(), *steps)
    assert first is not None
    assert held is not None
    assert still is not None
    assert 1.0 < held[0].half_short / first[0].half_short <= 1.4
    assert lost is None
    assert back is not None


def test_a_head_that_was_lost_never_grows_over_the_body() -> None:
    head = head_region(body())
    assert head is not None
    for regions in hidden(FaceWatch(), step(0.0, body()), *every(0.9, start_s=0.1)):
        assert regions is not None
        assert (
            sum(r.half_long * r.half_short for r in regions) <= 2 * head.half_long * head.half_short
        )


def test_at_two_pictures_a_second_who_moves_far_leaves_no_heads_behind() -> None:
    steps = [step(i / 2, body(300 + 150 * i)) for i in range(5)]
    assert [len(regions or ()) for regions in hidden(FaceWatch(), *steps)] == [1] * 5


def test_a_face_without_a_body_is_hidden() -> None:
    found = hidden(watch(FACE), *every(2.0, body()))
    assert all(regions is not None and len(regions) == 2 for regions in found)


def test_the_face_of_a_body_is_not_hidden_twice() -> None:
    head = head_region(body())
    assert head is not None
    own = Face(head.x, head.y, head.half_short)
    assert hidden(watch(own), step(0.0, body())) == [(head,)]


def test_a_hand_is_no_face_unless_it_resembles_one_very_much() -> None:
    person = body()
    x, y = person.points_px[Joint.LEFT_WRIST]
    steps = every(1.0, person)
    assert {len(r or ()) for r in hidden(watch(Face(x, y, 40.0, 0.55)), *steps)} == {1}
    assert {len(r or ()) for r in hidden(watch(Face(x, y, 40.0, 0.95)), *steps)} == {2}


def test_a_face_found_late_is_hidden_in_the_pictures_before_it() -> None:
    def find(frame: Frame, expected: Sequence[object]) -> tuple[Face, ...]:
        return (FACE,) if frame.t_s >= 1.0 else ()

    carried = FaceWatch(find, lambda here, there, face, near: near)
    assert [len(r or ()) for r in hidden(carried, *every(2.0, body()))] == [2] * 20
    lost = FaceWatch(find)
    counts = [len(r or ()) for r in hidden(lost, *every(2.0, body()))]
    assert counts[7:] == [2] * 13, "three tenths of a second, even where its pixels are lost"


def test_showing_the_followed_face_shows_no_other() -> None:
    other = head_region(body(200))
    steps = every(1.0, body(), body(200))
    for regions in hidden(watch(FACE, show_followed=True), *steps):
        assert regions is not None
        assert face_region(FACE) in regions
        assert other in regions
        assert len(regions) == 2


def test_a_body_on_furniture_does_not_stand_for_the_person_who_was_lost() -> None:
    for finder in (FaceWatch(), watch()):
        phantom = Step(Frame(1, 2.0, EMPTY), (body(200),), None, Posture(2.0), "", ())
        assert hidden(finder, step(0.0, body()), phantom)[1] is None


def test_who_is_lost_in_the_middle_may_be_lying_there_so_everything_stays_hidden() -> None:
    times = (0.9, 1.1, 2.5, 60.0)
    found = hidden(watch(), step(0.0, body()), *(step(t) for t in times), step(61.0, body()))
    assert found[1]
    assert found[2:5] == [None] * 3
    assert found[5]


def test_after_who_walked_out_the_empty_room_is_shown_once_no_face_was_found_for_a_second() -> None:
    times = [t / 10 for t in range(1, 40)]
    found = hidden(watch(), step(0.0, body(1270)), *(step(t) for t in times))
    seen = dict(zip(times, found[1:], strict=True))
    assert seen[0.5]
    assert all(seen[t_s] is None for t_s in (1.2, 1.5, 1.9))
    assert seen[2.2] == seen[3.9] == ()


def test_a_room_in_which_nobody_was_yet_is_shown_after_a_second_without_a_face() -> None:
    found = hidden(watch(), *every(1.5))
    assert found[0] is None
    assert found[14] == ()


def test_a_stranger_alone_is_hidden_and_the_room_around_shown() -> None:
    assert hidden(watch(FACE), step(0.0), step(5.0)) == [(face_region(FACE),)] * 2


def test_without_a_search_for_faces_an_empty_room_is_never_shown() -> None:
    assert hidden(FaceWatch(), *(step(t_s) for t_s in range(5))) == [None] * 5
    unseen = [step(t_s, image=False) for t_s in range(5)]
    assert hidden(watch(), *unseen, step(5.0))[5] is None, "nobody looked in those five seconds"


def test_pictures_wait_a_second_and_large_ones_less_long(monkeypatch: pytest.MonkeyPatch) -> None:
    finder = watch()
    assert [len(finder.take(one)) for one in every(1.3, body())] == [0] * 11 + [1, 1]
    monkeypatch.setattr("posturecheck.drawing.face_watch.AHEAD_BYTES", 3 * EMPTY.nbytes)
    small = watch()
    assert [len(small.take(one)) for one in every(0.5, body())] == [0, 0, 0, 1, 1]


def test_faces_are_expected_where_strangers_were_but_not_where_bodies_are() -> None:
    asked: list[tuple[float, ...]] = []

    def find(frame: Frame, expected: Sequence[tuple[float, ...]]) -> tuple[Face, ...]:
        asked.extend(expected)
        return (FACE,) if frame.t_s == 0.0 else ()

    hidden(FaceWatch(find), step(0.0, body()), step(0.1, body()))
    assert asked == [(FACE.x, FACE.y, pytest.approx(FACE.side))]
