"""Mails within mails: what is forwarded is the article, what a reply quotes isn't.

In: the plain text of a message and its subject. Out: `Carried`: the text to read, what is told of the message that was
forwarded, and the lines passed over with the reason.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from email.utils import parseaddr, parsedate_to_datetime
from itertools import accumulate
from typing import Final

from communique.sources.raw import day_told

NOTE: Final = 100
"""Words above a forwarded message up to which they are a note on it; more are a text of their own."""
_DEPTH: Final = 5

_FORWARDED = re.compile(r"[>\s]*(?:-{3,} ?Forwarded message ?-{3,}|Begin forwarded message:)\s*", re.IGNORECASE)
_ORIGINAL = re.compile(r"[>\s]*-{3,} ?Original Message ?-{3,}\s*", re.IGNORECASE)
_REPLY = re.compile(r"re:", re.IGNORECASE)
_FIELD = re.compile(r"\*?(From|Date|Sent|Subject|To|Cc|Reply-To)\s*:\*?\s*(.*)", re.IGNORECASE)
_WROTE = re.compile(r"(?:On\b.{6,200}|.{2,200}@.{2,200})\bwrote:\s*", re.IGNORECASE)
_QUOTED = re.compile(r"> ?")
_DAY = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>[A-Z][a-z]{2})[a-z]*\.?,? (?P<year>\d{4})"
    r"|(?P<month2>[A-Z][a-z]{2})[a-z]*\.? (?P<day2>\d{1,2})(?:st|nd|rd|th)?,? (?P<year2>\d{4})"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Carried:
    """The text of a message that is to be read.

    Attributes:
        text: it.
        dropped: the lines passed over, each with the reason.
        forwarded: whether it is that of a message which was forwarded; what it tells of itself follows.
        title: its subject, None where it isn't told.
        publisher: its sender's name.
        published: the day it was sent, as ISO text.
    """

    text: str
    dropped: tuple[tuple[str, str], ...] = ()
    forwarded: bool = False
    title: str | None = None
    publisher: str | None = None
    published: str | None = None


def carried(text: str, subject: str) -> Carried:
    """Return what a message is read for: of one that forwards another, that one; of a reply, what is new in it."""
    lines, dropped = text.splitlines(), list[tuple[str, str]]()
    fields: dict[str, str] | None = None
    for _ in range(_DEPTH):
        # The innermost one is the article; what forwards a forwarded one is a note, too.
        at = next((at for at, line in enumerate(lines) if _forwards(line, subject)), None)
        if at is None or sum(len(line.split()) for line in lines[:at]) > NOTE:
            break
        inner = _unquoted(lines[at + 1 :])
        told, rest = _fields(inner)
        if not any(line.strip() for line in rest):
            break
        dropped += [(line.strip(), "forwarding") for line in (*lines[: at + 1], *inner[: len(inner) - len(rest)])]
        lines, fields, subject = rest, told, told.get("subject", "")
    if fields is None:
        lines, quoted = _new(lines, reply=_REPLY.match(subject.strip()) is not None)
        dropped += [(line.strip(), "quoted") for line in quoted]
    dropped = [(line, reason) for line, reason in dropped if line]
    if not dropped:
        return Carried(text)
    told = fields or {}
    return Carried(
        "\n".join(lines),
        tuple(dropped),
        fields is not None,
        told.get("subject") or None,
        parseaddr(told.get("from", "").replace("*", ""))[0].strip() or None,
        _day(told.get("date") or told.get("sent") or ""),
    )


def _forwards(line: str, subject: str) -> bool:
    """Return whether a line heads a forwarded message; the "original" one of a reply is only quoted."""
    return bool(_FORWARDED.fullmatch(line) or (_ORIGINAL.fullmatch(line) and not _REPLY.match(subject.strip())))


def _unquoted(lines: list[str]) -> list[str]:
    """Return lines without the mark of quoting where all of them have it."""
    for _ in range(_DEPTH):
        if not all(line.startswith(">") for line in lines if line.strip()):
            break
        lines = [_QUOTED.sub("", line, count=1) for line in lines]
    return lines


def _fields(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return the fields that a forwarded message begins with, by their names in small letters, and what follows."""
    found: dict[str, str] = {}
    last = ""
    for at, line in enumerate(lines):
        field = _FIELD.fullmatch(line.strip())
        if field:
            last = field[1].lower()
            found.setdefault(last, field[2].strip())
        elif line.strip() and last and lines[at - 1].strip() and line.startswith((" ", "\t")):
            # A long field goes on in the next line.
            found[last] += " " + line.strip()
        elif line.strip():
            return found, lines[at:]
    return found, []


def _new(lines: list[str], *, reply: bool) -> tuple[list[str], list[str]]:
    """Return the lines of a message that are its own, and those that it quotes, where it is a reply and has its own."""
    kept, quoted = list[str](), list[str]()
    # By line, the next one with anything in it.
    below = [*accumulate(reversed(lines), lambda after, line: line if line.strip() else after, initial="")][-2::-1]
    for at, (line, following) in enumerate(zip(lines, below, strict=True)):
        if _ORIGINAL.fullmatch(line) and reply:
            quoted += lines[at:]
            break
        if following.startswith(">") and _WROTE.fullmatch(line.strip()):
            reply = True
            quoted.append(line)
        else:
            (quoted if reply and line.startswith(">") else kept).append(line)
    return (kept, quoted) if any(line.strip() for line in kept) else (lines, [])


def _day(date: str) -> str | None:
    """Return the day of a date as mail programs write it for people."""
    try:
        found = _DAY.search(date)
        if found:
            day, month, year = (found[name] or found[f"{name}2"] for name in ("day", "month", "year"))
            return day_told(datetime.date(int(year), _MONTHS.index(month) + 1, int(day)))
        return day_told(parsedate_to_datetime(date).date())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
