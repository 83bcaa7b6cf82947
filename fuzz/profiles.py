"""Profiles with odd values, odd keys, odd nesting, or odd bytes."""

from __future__ import annotations

import random
from collections.abc import Callable

from fuzz import damage
from fuzz.cases import Making
from posturecheck.profiles.files import commented, load_profile

VALUES = (
    *("inf", "-inf", "nan", "1e308", "-1e308", "1e-308", "0", "-1", "0.0", "true", "false"),
    *("9" * 400, "9" * 5000, "0x" + "f" * 6000, "1979-05-27T07:32:00Z", "99:99:99", "9999-12-31"),
    *("[]", "[[]]", "{}", "{a = 1}", "[1, 'x']", '""', '"x"', "'''\n'''", "07:32:00"),
    *('"\\u001b[31m"', '"\\u202e"', '"\\ud800"', '"\\U0010FFFF"', '"[red]x"', '"=cmd()"'),
    '"' + "y" * 3000 + '"',
)
KEYS = ('"\\u001b[2J"', '"a\\nb"', '"\\u202e"', "k" * 4000, '"[red]"', '""', "__class__", "a.b.c")
DEEP = 3000


def profile(making: Making) -> tuple[str, ...]:
    """Write a profile and return the command that reads it."""
    text = commented(load_profile())
    data = WAYS[making.number % len(WAYS)](text, making.chance)
    (making.folder / "own.toml").write_bytes(data)
    if making.chance.random() < 0.2:
        (making.folder / "clip.mp4").write_bytes(making.material.plain)
        return "check", "clip.mp4", "--profile", "own.toml", "--no-video", "--out", "out"
    return "profile", "own.toml"


def _values(text: str, chance: random.Random) -> bytes:
    lines = text.splitlines()
    settings = [i for i, line in enumerate(lines) if " = " in line]
    for at in chance.sample(settings, chance.choice((1, 1, 3))):
        lines[at] = f"{lines[at].partition(' = ')[0]} = {chance.choice(VALUES)}"
    return "\n".join(lines).encode()


def _texts(text: str, chance: random.Random) -> bytes:
    name = "".join(f"\\U{ord(c):08x}" for c in chance.choice(damage.ODD_TEXT))
    return text.replace('name = "default"', f'name = "{name}"').encode()


def _keys(text: str, chance: random.Random) -> bytes:
    lines = text.splitlines()
    at = chance.randrange(len(lines))
    key = chance.choice(KEYS)
    lines.insert(at, chance.choice((f"{key} = 1", f"[{key}]", f"[[{key}]]", f"[rules.{key}]")))
    return "\n".join(lines).encode()


def _lines(text: str, chance: random.Random) -> bytes:
    lines = text.splitlines()
    for _ in range(chance.choice((1, 5, 40))):
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        how = chance.randrange(3)
        if how == 0:
            del lines[one]
        elif how == 1:
            lines.insert(one, lines[other])
        else:
            lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines).encode()


def _deep(text: str, chance: random.Random) -> bytes:
    depth = chance.choice((90, 300, DEEP, 60_000))
    shapes = (
        "a = " + "[" * depth + "]" * depth,
        "a = " + "{a = " * depth + "1" + "}" * depth,
        "[" + ".".join("a" * depth) + "]\n",
        "name = " + "[" * depth,
        ".".join("a" * depth) + " = 1",
        "\n".join(f"a{i}." + ".".join("a" * 480) + " = 1" for i in range(99)),
        "a = [" + "\n[" * depth,
        "[rules.deep-lean]\namber_deg = " + "[" * depth + "]" * depth,
    )
    return chance.choice(shapes).encode()


def _huge(text: str, chance: random.Random) -> bytes:
    shapes = (
        "#" * 30_000_000,
        "\n".join(f"k{i} = {i}" for i in range(300_000)),
        'name = "' + "n" * 190_000 + '"',
        "x = " + "[1," * 1 + "1," * 60_000 + "]",
        "\n".join(f"[t{i}]" for i in range(20_000)),
    )
    return chance.choice(shapes).encode()


def _bytes(text: str, chance: random.Random) -> bytes:
    return chance.choice(damage.ANY)(text.encode(), chance)


def _coded(text: str, chance: random.Random) -> bytes:
    return text.encode(chance.choice(("utf-16", "utf-32", "utf-8-sig", "utf-7"))) + chance.choice(
        (b"", b"\0", b"\xff\xfe", b"\x1b[31m")
    )


WAYS: tuple[Callable[[str, random.Random], bytes], ...] = (
    *(
        _values,
        _texts,
        _values,
        _keys,
        _values,
        _lines,
        _deep,
        _values,
        _huge,
        _bytes,
        _coded,
        _values,
    ),
)
