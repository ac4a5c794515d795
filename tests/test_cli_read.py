"""`communique read`: sources, and what the options do."""

import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import cli
import pytest
from cli import DEMO, ENGLISH, run

from communique.records import SCHEMA

stand_in = cli.stand_in
pytestmark = pytest.mark.usefixtures("stand_in")


def article(*args: str, feed: str = "") -> dict[str, Any]:
    result = run("read", "--format", "json", *args, feed=feed)
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    assert found["schema"] == SCHEMA
    return dict(found["article"])


def test_a_file_has_its_path_as_ref() -> None:
    assert article(DEMO)["ref"] == DEMO


@pytest.mark.parametrize("args", [(), ("-",)])
def test_standard_input_named_or_not(args: tuple[str, ...]) -> None:
    told = article(*args, feed=ENGLISH)
    assert (told["text"], told["ref"]) == (ENGLISH, None)


def test_what_the_user_says_of_the_article() -> None:
    told = article("-", "--published", "2024-01-18", "--title", "T", "--publisher", "P", feed=ENGLISH)
    assert (told["published"], told["title"], told["publisher"]) == ("2024-01-18", "T", "P")


def test_what_the_user_says_wins_over_what_the_page_says(tmp_path: Path) -> None:
    page = f"<html><head><title>Theirs</title></head><body><article><p>{ENGLISH}</p></article></body></html>"
    (tmp_path / "page.html").write_text(page)
    assert article(str(tmp_path / "page.html"))["title"] == "Theirs"
    assert article(str(tmp_path / "page.html"), "--title", "Ours")["title"] == "Ours"


def test_several_sources_give_a_table_each(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text(ENGLISH)
    shown = run("read", DEMO, str(tmp_path / "other.txt")).stdout
    assert shown.count("Statements  ") == 2
    assert shown.index(DEMO) < shown.index("other.txt")


def test_other_weights_are_those_that_are_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys  # noqa: PLC0415

    loaded: list[Any] = []
    monkeypatch.setattr(
        sys.modules["communique.model"], "Model", type("M", (), {"load": lambda *args: loaded.append(args)})
    )
    assert run("read", DEMO, "--weights", str(tmp_path)).exit_code == 0
    assert loaded == [(tmp_path, None, None)]


def test_the_table_is_the_default() -> None:
    assert run("read", DEMO).stdout == run("read", DEMO, "--format", "table").stdout
    assert "Commitments  6" in run("read", DEMO).stdout


def test_a_terminal_of_another_encoding_is_no_error() -> None:
    from click.testing import CliRunner  # noqa: PLC0415

    from communique.cli import main  # noqa: PLC0415

    result = CliRunner(charset="ascii").invoke(main, ["read", DEMO])
    assert result.exit_code == 0
    assert b"\xe2" not in result.stdout_bytes
    assert b"Estonia (EST) ? Ukraine (UKR)" in result.stdout_bytes


@pytest.mark.skipif(
    not (Path(__file__).parent.parent / "src/communique/model/weights/reader.onnx").is_file(),
    reason="the trained weights are not there; `make train` makes them",
)
def test_the_shipped_weights_read_the_demo_article(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys  # noqa: PLC0415

    for name in ("communique.model", "communique.reading"):
        monkeypatch.delitem(sys.modules, name)
    result = run("read", DEMO, "--published", "2024-01-18", "--format", "json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    names = {actor["name"] for actor in found["actors"]}
    assert {"Estonia", "Ukraine"} <= names
    assert found["events"]
    assert found["statements"]
    assert any(each["amount"] and each["amount"]["currency"] == "EUR" for each in found["commitments"])


def test_a_mail_is_read_as_a_mail(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = "Brief", "Desk <d@x.example>", "Wed, 13 Dec 2023 07:00:00 +0100"
    mail["Message-ID"] = "<1@x.example>"
    mail.set_content(f"{ENGLISH} {'It was a long day in Copenhagen – the longest of the year so far. ' * 3}")
    path = tmp_path / "brief.eml"
    path.write_bytes(bytes(mail))
    article = json.loads(run("read", str(path), "--format", "json").stdout)["article"]
    assert (article["title"], article["publisher"], article["published"]) == ("Brief", "Desk", "2023-12-13")
    assert "Subject:" not in article["text"]
    assert "=\n" not in article["text"]
    assert "–" in article["text"]


def test_what_holds_many_articles_is_left_to_add(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text('<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>', "utf-8")
    result = run("read", str(path))
    assert result.exit_code == 2
    assert "communique add" in result.stderr
