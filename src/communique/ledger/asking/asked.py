"""What can be asked for, for type checkers: the filters of each family as `TypedDict`s.

`Value` is a text, or several, any of which; a text that begins with "!" is excluded. Roles take a name, an actor's id,
an ISO 3166 or PLOVER code, or a country's name. Days are ISO dates, months or years, or `datetime.date`s; a time is cut
to its day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from communique.days import Day

Value = str | Sequence[str]
"""The value of a filter, or several of which any will do."""


class Page(TypedDict, total=False):
    """Which part of the answer is wanted: `limit` None for all; `order` "newest" (usual), "oldest" or another."""

    limit: int | None
    offset: int
    order: str | None


class RecordFilters(Page, total=False):
    """Filters of all records; `as_of` is the day (ISO) as known on which the ledger is asked."""

    country: Value
    sector: Value
    since: Day | Sequence[Day]
    until: Day | Sequence[Day]
    published_since: Day | Sequence[Day]
    published_until: Day | Sequence[Day]
    source: Value
    text: Value
    article: Value
    verdict: Value
    as_of: Day | None


class EventFilters(RecordFilters, total=False):
    """Filters of events."""

    actor: Value
    recipient: Value
    type: Value
    mode: Value
    context: Value
    status: Value
    place: Value
    precision: Value
    told_by: Value
    min_sources: int | Value


class StatementFilters(RecordFilters, total=False):
    """Filters of statements."""

    speaker: Value
    addressee: Value
    act: Value
    certainty: Value


class CommitmentFilters(RecordFilters, total=False):
    """Filters of commitments."""

    donor: Value
    recipient: Value
    category: Value
    instrument: Value
    stage: Value
    item: Value
    min_amount: float | Value
    max_amount: float | Value
    currency: Value
    thread: Value
    told_by: Value


class ActorFilters(Page, total=False):
    """Filters of actors."""

    name: Value
    country: Value
    kind: Value
    sector: Value


class ArticleFilters(Page, total=False):
    """Filters of articles; their days are those on which they were known."""

    source: Value
    text: Value
    article: Value
    since: Day | Sequence[Day]
    until: Day | Sequence[Day]
    as_of: Day | None


class SearchOptions(TypedDict, total=False):
    """How sentences are searched: so many at most, after so many; the newest and not the best first; as known then."""

    limit: int
    offset: int
    newest: bool
    as_of: Day | None
