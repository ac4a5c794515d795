"""Partial ISO dates of the tables: "2021" and "2021-08" stand for all their days."""

import datetime


def first_day(text: str) -> datetime.date:
    """Give the first day of a partial ISO date."""
    return datetime.date.fromisoformat(text + "0000-01-01"[len(text) :])


def last_day(text: str) -> datetime.date:
    """Give the last day of a partial ISO date."""
    first = first_day(text)
    if text == first.isoformat():
        return first
    after = first.replace(year=first.year + 1) if "-" not in text else (first + datetime.timedelta(31)).replace(day=1)
    return after - datetime.timedelta(1)
