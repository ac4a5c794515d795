"""Dates in running text."""

import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.knowledge.feasts import easter, feast_days, feast_rules, orthodox_easter
from communique.reading.dates import dates_in, parse_date
from communique.records import Date, Span

PUBLISHED = date(2023, 9, 20)  # a Wednesday


def only(text: str, published: date | None = PUBLISHED) -> Date:
    found = dates_in(text, published)
    assert len(found) == 1, [each.span.quote for each in found if each.span]
    return found[0]


def told(found: Date) -> tuple[str, str, str]:
    return str(found.start), str(found.end), str(found.precision)


def marked(text: str, quote: str, published: date | None = PUBLISHED) -> Date | None:
    start = text.index(quote)
    return parse_date(text, Span.of(text, start, start + len(quote)), published)


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("on 17 September 2023", "2023-09-17", "2023-09-17", "day"),
        ("on September 17, 2023", "2023-09-17", "2023-09-17", "day"),
        ("on the 17th of September 2023", "2023-09-17", "2023-09-17", "day"),
        ("on 2023-09-17", "2023-09-17", "2023-09-17", "day"),
        ("on 17.9.2023", "2023-09-17", "2023-09-17", "day"),
        ("on 9/17/2023", "2023-09-17", "2023-09-17", "day"),
        ("on 17/Sep/2023", "2023-09-17", "2023-09-17", "day"),
        ("on Sep-17-2023", "2023-09-17", "2023-09-17", "day"),
        ("on 17-Sep-2023", "2023-09-17", "2023-09-17", "day"),
        ("on 2023/Sep/17", "2023-09-17", "2023-09-17", "day"),
        ("on Sep17, 2023", "2023-09-17", "2023-09-17", "day"),
        ("on 20230917", "2023-09-17", "2023-09-17", "day"),
        ("on the seventeenth of September, 2023", "2023-09-17", "2023-09-17", "day"),
        ("on September seventeen twenty nineteen", "2019-09-17", "2019-09-17", "day"),
        ("on 17 September nineteen forty-four", "1944-09-17", "1944-09-17", "day"),
        ("on Sunday, September 17, 2023", "2023-09-17", "2023-09-17", "day"),
        ("Sept. 17-19, 2023", "2023-09-17", "2023-09-19", "day"),
        ("from 17 to 19 September 2023", "2023-09-17", "2023-09-19", "day"),
        ("17 August to 19 September 2023", "2023-08-17", "2023-09-19", "day"),
        ("from 30 December to 2 January 2024", "2023-12-30", "2024-01-02", "day"),
        ("in September 2023", "2023-09-01", "2023-09-30", "month"),
        ("in Feb. 2024", "2024-02-01", "2024-02-29", "month"),
        ("at the end of June 2022", "2022-06-01", "2022-06-30", "month"),
        ("the third month of 2021", "2021-03-01", "2021-03-31", "month"),
        ("week 27 of 2019", "2019-07-01", "2019-07-07", "week"),
        ("the first week of 2021", "2021-01-04", "2021-01-10", "week"),
        ("the last week of December 2016", "2016-12-25", "2016-12-31", "week"),
        ("the first week of May 2024", "2024-05-01", "2024-05-07", "week"),
        ("the third week of May 2024", "2024-05-15", "2024-05-21", "week"),
        ("the week of 6 March 2023", "2023-03-06", "2023-03-12", "week"),
        ("the third quarter of 2022", "2022-07-01", "2022-09-30", "quarter"),
        ("Q1 2022", "2022-01-01", "2022-03-31", "quarter"),
        ("2022-Q1", "2022-01-01", "2022-03-31", "quarter"),
        ("the 2022 third quarter", "2022-07-01", "2022-09-30", "quarter"),
        ("in 2014", "2014-01-01", "2014-12-31", "year"),
        ("in mid-2014", "2014-01-01", "2014-12-31", "year"),
        ("by the end of 2014", "2014-01-01", "2014-12-31", "year"),
        ("in fiscal 2014", "2014-01-01", "2014-12-31", "year"),
        ("in nineteen ninety-six", "1996-01-01", "1996-12-31", "year"),
        ("in two thousand and three", "2003-01-01", "2003-12-31", "year"),
        ("in the 1990s", "1990-01-01", "1999-12-31", "unknown"),
        ("in the '90s", "1990-01-01", "1999-12-31", "unknown"),
        ("in the 19th century", "1800-01-01", "1899-12-31", "unknown"),
        ("in summer 2019", "2019-06-01", "2019-08-31", "unknown"),
        ("H2 2019", "2019-07-01", "2019-12-31", "unknown"),
        ("the first half of 2019", "2019-01-01", "2019-06-30", "unknown"),
        ("the first two weeks of 2021", "2021-01-01", "2021-01-14", "unknown"),
        ("the last three months of 2021", "2021-10-01", "2021-12-31", "unknown"),
        ("from 2014 to 2018", "2014-01-01", "2018-12-31", "unknown"),
        ("in 2014-18", "2014-01-01", "2018-12-31", "unknown"),
        ("in 2014–2018", "2014-01-01", "2018-12-31", "unknown"),
        ("between March and May 2021", "2021-03-01", "2021-05-31", "unknown"),
        ("at Easter 2022", "2022-04-17", "2022-04-17", "day"),
        ("on Good Friday 2022", "2022-04-15", "2022-04-15", "day"),
        ("on Orthodox Easter 2022", "2022-04-24", "2022-04-24", "day"),
        ("on Eid al-Fitr 2023", "2023-04-21", "2023-04-21", "day"),
        ("on Lunar New Year 2024", "2024-02-10", "2024-02-10", "day"),
        ("during Ramadan 2022", "2022-04-02", "2022-05-01", "unknown"),
        ("on 9/11", "2001-09-11", "2001-09-11", "day"),
    ],
)
def test_stated(text: str, start: str, end: str, precision: str) -> None:
    found = only(text)
    assert (*told(found), found.basis) == (start, end, precision, "stated")


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("met on Thursday", "2023-09-14", "2023-09-14", "day"),
        ("met on Wednesday", "2023-09-20", "2023-09-20", "day"),
        ("will meet on Thursday", "2023-09-21", "2023-09-21", "day"),
        ("On Thursday the council will meet.", "2023-09-21", "2023-09-21", "day"),
        ("are to meet on Thursday", "2023-09-21", "2023-09-21", "day"),
        ("have until Thursday", "2023-09-14", "2023-09-14", "day"),
        ("a deadline by Thursday", "2023-09-21", "2023-09-21", "day"),
        ("would be postponed, he said Thursday", "2023-09-14", "2023-09-14", "day"),
        ("told reporters in Kyiv on Thursday that it will act", "2023-09-14", "2023-09-14", "day"),
        ("On Thursday the ministry said it would act.", "2023-09-14", "2023-09-14", "day"),
        ("will be held Thursday", "2023-09-21", "2023-09-21", "day"),
        ("ordered them to leave by Thursday", "2023-09-21", "2023-09-21", "day"),
        ("had filed by Thursday", "2023-09-14", "2023-09-14", "day"),
        ("was postponed until Thursday", "2023-09-21", "2023-09-21", "day"),
        ("was postponed on Thursday", "2023-09-14", "2023-09-14", "day"),
        ("due to the storm on Thursday", "2023-09-14", "2023-09-14", "day"),
        ("it closed due to several storms on Thursday", "2023-09-14", "2023-09-14", "day"),
        ("they had lent it to three towns by Thursday", "2023-09-14", "2023-09-14", "day"),
        ("next Thursday", "2023-09-21", "2023-09-21", "day"),
        ("last Wednesday", "2023-09-13", "2023-09-13", "day"),
        ("Friday last week", "2023-09-15", "2023-09-15", "day"),
        ("on Tuesday of last week", "2023-09-12", "2023-09-12", "day"),
        ("next week Monday", "2023-09-25", "2023-09-25", "day"),
        ("will meet a week on Friday", "2023-09-29", "2023-09-29", "day"),
        ("will meet Friday week", "2023-09-29", "2023-09-29", "day"),
        ("Monday two weeks from now", "2023-10-02", "2023-10-02", "day"),
        ("yesterday", "2023-09-19", "2023-09-19", "day"),
        ("today", "2023-09-20", "2023-09-20", "day"),
        ("tomorrow", "2023-09-21", "2023-09-21", "day"),
        ("the day before yesterday", "2023-09-18", "2023-09-18", "day"),
        ("two days after tomorrow", "2023-09-23", "2023-09-23", "day"),
        ("two days after Easter 2022", "2022-04-19", "2022-04-19", "day"),
        ("five days before 4 March 2021", "2021-02-27", "2021-02-27", "day"),
        ("two weeks from today", "2023-10-04", "2023-10-04", "day"),
        ("the 15th of next month", "2023-10-15", "2023-10-15", "day"),
        ("this week", "2023-09-18", "2023-09-24", "week"),
        ("earlier in the week, it fell", "2023-09-18", "2023-09-24", "week"),
        ("the week after next", "2023-10-02", "2023-10-08", "week"),
        ("will open in two weeks", "2023-10-02", "2023-10-08", "week"),
        ("in two weeks' time", "2023-10-02", "2023-10-08", "week"),
        ("last month", "2023-08-01", "2023-08-31", "month"),
        ("next year", "2024-01-01", "2024-12-31", "year"),
        ("this fiscal year", "2023-01-01", "2023-12-31", "year"),
        ("by year-end", "2023-01-01", "2023-12-31", "year"),
        ("by the end of the month", "2023-09-01", "2023-09-30", "month"),
        ("last quarter", "2023-04-01", "2023-06-30", "quarter"),
        ("next year's first quarter", "2024-01-01", "2024-03-31", "quarter"),
        ("three days ago", "2023-09-17", "2023-09-17", "day"),
        ("two months ago", "2023-07-01", "2023-07-31", "month"),
        ("a year and a half ago", "2022-03-01", "2022-03-31", "month"),
        ("last September", "2022-09-01", "2022-09-30", "month"),
        ("in June last year", "2022-06-01", "2022-06-30", "month"),
        ("over the weekend", "2023-09-16", "2023-09-17", "unknown"),
        ("last summer", "2023-06-01", "2023-08-31", "unknown"),
        ("in the past two weeks", "2023-09-06", "2023-09-20", "unknown"),
        ("will give £2.5 billion over the coming year", "2023-09-20", "2024-09-20", "unknown"),
        ("will come within the next year", "2023-09-20", "2024-09-20", "unknown"),
        ("the next year's budget", "2024-01-01", "2024-12-31", "year"),
        ("in the next year", "2024-01-01", "2024-12-31", "year"),
        ("over the next three days", "2023-09-20", "2023-09-23", "unknown"),
    ],
)
def test_relative(text: str, start: str, end: str, precision: str) -> None:
    found = only(text)
    assert (*told(found), found.basis) == (start, end, precision, "relative")


@pytest.mark.parametrize(
    ("text", "published", "start"),
    [
        ("on Sept. 17", date(2023, 9, 20), "2023-09-17"),
        ("on Dec. 28", date(2024, 1, 5), "2023-12-28"),
        ("in May", date(2023, 9, 20), "2023-05-01"),
        ("will open in May", date(2023, 9, 20), "2024-05-01"),
        ("in early May", date(2023, 9, 20), "2023-05-01"),
        ("in November", date(2023, 10, 20), "2023-11-01"),
        ("ruled that he must go by Jan. 14", date(2023, 1, 6), "2023-01-14"),
        ("will rebuild what burnt on Sept. 17", date(2023, 9, 20), "2023-09-17"),
        ("Monday, Sept. 18", date(2023, 9, 20), "2023-09-18"),
        ("Sunday, April 24", date(2023, 9, 20), "2022-04-24"),
        ("beat them in November", date(2023, 7, 21), "2023-11-01"),
        ("on Monday the 18th", date(2023, 9, 20), "2023-09-18"),
        ("on Tue 12th", date(2023, 9, 20), "2023-09-12"),
        ("on the 18th.", date(2023, 9, 20), "2023-09-18"),
        ("on 9/18.", date(2023, 9, 20), "2023-09-18"),
        ("the week of the 18th", date(2023, 9, 20), "2023-09-18"),
        ("on the fourth of July", date(2023, 9, 20), "2023-07-04"),
        ("the first Monday of May", date(2023, 9, 20), "2023-05-01"),
        ("in the second quarter", date(2023, 9, 20), "2023-04-01"),
        ("will invest in the fourth quarter", date(2023, 9, 20), "2023-10-01"),
        ("was killed on Christmas Eve", date(2024, 1, 5), "2023-12-24"),
        ("on Feb. 29", date(2023, 9, 20), "2024-02-29"),
        ("from August to October", date(2023, 9, 20), "2023-08-01"),
        ("on Ukraine's Independence Day", date(2023, 9, 20), "2023-08-24"),
    ],
)
def test_what_is_left_out_is_assumed(text: str, published: date, start: str) -> None:
    found = only(text, published)
    assert (str(found.start), found.basis) == (start, "assumed")


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("The bridge fell on 3 May 2022. Three days later a second one fell.", "2022-05-06"),
        ("The bridge fell on 3 May 2022. A day earlier it was hit.", "2022-05-02"),
        ("The bridge fell on 3 May 2022. The following day it burnt.", "2022-05-04"),
        ("The bridge fell on 3 May 2022. Later that month it burnt.", "2022-05-01"),
        ("The bridge fell on 3 May 2022. It burnt in October of that year.", "2022-10-01"),
        ("The bridge fell on 3 May 2022. It had burnt the day before.", "2022-05-02"),
        ("Output rose in the third quarter of 2022. A year earlier it fell.", "2021-07-01"),
        ("Output rose in the second quarter of 2023 from that of the year-ago quarter.", "2022-04-01"),
    ],
)
def test_reckoned_from_the_date_told_before(text: str, start: str) -> None:
    found = dates_in(text, PUBLISHED)
    assert [str(each.start) for each in found[1:]] == [start]
    span = found[1].span
    assert span is not None
    again = parse_date(text, span, PUBLISHED)
    assert again is not None
    assert str(again.start) == start


def test_a_long_time_is_no_anchor_for_a_day() -> None:
    first, second = dates_in("It began in 2014. The next day they fled.", PUBLISHED)
    assert str(first.start) == "2014-01-01"
    assert (second.start, second.precision) == (None, "unknown")


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("on Thursday", "relative"),
        ("last month", "relative"),
        ("two weeks ago", "relative"),
        ("over the weekend", "relative"),
        ("in the past two weeks", "relative"),
        ("on Sept. 17", "assumed"),
        ("at Christmas", "assumed"),
        ("from August to October", "assumed"),
    ],
)
def test_without_publication_date_nothing_is_made_up(text: str, basis: str) -> None:
    found = only(text, None)
    assert (found.start, found.end, found.precision, found.basis) == (None, None, "unknown", basis)


def test_vague_time_has_no_days() -> None:
    found = only("a few weeks ago")
    assert (found.start, found.end, found.precision, found.basis) == (None, None, "unknown", "relative")


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


@pytest.mark.parametrize(
    "text",
    [
        "They may come to march in the sun.",
        "Jan Novak and Theresa May met April Jones of Sun Microsystems.",
        "a rise of 5.12 percent, then 3.5 percent",
        "won 3-2 and lost 5-12, or 11/20 of the vote",
        "a 24/7 line on page 12",
        "the 2nd Brigade on the 4th floor",
        "H1N1 flu and the H1-B visa",
        "the F-16, the T-72 and the 2014-born boy",
        "the first attack in two weeks",
        "seven days of talks after two years of war",
        "a second later the third man fell in the second half",
        "every day, each week",
        "the fall of the town, the spring of a trap",
        "Easter Island and the Christmas market",
        "at the end of the day it is about trust",
        "more than 2,014 people and 2000 pieces",
        "under resolution 2254",
    ],
)
def test_no_date(text: str) -> None:
    assert [found.span.quote for found in dates_in(text, PUBLISHED) if found.span] == []


def test_span_is_looked_at_with_what_stands_before_it() -> None:
    found = marked("The ministers will meet on Thursday.", "Thursday")
    assert found is not None
    assert found.start == date(2023, 9, 21)


@pytest.mark.parametrize(
    ("quote", "start"), [("11/20", "2023-11-20"), ("the 4th", "2023-09-04"), ("May", "2023-05-01")]
)
def test_marked_span_is_a_date_in_any_form(quote: str, start: str) -> None:
    found = marked(f"The raid {quote} fighters spoke of was denied.", quote)
    assert found is not None
    assert str(found.start) == start


def test_span_without_a_date() -> None:
    text = "The ministers will meet."
    assert parse_date(text, Span.of(text, 0, 13), PUBLISHED) is None


@pytest.mark.parametrize(
    ("year", "western", "eastern"),
    [(1991, "1991-03-31", "1991-04-07"), (2000, "2000-04-23", "2000-04-30"), (2024, "2024-03-31", "2024-05-05")],
)
def test_easter(year: int, western: str, eastern: str) -> None:
    assert (str(easter(year)), str(orthodox_easter(year))) == (western, eastern)


@pytest.mark.parametrize("name", sorted(feast_rules()))
def test_every_feast_falls_in_its_year(name: str) -> None:
    found = [days for year in range(2001, 2031) if (days := feast_days(name, year))]
    assert found
    assert all(first <= last for first, last in found)


PIECES = [
    "on", "in", "from", "to", "the", "of", "a", "and", "before", "after", "Sept.", "17", "17th", "2023", "Thursday",
    "last", "next", "week", "may", "May", "31", "Feb", "29", "ago", "later", "two", "months", "-", "/", ",", "Q3",
    "1990s", "Easter", "end", "first", "day", "year", "half", "century", "9999", "99", "nineteen", "that", "same",
    "Ramadan", "quarter", "ended", "decades",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)
    | st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
    | st.text(max_size=40),
    st.none() | st.dates(),
)
def test_any_text_gives_grounded_dates_in_order(text: str, published: date | None) -> None:
    spans = [found.span for found in dates_in(text, published) if found.span]
    assert all(span.grounded_in(text) for span in spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    if text:
        parse_date(text, Span.of(text, 0, len(text)), published)


PROSE = "The council met on 4 May 2022 and will meet again next week, two years after the war began there. "
REPEATED = [
    "from 3 to ",
    "the first week of ",
    "in two years and ",
    "the day before ",
    "1-",
    "9",
    "a",
    "week of the ",
    "Monday, ",
]


def seconds(piece: str, length: int) -> float:
    text = (piece * (length // len(piece) + 1))[:length]
    start = time.process_time()
    dates_in(text, PUBLISHED)
    return time.process_time() - start


@pytest.mark.clock
def test_a_megabyte_takes_ten_times_as_long_as_a_tenth_of_it() -> None:
    dates_in(PROSE, PUBLISHED)
    assert seconds(PROSE, 1_000_000) < 20 * min(seconds(PROSE, 100_000) for _ in range(2))


@pytest.mark.clock
@pytest.mark.parametrize("piece", REPEATED)
def test_no_text_takes_more_than_linear_time(piece: str) -> None:
    dates_in(piece, PUBLISHED)
    assert seconds(piece, 50_000) < 25 * min(seconds(piece, 5_000) for _ in range(2)) + 0.05


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("They closed the port until May.", "2024-05-01"),
        ("Kenya banned rice imports until the end of June.", "2024-06-01"),
        ("The port has been shut till at least June.", "2024-06-01"),
        ("The levy is waived through October.", "2024-10-01"),
        ("She renewed the curfew up to 20 May.", "2024-05-20"),
        ("Flights, grounded in January, were cancelled until November.", "2024-11-01"),
        ("Four men were released on bail until late June.", "2024-06-01"),
        ("They closed the port in May.", "2023-05-01"),
        ("They had closed the port until May.", "2023-05-01"),
        ("Prices fell through May.", "2023-05-01"),
        ("They closed the border to lorries in May.", "2023-05-01"),
    ],
)
def test_what_is_closed_or_banned_until_a_date_is_so_up_to_one_ahead(text: str, start: str) -> None:
    assert str(dates_in(text, date(2024, 2, 12))[-1].start) == start


ARTICLE = (
    "The ministers met in Oslo on 3 May 2024. They will meet there again on Thursday, an aide said. "
    "That day the first guns arrived, two weeks after parliament had approved them. "
    "A second shipment follows in June."
)


@pytest.mark.parametrize("quote", [f"{each}." for each in ARTICLE.removesuffix(".").split(". ")])
def test_the_dates_of_a_sentence_are_those_of_the_article_that_stand_in_it(quote: str) -> None:
    start = ARTICLE.index(quote)
    end = start + len(quote)
    whole = [each for each in dates_in(ARTICLE, PUBLISHED) if each.span and start <= each.span.start < end]
    assert whole
    assert dates_in(ARTICLE, PUBLISHED, start, end) == whole


def test_words_of_its_sentence_before_a_part_tell_whether_a_day_is_to_come() -> None:
    text = "The two will meet in Oslo, on Thursday."
    (whole,) = dates_in(text, PUBLISHED)
    assert dates_in(text, PUBLISHED, text.index("on Thursday")) == [whole]
    assert whole.start is not None
    assert whole.start > PUBLISHED


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Ode may leave the choice to the court in Accra on Monday.", "2023-09-25"),
        ("Ode might visit Accra on Monday.", "2023-09-25"),
        ("The talks between Togo and Chad to be held in Accra on Monday were hailed by Ode.", "2023-09-25"),
        ("By Monday, however, Ode agreed.", "2023-09-18"),
        ("By Monday the hall was empty.", "2023-09-18"),
        ("By Monday, Ode will agree.", "2023-09-25"),
        ("Ode may have left for Accra on Monday.", "2023-09-18"),
        ("Ode spoke of May and left on Monday.", "2023-09-18"),
        ("Two men to be tried in Accra escaped on Monday.", "2023-09-18"),
        ("The mill continued to be shelled on Monday.", "2023-09-18"),
        ("Ode agreed to lift the ban on Monday.", "2023-09-25"),
        ("Ode wants to return, having given a speech in Accra on Monday.", "2023-09-18"),
    ],
)
def test_a_date_lies_on_the_side_that_its_verb_tells(text: str, start: str) -> None:
    days = [str(each.start) for each in dates_in(text, PUBLISHED) if each.span and "Monday" in each.span.quote]
    assert days == [start]


@pytest.mark.parametrize(("month", "start"), [("November", "2022-11-01"), ("October", "2023-10-01")])
def test_a_month_of_the_past_lies_up_to_ten_months_back(month: str, start: str) -> None:
    assert str(only(f"Peru has been at odds since sending tanks there in {month}.").start) == start


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Boats came in May and June 2021.", ["2021-05-01", "2021-06-01"]),
        ("Boats came in March, April, and in May 2021.", ["2021-03-01", "2021-04-01", "2021-05-01"]),
        ("Boats came in May and October last year.", ["2022-05-01", "2022-10-01"]),
        ("Boats came on May 3 and June 7, 2021.", ["2021-05-03", "2021-06-07"]),
        ("Boats came in December and January 2021.", ["2020-12-01", "2021-01-01"]),
        ("Boats came last October and November.", ["2022-10-01", "2022-11-01"]),
        ("Boats came on 3 October 2020 and 5 March.", ["2020-10-03", "2021-03-05"]),
        ("Boats came in May, and Kim left in June 2021.", ["2023-05-01", "2021-06-01"]),
        ("Boats came in May. June 2021 was dry.", ["2023-05-01", "2021-06-01"]),
        ("Boats came in May, June 2021 figures show.", ["2023-05-01", "2021-06-01"]),
        ("Boats came in May and June.", ["2023-05-01", "2023-06-01"]),
    ],
)
def test_dates_side_by_side_are_of_one_year(text: str, starts: list[str]) -> None:
    assert [str(each.start) for each in dates_in(text, PUBLISHED)] == starts
    for each in dates_in(text, PUBLISHED):
        assert each.span is not None
        found = parse_date(text, each.span, PUBLISHED)
        assert found is not None
        assert found.start == each.start
