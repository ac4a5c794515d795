"""The annotation format of the corpus: text in, passages out.

`parse_file` reads a file of passages, `parse` one block. Every error carries the passage's id, the line and how to mend
it; a block is parsed to its end, so that a writer sees all errors at once. The format is described in
`corpus/GUIDELINES.md`. Offsets are Unicode code points into the passage's text, end exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

Extent = tuple[int, int]
"""Start and end of a span, code points, end exclusive."""

Note = TypeVar("Note", "EventNote", "CommitmentNote")

_PIECE = re.compile(r"(?P<key>[a-z]+)?\[(?P<span>[^\]\[]+)\](?::(?P<label>\w+))?|(?P<word>\S+)")
_HEAD = re.compile(r"^== (\S+)\s*$")


class FormatError(ValueError):
    """A passage that can't be read as written; `problems` has a line for each thing to mend."""

    def __init__(self, ident: str, problems: list[str]) -> None:
        super().__init__(f"{ident}: " + "; ".join(problems))
        self.ident = ident
        self.problems = problems


@dataclass(frozen=True, slots=True)
class ActorNote:
    """An actor with all its mentions and titles."""

    id: str
    kind: str
    country: str | None
    sectors: tuple[str, ...]
    mentions: tuple[Extent, ...]
    titles: tuple[Extent, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementNote:
    """A statement; `cue` is the reporting word."""

    id: str
    act: str
    certainty: str
    speaker: str | None
    cue: Extent
    content: Extent | None
    addressee: str | None = None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class EventNote:
    """An event; `quantities` maps a kind to its spans, `told` is the id of the innermost statement that tells it."""

    id: str
    type: str
    mode: str | None
    status: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    trigger: Extent
    mentions: tuple[Extent, ...] = ()
    dates: tuple[Extent, ...] = ()
    places: tuple[Extent, ...] = ()
    quantities: tuple[tuple[str, Extent], ...] = ()
    contexts: tuple[str, ...] = ()
    told: str | None = None


@dataclass(frozen=True, slots=True)
class CommitmentNote:
    """A commitment; `anchor` is its amount, else its first item, else its event's trigger."""

    id: str
    stage: str
    category: str
    instrument: str
    donors: tuple[str, ...]
    recipients: tuple[str, ...]
    amount: Extent | None
    items: tuple[tuple[Extent, str], ...]
    anchor: Extent
    by: str | None = None
    event: str | None = None
    condition: Extent | None = None
    dates: tuple[Extent, ...] = ()
    cumulative: bool = False
    told: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One annotated passage."""

    id: str
    meta: dict[str, str]
    text: str
    actors: tuple[ActorNote, ...] = ()
    places: tuple[Extent, ...] = ()
    dates: tuple[Extent, ...] = ()
    money: tuple[Extent, ...] = ()
    items: tuple[Extent, ...] = ()
    statements: tuple[StatementNote, ...] = ()
    events: tuple[EventNote, ...] = ()
    commitments: tuple[CommitmentNote, ...] = ()
    none: bool = False


@dataclass(slots=True)
class _Line:
    """A record line cut into pieces: bare words, `key=value` pairs and spans by key."""

    words: list[str] = field(default_factory=list)
    pairs: dict[str, str] = field(default_factory=dict)
    spans: dict[str, list[tuple[str, str | None]]] = field(default_factory=dict)
    contexts: list[str] = field(default_factory=list)


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


def _occurrences(text: str, part: str) -> list[int]:
    """Return where `part` stands in `text` as whole words."""
    before = r"(?<!\w)" if part[:1].isalnum() else ""
    after = r"(?!\w)" if part[-1:].isalnum() else ""
    return [found.start() for found in re.finditer(before + re.escape(part) + after, text)]


def find(text: str, written: str) -> list[Extent]:
    """Return the extents that a written span names: one, or all for `…*`.

    Raises ValueError, with how to mend it, when the span is not in the text or stands there several times.
    """
    every = written.endswith("*") and len(written) > 1
    if every:
        return [(at, at + len(written) - 1) for at in _occurrences(text, written[:-1])] or _refuse(
            written, "is not in the text"
        )
    number = re.search(r"#(\d+)(?= … |$)", written)
    nth = int(number[1]) if number else None
    bare = written[: number.start()] + written[number.end() :] if number else written
    first, ellipsis, last = bare.partition(" … ")
    starts = _occurrences(text, first)
    if not starts:
        return _refuse(written, "is not in the text as written" + _nearest(text, first))
    if nth is None and len(starts) > 1:
        return _refuse(written, f"stands {len(starts)} times in the text; write [{first}#1{ellipsis}{last}], #2 …")
    if nth is not None and not 1 <= nth <= len(starts):
        return _refuse(written, f"there are only {len(starts)} of it")
    start = starts[(nth or 1) - 1]
    if not ellipsis:
        return [(start, start + len(first))]
    ends = [at for at in _occurrences(text, last) if at >= start + len(first)]
    if not ends:
        return _refuse(written, f"no '{last}' after '{first}'")
    return [(start, ends[0] + len(last))]


def _refuse(written: str, why: str) -> list[Extent]:
    raise ValueError(f"[{written}] {why}")


def _nearest(text: str, part: str) -> str:
    """Return a hint when only the case differs or the span is not cut at whole words."""
    at = text.lower().find(part.lower())
    return f" (the text has '{text[max(0, at - 5) : at + len(part) + 5]}')" if at >= 0 else ""


class _Builder:
    """Collects the records of one passage, and its problems."""

    def __init__(self, ident: str, meta: dict[str, str], text: str) -> None:
        self.ident, self.meta, self.text = ident, meta, text
        self.problems: list[str] = []
        self.starred: list[tuple[str, int, Extent]] = []
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
        if len(cut.words) < 4:
            self.problems.append(f"an actor is 'actor ID KIND COUNTRY SECTORS [mention]…': {line}")
            return
        _, ident, kind, country, *rest = cut.words
        sectors = tuple(each for each in (rest[0] if rest else "-").split(",") if each != "-")
        starred = {
            extent for written, _ in cut.spans.get("", []) if written.endswith("*") for extent in self._quiet(written)
        }
        mentions = self.spans(cut, "")
        self.starred.extend((ident, len(self.actors), extent) for extent in starred)
        self.actors.append(
            ActorNote(
                ident,
                kind,
                None if country == "-" else country,
                sectors,
                tuple(sorted(set(mentions))),
                tuple(self.spans(cut, "title")),
            )
        )

    def _quiet(self, written: str) -> list[Extent]:
        try:
            return find(self.text, written)
        except ValueError:
            return []

    def statement(self, cut: _Line, line: str) -> None:
        cue = self.span(cut, "cue", line, needed=True)
        if len(cut.words) != 4 or cue is None:
            self.problems.append(f"a statement is 'statement ID ACT CERTAINTY speaker=ID cue[…] content[…]': {line}")
            return
        _, ident, act, certainty = cut.words
        note = StatementNote(
            ident, act, certainty, cut.pairs.get("speaker"), cue, self.span(cut, "content", line), cut.pairs.get("to")
        )
        self.statements.append((note, cut.pairs.get("told")))

    def event(self, cut: _Line, line: str) -> None:
        trigger = self.span(cut, "trigger", line, needed=True)
        if len(cut.words) != 4 or trigger is None:
            self.problems.append(
                f"an event is 'event ID TYPE[:mode] STATUS actor=ID recipient=ID trigger[…] …': {line}"
            )
            return
        _, ident, kind, status = cut.words
        kind, _, mode = kind.partition(":")
        quantities = tuple(
            (key, extent)
            for key in ("dead", "injured", "arrested", "displaced", "crowd", "troops")
            for extent in self.spans(cut, key)
        )
        self._unknown(
            cut,
            line,
            {"trigger", "mention", "date", "place", "dead", "injured", "arrested", "displaced", "crowd", "troops"},
        )
        self.events.append(
            (
                EventNote(
                    ident, kind, mode or None, status, _ids(cut, "actor"), _ids(cut, "recipient"), trigger,
                    tuple(self.spans(cut, "mention")), tuple(self.spans(cut, "date")), tuple(self.spans(cut, "place")),
                    quantities, tuple(cut.contexts),
                ),
                cut.pairs.get("told"),
            )
        )  # fmt: skip

    def commitment(self, cut: _Line, line: str) -> None:
        if len(cut.words) not in {5, 6} or (len(cut.words) == 6 and cut.words[5] != "cumulative"):
            self.problems.append(
                f"a commitment is 'commitment ID STAGE CATEGORY INSTRUMENT donor=ID recipient=ID …': {line}"
            )
            return
        _, ident, stage, category, instrument = cut.words[:5]
        self._unknown(cut, line, {"amount", "item", "condition", "date"})
        amount = self.span(cut, "amount", line)
        labels = [label or "other" for _, label in cut.spans.get("item", [])]
        items = tuple(zip(self.spans(cut, "item"), labels, strict=False))
        event = cut.pairs.get("event")
        trigger = next((note.trigger for note, _ in self.events if note.id == event), None)
        anchor = amount or (items[0][0] if items else trigger)
        if anchor is None:
            self.problems.append(f"a commitment needs an amount[…], an item[…] or an event= written before it: {line}")
            return
        self.commitments.append(
            (
                CommitmentNote(
                    ident, stage, category, instrument, _ids(cut, "donor"), _ids(cut, "recipient"), amount, items, anchor,
                    cut.pairs.get("by"), event, self.span(cut, "condition", line), tuple(self.spans(cut, "date")), len(cut.words) == 6,
                ),
                cut.pairs.get("told"),
            )
        )  # fmt: skip

    def _unknown(self, cut: _Line, line: str, known: set[str]) -> None:
        for key in cut.spans:
            if key not in known:
                self.problems.append(f"'{key}[…]' is not known in: {line}")

    def read(self, line: str) -> None:
        """Take one record line."""
        cut = _cut(line)
        first = cut.words[0] if cut.words else ""
        if first in self.marks:
            self.marks[first].extend(self.spans(cut, ""))
        elif first == "none":
            self.none = True
        elif first in {"actor", "statement", "event", "commitment"}:
            getattr(self, first)(cut, line)
        else:
            self.problems.append(f"no such record: {line}")

    def build(self) -> Passage:
        """Return the passage; raise FormatError with all problems."""
        self._drop_covered_stars()
        if self.problems:
            raise FormatError(self.ident, self.problems)
        statements = _nest([note for note, _ in self.statements], {note.id: told for note, told in self.statements})
        tellers = {note.id: note for note in statements}
        events = tuple(_told(note, note.trigger, tellers, told) for note, told in self.events)
        commitments = tuple(_told(note, note.anchor, tellers, told) for note, told in self.commitments)
        used = self.marks
        dates = {
            *used["date"],
            *(each for note in events for each in note.dates),
            *(each for note in commitments for each in note.dates),
        }
        mentioned = {each for actor in self.actors for each in actor.mentions}
        places = {*used["place"], *(each for note in events for each in note.places if each not in mentioned)}
        money = {*used["money"], *(note.amount for note in commitments if note.amount)}
        items = {*used["item"], *(each for note in commitments for each, _ in note.items)}
        return Passage(
            self.ident, self.meta, self.text, tuple(self.actors), tuple(sorted(places)), tuple(sorted(dates)), tuple(sorted(money)),
            tuple(sorted(items)), statements, events, commitments, self.none,
        )  # fmt: skip

    def _drop_covered_stars(self) -> None:
        """Leave out of a starred mention what a longer mention or title covers."""
        plain = [extent for actor in self.actors for extent in actor.mentions + actor.titles]
        drop = {
            (index, star)
            for _, index, star in self.starred
            if any(each != star and each[0] <= star[0] and star[1] <= each[1] for each in plain)
        }
        for index in {index for index, _ in drop}:
            actor = self.actors[index]
            kept = tuple(each for each in actor.mentions if (index, each) not in drop)
            self.actors[index] = ActorNote(actor.id, actor.kind, actor.country, actor.sectors, kept, actor.titles)


def _ids(cut: _Line, key: str) -> tuple[str, ...]:
    return tuple(each for each in cut.pairs.get(key, "").split(",") if each and each != "-")


def innermost(at: Extent, statements: list[StatementNote]) -> str | None:
    """Return the id of the smallest content that holds an extent, None where none does."""
    holders = [
        note
        for note in statements
        if note.content and note.content[0] <= at[0] and at[1] <= note.content[1] and note.cue != at
    ]
    return (
        min(holders, key=lambda note: note.content[1] - note.content[0] if note.content else 0).id if holders else None
    )


def _nest(notes: list[StatementNote], stated: dict[str, str | None]) -> tuple[StatementNote, ...]:
    nested = []
    for note in notes:
        told = stated[note.id]
        within = None if told == "-" else told or innermost(note.cue, [each for each in notes if each.id != note.id])
        nested.append(
            StatementNote(
                note.id, note.act, note.certainty, note.speaker, note.cue, note.content, note.addressee, within
            )
        )
    return tuple(nested)


def _told(note: Note, at: Extent, tellers: dict[str, StatementNote], stated: str | None) -> Note:

    told = None if stated == "-" else stated or innermost(at, list(tellers.values()))
    return replace(note, told=told)


def parse(block: str) -> Passage:
    """Return the passage of one block (head line, metadata, text, `--`, records); raise FormatError."""
    lines = block.strip("\n").split("\n")
    head = _HEAD.match(lines[0])
    if not head:
        raise FormatError(lines[0][:40], ["a passage begins with '== ID'"])
    ident = head[1]
    if "--" not in lines:
        raise FormatError(ident, ["the line '--' between text and records is missing"])
    cut = lines.index("--")
    meta = {}
    for part in lines[1].split(" | "):
        key, colon, value = part.partition(":")
        if not colon:
            raise FormatError(
                ident,
                [f"the second line is metadata, 'register: … | region: … | topic: … | published: …', not: {lines[1]}"],
            )
        meta[key.strip()] = value.strip()
    builder = _Builder(ident, meta, "\n".join(line.strip() for line in lines[2:cut] if line.strip()))
    order = {"actor": 0, "statement": 1, "event": 2, "commitment": 3}
    records = [line.strip() for line in lines[cut + 1 :] if line.strip()]
    for line in sorted(records, key=lambda each: order.get(each.split(" ", 1)[0], 0)):
        builder.read(line)
    return builder.build()


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
    """Return all passages of a file; raise FormatError at the first bad one."""
    return [parse(block) for block in blocks(path)]
