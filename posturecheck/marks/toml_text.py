"""Text as a TOML string: a long one over several lines, so that no line is too long to read."""

from __future__ import annotations

import json

from posturecheck.console.untrusted_text import printable

SHORT = 80  # letters of a text that stands in one line
LINE = 90


def text_as_toml(text: str) -> str:
    """Return a text as TOML writes it; what cannot be seen is escaped.

    A long one is folded: a backslash at a line's end joins it with the next.
    """
    text = text.encode("utf-8", "replace").decode()
    letters = [_escaped(char) for char in text]
    if len(text) <= SHORT:
        return f'"{"".join(letters)}"'
    lines, line = [], ""
    for letter in letters:
        if len(line) >= LINE:
            lines.append(line + "\\")
            line = ""
            letter = "\\u0020" if letter == " " else letter  # else it would be folded away
        line += letter
    return '"""\\\n' + "\n".join([*lines, line]) + '"""'


def _escaped(char: str) -> str:
    # JSON's escapes are TOML's; what JSON lets pass but is invisible is escaped as well.
    within = json.dumps(char, ensure_ascii=False)[1:-1]
    return within if len(within) > 1 or printable(char) == char else f"\\U{ord(char):08x}"
