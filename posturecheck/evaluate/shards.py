"""``--json`` of one part of the clips, and several of them joined again.

Percentiles and medians of parts cannot be joined, so a part's file carries beside its figures what
they were made of; the figures of all are made anew, and are those of one run to the last digit.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from posturecheck.clips.shard import Shard, shard_of
from posturecheck.console.untrusted_text import read_outside_text
from posturecheck.core import InputError
from posturecheck.evaluate.answers import answer_data, answer_from
from posturecheck.evaluate.run import Answers

FORMAT = 1  # of what a part's file carries beside the figures
KEY = "shard"


@dataclass(frozen=True, slots=True)
class _Part:
    path: Path
    shard: Shard
    answers: Answers

    @property
    def made_with(self) -> list[object]:
        """What must be the same in all parts."""
        with_what = self.answers
        return [with_what.versions, with_what.model["sha256"], with_what.profile]


def shard_data(answers: Answers, shard: Shard) -> dict[str, Any]:
    """Return what a part's ``--json`` carries beside the figures."""
    clips = [answer_data(clip) for clip in answers.clips]
    return {
        KEY: {
            "format": FORMAT,
            "part": str(shard),
            "of_clips": answers.of,
            "sha256": _seal(clips),
            "clips": clips,
        }
    }


def merged(paths: Sequence[Path]) -> Answers:
    """Return what was said of all clips, from the ``--json`` of every part.

    Raises:
        InputError: One of them is no such file, they are not of one run, or a part is missing.
    """
    parts = sorted((_read(path) for path in paths), key=lambda part: part.shard.number)
    first = parts[0]
    for part in parts[1:]:
        if part.made_with != first.made_with:
            raise InputError(
                f"{part.path}: expected the versions, the model and the profile of {first.path}, "
                "found others; run that part again"
            )
        if (part.shard.of, part.answers.of) != (first.shard.of, first.answers.of):
            raise InputError(
                f"{part.path}: expected one of {first.shard.of} parts of {first.answers.of} clips, "
                f"as {first.path} is, found one of {part.shard.of} of {part.answers.of} clips"
            )
    _check_whole(parts)
    clips = sorted((c for part in parts for c in part.answers.clips), key=lambda c: c.position)
    return replace(first.answers, clips=tuple(clips))


def _check_whole(parts: Sequence[_Part]) -> None:
    of, numbers = parts[0].shard.of, [part.shard.number for part in parts]
    if twice := [number for number in numbers if numbers.count(number) > 1]:
        raise InputError(f"--merge: expected each part once, got {twice[0]}/{of} twice")
    if missing := sorted(set(range(1, of + 1)) - set(numbers)):
        raise InputError(
            f"--merge: expected all {of} parts, {missing[0]}/{of} is missing"
            + (f" (and {len(missing) - 1} more)" if len(missing) > 1 else "")
        )
    positions = sorted(clip.position for part in parts for clip in part.answers.clips)
    if positions != list(range(parts[0].answers.of)):
        raise InputError(
            f"--merge: expected {parts[0].answers.of} clips in all, each once, got "
            f"{len(positions)}; clips were added or removed meanwhile: run the parts again"
        )


def _read(path: Path) -> _Part:
    expected = f"--merge {path}: expected the --json of an evaluation with --shard"
    try:
        data = json.loads(read_outside_text(path))
    except InputError as error:
        raise InputError(f"{expected}, but {error}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{expected}, but it is broken ({error})") from error
    carried = data.get(KEY) if isinstance(data, dict) else None
    if not isinstance(carried, dict):
        raise InputError(f"{expected}, found none in it")
    if (written := carried.get("format")) != FORMAT:
        raise InputError(
            f"{expected} of format {FORMAT}, found {written}: use the posturecheck that wrote it"
        )
    try:
        return _Part(path, shard_of(carried["part"]), _answers(data, carried))
    except (KeyError, TypeError, ValueError, InputError) as error:
        raise InputError(f"{expected}, but what it carries is damaged; run it again") from error


def _answers(data: dict[str, Any], carried: dict[str, Any]) -> Answers:
    if carried["sha256"] != _seal(carried["clips"]):
        raise ValueError("other clips than were written")
    return Answers(
        versions=data["versions"],
        model=data["model"],
        profile=data["profile"],
        clips=tuple(map(answer_from, carried["clips"])),
        unlabelled=tuple(data["unlabelled"]),
        of=carried["of_clips"],
    )


def _seal(clips: list[Any]) -> str:
    return sha256(json.dumps(clips, sort_keys=True).encode()).hexdigest()
