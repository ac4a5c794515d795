"""From the network's numbers to marks, by the contract: spans are well-formed, arcs join only legal kinds.

In: the word logits [1 + words, columns] and arc logits [arcs, 1 + words, 1 + words] of one window. Out: the window's
marks added to the article's. Row 0 is the start of the window and stands for "none" as the target of a single arc.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from communique.model.labels import ARCS, CONTEXTS, HEADS, LAYERS, MULTIPLE, NONE, QUANTITIES, columns
from communique.model.marks import AnchorMark, CueMark, Extent, Link, Mark, Marks, TriggerMark
from communique.vocabulary import MODES, EventType

Floats = NDArray[np.float32]
COLUMNS: Final = columns()
ARC: Final = {name: index for index, name in enumerate(ARCS)}
YES: Final = [ARC[name] for name in MULTIPLE]
MODE_ALLOWED: Final = {
    str(kind): np.array([label == NONE or label in MODES.get(kind, ()) for label in HEADS["mode"]])
    for kind in EventType
}
MODE_NEEDED = 0.5
CONTEXT_NEEDED = 0.5


@dataclass(frozen=True, slots=True)
class Settings:
    """Temperatures by head or arc (1 where none is given) and thresholds by family, fitted on held-out data."""

    temperatures: dict[str, float] = field(default_factory=dict)
    thresholds: dict[str, float] = field(default_factory=dict)

    def threshold(self, name: str) -> float:
        """Return the probability from which a label of this name is taken."""
        return self.thresholds.get(name, 0.5)


def softmax(logits: Floats) -> Floats:
    """Return probabilities along the last axis."""
    raised = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True))


def sigmoid(logits: Floats) -> Floats:
    """Return independent probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))


def legal_tags(chosen: NDArray[np.int64]) -> bool:
    """Say whether every I tag continues a span of its kind (tags are O, B-a, I-a, B-b, …)."""
    inside = (chosen > 0) & (chosen % 2 == 0)
    before = np.concatenate(([0], chosen[:-1]))
    return bool(np.all(~inside | (before == chosen) | (before == chosen - 1)))


def best_tags(probabilities: Floats) -> NDArray[np.int64]:
    """Return the most probable well-formed tags [words] of probabilities [words, tags].

    They are the most probable of each word where that is legal, else those of Viterbi's path.
    """
    chosen: NDArray[np.int64] = probabilities.argmax(-1)
    if legal_tags(chosen):
        return chosen
    scores = np.log(probabilities + 1e-9)
    count = scores.shape[1]
    forbidden = np.zeros((count, count), dtype=np.float32)
    for inside in range(2, count, 2):
        forbidden[:, inside] = -1e4
        forbidden[inside, inside] = forbidden[inside - 1, inside] = 0
    total = scores[0].copy()
    total[2::2] = -1e4
    back = np.zeros(scores.shape, dtype=np.int64)
    for at in range(1, len(scores)):
        step = total[:, None] + forbidden
        back[at] = step.argmax(0)
        total = step.max(0) + scores[at]
    path = [int(total.argmax())]
    for at in range(len(scores) - 1, 0, -1):
        path.append(int(back[at, path[-1]]))
    return np.array(path[::-1])


class WindowDecoder:
    """Adds one window's marks to an article's.

    `first` is the number of the window's first word, `paragraphs` the number of each word's paragraph [words].
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the network's output and what it is read with
        self,
        words: Floats,
        arcs: Floats,
        first: int,
        paragraphs: NDArray[np.int64],
        settings: Settings,
        marks: Marks,
    ) -> None:
        self.words, self.arcs, self.offset, self.paragraphs = words, arcs, first - 1, paragraphs
        self.settings, self.marks = settings, marks
        self._chances: dict[int, Floats] = {}
        scale = [settings.temperatures.get(name, 1.0) for name in MULTIPLE]
        self._scale = np.array(scale, dtype=np.float32)[:, None]

    def head(self, name: str) -> Floats:
        """Return the probabilities [1 + words, labels] of a layer or head."""
        return softmax(self.words[:, COLUMNS[name]] / self.settings.temperatures.get(name, 1.0))

    def arc(self, name: str, row: int) -> Floats:
        """Return the logits of an arc from a row to every row."""
        return np.asarray(self.arcs[ARC[name], row] / self.settings.temperatures.get(name, 1.0))

    def spans(self, layer: str) -> list[Mark]:
        """Return the spans of a layer."""
        probabilities = self.head(layer)[1:]
        chosen = best_tags(probabilities)
        kinds, found, at = LAYERS[layer], [], 0
        while at < len(chosen):
            tag = int(chosen[at])
            if tag % 2 == 0:
                at += 1
                continue
            end = at + 1
            while end < len(chosen) and chosen[end] == tag + 1:
                end += 1
            probability = float(np.mean([probabilities[word, chosen[word]] for word in range(at, end)]))
            found.append(Mark(at + 1 + self.offset, end + 1 + self.offset, kinds[tag // 2], probability))
            at = end
        return found

    def decode(self) -> None:
        """Add all marks of the window."""
        marks = self.marks
        before = (len(marks.mentions), len(marks.values), len(marks.titles), len(marks.triggers))
        marks.mentions += self.spans("mention")
        marks.values += self.spans("value")
        marks.titles += self.spans("title")
        mention = {mark.last - 1 - self.offset: at for at, mark in enumerate(marks.mentions) if at >= before[0]}
        value = {mark.last - 1 - self.offset: at for at, mark in enumerate(marks.values) if at >= before[1]}
        self._mentions(mention, before[2])
        classes = self.head("item_class")
        for row, at in value.items():
            if marks.values[at].kind == "item":
                marks.item_classes[at] = str(HEADS["item_class"][int(classes[row].argmax())])
        self._triggers(mention, value)
        trigger = {mark.word - self.offset: at for at, mark in enumerate(marks.triggers) if at >= before[3]}
        for row, at in trigger.items():
            marks.triggers[at].again = [link for link in self.many("again", row, trigger) if link.target != at]
        self._cues(mention)
        self._anchors(mention, value, trigger)

    def many(self, name: str, row: int, targets: dict[int, int], first: str | None = None) -> list[Link]:
        """Return the links of a multiple arc among legal targets (row to index), those over the threshold.

        Where none is, the best one is taken if it is over the lower threshold named by `first`: most events have an
        actor, most commitments a donor.
        """
        chances = self._chance(name, row)
        links = [Link(index, float(chances[each])) for each, index in targets.items() if each != row]
        if not links:
            return []
        found = [link for link in links if link.probability >= self.settings.threshold("arc")]
        if found or first is None:
            return found
        best = max(links, key=lambda link: link.probability)
        return [best] if best.probability >= self.settings.threshold(first) else []

    def _chance(self, name: str, row: int) -> Floats:
        """Return the probabilities of a multiple arc from a row to every row; a row's arcs are worked out at once."""
        if row not in self._chances:
            self._chances[row] = sigmoid(self.arcs[YES, row] / self._scale)
        return np.asarray(self._chances[row][MULTIPLE.index(name)])

    def one(self, name: str, row: int, targets: dict[int, int]) -> Link | None:
        """Return the link of a single arc among legal targets, None where "none" is more probable than the best."""
        rows = [each for each in targets if each != row]
        if not rows:
            return None
        probabilities = softmax(self.arc(name, row)[[0, *rows]])
        best = int(probabilities[1:].argmax())
        if probabilities[best + 1] < probabilities[0]:
            return None
        return Link(targets[rows[best]], float(probabilities[best + 1]))

    def _mentions(self, mention: dict[int, int], titles_from: int) -> None:
        marks = self.marks
        words = {row: row + self.offset for row in range(1, self.words.shape[0])}
        earlier = self._antecedents(list(mention))
        for row, at in mention.items():
            if row in earlier:
                before, probability = earlier[row]
                marks.antecedents[at] = Link(mention[before], probability)
            if marks.mentions[at].kind != "pronoun":
                probabilities = softmax(self.arc("country", row))
                best = int(probabilities.argmax())
                if best:
                    marks.countries[at] = Link(words[best], float(probabilities[best]))
        bearers = {row: at for row, at in mention.items() if marks.mentions[at].kind in {"person", "pronoun", "group"}}
        for at in range(titles_from, len(marks.titles)):
            link = self.one("bearer", marks.titles[at].last - 1 - self.offset, bearers)
            if link:
                marks.bearers[at] = link

    def _antecedents(self, rows: list[int]) -> dict[int, tuple[int, float]]:
        """Return the likeliest earlier row of each row that has one likelier than none, with its probability."""
        if len(rows) < 2:  # noqa: PLR2004 - one mention has none before it
            return {}
        logits = self.arcs[ARC["antecedent"]][rows][:, [0, *rows]] / self.settings.temperatures.get("antecedent", 1.0)
        later = np.triu(np.ones((len(rows), len(rows)), dtype=bool))
        logits[:, 1:][later] = -1e4
        probabilities = softmax(logits)
        best = probabilities.argmax(-1)
        return {
            row: (rows[int(best[at]) - 1], float(probabilities[at, best[at]]))
            for at, row in enumerate(rows)
            if best[at]
        }

    def _triggers(self, mention: dict[int, int], value: dict[int, int]) -> None:
        marks = self.marks
        kinds = self.head("trigger")
        modes, statuses = self.head("mode"), self.head("status")
        contexts = sigmoid(self.words[:, COLUMNS["contexts"]])
        actors = {row: at for row, at in mention.items() if marks.mentions[at].kind != "place"}
        places = {row: at for row, at in mention.items() if marks.mentions[at].kind in {"place", "state"}}
        dates = self._of_kind(value, "date")
        counts = self._of_kind(value, "quantity", "item")
        for row in map(int, np.flatnonzero(1 - kinds[:, 0] >= self.settings.threshold("trigger"))):
            if row == 0:
                continue
            order = kinds[row, 1:].argsort()[::-1] + 1
            kind = str(HEADS["trigger"][order[0]])
            mode = modes[row] * MODE_ALLOWED[kind]
            best_mode = int(mode.argmax())
            status = int(statuses[row].argmax())
            made = TriggerMark(
                word=int(row) + self.offset,
                type=kind,
                probability=float(kinds[row, order[0]]),
                runner_up=(str(HEADS["trigger"][order[1]]), float(kinds[row, order[1]])),
                mode=None if best_mode == 0 else str(HEADS["mode"][best_mode]),
                status=str(HEADS["status"][status]),
                status_probability=float(statuses[row, status]),
                contexts=tuple(str(CONTEXTS[at]) for at in np.flatnonzero(contexts[row] >= CONTEXT_NEEDED)),
            )
            made.actors, made.recipients = _apart(
                self.many("actor", row, actors, "first"), self.many("recipient", row, actors, "first")
            )
            made.places = self.many("place", row, places)
            made.dates = self.many("date", row, dates)
            made.quantities = [(name, link) for name in QUANTITIES for link in self.many(name, row, counts)]
            marks.triggers.append(made)

    def _of_kind(self, value: dict[int, int], *kinds: str) -> dict[int, int]:
        return {row: at for row, at in value.items() if self.marks.values[at].kind in kinds}

    def _cues(self, mention: dict[int, int]) -> None:
        acts, certainties = self.head("act"), self.head("certainty")
        speakers = {row: at for row, at in mention.items() if self.marks.mentions[at].kind != "place"}
        for row in map(int, np.flatnonzero(1 - acts[:, 0] >= self.settings.threshold("act"))):
            if row == 0:
                continue
            act = int(acts[row, 1:].argmax()) + 1
            self.marks.cues.append(
                CueMark(
                    word=int(row) + self.offset,
                    act=str(HEADS["act"][act]),
                    probability=float(1 - acts[row, 0]),
                    certainty=str(HEADS["certainty"][int(certainties[row].argmax())]),
                    content=self._content(row),
                    speaker=self.one("speaker", row, speakers),
                    addressee=self.one("addressee", row, speakers),
                )
            )

    def _content(self, row: int) -> Extent | None:
        """Return the best content within the cue's paragraph: the pair of ends with the highest joint probability."""
        elsewhere = self.paragraphs != self.paragraphs[row - 1]
        starts, ends = (
            np.where(elsewhere, np.float32(-1e4), self.arc(name, row)[1:]) for name in ("content_start", "content_end")
        )
        end = int((np.maximum.accumulate(starts) + ends).argmax())
        start = int(starts[: end + 1].argmax())
        if start == end == row - 1:
            return None
        return start + 1 + self.offset, end + 2 + self.offset

    def _anchors(self, mention: dict[int, int], value: dict[int, int], trigger: dict[int, int]) -> None:
        marks = self.marks
        stages = self.head("stage")
        categories, instruments, totals = self.head("category"), self.head("instrument"), self.head("cumulative")
        actors = {row: at for row, at in mention.items() if marks.mentions[at].kind != "place"}
        legal = {**self._of_kind(value, "money", "item"), **trigger}
        items, dates = self._of_kind(value, "item"), self._of_kind(value, "date")
        for row in legal:
            probability = float(1 - stages[row, 0])
            if probability < self.settings.threshold("stage"):
                continue
            made = AnchorMark(
                word=row + self.offset,
                stage=str(HEADS["stage"][int(stages[row, 1:].argmax()) + 1]),
                probability=probability,
                category=str(HEADS["category"][int(categories[row].argmax())]),
                instrument=str(HEADS["instrument"][int(instruments[row].argmax())]),
                cumulative=bool(totals[row, 1] > totals[row, 0]),
            )
            made.donors, made.recipients = _apart(
                self.many("donor", row, actors, "first"), self.many("given_to", row, actors, "first")
            )
            made.items = self.many("item", row, items)
            made.dates = self.many("date", row, dates)
            made.by = self.one("by", row, actors)
            made.event = self.one("event", row, trigger)
            marks.anchors.append(made)


def _apart(left: list[Link], right: list[Link]) -> tuple[list[Link], list[Link]]:
    """Return both lists without a target that the other list has with a higher probability."""
    in_left = {link.target: link.probability for link in left}
    in_right = {link.target: link.probability for link in right}
    return (
        [link for link in left if link.probability >= in_right.get(link.target, 0.0)],
        [link for link in right if link.probability > in_left.get(link.target, 0.0)],
    )
