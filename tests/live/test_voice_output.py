from __future__ import annotations

from stand_ins import Said

from posturecheck.live.voice_output import Speaker


def test_words_go_to_the_loudspeaker_where_there_is_one() -> None:
    voice = Said()
    speaker = Speaker(voice, muted=False)
    speaker.say("Stand tall.", "notice")
    assert voice.texts == ["Stand tall."]
    assert speaker.for_browser is None


def test_words_go_to_the_browser_where_there_is_none_each_with_a_number_of_its_own() -> None:
    speaker = Speaker(None, muted=False)
    numbers = []
    for text in ("Stand tall.", "Stand tall.", "Step in closer."):
        speaker.say(text, "notice")
        assert speaker.for_browser is not None
        assert speaker.for_browser.text == text
        numbers.append(speaker.for_browser.number)
    assert numbers == [1, 2, 3]


def test_muting_stops_what_is_being_said_and_all_that_follows() -> None:
    voice = Said()
    speaker = Speaker(voice, muted=False)
    speaker.muted = True
    speaker.say("Stand tall.", "notice")
    assert (voice.texts, voice.hushed) == ([], 1)


def test_muting_takes_the_words_back_from_the_browser() -> None:
    speaker = Speaker(None, muted=False)
    speaker.say("Stand tall.", "notice")
    speaker.muted = True
    assert speaker.for_browser is None


def test_without_a_loudspeaker_and_a_page_nothing_can_be_heard() -> None:
    speaker = Speaker(None, muted=False, browser=False)
    speaker.say("Stand tall.", "notice")
    assert not speaker.heard
    assert speaker.for_browser is None
    assert Speaker(Said(), muted=False, browser=False).heard
    assert not Speaker(Said(), muted=True).heard
