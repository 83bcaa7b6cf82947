"""Episodes are read as a check writes them; anything else is named."""

from __future__ import annotations

import math

import pytest

from posturecheck.core import Episode, InputError
from posturecheck.marks.found import FoundEpisode, read_found
from posturecheck.sinks.table import save_episodes


def test_what_a_check_writes_is_read(tmp_path):
    one = Episode("twist", "red", 1.0, 2.5, 40.0, math.nan, "deg", 2.0, 30.0, cue="Turn, feet too")
    save_episodes(tmp_path / "episodes.csv", [one])
    (found,) = read_found(tmp_path)
    assert (found.rule, found.severity, found.start_s, found.end_s) == ("twist", "red", 1.0, 2.5)
    assert found.peak == 40.0
    assert math.isnan(found.peak_sd)


def test_a_header_alone_is_no_episode(tmp_path):
    save_episodes(tmp_path / "episodes.csv", [])
    assert read_found(tmp_path) == ()


@pytest.mark.parametrize(
    "row", ["twist,red,2,1,,,,", "twist,blue,1,2,,,,", "twist", "twist,red,a,b"]
)
def test_a_row_that_is_none_is_named(tmp_path, row):
    head = ",".join(FoundEpisode.__dataclass_fields__)
    (tmp_path / "episodes.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"episodes\.csv, row 2: expected an episode"):
        read_found(tmp_path)


def test_no_file_is_said(tmp_path):
    with pytest.raises(InputError, match=r"episodes\.csv: cannot be read"):
        read_found(tmp_path)
