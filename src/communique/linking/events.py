"""The same event across articles: one event with its reports.

In: tolds (`tell` makes them of a reading). Out: how probable it is that two tell of one event, with reasons for people
(`compare`); the keys under which candidates are looked up (`blocks`); which known event a new report joins (`place`);
and the clusters of a whole set (`cluster`). Nothing here keeps anything.

The probability is logistic in the features of `event_features`, with weights fitted on ECB+ and MEANTIME
(`python -m training.linking`), and the points of `event_rules`; its rules bar a link whatever the likeness. Reports are
joined by average linkage: a report must be like the whole of an event, not like one report of it.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from communique.linking.event_features import FEATURES, Floats, Side, features, paired, side
from communique.linking.event_rules import MUTUAL, barrier, points
from communique.linking.event_told import Told, tell
from communique.linking.event_words import weights
from communique.shown import numbered

__all__ = ["Comparison", "Told", "blocks", "cluster", "compare", "place", "tell"]

CHUNK: Final = 256
"""Tolds whose pairs are worked out at a time."""
NEIGHBOURS: Final = 0.3
"""Share of what the neighbours of a pair say when a whole set is clustered."""
COMPARED: Final = 12
"""Reports of a known event that a new one is compared with: the first and the latest."""
TOGETHER: Final = 2048
"""Pairs that are worked out at once; of an article that has more, each new told is compared by itself."""
WEEK: Final = 7
_Id = TypeVar("_Id", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How probable it is that two tellings are of one event, and what speaks for or against it, in short phrases."""

    probability: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Weights by feature [features] with their bias, and thresholds.

    `pair` is for two tellings alone, `set` for those of a whole set with its company, `plain` for lack of sketches.
    """

    pair: tuple[Floats, float]
    set: tuple[Floats, float]
    plain: tuple[Floats, float]
    threshold: float
    set_threshold: float
    within: float


@lru_cache(maxsize=1)
def _fitted() -> _Fitted:
    held = weights()

    def taken(name: str) -> tuple[Floats, float]:
        by_name = held[name]["weights"]
        return np.array([by_name.get(each, 0.0) for each in FEATURES], dtype=np.float32), held[name]["bias"]

    thresholds = [held[name] for name in ("threshold", "threshold_of_sets", "threshold_within_article")]
    return _Fitted(taken("pair"), taken("set"), taken("plain"), *thresholds)


def _logits(left: Side, right: Side) -> Floats:
    """Return the fitted logit of every pair [left, right]."""
    known = left.sketched[:, None] & right.sketched[None]
    return _weighed(features(left, right), known, company=bool(left.company.any()))


def _weighed(found: Floats, known: NDArray[np.bool_], *, company: bool) -> Floats:
    """Return the fitted logits of pairs [...] by their features [..., features].

    `known` tells of which pairs both have sketches, `company` whether they are of a whole set.
    """
    fitted = _fitted()
    planes = np.moveaxis(found, -1, 0)
    scores = [
        np.tensordot(weights, planes, 1) + bias if wanted else 0.0
        for (weights, bias), wanted in (
            (fitted.set if company else fitted.pair, known.any()),
            (fitted.plain, not known.all()),
        )
    ]
    return np.asarray(np.where(known, *scores), dtype=np.float32)


def _probability(logit: float) -> float:
    return 1 / (1 + math.exp(-min(30.0, max(-30.0, logit))))


def compare(a: Told, b: Told) -> Comparison:
    """Return how probable it is that two tellings are of one event, with reasons; 0 where a rule bars it."""
    barred = barrier(a, b)
    if barred:
        return Comparison(0.0, (barred,))
    first, second = sorted((a, b), key=_order)
    added, reasons = points(first, second)
    logits, found = _compared([(first, second)])
    logit = float(logits[0]) + added
    return Comparison(_probability(logit), (*reasons, *_likeness(a, b, found[0])))


def _likeness(a: Told, b: Told, found: Floats) -> Iterator[str]:
    """Yield what the fitted features say, for people."""
    value = dict(zip(FEATURES, (float(each) for each in found), strict=True))
    words = f"{a.word} / {b.word}"
    if value["stem"] or value["vector"] > 0.5:  # noqa: PLR2004  # half alike, for people only
        yield f"triggers {words}"
    else:
        yield f"different triggers {words}"
    if a.published and b.published and a.article != b.article:
        apart = abs((a.published - b.published).days)
        yield f"published {numbered(apart, 'days')} apart" if apart else "published on the same day"
    if value["article"]:
        yield "same article"
    else:
        yield f"articles {value['story']:.0%} alike"
    yield f"sentences {value['sentence']:.0%} alike"


def _order(told: Told) -> bytes:
    """Return what tolds are sorted by, so that no result depends on the order in which they come."""
    return told.to_bytes()


def blocks(told: Told) -> tuple[str, ...]:
    """Return the keys under which an event is kept and its candidates are looked up.

    Two tellings of one event share a key when they name the same countries, the same trigger or the same town, and are
    at most three days apart: each key is of a week, and there are two rows of weeks, half a week apart.
    """
    day = told.start if told.start and told.precision in {"day", "week"} else told.published or told.start
    weeks = _weeks(day)
    first = sorted(told.actor_countries or told.actors)[:2]
    second = sorted(told.recipient_countries or told.recipients)[:2]
    pairs = [(a, b) for a in first for b in second] or [(each, "") for each in (*first, *second)]
    if told.type in MUTUAL:
        pairs = [(min(pair), max(pair)) for pair in pairs]
    keys = [f"{told.type}|{a}>{b}" for a, b in pairs[:3]]
    keys += [f"{told.trigger}|{each}" for each in (*first, *second)[:2]]
    if told.exact:
        keys.append(f"{told.type}|{told.place}")
    if not keys:
        keys = [f"{told.trigger}|{each}" for each in sorted(told.story[:4])] or [told.trigger]
    return tuple(f"{key}|{week}" for key in dict.fromkeys(keys) for week in weeks)


def _weeks(day: datetime.date | None) -> tuple[str, ...]:
    if day is None:
        return ("-",)
    return f"a{day.toordinal() // WEEK}", f"b{(day.toordinal() + WEEK // 2) // WEEK}"


class Alike:
    """How like new tolds are to others: worked out for many pairs together once something is asked."""

    def __init__(self, new: Sequence[Told], pairs: Iterable[tuple[int, Told]]) -> None:
        """Take the new tolds, and pairs of the place of one with another told, of which those together are asked.

        No more of the pairs are taken than are worked out at once.
        """
        self.new = new
        found: dict[tuple[int, int], tuple[int, Told]] = {}
        for at, other in pairs:
            found.setdefault((at, id(other)), (at, other))
            if len(found) > TOGETHER:
                found.clear()
                break
        self._pairs = list(found.values())
        self._places = {each: place for place, each in enumerate(found)}
        self._found: tuple[Floats, Floats] | None = None

    def of(self, at: int, others: Sequence[Told]) -> tuple[list[float], Floats]:
        """Return the fitted logits of a new told with others, and the features of each [others, features]."""
        places = [self._places.get((at, id(each)), -1) for each in others]
        if -1 in places:
            logits, found = _compared([(self.new[at], each) for each in others])
            return logits.tolist(), found
        if self._found is None:
            self._found = _compared([(self.new[at], other) for at, other in self._pairs])
        logits, found = self._found
        return logits[places].tolist(), found[places]


def _compared(pairs: Sequence[tuple[Told, Told]]) -> tuple[Floats, Floats]:
    """Return the fitted logits and the features [pairs, features] of pairs."""
    tolds = list({id(each): each for pair in pairs for each in pair}.values())
    places = {id(each): place for place, each in enumerate(tolds)}
    whole = side(tolds)
    first, second = ([places[id(pair[end])] for pair in pairs] for end in (0, 1))
    found = paired(whole, first, second)
    return _weighed(found, whole.sketched[first] & whole.sketched[second], company=False), found


def place(new: Told, candidates: Sequence[tuple[_Id, Sequence[Told]]]) -> tuple[_Id, Comparison] | None:
    """Return the known event that a new report joins, with the reasons; None where it is a new event.

    Of the candidates (id, reports) it is the one whose reports are the likest on average, if that is over the threshold
    and no rule bars any of them. The reasons are those of the report that is likest.
    """
    # Most candidates are barred, which is far cheaper to tell than how like they are.
    chosen = [(ident, some) for ident, reports in candidates if (some := unbarred(new, reports))]
    return choose(0, chosen, Alike([new], [(0, each) for _, some in chosen for each in some]))


def choose(at: int, candidates: Sequence[tuple[_Id, Sequence[Told]]], alike: Alike) -> tuple[_Id, Comparison] | None:
    """Return which of some events a new report joins, as `place` does, of candidates that `unbarred` let through.

    Args:
        at: the new report's place in `alike`.
        candidates: ids and reports.
        alike: how like reports are.
    """
    if not candidates:
        return None
    fitted, new = _fitted(), alike.new[at]
    best: tuple[float, _Id, int] | None = None
    others = [each for _, reports in candidates for each in reports]
    fit, found = alike.of(at, others)
    first = 0
    for ident, reports in candidates:
        chances = [_probability(fit[each] + points(new, other)[0]) for each, other in enumerate(reports, first)]
        mean = sum(chances) / len(chances)
        within = [chance for chance, each in zip(chances, reports, strict=True) if each.article == new.article]
        passes = mean >= fitted.threshold and all(chance >= fitted.within for chance in within)
        if passes and (best is None or mean > best[0]):
            best = mean, ident, first + chances.index(max(chances))
        first += len(reports)
    if best is None:
        return None
    other = others[best[2]]
    reasons = points(*sorted((new, other), key=_order))[1]
    return best[1], Comparison(best[0], (*reasons, *_likeness(new, other, found[best[2]])))


def unbarred(new: Told, reports: Sequence[Told]) -> list[Told]:
    """Return the reports of an event that a new one is compared with, none where a rule bars it from any of them."""
    some = _some(reports)
    return [] if any(barrier(new, each) for each in some) else some


def _some(reports: Sequence[Told]) -> list[Told]:
    half = COMPARED // 2
    return list(reports) if len(reports) <= COMPARED else [*reports[:half], *reports[-half:]]


def cluster(told: Sequence[Told], threshold: float | None = None) -> list[list[int]]:
    """Return clusters of one event each, as indices into `told`, each in order, the clusters by their first index.

    Average linkage from every report alone, the likest two clusters first, down to the threshold. It depends on what is
    told alone, not on the order in which it comes.
    """
    order = sorted(range(len(told)), key=lambda at: _order(told[at]))
    ordered = [told[at] for at in order]
    least = _fitted().set_threshold if threshold is None else threshold
    found: list[list[int]] = []
    whole = side(ordered, company=True)
    for part in _connected(ordered, whole, least):
        chances = _chances(ordered, whole, part)
        groups = _average(neighbourly(chances), least, [ordered[each] for each in part])
        found += [sorted(order[part[each]] for each in group) for group in groups]
    return sorted(found)


def _chances(tolds: Sequence[Told], whole: Side, part: Sequence[int]) -> NDArray[np.float64]:
    """Return the probabilities of every pair of a part [part, part], -inf for barred ones and on the diagonal."""
    size = len(part)
    if size == 1:
        return np.full((1, 1), -np.inf)
    found = np.empty((size, size))
    picked = Side(*(getattr(whole, name)[list(part)] for name in Side.__slots__))
    for first in range(0, size, CHUNK):
        last = min(size, first + CHUNK)
        found[first:last] = _logits(picked.rows(first, last), picked)
    return _ruled([tolds[each] for each in part], found)


def _ruled(tolds: Sequence[Told], logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probabilities of a square of fitted logits with the points and the bars of the rules."""
    within = _fitted().within
    chances = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    chances = (chances + chances.T) / 2
    typed = np.array([bool(each.type) for each in tolds])
    asked = (chances > _HOPELESS) | (typed[:, None] & typed[None])
    for row, column in zip(*np.nonzero(np.triu(asked, 1)), strict=True):
        a, b = tolds[row], tolds[column]
        if barrier(a, b):
            chances[row, column] = chances[column, row] = -np.inf
            continue
        added = points(a, b)[0]
        if added:
            chance = _probability(float(logits[row, column]) + added)
            chances[row, column] = chances[column, row] = chance
        if a.article == b.article and chances[row, column] < within:
            chances[row, column] = chances[column, row] = min(chances[row, column], _DOUBTFUL)
    np.fill_diagonal(chances, -np.inf)
    return np.asarray(chances)


_HOPELESS: Final = 0.02
"""Probability before the rules under which they are not asked of two tellings that aren't both records: without types
and actors they have little to add."""
_DOUBTFUL: Final = 0.0
"""What counts for two tellings of one article that are under the higher bar."""


def _connected(tolds: Sequence[Told], whole: Side, least: float) -> list[list[int]]:
    """Return the tolds in parts that no cluster can bridge: no pair across two parts can reach the threshold."""
    count = len(tolds)
    least = max(0.01, (least - NEIGHBOURS) / (1 - NEIGHBOURS))
    owner = list(range(count))

    def root(at: int) -> int:
        while owner[at] != at:
            owner[at] = owner[owner[at]]
            at = owner[at]
        return at

    # what the points of the rules can add at most
    bound = float(np.log(least / (1 - least))) - 5
    for first in range(0, count, CHUNK):
        last = min(count, first + CHUNK)
        logits = _logits(whole.rows(first, last), whole)
        for row, column in zip(*np.nonzero(logits >= bound), strict=True):
            a, b = first + int(row), int(column)
            if a < b and root(a) != root(b):
                chance = float(logits[row, column]) + points(tolds[a], tolds[b])[0]
                if _probability(chance) >= least and not barrier(tolds[a], tolds[b]):
                    owner[root(b)] = root(a)
    parts: dict[int, list[int]] = {}
    for at in range(count):
        parts.setdefault(root(at), []).append(at)
    return list(parts.values())


def neighbourly(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a square of probabilities in which a pair also counts by its neighbours, `NEIGHBOURS` of the whole.

    Two tellings that are probably one with the same others are probably one. Bars (-inf) stay.
    """
    known = np.where(np.isneginf(chances), 0.0, chances)
    np.fill_diagonal(known, 1.0)
    unit = known / np.linalg.norm(known, axis=-1, keepdims=True)
    mixed = (1 - NEIGHBOURS) * known + NEIGHBOURS * (unit @ unit.T)
    mixed[np.isneginf(chances)] = -np.inf
    return np.asarray((mixed + mixed.T) / 2)


def _average(chances: NDArray[np.float64], least: float, tolds: Sequence[Told] = ()) -> list[list[int]]:
    """Return the clusters of a square of probabilities by average linkage; a pair of -inf keeps its clusters apart.

    So does a bar between two of `tolds` that nobody asked about before, since they are so unlike (`_HOPELESS`); without
    `tolds` the square has all bars.
    """
    held = chances.copy()
    groups = [[at] for at in range(len(held))]
    while True:
        best = int(held.argmax())
        row, column = divmod(best, len(held))
        if held[row, column] < least:
            return [group for group in groups if group]
        if tolds and any(barrier(tolds[a], tolds[b]) for a in groups[row] for b in groups[column]):
            held[row, column] = held[column, row] = -np.inf
            continue
        mine, theirs = len(groups[row]), len(groups[column])
        merged = (held[row] * mine + held[column] * theirs) / (mine + theirs)
        held[row], held[:, row] = merged, merged
        held[column], held[:, column] = -np.inf, -np.inf
        held[row, row] = -np.inf
        groups[row] += groups[column]
        groups[column] = []
