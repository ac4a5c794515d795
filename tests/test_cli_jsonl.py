"""Programs: JSON in and out, a line for a line, in order, at once, whatever the lines hold."""

import gzip
import json
import os
import selectors
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cli
import demo
import pytest
from cli import DEMO, ENGLISH, GERMAN, ROOT, finish, run

from communique import RawArticle, Reader, Reading, Refused
from communique.reader import BATCH

pytestmark = pytest.mark.usefixtures("stand_in")
stand_in = cli.stand_in

BAD: list[tuple[Any, str]] = [
    ("no json", "bad-line"),
    ([1], "bad-line"),
    ({"ref": "no-text"}, "bad-line"),
    ({"ref": "two", "text": ENGLISH, "html": "<p>x</p>"}, "bad-line"),
    ({"ref": "date", "text": ENGLISH, "published": "18.1.2024"}, "bad-line"),
    ({"ref": "empty", "text": " "}, "empty-text"),
    ({"ref": "german", "text": GERMAN}, "not-english"),
    ({"ref": "large", "text": "a " * 2_600_000}, "too-large"),
    ({"ref": "crash", "text": f"{ENGLISH} CRASH"}, "communique"),
    ({"ref": "broken", "text": f"{ENGLISH} BROKEN"}, "bad-record"),
]


def good(ref: str) -> dict[str, Any]:
    return {"ref": ref, "text": f"{ENGLISH} This is article {ref}."}


def feed(*lines: Any) -> bytes:
    return b"".join((line if isinstance(line, str) else json.dumps(line)).encode() + b"\n" for line in lines)


def answers(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_each_line_has_its_answer_in_order_errors_in_place() -> None:
    lines: list[Any] = []
    for number, (bad, _) in enumerate(BAD):
        lines += [good(f"g{number}"), bad]
    result = run("read", "--jsonl", feed=feed(*lines))
    found = answers(result.stdout)
    assert len(found) == len(lines)
    for number, (bad, code) in enumerate(BAD):
        reading, error = found[2 * number], found[2 * number + 1]
        assert reading["article"]["ref"] == f"g{number}"
        assert f"article g{number}." in reading["article"]["text"]
        assert error["ref"] == (bad["ref"] if isinstance(bad, dict) else None)
        assert error["error"]["code"] == code
        assert "\n" not in error["error"]["message"]
        assert set(error) == {"ref", "error"}
    assert result.exit_code == 0
    assert result.stderr == "communique: 10 of 20 articles not read; the reason stands in their lines.\n"


def test_a_reading_is_one_line_of_the_schema_with_what_the_line_told() -> None:
    line = good("w1") | {
        "title": "T",
        "publisher": "P",
        "byline": ["A"],
        "published": "2024-01-18",
        "url": "https://e.x/",
    }
    result = run("read", "--jsonl", feed=feed(line, ""))
    assert result.stderr == ""
    reading = Reading.loads(result.stdout)
    assert result.stdout == f"{reading.dumps()}\n"
    told = reading.to_json()["article"]
    assert {key: told[key] for key in line if key != "text"} == {key: line[key] for key in line if key != "text"}


def test_options_hold_where_a_line_says_nothing() -> None:
    lines = feed(good("a"), good("b") | {"published": "2020-02-02", "publisher": "Own"})
    found = answers(run("read", "--jsonl", "--published", "2024-01-18", "--publisher", "Wire", feed=lines).stdout)
    assert [each["article"]["published"] for each in found] == ["2024-01-18", "2020-02-02"]
    assert [each["article"]["publisher"] for each in found] == ["Wire", "Own"]


def test_lines_come_from_files_too(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(feed(good("a")))
    (tmp_path / "b.jsonl").write_bytes(feed(good("b")))
    paths = [str(tmp_path / name) for name in ("b.jsonl", "a.jsonl")]
    found = answers(run("read", "--jsonl", paths[0], "-", paths[1], feed=feed(good("c"))).stdout)
    assert [each["article"]["ref"] for each in found] == ["b", "c", "a"]


def test_lines_may_be_packed(tmp_path: Path) -> None:
    packed = gzip.compress("".join(f"{json.dumps(good(ref))}\n" for ref in "abc").encode())
    whole, cut = tmp_path / "a.jsonl.gz", tmp_path / "cut.jsonl.gz"
    whole.write_bytes(packed)
    cut.write_bytes(packed[:-9])
    result = run("read", "--jsonl", str(whole))
    assert [json.loads(line)["article"]["ref"] for line in result.stdout.splitlines()] == list("abc")
    result = run("read", "--jsonl", str(cut))
    assert result.exit_code == 2
    assert "can't be read on" in result.stderr


def test_no_lines_no_answers() -> None:
    result = run("read", "--jsonl", feed=b"\n  \n")
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize("command", ["read", "text"])
def test_an_answer_does_not_wait_for_the_next_line(command: str) -> None:
    with subprocess.Popen(  # noqa: S603
        cli.program(command, "--jsonl"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for ref in ("first", "second", "third"):
            process.stdin.write(feed(good(ref)))
            process.stdin.flush()
            # Only now that the answer is here is the next line sent.
            assert ref in _line_within(process, 30)
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def _line_within(process: subprocess.Popen[bytes], seconds: float) -> str:
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        if not selector.select(seconds):
            process.kill()
            pytest.fail("no answer came")
    return process.stdout.readline().decode()


def test_many_lines_keep_their_order() -> None:
    refs = [str(number) for number in range(3 * BATCH + 1)]
    found = answers(run("read", "--jsonl", feed=feed(*map(good, refs))).stdout)
    assert [each["article"]["ref"] for each in found] == refs


@pytest.mark.parametrize("command", ["read", "text"])
def test_a_reader_that_has_seen_enough_ends_the_command_quietly(command: str) -> None:
    with subprocess.Popen(  # noqa: S603
        cli.program(command, "--jsonl"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(feed(good("1")))
        process.stdin.flush()
        assert '"1"' in _line_within(process, 30)
        process.stdout.close()
        # Standard input stays open: the command must not wait for more of it.
        process.stdin.write(feed(good("2")))
        process.stdin.flush()
        assert process.wait(timeout=30) == 0
        assert process.stderr.read() == b""


def test_a_table_cut_short_ends_quietly() -> None:
    script = 'exec "$@" | head -n 1'
    done = subprocess.run(  # noqa: S603
        ["/bin/bash", "-o", "pipefail", "-c", script, "-", *cli.program("read", *[DEMO] * 20)],
        capture_output=True,
        check=False,
        timeout=60,
        cwd=ROOT,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == f"{DEMO}\n".encode()


def test_json_of_one_source_is_exactly_the_reading() -> None:
    result = run("read", DEMO, "--format", "json", "--published", demo.PUBLISHED)
    assert json.loads(result.stdout) == demo.reading().to_json()
    assert result.stdout == json.dumps(demo.reading().to_json(), ensure_ascii=False, indent=2) + "\n"


def test_json_of_several_sources_is_a_line_each_errors_in_place() -> None:
    result = run("read", DEMO, "none.txt", "-", "--format", "json", feed=ENGLISH)
    found = answers(result.stdout)
    assert [each["article"]["ref"] if "article" in each else each["error"]["code"] for each in found] == [
        DEMO,
        "unreadable-file",
        None,
    ]
    assert found[1]["ref"] == "none.txt"
    assert result.exit_code == 2


def test_a_file_name_that_is_no_utf8_does_not_break_the_json(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text(ENGLISH)
    done = finish("read", "--format", "json", str(path))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["article"]["text"] == ENGLISH
    assert finish("read", str(path)).returncode == 0


def test_progress_is_not_written_into_a_file_or_pipe() -> None:
    assert finish("read", "--jsonl", feed=feed(good("1"))).stderr == b""


def raw(number: int) -> RawArticle:
    return RawArticle(ref=str(number), text=f"{ENGLISH} This is article {number}.")


def refs(found: Iterator[Reading | Refused]) -> list[Any]:
    return [each.article.ref if isinstance(each, Reading) else each.ref for each in found]


def test_read_many_gives_each_answer_before_it_asks_for_more() -> None:
    answered: list[Reading | Refused] = []

    def articles() -> Iterator[RawArticle]:
        for number in range(5):
            for _ in range(1000):
                if len(answered) == number:
                    break
                time.sleep(0.01)
            assert len(answered) == number, "the answer to the article before has not come"
            yield raw(number)

    for found in Reader().read_many(articles()):
        answered.append(found)  # noqa: PERF402  # its length is watched meanwhile
    assert refs(iter(answered)) == ["0", "1", "2", "3", "4"]


def test_read_many_takes_a_list_without_a_thread() -> None:
    before = threading.active_count()
    found = Reader().read_many([raw(number) for number in range(BATCH + 2)])
    next(found)
    assert threading.active_count() == before
    assert len(list(found)) == BATCH + 1


def test_read_many_raises_what_its_source_raises_after_the_articles_before() -> None:
    def articles() -> Iterator[RawArticle]:
        yield raw(1)
        raise OSError("the disk is gone")

    found = Reader().read_many(articles())
    assert refs(iter([next(found)])) == ["1"]
    with pytest.raises(OSError, match="the disk is gone"):
        next(found)


def test_read_many_stops_asking_when_it_is_closed() -> None:
    asked = []

    def articles() -> Iterator[RawArticle]:
        for number in range(100_000):
            asked.append(number)
            yield raw(number)

    found = Reader().read_many(articles())
    next(found)
    found.close()  # type: ignore[attr-defined]
    for thread in threading.enumerate():
        if thread.name == "communique-source":
            thread.join(10)
            assert not thread.is_alive()
    assert len(asked) <= 2 * BATCH + 3
