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


@pytest.mark.parametrize(
    ("cue", "content", "kind", "status", "act"),
    [
        ("said", "it would send Chad trucks", "AGREE", "planned", "promise"),
        ("said", "it will gladly free Chad", "CONCEDE", "planned", "promise"),
        # It isn't to come, or somebody else's, or harm, or not what is told first of all; or the cue is no neutral one.
        ("said", "it has sent Chad trucks", "AID", "actual", "say"),
        ("said", "it could send Chad trucks", "AGREE", "possible", "say"),
        ("said", "it was ready to send Chad trucks", "AGREE", "planned", "say"),
        ("said", "it would attack Chad", "ASSAULT", "planned", "say"),
        ("said", "Chad would send trucks", "AGREE", "planned", "say"),
        ("believed", "it would send Chad trucks", "AGREE", "planned", "say"),
    ],
)
def test_who_says_that_they_will_help_or_yield_promises_it(
    cue: str, content: str, kind: str, status: str, act: str
) -> None:
    it = Writer(f"Peru {cue} {content}.")
    found = {name: it.mention(name, "state") for name in ("Peru", "Chad")}
    it.cue(cue, "say", found["Peru"], content)
    verb = next(word for word in ("send", "sent", "free", "attack") if word in content.split())
    it.trigger(verb, kind, status, actors=[found["Chad" if content.startswith("Chad") else "Peru"]])
    (statement,) = it.reading().statements
    assert statement.act == act
