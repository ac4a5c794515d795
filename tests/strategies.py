"""Hypothesis strategies for records: whole readings of random text, every span cut from it."""

from typing import TypeVar

from hypothesis import strategies as st

from communique.parts import Date, Item, Money, Place, Quantity, Span
from communique.records import Actor, Article, Commitment, Dropped, Event, ReaderInfo, Reading, Statement, article_id
from communique.vocabulary import (
    MODES,
    Act,
    ActorKind,
    Basis,
    Category,
    Certainty,
    Condition,
    Context,
    DatePrecision,
    EventType,
    Instrument,
    ItemClass,
    Period,
    PlacePrecision,
    Qualifier,
    QuantityKind,
    Quotation,
    Sector,
    Stage,
    Status,
)

words = st.text(min_size=1, max_size=12)
days = st.dates()
codes = st.from_regex("[A-Z]{3}", fullmatch=True)
# Astral characters, combining marks, line ends and quotes are where offsets go wrong.
texts = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from('\n\r"\u0301\u2028\U0001d518🇺🇦a ')), min_size=1, max_size=80
)


T = TypeVar("T")
N = TypeVar("N", int, float)


def several(strategy: st.SearchStrategy[T], most: int = 2) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


def maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | strategy


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    start = draw(st.integers(0, len(text) - 1))
    return Span.of(text, start, draw(st.integers(start + 1, len(text))))


@st.composite
def ranges(draw: st.DrawFn, numbers: st.SearchStrategy[N]) -> tuple[N, N | None, N | None]:
    """Value, low and high, in order; either end may be open."""
    low, value, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    return value, draw(st.sampled_from([low, None])), draw(st.sampled_from([high, None]))


@st.composite
def dates(draw: st.DrawFn, text: str) -> Date:
    start, end = sorted(draw(st.tuples(days, days)))
    precision = draw(st.sampled_from(DatePrecision))
    open_start = precision is DatePrecision.UNKNOWN and draw(st.booleans())
    basis = draw(st.sampled_from(Basis))
    span = None if basis is Basis.ASSUMED and draw(st.booleans()) else draw(spans(text))
    return Date(None if open_start else start, end, precision, basis, span)


@st.composite
def places(draw: st.DrawFn, text: str) -> Place:
    located = draw(st.booleans())
    return Place(
        name=draw(words),
        country=draw(maybe(codes)),
        admin1=draw(maybe(words)),
        latitude=draw(st.floats(-90, 90)) if located else None,
        longitude=draw(st.floats(-180, 180)) if located else None,
        geonames=draw(maybe(st.integers(1))),
        precision=draw(st.sampled_from(PlacePrecision)),
        span=draw(spans(text)),
    )


@st.composite
def quantities(draw: st.DrawFn, text: str) -> Quantity:
    value, low, high = draw(ranges(st.integers(0)))
    return Quantity(
        kind=draw(st.sampled_from(QuantityKind)),
        value=value,
        low=low,
        high=high,
        estimate=draw(st.booleans()),
        span=draw(spans(text)),
    )


@st.composite
def sums(draw: st.DrawFn, text: str) -> Money:
    value, low, high = draw(ranges(st.floats(0, allow_infinity=False, allow_nan=False)))
    return Money(
        value=value,
        low=low,
        high=high,
        currency=draw(codes),
        qualifiers=draw(several(st.sampled_from(Qualifier))),
        per=draw(maybe(st.sampled_from(Period))),
        span=draw(spans(text)),
    )


@st.composite
def items(draw: st.DrawFn, text: str) -> Item:
    count, low, high = draw(ranges(st.integers(0)))
    return Item(
        designation=draw(words),
        item_class=draw(st.sampled_from(ItemClass)),
        count=count,
        low=low,
        high=high,
        estimate=draw(st.booleans()),
        condition=draw(maybe(st.sampled_from(Condition))),
        span=draw(spans(text)),
    )


@st.composite
def articles(draw: st.DrawFn, text: str) -> Article:
    return Article(
        id=article_id(text),
        ref=draw(maybe(st.text(max_size=5))),
        url=draw(maybe(words)),
        title=draw(maybe(words)),
        publisher=draw(maybe(words)),
        byline=draw(several(words)),
        published=draw(maybe(days)),
        language="en",
        text=text,
        text_version=draw(words),
        dropped=draw(several(st.builds(Dropped, words, words))),
    )


@st.composite
def actors(draw: st.DrawFn, text: str, number: int) -> Actor:
    return Actor(
        id=f"a{number}",
        name=draw(words),
        kind=draw(st.sampled_from(ActorKind)),
        country=draw(maybe(codes)),
        sectors=draw(several(st.sampled_from(Sector))),
        title=draw(maybe(words)),
        code=draw(maybe(words)),
        mentions=draw(st.lists(spans(text), min_size=1, max_size=2).map(tuple)),
    )


@st.composite
def statements(draw: st.DrawFn, text: str, number: int, who: st.SearchStrategy[str]) -> Statement:
    quotation = draw(st.sampled_from(Quotation))
    cueless = quotation is Quotation.DIRECT and draw(st.booleans())
    return Statement(
        id=f"s{number}",
        speaker=draw(who),
        act=draw(st.sampled_from(Act)),
        cue=None if cueless else draw(spans(text)),
        content=draw(spans(text)),
        quotation=quotation,
        addressee=draw(maybe(who)),
        certainty=draw(st.sampled_from(Certainty)),
        within=f"s{draw(st.integers(1, number - 1))}" if number > 1 and draw(st.booleans()) else None,
        date=draw(maybe(dates(text))),
        evidence=draw(spans(text)),
    )


@st.composite
def events(
    draw: st.DrawFn, text: str, number: int, who: st.SearchStrategy[str], told: st.SearchStrategy[str | None]
) -> Event:
    event_type = draw(st.sampled_from(EventType))
    return Event(
        id=f"e{number}",
        type=event_type,
        mode=draw(st.sampled_from([None, *MODES[event_type]])),
        contexts=draw(several(st.sampled_from(Context))),
        actors=draw(several(who)),
        recipients=draw(several(who)),
        status=draw(st.sampled_from(Status)),
        attributed_to=draw(told),
        date=draw(maybe(dates(text))),
        place=draw(maybe(places(text))),
        quantities=draw(several(quantities(text), 1)),
        trigger=draw(spans(text)),
        mentions=draw(several(spans(text), 1)),
        evidence=draw(spans(text)),
        quad=draw(st.integers(1, 4)),
        score=draw(st.floats(-10, 10)),
        cameo=f"{draw(st.integers(1, 20)):02}",
        why=draw(words),
    )


@st.composite
def commitments(
    draw: st.DrawFn, text: str, number: int, who: st.SearchStrategy[str], told: st.SearchStrategy[str | None]
) -> Commitment:
    return Commitment(
        id=f"c{number}",
        event="e1",
        donors=draw(several(who)),
        recipients=draw(several(who)),
        category=draw(st.sampled_from(Category)),
        instrument=draw(st.sampled_from(Instrument)),
        amount=draw(maybe(sums(text))),
        items=draw(several(items(text), 1)),
        stage=draw(st.sampled_from(Stage)),
        stage_by=draw(maybe(who)),
        conditions=draw(maybe(spans(text))),
        cumulative=draw(st.booleans()),
        date=draw(maybe(dates(text))),
        attributed_to=draw(told),
        evidence=draw(spans(text)),
    )


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Whole readings with one actor, event and commitment or more."""
    text = draw(texts)
    made_actors = tuple(draw(actors(text, number)) for number in range(1, 1 + draw(st.integers(1, 2))))
    who = st.sampled_from([actor.id for actor in made_actors])
    made_statements = tuple(draw(statements(text, number, who)) for number in range(1, 1 + draw(st.integers(0, 3))))
    told = st.sampled_from([None, *(statement.id for statement in made_statements)])
    return Reading(
        reader=ReaderInfo(draw(words), draw(words), draw(words)),
        article=draw(articles(text)),
        actors=made_actors,
        statements=made_statements,
        events=(draw(events(text, 1, who, told)),),
        commitments=(draw(commitments(text, 1, who, told)),),
    )
