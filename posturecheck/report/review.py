"""What a therapist says of a result, laid into its report: at the top, and beside each moment.

The report has a place for it, between two comments, so that a mark is shown without making the
whole page again. A page of an earlier version has none: there it stands at the top alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import escape

from posturecheck.report.data import Advice
from posturecheck.report.page import environment

TOP = "review"
MAIN = "<main>"
LESS = '<h1 class="after-word">'


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


@dataclass(frozen=True, slots=True)
class ShownLead:
    """What the report leads with; ``less`` says that it is of less than was found."""

    headline: str
    advice: tuple[Advice, ...]
    less: bool


def place_for(name: str, html: str = "") -> str:
    """Return a place in a report, and what stands in it now."""
    return f"<!--{name}-->{html}<!--/{name}-->"


def with_review(html: str, shown: ShownReview | None, lead: ShownLead | None = None) -> str:
    """Return a report with the therapist's word in it, in place of an earlier one.

    Args:
        html: The report.
        shown: The word, None where there is none any more.
        lead: The headline and what to try after it, None where they stay as they are.
    """
    html = _led(html, lead) if lead else html
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


def _led(html: str, lead: ShownLead) -> str:
    if not lead.less and LESS not in html:
        return html  # as it was found, in the words in which it was
    opened = LESS if lead.less else "<h1>"
    line = f"{opened}{escape(lead.headline)}</h1>"
    tried = _part(
        "_report_try.html.j2", judged=True, advice=lead.advice, none_counts=not lead.advice
    ).strip()
    html = HEADLINE.sub(lambda found: found[1] + line, html, count=1)
    return TRY.sub(lambda _: tried, html, count=1)


def _place(name: str) -> re.Pattern[str]:
    return re.compile(rf"<!--{name}-->.*?<!--/{name}-->", re.DOTALL)


# The first heading of the page's head and the first part: in every version's reports.
HEADLINE = re.compile(r'(<header class="page">.*?)<h1[^>]*>.*?</h1>', re.DOTALL)
TRY = re.compile(r'<section aria-labelledby="try">.*?</section>', re.DOTALL)
MARKS = re.compile(r"<!--mark (\d{1,6})-->.*?<!--/mark \1-->", re.DOTALL)


def _part(template: str, **about: object) -> str:
    return environment().get_template(template).render(**about)
