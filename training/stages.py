"""`python -m training.stages`: what the event of a commitment tells of its stage, counted on the corpus.

In: the training passages. Out: for every type and status of event the logarithm of how much likelier each stage is
beside it than at all, written into the card of the weights (`stages_by_event`), where the decoder adds it to what the
stage head says. Shares of a type and status are drawn towards those of the type, these towards those of all commitments
(`PRIOR` commitments of each), so that a rare event says little.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from communique.model.labels import HEADS
from training import paths
from training.corpus.notes import Passage
from training.corpus.split import is_held_out

PRIOR = 10
"""As many commitments as the broader shares count for."""
CARD = paths.WEIGHTS / "reader.json"
STAGES = tuple(str(each) for each in HEADS["stage"][1:])


def stages_by_event(passages: Sequence[Passage]) -> dict[str, list[float]]:
    """Return "TYPE status" to the log-ratios of the stages, in the order of the stage head without its "none"."""
    everywhere: Counter[str] = Counter()
    of_type: defaultdict[str, Counter[str]] = defaultdict(Counter)
    of_both: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for passage in passages:
        events = {event.id: event for event in passage.events}
        for note in passage.commitments:
            everywhere[str(note.stage)] += 1
            event = events.get(note.event or "")
            if event is not None:
                of_type[str(event.type)][str(note.stage)] += 1
                of_both[str(event.type), str(event.status)][str(note.stage)] += 1
    shares = _drawn(everywhere, np.full(len(STAGES), 1 / len(STAGES)))
    return {
        f"{kind} {status}": [
            round(float(each), 3) for each in np.log(_drawn(counts, _drawn(of_type[kind], shares))) - np.log(shares)
        ]
        for (kind, status), counts in sorted(of_both.items())
    }


def _drawn(counts: Counter[str], towards: np.ndarray) -> np.ndarray:
    found = np.array([counts[each] for each in STAGES], dtype=float)
    return np.asarray((found + PRIOR * towards) / (found.sum() + PRIOR))


def main() -> None:
    """Write the shares into the card of the shipped weights."""
    card = json.loads(CARD.read_text(encoding="utf-8"))
    card["stages_by_event"] = stages_by_event([each for each in paths.corpus() if not is_held_out(each)])
    CARD.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
