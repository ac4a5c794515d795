"""`communique text`: the text as the reader takes it, and what was taken out."""

import json
from pathlib import Path

import cli
import demo
import pytest
from cli import DEMO, ENGLISH, GERMAN, run

stand_in = cli.stand_in
pytestmark = pytest.mark.usefixtures("stand_in")

PAGE = f"""<html><head><title>Guns for Kyiv</title><meta name="author" content="Ada Writer">
<meta property="og:site_name" content="Example Wire"><meta property="article:published_time" content="2024-01-18">
</head><body><nav><a href="/">Home</a></nav><article><h1>Guns for Kyiv</h1><p>{ENGLISH} {ENGLISH}</p>
<p>READ ALSO: Other news</p><p>The shells are to follow in spring, her office told reporters in the capital.</p>
</article></body></html>"""


def test_the_text_of_a_file_is_that_of_the_reading() -> None:
    assert run("text", DEMO).stdout == f"{demo.article().text}\n"


def test_the_demo_article_shows_what_cleaning_does() -> None:
    assert "READ ALSO" in demo.PATH.read_text(encoding="utf-8")
    assert [dropped.text for dropped in demo.article().dropped] == [
        "READ ALSO: Baltic Ports Brace for a Cold Winter",
        "Leave a Reply",
    ]


def test_texts_of_any_language_and_from_standard_input() -> None:
    assert run("text", feed=GERMAN).stdout == f"{GERMAN}\n"


def test_lines_have_the_keys_of_the_contract_and_no_other() -> None:
    lines = [
        {"ref": "p", "html": PAGE, "url": "https://example.org/guns"},
        {"ref": "t", "text": "READ ALSO: Other news\nDenmark sent aid.", "title": "Own", "publisher": "P"},
        {"ref": "none"},
        {"text": "Denmark sent aid."},
    ]
    result = run("text", "--jsonl", feed="".join(f"{json.dumps(line)}\n" for line in lines))
    page, text, bad, bare = [json.loads(line) for line in result.stdout.splitlines()]
    for answer in (page, text, bare):
        assert list(answer) == ["ref", "text", "title", "published", "byline", "publisher", "dropped"]
    assert page["ref"] == "p"
    assert page["title"] == "Guns for Kyiv"
    assert (page["byline"], page["publisher"], page["published"]) == (["Ada Writer"], "Example Wire", "2024-01-18")
    assert "Home" not in page["text"]
    assert page["text"].endswith("in the capital.")
    assert text["text"] == "Denmark sent aid."
    assert text["dropped"] == [{"text": "READ ALSO: Other news", "reason": "link"}]
    assert (text["title"], text["publisher"]) == ("Own", "P")
    assert (bad["ref"], bad["error"]["code"]) == ("none", "bad-line")
    assert bare["ref"] is None
    assert result.exit_code == 0


def test_several_texts_are_separated_by_a_blank_line(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).write_text(f"{ENGLISH} {name}.")
    assert run("text", str(tmp_path / "a"), str(tmp_path / "b")).stdout == f"{ENGLISH} a.\n\n{ENGLISH} b.\n"
