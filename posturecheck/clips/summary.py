"""``summary.json``: what was checked, with what, and the result, as plain data."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from posturecheck.clips.gaps import Stretch, seconds_of
from posturecheck.clips.identity import clip_folder, content_sha256, read_summary
from posturecheck.core import Episode
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.learned.network import MODEL_PATH
from posturecheck.measures import MEASURE_NAMES
from posturecheck.profiles.settings import Profile
from posturecheck.rules import BY_ID, RULES
from posturecheck.sinks.totals import BANDS_DEG, Totals
from posturecheck.sources.clip import ClipFacts
from posturecheck.sources.filmed import filmed_at

FORMAT = 1  # of a clip's files; 0.1.0 wrote no number into its summary
LOW_DEG, HIGH_DEG = BANDS_DEG
BAND_NAMES = (
    f"0_to_{LOW_DEG:g}_deg",
    f"{LOW_DEG:g}_to_{HIGH_DEG:g}_deg",
    f"over_{HIGH_DEG:g}_deg",
)
PARTS = ("posturecheck", "mediapipe", "numpy", "av", "opencv-contrib-python")


def versions() -> dict[str, str]:
    """Return the versions of this program and of what it measured with.

    ``learned_estimate`` is the sha256 of the networks that came with the package.
    """
    return dict(_versions())


def made_with(
    settings_sha256: str, model_sha256: str, *, video: bool, export: Sequence[str], single: bool
) -> str:
    """Return the sha256 of all that a result's content hangs on but for the clip.

    Args:
        settings_sha256: Of what was asked, see ``CheckOptions``.
        model_sha256: Of the pose model's file.
        video: Whether the film was asked for.
        export: What else was.
        single: Whether the film was to stand in the report.
    """
    files = [video, sorted(export), single]
    parts = [FORMAT, versions(), model_sha256, settings_sha256, files]
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@cache
def _versions() -> dict[str, str]:
    learned = {"learned_estimate": sha256(MODEL_PATH.read_bytes()).hexdigest()}
    return {part: _version(part) for part in PARTS} | learned


def written_format(summary: Path) -> int:
    """Return the format of a ``summary.json``; the first where it names none, or is broken."""
    found = read_summary(summary).get("format", 1)
    return found if isinstance(found, int) else 1


def clip_summary(
    facts: ClipFacts, totals: Totals, lost: tuple[Stretch, ...], notes: list[str]
) -> dict[str, Any]:
    """Return the clip's facts; the frame rate is the one seen, not the one stated.

    ``notes`` say what is wrong or in doubt about the film.
    """
    filmed = filmed_at(facts.path)
    return {
        "file": facts.path.name,
        "sha256": content_sha256(facts.path),
        "folder": clip_folder(facts.path) or None,
        "filmed": filmed.isoformat() if filmed else None,
        "width_px": facts.width,
        "height_px": facts.height,
        "rotation_deg": facts.rotation_deg,
        "turned_deg": facts.turned_deg,
        "pixel_aspect": _number(facts.pixel_aspect),
        "slow": _number(facts.slow),
        "codec": facts.codec,
        "frames_per_s_stated": _number(facts.stated_rate_hz),
        "frames_per_s_taken": _number(facts.taken_rate_hz),
        "duration_s": _number(facts.duration_s),
        "seconds_missing": _number(seconds_of(lost)),
        "missing_s": [[_number(start_s), _number(end_s)] for start_s, end_s in lost],
        "notes": notes,
        "frames_analysed": totals.frames,
        "frames_per_s_seen": _number(
            totals.frames / totals.total_s if totals.total_s else math.nan
        ),
    }


def measured_summary(totals: Totals) -> dict[str, Any]:
    """Return seconds seen and unseen, exposure, techniques and what could not be judged."""
    names, seen = BAND_NAMES, totals.seen_s
    return {
        "seconds": {
            "total": _number(totals.total_s),
            "seen": _number(seen),
            "unseen": _number(totals.total_s - seen),
            "by_view": {view: _number(s) for view, s in sorted(totals.view_s.items())},
            "by_measure": {
                name: {
                    "seen": _number(totals.measure_seen_s[name]),
                    "unseen": _number(totals.total_s - totals.measure_seen_s[name]),
                }
                for name in MEASURE_NAMES
            },
        },
        "exposure": {
            "seconds": {n: _number(s) for n, s in zip(names, totals.band_s, strict=True)},
            "share_of_seen": {
                n: _number(s / seen) if seen else None
                for n, s in zip(names, totals.band_s, strict=True)
            },
        },
        "techniques": {
            name: {"times": count, "seconds": _number(totals.technique_s[name])}
            for name, count in sorted(totals.techniques.items())
        },
    }


def rules_summary(
    totals: Totals, episodes: tuple[Episode, ...], profile: Profile
) -> dict[str, Any]:
    """Return, for each rule, how often, how long and how far."""
    return {rule.id: _rule_summary(rule.id, rule.unit, totals, episodes, profile) for rule in RULES}


def stance_summary(stance: Stance) -> dict[str, Any]:
    """Return how the neutral stance was known."""
    return {
        "known": stance.known,
        "facing": [
            {
                "facing_deg": _number(r.facing_deg),
                "seconds": _number(r.seconds),
                "sd_deg": _number(r.sd_deg),
            }
            for r in stance.references
        ],
    }


def _rule_summary(
    rule: str, unit: str, totals: Totals, episodes: tuple[Episode, ...], profile: Profile
) -> dict[str, Any]:
    own = [e for e in episodes if e.rule == rule]
    worst = max(own, key=lambda e: e.peak, default=None)
    return {
        "enabled": BY_ID[rule].settings(profile.rules).enabled,
        "episodes": len(own),
        "red": sum(e.severity == "red" for e in own),
        "amber": sum(e.severity == "amber" for e in own),
        "seconds": _number(sum(e.end_s - e.start_s for e in own)),
        "peak": _number(worst.peak) if worst else None,
        "peak_sd": _number(worst.peak_sd) if worst else None,
        "peak_t_s": _number(worst.peak_t_s) if worst else None,
        "unit": unit,
        "cannot_tell_seconds": _number(totals.cannot_tell_s[rule]),
    }


def _number(value: float) -> float | None:
    """JSON has no nan: what is not known is null."""
    return round(value, 3) if math.isfinite(value) else None


def _version(part: str) -> str:
    try:
        return version(part)
    except PackageNotFoundError:
        return "not installed"
