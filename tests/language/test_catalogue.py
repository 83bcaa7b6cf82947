"""Texts are said in the language that was chosen, from the moment that it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from made_up_language import NAME, made_up, spoken

from posturecheck.core import InputError
from posturecheck.language import catalogue
from posturecheck.language.numbers import day_name, decimal
from posturecheck.language.words import Plural, Sentence, Words
from posturecheck.rules.guidance import load_guidance
from posturecheck.voice.prompts import PROMPTS
from posturecheck.voice.sounds import Sounds
from translating import catalogues

TIMES = Plural("once", "{count} times")


@pytest.fixture(autouse=True)
def english_after() -> Iterator[None]:
    yield
    catalogue.choose("en")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of catalogues, with one of a language with three forms for numbers."""
    polish = Catalog("pl", fuzzy=False)
    polish.add("Waiting.", "Czekam.")
    polish.add(("once", "{count} times"), ("raz", "{count} razy", "{count} razy!"))
    place = tmp_path / "pl" / "LC_MESSAGES" / "posturecheck.mo"
    place.parent.mkdir(parents=True)
    place.write_bytes(catalogues.compiled(polish))
    monkeypatch.setenv(catalogue.OWN_FOLDER, str(tmp_path))
    return tmp_path


def test_without_a_choice_it_is_english() -> None:
    assert catalogue.language() == "en"
    assert Sentence("Waiting.")() == "Waiting."


@pytest.mark.parametrize("variable", ["LANG", "LC_ALL", "LANGUAGE", "LC_MESSAGES"])
def test_what_the_system_is_set_to_changes_nothing(
    variable: str, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setenv(variable, "pl_PL.UTF-8")
    catalogue.choose("en")
    assert Sentence("Waiting.")() == "Waiting."


def test_words_written_before_the_choice_are_said_in_it(folder: Path) -> None:
    waiting, words = Sentence("Waiting."), Words({"a": "Waiting.", "b": ("Waiting.", "")})
    catalogue.choose("pl")
    assert waiting() == words["a"] == "Czekam."
    assert words["b"] == ("Czekam.", "")
    assert catalogue.languages() == ("en", "pl")


def test_a_text_that_is_not_translated_stays_english(folder: Path) -> None:
    catalogue.choose("pl")
    assert Sentence("Stand tall for {seconds} s.")(seconds=3) == "Stand tall for 3 s."


@pytest.mark.parametrize(("count", "said"), [(1, "raz"), (3, "3 razy"), (12, "12 razy!")])
def test_a_number_takes_the_form_of_its_language(folder: Path, count: int, said: str) -> None:
    catalogue.choose("pl")
    assert TIMES(count) == said


def test_english_has_two_forms() -> None:
    assert [TIMES(n) for n in (0, 1, 2)] == ["0 times", "once", "2 times"]


def test_a_choice_holds_for_a_while_where_it_is_asked_to(folder: Path) -> None:
    with catalogue.speaking("pl"):
        assert Sentence("Waiting.")() == "Czekam."
    assert Sentence("Waiting.")() == "Waiting."


@pytest.mark.parametrize("name", ["de", "", "../pl", "PL", "pl_PL", "a" * 400])
def test_a_language_that_is_not_there_is_named_with_those_that_are(folder: Path, name: str) -> None:
    catalogue.choose("pl")
    with pytest.raises(InputError, match=r"expected one of en, pl; got"):
        catalogue.choose(name)
    assert catalogue.language() == "pl"


@pytest.mark.parametrize("content", [b"", b"no catalogue", b"\xde\x12\x04\x95" + bytes(9)])
def test_a_broken_catalogue_is_said_in_one_line(folder: Path, content: bytes) -> None:
    (folder / "pl/LC_MESSAGES/posturecheck.mo").write_bytes(content)
    with pytest.raises(InputError, match=r"posturecheck\.mo: expected a catalogue"):
        catalogue.choose("pl")


def test_numbers_and_days_are_written_as_the_language_wants(tmp_path: Path) -> None:
    day = date(2026, 11, 23)
    assert (decimal(2.34, 1), day_name(day)) == ("2.3", "Mon 23 Nov")
    with spoken(tmp_path):
        assert (decimal(2.34, 1), day_name(day)) == ("2,3", f"{made_up('Mon')} 23 {made_up('Nov')}")


def test_the_guidance_is_said_in_the_language_and_keeps_its_names(tmp_path: Path) -> None:
    english = load_guidance()
    with spoken(tmp_path):
        said = load_guidance()
    assert said.language == NAME
    assert said.disclaimer == made_up(english.disclaimer)
    assert said.question.words == made_up(english.question.words)
    for here, there in zip(english.advice, said.advice, strict=True):
        assert (there.id, there.rules, there.source) == (here.id, here.rules, here.source)
        assert there.cue == made_up(here.cue)
        assert there.alternative == made_up(here.alternative)
    for rule, words in english.rule_words.items():
        assert said.rule(rule).title == made_up(words.title)
    assert load_guidance() == english


def test_what_is_spoken_in_another_language_is_no_english_phrase(tmp_path: Path) -> None:
    """It falls to the system's voice of that language, else to a chime with the words shown."""
    sounds = Sounds(system=None)
    assert all(map(sounds.knows, [*load_guidance().spoken, *PROMPTS.values()]))
    with spoken(tmp_path):
        said = [*load_guidance().spoken, *PROMPTS.values()]
    assert not any(map(sounds.knows, said))
