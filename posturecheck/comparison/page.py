"""Before and after as one page: words, films beside it by relative path, curves, a table.

Its own Content-Security-Policy lets it run the one script that stands in it and load films
from the disk, nothing else. Without scripts curves and tables are complete.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup

from posturecheck.archive.results import REPORT
from posturecheck.comparison.changes import changes, counts
from posturecheck.comparison.curves import PLOT_PX, TOP_PX, Drawing, Overlay, draw, read_track
from posturecheck.comparison.pair import Pair
from posturecheck.comparison.recorded import Recorded
from posturecheck.comparison.rows import count_row, group_of, headlines, shares, shown
from posturecheck.comparison.words import WORDS, seen_from
from posturecheck.profiles.smallest_change import FilmedAgain
from posturecheck.report.page_parts import page_environment, rendered, sealed
from posturecheck.rules.guidance import Guidance

TITLE = "posturecheck before and after"
FAR_S = 30  # the most by which one film is moved against the other


@dataclass(frozen=True, slots=True)
class Film:
    """One side: its heading, facts, and addresses relative to the page, None where none is."""

    heading: str
    clip: str
    when: str
    limits: str
    seen: str
    film: str | None
    report: str | None


def render_comparison(pair: Pair, known: FilmedAgain, words: Guidance, place: Path) -> str:
    """Return the whole page.

    Args:
        pair: The two results.
        known: How far films of the same lie apart.
        words: The wording of rules, and the disclaimer.
        place: The folder in which the page will lie.

    Raises:
        InputError: The curves of a result cannot be read.
    """
    tracks = [read_track(one, _begins_s(one, pair)) for one in (pair.before, pair.after)]
    drawing = draw(*tracks)
    found = {name: changes(pair, name, known) for name in pair.groups}
    environment = _environment()
    style = rendered(environment, "_report_style.css.j2", "_compare_style.css.j2")
    script = rendered(environment, "_compare_script.js")
    films = [
        _film(WORDS[name], one, place)
        for name, one in (("before", pair.before), ("after", pair.after))
    ]
    return environment.get_template("compare.html.j2").render(
        w=WORDS,
        generator=TITLE,
        compared_with=_address(pair.before.folder, place),
        policy=sealed(style, script, "media-src 'self' file:; "),
        style=Markup(style),
        script=Markup(script),
        headlines=headlines(found),
        pair=pair,
        whose=_whose(pair),
        views=tuple(map(seen_from, pair.views, pair.facing_deg)),
        films=films,
        drawing=drawing,
        plot_px=PLOT_PX,
        top_px=TOP_PX,
        groups=[group_of(name, pair, found[name]) for name in pair.groups],
        counts=[count_row(count, pair, words) for count in counts(pair)],
        shares=shares(pair),
        about=known.about,
        far_s=min(FAR_S, math.ceil(drawing.span_s)),
        data=_script_data(pair, tracks_begin=[t.begins_s for t in tracks], drawing=drawing),
        disclaimer=words.disclaimer,
    )


def _label(overlay: Overlay) -> str:
    before, after = (shown(v, math.nan, overlay.measure.name) for v in overlay.largest)
    return WORDS["curve_aria"].format(measure=overlay.measure.label, before=before, after=after)


def _film(heading: str, one: Recorded, place: Path) -> Film:
    row = one.row
    if row.filmed:
        when = WORDS["filmed"].format(day=f"{row.filmed:%Y-%m-%d %H:%M}")
    else:
        when = WORDS["checked"].format(day=row.checked) if row.checked else WORDS["no_date"]
    return Film(
        heading=heading,
        clip=row.clip,
        when=when,
        limits=row.profile,
        seen=WORDS["seen_value"].format(seen=f"{row.seen_s:.0f}", total=f"{row.total_s:.0f}"),
        film=_address(one.film, place) if one.film else None,
        report=_address(one.folder / REPORT, place) if row.has_report else None,
    )


def _address(path: Path, place: Path) -> str:
    """Return where a file lies, seen from the page's folder."""
    try:
        relative = Path(os.path.relpath(path.absolute(), place.absolute()))
    except ValueError:  # on another Windows drive
        return path.absolute().as_uri()
    return quote(relative.as_posix(), errors="surrogateescape")


def _begins_s(one: Recorded, pair: Pair) -> float:
    return min(m.start_s for m in one.of(*pair.groups))


def _whose(pair: Pair) -> tuple[str, str] | None:
    if patient := pair.after.row.patient or pair.before.row.patient:
        return WORDS["patient"], patient
    folders = {one.row.folder for one in (pair.before, pair.after)}
    return (WORDS["folder"], ", ".join(sorted(folders))) if folders != {""} else None


def _script_data(pair: Pair, tracks_begin: Sequence[float], drawing: Drawing) -> Mapping[str, Any]:
    """Return what the script needs: where in each film its first movement begins, in seconds."""
    begins = [
        begin_s - one.begins_s
        for begin_s, one in zip(tracks_begin, (pair.before, pair.after), strict=True)
    ]
    words = {name: WORDS[name] for name in ("play", "pause", "shift_value")}
    return {"begins": begins, "from": drawing.from_s, "to": drawing.to_s, "words": words}


@cache
def _environment() -> Environment:
    environment = page_environment("comparison", "report")
    environment.filters["label"] = _label
    return environment
