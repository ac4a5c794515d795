"""Whether what is read is right, as the probabilities are measured by it."""

import json
from pathlib import Path

import pytest
from annotated import BLOCK

from communique.model import Model
from training.corpus.format import parse
from training.reliability import Cases, errors, figures, of_passages, of_plv, of_polnear


def test_the_error_is_the_gap_between_probability_and_share_of_right_ones() -> None:
    cases: Cases = {"event": [(0.85, True), (0.85, False)], "status": [(1.0, True)] * 3, "statement": []}
    assert errors(cases) == {"event": pytest.approx(0.35), "status": 0.0}


def test_a_record_is_right_by_the_annotation_at_its_word() -> None:
    passage = parse(BLOCK)
    wrong = parse(BLOCK.replace(passage.events[0].type, "PROTEST" if passage.events[0].type != "PROTEST" else "AID"))
    model = Model.load()
    found, other = of_passages([passage], model), of_passages([wrong], model)
    assert {kind for kind, cases in found.items() if cases} >= {"event", "statement"}
    assert [chance for chance, _ in found["event"]] == [chance for chance, _ in other["event"]]
    assert sum(right for _, right in found["event"]) > sum(right for _, right in other["event"])


def test_sets_of_others_are_read_where_they_are(tmp_path: Path) -> None:
    model = Model.load()
    text = "Rebels attacked the town on Monday, the army said."
    plv, polnear = tmp_path / "plv.jsonl", tmp_path / "polnear.jsonl"
    plv.write_text(json.dumps({"ref": "1", "text": text, "root": "ASSAULT"}), encoding="utf-8")
    cue = {"source": [[36, 44]], "cue": [[45, 49]], "content": [[0, 34]]}
    polnear.write_text(json.dumps({"ref": "1", "text": text, "attributions": [cue]}), encoding="utf-8")
    assert [right for _, right in of_plv(plv, model)["event"]] == [True]
    assert [right for _, right in of_polnear(polnear, model)["statement"]] == [True]
    assert of_plv(tmp_path / "none.jsonl", model) == {"event": []}


def test_too_few_cases_tell_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.reliability.measured", lambda *_: {"plv": {"event": [(0.9, True)] * 99}})
    assert figures(tmp_path, Model.load()) == {}
