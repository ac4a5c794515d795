"""The label inventory of the reader's network: what its heads choose between, in the order of its outputs.

The weights carry a copy of it (`inventory()`), which `Model` compares when it loads them, so that a graph is never read
with another version's labels. The words are those of `communique.vocabulary`; what follows from them is not known here.

- A *layer* tags words with B-I-O labels; the spans of one layer never overlap.
- A *head* classifies one word: 0 is `none` where the head says so.
- A *contextual* head gives independent probabilities.
- An *arc* leads from a head word to another word. A `single` arc has one target or none (word 0, the start of the
  window); a `multiple` arc any number.

Spans are pointed at by their last word (the head noun of a base noun phrase), triggers and cues by their first.
"""

from __future__ import annotations

from typing import Final

from communique.vocabulary import (
    Act,
    Category,
    Certainty,
    Context,
    EventType,
    Instrument,
    ItemClass,
    Mode,
    QuantityKind,
    Stage,
    Status,
)

NONE: Final = "none"
"""The first label of a head that may choose nothing."""

LAYERS: Final[dict[str, tuple[str, ...]]] = {
    "mention": ("person", "organization", "state", "group", "pronoun", "place"),
    "value": ("date", "money", "item", "quantity"),
    "title": ("title",),
}
"""Layer to its kinds of span."""

HEADS: Final[dict[str, tuple[str, ...]]] = {
    "trigger": (NONE, *EventType),
    "mode": (NONE, *dict.fromkeys(Mode)),
    "status": tuple(Status),
    "act": (NONE, *Act),
    "certainty": tuple(Certainty),
    "stage": (NONE, *Stage),
    "category": tuple(Category),
    "instrument": tuple(Instrument),
    "item_class": tuple(ItemClass),
    "cumulative": (NONE, "cumulative"),
}
"""Head to its labels; one of them holds of a word."""

CONTEXTS: Final[tuple[str, ...]] = tuple(Context)
"""Labels of the contextual head on a trigger; any number holds."""

QUANTITIES: Final[tuple[str, ...]] = tuple(QuantityKind)

SINGLE: Final = (
    "speaker", "addressee", "content_start", "content_end", "by", "event", "bearer", "country", "antecedent",
)  # fmt: skip
"""Arcs with at most one target. speaker, addressee: cue to mention; content_start, content_end: cue to word; by, event:
anchor of a commitment to mention, to trigger; bearer: title to person; country: mention to the word that tells its
country; antecedent: mention to an earlier mention of the same actor."""

MULTIPLE: Final = ("actor", "recipient", "date", "place", *QUANTITIES, "again", "donor", "given_to", "item")
"""Arcs with any number of targets. actor … again: from a trigger; donor, given_to, item, date: from a commitment's
anchor. again leads to a later trigger of the same event."""

ARCS: Final = (*SINGLE, *MULTIPLE)

NAME_ARCS: Final = ("bearer", "country", "antecedent")
"""Arcs from mentions and titles. The graph works out arcs only for rows that may need them: these for rows that may be
in a mention or title, the others (`RECORD_ARCS`) for rows that may be a trigger, a cue or an anchor."""

RECORD_ARCS: Final = tuple(name for name in ARCS if name not in NAME_ARCS)


def tags(layer: str) -> tuple[str, ...]:
    """Return the B-I-O tags of a layer: O, then B-a, I-a, B-b, I-b and so on for its kinds a, b."""
    return ("O", *(f"{place}-{kind}" for kind in LAYERS[layer] for place in "BI"))


def columns() -> dict[str, slice]:
    """Return where each layer and head stands among the columns of the network's word output."""
    found: dict[str, slice] = {}
    at = 0
    sizes = {layer: len(tags(layer)) for layer in LAYERS} | {head: len(labels) for head, labels in HEADS.items()}
    for name, size in (sizes | {"contexts": len(CONTEXTS)}).items():
        found[name] = slice(at, at + size)
        at += size
    return found


def inventory() -> dict[str, list[str]]:
    """Return the whole inventory as plain lists, to store with weights and to compare."""
    lists: dict[str, tuple[str, ...]] = {layer: tags(layer) for layer in LAYERS}
    lists |= HEADS | {"contexts": CONTEXTS, "arcs": ARCS}
    return {name: [str(label) for label in labels] for name, labels in lists.items()}
