"""Names whole: what words and tags cut is put together, and a name in a common noun is a mention of its own.

- Words are cut at hyphens, so a mark may stop before the last part of "al-Assad" or "Saint-Denis". It is led on over
  the hyphen where the other side is capital too, an Arabic article or a given name's second syllable ("Moon Jae-in");
  "Trump-aligned" and "U.S.-led" stay as they are, and no name ends in the hyphen.
- Two names of one kind never stand side by side in English without a sign or a word between them: "United" and "Nations
  Committee" are one.
- "Gen. Ola Brekke" is a name with a title before it, "Russia's Ukraine" two countries, "Harbour Watch (HW)" a name
  and its short form.
- Of "US-backed" and "Moscow-led" alone the country is the mention, and not somebody whom it backs. Any other such
  attribute is nobody, and belongs to the name right behind it: "Kurdish-led SDF".
- "ISIL fighters" are a group of their own, and ISIL is named: the group's mention stays, the organisation gets one too.
  So does the state in "a spokesman for the Danish government".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from communique.knowledge.clause_words import clause_words
from communique.knowledge.countries import countries, country_match, whole_country
from communique.knowledge.offices import (
    ends_no_name,
    governments,
    is_office,
    joined_to_names,
    offices_in,
    tells_of_a_name,
)
from communique.knowledge.organizations import namesakes, organization
from communique.knowledge.person_words import pronoun_class
from communique.knowledge.persons import naming
from communique.knowledge.place_words import parts_of_places
from communique.model import Link, Mark, Marks
from communique.reading.frame import Extent
from communique.reading.names.copular import offices_told
from communique.reading.names.cut import mended
from communique.reading.names.elided import with_shared_nouns
from communique.reading.names.further import further_names, listed_states
from communique.reading.names.titles import title_length
from communique.reading.names.whole_elsewhere import whole_as_elsewhere
from communique.reading.quote_signs import MARKS

ARTICLES: Final = frozenset("al el ul ad an ar as ash at az abd bin ibn".split())  # noqa: SIM905 - read more easily so
LOOSE: Final = MARKS | frozenset(",;:[(/")
"""Signs with which no name ends."""
HYPHENS: Final = "-\u2010\u2011"
LONG_DASHES: Final = "\u2013\u2014"
DASHES: Final = f"{HYPHENS}{LONG_DASHES}"
PREFIXES: Final = re.compile(
    r"(?:[Aa]l|[Ee]l|[Uu]l|[Aa]d|[Aa]n|[Aa]r|[Aa]s|[Aa]sh|[Aa]t|[Aa]z|[Dd]e|[Dd]a|[DdLlOo])[-'’\u2010\u2011]"
)
"""What may stand before the capital of a name's part: "al-Assad", "d'Estaing"."""
NAMED: Final = frozenset({"person", "organization", "group", "place", "state"})
BODIES: Final = frozenset({"organization", "state", "group"})
"""Kinds of which a mention may be an attribute alone."""
BRACKETED: Final = 3
"""Words of a short form with its brackets."""
SYLLABLE: Final = 5
"""Most letters of a given name's second syllable, as Korean and Chinese names have them: "Jae-in", "Wen-liang"."""


def with_whole_names(text: str, words: Sequence[Extent], marks: Marks) -> Marks:
    """Return the marks with all of this done to their mentions; what is new stands at the end, so that arcs hold."""
    mentions = whole_names(text, words, [trimmed(text, words, each) for each in marks.mentions])
    mentions = joined_names(text, words, mended(text, words, mentions, marks.titles, parties_of(marks)))
    mentions = shared_offices(text, words, mentions)
    mentions = whole_as_elsewhere(text, words, mentions)
    called = with_shared_nouns(text, words, mentions)
    # Who "US" in "US and British forces" was before, taken for the state or a pronoun, it isn't.
    before = {at: link for at, link in marks.antecedents.items() if called[at].kind == mentions[at].kind}
    mentions = called
    titles = titles_before(text, words, mentions)
    mentions, further = apart(text, words, mentions)
    mentions += further
    inside = names_inside(text, words, mentions)
    antecedents = whose_inside(text, words, mentions, inside, before)
    mentions += inside
    mentions += listed_states(text, words, mentions)
    mentions += further_names(text, words, mentions)
    titles += offices_told(text, words, mentions, marks.titles)
    bearers = dict(marks.bearers)
    added = list(marks.titles)
    for (first, last), mention in titles:
        bearers[len(added)] = Link(mention, 1.0)
        added.append(Mark(first, last, "title", 1.0))
    return replace(marks, mentions=mentions, titles=added, bearers=bearers, antecedents=antecedents)


def parties_of(marks: Marks) -> frozenset[int]:
    """Return the mentions that arcs of events, statements and commitments lead to."""
    links = [link for each in marks.triggers for link in (*each.actors, *each.recipients)]
    links += [link for each in marks.anchors for link in (*each.donors, *each.recipients)]
    links += [link for each in marks.cues for link in (each.speaker, each.addressee) if link is not None]
    return frozenset(link.target for link in links)


def trimmed(text: str, words: Sequence[Extent], mark: Mark) -> Mark:
    """Return a mention without signs at its ends, a stray quotation mark say, and without a possessive's "'s".

    Nor does it end with a dash or with a word that leads on: "Harbour Centre at" in "the Harbour Centre at Kiel". A
    bracket without its other half ends it: "FZP" in "Front Zelenih (FZP) group". A person marked "I" or "I'm" is the
    pronoun.
    """
    first, last = mark.first, mark.last
    if (bracket := _odd_bracket(text, words, first, last)) is not None:
        first, last = (first, bracket) if bracket > first else (first + 1, last)
    while first < last - 1 and not any(map(str.isalnum, text[slice(*words[first])])):
        first += 1
    while last > first + 1 and (text[slice(*words[last - 1])] in LOOSE or _leads_on(text, words, last - 1)):
        last -= 1
    if last > first + 1 and text[slice(*words[last - 1])] in clause_words()["genitive"]:
        bare = text[words[first][0] : words[last - 2][1]]
        # A firm may be called so: "McDonald's".
        if mark.kind != "organization" or country_match(bare) or organization(bare):
            last -= 1
    if mark.kind in BODIES and _is_attribute(text, words, first, last, of_country=True):
        return replace(mark, first=first, last=last - 2, kind="state")
    if last > first + 1 and text[slice(*words[last - 1])] in clause_words()["contracted"]:
        last -= 1
        if last == first + 1 and pronoun_class(text[slice(*words[first])]):
            return replace(mark, first=first, last=last, kind="pronoun")
    if mark.kind == "person" and last == first + 1 and pronoun_class(text[slice(*words[first])]) == "i":
        return replace(mark, first=first, last=last, kind="pronoun")
    return mark if (first, last) == (mark.first, mark.last) else replace(mark, first=first, last=last)


def _is_attribute(text: str, words: Sequence[Extent], first: int, last: int, *, of_country: bool = False) -> bool:
    """Say whether words are a name, or a country, with a participle joined to it and nothing else: "US-backed"."""
    if last - first < 3 or not _joined(text, words, last - 2):  # noqa: PLR2004 - the name, the hyphen, the participle
        return False
    name = text[words[first][0] : words[last - 3][1]]
    return text[slice(*words[last - 1])] in tells_of_a_name() and (not of_country or country_match(name) is not None)


def _odd_bracket(text: str, words: Sequence[Extent], first: int, last: int) -> int | None:
    """Return the word of an extent that is a bracket whose other half is not in it; None where all have theirs."""
    opened: list[int] = []
    for at in range(first, last):
        if text[slice(*words[at])] == "(":
            opened.append(at)
        elif text[slice(*words[at])] == ")":
            if not opened:
                return at if last - first > 1 else None
            opened.pop()
    return opened[0] if opened and last - first > 1 else None


def _leads_on(text: str, words: Sequence[Extent], at: int) -> bool:
    """Say whether a mention's last word leads on to what it leaves out; a hyphen does where it is joined to nothing."""
    word = text[slice(*words[at])]
    joined = at + 1 < len(words) and words[at][1] == words[at + 1][0]
    return word in ends_no_name() or (word in DASHES and not joined)


def whole_names(text: str, words: Sequence[Extent], mentions: list[Mark]) -> list[Mark]:
    """Return the mentions with hyphenated names whole, in the same order; none grows into another."""
    taken = {word for mark in mentions for word in range(mark.first, mark.last)}
    found = []
    for mark in mentions:
        grown = _before_hyphen(text, words, mark)
        ends = text[slice(*words[grown.last - 1])]
        if mark.kind in NAMED and (ends[0].isupper() or (ends in ARTICLES and grown.last - grown.first > 1)):
            while _joined(text, words, grown.last) and taken.isdisjoint(
                range(max(grown.last, mark.last), grown.last + 2)
            ):
                if not (_capital(text, words[grown.last + 1]) or _is_syllable(text, words, grown)):
                    break
                grown = replace(grown, last=grown.last + 2)
            while _joined(text, words, grown.first - 1) and _free(grown.first - 2, grown.first, taken):
                before = text[slice(*words[grown.first - 2])]
                if not (before[:1].isupper() or before.lower() in ARTICLES):
                    break
                grown = replace(grown, first=grown.first - 2)
        taken.update(range(grown.first, grown.last))
        found.append(grown)
    return found


def _before_hyphen(text: str, words: Sequence[Extent], mark: Mark) -> Mark:
    """Return a name that ends in the hyphen of a longer word without it: "Moon Jae-" of "Moon Jae-in"."""
    last = mark.last - 1
    if mark.kind in NAMED and last > mark.first and _joined(text, words, last):
        word = text[slice(*words[last - 1])]
        if is_capital(word) or (word in ARTICLES and last - mark.first > 1):
            return replace(mark, last=last)
    return mark


def _is_syllable(text: str, words: Sequence[Extent], mark: Mark) -> bool:
    """Say whether what a hyphen joins to a person's name is the rest ("Moon Jae-in", not "a Liv Moe-era rule")."""
    word = text[slice(*words[mark.last + 1])]
    return (
        mark.kind == "person"
        and mark.last - mark.first > 1
        and word.isalpha()
        and len(word) <= SYLLABLE
        and word not in joined_to_names()
    )


def joined_names(text: str, words: Sequence[Extent], mentions: list[Mark]) -> list[Mark]:
    """Return the mentions with names of one kind that stand side by side as one; both indexes keep it.

    So is a part of a country with it, whatever kind either was taken for: "northern", "Syria"; and a body with what was
    marked apart before it and only tells who leads or backs it: "Kurdish-led", "SDF".
    """
    found = list(mentions)
    for index in range(1, len(found)):
        left, right = found[index - 1], found[index]
        before = text[words[left.first][0] : words[left.last - 1][1]].rstrip(HYPHENS)
        gap = text[words[left.last - 1][1] : words[right.first][0]]
        if before.lower() in parts_of_places() and gap.strip(f"{HYPHENS} ") in {"", *parts_of_places()}:
            gap = ""  # "north" of "north-east Syria"
        elif left.last != right.first:
            continue
        if gap.strip() or "\n" in gap:
            continue
        alike = left.kind == right.kind and left.kind in NAMED
        capital = all(_capital(text, words[word]) for word in range(left.first, right.last))
        led = {left.kind, right.kind} <= BODIES and _is_attribute(text, words, left.first, left.last)
        if led or (alike and capital and country_match(before) is None) or before.lower() in parts_of_places():
            whole = replace(right, first=left.first)
            found = [whole if each in {left, right} else each for each in found]
    return found


def shared_offices(text: str, words: Sequence[Extent], mentions: list[Mark]) -> list[Mark]:
    """Return the mentions with "defence and foreign ministers" as one where it was cut in two; both indexes keep it.

    A word that means nobody by itself ("defence") is a part of an office that the noun behind the other part tells.
    """
    found = list(mentions)
    for index in range(1, len(found)):
        left, right = found[index - 1], found[index]
        if not {left.kind, right.kind} <= {"person", "group", "organization"} or left.last > right.first:
            continue
        part, noun = text[slice(*words[left.last - 1])], text[slice(*words[right.last - 1])]
        between = text[words[left.last - 1][1] : words[right.first][0]]
        if between in {" ", " and "} and not offices_in(part) and is_office(f"{part} {noun}"):
            found[index - 1] = found[index] = replace(right, first=left.first)
    return found


def titles_before(text: str, words: Sequence[Extent], mentions: list[Mark]) -> list[tuple[Extent, int]]:
    """Return the titles that persons' mentions begin with: their words and the mention's index."""
    titles = []
    for index, mark in enumerate(mentions):
        if mark.kind != "person":
            continue
        length = title_length([text[slice(*words[word])] for word in range(mark.first, mark.last)])
        if length:
            titles.append(((mark.first, mark.first + length), index))
    return titles


def apart(text: str, words: Sequence[Extent], mentions: list[Mark]) -> tuple[list[Mark], list[Mark]]:
    """Return the mentions with each country and each name alone, and further ones.

    "Russia's Ukraine" is Russia, then Ukraine; "YPG/YPJ" is two organisations, "Liv Moe—Ola Brekke" two persons; of
    "Harbour Watch (HW)" the short form is one of its own, and of "Norway's Brekke" the country.
    """
    found, further = [], []
    for mark in mentions:
        if owner := _owner(text, words, mark):
            found.append(replace(mark, first=owner.last + 1, kind="person"))
            further.append(owner)
            continue
        if _has_short_form(text, words, mark):
            found.append(replace(mark, last=mark.last - 3))
            further.append(replace(mark, first=mark.last - 2, last=mark.last - 1))
            continue
        inner = range(mark.first + 1, mark.last - 1)
        cut = next((at for at in inner if _parts(text, words, mark, at)), None) if inner else None
        if cut is None:
            found.append(mark)
        else:
            found.append(replace(mark, last=cut))
            further.append(replace(mark, first=cut + 1))
    return found, further


def _owner(text: str, words: Sequence[Extent], mark: Mark) -> Mark | None:
    """Return the country or body with whose possessive a person's mention begins: "Norway's Brekke".

    What was taken for a body is a person where the table has one of that name and country.
    """
    if mark.kind not in {"organization", "person"}:
        return None
    genitive = clause_words()["genitive"]
    at = next((at for at in range(mark.first + 1, mark.last - 1) if text[slice(*words[at])] in genitive), None)
    if at is None or not is_capital(_quote(text, words, mark.last - 1, mark.last)):
        return None
    left, right = _quote(text, words, mark.first, at), _quote(text, words, at + 1, mark.last)
    country = whole_country(left)
    if mark.kind == "person":
        is_owner = country is not None or organization(left) is not None
    else:
        is_owner = country is not None and any(term.country == country.iso3 for term in naming(right).terms)
    if not is_owner:
        return None
    return Mark(mark.first, at, "organization" if country is None else "state", mark.probability)


def _quote(text: str, words: Sequence[Extent], first: int, last: int) -> str:
    return text[words[first][0] : words[last - 1][1]]


def _has_short_form(text: str, words: Sequence[Extent], mark: Mark) -> bool:
    """Say whether a mention of a body ends in its short form, in brackets."""
    if mark.kind not in {"group", "organization"} or mark.last - mark.first <= BRACKETED:
        return False
    opens, short, closes = (text[slice(*words[at])] for at in range(mark.last - BRACKETED, mark.last))
    return (opens, closes) == ("(", ")") and len(short) > 1 and short.isupper()


def _parts(text: str, words: Sequence[Extent], mark: Mark, at: int) -> bool:
    """Say whether a word of a mention stands between two that are mentioned."""
    sign = text[slice(*words[at])]
    left, right = text[words[mark.first][0] : words[at - 1][1]], text[words[at + 1][0] : words[mark.last - 1][1]]
    if sign == "/":
        return all(is_capital(word) for word in f"{left} {right}".split())
    if mark.kind == "person" and sign in LONG_DASHES:
        return all(" " in name and all(is_capital(word) for word in name.split()) for name in (left, right))
    is_possessive = mark.kind == "state" and sign in clause_words()["genitive"]
    return is_possessive and country_match(left) is not None and country_match(right) is not None


def names_inside(text: str, words: Sequence[Extent], mentions: list[Mark]) -> list[Mark]:
    """Return a mention of the organisation for each common noun that has its name in it: "ten PKK men", "PKK-held".

    A name is told by the table of organisations, by the article's own marks or, where the noun begins with it, by its
    capitals; a demonym ("Russian forces") names no organisation.
    """
    marked = {text[words[mark.first][0] : words[mark.last - 1][1]] for mark in mentions if mark.kind == "organization"}
    found = []
    for mark in mentions:
        if mark.kind not in {"group", "organization", "person"} or _capital(text, words[mark.last - 1]):
            continue
        capitals = (at for at in range(mark.first, mark.last) if _capital(text, words[at]))
        first = last = next(capitals, mark.last)
        while last < mark.last and (_capital(text, words[last]) or _joined(text, words, last)):
            last += 1
        while last > first and text[slice(*words[last - 1])] in HYPHENS:
            last -= 1  # of "PKK-held"
        if last == first:
            continue
        if first - 2 >= mark.first and _joined(text, words, first - 1) and text[slice(*words[first - 2])] in ARTICLES:
            first -= 2
        first = _own_name(text, words, first, last)
        name = text[words[first][0] : words[last - 1][1]]
        if last == mark.last - 1 and _is_spoken_for(text, words, mark, first):
            found.append(replace(mark, first=first, kind="state"))
            continue
        abbreviation = first == mark.first and name.isupper() and name.isalpha() and len(name) > 1
        if country_match(name) is None and (abbreviation or name in marked or organization(name) is not None):
            found.append(replace(mark, first=first, last=last, kind="organization"))
    return found


def whose_inside(
    text: str, words: Sequence[Extent], mentions: list[Mark], inside: list[Mark], arcs: Mapping[int, Link]
) -> dict[int, Link]:
    """Return antecedent arcs in which "it" isn't a person, but who is named inside the mention: "a Hamas spokesman".

    `inside` are the mentions inside of others; they follow the others.
    """
    within = {word: len(mentions) + at for at, mark in enumerate(inside) for word in range(mark.first, mark.last)}

    def meant(index: int, link: Link) -> Link:
        it, whose = mentions[index], mentions[link.target]
        if whose.kind != "person" or pronoun_class(text[words[it.first][0] : words[it.last - 1][1]]) != "it":
            return link
        named = next((within[word] for word in range(whose.first, whose.last) if word in within), link.target)
        return replace(link, target=named)

    return {index: meant(index, link) for index, link in arcs.items()} if inside else dict(arcs)


def _own_name(text: str, words: Sequence[Extent], first: int, last: int) -> int:
    """Return the word with which the name in a run of capitals begins: "Some EU states", "European Isis men".

    Of a body that isn't one country's what stands before it is no part of its name.
    """
    start = words[first][0]
    known = namesakes(text[start : words[last - 1][1]])
    if not known or known[0].value[0].country in countries():
        return first
    return next((at for at in range(first, last) if words[at][0] == start + known[0].start), first)


def _is_spoken_for(text: str, words: Sequence[Extent], mark: Mark, first: int) -> bool:
    """Say whether a mention ends in the government, from a word on, for which somebody speaks."""
    at = first - 1 - (text[slice(*words[first - 1])] == "the")
    if at <= mark.first or text[slice(*words[at])] != "for" or text[slice(*words[mark.last - 1])] not in governments():
        return False
    return country_match(text[words[first][0] : words[mark.last - 1][1]]) is not None


def is_capital(word: str) -> bool:
    """Say whether a word is written as a name's last one is: "Assad", "al-Assad", "d'Estaing"."""
    return word[:1].isupper() or PREFIXES.sub("", word, count=1)[:1].isupper()


def _capital(text: str, word: Extent) -> bool:
    return text[word[0]].isupper()


def _joined(text: str, words: Sequence[Extent], at: int) -> bool:
    """Say whether word `at` is a hyphen between two words without a blank."""
    if not 0 < at < len(words) - 1 or text[slice(*words[at])] != "-":
        return False
    return words[at - 1][1] == words[at][0] and words[at][1] == words[at + 1][0]


def _free(first: int, last: int, taken: set[int]) -> bool:
    return taken.isdisjoint(range(first, last))
