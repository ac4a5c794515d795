"""Acts of statements: the cue tells them, a neutral one leaves the plainest to its content; marks are by hand."""

import pytest
from marks import Writer


@pytest.mark.parametrize(
    ("cue", "marked", "act"),
    [
        ("said", "criticize", "say"),
        ("told", "announce", "say"),
        ("According", "predict", "say"),
        ("said", "threaten", "threaten"),
        ("Said", "promise", "promise"),
        ("told", "urge", "urge"),
        ("denounced", "criticize", "criticize"),
        ("recognised", "say", "acknowledge"),
        ("thanked", "praise", "thank"),
        ("warned", "warn", "warn"),
    ],
)
def test_a_neutral_cue_tells_no_reproach_or_forecast(cue: str, marked: str, act: str) -> None:
    it = Writer(f"Peru {cue} the raid on the mill.")
    it.cue(cue, marked, it.mention("Peru", "state"), "the raid on the mill")
    (statement,) = it.reading().statements
    assert statement.act == act
