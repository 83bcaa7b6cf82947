"""What to do instead: the wording, as the other rooms ask for it.

Nothing here judges a movement. One data file (``guidance_file``) gives every rule its name
and reason, every good technique its praise, and every activity a kinder way of doing it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import get_args

from posturecheck.core import InputError
from posturecheck.language.catalogue import ENGLISH, language, text
from posturecheck.rules.guidance_file import (
    GuidanceFile,
    Guide,
    Question,
    RuleWords,
    Task,
    TechniqueWords,
    parse,
)


@dataclass(frozen=True, slots=True)
class Guidance:
    """All wording in one language."""

    language: str
    disclaimer: str
    question: Question
    advice: tuple[Guide, ...]
    rule_words: Mapping[str, RuleWords]
    technique_words: Mapping[str, TechniqueWords]

    @property
    def tasks(self) -> tuple[str, ...]:
        """The eight tasks, which the camera may recognise or the user may choose."""
        return get_args(Task)

    @property
    def activities(self) -> tuple[str, ...]:
        """Ids of the activities with advice of their own; each belongs to a task."""
        return tuple(guide.id for guide in self.advice if not guide.general)

    @property
    def spoken(self) -> tuple[str, ...]:
        """Every cue, every praise and the question, each once."""
        cues = (cue for guide in self.advice for cue in (guide.cue, guide.cue_holding) if cue)
        praises = (words.praise for words in self.technique_words.values())
        return tuple(dict.fromkeys([*cues, *praises, self.question.words]))

    def holding_on(self) -> Guidance:
        """Return the same words for somebody who holds on to something when they stand."""
        advice = tuple(replace(guide, cue=guide.cue_holding or guide.cue) for guide in self.advice)
        return replace(self, advice=advice)

    def base_task(self, name: str) -> str:
        """Return the task that a task or an activity belongs to.

        Raises:
            InputError: ``name`` is neither.
        """
        if name in self.tasks:
            return name
        for guide in self.advice:
            if guide.id == name:
                return guide.task
        choices = ", ".join(dict.fromkeys(self.tasks + self.activities))
        raise InputError(f"task: expected one of {choices}; got {name!r}")

    def guide(self, rule: str, task: str) -> Guide:
        """Return what to do instead.

        Args:
            rule: the id of the rule that was broken.
            task: a task, or an activity's id, which is answered more closely.

        Raises:
            InputError: ``task`` is neither a task nor an activity.
        """
        self.base_task(task)
        for guide in self._nearest_first(task):
            if rule in guide.rules:
                return guide
        raise KeyError(rule)

    def guide_that_says(self, rule: str, say: str) -> Guide:
        """Return the first advice on a rule that is spoken in these words.

        Raises:
            KeyError: No advice on this rule is.
        """
        for guide in self.advice:
            if rule in guide.rules and say in (guide.cue, guide.cue_holding):
                return guide
        raise KeyError(say)

    def rule(self, rule: str) -> RuleWords:
        """Return a rule's name and reason."""
        return self.rule_words[rule]

    def technique(self, technique: str) -> TechniqueWords:
        """Return a good technique's name and praise."""
        return self.technique_words[technique]

    def _nearest_first(self, name: str) -> Iterator[Guide]:
        # "other" means that the activity is not known: naming an oven or a car would be
        # a guess, so its activities are left out and only the general guides answer.
        yield from (guide for guide in self.advice if guide.id == name)
        if name != "other":
            yield from (guide for guide in self.advice if guide.task == name)
        yield from (guide for guide in self.advice if guide.general)


def load_guidance(path: Path | None = None) -> Guidance:
    """Read the wording; without a path, the one that comes with posturecheck.

    Ours is said in the language in force (``language.catalogue``); a file of one's own has its
    own.

    Raises:
        InputError: the file cannot be read, or a text is missing, unknown or too long.
    """
    if path is None:
        return _shipped(language())
    try:
        written = path.read_text(encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"{path}: expected a guidance file; got {reason}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: expected text in UTF-8; got {error.reason}") from error
    return _guidance(parse(written, str(path)))


@cache
def _shipped(spoken: str) -> Guidance:
    name = "guidance.toml"
    english = files("posturecheck.rules").joinpath(name).read_text(encoding="utf-8")
    called = name if spoken == ENGLISH else f"{name} ({spoken})"
    return replace(_guidance(parse(english, called, text)), language=spoken)


def _guidance(content: GuidanceFile) -> Guidance:
    return Guidance(
        language=content.language,
        disclaimer=content.disclaimer.text,
        question=content.question,
        advice=tuple(content.advice),
        rule_words={rule: words for rule, words in content.rules.items()},
        technique_words={name: words for name, words in content.techniques.items()},
    )
