"""Heads over time, from made-up sightings: hidden in between, before and a while after."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.drawing.head_region import HeadRegion
from posturecheck.drawing.head_track import HOLD_S, Sighting
from posturecheck.drawing.head_tracks import FIRST_HOLD_S, HeadTracks, Moment

RATE_HZ = 25.0


def head(x: float, y: float = 100.0, half: float = 20.0) -> HeadRegion:
    return HeadRegion(x, y, half, half, 0.0)


def tracked(*pictures: Sequence[Sighting], rate_hz: float = RATE_HZ) -> list[Moment]:
    """Every moment, once all pictures have been seen."""
    tracks = HeadTracks()
    for i, sightings in enumerate(pictures):
        tracks.expect(i / rate_hz, None)
        tracks.see(i / rate_hz, None, sightings)
    return list(tracks.moments)


def hides(moment: Moment, region: HeadRegion) -> bool:
    return any(other.distance(region) < 0.5 * other.half_short for other in moment.heads)


def area(moment: Moment) -> float:
    return sum(region.half_long * region.half_short for region in moment.heads)


@given(start=st.floats(100, 500), speed_px_s=st.floats(-250, 250), gap=st.integers(1, 12))
def test_a_face_seen_before_and_after_is_hidden_in_between(
    start: float, speed_px_s: float, gap: int
) -> None:
    places = [head(start + speed_px_s * i / RATE_HZ) for i in range(gap + 5)]
    seen = [0, 1, 2, gap + 3, gap + 4]
    moments = tracked(*([Sighting(p)] if i in seen else [] for i, p in enumerate(places)))
    assert all(hides(m, place) for m, place in zip(moments, places, strict=True))


@given(start=st.floats(100, 500), speed_px_s=st.floats(10, 200), late=st.integers(1, 10))
def test_a_face_seen_twice_is_hidden_on_its_way_there(
    start: float, speed_px_s: float, late: int
) -> None:
    places = [head(start + speed_px_s * i / RATE_HZ) for i in range(late + 2)]
    moments = tracked(*([Sighting(p)] if i >= late else [] for i, p in enumerate(places)))
    assert all(hides(m, place) for m, place in zip(moments, places, strict=True))


@given(st.lists(st.booleans(), min_size=2, max_size=40))
def test_a_head_that_stays_never_costs_more_than_three_times_its_area(seen: list[bool]) -> None:
    for moment in tracked(*([Sighting(head(200.0))] if one else [] for one in seen)):
        assert area(moment) <= 3 * 20.0**2


@pytest.mark.parametrize(
    ("looks", "body", "hold_s"),
    [(1, True, HOLD_S), (1, False, FIRST_HOLD_S), (2, False, HOLD_S)],
    ids=["a body", "a face seen once", "a face seen twice"],
)
def test_who_is_not_seen_any_more_is_held_for_a_while(
    looks: int, body: bool, hold_s: float
) -> None:
    seen = [[Sighting(head(200.0), body=body)]] * looks
    moments = tracked(*seen, *[[]] * 40)
    held = sum(bool(moment.heads) for moment in moments[looks:])
    assert held == pytest.approx(hold_s * RATE_HZ, abs=1)


def test_what_hardly_resembles_a_face_is_hidden_only_if_it_moves() -> None:
    still = tracked(*[[Sighting(head(200.0 + i % 2), sure=0.4)] for i in range(20)])
    assert not any(moment.heads for moment in still)
    moving = [head(200.0 + 5 * i) for i in range(20)]
    moments = tracked(*[[Sighting(place, sure=0.4)] for place in moving])
    assert all(hides(m, place) for m, place in zip(moments, moving, strict=True))


def test_a_picture_on_the_wall_that_now_and_then_resembles_a_face_is_shown_again() -> None:
    sure = [0.6, *[0.3, 0.35] * 10]
    moments = tracked(*[[Sighting(head(200.0 + i % 2), sure=s)] for i, s in enumerate(sure)])
    assert moments[0].heads
    assert not moments[-1].heads


def test_two_who_cross_are_both_hidden_all_the_time() -> None:
    ways = [(head(100.0 + 10 * i), head(400.0 - 10 * i, 130.0)) for i in range(30)]
    seen = [
        [Sighting(a)] if 11 < i < 19 else [Sighting(a), Sighting(b)]
        for i, (a, b) in enumerate(ways)
    ]
    for moment, (a, b) in zip(tracked(*seen), ways, strict=True):
        assert hides(moment, a)
        assert hides(moment, b)


def test_who_was_followed_far_between_two_pictures_is_still_one_head() -> None:
    jumps = [[Sighting(head(100.0 + 120.0 * i), body=True, own=True)] for i in range(5)]
    assert [len(moment.own) for moment in tracked(*jumps, rate_hz=2.0)] == [1] * 5


def test_who_comes_out_from_behind_somebody_is_hidden_before_the_face_is_found_again() -> None:
    places = [head(100.0 + 8 * i) for i in range(60)]
    covered, found = range(20, 34), 44  # there again for ten pictures without being found
    seen = [
        [] if 20 <= i < found or i % 4 else [Sighting(place, sure=0.6)]
        for i, place in enumerate(places)
    ]
    for i, moment in enumerate(tracked(*seen)):
        assert i in covered or hides(moment, places[i])
