"""Feeds, sitemaps and lists of feeds: what they tell of articles, and which pages are fetched for it."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from local_web import Reply, StillClock, article, fetcher, pages, serving

from communique.errors import CommuniqueError, EmptyText, FetchError, InputError, UnreadableFile, UnsupportedFormat
from communique.sources import RawArticle
from communique.sources.feed import parse_feed
from communique.sources.item import Item
from communique.sources.opening import open_items
from communique.sources.opml import feeds_of
from communique.sources.sitemap import sitemap_items

FULL = "<p>" + "The envoy said that the quay would stay closed. " * 30 + "</p>"
TEASER = "The envoy said that the quay …"

RSS = """<?xml version="1.0"?><?xml-stylesheet href="x.css"?><!-- a feed -->
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>The Harbour Post</title>
<item><title>Quay &amp;amp; harbour closed</title><link>/a1?utm_source=rss</link><guid>g1</guid>
<pubDate>Wed, 17 Jan 2024 23:30:00 -0500</pubDate><dc:creator>Ada Berg</dc:creator>
<description>TEASER</description></item>
<item><title>In full</title><link>/a2</link><content:encoded><![CDATA[FULL]]></content:encoded></item>
<item><title>Cut off</title><link>/a3</link><content:encoded><![CDATA[FULL and then […]]]></content:encoded></item>
<item><title>Quay closed again</title><link>/a1</link></item>
</channel></rss>""".replace("TEASER", TEASER).replace("FULL", FULL)

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Harbour Post</title>
<entry><title type="html">Quay &lt;b&gt;closed&lt;/b&gt;</title><id>tag:a.example,2024:1</id>
<link rel="alternate" href="/a1"/><published>2024-01-17T23:30:00-05:00</published>
<author><name>Ada Berg</name></author><author><name>Bo Dahl</name></author><summary>TEASER</summary></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>The Harbour Post</title></channel>
<item rdf:about="/a1"><title>Quay closed</title><link>/a1</link><dc:date>2024-01-17T23:30:00-05:00</dc:date></item>
</rdf:RDF>"""

SITE = {f"/a{number}": article(f"Article {number}: the quay was closed.") for number in range(1, 5)}


def feed(text: str) -> Reply:
    return Reply(text.encode(), headers={"Content-Type": "application/xml"})


def loaded(item: Item) -> RawArticle | InputError:
    try:
        return item.load()
    except InputError as error:
        return error


def test_the_page_of_an_entry_is_fetched_unless_the_feed_carries_the_article() -> None:
    with serving(pages({**SITE, "/feed": feed(RSS)})) as web:
        items = list(open_items(web.url("/feed"), fetcher=fetcher()))
        first, second, third = (item.load() for item in items)
        assert web.paths() == ["/feed", "/robots.txt", "/a1?utm_source=rss", "/a3"]
        assert [item.key for item in items] == [web.url("/a1"), web.url("/a2"), web.url("/a3")]
        assert {item.origin for item in items} == {web.url("/feed")}
    assert (first.title, first.byline, first.published) == ("Quay & harbour closed", ("Ada Berg",), "2024-01-17")
    assert isinstance(second.html, str)
    assert FULL in second.html
    assert second.publisher == "The Harbour Post"
    assert "Article 3" in (third.html or "")
    assert third.title == "Cut off"


@pytest.mark.parametrize("text", [ATOM, RDF, ATOM.replace("</entry></feed>", "<oops></entry>")])
def test_atom_rdf_and_broken_xml_are_read(text: str) -> None:
    with serving(pages({**SITE, "/feed": feed(text)})) as web:
        (item,) = open_items(web.url("/feed"), fetcher=fetcher())
        read = item.load()
        assert read.url == web.url("/a1")
    assert read.title == "Quay closed"
    assert read.published == "2024-01-17"
    assert read.byline == (("Ada Berg", "Bo Dahl") if text != RDF else ())


def test_a_feed_in_a_file_is_known_by_its_content(tmp_path: Path) -> None:
    with serving(pages(SITE)) as web:
        path = tmp_path / "news.txt"
        path.write_text(RSS.replace("<link>/", f"<link>{web.url('/')}"), "utf-16")
        titles = [item.load().title for item in open_items(str(path), fetcher=fetcher())]
    assert titles == ["Quay & harbour closed", "In full", "Cut off"]


def test_an_entry_whose_page_is_gone_costs_only_itself() -> None:
    with serving(pages({"/a3": SITE["/a3"], "/feed": feed(RSS)})) as web:
        first, _, third = (loaded(item) for item in open_items(web.url("/feed"), fetcher=fetcher()))
    assert isinstance(first, FetchError)
    assert isinstance(third, RawArticle)


def test_a_teaser_of_a_saved_feed_whose_page_cannot_be_had_says_what_to_do(tmp_path: Path) -> None:
    with serving(pages({})) as web:
        path = tmp_path / "feed.xml"
        path.write_text(RSS.replace("<link>/", f"<link>{web.url('/')}"))
        read = [loaded(item) for item in open_items(str(path), fetcher=fetcher())]
    errors = [each for each in read if isinstance(each, FetchError)]
    assert errors
    assert all("--retry-failed" in str(each) and "only a teaser" in str(each) for each in errors)


def test_articles_that_have_no_page_of_their_own_are_told_apart_by_id() -> None:
    entry = (
        "<item><guid isPermaLink='false'>{0}</guid><link>http://a.example/</link><description>x</description>{1}</item>"
    )
    full = f"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'><![CDATA[{FULL}]]></content:encoded>"
    text = f"<rss version='2.0'><channel>{entry.format(1, full)}{entry.format(2, full)}</channel></rss>"
    keys = [each.key for each in parse_feed(text.encode(), "http://a.example/feed").entries]
    assert keys == ["http://a.example/feed#1", "http://a.example/feed#2"]


def test_an_entry_with_neither_link_nor_article_says_so(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text("<rss version='2.0'><channel><item><title>Hm</title></item></channel></rss>")
    (item,) = open_items(str(path))
    assert isinstance(loaded(item), EmptyText)


def test_an_empty_feed_has_no_items_and_a_page_is_no_feed() -> None:
    assert parse_feed(b"<rss version='2.0'><channel><title>x</title></channel></rss>", "it").entries == ()
    for text in (b"", b"<html><body>Not found</body></html>", b"<rss", b"/etc/hostname", b"http://127.0.0.1:9/"):
        with pytest.raises(UnsupportedFormat, match="broken feed"):
            parse_feed(text, "it")


def test_no_entity_of_a_feed_or_sitemap_reads_a_file_or_blows_up(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    laughs = "".join(f"<!ENTITY l{n + 1} '{f'&l{n};' * 10}'>" for n in range(12))
    doctype = f"<!DOCTYPE x [<!ENTITY s SYSTEM 'file://{secret}'><!ENTITY l0 'ha'>{laughs}]>"
    feed_text = f"{doctype}<rss version='2.0'><channel><item><title>&s;&l12;</title><link>http://a.example/1</link></item></channel></rss>"
    try:
        titles = [entry.title or "" for entry in parse_feed(feed_text.encode(), "it").entries]
    except UnsupportedFormat:
        titles = []
    assert all("hidden" not in title and len(title) < 2_000 for title in titles)
    sitemap = f"{doctype}<urlset><url><loc>http://a.example/&s;&l12;</loc></url></urlset>"
    try:
        keys = [item.key for item in sitemap_items(sitemap.encode(), "it", "it", fetcher())]
    except UnsupportedFormat:
        keys = []
    assert all("hidden" not in key and len(key) < 2_000 for key in keys)


NEWS_MAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>BASE/a1</loc><news:news><news:publication>
<news:name>The Harbour Post</news:name></news:publication>
<news:publication_date>2024-01-17T23:30:00-05:00</news:publication_date>
<news:title>Quay closed</news:title></news:news></url><url><loc>BASE/a2?x=1&y=2</loc></url></urlset>"""
INDEX = """<sitemapindex><sitemap><loc>BASE/gone.xml</loc></sitemap><sitemap><loc>BASE/news.xml.gz</loc></sitemap>
<sitemap><loc>BASE/index.xml</loc></sitemap></sitemapindex>"""


def test_a_sitemap_index_gives_the_pages_of_its_sitemaps_and_what_it_tells_of_them() -> None:
    table: dict[str, Reply | str] = {**SITE, "/a2?x=1&y=2": SITE["/a2"]}
    with serving(pages(table)) as web:
        base = web.url("")
        table["/news.xml.gz"] = Reply(gzip.compress(NEWS_MAP.replace("BASE", base).encode()))
        table["/index.xml"] = feed(INDEX.replace("BASE", base))
        items = list(open_items(web.url("/index.xml"), fetcher=fetcher(clock=StillClock())))
        found = [loaded(item) for item in items]
    assert isinstance(found[0], FetchError)
    first, second = found[1:3]
    assert isinstance(first, RawArticle)
    assert isinstance(second, RawArticle)
    assert (first.title, first.publisher, first.published) == ("Quay closed", "The Harbour Post", "2024-01-17")
    assert second.url == f"{base}/a2?x=1&y=2"
    # An index that names itself comes to an end.
    assert any(isinstance(each, UnsupportedFormat) for each in found[3:])


def test_a_large_sitemap_in_a_packed_file_is_given_as_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "map.xml.gz"
    urls = "".join(f"<url><loc>http://a.example/{n}</loc></url>" for n in range(20_000))
    path.write_bytes(gzip.compress(f"<urlset>{urls}</urlset>".encode()))
    keys = [item.key for item in open_items(str(path), fetcher=fetcher())]
    assert keys == [f"http://a.example/{n}" for n in range(20_000)]


def test_a_list_of_feeds_gives_the_items_of_all_and_names_the_broken_one(tmp_path: Path) -> None:
    with serving(pages({**SITE, "/one": feed(RSS), "/two": feed("<rss"), "/three": feed(ATOM)})) as web:
        path = tmp_path / "feeds.opml"
        outlines = "".join(f'<outline xmlUrl="{web.url(each)}"/>' for each in ("/one", "/two", "/three", "/one"))
        path.write_text(
            f'<?xml version="1.0"?><opml version="2.0"><body><outline text="a & b">{outlines}</outline></body></opml>'
        )
        assert feeds_of(str(path)) == tuple(web.url(each) for each in ("/one", "/two", "/three"))
        items = list(open_items(str(path), fetcher=fetcher()))
        errors = {item.key: type(error) for item in items if isinstance(error := loaded(item), InputError)}
    assert len(items) == 5
    assert errors == {web.url("/two"): UnsupportedFormat}


def test_feeds_are_named_by_address_or_one_a_line(tmp_path: Path) -> None:
    path = tmp_path / "feeds.txt"
    path.write_text("# mine\nhttps://a.example/feed\n\nhttps://b.example/\nhttps://a.example/feed\n")
    assert feeds_of(str(path)) == ("https://a.example/feed", "https://b.example/")
    assert feeds_of("https://a.example/feed") == ("https://a.example/feed",)
    path.write_text("a.example/feed\n")
    with pytest.raises(UnsupportedFormat, match="no web address"):
        feeds_of(str(path))
    with pytest.raises(UnreadableFile):
        feeds_of(str(tmp_path / "none"))


@given(st.sampled_from([RSS, ATOM, RDF, NEWS_MAP, INDEX]), st.data())
def test_no_damage_to_a_list_gives_anything_but_items_or_an_error(text: str, data: st.DataObject) -> None:
    whole = text.encode()
    at, length = data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, 200))
    broken = whole[:at] + data.draw(st.binary(max_size=40)) + whole[at + length :]
    try:
        parse_feed(broken, "http://a.example/feed")
        for item in sitemap_items(broken, "it", "it", fetcher(allow_private=False)):
            assert item.key
    except CommuniqueError as error:
        assert isinstance(error, InputError)  # noqa: PT017  # both ways are right
