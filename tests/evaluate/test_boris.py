"""BORIS' exports; the columns are those of its own test files and of its newest version."""

import re

import pytest
from made_up import write

from posturecheck.core import InputError
from posturecheck.evaluate.folder import labelled_clips
from posturecheck.evaluate.labels import ALL_RULES, Span

AGGREGATED_OLD = (
    "Observation id\tObservation date\tDescription\tMedia file\tTotal length\tFPS\tSubject\t"
    "Behavior\tBehavioral category\tModifiers\tBehavior type\tStart (s)\tStop (s)\t"
    "Duration (s)\tComment start\tComment stop\n"
)
AGGREGATED_NEW = (
    "Observation id,Observation date,Description,Observation type,Source,Time offset (s),"
    "Coding duration,Media duration (s),FPS,Subject,Observation duration by subject by "
    "observation,Behavior,Behavioral category,Behavior type,Start (s),Stop (s),Duration (s),"
    "Media file name,Image index start,Image index stop,Image file path start,"
    "Image file path stop,Comment start,Comment stop\n"
)
EVENTS_OLD = (
    "Observation id,observation #1,,,,,,,\n,,,,,,,,\nMedia file(s),,,,,,,,\n"
    "Player #1,a.mp4,,,,,,,\nTime offset (s),0.0,,,,,,,\n,,,,,,,,\n"
    "Time,Media file path,Total length,FPS,Subject,Behavior,Behavioral category,Comment,Status\n"
)
EVENTS_NEW = (
    "Observation id,Observation date,Description,Observation duration,Observation type,Source,"
    "Time offset (s),Media duration (s),FPS,Subject,Behavior,Behavioral category,Behavior type,"
    "Time,Media file name,Image index,Image file path,Comment\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.mp4").touch()
    return tmp_path


def labels_of(folder):
    return labelled_clips(folder)[0][0].labels


def aggregated(behavior, start, stop, kind="STATE"):
    facts = "o\t2024\t\ta.mp4\t60\t25\tNo focal subject"
    return f"{facts}\t{behavior}\t\t\t{kind}\t{start}\t{stop}\tNA\t\t\n"


def event(time, behavior, status, media="a.mp4"):
    return f"{time},{media},60,25.0,anna,{behavior},,,{status}\n"


def test_aggregated_events_of_older_versions(folder):
    rows = aggregated("twist", "4.000", "5.500") + aggregated("fast-bend", 7, 7, "POINT")
    write(folder, "a.boris.tsv", AGGREGATED_OLD + rows)
    labels = labels_of(folder)
    assert labels.episodes == (Span("fast-bend", 7, 7), Span("twist", 4, 5.5))
    assert labels.looked_for == ALL_RULES


def test_aggregated_events_of_newer_versions(folder):
    row = "o,2024,,Media file,player #1:a.mp4,0,60,60,25,,60,twist,,STATE,4,5.5,1.5,a.mp4,1,2,,,,\n"
    write(folder, "a.boris.csv", AGGREGATED_NEW + row)
    assert labels_of(folder).episodes == (Span("twist", 4, 5.5),)


def test_events_of_older_versions_are_paired(folder):
    rows = event(1, "twist", "START") + event(2, "deep-lean", "START")
    rows += event(3, "twist", "STOP") + event(4, "deep-lean", "STOP")
    rows += event(5, "fast-bend", "POINT")
    write(folder, "a.boris.csv", EVENTS_OLD + rows)
    expected = (Span("deep-lean", 2, 4), Span("fast-bend", 5, 5), Span("twist", 1, 3))
    assert labels_of(folder).episodes == expected


def test_events_of_newer_versions_are_paired(folder):
    head = "o,2024,,60,Media file(s),player #1:a.mp4,0,60,25,anna,twist,,"
    rows = f"{head}START,1,a.mp4,25,NA,\n{head}STOP,3,a.mp4,75,NA,\n"
    write(folder, "a.boris.csv", EVENTS_NEW + rows)
    assert labels_of(folder).episodes == (Span("twist", 1, 3),)


def test_an_export_may_be_named_like_our_own_file(folder):
    write(folder, "a.episodes.tsv", AGGREGATED_OLD + aggregated("twist", 4, 5))
    assert labels_of(folder).episodes == (Span("twist", 4, 5),)


def test_behaviours_are_mapped(folder):
    toml = 'looked_for = ["deep-lean", "rounded-bend", "twist"]\n[behaviors]\n'
    toml += 'stooping = ["deep-lean", "rounded-bend"]\nwalking = []\nturning = "twist"\n'
    write(folder, "boris.toml", toml)
    rows = aggregated("stooping", 1, 2) + aggregated("walking", 3, 4)
    rows += aggregated("turning", 5, 6) + aggregated("overreach", 7, 8)
    write(folder, "a.boris.tsv", AGGREGATED_OLD + rows)
    labels = labels_of(folder)
    assert labels.episodes == (
        Span("deep-lean", 1, 2),
        Span("rounded-bend", 1, 2),
        Span("twist", 5, 6),
    )
    assert labels.looked_for == {"deep-lean", "rounded-bend", "twist"}


def test_behaviours_of_one_rule_that_overlap_are_one_episode(folder):
    write(folder, "boris.toml", '[behaviors]\nstoop = "deep-lean"\n')
    rows = aggregated("stoop", 1, 3) + aggregated("deep-lean", 2, 5) + aggregated("stoop", 6, 7)
    write(folder, "a.boris.tsv", AGGREGATED_OLD + rows)
    assert labels_of(folder).episodes == (Span("deep-lean", 1, 5), Span("deep-lean", 6, 7))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (event(1, "slouch", "POINT"), "row 8: expected a rule's id in Behavior, or a behaviour"),
        (event(1, "twist", "STOP"), "row 8: expected START or POINT of twist in Status, got"),
        (event(1, "twist", "START") * 2, "row 9: expected STOP or POINT of twist in Status"),
        (event(1, "twist", "START"), "row 8: expected a STOP of twist after this START, got"),
        (event("NA", "twist", "START"), "row 8: expected a number in Time, got 'NA'"),
        (event(1, "twist", "BEGIN"), "row 8: expected START or POINT of twist"),
        (
            event(1, "twist", "POINT") + event(2, "twist", "POINT", "b.mp4"),
            "row 9: expected one clip and one person in a file (Media file path 'a.mp4'",
        ),
    ],
)
def test_malformed_exports_say_which_row(folder, rows, says):
    write(folder, "a.boris.csv", EVENTS_OLD + rows)
    with pytest.raises(InputError, match=re.escape(says)):
        labelled_clips(folder)


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("behaviors = [", "expected TOML"),
        ("other = 1", "expected [behaviors] and looked_for, got other"),
        ("behaviors = 1", "expected a table [behaviors], got 1"),
        ('[behaviors]\nstoop = "slouch"', "stoop expected a rule or a list of rules"),
        ("looked_for = 3", "looked_for expected a rule or a list of rules"),
    ],
)
def test_a_malformed_map(folder, toml, says):
    write(folder, "boris.toml", toml)
    write(folder, "a.boris.csv", EVENTS_OLD)
    with pytest.raises(InputError, match=re.escape(says)):
        labelled_clips(folder)
