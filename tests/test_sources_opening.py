"""Opening sources: what each is, told by content, and keys that are the same on the next run."""

import gzip
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from cli import run
from hypothesis import given, settings
from hypothesis import strategies as st
from local_web import Reply, article, fetcher, pages, serving

from communique import Ledger
from communique.errors import (
    BadLine,
    CommuniqueError,
    EmptyText,
    FetchError,
    InputError,
    MissingExtra,
    TooLarge,
    UnreadableFile,
    UnsupportedFormat,
)
from communique.sources import Item, RawArticle, estimate, opening
from communique.sources.item import page_key
from communique.sources.kinds import kind_of
from communique.sources.opening import open_items
from communique.sources.polite import Fetcher

TEXT = "The envoy said “no” in Malmö.\n"
LINES = "".join(json.dumps({"ref": str(n), "text": f"Article {n}."}) + "\n" for n in range(3))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in {
        "b.txt": TEXT,
        "a/page.html": article("Quay closed"),
        "a/lines.data": LINES,
        "a/empty.txt": "",
        ".hidden/x.txt": TEXT,
        ".hidden.txt": TEXT,
        "c.bin": "\x00\x01\x02" * 99,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)
    (tmp_path / "d.txt.gz").write_bytes(gzip.compress(b"Packed."))
    return tmp_path


def outcome(each: Item) -> str:
    try:
        read = each.load()
    except InputError as error:
        return type(error).__name__
    return (read.text or read.html or "").strip()


def test_a_folder_gives_its_files_sorted_whatever_they_are_and_no_hidden_ones(folder: Path) -> None:
    items = list(open_items(str(folder)))
    assert [outcome(each) for each in items] == [
        TEXT.strip(),
        "UnsupportedFormat",
        "Packed.",
        "EmptyText",
        "Article 0.",
        "Article 1.",
        "Article 2.",
        article("Quay closed"),
    ]
    assert {each.origin for each in items} == {str(folder)}
    assert items[0].load().ref == str(folder / "b.txt")
    assert estimate(str(folder)) == 6
    assert estimate(str(folder / "b.txt")) is None


def test_what_browsers_save_beside_a_page_is_none_of_its_articles(tmp_path: Path) -> None:
    kept = ("page.html", "scan.png", "other_files/note.txt")
    for name in (*kept, "page_files/ad.html", "page_files/a.png", "main.js", "x.JS.download", "style.css", "logo.svg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert {str(each.relative_to(tmp_path)) for each in opening.files_of(tmp_path)} == set(kept)
    assert estimate(str(tmp_path)) == len(kept)
    assert len(list(open_items(str(tmp_path / "main.js")))) == 1  # named by itself


def test_a_ledger_in_the_folder_is_none_of_its_articles(tmp_path: Path) -> None:
    """`communique add .` told of the ledger that it wrote, in each run anew, and kept it as failed."""
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "notes-wal").write_text(TEXT + " And more of it.")
    with Ledger.open(tmp_path / "communique.db"):
        assert {path.name for path in tmp_path.iterdir()} > {"communique.db", "communique.db-wal"}
        assert len(list(open_items(str(tmp_path)))) == estimate(str(tmp_path)) == 2
    # Who names it is told.
    assert outcome(next(iter(open_items(str(tmp_path / "communique.db"))))) == "UnsupportedFormat"


def test_a_ledger_in_use_is_not_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whoever opens its files and closes them again gives up the locks of this process's own connection.
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    opened: list[str] = []
    looked = Path.open
    with Ledger.open(tmp_path / "l.db") as ledger:
        ledger.events()
        assert (tmp_path / "l.db-shm").exists()

        def noted(path: Path, *args: Any, **more: Any) -> Any:
            opened.append(path.name)
            return looked(path, *args, **more)

        monkeypatch.setattr(Path, "open", noted)
        assert len(list(open_items(str(tmp_path)))) == 1
        with pytest.raises(UnsupportedFormat, match="an SQLite database"):
            next(open_items(str(tmp_path / "l.db")))
    assert set(opened) == {"a.txt"}


def test_keys_hold_when_a_folder_is_moved_touched_or_named_otherwise(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [each.key for each in open_items(str(folder))]
    moved = tmp_path_factory.mktemp("moved") / "elsewhere"
    folder.rename(moved)
    os.utime(moved / "b.txt", (0, 0))
    assert [each.key for each in open_items(str(moved))] == keys
    monkeypatch.chdir(moved)
    assert [each.key for each in open_items(".")] == keys
    assert [each.key for each in open_items("b.txt")] == keys[:1]
    (moved / "b.txt").write_text("Something else.")
    assert [each.key for each in open_items("b.txt")] != keys[:1]


def test_a_file_of_lines_may_grow_and_only_the_new_lines_are_new(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(LINES)
    before = [each.key for each in open_items(str(path))]
    path.write_text(LINES + '{"oops\n{"text": "One more."}\n')
    after = list(open_items(str(path)))
    assert [each.key for each in after][:3] == before
    assert [outcome(each) for each in after[3:]] == ["BadLine", "One more."]
    assert len({each.key for each in after}) == 5
    with pytest.raises(BadLine, match=r"a\.jsonl, line 4: no JSON"):
        after[3].load()


def test_lines_are_read_no_further_than_asked_and_to_where_a_packed_file_breaks(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    noise = "".join(json.dumps({"text": os.urandom(40).hex()}) + "\n" for _ in range(5_000))
    path.write_bytes(gzip.compress((LINES + noise).encode())[:-5_000])
    items = open_items(str(path))
    assert outcome(next(items)) == "Article 0."
    *read, last = items
    assert len(read) > 3_000
    with pytest.raises(UnreadableFile, match=r"can't be read on after [\d,]+ articles"):
        last.load()


def test_standard_input_is_opened_as_what_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    for content, expected in ((LINES, ["Article 0.", "Article 1.", "Article 2."]), (TEXT, [TEXT.strip()])):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
        items = list(open_items("-"))
        assert [outcome(each) for each in items] == expected
        assert all("<stdin>" not in each.key for each in items)
        assert sys.stdin is not None


def test_an_address_is_opened_as_what_it_holds() -> None:
    table: dict[str, Reply | str] = {
        "/page": article("Quay closed"),
        "/lines": Reply(gzip.compress(LINES.encode())),
        "/text": Reply(gzip.compress(b"Packed.")),
        "/robots.txt": Reply(b"User-agent: *\nDisallow: /"),
    }
    with serving(pages(table)) as web:
        (page,) = open_items(web.url("/page?utm_medium=x#top"), fetcher=fetcher())
        assert page.key == web.url("/page")
        assert page.load().url == web.url("/page?utm_medium=x#top")
        assert [outcome(each) for each in open_items(web.url("/lines"), fetcher=fetcher())] == [
            "Article 0.",
            "Article 1.",
            "Article 2.",
        ]
        assert [outcome(each) for each in open_items(web.url("/text"), fetcher=fetcher())] == ["Packed."]
        with pytest.raises(FetchError):
            list(open_items(web.url("/none"), fetcher=fetcher()))
        with pytest.raises(FetchError):
            list(open_items(web.url("/page")))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a", b"WARC/1.0\r\n", "warc"),
        ("a.txt", b"%PDF-1.4", "pdf"),
        ("a.txt", b"\n<?xml version='1.0'?>\n<!-- x --><!DOCTYPE rss [<!ENTITY a 'b'>]>\n<rss>", "feed"),
        ("a.txt", b"<feed xmlns='x'>", "feed"),
        ("a.txt", b"<rdf:RDF>", "feed"),
        ("a.txt", "<?xml version='1.0' encoding='utf-16'?><rss>".encode("utf-16"), "feed"),
        ("a.txt", b"<sitemapindex>", "sitemap"),
        ("a.txt", b"<sm:urlset>", "sitemap"),
        ("a.txt", b"<opml version='2.0'>", "opml"),
        ("a.txt", b'{"text": "x"}\n', "jsonl"),
        ("a.jsonl", b"oops\n", "jsonl"),
        ("a.txt", b'{"text": "' + b"x" * 70_000, "jsonl"),
        ("a.json", b'{\n  "text": "x"\n}', "json"),
        ("a.txt", b"From a@b Wed Jan 17 23:30:00 2024\nSubject: x\n\n", "mbox"),
        ("a.txt", b"Subject: x\nMIME-Version: 1.0\n\nx", "eml"),
        ("a.eml", b"Subject: x\n\nx", "eml"),
        ("a.txt", b"Subject: x\n\nx", "article"),
        ("a.xml", b"<html><rss>", "article"),
        ("a.xml", b"<article>", "article"),
        ("a.txt", b"{curly} brackets", "article"),
        ("a.txt", b"", "article"),
        ("a.txt", b"\x00\xff\x00", "article"),
    ],
)
def test_a_source_is_what_its_content_says_and_then_what_its_name_says(name: str, content: bytes, kind: str) -> None:
    assert kind_of(content, name) == kind


def test_what_can_not_be_opened_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFile, match="doesn't exist"):
        list(open_items(str(tmp_path / "none")))
    with pytest.raises(UnreadableFile):
        list(open_items("a\x00b"))
    (tmp_path / "link").symlink_to(tmp_path / "none")
    (broken,) = open_items(str(tmp_path))
    assert outcome(broken) == "UnreadableFile"
    (tmp_path / "link").unlink()
    path = tmp_path / "a.json"
    path.write_text('[{"text": "x"}]')
    (array,) = open_items(str(path))
    with pytest.raises(UnsupportedFormat, match="JSON lines"):
        array.load()
    path.write_bytes(gzip.compress(gzip.compress(b"x")))
    (nested,) = open_items(str(path))
    with pytest.raises(UnsupportedFormat, match="gzip within gzip"):
        nested.load()
    path.write_bytes(gzip.compress(bytes(60_000_000)))
    (bomb,) = open_items(str(path))
    with pytest.raises(TooLarge, match="unpacks to more than 50 MB"):
        bomb.load()
    monkeypatch.setattr(opening, "MAX_BYTES", 10)
    path.write_text(TEXT)
    (large,) = open_items(str(path))
    with pytest.raises(TooLarge):
        large.load()


def test_a_missing_package_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> object:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("importlib.import_module", absent)
    path = tmp_path / "a"
    for content in (b"WARC/1.0\r\n", b"<rss/>", b"%PDF-1.4"):
        path.write_bytes(content)
        with pytest.raises(MissingExtra, match=r"communique\[sources\]"):
            [each.load() for each in open_items(str(path))]


def test_pages_are_known_whatever_trackers_add() -> None:
    assert page_key("HTTPS://A.example/x?utm_source=a&id=5#top") == "https://a.example/x?id=5"
    assert page_key("https://a.example/x?id=6") != page_key("https://a.example/x?id=5")


def test_an_empty_file_is_an_empty_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"")
    (each,) = open_items(str(path))
    with pytest.raises(EmptyText):
        each.load()


class Offline(Fetcher):
    """Fetches nothing."""

    def fetch(self, url: str, *_: object, **__: object) -> object:  # type: ignore[override]  # nothing comes out
        raise FetchError(f"{url} wasn't fetched")


STARTS = [
    b"",
    b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 20\r\n\r\n",
    b"%PDF-1.4\n1 0 obj\n",
    b"<rss version='2.0'><channel><item><link>http://a.example/",
    b"<urlset><url><loc>http://a.example/",
    b"<sitemapindex><sitemap><loc>http://a.example/",
    b"<opml><outline xmlUrl='http://a.example/",
    b'{"text": "',
    b'{"text": "x"}\n',
    b"From a@b Wed Jan 17 23:30:00 2024\nSubject: x\n\n",
    b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n",
    b"<html><body>",
    b"\x1f\x8b\x08\x00",
]


@settings(deadline=None)  # the first PDF or archive loads its library
@given(
    start=st.sampled_from(STARTS),
    rest=st.binary(max_size=400),
    packed=st.booleans(),
    name=st.sampled_from(["a", "a.eml", "a.jsonl", "a.opml"]),
)
def test_any_bytes_give_items_that_load_or_an_input_error(
    tmp_path_factory: pytest.TempPathFactory, start: bytes, rest: bytes, *, packed: bool, name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    data = start + rest
    path.write_bytes(gzip.compress(data) if packed else data)
    try:
        for each in open_items(str(path), fetcher=Offline()):
            each.key.encode()
            try:
                assert isinstance(each.load(), RawArticle)
            except InputError:
                continue
    except CommuniqueError as error:
        assert isinstance(error, InputError)  # noqa: PT017  # both ways are right


@pytest.mark.parametrize("name", ["aid.csv", "aid.tsv", "aid.xlsx", "aid.csv.gz"])
def test_a_spreadsheet_is_passed_over_in_a_folder_and_refused_alone(folder: Path, name: str) -> None:
    """Its rows were read as sentences."""
    before = [each.key for each in open_items(str(folder))]
    rows = b"donor,recipient,notes\nEstonia,Ukraine,Russia attacked Kharkiv.\n"
    (folder / name).write_bytes(gzip.compress(rows) if name.endswith(".gz") else b"PK\3\4" if "xlsx" in name else rows)
    told: list[Path] = []
    assert [each.key for each in open_items(str(folder), tell=told.append)] == before
    assert told == [folder / name]
    with pytest.raises(UnsupportedFormat, match="communique import"):
        list(open_items(str(folder / name)))


def test_a_spreadsheet_of_a_folder_is_told(folder: Path, tmp_path: Path) -> None:
    (folder / "aid.csv").write_text("donor,recipient\nEstonia,Ukraine\n")
    ran = run("add", str(folder), "--ledger", str(tmp_path / ".l.db"))
    assert f"communique: 1 spreadsheet passed over, as rows are no articles: {folder / 'aid.csv'}." in ran.stderr
