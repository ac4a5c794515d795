"""Commitments told in articles, for the tests of linking: one sentence each, with the records written out."""

import datetime

from communique.linking.commitment_pledges import Pledge, pledges
from communique.parts import Date, Item, Span
from communique.reading.values.amounts import money_in
from communique.reading.values.items import parse_item
from communique.records import Actor, Article, Commitment, ReaderInfo, Reading, article_id
from communique.vocabulary import ActorKind, Basis, Category, DatePrecision, Instrument, ItemClass, Stage

NAMES = {"DEU": "Germany", "FRA": "France", "UKR": "Ukraine", "EUR": "European Union", "NLD": "Netherlands"}


def told(  # noqa: PLR0913  # the fields of a record, told apart by name
    text: str,
    quote: str,
    published: str = "2024-03-05",
    *,
    stage: str = "pledged",
    donors: tuple[str, ...] = ("DEU",),
    recipients: tuple[str, ...] = ("UKR",),
    category: str = "military",
    instrument: str = "unspecified",
    items: str | None = None,
    due: str | None = None,
    cumulative: bool = False,
) -> Pledge:
    """Return the pledge that a text makes, whose own words are `quote`: a sum, or items of the class `items`."""
    start = text.index(quote)
    span = Span.of(text, start, start + len(quote))
    sums = [each for each in money_in(text) if each.span.start < span.end and span.start < each.span.end]
    amount = None if items else sums[0]
    item: Item | None = parse_item(text, span.start, span.end, ItemClass(items)) if items else None
    whole = Span.of(text, 0, len(text))
    people = {
        code: Actor(f"a{at}", NAMES[code], ActorKind.STATE, code, (), None, None, (whole,))
        for at, code in enumerate(dict.fromkeys((*donors, *recipients)), start=1)
    }
    day = datetime.date.fromisoformat(due) if due else None
    commitment = Commitment(
        id="c1",
        event=None,
        donors=tuple(people[each].id for each in donors),
        recipients=tuple(people[each].id for each in recipients),
        category=Category(category),
        instrument=Instrument(instrument),
        amount=amount,
        items=(item,) if item else (),
        stage=Stage(stage),
        stage_by=None,
        conditions=None,
        cumulative=cumulative,
        date=Date(day, day, DatePrecision.DAY, Basis.ASSUMED, None) if day else None,
        attributed_to=None,
        evidence=whole,
    )
    reading = Reading(
        reader=ReaderInfo("test", "1", "PLOVER 2.0"),
        article=Article(
            article_id(text), None, None, None, None, (), datetime.date.fromisoformat(published), "en", text, "1", ()
        ),
        actors=tuple(people.values()),
        statements=(),
        events=(),
        commitments=(commitment,),
    )
    return pledges(reading)[0]
