"""What the browser is to say, numbered over all sessions of one run."""

from __future__ import annotations

from posturecheck.app.view import Utterance


class Renumbered:
    """Every session counts its words from 1; the page wants numbers that rise over all."""

    def __init__(self) -> None:
        self._number = 0
        self._last: Utterance | None = None

    def restart(self) -> None:
        """Begin with the words of another session."""
        self._last = None

    def of(self, said: Utterance | None) -> Utterance | None:
        """Return the same words with their number over all sessions."""
        if said is None:
            return None
        if self._last is None or said.number > self._last.number:
            self._last, self._number = said, self._number + 1
        return Utterance(self._number, said.text)
