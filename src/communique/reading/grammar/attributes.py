"""Attributes: whose a deed is, and a country's name before a noun: "her Chad withdrawal", "for the Chad conflict".

In go a frame and its marks, out come the same marks with other arcs.

- Behind a possessor ("Togo's Chad withdrawal", "her Chad sanctions") the name, which is no adjective, tells where a
  deed is done or to whom: the possessor is its actor. Talks, accords and trade are both's.
- Who has a decision, a plan or an attempt "to" do something does it ("Chad's sudden decision to withdraw"; so in all 24
  such places of the corpus), whatever else the sentence is about. An order or a request is one to others.
- Who only gives a conflict its name gets nothing that is given for it, and gives nothing.

Adjectives ("the Chadian withdrawal") and names that serve as such ("US", "UN") are left as they are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from communique.knowledge.clause_words import clause_words, helps
from communique.knowledge.countries import CountryKind, country_match
from communique.knowledge.person_words import possessives
from communique.model import Link, Marks, TriggerMark
from communique.reading.frame import CERTAIN, Frame
from communique.vocabulary import EventType

_WHERE: Final = frozenset({EventType.RETREAT, EventType.MOBILIZE, EventType.CONCEDE})
"""Of these deeds the country is the place."""
_OF_BOTH: Final = frozenset({EventType.CONSULT, EventType.COOPERATE, EventType.AGREE, EventType.SUPPORT})
_ADJECTIVES: Final = 2
"""Words between a possessor and a noun."""
_GIVEN: Final = frozenset({EventType.AID, EventType.COOPERATE, EventType.AGREE})


def with_attributes(frame: Frame) -> Marks:
    """Return the frame's marks, in which no country that a noun only names it by has a part of its own."""
    marks = frame.marks.mentions
    names = {mark.last: at for at, mark in enumerate(marks) if mark.kind == "state" and _is_name(frame, at)}
    ends = {mark.last: at for at, mark in enumerate(marks)}
    of_conflicts = {at for word, at in names.items() if _is_conflict(frame, word)}

    def own(links: list[Link]) -> list[Link]:
        return [link for link in links if link.target not in of_conflicts]

    def of(trigger: TriggerMark) -> TriggerMark:
        if trigger.type in _GIVEN and of_conflicts:
            trigger = replace(trigger, actors=own(trigger.actors), recipients=own(trigger.recipients))
        decider = _decider(frame, ends, trigger.word)
        if decider is not None and all(link.target != decider for link in trigger.actors):
            others = [link for link in trigger.recipients if link.target != decider]
            return replace(trigger, actors=[Link(decider, CERTAIN)], recipients=others)
        country = names.get(trigger.word)
        if country is None or trigger.type in _OF_BOTH:
            return trigger
        possessor = _possessor(frame, ends, marks[country].first)
        return trigger if possessor is None else _done_to(trigger, country, possessor)

    return replace(
        frame.marks,
        triggers=[of(each) for each in frame.marks.triggers],
        anchors=[
            replace(each, donors=own(each.donors), recipients=own(each.recipients)) for each in frame.marks.anchors
        ],
    )


def _is_name(frame: Frame, mention: int) -> bool:
    """Say whether a mention is a country's name that is no adjective: "Chad", neither "Chadian" nor "US"."""
    mark = frame.marks.mentions[mention]
    text = frame.quote(mark.first, mark.last)
    match = country_match(text)
    whole = match is not None and match.kind is CountryKind.NAME and (match.start, match.end) == (0, len(text))
    return whole and not text.replace(".", "").isupper()


def _is_conflict(frame: Frame, word: int) -> bool:
    """Say whether the word behind a name is one for a conflict, not for what belongs to a country at war."""
    return frame.word(word) in clause_words()["conflicts"] and frame.word(word + 1) not in clause_words()["own"]


def _decider(frame: Frame, ends: dict[int, int], word: int) -> int | None:
    """Return the mention of whose decision the deed of an infinitive is, None where it isn't one's."""
    at = word - 1
    while frame.word(at) != "to" and helps(frame.word(at)):
        at -= 1
    noun = at - 1
    if frame.word(at) != "to" or frame.word(noun) not in clause_words()["own_deeds"]:
        return None
    told = (_possessor(frame, ends, first) for first in range(noun, noun - _ADJECTIVES - 1, -1))
    return next((each for each in told if each is not None), None)


def _possessor(frame: Frame, ends: dict[int, int], word: int) -> int | None:
    """Return the mention of whose the noun phrase is that goes on at a word, None where none is."""
    if frame.word(word - 1) in clause_words()["genitive"]:
        return ends.get(word - 1)
    return ends.get(word) if frame.word(word - 1) in possessives() else None


def _done_to(trigger: TriggerMark, country: int, possessor: int) -> TriggerMark:
    """Return a trigger as a deed of the possessor in or to a country."""

    def without(links: list[Link], *mentions: int) -> list[Link]:
        return [link for link in links if link.target not in mentions]

    where = trigger.type in _WHERE
    actors = without(trigger.actors, country)
    if all(link.target != possessor for link in actors):
        actors.append(Link(possessor, CERTAIN))
    others, given = without(trigger.recipients, country, possessor), [Link(country, CERTAIN)]
    return replace(
        trigger,
        actors=actors,
        recipients=others if where else [*others, *given],
        places=[*without(trigger.places, country), *given] if where else trigger.places,
    )
