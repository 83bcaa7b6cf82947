from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mannequin import keyed, mannequin, tall_stance
from patience import PATIENCE_S
from stand_ins import BLACK, LIVELY, Script, Trial, nobody, tall

from posturecheck.core import TRUNK_JOINTS, Frame, InputError, People
from posturecheck.drawing.gauges import GaugeLimits
from posturecheck.live import words
from posturecheck.live.session import Session
from posturecheck.live.session_parts import SessionParts
from posturecheck.live.voice_output import Speaker
from posturecheck.pipeline import Checker, Subject
from posturecheck.profiles.settings import Profile
from posturecheck.rules.guidance import load_guidance
from posturecheck.sources.camera import Camera
from posturecheck.sources.devices import FileDevice
from posturecheck.voice.prompts import PROMPTS

LEAN = keyed((0, 4), (8, 4), (9.5, 80), (11.5, 80), (13, 4))
STANCE = tall_stance(yaw=50)
KNOWN = Subject(stance=STANCE)


def bends(t_s: float) -> People:
    """Somebody who stands tall for eight seconds, then bends deep."""
    return tall(t_s, flexion=LEAN(t_s))


def test_start_asks_to_stand_tall_then_watches_and_a_bend_is_told() -> None:
    trial = Trial(bends, 16, [(2.0, "start", "")])
    assert trial.phases() == ["starting", "look", "stand", "watching", "ended"]
    # Red it would be only if the back were surely round.
    assert [e.severity for e in trial.episodes if e.rule == "deep-lean"] == ["amber"]
    cue = next(cue for cue in trial.totals.cues if cue.kind == "correct")
    assert trial.voice.texts[:3] == [PROMPTS["stand"], PROMPTS["stand"], PROMPTS["one"]]
    assert cue.say in trial.voice.texts
    shown = [v for v in trial.views if v.headline == cue.say]
    assert shown
    assert {v.tone for v in shown} == {"amber", "next"}  # for the next time once it is over


def test_three_seconds_of_standing_tall_are_counted_on_the_screen() -> None:
    trial = Trial(bends, 8)
    stood = [v for v in trial.views if v.phase == "look" and v.progress > 0]
    progress = [v.progress for v in stood]
    assert progress == sorted(progress)
    assert progress[-1] > 0.8
    assert 2.8 <= stood[-1].captured_unix_s - stood[0].captured_unix_s <= 3.2
    assert trial.session.stance is not None


SWAYS = keyed(*((i, 4 + 30 * (i % 2)) for i in range(60)))


def sways(t_s: float) -> People:
    """Somebody who never stands still."""
    return tall(t_s, flexion=SWAYS(t_s))


def test_nothing_is_judged_before_watching_has_begun() -> None:
    trial = Trial(sways, 40)
    assert trial.phases() == ["starting", "look", "ended"]
    assert trial.episodes == ()
    assert trial.kept.steps == []
    assert trial.voice.texts == [PROMPTS["stand"]]


def test_who_does_not_stand_still_is_watched_all_the_same() -> None:
    trial = Trial(sways, 30, [(1.5, "start", "")])
    assert trial.phases() == ["starting", "look", "stand", "watching", "ended"]
    assert trial.session.stance is None
    assert words.SKIPPED_HINT() in {v.detail for v in trial.views}
    assert trial.voice.texts[-1] == PROMPTS["untold"]


def test_without_a_page_it_asks_to_stand_tall_at_once() -> None:
    trial = Trial(bends, 10, begin="stand")
    assert trial.phases() == ["starting", "stand", "watching", "ended"]


def test_a_clip_without_a_page_is_watched_at_once() -> None:
    trial = Trial(bends, 16, begin="watching")
    assert trial.phases() == ["starting", "watching", "ended"]
    assert "deep-lean" in {e.rule for e in trial.episodes}


def test_calibrating_again_takes_the_new_stance() -> None:
    trial = Trial(tall, 16, [(1.0, "start", ""), (8.0, "calibrate", "")])
    assert trial.phases() == ["starting", "look", "stand", "watching", "stand", "watching", "ended"]
    assert trial.voice.texts.count(PROMPTS["thanks"]) == 2


def test_before_anybody_was_found_nobody_is_called_seen() -> None:
    trial = Trial(nobody, 8, [(3.0, "start", "")])
    assert trial.headlines(0, 8) <= {words.LOOKING(), words.TROUBLES["nobody"][0]}


def test_who_never_moved_is_asked_to_move_an_arm() -> None:
    trial = Trial(lambda t: tall(t, motion=0.0), 8)
    assert words.WAVE() in trial.headlines(5, 8)


def test_in_a_pause_the_camera_is_closed_and_nothing_is_looked_at() -> None:
    options: Any = [(0.0, "skip", ""), (3.0, "pause", ""), (6.0, "resume", "")]
    trial = Trial(bends, 8, options)
    assert [what for _, what in trial.camera.turned] == ["off", "on"]
    assert not [t for t in trial.detector.looked if 3.0 < t < 6.0]
    off = {v.headline for v in trial.views if v.phase == "off"}
    assert off == {words.OFF()}
    assert not [v for v in trial.views if v.phase == "off" and v.picture is not None]
    assert trial.voice.texts == [PROMPTS[p] for p in ("skipped", "off", "resumed")]
    assert trial.totals.total_s < 6.0


def test_in_the_dark_nobody_is_looked_for_and_it_is_said_once() -> None:
    def light(t_s: float) -> Any:
        return BLACK if 9.0 <= t_s < 13.0 else LIVELY[round(t_s * 15) % 2]

    trial = Trial(bends, 16, [(0.0, "skip", "")], picture=light, person=KNOWN)
    assert not [t for t in trial.detector.looked if 10.0 <= t < 13.0]
    assert words.TROUBLES["dark"][0] in trial.headlines(10, 13)
    assert trial.voice.texts.count(PROMPTS["dark"]) == 1
    assert all(e.lost for e in trial.episodes)
    assert words.TROUBLES["dark"][0] not in trial.headlines(14.5, 16)


def test_an_empty_room_is_cannot_see_and_never_fine() -> None:
    trial = Trial(nobody, 12, [(0.0, "skip", "")])
    assert trial.headlines(5, 12) == {words.TROUBLES["nobody"][0]}
    assert trial.headlines(0, 3.5) == {words.LOOKING()}
    assert trial.voice.texts == [PROMPTS["skipped"], PROMPTS["nobody"]]
    assert trial.totals.seen_s == 0


def test_who_walks_out_of_view_is_not_called_after() -> None:
    trial = Trial(lambda t: tall(t) if t < 6 else (), 14, [(0.0, "skip", "")])
    assert words.TROUBLES["nobody"][0] in trial.headlines(9, 14)
    assert PROMPTS["nobody"] not in trial.voice.texts


def test_half_a_person_is_asked_to_step_back() -> None:
    def half(t_s: float) -> People:
        return (mannequin(yaw=50, motion=0.3, hidden=TRUNK_JOINTS[2:]),)

    trial = Trial(half, 12, [(0.0, "skip", "")])
    assert trial.headlines(6, 12) == {words.HALVES["low"][0]}
    assert trial.voice.texts == [PROMPTS["skipped"], PROMPTS["half"]]


def test_a_camera_that_is_gone_is_told_and_so_is_its_return() -> None:
    def picture(t_s: float) -> Any:
        return None if 5 <= t_s < 8 else LIVELY[round(t_s * 15) % 2]

    trial = Trial(tall, 12, [(0.0, "skip", "")], picture=picture)
    assert trial.voice.texts[1:] == [PROMPTS["lost"], PROMPTS["back"]]
    assert words.TROUBLES["lost"][0] in {v.headline for v in trial.views}
    assert trial.views[-2].phase == "watching"


def test_a_pause_while_standing_tall_goes_on_with_standing_tall() -> None:
    options: Any = [(1.0, "start", ""), (2.0, "pause", ""), (4.0, "resume", "")]
    trial = Trial(tall, 12, options)
    assert trial.phases() == [
        "starting", "look", "stand", "off", "stand", "watching", "ended",
    ]  # fmt: skip


def test_standing_tall_can_be_asked_for_in_a_pause() -> None:
    options: Any = [(0.0, "skip", ""), (2.0, "pause", ""), (3.0, "calibrate", "")]
    trial = Trial(tall, 10, options)
    assert trial.phases() == ["starting", "watching", "off", "stand", "watching", "ended"]


def test_who_leaves_after_start_is_still_asked_on_coming_back() -> None:
    trial = Trial(lambda t: () if 3 <= t < 35 else tall(t), 42, [(1.5, "start", "")])
    assert trial.phases() == ["starting", "look", "stand", "watching", "ended"]
    assert trial.session.stance is not None
    assert trial.totals.total_s < 5


@pytest.mark.slow
def test_what_was_muted_was_not_spoken_and_uses_up_nothing() -> None:
    often = keyed(
        *(
            (28 * i + a, d)
            for i in range(12)
            for a, d in ((0, 4), (20, 4), (21.5, 80), (24, 80), (25.5, 4))
        )
    )
    options: Any = [(0.0, "skip", ""), (0.0, "mute", ""), (200.0, "unmute", "")]
    trial = Trial(lambda t: tall(t, flexion=often(t)), 300, options, person=KNOWN)
    spoken = [cue for cue in trial.totals.cues if cue.spoken and cue.kind == "correct"]
    assert all(cue.t_s > 200 for cue in spoken)
    assert len(spoken) >= 2
    assert len(trial.voice.texts) >= len(spoken)


def test_where_nobody_can_hear_nothing_counts_as_spoken() -> None:
    trial = Trial(bends, 16, [(0.0, "skip", "")], person=KNOWN, voice=False, browser=False)
    assert {cue.spoken for cue in trial.totals.cues} == {False}


def test_while_it_is_to_be_quiet_troubles_are_shown_only() -> None:
    options: Any = [(0.0, "skip", ""), (1.0, "snooze", "")]
    trial = Trial(nobody, 12, options)
    assert words.TROUBLES["nobody"][0] in trial.headlines(6, 12)
    assert trial.voice.texts == [PROMPTS["skipped"], PROMPTS["snoozed"]]


def test_the_words_of_a_quick_red_stay_long_enough_to_be_read_and_its_red_does_not() -> None:
    quick = keyed((0, 0), (6, 0), (6.35, 55), (7, 55), (9, 0))
    trial = Trial(
        lambda t: tall(t, flexion=4, rotation=quick(t), yaw=0),
        16,
        [(0.0, "skip", "")],
        person=Subject(stance=tall_stance()),
    )
    quick_one = next(e for e in trial.episodes if e.rule == "fast-twist")
    assert quick_one.severity == "red"
    red = [v for v in trial.views if v.tone == "red"]
    words = {v.headline for v in red}
    shown = [v.captured_unix_s for v in trial.views if v.headline in words]
    over_s = max(e.end_s for e in trial.episodes if e.severity == "red")
    assert shown[-1] - shown[0] >= 7
    assert red[-1].captured_unix_s <= over_s  # a session's clock begins at 0 here


def test_every_correction_is_answered_even_if_it_ends_right_after() -> None:
    trial = Trial(bends, 9.8, [(0.0, "skip", "")], person=KNOWN)
    given = [cue for cue in trial.totals.cues if cue.kind == "correct"]
    answered = [r.cue for step in trial.kept.steps for r in step.responses]
    assert given
    assert answered + [r.cue for r in trial.session.unanswered] == given


def test_muted_it_shows_and_does_not_speak() -> None:
    trial = Trial(bends, 16, [(0.0, "mute", ""), (0.0, "skip", "")], person=KNOWN)
    assert trial.voice.texts == []
    assert trial.voice.hushed == 1
    assert {v.tone for v in trial.views} >= {"amber"}
    assert all(v.muted for v in trial.views if v.captured_unix_s > 0)


def test_snoozed_a_cue_is_shown_and_not_spoken() -> None:
    trial = Trial(bends, 16, [(0.0, "skip", ""), (1.0, "snooze", "")], person=KNOWN)
    assert trial.voice.texts == [PROMPTS["skipped"], PROMPTS["snoozed"]]
    assert {cue.spoken for cue in trial.totals.cues} == {False}
    assert {v.tone for v in trial.views} >= {"amber"}
    assert 580 <= trial.views[-2].snoozed_s <= 600


def test_a_task_chosen_on_the_way_gives_its_own_advice() -> None:
    options: Any = [(0.0, "skip", ""), (1.0, "task", "shoes")]
    trial = Trial(bends, 16, options, person=KNOWN)
    assert {e.task for e in trial.episodes} == {"shoes"}
    assert {c.say for c in trial.totals.cues} == {"Sit down and bring your foot up."}
    assert trial.views[-1].task == "shoes"


def turned_at(when_s: float) -> Any:
    """Pictures of a room in which something moves, by a camera that is turned at a second."""

    def picture(t_s: float) -> Any:
        lively = LIVELY[round(t_s * 15) % 2]
        return np.roll(lively, 90, axis=1) if t_s >= when_s else lively

    return picture


def test_a_camera_that_is_turned_asks_to_stand_tall_again() -> None:
    trial = Trial(tall, 16, [(0.5, "start", "")], picture=turned_at(6))
    said = [text for text in trial.voice.texts if text not in {PROMPTS["one"], PROMPTS["two"]}]
    assert said == [PROMPTS[p] for p in ("stand", "thanks", "moved", "thanks")]


def test_a_camera_that_was_turned_in_a_pause_is_noticed_after_it() -> None:
    options: Any = [(0.5, "start", ""), (7.0, "pause", ""), (10.0, "resume", "")]
    trial = Trial(tall, 20, options, picture=turned_at(8))
    assert trial.voice.texts[-1] == PROMPTS["thanks"]
    assert PROMPTS["moved"] in trial.voice.texts[-4:]


def test_a_stance_from_before_the_camera_was_turned_is_never_used_again() -> None:
    options: Any = [(0.5, "start", ""), (9.0, "skip", "")]
    trial = Trial(lambda t: tall(t) if t < 6.5 else bends(t + 1), 12, options, picture=turned_at(6))
    assert PROMPTS["moved"] in trial.voice.texts
    assert trial.session.stance is None


def here(t_s: float) -> People:
    return tall(t_s, at_px=(200, 240))


def there(t_s: float) -> People:
    return tall(t_s, at_px=(520, 240), scale=1.3)


def test_somebody_else_is_asked_to_stand_tall_for_themselves() -> None:
    def seen(t_s: float) -> People:
        return here(t_s) if t_s < 7 else here(t_s) + there(t_s) if t_s < 9 else there(t_s)

    trial = Trial(seen, 32, [(0.5, "start", "")])
    assert trial.voice.texts.count(PROMPTS["other"]) == 1
    assert trial.voice.texts.count(PROMPTS["thanks"]) == 2


def test_somebody_else_never_gets_the_stance_of_the_one_before() -> None:
    def seen(t_s: float) -> People:
        sways = {"flexion": 4 + 20 * (round(t_s * 2) % 2)}  # never still for three seconds
        late = tall(t_s, at_px=(520, 240), scale=1.3, **sways)
        return here(t_s) if t_s < 7 else here(t_s) + late if t_s < 9 else late

    trial = Trial(seen, 50, [(0.5, "start", ""), (8.5, "calibrate", "")])
    assert trial.phases()[-2:] == ["watching", "ended"]
    assert trial.session.stance is None
    assert words.SKIPPED_HINT() in {v.detail for v in trial.views if v.captured_unix_s > 40}


def test_who_was_away_for_a_while_need_not_stand_tall_again() -> None:
    def seen(t_s: float) -> People:
        return here(t_s) if t_s < 7 else () if t_s < 75 else there(t_s)

    trial = Trial(seen, 80, [(0.5, "start", "")])
    assert trial.voice.texts.count(PROMPTS["stand"]) == 1
    assert trial.session.stance is not None
    assert words.WATCHING() in trial.headlines(78, 80)


def test_where_there_is_no_loudspeaker_the_browser_is_given_the_words_for_a_moment() -> None:
    trial = Trial(bends, 16, [(2.0, "start", "")], voice=False)
    words_by_number = {v.say.number: v.say.text for v in trial.views if v.say is not None}
    assert list(words_by_number.values())[:3] == [PROMPTS[p] for p in ("stand", "stand", "one")]
    assert trial.views[-1].say is None


@pytest.mark.parametrize(("command", "value"), [("dance", ""), ("task", "juggling")])
def test_a_wish_that_makes_no_sense_is_refused_in_one_line(command: Any, value: str) -> None:
    trial = Trial(nobody, 0.1)
    with pytest.raises(InputError, match="expected one of"):
        trial.session.command(command, value)


def test_a_fault_ends_with_other_words_than_a_day_well_done() -> None:
    def broken(t_s: float) -> People:
        raise ZeroDivisionError

    views: list[Any] = []
    with pytest.raises(ZeroDivisionError):
        Trial(broken, 3, [(0.0, "skip", "")], tell=views.append)
    assert (views[-1].phase, views[-1].headline) == ("ended", words.FAULT())


def test_a_camera_that_hangs_is_told() -> None:
    class Hanging:
        class device:  # noqa: N801
            compressed = False

        state = "open"

        def __init__(self) -> None:
            self.asked = 0

        def newest(self, timeout_s: float) -> None:
            self.asked += 1
            if self.asked > 12:
                self.state = "ended"

    trial = Trial(tall, 0.1, [(0.0, "skip", "")], camera=Hanging())
    assert trial.views[-2].headline == words.TROUBLES["lost"][0]
    assert trial.voice.texts == [PROMPTS["lost"]]


def test_a_session_stops_though_there_are_always_more_pictures() -> None:
    frames = (Frame(i, i / 25, LIVELY[i % 2]) for i in range(10**6))
    camera = Camera(FileDevice(Path("endless"), frames))
    camera.open()
    session = Session(
        SessionParts(
            camera,
            Script(tall),
            Checker(Profile(), Subject(), "other", 0.0),
            Speaker(None, False),
            load_guidance(),
            GaugeLimits(20, 60, 20, 30),
        )
    )
    thread = threading.Thread(target=session.run)
    thread.start()
    time.sleep(0.3)
    session.command("quit")
    thread.join(PATIENCE_S)
    camera.close()
    assert not thread.is_alive()
    assert session.view.phase == "ended"
