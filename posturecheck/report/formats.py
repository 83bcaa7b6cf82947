"""Numbers as people read them: times, angles, shares."""

from __future__ import annotations

import math

from posturecheck.language.numbers import decimal, with_sign
from posturecheck.report import words

UNITS = {"deg": "°", "deg/s": "°/s", "deg_s": "°/s"}
DECIMALS = {"°": 0, "°/s": 0, "m": 2, "%": 0}


def clock(seconds: float) -> str:
    """Return a moment of the clip as ``m:ss.s``."""
    tenths = round(seconds * 10)
    return with_sign(f"{tenths // 600}:{tenths % 600 / 10:04.1f}")


def lasting(seconds: float) -> str:
    """Return a length of time: ``2.4 s``, from one minute on ``3 min 05 s``."""
    if seconds < 59.95:
        return words.SECONDS(seconds=decimal(seconds, 1))
    whole = round(seconds)
    return words.MINUTES(minutes=whole // 60, seconds=f"{whole % 60:02d}")


def unit_sign(unit: str) -> str:
    """Return a unit as people write it."""
    return UNITS.get(unit, unit)


def digits(value: float, unit: str) -> str:
    """Return a value without its unit: angles and their speeds without decimals."""
    sign = unit_sign(unit)
    text = f"{value:.{DECIMALS.get(sign, 1)}f}"
    if sign not in DECIMALS:
        text = text.removesuffix(".0")
    if not text.strip("-0."):
        text = text.removeprefix("-")  # there is no minus zero
    return with_sign(text.replace("-", "−"))


def number(value: float, unit: str) -> str:
    """Return a value with its unit."""
    sign = unit_sign(unit)
    return digits(value, unit) + ("" if sign[:1] in ("", "°") else " ") + sign


def reading(value: float, sd: float, unit: str) -> str:
    """Return a value ± its standard deviation; what was not measured says so."""
    if not math.isfinite(value):
        return words.NOT_MEASURED()
    known = math.isfinite(sd)
    return number(value, unit) + (f" ± {number(sd, unit)}" if known else "")


def percent(part: float, whole: float) -> str:
    """Return a share; only nothing at all is 0 %, only the whole is 100 %."""
    if whole <= 0 or part <= 0:
        return words.PERCENT(share=0)
    share = round(100 * part / whole)
    return words.PERCENT(share=min(max(share, 1), 100 if whole - part < 0.05 else 99))
