"""Dates of other clauses: "since" and "two days after" part a deed from a date."""

import pytest
from marks import Writer


@pytest.mark.parametrize(
    ("text", "word", "date", "day"),
    [
        ("Protests went on since the roof fell on 2 May 2023.", "Protests", "2 May 2023", None),
        ("Protests went on since 2 May 2023.", "Protests", "2 May 2023", "2023-05-02"),
        ("Protests went on on 2 May 2023.", "Protests", "2 May 2023", "2023-05-02"),
        ("On 2 May 2023, two days after shells hit Torvik, it rained.", "hit", "2 May 2023", None),
        ("On 2 May 2023, hours after shells hit Torvik, it rained.", "hit", "2 May 2023", "2023-05-02"),
        ("On 2 May 2023 shells hit Torvik, two days after it rained.", "hit", "2 May 2023", "2023-05-02"),
        ("Two days after shells hit Torvik, on 2 May 2023, it rained.", "hit", "2 May 2023", "2023-05-02"),
        ("It rained on 2 May 2023. Two days after it shells hit Torvik.", "hit", "2 May 2023", "2023-05-02"),
    ],
)
def test_a_deed_has_no_date_of_a_clause_it_is_not_in(text: str, word: str, date: str, day: str | None) -> None:
    it = Writer(text)
    it.trigger(word, "ASSAULT", dates=[it.value(date, "date")])
    [event] = it.reading().events
    assert (event.date and str(event.date.start)) == day
