"""Labelled movements: read, or told in a line what is wrong with them."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import LEAN, write

from posturecheck.core import InputError
from posturecheck.evaluate.folder import labelled_clips
from posturecheck.evaluate.movement_labels import KINDS, LabelledMovement, read_movements
from posturecheck.rules.guidance import load_guidance

HEADER = "kind,start_s,deepest_s,end_s,task,order,praise\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.mp4").touch()
    return tmp_path


def read(folder, text):
    return read_movements(write(folder, "a.movements.csv", text))


def test_movements_are_read_in_order_of_time(tmp_path):
    rows = "turn,4,4.5,5,,,0\nlift,1,2,3.5,lift,pick-up-heavy| general-bend,0\nbend,5,6,7,,,1\n"
    assert read(tmp_path, HEADER + rows) == (
        LabelledMovement("lift", 1, 2, 3.5, "lift", ("pick-up-heavy", "general-bend")),
        LabelledMovement("turn", 4, 4.5, 5),
        LabelledMovement("bend", 5, 6, 7, praise=True),
    )


def test_a_clip_without_movements_has_a_header_alone(folder):
    write(folder, "a.movements.csv", HEADER)
    assert labelled_clips(folder)[0][0].labels.movements == ()


def test_a_clip_may_have_them_alone_or_with_others(folder):
    write(folder, "a.movements.csv", HEADER + "bend,1,2,3,,,0\n")
    alone = labelled_clips(folder)[0][0].labels
    assert (alone.truths, alone.episodes) == ((), None)
    write(folder, "a.truth.csv", f"t_s,{LEAN}\n0,1\n")
    write(folder, "a.episodes.csv", "# rules: twist\nrule,start_s,end_s\n")
    every = labelled_clips(folder)[0][0].labels
    assert (len(every.truths), every.episodes, every.looked_for) == (1, (), {"twist"})
    assert every.movements == alone.movements == (LabelledMovement("bend", 1, 2, 3),)


def test_others_alone_leave_the_movements_unlabelled(folder):
    write(folder, "a.episodes.csv", "rule,start_s,end_s\n")
    assert labelled_clips(folder)[0][0].labels.movements is None


def test_movements_without_their_clip_are_a_slip(folder):
    write(folder, "b.movements.csv", HEADER)
    with pytest.raises(InputError, match=r"b\.movements\.csv: expected its clip b\.mp4"):
        labelled_clips(folder)


def test_decimal_commas_between_semicolons_are_read(tmp_path):
    text = (HEADER + "bend,1#5,2,3,,,1\n").replace(",", ";").replace("#", ",")
    assert read(tmp_path, text) == (LabelledMovement("bend", 1.5, 2, 3, praise=True),)


def test_excel_with_decimal_points_writes_it_too(tmp_path):
    text = (HEADER + "bend,1.5,2,3,,,1\n").replace(",", ";").replace("\n", "\r\n")
    assert read(tmp_path, "\ufeff" + text) == (LabelledMovement("bend", 1.5, 2, 3, praise=True),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "row 1: expected a header kind,start_s,deepest_s,end_s,task,order,praise"),
        ("kind,start_s,end_s\nbend,1,2\n", "row 1: expected a header kind,start_s,deepest_s"),
        (HEADER + "bow,1,2,3,,,0\n", "row 2: expected bend, lift, turn, side-bend"),
        (HEADER + "bend,1,2,3,walking,,0\n", "row 2: expected dishwasher, shoes, lift"),
        (HEADER + "bend,1,2,3,,slower,0\n", "row 2: expected ids of advice, | between, in order"),
        (HEADER + "bend,1,2,3,,shoes|slower,0\n", "got 'slower'"),
        (HEADER + "bend,3,3,3,,,0\n", "row 2: expected an end after the start (3 s), got '3'"),
        (HEADER + "bend,3,3,1,,,0\n", "row 2: expected an end after the start (3 s), got '1'"),
        (HEADER + "bend,-1,0,1,,,0\n", "row 2: expected a start of 0 s or later, got '-1'"),
        (HEADER + "bend,1,4,3,,,0\n", "row 2: expected deepest_s from 1 to 3 s, got '4'"),
        (HEADER + "bend,one,2,3,,,0\n", "row 2: expected a number in start_s, got 'one'"),
        (HEADER + "bend,1,2,,,,0\n", "row 2: expected a number in end_s, got 'nothing'"),
        (HEADER + "bend,1,nan,3,,,0\n", "row 2: expected a number in deepest_s, got 'nan'"),
        (HEADER + "bend,1,2,3,,,yes\n", "row 2: expected 0, 1 in praise, got 'yes'"),
        (HEADER + "bend,1,2,3,,,\n", "row 2: expected 0, 1 in praise, got 'nothing'"),
        (
            HEADER + "bend,1,2,4,,,0\nturn,3.5,4,5,,,0\n",
            "row 3: expected one movement to end before the next begins, "
            "got 'a start at 3.5 s, before 4 s'",
        ),
        (
            HEADER + "bend,1,5,2,3,,,0\n",
            "row 2: expected 7 cells (with decimal commas, semicolons between the cells), "
            "got '8 cells'",
        ),
    ],
)
def test_malformed_movements_say_which_row_and_what_was_expected(tmp_path, text, says):
    with pytest.raises(InputError, match=re.escape(says)) as caught:
        read(tmp_path, text)
    assert str(tmp_path / "a.movements.csv") in str(caught.value)
    assert "\n" not in str(caught.value)


movements = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.floats(0.01, 9),
        st.floats(0, 1),
        st.floats(0, 9),
        st.sampled_from(("", *load_guidance().tasks)),
        st.lists(st.sampled_from([guide.id for guide in load_guidance().advice]), max_size=3),
        st.booleans(),
    ),
    max_size=8,
)


@given(movements, st.randoms(use_true_random=False))
def test_what_is_written_in_any_order_is_read_back(tmp_path_factory, drawn, chance):
    made, t_s = [], 0.0
    for kind, lasts_s, share, rest_s, task, order, praise in drawn:
        start_s, end_s = t_s + rest_s, t_s + rest_s + lasts_s
        deepest_s = min(max(start_s + share * lasts_s, start_s), end_s)
        made.append(LabelledMovement(kind, start_s, deepest_s, end_s, task, tuple(order), praise))
        t_s = end_s
    rows = [
        f"{m.kind},{m.start_s!r},{m.deepest_s!r},{m.end_s!r},{m.task},{'|'.join(m.order)},"
        f"{int(m.praise)}\n"
        for m in made
    ]
    chance.shuffle(rows)
    back = read(tmp_path_factory.mktemp("any"), HEADER + "".join(rows))
    assert back == tuple(made)
    assert all(a.end_s <= b.start_s for a, b in pairwise(back))
