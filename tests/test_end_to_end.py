"""The whole path with the real pose model: a rounded bend is told, a squat is not."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from clips import ROUNDED, SAMPLES, SQUAT, cutting

import posturecheck
from posturecheck.clips import segments
from posturecheck.clips.check import check_clip
from posturecheck.clips.folder import FILES, POSES
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.result import Result
from posturecheck.clips.segments import Part
from posturecheck.core import InputError
from posturecheck.detectors.model_store import ModelFile
from posturecheck.evaluate.body_points import read_trc
from posturecheck.evaluate.opensim import read_mot
from posturecheck.measures import COLUMNS

PICTURES = 197  # in the sample


# Whole clips are checked and saved: too dear for ``make test``, which has ``clips/test_batch``.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def rounded(pose_model: ModelFile) -> Iterator[Result]:
    result = posturecheck.check(ROUNDED, task="dishwasher")
    yield result
    result.close()


@pytest.fixture(scope="module")
def squat(pose_model: ModelFile) -> Iterator[Result]:
    result = posturecheck.check(SQUAT, task="dishwasher")
    yield result
    result.close()


@pytest.fixture(scope="module")
def saved(rounded: Result, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rounded.save(tmp_path_factory.mktemp("out"))


class _WithoutAFaceFinder:
    """Draws nothing, and knows no face that no body was found for."""

    bystanders_may_show = True

    def key_pictures(self) -> dict[float, bytes]:
        return {1.0: b"a picture"}

    def film(self, path: Path, progress: object) -> None:
        path.touch()

    def close(self) -> None:
        """Nothing is open."""


def test_where_strangers_faces_may_show_saving_says_so(rounded: Result, tmp_path: Path) -> None:
    notes: list[str] = []
    drawn = replace(rounded, pictures=lambda checked: _WithoutAFaceFinder())
    drawn.save(tmp_path / "a", note=notes.append)
    assert [note.partition(":")[0] for note in notes] == [
        "faces in the background may show in the pictures"
    ]
    rounded.save(tmp_path / "b", video=False, note=notes.append)
    assert len(notes) == 1


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_rounded_bend_is_a_deep_lean_red_only_where_it_is_surely_round(rounded: Result) -> None:
    leans = [e for e in rounded.episodes if e.rule == "deep-lean"]
    assert [e.severity for e in leans] == ["amber"]  # its rounding, 37 degrees, has an sd of 14
    assert leans[0].start_s == pytest.approx(2.24, abs=0.5)
    assert leans[0].end_s == pytest.approx(5.5, abs=0.4)
    assert leans[0].peak > 60


@pytest.mark.slow
def test_a_stooped_lift_is_a_rounded_bend(pose_model: ModelFile) -> None:
    result = posturecheck.check(SAMPLES / "box_stoop.mp4", task="lift")
    (rounded,) = [e for e in result.episodes if e.rule == "rounded-bend"]
    assert rounded.start_s == pytest.approx(2.2, abs=0.5)
    assert rounded.peak == pytest.approx(50, abs=15)
    assert "unsafe-lift" in {e.rule for e in result.episodes}
    result.close()


@pytest.mark.slow
def test_a_hip_hinge_is_known_and_not_corrected(pose_model: ModelFile) -> None:
    result = posturecheck.check(SAMPLES / "dishwasher_hinge.mp4", task="dishwasher")
    assert np.nanmax(result.posture["trunk_inclination_deg"]) > 40
    assert result.totals.technique_s["hip-hinge"] > 0.5
    assert [e for e in result.episodes if e.rule in ("rounded-bend", "deep-lean")] == []
    result.close()


@pytest.mark.slow
def test_a_squat_is_no_deep_lean(squat: Result) -> None:
    assert [e for e in squat.episodes if e.rule in ("deep-lean", "rounded-bend")] == []
    assert [c for c in squat.cues if c.kind == "correct"] == []


def test_every_frame_was_analysed_and_seen(rounded: Result) -> None:
    assert len(rounded.posture) == PICTURES
    assert np.all(np.diff(rounded.posture["t_s"]) > 0)
    assert rounded.posture["seen"].mean() > 0.9


def test_all_files_are_written(saved: Path) -> None:
    assert saved.name == ROUNDED.stem
    assert {path.name for path in saved.iterdir()} == {*FILES, POSES}
    assert list(saved.parent.iterdir()) == [saved]


def test_the_tables_say_what_the_result_says(saved: Path, rounded: Result) -> None:
    posture = rows(saved / "posture.csv")
    assert tuple(posture[0]) == COLUMNS
    leans = [float(row["trunk_inclination_deg"] or "nan") for row in posture]
    np.testing.assert_allclose(leans, rounded.posture["trunk_inclination_deg"], atol=0.006)
    told = [(row["rule"], row["severity"]) for row in rows(saved / "episodes.csv")]
    assert told == [(e.rule, e.severity) for e in rounded.episodes]
    assert {row["task"] for row in rows(saved / "episodes.csv")} == {"dishwasher"}
    said = [row["say"] for row in rows(saved / "cues.csv")]
    assert said == [cue.say for cue in rounded.cues]


def test_the_summary_is_strict_json(saved: Path, pose_model: ModelFile) -> None:
    def refuse(word: str) -> None:
        raise ValueError(f"{word} is not JSON")

    text = (saved / "summary.json").read_text(encoding="utf-8")
    summary = json.loads(text, parse_constant=refuse)
    assert summary["model"]["sha256"] == pose_model.sha256
    assert summary["clip"]["frames_analysed"] == PICTURES
    assert summary["clip"]["seconds_missing"] == 0


def test_the_film_plays_anywhere_as_long_as_the_clip(saved: Path) -> None:
    with av.open(str(saved / "annotated.mp4")) as film, av.open(str(ROUNDED)) as clip:
        codec = film.streams.video[0].codec_context
        assert (codec.name, codec.pix_fmt) == ("h264", "yuv420p")
        assert film.duration == pytest.approx(clip.duration, abs=40_000)
        times = [[f.time for f in c.decode(video=0)] for c in (film, clip)]
    assert times[0] == pytest.approx(times[1], abs=0.001)


def test_the_report_needs_no_network(saved: Path) -> None:
    report = (saved / "report.html").read_text(encoding="utf-8")
    addresses = re.findall(r"https?://[^\s\"'<>)]+", report)
    assert [a for a in addresses if not a.startswith("http://www.w3.org/")] == []
    assert "data:image/jpeg;base64," in report


def test_a_second_save_takes_the_firsts_place(saved: Path, rounded: Result) -> None:
    before = (saved / "posture.csv").read_bytes()
    again = rounded.save(saved.parent, video=False)
    assert again == saved
    assert {path.name for path in saved.iterdir()} == {*FILES, POSES} - {"annotated.mp4"}
    assert (saved / "posture.csv").read_bytes() == before


@pytest.mark.slow
def test_an_export_stands_beside_the_report_until_the_next_save(
    rounded: Result, tmp_path: Path
) -> None:
    folder = rounded.save(tmp_path, video=False, export="opensim")
    mot, trc = (folder / f"{ROUNDED.stem}{suffix}" for suffix in (".mot", ".trc"))
    told = {*FILES, POSES} - {"annotated.mp4"}
    assert {path.name for path in folder.iterdir()} == told | {mot.name, trc.name}
    motion = read_mot(mot)
    for name, column in motion.values.items():
        measured = rounded.posture[name][np.isin(rounded.posture["t_s"].round(6), motion.t_s)]
        assert len(measured) == len(column) > 0
        seen = np.isfinite(measured)
        np.testing.assert_allclose(column[seen], measured[seen], atol=0.01)
        assert np.isfinite(column).all()
    points = read_trc(trc)
    np.testing.assert_allclose(points.t_s, rounded.posture["t_s"], atol=1e-6)
    leans = points.values["trunk_inclination_deg"]
    assert np.array_equal(np.isfinite(leans), rounded.posture["seen"] == 1)
    assert np.nanmax(leans) > 60
    rounded.save(tmp_path, video=False)
    assert {path.name for path in folder.iterdir()} == told


def test_a_laboratorys_own_recording_is_no_export(rounded: Result, tmp_path: Path) -> None:
    own = tmp_path / ROUNDED.stem / f"{ROUNDED.stem}.trc"
    own.parent.mkdir()
    own.write_text("precious", encoding="utf-8")
    folder = rounded.save(tmp_path, video=False, export="opensim")
    assert own.read_text(encoding="utf-8") == "precious"
    assert folder == tmp_path / f"{ROUNDED.stem} ({ROUNDED.parent.name})"
    assert (folder / f"{folder.name}.trc").is_file()


def test_there_is_no_other_export(rounded: Result, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="expected opensim, xlsx, pdf; got 'c3d'"):
        rounded.save(tmp_path, export="c3d")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_clip_watched_in_parts_gives_the_same_episodes(
    rounded: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    cuts = [0.0, 1.7, 3.3, 4.9, math.inf]
    monkeypatch.setattr(
        segments, "plan_parts", lambda *_: [Part(a, b, a) for a, b in pairwise(cuts)]
    )
    in_parts = check_clip(ROUNDED, CheckOptions(task="dishwasher", workers=2))
    monkeypatch.undo()
    whole = check_clip(ROUNDED, CheckOptions(task="dishwasher", workers=1))
    in_parts.close()
    whole.close()
    assert _outline(in_parts) == _outline(whole)
    assert _starts(in_parts) == pytest.approx(_starts(whole), abs=0.1)
    # The lean hovers at the release limit for five frames before the deep lean is over.
    assert _ends(in_parts) == pytest.approx(_ends(whole), abs=0.25)
    assert len(in_parts.posture) == len(whole.posture) == len(rounded.posture)


@pytest.mark.slow
def test_however_many_cores_watch_it_is_the_very_same(
    pose_model: ModelFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cuts = [0.0, 0.3, 0.6, 0.9, math.inf]
    monkeypatch.setattr(
        segments, "plan_parts", lambda *_: [Part(a, b, a) for a, b in pairwise(cuts)]
    )
    clip = cutting(tmp_path / "clip.mp4")
    results = [check_clip(clip, CheckOptions(workers=n)) for n in (1, 2, 8)]
    for column in ("trunk_inclination_deg", "knee_flexion_deg"):
        for result in results[1:]:
            np.testing.assert_array_equal(results[0].posture[column], result.posture[column])
    for result in results:
        assert result.episodes == results[0].episodes
        result.close()


def _outline(result: Result) -> list[tuple[str, str]]:
    return [(e.rule, e.severity) for e in sorted(result.episodes, key=lambda e: e.rule)]


def _starts(result: Result) -> list[float]:
    return [e.start_s for e in sorted(result.episodes, key=lambda e: e.rule)]


def _ends(result: Result) -> list[float]:
    return [e.end_s for e in sorted(result.episodes, key=lambda e: e.rule)]


@pytest.mark.slow
def test_a_stretch_of_bending_is_no_neutral_stance(pose_model: ModelFile) -> None:
    with pytest.raises(InputError, match="standing tall"):
        posturecheck.check(ROUNDED, neutral=(3.4, 4.4))
