from __future__ import annotations

import csv
import json
import os
import threading
import time
import weakref
from functools import partial
from pathlib import Path

import av
import numpy as np
import pytest
from mannequin import keyed, tall_stance
from owner import UMASKS, has_rights, made_in, open_to_others, rights, umask
from stand_ins import RATE_HZ, Trial, tall

from posturecheck.clips.folder import FILES
from posturecheck.core import Frame, Image, InputError, Joint, Step
from posturecheck.detectors.model_store import ModelFile
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.files.drafts import STALE_S
from posturecheck.live.assembling import LiveOptions, checker_of
from posturecheck.live.saving import Saver
from posturecheck.pipeline import Checker, Subject
from posturecheck.profiles.settings import Profile

LEAN = keyed((0, 4), (3, 4), (4.2, 80), (6, 80), (7.2, 4))
MODEL = ModelFile(Path("pose_full.task"), "0" * 64, "full", "here")


def bent_session(saver: Saver) -> Trial:
    known = Subject(stance=tall_stance(yaw=50))
    options = [(0.0, "skip", "")]
    return Trial(
        lambda t: tall(t, flexion=LEAN(t)),
        10,
        options,
        person=known,
        all_step_sinks=[saver],
        sinks=[saver.sums],
        task="",
    )


def short_session(saver: Saver) -> Trial:
    return Trial(tall, 2, [(0.0, "skip", "")], all_step_sinks=[saver], sinks=[saver.sums])


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def saver(told: list[str], tmp_path: Path) -> Saver:
    return Saver("live-now", tmp_path / "out", GaugeLimits(20, 60, 20, 30), told.append)


def test_a_saved_session_has_all_the_files_of_a_checked_clip(
    saver: Saver, told: list[str], tmp_path: Path
) -> None:
    trial = bent_session(saver)
    options = LiveOptions()
    made = partial(checker_of, options, 1)
    data = options.as_data()
    folder = saver.result(trial.session, MODEL, options.profile, made, data).save(
        tmp_path / "out", poses=False
    )
    saver.put_away()
    assert folder == tmp_path / "out" / "live-now"
    assert [path.name for path in folder.parent.iterdir()] == ["live-now"]
    assert {path.name for path in folder.iterdir()} == set(FILES)
    rows = list(csv.DictReader((folder / "episodes.csv").open(encoding="utf-8")))
    assert [(r["rule"], r["severity"]) for r in rows if r["rule"] == "deep-lean"] == [
        ("deep-lean", "amber")
    ]
    assert told == []
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert "data:image/jpeg;base64," in report
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert summary["clip"]["frames_analysed"] == 150
    with av.open(str(folder / "annotated.mp4")) as film:
        times = [frame.time for frame in film.decode(video=0)]
    assert times == pytest.approx([i / RATE_HZ for i in range(150)], abs=0.002)


def test_what_was_written_on_the_way_is_put_away(saver: Saver) -> None:
    bent_session(saver)
    folder = saver._folder
    assert any(folder.iterdir())
    saver.close()
    saver.put_away()
    assert not folder.exists()


def test_a_film_that_cannot_be_written_is_given_up_and_told_once(
    saver: Saver, told: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(_: object, step: Step) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("posturecheck.live.saving.VideoSink.write", full)
    trial = bent_session(saver)
    made = partial(checker_of, LiveOptions(), 1)
    result = saver.result(trial.session, MODEL, Profile(), made, LiveOptions().as_data())
    folder = result.save(tmp_path, video=saver.has_film, poses=False)
    saver.put_away()
    assert {path.name for path in folder.iterdir()} == set(FILES) - {"annotated.mp4"}
    assert "annotated.mp4" not in (folder / "report.html").read_text(encoding="utf-8")
    assert told == ["the film could not be written (No space left on device); all else goes on"]
    assert len(trial.kept.steps) > 100


@pytest.mark.slow
def test_no_plain_picture_reaches_the_disk(saver: Saver) -> None:
    rng = np.random.default_rng(2)
    noise = [rng.integers(0, 255, (480, 640, 3), dtype=np.uint8) for _ in range(2)]
    Trial(tall, 2, picture=lambda t: noise[round(t * RATE_HZ) % 2], all_step_sinks=[saver])
    saver.close()
    with av.open(str(saver._folder / "film.mp4")) as film:
        picture = [f.to_ndarray(format="gray") for f in film.decode(video=0)][20].astype(float)
    saver.put_away()
    x, y = tall(0.0)[0].points_px[Joint.NOSE].round().astype(int)

    def roughness(rows: slice, columns: slice) -> float:
        return float(np.abs(np.diff(picture[rows, columns], axis=1)).mean())

    head = roughness(slice(y - 8, y + 8), slice(x - 8, x + 8))
    wall = roughness(slice(200, 300), slice(20, 100))
    assert head < 0.3 * wall


def test_a_film_that_a_crash_left_is_removed_a_day_later(tmp_path: Path) -> None:
    old, new = tmp_path / ".live-old", tmp_path / ".live-new"
    for folder in (old, new):
        folder.mkdir()
        (folder / "film.mp4").write_bytes(b"x")
    long_ago = time.time() - 2 * STALE_S
    for path in (old / "film.mp4", old):
        os.utime(path, (long_ago, long_ago))
    Saver("live-now", tmp_path, GaugeLimits(20, 60, 20, 30), print).put_away()
    assert [path.name for path in tmp_path.iterdir()] == [".live-new"]


def test_sessions_begun_in_one_second_take_no_names_from_each_other(tmp_path: Path) -> None:
    ready, savers = threading.Barrier(4), []

    def begin() -> None:
        ready.wait()
        savers.append(Saver("live-now", tmp_path / "out", GaugeLimits(20, 60, 20, 30), print))

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made = partial(checker_of, LiveOptions(), 1)
    data = LiveOptions().as_data()
    for saver in savers:
        trial = Trial(
            lambda t: tall(t), 2, [(0.0, "skip", "")], all_step_sinks=[saver], sinks=[saver.sums]
        )
        saver.result(trial.session, MODEL, Profile(), made, data).save(
            tmp_path / "out", poses=False
        )
        saver.put_away()
    after = Saver("live-now", tmp_path / "out", GaugeLimits(20, 60, 20, 30), print)
    assert after.facts.path.name == "live-now-5"
    after.put_away()
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"live-now", "live-now-2", "live-now-3", "live-now-4"}
    assert {s.facts.path.name for s in savers} == names


@has_rights
@pytest.mark.parametrize("mask", UMASKS)
def test_a_saved_session_is_its_owners_alone_while_it_runs_and_after_it(
    tmp_path: Path, mask: int
) -> None:
    made = partial(checker_of, LiveOptions(), 1)
    with umask(mask):
        saver = Saver("live-now", tmp_path / "a" / "out", GaugeLimits(20, 60, 20, 30), print)
        trial = Trial(
            lambda t: tall(t), 2, [(0.0, "skip", "")], all_step_sinks=[saver], sinks=[saver.sums]
        )
        running = [p for p in made_in(tmp_path) if p.is_dir()]
        assert {rights(path) for path in running} == {0o700}
        data = LiveOptions().as_data()
        result = saver.result(trial.session, MODEL, Profile(), made, data)
        result.save(tmp_path / "a" / "out", poses=False)
        saver.put_away()
    names = {path.name for path in made_in(tmp_path)}
    assert names == {"a", "out", "live-now", *FILES}
    assert open_to_others(tmp_path) == []


def test_a_place_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match=r"--save .*cannot be written"):
        Saver("live-now", tmp_path / "file" / "out", GaugeLimits(20, 60, 20, 30), print)


@pytest.mark.slow
def test_no_picture_stays_in_memory_however_long_it_goes_on(saver: Saver, told: list[str]) -> None:
    bends = keyed(*((2.5 * i, 80 if i % 2 else 4) for i in range(17)))
    checker = Checker(Profile(), Subject(stance=tall_stance(yaw=50)), "other", 0.0)
    alive: list[weakref.ref[Image]] = []
    held: list[int] = []
    for i in range(round(40 * RATE_HZ)):
        t_s = i / RATE_HZ
        image = np.full((60, 80, 3), i % 200, np.uint8)
        alive.append(weakref.ref(image))
        step = checker.step(Frame(i, t_s, image), tall(t_s, flexion=bends(t_s)))
        saver.write(step)
        saver.sums.write(step)
        held.append(sum(one() is not None for one in alive))
    assert len(saver.totals.episodes) > 6
    assert max(held[-300:]) <= max(held[:60]) + 2, "those that wait to be drawn"
    saver.put_away()
    assert told == []


def test_every_episode_has_its_picture_whenever_it_was_over(saver: Saver) -> None:
    trial = bent_session(saver)
    saver.close()
    episodes = [*saver.totals.episodes, *trial.session.episodes]
    saver.pictures.want(trial.session.episodes)
    assert episodes
    assert saver.pictures.kept.keys() == {e.peak_t_s for e in episodes}
    saver.put_away()
