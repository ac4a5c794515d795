"""`python -m training.linking`: what event linking is fitted to, into `src/communique/linking/`.

In: the reader's weights, ECB+ (train) and MEANTIME in the folder of gold data, and the corpus for counts of words. Out:
`projection.npy` (states to sketches, and which words are events) and `weights.json` (weights by feature, thresholds,
counts of stems). It takes some minutes on one core and has to be run again when the reader's weights change, since
sketches are made of the encoder's states.

- The projection is that of `training.sketches`.
- The weights of pairs are fitted on sketches from projections that never saw their topic: topics in three parts, each
  sketched with the projection of the others.
- The thresholds are those of the best B3 and MUC (F1) on ECB+ and MEANTIME together; that within an article is
  `WITHIN`.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch
from numpy.typing import NDArray

from communique.linking import event_vectors, event_words
from communique.linking.event_features import FEATURES, PLAIN, SKETCHED, Side, features, side
from communique.linking.event_rules import barrier, points
from communique.linking.event_told import Telling, Told, tell_event
from communique.model import Model
from communique.reading import read_with_states
from communique.sources import RawArticle
from communique.text import build_article, sentences, words
from training.paths import ROOT, corpus, gold_folder
from training.sketches import Group, project

OUT = ROOT / "src" / "communique" / "linking"
SETS = {"ecbplus": "ecbplus/train.jsonl", "meantime": "meantime/dev.jsonl"}
STEMS = 3000
"""Most common stems whose counts are kept; all others are as rare as can be."""
PARTS = 3
"""Parts of the topics; the pairs of each are fitted on sketches that the others made."""
SHARPER = 1.5
"""What the weights of whole sets are multiplied with: the mean of the pairs of two clusters is then more of a vote."""
DECAY_WORD, DECAY_PAIR = 3e-3, 1e-4
CLEARLY = 0.0015
"""Gain in B3 and MUC from which a higher threshold is worth the reports that it loses."""
WITHIN = 0.8
"""Probability from which one article tells an event twice. It is set by what comes of whole texts: gold words are few
beside the words that the reader offers, and choose anything from 0.6 to 0.9. On whole texts of MEANTIME half of the
links are found at 0.8, a quarter at 0.9, and at 0.7 the precision (B3) falls under 0.9."""
THRESHOLDS = [0.05 * step for step in range(5, 13)]
PARTICLES = frozenset(
    ("on", "off", "out", "up", "down", "over", "in", "to", "away", "back", "by", "for", "with", "into", "through")
)

Floats = NDArray[np.float32]
Square = NDArray[np.float64]


@dataclass(slots=True)
class Mention:
    """A gold mention: its cluster, its told and the state of its head word."""

    cluster: str
    told: Told
    state: Floats


@dataclass(slots=True)
class Topic:
    """One topic's mentions, and the states of the words of its annotated sentences with whether each is a mention."""

    name: str
    mentions: list[Mention]
    states: Floats
    is_event: NDArray[np.bool_]

    def group(self) -> Group:
        """Return the states of its mentions and the cluster of each."""
        return np.stack([each.state for each in self.mentions]), [each.cluster for each in self.mentions]


def head_of(quote: str) -> int:
    """Return which word of a mention is its head: the first before a particle, else the last."""
    parts = quote.split()
    return 0 if len(parts) > 1 and parts[-1].lower() in PARTICLES else len(parts) - 1


def topics(path: Path, model: Model, name: str) -> Iterator[Topic]:
    """Yield the topics of a set."""
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        articles = [
            build_article(
                RawArticle(
                    ref=each["ref"], text=each["text"], published=each["published"], verbatim=True, language="en"
                )
            )
            for each in case["documents"]
        ]
        gold: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for mention in case["mentions"]:
            gold[mention["ref"]].append(mention)
        mentions: list[Mention] = []
        states, is_event = [], []
        for reading, found in read_with_states(articles, model):
            if found is None:
                raise click.ClickException("the weights give no states; export them anew with training.export")
            ref, text = str(reading.article.ref), reading.article.text
            telling = Telling(text, ref, reading.article.published)
            events = {
                telling.at(span.start): (event, span.start)
                for event in reading.events
                for span in (event.trigger, *event.mentions)
            }
            openings = np.array([start for start, _ in sentences(text)])
            where = np.searchsorted(openings, telling.starts, side="right")
            held: set[int] = set()
            heads: set[int] = set()
            for mention in gold[ref]:
                offset = mention["start"] + _offset(mention["quote"])
                word = telling.at(offset)
                heads.add(word)
                inside = [at for at, (a, b) in enumerate(telling.words) if a < mention["end"] and b > mention["start"]]
                held.update(inside)
                ident = f"{ref}:{offset}"
                record = next((events[each] for each in inside if each in events), None)
                told = telling.told(ident, word, None)
                if record:
                    told = replace(tell_event(reading, record[0], telling, telling.starts[word]), id=ident)
                mentions.append(Mention(mention["cluster"], told, found.rows[word]))
            annotated = {int(where[each]) for each in heads}
            for word in range(len(telling.words)):
                if int(where[word]) in annotated and (word in heads or word not in held):
                    states.append(found.rows[word])
                    is_event.append(word in heads)
        yield Topic(f"{name}:{case['ref']}", mentions, np.array(states), np.array(is_event))


def _offset(quote: str) -> int:
    """Return where the head of a mention starts in it."""
    at, parts = 0, quote.split()
    for part in parts[: head_of(quote)]:
        at = quote.index(part, at) + len(part)
    return quote.index(parts[head_of(quote)], at)


def counts(texts: Sequence[str]) -> dict[str, Any]:
    """Return in how many texts the common stems stand: {"count": texts, "stems": {number of texts: "stem stem …"}}."""
    held: Counter[str] = Counter()
    for text in texts:
        held.update({event_words.stem(text[start:end]) for start, end in words(text)})
    by_count: defaultdict[int, list[str]] = defaultdict(list)
    for each, count in sorted(held.items(), key=lambda item: (-item[1], item[0]))[:STEMS]:
        if each:
            by_count[count].append(each)
    return {"count": len(texts), "stems": {str(count): " ".join(stems) for count, stems in by_count.items()}}


def logistic(
    rows: Floats, gold: Floats, weight: Floats, decay: float, offset: Floats | None = None
) -> tuple[Floats, float]:
    """Return weights [columns] and bias of a logistic regression with an L2 penalty on standardised columns."""
    middle, spread = rows.mean(0), rows.std(0) + 1e-6
    given = torch.from_numpy((rows - middle) / spread)
    known, share = torch.from_numpy(gold), torch.from_numpy(weight / weight.mean())
    added = torch.from_numpy(offset) if offset is not None else torch.zeros(len(gold))
    slope = torch.zeros(rows.shape[1], requires_grad=True)
    bias = torch.zeros(1, requires_grad=True)
    search = torch.optim.LBFGS([slope, bias], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        search.zero_grad()
        each = torch.nn.functional.binary_cross_entropy_with_logits(given @ slope + bias + added, known, weight=share)
        total = each + decay * slope.square().sum()
        total.backward()
        return total

    search.step(loss)
    weights = slope.detach().numpy() / spread
    return weights.astype(np.float32), float(bias.item() - float(weights @ middle))


def unit(mean: Floats, matrix: Floats, states: Floats) -> Floats:
    """Return the unit vectors of states, as sketches give them."""
    made = (states - mean) @ matrix
    return np.asarray(made / np.maximum(np.linalg.norm(made, axis=-1, keepdims=True), 1e-6), dtype=np.float32)


@dataclass(slots=True)
class Pairs:
    """All pairs of a topic's mentions: features [pairs, FEATURES], whether one event, points of the rules, bars."""

    topic: Topic
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    features: Floats
    gold: NDArray[np.bool_]
    points: Floats
    barred: NDArray[np.bool_]


def pairs_of(topic: Topic, mean: Floats, matrix: Floats) -> Pairs:
    """Return the pairs of a topic with the sketches of a projection."""
    tolds = [each.told for each in topic.mentions]
    whole: Side = side(tolds, company=True)
    states = np.stack([each.state for each in topic.mentions])
    whole = replace(whole, vectors=unit(mean, matrix, states), sketched=np.ones(len(tolds), dtype=np.bool_))
    rows, columns = np.triu_indices(len(tolds), 1)
    made = np.concatenate([features(whole.rows(at, at + 1), whole)[0, at + 1 :] for at in range(len(tolds) - 1)])
    clusters = np.array([each.cluster for each in topic.mentions])
    gold = clusters[rows] == clusters[columns]
    added = np.zeros(len(rows), dtype=np.float32)
    barred = np.zeros(len(rows), dtype=np.bool_)
    known = np.array([bool(each.type) or each.published is not None for each in tolds])
    for at in np.flatnonzero(known[rows] & known[columns]):
        a, b = tolds[rows[at]], tolds[columns[at]]
        barred[at] = barrier(a, b) is not None
        if a.type or b.type:
            added[at] = points(a, b)[0]
    return Pairs(topic, rows, columns, made, gold, added, barred)


def fit_pairs(found: Sequence[Pairs], names: Sequence[str]) -> dict[str, Any]:
    """Return the weights by feature and the bias; each topic counts as the root of its pairs."""
    columns = [FEATURES.index(name) for name in names]
    kept = [~each.barred for each in found]
    rows = np.concatenate([each.features[keep][:, columns] for each, keep in zip(found, kept, strict=True)])
    gold = np.concatenate([each.gold[keep] for each, keep in zip(found, kept, strict=True)]).astype(np.float32)
    offset = np.concatenate([each.points[keep] for each, keep in zip(found, kept, strict=True)])
    share = [np.full(keep.sum(), len(keep) ** -0.5, dtype=np.float32) for keep in kept]
    weights, bias = logistic(rows, gold, np.concatenate(share), DECAY_PAIR, offset)
    return {
        "bias": round(bias, 4),
        "weights": {name: round(float(each), 4) for name, each in zip(names, weights, strict=True)},
    }


def sharpened(fitted: dict[str, Any]) -> dict[str, Any]:
    """Return weights and bias times `SHARPER`."""
    return {
        "bias": round(fitted["bias"] * SHARPER, 4),
        "weights": {name: round(each * SHARPER, 4) for name, each in fitted["weights"].items()},
    }


def b_cubed(gold: Sequence[str], groups: Sequence[Sequence[int]]) -> tuple[float, float]:
    """Return the sums of B3 precision and recall over mentions."""
    sizes = Counter(gold)
    precision = recall = 0.0
    for group in filter(None, groups):
        held = Counter(gold[at] for at in group)
        precision += sum(count * count for count in held.values()) / len(group)
        recall += sum(count * count / sizes[name] for name, count in held.items())
    return precision, recall


def joined(gold: Sequence[str], groups: Sequence[Sequence[int]]) -> tuple[int, int, int]:
    """Return how many joins both partitions share, and how many the groups and the gold clusters have (MUC)."""
    some = [group for group in groups if group]
    parts = sum(len({gold[at] for at in group}) for group in some)
    return len(gold) - parts, len(gold) - len(some), len(gold) - len(set(gold))


def fitted_chances(pairs: Pairs, fitted: dict[str, Any], within: float) -> NDArray[np.float64]:
    """Return the square of probabilities of a topic, barred pairs -inf."""
    names = list(fitted["weights"])
    columns = [FEATURES.index(name) for name in names]
    logits = pairs.features[:, columns] @ np.array(list(fitted["weights"].values())) + fitted["bias"] + pairs.points
    chances = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    same = pairs.features[:, FEATURES.index("article")] > 0
    chances = np.where(same & (chances < within), 0.0, chances)
    chances = np.where(pairs.barred, -np.inf, chances)
    square = np.full((len(pairs.topic.mentions),) * 2, -np.inf)
    square[pairs.rows, pairs.columns] = square[pairs.columns, pairs.rows] = chances
    return square


def _both(precision: float, recall: float, mentions: float, shared: float, groups: float, clusters: float) -> float:  # noqa: PLR0913, PLR0917  # sums
    return (2 * precision * recall / (precision + recall) / mentions + 2 * shared / (groups + clusters)) / 2


def choose_threshold(
    found: Sequence[Pairs],
    fitted: dict[str, Any],
    average: Callable[[Square, float], list[list[int]]],
    prepare: Callable[[Square], Square],
) -> float:
    """Return the threshold which gives the best mean of the sets' B3 and MUC (F1 both).

    B3 alone takes leaving a report alone for nearly as good as joining it rightly, so that the highest threshold won by
    tenths of a point.
    """
    best = (0.0, 0.5)
    squares = [(each, prepare(fitted_chances(each, fitted, WITHIN))) for each in found]
    for least in THRESHOLDS:
        sums: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * 6)
        for each, square in squares:
            gold = [mention.cluster for mention in each.topic.mentions]
            groups = average(square, least)
            total = sums[each.topic.name.split(":")[0]]
            told = (*b_cubed(gold, groups), len(gold), *joined(gold, groups))
            total[:] = [one + other for one, other in zip(total, told, strict=True)]
        scores = {name: _both(*total) for name, total in sums.items()}
        mean = sum(scores.values()) / len(scores)
        if mean > best[0] + CLEARLY:
            print(f"threshold {least:.2f}: " + ", ".join(f"{name} {score:.3f}" for name, score in scores.items()))
            best = (mean, least)
    return round(best[1], 2)


def write(path: Path, content: dict[str, Any]) -> None:
    """Write the weights and forget those that were loaded."""
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    event_words.weights.cache_clear()
    event_words.rarities.cache_clear()


@click.command()
@click.option("--weights", type=click.Path(path_type=Path), help="Other weights of the reader.")
@click.option("--out", type=click.Path(path_type=Path), default=OUT, help="Where the fitted files go.")
@click.option("--meantime/--no-meantime", default=True, help="Fit on MEANTIME too.")
def main(weights: Path | None, out: Path, *, meantime: bool) -> None:
    """Fit event linking."""
    from communique.linking import events  # noqa: PLC0415  # after the first weights are written

    torch.set_num_threads(1)
    model = Model.load(weights)
    paths = {name: gold_folder() / file for name, file in SETS.items() if meantime or name != "meantime"}
    lines = [line for path in paths.values() for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [each["text"] for line in lines for each in json.loads(line)["documents"]]
    texts += [passage.text for passage in corpus()]
    content: dict[str, Any] = {"reader": f"{model.name} {model.version}", "texts": counts(texts)}
    write(out / "weights.json", content)
    found = [topic for name, path in paths.items() for topic in topics(path, model, name)]
    print(f"{len(found)} topics, {sum(len(each.mentions) for each in found)} mentions")

    mean, matrix = project([each.group() for each in found])
    states = np.concatenate([each.states for each in found])
    is_event = np.concatenate([each.is_event for each in found]).astype(np.float32)
    event, bias = logistic(states - mean, is_event, np.ones(len(states), dtype=np.float32), DECAY_WORD)
    held = np.zeros((len(mean) + 1, event_vectors.SIZE + 2), dtype=np.float16)
    held[:-1, : event_vectors.SIZE] = matrix
    held[:-1, event_vectors.SIZE], held[:-1, event_vectors.SIZE + 1] = mean, event
    held[-1, event_vectors.SIZE + 1] = bias
    np.save(out / "projection.npy", held)
    event_vectors.projection.cache_clear()

    pairs: list[Pairs] = []
    for part in range(PARTS):
        aside = project([each.group() for number, each in enumerate(found) if number % PARTS != part])
        pairs += [pairs_of(topic, *aside) for topic in found[part::PARTS]]
    right, barred = (np.concatenate([getattr(each, name) for each in pairs]) for name in ("gold", "barred"))
    print(
        f"{len(right)} pairs, {right.sum()} of one event; barred: {(right & barred).sum()} of these,"
        f" {(~right & barred).sum()} of the others"
    )
    content["set"] = sharpened(fit_pairs(pairs, FEATURES))
    content["pair"] = fit_pairs(pairs, (*PLAIN, *SKETCHED))
    content["plain"] = fit_pairs(pairs, PLAIN)
    average = events._average  # noqa: SLF001  # the linkage that will be used
    of_sets = choose_threshold(pairs, content["set"], average, events.neighbourly)
    alone = choose_threshold(pairs, content["pair"], average, lambda square: square)
    content |= {"threshold": alone, "threshold_of_sets": of_sets, "threshold_within_article": WITHIN}
    write(out / "weights.json", content)
    print(json.dumps({key: value for key, value in content.items() if key != "texts"}, indent=1))


if __name__ == "__main__":
    main()
