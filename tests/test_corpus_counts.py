"""Counts of the corpus: right figures, in a terminal and in the README."""

from pathlib import Path

import pytest
from annotated import BLOCK, passage
from click.testing import CliRunner

from training.corpus import counts
from training.corpus.__main__ import main

SILENT = """== t-002
register: regional | region: test | topic: test-two | published: -
Barley was cheap in Lima. So was maize.
--
actor per state PER GOV [Lima]
none
"""


def rows(table: counts.Table) -> dict[str, tuple[str, ...]]:
    return {first: rest for first, *rest_ in table.rows for rest in [tuple(rest_)]}


def test_everything_is_counted() -> None:
    one, two = passage(), passage(("t-001", "t-002"), ("LVA GOV", "NOR MIL"), ("wire", "ministry"))
    totals = rows(counts.totals([one, two]))
    assert {name: int(cells[0]) for name, cells in totals.items() if name != "held out"} == {
        "passages": 2,
        "without records": 0,
        "sentences": 4,
        "actors": 6,
        "statements": 4,
        "events": 4,
        "commitments": 2,
        "countries of actors": 2,
    }
    assert rows(counts.registers([one, one, two])).keys() == {"wire", "ministry"}
    assert rows(counts.registers([one, one, two]))["wire"][0] == "2"
    assert counts.countries([one, two]).rows == (("NOR 2, LVA 1",),)


def test_events_are_counted_by_type_status_and_mode() -> None:
    found = counts.events([passage()])
    by_type = rows(found)
    assert dict(zip(found.columns[1:], by_type["AGREE"], strict=True))["planned"] == "1"
    assert (by_type["AGREE"][-1], by_type["REQUEST"][-1], by_type["AID"][-1]) == ("1", "1", "0")
    assert rows(counts.modes([passage()]))["REQUEST"] == ("assist 1, change 0, yield 0, meet 0",)


def test_codes_of_statements_and_commitments_are_counted_in_the_order_of_the_vocabulary() -> None:
    by_code = {table.columns[0]: rows(table) for table in counts.tables([passage()])}
    assert [act for act, (count,) in by_code["act"].items() if count != "0"] == ["say", "promise"]
    assert (by_code["stage"]["pledged"], by_code["stage"]["refused"]) == (("1",), ("0",))
    assert (by_code["category"]["military"], by_code["instrument"]["in_kind"]) == (("1",), ("1",))


def test_the_tables_stand_between_the_markers() -> None:
    begin, end = counts.MARKERS
    readme = f"before\n{begin}\nof last year\n{end}\nafter\n"
    made = counts.tables([passage()])
    written = counts.written_into(readme, made)
    assert "| passages | 1 |" in written
    assert "of last year" not in written
    assert written.startswith(f"before\n{begin}\n| all | number |\n| --- | --- |\n")
    assert written.endswith(f"\n{end}\nafter\n")
    assert counts.written_into(written, made) == written
    with pytest.raises(ValueError, match="counts belong"):
        counts.written_into("no markers", made)


def test_the_command_prints_and_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("\n".join(counts.MARKERS), encoding="utf-8")
    file = tmp_path / "one.txt"
    file.write_text(f"{BLOCK}\n{SILENT}", encoding="utf-8")
    monkeypatch.setattr("training.corpus.__main__.CORPUS", tmp_path)
    monkeypatch.setattr("training.corpus.__main__.README", readme)
    done = CliRunner().invoke(main, ["counts", "--write"])
    assert done.exit_code == 0, done.output
    assert "without records" in done.output
    assert "| without records | 1 |" in readme.read_text(encoding="utf-8")
    file.write_text(BLOCK.replace("trigger[lend]", "trigger[lent]") + SILENT, encoding="utf-8")
    done = CliRunner().invoke(main, ["counts", "--write"])
    assert done.exit_code == 1
    assert "t-001 can't be read" in done.output
    assert "| passages | 2 |" in readme.read_text(encoding="utf-8"), "the README was left as it was"


def test_the_corpus_readme_has_a_place_for_the_counts() -> None:
    readme = Path(__file__).parent.parent / "corpus" / "README.md"
    assert counts.written_into(readme.read_text(encoding="utf-8"), [])
