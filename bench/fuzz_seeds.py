# ruff: noqa: INP001  # no package
"""Seeds for fuzzing: small well-formed inputs of every kind, written by the program itself, and how they are spoilt.

In: a kind, and a source of chance. Out: bytes. `SEEDS` makes the good ones, `mutated` spoils them: bits turned, pieces
cut, doubled and moved, words of the formats put in, other encodings, compression, and for JSON values of wrong kinds.
"""

from __future__ import annotations

import gzip
import json
import random
import zlib
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

TEXT = (
    "TALLINN, Jan 18 - Estonia will send Ukraine up to 80 million euros in military aid this year, including 24 "
    "howitzers, Prime Minister Maarja Tamm said on Thursday.\n\n"
    "“We will not wait,” Tamm told reporters. Moscow denied on 3 March 2024 that its forces had struck a power plant "
    "near Kharkiv, killing at least seven people.\n\n"
    "The minister warned that the talks in Oslo may fail if the $1.2bn loan isn't approved by next week.\n"
)
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Shells for Kyiv | Harbour Post</title>'
    '<meta property="article:published_time" content="2024-01-18T09:30:00+02:00">'
    '<meta name="author" content="Anna Lepik"><script type="application/ld+json">'
    '{"@type": "NewsArticle", "headline": "Shells for Kyiv", "datePublished": "2024-01-18"}</script></head><body>'
    '<nav><ul><li><a href="/a">News</a><li><a href="/b">Sport</a></ul></nav><article><h1>Shells for Kyiv</h1>'
    + "".join(f"<p>{block}</p>" for block in TEXT.split("\n\n"))
    + '<table><tr><td>Estonia<td>80</table><img src="a.jpg" alt="A gun"><blockquote>We will not wait.</blockquote>'
    "</article><footer>&copy; 2024 Harbour Post</footer></body></html>"
)
_RSS = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Harbour Post</title>'
    "<item><title>Shells &amp; guns</title><link>https://a.example/1</link><guid>urn:1</guid>"
    "<pubDate>Thu, 18 Jan 2024 09:30:00 +0200</pubDate><dc:creator>Anna Lepik</dc:creator>"
    f"<content:encoded><![CDATA[<p>{TEXT * 3}</p>]]></content:encoded></item>"
    "<item><title>Second</title><link>https://a.example/2</link><description>Short &lt;b&gt;teaser&lt;/b&gt;"
    "</description><dc:date>2024-01-19</dc:date></item></channel></rss>"
)
_ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">Harbour &amp; Co</title><id>urn:feed</id>'
    '<entry><title>One</title><id>tag:a.example,2024:1</id><link rel="alternate" href="https://a.example/1"/>'
    "<updated>2024-01-18T09:30:00Z</updated><author><name>Anna Lepik</name></author>"
    f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{TEXT * 3}</p></div></content></entry></feed>'
)
_RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    "<channel><title>R</title></channel><item><title>One</title><link>https://a.example/1</link></item></rdf:RDF>"
)
_SITEMAP = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://a.example/1?a=1&b=2</loc>'
    "<news:news><news:publication><news:name>Harbour Post</news:name></news:publication>"
    "<news:publication_date>2024-01-18T09:30:00+02:00</news:publication_date><news:title>Shells</news:title></news:news>"
    "</url><url><loc>https://a.example/2</loc></url></urlset>"
)
_INDEX = (
    "<sitemapindex><sitemap><loc>https://a.example/s1.xml</loc></sitemap>"
    "<sitemap><loc>https://a.example/s2.xml.gz</loc></sitemap></sitemapindex>"
)
_OPML = (
    '<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body><outline text="News">'
    '<outline type="rss" text="A" xmlUrl="https://a.example/feed"/><outline XMLURL="http://b.example/rss.xml"/>'
    "</outline></body></opml>"
)
_LINES = (
    {"ref": "1", "text": TEXT, "published": "2024-01-18", "language": "en", "byline": ["Anna Lepik"]},
    {"ref": 2, "html": PAGE, "url": "https://a.example/2", "title": " Two ", "publisher": "Post"},
    {"ref": "3", "text": "Latvia sent ten drones.", "verbatim": True, "context": "Riga", "date": "2024-03"},
)
_MAIL = (
    "From: =?utf-8?q?Harbour_Post?= <news@a.example>\r\nTo: r@b.example\r\nSubject: Shells\r\n for Kyiv\r\n"
    "Date: Thu, 18 Jan 2024 09:30:00 +0200\r\nMessage-ID: <1@a.example>\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/alternative; boundary="b1"\r\n\r\n--b1\r\nContent-Type: text/plain; charset="utf-8"\r\n'
    f"Content-Transfer-Encoding: 8bit\r\n\r\n{TEXT}\r\n--b1\r\nContent-Type: text/html; charset=iso-8859-1\r\n"
    f"Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>Shells =3D good</p>\r\n--b1--\r\n"
)
_PLAIN_MAIL = (
    "Received: by a.example\r\nFrom: news@a.example\r\nSubject: =?iso-8859-1?b?U2hlbGxz?=\r\n"
    "Date: 18 Jan 24 09:30 EST\r\n"
    f"Content-Type: text/plain; charset=us-ascii; format=flowed\r\n\r\n{TEXT}"
)
_PETRARCH = (
    "MILO_DRAVIC_ ; president\n+M._DRAVIC_\n\t[SRBGOV 960101-991231]\n\t[SRBELI >20000101]\n"
    "NORTHERN_FRONT [SDNREB]\n# a comment\n+SOUTHERN_FRONT_\nEUROPEAN_UNION_ [IGOEUR]\nFOO_ [~PPL]\n"
)
_CSV = (
    "name,aliases,kind,country,sectors,title,start,end,code\n"
    'Maarja Tamm,"M. Tamm; Tamm",person,EST,GOV; MIL,prime minister,2021-03,2024-01-18,wikidata:Q1\n'
    "Azure Front,,group,UA,REB,,2019,,Q5\n"
)


def _time(day: str) -> dict[str, Any]:
    return {"snaktype": "value", "datavalue": {"value": {"time": f"+{day}T00:00:00Z", "precision": 11}}}


def _is(ident: str, **qualifiers: Any) -> dict[str, Any]:
    snak = {"snaktype": "value", "datavalue": {"value": {"id": ident}}}
    return {"mainsnak": snak, "rank": "normal", "qualifiers": qualifiers}


_WIKIDATA = (
    {
        "id": "Q77",
        "labels": {"en": {"value": "Maarja Tamm"}},
        "aliases": {"en": [{"value": "M. Tamm"}]},
        "claims": {
            "P31": [_is("Q5")],
            "P27": [_is("Q191")],
            "P39": [_is("Q78", P580=[_time("2021-03-00")], P582=[_time("2024-01-18")])],
            "P570": [{"mainsnak": _time("2030-01-01")}],
        },
    },
    {
        "id": "Q78",
        "labels": {"en": {"value": "Prime Minister"}},
        "claims": {"P31": [_is("Q4164871")], "P1001": [_is("Q191")]},
    },
    {
        "id": "Q79",
        "labels": {"mul": {"value": "Azure Front"}},
        "aliases": {},
        "claims": {"P31": [_is("Q7278")], "P17": [_is("Q212")], "P571": [{"mainsnak": _time("1999-00-00")}]},
    },
)
_FTM = (
    {
        "id": "Q5",
        "schema": "Person",
        "caption": "Anna Lepik",
        "properties": {
            "name": ["Anna Lepik"],
            "topics": ["role.pep", "gov.national"],
            "citizenship": ["ee"],
            "positionOccupancies": [
                {
                    "id": "o1",
                    "schema": "Occupancy",
                    "properties": {"holder": ["Q5"], "post": ["p1"], "startDate": ["2020-01"], "status": ["current"]},
                }
            ],
        },
    },
    {"id": "p1", "schema": "Position", "properties": {"name": ["Minister of Defence"], "country": ["ee"]}},
    {"id": "c1", "schema": "Company", "properties": {"name": ["Harbour Works"], "jurisdiction": ["gb-eng"]}},
)


def _lines(entries: Sequence[Any]) -> bytes:
    return b"\n".join(json.dumps(each, ensure_ascii=False).encode() for each in entries)


def _array(entries: Sequence[Any]) -> bytes:
    return b"[\n" + b",\n".join(json.dumps(each, ensure_ascii=False).encode() for each in entries) + b"\n]\n"


def _record(kind: str, body: bytes, content: str, number: int) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:0000-{number}>\r\n"
        "WARC-Date: 2024-01-18T09:30:00Z\r\n"
        f"WARC-Target-URI: https://a.example/{number}\r\nContent-Type: {content}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def _http(body: bytes, *headers: str) -> bytes:
    return ("HTTP/1.1 200 OK\r\n" + "".join(f"{each}\r\n" for each in headers) + "\r\n").encode() + body


def _warc(*, packed: bool) -> bytes:
    page = PAGE.encode()
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page)
    http = "application/http; msgtype=response"
    records = (
        _record("warcinfo", b"software: fuzz\r\n", "application/warc-fields", 0),
        _record("response", _http(page, "Content-Type: text/html; charset=utf-8"), http, 1),
        _record("response", _http(chunked, "Content-Type: text/html", "Transfer-Encoding: chunked"), http, 2),
        _record("response", _http(gzip.compress(page), "Content-Type: text/html", "Content-Encoding: gzip"), http, 3),
        _record(
            "response", _http(zlib.compress(page), "Content-Type: text/html", "Content-Encoding: deflate"), http, 4
        ),
        _record("conversion", TEXT.encode(), "text/plain", 5),
        _record("resource", page, "text/html", 6),
    )
    return b"".join(gzip.compress(each, mtime=0) if packed else each for each in records)


def pdf(*, packed: bool = False, title: str = "Shells for Kyiv") -> bytes:
    """Return a PDF file of two pages with the text; `packed` compresses what they show."""
    words = TEXT.replace("“", '"').replace("”", '"').replace("(", "").split()
    lines = [" ".join(words[at : at + 9]) for at in range(0, len(words), 9)]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids: list[bytes] = []
    for page in (lines[:6], lines[6:]):
        shown = "".join(f"({line}) Tj T* " for line in page)
        stream = f"BT /F1 10 Tf 14 TL 50 780 Td {shown}ET".encode("latin-1", "replace")
        how = b" /Filter /FlateDecode" if packed else b""
        stream = zlib.compress(stream) if packed else stream
        objects.append(b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(stream), how, stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    objects.append(b"<< /Title (%s) >>" % title.encode("latin-1"))
    out, starts = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(objects), table)
    return bytes(out)


SEEDS: Mapping[str, Callable[[], tuple[bytes, ...]]] = {
    "text": lambda: (
        TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("cp1252"),
        b"\xef\xbb\xbf" + TEXT[:200].encode(),
    ),
    "html": lambda: (
        PAGE.encode(),
        PAGE.replace("utf-8", "cp1252").encode("cp1252"),
        PAGE.replace("2024-01-18T09:30:00+02:00", "3 janvier 24").encode(),
        f"<p>{TEXT}<p>a<p>b<br>c".encode(),
    ),
    "warc": lambda: (_warc(packed=False), _warc(packed=True)),
    "feed": lambda: (_RSS.encode(), _ATOM.encode(), _RDF.encode()),
    "sitemap": lambda: (_SITEMAP.encode(), _INDEX.encode()),
    "opml": lambda: (_OPML.encode(), b"# mine\nhttps://a.example/feed\nhttp://b.example/\n"),
    "jsonl": lambda: (_lines(_LINES),),
    "eml": lambda: (_MAIL.encode(), _PLAIN_MAIL.encode()),
    "mbox": lambda: (
        f"From a@b Thu Jan 18 09:30:00 2024\n{_MAIL}\n\nFrom b@c Thu Jan 18 09:31:00 2024\n{_PLAIN_MAIL}".encode(),
    ),
    "pdf": lambda: (pdf(), pdf(packed=True)),
    "petrarch": lambda: (_PETRARCH.encode(),),
    "csv": lambda: (_CSV.encode(),),
    "wikidata": lambda: (_array(_WIKIDATA),),
    "ftm": lambda: (_lines(_FTM),),
}
"""What makes the seeds of each kind; those that need a reading or a ledger are `fuzz_kinds`'."""


@cache
def _words(kind: str) -> tuple[bytes, ...]:
    """Return the pieces that are put into inputs of a kind."""
    told = yaml.safe_load(Path(__file__).with_name("fuzz_words.yaml").read_text(encoding="utf-8"))[
        _OF.get(kind, "json")
    ]
    repeated = (word * times for word, times in told.get("repeated", ()))
    return tuple(word.encode("latin-1") for word in (*told["words"], *repeated))


_OF: Mapping[str, str] = {
    "text": "text",
    "html": "html",
    "reader": "html",
    "warc": "warc",
    "feed": "xml",
    "sitemap": "xml",
    "opml": "xml",
    "jsonl": "json",
    "eml": "mail",
    "mbox": "mail",
    "pdf": "pdf",
    "petrarch": "actors",
    "csv": "actors",
    "wikidata": "json",
    "ftm": "json",
    "decisions": "json",
    "reading": "json",
    "ledger": "json",
}
JSON_KINDS = frozenset(("jsonl", "wikidata", "ftm", "decisions", "reading"))
"""Kinds whose lines are JSON, of which values are exchanged too."""

ODD: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1,
    2**31,
    2**63,
    2**64,
    10**400,
    1.5,
    float("inf"),
    float("nan"),
    -0.0,
    1e308,
    "",
    " ",
    "x",
    "\x00",
    "\ud800",
    "9999-12-31",
    "0001-01-01",
    "2024-02-30",
    "+99999-00-00T",
    "Q5",
    "a1",
    "s1",
    "e999",
    "é" * 300,
    [],
    {},
    [[]],
    [None],
    {"": None},
    [0] * 50,
    {"value": None},
    {"id": []},
    "http://[",
    "en-",
    "٣",
    "²",
    "person",
    "report-0123456789abcdef",
)
"""Values that stand where others are expected."""


def mutated(kind: str, seeds: Sequence[bytes], chance: random.Random) -> bytes:
    """Return a spoilt seed; one in fifty is a good one, one in fifty mere noise."""
    data = chance.choice(seeds)
    sort = chance.random()
    if sort < 0.02:  # noqa: PLR2004  # as the docstring tells
        return data
    if sort < 0.04:  # noqa: PLR2004
        return chance.randbytes(chance.choice((0, 1, 5, 60, 700)))
    if kind in JSON_KINDS and sort < 0.6:  # noqa: PLR2004  # bytes alone would seldom leave JSON
        data = _other_values(data, chance)
        if sort < 0.5:  # noqa: PLR2004
            return data
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5, 9))):
        data = chance.choice(_SPOILING)(data, _words(kind), chance)
    return data


def _other_values(data: bytes, chance: random.Random) -> bytes:
    """Return lines of JSON, one to four values of which are others."""
    lines = data.split(b"\n")
    parsed = [(at, line.strip().rstrip(b",")) for at, line in enumerate(lines)]
    at, line = chance.choice([(at, line) for at, line in parsed if line.startswith(b"{")] or [(0, b"{}")])
    try:
        held = json.loads(line)
    except (ValueError, RecursionError):
        return data
    for _ in range(chance.choice((1, 1, 2, 4))):
        try:
            places = list(_places(held))
        except RecursionError:
            break
        if places:
            inside, key = chance.choice(places)
            action = chance.random()
            if action < 0.15:  # noqa: PLR2004  # shares of what is done
                del inside[key]
            elif action < 0.3 and len(places) > 1:  # noqa: PLR2004
                inside[key] = _copy(chance.choice(places), chance)
            else:
                inside[key] = deepcopy(chance.choice(ODD))
    lines[at] = json.dumps(held, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")  # noqa: PLR2004
    return b"\n".join(lines)


def _copy(place: tuple[Any, Any], chance: random.Random) -> Any:
    inside, key = place
    # A copy, since what is copied may hold the place where it comes to stand.
    return deepcopy(inside[key]) if chance.random() < 0.9 else [deepcopy(inside[key]) for _ in range(3)]  # noqa: PLR2004


def _places(held: Any) -> Any:
    """Yield where values stand in JSON: what holds them, and the key or number."""
    found = list(held.items()) if isinstance(held, dict) else list(enumerate(held)) if isinstance(held, list) else []
    for key, value in found:
        yield held, key
        yield from _places(value)


_Spoil = Callable[[bytes, tuple[bytes, ...], random.Random], bytes]


def _flip(data: bytes, _: tuple[bytes, ...], chance: random.Random) -> bytes:
    out = bytearray(data or b"\0")
    for _number in range(chance.choice((1, 2, 8, 40))):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def _set(data: bytes, _: tuple[bytes, ...], chance: random.Random) -> bytes:
    out = bytearray(data or b"\0")
    for _number in range(chance.choice((1, 2, 8))):
        out[chance.randrange(len(out))] = chance.choice(
            (0, 1, 9, 10, 13, 32, 34, 38, 60, 91, 123, 127, 128, 192, 237, 255)
        )
    return bytes(out)


def _stretch(data: bytes, chance: random.Random) -> tuple[int, int]:
    at = chance.randrange(len(data) + 1)
    return at, min(len(data), at + int(chance.expovariate(1 / 30)) + 1)


def _cut(data: bytes, _: tuple[bytes, ...], chance: random.Random) -> bytes:
    start, end = _stretch(data, chance)
    return data[:start] + data[end:]


def _double(data: bytes, _: tuple[bytes, ...], chance: random.Random) -> bytes:
    start, end = _stretch(data, chance)
    return data[:start] + data[start:end] * chance.choice((2, 3, 50)) + data[end:]


def _move(data: bytes, _: tuple[bytes, ...], chance: random.Random) -> bytes:
    start, end = _stretch(data, chance)
    rest = data[:start] + data[end:]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def _insert(data: bytes, words: tuple[bytes, ...], chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(words) + data[at:]


def _overwrite(data: bytes, words: tuple[bytes, ...], chance: random.Random) -> bytes:
    at, word = chance.randrange(len(data) + 1), chance.choice(words)
    return data[:at] + word + data[at + len(word) :]


def _end(data: bytes, _: tuple[bytes, ...], chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _behead(data: bytes, _: tuple[bytes, ...], chance: random.Random) -> bytes:
    return data[chance.randrange(len(data) + 1) :]


def _number(data: bytes, _: tuple[bytes, ...], chance: random.Random) -> bytes:
    """Exchange a run of digits for another number."""
    digits = [at for at, byte in enumerate(data) if 48 <= byte < 58]  # noqa: PLR2004  # from 0 to 9
    if not digits:
        return data
    at = end = chance.choice(digits)
    while end < len(data) and 48 <= data[end] < 58:  # noqa: PLR2004
        end += 1
    other = chance.choice(
        (b"0", b"-1", b"1", b"99", b"65536", b"2147483648", b"9223372036854775808", b"9" * 30, b"00", b"1e9")
    )
    return data[:at] + other + data[end:]


def _wrap(data: bytes, _: tuple[bytes, ...], chance: random.Random) -> bytes:
    """Write the whole in another way: compressed, in UTF-16, with a mark before it."""
    how = chance.randrange(6)
    if how == 0:
        return gzip.compress(data, 1, mtime=0)
    if how == 1:
        return zlib.compress(data, 1)
    if how == 2:  # noqa: PLR2004  # one of six
        return data.decode("utf-8", "replace").encode(
            chance.choice(("utf-16", "utf-16-be", "utf-32", "utf-7", "cp037")), "replace"
        )
    if how == 3:  # noqa: PLR2004
        return (
            chance.choice(
                (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"%PDF-1.7\n", b"{\n", b"From a 1:00 2024\n", b"<rss>")
            )
            + data
        )
    if how == 4:  # noqa: PLR2004
        return data.replace(b"\n", chance.choice((b"\r", b"\r\n", b"", b"\n\n", b"\x85", b"\x0b")))
    return data.replace(b"<", chance.choice((b"<<", b"&lt;", b"<a:")))


_SPOILING: tuple[_Spoil, ...] = (
    _flip,
    _set,
    _cut,
    _double,
    _move,
    _insert,
    _insert,
    _overwrite,
    _end,
    _behead,
    _number,
    _wrap,
)


@cache
def seeds_of(kind: str) -> tuple[bytes, ...]:
    """Return the seeds of a kind that needs neither a reading nor a ledger."""
    return SEEDS[kind]()
