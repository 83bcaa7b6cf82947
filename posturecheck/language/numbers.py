"""Numbers and days as a language writes them; in what people read only, never in a table."""

from __future__ import annotations

from datetime import date

from posturecheck.language.catalogue import text_in
from posturecheck.language.words import Sentence, Words

WEEKDAYS: Words[int, str] = Words(
    {0: "Mon", 1: "Tue", 2: "Wed", 3: "Thu", 4: "Fri", 5: "Sat", 6: "Sun"}
)
MONTHS: Words[int, str] = Words(
    {
        **{1: "Jan", 2: "Feb", 3: "Mar", 4: "Apr", 5: "May", 6: "Jun"},
        **{7: "Jul", 8: "Aug", 9: "Sep", 10: "Oct", 11: "Nov", 12: "Dec"},
    }
)
DAY = Sentence("{day} {month}")
WEEKDAY = Sentence("{weekday} {day} {month}")


def decimal_sign() -> str:
    """Return what stands between whole numbers and tenths."""
    return text_in("decimal sign", ".")


def decimal(value: float, digits: int) -> str:
    """Return a number with so many digits after its decimal sign."""
    return with_sign(f"{value:.{digits}f}")


def with_sign(number: str) -> str:
    """Return a number that Python wrote with the language's decimal sign."""
    return number.replace(".", decimal_sign())


def short_day(day: date) -> str:
    """Return a day like ``23 Nov``."""
    return DAY(day=day.day, month=MONTHS[day.month])


def day_name(day: date) -> str:
    """Return a day like ``Mon 23 Nov``."""
    return WEEKDAY(weekday=WEEKDAYS[day.weekday()], day=day.day, month=MONTHS[day.month])
