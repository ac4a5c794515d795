"""What a source is, told from its first bytes, and by its name only where they don't tell.

In: the first bytes of a file or answer, and its name. Out: a `Kind`.
"""

from __future__ import annotations

import json
import re
from pathlib import PurePath
from typing import Literal

from communique.errors import UnsupportedFormat
from communique.sources.decode import decode
from communique.sources.gzipped import MAGIC, BadGzip, inflate

Kind = Literal[
    "article", "eml", "feed", "gzip", "json", "jsonl", "mbox", "opml", "parquet", "pdf", "sitemap", "table", "warc"
]

CALLED: dict[Kind, str] = {
    "feed": "a feed",
    "gzip": "gzip within gzip",
    "json": "JSON",
    "jsonl": "JSON lines",
    "mbox": "a mailbox",
    "opml": "a list of feeds",
    "parquet": "a Parquet table",
    "sitemap": "a sitemap",
    "warc": "a WARC archive",
}
"""What to call a kind that holds no article, or several."""

HEAD = 65_536
"""How many bytes are needed to tell."""

# Before the root of a document: blanks, the declaration and style sheets, comments, the document type.
_ROOT = re.compile(
    r"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\]\s*+)?>)*+<(?:[\w.-]+:)?(\w+)", re.DOTALL | re.IGNORECASE
)
_ROOTS: dict[str, Kind] = {
    "rss": "feed",
    "feed": "feed",
    "rdf": "feed",
    "urlset": "sitemap",
    "sitemapindex": "sitemap",
    "opml": "opml",
}
_NAMES: dict[str, Kind] = {
    ".eml": "eml",
    ".json": "json",
    ".jsonl": "jsonl",
    ".mbox": "mbox",
    ".ndjson": "jsonl",
    ".opml": "opml",
    # A row of a table isn't a sentence; nothing in the bytes of a CSV file tells it from a text.
    **dict.fromkeys((".csv", ".tsv", ".tab", ".xls", ".xlsx", ".ods"), "table"),
}
_MBOX = re.compile(r"From \S+ [^\n]*\d{2}:\d{2}[^\n]*\d{4}[^\n]*\n[A-Za-z-]+:")
_HEADERS = re.compile(r"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*+)++\r?\n")
# No text that merely opens with "From:" and "Date:" has one of these.
_MAIL = re.compile(r"^(?:Message-ID|MIME-Version|Received|Return-Path):", re.IGNORECASE | re.MULTILINE)
_PDF_WITHIN = 1024


def kind_of(head: bytes, name: str) -> Kind:  # noqa: C901, PLR0911  # one for each kind
    """Return what a source is.

    Args:
        head: its first bytes, `HEAD` of them where there are so many.
        name: its path or address.
    """
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith(MAGIC):
        return "gzip"
    if head.startswith(b"PAR1"):
        return "parquet"
    # Readers of PDF take up to a kilobyte of something else before it.
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf"
    named = _NAMES.get(PurePath(name).suffix.lower())
    try:
        text = decode(head[:HEAD], name)
    except UnsupportedFormat:
        # Whoever loads it as an article is told what it is instead.
        return "table" if named == "table" else "article"
    root = _ROOT.match(text)
    if root and root[1].lower() in _ROOTS:
        return _ROOTS[root[1].lower()]
    if _is_lines(text, cut=len(head) >= HEAD):
        return "jsonl"
    if _MBOX.match(text):
        return "mbox"
    headers = _HEADERS.match(text)
    if headers and _MAIL.search(headers[0]):
        return "eml"
    if named == "json" and not text.lstrip().startswith(("{", "[")):
        return "article"
    return named or "article"


def inner_kind(head: bytes, name: str) -> Kind:
    """Return what a gzip file holds, by its first bytes."""
    inner = bytearray()
    try:
        for piece in inflate((head,)):
            inner += piece
            if len(inner) >= HEAD:
                break
    except BadGzip:
        # The head is cut off, or the file is damaged: whoever reads on will be told.
        pass
    return kind_of(bytes(inner[:HEAD]), name.removesuffix(".gz"))


def _is_lines(text: str, *, cut: bool) -> bool:
    """Return whether a text begins with a line that is a JSON object."""
    first, end, _ = text.lstrip().partition("\n")
    if not first.startswith("{"):
        return False
    if cut and not end:
        return re.match(r'\{\s*"', first) is not None
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False
