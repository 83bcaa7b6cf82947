"""The settings a therapist can change: models with unit, default, meaning and source.

The models below are the one place where a setting stands; ``profile`` reads them from
TOML and prints them as a commented file.
"""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator


def setting(default: Any, source: str, **bounds: Any) -> Any:
    """Return a field whose source is printed beside it in the commented profile."""
    return Field(default=default, description=source, **bounds)


class Table(BaseModel):
    """A table of the profile: unknown keys are errors, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


@cache
def _key(table: type[BaseModel], name: str) -> str:
    return next(k for k in table.model_fields if k.startswith(f"{name}_"))


class RuleSettings(Table):
    """What every rule has. ``amber`` and ``red`` carry the unit of the subclass."""

    enabled: bool = setting(True, "false switches the rule off")
    dwell_s: float = setting(0.5, "how long over the limit before it counts", ge=0, le=600)

    @property
    def amber(self) -> float:
        """The amber limit, in the rule's unit."""
        return float(self._limit("amber"))

    @property
    def red(self) -> float:
        """The red limit, in the rule's unit."""
        return float(self._limit("red"))

    @property
    def max_sd(self) -> float:
        """The sd above which a value below the limit is not called under it."""
        return float(self._limit("max_sd"))

    def _limit(self, name: str) -> Any:
        return getattr(self, _key(type(self), name))

    @model_validator(mode="after")
    def _ordered(self) -> RuleSettings:
        if self.red < self.amber:
            raise ValueError(f"red ({self.red:g}) must not be below amber ({self.amber:g})")
        return self


UNSURE = "more doubt than this and it says 'cannot tell' instead of 'under the limit'; our own"


class RoundedBend(RuleSettings):
    """Rounding of the back, against the person's own tall stance."""

    amber_deg: float = setting(20, "CUELA back curvature, moderate from 20 (R30)", gt=0, le=90)
    red_deg: float = setting(
        40,
        "CUELA back curvature, awkward over 40 (R30); 30 after fracture or from 75",
        gt=0,
        le=120,
    )
    dwell_s: float = setting(0.4, "proposed, clinical.md 2.4", ge=0, le=600)
    max_sd_deg: float = setting(12, UNSURE, gt=0)


class DeepLean(RuleSettings):
    """Lean of the trunk, whatever the back does."""

    amber_deg: float = setting(
        20, "ISO 11226 / REBA: 20 to 60 conditional (R33, R39)", gt=0, le=120
    )
    red_deg: float = setting(60, "ISO 11226: over 60 not recommended (R39)", gt=0, le=150)
    dwell_s: float = setting(0.5, "proposed, clinical.md 2.4", ge=0, le=600)
    max_sd_deg: float = setting(15, UNSURE, gt=0)
    spared_amber_deg: float = setting(
        60, "limit in a hip hinge, squat, half-kneel or on a seat; amber only (R1)", gt=0, le=150
    )


class SustainedBend(RuleSettings):
    """How long a lean beyond 20 degrees is held, as a share of the longest advised time."""

    amber_share: float = setting(0.5, "half of ISO 11226's holding time (M1)", gt=0, le=10)
    red_share: float = setting(1.0, "ISO 11226: 5.5 - 0.075 x degrees, minutes (M1)", gt=0, le=10)
    dwell_s: float = setting(0, "the time is in the share already", ge=0, le=600)
    max_sd_share: float = setting(0.5, UNSURE, gt=0)


class RepeatedBend(RuleSettings):
    """Bends begun within the last minute."""

    amber_per_min: float = setting(2, "EN 1005-4: from 2 a minute (R31)", ge=1, le=60)
    red_per_min: float = setting(4, "RULA/REBA: 4 a minute (R32, R33)", ge=1, le=60)
    dwell_s: float = setting(0, "the minute is in the count already", ge=0, le=600)
    max_sd_per_min: float = setting(1, UNSURE, gt=0)


class FastBend(RuleSettings):
    """Speed of bending forward; not while sitting down or getting up."""

    amber_deg_s: float = setting(60, "lumbar motion monitor, high-risk jobs (M9)", gt=0, le=1000)
    red_deg_s: float = setting(100, "proposed, clinical.md 2.4", gt=0, le=1000)
    from_lean_deg: float = setting(20, "slighter leans may be quick (clinical.md 2.4)", ge=0, le=90)
    dwell_s: float = setting(0, "the peak counts", ge=0, le=600)
    max_sd_deg_s: float = setting(40, UNSURE, gt=0)


class Twist(RuleSettings):
    """Shoulders turned against the pelvis while the feet stand still."""

    amber_deg: float = setting(
        20, "clearly visible from 10 (R31), widened by noise 4.4", gt=0, le=90
    )
    red_deg: float = setting(30, "Hoogendoorn cohort: 30 and more (R35)", gt=0, le=90)
    dwell_s: float = setting(0.3, "proposed, clinical.md 2.4", ge=0, le=600)
    max_sd_deg: float = setting(15, UNSURE, gt=0)


class FastTwist(RuleSettings):
    """Speed of twisting; dynamic twisting doubles the load of holding one (R42)."""

    amber_deg_s: float = setting(60, "above walking, which peaks at 44 (clinical.md 2.3)", gt=0)
    red_deg_s: float = setting(100, "proposed, clinical.md 2.4", gt=0, le=1000)
    from_range_deg: float = setting(15, "of twist within a second (clinical.md 2.4)", ge=0, le=90)
    dwell_s: float = setting(0, "the peak counts", ge=0, le=600)
    max_sd_deg_s: float = setting(40, UNSURE, gt=0)


class SideBend(RuleSettings):
    """Lean of the trunk to one side."""

    amber_deg: float = setting(15, "CUELA thoracic lateral 10 to 20 (R30)", gt=0, le=90)
    red_deg: float = setting(20, "CUELA thoracic lateral over 20 (R30)", gt=0, le=90)
    dwell_s: float = setting(0.5, "proposed, clinical.md 2.4", ge=0, le=600)
    max_sd_deg: float = setting(12, UNSURE, gt=0)


class BendAndTwist(RuleSettings):
    """A twist while the trunk leans forward."""

    amber_deg: float = setting(15, "of twist, together with the lean (R1, OWAS 4)", gt=0, le=90)
    red_deg: float = setting(30, "a red twist (R35) while bent", gt=0, le=90)
    from_lean_deg: float = setting(20, "the amber lean", ge=0, le=90)
    dwell_s: float = setting(0.2, "proposed, clinical.md 2.4", ge=0, le=600)
    max_sd_deg: float = setting(15, UNSURE, gt=0)


class UnsafeLift(RuleSettings):
    """Lean at the bottom of a lift that was made with a stoop."""

    amber_deg: float = setting(45, "halfway into ISO 11226's 20 to 60; our own", gt=0, le=150)
    red_deg: float = setting(
        75, "a full stoop; picking up needs 95 % of flexion (R83)", gt=0, le=150
    )
    dwell_s: float = setting(0, "the rise is the event", ge=0, le=600)
    max_sd_deg: float = setting(20, UNSURE, gt=0)


class Overreach(RuleSettings):
    """Hands far from the body while leaning, or with a declared load."""

    amber_m: float = setting(0.5, "NIOSH: half of the load at 50 cm (R34)", gt=0, le=2)
    red_m: float = setting(0.63, "NIOSH: no load beyond 63 cm (R34)", gt=0, le=2)
    from_lean_deg: float = setting(20, "upright gestures are no reaching", ge=0, le=90)
    dwell_s: float = setting(1.0, "our own", ge=0, le=600)
    max_sd_m: float = setting(0.3, UNSURE, gt=0)


class Rules(Table):
    """The rules' tables, by rule id."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, alias_generator=lambda name: name.replace("_", "-")
    )

    rounded_bend: RoundedBend = RoundedBend()
    deep_lean: DeepLean = DeepLean()
    sustained_bend: SustainedBend = SustainedBend()
    repeated_bend: RepeatedBend = RepeatedBend()
    fast_bend: FastBend = FastBend()
    twist: Twist = Twist()
    fast_twist: FastTwist = FastTwist()
    side_bend: SideBend = SideBend()
    bend_and_twist: BendAndTwist = BendAndTwist()
    unsafe_lift: UnsafeLift = UnsafeLift()
    overreach: Overreach = Overreach()

    def __getitem__(self, rule: str) -> RuleSettings:
        settings: RuleSettings = getattr(self, rule.replace("-", "_"))
        return settings


class Judging(Table):
    """How moments become episodes."""

    sure_sd: float = setting(
        1.0,
        "a limit counts as passed when value - this x sd is over it (1 = about 84 %)",
        ge=0,
        le=3,
    )
    release_share: Annotated[float, Field(gt=0, le=1)] = setting(
        0.7, "an episode ends below this share of the amber limit (clinical.md 2.4)"
    )
    release_s: float = setting(0.5, "... for so long (clinical.md 2.4)", ge=0, le=60)
    merge_gap_s: float = setting(
        0.5, "a return within this is the same episode (clinical.md 2.4)", ge=0, le=60
    )
    lost_s: float = setting(1.0, "unseen for longer ends an episode as lost; our own", gt=0, le=60)


class Load(Table):
    """What is carried; asked for, never guessed."""

    load_kg: float = setting(0, "declared load; --load overrides it", ge=0, le=100)
    raise_from_kg: float = setting(
        0.5, "from this load on, amber becomes red (TFTF, R1)", ge=0, le=100
    )

    def raises(self, load_kg: float) -> bool:
        """Whether a declared load makes amber moments red; carrying nothing never does."""
        return load_kg > 0 and load_kg >= self.raise_from_kg


class Cues(Table):
    """When to speak (clinical.md section 6)."""

    quiet_s: float = setting(9, "between any two cues: 8 to 10 s (R123)", ge=0, le=600)
    repeat_s: float = setting(25, "before the same words again: 20 to 30 s (R123)", ge=0, le=3600)
    most_in_10_min: int = setting(6, "cues in ten minutes (R123)", ge=0, le=600)
    amber_too: bool = setting(True, "false: only red episodes are cued (bandwidth feedback, R117)")
    praise: bool = setting(True, "say so when a good technique follows a cue (R119)")
    praise_within_s: float = setting(120, "how long after a cue it can be praised; our own", ge=0)
    baseline_days: int = setting(
        0, "first days on which nothing is spoken, all is shown, to compare with; our own", ge=0
    )
    spoken_share_week_2: float = setting(
        0.5,
        "corrections spoken on practised days 8 to 14: half (R117, contested by R120)",
        gt=0,
        le=1,
    )
    spoken_share_later: float = setting(
        0.33,
        "... from day 15 on: a third beat all in older adults (R117; not for all, R118)",
        gt=0,
        le=1,
    )
    remind: bool = setting(
        True, "a word as a bend begins, after long ones: cues help held bends; clinical.md 6"
    )
    remind_after_s: float = setting(
        2, "... if the last bend was over its limit for so long; our own", ge=0, le=600
    )
    remind_after_bends: int = setting(
        2, "... or after so many bends over a limit; our own", ge=1, le=600
    )
    remind_within_s: float = setting(300, "... not longer ago than this; our own", ge=0, le=86400)
    remind_from_deg: float = setting(
        10, "lean at which a bend begins, half of the amber one; our own", ge=5, le=60
    )


class Voice(Table):
    """Who speaks the cues."""

    source: Literal["own", "system"] = setting(
        "own", "own: the voice that comes with posturecheck; system: this computer's, if it has one"
    )


class Profile(Table):
    """All settings; the defaults are the profile ``default``."""

    name: str = setting("default", "shown in the report")
    about: str = setting(
        "Adults with osteoporosis or low bone mass; a physical therapist may change every figure.",
        "for whom these limits are",
    )
    judging: Judging = Judging()
    load: Load = Load()
    cues: Cues = Cues()
    voice: Voice = Voice()
    rules: Rules = Rules()
