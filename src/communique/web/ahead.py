"""What is to come, for people: what one sentence tells of the same days as one, meetings told apart, wide spans last.

In: entries of the ledger's calendar. Out: `Part`s with the words that name them, `Ahead`s in the order of their days.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from communique.knowledge.tables import document
from communique.ledger import Ledger
from communique.ledger.quoted import Quoted
from communique.ledger.told.calendar import Coming

_WORDS = """
SELECT events.id, substr(articles.text, reports.trigger_start + 1, reports.trigger_end - reports.trigger_start)
FROM events JOIN reports ON reports.number = events.lead JOIN articles ON articles.number = reports.article
WHERE events.id IN (SELECT value FROM json_each(?))
"""
"""The words that name events."""
_NEAR = 5
"""Words on either side of the one that names an event, among which a meeting is that event: "proposed a summit"."""
_OCCASIONS = frozenset(("after", "following", "during", "since"))
"""Before a meeting these make it the occasion on which something else was said."""
_WIDE = datetime.timedelta(days=31)
"""A span of more days than a month has isn't a day to wait for: "by the end of the year" says no more than the year."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to come, and the word that names it, where one does."""

    coming: Coming
    word: str | None

    @property
    def called(self) -> str:
        """What it is: by its word, else as the calendar calls it."""
        return self.word or self.coming.what

    @property
    def meeting(self) -> bool:
        """Whether it is a meeting, a visit or talks: by its word, or by a noun beside it."""
        word = (self.word or "").casefold()
        if self.coming.what.startswith("CONSULT") or any(map(word.startswith, meetings()["words"])):
            return True
        return bool(word) and _meets(word.split(), self.coming.quote.quote)


@dataclass(frozen=True, slots=True)
class Ahead:
    """What one sentence tells to come on one day: a meeting, a promise, a delivery, each with its record."""

    start: str
    end: str
    quote: Quoted
    parts: tuple[Part, ...]

    @property
    def first(self) -> Coming:
        """The part that tells most: with most people, and a place."""
        parts = [each.coming for each in self.parts]
        return max(parts, key=lambda each: (each.place is not None, len(each.actors) + len(each.recipients)))

    @property
    def wide(self) -> bool:
        """Whether its days are more than a month's."""
        return datetime.date.fromisoformat(self.end) - datetime.date.fromisoformat(self.start) > _WIDE

    @property
    def order(self) -> tuple[str, bool, str, str]:
        """What is expected earlier has the less; a wide span is, at its end, after what that day has."""
        return (self.end if self.wide else self.start), self.wide, self.end, self.first.record

    @property
    def under(self) -> tuple[str, str]:
        """First and last day of the heading that it stands under: its month, or all of a wide span."""
        return (self.start, self.end) if self.wide else (self.start[:7], self.start[:7])


@cache
def meetings() -> dict[str, tuple[str, ...]]:
    """Return how words begin that name a meeting, and the nouns that name one beside another word."""
    return {name: tuple(words) for name, words in document("meetings.yaml").items()}


def _meets(word: list[str], sentence: str) -> bool:
    """Return whether a sentence has a meeting near the words that name an event, not as the occasion of a speech."""
    told = [each.strip(".,;:!?()\"'“”‘’") for each in sentence.casefold().split()]
    at = next((place for place, each in enumerate(told) if each == word[0]), None)
    if at is None:
        return False
    return any(
        any(map(told[near].startswith, meetings()["nouns"])) and not _OCCASIONS & set(told[max(0, near - 3) : near])
        for near in range(max(0, at - _NEAR), min(len(told), at + len(word) + _NEAR))
    )


def named(ledger: Ledger, coming: Iterable[Coming]) -> list[Part]:
    """Return what is to come with the words that name it."""
    told = list(coming)
    rows = ledger.connection.execute(_WORDS, (json.dumps([each.record for each in told]),))
    words = {row[0]: " ".join(row[1].split()) for row in rows}
    return [Part(each, words.get(each.record)) for each in told]


def ahead(parts: Iterable[Part]) -> list[Ahead]:
    """Return what is to come, what one sentence tells of the same days as one, in order; see `Ahead.order`."""
    grouped: dict[tuple[str, str, str, int], list[Part]] = {}
    for each in parts:
        quote = each.coming.quote
        grouped.setdefault((each.coming.start, each.coming.end, quote.article, quote.start), []).append(each)
    made = [Ahead(key[0], key[1], some[0].coming.quote, tuple(some)) for key, some in grouped.items()]
    return sorted(made, key=lambda each: each.order)
