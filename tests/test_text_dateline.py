"""The day of publication that a dateline tells: a whole day, at the beginning, and only where nothing else tells it."""

from __future__ import annotations

import datetime

import pytest

from communique.sources import RawArticle
from communique.text import build_article
from communique.text.dateline import dateline_day

DAY = datetime.date(2024, 9, 12)
REST = "The minister said on Thursday that the quay will be closed until the end of the summer."


@pytest.mark.parametrize(
    "line",
    [
        "WASHINGTON, Sept 12, 2024 (Atlantic Wire) - ",
        "WASHINGTON, Sept. 12, 2024 (Atlantic Wire) -- ",
        "KYIV, 12 September 2024 (Wire) – ",
        "NEW YORK, September 12, 2024 /Wire/ -- ",
        "KYIV, Ukraine (Wire) September 12, 2024 — ",
        "BERLIN, Sep 12, 2024 - ",
    ],
)
@pytest.mark.parametrize("before", ["", "Quay closed for repairs\n\n", "Quay closed\nBy Jane Roe\n"])
def test_a_full_dateline_tells_the_day(line: str, before: str) -> None:
    assert dateline_day(f"{before}{line}{REST}") == DAY


@pytest.mark.parametrize(
    "text",
    [
        f"WASHINGTON, Sept 12 (Atlantic Wire) - {REST}",
        f"WASHINGTON (Atlantic Wire) - {REST}",
        f"WASHINGTON, Sept 31, 2024 (Atlantic Wire) - {REST}",
        f"WASHINGTON, Sector 12, 2024 (Atlantic Wire) - {REST}",
        f"{REST} WASHINGTON, Sept 12, 2024 (Atlantic Wire) - {REST}",
        f"{REST * 10}\nWASHINGTON, Sept 12, 2024 (Atlantic Wire) - {REST}",
        f"On Sept 12, 2024 - as the minister said - {REST}",
    ],
)
def test_nothing_else_does(text: str) -> None:
    assert dateline_day(text) is None


def test_what_the_source_tells_wins() -> None:
    text = f"WASHINGTON, Sept 12, 2024 (Atlantic Wire) - {REST}"
    assert build_article(RawArticle(text=text)).published == DAY
    assert build_article(RawArticle(text=text, published="2024-09-13")).published == datetime.date(2024, 9, 13)
    assert build_article(RawArticle(text=text, verbatim=True)).published is None
