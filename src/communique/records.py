"""The records of a reading, from ``Span`` to ``Reading``: what the reader gives and every consumer takes.

In go values, checked where a record is made; out comes JSON of the schema ``communique/reading/1``, and back. Two laws
hold for every ``Reading`` that exists:

1. Every record is grounded: each span's quote is exactly what ``article.text`` says between its offsets.
2. Who says so is never lost: every id that a record refers to is the id of a record of the same reading.

Offsets are Unicode code points, the end exclusive. Days are ``datetime.date``, in JSON ISO dates. Sequences are tuples,
in JSON arrays. Words of closed vocabularies are members of the enums in ``communique.vocabulary``; constructors take
their strings too. No field has a default: what isn't known is an explicit None, in JSON null.
"""

import datetime
import hashlib
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Final, Self

from communique.contract import Record, shape_of
from communique.errors import BadRecord, BadReference, Ungrounded
from communique.parts import CountryCode, Date, Filled, Item, Money, Place, Quantity, Span
from communique.shape import Json, Rule, Text
from communique.vocabulary import (
    MODES,
    Act,
    ActorKind,
    Category,
    Certainty,
    Context,
    EventType,
    Instrument,
    Mode,
    Quotation,
    Sector,
    Stage,
    Status,
)

__all__ = [
    "SCHEMA",
    "Actor",
    "Article",
    "Commitment",
    "Date",
    "Dropped",
    "Event",
    "Item",
    "Money",
    "Place",
    "Quantity",
    "ReaderInfo",
    "Reading",
    "Span",
    "Statement",
    "article_id",
]

SCHEMA: Final = "communique/reading/1"
"""Name of the JSON schema; its number rises with a change that breaks a consumer."""

ActorId = Annotated[str, Rule(pattern="a[1-9][0-9]*", meaning="an actor's id such as a1", refers="actors")]
StatementId = Annotated[str, Rule(pattern="s[1-9][0-9]*", meaning="a statement's id such as s1", refers="statements")]
EventId = Annotated[str, Rule(pattern="e[1-9][0-9]*", meaning="an event's id such as e1", refers="events")]


def article_id(text: str) -> str:
    """Give the id of the article with this text.

    It is the first 16 hex digits of the SHA-256 of the text in UTF-8, after Unicode normalisation to NFC and with each
    run of white space (``str.isspace``) made one space, none left at either end. So the same words have the same id
    however they were wrapped into lines.
    """
    normalised = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(normalised.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Dropped(Record):
    """A line that was taken out of the article, and why."""

    text: Filled
    reason: Filled


@dataclass(frozen=True, slots=True)
class Article(Record):
    """The article that was read; ``text`` is its main text only, paragraphs separated by one newline.

    ``id`` is ``article_id(text)``, ``ref`` the caller's own id, ``language`` ISO 639-1, ``text_version`` the version of
    the normalisation.
    """

    id: Annotated[str, Rule(pattern="[0-9a-f]{16}", meaning="sixteen hex digits, as article_id gives them")]
    ref: str | None
    url: Filled | None
    title: Filled | None
    publisher: Filled | None
    byline: tuple[Filled, ...]
    published: datetime.date | None
    language: Annotated[str, Rule(pattern="[a-z]{2}", meaning="an ISO 639-1 code such as en")]
    text: Filled
    text_version: Filled
    dropped: tuple[Dropped, ...]

    def _verify(self) -> None:
        if self.id != article_id(self.text):
            raise BadRecord(
                f"expected {article_id(self.text)}, the id of the text, got {self.id}",
                path="id",
                hint="Make the id with article_id(text); if the text was changed, read it again.",
            )


@dataclass(frozen=True, slots=True)
class Actor(Record):
    """One real-world actor with all its mentions, pronouns and bare surnames included.

    ``name`` is the fullest form in the article, without title. ``country`` is ISO 3166-1 alpha-3, or PLOVER's IGO, UNO,
    EUR, NGO, ISM, IMG or MNC. ``sectors`` stand most specific first. ``code`` is the best-known id, such as
    ``wikidata:Q212``.
    """

    id: Annotated[str, Rule(pattern="a[1-9][0-9]*", meaning="an actor's id such as a1")]
    name: Filled
    kind: ActorKind
    country: CountryCode | None
    sectors: tuple[Sector, ...]
    title: Filled | None
    code: Filled | None
    mentions: Annotated[tuple[Span, ...], Rule(filled=True)]


@dataclass(frozen=True, slots=True)
class Statement(Record):
    """Somebody said, wrote, warned, doubted … something.

    ``cue`` is the reporting word, None only for a direct quotation without one; ``evidence`` is the whole clause.
    ``within`` is the statement that reports this one.
    """

    id: Annotated[str, Rule(pattern="s[1-9][0-9]*", meaning="a statement's id such as s1")]
    speaker: ActorId
    act: Act
    cue: Span | None
    content: Span
    quotation: Quotation
    addressee: ActorId | None
    certainty: Certainty
    within: StatementId | None
    date: Date | None
    evidence: Span

    def _verify(self) -> None:
        if self.cue is None and self.quotation is not Quotation.DIRECT:
            raise Ungrounded(f"a statement in {self.quotation} quotation needs its cue", path="cue")


@dataclass(frozen=True, slots=True)
class Event(Record):
    """Somebody did, does or will do something, in the codes of PLOVER 2.0.

    ``attributed_to`` is the innermost statement that tells it. ``trigger`` is the word that names it, ``mentions`` its
    later triggers. ``quad`` is PLOVER's quad class (1 to 4), ``score`` its score, ``cameo`` the CAMEO root code,
    ``why`` the rule or model that decided, in words.
    """

    id: Annotated[str, Rule(pattern="e[1-9][0-9]*", meaning="an event's id such as e1")]
    type: EventType
    mode: Mode | None
    contexts: tuple[Context, ...]
    actors: tuple[ActorId, ...]
    recipients: tuple[ActorId, ...]
    status: Status
    attributed_to: StatementId | None
    date: Date | None
    place: Place | None
    quantities: tuple[Quantity, ...]
    trigger: Span
    mentions: tuple[Span, ...]
    evidence: Span
    quad: Annotated[int, Rule(least=1, most=4)]
    score: Annotated[float, Rule(least=-10, most=10)]
    cameo: Annotated[str, Rule(pattern="0[1-9]|1[0-9]|20", meaning="a CAMEO root code from 01 to 20")]
    why: Filled

    def _verify(self) -> None:
        if self.mode is not None and self.mode not in MODES[self.type]:
            allowed = ", ".join(MODES[self.type]) or "no mode at all"
            raise BadRecord(f"an event of type {self.type} can have {allowed}; got {self.mode}", path="mode")


@dataclass(frozen=True, slots=True)
class Commitment(Record):
    """Money or materiel from one set of actors to another, at one stage.

    ``stage_by`` is who proposed, approved or refused it; ``cumulative`` marks a total that includes earlier
    commitments and is never summed.
    """

    id: Annotated[str, Rule(pattern="c[1-9][0-9]*", meaning="a commitment's id such as c1")]
    event: EventId | None
    donors: tuple[ActorId, ...]
    recipients: tuple[ActorId, ...]
    category: Category
    instrument: Instrument
    amount: Money | None
    items: tuple[Item, ...]
    stage: Stage
    stage_by: ActorId | None
    conditions: Span | None
    cumulative: bool
    date: Date | None
    attributed_to: StatementId | None
    evidence: Span


@dataclass(frozen=True, slots=True)
class ReaderInfo(Record):
    """Which reader made a reading, of which version, by which codebook."""

    name: Filled
    version: Filled
    codebook: Filled


@dataclass(frozen=True, slots=True)
class Reading(Record):
    """All that one article tells. It can't be made unless every span is grounded and every reference resolves."""

    reader: ReaderInfo
    article: Article
    actors: tuple[Actor, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    commitments: tuple[Commitment, ...]

    def _verify(self) -> None:
        known = {name: _ids(name, getattr(self, name)) for name in ("actors", "statements", "events", "commitments")}
        for path, shape, value in shape_of(Reading).walk(self, ""):
            if isinstance(value, Span):
                if not value.grounded_in(self.article.text):
                    said = self.article.text[value.start : value.end]
                    raise Ungrounded(
                        f"the article says {said!r} at {value.start}:{value.end}, not {value.quote!r}",
                        path=path,
                    )
            elif isinstance(shape, Text) and shape.refers and value not in known[shape.refers]:
                raise BadReference(f"no record among {shape.refers} has the id {value}", path=path)
        self._verify_within()

    def _verify_within(self) -> None:
        """Refuse statements that are, through others or at once, within themselves."""
        outer = {statement.id: statement.within for statement in self.statements}
        for index, statement in enumerate(self.statements):
            seen, at = {statement.id}, statement.within
            while at is not None and at not in seen:
                seen.add(at)
                at = outer[at]
            if at == statement.id:
                raise BadReference(f"statement {statement.id} is within itself", path=f"statements[{index}].within")

    def to_json(self) -> Json:
        """Give the object that ``communique read --format json`` prints."""
        return {"schema": SCHEMA, **shape_of(Reading).encode(self)}

    @classmethod
    def from_json(cls, raw: Any) -> Self:
        """Make the reading from what ``to_json`` gave.

        Raises:
            ReadingError: it breaks the contract; the error's path says where, such as ``events[3].trigger.start``.
        """
        if not isinstance(raw, dict) or raw.get("schema") != SCHEMA:
            raise BadRecord(f"expected an object of the schema {SCHEMA}", path="schema")
        reading: Self = shape_of(cls).decode({key: value for key, value in raw.items() if key != "schema"})
        return reading

    def dumps(self) -> str:
        """Give the reading as one line of JSON, without the newline."""
        return json.dumps(self.to_json(), ensure_ascii=False, allow_nan=False)

    @classmethod
    def loads(cls, line: str | bytes) -> Self:
        """Make the reading from a line of JSON.

        Raises:
            ReadingError: it is no JSON, or breaks the contract.
        """
        try:
            raw = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadRecord(f"a reading must be JSON: {error}") from error
        return cls.from_json(raw)


def _ids(name: str, records: Iterable[Actor | Statement | Event | Commitment]) -> frozenset[str]:
    """Collect the ids of one field of a reading; refuse one that is there twice."""
    seen: set[str] = set()
    for index, record in enumerate(records):
        if record.id in seen:
            raise BadReference(f"the id {record.id} is given twice", path=f"{name}[{index}].id")
        seen.add(record.id)
    return frozenset(seen)
