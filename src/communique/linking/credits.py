"""Where a text says that it comes from: the agency that is credited, and the place of the dateline.

In: the text of an article, its byline and publisher. Out: `Credit`. A credit is only believed where credits stand: in
the dateline ("KYIV (Reuters) -"), in brackets or after a dash at the end ("(AP)", "— AFP"), after "Reporting by", in
the byline, or as the publisher itself. The agencies are those of `knowledge/wires.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from communique.knowledge.tables import document

_END: Final = 240
"""Code points at the end of a text in which credits stand: two lines."""
_DATELINE = re.compile(
    r"\s*(?P<place>[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’ -]+[A-ZÀ-ÖØ-Þ.]"
    r"(?:[/,] ?[A-ZÀ-ÖØ-Þ][\w.'’-]*(?: [A-ZÀ-ÖØ-Þ][\w.'’-]*){0,4})?)"
    r"(?:,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?)?"
    r"(?:,? ?\((?P<agency>[^()\n]{2,60})\))?\s*(?:—|–|--?|:)\s"
)


@dataclass(frozen=True, slots=True)
class Credit:
    """What a text says of its origin; None where it says nothing."""

    agency: str | None
    """The name in `knowledge/wires.yaml`, such as `Reuters`."""
    dateline: str | None
    """The place as it is written, such as `KYIV, Ukraine`."""


def credit(text: str, byline: Sequence[str] = (), publisher: str | None = None) -> Credit:
    """Return the agency and the dateline that a text is credited with."""
    opening = _DATELINE.match(text, 0, 200)
    candidates = [
        opening["agency"] if opening else None,
        *(match[0] for match in _closing().finditer(text, max(0, len(text) - _END))),
        *byline,
        publisher,
    ]
    agency = next((found for each in candidates if each and (found := _agency(each))), None)
    return Credit(agency, opening["place"].strip() if opening else None)


def _agency(credited: str) -> str | None:
    """Return the first agency that a credit names ("AP/Reuters", "Jane Roe, Associated Press")."""
    match = _names().search(credited)
    return _forms()[match[0]] if match else None


@cache
def _forms() -> dict[str, str]:
    agencies: dict[str, list[str]] = document("wires.yaml")["agencies"]
    return {form: agency for agency, forms in agencies.items() for form in forms}


@cache
def _names() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{_alternatives()})(?![\w-])")


@cache
def _closing() -> re.Pattern[str]:
    """Return the pattern of credits at the end of a text."""
    name = f"(?:{_alternatives()})"
    return re.compile(
        rf"\({name}(?:(?:[/,;&-]| and | with )\s?{name})*\)"
        rf"|(?:—|–|--?)\s*{name}\s*$"
        rf"|(?:[Rr]eporting|[Ww]riting) (?:by|from) [^\n]*{name}"
    )


@cache
def _alternatives() -> str:
    return "|".join(re.escape(form) for form in sorted(_forms(), key=lambda form: (-len(form), form)))
