"""A passage's annotation as a reading: what the reader would give if it read as the annotator did.

In: a valid passage (`training.corpus.validate`). Out: a `Reading` of its text, taken verbatim. Ids are numbered anew;
the values of money, items, dates and numbers of people are read from the annotated spans by the reader's own parsers,
and scores are the codebook's. A span that no parser can make a value of gives none.

A statement without speaker or content is no record. What it tells is told by the statement around it, if there is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from communique.knowledge.codebook import cameo_of, quad_of, score_of
from communique.reading import CODEBOOK
from communique.reading.dates import parse_date
from communique.reading.names.titles import called_from
from communique.reading.places.toponyms import resolve
from communique.reading.statements import quotation_of
from communique.reading.values.amounts import parse_money
from communique.reading.values.items import parse_item, parse_quantity
from communique.records import (
    Actor,
    Article,
    Commitment,
    Date,
    Event,
    Item,
    Place,
    Quantity,
    ReaderInfo,
    Reading,
    Span,
    Statement,
)
from communique.sources import RawArticle
from communique.text import build_article, sentences
from communique.vocabulary import (
    Act,
    ActorKind,
    Category,
    Certainty,
    Context,
    EventType,
    Instrument,
    ItemClass,
    Mode,
    QuantityKind,
    Sector,
    Stage,
    Status,
)
from training.corpus.notes import PRONOUNS, ActorNote, CommitmentNote, EventNote, Extent, Passage, StatementNote
from training.corpus.spans import overlap

ANNOTATOR: Final = ReaderInfo(name="annotator", version="1", codebook=CODEBOOK)
WHY: Final = "annotated by hand"


def article_of(passage: Passage) -> Article:
    """Return the article that a passage is, its text as it stands."""
    published = passage.meta["published"]
    return build_article(
        RawArticle(
            ref=passage.id,
            text=passage.text,
            verbatim=True,
            language="en",
            published=None if published == "-" else published,
        )
    )


def reading_of(passage: Passage) -> Reading:
    """Return a passage's annotation as a reading.

    Raises:
        ReadingError: the passage breaks the contract; `training.corpus validate` says how to mend it.
        ValueError: it has a code that the vocabulary doesn't know.
    """
    return _Annotation(passage).reading()


class _Annotation:
    """Makes the records of one passage."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.article = article_of(passage)
        self.sentences = sentences(passage.text)
        self.actor_ids = _numbered("a", (note.id for note in passage.actors))
        self.event_ids = _numbered("e", (note.id for note in passage.events))
        self.statements = [
            (note, note.speaker, note.content) for note in passage.statements if note.speaker and note.content
        ]
        self.statement_ids = _numbered("s", (note.id for note, _, _ in self.statements))
        self.outer = {note.id: note.within for note in passage.statements}

    def reading(self) -> Reading:
        return Reading(
            reader=ANNOTATOR,
            article=self.article,
            actors=tuple(map(self._actor, self.passage.actors)),
            statements=tuple(self._statement(*each) for each in self.statements),
            events=tuple(map(self._event, self.passage.events)),
            commitments=tuple(
                self._commitment(f"c{number}", note) for number, note in enumerate(self.passage.commitments, 1)
            ),
        )

    def _actor(self, note: ActorNote) -> Actor:
        mentions = [self._span(each) for each in note.mentions]
        titles = [self._span(each).quote for each in note.titles]
        return Actor(
            id=self.actor_ids[note.id],
            name=_name(mentions),
            kind=ActorKind(note.kind),
            country=note.country,
            sectors=tuple(Sector(each) for each in note.sectors),
            title=max(titles, key=len, default=None),
            code=None,
            mentions=tuple(map(self._span, with_titles(self.passage.text, note))),
        )

    def _statement(self, note: StatementNote, speaker: str, extent: Extent) -> Statement:
        content = self._span(extent)
        return Statement(
            id=self.statement_ids[note.id],
            speaker=self.actor_ids[speaker],
            act=Act(note.act),
            cue=self._span(note.cue),
            content=content,
            quotation=quotation_of(content.quote),
            addressee=self._actor_id(note.addressee),
            certainty=Certainty(note.certainty),
            within=self._teller(note.within),
            date=None,
            evidence=self._evidence(note.cue, extent),
        )

    def _event(self, note: EventNote) -> Event:
        kind, mode = EventType(note.type), Mode(note.mode) if note.mode else None
        return Event(
            id=self.event_ids[note.id],
            type=kind,
            mode=mode,
            contexts=tuple(Context(each) for each in dict.fromkeys(note.contexts)),
            actors=self._actor_ids(note.actors),
            recipients=self._actor_ids(note.recipients),
            status=Status(note.status),
            attributed_to=self._teller(note.told),
            date=self._date(note.dates),
            place=self._place(note.places),
            quantities=self._quantities(note),
            trigger=self._span(note.trigger),
            mentions=tuple(self._span(each) for each in note.mentions),
            evidence=self._evidence(note.trigger),
            quad=quad_of(kind),
            score=score_of(kind, mode),
            cameo=cameo_of(kind, mode),
            why=WHY,
        )

    def _commitment(self, ident: str, note: CommitmentNote) -> Commitment:
        return Commitment(
            id=ident,
            event=self.event_ids[note.event] if note.event else None,
            donors=self._actor_ids(note.donors),
            recipients=self._actor_ids(note.recipients),
            category=Category(note.category),
            instrument=Instrument(note.instrument),
            amount=parse_money(self.passage.text, self._span(note.amount)) if note.amount else None,
            items=self._items(note),
            stage=Stage(note.stage),
            stage_by=self._actor_id(note.by),
            conditions=self._span(note.condition) if note.condition else None,
            cumulative=note.cumulative,
            date=self._date(note.dates),
            attributed_to=self._teller(note.told),
            evidence=self._evidence(note.anchor),
        )

    def _span(self, extent: Extent) -> Span:
        return Span.of(self.passage.text, *extent)

    def _evidence(self, *extents: Extent) -> Span:
        """Return the span of the sentences that some extents touch."""
        start, end = min(start for start, _ in extents), max(end for _, end in extents)
        touched = [each for each in self.sentences if overlap(each, (start, end))]
        return self._span((min([start, *(each[0] for each in touched)]), max([end, *(each[1] for each in touched)])))

    def _actor_id(self, ident: str | None) -> str | None:
        return self.actor_ids[ident] if ident else None

    def _actor_ids(self, idents: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.actor_ids[ident] for ident in dict.fromkeys(idents))

    def _teller(self, ident: str | None) -> str | None:
        """Return the statement that tells a record: the one annotated, or the nearest around it that is a record."""
        while ident is not None and ident not in self.statement_ids:
            ident = self.outer.get(ident)
        return self.statement_ids[ident] if ident else None

    def _date(self, extents: Iterable[Extent]) -> Date | None:
        """Return the first date that can be read."""
        found = (parse_date(self.passage.text, self._span(each), self.article.published) for each in extents)
        return next((date for date in found if date), None)

    def _place(self, extents: tuple[Extent, ...]) -> Place | None:
        return resolve(self.passage.text, extents[:1])[0] if extents else None

    def _quantities(self, note: EventNote) -> tuple[Quantity, ...]:
        found = (parse_quantity(self.passage.text, *extent, QuantityKind(kind)) for kind, extent in note.quantities)
        return tuple(each for each in found if each)

    def _items(self, note: CommitmentNote) -> tuple[Item, ...]:
        """Return the items that can be read, each of the class that was annotated."""
        classes = [(extent, ItemClass(label)) for extent, label in note.items]
        found = ((parse_item(self.passage.text, *extent, label), label) for extent, label in classes)
        return tuple(replace(item, item_class=label) for item, label in found if item)


def _numbered(letter: str, idents: Iterable[str]) -> dict[str, str]:
    """Return the record's id (`a1`, `a2` and so on) for each annotated one."""
    return {ident: f"{letter}{number}" for number, ident in enumerate(idents, 1)}


def with_titles(text: str, note: ActorNote) -> list[Extent]:
    """Return the mentions of an annotated actor as a reading has them, with the titles before names in capitals."""
    found = []
    for start, end in note.mentions:
        for first, last in note.titles:
            if text[last:start].isspace() and (at := first + called_from(text[first:last])) < last:
                start = at  # noqa: PLW2901 - at most one title ends there
        found.append((start, end))
    return found


def _name(mentions: list[Span]) -> str:
    """Return the longest name among mentions, else the longest that is no pronoun, else the first."""
    words = [each.quote for each in mentions if each.quote.lower() not in PRONOUNS]
    names = [each for each in words if each.split()[-1][:1].isupper()]
    return max(names or words or [mentions[0].quote], key=len)
