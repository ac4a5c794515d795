"""From bytes to text, and what kind of text it is.

In: the bytes of a file or an answer, with the encoding that was declared for them. Out: text, or a clear refusal of
what is no text at all.
"""

from __future__ import annotations

import codecs
import json
import re

from communique.errors import UnsupportedFormat

# The first bytes of common files that hold no plain text, and what to do with them.
_SIGNATURES = (
    (b"%PDF", "a PDF file", "Turn it into text first, for example with `pdftotext`."),
    (b"PK\x03\x04", "a ZIP archive or an office document", "Unpack it, or save the document as plain text."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it with `gunzip`."),
    (b"BZh", "a bzip2 archive", "Unpack it with `bunzip2`."),
    (b"\xfd7zXZ\x00", "an xz archive", "Unpack it with `unxz`."),
    (b"\xd0\xcf\x11\xe0", "an old office document", "Save the document as plain text."),
    (b"{\\rtf", "an RTF document", "Save the document as plain text."),
    (b"SQLite format 3\x00", "an SQLite database", "Export its texts as JSON lines for `communique read --jsonl`."),
    (b"\x89PNG", "an image", "Turn it into text first, with a program for text recognition."),
    (b"\xff\xd8\xff", "an image", "Turn it into text first, with a program for text recognition."),
    (b"GIF8", "an image", "Turn it into text first, with a program for text recognition."),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    # UTF-32 before UTF-16: its little-endian mark begins like that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE
)
# A page declares its encoding within the first kilobyte, by the HTML standard; some need more.
_HEAD = 4096
_PAGE = re.compile(r"(?:\s|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(
    r"</?(?:p|div|span|a|article|section|main|h[1-6]|br|ul|ol|li|meta|script|link|title|table|img|b|i|em|strong)\b[^>]*>",
    re.IGNORECASE,
)
# So many tags at the start of a text make it a piece of a page.
_FEW_TAGS = 3
_FEED = re.compile(r"(?:\s|<\?xml[^>]*>|<!--.*?-->)*<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE | re.DOTALL)
# Above this share of control characters the bytes are no text.
_CONTROL_SHARE = 0.01
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """Return the text that bytes hold, without a byte order mark.

    Tried in this order: the byte order mark, UTF-16 without one, UTF-8, the declared encoding, the one that a page's
    own head declares, Windows-1252. So a wrong declaration does no harm where the bytes are UTF-8.

    Args:
        data: the bytes.
        name: what to call them in a message.
        declared: the encoding named by the sender, for example in an HTTP header.

    Raises:
        UnsupportedFormat: the bytes are no text.
    """
    for signature, kind, hint in _SIGNATURES:
        if data.startswith(signature):
            raise UnsupportedFormat(f"{name} is {kind}, not text", hint=hint)
    text = _decoded(data, declared)
    if len(_CONTROL.findall(text[:100_000])) > _CONTROL_SHARE * min(len(text), 100_000):
        raise UnsupportedFormat(f"{name} holds binary data, not text")
    return text


def _decoded(data: bytes, declared: str | None) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    head = data[:_HEAD]
    if len(head) > 1 and head.count(0) > len(head) // 4:
        # In UTF-16 every other byte of English is zero: the first of each pair when big-endian, else the second.
        big = head[::2].count(0) > head[1::2].count(0)
        return data.decode("utf-16-be" if big else "utf-16-le", errors="replace")
    meta = _META_CHARSET.search(head)
    for candidate in ("utf-8", declared, meta[1].decode("ascii") if meta else None):
        try:
            if candidate:
                return data.decode(candidate)
        except (LookupError, ValueError):
            # Unknown, no encoding of text (Python's "hex"), or not the right one.
            continue
    return data.decode("cp1252", errors="replace")


def is_html(text: str) -> bool:
    """Return whether a text is a web page, or a piece of one, by its content."""
    if _PAGE.match(text[:_HEAD]):
        return True
    start = text[:_HEAD].lstrip()
    return start.startswith("<") and len(_TAG.findall(start)) >= _FEW_TAGS


def refuse_other_formats(text: str, name: str) -> None:
    """Refuse texts that hold something else than one article.

    Raises:
        UnsupportedFormat: JSON, JSON lines or a feed.
    """
    if _FEED.match(text[:_HEAD]):
        raise UnsupportedFormat(f"{name} is a feed, not an article", hint="Give the address of one of its articles.")
    first = text.lstrip().split("\n", 1)[0]
    if first.startswith("{"):
        try:
            held = json.loads(first)
        except (ValueError, RecursionError):
            return
        if isinstance(held, dict):
            raise UnsupportedFormat(
                f"{name} holds JSON lines, not an article", hint=f"Read it with `communique read --jsonl < {name}`."
            )
