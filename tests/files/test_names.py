"""Whatever a clip is called, its folder lies where it is put."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.files.names import folder_name, same_name, shortened

NASTY = {
    "..mp4": "clip",
    "...mp4": "clip",
    "....mp4": "clip",
    " .mp4": "clip",
    ".mp4": "mp4",
    ".hidden.mp4": "hidden",
    ".live-2026.mp4": "live-2026",
    "CON.mp4": "_CON",
    "aux.v2.mp4": "_aux.v2",
    "-rf.mp4": "_rf",
    "lift..mp4": "lift",
    "lift .mp4": "lift",
    'a:b"c?.mp4': "a_b_c_",
    "two\nlines.mp4": "two_lines",
    "ben.v2.mov": "ben.v2",
    "café [red] 100%.mp4": "café [red] 100%",
}


@pytest.mark.parametrize("clip", NASTY)
def test_a_nasty_name_gives_a_folder_that_lies_where_it_is_put(clip: str) -> None:
    assert folder_name(Path(clip).stem) == NASTY[clip]


@given(st.text(max_size=300))
def test_whatever_the_name_the_folder_is_one_visible_step_below(stem: str) -> None:
    name = folder_name(stem.replace("\ud800", ""))
    assert Path("out", name).resolve() == Path("out").resolve() / name
    assert Path("out", name).parent == Path("out")
    assert name[0] not in ".-"
    assert name[-1] not in ". "
    assert len(name.encode()) <= 201
    assert folder_name(name) == name


def test_names_that_some_disk_takes_for_one_are_one() -> None:
    assert same_name("Anna") == same_name("anna")
    assert same_name("e\u0301") == same_name("\u00e9")
    assert same_name("anna") != same_name("hanna")


def test_a_name_is_cut_between_letters_and_ends_in_one() -> None:
    assert shortened("ab. cd", 4) == "ab"
    assert shortened("éé", 3) == "é"
