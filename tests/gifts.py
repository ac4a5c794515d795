"""What one state gives another, for the tests of commitments: marks are written by hand."""

from marks import Writer

from communique.records import Commitment


class Gifts(Writer):
    """What Peru gives Togo in a text that names both."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.peru, self.togo = self.mention("Peru", "state"), self.mention("Togo", "state")

    def give(
        self, phrase: str, *, nth: int = 1, kind: str = "money", stage: str = "delivered", date: str | None = None
    ) -> int:
        """Anchor what stands at a phrase; return the number of its mark."""
        dates = [] if date is None else [self.value(date, "date")]
        value = self.value(phrase, kind, nth)
        self.anchor(self.last_word(value), stage, donors=[self.peru], recipients=[self.togo], dates=dates)
        return value

    def commitments(self) -> tuple[Commitment, ...]:
        return self.reading().commitments


def sums(found: tuple[Commitment, ...]) -> list[float]:
    return [each.amount.value for each in found if each.amount]
