"""Somebody says that it hurt: silence, the advice, and nothing goes on by itself."""

from __future__ import annotations

import io

import pytest
from mannequin import keyed, tall_stance
from patience import until
from stand_ins import Trial, tall

from posturecheck.core import People
from posturecheck.live import words
from posturecheck.live.session_parts import HandsFree
from posturecheck.live.typed import listen
from posturecheck.pipeline import Subject
from posturecheck.voice.prompts import PROMPTS

KNOWN = Subject(stance=tall_stance())
BEGUN = (0.0, "skip", "")


def bending(t_s: float) -> People:
    """Tall, then bent forward from the fifth to the eighth second."""
    lean = keyed((0, 4), (5, 4), (6, 50), (8, 50), (9, 4))
    return tall(t_s, flexion=lean(t_s))


def hurt_at(t_s: float, *more: tuple, seen=tall, seconds: float = 20, **about) -> Trial:
    return Trial(seen, seconds, [BEGUN, (t_s, "hurt", ""), *more], person=KNOWN, **about)


def test_the_camera_closes_the_advice_is_said_and_then_it_is_silent() -> None:
    trial = hurt_at(8.0, seen=bending)
    assert trial.phases()[1:] == ["watching", "hurt", "ended"]
    assert trial.camera.turned[0][1] == "off"
    after = [text for text, s in zip(trial.voice.texts, trial.voice.at_s, strict=True) if s > 7.9]
    assert after == [PROMPTS["hurt"]]
    assert trial.voice.hushed
    assert {v.headline for v in trial.views if v.phase == "hurt"} == {words.HURT()}


def test_what_the_body_did_before_is_noted_and_said_to_be() -> None:
    trial = hurt_at(8.0, seen=bending)
    (report,) = trial.pains
    assert (report.phase, report.task) == ("watching", "other")
    lean = [m for m in report.course if m.measure == "trunk_inclination_deg"]
    assert max(m.reading.value for m in lean) > 40
    assert max(m.before_s for m in lean) <= 8.1
    assert trial.views[-2].detail == words.HURT_HINTS[True]


def test_where_nothing_is_kept_it_says_so() -> None:
    trial = hurt_at(8.0, keeps=False)
    assert trial.views[-2].detail == words.HURT_HINTS[False]


@pytest.mark.parametrize("command", ["resume", "start", "skip", "calibrate", "pause"])
def test_nothing_goes_on_but_what_she_says_for_certain(command: str) -> None:
    trial = hurt_at(8.0, (10.0, command, ""))
    assert trial.phases()[1:] == ["watching", "hurt", "ended"]


def test_she_says_that_she_wants_to_go_on() -> None:
    trial = hurt_at(8.0, (12.0, "go-on", ""))
    assert trial.phases()[1:] == ["watching", "hurt", "watching", "ended"]
    assert trial.voice.texts[-1] == PROMPTS["resumed"]
    assert trial.camera.turned[-1][1] == "on"


def test_it_can_be_said_while_the_camera_is_off() -> None:
    trial = hurt_at(12.0, seen=bending, seconds=16)
    paused = Trial(
        bending,
        20,
        [BEGUN, (9.0, "pause", ""), (12.0, "hurt", ""), (15.0, "go-on", "")],
        person=KNOWN,
    )
    assert paused.phases()[1:] == ["watching", "off", "hurt", "watching", "ended"]
    (report,) = paused.pains
    assert report.phase == "off"
    assert report.t_s <= 9.1
    assert report.course
    assert trial.pains[0].t_s > 11


def test_said_before_watching_had_begun_it_is_noted_too() -> None:
    trial = Trial(tall, 6, [(1.0, "hurt", "")])
    assert trial.phases()[1:] == ["look", "hurt", "ended"]
    assert trial.pains[0].phase == "look"


def test_said_twice_it_is_noted_once() -> None:
    assert len(hurt_at(8.0, (9.0, "hurt", "")).pains) == 1


def test_the_end_then_gives_advice_instead_of_something_to_practise() -> None:
    farewell = hurt_at(8.0).views[-1].farewell
    assert farewell is not None
    assert farewell.headline == words.FAREWELL["hurt"]
    assert farewell.advice == words.HURT_AGAIN()
    assert not farewell.next_words
    assert "Well done" not in farewell.headline


def test_without_a_page_it_ends_after_the_advice() -> None:
    trial = hurt_at(8.0, hands_free=HandsFree(ends=True), browser=False)
    assert trial.phases()[-2:] == ["hurt", "ended"]
    assert trial.voice.texts[-1] == PROMPTS["hurt"]
    assert not trial.session.left


class Keyboard(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_a_page_it_is_typed() -> None:
    asked: list[str] = []
    assert listen(asked.append, Keyboard("x\n P \n"))
    assert until(lambda: asked == ["hurt"])
    assert not listen(asked.append, io.StringIO("p\n"))  # nobody types there


def test_the_words_promise_nothing() -> None:
    said = " ".join([words.HURT(), *words.HURT_HINTS.values(), words.HURT_AGAIN()]).lower()
    for word in ("safe", "harmless", "fracture", "danger", "sure"):
        assert word not in said
