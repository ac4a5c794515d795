"""What two tellings have in common, as numbers: the features that the weights of event linking are fitted on.

In: tolds. Out: for each pair a row of numbers named in `FEATURES`. All of them are symmetrical. A feature that can't be
told of a pair (no sketch, no day of publication) is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.linking.event_told import Told
from communique.linking.event_vectors import matrix
from communique.linking.event_words import NEAR, RAREST, rarities, term

Floats = NDArray[np.float32]

PLAIN: Final = (
    "stem", "prefix", "stem_rarity", "cross", "sentence", "near", "story", "article", "days",
    "stem_sentence", "stem_near", "stem_story", "stem_article", "stem_days", "sentence_article", "sentence_days",
    "story_twice", "story_days", "near_story",
)  # fmt: skip
"""Features of words and days. stem: the same stem; prefix: another, which begins alike; cross: the trigger of one
stands in the sentence of the other; sentence, near, story: likeness of the terms of the sentences, about the triggers,
of the articles; days: logarithm of the days between the publications, the first
not counted (a morning paper tells of the day before); the others are products."""
SKETCHED: Final = (
    "vector", "vector_twice", "vector_stem", "vector_story", "vector_sentence", "vector_near", "vector_article",
    "vector_days",
)  # fmt: skip
"""Features of the sketches of both triggers."""
COMPANY: Final = ("company", "company_stem", "company_vector", "company_story", "company_near", "company_cross")
"""Features of a whole set: whether the two articles are like the same other ones. Two stories of one kind (two arrests
of two actors) share their words, but not their company: it tells them apart far better than the likeness of two
articles does (area under the curve on ECB+ 0.94, that of likeness 0.87)."""
FEATURES: Final = (*PLAIN, *SKETCHED, *COMPANY)
FEWEST: Final = 6
"""Articles from which a set tells anything of company."""
ALIKE: Final = 4
"""Letters with which two stems begin alike."""
LONGEST: Final = 400
"""Days apart that count as more no longer."""


@dataclass(frozen=True, slots=True)
class Side:
    """Tolds as arrays, ready to be compared with others; `names` numbers every term and stem of both sides."""

    stems: NDArray[np.int64]
    prefixes: NDArray[np.int64]
    rarities: Floats
    articles: NDArray[np.int64]
    triggers: NDArray[np.int64]
    sentence: Floats
    near: Floats
    story: Floats
    company: Floats
    days: Floats
    vectors: Floats
    sketched: NDArray[np.bool_]

    def rows(self, first: int, last: int) -> Side:
        """Return the tolds from `first` to `last` (exclusive)."""
        return Side(*[each[first:last] for each in _ARRAYS(self)])


_ARRAYS = attrgetter(*Side.__slots__)


def side(tolds: Sequence[Told], *, company: bool = False) -> Side:
    """Return the arrays of tolds. Two sides can be compared only where they are parts of one call's.

    With `company` the tolds are a whole set, whose articles tell of each other.
    """
    numbers: dict[object, int] = {}

    def number(name: object) -> int:
        return numbers.setdefault(name, len(numbers))

    rare = rarities()
    # All events of an article have its story in common.
    stories = {each: at for at, each in enumerate(dict.fromkeys(told.story for told in tolds))}
    terms = dict.fromkeys(chain.from_iterable((*(told.sentence for told in tolds), *stories)))
    columns = {each: at for at, each in enumerate(terms)}
    weight = np.array([rare[each] for each in columns], dtype=np.float32)
    vectors, sketched = matrix([told.vector for told in tolds])
    articles = np.array([number(("article", told.article)) for told in tolds])
    story = _terms([*stories], columns, weight)[[stories[told.story] for told in tolds]]
    return Side(
        stems=np.array([number(told.trigger) if told.trigger else -1 - at for at, told in enumerate(tolds)]),
        prefixes=np.array(
            [
                number(("begins", told.trigger[:ALIKE])) if len(told.trigger) >= ALIKE else -1 - at
                for at, told in enumerate(tolds)
            ]
        ),
        rarities=np.array([rare[term(told.trigger)] / RAREST for told in tolds], dtype=np.float32),
        articles=articles,
        triggers=np.array([columns.get(term(told.trigger), -1) if told.trigger else -1 for told in tolds]),
        sentence=_terms([told.sentence for told in tolds], columns, weight),
        near=_terms([told.sentence[:NEAR] for told in tolds], columns, weight),
        story=story,
        company=_company(articles, story) if company else np.zeros((len(tolds), 1), dtype=np.float32),
        days=np.array([_day(told) for told in tolds], dtype=np.float32),
        vectors=vectors,
        sketched=sketched,
    )


def features(left: Side, right: Side) -> Floats:
    """Return the features [left, right, len(FEATURES)] of every pair of two parts of one side."""
    return _features(_Grid(left, right), left.rarities[:, None])


def paired(whole: Side, first: Sequence[int], second: Sequence[int]) -> Floats:
    """Return the features [pairs, len(FEATURES)] of pairs of tolds, by their places in a side."""
    pairs = _Pairs(whole, np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64))
    return _features(pairs, whole.rarities[pairs.first])


@dataclass(frozen=True, slots=True)
class _Grid:
    """Every told of one part beside every one of the other."""

    left: Side
    right: Side

    def both(self, name: str) -> tuple[Any, Any]:
        """Return the arrays of a field, shaped so that they meet."""
        return getattr(self.left, name)[:, None], getattr(self.right, name)[None]

    def product(self, name: str) -> Floats:
        """Return the scalar products of the rows of a field."""
        return np.asarray(getattr(self.left, name) @ getattr(self.right, name).T)

    def cross(self) -> Floats:
        """Return whether the trigger of one stands in the sentence of the other, by half for each."""
        return np.asarray((_names(self.left, self.right) + _names(self.right, self.left).T) / 2, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Some pairs of tolds."""

    whole: Side
    first: NDArray[np.int64]
    second: NDArray[np.int64]

    def both(self, name: str) -> tuple[Any, Any]:
        """As `_Grid`."""
        held = getattr(self.whole, name)
        return held[self.first], held[self.second]

    def product(self, name: str) -> Floats:
        """As `_Grid`."""
        # Not a product of matrices: for so few numbers the threads that share one cost more than they do.
        return np.asarray(np.einsum("ij,ij->i", *self.both(name)))

    def cross(self) -> Floats:
        """As `_Grid`."""
        held = self.whole
        turns = ((self.first, self.second), (self.second, self.first))
        named = [(held.triggers[one] >= 0) & (held.sentence[other, held.triggers[one]] > 0) for one, other in turns]
        return np.asarray((named[0].astype(np.float32) + named[1]) / 2, dtype=np.float32)


def _features(pairs: _Grid | _Pairs, rarities: Floats) -> Floats:
    same = np.equal(*pairs.both("stems")).astype(np.float32)
    prefix = np.equal(*pairs.both("prefixes")) * (1 - same)
    article = np.equal(*pairs.both("articles")).astype(np.float32)
    cross = pairs.cross()
    sentence, near, story, company = (pairs.product(name) for name in ("sentence", "near", "story", "company"))
    apart = np.abs(np.subtract(*pairs.both("days")))
    days = np.log1p(np.clip(np.nan_to_num(apart) - 1, 0, LONGEST)) * (1 - article)
    vector = pairs.product("vectors") * np.logical_and(*pairs.both("sketched"))
    found = {
        "stem": same, "prefix": prefix, "stem_rarity": same * rarities, "cross": cross,
        "sentence": sentence, "near": near, "story": story, "article": article, "days": days,
        "stem_sentence": same * sentence, "stem_near": same * near, "stem_story": same * story,
        "stem_article": same * article, "stem_days": same * days, "sentence_article": sentence * article,
        "sentence_days": sentence * days, "story_twice": story * story, "story_days": story * days,
        "near_story": near * story,
        "vector": vector, "vector_twice": np.maximum(vector, 0) ** 2, "vector_stem": vector * same,
        "vector_story": vector * story, "vector_sentence": vector * sentence, "vector_near": vector * near,
        "vector_article": vector * article, "vector_days": vector * days,
        "company": company, "company_stem": company * same, "company_vector": company * vector,
        "company_story": company * story, "company_near": company * near, "company_cross": company * cross,
    }  # fmt: skip
    # A feature after another in memory: who weighs them goes through one at a time.
    return np.moveaxis(np.stack([found[name] for name in FEATURES]).astype(np.float32, copy=False), 0, -1)


def _names(left: Side, right: Side) -> Floats:
    """Return 1 where the trigger of the left told stands in the sentence of the right one."""
    found = np.zeros((len(left.stems), len(right.stems)), dtype=np.float32)
    known = np.flatnonzero(left.triggers >= 0)
    found[known] = right.sentence[:, left.triggers[known]].T > 0
    return found


def _company(articles: NDArray[np.int64], story: Floats) -> Floats:
    """Return unit rows [count, articles]: how much likelier than usual each article is to each of the set."""
    _, firsts, where = np.unique(articles, return_index=True, return_inverse=True)
    if len(firsts) < FEWEST:
        return np.zeros((len(articles), 1), dtype=np.float32)
    alike = story[firsts] @ story[firsts].T
    alike -= alike.mean()
    alike /= np.maximum(np.linalg.norm(alike, axis=-1, keepdims=True), 1e-6)
    return np.asarray(alike[where], dtype=np.float32)


def _terms(lists: Sequence[Sequence[int]], columns: dict[int, int], weight: Floats) -> Floats:
    """Return unit rows [count, columns], each term as long as it is rare."""
    found = np.zeros((len(lists), len(columns)), dtype=np.float32)
    places = [columns[each] for each in chain.from_iterable(lists)]
    found[np.repeat(np.arange(len(lists)), [len(terms) for terms in lists]), places] = weight[places]
    found /= np.maximum(np.linalg.norm(found, axis=-1, keepdims=True), 1e-6)
    return found


def _day(told: Told) -> float:
    """Return the day of publication, else the stated one; that stated dates agree is a matter of `event_rules`."""
    day = told.published or told.start
    return float(day.toordinal()) if day else float("nan")
