import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import LEAN, answers, write

from posturecheck.core import InputError
from posturecheck.evaluate.folder import labelled_clips
from posturecheck.evaluate.labels import Labels, Span, read_truth
from posturecheck.evaluate.scores import measure_scores


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.mp4").touch()
    return tmp_path


def labels_of(folder):
    return labelled_clips(folder)[0][0].labels


def test_truth_is_read(tmp_path):
    text = "t_s,view,trunk_inclination_deg,seen,hand_reach_m\n0,side,1.5,1,\n0.5,,90,,0.25\n"
    truth = read_truth(write(tmp_path, "a.truth.csv", text))
    np.testing.assert_array_equal(truth.t_s, [0, 0.5])
    np.testing.assert_array_equal(truth.values[LEAN], [1.5, 90])
    np.testing.assert_array_equal(truth.values["hand_reach_m"], [math.nan, 0.25])
    assert truth.views == ("side", "")


def test_excel_writes_it_too(tmp_path):
    text = "\ufefft_s;trunk_inclination_deg\r\n0;1.5\r\n\r\n"
    truth = read_truth(write(tmp_path, "a.truth.csv", text))
    assert truth.values[LEAN].tolist() == [1.5]


@pytest.mark.parametrize(
    "text",
    [
        "t_s;{0}\n0,00;-3,4\n0,04;3,5\n",
        "t_s\t{0}\n0,00\t-3,4\n0,04\t3,5\n",
        't_s,{0}\n"0,00","-3,4"\n"0,04","3,5"\n',
    ],
    ids=["semicolons", "tabs", "quoted"],
)
def test_numbers_with_decimal_commas_are_read(tmp_path, text):
    truth = read_truth(write(tmp_path, "a.truth.csv", text.format(LEAN)))
    assert truth.t_s.tolist() == [0, 0.04]
    assert truth.values[LEAN].tolist() == [-3.4, 3.5]


def test_decimal_commas_between_commas_are_named(tmp_path):
    path = write(tmp_path, "a.truth.csv", f"t_s,{LEAN}\n0,00,3,4\n")
    with pytest.raises(InputError, match=r"row 2: expected 2 cells \(with decimal commas"):
        read_truth(path)


def test_rows_in_which_nobody_is_to_be_seen_are_out(tmp_path):
    text = f"t_s,{LEAN},seen\n0,1,1\n1,2,0\n2,3,1\n"
    assert read_truth(write(tmp_path, "a.truth.csv", text)).t_s.tolist() == [0, 2]


@given(st.permutations(range(6)))
def test_the_order_of_the_rows_changes_no_figure(tmp_path_factory, order):
    folder = tmp_path_factory.mktemp("order")
    rows = [f"{i / 25},{i * i},{'side' if i % 2 else 'front'}\n" for i in range(6)]
    text = f"t_s,{LEAN},view\n" + "".join(rows[i] for i in order)
    truth = read_truth(write(folder, "a.truth.csv", text))
    scores = measure_scores([(Labels((truth,)), answers({LEAN: [3.0] * 6}))])
    assert scores[0].mae == pytest.approx(np.mean(np.abs(np.arange(6) ** 2 - 3)))
    assert scores[0].correlation is None
    assert [s.rows for s in scores] == [6, 3, 3]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "row 1: expected a header with t_s"),
        ("time,trunk_inclination_deg\n0,1\n", "row 1: expected a header with t_s"),
        ("t_s,lean\n0,1\n", "'lean' is not a measure; expected t_s and any of trunk_incl"),
        ("t_s,view\n0,side\n", "expected at least one measure beside t_s"),
        (f"t_s,{LEAN},{LEAN}\n0,1,1\n", f"got {LEAN} twice"),
        (f"t_s,{LEAN}\n0,1\n1,x\n", f"row 3: expected a number in {LEAN}, got 'x'"),
        (f"t_s,{LEAN}\n0,inf\n", f"row 2: expected a number in {LEAN}, got 'inf'"),
        (f"t_s,{LEAN}\n,1\n", "row 2: expected a number in t_s, got 'nothing'"),
        (f"# made by hand\nt_s,{LEAN}\n\n0\n", "row 4: expected 2 cells, got '1 cells'"),
        (f"t_s,{LEAN}\n0,1\n0,2\n", "row 3: expected each time once in t_s, got '0'"),
        (f"t_s,{LEAN},view\n0,1,left\n", "row 2: expected one of front, oblique, side, back"),
        (f"t_s,{LEAN},seen\n0,1,yes\n", "row 2: expected 0 or 1 in seen, got 'yes'"),
        (f't_s,{LEAN}\n0,"1\n', "row 2: expected a table"),
    ],
)
def test_malformed_truth_says_which_row_and_what_was_expected(tmp_path, text, says):
    path = write(tmp_path, "a.truth.csv", text)
    with pytest.raises(InputError, match=re.escape(says)) as caught:
        read_truth(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bytes_are_not_truth(tmp_path):
    path = tmp_path / "a.truth.csv"
    path.write_bytes(b"t_s,\xff\xfe")
    with pytest.raises(InputError, match="expected a text file"):
        read_truth(path)


def test_episodes_are_read(folder):
    text = "rule,start_s,end_s,severity\ntwist,4,5,red\ndeep-lean,1,2.5,\n"
    write(folder, "a.episodes.csv", text)
    assert labels_of(folder).episodes == (Span("deep-lean", 1, 2.5), Span("twist", 4, 5, "red"))


def test_no_episode_is_a_label_too(folder):
    write(folder, "a.episodes.csv", "rule,start_s,end_s\n")
    assert labels_of(folder).episodes == ()


def test_truth_alone_leaves_the_events_unlabelled(folder):
    write(folder, "a.truth.csv", f"t_s,{LEAN}\n0,1\n")
    assert labels_of(folder).episodes is None


def test_who_looked_for_some_rules_only_says_so(folder):
    write(folder, "a.episodes.csv", "# rules: deep-lean, twist\nrule,start_s,end_s\ntwist,1,2\n")
    assert labels_of(folder).looked_for == {"deep-lean", "twist"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rule,start_s\ntwist,1\n", "row 1: expected a header rule,start_s,end_s"),
        ("rule,start_s,end_s\nslouch,1,2\n", "row 2: expected a rule, one of bend-and-twist,"),
        ("rule,start_s,end_s\ntwist,2,1\n", "row 2: expected an end after the start (2 s)"),
        ("rule,start_s,end_s\ntwist,-1,1\n", "row 2: expected a start of 0 s or later, got '-1'"),
        ("rule,start_s,end_s\ntwist,one,1\n", "row 2: expected a number in start_s, got 'one'"),
        ("rule,start_s,end_s\ntwist,5,7\ntwist,1,6\n", "row 2: expected one twist to end before"),
        ("rule,start_s,end_s,severity\ntwist,1,2,mild\n", "row 2: expected amber, red or nothing"),
        ("# rules: slouch\nrule,start_s,end_s\n", "'# rules:' expected some of"),
        ("# rules: twist\nrule,start_s,end_s\ndeep-lean,1,2\n", "row 3: expected a rule, one of"),
    ],
)
def test_malformed_episodes_say_which_row_and_what_was_expected(folder, text, says):
    path = write(folder, "a.episodes.csv", text)
    with pytest.raises(InputError, match=re.escape(says)) as caught:
        labelled_clips(folder)
    assert str(path) in str(caught.value)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="expected a folder of labelled clips, found nothing"):
        labelled_clips(tmp_path / "none")


def test_a_file_is_no_folder(tmp_path):
    with pytest.raises(InputError, match="found a file"):
        labelled_clips(write(tmp_path, "a.truth.csv", ""))


def test_an_empty_folder(tmp_path):
    with pytest.raises(InputError, match=r"found no clip; put <name>\.truth\.csv"):
        labelled_clips(tmp_path)


def test_clips_without_labels(folder):
    with pytest.raises(InputError, match=r"found 1 clip\(s\) without labels"):
        labelled_clips(folder)


def test_some_clips_without_labels_are_named(folder):
    (folder / "b.mkv").touch()
    write(folder, "b.episodes.csv", "rule,start_s,end_s\n")
    labelled, unlabelled = labelled_clips(folder)
    assert [clip.path.name for clip in labelled] == ["b.mkv"]
    assert [path.name for path in unlabelled] == ["a.mp4"]


def test_labels_without_a_clip_are_a_slip(folder):
    write(folder, "A.episodes.csv", "rule,start_s,end_s\n")
    with pytest.raises(InputError, match=r"A\.episodes\.csv: expected its clip A\.mp4"):
        labelled_clips(folder)


def test_two_clips_of_one_name(folder):
    (folder / "a.mov").touch()
    with pytest.raises(InputError, match="expected one clip of each name"):
        labelled_clips(folder)


def test_two_files_of_events(folder):
    write(folder, "a.episodes.csv", "rule,start_s,end_s\n")
    write(folder, "a.boris.csv", "Behavior,Start (s),Stop (s)\n")
    with pytest.raises(InputError, match="expected one file of events"):
        labelled_clips(folder)


def test_a_measure_in_two_files_is_taken_from_the_projects_own(folder):
    write(folder, "a.truth.csv", "t_s,spine_flexion_deg\n0,1\n")
    header = "inDegrees=yes\nendheader\n"
    write(folder, "a.mot", f"{header}time lumbar_extension lumbar_rotation\n0 -9 4\n")
    own, opensim = labels_of(folder).truths
    assert list(own.values) == ["spine_flexion_deg"]
    assert list(opensim.values) == ["trunk_rotation_deg"]
