"""What the report shows, as plain data: the template renders it, ``check`` fills it in."""

from __future__ import annotations

from dataclasses import dataclass

from posturecheck.core import Severity


@dataclass(frozen=True, slots=True)
class Advice:
    """One recommendation: what was seen, what to do instead, and why."""

    title: str
    seen: str
    cue: str
    alternative: str
    explanation: str
    source: str


@dataclass(frozen=True, slots=True)
class Curve:
    """One measure over time. ``values`` and ``sds`` run beside ``t_s``; None = not seen.

    ``amber`` and ``red`` are limits in the same unit, None where no rule limits it.
    ``symmetric`` says that the limits hold to both sides of zero.
    """

    name: str
    label: str
    unit: str
    t_s: tuple[float, ...]
    values: tuple[float | None, ...]
    sds: tuple[float | None, ...]
    amber: float | None
    red: float | None
    symmetric: bool


@dataclass(frozen=True, slots=True)
class ReportedEpisode:
    """One episode as shown. ``picture_jpeg`` is its key picture, None where there is none."""

    number: int
    rule: str
    title: str
    severity: Severity
    start_s: float
    end_s: float
    peak: float
    peak_sd: float
    unit: str
    limit: float
    peak_t_s: float
    speed_deg_s: float  # nan = not measured
    technique: str  # plain words, "" = not recognised
    cue: str
    alternative: str
    lost: bool
    picture_jpeg: bytes | None


@dataclass(frozen=True, slots=True)
class ReportData:
    """Everything the page shows; it computes nothing but layout.

    Seconds everywhere. ``exposure_s`` holds the seconds with the trunk leaning 0-20,
    20-60 and over 60 degrees, ``unseen_s`` those in which no person could be measured.
    ``cannot_tell`` lists (rule title, seconds over the seen time) for rules that often
    could not be judged. ``settings`` are (rule title, amber, red, dwell) rows as text;
    ``versions`` are (name, value) rows. ``whose`` is what the clip is known by beside its
    name, such as ("Patient", "P-014"); None where nothing is. ``filmed_on`` is "" where the
    clip does not say. Of the clip the seconds from ``start_s`` to ``duration_s`` were looked at.
    """

    clip_name: str
    whose: tuple[str, str] | None
    filmed_on: str
    checked_on: str
    start_s: float
    duration_s: float
    seen_s: float
    unseen_s: float
    headline: str
    notes: tuple[str, ...]
    advice: tuple[Advice, ...]
    curves: tuple[Curve, ...]
    moments: tuple[ReportedEpisode, ...]
    safe_techniques: tuple[tuple[str, int], ...]
    exposure_s: tuple[float, float, float]
    cannot_tell: tuple[tuple[str, float], ...]
    profile_name: str
    settings: tuple[tuple[str, str, str, str], ...]
    versions: tuple[tuple[str, str], ...]
    video_href: str | None
    disclaimer: str
