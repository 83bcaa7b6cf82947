"""All results of a folder as one page that needs nothing but itself.

Its own Content-Security-Policy lets it load nothing and run the one script that stands in it.
Without scripts every result is there, by patient, the newest first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from posturecheck.archive import words
from posturecheck.archive.rows import Archive, ResultRow, Worst
from posturecheck.archive.tables import TITLE, link
from posturecheck.language.markup import give_words
from posturecheck.language.words import within_sentence
from posturecheck.report.formats import digits, number
from posturecheck.report.page_parts import page_environment, rendered, sealed
from posturecheck.rules import BY_ID, RULES
from posturecheck.rules.guidance import Guidance

UNSURE_SHARE = 0.1  # of the seen time: more in which a rule could not be judged is said
IN_UNIT = {"share": 100.0}  # the others are shown as they are measured


@cache
def _environment() -> Environment:
    environment = page_environment("archive", "report")
    environment.filters.update({"day": _day, "value": _value, "sd": _sd, "link": link})
    environment.filters["within_sentence"] = within_sentence
    environment.globals["states"] = words.STATES
    give_words(environment, words.WORDS, words.COUNTED)
    return environment


def render_overview(archive: Archive, today: date, guidance: Guidance) -> str:
    """Return the whole page.

    Args:
        archive: All results.
        today: The local day.
        guidance: The wording.
    """
    environment = _environment()
    style = rendered(environment, "_report_style.css.j2", "_overview_style.css.j2")
    script = rendered(environment, "_overview_script.js")
    shown = [rule.id for rule in RULES if any(r.worst[rule.id].episodes for r in archive.rows)]
    return environment.get_template("overview.html.j2").render(
        archive=archive,
        title=TITLE,
        today=today,
        style=Markup(style),
        script=Markup(script),
        policy=sealed(style, script),
        rules=[(rule, guidance.rule(rule).title) for rule in shown],
        state=_state,
        counts=_counts(archive),
        disclaimer=guidance.disclaimer,
    )


def _counts(archive: Archive) -> Mapping[str, int]:
    return {
        patient.id: sum(row.patient == patient.id for row in archive.rows)
        for patient in archive.patients
    }


def _day(row: ResultRow) -> str:
    return f"{row.filmed:%Y-%m-%d}" if row.filmed else words.WORDS["undated"]


def _state(row: ResultRow, worst: Worst) -> str:
    """Return in a word what is known of one rule in one result."""
    if worst.episodes:
        return "red" if worst.red else "amber"
    if not worst.enabled:
        return "off"
    if row.seen_s <= 0:
        return "not seen"
    return "cannot tell" if worst.cannot_tell_s > UNSURE_SHARE * row.seen_s else "none"


def _value(worst: Worst, rule: str) -> str:
    return _with_unit(worst.peak, rule) if math.isfinite(worst.peak) else "?"


def _sd(worst: Worst, rule: str) -> str:
    """Return the ± of a worst value; its unit stands beside the value."""
    factor, unit = _unit(rule)
    return words.SD(sd=digits(worst.sd * factor, unit)) if math.isfinite(worst.sd) else ""


def _with_unit(value: float, rule: str) -> str:
    factor, unit = _unit(rule)
    return number(value * factor, unit)


def _unit(rule: str) -> tuple[float, str]:
    unit = BY_ID[rule].unit
    return IN_UNIT.get(unit, 1.0), words.UNITS.get(unit, unit)
