"""Mails and newsletters: one message is one article, whatever it holds; of a forwarded one, what is forwarded.

In: the bytes of a message, or a stream of many (mbox). Out: a `RawArticle` with the subject as title, the sender's name
as publisher and the day of sending, as the sender's clock had it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr, parsedate_to_datetime
from functools import partial
from typing import BinaryIO, NamedTuple

from communique.errors import TooLarge, UnsupportedFormat
from communique.sources.decode import decode
from communique.sources.forwarded import carried
from communique.sources.item import Item, content_key, refused, writable
from communique.sources.raw import SPLIT_HINT, RawArticle, day_told, is_url

MAX_MESSAGE = 50_000_000
"""Largest message of a mailbox, in bytes, attachments and all."""

# A plain part with less than this share of what the HTML shows is a stub ("open this mail in your browser").
_STUB = 0.5
_PLACES = ("snapshot-content-location", "content-location")
_SAVED = re.compile(r"\bSaved by\b")
_ARTICLES = ("application/pdf", "text/html")
_DEPTH = 20
_ID = re.compile(rb"^message-id:\s*(<[^<>\s]{3,500}>)", re.IGNORECASE | re.MULTILINE)
_HIDDEN = re.compile(r"<(script|style|head)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL)
_BLANKS = re.compile(r"\s+")
_LONGEST_LINE = 1_000_000


class _Part(NamedTuple):
    """A text of a message, and whether it is HTML."""

    text: str
    html: bool


def read_message(data: bytes, name: str, *, ref: str | None = None) -> RawArticle:
    """Return the article that a message holds; `name` is what to call it in messages.

    Raises:
        UnsupportedFormat: it holds no text.
        TooLarge, EmptyText: as `RawArticle`.
    """
    message = message_from_bytes(data, policy=policy.default)
    parts = [part for part in _parts(message, name) if part.text.strip()]
    if not parts:
        raise UnsupportedFormat(f"{name} is a message without text", hint="Save what is attached to it as a file.")
    title = _BLANKS.sub(" ", _header(message, "subject")).strip() or None
    publisher = parseaddr(_header(message, "from"))[0].strip() or None
    published = _day(_header(message, "date"))
    url = None
    if _SAVED.search(_header(message, "from")):
        # A page that a browser saved as MHT: its sender is the browser, its day that of saving; the page tells its own.
        url = next((told for name in _PLACES if is_url(told := _header(message, name).strip())), None)
        publisher = published = None
    attached = tuple((each, "attachment") for each in _attached(message))
    make = partial(RawArticle, ref=ref, url=url)
    if any(part.html for part in parts):
        page = "\n".join(part.text if part.html else _as_html(part.text) for part in parts)
        whole = partial(make, title=title, publisher=publisher, published=published)
        return whole(html=writable(page), dropped=attached)
    found = carried(writable("\n\n".join(part.text for part in parts)), title or "")
    if found.forwarded:
        # Whoever forwards it doesn't publish it; it can't have come out after that day.
        title, publisher, published = found.title or title, found.publisher, found.published or published
    whole = partial(make, title=title, publisher=publisher, published=published)
    return whole(text=found.text, dropped=(*found.dropped, *attached))


def _attached(message: Message) -> Iterator[str]:
    """Yield the names of attached files that may be articles of their own; who wants them read saves them."""
    for part in message.walk():
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" and kind in _ARTICLES:
            try:
                name = part.get_filename()
            except Exception:  # noqa: BLE001  # as of headers
                name = None
            yield " ".join(writable(name or "").split()) or kind


def message_key(data: bytes, name: str) -> str:
    """Return what a message is known by: the id that its sender gave it, else its bytes."""
    headers = re.split(rb"\r?\n\r?\n", data, maxsplit=1)[0]
    given = _ID.search(headers)
    return given[1].decode("ascii", "replace") if given else content_key(name, data)


def mailbox_items(stream: BinaryIO, name: str, origin: str) -> Iterator[Item]:
    """Yield an item for each message of a mailbox (mbox), reading no further than asked.

    Raises:
        OSError, EOFError: the stream can't be read on.
    """
    for number, data in enumerate(_messages(stream), 1):
        where = f"{name}#{number}"
        if len(data) > MAX_MESSAGE:
            error = TooLarge(f"{where} has more than {MAX_MESSAGE // 1_000_000} MB", hint=SPLIT_HINT)
            yield refused(where, origin, error)
        else:
            yield Item(message_key(data, name), origin, partial(read_message, data, where, ref=where))


def _messages(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the messages between lines that begin with "From ", each cut a little above `MAX_MESSAGE`."""
    message, blank = bytearray(), True
    while line := stream.readline(_LONGEST_LINE):
        if blank and line.startswith(b"From "):
            if message.strip():
                yield _whole(message)
            message = bytearray()
        elif len(message) <= MAX_MESSAGE:
            # Within a message such lines are written with ">" before them.
            message += line[1:] if line.startswith(b">From ") else line
        blank = not line.strip()
    if message.strip():
        yield _whole(message)


def _whole(message: bytearray) -> bytes:
    """Return a message of a mailbox without the empty line that parts it from the next."""
    return re.sub(rb"(?<=\n)\r?\n\Z", b"", bytes(message))


def _parts(message: Message, name: str, depth: int = 0) -> Iterator[_Part]:
    """Yield the texts that a reader of the message sees, in order; of alternatives, one."""
    if depth > _DEPTH or message.get_content_disposition() == "attachment":
        return
    kind = message.get_content_type()
    if message.is_multipart():
        children = [child for child in message.get_payload() if isinstance(child, Message)]
        inner = [list(_parts(child, name, depth + 1)) for child in children]
        yield from _best(inner) if kind == "multipart/alternative" else (part for parts in inner for part in parts)
    elif kind in ("text/plain", "text/html"):
        payload = message.get_payload(decode=True)
        if isinstance(payload, bytes):
            try:
                yield _Part(decode(payload, name, _charset(message)), kind == "text/html")
            except UnsupportedFormat:
                # Something binary that says it is text.
                return


def _best(alternatives: list[list[_Part]]) -> list[_Part]:
    """Return the plain alternative, unless it is a stub beside the HTML."""
    plain = [parts for parts in alternatives if parts and not any(part.html for part in parts)]
    rich = [parts for parts in alternatives if any(part.html for part in parts)]
    if not plain or not rich:
        return (plain or rich or [[]])[-1]
    return plain[-1] if _shown(plain[-1]) >= _STUB * _shown(rich[-1]) else rich[-1]


def _shown(parts: list[_Part]) -> int:
    """Return how many characters one sees."""
    texts = (html.unescape(_HIDDEN.sub(" ", part.text)) if part.html else part.text for part in parts)
    return sum(len(_BLANKS.sub(" ", text).strip()) for text in texts)


def _as_html(text: str) -> str:
    return "".join(f"<p>{html.escape(block)}</p>\n" for block in re.split(r"\n\s*\n", text) if block.strip())


def _charset(message: Message) -> str | None:
    try:
        return message.get_content_charset()
    except (LookupError, ValueError, TypeError, AttributeError):
        return None


def _header(message: EmailMessage | Message, name: str) -> str:
    """Return a header as text, empty if there is none or if Python can't make sense of it."""
    try:
        return writable(str(message.get(name, "")))
    except Exception:  # noqa: BLE001  # the standard parser of headers fails in many ways on odd ones
        return ""


def _day(date: str) -> str | None:
    try:
        return day_told(parsedate_to_datetime(date).date())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
