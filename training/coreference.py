"""`python -m training.coreference`: weights by which pronouns find their actor, into `reading/actors/pronouns.json`.

In: the reader's weights, GUM (train; news, interview, bio and court) in the folder of gold data, and part of our
corpus. Out: a weight for each feature of `communique.reading.actors.coreference`, and the thresholds below which a
pronoun stays alone. It takes some minutes on one core; it need not be run again for every new reader, since features
are plain.

- An example is a pronoun's candidates and nobody; right are those whose mentions so far are mostly the gold actor's.
- Articles are followed with the weights of the round before, so that the ranker learns to go on from its own errors.
- The reader was trained on the same texts, and its arcs are better there than elsewhere: GUM is taken in once more
  without arcs, so that the other features learn to do without.
- The held-out part of the corpus and every fifth document of GUM are left out; the figures printed are theirs.
"""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch

from communique.knowledge.person_words import pronoun_class
from communique.model import Marks, Model, Prepared
from communique.reading.actors.coreference import THIRD, Candidate, Named, Pronouns, Weights
from communique.reading.actors.mentions import Clusters
from communique.reading.frame import Frame, prepare
from communique.reading.names import with_whole_names
from communique.records import Article
from communique.sources import RawArticle
from communique.text import build_article
from training.convert.gum import GENRES
from training.corpus.split import is_held_out
from training.paths import ROOT, corpus, gold_folder

OUT = ROOT / "src" / "communique" / "reading" / "actors" / "pronouns.json"
ROUNDS = 3
DECAY = 0.5
"""Weight of the squared weights beside the loss, which is a sum over examples."""
LEAST = 5
"""Candidates that must have a feature."""
PASSAGES = 2000
"""Passages of the corpus, drawn at random; more of them would drown GUM's long articles."""
THRESHOLDS = {"he": 0.4, "she": 0.4, "it": 0.4, "they": 0.4}
"""From here on precision on the texts left out rises by less than recall falls."""
SAME = 0.5
"""Common characters, as a share of both spans together, from which a mention is the gold one."""

Extent = tuple[int, int]
Gold = Sequence[tuple[Extent, str]]
"""The extents of code points of all mentions, each with its actor."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the reader's marks and the gold mentions."""

    article: Article
    prepared: Prepared
    paragraphs: Sequence[Extent]
    marks: Marks
    gold: Gold
    aside: bool
    of_gum: bool

    def frame(self, *, with_arcs: bool) -> Frame:
        """Return the text's frame, with or without the model's antecedents."""
        marks = self.marks if with_arcs else replace(self.marks, antecedents={})
        marks = with_whole_names(self.prepared.text, self.prepared.words, marks)
        return Frame(self.article, self.prepared.words, self.prepared.sentences, self.paragraphs, marks)


@dataclass(frozen=True, slots=True)
class Example:
    """A pronoun's class, its candidates, and which of them are right; the last one is nobody."""

    kind: str
    candidates: Sequence[Candidate]
    right: Sequence[int]


def of_gum(document: Mapping[str, Any]) -> Gold:
    """Return the mentions of a document of GUM, those with a name twice: whole and as the name."""
    found = []
    for mention in document["mentions"]:
        if mention["entity"] and mention["kind"] in {"person", "organization", "place"}:
            found.append(((mention["start"], mention["end"]), str(mention["entity"])))
            if name := mention.get("name"):
                found.append(((name["start"], name["end"]), str(mention["entity"])))
    return found


def texts(model: Model) -> list[Text]:
    """Return the texts of GUM and of the corpus with the reader's marks."""
    sources: list[tuple[str, Gold, bool, bool]] = []
    with (gold_folder() / "gum" / "train.jsonl").open(encoding="utf-8") as lines:
        for document in map(json.loads, lines):
            if document["genre"] in GENRES:
                aside = int(sha256(document["ref"].encode()).hexdigest(), 16) % 5 == 0
                sources.append((document["text"], of_gum(document), aside, True))
    passages = corpus()
    held = [each for each in passages if is_held_out(each)]
    drawn = random.Random(0).sample([each for each in passages if not is_held_out(each)], PASSAGES)
    for passage in drawn + held:
        gold = [(extent, actor.id) for actor in passage.actors for extent in actor.mentions]
        sources.append((passage.text, gold, is_held_out(passage), False))
    articles = [build_article(RawArticle(text=text, verbatim=True, language="en")) for text, *_ in sources]
    cut = [prepare(article) for article in articles]
    return [
        Text(article, prepared, paragraphs, marks, gold, aside, from_gum)
        for article, (prepared, paragraphs), marks, (_, gold, aside, from_gum) in zip(
            articles, cut, model.marks(each[0] for each in cut), sources, strict=True
        )
    ]


def aligned(frame: Frame, gold: Gold) -> dict[int, str]:
    """Return mention to gold actor."""
    found: dict[int, str] = {}
    for index, mark in enumerate(frame.marks.mentions):
        start, end = frame.extent(mark.first, mark.last)
        for (first, last), actor in gold:
            common = min(end, last) - max(start, first)
            if common >= SAME * (end - start + last - first - common):
                found[index] = actor
                break
    return found


def examples(text: Text, weights: Weights, *, with_arcs: bool = True) -> list[Example]:
    """Return the pronouns of a text, followed with some weights."""
    frame = text.frame(with_arcs=with_arcs)
    actors = aligned(frame, text.gold)
    found: list[Example] = []

    class Recorder(Pronouns):
        def __init__(self, frame: Frame, names: Sequence[Named]) -> None:
            super().__init__(frame, names, weights)

        def meant(self, index: int, own: int) -> int | None:
            kind = pronoun_class(self.names[index].text) or ""
            offered = self.offers(index, own)
            right = [
                at
                for at, each in enumerate(offered)
                if each.actor is not None and index in actors and self._most(each.actor) == actors[index]
            ]
            found.append(Example(kind, offered, right or [len(offered) - 1]))
            return weights.choose(offered, kind) if len(offered) > 1 else None

        def _most(self, actor: int) -> str | None:
            votes = Counter(actors[each] for each in self.mentions_of(actor) if each in actors)
            return votes.most_common(1)[0][0] if votes else None

    Clusters(frame, Recorder)
    return found


def fitted(found: Sequence[Example]) -> Weights:
    """Return the weights under which the right candidates are most probable (a conditional logit)."""
    counts = Counter(name for each in found for candidate in each.candidates for name in candidate.features)
    column = {name: at for at, name in enumerate(sorted(name for name, count in counts.items() if count >= LEAST))}
    several = [each for each in found if len(each.candidates) > 1]
    width = max(len(each.candidates) for each in several)
    values = np.zeros((len(several), width, len(column)), dtype=np.float32)
    there = np.zeros((len(several), width), dtype=bool)
    right = np.zeros((len(several), width), dtype=bool)
    for row, each in enumerate(several):
        there[row, : len(each.candidates)] = True
        right[row, list(each.right)] = True
        for at, candidate in enumerate(each.candidates):
            for name, value in candidate.features.items():
                if name in column:
                    values[row, at, column[name]] = value
    given, is_there, is_right = torch.tensor(values), torch.tensor(there), torch.tensor(right)
    weight = torch.zeros(len(column), requires_grad=True)
    solver = torch.optim.LBFGS([weight], max_iter=150, history_size=20, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        solver.zero_grad()
        scores = (given @ weight).masked_fill(~is_there, -1e4)
        total = scores.logsumexp(-1) - scores.masked_fill(~is_right, -1e4).logsumexp(-1)
        cost = total.sum() + DECAY / 2 * (weight * weight).sum()
        cost.backward()
        return cost

    solver.step(loss)
    learned = weight.detach().tolist()
    return Weights({name: learned[at] for name, at in column.items()}, THRESHOLDS)


def figures(found: Iterable[Example], weights: Weights) -> dict[str, dict[str, float]]:
    """Return, by class, how many pronouns there are, and precision and recall of those given to an actor."""
    count: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in found:
        chosen = weights.choose(each.candidates, each.kind) if len(each.candidates) > 1 else None
        wanted = {each.candidates[at].actor for at in each.right}
        count[each.kind].update(
            all=1, given=chosen is not None, right=chosen is not None and chosen in wanted, wanted=None not in wanted
        )
    return {
        kind: {
            "pronouns": one["all"],
            "precision": round(one["right"] / max(1, one["given"]), 3),
            "recall": round(one["right"] / max(1, one["wanted"]), 3),
        }
        for kind, one in sorted(count.items())
    }


@click.command()
@click.option("--weights", type=click.Path(path_type=Path), help="Other weights of the reader.")
@click.option("--out", type=click.Path(path_type=Path), default=OUT, help="Where the fitted weights go.")
def main(weights: Path | None, out: Path) -> None:
    """Fit the weights of pronouns and write them."""
    torch.manual_seed(0)
    read = texts(Model.load(weights))
    learned = Weights({"arc sure": 3.0}, THRESHOLDS)
    for _ in range(ROUNDS):
        found = [each for text in read if not text.aside for each in examples(text, learned)]
        gum = [text for text in read if text.of_gum and not text.aside]
        found += [each for text in gum for each in examples(text, learned, with_arcs=False)]
        learned = fitted(found)
    held = {
        "features": {name: round(value, 3) for name, value in learned.features.items()},
        "thresholds": {kind: THRESHOLDS[kind] for kind in sorted(THIRD)},
    }
    out.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    for kind, told in figures(
        (each for text in read if text.aside for each in examples(text, learned)), learned
    ).items():
        click.echo(f"{kind}: {told}")


if __name__ == "__main__":
    main()
