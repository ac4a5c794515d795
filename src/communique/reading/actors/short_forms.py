"""Short forms of bodies' names: "NPFL" is the "National Patriotic Front of Liberia", "PKK" what stands before "(PKK)".

In: a frame and its mentions' names. Out: pairs of a mention by the full name and one by the short form that are one
body. A short form is made of the name's initials; one in capitals right in brackets behind the name, or right before
the name in brackets, is the name's whatever its letters, which are often those of another language: so are 235 of 236
in the corpus. Two bodies of the table are never one, but for an abbreviation of a name that the article has, of all
its words, where the body that the table knows by it is named nowhere: an "ODF" behind the "Ode Defence Forces" is they.
A state is no body's short form ("the institute (UK)"). Of a
newspaper of the table that was named before, the noun alone is it too: "Washington Post", then "the Post". So it is of
any body, where no other one is called by that noun (in 236 of 244 such mentions of the corpus): "the Fund" is the
"Green Climate Fund", "the Ministry" that "of Education".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, Protocol

from communique.knowledge.organizations import organization
from communique.reading.actors.coreference import Named
from communique.reading.frame import Frame
from communique.vocabulary import Sector

KINDS: Final = frozenset({"organization", "group"})
"""Kinds of mentions that have short forms."""
LONGEST: Final = 4
"""Words between a name and what stands in brackets behind it: a quotation mark, the bracket, another mark, "the"."""
_OPENS: Final = re.compile(r"[’'\"”]?\s*\(\s*[“‘'\"]?(?:the )?", re.IGNORECASE)
_SMALL: Final = frozenset({"of", "the", "and", "for"})
"""Words of a name that its short form leaves out."""
_SIGNS: Final = re.compile(r"[.&/\d-]")
"""What may stand between the capitals of a short form."""
_CLOSES: Final = re.compile(r"[’'\"”]?\s*\)")


class Keyed(Named, Protocol):
    """What a mention is called, and the key under which names are one."""

    @property
    def key(self) -> str | None:
        """The key, None where the mention has none."""


def abbreviates(short: str, name: str) -> bool:
    """Say whether a short form is made of a name's initials.

    Of its capitalised words ("NPFL"), of all its words ("DfID"), or of its last ones where a demonym or the like stands
    before them ("SDF" of the "US-backed Syrian Democratic Forces").
    """
    return _may_abbreviate(short) and _has_initials_of(short.replace(".", ""), name)


@lru_cache(maxsize=4096)
def _may_abbreviate(short: str) -> bool:
    """Say whether a word looks like initials: of 2 to 8 letters, two of them capitals."""
    short = short.replace(".", "")
    return short.isalpha() and 2 <= len(short) <= 8 and sum(map(str.isupper, short)) >= 2  # noqa: PLR2004 - lengths


def _has_initials_of(short: str, name: str) -> bool:
    """Say whether letters are the initials of a name, as `abbreviates` tells."""
    words = re.findall(r"[A-Za-z][\w-]*", name)
    capitals = "".join(word[0] for word in words if word[0].isupper())
    every = "".join(word[0] for word in words)
    if len(words) < 2:  # noqa: PLR2004 - one word has no initials
        return False
    return short == capitals or short.lower() == every.lower() or (len(short) > 2 and capitals.endswith(short))  # noqa: PLR2004


def is_paper(short: str, name: str) -> bool:
    """Say whether a word is the noun of a newspaper's name: "Post" of the "Washington Post", "Times of Israel"."""
    if " " in short or not (name.endswith(f" {short}") or name.startswith(f"{short} of ")):
        return False
    body = organization(name)
    return body is not None and Sector.JRN in body.sectors and name.endswith(body.name)


def short_forms(frame: Frame, names: Sequence[Keyed]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of mentions that are one body: of its name, and of its short form, whichever stands first."""
    marks = frame.marks.mentions
    bodies = [index for index, name in enumerate(names) if not name.pronoun and marks[index].kind in KINDS]
    named = [index for index in bodies if names[index].named]
    ends = {marks[index].last: index for index in bodies}
    for index in named:
        full = _before_bracket(frame, names, index, ends)
        if full is None:
            short = names[index]
            fuller = named if " " not in short.text else []  # no short form has several words
            before = (each for each in fuller if marks[each].last <= marks[index].first)
            alike = (
                each
                for each in before
                if abbreviates(short.text, names[each].text) or is_paper(short.text, names[each].text)
            )
            others = [names[each] for each in named]
            full = next(
                (each for each in alike if not _are_two(names[each], short) or _is_own(short, names[each], others)),
                None,
            )
        if full is None and _is_noun(frame, index, names[index]):
            full = _only_of_noun(names[index].text, {each: names[each] for each in named if _is_body(frame, each)})
        if full is not None:
            yield full, index


def _is_noun(frame: Frame, index: int, name: Keyed) -> bool:
    """Say whether a mention is a body by one noun with a capital and its article: "the Commission", "The Fund".

    "The Kurds" are a people.
    """
    first = frame.marks.mentions[index].first
    alone = name.text.isalpha() and name.text.istitle() and (name.key or "name:").startswith("name:")
    return alone and _is_body(frame, index) and frame.word(first - 1) == "the"


def _is_body(frame: Frame, index: int) -> bool:
    return frame.marks.mentions[index].kind == "organization"


def _only_of_noun(noun: str, named: Mapping[int, Keyed]) -> int | None:
    """Return the only body named whose name ends with a noun, or begins with it and "of" or "for".

    "Save the Children" is no name of "the Children".
    """
    whole = re.compile(rf".+ (?<!the ){noun}|{noun} (?:of|for) .+")
    found = {
        name.key or name.text: index
        for index, name in named.items() if whole.fullmatch(name.text) and not _is_state(name)
    }  # fmt: skip
    return next(iter(found.values())) if len(found) == 1 else None


def _before_bracket(frame: Frame, names: Sequence[Keyed], index: int, ends: Mapping[int, int]) -> int | None:
    """Return the body right before the bracket that a mention opens, where one of the two is the other's short form.

    What fills the bracket may have any letters, what begins it has to be made of initials ("(CSPR, a think tank)").
    """
    words, mark = frame.words, frame.marks.mentions[index]
    near = (ends[at] for at in range(mark.first - 1, mark.first - 1 - LONGEST, -1) if at in ends)
    other = next(near, None)
    if other is None or _are_two(names[other], names[index]):
        return None
    before, inside = names[other], names[index]
    end = words[frame.marks.mentions[other].last - 1][1]
    if not _OPENS.fullmatch(frame.text[end : words[mark.first][0]]):
        return None
    fills = _CLOSES.match(frame.text, words[mark.last - 1][1]) is not None
    is_one = (
        (before.named and _has_initials(inside.text, before.text))
        or (fills and _is_short(inside) and _is_full(before))
        or (fills and _is_short(before) and _is_full(inside) and " " in inside.text)
    )
    return other if is_one else None


def _has_initials(short: str, name: str) -> bool:
    """Say whether a short form's letters are initials of a name's words, in their order; some may be left out."""
    short = short.replace(".", "")
    if not (short.isalpha() and sum(map(str.isupper, short)) >= 2):  # noqa: PLR2004 - one capital is any word's
        return False
    initials = iter(word[0].lower() for word in re.findall(r"[A-Za-z][\w-]*", name))
    return all(letter in initials for letter in short.lower())


def _is_short(name: Keyed) -> bool:
    """Say whether a name is an abbreviation: one word of capitals, and no state's."""
    letters = _SIGNS.sub("", name.text)
    return letters.isalpha() and letters.isupper() and len(letters) > 1 and not _is_state(name)


def _is_full(name: Keyed) -> bool:
    """Say whether a body may have a short form: "members of the Arab League" are not the League.

    In British papers it may be no name by its last word: "Social Justice party".
    """
    if not name.named and " " not in name.text:
        return False
    return name.text[:1].isupper() and not _is_short(name) and not _is_state(name)


def _is_state(name: Keyed) -> bool:
    return (name.key or "").startswith(("state:", "region:"))


def _are_two(one: Keyed, other: Keyed) -> bool:
    """Say whether two names are two bodies' of the table: "UN" isn't the "United Nations security council"."""
    keys = {one.key or "", other.key or ""}
    return len(keys) > 1 and all(key.startswith("organization:") for key in keys)


def _is_own(short: Keyed, full: Keyed, named: Sequence[Keyed]) -> bool:
    """Say whether an abbreviation is an article's own: of all words of a name, while the table's body isn't named."""
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z][\w-]*", full.text) if word not in _SMALL)
    other = any(each.key == short.key and each.text != short.text for each in named)
    return _is_short(short) and short.text.replace(".", "") == initials.upper() and not other
