"""How the pages write days, sums, words of the vocabularies and ids of records.

In: values of records. Out: text, or escaped markup where an id becomes a link.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from communique.charts.drawing import sized
from communique.ledger.told.size_words import item_in_words
from communique.shown import ranged

ID = re.compile(r"\b(event|report|statement|commitment|thread|link|actor)-[0-9a-f]{16}\b")
"""Ids of records, as reasons have them."""
_FOUND = re.compile("«([^«»]+)»")
_KNOWN = {"year": 4, "quarter": 7, "month": 7}
"""Characters of a day (ISO) that a precision leaves."""
_SHORT_DAY, _DECEMBER = 10, 12


def plain(word: object) -> str:
    """Return a word of a vocabulary as people write it."""
    return str(word or "").replace("_", " ")


def count(number: float) -> str:
    """Return a number with its thousands apart."""
    return f"{number:,}"


def money(record: Any) -> str:
    """Return the sum of a commitment as "up to 80 million EUR"."""
    if record.value is None:
        return ""
    said = ranged(record.value, record.low, record.high, sized, (" to ", "up to ", "at least "))
    return f"{said} {record.currency}"


def pledged(record: Any) -> str:
    """Return what a commitment is of: its sum and items, "12 Bradleys"; where it tells neither, its category."""
    per = f" a {record.per}" if record.per else ""
    told = [f"{money(record)}{per}"] if record.value is not None else []
    return ", ".join([*told, *map(item_in_words, record.items)]) or plain(record.category)


def day(iso: str) -> str:
    """Return a day (ISO) as "18 Mar 2024", a month as "March 2024", a year as such, and both days of "first..last"."""
    if ".." in iso:
        return days(*iso.split("..", 1))
    parts = iso[:_SHORT_DAY].split("-")
    if not all(each.isdecimal() for each in parts) or not 1 <= int((*parts, "1")[1]) <= 12:  # noqa: PLR2004  # months
        return iso
    if len(parts) > 2:  # noqa: PLR2004  # year, month, day
        return f"{int(parts[2])} {calendar.month_abbr[int(parts[1])]} {parts[0]}"
    return f"{calendar.month_name[int(parts[1])]} {parts[0]}" if len(parts) > 1 else parts[0]


def days(start: str, end: str | None = None) -> str:
    """Return the days (ISO) from a first to a last one: a whole month as "March 2024", a whole year as "2024"."""
    if end is None or end == start:
        return day(start)
    try:
        first, last = datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)
    except ValueError:
        return f"{start} to {end}"
    begun = day(start)
    if first.year == last.year:
        if first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
            return _months(first, last)
        begun = str(first.day) if first.month == last.month else f"{first.day} {calendar.month_abbr[first.month]}"
    return f"{begun} to {day(end)}"


def when(record: Any) -> str:
    """Return when something is, no more exactly than is told; where nothing is, the day on which it was known."""
    if not record.date_start:
        return day(record.day)
    if record.date_end:
        return days(record.date_start, record.date_end)
    return f"from {day(record.date_start[: _KNOWN.get(getattr(record, 'date_precision', None) or '', _SHORT_DAY)])}"


def _months(first: datetime.date, last: datetime.date) -> str:
    if first.month == last.month:
        return f"{calendar.month_name[first.month]} {first.year}"
    if (first.month, last.month) == (1, _DECEMBER):
        return str(first.year)
    return f"{calendar.month_name[first.month]} to {calendar.month_name[last.month]} {last.year}"


def linked(said: str, called: Mapping[str, str] | None = None) -> Markup:
    """Return a text, escaped, in which each id of a record leads to its page, by what it is called, else cut short."""
    made, at = Markup(""), 0
    for found in ID.finditer(said):
        made += escape(said[at : found.start()])
        name = (called or {}).get(found[0])
        short = f"{found[1]} {found[0].rpartition('-')[2][:6]}"
        kind = "" if name else Markup(' class="id"')
        made += Markup('<a{} href="/record/{}">{}</a>').format(kind, found[0], name or short)
        at = found.end()
    return made + escape(said[at:])


def highlighted(said: str, snippet: str) -> Markup:
    """Return a sentence, escaped, with the words marked that a search's snippet has between « and »."""
    words = sorted(set(_FOUND.findall(snippet)), key=len, reverse=True)
    if not words:
        return escape(said)
    # Whole words: "war" isn't marked in "Jinwar". An underscore is part of none, as for the search.
    parts = re.split(rf"(?<![^\W_])({'|'.join(map(re.escape, words))})(?![^\W_])", said)
    return Markup("").join(Markup("<mark>{}</mark>").format(each) if at % 2 else each for at, each in enumerate(parts))
