"""What was fitted on held-out data: temperatures, thresholds, and how events bear on stages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

FAMILIES: Final = {"trigger": "event", "sole": "event", "lone": "event", "act": "statement", "stage": "commitment"}
"""The thresholds that decide whether there is a record, with the family of what they decide on."""
_SURE: Final = 1e-6
"""A probability is at least so far from 0 and 1 where its log-odds are taken."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What was fitted on held-out data, and what was counted on the corpus.

    Temperatures by head or arc (1 where none is given), thresholds by family, and by type and status of an event ("AID
    actual") how much likelier each stage of a commitment is beside it than at all, as logarithms. Scales by family of
    record: the slope and the shift, in log-odds, from what the network says to how often such a record is right.
    """

    temperatures: dict[str, float] = field(default_factory=dict)
    thresholds: dict[str, float] = field(default_factory=dict)
    stages_by_event: dict[str, list[float]] = field(default_factory=dict)
    scales: dict[str, list[float]] = field(default_factory=dict)

    def at_least(self, probability: float) -> Settings:
        """Return the same with another threshold for all records, on their probability as it is told."""
        moved = {name: self.network_says(family, probability) for name, family in FAMILIES.items()}
        return replace(self, thresholds=self.thresholds | moved)

    def as_told(self, family: str, probability: float) -> float:
        """Return the probability that a record of a family is right, of which the network says another one."""
        if family not in self.scales:
            return probability
        slope, shift = self.scales[family]
        return _chance(slope * _log_odds(probability) + shift)

    def network_says(self, family: str, told: float) -> float:
        """Return what the network says of a record of a family that is told with a probability; 0 and 1 stay."""
        if family not in self.scales or not 0 < told < 1:
            return told
        slope, shift = self.scales[family]
        return _chance((_log_odds(told) - shift) / slope)

    def threshold(self, name: str) -> float:
        """Return the probability from which a label of this name is taken."""
        return self.thresholds.get(name, 0.5)

    def least(self, role: str, types: Sequence[str]) -> list[float]:
        """Return the probability from which the best arc of a role is taken, for events of these types.

        Most events have an actor; a withdrawal or a visit mostly has no recipient.
        """
        usual = self.threshold("first")
        return [self.thresholds.get(f"{role} {kind}", usual) for kind in types]


def _log_odds(probability: float) -> float:
    bound = min(max(probability, _SURE), 1 - _SURE)
    return math.log(bound / (1 - bound))


def _chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))
