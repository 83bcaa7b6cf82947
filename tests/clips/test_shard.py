"""Parts of many clips: each clip in one of them, whatever else there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.clips.shard import Shard, shard_of
from posturecheck.core import InputError

NAMES = st.text(min_size=1, max_size=40)


@given(NAMES, st.integers(1, 50))
def test_a_clip_is_in_one_part_and_no_other(name: str, of: int) -> None:
    assert sum(Shard(number, of).holds(name) for number in range(1, of + 1)) == 1


def test_which_part_it_is_never_changes() -> None:
    parts = [n for name in ("P1/a.mp4", "P2/a.mp4") for n in range(1, 9) if Shard(n, 8).holds(name)]
    assert parts == [2, 7]  # where it does, runs under way on several machines lose clips


def test_parts_are_of_about_one_size() -> None:
    names = [f"P{n // 20:03}/walk {n % 20}.mp4" for n in range(2000)]
    sizes = [sum(map(Shard(number, 4).holds, names)) for number in range(1, 5)]
    assert sum(sizes) == 2000
    assert min(sizes) > 400


def test_an_accent_written_apart_makes_no_other_name() -> None:
    composed, apart = "P1/caf\u00e9.mp4", "P1/cafe\u0301.mp4"
    assert [Shard(n, 9).holds(composed) for n in range(1, 10)] == [
        Shard(n, 9).holds(apart) for n in range(1, 10)
    ]


def test_a_part_is_read() -> None:
    assert shard_of("2/12") == Shard(2, 12)
    assert str(Shard(2, 12)) == "2/12"


@pytest.mark.parametrize(
    "text", ["0/3", "4/3", "1/0", "1", "1/", "a/b", "-1/3", "1/1000000", "١/٣"]
)
def test_what_is_no_part_is_said_in_a_line(text: str) -> None:
    with pytest.raises(InputError, match=r"--shard: expected a part such as 1/4"):
        shard_of(text)
