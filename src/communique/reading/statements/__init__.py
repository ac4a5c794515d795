"""Cues to statements: who said what to whom, how sure, inside which other statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from communique.knowledge.clause_words import clause_words
from communique.knowledge.speech_words import act_of, forewarns, is_neutral
from communique.model import CueMark
from communique.reading.actors import Cast
from communique.reading.frame import Extent, Frame
from communique.reading.grammar.one_deed import noun_of_speech
from communique.reading.quotations import Contents, Quoted, between_marks
from communique.reading.quotations.signatures import Signature, signatures
from communique.reading.quotations.uncued import Uncued, uncued
from communique.reading.quote_signs import CLOSES, MARKS, OPENS
from communique.reading.statements.forewarnings import is_warning_alone
from communique.reading.statements.said_when import SaidWhen
from communique.records import Statement
from communique.vocabulary import Act, Certainty, EventType, Quotation, Status

SHORTEST: Final = 4
"""Words of a paragraph that is a quotation without a cue: more than two in their marks."""
SINGLE: Final = frozenset("‘'")
"""Those that are apostrophes too: they open a quotation only at its beginning."""


@dataclass(frozen=True, slots=True)
class Told:
    """A statement in the making: its record's id, cue word (None without a cue) and content (extents of words).

    `between` are the words of the reporter inside of the content: "X," she said. "Y."
    """

    id: str
    cue: int | None
    content: Extent
    between: tuple[Extent, ...] = ()

    def holds(self, word: int) -> bool:
        """Say whether a word is told by the statement."""
        return self.content[0] <= word < self.content[1] and not any(
            first <= word < last for first, last in self.between
        )


_THREATS: Final = frozenset({EventType.THREATEN, EventType.REJECT})
"""Types of an event whose word may threaten."""
_PROMISED: Final = frozenset({EventType.AGREE, EventType.CONCEDE})
"""Types of an event that somebody promises who says that they will do it."""
_REACH: Final = 3
"""Words before a verb in which its "will" stands."""

Cued = tuple[CueMark, Extent, str]
"""A cue with its content (an extent of words) and the id of its speaker."""


class Statements:
    """The statements of an article; `teller` gives the innermost one that tells a word."""

    def __init__(self, frame: Frame, cast: Cast) -> None:
        self.frame, self.cast = frame, cast
        self._contents, self._days, self._quoted = Contents(frame), SaidWhen(frame), Quoted(frame)
        self._told: list[Told] = []
        kept: list[tuple[CueMark, str]] = []
        for cue, content, speaker in self._once(list(self._cued())):
            between = self._contents.between(content)
            self._told.append(Told(f"s{len(self._told) + 1}", cue.word, content, between))
            kept.append((cue, speaker))
        self._made = [self._statement(told, *each) for told, each in zip(self._told, kept, strict=True)]
        self._quotations()
        self._led_to()
        self._speakers = {each.id: each.speaker for each in self._made}
        self._supposing = {
            each.id for each in self._made if each.act is Act.SPECULATE and each.certainty is Certainty.POSSIBLE
        }

    @property
    def records(self) -> tuple[Statement, ...]:
        """The statements, in the order of their cues."""
        return tuple(self._made)

    def teller(self, word: int) -> str | None:
        """Return the id of the innermost statement whose content holds a word, None for the article itself."""
        holders = [told for told in self._around(word) if told.holds(word) and told.cue != word]
        return min(holders, key=lambda told: told.content[1] - told.content[0]).id if holders else None

    def _around(self, word: int) -> list[Told]:
        """Return the statements whose content reaches over a word."""
        return [told for told in self._told if told.content[0] <= word < told.content[1]]

    def speaker(self, word: int) -> str | None:
        """Return the actor who says the innermost statement that tells a word, None for the article itself."""
        teller = self.teller(word)
        return self._speakers[teller] if teller else None

    def denied(self, word: int) -> str | None:
        """Return what stands before a word in the content of the denial that tells it, None where no denial does."""
        teller = self.teller(word)
        for told, made in zip(self._told, self._made, strict=True):
            if told.id == teller and made.act is Act.DENY:
                return self.frame.text[made.content.start : self.frame.words[word][0]]
        return None

    def is_supposed(self, word: int) -> bool:
        """Say whether a word is told by somebody who only supposes it possible: "analysts speculate that"."""
        return self.teller(word) in self._supposing

    def only_warns(self, word: int) -> bool:
        """Say whether a word is the cue of a statement that warns of what its speaker won't do."""
        return any(told.cue == word and self._only_warns(word, told.content) for told in self._told)

    def at_cue(self, word: int) -> str | None:
        """Return the id of the statement whose cue a word is."""
        return next((told.id for told in self._told if told.cue == word), None)

    def _cued(self) -> Iterator[Cued]:
        """Yield the cues that have a content and a speaker who is somebody."""
        for cue in self.frame.marks.cues:
            content = self._content(cue)
            speaker = self.cast.of(cue.speaker.target) if cue.speaker else None
            if content and speaker and not self._is_of_the_next(cue, content):
                yield cue, content, speaker

    def _is_of_the_next(self, cue: CueMark, content: Extent) -> bool:
        """Say whether a speaker stands only in a sentence behind the cue and what it tells in the reporter's words."""
        sentence, last = self.frame.sentence, max(cue.word, content[1] - 1)
        who = None if cue.speaker is None else self.frame.marks.mentions[cue.speaker.target]
        behind = who is not None and sentence(who.first) > sentence(last)
        return behind and quotation_of(self.frame.quote(*content)) is Quotation.INDIRECT

    def _is_beside(self, cue: CueMark, content: Extent) -> bool:
        """Say whether a cue stands in a sentence of its content."""
        first, last = (self.frame.sentence(word) for word in (content[0], content[1] - 1))
        return first <= self.frame.sentence(cue.word) <= last

    def _once(self, cued: Sequence[Cued]) -> list[Cued]:
        """Return the cues without those that tell a content once more.

        Of two cues for one quotation of one speaker it is the more probable that tells it ("X," said Ola, speaking to
        reporters), of a verb and its noun the noun ("repeated her claim that"). Somebody who is only said in another
        sentence to agree with it ("the mayor echoed these words") doesn't tell it beside its speaker.
        """
        best: dict[tuple[str, Extent], Cued] = {}
        rest: list[Cued] = []
        nouns = {cue.word: (content[1], speaker) for cue, content, speaker in cued}
        for each in cued:
            cue, content, speaker = each
            noun = noun_of_speech(self.frame, cue.word, nouns)
            if noun is not None and nouns[noun] == (content[1], speaker):
                continue
            if quotation_of(self.frame.quote(*content)) is Quotation.INDIRECT:
                rest.append(each)
            elif (speaker, content) not in best or best[speaker, content][0].probability < cue.probability:
                best[speaker, content] = each
        spoken = {content for cue, content, _ in best.values() if self._is_beside(cue, content)}
        own = (each for each in best.values() if each[1] not in spoken or self._is_beside(*each[:2]))
        return sorted((*rest, *own), key=lambda each: each[0].word)

    def _content(self, cue: CueMark) -> Extent | None:
        """Return a cue's content, and all of the quotation that it is a part of.

        Only a quotation is longer than a sentence: what else was marked beyond the cue's own is left out.
        """
        if cue.content is None:
            return None
        content = self._contents.whole(cue, self._in_sentence(*cue.content, cue.word))
        return content if any(map(str.isalnum, self.frame.quote(*content))) else None

    def _in_sentence(self, first: int, last: int, cue: int) -> Extent:
        of, opened = self.frame.sentence, max(0, self.frame.words[first][0] - 1)
        inside = self.frame.text[opened : self.frame.words[last - 1][1]]
        if of(first) == of(last - 1) or any(sign in inside for sign in MARKS) or SINGLE.intersection(inside[:2]):
            return first, last
        own = range(
            next((word for word in range(first, last) if of(word) == of(cue)), last),
            next((word + 1 for word in reversed(range(first, last)) if of(word) == of(cue)), last),
        )
        return (own.start, own.stop) if len(own) > 1 else (first, last)

    def _statement(self, told: Told, cue: CueMark, speaker: str) -> Statement:
        first, last = told.content
        addressee = self.cast.of(cue.addressee.target) if cue.addressee else None
        return Statement(
            id=told.id,
            speaker=speaker,
            act=self._act(cue, told.content, speaker),
            cue=self.frame.span(cue.word, cue.word + 1),
            content=self.frame.span(first, last),
            quotation=quotation_of(self.frame.quote(first, last)),
            addressee=addressee if addressee != speaker else None,
            certainty=Certainty(cue.certainty),
            within=self._within(told),
            date=self._days.date(cue, told.content),
            evidence=self.frame.evidence(min(first, cue.word), max(last, cue.word + 1)),
        )

    def _act(self, cue: CueMark, content: Extent, speaker: str) -> Act:
        """Return the act of a cue: to warn is to threaten only where the word tells a threat as an event too.

        To say that one will give, help or yield is to promise it.
        """
        act = act_of(self.frame.word(cue.word), Act(cue.act))
        if act is Act.SAY and is_neutral(self.frame.word(cue.word)) and self._promises(content, speaker):
            return Act.PROMISE
        if act is not Act.THREATEN or not forewarns(self.frame.word(cue.word)):
            return act
        hostile = any(each.word == cue.word and each.type in _THREATS for each in self.frame.marks.triggers)
        return act if hostile and not self._only_warns(cue.word, content) else Act.WARN

    def _promises(self, content: Extent, speaker: str) -> bool:
        """Say whether a content begins with what its speaker will do for others: "it will send", "we shall free"."""
        first = next((each for each in self.frame.marks.triggers if content[0] <= each.word < content[1]), None)
        if first is None or first.type not in _PROMISED or first.status != Status.PLANNED:
            return False
        before = (self.frame.word(at) for at in range(first.word - 1, max(content[0], first.word - _REACH) - 1, -1))
        helped = next((word for word in before if not word.endswith("ly")), "")
        return helped in clause_words()["future"] and speaker in self.cast.those(first.actors)

    def _only_warns(self, cue: int, content: Extent) -> bool:
        if not forewarns(self.frame.word(cue)):
            return False
        before = self.frame.text[self.frame.words[cue][1] : self.frame.words[content[0]][0]]
        return is_warning_alone(before, self.frame.quote(*content))

    def _within(self, told: Told) -> str | None:
        """Return the statement that reports this one.

        It is the one with the smallest larger content that holds this one's cue, but not the other way round.
        """
        cue, size = told.cue or 0, told.content[1] - told.content[0]
        holders = [
            other
            for other in self._around(cue)
            if other.holds(cue)
            and other.content[1] - other.content[0] > size
            and not told.content[0] <= (other.cue or 0) < told.content[1]
        ]
        return min(holders, key=lambda each: each.content[1] - each.content[0]).id if holders else None

    def _quotations(self) -> None:
        """Add the quotations that are a paragraph without a cue of its own.

        They have the speaker with whom they are signed or labelled, else the last one. What is reported inside of one
        ("The guards said …") doesn't tell it.
        """
        signatures_of = signatures(self.frame)
        for number, (start, end) in enumerate(self.frame.paragraphs):
            signed = signatures_of.get(number)
            content = signed.content if signed else self._alone(start, end)
            if content is None or content[1] - content[0] < SHORTEST:
                continue
            if self._is_told(content) if signed else self._is_told_in(content):
                continue
            speaker = self._signer(signed) if signed else self._last_speaker(start)
            if speaker is not None:
                self._add(content, speaker)

    def _alone(self, start: int, end: int) -> Extent | None:
        """Return the words of the quotation that is all of a paragraph."""
        extent = next(iter(between_marks(self.frame.text, start, end)), None)
        if extent is None or extent[0] != start or self.frame.text[extent[1] : end].strip(" .,"):
            return None
        return self.frame.words_in(*extent)

    def _led_to(self) -> None:
        """Add the quotations of whole sentences without a cue whose speaker the words that lead to them tell."""
        for each in uncued(self.frame):
            if not self._is_told_in(each.content) and (speaker := self._leading(each)) is not None:
                self._add(each.content, speaker)

    def _leading(self, led: Uncued) -> str | None:
        """Return who says something in the words that lead to a quotation.

        Before a colon it is the last who does; in a sentence of its own the only one: of two it could be either.
        """
        speakers = [
            made.speaker
            for told, made in zip(self._told, self._made, strict=True)
            if told.cue is not None and led.lead[0] <= told.cue < led.lead[1] and not self._quoted.holds(told.cue)
        ]
        return speakers[-1] if speakers and (led.behind_colon or len(set(speakers)) == 1) else None

    def _add(self, content: Extent, speaker: str) -> None:
        """Add a statement without a cue."""
        told = Told(f"s{len(self._told) + 1}", None, content)
        self._hold(told)
        self._told.append(told)
        span = self.frame.span(*told.content)
        self._made.append(
            Statement(
                id=told.id,
                speaker=speaker,
                act=Act.SAY,
                cue=None,
                content=span,
                quotation=Quotation.DIRECT,
                addressee=None,
                certainty=Certainty.CERTAIN,
                within=None,
                date=None,
                evidence=span,
            )
        )

    def _is_told_in(self, content: Extent) -> bool:
        """Return whether a cue outside of a quotation tells some of it, or one inside of it tells it from its start."""
        first, last = content
        return any(
            told.content[0] < last - 1
            and first < told.content[1]
            and (told.cue is None or not first < told.cue < last or told.content[0] <= first)
            for told in self._told
        )

    def _is_told(self, content: Extent) -> bool:
        """Return whether a statement tells nearly all of a quotation that is signed."""
        first, last = content
        shared = (min(last, told.content[1]) - max(first, told.content[0]) for told in self._told)
        return any(2 * each > last - first for each in shared)

    def _hold(self, outer: Told) -> None:
        """Put what is reported in a quotation, and in nothing else, inside of it."""
        for at, (told, made) in enumerate(zip(self._told, self._made, strict=True)):
            if made.within is None and told.cue is not None and outer.content[0] <= told.cue < outer.content[1]:
                self._made[at] = replace(made, within=outer.id)

    def _signer(self, signed: Signature) -> str | None:
        return None if signed.mention is None else self.cast.of(signed.mention)

    def _last_speaker(self, before: int) -> str | None:
        """Return who says the last statement that begins before a place of the text, and that nobody else reports."""
        earlier = [
            made
            for told, made in zip(self._told, self._made, strict=True)
            if made.evidence.start < before
            and made.within is None
            and (told.cue is None or not self._quoted.holds(told.cue))
        ]
        return max(earlier, key=lambda each: each.evidence.start).speaker if earlier else None


def quotation_of(content: str) -> Quotation:
    """Return how a content is given: wholly in quotation marks, partly, or in the reporter's words."""
    marked = [sign for sign in content if sign in MARKS]
    if not marked:
        return Quotation.INDIRECT
    if content[0] in OPENS and content.rstrip(".,")[-1] in CLOSES:
        return Quotation.DIRECT
    return Quotation.MIXED
