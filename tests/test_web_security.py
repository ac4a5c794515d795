from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hostile_articles import ADDRESSES, PAYLOADS, hostile
from ledger_readings import ledger_of
from lxml import html
from starlette.testclient import TestClient
from web_site import LISTS, PAGES, client_of, every_page, form_token, small_file

from communique import BadQuestion, Ledger
from communique.web.app import create_app
from communique.web.render import safe_url
from communique.web.security import MOST_BYTES, Access, Proxy

_SECRET = "a-long-secret"  # noqa: S105  # a test's own
_POLICY = re.compile(
    r"default-src 'none'; (?:[a-z-]+-(?:src|action|uri|ancestors) (?:'self'|'none')(?: data:)?(?:; )?)+"
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_file(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    with client_of(path) as made:
        yield made


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a ledger of hostile articles alone."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    ledger_of(hostile(), path).close()
    return path


def event_of(path: Path) -> str:
    with Ledger.open(path) as ledger:
        return ledger.events(limit=1)[0].id


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost:8765.evil.example", "", "[::2]"])
def test_the_page_answers_to_no_other_host_name(client: TestClient, host: str) -> None:
    assert client.get("/events", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8765", "127.0.0.1:1", "[::1]:8765", "[::1]"])
def test_the_page_answers_to_this_machine_under_each_of_its_names(client: TestClient, host: str) -> None:
    assert client.get("/events", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_a_change_without_the_token_of_its_form_is_refused(client: TestClient, path: Path, token: str) -> None:
    event = event_of(path)
    form_token(client)
    assert client.post(f"/review/{event}", data={"verb": "accept", "form_token": token}).status_code == 403
    assert client.post("/add", data={"text": "A text.", "form_token": token}).status_code == 403
    with Ledger.open(path) as ledger:
        assert not ledger.decisions()


def test_the_token_of_one_session_is_none_of_another(path: Path) -> None:
    with client_of(path) as one, client_of(path) as other:
        token = form_token(one)
        form_token(other)
        answer = other.post(f"/review/{event_of(path)}", data={"verb": "accept", "form_token": token})
    assert answer.status_code == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_change_that_another_site_asks_for_is_refused(client: TestClient, path: Path, site: str) -> None:
    data = {"verb": "accept", "form_token": form_token(client)}
    answer = client.post(f"/review/{event_of(path)}", data=data, headers={"sec-fetch-site": site})
    assert answer.status_code == 403


def test_nothing_changes_by_a_get(client: TestClient, path: Path) -> None:
    before = path.read_bytes()
    for address in every_page(path):
        client.get(address)
    assert client.get(f"/review/{event_of(path)}?verb=accept").status_code == 405
    assert path.read_bytes() == before


def test_elsewhere_only_who_has_the_token_is_let_in(path: Path) -> None:
    access = Access(token=_SECRET)
    with client_of(path, access) as client:
        for address in ("/", "/api/events", "/static/communique.css", "/?token=wrong", "/?token=", "/?token=%C3%A9"):
            assert client.get(address).status_code == 401, address
        assert client.get("/", headers={"authorization": "Bearer wrong"}).status_code == 401
        assert client.get("/api/events", headers={"authorization": "Bearer a-long-secret"}).status_code == 200
        first = client.get("/events?type=AID&token=a-long-secret", follow_redirects=False)
        assert (first.status_code, first.headers["location"]) == (303, "/events?type=AID")
        cookies = first.headers.get_list("set-cookie")
        assert all("HttpOnly" in each and "samesite=strict" in each.lower() for each in cookies)
        assert client.get("/events").status_code == 200


def test_the_address_with_the_token_leads_nowhere_else(path: Path) -> None:
    with client_of(path, Access(token=_SECRET)) as client:
        answer = client.get("//evil.example/?token=a-long-secret", follow_redirects=False)
    assert not answer.headers.get("location", "/").startswith("//")


@pytest.mark.parametrize(
    ("method", "address"),
    [
        *(("GET", address) for address in PAGES),
        *(
            ("GET", address)
            for address in ("/static/communique.css", "/static/none.css", "/events?format=csv", "/none")
        ),
        *(("GET", address) for address in ("/api/events", "/api/none", "/events?type=WAR")),
        *(("POST", "/add"), ("PUT", "/events"), ("HEAD", "/")),
    ],
)
def test_every_answer_says_that_nothing_but_the_page_itself_may_run(
    client: TestClient, method: str, address: str
) -> None:
    headers = client.request(method, address).headers
    assert _POLICY.fullmatch(headers["content-security-policy"])
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_refusal_says_so_too(client: TestClient) -> None:
    assert "content-security-policy" in client.get("/", headers={"host": "evil.example"}).headers


_PROXY = Access(proxy=Proxy.at(["10.0.0.0/8"], "X-Remote-User"))


def behind(path: Path, client: str, access: Access = _PROXY) -> TestClient:
    """Return a client whose requests come from an address."""
    app = create_app(path, access, reviewer="nobody")
    return TestClient(app, base_url="http://127.0.0.1:8765", client=(client, 50_000), raise_server_exceptions=False)


def test_the_proxy_lets_in_whom_it_names(path: Path) -> None:
    with behind(path, "10.1.2.3") as client:
        assert client.get("/events", headers={"x-remote-user": "ada"}).status_code == 200
        assert "ada’s" in client.get("/review", headers={"x-remote-user": "ada"}).text
        assert "Özil’s" in client.get("/review", headers={b"x-remote-user": "Özil".encode()}).text


@pytest.mark.parametrize(
    "headers",
    [[], [("x-remote-user", "")], [("x-remote-user", "ada"), ("x-remote-user", "eve")], [("x-remote-user", "a" * 101)]],
)
def test_the_proxy_has_to_tell_one_name(path: Path, headers: list[tuple[str, str]]) -> None:
    with behind(path, "10.1.2.3") as client:
        assert client.get("/events", headers=headers).status_code == 401


def test_nobody_else_is_believed_who_he_is(path: Path) -> None:
    with behind(path, "192.0.2.7") as client:
        assert client.get("/events", headers={"x-remote-user": "ada"}).status_code == 403
    with behind(path, "192.0.2.7", Access(token=_SECRET, proxy=_PROXY.proxy)) as client:
        assert client.get("/events", headers={"x-remote-user": "ada"}).status_code == 401
        named = {"x-remote-user": "ada", "authorization": f"Bearer {_SECRET}"}
        assert "nobody’s" in client.get("/review", headers=named).text


def test_decisions_are_of_whom_the_proxy_names(path: Path) -> None:
    with behind(path, "10.1.2.3") as client, Ledger.open(path) as ledger:
        its_id = ledger.events(limit=1)[0].id
        client.headers["x-remote-user"] = "ada"
        form = {"verb": "accept", "form_token": form_token(client), "by": "eve"}
        assert client.post(f"/review/{its_id}", data=form, follow_redirects=False).status_code == 303
        assert ledger.decisions()[-1].by == "ada"
        ledger.undo(ledger.decisions()[-1].id, "ada")


def test_nobody_takes_back_a_colleagues_decision(path: Path) -> None:
    def undo(client: TestClient, address: str) -> int:
        data = {"verb": "undo", "form_token": form_token(client)}
        return client.post(address, data=data, follow_redirects=False).status_code

    offered = "//form[.//input[@value='undo']]"
    with behind(path, "10.1.2.3") as client, Ledger.open(path) as ledger:
        one, other = ledger.events(limit=2)
        ledger.decide("accept", [one.id], "ada")
        ledger.decide("reject", [other.id], "bob")
        client.headers["x-remote-user"] = "ada"
        (form,) = html.fromstring(client.get("/review").text).xpath(offered)
        assert "Undo ada’s “accept”" in " ".join(form.text_content().split())
        assert undo(client, f"/review/{ledger.decisions()[-1].id}") == 400
        assert undo(client, form.action) == 303
        assert not html.fromstring(client.get("/review").text).xpath(offered)
        assert [(each.by, each.verb) for each in ledger.decisions()[-3:]] == [
            ("ada", "accept"),
            ("bob", "reject"),
            ("ada", "undo"),
        ]
        ledger.undo(ledger.decisions()[-2].id, "bob")


@pytest.mark.parametrize(
    ("addresses", "header"), [(["proxy.example"], "X-User"), (["10.0.0.1"], "X User"), (["1"], "")]
)
def test_a_proxy_that_is_none_is_told_at_once(addresses: list[str], header: str) -> None:
    with pytest.raises(BadQuestion):
        Proxy.at(addresses, header)


@pytest.mark.parametrize("everybody", ["0.0.0.0/0", "::/0", " 0.0.0.0/0.0.0.0 "])
def test_a_proxy_is_never_everybody(everybody: str) -> None:
    with pytest.raises(BadQuestion, match="anybody could name himself"):
        Proxy.at(["127.0.0.1", everybody])


def test_a_fault_of_ours_is_an_answer_without_anything_of_its_inside(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("/home/ada/secret.db")

    with client_of(path) as client:
        monkeypatch.setattr("communique.ledger.Ledger.stats", fails)
        answer = client.get("/")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert _POLICY.fullmatch(answer.headers["content-security-policy"])


def inline(page: str) -> list[str]:
    """Return what a page would run or look like by itself: scripts, styles and handlers that stand in it."""
    tree = html.fromstring(page)
    return [
        *(html.tostring(each, encoding="unicode") for each in tree.xpath("//script[not(@src)] | //style")),
        *map(str, tree.xpath("//@style | //@*[starts-with(name(), 'on')]")),
        *(str(each) for each in tree.xpath("//@href | //@src | //@action | //@formaction") if not _harmless(str(each))),
    ]


def _harmless(address: str) -> bool:
    if address.startswith(("https://", "http://", "#")):
        return True
    return address.startswith("/") and not address.startswith("//")


def test_no_page_has_anything_inline(client: TestClient, path: Path) -> None:
    assert {address: found for address in every_page(path) if (found := inline(client.get(address).text))} == {}


def test_hostile_articles_stay_text_on_every_page(client: TestClient, path: Path, taken: Path) -> None:
    usual = {
        each.tag for address in every_page(path) for each in html.fromstring(client.get(address).text).iter("*")
    } | {"details", "summary", "fieldset", "legend", "mark"}
    with client_of(taken) as other:
        for address in every_page(taken):
            answer = other.get(address)
            assert answer.status_code == 200, address
            assert inline(answer.text) == [], address
            assert {each.tag for each in html.fromstring(answer.text).iter("*")} <= usual, address


def test_hostile_articles_are_shown_as_they_are(taken: Path) -> None:
    with Ledger.open(taken) as ledger, client_of(taken) as client:
        for row in ledger.articles(limit=None):
            reading = ledger.reading(row.id)
            assert reading is not None
            page = html.fromstring(client.get(f"/article/{row.id}").text)
            shown = "".join(each.text_content() for each in page.xpath("//div[@class='article-text']"))
            assert shown == reading.article.text
            assert page.xpath("//h1")[0].text_content() == reading.article.title
        assert ledger.articles(limit=1).total == len(PAYLOADS)


@pytest.mark.parametrize("family", LISTS)
def test_hostile_titles_stay_cells_of_the_files(taken: Path, family: str) -> None:
    with client_of(taken) as client:
        csv, json = client.get(f"/{family}?format=csv"), client.get(f"/{family}?format=json")
    assert csv.headers["content-type"].startswith("text/csv")
    assert csv.headers["content-disposition"].startswith("attachment")
    assert json.headers["content-type"] == "application/json"
    assert not re.search(r"^=|,=", csv.text, re.MULTILINE)


@pytest.mark.parametrize("payload", PAYLOADS[:-8])
@pytest.mark.parametrize("address", ["/events?text=", "/events?actor=", "/search?text=", "/map?place=", "/record/"])
def test_a_hostile_address_stays_text_too(client: TestClient, address: str, payload: str) -> None:
    answer = client.get(address + quote(payload, safe=""))
    assert answer.status_code < 500
    assert inline(answer.text) == []


@pytest.mark.parametrize("address", [each for each in ADDRESSES if not each.startswith("https://")])
def test_an_address_that_is_none_of_the_web_becomes_no_link(address: str) -> None:
    assert safe_url(address) is None


def test_a_body_too_long_is_refused_whether_its_length_is_told_or_not(client: TestClient) -> None:
    told = client.post("/add", content=b"", headers={"content-length": str(MOST_BYTES + 1)})
    assert told.status_code == 413

    def pieces() -> Iterator[bytes]:
        for _ in range(MOST_BYTES // 1_000_000 + 2):
            yield b"a" * 1_000_000

    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/add", content=pieces(), headers=kind).status_code == 413


@pytest.mark.parametrize(
    "address", ["/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd", "/static/..%2f..%2fapp.py"]
)
def test_no_path_of_a_request_reaches_the_file_system(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404
