"""What a reviewer looks at first: how sure the reader was, and what of a record's sentence doesn't go with it.

In: a reason as the reader gives it, or a record in full. Out: a number from 0 to 1, or the word that asks for a look.
"""

from __future__ import annotations

import re
from typing import Any

_CHANCE = re.compile(r"\((0\.\d+|1\.00)[;)]")
_AGAINST = re.compile(
    r"\b(?:not|cannot|never|yet|den(?:y|ies|ied|ying)|doubt\w*|unlikely)\b|n['’]t\b",
    re.IGNORECASE,
)
_SURE_OF = frozenset(("delivered", "planned"))
"""Stages and statuses that such a word speaks against; others say themselves that something isn't done."""
_LACKING, _CONTRARY = 0.6, 0.3
"""What a commitment's sureness is at most where a side or what it is of is lacking, and where a word speaks against
it: such are most of the misreadings that a look at a demo's commitments found."""


def chance(why: str | None) -> float:
    """Return the least probability that a reason tells; 1 where it tells none."""
    return min(map(float, _CHANCE.findall(why or "")), default=1.0)


def against(word: str | None, sentence: str) -> str | None:
    """Return the word of a sentence that speaks against a stage or status, as "not" against delivered; else None."""
    found = _AGAINST.search(sentence) if word in _SURE_OF else None
    return found[0] if found else None


def lacks(record: Any) -> list[str]:
    """Return in words what a commitment in full lacks, or what speaks against it."""
    found = [f"no {name} is named" for name in ("donor", "recipient") if not getattr(record, f"{name}s")]
    if record.value is None and not record.items:
        found.append("neither sum nor items are told")
    word = against(record.stage_told, record.quote.quote)
    return [*found, *([f"{record.stage_told}, but the sentence says “{word}”"] if word else [])]


def sureness(record: Any, why: str | None) -> float:
    """Return how sure a commitment in full is, of the reason for its event and what it lacks."""
    least = chance(why)
    if against(record.stage_told, record.quote.quote):
        least = min(least, _CONTRARY)
    return min(least, _LACKING) if lacks(record) else least
