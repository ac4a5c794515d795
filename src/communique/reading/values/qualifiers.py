"""Words around a figure that qualify it: "up to", "some", "or more", "a year". The lists are in ``amount_words.yaml``.

In go a text and the end of a figure in it; out come the qualifiers of the record contract and the period, if any.
"""

import re
from functools import lru_cache
from typing import Final

from communique.knowledge.number_words import amount_words
from communique.vocabulary import Period, Qualifier

_CONTEXT: Final = 64  # code points beside a figure that hold its qualifiers


def qualifiers_before(text: str, start: int) -> tuple[set[Qualifier], Period | None]:
    """Read the chain of qualifying words right before a figure, from its end: "up to an additional", "an annual"."""
    words, found, period = amount_words(), set[Qualifier](), None
    rest = text[max(0, start - _CONTEXT) : start].lower().rstrip()
    skipped = False
    while rest:
        phrase, qualifier = next(((phrase, one) for phrase, one in words.before if _ends(rest, phrase)), ("", None))
        if _is_particle(rest, phrase):
            break
        if not phrase:
            phrase = next((one for one in words.per_year_before if _ends(rest, one)), "")
            period = Period.YEAR if phrase else period
        if not phrase:
            phrase = next((one for one in words.per_month_before if _ends(rest, one)), "")
            period = Period.MONTH if phrase else period
        if not phrase and not skipped:
            phrase = next((one for one in words.between if _ends(rest, one)), "")
            skipped = True
        if not phrase:
            break
        if qualifier:
            found.add(qualifier)
        rest = rest[: -len(phrase)].rstrip()
    return found, period


def qualifiers_after(text: str, end: int) -> tuple[set[Qualifier], Period | None]:
    """Read qualifying words and the period right after a figure: "a year", "or more", "more in aid"."""
    words, found, period = amount_words(), set[Qualifier](), None
    rest = text[end : end + _CONTEXT].lower().lstrip(" -")
    while True:
        phrase, qualifier = next(((phrase, one) for phrase, one in words.after if _begins(rest, phrase)), ("", None))
        if phrase == "more" and rest[len(phrase) :].lstrip().startswith("than"):
            break
        if qualifier:
            found.add(qualifier)
        elif phrase := next((one for one in words.per_year if _begins(rest, one)), ""):
            period = Period.YEAR
        elif phrase := next((one for one in words.per_month if _begins(rest, one)), ""):
            period = Period.MONTH
        else:
            break
        rest = rest[len(phrase) :].lstrip(" -")
    return found, period


def period_of_clause(text: str, end: int, limit: int) -> Period | None:
    """Read the period at the end of a figure's clause: "$5m in aid from Oslo every year"."""
    late = _late().match(text, end, limit)
    if late is None or any(word in amount_words().clauses for word in late.group(1).lower().split()):
        return None
    return Period.MONTH if late.group(2).lower() in amount_words().late_month else Period.YEAR


@lru_cache(maxsize=1)
def _late() -> re.Pattern[str]:
    words = amount_words()
    periods = "|".join(map(re.escape, (*words.late_year, *words.late_month)))
    return re.compile(rf"((?:\s+(?!\d)[\w’'-]+){{1,9}}?)\s+({periods})\b", re.IGNORECASE)


def _is_particle(text: str, phrase: str) -> bool:
    """Say whether what a text ends with is part of a verb and no qualifier: "turn over" before "three boats"."""
    verbs = amount_words().particles.get(phrase)
    before = text[: -len(phrase)].split() if verbs else []
    return bool(verbs and before and before[-1] in verbs)


def _ends(text: str, phrase: str) -> bool:
    return text.endswith(phrase) and not (phrase[0].isalpha() and text[-len(phrase) - 1 : -len(phrase)].isalnum())


def _begins(text: str, phrase: str) -> bool:
    return text.startswith(phrase) and not (phrase[-1].isalpha() and text[len(phrase) : len(phrase) + 1].isalnum())
