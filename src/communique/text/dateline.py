"""The day of publication that a full dateline tells: "WASHINGTON, Sept 12, 2024 (Wire) -".

In: a text. Out: the day, or None. The place is in capitals, and the day has its year: without one it isn't known.
"""

from __future__ import annotations

import datetime
import re
from functools import cache

from communique.knowledge.calendar_words import calendar_words

_WITHIN = 600
"""Code points from the beginning within which a line with a dateline begins: after a title and a byline at most."""
_DATELINE = re.compile(
    r"^[ \t]*[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’ -]+"
    r"(?:[/,] ?[A-ZÀ-ÖØ-Þ][\w.'’-]*(?: [A-ZÀ-ÖØ-Þ][\w.'’-]*){0,3})?"
    r"(?:,? ?\([^()\n]{2,60}\))?,? "
    r"(?:(?P<month>[A-Z][a-z]{2,8})\.? (?P<day>\d{1,2})|(?P<first>\d{1,2}) (?P<then>[A-Z][a-z]{2,8})\.?),? "
    r"(?P<year>\d{4})"
    r"(?:,? ?(?:\([^()\n]{2,60}\)|/[^/\n]{2,60}/))?\s*(?:—|–|--?|:)\s",
    re.MULTILINE,
)


def dateline_day(text: str) -> datetime.date | None:
    """Return the day that the dateline of a text tells; None where there is none, or it has no whole day."""
    found = _DATELINE.search(text, 0, _WITHIN)
    if found is None:
        return None
    month = _months().get((found["month"] or found["then"]).casefold())
    try:
        return datetime.date(int(found["year"]), month or 0, int(found["day"] or found["first"]))
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    return {name.rstrip("."): number for name, number in calendar_words().months.items()}
