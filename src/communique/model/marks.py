"""What the model says of an article: spans and arcs, as numbers of words, each with its probability.

All word numbers count the article's words; an extent of words is [first, last). Lists refer to each other by index.
What the marks mean together (who an actor is, what PLOVER makes of a plan) is the reading's business.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Extent = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of one layer."""

    first: int
    last: int
    kind: str
    probability: float


@dataclass(frozen=True, slots=True)
class Link:
    """An arc's target: an index into the list that the arc points into (mentions, values, triggers), or a word."""

    target: int
    probability: float


@dataclass(slots=True)
class TriggerMark:
    """A word that names an event. `runner_up` is the second most probable type with its probability."""

    word: int
    type: str
    probability: float
    runner_up: tuple[str, float]
    mode: str | None
    status: str
    status_probability: float
    contexts: tuple[str, ...]
    actors: list[Link] = field(default_factory=list)
    recipients: list[Link] = field(default_factory=list)
    places: list[Link] = field(default_factory=list)
    dates: list[Link] = field(default_factory=list)
    quantities: list[tuple[str, Link]] = field(default_factory=list)
    again: list[Link] = field(default_factory=list)


@dataclass(slots=True)
class CueMark:
    """A reporting word with what it reports; `content` is an extent of words."""

    word: int
    act: str
    probability: float
    certainty: str
    content: Extent | None
    speaker: Link | None
    addressee: Link | None


@dataclass(slots=True)
class AnchorMark:
    """The word at which a commitment hangs: the last word of a value, or a trigger."""

    word: int
    stage: str
    probability: float
    category: str
    instrument: str
    cumulative: bool
    donors: list[Link] = field(default_factory=list)
    recipients: list[Link] = field(default_factory=list)
    items: list[Link] = field(default_factory=list)
    dates: list[Link] = field(default_factory=list)
    by: Link | None = None
    event: Link | None = None


@dataclass(slots=True)
class Marks:
    """All marks of one article. Lists are in the order of the text.

    `bearers` maps a title to the mention that bears it, `countries` a mention to the word that names its country,
    `antecedents` a mention to an earlier one of the same actor, `item_classes` a value to its class. `states` are the
    encoder's states [words, width], None unless they were asked for and the weights give them.
    """

    mentions: list[Mark] = field(default_factory=list)
    values: list[Mark] = field(default_factory=list)
    titles: list[Mark] = field(default_factory=list)
    triggers: list[TriggerMark] = field(default_factory=list)
    cues: list[CueMark] = field(default_factory=list)
    anchors: list[AnchorMark] = field(default_factory=list)
    bearers: dict[int, Link] = field(default_factory=dict)
    countries: dict[int, Link] = field(default_factory=dict)
    antecedents: dict[int, Link] = field(default_factory=dict)
    item_classes: dict[int, str] = field(default_factory=dict)
    states: NDArray[np.float32] | None = None
