"""What the checker said of clips, and what is true of them, as plain data: all figures' ground.

Arrays are base64 of little-endian 64-bit floats, so that not a digit is lost and nan stays nan.
"""

from __future__ import annotations

import base64
import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter

from posturecheck.core import Floats, Movement
from posturecheck.evaluate.estimate import FACING, Estimate, ToldCue
from posturecheck.evaluate.labels import Labels, Span, Truth
from posturecheck.evaluate.movement_labels import LabelledMovement

NUMBERS = "<f8"


@dataclass(frozen=True, slots=True, eq=False)
class AnsweredClip:
    """One clip: where it stands among all of them, its name, its labels, what was said of it."""

    position: int
    file: str
    labels: Labels
    estimate: Estimate


def measures_asked(labels: Labels) -> tuple[str, ...]:
    """Return the measures of an estimate that a clip's figures need, in order of their names."""
    named = {measure for truth in labels.truths for measure in truth.values}
    return tuple(sorted(named | ({FACING} if named else set())))


def narrowed(estimate: Estimate, measures: tuple[str, ...]) -> Estimate:
    """Return an estimate with these measures alone; of a movement only what is compared."""
    wanted = [column for name in measures for column in (name, f"{name}_sd")]
    columns = {name: estimate.columns[name] for name in wanted if name in estimate.columns}
    bare = tuple(
        dataclasses.replace(m, deepest=dataclasses.replace(m.deepest, readings={}))
        for m in estimate.movements
    )
    return dataclasses.replace(estimate, columns=columns, movements=bare)


def answer_data(clip: AnsweredClip) -> dict[str, Any]:
    """Return a clip with all that its figures are made of, as JSON has it."""
    return _record(clip)


def estimate_data(estimate: Estimate) -> dict[str, Any]:
    """Return an estimate as JSON has it."""
    return _record(estimate)


def answer_from(data: Any) -> AnsweredClip:
    """Return a clip again.

    Raises:
        ValueError: It is none.
    """
    return _answers.validate_python(data).clip()


def estimate_from(data: Any) -> Estimate:
    """Return an estimate again.

    Raises:
        ValueError: It is none.
    """
    return _estimates.validate_python(data).estimate()


def _record(value: Any) -> dict[str, Any]:
    return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return _record(value)
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, np.ndarray):
        return base64.b64encode(value.astype(NUMBERS).tobytes()).decode("ascii")
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # JSON has no nan
    return value


def _numbers(text: Any) -> Floats:
    return np.frombuffer(base64.b64decode(text, validate=True), NUMBERS).astype(np.float64)


Numbers = Annotated[Any, BeforeValidator(_numbers)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Truth(_Strict):
    t_s: Numbers
    values: dict[str, Numbers]
    views: tuple[str, ...]


class _Labels(_Strict):
    truths: tuple[_Truth, ...]
    episodes: tuple[Span, ...] | None
    looked_for: frozenset[str]
    movements: tuple[LabelledMovement, ...] | None

    def labels(self) -> Labels:
        truths = tuple(Truth(truth.t_s, truth.values, truth.views) for truth in self.truths)
        return Labels(truths, self.episodes, self.looked_for, self.movements)


class _Estimate(_Strict):
    seconds: float
    t_s: Numbers
    columns: dict[str, Numbers]
    episodes: tuple[Span, ...]
    cues: tuple[ToldCue, ...]
    bar_orders: tuple[ToldCue, ...]
    movements: tuple[Movement, ...]
    warned_s: float
    calmer_s: float

    def estimate(self) -> Estimate:
        return Estimate(**{name: getattr(self, name) for name in type(self).model_fields})


class _Answer(_Strict):
    position: int
    file: str
    labels: _Labels
    estimate: _Estimate

    def clip(self) -> AnsweredClip:
        return AnsweredClip(
            self.position, self.file, self.labels.labels(), self.estimate.estimate()
        )


_answers, _estimates = TypeAdapter(_Answer), TypeAdapter(_Estimate)
