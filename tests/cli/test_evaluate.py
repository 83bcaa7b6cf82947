"""The command, with a made-up checker in place of the model."""

import json
import math
from types import SimpleNamespace

import pytest
import typer
from clips import even, film
from made_up import LEAN, YAW, answers, write
from owner import UMASKS, has_rights, made_in, open_to_others, rights, umask
from typer.testing import CliRunner

from posturecheck.cli.evaluate import evaluate
from posturecheck.core import Cue, Episode, InputError, Movement, NobodySeenError, Posture
from posturecheck.detectors.model_store import ModelFile
from posturecheck.evaluate import checks, run
from posturecheck.evaluate.baseline import read_record
from posturecheck.rules import RULES
from posturecheck.rules.guidance import load_guidance
from posturecheck.sinks.words import GivenCue, Words

WIDTH = 80
ORDER = next(guide.cue for guide in load_guidance().advice if guide.id == "general-bend")
MOVEMENTS = "kind,start_s,deepest_s,end_s,task,order,praise\n"
app = typer.Typer()
app.command()(evaluate)


def episode(rule, start_s, end_s):
    return Episode(rule, "red", start_s, end_s, 80, 4, "deg", start_s, 60)


def made_up_check(path, options, progress):
    if path.stem == "empty":
        raise NobodySeenError(f"{path}: nobody was seen in it; film the whole person")
    if path.stem == "broken":
        raise InputError(f"{path}: expected a video file, but it does not decode")
    progress(1.0)
    said = answers({LEAN: [10.0] * 25, YAW: [90.0] * 25})
    return SimpleNamespace(
        posture={"t_s": said.t_s, **said.columns},
        facts=SimpleNamespace(duration_s=math.nan),
        episodes=(episode("deep-lean", 0.2, 0.8),),
        words=said_in_it(),
        close=lambda: None,
    )


def said_in_it():
    """What the sink would hold: one movement, corrected, and praised though it was not good."""
    words = Words()
    deepest = Posture(0.5, {})
    words.end([Movement(1, "lift", "over", 0.2, deepest, 0.8)])
    cues = (
        Cue(0.5, "deep-lean", "correct", ORDER, movement=1),
        Cue(0.9, "squat", "praise", "Well squatted."),
    )
    words.cues = [GivenCue(cue, "amber") for cue in cues]
    words.warned_s, words.calmer_s = 0.6, 0.12
    return words


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "check_clip", made_up_check)
    model = ModelFile(tmp_path / "m.task", "ab" * 32, "full", "a test")
    monkeypatch.setattr(run, "find_model", lambda name, say: model)
    place = tmp_path / "clips"
    place.mkdir()
    return place


def clip(folder, name, truth=None, episodes=None, movements=None):
    film(folder / f"{name}.mp4", even(25, 1))
    if movements:
        write(folder, f"{name}.movements.csv", MOVEMENTS + movements)
    if truth:
        write(folder, f"{name}.truth.csv", truth)
    if episodes:
        write(folder, f"{name}.episodes.csv", episodes)


def evaluated(*args):
    return CliRunner().invoke(app, [str(a) for a in args], env={"COLUMNS": str(WIDTH)})


@has_rights
@pytest.mark.parametrize("mask", UMASKS)
def test_figures_and_record_are_their_owners_alone_unless_shared(folder, tmp_path, mask):
    clip(folder, "a", rows_of(12))
    out = tmp_path / "out"
    out.mkdir()
    out.chmod(0o750)
    options = (folder, "--jobs", 1, "--json", out / "f.json", "--record", out / "r.md")
    with umask(mask):
        assert evaluated(*options).exit_code == 0
        assert open_to_others(out) == []
        assert evaluated(*options, "--shared").exit_code == 0
    assert {rights(path) for path in made_in(out)} == {0o640}
    assert rights(out) == 0o750


def rows_of(value, view="side"):
    return f"t_s,{LEAN},view\n" + "".join(f"{i / 25},{value},{view}\n" for i in range(25))


def test_the_tables_fit_a_terminal_and_the_data_says_the_same(folder, tmp_path):
    clip(folder, "a", rows_of(12), "rule,start_s,end_s\ndeep-lean,0.1,0.8\n")
    clip(folder, "b", rows_of(7, "front"))
    clip(folder, "unlabelled")
    out = tmp_path / "figures.json"
    ran = evaluated(folder, "--jobs", 1, "--json", out)
    assert ran.exit_code == 0, ran.output
    assert max(map(len, ran.output.splitlines())) <= WIDTH
    assert "left out: unlabelled.mp4" in ran.output
    data = json.loads(out.read_text())
    by_view = {m["view"]: m for m in data["measures"]}
    assert by_view["side"]["mae"] == 2
    assert by_view["side"]["bias"] == -2
    assert by_view["front"]["bias"] == 3
    assert by_view["all"]["mae"] == 2.5
    deep_lean = next(r for r in data["rules"] if r["rule"] == "deep-lean")
    assert (deep_lean["matched"], deep_lean["onset_median_s"]) == (1, pytest.approx(0.1))
    assert data["cues"]["latency_median_s"] == pytest.approx(0.4)
    assert data["cues"]["false"] == 0
    assert data["model"]["sha256"] == "ab" * 32
    assert data["profile"]["name"] == "default"
    assert data["clips"][1] == {
        "file": "b.mp4",
        "seconds": pytest.approx(0.96),
        "true_rows": 25,
        "labelled_episodes": None,
        "found_episodes": 1,
        "nobody_seen": False,
    }
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_an_empty_room_is_scored_as_nothing_said(folder, tmp_path):
    clip(folder, "empty", rows_of(12), "rule,start_s,end_s\n")
    ran = evaluated(folder, "--json", tmp_path / "f.json")
    assert ran.exit_code == 0
    assert "Nobody was seen in empty.mp4" in ran.output
    assert "none found, none labelled" in ran.output
    data = json.loads((tmp_path / "f.json").read_text())
    assert data["measures"][0]["answered"] == 0
    assert data["measures"][0]["mae"] is None
    assert data["cues"]["false_per_hour"] == 0
    assert len(data["rules"]) == len(RULES)
    assert all(r["precision"] is None and r["recall"] is None for r in data["rules"])
    assert "nan" not in ran.output.lower()


def test_measures_alone_say_none_of_events(folder):
    clip(folder, "a", rows_of(12))
    ran = evaluated(folder)
    assert ran.output.count("none labelled") == 3


@pytest.mark.parametrize(
    "name", ["missing", "file", "nothing", "malformed", "late", "late movement"]
)
def test_what_the_user_can_put_right_is_one_line(folder, name):
    if name == "file":
        write(folder, "file", "")
    elif name != "missing":
        (folder / name).mkdir()
    if name == "malformed":
        clip(folder / name, "a", "t_s,lean\n0,1\n")
    if name == "late":
        clip(folder / name, "a", episodes="rule,start_s,end_s\ntwist,5,6\n")
    if name == "late movement":
        clip(folder / name, "a", movements="bend,5,5.5,6,,,0\n")
    ran = evaluated(folder / name)
    assert isinstance(ran.exception, InputError)
    assert "expected" in str(ran.exception)
    assert "\n" not in str(ran.exception)


def test_a_clip_that_cannot_be_checked_ends_it_and_leaves_no_data(folder, tmp_path):
    clip(folder, "a", rows_of(12))
    clip(folder, "broken", rows_of(12))
    out = write(tmp_path, "figures.json", "as before")
    ran = evaluated(folder, "--json", out, "--jobs", 1)
    assert isinstance(ran.exception, InputError)
    assert "does not decode" in str(ran.exception)
    assert out.read_text() == "as before"


def test_a_record_is_kept_and_compared_with(folder, tmp_path):
    clip(folder, "a", rows_of(12))
    kept = tmp_path / "SCORES.md"
    assert evaluated(folder, "--record", kept).exit_code == 0
    same = evaluated(folder, "--against", kept)
    assert same.exit_code == 0
    assert "Nothing is worse" in same.output
    write(folder, "a.truth.csv", rows_of(30))
    worse = evaluated(folder, "--against", kept)
    assert worse.exit_code == 1
    assert "mean absolute error 20.00, was 2.00" in worse.output


def test_what_is_missed_in_a_few_large_bends_shows_by_the_size_of_the_truth(folder, tmp_path):
    for name in ("a", "b", "c"):
        clip(folder, name, rows_of(12))
    clip(folder, "d", rows_of(70))
    out = tmp_path / "figures.json"
    ran = evaluated(folder, "--json", out, "--jobs", 1)
    assert ran.exit_code == 0, ran.output
    table = ran.output.partition("By the size of the truth")[2].partition("Episodes")[0]
    upright, bent, whole = [line.split() for line in table.splitlines()[2:] if line]
    assert upright == [LEAN, "0-20", "75", "100%", "2.0", "-2.0", "none", "0%", "100%"]
    assert bent == ["over", "60", "25", "100%", "60.0", "-60.0", "none", "0%", "0%"]
    assert whole[:5] == ["all", "100", "100%", "16.5", "-16.5"]
    assert float(whole[5]) == 0  # always the same is said
    assert max(map(len, table.splitlines())) <= WIDTH
    last = json.loads(out.read_text())["bands"][1]
    assert (last["low_deg"], last["high_deg"], last["mae_deg"]) == (60, None, 60)


def test_a_record_of_before_the_bands_is_compared_without_them_and_that_is_said(folder, tmp_path):
    clip(folder, "a", rows_of(12))
    kept = tmp_path / "SCORES.md"
    assert evaluated(folder, "--record", kept).exit_code == 0
    assert "was not compared" not in evaluated(folder, "--against", kept).output
    lines = [line for line in kept.read_text().splitlines() if '"low_deg"' not in line]
    older = "\n".join(lines).replace('"bands": [\n],\n', "").replace('"format": 3', '"format": 1')
    kept.write_text(older)
    ran = evaluated(folder, "--against", kept)
    assert ran.exit_code == 0
    assert "carries nothing by the size of the truth: that was not compared" in ran.output
    assert "Nothing is worse" in ran.output


def test_movements_and_words_are_told_and_the_data_says_the_same(folder, tmp_path):
    clip(folder, "a", movements="bend,0.1,0.5,0.8,,general-bend|shoes,0\n")
    out = tmp_path / "figures.json"
    ran = evaluated(folder, "--jobs", 1, "--json", out)
    assert ran.exit_code == 0, ran.output
    assert max(map(len, ran.output.splitlines())) <= WIDTH
    told = ran.output.partition("\nMovements (")[2]
    for line in (
        "found: 1 of 1 labelled, 0 false; precision 100%, recall 100%",
        "kind right: 0 of 1 (0%)",
        "start: +0.10 s (median), 0.10 s off (p90)",
        "none in 0, one in 1, more in 0",
        "right words: 1 of 1 (100%)",
        "praise right: 0 of 1 (0%)",
        "praise given where due: none of 0",
        "bar calmer than the gauges: 0.1 s of the 0.6 s in which they warned",
    ):
        assert line in told
    data = json.loads(out.read_text())
    assert (data["format"], data["movements"]["start_p90_s"]) == (3, pytest.approx(0.1))
    assert (data["words"]["orders_mean"], data["words"]["praise_precision"]) == (1, 0)
    assert data["words"]["calmer_s"] == pytest.approx(0.12)


def test_a_record_keeps_movements_and_words_and_is_compared_with_them(folder, tmp_path):
    clip(folder, "a", movements="lift,0.1,0.5,0.8,,general-bend,0\n")
    kept = tmp_path / "SCORES.md"
    assert evaluated(folder, "--record", kept).exit_code == 0
    assert "Nothing is worse" in evaluated(folder, "--against", kept).output
    write(folder, "a.movements.csv", MOVEMENTS + "to-floor,0.1,0.5,0.8,,,0\n")
    ran = evaluated(folder, "--against", kept)
    assert ran.exit_code == 1
    assert "words: 2 times spoken to on the floor, was 0" in ran.output


def test_a_record_of_before_the_movements_is_compared_without_them_and_that_is_said(
    folder, tmp_path
):
    clip(folder, "a", rows_of(12))
    kept = tmp_path / "SCORES.md"
    assert evaluated(folder, "--record", kept).exit_code == 0
    assert "movements" not in read_record(kept)
    assert "carries nothing of" not in evaluated(folder, "--against", kept).output
    write(folder, "a.movements.csv", MOVEMENTS)
    ran = evaluated(folder, "--against", kept)
    assert ran.exit_code == 0
    assert "carries nothing of movements and words: that was not compared" in ran.output
    assert "Nothing is worse" in ran.output


def test_a_folder_within_is_scored_by_itself_against_its_own_record(folder):
    clip(folder, "a", rows_of(12))
    sweeps = folder / "sweeps"
    sweeps.mkdir()
    clip(sweeps, "leans", rows_of(70))
    assert evaluated(folder, "--record", folder / "SCORES.md").exit_code == 0
    assert evaluated(sweeps, "--record", sweeps / "SCORES.md").exit_code == 0
    bands = [read_record(place / "SCORES.md")["bands"] for place in (folder, sweeps)]
    assert [(rows[0]["low_deg"], rows[0]["rows"]) for rows in bands] == [(0, 25), (60, 25)]
    for place in (folder, sweeps):
        assert evaluated(place, "--against", place / "SCORES.md").exit_code == 0


@pytest.mark.parametrize("place", ["clips", "none/figures.json"])
def test_a_place_where_no_data_can_be_written_is_told_first(folder, tmp_path, place):
    ran = evaluated(folder / "missing", "--json", tmp_path / place)
    assert isinstance(ran.exception, InputError)
    assert "--json" in str(ran.exception)


def test_every_kind_of_measure_has_a_format(folder):
    write(folder, "a.truth.csv", "t_s,hand_reach_m,trunk_rotation_rate_deg_s\n0,0.5,-250\n")
    film(folder / "a.mp4", even(25, 1))
    ran = evaluated(folder)
    assert ran.exit_code == 0
    lines = {line.split()[0]: line.split()[1:] for line in ran.output.splitlines() if line}
    assert lines["hand_reach_m"] == ["1", "0%", *["none"] * 7]
    assert lines["trunk_rotation_rate_deg_s"] == ["1", "0%", *["none"] * 7]


def test_parts_joined_say_what_one_run_says(folder, tmp_path):
    for name in "abcde":
        clip(folder, name, rows_of(12 + ord(name)), "rule,start_s,end_s\ndeep-lean,0.1,0.8\n")
    whole = evaluated(folder, "--json", tmp_path / "whole.json", "--jobs", 1)
    parts = [tmp_path / f"{n}.json" for n in (1, 2, 3)]
    for number, part in enumerate(parts, 1):
        ran = evaluated(folder, "--json", part, "--shard", f"{number}/3", "--jobs", 1)
        assert ran.exit_code == 0, ran.output
    kept = tmp_path / "SCORES.md"
    joined = evaluated("--merge", *parts, "--json", tmp_path / "joined.json", "--record", kept)
    assert joined.output == whole.output
    assert (tmp_path / "joined.json").read_text() == (tmp_path / "whole.json").read_text()
    assert "Nothing is worse" in evaluated("--merge", *parts, "--against", kept).output


def own_clip(folder, name):
    """Write a clip with a content of its own: a box that players leave out."""
    clip(folder, name, rows_of(12))
    with (folder / f"{name}.mp4").open("ab") as file:
        file.write(b"\0\0\0\x0cfree" + 4 * name.encode())


def test_what_was_said_is_kept_and_taken_up_again(folder, tmp_path, monkeypatch):
    for name in "abc":
        own_clip(folder, name)
    out = tmp_path / "f.json"
    first = evaluated(folder, "--json", out, "--resume", "--jobs", 1)
    assert len(list((tmp_path / "f.json.kept").iterdir())) == 3
    figures = out.read_text()
    asked = []
    monkeypatch.setattr(
        checks,
        "check_clip",
        lambda path, *how: asked.append(path.name) or made_up_check(path, *how),
    )
    own_clip(folder, "d")
    again = evaluated(folder, "--json", out, "--resume", "--jobs", 1)
    assert again.output.startswith("3 of 4 clips were kept by an earlier run.")
    assert asked == ["d.mp4"]
    (folder / "d.mp4").unlink()
    (folder / "d.truth.csv").unlink()
    third = evaluated(folder, "--json", out, "--resume", "--jobs", 1)
    assert third.output == f"3 of 3 clips were kept by an earlier run.\n{first.output}"
    assert out.read_text() == figures


def test_what_was_kept_broken_or_with_other_limits_is_done_again(folder, tmp_path):
    clip(folder, "a", rows_of(12))
    out = tmp_path / "f.json"
    options = (folder, "--json", out, "--resume", "--jobs", 1)
    assert evaluated(*options).exit_code == 0
    (kept,) = (tmp_path / "f.json.kept").iterdir()
    whole = kept.read_text()
    kept.write_text(whole[:-9])
    assert "were kept" not in evaluated(*options).output
    assert kept.read_text() == whole
    assert "were kept" not in evaluated(*options, "--profile", "general-back-care").output
    assert "1 of 1 clips were kept" in evaluated(*options).output


def test_a_clip_that_fails_leaves_the_others_kept(folder, tmp_path):
    clip(folder, "a", rows_of(12))
    clip(folder, "broken", rows_of(12))
    ran = evaluated(folder, "--json", tmp_path / "f.json", "--resume", "--jobs", 1)
    assert isinstance(ran.exception, InputError)
    assert len(list((tmp_path / "f.json.kept").iterdir())) == 1


def test_folders_and_patterns_are_scored_together(folder, tmp_path):
    for name in ("P1", "P2", "notes"):
        (folder / name).mkdir()
    clip(folder / "P1", "a", rows_of(12))
    clip(folder / "P2", "a", rows_of(70))
    clip(folder / "P2", "b", rows_of(12))
    out = tmp_path / "f.json"
    for named, files in (
        ([folder / "P*"], ["P1/a.mp4", "P2/a.mp4", "P2/b.mp4"]),
        ([folder / "P2", folder / "P1"], ["P2/a.mp4", "P2/b.mp4", "P1/a.mp4"]),
        ([folder / "*" / "a.mp4"], ["P1/a.mp4", "P2/a.mp4"]),
        ([folder / "P2" / "b.mp4"], ["b.mp4"]),
        ([folder / "*"], ["P1/a.mp4", "P2/a.mp4", "P2/b.mp4"]),
    ):
        ran = evaluated(*named, "--json", out, "--jobs", 1)
        assert ran.exit_code == 0, ran.exception
        assert [one["file"] for one in json.loads(out.read_text())["clips"]] == files


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--resume",), "--resume: expected --json FILE with it"),
        (("--shard", "1/2"), "--shard: expected --json FILE with it"),
        (("--merge", "--resume"), "expected it without --merge"),
        (("--shard", "1/2", "--json", "f", "--record", "r"), "expected it without --shard"),
        (("--shard", "1/2", "--json", "f", "--against", "r"), "expected it without --shard"),
        (("--cluster", "local:0"), "expected 1 to 1000 local workers"),
    ],
    ids=str,
)
def test_what_does_not_go_together_is_said_first(folder, options, said):
    ran = evaluated(folder, *options)
    assert isinstance(ran.exception, InputError)
    assert said in str(ran.exception)
