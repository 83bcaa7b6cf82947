"""Ways to spoil bytes and numbers, whatever they mean."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

Spoil = Callable[[bytes, random.Random], bytes]
EXTREMES = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
ODD_TEXT = (
    "\x1b[2J\x1b[31mred\x1b]0;title\x07",
    "\x9b31m\x85\x90",
    "[red]bold[/red] [link=file:///etc/passwd]x[/link] :boom:",
    "\u202egnp.4pm\u2066\u200b\ufeff\U000e0041",
    '=HYPERLINK("http://127.0.0.1/";"x")',
    "line\nbreak\r\nand\u2028more",
    "<script>alert(1)</script>{{ 7*7 }}",
    "%s%n {0} {x.__class__}",
    "x" * 5000,
    "",
)


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Change bytes anywhere."""
    return _changed(data, chance, 0, len(data))


def flipped_at_an_end(data: bytes, chance: random.Random) -> bytes:
    """Change bytes in the first or the last kilobytes, where headers and indices stand."""
    width = min(len(data), chance.choice((64, 1024, 8192)))
    start = chance.choice((0, len(data) - width))
    return _changed(data, chance, start, start + width)


def cut(data: bytes, chance: random.Random) -> bytes:
    """Lose the end, or the beginning."""
    at = chance.randrange(len(data) + 1)
    return data[:at] if chance.random() < 0.8 else data[at:]


def moved(data: bytes, chance: random.Random) -> bytes:
    """Take a piece out, double it, move it, or fill it with zeros."""
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    piece = data[start:end]
    how = chance.randrange(4)
    if how == 0:
        return data[:start] + data[end:]
    if how == 1:
        return data[:end] + piece + data[end:]
    if how == 2:
        rest = data[:start] + data[end:]
        at = chance.randrange(len(rest) + 1)
        return rest[:at] + piece + rest[at:]
    return data[:start] + bytes(len(piece)) + data[end:]


def numbers_changed(data: bytes, chance: random.Random) -> bytes:
    """Write extreme numbers over what may be some."""
    spoiled = bytearray(data)
    for _ in range(chance.choice((1, 2, 5))):
        width = chance.choice((1, 2, 4, 8))
        value = chance.choice(EXTREMES) % (1 << 8 * width)
        reach = len(data) if chance.random() < 0.3 else min(len(data), 4096)
        at = chance.randrange(max(1, reach - width))
        spoiled[at : at + width] = value.to_bytes(width, chance.choice(("big", "little")))
    return bytes(spoiled)


def spliced(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Put a piece of another file in, before or behind."""
    other = chance.choice(others)
    start = chance.randrange(len(other))
    piece = other[start : start + chance.choice((100, 10_000, len(other)))]
    at = chance.choice((0, len(data), chance.randrange(len(data) + 1)))
    return data[:at] + piece + data[at:]


ANY: tuple[Spoil, ...] = (flipped, flipped_at_an_end, cut, moved, numbers_changed)


def _changed(data: bytes, chance: random.Random, start: int, end: int) -> bytes:
    spoiled = bytearray(data)
    for _ in range(chance.choice((1, 3, 20, 200)) if end > start else 0):
        spoiled[chance.randrange(start, end)] = chance.randrange(256)
    return bytes(spoiled)
