"""Sessions begun from the page: one after the other, each waiting for its camera."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from app.fakes import FakeSession
from home.house import Scripted
from patience import PATIENCE_S, returns, until

from posturecheck.app.view import Utterance, View
from posturecheck.home import words
from posturecheck.home.desk import Desk
from posturecheck.home.settings import HomeSettings
from posturecheck.live.assembling import guidance_of
from posturecheck.live.words import HURT, HURT_HINTS
from posturecheck.sinks.totals import Totals
from posturecheck.voice.pace import SLOWER
from posturecheck.voice.prompts import PROMPTS


@pytest.fixture
def views(scripted: Scripted) -> list[View]:
    seen: list[View] = []
    scripted.house.desk.subscribe(seen.append)
    return seen


def begun(scripted: Scripted, sessions: int = 1) -> None:
    scripted.house.begin()
    assert until(lambda: len(scripted.watch.sessions) == sessions)


def headlines(views: list[View]) -> list[str]:
    said = [view.headline for view in views]
    return [one for i, one in enumerate(said) if i == 0 or one != said[i - 1]]


def test_before_the_first_session_there_is_nothing_to_show(scripted, views) -> None:
    assert scripted.house.desk.view is None
    assert not scripted.house.desk.busy
    scripted.house.desk.command("pause")
    assert views == []


def test_a_session_begins_with_what_is_chosen(scripted: Scripted) -> None:
    scripted.house.choose(
        {"camera": "2", "height_cm": 161.0, "task": "sink", "voice": False, "volume": 40}
    )
    begun(scripted)
    options = scripted.watch.options[0]
    assert (options.camera, options.height_cm, options.task) == ("2", 161.0, "sink")
    assert (options.muted, options.volume) == (True, 0.4)


def test_how_she_stands_and_how_slowly_it_speaks_are_of_the_session_too(scripted) -> None:
    scripted.house.choose({"slower": True, "holds_on": True})
    begun(scripted)
    options = scripted.watch.options[0]
    assert (options.pace, options.holds_on, options.guide) == (SLOWER, True, None)
    slow = guidance_of(options)
    assert slow.guide("deep-lean", "other").cue == "Keep hold. Push your hips back."


def test_settings_changed_meanwhile_count_for_the_next_session(scripted: Scripted) -> None:
    begun(scripted)
    scripted.house.choose({"height_cm": 170.0})
    scripted.house.desk.close()
    begun(scripted, 2)
    assert [options.height_cm for options in scripted.watch.options] == [None, 170.0]


def test_a_second_wish_to_begin_begins_no_second_session(scripted: Scripted) -> None:
    begun(scripted)
    assert not scripted.house.desk.begin()
    assert len(scripted.watch.sessions) == 1


def test_without_a_camera_it_waits_and_begins_when_one_is_there(scripted, views) -> None:
    scripted.watch.cameras.clear()
    scripted.house.begin()
    assert until(lambda: scripted.watch.looked >= 3)
    scripted.watch.cameras.set()
    assert until(lambda: bool(scripted.watch.sessions))
    assert headlines(views) == [words.OPENING(), words.NO_CAMERA(), "I can see you."]


def test_where_none_is_chosen_the_first_that_answers_is_taken(scripted: Scripted) -> None:
    scripted.watch.taken = "0"
    begun(scripted)
    assert [options.camera for options in scripted.watch.options] == ["0", "1"]


def test_a_chosen_camera_is_waited_for_though_another_is_there(scripted: Scripted) -> None:
    scripted.house.choose({"camera": "2"})
    scripted.watch.taken = "2"
    scripted.house.begin()
    assert until(lambda: scripted.watch.looked >= 3)
    assert {options.camera for options in scripted.watch.options} == {"2"}


def test_waiting_for_a_camera_can_be_given_up(scripted, views) -> None:
    scripted.watch.cameras.clear()
    scripted.house.begin()
    assert until(lambda: scripted.watch.looked >= 2)
    assert returns(scripted.house.desk.close)
    assert not scripted.house.desk.busy
    assert views[-1].phase == "ended"


def test_the_last_view_of_a_session_stays_to_be_read(scripted, views) -> None:
    begun(scripted)
    scripted.house.desk.close()
    assert scripted.house.desk.view.headline == "That was all."
    late: list[View] = []
    scripted.house.desk.subscribe(late.append)
    assert late == views[-1:]


def test_numbers_rise_over_all_sessions(scripted, views) -> None:
    for session in (1, 2):
        begun(scripted, session)
        for number in (1, 1, 2):
            scripted.watch.session.show(say=Utterance(number, "Stay tall"))
        scripted.house.desk.close()
    numbers = [view.number for view in views]
    assert numbers == sorted(set(numbers))
    said = [view.say.number for view in views if view.say]
    assert said == [1, 1, 2, 3, 3, 4]


def test_commands_and_sounds_are_the_sessions(scripted: Scripted) -> None:
    begun(scripted)
    scripted.watch.session.sounds["Stay tall"] = b"RIFF"
    scripted.house.desk.command("task", "shoes")
    assert scripted.watch.session.asked == [("task", "shoes")]
    assert scripted.house.desk.sound("Stay tall") == b"RIFF"


def test_what_cannot_begin_says_why_and_the_page_stays(scripted, views) -> None:
    scripted.house.settings = HomeSettings(profile="gone.toml")
    scripted.house.begin()
    assert until(lambda: bool(views) and views[-1].phase == "ended")
    assert views[-1].tone == "trouble"
    assert "gone.toml" in views[-1].detail
    scripted.house.settings = HomeSettings()
    assert until(lambda: not scripted.house.desk.busy)
    begun(scripted)


def test_a_fault_is_told_in_the_terminal_and_the_page_stays(scripted, views, monkeypatch) -> None:
    def fault(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(scripted.house.desk, "_watch", fault)
    scripted.house.begin()
    assert until(lambda: bool(views) and views[-1].phase == "ended")
    assert scripted.said == ["a fault of ours: ZeroDivisionError: oh"]


def test_the_voice_is_as_loud_as_chosen(scripted: Scripted) -> None:
    from posturecheck.voice.samples import from_wav

    phrase = words.WORDS["volume_phrase"]
    loud = from_wav(scripted.house.desk.sound(phrase))
    scripted.house.choose({"volume": 50})
    soft = from_wav(scripted.house.desk.sound(phrase))
    assert abs(soft).max() == pytest.approx(0.5 * abs(loud).max(), abs=1e-3)


def test_the_voice_is_as_slow_as_chosen(scripted: Scripted) -> None:
    phrase = words.WORDS["volume_phrase"]
    usual = scripted.house.desk.sound(phrase)
    scripted.house.choose({"slower": True})
    assert len(scripted.house.desk.sound(phrase)) > 1.1 * len(usual)


def test_a_session_lets_go_of_the_cameras_that_were_shown(scripted: Scripted) -> None:
    scripted.plugged_in = ["0", "1"]
    assert until(lambda: len(scripted.house.cameras.look()) == 2)
    begun(scripted)
    assert sorted(scripted.let_go) == ["0", "1"]


def test_history_and_settings_lie_side_by_side(scripted: Scripted, tmp_path: Path) -> None:
    scripted.house.choose({})
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["settings.json"]
    assert scripted.house.sessions() == []


def test_that_it_hurt_can_be_said_before_a_camera_is_there(scripted: Scripted, views) -> None:
    scripted.watch.cameras.clear()
    scripted.house.begin()
    assert until(lambda: views and views[-1].tone == "trouble")
    scripted.house.desk.command("hurt")
    assert until(lambda: views[-1].phase == "ended")
    assert (views[-1].headline, views[-1].detail) == (HURT(), HURT_HINTS[False])
    assert views[-1].say is not None
    assert views[-1].say.text == PROMPTS["hurt"]


def test_the_last_words_of_a_session_are_cut_short_by_the_next(scripted: Scripted) -> None:
    saying, said = threading.Event(), threading.Event()

    def watch(options, say, shown=None) -> Totals:
        session = FakeSession()
        session.hush = said.set
        session.show(phase="ended", headline="That was all.")
        with shown(session, say):
            saying.set()
            said.wait(PATIENCE_S)
        return Totals()

    desk = Desk(lambda: scripted.house.settings, scripted.said.append, watch, cameras=lambda: ["0"])
    assert desk.begin()
    saying.wait(PATIENCE_S)
    assert until(lambda: desk.view is not None and desk.view.phase == "ended")
    saying.clear()
    assert desk.begin()
    assert saying.wait(PATIENCE_S)
    said.set()
    desk.close()


def test_a_session_that_nobody_watches_any_more_was_left(scripted: Scripted) -> None:
    scripted.house.begin()
    assert until(lambda: scripted.watch.sessions)
    scripted.house.close(left=True)
    assert ("leave", "") in scripted.watch.session.asked
