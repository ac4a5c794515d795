"""From raw article to article: pages and texts, what the caller says, verbatim texts, languages."""

import datetime
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import EmptyText, InputError, NotEnglish
from communique.sources import RawArticle, read_file
from communique.text import TEXT_VERSION, VERBATIM, build_article, detect, require_english
from communique.text.extract import extract

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Quay closed for repairs - Harbour Post</title>
<meta property="og:site_name" content="Harbour Post"><meta property="og:title" content="Quay closed for repairs">
<meta name="author" content="Jane Roe">
<meta property="article:published_time" content="2021-05-03T10:00:00Z"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Quay closed for repairs</h1>
<p>The ministry of the sea said on Monday that the quay will be closed until the end of the summer.</p>
<p>READ ALSO: <a href="/x">Town votes on new quay</a></p>
<h2>A long wait</h2>
<p>The mayor, who had asked for a shorter closure, said that the town could wait, but the fishermen not.</p>
<p>He will meet them on the following Friday, and the minister of the sea wants to come to the meeting too.</p>
<p>Sign up for our newsletter</p></article>
<div id="comments"><p>Leave a Reply</p></div><footer>© 2021 Harbour Post</footer></body></html>"""


def test_a_page_becomes_its_main_text_with_what_it_says_of_itself() -> None:
    article = build_article(RawArticle(ref="7", url="https://harbourpost.example/quay", html=PAGE))
    assert article.text.split("\n") == [
        "The ministry of the sea said on Monday that the quay will be closed until the end of the summer.",
        "A long wait",
        "The mayor, who had asked for a shorter closure, said that the town could wait, but the fishermen not.",
        "He will meet them on the following Friday, and the minister of the sea wants to come to the meeting too.",
    ]
    assert (article.ref, article.title, article.publisher) == ("7", "Quay closed for repairs", "Harbour Post")
    assert (article.byline, article.published) == (("Jane Roe",), datetime.date(2021, 5, 3))
    assert (article.language, article.text_version) == ("en", TEXT_VERSION)
    assert "link" in {each.reason for each in article.dropped}


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://harbourpost.example/quay">', "https://harbourpost.example/quay"),
        ('<meta property="og:url" content="https://harbourpost.example/quay">', "https://harbourpost.example/quay"),
        ('<link rel="canonical" href="https://harbourpost.example/">', None),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ("", None),
    ],
)
def test_a_saved_page_keeps_its_own_address(head: str, url: str | None) -> None:
    page = PAGE.replace("</head>", f"{head}</head>")
    assert build_article(RawArticle(html=page)).url == url
    saved = f"<!-- saved from url=(0031)https://harbourpost.example/q -->\n{page}"
    assert build_article(RawArticle(html=saved)).url == (url or "https://harbourpost.example/q")
    assert build_article(RawArticle(html=page, url="https://b.example/1")).url == "https://b.example/1"


def test_what_the_caller_says_wins() -> None:
    raw = RawArticle(html=PAGE, title="T", publisher="P", byline=("B",), published="2020-01-02", language="fr")
    article = build_article(raw)
    assert (article.title, article.publisher, article.byline) == ("T", "P", ("B",))
    assert (article.published, article.language) == (datetime.date(2020, 1, 2), "fr")


def test_the_same_page_gives_the_same_article_every_time() -> None:
    assert len({build_article(RawArticle(html=PAGE)) for _ in range(4)}) == 1


@given(st.text().filter(str.strip))
def test_a_verbatim_text_is_kept_to_the_last_character(text: str) -> None:
    article = build_article(RawArticle(text=text, verbatim=True, language="en"))
    assert article.text == text
    assert article.dropped == ()
    assert article.text_version == VERBATIM


@pytest.mark.parametrize(
    "raw",
    [
        RawArticle(text="Leave a Reply"),
        RawArticle(html="<html><body></body></html>"),
        RawArticle(html="<"),
        RawArticle(html="<p>" * 30_000),
        RawArticle(html="<div>" * 30_000),
    ],
)
def test_what_holds_no_article_is_refused(raw: RawArticle) -> None:
    with pytest.raises(EmptyText):
        build_article(raw)


@pytest.mark.parametrize("head", ["", '<?xml version="1.0" encoding="iso-8859-1"?>', "\x00", "<!-- - -->"])
def test_odd_heads_of_pages_do_no_harm(head: str) -> None:
    assert "A long wait" in build_article(RawArticle(html=head + PAGE)).text


GERMAN = (
    "Das Ministerium teilte am Montag mit, dass die Brücke wegen der Arbeiten bis zum Ende des Sommers "
    "gesperrt bleibt und der Bürgermeister eine Fähre bestellt hat."
)
ENGLISH = (
    "The ministry said on Monday that the bridge will be closed until the end of the summer because of the repairs."
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        ("Zelensky, Duda, Macron e Sunak in Kyiv", "en"),
        (
            GERMAN,
            "de",
        ),
        ("Министерство сообщило, что мост закрыт", "ru"),
        ("2023 – 10.5 %", "en"),
    ],
)
def test_languages_are_told(text: str, language: str) -> None:
    assert detect(text) == language


def test_another_language_is_refused_where_reading_begins() -> None:
    require_english(build_article(RawArticle(text=ENGLISH)))
    with pytest.raises(NotEnglish, match="de"):
        require_english(build_article(RawArticle(text=ENGLISH, language="de")))


def shared_article() -> Path:
    shared = Path(os.environ.get("COMMUNIQUE_SHARED", Path(__file__).parents[2] / "shared"))
    path = shared / "articles" / "milley-oslo.txt"
    if not path.is_file():
        pytest.skip("the sample article isn't part of the repository; COMMUNIQUE_SHARED names the folder that holds it")
    return path


def test_the_sample_article_loses_its_link_and_comment_form_only() -> None:
    path = shared_article()
    article = build_article(read_file(path))
    lines = path.read_text(encoding="utf-8").strip().split("\n")
    gone = [line for line in lines if line.startswith(("READ ALSO", "Leave a Reply"))]
    assert len(gone) == 2
    assert [each.text for each in article.dropped] == gone
    assert article.text.split("\n") == [line for line in lines if line not in gone]


@pytest.mark.parametrize("tag", ["svg", "form", "aside", "nav", "figure", "iframe", "p", "article"])
def test_a_page_of_one_element_is_read_or_empty(tag: str) -> None:
    sentence = "TALLINN, Jan 18 - Estonia will send Ukraine 24 howitzers, its prime minister said on 3 March 2021."
    page = extract(f"<{tag}><p>{sentence}</p><p>Moscow denied on 4 March 2021 that it had struck a plant.</p></{tag}>")
    assert page.text == "" or sentence in page.text


@pytest.mark.parametrize("day", ["18.1.2024", "2024-01", "soon"])
def test_a_day_of_publication_that_is_none_is_an_error_that_says_what_to_do(day: str) -> None:
    with pytest.raises(InputError, match=f"published on '{day}', which is no ISO date. Write the day"):
        build_article(RawArticle(text="The quay was closed.", published=day))
