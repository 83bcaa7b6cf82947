"""The rules' settings: limits with unit, default, meaning and source."""

from __future__ import annotations

from typing import Self

from pydantic import ConfigDict, model_validator

from posturecheck.profiles.table import Table, setting


class RuleSettings(Table):
    """What every rule has. Its limits carry their unit: see the subclasses."""

    enabled: bool = setting(True, "false switches the rule off")
    dwell_s: float = setting(0.5, "how long over the limit before it counts", ge=0, le=600)

    @property
    def amber(self) -> float:
        """The amber limit, in the rule's unit."""
        raise NotImplementedError

    @property
    def red(self) -> float:
        """The red limit, in the rule's unit."""
        raise NotImplementedError

    @property
    def max_sd(self) -> float:
        """The sd beyond which a value is in doubt: not under the limit, and over it by 2 sds."""
        raise NotImplementedError

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.red < self.amber:
            raise ValueError(f"red ({self.red:g}) must not be below amber ({self.amber:g})")
        return self


class DegreeSettings(RuleSettings):
    """A rule on an angle, degrees."""

    amber_deg: float
    red_deg: float
    max_sd_deg: float

    @property
    def amber(self) -> float:
        """The amber limit."""
        return self.amber_deg

    @property
    def red(self) -> float:
        """The red limit."""
        return self.red_deg

    @property
    def max_sd(self) -> float:
        """The sd beyond which a value is in doubt: not under the limit, and over it by 2 sds."""
        return self.max_sd_deg


class SpeedSettings(RuleSettings):
    """A rule on an angular velocity, degrees a second."""

    amber_deg_s: float
    red_deg_s: float
    max_sd_deg_s: float

    @property
    def amber(self) -> float:
        """The amber limit."""
        return self.amber_deg_s

    @property
    def red(self) -> float:
        """The red limit."""
        return self.red_deg_s

    @property
    def max_sd(self) -> float:
        """The sd beyond which a value is in doubt: not under the limit, and over it by 2 sds."""
        return self.max_sd_deg_s


class ShareSettings(RuleSettings):
    """A rule on a share of the longest advised time."""

    amber_share: float
    red_share: float
    max_sd_share: float

    @property
    def amber(self) -> float:
        """The amber limit."""
        return self.amber_share

    @property
    def red(self) -> float:
        """The red limit."""
        return self.red_share

    @property
    def max_sd(self) -> float:
        """The sd beyond which a value is in doubt: not under the limit, and over it by 2 sds."""
        return self.max_sd_share


class FrequencySettings(RuleSettings):
    """A rule on times a minute."""

    amber_per_min: float
    red_per_min: float
    max_sd_per_min: float

    @property
    def amber(self) -> float:
        """The amber limit."""
        return self.amber_per_min

    @property
    def red(self) -> float:
        """The red limit."""
        return self.red_per_min

    @property
    def max_sd(self) -> float:
        """The sd beyond which a value is in doubt: not under the limit, and over it by 2 sds."""
        return self.max_sd_per_min


class DistanceSettings(RuleSettings):
    """A rule on a distance, metres."""

    amber_m: float
    red_m: float
    max_sd_m: float

    @property
    def amber(self) -> float:
        """The amber limit."""
        return self.amber_m

    @property
    def red(self) -> float:
        """The red limit."""
        return self.red_m

    @property
    def max_sd(self) -> float:
        """The sd beyond which a value is in doubt: not under the limit, and over it by 2 sds."""
        return self.max_sd_m


UNSURE = "in more doubt it says 'cannot tell', not 'under', and over a limit is 2 sds; our own"


class RoundedBend(DegreeSettings):
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


class DeepLean(DegreeSettings):
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


class SustainedBend(ShareSettings):
    """How long a lean beyond 20 degrees is held, as a share of the longest advised time."""

    amber_share: float = setting(0.5, "half of ISO 11226's holding time (M1)", gt=0, le=10)
    red_share: float = setting(1.0, "ISO 11226: 5.5 - 0.075 x degrees, minutes (M1)", gt=0, le=10)
    dwell_s: float = setting(0, "the time is in the share already", ge=0, le=600)
    max_sd_share: float = setting(0.5, UNSURE, gt=0)


class RepeatedBend(FrequencySettings):
    """Bends begun within the last minute."""

    amber_per_min: float = setting(2, "EN 1005-4: from 2 a minute (R31)", ge=1, le=60)
    red_per_min: float = setting(4, "RULA/REBA: 4 a minute (R32, R33)", ge=1, le=60)
    dwell_s: float = setting(0, "the minute is in the count already", ge=0, le=600)
    max_sd_per_min: float = setting(1, UNSURE, gt=0)


class FastBend(SpeedSettings):
    """Speed of bending forward; not while sitting down or getting up."""

    amber_deg_s: float = setting(60, "lumbar motion monitor, high-risk jobs (M9)", gt=0, le=1000)
    red_deg_s: float = setting(100, "proposed, clinical.md 2.4", gt=0, le=1000)
    from_lean_deg: float = setting(20, "slighter leans may be quick (clinical.md 2.4)", ge=0, le=90)
    dwell_s: float = setting(0, "the peak counts", ge=0, le=600)
    max_sd_deg_s: float = setting(40, UNSURE, gt=0)


class Twist(DegreeSettings):
    """Shoulders turned against the pelvis while the feet stand still."""

    amber_deg: float = setting(
        20, "clearly visible from 10 (R31), widened by noise 4.4", gt=0, le=90
    )
    red_deg: float = setting(30, "Hoogendoorn cohort: 30 and more (R35)", gt=0, le=90)
    dwell_s: float = setting(0.3, "proposed, clinical.md 2.4", ge=0, le=600)
    max_sd_deg: float = setting(15, UNSURE, gt=0)


class FastTwist(SpeedSettings):
    """Speed of twisting; dynamic twisting doubles the load of holding one (R42)."""

    amber_deg_s: float = setting(60, "above walking, which peaks at 44 (clinical.md 2.3)", gt=0)
    red_deg_s: float = setting(100, "proposed, clinical.md 2.4", gt=0, le=1000)
    from_range_deg: float = setting(15, "of twist within a second (clinical.md 2.4)", ge=0, le=90)
    dwell_s: float = setting(0, "the peak counts", ge=0, le=600)
    max_sd_deg_s: float = setting(40, UNSURE, gt=0)


class SideBend(DegreeSettings):
    """Lean of the trunk to one side."""

    amber_deg: float = setting(15, "CUELA thoracic lateral 10 to 20 (R30)", gt=0, le=90)
    red_deg: float = setting(20, "CUELA thoracic lateral over 20 (R30)", gt=0, le=90)
    dwell_s: float = setting(0.5, "proposed, clinical.md 2.4", ge=0, le=600)
    max_sd_deg: float = setting(12, UNSURE, gt=0)


class BendAndTwist(DegreeSettings):
    """A twist while the trunk leans forward."""

    amber_deg: float = setting(15, "of twist, together with the lean (R1, OWAS 4)", gt=0, le=90)
    red_deg: float = setting(30, "a red twist (R35) while bent", gt=0, le=90)
    from_lean_deg: float = setting(20, "the amber lean", ge=0, le=90)
    dwell_s: float = setting(0.2, "proposed, clinical.md 2.4", ge=0, le=600)
    max_sd_deg: float = setting(15, UNSURE, gt=0)


class UnsafeLift(DegreeSettings):
    """Lean at the bottom of a lift that was made with a stoop."""

    amber_deg: float = setting(45, "halfway into ISO 11226's 20 to 60; our own", gt=0, le=150)
    red_deg: float = setting(
        75, "a full stoop; picking up needs 95 % of flexion (R83)", gt=0, le=150
    )
    dwell_s: float = setting(0, "the rise is the event", ge=0, le=600)
    max_sd_deg: float = setting(20, UNSURE, gt=0)


class Overreach(DistanceSettings):
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
