"""Sources: files of every encoding and kind, JSON lines, and what each refusal says."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import EmptyText, InputError, TooLarge, UnreadableFile, UnsupportedFormat
from communique.sources import MAX_TEXT, RawArticle, Refused, parse_line, read_file, read_lines, read_stream
from communique.sources import file as file_source
from communique.sources import jsonl as jsonl_source

TEXT = "The envoy said “no” in Malmö."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_a_text_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert read_file(path) == RawArticle(ref=str(path), text=TEXT)


def test_a_page_is_known_by_content_and_read_in_the_encoding_it_declares(tmp_path: Path) -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body><p>Łódź</p></body></html>'
    path = tmp_path / "page.txt"
    path.write_bytes(page.encode("iso-8859-2"))
    assert read_file(path).html == page


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<!DOCTYPE HTML>\n<title>x", True),
        ('<?xml version="1.0"?><!-- c --><html>', True),
        ("<p>One</p><p>Two</p>", True),
        ("He wrote <b>no</b>, <i>never</i>, <b>so</b>.", False),
        ("<unknown> tag at the start", False),
        ("x < y and y > z", False),
    ],
)
def test_pages_and_texts_are_told_apart(text: str, *, html: bool) -> None:
    raw = read_stream(io.BytesIO(text.encode()), "it")
    assert (raw.html is not None) is html


@pytest.mark.parametrize(
    ("content", "error", "says"),
    [
        (b"", EmptyText, "empty"),
        (b" \n\t", EmptyText, "empty"),
        (b"%PDF-1.7 ...", UnsupportedFormat, "damaged PDF"),
        (b"PK\x03\x04rest", UnsupportedFormat, "ZIP"),
        (b"\x1f\x8brest", UnreadableFile, "can't be unpacked"),
        (b"\x89PNG\r\n\x1a\n", UnsupportedFormat, "image"),
        (bytes(range(256)) * 9, UnsupportedFormat, "binary"),
        (b'{"text": "One"}\n{"text": "Two"}', UnsupportedFormat, "--jsonl"),
        (b'<?xml version="1.0"?><rss version="2.0"></rss>', UnsupportedFormat, "feed"),
    ],
)
def test_what_is_no_article_is_refused_with_a_remedy(content: bytes, error: type[InputError], says: str) -> None:
    with pytest.raises(error, match=says):
        read_stream(io.BytesIO(content), "it")


def test_a_missing_file_and_a_folder_are_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="doesn't exist"):
        read_file(tmp_path / "none.txt")
    with pytest.raises(UnreadableFile, match=r"is a folder.*[^/]/\*\.txt.*communique add"):
        read_file(tmp_path)
    with pytest.raises(UnreadableFile):
        read_file("a\x00b")


@pytest.mark.parametrize("text", ["Two lines.\nThe second.", "A long article. " * 500])
def test_a_text_given_as_a_path_is_told_so_in_a_short_message(text: str) -> None:
    with pytest.raises(UnreadableFile, match=r"no path.*standard input.*RawArticle\(text=") as caught:
        read_file(text)
    assert len(str(caught.value)) < 500


def test_fifty_megabytes_of_text_are_refused_in_one_line_that_says_what_to_do() -> None:
    with pytest.raises(TooLarge) as caught:
        read_stream(io.BytesIO(b"word " * 10_000_000), "big.txt")
    assert "\n" not in str(caught.value)
    assert "one article per file" in str(caught.value)
    with pytest.raises(TooLarge, match="5,000,001 characters"):
        read_stream(io.BytesIO(b"a" * (MAX_TEXT + 1)), "big.txt")


def test_a_file_is_never_read_past_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_source, "MAX_BYTES", 10)
    stream = io.BytesIO(b"a" * 100)
    with pytest.raises(TooLarge):
        read_stream(stream, "it")
    assert stream.tell() == 11


@given(st.binary())
def test_no_bytes_crash_the_reader(content: bytes) -> None:
    try:
        raw = read_stream(io.BytesIO(content), "it")
    except InputError:
        return
    assert (raw.text is None) is not (raw.html is None)


def test_standard_input_has_no_ref(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert read_file("-") == RawArticle(text=TEXT)


def test_exactly_one_of_text_and_html_makes_a_raw_article() -> None:
    with pytest.raises(ValueError, match="exactly one"):
        RawArticle()
    with pytest.raises(ValueError, match="exactly one"):
        RawArticle(text="a", html="b")
    with pytest.raises(ValueError, match="verbatim"):
        RawArticle(html="a", verbatim=True)


def test_a_line_gives_all_it_says_and_unknown_keys_are_the_callers_own() -> None:
    line = {
        "ref": "7",
        "text": "One.",
        "url": "https://a.example/",
        "title": " T ",
        "publisher": "P",
        "byline": ["A", " B "],
        "published": "2023-09-17T23:30:00-05:00",
        "language": "en-GB",
        "verbatim": True,
        "mine": {"x": 1},
    }
    assert parse_line(json.dumps(line)) == RawArticle(
        ref="7",
        text="One.",
        url="https://a.example/",
        title="T",
        publisher="P",
        byline=("A", "B"),
        published="2023-09-17",
        language="en",
        verbatim=True,
    )


@pytest.mark.parametrize(
    ("line", "ref", "says"),
    [
        ("{", None, "no JSON"),
        ("[1]", None, "a list, not an object"),
        ('{"ref": "a"}', "a", 'neither "text" nor "html"'),
        ('{"ref": "a", "text": "x", "html": "y"}', "a", "both"),
        ('{"ref": "a", "text": 5}', "a", '"text" is a number, not a string'),
        ('{"ref": 5, "text": "x"}', 5, '"ref" is a number'),
        ('{"ref": "a", "text": "x", "byline": [1]}', "a", "byline"),
        ('{"ref": "a", "text": "x", "published": "yesterday"}', "a", "ISO date"),
        ('{"ref": "a", "text": "x", "language": "english"}', "a", "ISO 639-1"),
        ('{"ref": "a", "text": "x", "verbatim": "yes"}', "a", "verbatim"),
        ('{"ref": "a", "html": "x", "verbatim": true}', "a", "verbatim"),
        ('{"ref": "a", "text": "\\ud800"}', "a", "surrogate"),
        ('{"ref": "\\ud800", "text": "x"}', None, "surrogate"),
        (b'{"text": "\xff"}', None, "UTF-8"),
        ('{"ref": "a", "text": " "}', "a", "empty"),
        ("[" * 100_000, None, "no JSON"),
    ],
)
def test_a_bad_line_keeps_the_callers_ref_and_says_what_is_wrong(line: str | bytes, ref: object, says: str) -> None:
    refused = parse_line(line, 3)
    assert isinstance(refused, Refused)
    assert refused.ref == ref
    assert says in str(refused.error)
    assert refused.to_json()["error"]["code"] == refused.error.code


def test_a_bad_line_does_not_end_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl_source, "MAX_LINE", 60)
    lines = b'{"ref": "1", "text": "a"}\n\nnonsense\n{"ref": "' + b"x" * 200 + b'"}\n{"ref": "2", "text": "b"}'
    first, second, third, last = read_lines(io.BytesIO(lines))
    assert first == RawArticle(ref="1", text="a")
    assert isinstance(second, Refused)
    assert "line 3" in str(second.error)
    assert isinstance(third, Refused)
    assert third.error.code == "too-large"
    assert last == RawArticle(ref="2", text="b")


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_no_json_crashes_the_reader(value: str) -> None:
    for key in ("ref", "text", "html", "byline", "published", "language", "verbatim"):
        assert isinstance(parse_line(f'{{"{key}": {value}, "title": "t"}}'), RawArticle | Refused)
