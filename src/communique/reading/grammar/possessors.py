"""Possessors: in "his lawyer said" and "the father of Ola Brekke said" the lawyer and the father speak.

In go a frame and its marks, out come the same marks with other arcs from cues and from the triggers at their words, and
with more mentions behind the others:

- one to a possessive ("my", "his") leads to the actor before whose noun it stands, where the cue comes right behind
  that. "He called his men together and said" is his own, and so is "his claim that".
- one to somebody of whom another mention is ("one of his aides", "allies of the mayor") leads to that other mention.
  So do nine of ten such in the corpus.
- one to somebody for whom another speaks ("a spokesman for the mayor", "lawyers for the two") leads to that other,
  whose noun becomes a mention where the model left it out.

And of a deed that somebody's people do, or that is done to them, he is no party: "his guards shot", "they shot his
guards". Who meets, signs or agrees with somebody of his is one all the same, and so is who acts beside them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from communique.knowledge.clause_words import clause_words, helps
from communique.knowledge.person_words import is_plural, makes_another, possessives, speaks_for_others
from communique.model import Link, Mark, Marks
from communique.reading.frame import Frame
from communique.reading.grammar.leading import before
from communique.vocabulary import EventType

_REACH: Final = 3
"""Words between a possessive and its noun, or between that and the cue."""
_BETWEEN: Final = frozenset({"the", "a", "an", "those", "these"}) | possessives()
"""Words between "of" or "for" and a name, besides titles."""
_JOINS: Final = frozenset({"and", "with", "or"})
"""Before a possessive they lead to who acts beside whose it is."""
_OF_BOTH: Final = frozenset({EventType.CONSULT, EventType.COOPERATE, EventType.AGREE, EventType.SUPPORT})
"""What is done with somebody, who may be one's own."""


def with_own_speakers(frame: Frame) -> Marks:
    """Return the frame's marks, in which nobody says what one of theirs says."""
    own = [(at, frame.marks.mentions[at]) for at in frame.named()]
    begins, ends = {mark.first: at for at, mark in own}, {mark.last: at for at, mark in own}
    holds = {word: at for at, mark in own for word in range(mark.first, mark.last)}
    titles = frame.title_words()

    mentions = list(frame.marks.mentions)
    meant: dict[int, tuple[int, Link]] = {}
    """By the word of a cue: the mention that its arc leads to, and the arc to who speaks."""
    for cue in frame.marks.cues:
        if cue.speaker is not None:
            whose = frame.marks.mentions[cue.speaker.target]
            theirs = _behind_possessive(frame, begins, whose, cue.word)
            theirs = _before_of(frame, ends, titles, whose) if theirs is None else theirs
            if theirs is None and (noun := _who_speaks_for(frame, titles, whose)) is not None:
                if noun not in holds:
                    holds[noun] = len(mentions)
                    kind = "group" if is_plural(frame.word(noun)) else "person"
                    mentions.append(replace(whose, first=noun, last=noun + 1, kind=kind))
                theirs = holds[noun]
            if theirs is not None:
                meant[cue.word] = cue.speaker.target, Link(theirs, cue.speaker.probability)
    if not meant:
        return frame.marks
    return replace(
        frame.marks,
        mentions=mentions,
        cues=[replace(cue, speaker=meant[cue.word][1]) if cue.word in meant else cue for cue in frame.marks.cues],
        triggers=[
            replace(each, actors=in_place(each.actors, *meant[each.word])) if each.word in meant else each
            for each in frame.marks.triggers
        ],
    )


def with_own_deeds(frame: Frame) -> Marks:
    """Return the frame's marks, in which no possessive pronoun does what the one behind it does, or bears it."""
    begins = {frame.marks.mentions[at].first: at for at in frame.named()}
    titles = frame.title_words()

    def owned(link: Link) -> int | None:
        whose = frame.marks.mentions[link.target]
        if not _is_possessive(frame, whose) or frame.word(whose.first - 1) in _JOINS:
            return None
        at = whose.last
        while at in titles or (at > whose.last and frame.word(at) == ","):
            at += 1
        return begins.get(at)

    def without(links: list[Link]) -> list[Link]:
        targets = {link.target for link in links}
        return [link for link in links if owned(link) not in targets]

    return replace(
        frame.marks,
        triggers=[
            each
            if each.type in _OF_BOTH
            else replace(each, actors=without(each.actors), recipients=without(each.recipients))
            for each in frame.marks.triggers
        ],
    )


def in_place(links: list[Link], whose: int, theirs: Link) -> list[Link]:
    """Return arcs with one that leads to a mention in place of that to another, if there is one."""
    if all(link.target != whose for link in links):
        return links
    return [theirs, *(link for link in links if link.target not in {whose, theirs.target})]


def _behind_possessive(frame: Frame, begins: dict[int, int], whose: Mark, cue: int) -> int | None:
    """Return the mention behind a possessive and right before a cue; `begins` gives mentions by their first word."""
    if not _is_possessive(frame, whose):
        return None
    own = next((begins[word] for word in range(whose.last, whose.last + _REACH) if word in begins), None)
    return own if own is not None and _follows(frame, frame.marks.mentions[own].last, cue) else None


def _before_of(frame: Frame, ends: dict[int, int], titles: set[int], whose: Mark) -> int | None:
    """Return the mention before the "of" that leads to another; `ends` gives mentions by the word behind them."""
    at = _leading_to(frame, titles, whose, "of")
    theirs = None if at is None else ends.get(at)
    if theirs is None or (_is_possessive(frame, whose) and not _is_counted(frame, theirs)):
        return None  # "telling a reporter of her wish"
    return theirs


def _who_speaks_for(frame: Frame, titles: set[int], whose: Mark) -> int | None:
    """Return the word of the noun before the "for" that leads to those for whom somebody speaks."""
    at = _leading_to(frame, titles, whose, "for")
    if at is None or whose.kind == "pronoun" or frame.word(at - 1) not in speaks_for_others() or at - 1 in titles:
        return None
    return at - 1


def _leading_to(frame: Frame, titles: set[int], whose: Mark, preposition: str) -> int | None:
    """Return the word of a preposition that leads to a mention, with titles and determiners alone between."""
    if frame.word(whose.first) in clause_words()["relative"] | {"whom"}:
        return None
    at = before(frame, whose.first, titles, _BETWEEN)
    return at if frame.word(at) == preposition else None


def _is_counted(frame: Frame, mention: int) -> bool:
    """Say whether a mention tells how many of others: "one", "several"."""
    return makes_another(frame.word(frame.marks.mentions[mention].first))


def _is_possessive(frame: Frame, mark: Mark) -> bool:
    return mark.kind == "pronoun" and frame.quote(mark.first, mark.last).lower() in possessives() | {"your", "whose"}


def _follows(frame: Frame, end: int, cue: int) -> bool:
    """Say whether a cue comes right behind what ends at a word, or with its auxiliaries and adverbs alone between."""
    return 0 <= cue - end <= _REACH and all(helps(frame.word(word)) for word in range(end, cue))
