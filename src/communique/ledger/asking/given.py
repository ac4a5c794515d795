"""What programs give in a question beside words: days and counts, checked before the ledger is asked.

In: any value. Out: the day (ISO) or number, or a `BadQuestion` that says what to give.
"""

from __future__ import annotations

import datetime
import re
from operator import index
from typing import Final, overload

from communique.days import Day, day_of
from communique.errors import BadQuestion

_TIME: Final = re.compile(r"\d{4}-?\d\d-?\d\d[T ]\d")


@overload
def day(said: Day) -> str: ...
@overload
def day(said: Day | None) -> str | None: ...
def day(said: Day | None) -> str | None:
    """Return a day (ISO); None where none is given.

    Raises:
        BadQuestion: it is none.
    """
    return None if said is None else date(said).isoformat()


def date(said: Day) -> datetime.date:
    """Return a day as a date; raises as `day`."""
    try:
        return day_of(said)
    except ValueError as error:
        raise BadQuestion(f"{said} is no day", hint="Write it as 2024-01-18.") from error


def bound(said: Day) -> str:
    """Return the first or last day of a period as text: a date or time is cut to its day, all else stays as written.

    Raises:
        BadQuestion: it seems a time and is none.
    """
    if not isinstance(said, str):
        return date(said).isoformat()
    return date(said.strip()).isoformat() if _TIME.match(said.strip()) else said


@overload
def count(name: str, said: int) -> int: ...
@overload
def count(name: str, said: int | None) -> int | None: ...
def count(name: str, said: int | None) -> int | None:
    """Return a number of records; None where there is no limit.

    Raises:
        BadQuestion: it is none.
    """
    if said is None:
        return None
    try:
        number = -1 if isinstance(said, bool) else index(said)
    except TypeError:
        number = -1
    if number < 0:
        raise BadQuestion(f"{name} counts records and can't be {said!r}", hint="Give whole numbers from 0 on.")
    return number
