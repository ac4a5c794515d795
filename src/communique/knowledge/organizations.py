"""Organisations and armed groups that news names, from ``actors/organizations.csv`` and ``actors/in_power.csv``.

A row of the first has the name, other names, the kind of actor, the country or PLOVER's slot in its place (IGO, UNO,
EUR, NGO, ISM, IMG, MNC), sectors, the Wikidata id where it is certain, and its source. A group that fights in one
country has that country. The second tells the sectors of groups at the time when they were something else: rebels who
came to power. ``actors/short_names.csv`` has words that are a newspaper's name where an organisation is called so and
nothing else ("the Guardian"), and common words everywhere else.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, NamedTuple

from communique.knowledge.countries import attributed, countries_in, elsewhere
from communique.knowledge.days import first_day, last_day
from communique.knowledge.phrases import Match, PhraseTable
from communique.knowledge.tables import document, listed, rows
from communique.vocabulary import ActorKind, Sector

_SENT: Final = re.compile(r"\s+(?:ambassador|permanent representative|deputy ambassador)", re.IGNORECASE)
"""Follows the name of a body of states when somebody is sent there: "the UN ambassador"."""
_PURPOSE: Final = re.compile(r" (?:against|for|on) ")
"""Leads from a body's noun to what it is for."""
_OF_STATES: Final = frozenset({"IGO", "UNO"})
_HUNTED: Final = frozenset({Sector.CRM, Sector.REB, Sector.UAF})
"""Sectors of groups that others watch, fight and try."""


class Period(NamedTuple):
    """The sectors of a group from one day to another; no last day: to this day."""

    sectors: tuple[Sector, ...]
    start: datetime.date
    end: datetime.date | None


@dataclass(frozen=True, slots=True)
class Organization:
    """An organisation or group.

    Attributes:
        name: its fullest usual name.
        aliases: other names and abbreviations.
        kind: ``organization`` or ``group`` (of armed men or criminals).
        country: ISO 3166-1 alpha-3 code, or PLOVER's slot.
        sectors: what it does, most specific first; empty for organisations of states.
        code: ``wikidata:Q…``, or None.
    """

    name: str
    aliases: tuple[str, ...]
    kind: ActorKind
    country: str
    sectors: tuple[Sector, ...]
    code: str | None

    @property
    def told(self) -> str:
        """Where the entry stands, for people."""
        return "a name in the table of organisations"

    def sectors_on(self, day: datetime.date | None) -> tuple[Sector, ...]:
        """Give the sectors on a day (None: no day in particular)."""
        for period in _periods().get(self.name, ()) if day else ():
            if day and period.start <= day and (period.end is None or day <= period.end):
                return period.sectors
        return self.sectors


_SPOKEN = re.compile(r"(?=.*[AEIOUY])(?!.*[^AEIOUY]{4})[A-Z]{4,}")
"""An acronym that can be spoken as a word: four letters or more, and no four consonants in a row."""


@lru_cache(maxsize=512)
def _sectors(cell: str) -> tuple[Sector, ...]:
    return tuple(Sector(code) for code in listed(cell))


@lru_cache(maxsize=1)
def _periods() -> dict[str, list[Period]]:
    found: dict[str, list[Period]] = {}
    for row in rows("actors/in_power.csv"):
        sectors = _sectors(row["sectors"])
        end = last_day(row["end"]) if row["end"] else None
        found.setdefault(row["organization"], []).append(Period(sectors, first_day(row["start"]), end))
    return found


@lru_cache(maxsize=1)
def organizations() -> tuple[Organization, ...]:
    """Give all rows of the table, in its order."""
    return tuple(
        Organization(
            name=row["name"],
            aliases=listed(row["aliases"]),
            kind=ActorKind(row["kind"]),
            country=row["country"],
            sectors=_sectors(row["sectors"]),
            code=f"wikidata:{row['wikidata']}" if row["wikidata"] else None,
        )
        for row in rows("actors/organizations.csv")
    )


@lru_cache(maxsize=1)
def _only_in_capitals() -> frozenset[str]:
    return frozenset(document("actors/acronyms.yaml")["only_in_capitals"])


def _spoken(form: str) -> str | None:
    """Return an acronym as British papers write one that is spoken as a word ("Isis"), or None."""
    return form.title() if _SPOKEN.fullmatch(form) and form not in _only_in_capitals() else None


@lru_cache(maxsize=1)
def _small_nouns() -> tuple[frozenset[str], frozenset[str]]:
    """Give the nouns at the end of bodies' names that British papers write small, and what is small before them."""
    given = document("actors/affixes.yaml")
    return frozenset(given["small_nouns"]), frozenset(given["small_before"])


def small(form: str) -> str:
    """Give a name as British papers write it, its common noun small: "Labour party", "UN security council".

    A table takes a small letter in its phrase for either, so that "Labour Party" is still found. A country with a noun
    is no name ("the German navy"), and neither is a noun without any other word ("the General Assembly"). What a body
    is for is small with its noun: "European council on foreign relations".
    """
    if purpose := _PURPOSE.search(form):
        body = form[: purpose.start()]
        return form if small(body) == body else small(body) + form[purpose.start() :].lower()
    *before, last = form.split()
    nouns, adjectives = _small_nouns()
    if not before or last.lower() not in nouns:
        return form
    tail = [last.lower()]
    while len(before) > 1 and before[-1].lower() in adjectives:
        tail.insert(0, before.pop().lower())
    head = " ".join(before)
    whole = head.lower() in adjectives or any(match.end - match.start == len(head) for match in countries_in(head))
    return form if whole else " ".join((*before, *tail))


@lru_cache(maxsize=1)
def _table() -> PhraseTable[tuple[Organization, ...]]:
    by_name: dict[str, list[Organization]] = {}
    for entry in organizations():
        for form in dict.fromkeys(map(small, (entry.name, *entry.aliases))):
            by_name.setdefault(form, []).append(entry)
            if spoken := _spoken(form):
                by_name.setdefault(spoken, []).append(entry)
    return PhraseTable((form, tuple(entries)) for form, entries in by_name.items())


def organizations_in(text: str, start: int = 0, end: int | None = None) -> list[Match[Organization]]:
    """Find the organisations that ``text[start:end]`` names, left to right, the longest name at each place.

    Where several bear the name, the first of the table stands for them; ``namesakes`` gives all.
    """
    return [Match(match.start, match.end, match.value[0]) for match in _table().find(text, start, end)]


@lru_cache(maxsize=8192)
def namesakes(phrase: str) -> tuple[Match[tuple[Organization, ...]], ...]:
    """Give the organisations that a phrase for an actor speaks of, each name with all that bear it.

    The phrase as a whole is looked up first; a noun that only says what bears the name belongs to it ("the Hamas
    movement"). In it, a name that is only an attribute ("Hamas-run"), a body that
    somebody acts against or is sent to ("envoy to NATO", "the UN ambassador", "the al-Shabaab task force"), and what
    follows these doesn't count.
    """
    return spoken_of(phrase, _table())


def spoken_of(phrase: str, table: PhraseTable[tuple[Organization, ...]]) -> tuple[Match[tuple[Organization, ...]], ...]:
    """Give the organisations of any table that a phrase for an actor speaks of, as ``namesakes`` does."""
    bare = phrase.removeprefix("the ").removeprefix("The ")
    if whole := table.exact(bare):
        entries = tuple(dict.fromkeys(entry for found in whole for entry in found))
        return (Match(len(phrase) - len(bare), len(phrase), entries),)
    return tuple(
        _with_collective(phrase, match)
        for match in table.find(phrase, 0, elsewhere(phrase))
        if not attributed(phrase, match.start, match.end)
        and not (match.value[0].country in _OF_STATES and _SENT.match(phrase, match.end))
        and not (_HUNTED.intersection(match.value[0].sectors) and _opposed().match(phrase, match.end))
    )


def _with_collective(phrase: str, match: Match[tuple[Organization, ...]]) -> Match[tuple[Organization, ...]]:
    """Return a match that ends with the phrase where a noun there only says what bears the name: "the Hamas movement".

    A group of a body of states ("a UN group") is another one.
    """
    if match.value[0].country in _OF_STATES or not _collective().fullmatch(phrase, match.end):
        return match
    return replace(match, end=len(phrase))


@lru_cache(maxsize=1)
def _opposed() -> re.Pattern[str]:
    """Give what stands behind the name of a group that somebody opposes, other names beside it or not."""
    beside = r"(?:(?:/|,| and| or)\s*[A-Z][\w’'-]*)*"
    return re.compile(rf"{beside}\s+(?i:{'|'.join(document('actors/affixes.yaml')['opposed'])})\b")


@lru_cache(maxsize=1)
def _collective() -> re.Pattern[str]:
    return re.compile(rf"(?:\s+[a-z-]+){{0,2}}?\s+(?:{'|'.join(document('actors/affixes.yaml')['collectives'])})")


@lru_cache(maxsize=1)
def nouns_of_bodies() -> frozenset[str]:
    """Give the nouns, in lower case, with which the words for a body end and never those for a person: "group"."""
    given = document("actors/affixes.yaml")
    return _small_nouns()[0] | frozenset(given["collectives"]) - frozenset(given["persons_too"])


@lru_cache(maxsize=1)
def _short_names() -> dict[str, tuple[Organization, ...]]:
    entries = {entry.name: entry for entry in organizations()}
    found: dict[str, tuple[Organization, ...]] = {}
    for row in rows("actors/short_names.csv"):
        found[row["short"]] = (*found.get(row["short"], ()), entries[row["organization"]])
    return found


def called_shortly(names: Sequence[str]) -> tuple[Organization, ...]:
    """Give those that a word means where an organisation is called so and nothing else: "Guardian", "Brussels"."""
    return _short_names().get(names[0], ()) if len(names) == 1 else ()


@lru_cache(maxsize=1)
def organs() -> dict[str, dict[str, str]]:
    """Give the organs that a noun alone means by whose they are, by the noun: "Commission" beside "European Union"."""
    found: dict[str, dict[str, str]] = {}
    for row in rows("actors/organs.csv"):
        found.setdefault(row["noun"], {})[row["body"]] = row["organ"]
    return found


def is_organization(phrase: str) -> bool:
    """Say whether a phrase as a whole is a name in the table."""
    return bool(_table().exact(phrase.removeprefix("the ").removeprefix("The ")))


def organization(phrase: str) -> Organization | None:
    """Give the organisation that a phrase names: as a whole, else the first inside it, else None; see ``namesakes``."""
    found = namesakes(phrase)
    return found[0].value[0] if found else None


@lru_cache(maxsize=1)
def _ruled() -> tuple[str, ...]:
    return tuple(f"-{word}" for word in document("actors/affixes.yaml")["ruled"])


@lru_cache(maxsize=2048)
def ruling(phrase: str) -> tuple[Organization, ...]:
    """Give the organisations that rule what a phrase speaks of: the "Hamas-run ministry" is where Hamas is."""
    return rulers(phrase, _table())


def rulers(phrase: str, table: PhraseTable[tuple[Organization, ...]]) -> tuple[Organization, ...]:
    """Give the organisations of any table that rule what a phrase speaks of."""
    affixes = _ruled()
    return tuple(match.value[0] for match in table.find(phrase) if phrase[match.end :].lower().startswith(affixes))
