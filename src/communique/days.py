"""Days as programs give them: ISO text or a `datetime.date`, each wherever a day is asked for.

In: either. Out: a `datetime.date`. A time is cut to its day as written there; no time zone moves it.
"""

from __future__ import annotations

import datetime

Day = str | datetime.date
"""A day: ISO text, as 2024-01-18, or a date."""


def day_of(said: object) -> datetime.date:
    """Return the day that is meant.

    Raises:
        ValueError: it is none.
    """
    if isinstance(said, datetime.datetime):
        return said.date()
    if isinstance(said, datetime.date):
        return said
    if isinstance(said, str):
        return datetime.datetime.fromisoformat(said).date()
    raise ValueError(f"{said!r} is no day")
