"""The raw article: what every source gives, before anything is taken out of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Self

from communique.days import day_of
from communique.errors import EmptyText, TooLarge
from communique.records import Article

MAX_TEXT = 5_000_000
"""Longest plain text of one article, in code points: a long book. Whatever is longer holds many articles."""

MAX_HTML = 10_000_000
"""Longest page of one article, in code points: markup and scripts are most of a page."""

YEARS = range(1000, 3000)
"""Years in which an article may be published: pages and feeds without a date often say 0001-01-01 or 9999-12-31."""

SPLIT_HINT = "Split it: one article per file, or one per line for `communique read --jsonl`."


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as it came in.

    Exactly one of `html` and `text` is given. `ref` is the caller's own id, `published` an ISO date or time, of which
    the day counts (a `datetime.date` is taken too, and kept as its text), `language` an ISO 639-1 code; each is None
    when nobody said. `verbatim` asks to keep a plain text as it is. `dropped` are lines that the source passed over,
    each with the reason.

    Raises:
        ValueError: both or none of `html` and `text` are given, or a page is to be kept verbatim.
        TooLarge: more text than `MAX_TEXT`, or a longer page than `MAX_HTML`.
        EmptyText: nothing but white space.
    """

    ref: str | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    byline: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    html: str | None = None
    text: str | None = None
    verbatim: bool = False
    dropped: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        published: object = self.published  # callers without types give dates
        if isinstance(published, datetime.date):
            object.__setattr__(self, "published", day_of(published).isoformat())
        if (self.html is None) == (self.text is None):
            raise ValueError("give exactly one of html and text")
        if self.verbatim and self.text is None:
            raise ValueError("only a text can be verbatim")
        content, most = (self.text, MAX_TEXT) if self.html is None else (self.html, MAX_HTML)
        if content is not None and len(content) > most:
            raise TooLarge(
                f"{self.name} has {len(content):,} characters, more than the {most:,} of one article", hint=SPLIT_HINT
            )
        if content is not None and not content.strip():
            raise EmptyText(f"{self.name} is empty", hint="Give an article with text in it.")

    @classmethod
    def of(cls, article: Article, **further: Any) -> Self:
        """Return an article that was built already, to be taken as it is; `further` are fields of a kind of its own."""
        return cls(
            ref=article.ref,
            url=article.url,
            title=article.title,
            publisher=article.publisher,
            byline=article.byline,
            published=article.published.isoformat() if article.published else None,
            language=article.language,
            text=article.text,
            verbatim=True,
            **further,
        )

    @property
    def name(self) -> str:
        """What to call the article in a message."""
        return self.ref or self.url or self.title or "the text"


def is_url(source: str) -> bool:
    """Return whether a source named on the command line is a web address."""
    return source.lower().startswith(("http://", "https://"))


def day_told(day: datetime.date) -> str | None:
    """Return the ISO date of a day of publication that a page, feed or message tells, None for one that is none."""
    return day.isoformat() if day.year in YEARS else None
