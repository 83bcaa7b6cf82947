"""``review.toml``: whatever is remarked comes back, and two who write at once lose nothing."""

from __future__ import annotations

import threading
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.console.untrusted_text import MAX_TOML_LINE
from posturecheck.core import InputError
from posturecheck.kinematics.tracking import Pointed
from posturecheck.marks.review_file import (
    FILE,
    Mark,
    Review,
    as_toml,
    change_review,
    cleaned,
    read_review,
)
from posturecheck.marks.toml_text import text_as_toml

MARK = Mark("deep-lean", 1.25, 3.5, "not a problem", 'asked to, "twice"')
WHOLE = Review("First visit.\nCalm.", (MARK,), (20.0, 65.5), Pointed(0.41, 0.53, 12.3))


def changed(folder: Path, **how: object) -> Review:
    return change_review(folder, "ab", lambda review: replace(review, **how))[1]


def test_nothing_said_is_no_word(tmp_path):
    assert read_review(tmp_path) == Review()
    assert not Review().said
    assert Review(remark="a").said


def test_what_is_written_comes_back(tmp_path):
    before, after = change_review(tmp_path, "ab", lambda _: WHOLE)
    assert (before, after) == (Review(), WHOLE)
    assert read_review(tmp_path, "ab") == WHOLE


@given(st.text(max_size=1500), st.text(max_size=300))
def test_every_text_comes_back_and_no_line_is_too_long_to_be_read(text, more):
    said = text_as_toml(text + more)
    whole = (text + more).encode("utf-8", "replace").decode()
    assert tomllib.loads(f"a = {said}")["a"] == whole
    assert max(map(len, said.split("\n"))) < MAX_TOML_LINE


def test_a_text_of_spaces_comes_back(tmp_path):
    assert tomllib.loads(f"a = {text_as_toml('a' + ' ' * 999)}")["a"] == "a" + " " * 999


@given(st.text(max_size=400))
def test_a_remark_is_kept_as_it_is_shown(text):
    once = cleaned(text)
    assert cleaned(once) == once
    assert tomllib.loads(as_toml(Review(remark=once))).get("remark", "") == once


def test_a_remark_that_is_too_long_is_refused():
    with pytest.raises(InputError, match="at most 2000 letters, this one has 2001"):
        cleaned("a" * 2001)


def test_more_than_can_be_read_again_is_refused_and_nothing_lost(tmp_path):
    change_review(tmp_path, "ab", lambda _: WHOLE)
    marks = tuple(
        replace(MARK, start_s=float(i), end_s=i + 1.0, remark="a" * 900) for i in range(200)
    )
    with pytest.raises(InputError, match="no more room for remarks"):
        changed(tmp_path, marks=marks)
    assert read_review(tmp_path) == WHOLE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("format = 1\nremark = ", "expected a therapist's review"),
        ("[rules.deep-lean]\namber_deg = 3", "rules is not a setting"),
        ("format = 99", "a newer posturecheck"),
        ('clip_sha256 = "cd"', "another clip"),
        ("range_s = [3.0, 2.0]", r"range_s: expected \[start, end\]"),
        ('person = "the left one"', "person: the left one: expected X,Y@SECOND"),
        ('[[marks]]\nrule = "twist"\nstart_s = 1\nend_s = 2\nverdict = "fine"', "marks"),
        ('[[marks]]\nrule = "a"\nstart_s = 2\nend_s = 1\nverdict = "wrong"', "an end after 2 s"),
        ("remark = 3", "remark"),
        ("\x00\x01", "expected a therapist's review"),
    ],
)
def test_a_wrong_or_foreign_file_is_said_in_one_line_and_left_as_it_is(tmp_path, text, said):
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    for asked in (
        lambda: read_review(tmp_path, "ab"),
        lambda: changed(tmp_path, remark="mine"),
    ):
        with pytest.raises(InputError, match=rf"^[^\n]*review\.toml[^\n]*{said}[^\n]*$"):
            asked()
    assert (tmp_path / FILE).read_text(encoding="utf-8") == text


def test_where_nothing_can_be_written_it_says_so(tmp_path):
    with pytest.raises(InputError, match=r"review\.toml: cannot be written"):
        changed(tmp_path / "gone", remark="mine")


def test_a_mark_of_a_rule_that_is_not_known_stays(tmp_path):
    mark = replace(MARK, rule="rule-of-tomorrow")
    changed(tmp_path, marks=(mark,))
    assert changed(tmp_path, remark="a").marks == (mark,)


def test_of_many_who_write_at_once_every_mark_is_kept(tmp_path):
    def add(number: int) -> None:
        mark = replace(MARK, start_s=float(number), end_s=number + 1.0)
        change_review(tmp_path, "ab", lambda r: replace(r, marks=(*r.marks, mark)))

    threads = [threading.Thread(target=add, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(m.start_s for m in read_review(tmp_path).marks) == list(range(8))
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
