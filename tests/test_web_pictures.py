"""Pictures on the pages: their specifications, the script that explores them, and what came of promises beside them."""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient
from web_site import client_of, seen, small_file

from communique import Ledger
from communique.charts import bundle
from communique.charts.pictures import timeline_of
from communique.web import exploring
from communique.web.remembering import Memory
from communique.web.render import environment


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_file(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    with client_of(path) as made:
        yield made


def charted(path: Path) -> dict[str, str]:
    """Return pages with pictures, each with the name of one."""
    with Ledger.open(path) as ledger:
        actor = max(ledger.actors(limit=None), key=lambda each: each.events).id
    return {
        "/events?by=dyad": "timeline",
        "/commitments": "lives",
        "/map?view=world": "map",
        f"/network?actor={actor}": "ties",
        f"/actor/{actor}": "ties",
        "/calendar?since=2024-01-01": "months",
    }


def test_beside_each_picture_stands_its_specification(client: TestClient, path: Path) -> None:
    for address, name in charted(path).items():
        page = html.fromstring(client.get(address).text)
        links = page.xpath("//figure//a[text()='specification']/@href")
        assert sorted(links) == sorted(page.xpath("//figure/@data-specification")), address
        (link,) = [each for each in links if f"picture={name}" in each]
        answer = client.get(link)
        assert answer.headers["content-type"] == "application/json", address
        made = answer.json()
        assert made["$schema"].endswith("v5.json")
        assert made["description"] in page.xpath("//figure//svg/@aria-label") or name == "map"
        # It is that of this page, with its filters.
        assert made["datasets"]
    with Ledger.open(path) as ledger:
        picture = timeline_of(ledger, {"type": ["ASSAULT"]})
    assert picture is not None
    asked = client.get("/events?type=ASSAULT&format=vegalite&picture=timeline").json()
    assert asked == picture.specification


@pytest.mark.parametrize(
    "address", ["/events?format=vegalite", "/events?format=vegalite&picture=map", "/add?format=vegalite"]
)
def test_a_picture_that_a_page_does_not_have_is_not_found(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "no picture" in answer.json()["error"]["message"]


def test_the_script_comes_from_the_installed_package_and_is_asked_for_once(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exploring, "vega_script", lambda: "window.vegaEmbed = 0;")
    exploring._compressed.cache_clear()
    page = html.fromstring(client.get("/events").text)
    (address,) = set(page.xpath("//button/@data-explore"))
    plain = client.get(address, headers={"accept-encoding": "identity"})
    small = client.get(address, headers={"accept-encoding": "gzip"})
    assert plain.text == small.text == "window.vegaEmbed = 0;"
    assert small.headers["content-encoding"] == "gzip"
    assert "immutable" in small.headers["cache-control"]
    # Another address may be of another edition; what is there now isn't kept under it for good.
    path = address.partition("?")[0]
    assert [client.get(each).headers["cache-control"] for each in (path, f"{path}?1.9.0", f"{address}&a")] == [
        "no-cache"
    ] * 3
    assert small.headers["content-type"].startswith("text/javascript")
    exploring._compressed.cache_clear()


def test_the_script_is_made_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vl_convert = pytest.importorskip("vl_convert")
    made: list[str] = []

    def bundled(snippet: str) -> str:
        made.append(snippet)
        return "const n = 1;" + snippet

    monkeypatch.setattr(vl_convert, "javascript_bundle", bundled)
    monkeypatch.setattr(bundle, "_place", lambda _: tmp_path / "deep" / "vega.js")
    bundle._script.cache_clear()
    script = bundle.vega_script()
    bundle._script.cache_clear()
    assert bundle.vega_script() == script
    bundle._script.cache_clear()
    assert len(made) == 1
    assert script == "(() => {const n = 1;window.vegaEmbed = vegaEmbed;})();"
    assert [each.name for each in (tmp_path / "deep").iterdir()] == ["vega.js"]


def test_the_script_has_another_name_once_what_makes_it_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    def names() -> tuple[str | None, str]:
        return exploring.vega_address(), bundle._place(bundle.edition() or "").name

    monkeypatch.setattr(bundle, "version", lambda _: "1.9.0")
    found = [names(), names()]
    monkeypatch.setattr(bundle, "_OUT", "window.vegaEmbed = vegaEmbed; window.vega = vega;")
    found.append(names())
    monkeypatch.setattr(bundle, "version", lambda _: "1.9.1")
    found.append(names())
    assert [len(set(each)) for each in zip(*found, strict=True)] == [3, 3]


@pytest.fixture
def without_vega(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(bundle, "version", missing)
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    for cached in (bundle._script, exploring._compressed, environment):
        cached.cache_clear()
    yield
    environment.cache_clear()


@pytest.mark.usefixtures("without_vega")
def test_without_the_package_there_is_the_picture_and_nothing_to_explore_it(path: Path) -> None:
    with client_of(path) as client:
        page = html.fromstring(client.get("/events").text)
        assert page.xpath("//figure//svg")
        assert page.xpath("//figure//a[text()='specification']")
        assert not page.xpath("//button[text()='Explore'] | //script[contains(@src, 'explore')]")
        for coding in ("identity", "gzip"):
            answer = client.get("/vega.js", headers={"accept-encoding": coding})
            assert answer.status_code == 501
            assert "communique[web]" in answer.text
            assert "immutable" not in answer.headers["cache-control"]


def test_a_page_without_pictures_loads_nothing_for_them(client: TestClient) -> None:
    assert "explore.js" in client.get("/events").text
    assert "explore.js" not in client.get("/add").text
    assert len(gzip.compress(client.get("/map").content)) < 100_000


def test_a_page_that_a_browser_holds_is_not_sent_again(client: TestClient) -> None:
    for address in ("/", "/events?type=ASSAULT", "/map", "/events?format=csv"):
        first = client.get(address)
        again = client.get(address, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), address
        assert "content-security-policy" in again.headers
        assert client.get(address, headers={"if-none-match": '"another"'}).content == first.content
    assert (
        "immutable"
        in client.get(html.fromstring(client.get("/").text).xpath("//link/@href")[0]).headers["cache-control"]
    )
    for address in ("/static/communique.css", "/static/communique.css?", "/static/communique.css?0123456789"):
        assert client.get(address).headers["cache-control"] == "no-cache"


def test_a_value_is_made_again_only_when_the_ledger_is_another(tmp_path: Path) -> None:
    path = small_file(tmp_path)
    memory = Memory(path)
    made: list[int] = []

    def count() -> int:
        made.append(1)
        return len(made)

    assert [memory.value("count", count) for _ in range(3)] == [1, 1, 1]
    with Ledger.open(path) as ledger:
        ledger.decide("accept", [ledger.events(limit=1)[0].id], "ada")
        assert memory.value("count", count) == 2
    assert memory.value("other", count) == 3


def test_the_promises_of_a_month_tell_what_came_of_them_later(client: TestClient) -> None:
    answer = client.get("/commitments?donor=EST&since=2024-01-01&until=2024-01-31")
    page = html.fromstring(answer.text)
    assert "Promised, and what came of it" in answer.text
    table = page.xpath("//h2[starts-with(., 'Promised')]/following::table[1]")[0]
    (row,) = [each for each in table.xpath(".//tbody/tr") if "80 million" in each.text_content()]
    said = " ".join(row.text_content().split())
    assert "18 Jan 2024" in said
    assert "12 howitzers" in said
    assert "12 Mar 2024" in said
    links = [each for each in row.xpath(".//@href") if not each.startswith(("/record/", "/actor/"))]
    assert links == row.xpath(".//details//@href")
    assert "has delivered 12 howitzers" in row.xpath("string(.//details)")
    assert "Promised, and what came" not in client.get("/commitments").text


@pytest.mark.parametrize(
    "query",
    [
        "/events",
        "/events?by=status&type=%21ASSAULT",
        "/events?actor=EST&status=actual",
        "/events?as_of=2024-03-01",
        "/events?since=2024-01-20&until=2024-03",
        "/map",
        "/map?actor=RUS&view=world",
        "/map?status=actual&as_of=2024-03-01",
    ],
)
def test_each_mark_leads_to_as_many_events_as_it_counts(client: TestClient, query: str) -> None:
    page = html.fromstring(client.get(query).text)
    links = page.xpath("//figure[contains(@class, 'chart')]//*[local-name()='a'][starts-with(@href, '/')]")
    told = [
        (each.get("href"), re.findall(r": (\d+)", each.xpath("string(.//*[local-name()='title'])"))) for each in links
    ]
    marks = [(address, int(number[-1])) for address, number in told if number]
    assert len(marks) == len(page.xpath("//figure//*[local-name()='title']")) > 0
    listed = [each for each in marks if not each[0].startswith("/record/")]
    assert {address for address, number in marks if number > 1} <= {address for address, _ in listed}
    for address, number in listed:
        assert client.get(f"/api{address}").json()["total"] == number, address


def test_what_is_known_by_a_country_alone_leads_to_that_and_not_to_its_towns(tmp_path: Path) -> None:
    path = small_file(tmp_path)
    with Ledger.open(path) as ledger:
        _, other = ledger.events(limit=2, type="ASSAULT")
        ledger.edit(other.id, {"place": "Ukraine"}, "ada")
    with client_of(path) as client:
        page = html.fromstring(client.get("/map?type=ASSAULT").text)
        (address,) = [
            each.get("href")
            for each in page.xpath("//figure//*[local-name()='a']")
            if "by the country alone" in each.text_content()
        ]
        assert [each["id"] for each in client.get(f"/api{address}").json()["records"]] == [other.id]
        assert client.get("/api/events?place=UKR&type=ASSAULT").json()["total"] == 2


def test_a_filter_of_an_actor_shows_its_name_and_can_be_taken_away(client: TestClient, path: Path) -> None:
    with Ledger.open(path) as ledger:
        estonia = ledger.actors(name="Estonia")[0].id
    page = html.fromstring(client.get(f"/commitments?donor={estonia}&stage=delivered").text)
    (chosen,) = page.xpath("//form//p[@class='chosen']")
    assert chosen.text_content().startswith("DonorEstonia")
    assert chosen.xpath(".//input/@value") == [estonia]
    (away,) = chosen.xpath(".//a/@href")
    assert away == "/commitments?stage=delivered"
    assert estonia not in seen(client.get(f"/commitments?donor={estonia}").text)
