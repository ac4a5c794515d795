"""Marks written by hand, to test the reading without the model."""

from collections.abc import Iterable, Sequence

from communique.model import AnchorMark, CueMark, Link, Mark, Marks, TriggerMark
from communique.reading import build_reading
from communique.reading.frame import prepare
from communique.records import Article, Commitment, Event, ReaderInfo, Reading
from communique.sources import RawArticle
from communique.text import build_article

Sides = tuple[list[str], list[str]]

READER = ReaderInfo(name="hand", version="0", codebook="PLOVER 2.0")


class Writer:
    """Finds words of a text by their spelling and marks them; lists keep the order of calls."""

    def __init__(self, text: str, published: str | None = "2024-03-07") -> None:
        self.article: Article = build_article(RawArticle(text=text, verbatim=True, language="en", published=published))
        self.prepared, self.paragraphs = prepare(self.article)
        self.marks = Marks()

    def word(self, spelling: str, nth: int = 1) -> int:
        text = self.article.text
        found = [at for at, (start, end) in enumerate(self.prepared.words) if text[start:end] == spelling]
        return found[nth - 1]

    def extent(self, phrase: str, nth: int = 1) -> tuple[int, int]:
        text = self.article.text
        start = -1
        for _ in range(nth):
            start = text.index(phrase, start + 1)
        inside = [at for at, (a, b) in enumerate(self.prepared.words) if a >= start and b <= start + len(phrase)]
        return inside[0], inside[-1] + 1

    def mention(self, phrase: str, kind: str, nth: int = 1, antecedent: int | None = None) -> int:
        self.marks.mentions.append(Mark(*self.extent(phrase, nth), kind, 0.9))
        at = len(self.marks.mentions) - 1
        if antecedent is not None:
            self.marks.antecedents[at] = Link(antecedent, 0.9)
        return at

    def mentions(self, **phrases: Iterable[str]) -> dict[str, int]:
        """Mark phrases, by kind, in the order of the text; return the number of each one's mention."""
        text = self.article.text
        marked = sorted((text.index(each), each, kind) for kind, some in phrases.items() for each in some)
        return {phrase: self.mention(phrase, kind) for _, phrase, kind in marked}

    def value(self, phrase: str, kind: str, nth: int = 1) -> int:
        self.marks.values.append(Mark(*self.extent(phrase, nth), kind, 0.9))
        return len(self.marks.values) - 1

    def title(self, phrase: str, bearer: int) -> None:
        self.marks.titles.append(Mark(*self.extent(phrase), "title", 0.9))
        self.marks.bearers[len(self.marks.titles) - 1] = Link(bearer, 0.9)

    def trigger(  # noqa: PLR0913  a test names the few of them that it needs
        self,
        spelling: str,
        kind: str,
        status: str = "actual",
        *,
        nth: int = 1,
        mode: str | None = None,
        probability: float = 0.9,
        **roles: list[int],
    ) -> int:
        made = TriggerMark(self.word(spelling, nth), kind, probability, ("SUPPORT", 0.05), mode, status, 0.9, ())
        for role, targets in roles.items():
            setattr(made, role, [Link(target, 0.9) for target in targets])
        self.marks.triggers.append(made)
        return len(self.marks.triggers) - 1

    def cue(  # noqa: PLR0913  a test names the few of them that it needs
        self, spelling: str, act: str, speaker: int, content: str, *, nth: int = 1, certainty: str = "certain"
    ) -> int:
        self.marks.cues.append(
            CueMark(self.word(spelling, nth), act, 0.9, certainty, self.extent(content), Link(speaker, 0.9), None)
        )
        return len(self.marks.cues) - 1

    def anchor(  # noqa: PLR0913  a test names the few of them that it needs
        self,
        word: int,
        stage: str,
        *,
        donors: list[int],
        recipients: list[int],
        event: int | None = None,
        by: int | None = None,
        dates: Sequence[int] = (),
    ) -> None:
        made = AnchorMark(word, stage, 0.9, "military", "in_kind", cumulative=False)
        made.donors, made.recipients = [Link(each, 0.9) for each in donors], [Link(each, 0.9) for each in recipients]
        made.event = None if event is None else Link(event, 0.9)
        made.by = None if by is None else Link(by, 0.9)
        made.dates = [Link(each, 0.9) for each in dates]
        self.marks.anchors.append(made)

    def last_word(self, value: int) -> int:
        """Return the last word of a value, on which the anchor of its commitment stands."""
        return self.marks.values[value].last - 1

    def quotes(self, marks: Iterable[Mark]) -> list[str]:
        """Return the words of the text that marks cover."""
        text, words = self.article.text, self.prepared.words
        return [text[words[each.first][0] : words[each.last - 1][1]] for each in marks]

    def reading(self) -> Reading:
        return build_reading(self.article, self.prepared, list(self.paragraphs), self.marks, READER)


def named(reading: Reading, idents: Iterable[str]) -> list[str]:
    """Return the names of the actors with these ids."""
    names = {actor.id: actor.name for actor in reading.actors}
    return [names[each] for each in idents]


def sides(reading: Reading, event: Event | None = None) -> Sides:
    """Return the names of who does an event, the reading's only one unless told, and of those to whom it is done."""
    if event is None:
        (event,) = reading.events
    return named(reading, event.actors), named(reading, event.recipients)


def giving(reading: Reading, commitment: Commitment | None = None) -> Sides:
    """Return the names of who gives in a commitment, the reading's only one unless told, and of those who get."""
    if commitment is None:
        (commitment,) = reading.commitments
    return named(reading, commitment.donors), named(reading, commitment.recipients)


def extents(text: str, *phrases: str) -> list[tuple[int, int]]:
    """Return where phrases stand in a text, each behind the one before."""
    found, at = [], 0
    for phrase in phrases:
        at = text.index(phrase, at)
        found.append((at, at + len(phrase)))
        at += len(phrase)
    return found
