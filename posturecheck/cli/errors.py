"""How a command ends that could not do what it was asked."""

from __future__ import annotations

import sys

from posturecheck.console.terminal import complain
from posturecheck.sources.address import without_secrets


def fail(text: str, code: int = 2) -> int:
    """Print an error's one line, without a camera's password, and return the exit code."""
    complain(without_secrets(text, sys.argv[1:]))
    return code
