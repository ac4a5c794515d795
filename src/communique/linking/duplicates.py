"""Copies: the same report printed twice, word for word, cut, or rewritten from a wire.

In: articles. Out: for each a `Sketch`, small enough to keep with it, and `bands`, keys for an index: two articles of
which one is made out of the other nearly always have a key in common, whatever else is in the ledger. For two texts
that met in this way a `Likeness`, with reasons. Copies count as one independent source; articles of one story, written
independently, don't (`communique.linking.stories`).

What tells a copy from a second report of the same thing is not that both name the same people: the wording is shared
all over the shorter text, and nearly all that it tells is in the other. A follow-up that repeats a paragraph of
background shares it there and nowhere else. So the shorter text is looked at, whatever the longer adds to it.

Signatures are MinHash (PyPI package `rensa`) of hashes that are made here: the same on every machine.
"""

from __future__ import annotations

import datetime
import math
import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from communique.errors import BadRecord
from communique.linking.credits import credit
from communique.linking.stories import SUBJECT, same_subject, subject
from communique.linking.wording import TELLING, Hashes, Wording, wording
from communique.records import Article

SIGNATURE: Final = 64
"""Numbers of 32 bits in a signature."""
BANDS: Final = 40
"""How many of them are keys, each by itself: texts that share a tenth of their runs meet with 98.5%, a twelfth 97%."""
RUN: Final = 3
"""Telling words in a run of the signature: few enough to outlive a rewrite, enough to be rare."""
SHINGLE: Final = 5
"""Words in a run of `Likeness.shared`."""
NEAR: Final = 0.7
"""From this share of common shingles on, the shorter text is a cut or touched-up copy rather than a rewrite."""
TOO_SHORT: Final = 20
"""Words. A shorter text is only ever an exact copy: that a line stands in another article makes the two no source."""
LITERAL: Final = ((60, 0.2), (100, 0.05))
"""Up to so many words, the share of common shingles without which a text is no rewrite, however much it tells of the
same. Two reports of a few sentences name the same people and figures even if written independently: of real ones
(ECB+, train part) those that share less are mostly so. Of longer texts the other shares tell enough."""
FIGURES: Final = (6, 0.4)
"""A text with so many different numbers, of which a smaller share is in the other, is the next issue of a report that
is written by a form (yesterday's losses, today's losses). A wire whose figures were corrected keeps most of them."""
STORY: Final = 0.12
"""How alike the subjects of two articles of one story are, at least. Of real reports of one story (ECB+, train part)
95% are more alike, of reports of others 0.6%, but half of those of another event of the kind, if no days tell."""
_UNSURE: Final = 0.5
_SEED: Final = 1
_LAYOUT: Final = struct.Struct("<BQIi3B")
_VERSION: Final = 1
_LONGEST: Final = 48
"""Bytes of a publisher's, agency's or dateline's name that are kept."""
_WORTH_QUOTING: Final = 8
"""Words of the longest passage in common, from which on it is given as a reason."""


class Kind(StrEnum):
    """What two articles have in common. The first three make them one source."""

    EXACT = "exact"
    NEAR = "near"
    REWRITE = "rewrite"
    STORY = "story"

    @property
    def copied(self) -> bool:
        """Whether one of the two is made out of the other, or both out of a third."""
        return self is not Kind.STORY


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are."""

    score: float
    """Probability that one is a copy of the other."""
    subject: float
    """How alike their subjects are, from 0 to 1."""
    kind: Kind | None
    shared: float
    """Share of the shorter text's runs of five words that stand in the other."""
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of an article to find its copies and its story: `pack` makes less than 600 bytes of it."""

    text_id: str
    """`records.article_id` of the text."""
    signature: tuple[int, ...]
    """`SIGNATURE` numbers of 32 bits; empty for a text with too few telling words."""
    words: int
    published: datetime.date | None
    publisher: str | None
    agency: str | None
    dateline: str | None
    subject: tuple[int, ...]

    def pack(self) -> bytes:
        """Return the sketch as bytes, names cut to 48 bytes each."""
        names = [_cut(name) for name in (self.publisher, self.agency, self.dateline)]
        day = self.published.toordinal() if self.published else -1
        return b"".join(
            (
                _LAYOUT.pack(_VERSION, int(self.text_id, 16), self.words, day, *map(len, names)),
                *names,
                struct.pack(f"<B{len(self.subject)}q", len(self.subject), *self.subject),
                struct.pack(f"<{len(self.signature)}I", *self.signature),
            )
        )

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        """Return the sketch that `pack` made these bytes of.

        Raises:
            BadRecord: they are of another version, or damaged.
        """
        try:
            version, text, words, day, *lengths = _LAYOUT.unpack_from(packed)
            at, names = _LAYOUT.size, []
            for length in lengths:
                names.append(packed[at : at + length].decode() or None)
                at += length
            publisher, agency, dateline = names
            count = packed[at]
            telling = struct.unpack_from(f"<{count}q", packed, at + 1)
            at += 1 + 8 * count
            signature = struct.unpack(f"<{(len(packed) - at) // 4}I", packed[at:])
            published = None if day < 0 else datetime.date.fromordinal(day)
        except (struct.error, IndexError, UnicodeDecodeError, ValueError) as error:
            raise _damaged(len(packed), str(error)) from error
        if version != _VERSION or count > SUBJECT or len(signature) not in {0, SIGNATURE}:
            raise _damaged(len(packed), f"version {version}, {count} telling words, {len(signature)} numbers")
        return cls(f"{text:016x}", signature, words, published, publisher, agency, dateline, telling)


def sketch(article: Article) -> Sketch:
    """Return the sketch of an article; about 1 ms for 500 words."""
    found = wording(article.text)
    credited = credit(article.text, article.byline, article.publisher)
    return Sketch(
        text_id=article.id,
        signature=_signature(found.telling_runs(RUN)),
        words=len(found),
        published=article.published,
        publisher=article.publisher,
        agency=credited.agency,
        dateline=credited.dateline,
        subject=subject(found),
    )


def bands(sketch: Sketch) -> tuple[int, ...]:
    """Return the keys (64 bits, signed) to index an article by; copies nearly always have one in common.

    The first is that of the text itself, so that even a text of three words meets its exact copy. Ask for articles of
    the days around only: a phrase that everybody uses ("of the Security Council") is a key that many have.
    """
    exact = int.from_bytes(bytes.fromhex(sketch.text_id), "little", signed=True)
    numbers = np.array(sketch.signature[:BANDS], np.uint64)
    keys = (numbers << np.uint64(8)) | np.arange(len(numbers), dtype=np.uint64)
    return (exact, *(keys * np.uint64(0x9E3779B97F4A7C15)).view(np.int64).tolist())


def estimate(one: Sketch, other: Sketch) -> float:
    """Return the share of the shorter article's runs that the other has, estimated from the sketches, in about 10 µs.

    Good to 0.1 or so: enough to leave out candidates that share a phrase (under 0.05), not to call anything a copy.
    """
    if one.text_id == other.text_id:
        return 1.0
    if not one.signature or not other.signature:
        return 0.0
    alike = sum(map(int.__eq__, one.signature, other.signature)) / SIGNATURE
    shorter = max(1, min(one.words, other.words))
    return min(1.0, alike / (1 + alike) * (one.words + other.words) / shorter)


def compare(one: str, other: str, *, days_apart: int | None = None) -> Likeness:
    """Return how alike two texts are, and why.

    Args:
        one: main text of an article.
        other: that of another; the order of the two makes no difference.
        days_apart: days between their dates of publication, None when one isn't known. It counts for stories only: an
            old report reprinted is still a copy.
    """
    text, whole = sorted((one, other), key=lambda each: (len(wording(each)), each))
    shorter, longer = wording(text), wording(whole)
    about = same_subject(shorter, longer, days_apart)
    if one == other or (len(shorter) and np.array_equal(shorter.words, longer.words)):
        return Likeness(1.0, 1.0, Kind.EXACT, 1.0, ("the texts are the same, word for word",))
    shares = measure(shorter, longer)
    score = probability(shares, len(shorter))
    kind = None
    if len(shorter) < TOO_SHORT or shares.figures < FIGURES[1]:
        score = min(score, _UNSURE)
    elif shares.shingles >= NEAR:
        kind, score = Kind.NEAR, max(score, shares.shingles)
    elif score > _UNSURE:
        kind = Kind.REWRITE
    if kind is None and about >= STORY:
        kind = Kind.STORY
    return Likeness(score, about, kind, shares.shingles, _reasons(kind, shares, about, _passage(text, shorter, longer)))


@dataclass(frozen=True, slots=True)
class Shares:
    """What of the shorter of two texts is in the longer, each from 0 to 1."""

    shingles: float
    """Of its runs of five words."""
    covered: float
    """Of its words, weighed by how telling they are: those that stand in a run of three words in common."""
    sentences: float
    """Of its sentences, weighed by length: those of which that is true of at least 30%."""
    told: float
    """Of its telling words (names, numbers, rare words), each counted once."""
    figures: float
    """Of its different numbers in digits; 1 when there are fewer than `FIGURES` says."""


def measure(shorter: Wording, longer: Wording) -> Shares:
    """Return what of the shorter text is in the longer."""
    if not len(shorter):
        return Shares(0.0, 0.0, 0.0, 0.0, 1.0)
    covered = _covered(shorter, longer, 3)
    sizes = np.bincount(shorter.sentences)
    weights = np.maximum(np.bincount(shorter.sentences, weights=shorter.weights), 1e-9)
    of_each = np.bincount(shorter.sentences, weights=shorter.weights * covered) / weights
    telling, where = np.unique(shorter.stems[shorter.weights >= TELLING], return_index=True)
    told = shorter.weights[shorter.weights >= TELLING][where]
    figures = np.unique(shorter.words[shorter.numbers])
    return Shares(
        shingles=_share(shorter.different_runs(SHINGLE), longer.different_runs(SHINGLE)),
        covered=float(shorter.weights @ covered / max(float(shorter.weights.sum()), 1e-9)),
        sentences=float(sizes[of_each >= 0.3].sum() / sizes.sum()),  # noqa: PLR2004 - as Shares says
        told=float(told @ _among(telling, np.unique(longer.stems)) / max(float(told.sum()), 1e-9)),
        figures=_share(figures, np.unique(longer.words)) if len(figures) >= FIGURES[0] else 1.0,
    )


WEIGHTS: Final = (-5.31, 1.56, 2.84, 3.73, 2.86)
"""Logistic regression on the dev part of corpus/wires (`python -m training.wires --fit`): the constant, then shingles,
covered, sentences and told."""


def probability(shares: Shares, words: int) -> float:
    """Return how probable it is that the shorter text is a copy of the longer, or both of a third.

    `words` is how long the shorter one is.
    """
    constant, *weights = WEIGHTS
    values = (shares.shingles, shares.covered, shares.sentences, shares.told)
    score = 1 / (1 + math.exp(-constant - sum(map(float.__mul__, weights, values))))
    needed = next((share for longest, share in LITERAL if words <= longest), 0.0)
    return score if shares.shingles >= needed else min(score, _UNSURE * shares.shingles / needed)


def _signature(hashes: Hashes) -> tuple[int, ...]:
    from rensa import RMinHash  # noqa: PLC0415  # only what links needs it

    distinct = np.unique(hashes)
    if not len(distinct):
        return ()
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        distinct, np.array([0, len(distinct)], np.uint64), SIGNATURE, _SEED
    )
    return tuple(matrix.to_rows()[0])


def _share(some: Hashes, others: Hashes) -> float:
    return float(_among(some, others).mean()) if len(some) else 0.0


def _among(some: Hashes, others: Hashes) -> NDArray[np.bool_]:
    """Return for each hash whether it is among others, of which each is there once, the lowest first."""
    if not len(others):
        return np.zeros(len(some), np.bool_)
    places = np.minimum(np.searchsorted(others, some), len(others) - 1)
    return np.asarray(others[places] == some)


def _covered(text: Wording, other: Wording, length: int) -> NDArray[np.bool_]:
    """Return for each word of a text whether it stands in a run of that many words that the other has too."""
    found = _among(text.runs(length), other.different_runs(length))
    covered = np.zeros(len(text), np.bool_)
    for place in range(length):
        covered[place : place + len(found)] |= found
    return covered


def _passage(text: str, shorter: Wording, longer: Wording) -> str | None:
    """Return the longest passage in common, as the shorter text has it, when it is long enough to be worth quoting."""
    found = _among(shorter.runs(SHINGLE), longer.different_runs(SHINGLE))
    edges = np.flatnonzero(np.diff(np.concatenate(([False], found, [False])).astype(np.int8)))
    begins, ends = edges[::2], edges[1::2]
    if not len(begins):
        return None
    best = int(np.argmax(ends - begins))
    first, last = int(begins[best]), int(ends[best]) + SHINGLE - 2
    if last - first + 1 < _WORTH_QUOTING:
        return None
    return " ".join(text[int(shorter.spans[first, 0]) : int(shorter.spans[last, 1])].split())


def _reasons(kind: Kind | None, shares: Shares, about: float, passage: str | None) -> tuple[str, ...]:
    """Return in words what speaks for this kind."""
    reasons = [
        f"{shares.shingles:.0%} of the shorter text's runs of five words stand in the other",
        f"{shares.sentences:.0%} of its sentences (by length) share wording with the other",
        f"{shares.told:.0%} of its names, numbers and rare words are in the other",
    ]
    if kind is Kind.STORY or kind is None:
        reasons.append(f"their subjects are alike to {about:.0%}")
    if passage:
        reasons.append(f"longest passage in common: “{passage}”")
    return tuple(reasons)


def _cut(name: str | None) -> bytes:
    """Return a name in UTF-8, cut where a character ends."""
    return (name or "").encode("utf-8", "ignore")[:_LONGEST].decode("utf-8", "ignore").encode()


def _damaged(size: int, why: str) -> BadRecord:
    return BadRecord(f"{size} bytes are no sketch of an article: {why}", hint="Make it anew from the article.")
