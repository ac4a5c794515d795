"""What an annotator writes down: the passage, and its actors, statements, events and commitments.

Offsets are Unicode code points into the passage's text, end exclusive. Ids are the annotator's own words; the codes are
checked by `training.corpus.validate`, not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

Extent = tuple[int, int]
"""Start and end of a span, code points, end exclusive."""

PRONOUNS: Final = frozenset(
    """
    i me my mine myself we us our ours ourselves you your yours he him his himself she her hers herself it its itself
    they them their theirs themselves who whom whose
    """.split()  # noqa: SIM905  words are read and sorted out more easily than a list of forty strings
)
"""Mentions that are no name, lower case."""


@dataclass(frozen=True, slots=True)
class ActorNote:
    """An actor with all its mentions and titles."""

    id: str
    kind: str
    country: str | None
    sectors: tuple[str, ...]
    mentions: tuple[Extent, ...]
    titles: tuple[Extent, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementNote:
    """A statement; `cue` is the reporting word."""

    id: str
    act: str
    certainty: str
    speaker: str | None
    cue: Extent
    content: Extent | None
    addressee: str | None = None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class EventNote:
    """An event; `quantities` maps a kind to its spans, `told` is the id of the innermost statement that tells it."""

    id: str
    type: str
    mode: str | None
    status: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    trigger: Extent
    mentions: tuple[Extent, ...] = ()
    dates: tuple[Extent, ...] = ()
    places: tuple[Extent, ...] = ()
    quantities: tuple[tuple[str, Extent], ...] = ()
    contexts: tuple[str, ...] = ()
    told: str | None = None


@dataclass(frozen=True, slots=True)
class CommitmentNote:
    """A commitment; `anchor` is its amount, else its first item, else its event's trigger."""

    id: str
    stage: str
    category: str
    instrument: str
    donors: tuple[str, ...]
    recipients: tuple[str, ...]
    amount: Extent | None
    items: tuple[tuple[Extent, str], ...]
    anchor: Extent
    by: str | None = None
    event: str | None = None
    condition: Extent | None = None
    dates: tuple[Extent, ...] = ()
    cumulative: bool = False
    told: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One annotated passage."""

    id: str
    meta: dict[str, str]
    text: str
    actors: tuple[ActorNote, ...] = ()
    places: tuple[Extent, ...] = ()
    dates: tuple[Extent, ...] = ()
    money: tuple[Extent, ...] = ()
    items: tuple[Extent, ...] = ()
    statements: tuple[StatementNote, ...] = ()
    events: tuple[EventNote, ...] = ()
    commitments: tuple[CommitmentNote, ...] = ()
    none: bool = False
