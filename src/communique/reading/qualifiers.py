"""Words around a figure that qualify it: "up to", "some", "or more", "a year". The lists are in ``amount_words.yaml``.

In go a text and the end of a figure in it; out come the qualifiers of the record contract and the period, if any.
"""

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


def _ends(text: str, phrase: str) -> bool:
    return text.endswith(phrase) and not (phrase[0].isalpha() and text[-len(phrase) - 1 : -len(phrase)].isalnum())


def _begins(text: str, phrase: str) -> bool:
    return text.startswith(phrase) and not (phrase[-1].isalpha() and text[len(phrase) : len(phrase) + 1].isalnum())
