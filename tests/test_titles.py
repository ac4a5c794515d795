"""What an article is called where its source gives no title."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledger_readings import ledger_of, reading
from web_site import client_of, seen

from communique import Ledger, RawArticle
from communique.text.build import build_article
from communique.text.titles import file_name, first_words, headline

BODY = "TALLINN, Jan 18 - Estonia will send Ukraine 24 howitzers, its prime minister said on Thursday."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Estonia promises Ukraine howitzers\n{BODY}", "Estonia promises Ukraine howitzers"),
        (f"Will Estonia send howitzers?\n\n{BODY}", "Will Estonia send howitzers?"),
        (f"Estonia promises howitzers.\n{BODY}", None),
        (f"WORLD\n{BODY}", None),
        (f"TALLINN, January 18, 2024\n{BODY}", None),
        (f"Thursday, 18 January 2024\n{BODY}", None),
        (f"By Maarja Tamm in Tallinn\n{BODY}", None),
        (f"Howitzers by May 31 at the latest\n{BODY}", "Howitzers by May 31 at the latest"),
        ("Estonia will send Ukraine\nand Moldova howitzers in the course of this year, the minister said.", None),
        ("Estonia promises Ukraine howitzers", None),
        ("Estonia promises Ukraine howitzers\nLatvia does too", None),
        (BODY, None),
    ],
)
def test_a_short_first_line_above_the_text_is_its_title(text: str, title: str | None) -> None:
    assert headline(text) == title


def test_the_headline_stays_in_the_text_and_what_the_source_says_wins() -> None:
    text = f"Estonia promises Ukraine howitzers\n{BODY}"
    article = build_article(RawArticle(text=text))
    assert (article.title, article.text) == ("Estonia promises Ukraine howitzers", text)
    assert article.id == build_article(RawArticle(text=text, title="Other")).id
    assert build_article(RawArticle(text=text, title="Other")).title == "Other"
    assert build_article(RawArticle(text=text, verbatim=True)).title is None


@pytest.mark.parametrize(
    ("ref", "name"),
    [("news/2024/03-eu.txt", "03-eu.txt"), ("C:\\news\\a.HTML", "a.HTML"), ("wire-7", None), (None, None), ("-", None)],
)
def test_a_reference_may_be_a_file(ref: str | None, name: str | None) -> None:
    assert file_name(ref) == name


def test_the_first_words_stand_in_quotation_marks() -> None:
    assert first_words("Norway gave two trawlers.") == "“Norway gave two trawlers.”"
    assert first_words(BODY) == "“TALLINN, Jan 18 - Estonia will send Ukraine 24…”"


def test_in_a_ledger_every_article_has_a_name() -> None:
    told = reading(BODY, actors={})
    filed = reading(f"{BODY} Yes.", actors={})
    object.__setattr__(filed.article, "ref", "news/03-eu.txt")
    online = reading(f"{BODY} No.", actors={}, url="https://example.org/a")
    titled = reading(f"{BODY} Perhaps.", actors={}, title="Howitzers promised")
    with ledger_of([told, filed, online, titled]) as ledger:
        titles = [each.title for each in sorted(ledger.articles(limit=None), key=lambda each: each.number)]
    assert titles == ["“TALLINN, Jan 18 - Estonia will send Ukraine 24…”", "03-eu.txt", None, "Howitzers promised"]


def test_an_article_that_was_kept_without_a_title_has_a_name_on_the_page(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with Ledger.open(path) as ledger:
        ledger.put(reading(f"Estonia promises Ukraine howitzers\n{BODY}", actors={}))
        ledger.connection.execute("UPDATE articles SET title = NULL")
        its_id = ledger.articles()[0].id
    with client_of(path) as client:
        assert "Estonia promises Ukraine howitzers" in seen(client.get("/articles").text)
        page = seen(client.get(f"/article/{its_id}").text)
    assert "title = {{Estonia promises Ukraine howitzers}}" in page
