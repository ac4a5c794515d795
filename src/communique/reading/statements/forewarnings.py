"""Forewarnings: who warns of what others do, or of what is, threatens nobody by it.

In: the words between a cue of warning and its content, and the content. Out: whether it is a warning alone: one against
something, one of a thing by its name ("of a new exodus if the town falls"), or a clause that tells of nothing to come
("that the shelters were full"). Where the speaker may be who does it, or the words are those of an answer
("consequences", "measures"), it may be a threat.

Of 333 threats of the corpus at such a cue 7 have a content of this kind, of the other 494 warnings 151.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from communique.knowledge.aid_words import any_of
from communique.knowledge.clause_words import clause_words
from communique.knowledge.tables import document

_FIRST: Final = 4  # words of a content among which its subject is


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    words = document("speech_words.yaml")
    lists = {
        name: any_of(words[name]) for name in ("against", "feared", "asking", "retribution", "supposing", "speakers")
    }
    modal = any_of(sorted(clause_words()["modal"]))
    article = rf"(?:\s+(?:{any_of(sorted(clause_words()['articles']))}))?"
    made = {
        "against": rf"\b(?:{lists['against']}){article}$",
        "feared": rf"\b(?:{lists['feared']}){article}$",
        "asks": rf"\b(?:{lists['asking']})$",
        "asked": rf"(?:{lists['asking']})\b",
        "opens": rf"(?:{lists['against']})\b",
        "retribution": rf"\b(?:{lists['retribution']})\b",
        "supposing": rf"\b(?:{lists['supposing']})\b",
        "modal": rf"\b(?:{modal})(?:n['’]t)?\b",
        "speakers": rf"\b(?:{lists['speakers']})\b",
    }
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in made.items()}


def is_warning_alone(before: str, content: str) -> bool:
    """Say whether a content is nothing that the speaker threatens.

    Args:
        before: what stands between the cue and the content, nothing where the content stands before.
        content: what is told.
    """
    found, lead = _patterns(), before.strip()
    if found["against"].search(lead) or found["opens"].match(content):
        return True
    if found["feared"].search(lead):
        condition = found["supposing"].search(content)
        return not found["retribution"].search(content, 0, condition.start() if condition else len(content))
    if not before or found["asks"].search(lead) or found["asked"].match(content):
        return False
    subject = " ".join(content.split()[:_FIRST])
    return not (
        found["modal"].search(content)
        or found["supposing"].search(content)
        or found["retribution"].search(content)
        or found["speakers"].search(subject)
    )
