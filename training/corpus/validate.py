"""What a passage must satisfy beyond being readable: legal codes, resolved references, complete and disjoint spans, no copies.

`problems_of` checks one passage by itself, `copies` compares passages with each other and with other texts. An error is to
be mended; a remark is to be looked at (a capitalised word that no record covers may be the start of a sentence).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.corpus import vocabulary
from training.corpus.format import Extent, Passage

REGISTERS = frozenset({"wire", "ministry", "regional", "broadcast", "thinktank", "seed", "other"})
LONGEST_MENTION = 90
"""Code points; a longer mention is a clause."""
SHINGLE = 6
"""Words in a shingle: long enough that ordinary phrases of diplomacy ("called on both sides to") don't count."""
COPY = 0.25
"""Share of a passage's shingles found in one other text from which it counts as a near-copy."""

_CAPITAL = re.compile(r"(?<![.!?:“\"'‘(\n] )(?<!^)(?<![\n“\"'‘(])\b[A-Z][\w’'-]*")
_FREE = frozenset(
    "I Mr Mrs Ms Dr Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December Easter Christmas Ramadan Eid Islamic Muslim Muslims Christian Christians Jewish Sunni Shia Shiite Kurdish Arab Western".split()
)


def codes_of(passage: Passage) -> Iterator[str]:
    """Yield the illegal codes and unresolved references."""
    people = {actor.id for actor in passage.actors}
    statements = {note.id for note in passage.statements}
    events = {note.id for note in passage.events}
    idents = [each.id for each in (*passage.actors, *passage.statements, *passage.events, *passage.commitments)]
    yield from (f"the id {ident} is used twice" for ident in {each for each in idents if idents.count(each) > 1})

    def known(value: str | None, legal: Iterable[str], what: str) -> Iterator[str]:
        if value is not None and value not in legal:
            yield f"{what} '{value}' is not one of {', '.join(sorted(legal)) if len(set(legal)) < 45 else 'the ISO 3166-1 alpha-3 codes'}"

    countries = vocabulary.STATES | set(vocabulary.NO_COUNTRY)
    for actor in passage.actors:
        yield from known(actor.kind, vocabulary.KINDS, f"{actor.id}: kind")
        yield from known(actor.country, countries, f"{actor.id}: country")
        for sector in actor.sectors:
            yield from known(sector, vocabulary.SECTORS, f"{actor.id}: sector")
        if not actor.mentions:
            yield f"{actor.id} has no mention"
    for note in passage.statements:
        yield from known(note.act, vocabulary.ACTS, f"{note.id}: act")
        yield from known(note.certainty, vocabulary.CERTAINTIES, f"{note.id}: certainty")
        yield from known(note.speaker, people, f"{note.id}: speaker")
        yield from known(note.addressee, people, f"{note.id}: to")
        yield from known(note.within, statements, f"{note.id}: within")
        if note.content is None:
            yield f"{note.id} has no content"
        elif note.cue == note.content:
            yield f"{note.id}: cue and content are the same"
    for event in passage.events:
        yield from known(event.type, vocabulary.TYPES, f"{event.id}: type")
        yield from known(event.mode, vocabulary.MODES.get(event.type, ()), f"{event.id}: mode of {event.type}")
        yield from known(event.status, vocabulary.STATUSES, f"{event.id}: status")
        yield from known(event.told, statements, f"{event.id}: told")
        for ident in event.actors + event.recipients:
            yield from known(ident, people, f"{event.id}: actor or recipient")
        for context in event.contexts:
            yield from known(context, vocabulary.CONTEXTS, f"{event.id}: context")
        if set(event.actors) & set(event.recipients):
            yield f"{event.id}: one actor is on both sides"
    for pledge in passage.commitments:
        yield from known(pledge.stage, vocabulary.STAGES, f"{pledge.id}: stage")
        yield from known(pledge.category, vocabulary.CATEGORIES, f"{pledge.id}: category")
        yield from known(pledge.instrument, vocabulary.INSTRUMENTS, f"{pledge.id}: instrument")
        yield from known(pledge.event, events, f"{pledge.id}: event")
        yield from known(pledge.by, people, f"{pledge.id}: by")
        for ident in pledge.donors + pledge.recipients:
            yield from known(ident, people, f"{pledge.id}: donor or recipient")
        for _, label in pledge.items:
            yield from known(label, vocabulary.ITEM_CLASSES, f"{pledge.id}: item class")


def spans_of(passage: Passage) -> Iterator[str]:
    """Yield what is wrong with spans: overlaps, shared triggers, over-long mentions."""
    text = passage.text
    taken: list[tuple[Extent, str]] = [(extent, actor.id) for actor in passage.actors for extent in actor.mentions]
    taken += [(extent, "place") for extent in passage.places]
    taken.sort()
    for (left, who), (right, other) in zip(taken, taken[1:], strict=False):
        if right[0] < left[1]:
            yield f"mentions overlap: [{text[left[0] : left[1]]}] of {who} and [{text[right[0] : right[1]]}] of {other}"
    for extent, who in taken:
        if extent[1] - extent[0] > LONGEST_MENTION:
            yield f"{who}: the mention [{text[extent[0] : extent[1]]}] is too long"
    for what, notes in (("trigger", [(e.id, e.trigger) for e in passage.events]), ("cue", [(s.id, s.cue) for s in passage.statements]),
                        ("anchor", [(c.id, c.anchor) for c in passage.commitments])):  # fmt: skip
        seen: dict[Extent, str] = {}
        for ident, extent in notes:
            if extent in seen:
                yield f"{ident} and {seen[extent]} have the same {what} [{text[extent[0] : extent[1]]}]"
            seen[extent] = ident
            if what != "anchor" and len(text[extent[0] : extent[1]].split()) > 3:  # noqa: PLR2004 - a phrasal verb at most
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
    for key in ("region", "topic"):
        if not passage.meta.get(key):
            found.append(f"{key} is missing")
    return found


def remarks_of(passage: Passage) -> list[str]:
    """Return what to look at again: capitalised words that nothing covers, events without any party."""
    covered = [extent for actor in passage.actors for extent in actor.mentions + actor.titles]
    covered += [*passage.places, *passage.dates, *passage.money, *passage.items]
    found = []
    for word in _CAPITAL.finditer(passage.text):
        inside = any(start <= word.start() < end for start, end in covered)
        if not inside and word[0].rstrip("’'s") not in _FREE and word[0] not in _FREE:
            found.append(
                f"nothing covers '{passage.text[max(0, word.start() - 15) : word.end() + 15]}'".replace("\n", " ")
            )
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
        common: dict[str, int] = defaultdict(int)
        for shingle in found:
            for right in index[shingle]:
                if right > left:
                    common[right] += 1
        for right, count in common.items():
            if count / min(len(found), len(mine[right])) >= COPY:
                yield f"{left} and {right} are near-copies"
    for name, text in others:
        common = defaultdict(int)
        for shingle in shingles(text):
            for ident in index.get(shingle, ()):
                common[ident] += 1
        for ident, count in common.items():
            if count / len(mine[ident]) >= COPY:
                yield f"{ident} is a near-copy of {name}"


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
