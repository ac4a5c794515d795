"""What is brought to the page to be read: texts, files, with what is said of them, and what is told of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

import pytest
from lxml import html
from starlette.testclient import TestClient
from web_site import client_of, empty_file, form_token, seen

from communique import Ledger, RawArticle, Reading, Refused
from communique.knowledge.user_actors import Knowledge
from communique.reader import attempt
from communique.records import ReaderInfo
from communique.text.build import build_article
from communique.web.app import create_app

TEXT = "Estonia promises Ukraine howitzers\nTALLINN - Estonia will send Ukraine 24 howitzers, its prime minister said."
OTHER = "Latvia will give Moldova 40 million euros in military aid, Defense Minister Ilze Ozola said on Monday."
SAID = {"title": "Howitzers", "publisher": "Tallinn Monitor", "published": "2024-01-18"}
NOBODY = ReaderInfo("none", "1", "PLOVER 2.0")
Sent = tuple[str, tuple[str, bytes]]


class _Reader:
    """Gives readings without records, and keeps whom it was told of."""

    told: ClassVar[list[Knowledge]] = []

    def __init__(self, actors: Knowledge) -> None:
        self.told.append(actors)

    def read_many(self, articles: Iterable[RawArticle | Refused]) -> Iterator[Reading | Refused]:
        for each in articles:
            if isinstance(each, Refused):
                yield each
            else:
                article = attempt(each.ref, partial(build_article, each))
                yield article if isinstance(article, Refused) else Reading(NOBODY, article, (), (), (), ())


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr("communique.web.adding._reader", _Reader)
    with client_of(empty_file(tmp_path)) as made:
        yield made


def articles(path: Path) -> list[tuple[str | None, str | None, str | None]]:
    with Ledger.open(path / "empty.db", write=False) as ledger:
        found = [(each.title, each.publisher, each.published) for each in ledger.articles(limit=None)]
    return sorted(found, key=str)


def added(client: TestClient, files: dict[str, str] | None = None, **fields: str) -> tuple[str, str]:
    """Return where a form leads, or nothing, and what its page says."""
    sent: list[Sent] = [("files", (name, text.encode())) for name, text in (files or {}).items()]
    data = {"form_token": form_token(client), **fields}
    answer = client.post("/add", data=data, files=sent or None, follow_redirects=False)
    return answer.headers.get("location", ""), seen(answer.text) if answer.text else ""


def test_what_is_said_of_a_file_is_taken_over(client: TestClient, tmp_path: Path) -> None:
    location, _ = added(client, {"03-howitzers.txt": TEXT}, **SAID)
    assert location.startswith("/article/")
    assert articles(tmp_path) == [("Howitzers", "Tallinn Monitor", "2024-01-18")]


def test_the_page_offers_no_file_that_it_refuses(client: TestClient) -> None:
    (offered,) = html.fromstring(client.get("/add").text).xpath("//input[@type='file']/@accept")
    assert offered.split(",") == [".txt", ".html", ".htm", ".pdf", ".eml"]


def test_one_title_is_no_title_of_two_files(client: TestClient, tmp_path: Path) -> None:
    _, told = added(client, {"a.txt": TEXT, "b.txt": OTHER}, **SAID)
    assert "a.txt: added" in told
    assert "b.txt: added" in told
    assert "uploaded:" not in told
    assert [each[0] for each in articles(tmp_path)] == ["Estonia promises Ukraine howitzers", "b.txt"]
    assert {each[1:] for each in articles(tmp_path)} == {("Tallinn Monitor", "2024-01-18")}


def test_what_is_said_of_an_address_is_taken_over_where_its_page_says_nothing(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = RawArticle(url="https://example.org/a", title="Of the page", text=TEXT)
    monkeypatch.setattr("communique.reader.open_source", lambda _: page)
    added(client, None, url="https://example.org/a", **SAID)
    assert articles(tmp_path) == [("Of the page", "Tallinn Monitor", "2024-01-18")]


def test_what_was_read_before_without_a_day_takes_one(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = RawArticle(url="https://example.org/a", text=OTHER)
    monkeypatch.setattr("communique.reader.open_source", lambda _: page)
    first = added(client, {"a.txt": TEXT})[0], added(client, url="https://example.org/a")[0]
    told = added(client, {"a.txt": OTHER + " It will.", "b.txt": TEXT})[1]
    assert "a.txt: added, 0 events, 0 statements, 0 commitments; no day of publication" in told
    assert "b.txt: read before" in told
    day = {"published": "2024-01-18"}
    assert (
        added(client, {"a.txt": TEXT}, **day)[0],
        added(client, None, url="https://example.org/a", **day)[0],
    ) == first
    assert [each[2] for each in articles(tmp_path)].count("2024-01-18") == 2


def test_it_is_told_that_the_day_alone_is_taken_over(client: TestClient, tmp_path: Path) -> None:
    added(client, {"a.txt": TEXT})
    location, told = added(client, {"a.txt": TEXT}, **SAID)
    assert not location
    assert "a.txt: read again" in told
    assert "only a day that was lacking is taken over" in told
    assert articles(tmp_path) == [("Estonia promises Ukraine howitzers", None, "2024-01-18")]


def test_what_was_read_before_leads_to_its_article_and_tells_what_is_not_taken_over(client: TestClient) -> None:
    first, _ = added(client, {"a.txt": TEXT}, published="2024-01-17")
    again, _ = added(client, {"a.txt": TEXT})
    assert again == first
    location, told = added(client, {"a.txt": TEXT}, **SAID)
    assert not location
    assert "a.txt: read before" in told
    assert "stay as they were told then" in told
    answer = client.post(
        "/add",
        data={"form_token": form_token(client)},
        files=[("files", ("a.txt", TEXT.encode())), ("files", ("b.txt", OTHER.encode()))],
    )
    links = html.fromstring(answer.text).xpath("//p[contains(@class, 'note')]/a/@href")
    assert links[0] == first
    assert [client.get(each).status_code for each in links] == [200, 200]


def test_ones_own_actors_are_known_to_what_reads_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.web.adding._reader", _Reader)
    known = Knowledge()
    app = create_app(empty_file(tmp_path), actors=known)
    with TestClient(app, base_url="http://127.0.0.1:8765") as client:
        added(client, text=TEXT)
    assert _Reader.told[-1] is known


@pytest.mark.parametrize("given", ["/etc/hostname", "-", "file:///etc/hostname", "ftp://ledger.example/a"])
def test_only_a_web_address_is_fetched(client: TestClient, tmp_path: Path, given: str) -> None:
    answer = client.post("/add", data={"form_token": form_token(client), "url": given})
    assert answer.status_code == 400
    assert "is no web address. Write it with http://" in seen(answer.text)
    assert articles(tmp_path) == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_of_no_news_is_told_of(client: TestClient, tmp_path: Path, day: str) -> None:
    answer = client.post("/add", data={"form_token": form_token(client), "text": TEXT, "published": day})
    assert answer.status_code == 422
    assert "a day of no news" in seen(answer.text)
    assert articles(tmp_path) == []
