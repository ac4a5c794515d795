"""One small reading written by hand, for tests that break one thing in it."""

import datetime

from communique.parts import Date, Item, Money, Quantity, Span
from communique.records import Actor, Article, Commitment, Event, ReaderInfo, Reading, Statement, article_id
from communique.vocabulary import (
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
    Qualifier,
    QuantityKind,
    Quotation,
    Sector,
    Stage,
    Status,
)

TEXT = (
    "Denmark will send up to €2 million and 40 used howitzers to Ukraine, Prime Minister Lone Dahl said on Thursday.\n"
    "Some 500 soldiers died, the ministry said she had told it."
)


def cut(quote: str) -> Span:
    start = TEXT.index(quote)
    return Span.of(TEXT, start, start + len(quote))


SENTENCE = cut(TEXT[: TEXT.index("\n")])
THURSDAY = Date(
    datetime.date(2024, 1, 18), datetime.date(2024, 1, 18), DatePrecision.DAY, Basis.RELATIVE, cut("Thursday")
)


def actor(number: int, name: str, country: str | None = None) -> Actor:
    sectors = (Sector.GOV,) if country else ()
    return Actor(f"a{number}", name, ActorKind.STATE, country, sectors, None, None, (cut(name),))


def statement(number: int, within: str | None, cue: str, content: str) -> Statement:
    return Statement(
        id=f"s{number}",
        speaker="a3",
        act=Act.SAY,
        cue=cut(cue),
        content=cut(content),
        quotation=Quotation.INDIRECT,
        addressee=None,
        certainty=Certainty.CERTAIN,
        within=within,
        date=None,
        evidence=SENTENCE,
    )


def reading() -> Reading:
    """Give a reading with three actors, three statements, one event and one commitment."""
    return Reading(
        reader=ReaderInfo("compact", "1", "plover-2.0"),
        article=Article(
            id=article_id(TEXT),
            ref="wire-7",
            url=None,
            title="Guns for Kyiv",
            publisher=None,
            byline=("A. Writer",),
            published=datetime.date(2024, 1, 19),
            language="en",
            text=TEXT,
            text_version="1",
            dropped=(),
        ),
        actors=(actor(1, "Denmark", "DNK"), actor(2, "Ukraine", "UKR"), actor(3, "Lone Dahl")),
        statements=(
            statement(1, None, "said on", "Denmark will send"),
            statement(2, None, "ministry said", "she had told it"),
            statement(3, "s2", "told", "Some 500 soldiers died"),
        ),
        events=(
            Event(
                id="e1",
                type=EventType.AGREE,
                mode=None,
                contexts=(Context.MILITARY,),
                actors=("a1",),
                recipients=("a2",),
                status=Status.PLANNED,
                attributed_to="s1",
                date=THURSDAY,
                place=None,
                quantities=(Quantity(QuantityKind.DEAD, 500, 500, 500, estimate=True, span=cut("500")),),
                trigger=cut("send"),
                mentions=(),
                evidence=SENTENCE,
                quad=1,
                score=2.5,
                cameo="05",
                why="written by hand",
            ),
        ),
        commitments=(
            Commitment(
                id="c1",
                event="e1",
                donors=("a1",),
                recipients=("a2",),
                category=Category.MILITARY,
                instrument=Instrument.UNSPECIFIED,
                amount=Money(2_000_000.0, None, 2_000_000.0, "EUR", (Qualifier.UP_TO,), None, cut("up to €2 million")),
                items=(
                    Item(
                        designation="howitzers",
                        item_class=ItemClass.ARTILLERY,
                        count=40,
                        low=40,
                        high=40,
                        estimate=False,
                        condition=Condition.SECOND_HAND,
                        span=cut("40 used howitzers"),
                    ),
                ),
                stage=Stage.PLEDGED,
                stage_by="a3",
                conditions=None,
                cumulative=False,
                date=THURSDAY,
                attributed_to="s1",
                evidence=SENTENCE,
            ),
        ),
    )
