"""Articles and phrases from JSON lines, as programs send them.

In: lines, each an object; of an article with `text` or `html` and perhaps `ref`, `url`, `title`, `publisher`,
`byline`, `published`, `language`, `verbatim`, of a phrase with `text` and perhaps `ref`, `context`, `date`. Out: for
each line, in order, a `RawArticle` or a `Phrase`, or a `Refused` with the caller's `ref` and the error, so that one bad
line never ends a batch. Unknown keys are ignored: they are the caller's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeVar

from communique.days import day_of
from communique.errors import BadLine, CommuniqueError, InputError, TooLarge
from communique.sources.raw import MAX_HTML, MAX_TEXT, SPLIT_HINT, RawArticle

MAX_LINE = 4 * MAX_HTML
"""Longest line, in bytes; a longer one is skipped without being held in memory."""

MAX_PHRASE = 1_000
"""Longest phrase that names an actor, in code points; the longest offices have some two hundred."""

_TEXTS = ("ref", "url", "title", "publisher", "published", "language", "html", "text")
_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_][A-Za-z0-9_-]+)?")
_Made = TypeVar("_Made")
_KINDS = {bool: "a boolean", int: "a number", float: "a number", list: "a list", dict: "an object", str: "a string"}


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that gives no article: the caller's `ref`, as it was sent, and the error."""

    ref: Any
    error: CommuniqueError

    def to_json(self) -> dict[str, Any]:
        """Return the object that stands in the reading's place."""
        return {"ref": self.ref, "error": self.error.to_json()}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that names somebody, as it came in, with the text around it and the day it is of (ISO) where told.

    Raises:
        TooLarge: it is longer than `MAX_PHRASE`, or the text around it than `MAX_TEXT`.
    """

    ref: str | None
    text: str
    context: str | None = None
    date: str | None = None

    def __post_init__(self) -> None:
        hint = 'Give the words alone that name the actor; the text around them goes into "context" of a JSON line.'
        for what, said, most in (("phrase", self.text, MAX_PHRASE), ("context", self.context or "", MAX_TEXT)):
            if len(said) > most:
                raise TooLarge(f"the {what} has {len(said):,} characters, more than the {most:,} of one", hint=hint)


def read_lines(stream: BinaryIO, before: int = 0) -> Iterator[RawArticle | Refused]:
    """Yield an article or a refusal for each line that isn't blank, in order, reading no further than asked.

    `before` counts the lines that stand before those of the stream.
    """
    return (each if isinstance(each, Refused) else parse_line(*each) for each in _lines(stream, before))


def line_starts(stream: BinaryIO) -> Iterator[int]:
    """Yield where each line begins, in bytes from the stream's beginning, be it blank or not."""
    at = 0
    while line := stream.readline(MAX_LINE):
        yield at
        at += len(line)
        while not line.endswith(b"\n") and (line := stream.readline(MAX_LINE)):
            at += len(line)


def read_phrases(stream: BinaryIO) -> Iterator[Phrase | Refused]:
    """Yield a phrase or a refusal for each line that isn't blank, in order, reading no further than asked."""
    return (each if isinstance(each, Refused) else parse_phrase(*each) for each in _lines(stream))


def parse_line(line: str | bytes, number: int | None = None) -> RawArticle | Refused:
    """Return the article of one line, or why it gives none; `number` counts lines from 1 and stands in messages."""
    return _parsed(line, number, _article)


def parse_phrase(line: str | bytes, number: int | None = None) -> Phrase | Refused:
    """Return the phrase of one line, or why it gives none; `number` counts lines from 1 and stands in messages."""
    return _parsed(line, number, _phrase)


def _lines(stream: BinaryIO, before: int = 0) -> Iterator[tuple[bytes, int] | Refused]:
    number = before
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE)
            yield Refused(None, TooLarge(f"line {number} has more than {MAX_LINE // 1_000_000} MB", hint=SPLIT_HINT))
        elif line.strip():
            yield line, number


def _parsed(
    line: str | bytes, number: int | None, make: Callable[[dict[str, Any], int | None], _Made]
) -> _Made | Refused:
    try:
        entry = json.loads(line.removeprefix(b"\xef\xbb\xbf") if isinstance(line, bytes) else line)
    except UnicodeDecodeError:
        return Refused(None, BadLine("not UTF-8", line=number))
    except (ValueError, RecursionError) as error:
        return Refused(None, BadLine(f"no JSON: {error}", line=number))
    if not isinstance(entry, dict):
        return Refused(None, BadLine(f"{_kind(entry)}, not an object", line=number))
    ref = entry.get("ref")
    try:
        return make(entry, number)
    except InputError as error:
        # A ref of a wrong kind is still the caller's best hint at the line.
        known = isinstance(ref, int | float) or (isinstance(ref, str) and _writable(ref))
        return Refused(ref if known else None, error)


def _phrase(entry: dict[str, Any], number: int | None) -> Phrase:
    """Return the phrase of an object, or raise what is wrong with it."""
    text = _text(entry, "text", number)
    if text is None:
        raise BadLine('no "text"', line=number)
    return Phrase(
        ref=_text(entry, "ref", number),
        text=text,
        context=_text(entry, "context", number) or None,
        date=_date(_text(entry, "date", number), number, key="date"),
    )


def _article(entry: dict[str, Any], number: int | None) -> RawArticle:
    """Return the article of an object, or raise what is wrong with it."""
    values: dict[str, str | None] = {key: _text(entry, key, number) for key in _TEXTS}
    verbatim = entry.get("verbatim", False)
    if not isinstance(verbatim, bool):
        raise BadLine(f'"verbatim" is {_kind(verbatim)}, not true or false', line=number)
    if (values["text"] is None) == (values["html"] is None):
        both = values["text"] is not None
        raise BadLine('both "text" and "html"' if both else 'neither "text" nor "html"', line=number)
    if verbatim and values["text"] is None:
        raise BadLine('"verbatim" goes with "text" only', line=number)
    return RawArticle(
        ref=values["ref"],
        url=values["url"] or None,
        title=(values["title"] or "").strip() or None,
        publisher=(values["publisher"] or "").strip() or None,
        byline=_byline(entry.get("byline"), number),
        published=_date(values["published"], number),
        language=_language(values["language"], number),
        html=values["html"],
        text=values["text"],
        verbatim=verbatim,
    )


def _text(entry: dict[str, Any], key: str, number: int | None) -> str | None:
    value = entry.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadLine(f'"{key}" is {_kind(value)}, not a string', line=number)
    if not _writable(value):
        raise BadLine(f'"{key}" holds half a surrogate pair, which is no character', line=number)
    return value


def _writable(value: str) -> bool:
    """Return whether a string can be written in UTF-8; JSON can hold halves of surrogate pairs, which can't."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _byline(value: object, number: int | None) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else ([] if value is None else value)
    if not isinstance(names, list) or not all(isinstance(name, str) and _writable(name) for name in names):
        raise BadLine('"byline" is not a list of strings', line=number)
    return tuple(name.strip() for name in names if name.strip())


def _date(value: str | None, number: int | None, key: str = "published") -> str | None:
    """Return the day of an ISO date or time, as written there; no time zone moves it."""
    if not value:
        return None
    try:
        return day_of(value).isoformat()
    except ValueError:
        hint = f'Write "{key}" as an ISO date such as 2023-09-17, or leave it out.'
        raise BadLine(f'"{key}" is {value[:40]!r}, not an ISO date', line=number, hint=hint) from None


def _language(value: str | None, number: int | None) -> str | None:
    if not value:
        return None
    match = _LANGUAGE.fullmatch(value)
    if not match:
        hint = 'Write "language" as an ISO 639-1 code such as en, or leave it out.'
        raise BadLine(f'"language" is {value[:40]!r}, not a code of two letters', line=number, hint=hint)
    return match[1].lower()


def _kind(value: object) -> str:
    return "null" if value is None else _KINDS[type(value)]
