"""Text that others wrote: read within bounds, shown so that it steers nothing.

A name may hold an escape sequence that clears the terminal or sets its clipboard, marks
that turn the reading direction round (so that ``exe.4pm`` looks like another file), or a
line break that makes one line look like two.
"""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from posturecheck.core import InputError

MAX_TOML_BYTES = 100_000  # the longest shipped profile has 10,000
MAX_TOML_LINE = 1000  # letters; a key a.b.c... takes memory by the square of its parts
MAX_TEXT_BYTES = 200_000_000  # a day of labels at 30 a second
# Letters and marks to Unicode, but nothing is drawn for them.
INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u180b\u180c\u180d\u180f")
SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def printable(text: str) -> str:
    r"""Return a text of one line in which everything can be seen.

    What would steer a terminal or stay invisible (controls, reading directions, zero
    widths, line ends, bytes that are no text) is written out: ``\x1b``, ``\u202e``, ``\n``.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if _is_seen(c) else _escape(c) for c in text)


def _is_seen(char: str) -> bool:
    if char in INVISIBLE or _is_selector(char):
        return False
    return char.isprintable() or unicodedata.category(char) == "Zs"


def _is_selector(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _escape(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # how Python carries a name's byte that is no text
        code -= 0xDC00
    if char in SHORT:
        return SHORT[char]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else _long(code)


def _long(code: int) -> str:
    return f"\\U{code:08x}"


def briefly(value: object, letters: int = 80) -> str:
    """Return a wrong value, quoted, in as many letters as are worth showing."""
    try:
        text = repr(value)
    except ValueError:
        return "a number of thousands of digits"  # Python refuses to write it
    except RecursionError:
        return "a list within lists"
    return text if len(text) <= letters else f"{text[:letters]}..."


def for_spreadsheet(text: str) -> str:
    """Return a table's text cell that a spreadsheet takes for text, never for a formula.

    A spreadsheet that opens ``=HYPERLINK(...)`` out of a CSV runs it; an apostrophe before it
    makes it text. Numbers stay as they are.
    """
    if not text.startswith(STARTS_FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text


def read_outside_text(path: Path) -> str:
    """Return a text file's content; a byte order mark, as Excel writes it, is left out.

    Raises:
        InputError: It cannot be read, is not text, or is longer than ``MAX_TEXT_BYTES``.
    """
    try:
        return _decoded(_read(path, MAX_TEXT_BYTES))
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: expected a text file (UTF-8), found other bytes at {error.start}; "
            "save it as CSV UTF-8"
        ) from error


def read_toml(path: Path, expected: str) -> dict[str, Any]:
    """Return what a TOML file says; ``expected`` is what it should be, in words.

    Raises:
        InputError: It cannot be read, is not TOML, too long, or nested too deeply.
    """
    try:
        text = _decoded(_read(path, MAX_TOML_BYTES))
        if max(map(len, text.split("\n"))) > MAX_TOML_LINE:
            raise ValueError(
                f"a line is longer than {MAX_TOML_LINE} letters; is it the right file?"
            )
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        came = f"it is no text (UTF-8), for the bytes at {error.start}"
    except RecursionError:
        came = "its lists or tables lie in one another too deeply; is it the right file?"
    except ValueError as error:  # not TOML, or a number or a date that Python cannot hold
        came = str(error)
    raise InputError(f"{path}: expected {expected}, but: {came}")


def _read(path: Path, limit_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(limit_bytes + 1)
    except (OSError, ValueError) as error:  # the latter: a name with a null character
        reason = (isinstance(error, OSError) and error.strerror) or error
        raise InputError(f"{path}: cannot be read ({reason})") from error
    if len(data) > limit_bytes:
        raise InputError(
            f"{path}: expected at most {limit_bytes / 1e6:g} MB of text, found more; "
            "is it the right file?"
        )
    return data


def _decoded(data: bytes) -> str:
    return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
