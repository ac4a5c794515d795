"""Days as exactly as articles tell them, in the form that `communique edit` takes.

In: a first and a last day. Out: a text.
"""

from __future__ import annotations

import datetime

_QUARTER, _YEAR = 3, 12
"""Months."""


def told_days(start: str | None, end: str | None) -> str:
    """Return the days (ISO) from a first to a last one: "2024-05" for "in May", "2024-Q2", "2024-04-29..2024-05-05".

    It is empty where one of them isn't told.
    """
    if start is None or end is None:
        return ""
    first, last = datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)
    after = last + datetime.timedelta(days=1) if last < datetime.date.max else last
    if first.day == after.day == 1:
        months = (after.year - first.year) * _YEAR + after.month - first.month
        if months == 1:
            return f"{first:%Y-%m}"
        if months == _QUARTER and first.month % _QUARTER == 1:
            return f"{first:%Y}-Q{first.month // _QUARTER + 1}"
        if (months, first.month) == (_YEAR, 1):
            return f"{first:%Y}"
    return f"{first}" if first == last else f"{first}..{last}"
