"""From the network's numbers to marks, by the contract: spans are well-formed, arcs join only legal kinds.

In: the network's `Logits` of one window. Out: the window's marks added to the article's. Row 0 is the start of the
window and stands for "none" as the target of a single arc.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from communique.model.labels import (
    CONTEXTS,
    HEADS,
    LAYERS,
    NAME_ARCS,
    NONE,
    QUANTITIES,
    RECORD_ARCS,
    columns,
)
from communique.model.marks import AnchorMark, CueMark, Extent, Link, Mark, Marks, TriggerMark
from communique.model.settings import Settings
from communique.model.tags import Floats, best_tags, sigmoid, softmax
from communique.model.windows import Prepared, Window
from communique.vocabulary import MODES, EventType

COLUMNS: Final = columns()
RECORD_ARC: Final = {name: index for index, name in enumerate(RECORD_ARCS)}
NAME_ARC: Final = {name: index for index, name in enumerate(NAME_ARCS)}
MODE_ALLOWED: Final = {
    str(kind): np.array([label == NONE or label in MODES.get(kind, ()) for label in HEADS["mode"]])
    for kind in EventType
}
CONTEXT_NEEDED = 0.5
_NOBODY: Final = np.zeros(1, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Logits:
    """What the network says of one window.

    `words` [rows, columns]; arcs of records [record arcs, len(record_rows), rows] from the rows `record_rows`, arcs of
    names [name arcs, len(name_rows), rows] from the rows `name_rows`. Other rows have no arcs. `states` [rows, width]
    are the encoder's, where asked for.
    """

    words: Floats
    record_rows: NDArray[np.int64]
    records: Floats
    name_rows: NDArray[np.int64]
    names: Floats
    states: Floats | None = None


EVENT_SHARE: Final = 0.5
"""How far a commitment's event decides its stage.

On the held-out corpus 0.5 is best of 0, 0.25, 0.5, 0.8 and 1.2: stages right 0.752, 0.782, 0.785, 0.782, 0.772."""
_NEVER: Final = 1e-9
"""Added to a probability before its logarithm is taken."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a window stands: the number of its first word, and those of each word's paragraph and sentence [words]."""

    first: int
    paragraphs: NDArray[np.int64]
    sentences: NDArray[np.int64]


class Layouts:
    """Tells where the windows of an article stand."""

    def __init__(self, article: Prepared) -> None:
        starts = [start for start, _ in article.words]
        self._sentences = np.searchsorted([start for start, _ in article.sentences], starts, side="right")
        self._paragraphs = np.searchsorted(sorted(article.breaks), np.arange(len(starts)), side="right")

    def of(self, window: Window) -> Layout:
        """Return where a window stands."""
        inside = slice(window.first, window.last)
        return Layout(window.first, self._paragraphs[inside], self._sentences[inside])


Targets = tuple[NDArray[np.int64], list[int]]
"""What an arc may lead to: rows, and the index of each in its list of marks."""


class WindowDecoder:
    """Adds one window's marks to an article's."""

    def __init__(self, logits: Logits, layout: Layout, settings: Settings, marks: Marks) -> None:
        self.logits, self.words, self.offset = logits, logits.words, layout.first - 1
        self.paragraphs, self.sentences = layout.paragraphs, layout.sentences
        self.settings, self.marks = settings, marks
        self._record = {row: at for at, row in enumerate(logits.record_rows.tolist())}
        self._name = {row: at for at, row in enumerate(logits.name_rows.tolist())}
        self._silent = np.ones(len(self.words), dtype=bool)
        self._silent[logits.record_rows] = False
        self._silent[0] = True

    def head(self, name: str, rows: NDArray[np.int64] | slice = slice(None)) -> Floats:
        """Return the probabilities [rows, labels] of a layer or head, for all rows or some."""
        return softmax(self.words[rows, COLUMNS[name]] / self.settings.temperatures.get(name, 1.0))

    def over(self, name: str, sole: str | None = None) -> tuple[NDArray[np.int64], Floats]:
        """Return the rows on which a head says something at its threshold, and its probabilities [rows, labels] there.

        Only rows whose arcs are worked out count. In a sentence where there is none, the best row is taken if it is
        over the lower threshold named by `sole`: what a sentence is about needs less proof than what it says besides.
        """
        chances = self.head(name)
        said = 1 - chances[:, 0]
        said[self._silent] = 0.0
        taken = said >= self.settings.threshold(name)
        if sole is not None:
            # Sentences stand in order, so the rows of each are one stretch.
            edges = [1, *(np.flatnonzero(np.diff(self.sentences)) + 2).tolist(), len(said)]
            for first, last in pairwise(edges):
                best = first + int(said[first:last].argmax())
                if said[best] >= self.settings.threshold(sole) and not taken[first:last].any():
                    taken[best] = True
        (found,) = taken.nonzero()
        return found, chances[found]

    def spans(self, layer: str) -> list[Mark]:
        """Return the spans of a layer."""
        probabilities = self.head(layer)[1:]
        chosen = best_tags(probabilities)
        tags, taken = chosen.tolist(), probabilities[np.arange(len(chosen)), chosen]
        alone = taken.tolist()
        kinds, found = LAYERS[layer], []
        for begin in (chosen % 2).nonzero()[0].tolist():
            first = begin
            while first < len(tags) and (first == begin or tags[first] == tags[begin] + 1):
                last = first + 1
                # A headline and the line below it may run into one name; they are two.
                while last < len(tags) and tags[last] == tags[begin] + 1 and self._together(first, last):
                    last += 1
                chance = alone[first] if last == first + 1 else float(taken[first:last].mean())
                found.append(Mark(first + 1 + self.offset, last + 1 + self.offset, kinds[tags[begin] // 2], chance))
                first = last
        return found

    def _together(self, first: int, last: int) -> bool:
        return bool(self.paragraphs[first] == self.paragraphs[last])

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
        items = [row for row, at in value.items() if marks.values[at].kind == "item"]
        classes = self.head("item_class", np.array(items, dtype=np.int64)).argmax(-1)
        marks.item_classes |= {
            value[row]: str(HEADS["item_class"][each]) for row, each in zip(items, classes, strict=True)
        }
        actors = _targets({row: at for row, at in mention.items() if marks.mentions[at].kind != "place"})
        self._triggers(mention, value, actors)
        trigger = {mark.word - self.offset: at for at, mark in enumerate(marks.triggers) if at >= before[3]}
        for at, links in zip(trigger.values(), self.many("again", list(trigger), _targets(trigger)), strict=True):
            marks.triggers[at].again = links
        self._cues(actors)
        self._anchors(value, trigger, actors)

    def many(
        self,
        name: str,
        rows: list[int],
        targets: Targets,
        *,
        first: Sequence[float] | None = None,
        further: str = "arc",
    ) -> list[list[Link]]:
        """Return, for each row, the links of a multiple arc among legal targets: those over the threshold.

        With `first`, a threshold for each row, the best one is taken if it is over that lower one, since most events
        have an actor and most commitments a donor; the others if they are over the threshold named by `further`.
        """
        found: list[list[Link]] = [[] for _ in rows]
        to, indexes = targets
        if not rows or not indexes:
            return found
        needed: float | NDArray[np.float64] = self.settings.threshold("arc")
        logits = self.logits.records[RECORD_ARC[name], [[self._record[row]] for row in rows], to]
        chances = sigmoid(logits / self.settings.temperatures.get(name, 1.0))
        chances[np.array(rows)[:, None] == to] = 0.0
        if first is not None:
            best = chances.argmax(-1)[:, None] == np.arange(chances.shape[1])
            needed = np.where(best, np.array(first)[:, None], self.settings.threshold(further))
        over, taken = (chances >= needed).nonzero()
        for at, target, chance in zip(over.tolist(), taken.tolist(), chances[over, taken].tolist(), strict=True):
            found[at].append(Link(indexes[target], chance))
        return found

    def one(self, name: str, row: int, targets: Targets) -> Link | None:
        """Return the link of a single arc among legal targets, None where "none" is more probable than the best."""
        names = name in NAME_ARC
        place = (self._name if names else self._record).get(row)
        rows, indexes = targets
        if not indexes or place is None:
            return None
        arcs = self.logits.names[NAME_ARC[name]] if names else self.logits.records[RECORD_ARC[name]]
        logits = arcs[place, np.concatenate((_NOBODY, rows))] / self.settings.temperatures.get(name, 1.0)
        logits[1:][rows == row] = -1e4
        probabilities = softmax(logits)
        best = int(probabilities[1:].argmax())
        if probabilities[best + 1] < probabilities[0]:
            return None
        return Link(indexes[best], float(probabilities[best + 1]))

    def _mentions(self, mention: dict[int, int], titles_from: int) -> None:
        marks = self.marks
        for row, (before, probability) in self._antecedents(list(mention)).items():
            marks.antecedents[mention[row]] = Link(mention[before], probability)
        named = [row for row, at in mention.items() if marks.mentions[at].kind != "pronoun" and row in self._name]
        scale = self.settings.temperatures.get("country", 1.0)
        chances = softmax(self.logits.names[NAME_ARC["country"], [self._name[row] for row in named]] / scale)
        for row, chance in zip(named, chances, strict=True):
            best = int(chance.argmax())
            if best and chance[best] >= self.settings.threshold("country"):
                marks.countries[mention[row]] = Link(best + self.offset, float(chance[best]))
        bearers = _targets(
            {row: at for row, at in mention.items() if marks.mentions[at].kind in {"person", "pronoun", "group"}}
        )
        for at in range(titles_from, len(marks.titles)):
            link = self.one("bearer", marks.titles[at].last - 1 - self.offset, bearers)
            if link:
                marks.bearers[at] = link

    def _antecedents(self, mentions: list[int]) -> dict[int, tuple[int, float]]:
        """Return the likeliest earlier row of each row that has one likelier than none, with its probability."""
        rows = [row for row in mentions if row in self._name]
        if len(rows) < 2:  # noqa: PLR2004 - one mention has none before it
            return {}
        scores = self.logits.names[NAME_ARC["antecedent"], [self._name[row] for row in rows]]
        logits = scores[:, [0, *rows]] / self.settings.temperatures.get("antecedent", 1.0)
        later = np.triu(np.ones((len(rows), len(rows)), dtype=bool))
        logits[:, 1:][later] = -1e4
        probabilities = softmax(logits)
        best = probabilities.argmax(-1)
        return {
            row: (rows[int(best[at]) - 1], float(probabilities[at, best[at]]))
            for at, row in enumerate(rows)
            if best[at]
        }

    def _triggers(self, mention: dict[int, int], value: dict[int, int], actors: Targets) -> None:
        marks = self.marks
        rows, kinds = self.over("trigger", "sole")
        if not len(rows):
            return
        modes, statuses = self.head("mode", rows), self.head("status", rows)
        contexts = sigmoid(self.words[rows, COLUMNS["contexts"]]) >= CONTEXT_NEEDED
        places = _targets({row: at for row, at in mention.items() if marks.mentions[at].kind in {"place", "state"}})
        dates = self._of_kind(value, "date")
        counts = self._of_kind(value, "quantity", "item")
        found = rows.tolist()
        orders = kinds[:, 1:].argsort(-1)[:, ::-1] + 1
        types = [str(HEADS["trigger"][order[0]]) for order in orders]
        sides = (
            self.many(role, found, actors, first=self.settings.least(role, types), further="further")
            for role in ("actor", "recipient")
        )
        made_actors = map(_apart, *sides)
        made_places, made_dates = self.many("place", found, places), self.many("date", found, dates)
        quantities = [(name, self.many(name, found, counts)) for name in QUANTITIES]
        for index, (row, (by, to)) in enumerate(zip(found, made_actors, strict=True)):
            order, kind = orders[index], types[index]
            best_mode = int((modes[index] * MODE_ALLOWED[kind]).argmax())
            status = int(statuses[index].argmax())
            marks.triggers.append(
                TriggerMark(
                    word=row + self.offset,
                    type=kind,
                    probability=float(kinds[index, order[0]]),
                    runner_up=(str(HEADS["trigger"][order[1]]), float(kinds[index, order[1]])),
                    mode=None if best_mode == 0 else str(HEADS["mode"][best_mode]),
                    status=str(HEADS["status"][status]),
                    status_probability=float(statuses[index, status]),
                    contexts=tuple(str(CONTEXTS[at]) for at in np.flatnonzero(contexts[index])),
                    actors=by,
                    recipients=to,
                    places=made_places[index],
                    dates=made_dates[index],
                    quantities=[(name, link) for name, links in quantities for link in links[index]],
                )
            )

    def _of_kind(self, value: dict[int, int], *kinds: str) -> Targets:
        return _targets({row: at for row, at in value.items() if self.marks.values[at].kind in kinds})

    def _cues(self, actors: Targets) -> None:
        rows, acts = self.over("act")
        if not len(rows):
            return
        certainties = self.head("certainty", rows)
        for index, row in enumerate(rows.tolist()):
            self.marks.cues.append(
                CueMark(
                    word=row + self.offset,
                    act=str(HEADS["act"][int(acts[index, 1:].argmax()) + 1]),
                    probability=float(1 - acts[index, 0]),
                    certainty=str(HEADS["certainty"][int(certainties[index].argmax())]),
                    content=self._content(row),
                    speaker=self.one("speaker", row, actors),
                    addressee=self.one("addressee", row, actors),
                )
            )

    def _content(self, row: int) -> Extent | None:
        """Return the best content within the cue's paragraph: the pair of ends with the highest joint probability."""
        elsewhere = self.paragraphs != self.paragraphs[row - 1]
        starts, ends = (
            np.where(elsewhere, np.float32(-1e4), self.logits.records[RECORD_ARC[name], self._record[row], 1:])
            for name in ("content_start", "content_end")
        )
        end = int((np.maximum.accumulate(starts) + ends).argmax())
        start = int(starts[: end + 1].argmax())
        if start == end == row - 1:
            return None
        return start + 1 + self.offset, end + 2 + self.offset

    def _anchors(self, value: dict[int, int], trigger: dict[int, int], actors: Targets) -> None:
        marks = self.marks
        money = {row for row, at in value.items() if marks.values[at].kind in {"money", "item"}}
        over, chances = self.over("stage")
        fits = [row in money or row in trigger for row in over.tolist()]
        rows, stages = over[fits], chances[fits]
        if not len(rows):
            return
        legal = rows.tolist()
        categories, instruments, totals = (self.head(name, rows) for name in ("category", "instrument", "cumulative"))
        items, dates, triggers = self._of_kind(value, "item"), self._of_kind(value, "date"), _targets(trigger)
        least = [self.settings.threshold("first")] * len(legal)
        sides = map(
            _apart,
            self.many("donor", legal, actors, first=least),
            self.many("given_to", legal, actors, first=least),
        )
        made_items, made_dates = self.many("item", legal, items), self.many("date", legal, dates)
        for index, (row, (donors, recipients)) in enumerate(zip(legal, sides, strict=True)):
            event = self.one("event", row, triggers)
            marks.anchors.append(
                AnchorMark(
                    word=row + self.offset,
                    stage=self._stage(stages[index], event),
                    probability=float(1 - stages[index, 0]),
                    category=str(HEADS["category"][int(categories[index].argmax())]),
                    instrument=str(HEADS["instrument"][int(instruments[index].argmax())]),
                    cumulative=bool(totals[index, 1] > totals[index, 0]),
                    donors=donors,
                    recipients=recipients,
                    items=made_items[index],
                    dates=made_dates[index],
                    by=self.one("by", row, actors),
                    event=event,
                )
            )

    def _stage(self, chances: Floats, event: Link | None) -> str:
        """Return the stage of a commitment by the stage head and by its event, where it is known what one tells."""
        logs = np.log(chances[1:] + _NEVER)
        if event is not None:
            trigger = self.marks.triggers[event.target]
            told = self.settings.stages_by_event.get(f"{trigger.type} {trigger.status}")
            if told is not None:
                logs = logs + EVENT_SHARE * event.probability * np.array(told)
        return str(HEADS["stage"][int(logs.argmax()) + 1])


def drop_lone_doubt(marks: Marks, sentences: int, settings: Settings) -> None:
    """Empty an article of several sentences in which one thing only is told, and that less surely than `lone`.

    News that holds one record mostly holds more; a single doubtful one is a figure of speech in a text on something
    else ("an attack in which he took five wickets").
    """
    told = marks.triggers + marks.cues
    if sentences < 2 or len(told) > 1:  # noqa: PLR2004 - a single sentence has no room for more
        return
    if all(each.probability < settings.threshold("lone") for each in told + marks.anchors):
        for records in (marks.triggers, marks.cues, marks.anchors):
            records.clear()


def scale(marks: Marks, settings: Settings) -> None:
    """Give records the probability with which such ones are right, in place of what the network says."""
    for family, records in (("event", marks.triggers), ("statement", marks.cues), ("commitment", marks.anchors)):
        for each in records:
            each.probability = settings.as_told(family, each.probability)


def _targets(found: dict[int, int]) -> Targets:
    """Return the rows and indexes of a map from row to index."""
    return np.array(list(found), dtype=np.int64), list(found.values())


def _apart(left: list[Link], right: list[Link]) -> tuple[list[Link], list[Link]]:
    """Return both lists without a target that the other list has with a higher probability."""
    in_left = {link.target: link.probability for link in left}
    in_right = {link.target: link.probability for link in right}
    return (
        [link for link in left if link.probability >= in_right.get(link.target, 0.0)],
        [link for link in right if link.probability > in_left.get(link.target, 0.0)],
    )
