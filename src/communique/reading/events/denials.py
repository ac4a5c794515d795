"""What a denial denies: "denied reports that a woman had set fire to it", "denied torture".

In: the words of a content between its beginning and the trigger of an event in it. Out: whether they say by themselves
that the event is what is denied. Of 183 such events of the corpus, accusations
aside, 180 are negated.
"""

from __future__ import annotations

import re
from typing import Final

_FEW: Final = 2
"""Words before the trigger of a deed that is denied by its name ("any arms deliveries")."""
_CLAUSE: Final = re.compile(r"\b(?:that|it|he|she|they|we|i)\b|[\"“”]|['’]s\b", re.IGNORECASE)
_ALLEGED: Final = re.compile(
    r"(?:\S+\s+){0,4}?"
    r"(?:reports?|claims?|charges?|allegations?|accusations?|suggestions?|rumou?rs?|assertions?|stor(?:y|ies)|insinuations?)"
    r"\b(?:(?!\b(?:but|and)\b)[^.;])*?\b(?:that|of|about)\b",
    re.IGNORECASE,
)


def is_denied(before: str) -> bool:
    """Say whether what stands between the beginning of a denied content and a trigger leaves the deed denied.

    A deed named at once is, and what an allegation is of ("claims that", "reports of"); in other contents a part may be
    admitted: "that it had swapped captives for girls released by the rebels".
    """
    named = len(before.split()) <= _FEW and not _CLAUSE.search(before)
    return named or _ALLEGED.match(before) is not None
