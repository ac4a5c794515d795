"""Whether what is read is right, as the probabilities are measured by it."""

import json
from pathlib import Path

import numpy as np
import pytest
from annotated import BLOCK

from communique.model import Model
from communique.model.settings import Settings
from training.corpus.format import parse
from training.reliability import FEWEST, Cases, errors, figures, of_passages, of_plv, of_polnear, scales


def test_the_error_is_the_gap_between_probability_and_share_of_right_ones() -> None:
    cases: Cases = {"event": [(0.85, True), (0.85, False)], "status": [(1.0, True)] * 3, "statement": []}
    assert errors(cases) == {"event": pytest.approx(0.35), "status": 0.0}


def test_scales_bring_what_is_told_to_the_share_of_right_ones() -> None:
    order = np.random.default_rng(1)
    true = order.uniform(0.2, 0.98, 4000)
    log_odds = np.log(true / (1 - true))
    told = 1 / (1 + np.exp(-(log_odds + 1) / 0.8))  # too sure of itself
    sure: Cases = {"event": list(zip(told.tolist(), (order.random(4000) < true).tolist(), strict=True))}
    few: Cases = {"statement": [(0.5, True)] * (FEWEST - 1)}
    found = scales([sure, few])
    assert found == {"event": [pytest.approx(0.8, abs=0.05), pytest.approx(-1, abs=0.1)]}
    settings = Settings(scales=found)
    scaled: Cases = {"event": [(settings.as_told("event", chance), right) for chance, right in sure["event"]]}
    assert errors(scaled)["event"] < 0.03 < errors(sure)["event"]


def test_sets_count_alike_however_many_cases_they_have() -> None:
    right: Cases = {"event": [(0.6, True)] * 900 + [(0.6, False)] * 100 + [(0.9, True)] * 90 + [(0.9, False)] * 10}
    wrong: Cases = {"event": [(0.6, False)] * 180 + [(0.6, True)] * 20 + [(0.9, True)] * 18 + [(0.9, False)] * 2}
    settings = Settings(scales=scales([right, wrong]))
    assert settings.as_told("event", 0.6) == pytest.approx(0.5, abs=0.02)


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
