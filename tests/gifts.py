"""What one state gives another, for the tests of commitments: marks are written by hand."""

from marks import Writer

from communique.model import Mark
from communique.records import Commitment


class Gifts(Writer):
    """What Peru gives Togo in a text that names both."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.peru, self.togo = self.mention("Peru", "state"), self.mention("Togo", "state")

    def mark(self, phrase: str, kind: str, nth: int = 1) -> int:
        """Mark the `nth` place where a phrase stands."""
        self.marks.values.append(Mark(*self.extent(phrase, nth), kind, 0.9))
        return len(self.marks.values) - 1

    def give(
        self, phrase: str, *, nth: int = 1, kind: str = "money", stage: str = "delivered", date: str | None = None
    ) -> int:
        """Anchor what stands at a phrase; return the number of its mark."""
        dates = [] if date is None else [self.mark(date, "date")]
        value = self.mark(phrase, kind, nth)
        word = self.marks.values[value].last - 1
        self.anchor(word, stage, donors=[self.peru], recipients=[self.togo], dates=dates)
        return value

    def commitments(self) -> tuple[Commitment, ...]:
        return self.reading().commitments


def sums(found: tuple[Commitment, ...]) -> list[float]:
    return [each.amount.value for each in found if each.amount]
