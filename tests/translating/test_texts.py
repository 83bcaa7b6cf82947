"""Every text is found, once, and the template that is kept has them all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from made_up_language import made_up, made_up_catalogue

from posturecheck.language.catalogue import SHIPPED
from posturecheck.rules.guidance import load_guidance
from posturecheck.voice.prompts import PROMPTS
from translating import catalogues
from translating.texts import Text, texts_of, texts_of_guidance


def run(*what: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "translating", *map(str, what)]
    return subprocess.run(command, capture_output=True, text=True)


def found(source: str) -> list[Text]:
    return list(texts_of(source, "room.py"))


def test_the_template_that_is_kept_is_up_to_date() -> None:
    kept = catalogues.TEMPLATE.read_text(encoding="utf-8")
    assert kept == catalogues.as_text(catalogues.template()), "run: make words"


def test_what_the_program_reads_is_what_the_translators_wrote() -> None:
    shipped = sorted(catalogues.all_po())  # none yet: English needs no catalogue
    for path in shipped:
        known = catalogues.read(path)
        assert list(catalogues.faults(known)) == []
        assert path.with_suffix(".mo").read_bytes() == catalogues.compiled(known), "run: make words"
    compiled = sorted(catalogues.TEMPLATE.parent.rglob("*.mo"))
    assert compiled == [path.with_suffix(".mo") for path in shipped]


def test_words_are_found_where_rooms_write_them() -> None:
    source = """
A = Sentence("One. "
             "Two.")
B: Words[str, tuple[str, str]] = Words[str, tuple[str, str]]({"a": ("Head", ""), "b": "Tail"})
C = Plural("once", "{count} times")
D = text_in("decimal sign", ".")
E = Words({"sign": SIGNS.english["ask"], **SIGNS.english})
"""
    assert found(source) == [
        Text("room.py", "", "One. Two."),
        Text("room.py", "a", "Head"),
        Text("room.py", "b", "Tail"),
        Text("room.py", "", "once", "{count} times"),
        Text("room.py", "", ".", context="decimal sign"),
    ]


@pytest.mark.parametrize(
    "source", ['Sentence(f"{n} bends")', "Sentence(SAID)", 'Words({"a": "b" + "c"})']
)
def test_a_text_that_is_not_written_out_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"room\.py:1: expected a text written out"):
        found(source)


def test_of_the_guidance_all_that_is_read_or_heard_is_found_and_no_source() -> None:
    known = {message.id for message in catalogues.template() if message.id}
    guidance = load_guidance()
    assert {*guidance.spoken, guidance.disclaimer, *PROMPTS.values()} <= known
    assert {rule.why for rule in guidance.rule_words.values()} <= known
    assert not {guide.source for guide in guidance.advice} & known
    (text,) = texts_of_guidance('[[advice]]\nid = "oven"\ncue = "Step."\nsource = "R1"', "g")
    assert text == Text("g", "advice oven cue", "Step.")


@pytest.mark.slow
def test_a_language_is_begun_filled_in_and_compiled(tmp_path: Path) -> None:
    assert run("template", "--folder", tmp_path).returncode == 0
    assert run("begin", "pt-BR", "--folder", tmp_path).returncode == 0
    path = tmp_path / "pt_BR/LC_MESSAGES/posturecheck.po"
    text = path.read_text(encoding="utf-8")
    assert "Language: pt_BR" in text
    path.write_text(text.replace('"Waiting."\nmsgstr ""', '"Waiting."\nmsgstr "À espera."'))
    ran = run("compile", "--folder", tmp_path)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("pt_BR: 1 of ")
    assert path.with_suffix(".mo").read_bytes()
    again = run("begin", "pt-BR", "--folder", tmp_path)
    assert (again.returncode, len(again.stderr.splitlines())) == (2, 1)


@pytest.mark.parametrize("language", ["nonsense", "", "de_DE@euro!"])
def test_what_is_no_language_is_not_begun(tmp_path: Path, language: str) -> None:
    ran = run("begin", language, "--folder", tmp_path)
    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1)
    assert list(tmp_path.iterdir()) == []


def translated(english: str | tuple[str, str], said: str | tuple[str, str]) -> list[str]:
    made = Catalog(fuzzy=False)
    made.add(english, said)
    return list(catalogues.faults(made))


def test_a_translation_that_would_break_is_a_fault() -> None:
    assert translated("Wait {seconds} s.", "{sekunden} s warten.")
    assert translated("Seen: <b>{time}</b>.", "Gesehen: {time}.")
    assert not translated("Wait {seconds} s.", "")
    assert not translated(("once", "{count} times"), ("einmal", "{count}-mal"))
    assert not translated(("{count} cue", "{count} cues"), ("ein Hinweis", "{count} Hinweise"))
    assert translated(("once", "{count} times"), ("einmal", "{times}-mal"))


def test_a_cue_too_long_to_be_spoken_is_a_fault() -> None:
    cue = load_guidance().spoken[0]
    assert not translated(cue, "Acht Wörter sind genug, und mehr nicht, nie.")
    assert translated(cue, "Neun Wörter sind zu viel, um sie zu sagen.")


def test_the_made_up_language_would_do_as_a_translation() -> None:
    assert list(catalogues.faults(made_up_catalogue())) == []


def test_the_made_up_language_keeps_what_is_filled_and_is_a_third_longer() -> None:
    english = "The person could be measured for <b>{seen}</b> ({share} of the clip)."
    said = made_up(english)
    assert "<b>{seen}</b> ({share} " in said
    words = [w for w in english.split() if w.isalpha()]
    assert 1.2 < sum(len(made_up(w)) for w in words) / sum(map(len, words)) < 1.5


def test_the_template_comes_with_the_package() -> None:
    assert SHIPPED.joinpath("posturecheck.pot").is_file()
