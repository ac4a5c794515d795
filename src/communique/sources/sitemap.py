"""Sitemaps and indexes of sitemaps (sitemaps.org 0.9), with the tags that news sites add.

In: the bytes of one. Out: an item for each page, in order, the sitemaps of an index fetched as their turn comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from communique.errors import InputError, UnsupportedFormat
from communique.sources.content import MAX_BYTES, inflated
from communique.sources.feed import read_page
from communique.sources.gzipped import MAGIC
from communique.sources.item import Item, page_key, refused, writable
from communique.sources.markup import elements, local_name, told
from communique.sources.polite import Fetcher
from communique.sources.raw import RawArticle, day_told, is_url

# By the protocol an index names no index; some do, once.
_DEPTH = 3


@dataclass(frozen=True, slots=True)
class _Page:
    """Reads a page of a sitemap; what the sitemap tells of it wins."""

    url: str
    title: str | None
    publisher: str | None
    published: str | None
    fetcher: Fetcher

    def __call__(self) -> RawArticle:
        article = read_page(self.url, self.fetcher)
        return replace(
            article,
            title=self.title or article.title,
            publisher=self.publisher or article.publisher,
            published=self.published or article.published,
        )


def sitemap_items(data: bytes, name: str, origin: str, fetcher: Fetcher, *, depth: int = 0) -> Iterator[Item]:
    """Yield an item for each page of a sitemap; a sitemap of an index that can't be read gives one that says so.

    Raises:
        UnsupportedFormat: it names no page and no sitemap.
    """
    nothing = True
    for element in elements(data, name, "url", "sitemap"):
        url = writable(told(element, "loc") or "")
        if not is_url(url):
            continue
        nothing = False
        if local_name(element).lower() == "sitemap":
            yield from _inner(url, origin, fetcher, depth + 1)
        else:
            title, publisher = told(element, "title"), told(element, "name")
            page = _Page(url, title, publisher, _day(told(element, "publication_date")), fetcher)
            yield Item(page_key(url), origin, page)
    if nothing:
        raise UnsupportedFormat(f"{name} is a sitemap that names no page", hint="Open it in a browser to see why.")


def _inner(url: str, origin: str, fetcher: Fetcher, depth: int) -> Iterator[Item]:
    """Yield the items of a sitemap that an index names."""
    try:
        if depth > _DEPTH:
            raise UnsupportedFormat(f"{url} is within more than {_DEPTH} sitemaps", hint="Name it by itself.")
        # Sitemaps are there for programs: robots.txt is where they are named.
        data = fetcher.fetch(url, robots=False, most=MAX_BYTES).content
        if data.startswith(MAGIC):
            data = inflated((data,), url)
        yield from sitemap_items(data, url, origin, fetcher, depth=depth)
    except InputError as error:
        yield refused(url, origin, error)


def _day(date: str | None) -> str | None:
    try:
        return day_told(datetime.fromisoformat(date or "").date())
    except ValueError:
        return None
