"""Readings against annotated passages: the figures of the held-out corpus.

statements   cue overlaps, contents share at least half (intersection over union, code points), speakers share a mention
             (one whose speaker the passage doesn't tell, "it was announced", is no record, so it isn't asked for)
events       type is right and a trigger (first or later) overlaps
roles        of all (event, role, actor): the event's trigger overlaps, the role is right, the actors share a mention
status       share of the events with overlapping trigger whose status is right
commitments  anchor overlaps and a donor and a recipient, where there are any, are right
stage        share of the commitments with overlapping anchor whose stage is right
mentions     span is the same, a title in capitals before the name included as readings have it
silence      share of the passages without records in which nothing is coded
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.model import Model
from communique.reading import read_articles
from communique.records import Commitment, Event, Reading, Span
from communique.text import sentences
from training.corpus.notes import CommitmentNote, EventNote, Extent, Passage, StatementNote
from training.corpus.readings import article_of, with_titles
from training.corpus.spans import overlap, same_half


def readings_of(passages: Sequence[Passage], model: Model) -> list[Reading]:
    """Return the readings of the passages' texts, taken verbatim."""
    return list(read_articles(map(article_of, passages), model))


def extent(span: Span) -> Extent:
    """Return a span's extent."""
    return span.start, span.end


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something read wrongly: what was wanted and read, at which word of which sentence."""

    wanted: str
    read: str
    word: str
    sentence: str


class Comparison:
    """One passage against its reading; adds to the counts."""

    def __init__(self, passage: Passage, reading: Reading, counts: Counter[str]) -> None:
        self.passage, self.reading, self.counts = passage, reading, counts
        self.mistakes: list[Mistake] = []
        self.gold = {actor.id: actor.mentions for actor in passage.actors}
        self.mine = {actor.id: [extent(each) for each in actor.mentions] for actor in reading.actors}

    def same(self, gold: str | None, mine: str | None) -> bool:
        """Say whether two actors share a mention."""
        if gold is None or mine is None:
            return gold is None and mine is None
        return any(overlap(left, right) for left in self.gold[gold] for right in self.mine[mine])

    def run(self) -> None:
        """Compare all records and add the counts."""
        self._mentions()
        self._statements()
        self._events()
        self._commitments()
        if self.passage.none:
            self.counts["silence_n"] += 1
            self.counts["silence"] += not (self.reading.events or self.reading.statements or self.reading.commitments)

    def add(self, family: str, right: int, gold: int, mine: int) -> None:
        """Add to a family's counts: how many are right, annotated, read."""
        self.counts[f"{family}_right"] += right
        self.counts[f"{family}_gold"] += gold
        self.counts[f"{family}_mine"] += mine

    def _label(self, name: str, label: str, *, right: bool) -> None:
        """Count a label of the annotation, and whether it was read so."""
        self.counts[f"{name} {label} gold"] += 1
        self.counts[f"{name} {label} right"] += right

    def _mentions(self) -> None:
        gold = {each for actor in self.passage.actors for each in with_titles(self.passage.text, actor)}
        mine = {each for mentions in self.mine.values() for each in mentions}
        self.add("mentions", len(gold & mine), len(gold), len(mine))

    def _statements(self) -> None:
        mine = [each for each in self.reading.statements if each.cue]
        free = list(mine)
        told = [note for note in self.passage.statements if note.speaker]
        for note in told:
            fit = next((each for each in free if each.cue and overlap(extent(each.cue), note.cue)), None)
            if fit is None:
                continue
            free.remove(fit)
            self.counts["cue"] += 1
            self.counts["act"] += fit.act == note.act
            self._label("act", note.act, right=fit.act == note.act)
            right = self.same(note.speaker, fit.speaker) and self._content(note, extent(fit.content))
            self.counts["statements_right"] += right
        self.add("statements", 0, len(told), len(mine))

    @staticmethod
    def _content(note: StatementNote, mine: Extent) -> bool:
        """Say whether a content is right; where the annotator gave none, any is."""
        return note.content is None or same_half(note.content, mine)

    def _events(self) -> None:
        free = list(self.reading.events)
        right = roles_right = 0
        for note in self.passage.events:
            triggers = [note.trigger, *note.mentions]
            fits = [
                each
                for each in free
                if any(overlap(extent(span), at) for span in (each.trigger, *each.mentions) for at in triggers)
            ]
            fit = next((each for each in fits if each.type == note.type), fits[0] if fits else None)
            self._label("type", note.type, right=fit is not None and fit.type == note.type)
            if fit is None:
                self._mistake(note.type, "nothing", note.trigger)
                continue
            free.remove(fit)
            right += fit.type == note.type
            self._label("status", note.status, right=fit.status == note.status)
            if fit.type != note.type:
                self._mistake(note.type, fit.type, note.trigger)
            elif fit.status != note.status:
                self._mistake(f"{note.type} {note.status}", f"{fit.type} {fit.status}", note.trigger)
            self.counts["trigger"] += 1
            self.counts["status"] += fit.status == note.status
            self.counts["mode_n"] += fit.type == note.type
            self.counts["mode"] += fit.type == note.type and fit.mode == note.mode
            roles_right += self._roles(note, fit)
        for event in free:
            self._mistake("nothing", event.type, extent(event.trigger))
        for event in self.reading.events:
            self.counts[f"type {event.type} mine"] += 1
        gold = sum(len(note.actors) + len(note.recipients) for note in self.passage.events)
        mine = sum(len(event.actors) + len(event.recipients) for event in self.reading.events)
        self.add("events", right, len(self.passage.events), len(self.reading.events))
        self.add("roles", roles_right, gold, mine)

    def _mistake(self, wanted: str, read: str, at: Extent) -> None:
        text = self.passage.text
        sentence = next((text[start:end] for start, end in sentences(text) if start <= at[0] < end), text)
        self.mistakes.append(Mistake(wanted, read, text[slice(*at)], sentence.strip()))

    def _roles(self, note: EventNote, event: Event) -> int:
        sides = ((note.actors, event.actors), (note.recipients, event.recipients))
        return sum(any(self.same(gold, mine) for mine in found) for wanted, found in sides for gold in wanted)

    def _commitments(self) -> None:
        free = list(self.reading.commitments)
        for note in self.passage.commitments:
            fit = next((each for each in free if self._anchored(note, each)), None)
            if fit is None:
                continue
            free.remove(fit)
            self.counts["anchor"] += 1
            self.counts["stage"] += fit.stage == note.stage
            self._label("stage", note.stage, right=fit.stage == note.stage)
            sides = ((note.donors, fit.donors), (note.recipients, fit.recipients))
            self.counts["commitments_right"] += all(
                not wanted or any(self.same(gold, mine) for gold in wanted for mine in found) for wanted, found in sides
            )
        self.add("commitments", 0, len(self.passage.commitments), len(self.reading.commitments))

    def _anchored(self, note: CommitmentNote, mine: Commitment) -> bool:
        wanted = [*([note.amount] if note.amount else []), *(at for at, _ in note.items)] or [note.anchor]
        spans = [*([mine.amount.span] if mine.amount else []), *(each.span for each in mine.items)]
        if not spans and mine.event:
            spans = [each.trigger for each in self.reading.events if each.id == mine.event]
        return any(overlap(extent(span), at) for span in spans for at in wanted)


def figures(counts: Counter[str]) -> dict[str, float]:
    """Return precision, recall and F1 of each family, and the accuracies, as shares of one."""

    def share(part: float, whole: float) -> float:
        return round(part / whole, 4) if whole else 0.0

    found: dict[str, float] = {}
    for family in ("mentions", "statements", "events", "roles", "commitments"):
        right, gold, mine = (counts[f"{family}_{each}"] for each in ("right", "gold", "mine"))
        found[f"{family}_precision"], found[f"{family}_recall"] = share(right, mine), share(right, gold)
        found[f"{family}_f1"] = share(2 * right, gold + mine)
    found |= {
        "status_accuracy": share(counts["status"], counts["trigger"]),
        "mode_accuracy": share(counts["mode"], counts["mode_n"]),
        "act_accuracy": share(counts["act"], counts["cue"]),
        "stage_accuracy": share(counts["stage"], counts["anchor"]),
        "silence": share(counts["silence"], counts["silence_n"]),
    }
    return found


def compared(passages: Sequence[Passage], readings: Iterable[Reading]) -> tuple[Counter[str], list[Mistake]]:
    """Return all counts and mistakes of readings against the passages that they were made from, in the same order."""
    counts: Counter[str] = Counter()
    mistakes: list[Mistake] = []
    for passage, reading in zip(passages, readings, strict=True):
        comparison = Comparison(passage, reading, counts)
        comparison.run()
        mistakes += comparison.mistakes
    return counts, mistakes


def compare(passages: Sequence[Passage], readings: Iterable[Reading]) -> dict[str, float]:
    """Return the figures of readings against the passages that they were made from, in the same order."""
    counts, _ = compared(passages, readings)
    return {"passages": len(passages), **figures(counts)}


def evaluate(passages: Sequence[Passage], model: Model) -> dict[str, float]:
    """Return the figures of a model on passages."""
    return compare(passages, readings_of(passages, model))
