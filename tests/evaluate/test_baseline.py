"""Figures kept and held against later ones."""

import json
from dataclasses import replace

import pytest
from made_up import LEAN, YAW, answers, labelled, truth

from posturecheck.core import InputError
from posturecheck.evaluate.baseline import read_record, save_record, worse
from posturecheck.evaluate.event_scores import cue_score, rule_scores
from posturecheck.evaluate.labels import Span
from posturecheck.evaluate.run import Evaluation
from posturecheck.evaluate.scores import measure_scores

LIFTS = [Span("unsafe-lift", float(s), s + 0.5) for s in (0, 4, 8)]


def evaluation(error_deg=3.0, found=LIFTS, unseen=0):
    said = [10.0 + error_deg] * 100
    said[:unseen] = [float("nan")] * unseen
    pair = (
        labelled(truth({LEAN: [10.0] * 100}), episodes=LIFTS),
        answers({LEAN: said, YAW: [90.0] * 100}, episodes=found, seconds=10.0),
    )
    return Evaluation(
        versions={"posturecheck": "0"},
        model={"name": "full", "sha256": "ab" * 32, "origin": "a test"},
        profile={"name": "default"},
        clips=(),
        unlabelled=(),
        measures=measure_scores([pair]),
        rules=rule_scores([pair]),
        cues=cue_score([pair]),
    )


@pytest.fixture
def kept(tmp_path):
    path = tmp_path / "SCORES.md"
    save_record(evaluation(), path, tmp_path)
    return path


def test_a_record_is_read_back_as_it_was_measured(kept):
    data = read_record(kept)
    (lean,) = [m for m in data["measures"] if m["view"] == "side"]
    assert (lean["measure"], lean["mae"], lean["rows"]) == (LEAN, 3.0, 100)
    assert "trunk_inclination_deg" in kept.read_text().split("```json")[0]
    assert "ab" * 32 in kept.read_text()


def test_the_same_figures_are_not_worse(kept):
    assert worse(read_record(kept), evaluation()) == []


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (evaluation(error_deg=3.6), "mean absolute error 3.60, was 3.00"),
        (evaluation(unseen=20), "answered 80%, was 100%"),
        (evaluation(found=LIFTS[:1]), "unsafe-lift: 2 missed, was 0"),
        (
            evaluation(found=[*LIFTS, *(Span("unsafe-lift", s, s + 0.4) for s in (2.0, 6.0))]),
            "unsafe-lift: 2 false, was 0",
        ),
        (replace(evaluation(), measures=()), "not measured any more"),
        (replace(evaluation(), rules=()), "not scored any more"),
    ],
)
def test_what_got_worse_by_more_than_noise_is_told(kept, later, said):
    assert said in "\n".join(worse(read_record(kept), later))


@pytest.mark.parametrize(
    "later", [evaluation(error_deg=3.4), evaluation(unseen=2), evaluation(found=LIFTS[:2])]
)
def test_noise_is_not_worse(kept, later):
    assert worse(read_record(kept), later) == []


def test_better_is_not_worse(kept):
    assert worse(read_record(kept), evaluation(error_deg=1.0)) == []


def test_the_data_has_a_line_a_row_so_that_changes_show(kept):
    block = kept.read_text().split("```json\n")[1].split("\n```")[0]
    assert len(block.splitlines()) >= len(json.loads(block)["rules"])


@pytest.mark.parametrize(
    "text", ["", "# Scores", "\n```json\n{broken\n```", "\n```json\n{}\n```", "\n```json\n[]\n```"]
)
def test_what_is_no_record_is_told_in_a_line(tmp_path, text):
    path = tmp_path / "SCORES.md"
    path.write_text(text)
    with pytest.raises(InputError, match="--record") as told:
        read_record(path)
    assert "\n" not in str(told.value)


def test_a_missing_record_is_told_in_a_line(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_record(tmp_path / "none.md")


def test_what_was_written_behind_the_data_is_kept(kept, tmp_path):
    kept.write_text(kept.read_text() + "\n## Ablation\n\nBy hand.\n")
    save_record(evaluation(error_deg=1.0), kept, tmp_path)
    assert kept.read_text().endswith("```\n\n## Ablation\n\nBy hand.\n")
    assert read_record(kept)["measures"][0]["mae"] == 1.0
