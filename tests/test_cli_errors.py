"""What goes wrong is told on one line that says what to do, with exit code 2; a fault of ours with exit code 1."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import cli
import pytest
from cli import ENGLISH, GERMAN, one_line, run
from ledger_readings import small_ledger

from communique.errors import WeightsMissing

pytestmark = pytest.mark.usefixtures("stand_in")
stand_in = cli.stand_in


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("none.txt", None, "doesn't exist"),
        ("empty.txt", b"", "is empty. Give an article with text in it."),
        ("blank.txt", b" \n\n ", "is empty. Give an article with text in it."),
        ("only-links.txt", b"Leave a Reply\n", "holds no article text"),
        ("paper.pdf", b"%PDF-1.7 binary", "damaged PDF"),
        ("german.txt", GERMAN.encode(), "another language (de)"),
        ("lines.jsonl", b'{"text": "Denmark sent aid."}\n', "--jsonl <"),
        ("huge.txt", b"Denmark sent aid. " * 3_000_000, "20 MB"),
        ("noise.bin", bytes(range(32)) * 50, "binary data"),
    ],
)
@pytest.mark.parametrize("command", ["read", "text"])
def test_a_file_that_is_no_article(command: str, name: str, content: bytes | None, says: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = run(command, str(tmp_path / name))
    if command == "text" and name == "german.txt":
        assert (result.exit_code, result.stdout) == (0, f"{GERMAN}\n")
        return
    assert says in one_line(result)
    assert name in result.stderr
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize("command", ["read", "text"])
def test_a_folder(command: str, tmp_path: Path) -> None:
    result = run(command, str(tmp_path))
    assert "is a folder" in one_line(result)
    assert result.exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("events", "Russia"), "unexpected extra argument (Russia). See `"),
        (("events", "--actr", "x"), "?) See `"),
        (("add",), "'SOURCE...'. See `"),
    ],
)
def test_each_sentence_of_an_error_ends(arguments: tuple[str, ...], says: str) -> None:
    assert says in one_line(run(*arguments))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(ENGLISH)
    path.chmod(0)
    assert "may not be read" in one_line(run("read", str(path)))


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://127.0.0.1/x", "no public address"),
        ("http://[::1]:80/", "no public address"),
        ("http://", "no http or https address"),
        ("https:///path", "no http or https address"),
        ("ftp://example.org/x", "Write it with http:// or https://"),
        ("file:///etc/passwd", "Write it with http:// or https://"),
        ("http://[::1", "no web address"),
    ],
)
@pytest.mark.parametrize("command", ["read", "text"])
def test_an_address_that_is_none_or_blocked(command: str, url: str, says: str) -> None:
    result = run(command, url)
    assert says in one_line(result)
    assert result.exit_code == 2


def test_a_blocked_address_tells_the_option_that_allows_it_and_the_option_allows_it() -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unheard.getsockname()[1]}/"
        assert "--allow-private" in one_line(run("read", url))
        allowed = one_line(run("read", "--allow-private", url))
    assert "no public address" not in allowed
    assert "can't be fetched" in allowed


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("read", "--format", "xml", "x.txt"), "'xml' is not one of 'table', 'json'"),
        (("read", "--published", "18.1.2024", "x.txt"), "YYYY-MM-DD"),
        (("read", "--published", "2024-02-30", "x.txt"), "YYYY-MM-DD"),
        (("read", "--published", "20240118", "x.txt"), "YYYY-MM-DD"),
        (("read", "--width", "12", "x.txt"), "'--width'"),
        (("read", "--nonsense"), "--nonsense"),
        (("read", "--jsonl", "--format", "table"), "leave out --format table"),
        (("read", "--jsonl", "--title", "T"), "--title is for one article"),
        (("read", "--title", "T", "a.txt", "b.txt"), "--title is for one article"),
        (("read", "--jsonl", "https://example.org/a"), "takes JSON lines"),
        (("text", "--jsonl", "https://example.org/a"), "takes JSON lines"),
        (("reed",), "No such command 'reed'"),
    ],
)
def test_wrong_use(args: tuple[str, ...], says: str) -> None:
    result = run(*args)
    assert says in one_line(result)
    assert "--help`" in result.stderr
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize("args", [("--jsonl", "{}/none.jsonl"), ("--jsonl", "{}")])
@pytest.mark.parametrize("command", ["read", "text"])
def test_a_file_of_lines_that_is_not_there(command: str, args: tuple[str, str], tmp_path: Path) -> None:
    result = run(command, args[0], args[1].format(tmp_path))
    assert "can't be read" in one_line(result)
    assert (result.exit_code, result.stdout) == (2, "")


def test_nothing_to_read_on_a_terminal() -> None:
    ours, theirs = os.openpty()
    try:
        for args in (["read"], ["text"], ["read", "--jsonl"]):
            done = subprocess.run(cli.program(*args), stdin=theirs, capture_output=True, check=False, timeout=60)  # noqa: S603
            assert done.returncode == 2
            assert done.stderr.decode().startswith("communique: There is nothing to read. Name a file")
            assert done.stderr.count(b"\n") == 1
    finally:
        os.close(ours)
        os.close(theirs)


def test_one_bad_source_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(ENGLISH)
    result = run("text", str(tmp_path / "good.txt"), str(tmp_path / "none.txt"), str(tmp_path / "good.txt"))
    assert "none.txt doesn't exist" in one_line(result)
    assert result.exit_code == 2
    assert result.stdout == f"{ENGLISH}\n\n{ENGLISH}\n"


def test_a_message_is_one_line_whatever_the_name_of_the_file() -> None:
    result = run("read", "no\nsuch\x1b[31mfile")
    assert "\x1b" not in one_line(result)
    assert len(one_line(run("read", "x" * 100_000))) < 3_000


def test_a_fault_of_ours_is_one_line_and_exit_code_1() -> None:
    result = run("read", "-", feed=f"{ENGLISH} CRASH")
    said = one_line(result)
    assert "RuntimeError: the stand-in fell over" in said
    assert "report" in said
    assert result.exit_code == 1


@pytest.mark.parametrize("args", [("--debug", "read", "-"), ("read", "--debug", "-")])
def test_debug_shows_the_traceback(args: tuple[str, ...]) -> None:
    result = run(*args, feed=f"{ENGLISH} CRASH")
    assert "Traceback" in result.stderr
    assert result.stderr.splitlines()[-1].startswith("communique: RuntimeError")
    assert result.exit_code == 1


def test_the_environment_can_ask_for_the_traceback() -> None:
    assert "Traceback" in run("read", "-", feed=f"{ENGLISH} CRASH", env={"COMMUNIQUE_DEBUG": "1"}).stderr


def test_a_broken_record_is_no_traceback() -> None:
    result = run("read", "-", feed=f"{ENGLISH} BROKEN")
    assert "events[0].type: no such word" in one_line(result)


@pytest.mark.parametrize("args", [("read", "a.txt", "b.txt"), ("read", "--jsonl")])
def test_missing_weights_end_the_command_at_once(
    args: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise WeightsMissing("the weights are not there")

    monkeypatch.setattr(sys.modules["communique.model"], "shipped", missing)
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(ENGLISH)
    monkeypatch.chdir(tmp_path)
    result = run(*args)
    assert "the weights are not there" in one_line(result)
    assert result.exit_code == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
@pytest.mark.parametrize(
    "command",
    [
        ("text", "good.txt"),
        ("--help",),
        ("events", "--help"),
        ("events", "--ledger", "l.db", "--format", "csv"),
        ("commitments", "--ledger", "l.db", "--totals", "--format", "csv"),
        ("compare", "kiel.csv", "--ledger", "l.db", "--format", "csv"),
        ("export", "csv", "-o", "-", "--ledger", "l.db"),
        ("export", "xlsx", "-o", "-", "--ledger", "l.db"),
        ("export", "csv", "-o", "/dev/full", "--ledger", "l.db"),
    ],
)
def test_output_that_can_not_be_written(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(ENGLISH)
    columns = "donor,measure,announcement date,total value,currency"
    (tmp_path / "kiel.csv").write_text(f"{columns}\nEstonia,Commitment,2024-01-18,5,EUR\n")
    small_ledger(str(tmp_path / "l.db")).close()
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "communique", *command],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert "can't be written: No space left on device." in done.stderr.decode()
    assert done.stderr.decode().startswith("communique: ")
    assert done.stderr.count(b"\n") == 1
    assert done.returncode == 2
