"""Profiles as files: read, checked with one clear line, printed with every source."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from posturecheck.console.untrusted_text import briefly, printable, read_toml
from posturecheck.core import InputError
from posturecheck.files.looking import is_file
from posturecheck.profiles.settings import Profile
from posturecheck.profiles.table import Table

SHIPPED = ("default", "recent-vertebral-fracture", "general-back-care")
SHIPPED_FOLDER = Path(__file__).parent


def load_profile(name_or_path: str = "default", said_in: str = "") -> Profile:
    """Return a shipped profile by name, or one read from a TOML file.

    Args:
        name_or_path: Which.
        said_in: The file that named it; "" is the command line.

    Raises:
        InputError: No such profile, not TOML, an unknown key, a wrong unit, or limits
            that contradict each other; one line.
    """
    path = SHIPPED_FOLDER / f"{name_or_path}.toml"
    if name_or_path not in SHIPPED:
        path = Path(name_or_path)
        if not is_file(path):
            asked = f"{said_in}: profile" if said_in else "--profile"
            raise InputError(
                f"{asked} {name_or_path}: expected a TOML file or one of {', '.join(SHIPPED)}; "
                "there is no such file"
            )
    return profile_from(read_toml(path, "a profile in TOML"), str(path))


def profile_from(data: dict[str, Any], source: str) -> Profile:
    """Return a profile of what a file says.

    Raises:
        InputError: An unknown key, a wrong unit, or limits that contradict each other.
    """
    try:
        return Profile.model_validate(data)
    except ValidationError as error:
        raise InputError(f"{source}: {first_problem(error, Profile)}") from error


def first_problem(error: ValidationError, table: type[BaseModel]) -> str:
    """Return in words what is wrong first; ``table`` is what was to be read."""
    problems = error.errors()
    first = problems[0]
    place = ".".join(str(part) for part in first["loc"]) or f"the {table.__name__.lower()}"
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    if first["type"] == "extra_forbidden":
        return f"{place} is not a setting{_near(first['loc'], table)}{more}"
    message = first["msg"].removeprefix("Value error, ")
    return (
        f"{place}: {message}, got {briefly(first['input'])}{more}"
        if not isinstance(first["input"], dict)
        else f"{place}: {message}{more}"
    )


def _near(place: tuple[int | str, ...], of: type[BaseModel]) -> str:
    """Name the settings that do exist there: a wrong unit is then seen at once."""
    table: Any = of
    for part in place[:-1]:
        fields = {(f.alias or n): f for n, f in table.model_fields.items()}
        table = fields[str(part)].annotation
    names = [f.alias or n for n, f in table.model_fields.items()]
    wanted = str(place[-1]).split("_")[0]
    alike = [n for n in names if n.split("_")[0] == wanted] or names
    return (
        f"; expected {' or '.join(alike)}"
        if len(alike) < 3
        else f"; expected one of {', '.join(alike)}"
    )


def commented(profile: Profile) -> str:
    """Return a profile as TOML: each setting with its meaning and source beside it."""
    lines = [
        "# A posturecheck profile. Every figure can be changed; leave out what stays as it is.",
        "# R and M numbers name the sources in docs/SOURCES.md.",
    ]
    return "\n".join([*lines, *_table(profile, ())]) + "\n"


def _table(table: BaseModel, path: tuple[str, ...]) -> Iterator[str]:
    if path:
        yield ""
        doc = (type(table).__doc__ or "").splitlines()[0]
        yield f"[{'.'.join(path)}]  # {doc}" if table.model_dump() else f"[{'.'.join(path)}]"
    inner = []
    for name, field in type(table).model_fields.items():
        key, value = field.alias or name, getattr(table, name)
        if isinstance(value, Table):
            inner.append((key, value))
        else:
            yield f"{key} = {_toml(value)}  # {field.description}"
    for key, value in inner:
        yield from _table(value, (*path, key))


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # JSON's escapes are TOML's; what JSON lets pass but is invisible is escaped as well.
        return "".join(map(_seen, json.dumps(value, ensure_ascii=False)))
    short = f"{value:g}"
    return short if float(short) == value else repr(value)


def _seen(char: str) -> str:
    return char if printable(char) == char else f"\\U{ord(char):08x}"
