"""Six digits that a person types and nobody guesses."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posturecheck.app.code_lock import LONGEST_WAIT_S, TRIES, CodeLock, spaced


class Lock(CodeLock):
    """A lock whose time stands still until a test moves it, and what it told."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.told: list[tuple[str, str]] = []
        super().__init__(lambda *what: self.told.append(what), lambda: self.now_s)

    @property
    def code(self) -> str:
        return self.told[-1][0]

    def wrong_code(self) -> str:
        return f"{(int(self.code) + 1) % 10**6:06}"

    def guess(self) -> str:
        self.now_s += self.wait_s
        return self.attempt(self.wrong_code())


@pytest.fixture
def lock() -> Lock:
    made = Lock()
    made.show()
    return made


def test_a_code_has_six_digits_and_is_told_once(lock: Lock) -> None:
    lock.show()
    lock.show("late")
    ((code, why),) = lock.told
    assert len(code) == 6
    assert code.isdigit()
    assert why == "asked"


def test_a_code_opens_once(lock: Lock) -> None:
    assert lock.attempt(lock.code) == "opens"
    assert lock.attempt(lock.code) == "wrong"


def test_it_may_be_typed_as_it_is_read(lock: Lock) -> None:
    assert lock.attempt(f" {spaced(lock.code)} ") == "opens"


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "12345x", "é"])
def test_what_cannot_be_a_code_costs_no_try(lock: Lock, typed: str) -> None:
    for _ in range(2 * TRIES):
        assert lock.attempt(typed) == "no code"
    assert lock.attempt(lock.code) == "opens"


def test_after_a_wrong_try_even_the_right_code_has_to_wait(lock: Lock) -> None:
    assert lock.attempt(lock.wrong_code()) == "wrong"
    assert lock.attempt(lock.code) == "wait"
    lock.now_s += lock.wait_s
    assert lock.attempt(lock.code) == "opens"


def test_five_wrong_tries_make_a_new_code_that_is_told(lock: Lock) -> None:
    first = lock.code
    for _ in range(TRIES - 1):
        assert lock.guess() == "wrong"
    assert lock.code == first
    lock.guess()
    assert [why for _, why in lock.told] == ["asked", "wrong"]
    lock.now_s += lock.wait_s
    if lock.code != first:
        assert lock.attempt(first) == "wrong"


def test_the_wait_doubles_up_to_a_minute_and_a_right_code_ends_it(lock: Lock) -> None:
    waits_s = []
    for _ in range(12):
        lock.guess()
        waits_s.append(lock.wait_s)
    assert waits_s[:4] == [1, 2, 4, 8]
    assert all(b == min(2 * a, LONGEST_WAIT_S) for a, b in pairwise(waits_s))
    lock.now_s += lock.wait_s
    assert lock.attempt(lock.code) == "opens"
    lock.show()
    lock.guess()
    assert lock.wait_s == 1


def test_a_day_of_guessing_gets_few_tries(lock: Lock) -> None:
    tries, end_s = 0, lock.now_s + 24 * 3600
    while lock.now_s < end_s:
        lock.guess()
        tries += 1
    assert tries < 1500  # of a million codes
    assert len({code for code, _ in lock.told}) > tries / TRIES - 10


@given(typed=st.text(max_size=40))
def test_whatever_is_typed_only_the_code_opens(typed: str) -> None:
    lock = Lock()
    lock.show()
    opens = "".join(c for c in typed[:24] if c.isalnum()) == lock.code
    assert (lock.attempt(typed) == "opens") == opens
