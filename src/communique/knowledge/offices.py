"""Offices, occupations and bodies, and the sectors of society that they stand for, from ``actors/offices.csv``.

A row has the phrase, its plural, PLOVER sector codes (most specific first) and a weight: 2 for a word that decides
whatever stands beside it ("rebel soldiers" are rebels), 1 for a word that tells the sector, 0 for one that tells it
only where nothing else does ("leader", "official", "president"). A row without sectors is no office, though its last
word may be ("keynote speaker").
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from communique.knowledge.countries import attributed
from communique.knowledge.phrases import Match, PhraseTable
from communique.knowledge.tables import document, listed, rows
from communique.vocabulary import Sector

# What follows one of these says where or of whom somebody is what the words before it say, or speaks of another matter.
_COMPLEMENT: Final = re.compile(r"\s(?:of|for|to|in|at|from|with|by|on|against|near|who|which|that)\s|,", re.IGNORECASE)
_BELONGING: Final = frozenset({"of", "for", "in", "at", "from"})
"""What follows one of these is what the words before it belong to: "the head of the police"."""
_JOINED: Final = re.compile(r"\b[A-Z]\w+-$")
"""A name with a hyphen: what follows is an attribute of somebody, as in "Russian-speakers"."""
_WEAK: Final = 0
TELLS: Final = 1
DECIDES: Final = 2
OFFICIAL: Final = frozenset({Sector.GOV, Sector.LEG, Sector.JUD, Sector.MIL, Sector.SPY, Sector.COP})
"""The sectors of officials, who become ELI when they leave."""


class Office(NamedTuple):
    """The sectors of a phrase and how much the phrase decides, 0 to 2."""

    sectors: tuple[Sector, ...]
    weight: int


@lru_cache(maxsize=1)
def _table() -> PhraseTable[Office]:
    return PhraseTable(
        (form, _office(row["sectors"], row["weight"]))
        for row in rows("actors/offices.csv")
        for form in (row["phrase"], row["plural"])
        if form
    )


@lru_cache(maxsize=1024)
def _office(sectors: str, weight: str) -> Office:
    return Office(tuple(Sector(code) for code in listed(sectors)), int(weight))


def offices_in(text: str, start: int = 0, end: int | None = None) -> list[Match[Office]]:
    """Find the offices, occupations and bodies that ``text[start:end]`` names, the longest at each place."""
    return list(_table().find(text, start, end))


def is_office(phrase: str) -> bool:
    """Say whether a phrase as a whole is an office, occupation or body of the table."""
    return any((match.start, match.end) == (0, len(phrase)) and match.value.sectors for match in offices_in(phrase))


@lru_cache(maxsize=1)
def _ones() -> dict[str, str]:
    return {row["plural"]: row["phrase"] for row in rows("actors/offices.csv") if row["plural"]}


def of_one(phrase: str) -> str | None:
    """Return the office of one for that of several ("Maine senator" for "Maine senators"), else None."""
    words = phrase.split(" ")
    if words[0] == "one":  # "one of the volunteers" is one already
        return None
    for at in range(len(words)):
        one = _ones().get(" ".join(words[at:]).lower())
        if one is not None:
            last = one.rpartition(" ")[2]
            return " ".join([*words[:-1], last.capitalize() if words[-1][:1].isupper() else last])
    return None


class Body(NamedTuple):
    """A body that a phrase names at code points [start, end), what it stands for and how much that decides.

    A country's name is a body without sectors: no office is sought in it ("Soviet Union").
    """

    start: int
    end: int
    sectors: tuple[Sector, ...]
    weight: int


@lru_cache(maxsize=8192)
def sectors_of(phrase: str, bodies: tuple[Body, ...] = ()) -> tuple[Sector, ...]:
    """Give the sectors that a phrase for an actor tells, most specific first; empty where it tells none.

    The part before "of", "for" and the like counts first, in it the last word ("army spokesman" is military). A word
    that decides comes before it and leaves its sectors behind its own: an "opposition senator" is OPP, then LEG. A word
    that tells little ("president", "head") leaves it to what follows "of" or "in" ("president of the court"). An
    official who has left office ("former U.S. president") is ELI first.

    Args:
        phrase: a title or a common noun, with what stands around it.
        bodies: the countries, organisations and seats of power that the phrase names.
    """
    head = _COMPLEMENT.search(phrase)
    limit = head.start() if head else len(phrase)
    found = _tellers(phrase, bodies)
    strong = [body for body in found if body.weight > _WEAK]
    tellers = [body for body in strong if body.start < limit]
    if not tellers and head and head.group().strip().lower() in _BELONGING:
        tellers = [body for body in strong if body.start >= limit][:1]
    if not tellers:
        weak = [body for body in found if body.weight == _WEAK and body.sectors != (Sector.UNK,)]
        tellers = [body for body in weak if body.start < limit] or strong[:1] or weak
    ordered = sorted(tellers, key=lambda body: (-body.weight, -body.start))
    if ordered and ordered[0].weight < DECIDES:
        ordered = ordered[:1]
    told = dict.fromkeys(sector for body in ordered for sector in body.sectors)
    left = bool(ordered) and next(iter(told)) in OFFICIAL and _former().search(phrase, 0, ordered[0].start) is not None
    return (Sector.ELI, *told) if left else tuple(told)


def _tellers(phrase: str, bodies: tuple[Body, ...]) -> list[Body]:
    """Give the bodies that tell sectors and the offices outside all bodies, in the order of the phrase."""
    found = [body for body in bodies if body.sectors]
    for match in offices_in(phrase):
        inside = any(body.start < match.end and match.start < body.end for body in bodies)
        joined = _JOINED.search(phrase, 0, match.start) and phrase[match.start : match.end].lower() in _attributes()
        if match.value.sectors and not inside and not joined and not attributed(phrase, match.start, match.end):
            found.append(Body(match.start, match.end, *match.value))
    return sorted(found, key=lambda body: body.start)


@lru_cache(maxsize=1)
def _affixes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = document("actors/affixes.yaml")
    return found


@lru_cache(maxsize=1)
def _attributes() -> frozenset[str]:
    return frozenset(_affixes()["after"])


@lru_cache(maxsize=1)
def _former() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_affixes()['former'])})\b", re.IGNORECASE)


@lru_cache(maxsize=2048)
def is_title(word: str) -> bool:
    """Say whether a word before a name is a title and no part of it: "Gen.", "President", "Dr"."""
    bare = word.rstrip(".")
    if bare in _affixes()["given_names"]:
        return False
    return bare in honorifics() or any(match.end - match.start == len(bare) for match in offices_in(bare))


@lru_cache(maxsize=1)
def honorifics() -> frozenset[str]:
    """Give the forms of address that stand before a name, without full stop."""
    return frozenset(_affixes()["honorifics"])


@lru_cache(maxsize=1)
def ends_no_name() -> frozenset[str]:
    """Give the small words with which no name or noun phrase ends."""
    return frozenset(_affixes()["never_last"])


@lru_cache(maxsize=1)
def joined_to_names() -> frozenset[str]:
    """Give the words that a hyphen joins to a name and that are no part of it: "backed", "led", "era"."""
    return frozenset(word for group in ("after", "ruled", "of_a_kind") for word in _affixes()[group])


@lru_cache(maxsize=1)
def joined_before_names() -> frozenset[str]:
    """Give the words that a hyphen joins to what tells of a body whose name follows: "backed", "led", "based"."""
    return joined_to_names() | frozenset(_affixes()["located"])


@lru_cache(maxsize=1)
def tells_of_a_name() -> frozenset[str]:
    """Give those of these words that are no nouns, so that with the name alone they are nobody: "backed", "led"."""
    return joined_to_names() - frozenset(_affixes()["nouns_after"])


@lru_cache(maxsize=1)
def governments() -> frozenset[str]:
    """Give the words, in lower case, for a government: "government", "cabinet"."""
    return frozenset(_affixes()["governments"])


@lru_cache(maxsize=1)
def leading() -> frozenset[str]:
    """Give the titles, in lower case, of those who lead a country's government or state."""
    return frozenset(_affixes()["leading"])


@lru_cache(maxsize=1)
def heads() -> frozenset[str]:
    """Give the words, in lower case, that mean one of these where a country stands before them: "leader"."""
    return frozenset(_affixes()["heads"])


@lru_cache(maxsize=1)
def deputies() -> frozenset[str]:
    """Give the words, in lower case, that make the office of who leads a country another's: "vice" president."""
    return frozenset(_affixes()["deputies"])


def is_deputy(before: str, noun: str) -> bool:
    """Say whether a word before the office of who leads a country makes it another's: "vice" before "president"."""
    return before.lower() in deputies() and noun.lower() in leading()


@lru_cache(maxsize=1)
def of_many() -> frozenset[str]:
    """Give the offices, in lower case, of which a country has many at a time: "senator", "minister" alone."""
    return frozenset(_affixes()["of_many"])


@lru_cache(maxsize=1)
def kinds_of_offices() -> dict[str, list[str]]:
    """Give, for a word that means offices of several names ("diplomat"), the last words of their titles."""
    found: dict[str, list[str]] = document("actors/affixes.yaml")["kinds_of_offices"]
    return found


@lru_cache(maxsize=1)
def no_towns() -> frozenset[str]:
    """Give the words that are names of towns but hardly ever mean them at the beginning of a phrase."""
    return frozenset(_affixes()["no_towns"])
