"""What was fitted on held-out data: temperatures, thresholds, and how events bear on stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

RECORDS: Final = ("trigger", "act", "stage")
"""The heads whose thresholds decide whether there is a record."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What was fitted on held-out data, and what was counted on the corpus.

    Temperatures by head or arc (1 where none is given), thresholds by family, and by type and status of an event ("AID
    actual") how much likelier each stage of a commitment is beside it than at all, as logarithms.
    """

    temperatures: dict[str, float] = field(default_factory=dict)
    thresholds: dict[str, float] = field(default_factory=dict)
    stages_by_event: dict[str, list[float]] = field(default_factory=dict)

    def at_least(self, probability: float) -> Settings:
        """Return the same with another threshold for all records: events, statements and commitments."""
        thresholds = self.thresholds | dict.fromkeys((*RECORDS, "sole", "lone"), probability)
        return Settings(self.temperatures, thresholds, self.stages_by_event)

    def threshold(self, name: str) -> float:
        """Return the probability from which a label of this name is taken."""
        return self.thresholds.get(name, 0.5)

    def least(self, role: str, types: Sequence[str]) -> list[float]:
        """Return the probability from which the best arc of a role is taken, for events of these types.

        Most events have an actor; a withdrawal or a visit mostly has no recipient.
        """
        usual = self.threshold("first")
        return [self.thresholds.get(f"{role} {kind}", usual) for kind in types]
