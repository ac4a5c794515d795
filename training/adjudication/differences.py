"""Where a passage's annotation and what was read of it differ, in words, and what would make the one into the other.

In: a passage and a reading of its text. Out: `Difference`s, each with what the annotation has, what was read, and an
`Edit` of the passage's record lines. Actors are compared by their mentions (`training.evaluate`); one that was read and
shares no mention with any annotated one has no id, and what needs it has no edit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from communique.records import Commitment, Event, Reading, Span, Statement
from training.corpus.notes import PRONOUNS, CommitmentNote, EventNote, Extent, Passage, StatementNote
from training.corpus.spans import overlap, same_half, write

NOTHING: Final = "no {} of its own"
"""What a side has where only the other one has a record."""
EMPTY: Final = "–"
SHORT: Final = 90
"""Code points of a content that are shown whole."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a passage's record lines.

    `drop` the record, `put` it in (`value` is its line, with `*` for its id), `set` the word of its line at the place
    `field`, `add` an id to the pair `field` or `remove` it, or give a pair (`pair`) or a span (`span`) a value.
    """

    act: Literal["drop", "put", "set", "add", "remove", "pair", "span"]
    record: str
    field: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that the annotation has otherwise than the reading: in words, and the edits that would follow."""

    kind: str
    at: Extent
    annotated: str
    read: str
    edits: tuple[Edit, ...]


class Differences:
    """The differences of one passage."""

    def __init__(self, passage: Passage, reading: Reading) -> None:
        self.passage, self.reading = passage, reading
        self.gold = {actor.id: actor.mentions for actor in passage.actors}
        self.mine = {actor.id: [_extent(each) for each in actor.mentions] for actor in reading.actors}
        self.names = {ident: self._name(mentions) for ident, mentions in self.gold.items()}
        self.names |= {f"?{actor.name}": actor.name for actor in reading.actors}
        self.noted = {actor.id: self._noted(actor.id) or f"?{actor.name}" for actor in reading.actors}

    def _name(self, mentions: Iterable[Extent]) -> str:
        words = [self.passage.text[slice(*each)] for each in mentions]
        return max([each for each in words if each.lower() not in PRONOUNS] or words, key=len, default="")

    def _noted(self, ident: str) -> str | None:
        shared = Counter(
            gold
            for gold, mentions in self.gold.items()
            for ours in self.mine[ident]
            for at in mentions
            if overlap(ours, at)
        )
        return shared.most_common(1)[0][0] if shared else None

    def _those(self, idents: Iterable[str]) -> list[str]:
        return sorted({self.noted[each] for each in idents})

    def _named(self, idents: Iterable[str]) -> str:
        return ", ".join(sorted(self.names[each] for each in idents)) or EMPTY

    def all(self) -> Iterator[Difference]:
        """Yield all differences."""
        yield from self._events()
        yield from self._statements()
        yield from self._commitments()

    def _events(self) -> Iterator[Difference]:
        seen = set()
        for note in self.passage.events:
            spans = [note.trigger, *note.mentions]
            fits = [each for each in self.reading.events if _meet(spans, [each.trigger, *each.mentions])]
            seen |= {each.id for each in fits}
            if not fits:
                told = self._event(note.type, note.mode, note.status, note.actors, note.recipients)
                drop = Edit("drop", f"event {note.id}")
                yield Difference("event", note.trigger, told, NOTHING.format("event"), (drop,))
                continue
            same = [each for each in fits if each.type == note.type]
            yield from self._labels(note, (same or fits)[0])
            yield from self._roles(note, same or fits)
        for event in self.reading.events:
            if event.id in seen:
                continue
            actors, recipients = self._those(event.actors), self._those(event.recipients)
            told = self._event(event.type, event.mode, event.status, actors, recipients)
            yield Difference(
                "event",
                _extent(event.trigger),
                NOTHING.format("event"),
                told,
                self._put_event(event, actors, recipients),
            )

    def _event(self, kind: str, mode: str | None, status: str, actors: Iterable[str], recipients: Iterable[str]) -> str:
        sides = f"actor {self._named(actors)}, recipient {self._named(recipients)}"
        return f"{kind}{f':{mode}' if mode else ''} {status}, {sides}"

    def _put_event(self, event: Event, actors: list[str], recipients: list[str]) -> tuple[Edit, ...]:
        trigger = write(self.passage.text, _extent(event.trigger))
        if trigger is None or not _known([*actors, *recipients]):
            return ()
        kind = f"{event.type}:{event.mode}" if event.mode else event.type
        sides = _pairs(actor=actors, recipient=recipients)
        contexts = "".join(f" +{each}" for each in event.contexts)
        return (Edit("put", "event", value=f"event * {kind} {event.status}{sides} trigger[{trigger}]{contexts}"),)

    def _labels(self, note: EventNote, event: Event) -> Iterator[Difference]:
        record = f"event {note.id}"
        if event.type != note.type:
            kind = f"{event.type}:{event.mode}" if event.mode else str(event.type)
            yield Difference("type", note.trigger, note.type, str(event.type), (Edit("set", record, "2", kind),))
        elif event.status != note.status:
            edit = Edit("set", record, "3", str(event.status))
            yield Difference(
                "status", note.trigger, f"{note.type} {note.status}", f"{event.type} {event.status}", (edit,)
            )

    def _roles(self, note: EventNote, events: list[Event]) -> Iterator[Difference]:
        gold = {"actor": set(note.actors), "recipient": set(note.recipients)}
        mine = {
            "actor": {who for each in events for who in self._those(each.actors)},
            "recipient": {who for each in events for who in self._those(each.recipients)},
        }
        record = f"event {note.id}"
        for role, other in (("actor", "recipient"), ("recipient", "actor")):
            for who in sorted(gold[role] - mine[role]):
                edits = [Edit("remove", record, role, who)]
                told, read = (f"{self.names[who]}: {word}{role} of {note.type}" for word in ("", "not "))
                if who in mine[other] - gold[other]:
                    edits.append(Edit("add", record, other, who))
                    read = f"{self.names[who]}: {other} of {note.type}"
                yield Difference("role", note.trigger, told, read, tuple(edits))
            for who in sorted(mine[role] - gold[role] - gold[other]):
                made = (Edit("add", record, role, who),) if _known([who]) else ()
                told, read = (f"{self.names[who]}: {word}{role} of {note.type}" for word in ("not ", ""))
                yield Difference("role", note.trigger, told, read, made)

    def _statements(self) -> Iterator[Difference]:
        seen = set()
        for note in self.passage.statements:
            fits = [each for each in self.reading.statements if each.cue and overlap(_extent(each.cue), note.cue)]
            seen |= {each.id for each in fits}
            if note.speaker is None or note.content is None:  # no record: nothing that a reading could have
                continue
            if not fits:
                told = f"{note.act} by {self.names[note.speaker]}, content “{self._short(note.content)}”"
                drop = Edit("drop", f"statement {note.id}")
                yield Difference("statement", note.cue, told, NOTHING.format("statement"), (drop,))
                continue
            yield from self._said(note, note.speaker, note.content, fits)
        for each in self.reading.statements:
            if each.cue and each.id not in seen:
                who = self.noted[each.speaker]
                told = f"{each.act} by {self.names[who]}, content “{self._short(_extent(each.content))}”"
                nothing = NOTHING.format("statement")
                yield Difference(
                    "statement", _extent(each.cue), nothing, told, self._put_statement(each, each.cue, who)
                )

    def _said(self, note: StatementNote, speaker: str, content: Extent, fits: list[Statement]) -> Iterator[Difference]:
        record, first = f"statement {note.id}", fits[0]
        if first.act != note.act:
            yield Difference("act", note.cue, note.act, str(first.act), (Edit("set", record, "2", str(first.act)),))
        if not any(same_half(content, _extent(each.content)) for each in fits):
            written = write(self.passage.text, _extent(first.content))
            edits = (Edit("span", record, "content", written),) if written else ()
            yield Difference("content", note.cue, self._short(content), self._short(_extent(first.content)), edits)
        if not any(self._share(speaker, each.speaker) for each in fits):
            who = self.noted[first.speaker]
            edits = (Edit("pair", record, "speaker", who),) if _known([who]) else ()
            yield Difference("speaker", note.cue, self.names[speaker], self.names[who], edits)

    def _put_statement(self, made: Statement, cue: Span, who: str) -> tuple[Edit, ...]:
        written, content = (write(self.passage.text, _extent(each)) for each in (cue, made.content))
        if written is None or content is None or not _known([who]):
            return ()
        line = f"statement * {made.act} {made.certainty} speaker={who} cue[{written}] content[{content}]"
        return (Edit("put", "statement", value=line),)

    def _short(self, extent: Extent) -> str:
        words = " ".join(self.passage.text[slice(*extent)].split())
        return words if len(words) <= SHORT else f"{words[: SHORT // 2]} … {words[-SHORT // 2 :]}"

    def _share(self, gold: str, mine: str) -> bool:
        return any(overlap(ours, theirs) for ours in self.gold[gold] for theirs in self.mine[mine])

    def _commitments(self) -> Iterator[Difference]:
        seen = set()
        nothing = NOTHING.format("commitment")
        for note in self.passage.commitments:
            fits = [each for each in self.reading.commitments if overlap(note.anchor, self._anchor(each))]
            seen |= {each.id for each in fits}
            if fits:
                yield from self._given(note, fits)
                continue
            told = self._commitment(note.stage, note.category, note.instrument, note.donors, note.recipients)
            yield Difference("commitment", note.anchor, told, nothing, (Edit("drop", f"commitment {note.id}"),))
        for each in self.reading.commitments:
            if each.id not in seen:
                donors, recipients = self._those(each.donors), self._those(each.recipients)
                told = self._commitment(each.stage, each.category, each.instrument, donors, recipients)
                edits = self._put_commitment(each, donors, recipients)
                yield Difference("commitment", self._anchor(each), nothing, told, edits)

    def _given(self, note: CommitmentNote, fits: list[Commitment]) -> Iterator[Difference]:
        record, first = f"commitment {note.id}", fits[0]
        if first.stage != note.stage:
            edit = Edit("set", record, "2", str(first.stage))
            yield Difference("stage", note.anchor, note.stage, str(first.stage), (edit,))
        for role, gold, mine in (
            ("donor", note.donors, [each.donors for each in fits]),
            ("recipient", note.recipients, [each.recipients for each in fits]),
        ):
            if any(
                not (gold or some) or any(self._share(ours, each) for ours in gold for each in some) for some in mine
            ):
                continue
            read = self._those(mine[0])
            edits = (Edit("pair", record, role, ",".join(read)),) if _known(read) else ()
            yield Difference(role, note.anchor, self._named(gold), self._named(read), edits)

    def _commitment(
        self, stage: str, category: str, instrument: str, donors: Iterable[str], recipients: Iterable[str]
    ) -> str:
        return f"{stage} {category} {instrument}, donor {self._named(donors)}, recipient {self._named(recipients)}"

    def _put_commitment(self, made: Commitment, donors: list[str], recipients: list[str]) -> tuple[Edit, ...]:
        anchor = write(self.passage.text, self._anchor(made))
        if anchor is None or not (made.amount or made.items) or not _known([*donors, *recipients]):
            return ()
        what = f"amount[{anchor}]" if made.amount else f"item[{anchor}]:{made.items[0].item_class}"
        sides = _pairs(donor=donors, recipient=recipients)
        return (
            Edit(
                "put", "commitment", value=f"commitment * {made.stage} {made.category} {made.instrument}{sides} {what}"
            ),
        )

    def _anchor(self, made: Commitment) -> Extent:
        if made.amount:
            return _extent(made.amount.span)
        if made.items:
            return _extent(made.items[0].span)
        told = next((each for each in self.reading.events if each.id == made.event), None)
        return _extent(told.trigger if told else made.evidence)


def _extent(span: Span) -> Extent:
    return span.start, span.end


def _meet(spans: Iterable[Extent], words: Iterable[Span]) -> bool:
    return any(overlap(at, _extent(each)) for at in spans for each in words)


def _known(idents: Iterable[str]) -> bool:
    return not any(each.startswith("?") for each in idents)


def _pairs(**sides: list[str]) -> str:
    return "".join(f" {role}={','.join(some)}" for role, some in sides.items() if some)
