"""The report of errors: each kind of row is told apart, the commonest kind comes first."""

from typing import Any

from training.errors import certainty, confusions, missed_cues, names, typed


def test_types_that_are_missing_or_second() -> None:
    rows: list[dict[str, Any]] = [
        {"gold": "AID", "answer": "AGREE", "events": [["AGREE", True, True]], "text": "one"},
        {"gold": ["AID", [], []], "top1": "AGREE", "events": [["AGREE"], ["AID"]], "text": "two"},
        {"gold": "AID", "answer": "AGREE", "events": [["AGREE", True, True]], "text": "three"},
        {"gold": "AID", "answer": None, "events": [], "text": "four"},
        {"gold": "AID", "answer": "AID", "events": [["AID", True, True]], "text": "right"},
    ]
    found = confusions(rows, typed)
    assert found == {
        "AID read as AGREE": ["one", "three"],
        "AID beside AGREE": ["two"],
        "AID read as nothing": ["four"],
    }
    assert next(iter(found)) == "AID read as AGREE"


def test_certainty_cues_and_names() -> None:
    status = {"word": "left", "text": "They left."}
    assert list(certainty({**status, "gold": 3, "status": "planned"})) == [
        ("planned where it is certain", "“left” in: They left.")
    ]
    assert not list(certainty({**status, "gold": -3, "status": "negated"}))
    assert not list(certainty({**status, "gold": -3, "status": None}))
    assert [kind for kind, _ in missed_cues({"missed": [{"source": "a", "cue": "wrote", "content": "b"}]})] == [
        "cue “wrote”"
    ]
    assert list(names({"missed": {"kind": "person", "quote": "Ola Brekke"}})) == [("person missed", "Ola Brekke")]
    assert not list(names({"missed": None}))
