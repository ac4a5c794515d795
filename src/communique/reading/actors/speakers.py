"""Who says "I" and who is "you": the first and second person of quotations, interviews, speeches and transcripts.

In: a frame and its mentions' names. Out: for a pronoun the mention of the person who is meant; a pronoun about which
nothing tells that is left out.

- In a quotation "I" is the speaker of its cue, "you" the one to whom it is said. A quotation without a cue of its own
  has the last speaker before its colon, else that of the one before it in the paragraph; a paragraph that is nothing
  but quotation that of the last cue. One that is signed or labelled (signatures.py) has that speaker.
- Outside of quotations an article speaks of itself only where it is printed speech. Its turns are paragraphs. A label
  ("THE PRESIDENT:", "Speaker Brekke.") tells the speaker of a turn and of those after it without a label. Else it is
  who gives their name ("My name is Ola Brekke"), or whom the lines above name as the one interviewed or who speaks.
- "We" in a quotation is the body that speaks, or for which somebody speaks (`who_says_we` tells who says it).
- Of two who have both given their names, one names the other: "Liv and I" is said by whoever isn't Liv.
- In an interview a turn that asks has no "I" of the one interviewed, but its "you" is theirs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Final

from communique.knowledge.offices import is_title
from communique.knowledge.person_words import pronoun_class
from communique.knowledge.tables import document
from communique.model import CueMark
from communique.reading.actors.coreference import Named
from communique.reading.frame import Frame
from communique.reading.quotations import between_marks
from communique.reading.quotations.signatures import Signature, signatures
from communique.reading.quotations.uncued import behind_colon

LEAD: Final = 5
"""Paragraphs at the start in which the lines above an interview or speech may stand."""
CLOSE: Final = 90
"""Code points between a word for an interview or a speech and the name it is about."""
GREETING: Final = 200
"""Code points at the start of a text in which "This is Ola Brekke" is the speaker's own name."""
ENOUGH: Final = 2
"""Pronouns of the first person outside of quotations that make an article printed speech."""
TITLE: Final = 12
"""Code points of the title before a name with which the next speaker is called."""
QUESTION: Final = 500
"""Code points of the longest paragraph that asks rather than answers."""
LABEL: Final = re.compile(r"[^.:?!\n]{2,60}?(?::|\.(?= ))")


@dataclass(slots=True)
class Turn:
    """A paragraph of printed speech: whether it asks, its label's mention, and its pronouns by class."""

    asks: bool
    label: int | None
    labelled: bool
    pronouns: dict[str, list[int]] = field(default_factory=dict)


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    held: dict[str, Any] = document("transcript_words.yaml")
    return {
        name: re.compile(
            "|".join(rf"(?<!\w){re.escape(each)}(?!\w)" if each[0].isalpha() else re.escape(each) for each in words),
            re.IGNORECASE,
        )
        for name, words in held.items()
    }


def speakers(frame: Frame, names: Sequence[Named], quoted: Quotations) -> dict[int, int]:
    """Return pronoun to person: the mention of the one who says "I", and of the one who is addressed as "you"."""
    said = [
        (index, kind)
        for index, name in enumerate(names)
        if name.pronoun and (kind := pronoun_class(name.text)) in {"i", "you"}
    ]
    if not said:
        return {}
    found: dict[int, int] = {}
    printed: list[tuple[int, str]] = []
    for index, kind in said:
        word = frame.marks.mentions[index].first
        if quoted.inside(word):
            meant = quoted.meant(word, kind)
            if meant is not None and meant != index:
                found[index] = meant
        else:
            printed.append((index, kind))
    if sum(kind == "i" for _, kind in printed) >= ENOUGH:
        found |= _printed(frame, names, printed)
    return found


def who_says_we(frame: Frame, names: Sequence[Named], quoted: Quotations) -> dict[int, int]:
    """Return the mention of the speaker, a pronoun as well, for each "we", "us" and "our" inside of quotations."""
    said = [index for index, name in enumerate(names) if name.pronoun and pronoun_class(name.text) == "we"]
    if not said:
        return {}
    found = {}
    for index in said:
        word = frame.marks.mentions[index].first
        speaker = quoted.meant(word, "i") if quoted.inside(word) else None
        if speaker is not None and speaker != index:
            found[index] = speaker
    return found


class Quotations:
    """The quotations of an article, by its quotation marks and the model's cues."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.cues = [cue for cue in frame.marks.cues if cue.content and cue.speaker]

    @cached_property
    def extents(self) -> list[tuple[int, int]]:
        """The quotations, from mark to mark; sought only where somebody says "I", "you" or "we"."""
        return [extent for each in self.frame.paragraphs for extent in between_marks(self.frame.text, *each)]

    @cached_property
    def signed(self) -> Mapping[int, Signature]:
        """The signatures by paragraph."""
        return signatures(self.frame)

    def inside(self, word: int) -> bool:
        """Say whether a word stands in quotation marks."""
        return self.holder(word) is not None

    def holder(self, word: int) -> tuple[int, int] | None:
        """Return the extent of the quotation that holds a word."""
        start = self.frame.words[word][0]
        at = bisect_right(self.extents, (start, len(self.frame.text) + 1))
        return self.extents[at - 1] if at and start < self.extents[at - 1][1] else None

    def meant(self, word: int, kind: str) -> int | None:
        """Return the mention of who says a quoted word, or for "you" of who is addressed.

        What is told inside of the quotation ("The police said I had to leave") tells nothing of who says it. A body to
        which somebody says something is mostly a newspaper, and not spoken to: "he told the Gazette: you never know".
        """
        holder = self.holder(word)
        cues = [each for each in self.cues if holder is None or not self._is_told(holder, each)]
        holding = [
            cue for cue in cues
            if cue.content and cue.content[0] <= word < cue.content[1] and self._is_quotation(cue.content)
        ]  # fmt: skip
        if holding:
            cue = min(holding, key=lambda each: each.content[1] - each.content[0] if each.content else 0)
        elif signed := self.signed.get(self.frame.paragraph(word)):
            return signed.mention if kind == "i" else None
        elif (near := self._near(word, holder, cues)) is not None:
            cue = near
        else:
            return None
        link = cue.speaker if kind == "i" else cue.addressee
        is_told = link is not None and (kind == "i" or self.frame.marks.mentions[link.target].kind != "organization")
        return link.target if link and is_told else None

    def _near(self, word: int, holder: tuple[int, int] | None, cues: Sequence[CueMark]) -> CueMark | None:
        """Return the cue of another quotation or sentence whose speaker goes on in a quotation without one."""
        frame = self.frame
        paragraph = frame.paragraph(word)
        beside = [each for each in cues if frame.paragraph(each.word) == paragraph]
        quoted = [each for each in beside if each.content and self._is_quotation(each.content)]
        first, last = frame.words_in(*holder) if holder else (word, word + 1)
        opens, ends = frame.sentence(first), frame.sentence(max(first, last - 1))
        before = [each for each in quoted if each.word < word and frame.sentence(each.word) >= opens]
        after = [each for each in quoted if each.word > word and frame.sentence(each.word) == ends]
        earlier = [each for each in beside if each.word < word and frame.sentence(each.word) < opens]
        led = [each for each in beside if each.word < first and frame.sentence(each.word) == opens]
        if near := (led[-1:] if behind_colon(frame, first) else []) or before[-1:] or after[:1] or earlier[-1:]:
            return near[0]
        if not self._all_quotation(paragraph):
            return None
        return next((each for each in reversed(cues) if each.word < word and not self.inside(each.word)), None)

    def _is_told(self, holder: tuple[int, int], cue: CueMark) -> bool:
        """Say whether a cue is one of a quotation's own words; one with a quotation in it tells of that one."""
        start, told = self.frame.words[cue.word][0], cue.content
        nested = told is not None and self.frame.text[self.frame.words[told[0]][0]] in "'‘"
        return holder[0] <= start < holder[1] and not nested

    def _is_quotation(self, content: tuple[int, int]) -> bool:
        start, end = self.frame.extent(*content)
        at = bisect_right(self.extents, (end, len(self.frame.text) + 1))
        return at > 0 and start <= self.extents[at - 1][1]

    def _all_quotation(self, paragraph: int) -> bool:
        start, end = self.frame.paragraphs[paragraph]
        return any(first <= start + 1 and last >= end - 2 for first, last in self.extents)


def _printed(frame: Frame, names: Sequence[Named], pronouns: list[tuple[int, str]]) -> dict[int, int]:
    """Return pronoun to person in printed speech."""
    persons = [
        index
        for index, mark in enumerate(frame.marks.mentions)
        if mark.kind == "person" and names[index].named and not is_title(names[index].text)
    ]
    turns = _turns(frame, pronouns, persons)
    asking = sum(turn.asks for turn in turns.values()) >= ENOUGH
    introduced = _introduced(frame, persons)
    about, interview = _announced(frame, persons, [index for index, kind in pronouns if kind == "i"])
    if introduced:
        about = _sole(names, list(introduced.values()))
    elif about is None and asking:
        about = _sole(names, _in_lead(frame, persons, turns)) or _sole(names, _called(frame, persons))
    labelled = sum(turn.labelled for turn in turns.values()) > 1
    others = {} if labelled else _of_the_other(frame, names, persons, list(introduced.values()))
    found: dict[int, int] = {}
    current: int | None = None
    for paragraph in sorted(turns):
        turn = turns[paragraph]
        if turn.labelled:
            current = turn.label
        own = introduced.get(paragraph)
        speaker = own if own is not None else current if labelled else others.get(paragraph, about)
        if speaker is None:
            continue
        asks = turn.asks and (asking or interview) and own is None and not labelled
        found |= dict.fromkeys(turn.pronouns.get("you" if asks else "i", []), speaker)
    return found


def _of_the_other(
    frame: Frame, names: Sequence[Named], persons: Sequence[int], introduced: Sequence[int]
) -> dict[int, int]:
    """Return paragraph to speaker where just two have given their names, and the paragraph names one: it is the other.

    A paragraph that names both, or neither, is nobody's.
    """
    if not introduced:
        return {}
    one = introduced[0]
    rest = [each for each in introduced if _sole(names, [one, each]) is None]
    two = _sole(names, rest)
    if two is None:
        return {}
    words = [set(names[each].text.split()) for each in (one, two)]
    named: dict[int, set[int]] = {}
    for index in persons:
        for at, own in enumerate(words):
            if own & set(names[index].text.split()):
                named.setdefault(frame.paragraph(frame.marks.mentions[index].first), set()).add(at)
    return {paragraph: two if 0 in which else one for paragraph, which in named.items() if len(which) == 1}


def _sole(names: Sequence[Named], persons: Sequence[int]) -> int | None:
    """Return the person of the fullest name where all names fit one person."""
    if not persons:
        return None
    fullest = max(persons, key=lambda each: len(names[each].text))
    words = set(names[fullest].text.split())
    return fullest if all(words & set(names[each].text.split()) for each in persons) else None


def _in_lead(frame: Frame, persons: Sequence[int], turns: Mapping[int, Turn]) -> list[int]:
    """Return the persons named in the paragraphs before the first one that asks; none where a speaker has begun."""
    first = next(number for number, turn in sorted(turns.items()) if turn.asks)
    if first > LEAD or any("i" in turns[number].pronouns for number in range(first)):
        return []
    return [each for each in persons if frame.paragraph(frame.marks.mentions[each].first) < first]


def _called(frame: Frame, persons: Sequence[int]) -> list[int]:
    """Return the persons whose name alone ends a paragraph: "Ms Brekke?", as a chair calls the next speaker."""
    ends = {end for _, end in frame.paragraphs}
    found = []
    for index in persons:
        mark = frame.marks.mentions[index]
        start, end = frame.extent(mark.first, mark.last)
        opens = start - frame.sentences[frame.sentence(mark.first)][0] <= TITLE
        if end + 1 in ends and opens:
            found.append(index)
    return found


def _turns(frame: Frame, pronouns: list[tuple[int, str]], persons: Sequence[int]) -> dict[int, Turn]:
    turns: dict[int, Turn] = {}
    labels = _labels(frame, persons)
    marks = frame.marks.mentions
    for number in range(len(frame.paragraphs)):
        turns[number] = Turn(asks=False, label=labels.get(number), labelled=number in labels)
    for index, kind in pronouns:
        turns[frame.paragraph(marks[index].first)].pronouns.setdefault(kind, []).append(index)
    for (start, end), turn in zip(frame.paragraphs, turns.values(), strict=True):
        asks, of_you = frame.text[start:end].rstrip("\"”’' ").endswith("?"), "you" in turn.pronouns
        asks = (asks or (of_you and "?" in frame.text[start:end])) if "i" not in turn.pronouns else asks and of_you
        turn.asks = asks and end - start <= QUESTION
    return turns


def _labels(frame: Frame, persons: Sequence[int]) -> dict[int, int | None]:
    """Return paragraph to the person its label names or whose title it is ("THE PRESIDENT:"), or None ("Q:")."""
    marks = frame.marks.mentions
    titles: dict[str, list[int]] = {}
    for index in persons:
        before = next((each for each in frame.marks.titles if each.last == marks[index].first), None)
        if before is not None:
            titles.setdefault(frame.quote(before.first, before.last).lower(), []).append(index)
    found: dict[int, int | None] = {}
    for number, (start, end) in enumerate(frame.paragraphs):
        match = LABEL.match(frame.text, start, min(end, start + 64))
        if match is None or match.end() >= end:
            continue
        label = match[0]
        words = label.rstrip(":.").split()
        if not all(word[:1].isupper() or word in {"of", "the", "de"} for word in words):
            continue
        named = [each for each in persons if start <= frame.words[marks[each].first][0] < match.end()]
        named = named or titles.get(" ".join(words).lower().removeprefix("the "), [])
        if label.endswith(":") or (named and len(words) > 1):
            found[number] = named[0] if named else None
    return found


def _introduced(frame: Frame, persons: Sequence[int]) -> dict[int, int]:
    """Return paragraph to the person who gives their name in it."""
    marks = frame.marks.mentions
    found: dict[int, int] = {}
    for index in persons:
        start = frame.words[marks[index].first][0]
        before = frame.text[max(0, start - 14) : start].rstrip()
        kinds = ("introducing", "greeting") if start < GREETING else ("introducing",)
        says = any(match.end() == len(before) for kind in kinds for match in _patterns()[kind].finditer(before))
        if says and not in_quotation(frame, start):
            found.setdefault(frame.paragraph(marks[index].first), index)
    return found


def in_quotation(frame: Frame, at: int) -> bool:
    """Say whether a place stands in quotation marks, single ones included."""
    text = frame.text
    start = max(begin for begin, _ in frame.paragraphs if begin <= at)
    if text.count('"', start, at) % 2 == 1 or text.count("“", start, at) > text.count("”", start, at):
        return True
    # Backwards to the last single mark: an apostrophe inside a word is none, and after a closing one nothing is open.
    last = at
    while (last := max(text.rfind(sign, start, last) for sign in "'’‘")) >= 0:
        opens = last == start or text[last - 1].isspace() or text[last - 1] == "("
        if opens and text[last] != "’":
            return True
        inside = start < last < at - 1 and _is_of_word(text[last - 1]) and _is_of_word(text[last + 1])
        if text[last] != "‘" and not inside:
            return False
    return False


def _is_of_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _covering(paragraphs: Sequence[tuple[int, int]], end: int) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs up to a place of the text, each with the break before it."""
    before = 0
    for _, last in paragraphs:
        if before >= end:
            return
        yield before, min(last, end)
        before = last


def _announced(frame: Frame, persons: Sequence[int], own: Sequence[int]) -> tuple[int | None, bool]:
    """Return whom the lines before the first "I" tell as the one who speaks, and whether it is an interview.

    `own` are the mentions of "I". Where they stand a reporter may tell of an interview: "others had interviewed him".
    """
    marks = frame.marks.mentions
    if not frame.paragraphs:
        return None, False
    speaking = {frame.paragraph(marks[index].first) for index in own}
    first = frame.words[marks[min(own)].first][0] if own else 0
    lead_end = max(frame.paragraphs[min(LEAD, len(frame.paragraphs)) - 1][1], first)
    lead = "".join(
        # Kept as long as it is, so that places in it are places of the text.
        " " * (end - start) if number in speaking else frame.text[start:end]
        for number, (start, end) in enumerate(_covering(frame.paragraphs, lead_end))
    )
    patterns = _patterns()
    announced: list[tuple[int, int, bool]] = []
    for after, before, interview in (("interview_with", "answers", True), ("speech_by", "speaks", False)):
        for match in patterns[after].finditer(lead):
            for index in persons:
                start = frame.words[marks[index].first][0]
                if 0 <= start - match.end() <= CLOSE and "\n" not in frame.text[match.end() : start]:
                    announced.append((match.start(), index, interview))
                    break
        for match in patterns[before].finditer(lead):
            for index in reversed(persons):
                end = frame.words[marks[index].last - 1][1]
                if 0 <= match.start() - end <= CLOSE:
                    announced.append((match.start(), index, interview))
                    break
    if announced:
        _, index, interview = min(announced)
        return index, interview
    return None, "interview" in lead.lower()
