"""What a therapist says of a result, laid into its report: at the top, and beside each moment.

The report has a place for it, between two comments, so that a mark is shown without making the
whole page again. A page of an earlier version has none: there it stands at the top alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from posturecheck.report.page import environment

TOP = "review"
MAIN = "<main>"


@dataclass(frozen=True, slots=True)
class ShownMark:
    """One mark in words. ``number`` is its moment's in the report, 0 where there is none."""

    title: str
    when: str
    verdict: str
    remark: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class ShownReview:
    """What is shown, in words.

    ``counts`` are (rule's title, as found, after the therapist's word), the last one of all;
    ``words`` name the parts, see ``marks.words``.
    """

    words: Mapping[str, str]
    remark: str
    notes: tuple[str, ...]
    counts: tuple[tuple[str, int, int], ...]
    marks: tuple[ShownMark, ...]
    without: tuple[ShownMark, ...]


def place_for(name: str, html: str = "") -> str:
    """Return a place in a report, and what stands in it now."""
    return f"<!--{name}-->{html}<!--/{name}-->"


def with_review(html: str, shown: ShownReview | None) -> str:
    """Return a report with the therapist's word in it, in place of an earlier one."""
    top = _part("_report_review.html.j2", review=shown) if shown else ""
    html, times = _place(TOP).subn(lambda _: place_for(TOP, top), html, count=1)
    if not times:
        html = html.replace(MAIN, MAIN + place_for(TOP, top), 1)
    by_moment = {mark.number: mark for mark in reversed(shown.marks)} if shown else {}

    def beside(found: re.Match[str]) -> str:
        mark = by_moment.get(int(found[1]))
        said = _part("_report_mark.html.j2", mark=mark, review=shown) if mark else ""
        return place_for(f"mark {found[1]}", said)

    return MARKS.sub(beside, html)


def _place(name: str) -> re.Pattern[str]:
    return re.compile(rf"<!--{name}-->.*?<!--/{name}-->", re.DOTALL)


MARKS = re.compile(r"<!--mark (\d{1,6})-->.*?<!--/mark \1-->", re.DOTALL)


def _part(template: str, **about: object) -> str:
    return environment().get_template(template).render(**about)
