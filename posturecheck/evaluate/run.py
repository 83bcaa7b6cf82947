"""The job: check every labelled clip of a folder and score the results."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from posturecheck.clips.options import CheckOptions
from posturecheck.clips.summary import versions
from posturecheck.core import InputError
from posturecheck.detectors.model_store import find_model
from posturecheck.evaluate.bands import BandScore
from posturecheck.evaluate.checks import estimate, estimates
from posturecheck.evaluate.estimate import Estimate
from posturecheck.evaluate.event_scores import CueScore, RuleScore, cue_score, rule_scores
from posturecheck.evaluate.folder import LabelledClip, labelled_clips
from posturecheck.evaluate.movement_scores import MovementScore, movement_score
from posturecheck.evaluate.scores import MeasureScore, measure_bands, measure_scores
from posturecheck.evaluate.word_scores import WordScore, word_score
from posturecheck.sources.clip import open_facts


@dataclass(frozen=True, slots=True)
class ClipNote:
    """One clip of the evaluation, in a line."""

    file: str
    seconds: float
    true_rows: int
    labelled_episodes: int | None
    found_episodes: int
    nobody_seen: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures, and what they were made with; the content of ``--json``.

    ``movements`` and ``words`` are None where no clip's movements are labelled.
    """

    versions: dict[str, str]
    model: dict[str, str]
    profile: dict[str, Any]
    clips: tuple[ClipNote, ...]
    unlabelled: tuple[str, ...]
    measures: tuple[MeasureScore, ...]
    bands: tuple[BandScore, ...]
    rules: tuple[RuleScore, ...]
    cues: CueScore
    movements: MovementScore | None = None
    words: WordScore | None = None


def evaluate(
    folder: Path,
    options: CheckOptions,
    jobs: int = 0,
    progress: Callable[[float, float], None] = lambda seconds, total_s: None,
    say: Callable[[str], None] = lambda text: None,
) -> Evaluation:
    """Check every labelled clip of a folder and score it.

    Args:
        folder: Clips and their labels; see ``folder``.
        options: Profile and model; the rest as ``check`` has it.
        jobs: Clips at once; 0 = one for each core.
        progress: Gets the seconds of clip just done, and of all clips.
        say: Gets a line on what takes long (getting the model).

    Raises:
        InputError: The folder, its labels or one of its clips is not as it should be. A
            score without one of the clips would be another score, so nothing is scored.
    """
    clips, unlabelled = labelled_clips(folder)
    lengths_s = [_checked_length_s(clip) for clip in clips]
    model = find_model(options.model, say=say)  # once, before the processes all fetch it
    total_s = sum(lengths_s)

    def advance(seconds: float) -> None:
        progress(seconds, total_s)

    jobs = min(jobs or os.cpu_count() or 1, len(clips))
    paths = [clip.path for clip in clips]
    said = (
        [estimate(path, options, advance) for path in paths]
        if jobs == 1
        else estimates(paths, options, jobs, advance)
    )
    pairs = [(clip.labels, answers) for clip, answers in zip(clips, said, strict=True)]
    return Evaluation(
        versions=versions(),
        model={"name": model.name, "sha256": model.sha256, "origin": model.origin},
        profile=options.profile.model_dump(mode="json", by_alias=True),
        clips=tuple(_note(clip, e) for clip, e in zip(clips, said, strict=True)),
        unlabelled=tuple(path.name for path in unlabelled),
        measures=measure_scores(pairs),
        bands=measure_bands(pairs),
        rules=rule_scores(pairs),
        cues=cue_score(pairs),
        movements=movement_score(pairs),
        words=word_score(pairs),
    )


def _checked_length_s(clip: LabelledClip) -> float:
    seconds = open_facts(clip.path).duration_s
    episodes = [("episodes", e.rule, e.start_s) for e in clip.labels.episodes or ()]
    movements = [("movements", m.kind, m.start_s) for m in clip.labels.movements or ()]
    for what, name, start_s in episodes + movements:
        if start_s > seconds:
            raise InputError(
                f"{clip.path}: expected labelled {what} within its {seconds:.1f} s, got "
                f"{name} at {start_s:g} s; is it another clip's file?"
            )
    return seconds if seconds == seconds else 0.0


def _note(clip: LabelledClip, said: Estimate) -> ClipNote:
    episodes = clip.labels.episodes
    return ClipNote(
        file=clip.path.name,
        seconds=said.seconds,
        true_rows=sum(len(truth.t_s) for truth in clip.labels.truths),
        labelled_episodes=None if episodes is None else len(episodes),
        found_episodes=len(said.episodes),
        nobody_seen=not len(said.t_s),
    )
