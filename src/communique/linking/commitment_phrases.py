"""Phrases by which a sentence about a commitment points at an earlier one, as patterns, and what they come to.

In: the table `knowledge/pledge_references.yaml`. Out: compiled patterns for running text, the words that tell nothing,
stages and ordinals by their words; and `Reference`, which is what a phrase says.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from communique.knowledge.aid_words import any_of
from communique.knowledge.calendar_words import calendar_words
from communique.knowledge.tables import document
from communique.linking.event_words import stem

LAST: Final = -1
"""Which of several shares the last one is, after which nothing is to come."""

BREAK: Final = re.compile(r"[;:]|\s[–—]\s|,?\s(?:while|whereas|but|although)\s")
DEFINITE: Final = re.compile(
    r"\b(?:[Tt]he|[Ii]ts|[Tt]hose|[Tt]hese|[Tt]his|[Tt]heir|[Hh]is|[Hh]er)\s+(?:(?!\w+(?:ed|s)\s)[a-z][a-z-]+\s+)?$"
)
DETERMINER: Final = re.compile(
    r"\b(?:the|its|their|his|her|this|that|those|these|[A-Z]\w+(?:[’']s|s[’']))\s", re.IGNORECASE
)
SHARE: Final = re.compile(
    r"\b(?:part|parts|portion|share|half|third|quarter|tranches?|instal?lments?|slices?|batch|shipments?|lot)\b",
    re.IGNORECASE,
)
OF_IT: Final = re.compile(
    r"\s*(?:[^\W\d][\w’'-]*\s+){0,6}?(?:of|from|for)\s+(?:it|this|that|these|them|which|the sum|the money)\b",
    re.IGNORECASE,
)
OF_THIS: Final = re.compile(
    r"(?:^|(?<=[.!?”\"]\s)|(?<=\n))Of\s+(?:it|this|that|these|them|the sum|the money)\b,?\s+"
    r"(?:up to|about|around|some|at least|nearly|almost|over|more than)?\s*$"
)
CONTRIBUTED: Final = re.compile(r"\bcontribut\w+\s+(?:[^\W\d]+\s+){0,2}$", re.IGNORECASE)
PROMISED: Final = re.compile(
    r"\b(?:the|its|those|these|their)\s+(?:[a-z]+-)?(?P<told>promised|pledged|announced|approved|ordered|agreed)\s+$",
    re.IGNORECASE,
)
SUPERLATIVE: Final = re.compile(
    r"\b(?:\w+est|most|first|only)\b[^,;.]{0,24}$|\b\d+(?:st|nd|rd|th)\b[^;.]{0,80}$", re.IGNORECASE
)
"""Before "so far" or "since": it tells one of many, and no total of them."""
BULLET: Final = re.compile(r"\s*[-–—•*·]\s")
LIST_LEAD: Final = re.compile(r"(?:^|\n)(?P<lead>[^\n]*):[ \t]*(?:\n\s*[-–—•*·]\s[^\n]*)*\n?\s*$")
"""The line above a list, at its end."""
AUXILIARY: Final = re.compile(r"\b(?:is|are|was|were|has|have|will|be|been)\b", re.IGNORECASE)
RELATIVE: Final = re.compile(r"\b(?:that|which|who|it|he|she|they|we)\b", re.IGNORECASE)
BARE_SIZE: Final = re.compile(
    r"\s*(?:up to|about|around|some|at least|nearly|almost|over|more than)?\s*$", re.IGNORECASE
)


class Pointer(StrEnum):
    """How a reference stands to what it names."""

    PART = "part"
    """A share of it."""
    WHOLE = "whole"
    """What another number of the sentence is a share of: its stage is that share's, not its own."""
    CONTENTS = "contents"
    """What a package that the article told before holds: "The package includes €1bn for shells"."""
    MORE = "more"
    """Another one, beside it."""
    TOTAL = "total"
    """A total that holds it."""
    REVISION = "revision"
    """A number in the place of its number."""
    RETOLD = "retold"
    """It, told again."""
    KNOWN = "known"
    """Something the reader is taken to know: "the 18 howitzers"."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A phrase that points at an earlier commitment, and what it names of it; None where it doesn't.

    `value` and `currency` are its sum, `count` its number of items, `start` to `end` the days on which it was told,
    `stage` the stage that was told. `adds` says of a share that it is one of several ("another", "the last"), False
    where the number is the state of things by now; `ordinal` is which of them, -1 the last.
    """

    kind: Pointer
    quote: str
    value: float | None = None
    currency: str | None = None
    count: int | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None
    stage: str | None = None
    adds: bool | None = None
    ordinal: int | None = None


@lru_cache(maxsize=1)
def patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns by name: one for each list of the table, and those that are put together of several."""
    raw = document("pledge_references.yaml")
    found = {
        name: re.compile(rf"\b(?:{any_of(words)})\b", re.IGNORECASE)
        for name, words in raw.items()
        if isinstance(words, list)
    }
    participles = any_of([word for words in raw["retold"].values() for word in words])
    adverbs = any_of(raw["retold_adverb"])
    # "announced on 3 March", "that Berlin had already promised", "previously announced": right behind or before.
    found["retold"] = re.compile(rf"\b(?P<told>{participles})\b", re.IGNORECASE)
    found["earlier"] = re.compile(
        rf"\b(?:already|previously|earlier|originally|initially|first)[\s-]+(?P<told>{participles})\b", re.IGNORECASE
    )
    found["retold_adverb"] = re.compile(rf"\b(?:{adverbs})\b", re.IGNORECASE)
    found["more"] = re.compile(
        rf"\b(?:{any_of(raw['more'])})\s+(?:[^\W\d]+\s+){{0,2}}"
        rf"(?:(?:{any_of(raw['package'])})\b[^.;:]{{0,40}}\b(?:worth|of|for|over|at)\s+(?:[^\W\d]+\s+){{0,2}})?$",
        re.IGNORECASE,
    )
    found["subject"] = re.compile(
        rf"(?:the|its|their|those|these)\s+(?:[^\W\d]+\s+){{1,4}}(?:(?:that|which)\s+(?:\w+\s+){{1,4}})?(?P<told>{participles})\b",
        re.IGNORECASE,
    )
    found["package_number"] = re.compile(
        rf"\b(?:(?P<digits>\d{{1,3}})(?:st|nd|rd|th)|(?P<word>{any_of(list(raw['numbers']))}))\s+(?:[^\W\d]+\s+){{0,2}}"
        rf"(?:{any_of(raw['numbered'])})\b",
        re.IGNORECASE,
    )
    which = any_of([each for each in raw["ordinal"] if each != "rest"])
    # "the first six howitzers", "first 14 of them": a number of its own follows the ordinal.
    number = r"(?:[$€£¥]?\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|batch|shipment|lot)"
    found["first"] = re.compile(rf"\b(?:{which})\s+(?:(?:batch|lot|shipment)\s+of\s+)?(?={number}\b)", re.IGNORECASE)
    owner = r"(?:the\s+)?(?:[A-Z][\w.]*\s+){0,3}[A-Z][\w.]*(?:[’']s|s[’'])"
    found["of_package"] = re.compile(
        rf"\s*(?:(?:out\s+)?of|from|with|under)\s+(?:the|its|their|{owner})\s+"
        rf"(?:[^\W\d]+\s+){{0,2}}(?:{any_of(raw['package'])}|money|aid|support|help)\b"
    )
    found["leading"] = re.compile(
        rf"(?:^|(?<=[,;.!?”\"]\s)|(?<=\n))[Oo]f\s+(?:the|its|their|those|these|a total of|{owner})\s"
    )
    found["contributed"] = re.compile(rf"\s+to(?:wards)?\s+(?:the|its|their|a|an|{owner})\s+")
    found["behind"] = re.compile(rf"\s*(?:[^\W\d]+\s+){{0,3}}?of\s+(?:the|its|their|those|these|a|an|{owner})\s+")
    adjective = rf"(?!(?:{any_of(raw['elsewhere'])})\s)[\w-]+\s+"
    held = rf"(?:the|this|that|its)\s+(?:{adjective}){{0,3}}?(?:{any_of(raw['holders'])})\b"
    found["contents"] = re.compile(rf"\W*{held}[^.;:!?\n]*?\b(?:also\s+)?(?:{any_of(raw['holding'])})\b", re.IGNORECASE)
    found["more_inside"] = re.compile(
        r"\W*(?:\w+\s+){0,2}(?:more|further|additional|extra|new|another)\b", re.IGNORECASE
    )
    found["next"] = re.compile(rf"\b(?:{any_of(raw['next'])})\b{_no_time()}", re.IGNORECASE)
    found["which"] = re.compile(rf"\b(?:{any_of(list(raw['ordinal']))})\b{_no_time()}", re.IGNORECASE)
    ends = any_of(raw["ends"])
    # "the first shells", "the remaining Caesar howitzers": how many isn't told.
    found["of_kind"] = re.compile(rf"\b(?:the|its|their|those|these)\s+(?:{ends})\s+(?:[^\W\d]+\s+)?$", re.IGNORECASE)
    found["own_kind"] = re.compile(rf"(?:(?:the|its|their)\s+)?(?:{ends})\s+(?=[^\W\d]){_no_time()}", re.IGNORECASE)
    rest = any_of(raw["rest"])
    found["rest"] = re.compile(
        rf"\b(?:the|its|their)\s+(?:{rest})\s+of\s+(?:(?:the|its|their|those|these)\s+)?$", re.IGNORECASE
    )
    found["own_rest"] = re.compile(rf"(?:(?:the|its|their)\s+)?(?:{rest})\b", re.IGNORECASE)
    return found


@lru_cache(maxsize=1)
def plain_words() -> frozenset[str]:
    """Return words of designations and purposes that don't tell which one it is."""
    return frozenset(document("pledge_references.yaml")["plain"])


@lru_cache(maxsize=1)
def bare_words() -> dict[str, tuple[str, ...]]:
    """Return the stems of words that tell no kind of arms by themselves, with the classes that each may mean."""
    return {stem(word): tuple(classes) for word, classes in document("pledge_references.yaml")["bare"].items()}


@lru_cache(maxsize=1)
def stages() -> dict[str, str]:
    """Return the stage that a participle names: "announced" is `pledged`."""
    return {word: stage for stage, words in document("pledge_references.yaml")["retold"].items() for word in words}


def ordinal(words: str) -> int | None:
    """Return which of several shares is told, `LAST` for the last; "last week" tells of none."""
    told = patterns()["which"].search(words)
    return ordinals()[told.group().lower()] if told else None


def _no_time() -> str:
    """Return what keeps a pattern from words that count days: "last week", "the last six months", "the first time"."""
    words = calendar_words()
    names = [each for each in (*words.weekdays, *words.months) if each not in words.ambiguous]
    units = [*words.units, *words.seasons, *names, *document("pledge_references.yaml")["occasions"]]
    return rf"(?!\s+(?:\w+\s+)?(?:{any_of(units)})\b)"


@lru_cache(maxsize=1)
def ordinals() -> dict[str, int]:
    """Return which of several shares a word means: "second" is 2, "last" `LAST`."""
    return dict(document("pledge_references.yaml")["ordinal"])
