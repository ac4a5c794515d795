"""Dates in running text."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.reading.dates import dates_in, parse_date
from communique.records import Date, Span

PUBLISHED = date(2023, 9, 20)  # a Wednesday


def only(text: str, published: date | None = PUBLISHED) -> Date:
    found = dates_in(text, published)
    assert len(found) == 1, [each.span.quote for each in found if each.span]
    return found[0]


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("on 17 September 2023", "2023-09-17", "2023-09-17", "day"),
        ("on September 17, 2023", "2023-09-17", "2023-09-17", "day"),
        ("on the 17th of September 2023", "2023-09-17", "2023-09-17", "day"),
        ("on 2023-09-17", "2023-09-17", "2023-09-17", "day"),
        ("on 17.9.2023", "2023-09-17", "2023-09-17", "day"),
        ("on 9/17/2023", "2023-09-17", "2023-09-17", "day"),
        ("Sept. 17-19, 2023", "2023-09-17", "2023-09-19", "day"),
        ("in September 2023", "2023-09-01", "2023-09-30", "month"),
        ("in Feb. 2024", "2024-02-01", "2024-02-29", "month"),
        ("the third quarter of 2022", "2022-07-01", "2022-09-30", "quarter"),
        ("Q1 2022", "2022-01-01", "2022-03-31", "quarter"),
        ("in 2014", "2014-01-01", "2014-12-31", "year"),
        ("in the 1990s", "1990-01-01", "1999-12-31", "unknown"),
    ],
)
def test_stated(text: str, start: str, end: str, precision: str) -> None:
    found = only(text)
    assert (str(found.start), str(found.end), found.precision, found.basis) == (start, end, precision, "stated")


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("met on Thursday", "2023-09-14", "2023-09-14", "day"),
        ("met on Wednesday", "2023-09-20", "2023-09-20", "day"),
        ("will meet on Thursday", "2023-09-21", "2023-09-21", "day"),
        ("next Thursday", "2023-09-21", "2023-09-21", "day"),
        ("last Wednesday", "2023-09-13", "2023-09-13", "day"),
        ("Friday last week", "2023-09-15", "2023-09-15", "day"),
        ("yesterday", "2023-09-19", "2023-09-19", "day"),
        ("today", "2023-09-20", "2023-09-20", "day"),
        ("tomorrow", "2023-09-21", "2023-09-21", "day"),
        ("the day before yesterday", "2023-09-18", "2023-09-18", "day"),
        ("this week", "2023-09-18", "2023-09-24", "week"),
        ("last month", "2023-08-01", "2023-08-31", "month"),
        ("next year", "2024-01-01", "2024-12-31", "year"),
        ("last quarter", "2023-04-01", "2023-06-30", "quarter"),
        ("three days ago", "2023-09-17", "2023-09-17", "day"),
        ("two months ago", "2023-07-01", "2023-07-31", "month"),
        ("last September", "2022-09-01", "2022-09-30", "month"),
    ],
)
def test_relative(text: str, start: str, end: str, precision: str) -> None:
    found = only(text)
    assert (str(found.start), str(found.end), found.precision, found.basis) == (start, end, precision, "relative")


@pytest.mark.parametrize(
    ("text", "published", "start"),
    [
        ("on Sept. 17", date(2023, 9, 20), "2023-09-17"),
        ("on Dec. 28", date(2024, 1, 5), "2023-12-28"),
        ("in May", date(2023, 9, 20), "2023-05-01"),
        ("will open in May", date(2023, 9, 20), "2024-05-01"),
        ("in November", date(2023, 10, 20), "2023-11-01"),
        ("Monday, Sept. 18", date(2023, 9, 20), "2023-09-18"),
    ],
)
def test_year_left_out_is_assumed(text: str, published: date, start: str) -> None:
    found = only(text, published)
    assert (str(found.start), found.basis) == (start, "assumed")


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("on Thursday", "relative"),
        ("last month", "relative"),
        ("two weeks ago", "relative"),
        ("on Sept. 17", "assumed"),
    ],
)
def test_without_publication_date_nothing_is_made_up(text: str, basis: str) -> None:
    found = only(text, None)
    assert (found.start, found.end, found.precision, found.basis) == (None, None, "unknown", basis)


def test_stated_date_needs_no_publication_date() -> None:
    assert only("on 17 September 2023", None).start == date(2023, 9, 17)


@pytest.mark.parametrize(
    "text",
    [
        "They may come.",
        "a march on the capital",
        "2014 troops",
        "$2014",
        "It sat there.",
        "31 February 2023 no",
        "at 3.2014 km",
    ],
)
def test_no_day(text: str) -> None:
    assert all(found.precision != "day" for found in dates_in(text, PUBLISHED))


def test_words_that_are_also_months_or_days() -> None:
    assert dates_in("They may come to march in the sun.", PUBLISHED) == []


def test_span_is_looked_at_with_what_stands_before_it() -> None:
    text = "The ministers will meet on Thursday."
    start = text.index("Thursday")
    found = parse_date(text, Span.of(text, start, start + 8), PUBLISHED)
    assert found is not None
    assert found.start == date(2023, 9, 21)


def test_span_without_a_date() -> None:
    text = "The ministers will meet."
    assert parse_date(text, Span.of(text, 0, 13), PUBLISHED) is None


PIECES = [
    "on",
    "Sept.",
    "17",
    "2023",
    "Thursday",
    "last",
    "next",
    "week",
    "may",
    "31",
    "Feb",
    "ago",
    "two",
    "months",
    "-",
    "Q3",
    "1990s",
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=10).map(" ".join) | st.text(max_size=40),
    st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
)
def test_any_text_gives_grounded_dates_in_order(text: str, published: date | None) -> None:
    spans = [found.span for found in dates_in(text, published) if found.span]
    assert all(span.grounded_in(text) for span in spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))
