import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from posturecheck.clips.leading import MOST_ADVICE
from posturecheck.clips.report_content import MOST_MOMENTS, MOST_POINTS, report_content
from posturecheck.clips.result import Result
from posturecheck.core import Episode, Frame, Posture, Reading, Step, Verdict
from posturecheck.detectors.model_store import ModelFile
from posturecheck.kinematics.neutral_stance import Stance
from posturecheck.pipeline import Checker
from posturecheck.profiles.settings import Profile
from posturecheck.report.data import Curve, ReportData
from posturecheck.rules import RULES
from posturecheck.rules.guidance import load_guidance
from posturecheck.sinks.peaks import Peaks
from posturecheck.sinks.table import PostureTable
from posturecheck.sinks.totals import Totals
from posturecheck.sources.clip import ClipFacts
from posturecheck.sources.trace import Trace

WORDS = load_guidance()
PEAKS = {"deg": 45.0, "deg_s": 90.0, "share": 0.8, "per_min": 3.0, "m": 0.6}
UNITS = {rule.id: rule.unit for rule in RULES}


def upright(t_s: float) -> float:
    return 5.0


def checked(
    *episodes: Episode,
    seconds: float = 20.0,
    fps: float = 10.0,
    lean: Callable[[float], float] = upright,
    verdicts: tuple[Verdict, ...] = (),
    technique: str = "",
    **more: Any,
) -> Result:
    """A checked clip, in which the trunk leans as told (nan = not seen)."""
    table, totals = PostureTable(), Totals()
    for i in range(round(seconds * fps)):
        t_s = i / fps
        readings = {"trunk_inclination_deg": Reading(lean(t_s), 3.0)}
        posture = Posture(t_s, readings, "side")
        for sink in (table, totals):
            sink.write(Step(Frame(i, t_s), (), None, posture, technique, verdicts))
    totals.close()
    given: dict[str, Any] = {
        "facts": ClipFacts(Path("anna.mp4"), 640, 480, seconds, 0, "h264", 0.0),
        "model": ModelFile(Path("full.task"), "ab" * 32, "full", "wheel"),
        "trace": cast(Trace, None),
        "make_checker": cast(Callable[[], Checker], None),
        "profile": Profile(),
        "stance": Stance(),
        "options": {"task": "other", "load_kg": 0.0},
    }
    return Result(
        **(given | more),
        posture=table,
        totals=totals,
        peaks=Peaks(),
        episodes=tuple(episodes),
        cues=(),
    )


def told(*episodes: Episode, pictures: dict[float, bytes] | None = None, **more: Any) -> ReportData:
    return report_content(checked(*episodes, **more), pictures or {}, None)


def episode(rule: str, start_s: float = 1.0, **more: Any) -> Episode:
    unit = UNITS[rule]
    found = Episode(rule, "amber", start_s, start_s + 1, PEAKS[unit], 4.0, unit, start_s + 0.5, 1.0)
    return replace(found, **more)


def curve(data: ReportData, name: str = "trunk_inclination_deg") -> Curve:
    return next(c for c in data.curves if c.name == name)


def is_one_sentence(text: str) -> bool:
    return text.endswith(".") and ". " not in text and "\n" not in text


def test_nothing_found_says_how_much_was_seen():
    half = told(lean=lambda t_s: 5.0 if t_s < 10 else math.nan)
    assert half.headline == (
        "In the 10 of 20 seconds in which you could be seen, no limit was clearly passed."
    )
    assert told().headline == "In the 20 s in which you could be seen, no limit was clearly passed."


def test_nobody_seen_is_not_called_safe():
    data = told(lean=lambda t_s: math.nan)
    assert data.headline.startswith("You could be seen in 0 of 20 seconds: too little to say ")
    assert "no limit" not in data.headline
    assert (data.seen_s, data.unseen_s) == (0, pytest.approx(20))


@pytest.mark.parametrize("rule", UNITS)
def test_the_headline_is_one_sentence_whatever_was_found(rule):
    headline = told(episode(rule)).headline
    assert is_one_sentence(headline)
    assert f"the camera saw {WORDS.rule(rule).seen} (once" in headline


def test_the_headline_tells_how_often_and_how_far():
    twice = told(episode("twist", peak=25.0), episode("twist", 5.0, peak=33.4, peak_sd=5.2))
    assert twice.headline.replace("\N{NO-BREAK SPACE}", " ") == (
        "In the 20 s in which you could be seen, the camera saw "
        "your shoulders turn while your hips stay put (2 times, up to 33° ± 5°)."
    )


def test_the_headline_tells_at_most_two_things_the_gravest_first():
    everything = [episode(rule) for rule in UNITS]
    grave = episode("side-bend", 9.0, severity="red")
    headline = told(*everything, grave).headline
    assert is_one_sentence(headline)
    named = [rule for rule in UNITS if f"{WORDS.rule(rule).seen} (" in headline]
    assert set(named) == {"side-bend", RULES[0].id}
    assert headline.index(WORDS.rule("side-bend").seen) < headline.index(
        WORDS.rule(RULES[0].id).seen
    )


def test_there_are_at_most_three_pieces_of_advice_each_of_its_own():
    advice = told(*(episode(rule) for rule in UNITS)).advice
    assert len(advice) == MOST_ADVICE == 3
    assert len({a.cue for a in advice}) == 3


def test_advice_starts_with_the_gravest():
    advice = told(episode("rounded-bend"), episode("side-bend", severity="red")).advice
    assert [a.title for a in advice] == [
        WORDS.rule("side-bend").title,
        WORDS.rule("rounded-bend").title,
    ]


def test_the_same_advice_is_not_given_twice():
    (advice,) = told(episode("rounded-bend"), episode("deep-lean")).advice
    assert advice.title == WORDS.rule("rounded-bend").title


def test_advice_is_that_of_the_task():
    options = {"task": "dishwasher", "load_kg": 0.0}
    (advice,) = told(episode("rounded-bend"), options=options).advice
    assert advice.cue == WORDS.guide("rounded-bend", "dishwasher").cue


def test_nothing_found_needs_no_advice():
    assert told().advice == ()


@pytest.mark.parametrize("fps", [30, 12])
def test_twenty_minutes_are_drawn_with_few_points_and_the_peak_is_kept(fps):
    data = told(
        seconds=1200,
        fps=fps,
        lean=lambda t_s: 77.7 if 700.01 < t_s < 700.11 else 10 + 5 * math.sin(t_s),
    )
    drawn = curve(data)
    assert 1000 < len(drawn.t_s) <= MOST_POINTS == 1500
    assert len(drawn.values) == len(drawn.sds) == len(drawn.t_s)
    assert max(v for v in drawn.values if v is not None) == 77.7
    assert list(drawn.t_s) == sorted(set(drawn.t_s))
    assert drawn.t_s[-1] > 1198


def test_a_peak_to_the_other_side_is_kept_too():
    data = told(seconds=200, fps=30, lean=lambda t_s: -60.0 if 99.99 < t_s < 100.02 else 3.0)
    assert min(v for v in curve(data).values if v is not None) == -60


def test_a_frame_that_was_not_seen_hides_none_that_was():
    flicker = told(
        seconds=200, fps=30, lean=lambda t_s: 0.4 if round(t_s * 30) % 4 == 0 else math.nan
    )
    assert set(curve(flicker).values) == {0.4}


def test_a_long_time_unseen_is_a_gap_in_the_curve():
    data = told(seconds=200, fps=30, lean=lambda t_s: math.nan if 50 < t_s < 150 else 30.0)
    drawn = curve(data)
    gaps = [t for t, v in zip(drawn.t_s, drawn.values, strict=True) if v is None]
    assert min(gaps) == pytest.approx(50, abs=0.2)
    assert max(gaps) == pytest.approx(150, abs=0.2)


def test_a_short_film_is_drawn_frame_by_frame():
    drawn = curve(told(seconds=10, fps=30))
    assert len(drawn.t_s) == 300


def test_a_curve_shows_the_limits_of_its_rule_where_that_is_on():
    drawn = curve(told())
    assert (drawn.amber, drawn.red) == (20, 60)
    off = Profile.model_validate({"rules": {"deep-lean": {"enabled": False}}})
    undrawn = curve(told(profile=off))
    assert (undrawn.amber, undrawn.red) == (None, None)


def test_moments_are_numbered_in_their_order_with_their_pictures():
    first, second = episode("twist"), episode("deep-lean", 5.0, technique="squat", lost=True)
    data = told(first, second, pictures={second.peak_t_s: b"jpeg"})
    assert [(m.number, m.rule, m.picture_jpeg) for m in data.moments] == [
        (1, "twist", None),
        (2, "deep-lean", b"jpeg"),
    ]
    assert data.moments[1].technique == WORDS.technique("squat").title
    assert data.moments[1].lost


def test_shares_are_shown_in_percent():
    (moment,) = told(episode("sustained-bend", peak=0.8, peak_sd=0.1, limit=0.5)).moments
    assert (moment.peak, moment.peak_sd, moment.limit) == pytest.approx((80, 10, 50))
    assert moment.unit.startswith("%")


def test_very_many_moments_are_cut_short_and_that_is_said():
    many = [episode("twist", float(i)) for i in range(MOST_MOMENTS + 5)]
    data = told(*many)
    assert len(data.moments) == MOST_MOMENTS
    assert any(f"{MOST_MOMENTS} of {MOST_MOMENTS + 5}" in note for note in data.notes)


def test_a_rule_that_often_could_not_be_told_is_listed_with_its_seconds():
    unsure = Verdict("twist", "cannot tell", 21.0, 9.0, "deg", 20.0, 30.0, 1.05)
    sure = replace(unsure, rule="side-bend", answer="under")
    data = told(verdicts=(unsure, sure))
    assert data.cannot_tell == ((WORDS.rule("twist").title, pytest.approx(20)),)


def test_safe_techniques_are_named_but_not_sitting():
    assert told(technique="squat").safe_techniques == ((WORDS.technique("squat").title, 1),)
    assert told(technique="seated").safe_techniques == ()


def test_notes_tell_the_view_the_missing_stance_the_missing_end_and_the_load():
    notes = told(lost=((17.5, 20.0),), options={"task": "other", "load_kg": 3.0}).notes
    for telling in ("from the side", "--neutral", "last 2.5 s", "load of 3 kg"):
        assert any(telling in note for note in notes), telling


def test_the_settings_list_every_rule_and_say_which_are_off():
    off = Profile.model_validate({"rules": {"twist": {"enabled": False}}})
    rows = {title: (amber, red, dwell) for title, amber, red, dwell in told(profile=off).settings}
    assert list(rows) == [WORDS.rule(rule.id).title for rule in RULES]
    assert rows[WORDS.rule("deep-lean").title] == ("20°", "60°", "0.5 s")
    assert rows[WORDS.rule("twist").title][:2] == ("off", "off")


def test_the_times_add_up():
    data = told(lean=lambda t_s: 30.0 if t_s < 5 else 70.0 if t_s < 8 else math.nan)
    assert data.exposure_s == pytest.approx((0, 5, 3))
    assert data.seen_s + data.unseen_s == pytest.approx(data.duration_s)


def test_the_disclaimer_is_there():
    assert told().disclaimer == WORDS.disclaimer


@pytest.mark.parametrize("may_show", [False, True])
def test_faces_that_may_show_are_told_and_only_those(may_show):
    notes = report_content(checked(), {}, None, bystanders_may_show=may_show).notes
    assert any("faces of people in the background may show" in note for note in notes) == may_show


def test_the_report_says_whose_the_clip_is(tmp_path: Path) -> None:
    (tmp_path / "Berta").mkdir()
    clip = tmp_path / "Berta" / "anna.mp4"
    clip.write_bytes(b"x")
    facts = ClipFacts(clip, 640, 480, 20.0, 0, "h264", 0.0)
    assert report_content(checked(facts=facts), {}, None).whose == ("Folder", "Berta")
    named = checked(facts=facts, patient="P-014")
    assert report_content(named, {}, None).whose == ("Patient", "P-014")
    assert report_content(checked(), {}, None).whose is None
    assert named.summary["patient"] == "P-014"
    assert named.summary["clip"]["folder"] == "Berta"
