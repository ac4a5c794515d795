"""Actor dictionaries of TABARI, PETRARCH, PETRARCH2 and Phoenix (``*.actors.txt``) as rows of a table of actors.

An entry has a name, synonyms that begin with "+", and codes in brackets, each with the time for which it holds::

    MILO_DRAVIC_ ; a comment
    +M._DRAVIC_
        [SRBGOV 960101-991231]
        [SRBELI]

A code is a country of three letters and roles of three letters each; ``actors/cameo_codes.csv`` tells what they are in
PLOVER. A code without dates beside others with dates holds in the time that they leave. The format doesn't say what
sort of actor an entry is: a country's code alone is a state, terms or elites a person, arms a group, all else an
organisation.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from communique.knowledge.actor_table import ActorRow, country_code
from communique.knowledge.importing.lines import Line, Tell, sound
from communique.knowledge.tables import listed, rows
from communique.vocabulary import ActorKind, Sector

_CODES: Final = re.compile(r"\[([^\]]*)\]")
_COMMENT: Final = re.compile(r"[#;].*|<!--.*?-->")
_ONE: Final = re.compile(r"([A-Z]{3,})\d*\b\s*(?:([<>])?\s*(\d{6}|\d{8})|(\d{6}|\d{8})\s*-\s*(\d{6}|\d{8}))?")
_PIVOT: Final = 30
"""Years of two digits below it are of this century; the dictionaries go back to the 1930s."""
_ACRONYM: Final = 4
"""Letters of a single word that is taken for an acronym; the dictionaries write all in capitals."""
_ARMED: Final = frozenset({Sector.REB, Sector.UAF, Sector.CRM, Sector.PRM})
_DAY: Final = datetime.timedelta(1)
_SMALL: Final = frozenset({"and", "de", "del", "for", "in", "la", "of", "on", "the", "to"})


@dataclass(slots=True)
class _Entry:
    """What has been read of an entry."""

    line: Line
    names: list[str] = field(default_factory=list)
    codes: list[tuple[str, str, str]] = field(default_factory=list)
    coded: bool = False


def petrarch_rows(lines: Iterable[Line], tell: Tell) -> Iterator[ActorRow]:
    """Yield the rows of the entries of dictionaries."""
    entry: _Entry | None = None
    for line in lines:
        text = _COMMENT.sub("", line.data.decode("utf-8", "replace")).strip()
        if not text:
            continue
        head = text.partition("[")[0].strip()
        ended = (
            head and entry is not None and not head.startswith("+") and (entry.coded or entry.line.file != line.file)
        )
        if ended and entry:
            yield from _rows(entry, tell)
            entry = None
        if head.startswith("+") and entry is None:
            tell(line.wrong(f"the synonym {head} belongs to no entry", "Put it below the entry's name."))
            continue
        entry = entry or _Entry(line)
        if head:
            entry.names.append(_name(head.removeprefix("+")))
        for code in _CODES.findall(text):
            entry.coded = True
            try:
                entry.codes.append(_code(code.strip()))
            except ValueError:
                hint = "Write a code as [SRBGOV 960101-991231], with dates as YYMMDD or YYYYMMDD."
                if code.startswith("~"):
                    hint = "A list of agents (common nouns) holds no actors."
                tell(line.wrong(f"[{code}] is no code with dates", hint))
    if entry:
        yield from _rows(entry, tell)


def _name(head: str) -> str:
    """Return a name as news writes it; the dictionaries write capitals, and underscores for blanks."""
    words = head.replace("_", " ").split()
    if not any(map(str.islower, head)):
        one = len(words) == 1
        words = [_cased(word, first=index == 0, alone=one) for index, word in enumerate(words)]
    return " ".join(words)


def _cased(word: str, *, first: bool, alone: bool) -> str:
    if word[0].isdigit():
        return word.lower()
    if "." in word or (alone and len(word) <= _ACRONYM) or not re.search(r"[AEIOUY]", word):
        return word
    if not first and word.lower() in _SMALL:
        return word.lower()
    return re.sub(r"[^\W\d_]+(?:['’]S\b)?", lambda found: found.group().capitalize(), word)


def _code(text: str) -> tuple[str, str, str]:
    """Return the code, the first and the last day of a bracket; raises ValueError."""
    found = _ONE.fullmatch(text)
    if not found or (found[3] and not found[2]) or set(text) == {"-"}:
        raise ValueError(text)
    start, end = found[4] or "", found[5] or ""
    if found[2]:
        start, end = ("", found[3]) if found[2] == "<" else (found[3], "")
    return found[1], _date(start), _date(end)


def _date(digits: str) -> str:
    """Return a date of six or eight digits in ISO; a month or day of 00 leaves the date partial."""
    if not digits:
        return ""
    if len(digits) == 6:  # noqa: PLR2004  # YYMMDD
        digits = ("20" if int(digits[:2]) < _PIVOT else "19") + digits
    year, month, day = digits[:4], digits[4:6], digits[6:]
    partial = "-".join([year] if month == "00" else [year, month] if day == "00" else [year, month, day])
    datetime.date.fromisoformat(partial + "0000-01-01"[len(partial) :])
    return partial


def _rows(entry: _Entry, tell: Tell) -> Iterator[ActorRow]:
    """Yield the rows of an entry, one for each time that a code holds."""
    names = list(dict.fromkeys(name for name in entry.names if any(map(str.isalnum, name))))
    if entry.coded and not entry.codes:
        return  # its codes were told
    if not entry.codes or not names:
        hint = "Put a code in brackets below the names, as [SRBGOV]."
        what = f"{names[0]} has no code" if names else "there is a code without a name"
        tell(entry.line.wrong(what, hint))
        return
    dated = [
        (_day(start, datetime.date.min), _day(end, datetime.date.max)) for _, start, end in entry.codes if start or end
    ]
    for code, start, end in entry.codes:
        country, sectors = _meaning(code)
        kind = _kind(code, sectors, dated=bool(dated))
        terms = [(start, end)] if start or end or not dated else _gaps(dated)
        for first, last in terms:
            row = ActorRow(names[0], kind, tuple(names[1:]), country, sectors, "", first, last)
            yield from sound(row, entry.line, tell)


def _day(partial: str, otherwise: datetime.date) -> datetime.date:
    return datetime.date.fromisoformat(partial + "0000-01-01"[len(partial) :]) if partial else otherwise


def _gaps(dated: list[tuple[datetime.date, datetime.date]]) -> Iterator[tuple[str, str]]:
    """Yield the times that others leave, as first and last day; empty where there is no bound."""
    free: datetime.date | None = datetime.date.min
    for first, last in sorted(dated):
        if free is not None and free < first:
            yield ("" if free == datetime.date.min else free.isoformat(), (first - _DAY).isoformat())
        if free is not None:
            free = None if last == datetime.date.max else max(free, last + _DAY)
    if free is not None:
        yield (free.isoformat(), "")


def _kind(code: str, sectors: tuple[Sector, ...], *, dated: bool) -> ActorKind:
    if len(code) == 3 and country_code(code) and code not in _known():  # noqa: PLR2004  # a country's code
        return ActorKind.STATE
    if code.startswith("IMG") or _ARMED & set(sectors):
        return ActorKind.GROUP
    return ActorKind.PERSON if dated or sectors == (Sector.ELI,) else ActorKind.ORGANIZATION


@lru_cache(maxsize=1)
def _known() -> dict[str, tuple[tuple[Sector, ...], str | None]]:
    return {
        row["code"]: (tuple(map(Sector, listed(row["sectors"]))), row["country"] or None)
        for row in rows("actors/cameo_codes.csv")
    }


@lru_cache(maxsize=4096)
def _meaning(code: str) -> tuple[str | None, tuple[Sector, ...]]:
    """Return the country or slot and the sectors of a code; parts that are neither (regions, faiths) tell nothing."""
    country: str | None = None
    sectors: dict[Sector, None] = {}
    for at in range(0, len(code) - len(code) % 3, 3):
        part = code[at : at + 3]
        told, place = _known().get(part, ((), None))
        sectors.update(dict.fromkeys(told))
        if place and (country is None or country == "IGO"):
            country = place
        elif not told and (country == "NGO" or at == 0) and part != "EUR":
            # An organisation of one country is that country's.
            country = country_code(part) or country
    return country, tuple(sectors)
