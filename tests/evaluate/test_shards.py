"""Parts of an evaluation joined: the figures of one run, or a line that says why not."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from made_up import LEAN, YAW, answers, labelled, truth
from made_up_words import found

from posturecheck.clips.shard import Shard
from posturecheck.core import InputError
from posturecheck.evaluate.answers import (
    AnsweredClip,
    answer_data,
    answer_from,
    estimate_data,
    estimate_from,
    measures_asked,
    narrowed,
)
from posturecheck.evaluate.estimate import ToldCue
from posturecheck.evaluate.labels import Labels, Span
from posturecheck.evaluate.report import as_data, save_json
from posturecheck.evaluate.run import Answers, evaluation_of
from posturecheck.evaluate.shards import merged, shard_data

RNG = np.random.default_rng(7)
CLIPS = 7


def clip(position: int) -> AnsweredClip:
    """Figures of which each last digit counts."""
    true = list(RNG.normal(30, 20, 50))
    said = [math.nan if n % 9 == 8 else one + RNG.normal(0, 3) for n, one in enumerate(true)]
    labels = labelled(truth({LEAN: true}), episodes=[Span("twist", 0.3, 0.9, "red")])
    estimate = answers(
        {LEAN: said, YAW: list(RNG.normal(90, 5, 50))},
        sd=list(RNG.uniform(1, 4, 50)),
        episodes=[Span("twist", 0.31 + position / 97, 1.0, "amber")],
        cues=[ToldCue(0.5 + position / 89, "twist")],
    )
    return AnsweredClip(position, f"P{position}/a.mp4", labels, estimate)


@pytest.fixture(scope="module")
def whole() -> Answers:
    model = {"name": "full", "sha256": "ab" * 32, "origin": "a test"}
    clips = tuple(clip(n) for n in range(CLIPS))
    return Answers({"posturecheck": "1"}, model, {"name": "default"}, clips, ("x.mp4",), CLIPS)


def part(whole: Answers, *positions: int, **how: object) -> Answers:
    clips = tuple(c for c in whole.clips if c.position in positions)
    fields = {name: getattr(whole, name) for name in Answers.__dataclass_fields__}
    return Answers(**{**fields, "clips": clips, **how})  # type: ignore[arg-type]


def saved(folder: Path, answers: Answers, shard: Shard) -> Path:
    path = folder / f"{shard.number}.json"
    save_json(evaluation_of(answers), path, more=shard_data(answers, shard))
    return path


@pytest.fixture
def parts(whole: Answers, tmp_path: Path) -> list[Path]:
    chosen = [(6, 1, 3), (), (0, 2, 4, 5)]
    return [saved(tmp_path, part(whole, *c), Shard(n, 3)) for n, c in enumerate(chosen, 1)]


def refused(*paths: Path) -> str:
    with pytest.raises(InputError) as error:
        merged(paths)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_the_parts_joined_are_the_whole_to_the_last_digit(
    whole: Answers, parts: list[Path]
) -> None:
    joined = evaluation_of(merged(parts[::-1]))
    assert as_data(joined) == as_data(evaluation_of(whole))


def test_an_estimate_comes_back_as_it_went() -> None:
    said = answers({LEAN: [1 / 3, math.nan]}, cues=[ToldCue(0.1, "twist", "praise", "Well.", 2)])
    said = type(said)(
        **{n: getattr(said, n) for n in type(said).__dataclass_fields__ if n != "movements"},
        movements=(found(1, 0.25, math.nan),),
    )
    back = estimate_from(json.loads(json.dumps(estimate_data(said), allow_nan=False)))
    assert back.columns.keys() == said.columns.keys()
    assert all(
        np.array_equal(back.columns[n], said.columns[n], equal_nan=True) for n in said.columns
    )
    assert back.cues == said.cues
    assert math.isnan(back.movements[0].end_s)
    assert back.movements[0].start_s == 0.25


def test_labels_come_back_as_they_went(whole: Answers) -> None:
    labels = whole.clips[0].labels
    back = answer_from(json.loads(json.dumps(answer_data(whole.clips[0])))).labels
    assert (back.episodes, back.looked_for) == (labels.episodes, labels.looked_for)
    assert np.array_equal(back.truths[0].values[LEAN], labels.truths[0].values[LEAN])
    assert back.truths[0].views == labels.truths[0].views


def test_only_what_figures_need_is_carried(whole: Answers) -> None:
    one = whole.clips[0]
    assert measures_asked(one.labels) == tuple(sorted((LEAN, YAW)))
    assert measures_asked(Labels(episodes=())) == ()
    assert set(narrowed(one.estimate, (LEAN,)).columns) == {LEAN, f"{LEAN}_sd"}


def test_a_part_that_is_missing_is_named(parts: list[Path]) -> None:
    assert refused(parts[0], parts[2]) == "--merge: expected all 3 parts, 2/3 is missing"
    assert "1/3 is missing (and 1 more)" in refused(parts[1])


def test_a_part_that_comes_twice_is_named(parts: list[Path]) -> None:
    assert "each part once, got 1/3 twice" in refused(*parts, parts[0])


def test_parts_of_several_runs_are_told_apart(
    whole: Answers, parts: list[Path], tmp_path: Path
) -> None:
    other = part(whole, 0, versions={"posturecheck": "2"})
    path = saved(tmp_path, other, Shard(3, 3))
    assert "expected the versions, the model and the profile of" in refused(*parts[:2], path)
    path = saved(tmp_path, part(whole, 0), Shard(3, 4))
    assert "expected one of 3 parts of 7 clips" in refused(*parts[:2], path)


def test_clips_that_came_or_went_meanwhile_are_noticed(
    whole: Answers, parts: list[Path], tmp_path: Path
) -> None:
    path = saved(tmp_path, part(whole, 0, 2, 4), Shard(3, 3))
    assert "expected 7 clips in all, each once, got 6" in refused(*parts[:2], path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "but it is broken"),
        ("[1]", "found none in it"),
        ("{}", "found none in it"),
        ('{"shard": {"format": 2}}', "of format 1, found 2"),
        ('{"shard": {"format": 1}}', "what it carries is damaged"),
        ('{"shard": {"format": 1, "part": "1/1", "sha256": "", "clips": 3}}', "is damaged"),
    ],
)
def test_a_file_that_is_no_part(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "a.json").write_text(content)
    assert said in refused(tmp_path / "a.json")


def test_a_part_in_which_a_letter_was_changed_is_damaged(parts: list[Path]) -> None:
    parts[0].write_text(parts[0].read_text().replace('"start_s": 0.3,', '"start_s": 0.4,'))
    assert "is damaged" in refused(*parts)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path / "none.json")
