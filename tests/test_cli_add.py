"""`communique add`, `failed` and `watch`, with a reader that needs no model."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from cli import GERMAN, run
from ledger_readings import PLEDGE, READINGS
from local_web import Reply, Request, serving

from communique import Ledger, Reading
from communique.cli.add import _summary
from communique.records import ReaderInfo
from communique.sources import RawArticle, Refused
from communique.text import build_article, require_english


class PlainReader:
    """Knows the articles written by hand, and finds nothing in others."""

    version = "1"
    told: ClassVar[list[Any]] = []
    """Whom the readers made know."""

    def __init__(self, *_: Any, actors: Any = None, **__: Any) -> None:
        self.told.append(actors)
        self.known = {each.article.text: each for each in READINGS}

    def read_many(self, articles: Iterable[RawArticle | Refused]) -> Iterator[Reading | Refused]:
        for raw in articles:
            if isinstance(raw, Refused):
                yield raw
                continue
            try:
                article = build_article(raw)
                require_english(article)
            except Exception as error:  # noqa: BLE001  # as the real one does
                yield Refused(raw.ref, error)  # type: ignore[arg-type]
                continue
            known = self.known.get(article.text)
            rest = (known.actors, known.statements, known.events, known.commitments) if known else ((), (), (), ())
            yield Reading(ReaderInfo("plain", self.version, "PLOVER 2.0"), article, *rest)


@pytest.fixture(autouse=True)
def plain_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.reader.Reader", PlainReader)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    (made / "pledge.txt").write_text(PLEDGE.article.text)
    (made / "german.txt").write_text(GERMAN)
    line = {"text": READINGS[1].article.text, "published": "2024-01-30", "publisher": "Tallinn Monitor"}
    (made / "more.jsonl").write_text(json.dumps(line) + "\n")
    return made


def test_a_folder_is_read_once_and_what_fails_is_kept(folder: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "l.db"
    first = run("add", str(folder), "--published", "2024-01-18", "--ledger", str(ledger))
    assert first.exit_code == 2
    assert first.stdout.startswith("Articles: 2 added, 1 failed.")
    assert "communique: " in first.stderr
    second = run("add", str(folder), "--ledger", str(ledger))
    assert (second.exit_code, second.stdout.split(".")[0]) == (0, "Articles: 3 passed over")
    with Ledger.open(ledger) as opened:
        assert {each.published for each in opened.articles()} == {"2024-01-18", "2024-01-30"}
        (failed,) = opened.failed()
        assert failed.code == "not-english"


def test_failed_lists_them_and_they_are_tried_again_when_asked(folder: Path, tmp_path: Path) -> None:
    ledger = ("--ledger", str(tmp_path / "l.db"))
    run("add", str(folder), *ledger)
    assert "german.txt" in run("failed", *ledger).stdout
    assert json.loads(run("failed", "--jsonl", *ledger).stdout)["error"]["code"] == "not-english"
    again = run("add", str(folder), "--retry-failed", *ledger)
    assert "1 failed" in again.stdout
    with Ledger.open(tmp_path / "l.db") as opened:
        assert opened.failed()[0].tries == 2


def test_what_failed_and_was_mended_is_no_longer_listed(folder: Path, tmp_path: Path) -> None:
    ledger = ("--ledger", str(tmp_path / "l.db"))
    lines = folder / "more.jsonl"
    whole = lines.read_text()
    lines.write_text(whole + '{"text": "Norway gave five tanks.", "published": "12/01/2024"}\n')
    run("add", str(folder), *ledger)
    with Ledger.open(tmp_path / "l.db") as opened:
        assert len(opened.failed()) == 2
    lines.write_text(whole)
    (folder / "german.txt").rename(folder / "still.txt")  # known by what it holds and is called
    assert "failed before" not in run("add", str(folder / "pledge.txt"), "--retry-failed", *ledger).stdout
    again = run("add", str(folder), "--retry-failed", *ledger)
    assert "2 inputs that failed before: no longer there" in again.stdout
    with Ledger.open(tmp_path / "l.db") as opened:
        assert [each.key.split("@")[0] for each in opened.failed()] == ["still.txt"]


def test_a_day_that_a_known_article_does_not_take_is_told(folder: Path, tmp_path: Path) -> None:
    ledger = ("--ledger", str(tmp_path / "l.db"))
    asked = ("add", str(folder / "pledge.txt"), "--published")
    assert "it stays" not in run(*asked, "2024-01-18", *ledger).stdout
    assert "it stays" not in run(*asked, "2024-01-18", *ledger).stdout
    assert "1 article known before with another day" in run(*asked, "2024-01-19", *ledger).stdout


def test_days_of_publication_to_come_are_told(folder: Path, tmp_path: Path) -> None:
    ledger = ("--ledger", str(tmp_path / "l.db"))
    assert "days to come" not in run("add", str(folder / "pledge.txt"), "--published", "2024-01-18", *ledger).stdout
    (folder / "late.txt").write_text(READINGS[0].article.text.replace("Estonia", "Latvia"))
    told = run("add", str(folder / "more.jsonl"), str(folder / "late.txt"), "--published", "2204-05-12", *ledger)
    assert "published on days to come, up to 2204-05-12" in told.stdout


def test_jsonl_tells_each_outcome(folder: Path, tmp_path: Path) -> None:
    lines = run("add", str(folder), "--jsonl", "--ledger", str(tmp_path / "l.db")).stdout.splitlines()
    states = [json.loads(line)["state"] for line in lines]
    assert sorted(states) == ["added", "added", "failed"]


def test_a_source_that_is_not_there_does_not_end_the_others(folder: Path, tmp_path: Path) -> None:
    ran = run("add", str(tmp_path / "none"), str(folder / "pledge.txt"), "--ledger", str(tmp_path / "l.db"))
    assert ran.exit_code == 2
    assert "1 added" in ran.stdout
    assert "doesn't exist" in ran.stderr


def test_a_newer_reader_reads_again_when_asked(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = ("--ledger", str(tmp_path / "l.db"))
    run("add", str(folder / "pledge.txt"), *ledger)
    assert "1 known text" in run("add", str(folder / "pledge.txt"), "--again", *ledger).stdout
    monkeypatch.setattr(PlainReader, "version", "2")
    again = run("add", str(folder / "pledge.txt"), "--again", *ledger).stdout
    assert again.startswith("Articles: 1 read again. They tell ")
    assert "New in" not in again
    with Ledger.open(tmp_path / "l.db") as opened:
        assert [each.reader for each in opened.articles()] == ["plain 2"]
        assert len(opened.events()) == len(PLEDGE.events)


FEED = """<rss version="2.0"><channel><title>T</title>{items}</channel></rss>"""
ITEM = "<item><title>T{0}</title><link>http://{1}/a{0}</link><guid>g{0}</guid></item>"


def test_watch_reads_what_is_new_in_a_feed_and_nothing_twice(tmp_path: Path) -> None:
    count = 2

    def answer(request: Request) -> Reply:
        host = f"{request.host}:{request.headers['Host'].partition(':')[2]}"
        if request.path == "/feed.xml":
            items = "".join(ITEM.format(number, host) for number in range(count))
            return Reply(FEED.format(items=items).encode(), headers={"Content-Type": "application/rss+xml"})
        if request.path.startswith("/a"):
            body = f"<html><body><p>{PLEDGE.article.text} It is told in part {request.path[2:]}.</p></body></html>"
            return Reply(body.encode(), headers={"Content-Type": "text/html"})
        return Reply(status=404)

    with serving(answer) as web:
        command = ("watch", web.url("/feed.xml"), "--once", "--allow-private")
        first = run(*command, "--ledger", str(tmp_path / "l.db"))
        assert "1 feed: 2 added." in first.stderr
        count = 3
        with Ledger.open(tmp_path / "l.db") as ledger:
            ledger.connection.execute("UPDATE feeds SET state = json_set(state, '$.due', 0)")
        assert "1 feed: 1 added." in run(*command, "--ledger", str(tmp_path / "l.db")).stderr
    with Ledger.open(tmp_path / "l.db") as ledger:
        assert len(ledger.articles()) == 3


def due_now(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.connection.execute("UPDATE feeds SET state = json_set(state, '$.due', 0)")


def test_watch_asks_again_in_the_next_run_for_an_article_whose_server_was_busy(tmp_path: Path) -> None:
    """It was on record as failed, and never asked for again."""
    busy = True

    def answer(request: Request) -> Reply:
        if request.path == "/feed.xml":
            return Reply(FEED.format(items=ITEM.format(1, request.headers["Host"])).encode(), headers={"ETag": '"1"'})
        if request.path == "/a1" and not busy:
            return Reply(f"<html><body><p>{PLEDGE.article.text}</p></body></html>".encode())
        return Reply(status=503 if request.path == "/a1" else 404)

    with serving(answer) as web:
        command = ("watch", web.url("/feed.xml"), "--once", "--allow-private", "--ledger", str(tmp_path / "l.db"))
        assert "1 feed: 1 failed." in run(*command).stderr
        due_now(tmp_path / "l.db")
        busy = False
        assert "1 feed: 1 added." in run(*command).stderr
        due_now(tmp_path / "l.db")
        assert "1 feed: nothing new." in run(*command).stderr


def test_watch_tells_which_feeds_it_did_not_ask_and_why(tmp_path: Path) -> None:
    """A feed that failed is told of once, so that later runs said that nothing was new."""
    feed = Reply(FEED.format(items="").encode(), headers={"Content-Type": "application/rss+xml"})
    with serving(lambda request: feed if request.path == "/feed.xml" else Reply(status=404)) as web:
        command = ("watch", web.url("/feed.xml"), web.url("/gone.xml"), "--once", "--ledger", str(tmp_path / "l.db"))
        refused = run(*command)
        assert refused.exit_code == 2
        assert refused.stderr.count("no public address") == 2
        # What was only refused here is asked as soon as it is allowed.
        asked = run(*command, "--allow-private")
        assert (asked.exit_code, asked.stderr.count("answers 404")) == (2, 1)
        again = run(*command, "--allow-private")
        assert again.exit_code == 0
        assert "0 of 2 feeds: nothing new." in again.stderr
        assert "/feed.xml isn't asked before" in again.stderr
        assert "it failed 1 time (fetch)." in again.stderr


@pytest.mark.parametrize("command", [("add", "GIVEN"), ("watch", "http://127.0.0.1:1/feed", "--once")])
def test_ones_own_actors_are_known_to_what_reads(tmp_path: Path, command: tuple[str, ...]) -> None:
    table, text = tmp_path / "actors.csv", tmp_path / "text.txt"
    table.write_text("name,kind,country\nAzure Front,group,Mali\n")
    text.write_text(PLEDGE.article.text)
    given = (str(text) if each == "GIVEN" else each for each in command)
    run(*given, "--actors", str(table), "--ledger", str(tmp_path / "l.db"))
    assert PlainReader.told[-1].organization("Azure Front", None).country == "MLI"


@pytest.mark.parametrize("every", ["5s", "soon", "-1m"])
def test_watch_asks_no_server_more_often_than_each_minute(every: str, tmp_path: Path) -> None:
    ran = run("watch", "http://example.org/feed", "--every", every, "--ledger", str(tmp_path / "l.db"))
    assert ran.exit_code == 2
    assert "15m" in ran.stderr


def test_the_summary_counts_the_events_that_the_ledger_has(tmp_path: Path) -> None:
    """It counted reports: a second paper's report of an event was a new event there, and none in `stats`."""
    lines = [
        {"text": each.article.text, "published": str(each.article.published), "publisher": each.article.publisher}
        for each in READINGS
    ]
    (tmp_path / "all.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in lines))
    ledger = str(tmp_path / "war.db")
    first = run("add", str(tmp_path / "all.jsonl"), "--ledger", ledger)
    stats = json.loads(run("stats", "--format", "json", "--ledger", ledger).stdout)
    assert stats["reports"] > stats["events"]
    assert f"New in {ledger}: {stats['events']} events (of {stats['reports']} reports)," in first.stdout
    again = run("add", str(tmp_path / "all.jsonl"), "--ledger", ledger)
    assert f"New in {ledger}: 0 events, 0 statements, 0 commitments." in again.stdout


def test_the_summary_tells_a_thousand_events_and_their_reports(tmp_path: Path) -> None:
    counts = Counter({"added": 400, "events": 1204, "reports": 1300, "statements": 2000, "commitments": 1})
    told = _summary(counts, tmp_path)
    assert told.endswith(": 1,204 events (of 1,300 reports), 2,000 statements, 1 commitment.\n")


@pytest.mark.parametrize("missing", [True, False])
def test_no_ledger_is_made_where_nothing_is_there_to_read(missing: bool, tmp_path: Path) -> None:  # noqa: FBT001  # a parameter of the test
    source, made = tmp_path / "articles", tmp_path / "l.db"
    if not missing:
        source.mkdir()
    ran = run("add", str(source), "--ledger", str(made))
    assert ran.exit_code == (2 if missing else 0)
    assert "No ledger was made." in ran.stdout
    assert not made.exists()
