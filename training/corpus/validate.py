"""What a passage must satisfy beyond being readable.

Legal codes, resolved references, complete and disjoint spans, no copies. `problems_of` checks one passage by itself,
`copies` compares passages with each other and with other texts. An error is to be mended; a remark is to be looked at
(a capitalised word that no record covers may be the start of a sentence).
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from communique.errors import ReadingError
from communique.knowledge.codebook import slots
from communique.knowledge.countries import countries
from communique.knowledge.party_words import is_meeting
from communique.knowledge.speech_words import allows
from communique.text import sentences
from communique.vocabulary import (
    MODES,
    Act,
    ActorKind,
    Category,
    Certainty,
    Context,
    EventType,
    Instrument,
    ItemClass,
    Mode,
    Sector,
    Stage,
    Status,
)
from training.corpus.notes import ActorNote, CommitmentNote, EventNote, Extent, Passage, StatementNote
from training.corpus.readings import reading_of

REGISTERS: Final = frozenset({"wire", "ministry", "regional", "broadcast", "thinktank", "seed", "other"})
LONGEST_MENTION: Final = 90
"""Code points; a longer mention is a clause."""
LONGEST_WORDS: Final = 3
"""Words of a trigger or cue: a phrasal verb at most."""
SHINGLE: Final = 6
"""Words in a shingle: long enough that ordinary phrases of diplomacy ("called on both sides to") don't count."""
COPY: Final = 0.25
"""Share of a passage's shingles found in one other text from which it counts as a near-copy."""

_CAPITAL: Final = re.compile(r"(?<![.!?:“\"'‘(\n] )(?<!^)(?<![\n“\"'‘(])\b[A-Z][\w’'-]*")
_POSSESSIVE: Final = re.compile(r"\b[a-z]\w*['’]s$")
_FREE: Final = frozenset(
    """
    I Mr Mrs Ms Dr Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July
    August September October November December Easter Christmas Ramadan Eid Islamic Muslim Muslims Christian Christians
    Jewish Sunni Shia Shiite Kurdish Arab Western
    """.split()  # noqa: SIM905  words are read and sorted out more easily than a list of sixty strings
)
_MODES: Final = {kind.value: frozenset(mode.value for mode in modes) for kind, modes in MODES.items()}


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """Return what may stand for an actor's country: ISO 3166-1 alpha-3 (KOS for Kosovo) and PLOVER's slots for none."""
    return frozenset(countries()) | frozenset(slots())


def _words(vocabulary: type[StrEnum]) -> frozenset[str]:
    return frozenset(word.value for word in vocabulary)


_KINDS, _SECTORS = _words(ActorKind), _words(Sector)
_ACTS, _CERTAINTIES = _words(Act), _words(Certainty)
_TYPES, _STATUSES, _CONTEXTS = _words(EventType), _words(Status), _words(Context)
_STAGES, _CATEGORIES, _INSTRUMENTS, _ITEM_CLASSES = map(_words, (Stage, Category, Instrument, ItemClass))


def _known(value: str | None, legal: Collection[str], what: str) -> Iterator[str]:
    if value is not None and value not in legal:
        codes = "the ISO 3166-1 alpha-3 codes" if legal is country_codes() else ", ".join(sorted(legal))
        yield f"{what} '{value}' is not one of {codes}"


def codes_of(passage: Passage) -> Iterator[str]:
    """Yield the illegal codes and unresolved references."""
    people = {actor.id for actor in passage.actors}
    statements = {note.id for note in passage.statements}
    events = {note.id for note in passage.events}
    idents = [each.id for each in passage.actors] + [each.id for each in passage.statements]
    idents += [each.id for each in passage.events] + [each.id for each in passage.commitments]
    yield from (f"the id {ident} is used twice" for ident, count in Counter(idents).items() if count > 1)
    for actor in passage.actors:
        yield from _actor(actor)
    for note in passage.statements:
        yield from _statement(note, people, statements)
        yield from _act(note, passage.text)
    for event in passage.events:
        yield from _event(event, people, statements)
    for pledge in passage.commitments:
        yield from _commitment(pledge, people, events)


def _actor(actor: ActorNote) -> Iterator[str]:
    yield from _known(actor.kind, _KINDS, f"{actor.id}: kind")
    yield from _known(actor.country, country_codes(), f"{actor.id}: country")
    for sector in actor.sectors:
        yield from _known(sector, _SECTORS, f"{actor.id}: sector")
    if not actor.mentions:
        yield f"{actor.id} has no mention"


def _statement(note: StatementNote, people: set[str], statements: set[str]) -> Iterator[str]:
    yield from _known(note.act, _ACTS, f"{note.id}: act")
    yield from _known(note.certainty, _CERTAINTIES, f"{note.id}: certainty")
    yield from _known(note.speaker, people, f"{note.id}: speaker")
    yield from _known(note.addressee, people, f"{note.id}: to")
    yield from _known(note.within, statements, f"{note.id}: within")
    if note.content is None:
        yield f"{note.id} has no content"
    elif note.cue == note.content:
        yield f"{note.id}: cue and content are the same"


def _act(note: StatementNote, text: str) -> Iterator[str]:
    cue = text[note.cue[0] : note.cue[1]]
    if note.act in _ACTS and not allows(cue.lower(), Act(note.act)):
        yield f"{note.id}: [{cue}] tells nothing of {note.act}; write say, or mark the word that tells it as a cue"


def _event(event: EventNote, people: set[str], statements: set[str]) -> Iterator[str]:
    yield from _known(event.type, _TYPES, f"{event.id}: type")
    yield from _known(event.mode, _MODES.get(event.type, ()), f"{event.id}: mode of {event.type}")
    yield from _known(event.status, _STATUSES, f"{event.id}: status")
    yield from _known(event.told, statements, f"{event.id}: told")
    for ident in event.actors + event.recipients:
        yield from _known(ident, people, f"{event.id}: actor or recipient")
    for context in event.contexts:
        yield from _known(context, _CONTEXTS, f"{event.id}: context")
    if set(event.actors) & set(event.recipients):
        yield f"{event.id}: one actor is on both sides"


def _commitment(pledge: CommitmentNote, people: set[str], events: set[str]) -> Iterator[str]:
    yield from _known(pledge.stage, _STAGES, f"{pledge.id}: stage")
    yield from _known(pledge.category, _CATEGORIES, f"{pledge.id}: category")
    yield from _known(pledge.instrument, _INSTRUMENTS, f"{pledge.id}: instrument")
    yield from _known(pledge.event, events, f"{pledge.id}: event")
    yield from _known(pledge.by, people, f"{pledge.id}: by")
    for ident in pledge.donors + pledge.recipients:
        yield from _known(ident, people, f"{pledge.id}: donor or recipient")
    for _, label in pledge.items:
        yield from _known(label, _ITEM_CLASSES, f"{pledge.id}: item class")


def spans_of(passage: Passage) -> Iterator[str]:
    """Yield what is wrong with spans: overlaps, shared triggers, over-long mentions."""
    text = passage.text
    taken: list[tuple[Extent, str]] = [(extent, actor.id) for actor in passage.actors for extent in actor.mentions]
    taken += [(extent, "place") for extent in passage.places]
    taken.sort()
    for (left, who), (right, other) in pairwise(taken):
        if right[0] < left[1]:
            yield f"mentions overlap: [{text[left[0] : left[1]]}] of {who} and [{text[right[0] : right[1]]}] of {other}"
    for extent, who in taken:
        if extent[1] - extent[0] > LONGEST_MENTION:
            yield f"{who}: the mention [{text[extent[0] : extent[1]]}] is too long"
    yield from _heads("trigger", [(note.id, note.trigger) for note in passage.events], text)
    yield from _heads("cue", [(note.id, note.cue) for note in passage.statements], text)
    yield from _heads("anchor", [(note.id, note.anchor) for note in passage.commitments], text)


def _heads(what: str, heads: list[tuple[str, Extent]], text: str) -> Iterator[str]:
    """Yield the triggers, cues or anchors that two records share, and triggers and cues that are no single word."""
    seen: dict[Extent, str] = {}
    for ident, extent in heads:
        words = text[extent[0] : extent[1]]
        if extent in seen:
            yield f"{ident} and {seen[extent]} have the same {what} [{words}]"
        seen[extent] = ident
        if what != "anchor" and len(words.split()) > LONGEST_WORDS:
            yield f"{ident}: the {what} is longer than three words"


def problems_of(passage: Passage) -> list[str]:
    """Return what must be mended in one passage."""
    found = [*codes_of(passage), *spans_of(passage)]
    if passage.none and (passage.statements or passage.events or passage.commitments):
        found.append("'none' and records")
    if not passage.none and not (passage.statements or passage.events or passage.commitments):
        found.append("no records: write 'none' if that is meant")
    if passage.meta.get("register") not in REGISTERS:
        found.append(f"register is one of {', '.join(sorted(REGISTERS))}")
    published = passage.meta.get("published", "")
    if published != "-" and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", published):
        found.append("published is an ISO date or -")
    found.extend(f"{key} is missing" for key in ("region", "topic") if not passage.meta.get(key))
    found.extend(_meetings(passage))
    return found or _unreadable(passage)


def _meetings(passage: Passage) -> Iterator[str]:
    """Yield the meetings of two of whom one is written as recipient; see `is_meeting`."""
    for event in passage.events:
        if event.type != EventType.CONSULT or event.mode not in {None, Mode.PHONE} or len(event.actors) != 1:
            continue
        begin, end = next(each for each in sentences(passage.text) if each[0] <= event.trigger[0] < each[1])
        if event.recipients and is_meeting(passage.text[slice(*event.trigger)], passage.text[begin:end]):
            yield f"{event.id}: all who meet or talk are actors: actor={event.actors[0]},{','.join(event.recipients)}"


def _unreadable(passage: Passage) -> list[str]:
    """Return why a passage makes no reading, such as two statements of which each holds the other."""
    try:
        reading_of(passage)
    except ReadingError as error:
        return [f"{error.problem}: {error.hint}" if error.hint else error.problem]
    return []


def remarks_of(passage: Passage) -> list[str]:
    """Return what to look at again: capitals that nothing covers, a possessive's "'s", events without any party."""
    covered = [extent for actor in passage.actors for extent in actor.mentions + actor.titles]
    covered += [*passage.places, *passage.dates, *passage.money, *passage.items]
    found = []
    for word in _CAPITAL.finditer(passage.text):
        inside = any(start <= word.start() < end for start, end in covered)
        if not inside and word[0].rstrip("’'s") not in _FREE and word[0] not in _FREE:
            around = passage.text[max(0, word.start() - 15) : word.end() + 15]
            found.append(f"nothing covers '{around}'".replace("\n", " "))
    found += [
        f"'{passage.text[start:end]}': a possessive's \"'s\" is no part of a mention"
        for actor in passage.actors
        for start, end in actor.mentions
        if _POSSESSIVE.search(passage.text, start, end)
    ]
    found += [
        f"{event.id} has no actor and no recipient"
        for event in passage.events
        if not event.actors and not event.recipients
    ]
    return found


def shingles(text: str) -> frozenset[str]:
    """Return the word shingles of a text, lower case."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)))


def copies(passages: list[Passage], others: Iterable[tuple[str, str]] = ()) -> Iterator[str]:
    """Yield the passages that repeat another passage or one of `others` (name, text)."""
    mine = {passage.id: shingles(passage.text) for passage in passages}
    index: dict[str, set[str]] = defaultdict(set)
    for ident, found in mine.items():
        for shingle in found:
            index[shingle].add(ident)
    for left, found in mine.items():
        for right, count in _in_common(found, index).items():
            if right > left and count / min(len(found), len(mine[right])) >= COPY:
                yield f"{left} and {right} are near-copies"
    for name, text in others:
        for ident, count in _in_common(shingles(text), index).items():
            if count / len(mine[ident]) >= COPY:
                yield f"{ident} is a near-copy of {name}"


def _in_common(found: frozenset[str], index: dict[str, set[str]]) -> Counter[str]:
    """Return how many shingles of a text each passage has too; `index` maps a shingle to the passages that have it."""
    return Counter(ident for shingle in found for ident in index.get(shingle, ()))


def texts_of(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (ref, text) of the gold data under a folder."""
    for path in sorted(folder.rglob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if not line:
                continue
            row = json.loads(line)
            if isinstance(row.get("text"), str):
                yield f"{path.parent.name}/{row.get('ref', '?')}", row["text"]
            for document in row.get("documents", ()):
                yield f"{path.parent.name}/{document['ref']}", document["text"]
