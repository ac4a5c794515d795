"""Agreement of two annotators: what each family takes for the same, and what it doesn't."""

from pathlib import Path

import pytest
from annotated import BLOCK, passage
from click.testing import CliRunner

from training.corpus.__main__ import main
from training.corpus.agreement import CODES, FAMILIES, agreement


def test_an_annotator_agrees_with_himself() -> None:
    figures = agreement([passage()], [passage()])
    assert figures.pop("passages") == 1
    assert set(figures) == {*(f"{each}_f1" for each in FAMILIES), *(f"{each}_accuracy" for each in CODES)}
    assert set(figures.values()) == {1.0}


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        (" [its]", "", {"mentions_f1": 0.9231}),  # 6 of 7 and 6
        ("speaker=bre", "speaker=nor", {"statements_f1": 0.5}),
        ('"Latvia … answered,"', "Latvia#2", {"statements_f1": 0.5}),
        ('"Latvia … answered,"', "Latvia asked, and we answered", {}),  # more than half
        ("promise certain", "say certain", {"act_accuracy": 0.5}),
        ("REQUEST:assist actual", "REJECT:assist actual", {"events_f1": 0.5}),
        ("REQUEST:assist actual", "REQUEST:assist negated", {"status_accuracy": 0.5}),
        ("actor=lva recipient=nor trigger[asked]", "actor=lva trigger[asked]", {"roles_f1": 0.8571}),  # 3 of 4 and 3
        ("trigger[lend]", "trigger[trucks] mention[lend]", {}),  # a later word for the same event
        ("c1 pledged", "c1 delivered", {"stage_accuracy": 0.0}),
        ("donor=nor", "donor=bre", {"commitments_f1": 0.0}),
        ("donor=nor", "", {"commitments_f1": 0.0}),
    ],
)
def test_what_differs_is_counted_once_and_from_either_side(old: str, new: str, changed: dict[str, float]) -> None:
    ours, theirs = passage(), passage((old, new))
    figures = agreement([ours], [theirs])
    assert {name: value for name, value in figures.items() if name != "passages" and value != 1} == changed
    assert agreement([theirs], [ours]) == figures


def test_actors_are_the_same_by_their_mentions_not_by_their_ids() -> None:
    renamed = passage(
        (" nor ", " norway "), ("=nor", "=norway"), ("=bre", "=minister"), ("actor bre", "actor minister")
    )
    assert set(agreement([passage()], [renamed]).values()) == {1.0}


def test_records_are_matched_one_to_one() -> None:
    twice = passage(
        ("event e2", "event e3 REQUEST:meet actual actor=lva recipient=nor trigger[Latvia asked]\nevent e2")
    )
    assert agreement([passage()], [twice])["events_f1"] == 0.8  # 2 of 2 and 3


def test_passages_of_one_annotator_alone_are_left_out() -> None:
    figures = agreement([passage()], [passage(("t-001", "t-009"))])
    assert figures["passages"] == 0
    assert figures["events_f1"] is None


def test_two_texts_under_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="t-001 has two texts"):
        agreement([passage()], [passage(("trucks", "lorries"))])


def test_the_command_compares_two_files(tmp_path: Path) -> None:
    left, right, other = (tmp_path / name for name in ("a.txt", "b.txt", "c.txt"))
    left.write_text(BLOCK, encoding="utf-8")
    right.write_text(BLOCK.replace("c1 pledged", "c1 delivered"), encoding="utf-8")
    other.write_text(BLOCK.replace("t-001", "t-009"), encoding="utf-8")
    done = CliRunner().invoke(main, ["agreement", str(left), str(right)])
    assert done.exit_code == 0, done.output
    assert "stage_accuracy" in done.output
    done = CliRunner().invoke(main, ["agreement", str(left), str(other)])
    assert done.exit_code == 1
    assert "no passage in common" in done.output
