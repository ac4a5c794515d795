"""The way from a raw article to an article: extraction, cleaning, language."""

from __future__ import annotations

import datetime

from communique.days import day_of
from communique.errors import EmptyText, InputError
from communique.records import Article, Dropped, article_id
from communique.sources.raw import YEARS, RawArticle
from communique.text.clean import TEXT_VERSION, clean
from communique.text.dateline import dateline_day
from communique.text.extract import Page, extract
from communique.text.language import detect
from communique.text.titles import headline

VERBATIM = "verbatim"
"""The `text_version` of a text that was taken as it is."""


def build_article(raw: RawArticle) -> Article:
    """Return the article that a source gave, its text clean and its language told.

    What the caller says (address, title, publisher, byline, date, language) wins over what the page says; where neither
    tells the day, a full dateline does, and a text without a title is called by its headline, a line that stays. With
    `raw.verbatim` the text stays as it is to the last character, and nothing is taken from it. The language isn't
    judged here: see `require_english`.

    Raises:
        EmptyText: no text is left.
        InputError: the day of publication is no ISO date.
    """
    page = extract(raw.html, raw.url) if raw.html is not None else Page(raw.text or "", None, None, (), None)
    title = raw.title or page.title
    dropped: tuple[Dropped, ...] = ()
    if raw.verbatim:
        text, version = page.text, VERBATIM
    else:
        text, dropped = clean(page.text, title)
        version = TEXT_VERSION
    if not text.strip():
        raise EmptyText(f"{raw.name} holds no article text")
    published = _day(raw.published or page.published)
    if published is None and not raw.verbatim:
        published = dateline_day(text)
    return Article(
        id=article_id(text),
        ref=raw.ref,
        url=raw.url or page.url,
        title=title or (None if raw.verbatim else headline(text)),
        publisher=raw.publisher or page.publisher,
        byline=raw.byline or page.byline,
        published=published,
        language=raw.language or detect(text),
        text=text,
        text_version=version,
        dropped=(*(Dropped(text=text, reason=reason) for text, reason in raw.dropped), *dropped),
    )


def _day(iso: str | None) -> datetime.date | None:
    hint = "Write the day of publication as 2023-09-17, or leave it out."
    try:
        day = day_of(iso) if iso else None
    except ValueError as error:
        raise InputError(f"the article is published on {iso!r}, which is no ISO date", hint=hint) from error
    if day and day.year not in YEARS:
        raise InputError(f"the article is published on {iso!r}, a day of no news", hint=hint)
    return day
