"""The job: check every labelled clip of some folders and score the results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from posturecheck.clips.named import common_names
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.shard import Shard
from posturecheck.clips.summary import versions
from posturecheck.clips.work import Runner
from posturecheck.core import InputError
from posturecheck.detectors.model_store import ModelFile, find_model
from posturecheck.evaluate.answers import AnsweredClip, measures_asked
from posturecheck.evaluate.bands import BandScore
from posturecheck.evaluate.checks import Asked, estimates, kept_estimate, kept_name
from posturecheck.evaluate.event_scores import CueScore, RuleScore, cue_score, rule_scores
from posturecheck.evaluate.folder import LabelledClip, labelled_in
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be checked: which clips, and how.

    Attributes:
        named: Folders, or patterns; see ``folder``.
        options: Profile and model; the rest as ``check`` has it.
        shard: The part of the clips that is wanted, None for all.
        kept: A folder to keep what is said of each clip, and to take it from; None for neither.
        shared: Whether the group may see what is kept.
    """

    named: Sequence[Path]
    options: CheckOptions
    shard: Shard | None = None
    kept: Path | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """What was said of clips, and with what: all that figures are made of.

    ``of`` is how many clips there are in all shards; ``before`` how many were taken from what an
    earlier run kept.
    """

    versions: dict[str, str]
    model: dict[str, str]
    profile: dict[str, Any]
    clips: tuple[AnsweredClip, ...]
    unlabelled: tuple[str, ...]
    of: int
    before: int = 0


def evaluate(
    wanted: Wanted,
    runner: Callable[[list[Asked], ModelFile], Runner],
    progress: Callable[[float, float], None] = lambda seconds, total_s: None,
    say: Callable[[str], None] = lambda text: None,
) -> Answers:
    """Check every labelled clip that is wanted.

    Args:
        wanted: Which clips, and how.
        runner: Gives who does it, told what is left to do; not called for nothing.
        progress: Gets the seconds of clip just done, and of all clips.
        say: Gets a line on what takes long (getting the model).

    Raises:
        InputError: The folder, its labels or one of its clips is not as it should be. A
            score without one of the clips would be another score, so nothing is scored.
    """
    found, unlabelled = labelled_in(wanted.named)
    names = common_names([clip.path for clip in found])
    within = wanted.shard or Shard(1, 1)
    chosen = [n for n, name in enumerate(names) if within.holds(name)]
    clips = [found[n] for n in chosen]
    lengths_s = [_checked_length_s(clip) for clip in clips]
    model = find_model(wanted.options.model, say=say)  # once, before all processes fetch it
    asked = [_asked(clip, wanted, model) for clip in clips]
    said = [kept_estimate(one) for one in asked]
    left = [one for one, known in zip(asked, said, strict=True) if known is None]
    total_s = sum(s for s, known in zip(lengths_s, said, strict=True) if known is None)
    done = iter(
        estimates(left, runner(left, model), lambda s: progress(s, total_s)) if left else ()
    )
    return Answers(
        versions=versions(),
        model={"name": model.name, "sha256": model.sha256, "origin": model.origin},
        profile=wanted.options.profile.model_dump(mode="json", by_alias=True),
        clips=tuple(
            AnsweredClip(n, names[n], clip.labels, next(done) if known is None else known)
            for n, clip, known in zip(chosen, clips, said, strict=True)
        ),
        unlabelled=tuple(path.name for path in unlabelled),
        of=len(found),
        before=len(asked) - len(left),
    )


def evaluation_of(answers: Answers) -> Evaluation:
    """Return the figures of what was said; pure."""
    pairs = [(clip.labels, clip.estimate) for clip in answers.clips]
    return Evaluation(
        versions=answers.versions,
        model=answers.model,
        profile=answers.profile,
        clips=tuple(map(_note, answers.clips)),
        unlabelled=answers.unlabelled,
        measures=measure_scores(pairs),
        bands=measure_bands(pairs),
        rules=rule_scores(pairs),
        cues=cue_score(pairs),
        movements=movement_score(pairs),
        words=word_score(pairs),
    )


def _asked(clip: LabelledClip, wanted: Wanted, model: ModelFile) -> Asked:
    asked = Asked(clip.path, wanted.options, measures_asked(clip.labels), shared=wanted.shared)
    if wanted.kept is None:
        return asked
    return replace(asked, kept=wanted.kept / kept_name(asked, model.sha256))


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


def _note(clip: AnsweredClip) -> ClipNote:
    episodes, said = clip.labels.episodes, clip.estimate
    return ClipNote(
        file=clip.file,
        seconds=said.seconds,
        true_rows=sum(len(truth.t_s) for truth in clip.labels.truths),
        labelled_episodes=None if episodes is None else len(episodes),
        found_episodes=len(said.episodes),
        nobody_seen=not len(said.t_s),
    )
