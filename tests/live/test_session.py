from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from mannequin import keyed, mannequin, tall_stance
from stand_ins import BLACK, LIVELY, Script, Trial, nobody, tall

from posturecheck.core import TRUNK_JOINTS, Frame, InputError, People
from posturecheck.live import words
from posturecheck.live.equipment import Equipment
from posturecheck.live.session import Session
from posturecheck.live.speaker import Speaker
from posturecheck.pipeline import Checker, Person
from posturecheck.rules.guidance import load_guidance
from posturecheck.settings import Profile
from posturecheck.sinks.drawing import GaugeLimits
from posturecheck.sources.camera import Camera, FileDevice
from posturecheck.voice.prompts import PROMPTS

LEAN = keyed((0, 4), (8, 4), (9.5, 80), (11.5, 80), (13, 4))
STANCE = tall_stance(yaw=50)
KNOWN = Person(stance=STANCE)


def bends(t_s: float) -> People:
    """Somebody who stands tall for eight seconds, then bends deep."""
    return tall(t_s, flexion=LEAN(t_s))


def test_start_asks_to_stand_tall_then_watches_and_a_bend_is_told() -> None:
    trial = Trial(bends, 16, [(2.0, "start", "")])
    assert trial.phases() == ["starting", "look", "stand", "watching", "ended"]
    assert [e.rule for e in trial.episodes if e.severity == "red"] == ["deep-lean"]
    cue = next(cue for cue in trial.tally.cues if cue.kind == "correct")
    assert trial.voice.texts[:2] == [PROMPTS["stand"], PROMPTS["thanks"]]
    assert cue.say in trial.voice.texts
    shown = [v for v in trial.views if v.headline == cue.say]
    assert shown
    assert {v.tone for v in shown} <= {"amber", "red"}
    assert "red" in {v.tone for v in shown}


def test_three_seconds_of_standing_tall_are_counted_on_the_screen() -> None:
    trial = Trial(bends, 8, [(2.0, "start", "")])
    progress = [v.progress for v in trial.views if v.phase == "stand"]
    assert progress == sorted(progress)
    assert progress[-1] > 0.8
    stand_s = [v.captured_unix_s for v in trial.views if v.phase == "stand"]
    assert 2.8 <= stand_s[-1] - stand_s[0] <= 4.5
    assert trial.session.stance is not None


def test_nothing_is_judged_before_watching_has_begun() -> None:
    trial = Trial(bends, 16)
    assert trial.phases() == ["starting", "look", "ended"]
    assert trial.episodes == ()
    assert trial.kept.steps == []
    assert trial.voice.texts == []


def test_who_does_not_stand_still_is_watched_all_the_same() -> None:
    sways = keyed(*((i, 4 + 30 * (i % 2)) for i in range(40)))
    trial = Trial(lambda t: tall(t, flexion=sways(t)), 30, [(1.5, "start", "")])
    assert trial.phases() == ["starting", "look", "stand", "watching", "ended"]
    assert trial.session.stance is None
    assert words.SKIPPED_HINT in {v.detail for v in trial.views}


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


def test_in_a_pause_nothing_is_looked_at() -> None:
    wishes: Any = [(0.0, "skip", ""), (3.0, "pause", ""), (6.0, "resume", "")]
    trial = Trial(bends, 8, wishes)
    assert not [t for t in trial.detector.looked if 3.0 < t < 6.0]
    assert words.PAUSED in trial.headlines(3.2, 5.8)
    assert trial.tally.total_s < 6.0


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
    assert trial.voice.texts == [PROMPTS["nobody"]]
    assert trial.tally.seen_s == 0


def test_who_walks_out_of_view_is_not_called_after() -> None:
    trial = Trial(lambda t: tall(t) if t < 6 else (), 14, [(0.0, "skip", "")])
    assert words.TROUBLES["nobody"][0] in trial.headlines(9, 14)
    assert PROMPTS["nobody"] not in trial.voice.texts


def test_half_a_person_is_asked_to_step_back() -> None:
    def half(t_s: float) -> People:
        return (mannequin(yaw=50, motion=0.3, hidden=TRUNK_JOINTS[2:]),)

    trial = Trial(half, 12, [(0.0, "skip", "")])
    assert words.TROUBLES["half"][0] in trial.headlines(6, 12)
    assert trial.voice.texts == [PROMPTS["half"]]


def test_a_camera_that_is_gone_is_told_and_so_is_its_return() -> None:
    def picture(t_s: float) -> Any:
        return None if 5 <= t_s < 8 else LIVELY[round(t_s * 15) % 2]

    trial = Trial(tall, 12, [(0.0, "skip", "")], picture=picture)
    assert trial.voice.texts == [PROMPTS["lost"], PROMPTS["back"]]
    assert words.TROUBLES["lost"][0] in {v.headline for v in trial.views}
    assert trial.views[-2].phase == "watching"


def test_muted_it_shows_and_does_not_speak() -> None:
    trial = Trial(bends, 16, [(0.0, "mute", ""), (0.0, "skip", "")], person=KNOWN)
    assert trial.voice.texts == []
    assert trial.voice.hushed == 1
    assert {v.tone for v in trial.views} >= {"red"}
    assert all(v.muted for v in trial.views if v.captured_unix_s > 0)


def test_snoozed_a_cue_is_shown_and_not_spoken() -> None:
    trial = Trial(bends, 16, [(0.0, "skip", ""), (1.0, "snooze", "")], person=KNOWN)
    assert trial.voice.texts == [PROMPTS["snoozed"]]
    assert {cue.spoken for cue in trial.tally.cues} == {False}
    assert {v.tone for v in trial.views} >= {"red"}
    assert 580 <= trial.views[-2].snoozed_s <= 600


def test_a_task_chosen_on_the_way_gives_its_own_advice() -> None:
    wishes: Any = [(0.0, "skip", ""), (1.0, "task", "shoes")]
    trial = Trial(bends, 16, wishes, person=KNOWN)
    assert {e.task for e in trial.episodes} == {"shoes"}
    assert {c.say for c in trial.tally.cues} == {"Sit down and bring your foot up."}
    assert trial.views[-1].task == "shoes"


def test_a_camera_that_is_turned_asks_to_stand_tall_again() -> None:
    still = cv2.GaussianBlur(
        np.random.default_rng(4).integers(0, 255, (240, 320, 3)).astype(np.uint8), (0, 0), 4
    )
    still = cv2.normalize(still, None, 0, 255, cv2.NORM_MINMAX)

    def picture(t_s: float) -> Any:
        lively = still.copy()
        lively[:60, :80] = LIVELY[round(t_s * 15) % 2][:60, :80]
        return np.roll(lively, 30, axis=1) if t_s >= 6 else lively

    trial = Trial(tall, 16, [(0.5, "start", "")], picture=picture)
    assert trial.voice.texts == [PROMPTS[p] for p in ("stand", "thanks", "moved", "thanks")]


def test_somebody_else_is_asked_to_stand_tall_for_themselves() -> None:
    def seen(t_s: float) -> People:
        return tall(t_s, at_px=(200, 240)) if t_s < 7 else tall(t_s, at_px=(520, 240), scale=1.3)

    trial = Trial(seen, 26, [(0.5, "start", "")])
    assert trial.voice.texts.count(PROMPTS["stand"]) == 2
    assert trial.voice.texts.count(PROMPTS["thanks"]) == 2


def test_where_there_is_no_loudspeaker_the_browser_is_given_the_words_for_a_moment() -> None:
    trial = Trial(bends, 16, [(2.0, "start", "")], voice=False)
    words_by_number = {v.say.number: v.say.text for v in trial.views if v.say is not None}
    assert list(words_by_number.values())[:2] == [PROMPTS["stand"], PROMPTS["thanks"]]
    assert trial.views[-1].say is None


@pytest.mark.parametrize(("command", "value"), [("dance", ""), ("task", "juggling")])
def test_a_wish_that_makes_no_sense_is_refused_in_one_line(command: Any, value: str) -> None:
    trial = Trial(nobody, 0.1)
    with pytest.raises(InputError, match="expected one of"):
        trial.session.command(command, value)


def test_a_session_stops_within_a_second_wherever_it_is() -> None:
    frames = (Frame(i, i / 25, LIVELY[i % 2]) for i in range(10**6))
    camera = Camera(FileDevice(Path("endless"), frames))
    camera.open()
    session = Session(
        Equipment(
            camera,
            Script(tall),
            Checker(Profile(), Person(), "other", 0.0),
            Speaker(None, False),
            load_guidance(),
            GaugeLimits(20, 60, 20, 30),
        )
    )
    thread = threading.Thread(target=session.run)
    thread.start()
    time.sleep(0.3)
    start_s = time.monotonic()
    session.command("quit")
    thread.join(2)
    camera.close()
    assert not thread.is_alive()
    assert time.monotonic() - start_s < 1.0
    assert session.view.phase == "ended"
