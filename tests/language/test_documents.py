"""In a language nobody speaks reports and overviews have no English left, and nothing cut off."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from clinic import result, rule
from language.reading import SIZES, cut_off_on, english_on
from made_up_language import spoken
from visits import KNOWN, movement, visit

from posturecheck.archive.page import render_overview
from posturecheck.archive.results import read_archive
from posturecheck.clips.leading import headline
from posturecheck.clips.report_content import report_content
from posturecheck.clips.result import Result
from posturecheck.comparison.page import render_comparison
from posturecheck.comparison.pair import find_pair
from posturecheck.core import Episode, Frame, Posture, Reading, Step, Verdict
from posturecheck.detectors.model_store import ModelFile
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.measures import MEASURE_NAMES
from posturecheck.pipeline import Checker
from posturecheck.profiles.settings import Profile
from posturecheck.report.page import render_report
from posturecheck.rules import RULES
from posturecheck.rules.guidance import load_guidance
from posturecheck.sinks.peaks import Peaks
from posturecheck.sinks.table import PostureTable
from posturecheck.sinks.totals import Totals
from posturecheck.sources.clip import ClipFacts
from posturecheck.sources.trace import Trace

JPEG = b"\xff\xd8\xff\xe0 a picture \xff\xd9"
PEAKS = {"deg": 45.0, "deg_s": 90.0, "share": 0.8, "per_min": 3.0, "m": 0.6}
# What no catalogue changes: names of files, people and profiles, versions, sources.
REPORT_NAMES = ".facts dd, .source dd, .versions td, .versions th"
# What is wrong with a folder is said as the terminal says it.
PROBLEMS = ".problems"
NAMES = frozenset(
    {"posturecheck", "anna", "walk", "mp", "phone", "careful", "dishwasher", "default"}
)


@pytest.fixture(autouse=True)
def made_up_language(tmp_path: Path) -> Iterator[None]:
    with spoken(tmp_path / "catalogues"):
        yield


@pytest.fixture
def show(chromium, tmp_path: Path) -> Iterator[Callable[[str, str], Any]]:
    contexts = []

    def opened(page: str, size: str) -> Any:
        path = tmp_path / "page.html"
        path.write_text(page, encoding="utf-8")
        contexts.append(chromium.new_context(viewport=SIZES[size]))
        tab = contexts[-1].new_page()
        tab.goto(path.as_uri())
        return tab

    yield opened
    for context in contexts:
        context.close()


def episode(number: int, rule_id: str, unit: str) -> Episode:
    guide = load_guidance().guide(rule_id, "dishwasher")
    return Episode(
        rule=rule_id,
        severity="red" if number % 2 else "amber",
        start_s=2.0 * number,
        end_s=2.0 * number + 1.5,
        peak=PEAKS[unit],
        peak_sd=PEAKS[unit] / 10,
        unit=unit,
        peak_t_s=2.0 * number + 1,
        limit=PEAKS[unit] / 2,
        task="dishwasher",
        cue=guide.cue,
        alternative=guide.alternative,
        technique=("", "seated", "hip-hinge")[number % 3],
        speed_deg_s=math.nan if number % 2 else 60.0,
    )


def checked(lean_deg: float, episodes: tuple[Episode, ...] = (), **more: Any) -> Result:
    """A minute of a film, filmed sideways, with a stretch in which nobody is seen."""
    table, totals = PostureTable(), Totals()
    unsure = tuple(
        Verdict(r.id, "cannot tell", math.nan, math.nan, r.unit, 20.0, 40.0, 0.1) for r in RULES
    )
    for i in range(600):
        t_s = i / 10
        seen = not 10 <= t_s < 25
        readings = dict.fromkeys(MEASURE_NAMES, Reading(lean_deg if seen else math.nan, 3.0))
        posture = Posture(t_s, readings, "side")
        for sink in (table, totals):
            technique = "hip-hinge" if 30 < t_s < 32 else ""
            sink.write(Step(Frame(i, t_s), (), None, posture, technique, unsure))
    totals.close()
    facts = ClipFacts(Path("anna.mp4"), 640, 480, 60.0, 0, "h264", 0.0, **more)
    return Result(
        facts=facts,
        model=ModelFile(Path("full.task"), "ab" * 32, "full", "wheel"),
        trace=cast(Trace, None),
        make_checker=cast(Callable[[], Checker], None),
        profile=Profile(),
        stance=Stance(),
        options={"task": "other", "load_kg": 12.0},
        posture=table,
        totals=totals,
        peaks=Peaks(),
        episodes=episodes,
        cues=(),
    )


def reports() -> dict[str, str]:
    """Pages by what was found: every rule broken, nothing, nobody."""
    every = tuple(episode(n, r.id, r.unit) for n, r in enumerate(RULES, start=1))
    pictures = {e.peak_t_s: JPEG for e in every[::2]}
    broken = report_content(checked(35.0, every, slow=2.0), pictures, "annotated.mp4", True)
    lost = replace(broken.moments[0], lost=True, peak_sd=30.0)
    notes = (*broken.notes, *report_content(checked(5.0), {}, None).notes)
    broken = replace(broken, moments=(lost, *broken.moments[1:]), notes=notes)
    return {
        "every rule": render_report(broken),
        "one": render_report(report_content(checked(35.0, every[:1]), {}, None)),
        "nothing": render_report(report_content(checked(5.0), {}, None)),
        "nobody": render_report(report_content(checked(math.nan), {}, None)),
    }


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_a_report_has_no_english_left_and_nothing_cut_off(show, size: str) -> None:
    for found, page in reports().items():
        tab = show(page, size)
        assert english_on(tab, REPORT_NAMES, NAMES) == [], found
        assert cut_off_on(tab) == [], found
        if tab.locator("#scrub").count():
            for at_s in (12.0, 31.0):  # where nobody is seen, and where a curve is read
                tab.evaluate(
                    "t => { const s = document.getElementById('scrub'); s.value = t;"
                    "s.dispatchEvent(new Event('input')); }",
                    at_s,
                )
                assert english_on(tab, REPORT_NAMES, NAMES) == [], found
                assert cut_off_on(tab) == [], found


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_an_overview_has_no_english_left_and_nothing_cut_off(
    show, tmp_path: Path, size: str
) -> None:
    out = tmp_path / "out"
    worst = {r.id: rule(r.unit, 2, n % 2, PEAKS[r.unit]) for n, r in enumerate(RULES)}
    result(out, "walk.mp4", "P-014", rules=worst)
    result(out, "b.mp4", seen_s=0.0, filmed=None, rules={"twist": rule("deg") | {"enabled": False}})
    result(out, "c.mp4", rules={"twist": rule("deg") | {"cannot_tell_seconds": 40.0}})
    (out / "P-014" / "patient.toml").write_text('height_cm = 161.5\nnotes = "careful"\n')
    (result(out, "d.mp4") / "summary.json").write_text("{")
    page = render_overview(read_archive(out), date(2026, 11, 27), load_guidance())
    for shown in (
        page,
        render_overview(read_archive(tmp_path / "out/P-014"), date.today(), load_guidance()),
    ):
        tab = show(shown, size)
        assert english_on(tab, PROBLEMS, NAMES) == []
        assert cut_off_on(tab) == []
    tab = show(page, size)
    tab.fill("#search", "walk")
    assert english_on(tab, PROBLEMS, NAMES) == []


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_before_and_after_has_no_english_left_and_nothing_cut_off(
    show, tmp_path: Path, size: str
) -> None:
    rules = {"deep-lean": rule("deg", 2, 1, 72.0), "twist": rule("deg", 1, 0, 30.0)}
    march, april = (f"2026-0{month}-05T10:00:00+01:00" for month in (3, 4))
    moved = [movement(62.0, start_s=2.0), movement(kind="turn")]
    before = visit(tmp_path / "out", "a.mp4", moved, march, rules=rules)
    after = visit(tmp_path / "out", "b.mp4", [movement(50.0, start_s=2.0), *moved[1:]], april)
    pair = find_pair(before, after)
    page = render_comparison(pair, KNOWN, load_guidance(), pair.after.folder)
    tab = show(page, size)
    assert english_on(tab, "", NAMES) == []
    assert cut_off_on(tab) == []


def test_a_headline_is_said_in_one_language() -> None:
    every = tuple(episode(n, r.id, r.unit) for n, r in enumerate(RULES, start=1))
    found = checked(35.0, every)
    seconds = found.totals.seen_s, found.totals.total_s
    said = headline(found.episodes, *seconds, load_guidance())
    assert said.isascii() is False
