"""The main text of a web page, and what the page says of itself.

In: HTML as text, and its address where known. Out: the text of the article, its paragraphs as lines, with title,
authors, publisher and date. Menus, sidebars and comments are left behind by trafilatura; the lines of boilerplate that
stand inside the article's own element are the matter of `clean`.

The settings are those that score best on trafilatura's own evaluation pages (289 pages, by segments): without comments
F1 is 0.923, with them 0.919; `favor_precision` costs two points of recall, and `include_tables=False` one and a half.
`deduplicate` is off because it remembers pages read before: the same page must always give the same text.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from communique.sources.raw import day_told, is_url

_WHOLE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_SAVED = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
"""What browsers write into a page that they save."""
_TOP = 2_000
_SEPARATOR = re.compile(r"\s[|–—-]\s+")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds: `text` with paragraphs as lines, perhaps empty; `published` is an ISO date, `url` its own."""

    text: str
    title: str | None
    publisher: str | None
    byline: tuple[str, ...]
    published: str | None
    url: str | None = None


def extract(html: str, url: str | None = None) -> Page:
    """Return the main text and the metadata of a page. A page without main text gives an empty `text`."""
    # Imported here, because trafilatura takes half a second to load and plain text doesn't need it.
    from trafilatura import bare_extraction  # noqa: PLC0415
    from trafilatura.settings import Document  # noqa: PLC0415

    document = bare_extraction(
        # What has one element and is no page is taken for that element, which the search for a date may try to drop.
        html if _WHOLE.search(html) else f"<html><body>{html}</body></html>",
        url=url,
        include_comments=False,
        with_metadata=True,
        # The day of first publication. Of the 205 pages with a known date it is right on 183, without the extensive
        # search on 177, and with the day of the last change on 164.
        date_extraction_params={"original_date": True, "extensive_search": True, "url": url},
    )
    if not isinstance(document, Document):
        return Page(text="", title=None, publisher=None, byline=(), published=None)
    return Page(
        text=document.text or "",
        title=_title(document.title, document.sitename),
        publisher=document.sitename or document.hostname or None,
        byline=_authors(document.author),
        published=_date(document.date),
        url=_address(document.url, html),
    )


def _address(told: str | None, html: str) -> str | None:
    """Return the address that a page gives as its own, or that a browser wrote into it; a front page is none."""
    saved = _SAVED.search(html[:_TOP])
    for url in (told, saved and saved[1]):
        if url and is_url(url) and urlsplit(url).path.strip("/"):
            return url
    return None


def _title(title: str | None, site: str | None) -> str | None:
    """Return the headline without the name of the site behind it."""
    headline = (title or "").strip()
    for separator in reversed(list(_SEPARATOR.finditer(headline))):
        if site and headline[separator.end() :].casefold() == site.strip().casefold():
            headline = headline[: separator.start()].rstrip()
            break
    return headline or None


def _authors(author: str | None) -> tuple[str, ...]:
    """Return the authors that trafilatura gives in one string, "A; B"."""
    names = (re.sub(r"(?i)^by\s+", "", name.strip()) for name in (author or "").split(";"))
    return tuple(dict.fromkeys(name for name in names if name))


def _date(date: str | None) -> str | None:
    """Return an ISO date, or None when the string is none."""
    try:
        return day_told(datetime.date.fromisoformat((date or "")[:10]))
    except ValueError:
        return None
