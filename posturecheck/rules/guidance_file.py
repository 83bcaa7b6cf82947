"""The wording's data file: its shape, and what is said of a slip in it.

Checked once, on loading, so that a translator or editor of the file hears of a slip in
one line and no later part has to wonder whether a cue exists.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    ValidationError,
)
from pydantic.dataclasses import dataclass as checked_dataclass
from pydantic_core import ErrorDetails

from posturecheck.core import InputError
from posturecheck.rules import RANK

if TYPE_CHECKING:
    RuleId = str
else:
    RuleId = Literal[tuple(RANK)]  # a rule's row is the one place that names it
TechniqueId = Literal[
    "hip-hinge",
    "squat",
    "golfers-lift",
    "half-kneel",
    "step-turn",
    "seated-foot-up",
    "sit-stand",
]
Task = Literal["dishwasher", "shoes", "lift", "sweep", "reach-high", "sit-stand", "sink", "other"]

# What is said in the reader's language; ids choose, and a source is a citation.
PLAIN_TEXTS = frozenset(
    {"text", "words", "detail", "title", "seen", "why", "praise", "activity"}
    | {"risky", "alternative", "cue", "cue_holding", "explanation"}
)
SPOKEN_WORDS = 8  # a longer cue is still being spoken when the movement is over
_EXACT = ConfigDict(extra="forbid")
_WANTED = {  # pydantic's kinds of fault, in the words of an editor of a TOML file
    "extra_forbidden": "no such key",
    "unexpected_keyword_argument": "no such key",
    "string_type": "text in quotes",
    "string_too_short": "some text",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "too_short": "at least one entry",
    "dict_type": "a table",
    "model_type": "a table",
    "dataclass_type": "a table",
}


def _short_enough(text: str) -> str:
    words = len(text.split())
    if words > SPOKEN_WORDS:
        raise ValueError(f"at most {SPOKEN_WORDS} words, counted {words}")
    return text


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Spoken = Annotated[Text, AfterValidator(_short_enough)]


@checked_dataclass(frozen=True, slots=True, config=_EXACT)
class RuleWords:
    """How a rule is named and explained; ``seen`` completes "The camera saw ..."."""

    title: Text
    seen: Text
    why: Text
    source: Text


@checked_dataclass(frozen=True, slots=True, config=_EXACT)
class TechniqueWords:
    """How a good technique is named and praised."""

    title: Text
    praise: Spoken


@checked_dataclass(frozen=True, slots=True, config=_EXACT)
class Guide:
    """One kinder way of doing one activity.

    ``rules`` are those it answers. A ``general`` guide belongs to no activity: it
    answers wherever a task or an activity has nothing of its own to say. ``cue_holding`` is
    said in place of the cue to somebody who holds on to something when they stand.
    """

    id: Text
    task: Task
    activity: Text
    rules: Annotated[tuple[RuleId, ...], Field(min_length=1)]
    risky: Text
    alternative: Text
    cue: Spoken
    explanation: Text
    source: Text
    general: StrictBool = False
    cue_holding: Spoken | None = None


class Disclaimer(BaseModel):
    """What is said wherever advice is given."""

    model_config = _EXACT
    text: Text


@checked_dataclass(frozen=True, slots=True, config=_EXACT)
class Question:
    """What is asked of somebody who fell and stays down, and the line shown under it."""

    words: Spoken
    detail: Text


class GuidanceFile(BaseModel):
    """The data file as it is written."""

    model_config = _EXACT
    language: Text
    disclaimer: Disclaimer
    question: Question
    rules: dict[RuleId, RuleWords]
    techniques: dict[TechniqueId, TechniqueWords]
    advice: list[Guide]


def parse(
    text: str, name: str, translate: Callable[[str], str] = lambda english: english
) -> GuidanceFile:
    """Read the file's text.

    Args:
        text: What is written in it.
        name: How a slip calls the file.
        translate: Gives each text that people read or hear in their language.

    Raises:
        InputError: It is no TOML, or a text is missing, unknown or too long; one line.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{name}: expected TOML; got {error}") from error
    data = _in_plain_words(data, translate)
    try:
        content = GuidanceFile.model_validate(data)
    except ValidationError as error:
        raise InputError(f"{name}: {_first_fault(error, data)}") from error
    fault = next(_gaps(content), None)
    if fault:
        raise InputError(f"{name}: {fault}")
    return content


def _in_plain_words(part: Any, translate: Callable[[str], str], key: str = "") -> Any:
    if isinstance(part, dict):
        return {name: _in_plain_words(value, translate, name) for name, value in part.items()}
    if isinstance(part, list):
        return [_in_plain_words(value, translate) for value in part]
    return translate(part.strip()) if key in PLAIN_TEXTS and isinstance(part, str) else part


def _gaps(content: GuidanceFile) -> Iterator[str]:
    """Yield what no single entry can know: what is missing, there twice, or contradicts."""
    yield from _unworded("rules", tuple(RANK), content.rules)
    yield from _unworded("techniques", get_args(TechniqueId), content.techniques)
    for name, times in Counter(guide.id for guide in content.advice).items():
        if times > 1:
            yield f"advice {name!r}, id: expected a name used once; got it {times} times"
    for guide in content.advice:
        yield from _misplaced(guide)
    answered = {rule for guide in content.advice if guide.general for rule in guide.rules}
    for rule in RANK:
        if rule not in answered:
            yield f"advice, general: expected an entry that answers {rule!r}; got none"


def _unworded(table: str, ids: tuple[str, ...], present: Iterable[str]) -> Iterator[str]:
    known = set(present)
    for name in ids:
        if name not in known:
            yield f"{table}.{name}: expected its wording; got nothing"


def _misplaced(guide: Guide) -> Iterator[str]:
    where = f"advice {guide.id!r}, task"
    if guide.general and guide.task != "other":
        yield f"{where}: expected 'other' (general); got {guide.task!r}"
    # A guide may bear its own task's name ("shoes"), never another's.
    if guide.id in get_args(Task) and guide.id != guide.task:
        yield f"{where}: expected {guide.id!r}, as its id; got {guide.task!r}"


def _first_fault(error: ValidationError, data: Mapping[str, Any]) -> str:
    """Say the first fault in one line: the key, what was expected, what came."""
    faults = error.errors(include_url=False)
    first = faults[0]
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{_key(first['loc'], data)}: {_expected_and_came(first)}{more}"


def _key(loc: tuple[int | str, ...], data: Mapping[str, Any]) -> str:
    path = [str(part) for part in loc if part != "[key]"]
    if len(loc) < 2 or loc[0] != "advice" or not isinstance(loc[1], int):
        return ".".join(path)
    # An id is found in the file sooner than "the 17th entry".
    entry = data["advice"][loc[1]]
    named = entry.get("id") if isinstance(entry, dict) else None
    which = f"advice {named!r}" if named else f"advice entry {loc[1] + 1}"
    return ", ".join([which, *path[2:]])


def _expected_and_came(fault: ErrorDetails) -> str:
    came = " ".join(repr(fault["input"]).split())
    came = came if len(came) <= 60 else came[:57] + "..."
    kind = fault["type"]
    if kind == "missing":
        return "expected a value; got nothing"
    if kind == "value_error":
        return f"expected {fault['ctx']['error']}; got {came}"
    wanted = _WANTED.get(kind) or fault["msg"].removeprefix("Input should be ")
    return f"expected {wanted}; got {came}"
