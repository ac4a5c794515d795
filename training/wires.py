"""`python -m training.wires`: how well copies are told from independent reports, on the pairs of `corpus/wires`.

Prints precision and recall of "one is a copy of the other" for the two parts of the set: of the pairs themselves, and
of a ledger that holds all texts of the part and looks candidates up by `bands` alone. `dev` is what the weights and
thresholds of `communique.linking.duplicates` were fitted on (`--fit` prints them), `test` is for measuring.
`--common-words` writes `knowledge/common_words.csv` from the passages of the corpus, which the pairs are no part of.
"""

from __future__ import annotations

import csv
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
import numpy as np
from numpy.typing import NDArray

from communique.linking.duplicates import bands, compare, measure, sketch
from communique.linking.stories import may_share_story
from communique.linking.wording import wording
from communique.records import Article, article_id
from training import paths

WIRES: Final = paths.ROOT / "corpus" / "wires"
COMMON_WORDS: Final = paths.ROOT / "src" / "communique" / "knowledge" / "common_words.csv"
PARTS: Final = ("dev", "test")
FEWEST_PASSAGES: Final = 13
"""A word of fewer passages is as good as unknown: which of them the corpus holds is chance."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, and whether one is made out of the other."""

    id: str
    original: str
    other: str
    same: bool
    note: str

    @property
    def topic(self) -> str:
        """What both are about."""
        return self.id.partition("/")[0]


def pairs(part: str, folder: Path = WIRES) -> list[Pair]:
    """Return the pairs of a part, `dev` or `test`."""
    files = sorted(folder.glob(f"{part}*.jsonl"))
    return [Pair(**json.loads(line)) for file in files for line in file.read_text("utf-8").splitlines()]


@dataclass(frozen=True, slots=True)
class Scores:
    """Counts of right, wrong and missed copies."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the pairs called copies that are."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the copies that are called so."""
        return self.right / max(1, self.right + self.missed)


def is_copy(one: str, other: str) -> bool:
    """Return whether two texts are taken for one source."""
    kind = compare(one, other).kind
    return kind is not None and kind.copied


def scores(found: Sequence[bool], same: Sequence[bool]) -> Scores:
    """Return the counts for what was found, beside what is so."""
    both = list(zip(found, same, strict=True))
    return Scores(both.count((True, True)), both.count((True, False)), both.count((False, True)))


def of_pairs(part: Sequence[Pair]) -> Scores:
    """Return the scores of comparing each pair."""
    return scores([is_copy(pair.original, pair.other) for pair in part], [pair.same for pair in part])


def through_bands(part: Sequence[Pair]) -> Scores:
    """Return the scores of a ledger of all texts of the part.

    A pair is found only when its texts have a key in common. Texts of different topics that are taken for copies count
    as wrong, too.
    """
    topics = {text: pair.topic for pair in part for text in (pair.original, pair.other)}
    keys = {text: frozenset(bands(sketch(article(text)))) for text in topics}
    asked = {frozenset((pair.original, pair.other)) for pair in part}
    found = [bool(keys[pair.original] & keys[pair.other]) and is_copy(pair.original, pair.other) for pair in part]
    same = [pair.same for pair in part]
    holders: dict[int, list[str]] = defaultdict(list)
    for text, own in keys.items():
        for key in own:
            holders[key].append(text)
    met = {frozenset((one, other)) for texts in holders.values() for one in texts for other in texts if one != other}
    strangers = [pair for pair in met - asked if len({topics[text] for text in pair}) > 1]
    wrong = sum(is_copy(*pair) for pair in strangers)
    return scores(found + [True] * wrong, same + [False] * wrong)


def article(text: str) -> Article:
    """Return an article of a text alone."""
    return Article(article_id(text), None, None, None, None, (), None, "en", text, "wires", ())


def stories(part: Sequence[Pair]) -> tuple[Scores, float]:
    """Return how well independent reports are grouped by topic, and the share of them that meet by their subjects.

    Right are pairs of one topic in one story, wrong those of an original and a report of another topic.
    """
    reports = [pair for pair in part if not pair.same]
    originals = {pair.topic: pair.original for pair in part}
    subjects = {text: sketch(article(text)).subject for pair in reports for text in (pair.original, pair.other)}
    met = [may_share_story(subjects[pair.original], subjects[pair.other]) for pair in reports]
    found = [compare(pair.original, pair.other).kind is not None for pair in reports]
    strangers = [
        compare(original, pair.other).kind is not None
        for pair in reports
        for topic, original in originals.items()
        if topic != pair.topic
    ]
    return scores(found + strangers, [True] * len(found) + [False] * len(strangers)), float(np.mean(met))


def fitted(part: Sequence[Pair], strength: float = 0.004, rounds: int = 4000) -> NDArray[np.float64]:
    """Return the weights of the logistic regression on a part: the constant first, the others held small.

    Full-batch gradient descent on the mean loss and `strength` times the squares of the weights.
    """
    rows = []
    for pair in part:
        shares = measure(*sorted((wording(pair.original), wording(pair.other)), key=len))
        rows.append((1.0, shares.shingles, shares.covered, shares.sentences, shares.told))
    table, truth = np.array(rows), np.array([pair.same for pair in part], np.float64)
    weights = np.zeros(table.shape[1])
    held = np.array([0.0, 1.0, 1.0, 1.0, 1.0]) * strength
    for _ in range(rounds):
        guess = 1 / (1 + np.exp(-table @ weights))
        weights -= 2.0 * (table.T @ (guess - truth) / len(truth) + held * weights)
    return weights


def write_common_words(target: Path = COMMON_WORDS) -> int:
    """Write the share of passages that hold each word of at least `FEWEST_PASSAGES`; return how many words."""
    passages = paths.corpus()
    counts = Counter(word for passage in passages for word in set(re.findall(r"[^\W\d_]+", passage.text.casefold())))
    common = sorted(((-count, word) for word, count in counts.items() if count >= FEWEST_PASSAGES))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("word", "share"))
        writer.writerows((word, f"{-count / len(passages):.4f}") for count, word in common)
    return len(common)


def seconds(text: str, times: int = 200) -> float:
    """Return how long a sketch of a text that wasn't seen yet takes, in seconds of the processor: the median."""
    taken = []
    for _ in range(times):
        wording.cache_clear()
        begin = time.thread_time()
        sketch(article(text))
        taken.append(time.thread_time() - begin)
    return float(np.median(taken))


@click.command()
@click.option("--fit", is_flag=True, help="Print the weights that fit the dev part.")
@click.option("--mistakes", is_flag=True, help="Print the pairs of the dev part that are taken for the wrong thing.")
@click.option("--common-words", is_flag=True, help="Write knowledge/common_words.csv from the corpus.")
def main(*, fit: bool, mistakes: bool, common_words: bool) -> None:
    """Measure how copies are found on corpus/wires."""
    if common_words:
        print(f"{write_common_words()} words")
        return
    parts = {name: pairs(name) for name in PARTS}
    if fit:
        print("weights:", ", ".join(f"{weight:.2f}" for weight in fitted(parts["dev"])))
        return
    for pair in parts["dev"] if mistakes else ():
        if is_copy(pair.original, pair.other) != pair.same:
            print(pair.id, pair.note, compare(pair.original, pair.other), sep="\n  ")
    for name, part in parts.items():
        same = sum(pair.same for pair in part)
        print(f"{name}: {same} copies, {len(part) - same} independent")
        for how, result in (("pairs", of_pairs(part)), ("through bands", through_bands(part))):
            print(
                f"  {how:14} precision {result.precision:.3f} recall {result.recall:.3f}"
                f" (right {result.right}, wrong {result.wrong}, missed {result.missed})"
            )
        grouped, met = stories(part)
        print(
            f"  stories        precision {grouped.precision:.3f} recall {grouped.recall:.3f}, met by subject {met:.3f}"
        )
    text = "\n".join(pair.original for pair in parts["dev"][:24:6])
    words = text.split()[:500]
    print(f"sketch of {len(words)} words: {1000 * seconds(' '.join(words)):.2f} ms")


if __name__ == "__main__":
    main()
