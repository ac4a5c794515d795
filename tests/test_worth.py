"""What parts of the data are worth: the rows of the runs, and the parts themselves."""

from dataclasses import replace
from pathlib import Path

from annotated import passage

from training.card import worth_of_data
from training.corpus.split import is_in_part
from training.worth import VARIANTS, Row, keep, read, table


def test_rows_are_kept_in_the_order_of_the_runs_and_a_new_one_takes_the_place_of_the_old(tmp_path: Path) -> None:
    path = tmp_path / "worth.csv"
    assert read(path) == []
    whole, half = VARIANTS[2].name, VARIANTS[3].name
    assert "," in half
    keep(Row(half, 10, {"corpus: events": 0.5}), path)
    keep(Row(whole, 20, {"corpus: events": 0.6}), path)
    keep(Row(half, 11, {"corpus: events": 0.625}), path)
    rows = read(path)
    assert rows == [Row(whole, 20, {"corpus: events": 0.6}), Row(half, 11, {"corpus: events": 0.625})]
    assert table(rows).splitlines()[2:] == [f"| {whole} | 20 | 0.600 |", f"| {half} | 11 | 0.625 |"]


def test_runs_that_there_are_no_more_are_not_told(tmp_path: Path) -> None:
    path = tmp_path / "worth.csv"
    keep(Row("all of it", 20, {"corpus: events": 0.6}), path)
    path.write_text(path.read_text(encoding="utf-8") + "another,1,0.1\n", encoding="utf-8")
    assert [row.name for row in read(path)] == ["all of it"]


def test_the_card_has_a_section_on_it_once_it_is_measured() -> None:
    assert worth_of_data([]) == ""
    shown = worth_of_data([Row("all of it", 20, {"corpus: events": 0.6})])
    assert shown.startswith("## What the data is worth\n")
    assert shown.endswith("| all of it | 20 | 0.600 |\n\n")


def test_parts_are_nested_and_of_their_size() -> None:
    one = passage()
    many = [replace(one, meta=one.meta | {"topic": f"topic-{number}"}) for number in range(2000)]
    quarter, half = ({each.meta["topic"] for each in many if is_in_part(each, part)} for part in (0.25, 0.5))
    assert quarter < half
    assert abs(len(quarter) - 500) < 80
    assert abs(len(half) - 1000) < 90
    assert all(is_in_part(each, 1.0) for each in many)
