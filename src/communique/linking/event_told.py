"""One event record as linking sees it: `Told`, made of a reading, and packed into a few hundred bytes.

In: a reading, and sketches of its triggers where there are any. Out: a `Told` for each event, in the order of the
reading, with everything that two reports of one event are compared by; no text of the article is needed again.
"""

from __future__ import annotations

import datetime
import json
import math
import struct
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from communique.linking.actors import actor_key, last_name
from communique.linking.event_words import is_another, sentence_terms, stem, story_terms
from communique.records import Actor, Event, Reading
from communique.text import sentences, words

_HEAD: Final = struct.Struct("<BIIIffBBB")
_LAYOUT: Final = 2
_BARE: Final = 1
"""The layout without what `_more` packs, which ledgers of earlier versions hold."""
_LONG: Final = 0xFF
"""Stands for the size of a text that one byte can't tell; two bytes follow."""
_PERSONS: Final = 12
_COUNTS: Final = 6
"""Named people, and numbers of people, that are kept of a report."""
_EXACT: Final = frozenset(("site", "city"))


class Count(NamedTuple):
    """How many people of a kind ("dead") a report tells, as a range; None where an end is open."""

    kind: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """An event as one article tells it.

    `id` is the caller's, `article` tells articles apart. `type`, `mode` and `status` are the record's words, empty
    where not known. `actors` and `recipients` are keys of `actor_key`, the countries theirs. `start` to `end` is the
    date that the article gives, with its `precision`; `exact` says that the place is a town or site. `trigger` is the
    stem of `word`. `sentence` and `story` are terms (16-bit numbers) of the sentence and the article; `vector` is a
    sketch of the trigger in its sentence (see `event_vectors`). `persons` are the people with names among the actors
    and recipients, by key and last name; `teller` is the key of who says so, empty where the article itself does.
    `counts` are numbers of people by kind, with their range. `another` says that the words about the trigger tell of
    one more, `at` is its place.
    """

    id: str
    article: str
    type: str = ""
    mode: str = ""
    status: str = ""
    actors: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    actor_countries: frozenset[str] = frozenset()
    recipient_countries: frozenset[str] = frozenset()
    start: datetime.date | None = None
    end: datetime.date | None = None
    precision: str = ""
    published: datetime.date | None = None
    place: str = ""
    place_country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    exact: bool = False
    word: str = ""
    trigger: str = ""
    sentence: tuple[int, ...] = ()
    story: tuple[int, ...] = ()
    vector: bytes | None = field(default=None, repr=False)
    persons: frozenset[tuple[str, str]] = frozenset()
    teller: str = ""
    counts: tuple[Count, ...] = ()
    another: bool = False
    at: int = 0

    def to_bytes(self) -> bytes:
        """Pack it: usually 250 to 350 bytes. Coordinates keep seven digits."""
        vector = self.vector or b""
        head = _HEAD.pack(
            _LAYOUT << 1 | self.exact,
            *(each.toordinal() if each else 0 for each in (self.start, self.end, self.published)),
            *(math.nan if each is None else each for each in (self.latitude, self.longitude)),
            len(self.sentence),
            len(self.story),
            len(vector),
        )
        numbers = struct.pack(f"<{len(self.sentence) + len(self.story)}H", *self.sentence, *self.story)
        texts = [
            self.id, self.article, self.type, self.mode, self.status, self.precision, self.place, self.place_country,
            self.word, self.trigger,
        ]  # fmt: skip
        sets = (self.actors, self.recipients, self.actor_countries, self.recipient_countries)
        packed = [_packed(each) for each in texts]
        for each in sets:
            packed.append(bytes((len(each),)))
            packed += [_packed(one) for one in sorted(each)]
        return b"".join((head, numbers, vector, *packed, _packed(self._more())))

    def _more(self) -> str:
        """Return what came into the layout later, as JSON."""
        more = [sorted(self.persons), self.teller, self.counts, int(self.another), self.at]
        return json.dumps(more, ensure_ascii=True, separators=(",", ":"))

    @classmethod
    def from_bytes(cls, data: bytes) -> Told:
        """Unpack what `to_bytes` packed.

        Raises:
            ValueError: the bytes are of another layout or cut off.
        """
        try:
            first, start, end, published, latitude, longitude, count, more, size = _HEAD.unpack_from(data)
            if first >> 1 not in {_LAYOUT, _BARE}:
                raise ValueError(f"a told event of layout {first >> 1}; this version reads {_LAYOUT}")
            at = _HEAD.size
            numbers = struct.unpack_from(f"<{count + more}H", data, at)
            at += 2 * len(numbers)
            vector = data[at : at + size]
            at += size
            texts = []
            for _ in range(10):
                text, at = _unpacked(data, at)
                texts.append(text)
            sets = []
            for _ in range(4):
                held = data[at]
                at += 1
                names = []
                for _ in range(held):
                    text, at = _unpacked(data, at)
                    names.append(text)
                sets.append(frozenset(names))
            more = [[], "", [], 0, 0] if first >> 1 == _BARE else json.loads(_unpacked(data, at)[0])
        except (struct.error, IndexError, json.JSONDecodeError) as error:
            raise ValueError("a told event that is cut off") from error
        days = [datetime.date.fromordinal(each) if each else None for each in (start, end, published)]
        spots = [None if math.isnan(each) else each for each in (latitude, longitude)]
        ident, article, kind, mode, status, precision, place, country, word, trigger = texts
        return cls(
            id=ident,
            article=article,
            type=kind,
            mode=mode,
            status=status,
            actors=sets[0],
            recipients=sets[1],
            actor_countries=sets[2],
            recipient_countries=sets[3],
            start=days[0],
            end=days[1],
            precision=precision,
            published=days[2],
            place=place,
            place_country=country,
            latitude=spots[0],
            longitude=spots[1],
            exact=bool(first & 1),
            word=word,
            trigger=trigger,
            sentence=numbers[:count],
            story=numbers[count:],
            vector=vector or None,
            persons=frozenset((key, name) for key, name in more[0]),
            teller=more[1],
            counts=tuple(Count(*each) for each in more[2]),
            another=bool(more[3]),
            at=more[4],
        )


def _packed(text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    if len(data) < _LONG:
        return bytes((len(data),)) + data
    return bytes((_LONG,)) + struct.pack("<H", len(data)) + data


def _unpacked(data: bytes, at: int) -> tuple[str, int]:
    size, at = data[at], at + 1
    if size == _LONG:
        (size,) = struct.unpack_from("<H", data, at)
        at += 2
    if at + size > len(data):
        raise IndexError
    return data[at : at + size].decode("utf-8", "surrogatepass"), at + size


class Telling:
    """The words of one article, from which its tolds are made."""

    def __init__(self, text: str, article: str, published: datetime.date | None) -> None:
        self.article, self.published = article, published
        self.words = words(text)
        self.starts = [start for start, _ in self.words]
        self.quotes = [text[start:end] for start, end in self.words]
        self.stems = [stem(each) for each in self.quotes]
        # Where in the words each sentence begins; what stands before the first is one too.
        self._firsts = [0, *(bisect_left(self.starts, start) for start, _ in sentences(text)), len(self.words)]
        self._story = story_terms(self.stems)
        self._keys: dict[str, str] = {}

    def at(self, offset: int) -> int:
        """Return the number of the word that holds an offset."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def told(self, ident: str, word: int, vector: bytes | None) -> Told:
        """Return what is told by a word alone: no record is known of it."""
        return Told(ident, vector=vector, **self.words_of(word))

    def words_of(self, word: int) -> dict[str, Any]:
        """Return the fields of a told that come from the words alone."""
        sentence = bisect_right(self._firsts, word, hi=len(self._firsts) - 1)
        first, last = self._firsts[sentence - 1], self._firsts[sentence]
        return {
            "article": self.article,
            "published": self.published,
            "word": self.quotes[word][:40].lower(),
            "trigger": self.stems[word][:40],
            "sentence": sentence_terms(self.stems[first:last], word - first),
            "story": self._story,
            "another": is_another(self.quotes[first:last], word - first),
            "at": self.starts[word],
        }

    def key(self, actor: Actor, article: str) -> str:
        """Return the key of an actor of the article with an id, which most of its events name again."""
        found = self._keys.get(actor.id)
        if found is None:
            found = self._keys[actor.id] = actor_key(actor, article)
        return found


def tell(reading: Reading, vectors: Mapping[int, bytes] | None = None, *, article: str | None = None) -> list[Told]:
    """Return a told for each event of a reading, in order.

    `vectors` maps the offset of a trigger to its sketch; `article` stands for the article's id.
    """
    if not reading.events:
        return []
    telling = Telling(reading.article.text, article or reading.article.id, reading.article.published)
    return [tell_event(reading, event, telling, event.trigger.start, vectors) for event in reading.events]


def tell_event(
    reading: Reading, event: Event, telling: Telling, offset: int, vectors: Mapping[int, bytes] | None = None
) -> Told:
    """Return the told of one event by one of its triggers, which stands at an offset."""
    by_id = {actor.id: actor for actor in reading.actors}
    sides = [[by_id[each] for each in side] for side in (event.actors, event.recipients)]
    keys = [_few(telling.key(each, reading.article.id) for each in side) for side in sides]
    countries = [_few(each.country for each in side if each.country) for side in sides]
    date, place = event.date, event.place
    return Told(
        event.id,
        **telling.words_of(telling.at(offset)),
        type=str(event.type),
        mode=str(event.mode or ""),
        status=str(event.status),
        actors=keys[0],
        recipients=keys[1],
        actor_countries=countries[0],
        recipient_countries=countries[1],
        start=date.start if date else None,
        end=date.end if date else None,
        precision=str(date.precision) if date else "",
        place=place.name[:40] if place else "",
        place_country=(place.country or "") if place else "",
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        exact=bool(place and str(place.precision) in _EXACT and place.latitude is not None),
        vector=(vectors or {}).get(offset),
        persons=frozenset(
            (telling.key(each, reading.article.id)[:80], name)
            for each in (*sides[0], *sides[1])[:_PERSONS]
            if (name := last_name(each))
        ),
        teller=_teller(reading, event, by_id, telling),
        counts=tuple(Count(str(each.kind), each.low, each.high) for each in event.quantities)[:_COUNTS],
    )


def _teller(reading: Reading, event: Event, by_id: Mapping[str, Actor], telling: Telling) -> str:
    """Return the key of who says that an event was; nothing where the article itself does."""
    said = next((each for each in reading.statements if each.id == event.attributed_to), None)
    return telling.key(by_id[said.speaker], reading.article.id)[:80] if said and said.speaker in by_id else ""


def _few(names: Iterable[str], most: int = 6) -> frozenset[str]:
    """Return the first few names, cut: a summit of forty states is known by some of them."""
    return frozenset([each[:80] for each in dict.fromkeys(names)][:most])
