"""Every word of an article that names an event, PLOVER's or any other, as tolds ready to be linked.

In: a reading and the states of its words. Out: offers in the order of the text: the triggers of its records with all
that is known of them, and the other words that the encoder's states show to name an event.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from communique.linking.event_told import Telling, Told, tell_event
from communique.linking.event_vectors import event_words, sketches
from communique.linking.events import cluster
from communique.reading import WordStates
from communique.records import Reading


@dataclass(frozen=True, slots=True)
class Offer:
    """A word that names an event: the article it stands in, its code points, and what is told."""

    article: str
    start: int
    end: int
    told: Told


def offered(reading: Reading, states: WordStates | None, article: str) -> list[Offer]:
    """Return the offers of an article; without states only those of its records. `article` tells it from others."""
    telling = Telling(reading.article.text, article, reading.article.published)
    records = {telling.at(span.start): event for event in reading.events for span in (event.trigger, *event.mentions)}
    chosen = sorted({*records, *event_words(states)})
    vectors = sketches(states, (telling.starts[each] for each in chosen))
    found = []
    for word in chosen:
        start, end = telling.words[word]
        if word in records:
            told = tell_event(reading, records[word], telling, start, vectors)
        else:
            told = telling.told("", word, vectors.get(start))
        found.append(Offer(article, start, end, replace(told, id=f"{article}:{start}")))
    return found


def linked(offers: Iterable[Sequence[Offer]]) -> list[list[Offer]]:
    """Return the offers of several articles in clusters of one event each."""
    whole = [each for some in offers for each in some]
    return [[whole[at] for at in group] for group in cluster([each.told for each in whole])]
