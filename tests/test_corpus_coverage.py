"""Which predicates the corpus has, and which of a checklist it lacks."""

from pathlib import Path

import pytest
from annotated import passage

pytest.importorskip("simplemma", reason="the train extra isn't installed")

from training.corpus import coverage


def test_predicates_are_counted_by_label_with_their_frames() -> None:
    one = passage()
    two = passage(
        ("t-001", "t-002"),
        ("would lend Latvia", "will soon be lending Latvia"),
        ("[lend]", "[lending]"),
        ("[it would", "[it will"),
    )
    found = coverage.collect([one, two])
    assert found["type"]["AGREE"].uses == {"lend": 2}
    assert len(found["type"]["AGREE"].frames["lend"]) == 2
    assert found["type"]["AGREE"].well == 0
    assert found["mode"]["REQUEST:assist"].uses == {"ask": 2}
    assert len(found["mode"]["REQUEST:assist"].frames["ask"]) == 1, "the same frame twice is one"
    assert found["stage"]["pledged"].uses["lend"] == 2
    assert found["act"]["promise"].uses == {"say": 2}
    by_kind = {table.columns[0]: {row[0]: row[1:] for row in table.rows} for table in coverage.tables(found)}
    assert by_kind["type"]["AGREE"][:2] == ("1", "0")
    assert by_kind["type"]["ASSAULT"][:2] == ("0", "0"), "a label without a passage is shown"


def test_the_checklist_tells_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "CAMEO2PLOVER-2021.txt").write_text("07: AID\n070: AID, , # aid\n10: REQUEST\n", encoding="utf-8")
    (tmp_path / "CAMEO.2.0.txt").write_text(
        "--- GIVE [---] ---\nGIVE\n- * AID [070]\n--- ASK [---] ---\nASK\n- * FOR [1011]\n", encoding="utf-8"
    )
    wanted = coverage.checklist(tmp_path)
    assert wanted == {"AID": {"give"}, "REQUEST": {"ask"}}
    missing = {row[0]: row[1] for row in coverage.missing(coverage.collect([passage()]), wanted).rows}
    assert missing == {"AID": "give", "REQUEST": ""}
