"""A result counted anew from the body points that were kept, without looking at the clip again.

Only a part of it, or another person, as a therapist says (``review.toml``). What is judged is
what a check with ``--range`` and ``--person`` of the same clip would judge, to the last digit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from posturecheck.clips.check import judged_result
from posturecheck.clips.counted import Counted, looked_ahead, seconds_of
from posturecheck.clips.earlier_pictures import EarlierPictures, has_film_within
from posturecheck.clips.exports import PDF, WORKBOOK, Export
from posturecheck.clips.folder import POSES, names_of_ours
from posturecheck.clips.identity import read_summary
from posturecheck.clips.options import CheckOptions
from posturecheck.clips.result import FILM, REPORT, Result, Wanted
from posturecheck.core import InputError
from posturecheck.detectors.model_store import ModelFile
from posturecheck.kinematics.tracking import Choice, pointed
from posturecheck.marks import words
from posturecheck.marks.review_file import read_review
from posturecheck.profiles.files import profile_from
from posturecheck.sinks.opensim import SUFFIXES
from posturecheck.sources.clip import ClipFacts, open_facts
from posturecheck.sources.poses_file import About, read_about, read_poses

SUMMARY = "summary.json"
OF_THE_CLIP = ("file", "sha256", "folder", "filmed")

Stretch = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Kept:
    """What lies in a result's folder, as far as it is needed to count anew."""

    folder: Path
    summary: Mapping[str, Any]
    about: About
    seen: tuple[int, int]  # the file of body points: its size, and when it was written

    @property
    def sha256(self) -> str | None:
        """The clip's."""
        return self.about.sha256


def kept_in(folder: Path) -> Kept:
    """Return what a result's folder has kept.

    Raises:
        InputError: It is not whole, or has no body points.
    """
    about = read_about(folder / POSES)
    summary = read_summary(folder / SUMMARY)
    clip = summary.get("clip")
    if not isinstance(clip, dict) or not isinstance(summary.get("settings"), dict):
        raise _not_whole(folder)
    if about.sha256 != clip.get("sha256"):
        raise InputError(
            f"{folder / POSES}: expected the body points of {clip.get('file')}, found another "
            "clip's; check it again"
        )
    return Kept(folder, summary, about, _file_seen(folder))


def recount(kept: Kept, choice: Counted, clip: Path | None = None) -> Result:
    """Return the result of a part or of another person, to be closed by the caller.

    Args:
        kept: The result of before.
        choice: What counts.
        clip: The clip itself, where it was found; None leaves the pictures as they are.

    Raises:
        InputError: Nobody was seen there, or the files are not whole.
    """
    try:
        options = _options(kept, choice)
        facts = _facts(kept, options, clip)
        model = kept.summary["model"]
        used = ModelFile(Path(), model["sha256"], model["name"], model["origin"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _not_whole(kept.folder) from error
    trace, about = read_poses(kept.folder / POSES, seconds_of(options))
    try:
        seen = looked_ahead(trace, options, about.size_px)
        result = judged_result(facts, used, trace, *seen, options)
    except BaseException:
        trace.close()
        raise
    known = {name: kept.summary["clip"].get(name) for name in OF_THE_CLIP}
    made_with = kept.summary.get("made_with")
    result = replace(
        result,
        known=known,
        counted=choice,
        made_with=made_with if isinstance(made_with, str) else "",
    )
    if clip is None:
        same = options.as_data()["person"] == kept.summary["settings"].get("person")
        pictures_kept = words.PICTURES_KEPT()
        remarks = (pictures_kept[0].upper() + pictures_kept[1:] + ".",)
        result = replace(
            result,
            pictures=lambda new: EarlierPictures(
                kept.folder, same, [e.peak_t_s for e in new.episodes]
            ),
            remarks=remarks,
        )
    return result


def save_recounted(
    result: Result,
    kept: Kept,
    film: bool,
    progress: Callable[[float], None] = lambda seconds: None,
    note: Callable[[str], None] = lambda text: None,
) -> Path:
    """Put a new count in place of the one of before, whose marks, remarks and exports it keeps.

    What counts in it is written into ``review.toml``.

    Args:
        result: The new count.
        kept: The result of before.
        film: Whether the clip is there, so that the film can be drawn anew.
        progress: Gets the seconds of clip just drawn.
        note: Gets what should be known.

    Raises:
        InputError: It cannot be written, or somebody else has changed the result meanwhile;
            then what was there before still is.
    """

    def look(place: Path) -> None:
        if _file_seen(place) != kept.seen:
            raise InputError(f"{place}: was checked again meanwhile; count it anew once more")
        read_review(place, kept.sha256)  # a wrong one is not replaced

    wanted = _wanted(kept.folder, film)
    keep = (POSES,) if wanted.video else (POSES, FILM)
    place = kept.folder.absolute()
    return result.save_at(place.parent, lambda: place, wanted, progress, note, keep, look)


def _wanted(folder: Path, film: bool) -> Wanted:
    there = {name for name in names_of_ours(folder.name) if (folder / name).is_file()}
    export: list[Export] = []
    if WORKBOOK in there:
        export.append("xlsx")
    if PDF in there:
        export.append("pdf")
    if any(folder.name + suffix in there for suffix in SUFFIXES):
        export.append("opensim")
    return Wanted(
        video=film and FILM in there,
        export=tuple(export),
        single=has_film_within(folder / REPORT),
        shared=bool(folder.stat().st_mode & 0o070),
        poses=False,  # what was watched stays as it is
    )


def _options(kept: Kept, choice: Counted) -> CheckOptions:
    said, clip = kept.summary["settings"], kept.summary["clip"]
    where = str(kept.folder / SUMMARY)
    watched_s = kept.about.watched_s
    asked_s = None if watched_s == (0.0, math.inf) else watched_s
    neutral = said.get("neutral_s")
    asked, at = kept.about.person, choice.person
    if at is None and "@" in asked:
        at = pointed(asked, where)
    whom: Choice = "main" if "@" in asked else asked  # type: ignore[assignment]  # seen later
    return CheckOptions(
        profile=profile_from(kept.summary["profile"], where),
        task=said["task"],
        load_kg=said["load_kg"],
        height_cm=said.get("height_cm"),
        model=str(kept.summary["model"]["name"]),
        person=whom,
        neutral=(float(neutral[0]), float(neutral[1])) if neutral else None,
        show_face=said.get("show_face") is True,
        rotate_deg=clip.get("turned_deg") or 0,
        slow=clip.get("slow") or 1.0,
        patient=kept.summary.get("patient") or "",
        range_s=choice.range_s or asked_s,
        pointed=at,
    )


def _facts(kept: Kept, options: CheckOptions, clip: Path | None) -> ClipFacts:
    if clip is not None:
        return open_facts(clip, turned_deg=options.rotate_deg, slow=options.slow)
    said = kept.summary["clip"]
    return ClipFacts(
        path=Path(said["file"]),
        width=int(said["width_px"]),
        height=int(said["height_px"]),
        duration_s=_or_nan(said["duration_s"]),
        rotation_deg=said["rotation_deg"],
        codec=said["codec"],
        first_t_s=0.0,
        pixel_aspect=_or_nan(said["pixel_aspect"]),
        turned_deg=options.rotate_deg,
        slow=options.slow,
        stated_rate_hz=_or_nan(said.get("frames_per_s_stated")),
        taken_rate_hz=_or_nan(said.get("frames_per_s_taken")),
    )


def _or_nan(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan


def _file_seen(folder: Path) -> tuple[int, int]:
    try:
        facts = (folder / POSES).stat()
    except OSError as error:
        raise InputError(
            f"{folder}: is no more there, or not whole; nothing was changed"
        ) from error
    return facts.st_size, facts.st_mtime_ns


def _not_whole(folder: Path) -> InputError:
    return InputError(
        f"{folder / SUMMARY}: expected all that a check says of a clip, found less; check the "
        "clip again"
    )
