"""Partial ISO dates of the tables: "2021" and "2021-08" stand for all their days."""

import calendar
import datetime


def first_day(text: str) -> datetime.date:
    """Give the first day of a partial ISO date."""
    return datetime.date.fromisoformat(text + "0000-01-01"[len(text) :])


def last_day(text: str) -> datetime.date:
    """Give the last day of a partial ISO date."""
    first = first_day(text)
    if text == first.isoformat():
        return first
    # Not the day before the next month's first: after the year 9999 there is none.
    month = first.month if "-" in text else 12
    return first.replace(month=month, day=calendar.monthrange(first.year, month)[1])
