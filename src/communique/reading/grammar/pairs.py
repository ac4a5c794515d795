"""Pairs: who "they", "both" and "the two" are, where two who were just named together do something again.

In go a frame and its cast, out come the same marks with other actors of deeds. In "The minister and his guest signed
it. They also agreed to meet" both agreed, and in "Ode raised it with Brekke when the two met" both met: an arc to the
pronoun, or to one of the two alone, leads to both. They are

- the two actors of the last deed of two before, no groups, in the sentence or the one before it; else
- behind "the two" and "both", the only two persons named there, or the only two states.

A pronoun that is found to be somebody else stays theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from communique.knowledge.clause_words import clause_words, helps
from communique.model import Link, Marks, TriggerMark
from communique.reading.actors import Cast
from communique.reading.frame import Frame
from communique.vocabulary import ActorKind

_TWO: Final = 2
_KINDS: Final = (ActorKind.PERSON, ActorKind.STATE)
"""Kinds of actors who may be the two, in this order."""


def with_pairs(frame: Frame, cast: Cast) -> Marks:
    """Return the frame's marks, in which what "they" or "the two" do is done by both of the two."""
    pairs = _Pairs(frame, cast)
    return replace(frame.marks, triggers=[pairs.of(each) for each in frame.marks.triggers])


class _Pairs:
    """Looks for the subjects of an article's deeds."""

    def __init__(self, frame: Frame, cast: Cast) -> None:
        self.frame, self.cast = frame, cast
        self._ends = {mark.last: index for index, mark in enumerate(frame.marks.mentions)}

    def of(self, trigger: TriggerMark) -> TriggerMark:
        """Return a deed with both of a pair as its actors, where its subject is a word for them; any other as it is."""
        at = self._subject(trigger.word)
        if at is None:
            return trigger
        pair = self._doers(at) or (() if self.frame.word(at) == "they" else self._named(at))
        if len(pair) != _TWO:
            return trigger
        told = set(self.cast.those(trigger.actors))
        own = self._ends.get(at + 1)
        who = None if own is None else self.cast.of(own)
        both = {ident for link in pair if (ident := self.cast.of(link.target)) is not None}
        free = both | ({who} if who is not None and self._is_nobody(who) else set())
        if len(told) > 1 or not told <= free or (who is not None and who not in free):
            return trigger
        others = [link for link in trigger.recipients if self.cast.of(link.target) not in both]
        return replace(trigger, actors=list(pair), recipients=others)

    def _subject(self, word: int) -> int | None:
        """Return the pronoun for two right before a verb and what helps it; None where there is none."""
        frame = self.frame
        opening, _ = frame.words_in(*frame.sentences[frame.sentence(word)])
        for at in range(word - 1, opening - 1, -1):
            told = frame.word(at)
            if told in {"they", "both"} or (told == "two" and frame.word(at - 1) == "the"):
                return at
            if not helps(told) or told in clause_words()["passive"]:
                return None
        return None

    def _is_nobody(self, who: str) -> bool:
        """Say whether an actor is only called by a pronoun or a number."""
        return not self.cast.named((who,)) or self.cast.actor(who).name.lower() in {"two", "both", "they"}

    def _doers(self, at: int) -> tuple[Link, ...]:
        """Return the actors of the last deed near before a word that two of one kind do; none without such."""
        frame = self.frame
        here = frame.sentence(at)
        for before in reversed(frame.marks.triggers):
            if before.word >= at:
                continue
            if here - frame.sentence(before.word) > 1:
                break
            pair = self._each(before.actors)
            kinds = {self.cast.actor(who).kind for who in pair}
            if len(pair) == _TWO and len(kinds) == 1 and ActorKind.GROUP not in kinds:
                return () if any(map(self._is_nobody, pair)) else tuple(pair.values())
        return ()

    def _named(self, at: int) -> tuple[Link, ...]:
        """Return the only two persons, else states, that are named before a word, in its sentence or the one before."""
        here = self.frame.sentence(at)
        for sentence in (here, here - 1):
            there = self._each(Link(index, 1.0) for index in self._in(sentence, at))
            for kind in _KINDS:
                found = [link for who, link in there.items() if self.cast.actor(who).kind is kind]
                if len(found) == _TWO:
                    return tuple(found)
                if found:
                    return ()
        return ()

    def _in(self, sentence: int, at: int) -> Iterator[int]:
        """Yield the mentions by a name or noun of a sentence that stand before a word."""
        return (index for index in self.frame.named_in(sentence) if self.frame.marks.mentions[index].last <= at)

    def _each(self, links: Iterator[Link] | list[Link]) -> dict[str, Link]:
        """Return the actors that links lead to, with the first link to each."""
        found: dict[str, Link] = {}
        for link in links:
            who = self.cast.of(link.target)
            if who is not None:
                found.setdefault(who, link)
        return found
