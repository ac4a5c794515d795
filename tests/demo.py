"""What a careful person reads in docs/demo/article.txt: the rows that a table must be able to show, written by hand.

Not all that the article tells, but one of each kind: reported and denied events, an offer on a condition, sums with
every qualifier, items, numbers, dates of several units, a place, an unreal and a negated event.
"""

import datetime
from functools import cache
from pathlib import Path
from typing import Any

from communique.parts import Date, Item, Money, Place, Quantity, Span
from communique.records import Actor, Article, Commitment, Event, ReaderInfo, Reading, Statement
from communique.sources import RawArticle
from communique.text import build_article
from communique.vocabulary import (
    Act,
    ActorKind,
    Basis,
    DatePrecision,
    EventType,
    ItemClass,
    Mode,
    Period,
    PlacePrecision,
    Qualifier,
    QuantityKind,
    Sector,
    Stage,
    Status,
)

PATH = Path(__file__).parent.parent / "docs" / "demo" / "article.txt"
PUBLISHED = "2024-01-18"


@cache
def article() -> Article:
    raw = RawArticle(ref="docs/demo/article.txt", text=PATH.read_text(encoding="utf-8"), published=PUBLISHED)
    return build_article(raw)


def cut(quote: str, end: str | None = None) -> Span:
    """Give the first span that says the quote, or that begins with it and ends with `end`."""
    text = article().text
    start = text.index(quote)
    return Span.of(text, start, start + len(quote) if end is None else text.index(end, start) + len(end))


def date(first: str, last: str, precision: str, basis: str, quote: str) -> Date:
    return Date(
        datetime.date.fromisoformat(first),
        datetime.date.fromisoformat(last),
        DatePrecision(precision),
        Basis(basis),
        cut(quote),
    )


THURSDAY = date("2024-01-18", "2024-01-18", "day", "relative", "on Thursday")
TUESDAY = date("2024-01-16", "2024-01-16", "day", "relative", "on Tuesday")
WEDNESDAY = date("2024-01-17", "2024-01-17", "day", "relative", "on Wednesday")
WEEK = date("2024-01-22", "2024-01-28", "week", "relative", "next week")
YEAR = date("2024-01-01", "2024-12-31", "year", "relative", "this year")
SINCE = Date(datetime.date(2022, 1, 1), None, DatePrecision.UNKNOWN, Basis.STATED, cut("since 2022"))


def actor(number: int, kind: str, code: str, title: str | None, *mentions: str) -> Actor:
    country, *sectors = code.split()
    return Actor(
        id=f"a{number}",
        name=mentions[0],
        kind=ActorKind(kind),
        country=None if country == "-" else country,
        sectors=tuple(map(Sector, sectors)),
        title=title,
        code=None,
        mentions=tuple(cut(mention) for mention in mentions),
    )


def statement(number: int, said: str, cue: str, spans: tuple[Span, Span], **more: Any) -> Statement:
    speaker, act = said.split()
    given = {"quotation": "indirect", "addressee": None, "certainty": "certain", "within": None, "date": None}
    return Statement(
        id=f"s{number}",
        speaker=speaker,
        act=Act(act),
        cue=cut(cue),
        content=spans[0],
        evidence=spans[1],
        **given | more,
    )


def event(number: int, what: str, who: tuple[str, str], told: tuple[str, Span], **more: Any) -> Event:
    kind, status = what.split()
    type_, _, mode = kind.partition(":")
    quads = {"AGREE": 1, "CONSULT": 1, "AID": 2, "REQUEST": 3, "REJECT": 3, "THREATEN": 3, "ASSAULT": 4}
    given = {"contexts": (), "attributed_to": None, "date": None, "place": None, "quantities": (), "mentions": ()}
    return Event(
        id=f"e{number}",
        type=EventType(type_),
        mode=Mode(mode) if mode else None,
        actors=tuple(who[0].split()),
        recipients=tuple(who[1].split()),
        status=Status(status),
        trigger=cut(told[0]),
        evidence=told[1],
        quad=quads[type_],
        score=0.0,
        cameo="01",
        why="written by hand",
        **given | more,
    )


def commitment(number: int, who: tuple[str, str], stage: str, evidence: Span, **more: Any) -> Commitment:
    given = {
        "event": None,
        "category": "unspecified",
        "instrument": "unspecified",
        "amount": None,
        "items": (),
        "stage_by": None,
        "conditions": None,
        "cumulative": False,
        "date": None,
        "attributed_to": None,
    }
    return Commitment(
        id=f"c{number}",
        donors=tuple(who[0].split()),
        recipients=tuple(who[1].split()),
        stage=Stage(stage),
        evidence=evidence,
        **given | more,
    )


def money(value: float, quote: str, *qualifiers: str, low: bool = True, per: str | None = None) -> Money:
    return Money(
        value,
        value if low else None,
        value,
        "EUR",
        tuple(map(Qualifier, qualifiers)),
        Period(per) if per else None,
        cut(quote),
    )


def item(designation: str, kind: str, count: int, quote: str) -> Item:
    return Item(designation, ItemClass(kind), count, count, count, estimate=False, condition=None, span=cut(quote))


@cache
def reading() -> Reading:
    """Give the reading."""
    pledge = cut("Estonia will send", "in Tallinn")
    strike = cut("He said Russian drones", "seven people")
    denial = cut("Russia's Defense Ministry denied", "the plant")
    threat = cut("Foreign Ministry spokesman Oleg", "long-range missiles")
    offer = cut("If it does", "Jonas Brandt")
    refusal = cut("A spokeswoman", "Taurus missiles")
    visit = cut("Norwegian Foreign Minister", "power grid")
    given = cut("Norway has given", "as grants")
    loan = cut("The European Union", "to back")
    kharkiv = Place("Kharkiv", "UKR", "Kharkiv Oblast", 49.98, 36.25, None, PlacePrecision.CITY, cut("Kharkiv"))
    dead = Quantity(QuantityKind.DEAD, 7, 7, None, estimate=False, span=cut("at least seven people"))
    return Reading(
        reader=ReaderInfo("by-hand", "1", "PLOVER 2.0"),
        article=article(),
        actors=(
            actor(1, "state", "EST GOV", None, "Estonia"),
            actor(2, "state", "UKR GOV", None, "Ukraine", "Kyiv"),
            actor(3, "person", "EST GOV", "Prime Minister", "Maarja Tamm", "We", "her"),
            actor(4, "person", "UKR GOV MIL", "Defense Minister", "Andriy Savchuk", "Savchuk", "He"),
            actor(5, "state", "RUS MIL", None, "Russia's Defense Ministry", "Russian"),
            actor(6, "person", "RUS GOV", "Foreign Ministry spokesman", "Oleg Vetrov", "he"),
            actor(7, "state", "DEU GOV", None, "Germany", "Berlin", "German government"),
            actor(8, "person", "DEU GOV", "Chancellery adviser", "Jonas Brandt"),
            actor(9, "person", "NOR GOV", "Foreign Minister", "Ingrid Solheim"),
            actor(10, "organization", "EUR", None, "European Union"),
            actor(11, "state", "NOR GOV", None, "Norway"),
            actor(12, "group", "- JRN", None, "reporters"),
            actor(13, "state", "HUN GOV", None, "Hungary"),
        ),
        statements=(
            statement(1, "a3 announce", "said on Thursday", (cut("Estonia will", "shells"), pledge), date=THURSDAY),
            statement(
                2,
                "a3 refuse",
                "told",
                (cut('"We will not', 'minds,"'), cut('"We will not', "reporters")),
                quotation="direct",
                addressee="a12",
            ),
            statement(3, "a4 say", "He said", (cut("Russian drones", "people"), strike)),
            statement(4, "a5 deny", "denied", (cut("its forces had", "the plant"), denial)),
            statement(5, "a8 speculate", "according to", (cut("Berlin may", "batteries"), offer), certainty="possible"),
        ),
        events=(
            event(
                1,
                "AGREE planned",
                ("a1", "a2"),
                ("send", pledge),
                attributed_to="s1",
                date=YEAR,
                contexts=("military",),
            ),
            event(2, "CONSULT actual", ("a3 a4", ""), ("meeting", pledge), date=THURSDAY),
            event(
                3,
                "ASSAULT:drone actual",
                ("a5", "a2"),
                ("struck", strike),
                attributed_to="s3",
                date=TUESDAY,
                place=kharkiv,
                quantities=(dead,),
            ),
            event(4, "ASSAULT negated", ("a5", "a2"), ("attacked", denial), attributed_to="s4"),
            event(5, "THREATEN:restrict actual", ("a6", ""), ("cut", threat), contexts=("natural_resource",)),
            event(6, "AGREE hypothetical", ("a7", "a2"), ("send two", offer), attributed_to="s5"),
            event(7, "REJECT:assist actual", ("a7", "a2"), ("not send", refusal)),
            event(8, "AGREE planned", ("a9", "a2"), ("visit", visit), date=WEEK),
        ),
        commitments=(
            commitment(
                1,
                ("a1", "a2"),
                "pledged",
                pledge,
                event="e1",
                category="military",
                instrument="in_kind",
                amount=money(80e6, "up to 80 million euros", "up_to", low=False),
                items=(
                    item("howitzers", "artillery", 24, "24 howitzers"),
                    item("artillery shells", "ammunition", 10_000, "10,000 artillery shells"),
                ),
                stage_by="a3",
                date=YEAR,
                attributed_to="s1",
            ),
            commitment(
                2,
                ("a7", "a2"),
                "requested",
                cut("Savchuk thanked", "air defense"),
                category="military",
                amount=money(300e6, "a further 300 million euros", "additional"),
                stage_by="a4",
            ),
            commitment(
                3,
                ("a7", "a2"),
                "speculated",
                offer,
                event="e6",
                category="military",
                items=(item("Patriot batteries", "air_defence", 2, "two Patriot batteries"),),
                conditions=cut("If it does"),
                attributed_to="s5",
            ),
            commitment(4, ("a7", "a2"), "refused", refusal, event="e7", category="military", stage_by="a7"),
            commitment(
                5,
                ("a11", "a2"),
                "delivered",
                given,
                instrument="grant",
                amount=money(1.7e9, "about 1.7 billion euros", "about"),
                cumulative=True,
                date=SINCE,
            ),
            commitment(
                6,
                ("a10", "a2"),
                "proposed",
                loan,
                category="financial",
                instrument="loan",
                amount=money(5e9, "5 billion euros a year", per="year"),
                stage_by="a10",
                date=WEDNESDAY,
            ),
        ),
    )
