"""Running the command in tests, in this process or as a program of its own."""

import subprocess
import sys
from pathlib import Path

import pytest
import stub
from click.testing import CliRunner, Result

from communique.cli import main

ROOT = Path(__file__).parent.parent
DEMO = "docs/demo/article.txt"
ENGLISH = "Denmark will send forty howitzers to Ukraine, the prime minister said on Thursday in Copenhagen."
GERMAN = (
    "Der Minister sagte am Donnerstag, dass die Bundesregierung der Ukraine weitere Panzer und Munition liefern werde, "
    "und kritisierte die russischen Angriffe auf die Stadt Charkiw scharf."
)


def run(*args: str, feed: str | bytes = "", env: dict[str, str] | None = None) -> Result:
    """Run the command in this process, without a terminal."""
    return CliRunner().invoke(main, args, input=feed, env={"COLUMNS": None, "COMMUNIQUE_DEBUG": None, **(env or {})})


def program(*args: str) -> list[str]:
    """Give the words that run the command, with the stand-in reader, as a program of its own."""
    return [sys.executable, str(ROOT / "tests" / "stub.py"), *args]


def finish(*args: str, feed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the command as a program of its own to its end."""
    return subprocess.run(program(*args), input=feed, capture_output=True, check=False, timeout=60)  # noqa: S603


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the stand-in in the place of the trained reader, and run where docs/ is."""
    for name, module in stub.modules().items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.chdir(ROOT)
    # With it Python flushes by itself, and a missing flush of ours would not be seen.
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)


def one_line(result: Result) -> str:
    """Give what the command wrote to standard error, which must be one line of ours and no traceback."""
    assert "Traceback" not in result.stderr
    assert result.stderr.count("\n") == 1, result.stderr
    assert result.stderr.startswith("communique: ")
    return result.stderr
