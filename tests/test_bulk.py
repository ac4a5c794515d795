"""Reading in bulk: the same rows however it is done and however often it is killed, and nothing ends it."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bulk_reader import OPTIONS, PAUSE, BulkReader, gate, line, other, read
from click.testing import CliRunner
from pyarrow import parquet
from test_sources_warc import Archive

from communique import Ledger
from communique import bulk as room
from communique.bulk import Bulk, copies, linking, run_bulk
from communique.bulk import folder as gathering
from communique.bulk.documents import read_documents
from communique.bulk.folder import Folder, merged
from communique.bulk.groups import grouped
from communique.bulk.guard import Guard
from communique.bulk.linking import buckets
from communique.bulk.splits import cut, digest_of, documents, files_in, items
from communique.bulk.tables import part_of, table_of, write_table
from communique.bulk.worker import Options, Task, read_split
from communique.cli.bulk import bulk
from communique.errors import LedgerError, LedgerLocked, LedgerMissing, ModelError, UnreadableFile, UnsupportedFormat
from communique.ledger import Input
from communique.sources import open_items

TESTS = Path(__file__).parent
COUNT = 40
SPARK = importlib.util.find_spec("pyspark") is not None


@pytest.fixture(autouse=True)
def workers_find_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(TESTS))


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bulk") / "desk.jsonl"
    path.write_text("".join(f"{line(number)}\n" for number in range(COUNT)), "utf-8")
    return path


@pytest.fixture(scope="module")
def whole(lines: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(TESTS))
        out = tmp_path_factory.mktemp("bulk") / "out"
        summary = read(lines, out, link=True)
    assert (summary.read, summary.refused, summary.skipped, summary.errors) == (COUNT, 0, 0, ())
    return out


def rows(out: Path, table: str = "readings") -> list[dict[str, Any]]:
    """Return the rows of a table by id; within a part they must stand so."""
    found: list[dict[str, Any]] = []
    for path in (out / table).glob("part=*/*.parquet"):
        part = parquet.read_table(path, partitioning=None).to_pylist()
        key = next(name for name in ("id", "one", "article") if name in parquet.read_schema(path).names)
        assert [row[key] for row in part] == sorted(row[key] for row in part)
        found += part
    return sorted(found, key=lambda row: json.dumps(row, default=str, sort_keys=True))


def outcomes(path: Path, size: int) -> list[dict[str, Any]]:
    source = cut(path, digest_of(path), size)
    batches = (batch for split in source.splits for batch in documents(split, size=3))
    return [row for batch in read_documents(batches, BulkReader()) for row in batch.to_pylist()]


def archive(*, packed: bool) -> bytes:
    made = Archive(packed=packed)
    made.add(b"software: x\r\n", kind="warcinfo", content_type="application/warc-fields")
    for number in range(7):
        made.add(f"<html><body><p>Page {number}.</p></body></html>".encode(), ("Content-Type", "text/html"))
        made.add(f"Text {number} of the quay.".encode(), kind="conversion", content_type="text/plain")
    return made.data


def test_a_text_has_one_row_with_every_document_that_brought_it(whole: Path) -> None:
    found = rows(whole)
    assert len({row["id"] for row in found}) == len(found) < COUNT
    assert sum(len(row["appearances"]) for row in found) == COUNT
    for row in found:
        assert row["published"] == min(each["published"] for each in row["appearances"])
        assert json.loads(row["reading"])["article"]["id"] == row["id"]


@pytest.mark.parametrize(("split", "parts"), [(100, 1), (3, 5)])
def test_the_rows_are_the_same_for_any_number_of_splits_and_parts(
    lines: Path, whole: Path, tmp_path: Path, split: int, parts: int
) -> None:
    # The work of the processes, done in this one.
    with Folder(tmp_path, parts) as folder:
        source = folder.source(lines, split)
        assert source is not None
        for each in source.splits:
            read_split(Task(each, str(folder.split_file(each))), BulkReader(), None, lambda _: None)
        folder.gather([source])
        assert {part_of(row["id"], parts) for row in rows(tmp_path)} == set(range(parts))
    assert rows(tmp_path) == rows(whole)


def test_what_is_read_is_not_read_again_and_new_inputs_join(lines: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    text = lines.read_text("utf-8").splitlines(keepends=True)
    first.write_text("".join(text[:8]), "utf-8")
    second.write_text("".join(text[4:10]), "utf-8")
    assert read(first, tmp_path / "out").read == 8
    both = Bulk((str(tmp_path),), tmp_path / "out", workers=1, link=False, options=OPTIONS)
    again = run_bulk(both)
    assert (again.read, again.known, again.articles) == (6, 1, 10)
    assert run_bulk(both).read == 0


@pytest.mark.parametrize("splits", [1, 3])
def test_a_kill_at_any_moment_loses_and_doubles_nothing(lines: Path, whole: Path, tmp_path: Path, splits: int) -> None:
    command = [sys.executable, str(TESTS / "bulk_reader.py"), str(lines), str(tmp_path)]
    program = subprocess.Popen(command, env={**os.environ, PAUSE: "0.02"})  # noqa: S603  # our own program
    done = tmp_path / ".bulk" / "splits"
    try:
        end = time.monotonic() + 60
        while len(list(done.glob("[!.]*.parquet"))) < splits and time.monotonic() < end and program.poll() is None:
            time.sleep(0.01)
        assert program.poll() is None
    finally:
        program.send_signal(signal.SIGKILL)
        program.wait()
    assert rows(tmp_path) == []
    before = len(list(done.glob("[!.]*.parquet")))
    assert splits <= before < COUNT // 8
    summary = read(lines, tmp_path)
    assert summary.read == COUNT - 8 * before
    assert rows(tmp_path) == rows(whole)


def test_a_kill_while_the_parts_are_made_changes_nothing(
    lines: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(folder: Folder) -> None:
        source = folder.source(lines, 8)
        assert source is not None
        for each in source.splits:
            if not folder.split_file(each).exists():
                read_split(Task(each, str(folder.split_file(each))), BulkReader(), None, lambda _: None)
        folder.gather([source])

    write, count = write_table, 0

    def dying(path: Path, table: Any, said: Any = None) -> None:
        nonlocal count
        count += 1
        if count == 3:
            raise KeyboardInterrupt
        write(path, table, said)

    with Folder(tmp_path, 3) as folder, monkeypatch.context() as patch:
        patch.setattr(gathering, "write_table", dying)
        with pytest.raises(KeyboardInterrupt):
            made(folder)
    assert 0 < len(rows(tmp_path)) < len(rows(whole))
    with Folder(tmp_path) as folder:
        made(folder)
    assert rows(tmp_path) == rows(whole)


def test_what_kills_a_worker_or_never_ends_is_put_aside_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    held = [line(0), other("k", "KILLER text"), "{no json", other("s", "SLEEPER"), other("f", "FALLS"), line(1)]
    path.write_text("\n".join(held), "utf-8")
    (split,) = cut(path, digest_of(path)).splits
    told: list[int] = []
    counts: dict[str, int] = {}
    refused: list[tuple[str, str]] = []
    # On a busy machine what does end may take long too; a longer limit tells it from what never does.
    for limit in (2, 8, 32, 128):
        told.clear()
        try:
            with Guard(OPTIONS, seconds=limit) as guard:
                counts = guard.read(split, tmp_path / "split.parquet", told.append)
        except ModelError as error:
            if f"more than {limit} seconds" not in str(error):
                raise
            continue
        found = parquet.read_table(tmp_path / "split.parquet").to_pylist()
        refused = [(row["code"], row["message"]) for row in found if row["state"] == "refused"]
        if [code for code, _ in refused].count("too-slow") == 1:
            break
    assert counts == {"read": 2, "skipped": 0, "refused": 4}
    assert max(told) == 5
    assert [code for code, _ in refused] == ["killed-worker", "bad-line", "too-slow", "communique"]
    assert "signal 9" in refused[0][1]
    assert "line 3" in refused[1][1]


def test_a_worker_that_cannot_start_says_why(lines: Path, tmp_path: Path) -> None:
    split = cut(lines, "d").splits[0]
    with Guard(Options(reader="bulk_reader:missing")) as guard, pytest.raises(ModelError, match="missing"):
        guard.read(split, tmp_path / "split.parquet")


def test_the_first_look_passes_articles_over_and_they_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join((line(0), other("1", "A sport report."), line(2))), "utf-8")
    batches = documents(cut(path, "d").splits[0])
    (found,) = read_documents(batches, BulkReader(), gate)
    assert found["state"].to_pylist() == ["read", "skipped", "read"]

    def broken(_: str) -> bool:
        raise RuntimeError

    (found,) = read_documents(documents(cut(path, "d").splits[0]), BulkReader(), broken)
    assert found["state"].to_pylist() == ["read", "read", "read"]


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("size", [1, 4, 100])
def test_splits_of_a_warc_file_hold_what_the_file_holds(tmp_path: Path, size: int, *, packed: bool) -> None:
    path = tmp_path / "news.warc"
    path.write_bytes(archive(packed=packed))
    source = cut(path, digest_of(path), size)
    assert source.documents == 14
    found = [item for split in source.splits for item in items(split)]
    assert [(each.key, each.load()) for each in found] == [(each.key, each.load()) for each in open_items(str(path))]
    assert len(found) == 14


@pytest.mark.parametrize("size", [1, 3, 100])
@pytest.mark.parametrize("packed", [True, False])
def test_splits_of_lines_hold_what_the_file_holds(tmp_path: Path, size: int, *, packed: bool) -> None:
    path = tmp_path / "some.jsonl"
    data = "\n".join((line(0), "", "{broken", line(1), line(2), "[]", line(3))).encode()
    path.write_bytes(gzip.compress(data) if packed else data)
    found = [item for split in cut(path, "d", size).splits for item in items(split)]
    assert [each.key for each in found] == [each.key for each in open_items(str(path))]


def test_outcomes_do_not_depend_on_the_split(lines: Path) -> None:
    assert outcomes(lines, 1) == outcomes(lines, 100)


def test_a_damaged_file_is_told_of_and_the_rest_is_read(tmp_path: Path) -> None:
    data = archive(packed=True)
    warc, cut_off = tmp_path / "news.warc.gz", tmp_path / "some.jsonl.gz"
    warc.write_bytes(data[: len(data) // 2] + b"\0" * 40 + data[len(data) // 2 + 40 :])
    cut_off.write_bytes(gzip.compress(f"{line(0)}\n{line(1)}\n".encode())[:-30])
    for path in (warc, cut_off):
        found = outcomes(path, 2)
        assert "unreadable-file" in {row["code"] for row in found}
    assert len(outcomes(warc, 2)) >= 12
    texts = "".join(f"{line(at)}\n\n" for at in range(8))
    cut_off.write_bytes(gzip.compress(texts.encode(), 0)[:-120])
    *read, last = outcomes(cut_off, 3)
    assert {row["state"] for row in read} == {"read"}
    assert f"can't be read on after line {2 * len(read)}:" in last["message"]


def test_other_files_are_refused_when_named_and_passed_over_in_folders(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text.", "utf-8")
    (tmp_path / "b.jsonl").write_text(line(0), "utf-8")
    assert list(files_in([str(tmp_path)])) == [tmp_path / "b.jsonl"]
    asked = Bulk((str(tmp_path / "a.txt"), str(tmp_path / "gone")), tmp_path / "out", link=False, options=OPTIONS)
    assert [type(error) for error in run_bulk(asked).errors] == [UnsupportedFormat, UnreadableFile]


def test_nothing_is_made_where_nothing_is_named_to_read(tmp_path: Path) -> None:
    with pytest.raises(LedgerMissing, match="Name an INPUT to read"):
        run_bulk(Bulk((), tmp_path / "out"))
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_made_where_nothing_named_is_there(tmp_path: Path) -> None:
    """A mistyped name made a folder with a summary of nothing."""
    ran = CliRunner().invoke(bulk, [str(tmp_path / "craw"), "-o", str(tmp_path / "out")])
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "craw doesn't exist" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_keeps_its_parts_and_says_so(tmp_path: Path) -> None:
    with Folder(tmp_path, 3):
        pass
    with pytest.raises(LedgerError, match=r"is divided into 3 parts.*Leave --parts out"):
        Folder(tmp_path, 5)
    with Folder(tmp_path, 3) as same, pytest.raises(LedgerLocked):
        Folder(same.path)
    with Folder(tmp_path) as usual:
        assert usual.manifest.parts == 3


def test_two_programs_do_not_write_one_folder(tmp_path: Path) -> None:
    with Folder(tmp_path), pytest.raises(LedgerLocked):
        Folder(tmp_path)


def test_parts_are_merged_in_any_order_and_twice_is_once(whole: Path) -> None:
    some = [table_of("readings", rows(whole)[at::3]) for at in range(3)]
    once = merged("readings", some)
    assert merged("readings", [some[2], once, some[0], some[1]]).equals(once)


def test_copies_share_a_source_and_reports_of_one_event_its_id(whole: Path) -> None:
    found = rows(whole, "reports")
    assert len(found) == 3 * len(rows(whole))
    by_story: dict[str, set[str]] = {}
    for row in found:
        if row["type"] == "ASSAULT":
            by_story.setdefault(row["actors"][0], set()).add(row["event"])
    assert len(by_story) > 10
    # Three articles in a row tell of one event; nearly all of them are found, and no two events are made one.
    assert sum(len(each) == 1 for each in by_story.values()) >= 0.8 * len(by_story)
    assert len(set.union(*by_story.values())) == sum(map(len, by_story.values()))
    copied = {row["article"]: row["source"] for row in rows(whole, "sources")}
    for row in rows(whole, "copies"):
        assert row["kind"] == "story" or copied[row["one"]] == copied[row["other"]]


def test_links_do_not_depend_on_buckets(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linking, "BUCKET", 50)
    with Folder(whole) as folder:
        before = {table: rows(whole, table) for table in ("copies", "sources", "reports")}
        linking.link(folder)
    assert {table: rows(whole, table) for table in before} == before


def test_a_common_phrase_costs_no_square_of_comparisons() -> None:
    pa = pytest.importorskip("pyarrow")
    ids = [f"{number:016x}" for number in range(400)]
    keys = pa.table({"key": pa.array([7] * 400, pa.int64()), "id": ids, "day": pa.array([5] * 400, pa.int32())})
    assert copies.meetings(keys).num_rows < 400 * copies.NEIGHBOURS
    assert copies.chosen(copies.meetings(keys)).num_rows <= 400 * copies.CANDIDATES
    assert sum(each.num_rows for each in buckets(keys, "key")) == 400


def test_groups_are_named_by_their_first() -> None:
    assert grouped([("d", "c"), ("x", "y"), ("b", "c")]) == {"b": "b", "c": "b", "d": "b", "x": "x", "y": "x"}


def test_a_ledger_takes_the_parquet_without_reading(lines: Path, whole: Path, tmp_path: Path) -> None:
    class NoReader:
        def read_many(self, _: object) -> Iterator[Any]:
            raise AssertionError

    inputs = [Input(each.key, each.origin, each.load) for each in open_items(str(whole))]
    with Ledger.open(tmp_path / "bulk.db") as ledger:
        states = [each.state for each in ledger.add(inputs, reader=NoReader())]  # type: ignore[arg-type]  # none is needed
        assert states.count("added") == len(rows(whole))
        assert states.count("added") + states.count("known text") == COUNT
        again = [Input(each.key, each.origin, each.load) for each in open_items(str(lines))]
        # Keys are those of the archive: what came by Parquet isn't read again from there.
        assert {each.state for each in ledger.add(again, reader=NoReader())} == {"passed over"}  # type: ignore[arg-type]  # as above
        reading = ledger.reading(rows(whole)[0]["id"])
        assert reading is not None
        assert reading.dumps() == next(row["reading"] for row in rows(whole) if row["id"] == reading.article.id)
        reports = ledger.connection.execute("SELECT id FROM reports").fetchall()
    assert {row[0] for row in reports} == {row["id"] for row in rows(whole, "reports")}


def test_parquet_of_something_else_is_refused(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet.write_table(pa.table({"x": [1]}), tmp_path / "x.parquet")
    (item,) = open_items(str(tmp_path))
    with pytest.raises(UnsupportedFormat):
        item.load()


def test_the_command_tells_what_it_did(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Bulk] = []

    def noted(what: Bulk, _: object) -> object:
        asked.append(what)
        return room.Summary(7, 2, 1, 3, 6, 4, 5, 2.0, (UnreadableFile("x is gone"),))

    monkeypatch.setattr(room, "run_bulk", noted)
    result = CliRunner().invoke(bulk, ["news.warc.gz", "-o", str(tmp_path), "--no-link", "--workers", "2"])
    assert asked[0].inputs == ("news.warc.gz",)
    assert (asked[0].workers, asked[0].link, asked[0].engine) == (2, False, "local")
    assert "7 read, 2 skipped by the first look, 1 put aside (5.0 documents a second)" in result.stdout
    assert "x is gone" in result.stderr
    assert result.exit_code == 2


@pytest.mark.skipif(not SPARK, reason="pyspark isn't installed: pip install 'communique[spark]'")
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_spark_writes_the_same_rows(lines: Path, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What makes long jobs fast makes a short one slow.
    few = {"spark.sql.codegen.wholeStage": "false", "spark.sql.shuffle.partitions": "1"}
    said = " ".join(f"--conf {name}={value}" for name, value in few.items())
    fast = "--driver-java-options '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'"
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", f"{fast} {said} pyspark-shell")
    asked = Bulk((str(lines),), tmp_path, engine="spark", master="local[1]", parts=3, documents=14, options=OPTIONS)
    summary = run_bulk(asked)
    assert (summary.read, summary.errors) == (COUNT, ())
    for table in ("readings", "quarantine", "copies", "sources", "reports"):
        assert rows(tmp_path, table) == rows(whole, table), table


def test_a_worker_is_told_how_many_threads_run_the_network() -> None:
    assert Options.loads(Options(threads=0).to_json()).threads == 0
    assert Options(reader="test_bulk:threads_of", threads=0).make_reader() == 0  # type: ignore[comparison-overlap]


def threads_of(_: str | None, threads: int) -> int:
    return threads
