import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from posturecheck.clips.summary import (
    clip_summary,
    measured_summary,
    rules_summary,
    stance_summary,
    versions,
)
from posturecheck.core import Episode, Frame, Posture, Reading, Step, Verdict
from posturecheck.kinematics.neutral_stance import Reference, Stance
from posturecheck.measures import MEASURE_NAMES
from posturecheck.profiles.settings import Profile
from posturecheck.rules import RULES
from posturecheck.sinks.totals import Totals
from posturecheck.sources.clip import ClipFacts

FACTS = ClipFacts(Path("/clips/anna.mp4"), 720, 1280, 10.0, 90, "h264", 0.0)
BEND = Episode("deep-lean", "amber", 1.0, 2.5, 45.0, 5.0, "deg", 1.8, 20.0)
WORSE = replace(BEND, severity="red", start_s=4.0, end_s=5.0, peak=72.0, peak_t_s=4.5, limit=60.0)
LIGHTER = replace(BEND, start_s=5.5, end_s=5.75, peak=30.0, peak_t_s=5.6)


def step(t_s: float) -> Step:
    """2 s upright, 3 s bent in a squat, 1 s far down, 4 s out of sight."""
    lean = 10.0 if t_s < 2 else 40.0 if t_s < 5 else 80.0
    readings = {"trunk_inclination_deg": Reading(lean, 3.0)} if t_s < 6 else {}
    unsure = Verdict("twist", "cannot tell", math.nan, math.nan, "deg", 20.0, 30.0, math.nan)
    technique = "squat" if 2 <= t_s < 5 else ""
    return Step(Frame(0, t_s), (), None, Posture(t_s, readings, "side"), technique, (unsure,))


@pytest.fixture(scope="module")
def totals() -> Totals:
    sums = Totals()
    for i in range(200):
        sums.write(step(i / 20))
    sums.close()
    return sums


def test_seconds_seen_and_unseen_add_up_for_the_person_and_every_measure(totals):
    seconds = measured_summary(totals)["seconds"]
    assert (seconds["total"], seconds["seen"], seconds["unseen"]) == (10, 6, 4)
    assert seconds["by_view"] == {"side": 6}
    assert list(seconds["by_measure"]) == list(MEASURE_NAMES)
    assert seconds["by_measure"]["trunk_inclination_deg"] == {"seen": 6, "unseen": 4}
    assert seconds["by_measure"]["hand_reach_m"] == {"seen": 0, "unseen": 10}


def test_exposure_is_in_seconds_and_in_shares_of_the_seen_time(totals):
    exposure = measured_summary(totals)["exposure"]
    assert exposure["seconds"] == {"0_to_20_deg": 2, "20_to_60_deg": 3, "over_60_deg": 1}
    assert exposure["share_of_seen"] == {
        "0_to_20_deg": pytest.approx(1 / 3, abs=1e-3),
        "20_to_60_deg": pytest.approx(1 / 2, abs=1e-3),
        "over_60_deg": pytest.approx(1 / 6, abs=1e-3),
    }


def test_techniques_are_counted_and_timed(totals):
    assert measured_summary(totals)["techniques"] == {"squat": {"times": 1, "seconds": 3}}


def test_of_nobody_seen_no_share_is_known():
    exposure = measured_summary(Totals())["exposure"]
    assert exposure["share_of_seen"] == dict.fromkeys(exposure["seconds"])


def test_every_rule_has_its_counts_seconds_and_peak(totals):
    rules = rules_summary(totals, (BEND, WORSE, LIGHTER), Profile())
    assert list(rules) == [rule.id for rule in RULES]
    assert rules["deep-lean"] == {
        "enabled": True,
        "episodes": 3,
        "red": 1,
        "amber": 2,
        "seconds": 2.75,
        "peak": 72,
        "peak_sd": 5,
        "peak_t_s": 4.5,
        "unit": "deg",
        "cannot_tell_seconds": 0,
    }


def test_a_rule_without_episodes_has_no_peak_but_the_seconds_it_could_not_tell(totals):
    twist = rules_summary(totals, (BEND,), Profile())["twist"]
    assert (twist["episodes"], twist["peak"], twist["peak_t_s"]) == (0, None, None)
    assert twist["cannot_tell_seconds"] == 6


def test_a_rule_that_was_switched_off_is_said_to_be(totals):
    off = Profile.model_validate({"rules": {"twist": {"enabled": False}}})
    rules = rules_summary(totals, (), off)
    assert [name for name, rule in rules.items() if not rule["enabled"]] == ["twist"]


def test_the_clip_tells_its_facts_and_the_frame_rate_that_was_seen(totals):
    assert clip_summary(FACTS, totals, ((9.5, 10.0),), ["It broke off."]) == {
        "file": "anna.mp4",
        "sha256": None,  # there is no such file
        "folder": None,
        "filmed": None,
        "width_px": 720,
        "height_px": 1280,
        "rotation_deg": 90,
        "turned_deg": 0,
        "pixel_aspect": 1,
        "slow": 1,
        "codec": "h264",
        "frames_per_s_stated": None,
        "frames_per_s_taken": None,
        "duration_s": 10,
        "seconds_missing": 0.5,
        "missing_s": [[9.5, 10]],
        "notes": ["It broke off."],
        "frames_analysed": 200,
        "frames_per_s_seen": 20,
    }


def test_a_duration_that_the_clip_does_not_say_is_null():
    nothing = clip_summary(replace(FACTS, duration_s=math.nan), Totals(), (), [])
    assert nothing["duration_s"] is None
    assert nothing["frames_per_s_seen"] is None


def test_the_stance_tells_how_it_was_known():
    reference = Reference(-30.0, np.array([0.0, 1.0, 0.0]), 2.0, 1.5, 4.0)
    assert stance_summary(Stance((reference,))) == {
        "known": True,
        "facing": [{"facing_deg": -30, "seconds": 4, "sd_deg": 1.5}],
    }
    assert stance_summary(Stance()) == {"known": False, "facing": []}


def test_versions_name_this_program_and_what_it_measures_with():
    known = versions()
    assert {"posturecheck", "mediapipe", "numpy", "av"} <= set(known)
    assert known["numpy"] == np.__version__


def test_all_of_it_is_plain_json_without_nan(totals):
    unknown = replace(BEND, peak_sd=math.nan)
    summary = {
        "clip": clip_summary(replace(FACTS, duration_s=math.nan), totals, (), []),
        "rules": rules_summary(totals, (unknown,), Profile()),
        "stance": stance_summary(Stance()),
        "profile": Profile().model_dump(mode="json", by_alias=True),
        **measured_summary(totals),
    }
    assert json.loads(json.dumps(summary, allow_nan=False)) == summary
    assert summary["rules"]["deep-lean"]["peak_sd"] is None
