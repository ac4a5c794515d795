"""Feeds: RSS 0.9 to 2.0, RDF and Atom.

In: the bytes of a feed. Out: an item for each entry. What a feed tells of an article is a teaser, so the page that it
links to is fetched, unless the feed carries the article in full; title, authors and day of publication are the feed's,
which are more reliable than what a page says.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

from communique.errors import BlockedAddress, EmptyText, FetchError, UnsupportedFormat
from communique.sources.content import read_content
from communique.sources.decode import decode
from communique.sources.item import Item, content_key, package, page_key, writable
from communique.sources.polite import Fetcher
from communique.sources.raw import RawArticle, day_told, is_url

FULL = 1_000
"""From so many characters on, the content of an entry is the article: teasers have some hundreds."""

MAX_FEED = 5_000_000
"""Largest feed, in bytes: room for hundreds of articles in full."""

_HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL)
_BLANKS = re.compile(r"\s+")
# An excerpt that ends in the middle of a sentence, perhaps with a link behind it.
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|»)(?:\s*\S+){0,4}\s*\Z")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_LONGEST_TITLE = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a feed: `page` is its text in full, as HTML, if the feed carries it."""

    key: str
    link: str | None
    title: str | None
    byline: tuple[str, ...]
    published: str | None
    page: str | None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's own title, and its entries in order, each once."""

    title: str | None
    entries: tuple[Entry, ...]


def parse_feed(data: bytes, name: str, *, charset: str | None = None) -> Feed:
    """Return what a feed holds; broken XML is read as far as it can be.

    Args:
        data: the bytes.
        name: the address or path of the feed; relative links are relative to it.
        charset: the encoding that the sender named.

    Raises:
        UnsupportedFormat: it is no feed, or so broken that it has no entries.
        MissingExtra: feedparser isn't installed.
    """
    feedparser = package("feedparser", "Reading feeds")
    text = _DECLARATION.sub("", decode(data, name, charset)).encode("utf-8", "replace")
    headers = {"content-type": "application/xml; charset=utf-8", **({"content-location": name} if is_url(name) else {})}
    try:
        # From a stream: it would take bytes that look like an address or a path for one, and open it.
        parsed = feedparser.parse(io.BytesIO(text), response_headers=headers)
        told = parsed.get("entries", [])
        entries: dict[str, Entry] = {}
        for entry in (_entry(each, name) for each in told):
            entries.setdefault(entry.key, entry)
    except Exception as error:
        raise UnsupportedFormat(f"{name} is a broken feed: {error}", hint=_HINT) from error
    if not entries and (parsed.get("bozo") or not parsed.get("version")):
        problem = parsed.get("bozo_exception") or "no feed at all"
        raise UnsupportedFormat(f"{name} is a broken feed: {problem}", hint=_HINT)
    return Feed(_line(parsed.get("feed", {}).get("title")), tuple(entries.values()))


_SAVED_HINT = (
    "The saved feed has only a teaser of it: add the feed again with --retry-failed once the address can be reached, "
    "or save the page in a browser and add that file."
)
_HINT = "Open it in a browser to see what it gives; feeds are RSS, RDF or Atom."


def feed_items(feed: Feed, name: str, origin: str, fetcher: Fetcher) -> Iterator[Item]:
    """Yield an item for each entry of a feed; `name` is the feed's address or path."""
    for entry in feed.entries:
        yield Item(entry.key, origin, _Reading(entry, feed.title, name, fetcher))


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads the article of an entry."""

    entry: Entry
    feed: str | None
    name: str
    fetcher: Fetcher

    def __call__(self) -> RawArticle:
        entry = self.entry
        told = {"title": entry.title, "byline": entry.byline, "published": entry.published}
        if entry.page:
            return RawArticle(ref=entry.key, url=entry.link, publisher=self.feed, html=entry.page, **told)  # type: ignore[arg-type]  # each has its type
        if not entry.link:
            raise EmptyText(
                f"an entry of {self.name} ({entry.title or entry.key}) has neither a link nor the article",
                hint="Nothing can be done about it, except asking the publisher.",
            )
        try:
            article = read_page(entry.link, self.fetcher)
        except FetchError as error:
            if not is_url(self.name) and not isinstance(error, BlockedAddress):
                error.hint = _SAVED_HINT
            raise
        return replace(article, **{key: value for key, value in told.items() if value})  # type: ignore[arg-type]  # each has its type


def read_page(url: str, fetcher: Fetcher) -> RawArticle:
    """Return the article at an address that a feed or sitemap names, fetched politely.

    Raises:
        FetchError: it can't be fetched.
        InputError: it holds no article.
    """
    answer = fetcher.fetch(url)
    return read_content(
        answer.content, answer.url, ref=url, url=answer.url, charset=answer.charset, page=answer.is_page
    )


def _entry(told: Any, name: str) -> Entry:
    link = _link(told)
    page = _page(told)
    title = _line(told.get("title"))
    given = _line(told.get("id"))
    if link and not (page and given and not is_url(given) and _is_home(link)):
        key = page_key(link)
    else:
        # Some feeds carry articles in full that have no page of their own.
        key = f"{name}#{given}" if given else content_key(name, repr((link, title, page)).encode())
    names = [_line(author.get("name")) for author in told.get("authors", []) if isinstance(author, dict)]
    return Entry(key, link, title, tuple(each for each in names if each), _day(told), page)


def _link(told: Any) -> str | None:
    for each in (told.get("link"), told.get("id")):
        if isinstance(each, str) and is_url(each.strip()):
            return writable(each.strip())
    return None


def _is_home(link: str) -> bool:
    return link.split("//", 1)[1].rstrip("/").count("/") == 0 and "?" not in link


def _page(told: Any) -> str | None:
    """Return the article in full, if the entry carries it."""
    texts = [each for each in told.get("content", []) if isinstance(each.get("value"), str)]
    pages = [each["value"] if "html" in each.get("type", "") else _paragraphs(each["value"]) for each in texts]
    page = max(pages, key=len, default="")
    shown = _BLANKS.sub(" ", html.unescape(_HIDDEN.sub(" ", page))).strip()
    if len(shown) < FULL or _CUT_OFF.search(shown[-60:]):
        return None
    return writable(f"<html><body><article>{page}</article></body></html>")


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{html.escape(block)}</p>" for block in text.split("\n") if block.strip())


def _line(value: object) -> str | None:
    """Return a value as one line of text without markup."""
    if not isinstance(value, str):
        return None
    text = html.unescape(_HIDDEN.sub("", value)) if "<" in value or "&" in value else value
    return writable(_BLANKS.sub(" ", text).strip()[:_LONGEST_TITLE]) or None


def _day(told: Any) -> str | None:
    """Return the day of publication as the publisher wrote it; no time zone moves it."""
    # Past feedparser's own look-up, which gives one for the other and warns of it.
    updated = partial(dict.get, told)
    written = told.get("published") or updated("updated")
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return day_told(parse(str(written).strip()).date())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    moment = told.get("published_parsed") or updated("updated_parsed")
    try:
        return day_told(datetime(*moment[:3]).date()) if moment else None  # noqa: DTZ001  # only the day is kept
    except (ValueError, TypeError):
        return None
