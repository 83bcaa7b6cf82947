"""The report's content: which moments matter, what to do, and how sure it is.

Chooses and words; ``report.page`` lays out. All advice comes from the guidance file.
"""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise

import numpy as np

from posturecheck.clips import words as said
from posturecheck.clips.checked import Checked
from posturecheck.clips.leading import advice, headline
from posturecheck.clips.stance_notes import stance_notes
from posturecheck.console.untrusted_text import printable
from posturecheck.core import Episode, Floats
from posturecheck.language.numbers import with_sign
from posturecheck.measures import BY_NAME
from posturecheck.profiles.settings import Profile
from posturecheck.report.data import Curve, ReportData, ReportedEpisode
from posturecheck.rules import RULES
from posturecheck.rules.guidance import Guidance, load_guidance

MOST_MOMENTS = 40
MOST_POINTS = 1500  # of a curve; a screen has no more columns
TELL_SHARE = 0.1  # a rule unsure for less of the seen time is not worth a line
# The measures drawn as curves, and whether both signs count; a rule names the one it shows in.
CURVES = (
    ("trunk_inclination_deg", False),
    ("spine_flexion_deg", False),
    ("trunk_rotation_deg", True),
    ("trunk_flexion_rate_deg_s", False),
)
RULE_OF_CURVE = {rule.curve: rule for rule in RULES}


def report_content(
    checked: Checked,
    pictures: dict[float, bytes],
    video: str | None,
    bystanders_may_show: bool = False,
) -> ReportData:
    """Return what the report shows.

    Args:
        checked: A checked clip.
        pictures: Key pictures (JPEG) by the second they show.
        video: The annotated video's file name beside the report, None where there is none.
        bystanders_may_show: Whether only heads of bodies that were found could be hidden.
    """
    words = load_guidance()
    totals = checked.totals
    return ReportData(
        clip_name=printable(checked.facts.path.name),
        whose=checked.whose,
        filmed_on=(checked.summary["clip"]["filmed"] or "")[:10],
        checked_on=date.today().isoformat(),
        start_s=checked.range_s[0],
        duration_s=_end_s(checked),
        seen_s=totals.seen_s,
        unseen_s=max(totals.total_s - totals.seen_s, 0.0),
        headline=headline(checked.episodes, totals.seen_s, totals.total_s, words),
        notes=tuple(_notes(checked, bystanders_may_show)),
        advice=advice(checked.episodes, words),
        curves=tuple(_curve(checked, *spec) for spec in CURVES),
        moments=tuple(
            _moment(number, episode, words, pictures)
            for number, episode in enumerate(checked.episodes[:MOST_MOMENTS], start=1)
        ),
        safe_techniques=_techniques(checked, words),
        exposure_s=(totals.band_s[0], totals.band_s[1], totals.band_s[2]),
        cannot_tell=_cannot_tell(checked, words),
        profile_name=printable(checked.profile.name),
        settings=_settings(checked.profile, words),
        versions=_versions(checked),
        video_href=video,
        disclaimer=words.disclaimer,
    )


def _moment(
    number: int, episode: Episode, words: Guidance, pictures: dict[float, bytes]
) -> ReportedEpisode:
    factor = 100.0 if episode.unit == "share" else 1.0
    return ReportedEpisode(
        number=number,
        rule=episode.rule,
        title=words.rule(episode.rule).title,
        severity=episode.severity,
        start_s=episode.start_s,
        end_s=episode.end_s,
        peak=episode.peak * factor,
        peak_sd=episode.peak_sd * factor,
        unit=said.UNITS.get(episode.unit, episode.unit),
        limit=episode.limit * factor,
        peak_t_s=episode.peak_t_s,
        speed_deg_s=episode.speed_deg_s,
        technique=_technique_title(episode.technique, words),
        cue=episode.cue,
        alternative=episode.alternative,
        lost=episode.lost,
        picture_jpeg=pictures.get(episode.peak_t_s),
    )


def _technique_title(technique: str, words: Guidance) -> str:
    if not technique or technique in said.POSTURES:
        return said.POSTURES.get(technique, "")
    return words.technique(technique).title


def _techniques(checked: Checked, words: Guidance) -> tuple[tuple[str, int], ...]:
    return tuple(
        (words.technique(name).title, count)
        for name, count in checked.totals.techniques.most_common()
        if name not in ("seated", "lying")
    )


def _curve(checked: Checked, name: str, symmetric: bool) -> Curve:
    table, measure = checked.posture, BY_NAME[name]
    settings = RULE_OF_CURVE[name].settings(checked.profile.rules)
    keep = _telling(table[name])
    return Curve(
        name=name,
        label=measure.label,
        unit=measure.unit,
        t_s=tuple(table["t_s"][keep].round(3).tolist()),
        values=_seen(table[name][keep]),
        sds=_seen(table[f"{name}_sd"][keep]),
        amber=settings.amber if settings.enabled else None,
        red=settings.red if settings.enabled else None,
        symmetric=symmetric,
    )


def _telling(values: Floats) -> list[int]:
    """Return the frames to draw: of each stretch the one farthest from zero."""
    if len(values) <= MOST_POINTS:
        return list(range(len(values)))
    edges = np.linspace(0, len(values), MOST_POINTS + 1).astype(int)
    far = np.nan_to_num(np.abs(values), nan=-1.0)
    return [int(a + np.argmax(far[a:b])) for a, b in pairwise(edges)]


def _seen(values: Floats) -> tuple[float | None, ...]:
    return tuple(round(float(v), 1) if math.isfinite(v) else None for v in values)


def _cannot_tell(checked: Checked, words: Guidance) -> tuple[tuple[str, float], ...]:
    unsure = checked.totals.cannot_tell_s
    return tuple(
        (words.rule(rule.id).title, unsure[rule.id])
        for rule in RULES
        if unsure[rule.id] > TELL_SHARE * checked.totals.seen_s
    )


def _notes(checked: Checked, bystanders_may_show: bool) -> list[str]:
    notes = list(checked.film_notes)
    views = checked.totals.view_s
    if views:
        view = max(views, key=lambda v: views[v])
        if view in said.VIEWS:
            notes.append(said.VIEWS[view])
    notes += stance_notes(checked.stance)
    if bystanders_may_show:
        notes.append(said.NOTES["bystanders"])
    if len(checked.episodes) > MOST_MOMENTS:
        found = len(checked.episodes)
        notes.append(said.NOTES["first_moments"].format(shown=MOST_MOMENTS, all=found))
    load_kg = float(checked.options["load_kg"])
    if load_kg:
        raised = checked.profile.load.raises(load_kg)
        note = said.NOTES["load_raises" if raised else "load"]
        notes.append(note.format(kg=_plain(load_kg)))
    return notes


def _settings(profile: Profile, words: Guidance) -> tuple[tuple[str, str, str, str], ...]:
    rows = []
    for rule in RULES:
        settings = rule.settings(profile.rules)
        unit = said.SETTING_UNITS[rule.unit]
        amber, red = (unit.format(value=_plain(v)) for v in (settings.amber, settings.red))
        off = "" if settings.enabled else said.SETTING_OFF()
        dwell = said.SECONDS(seconds=_plain(settings.dwell_s))
        rows.append((words.rule(rule.id).title, off or amber, off or red, dwell))
    return tuple(rows)


def _plain(value: float) -> str:
    return with_sign(f"{value:g}")


def _versions(checked: Checked) -> tuple[tuple[str, str], ...]:
    summary = checked.summary
    rows = [(part, version[:16]) for part, version in summary["versions"].items()]
    rows.append((said.VERSIONS["pose_model"], f"{checked.model.name} ({checked.model.origin})"))
    rows.append((said.VERSIONS["pose_model_sha256"], checked.model.sha256[:16]))
    return tuple(rows)


def _end_s(checked: Checked) -> float:
    start_s, end_s = checked.range_s
    stated = min(checked.facts.duration_s, end_s)
    return max(stated if math.isfinite(stated) else 0.0, start_s + checked.totals.total_s)
