"""The annotation format of the corpus: text in, passages out.

`parse_file` reads a file of passages, `parse` one block. Every error carries the passage's id, the line and how to mend
it; a block is parsed to its end, so that a writer sees all errors at once. The format is described in
`corpus/GUIDELINES.md`, what a passage holds in `training.corpus.notes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, TypeVar

from communique.vocabulary import QuantityKind
from training.corpus.notes import ActorNote, CommitmentNote, EventNote, Extent, Passage, StatementNote
from training.corpus.spans import find

Note = TypeVar("Note", EventNote, CommitmentNote)

_PIECE: Final = re.compile(r"(?P<key>[a-z]+)?\[(?P<span>[^\]\[]+)\](?::(?P<label>\w+))?|(?P<word>\S+)")
_HEAD: Final = re.compile(r"^== (\S+)\s*$")
_WORDS: Final = {"actor": 4, "statement": 4, "event": 4, "commitment": 5}
"""Bare words with which a record line begins: what it is, its id and its codes. An actor may have one more, its
sectors; a commitment `cumulative`."""
_QUANTITIES: Final = tuple(kind.value for kind in QuantityKind)
_EVENT_SPANS: Final = frozenset({"trigger", "mention", "date", "place", *_QUANTITIES})
_COMMITMENT_SPANS: Final = frozenset({"amount", "item", "condition", "date"})


class FormatError(ValueError):
    """A passage that can't be read as written; `problems` has a line for each thing to mend."""

    def __init__(self, ident: str, problems: list[str]) -> None:
        super().__init__(f"{ident}: " + "; ".join(problems))
        self.ident = ident
        self.problems = problems


@dataclass(slots=True)
class _Line:
    """A record line cut into pieces: bare words, `key=value` pairs and spans by key."""

    words: list[str] = field(default_factory=list)
    pairs: dict[str, str] = field(default_factory=dict)
    spans: dict[str, list[tuple[str, str | None]]] = field(default_factory=dict)
    contexts: list[str] = field(default_factory=list)

    def ids(self, key: str) -> tuple[str, ...]:
        """Return the ids of a pair such as `actor=a,b`."""
        return tuple(each for each in self.pairs.get(key, "").split(",") if each and each != "-")


def _cut(line: str) -> _Line:
    """Return the pieces of one record line."""
    cut = _Line()
    for piece in _PIECE.finditer(line):
        if piece["span"] is not None:
            cut.spans.setdefault(piece["key"] or "", []).append((piece["span"], piece["label"]))
        elif "=" in piece["word"]:
            key, _, value = piece["word"].partition("=")
            cut.pairs[key] = value
        elif piece["word"].startswith("+"):
            cut.contexts.append(piece["word"][1:])
        else:
            cut.words.append(piece["word"])
    return cut


class _Builder:
    """Collects the records of one passage, and its problems."""

    def __init__(self, ident: str, meta: dict[str, str], text: str) -> None:
        self.ident, self.meta, self.text = ident, meta, text
        self.problems: list[str] = []
        self.starred: list[tuple[int, Extent]] = []
        self.actors: list[ActorNote] = []
        self.marks: dict[str, list[Extent]] = {"place": [], "date": [], "money": [], "item": []}
        self.statements: list[tuple[StatementNote, str | None]] = []
        self.events: list[tuple[EventNote, str | None]] = []
        self.commitments: list[tuple[CommitmentNote, str | None]] = []
        self.none = False

    def spans(self, cut: _Line, key: str) -> list[Extent]:
        """Return the extents of all spans written under a key."""
        found: list[Extent] = []
        for written, _ in cut.spans.get(key, []):
            try:
                found.extend(find(self.text, written))
            except ValueError as error:
                self.problems.append(str(error))
        return found

    def span(self, cut: _Line, key: str, line: str, *, needed: bool = False) -> Extent | None:
        """Return the one extent under a key, None where there is none."""
        found = self.spans(cut, key)
        if len(found) > 1 or (needed and not found and key not in cut.spans):
            self.problems.append(f"one {key}[…] is wanted in: {line}")
        return found[0] if found else None

    def actor(self, cut: _Line, line: str) -> None:
        if len(cut.words) < _WORDS["actor"]:
            self.problems.append(f"an actor is 'actor ID KIND COUNTRY SECTORS [mention]…': {line}")
            return
        _, ident, kind, country, *rest = cut.words
        starred = {
            extent for written, _ in cut.spans.get("", []) if written.endswith("*") for extent in self._quiet(written)
        }
        mentions = self.spans(cut, "")
        self.starred.extend((len(self.actors), extent) for extent in starred)
        self.actors.append(
            ActorNote(
                id=ident,
                kind=kind,
                country=None if country == "-" else country,
                sectors=tuple(each for each in (rest[0] if rest else "-").split(",") if each != "-"),
                mentions=tuple(sorted(set(mentions))),
                titles=tuple(self.spans(cut, "title")),
            )
        )

    def _quiet(self, written: str) -> list[Extent]:
        try:
            return find(self.text, written)
        except ValueError:
            return []

    def statement(self, cut: _Line, line: str) -> None:
        cue = self.span(cut, "cue", line, needed=True)
        if len(cut.words) != _WORDS["statement"] or cue is None:
            self.problems.append(f"a statement is 'statement ID ACT CERTAINTY speaker=ID cue[…] content[…]': {line}")
            return
        _, ident, act, certainty = cut.words
        note = StatementNote(
            id=ident,
            act=act,
            certainty=certainty,
            speaker=cut.pairs.get("speaker"),
            cue=cue,
            content=self.span(cut, "content", line),
            addressee=cut.pairs.get("to"),
        )
        self.statements.append((note, cut.pairs.get("told")))

    def event(self, cut: _Line, line: str) -> None:
        trigger = self.span(cut, "trigger", line, needed=True)
        if len(cut.words) != _WORDS["event"] or trigger is None:
            self.problems.append(
                f"an event is 'event ID TYPE[:mode] STATUS actor=ID recipient=ID trigger[…] …': {line}"
            )
            return
        _, ident, kind, status = cut.words
        kind, _, mode = kind.partition(":")
        quantities = tuple((key, extent) for key in _QUANTITIES for extent in self.spans(cut, key))
        self._unknown(cut, line, _EVENT_SPANS)
        note = EventNote(
            id=ident,
            type=kind,
            mode=mode or None,
            status=status,
            actors=cut.ids("actor"),
            recipients=cut.ids("recipient"),
            trigger=trigger,
            mentions=tuple(self.spans(cut, "mention")),
            dates=tuple(self.spans(cut, "date")),
            places=tuple(self.spans(cut, "place")),
            quantities=quantities,
            contexts=tuple(cut.contexts),
        )
        self.events.append((note, cut.pairs.get("told")))

    def commitment(self, cut: _Line, line: str) -> None:
        codes, rest = cut.words[: _WORDS["commitment"]], cut.words[_WORDS["commitment"] :]
        if len(codes) < _WORDS["commitment"] or rest not in ([], ["cumulative"]):
            self.problems.append(
                f"a commitment is 'commitment ID STAGE CATEGORY INSTRUMENT donor=ID recipient=ID …': {line}"
            )
            return
        _, ident, stage, category, instrument = codes
        self._unknown(cut, line, _COMMITMENT_SPANS)
        amount = self.span(cut, "amount", line)
        labels = [label or "other" for _, label in cut.spans.get("item", [])]
        items = tuple(zip(self.spans(cut, "item"), labels, strict=False))
        event = cut.pairs.get("event")
        trigger = next((note.trigger for note, _ in self.events if note.id == event), None)
        anchor = amount or (items[0][0] if items else trigger)
        if anchor is None:
            self.problems.append(f"a commitment needs an amount[…], an item[…] or an event= written before it: {line}")
            return
        note = CommitmentNote(
            id=ident,
            stage=stage,
            category=category,
            instrument=instrument,
            donors=cut.ids("donor"),
            recipients=cut.ids("recipient"),
            amount=amount,
            items=items,
            anchor=anchor,
            by=cut.pairs.get("by"),
            event=event,
            condition=self.span(cut, "condition", line),
            dates=tuple(self.spans(cut, "date")),
            cumulative=bool(rest),
        )
        self.commitments.append((note, cut.pairs.get("told")))

    def _unknown(self, cut: _Line, line: str, known: frozenset[str]) -> None:
        self.problems.extend(f"'{key}[…]' is not known in: {line}" for key in cut.spans if key not in known)

    def read(self, line: str) -> None:
        """Take one record line."""
        cut = _cut(line)
        first = cut.words[0] if cut.words else ""
        if first in self.marks:
            self.marks[first].extend(self.spans(cut, ""))
        elif first == "none":
            self.none = True
        elif first in _WORDS:
            getattr(self, first)(cut, line)
        else:
            self.problems.append(f"no such record: {line}")

    def build(self) -> Passage:
        """Return the passage; raise FormatError with all problems."""
        self._drop_covered_stars()
        if self.problems:
            raise FormatError(self.ident, self.problems)
        statements = _nest([note for note, _ in self.statements], {note.id: told for note, told in self.statements})
        tellers = list({note.id: note for note in statements}.values())
        events = tuple(_told(note, note.trigger, tellers, told) for note, told in self.events)
        commitments = tuple(_told(note, note.anchor, tellers, told) for note, told in self.commitments)
        used = self.marks
        mentioned = {each for actor in self.actors for each in actor.mentions}
        return Passage(
            id=self.ident,
            meta=self.meta,
            text=self.text,
            actors=tuple(self.actors),
            places=_joined(used["place"], *(set(note.places) - mentioned for note in events)),
            dates=_joined(used["date"], *(note.dates for note in events), *(note.dates for note in commitments)),
            money=_joined(used["money"], (note.amount for note in commitments if note.amount)),
            items=_joined(used["item"], (each for note in commitments for each, _ in note.items)),
            statements=statements,
            events=events,
            commitments=commitments,
            none=self.none,
        )

    def _drop_covered_stars(self) -> None:
        """Leave out of a starred mention what a longer mention or title covers."""
        plain = [extent for actor in self.actors for extent in actor.mentions + actor.titles]
        drop = {
            (index, star)
            for index, star in self.starred
            if any(each != star and each[0] <= star[0] and star[1] <= each[1] for each in plain)
        }
        for index in {index for index, _ in drop}:
            actor = self.actors[index]
            kept = tuple(each for each in actor.mentions if (index, each) not in drop)
            self.actors[index] = replace(actor, mentions=kept)


def _joined(*extents: Iterable[Extent]) -> tuple[Extent, ...]:
    """Return the extents of several lists, each once, in the order of the text."""
    return tuple(sorted({each for some in extents for each in some}))


def innermost(at: Extent, statements: list[StatementNote]) -> str | None:
    """Return the id of the smallest content that holds an extent, None where none does."""
    holders = [
        (note.content[1] - note.content[0], note.id)
        for note in statements
        if note.content and note.content[0] <= at[0] and at[1] <= note.content[1] and note.cue != at
    ]
    return min(holders, key=lambda each: each[0])[1] if holders else None


def _nest(notes: list[StatementNote], stated: dict[str, str | None]) -> tuple[StatementNote, ...]:
    """Return the statements with the one that each stands in: as stated (`-` for none), else the innermost."""
    nested = []
    for note in notes:
        told = stated[note.id]
        within = None if told == "-" else told or innermost(note.cue, [each for each in notes if each.id != note.id])
        nested.append(replace(note, within=within))
    return tuple(nested)


def _told(note: Note, at: Extent, tellers: list[StatementNote], stated: str | None) -> Note:
    """Return a record with the statement that tells it: as stated (`-` for none), else the innermost around `at`."""
    told = None if stated == "-" else stated or innermost(at, tellers)
    return replace(note, told=told)


def parse(block: str) -> Passage:
    """Return the passage of one block: head line, metadata, text, `--`, records.

    Raises:
        FormatError: it can't be read as written.
    """
    lines = block.strip("\n").split("\n")
    head = _HEAD.match(lines[0])
    if not head:
        raise FormatError(lines[0][:40], ["a passage begins with '== ID'"])
    ident = head[1]
    if "--" not in lines:
        raise FormatError(ident, ["the line '--' between text and records is missing"])
    cut = lines.index("--")
    text = "\n".join(line.strip() for line in lines[2:cut] if line.strip())
    builder = _Builder(ident, _metadata(ident, lines[1]), text)
    order = {name: at for at, name in enumerate(_WORDS)}
    records = [line.strip() for line in lines[cut + 1 :] if line.strip()]
    for line in sorted(records, key=lambda each: order.get(each.split(" ", 1)[0], 0)):
        builder.read(line)
    return builder.build()


def _metadata(ident: str, line: str) -> dict[str, str]:
    """Return the metadata of a passage's second line."""
    meta = {}
    for part in line.split(" | "):
        key, colon, value = part.partition(":")
        if not colon:
            form = "'register: … | region: … | topic: … | published: …'"
            raise FormatError(ident, [f"the second line is metadata, {form}, not: {line}"])
        meta[key.strip()] = value.strip()
    return meta


def blocks(path: Path) -> Iterator[str]:
    """Yield the blocks of a file of passages."""
    block: list[str] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("== ") and block:
            yield "\n".join(block)
            block = []
        if block or line.startswith("== "):
            block.append(line)
    if block:
        yield "\n".join(block)


def parse_file(path: Path) -> list[Passage]:
    """Return all passages of a file.

    Raises:
        FormatError: the first passage that can't be read.
    """
    return [parse(block) for block in blocks(path)]
