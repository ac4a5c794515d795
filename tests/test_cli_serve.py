from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from cli import one_line, run
from starlette.testclient import TestClient
from web_site import empty_file


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The applications that were to be served; none is."""
    apps: list[Any] = []
    monkeypatch.setattr(uvicorn, "run", lambda app, **_: apps.append(app))
    monkeypatch.delenv("COMMUNIQUE_TOKEN", raising=False)
    return apps


def asking(app: Any, address: str) -> TestClient:
    """Return a client that asks from an address."""
    return TestClient(app, base_url="http://ledger.example", client=(address, 50_000))


def serve(folder: Path, *options: str) -> Any:
    port = () if "--port" in options else ("--port", "0")
    return run("serve", "--name", "ledger.example", "--ledger", str(empty_file(folder)), *port, *options)


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104  # nothing is served
def test_behind_a_proxy_there_is_no_token_and_who_is_named_is_let_in(
    tmp_path: Path, served: list[Any], host: str
) -> None:
    ran = serve(tmp_path, "--host", host, "--proxy", "10.0.0.0/8", "--proxy", "192.0.2.1")
    assert ran.exit_code == 0
    assert "token" not in ran.stderr
    for address in ("10.1.2.3", "192.0.2.1"):
        with asking(served[0], address) as client:
            assert client.get("/", headers={"x-remote-user": "ada"}).status_code == 200
            assert client.get("/").status_code == 401
    with asking(served[0], "192.0.2.2") as client:
        assert client.get("/", headers={"x-remote-user": "ada"}).status_code == 403


def test_the_proxy_gives_the_name_in_the_header_that_is_named(tmp_path: Path, served: list[Any]) -> None:
    serve(tmp_path, "--proxy", "10.0.0.1", "--user-header", "X-Forwarded-User")
    with asking(served[0], "10.0.0.1") as client:
        assert client.get("/", headers={"x-forwarded-user": "ada"}).status_code == 200
        assert client.get("/", headers={"x-remote-user": "ada"}).status_code == 401


def test_without_a_proxy_others_need_the_token_whatever_the_header_says(tmp_path: Path, served: list[Any]) -> None:
    ran = serve(tmp_path, "--host", "0.0.0.0")  # noqa: S104  # nothing is served
    assert "/?token=" in ran.stderr
    with asking(served[0], "10.0.0.1") as client:
        assert client.get("/", headers={"x-remote-user": "ada"}).status_code == 401


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--proxy", "proxy.example"), "proxy.example is no address of a proxy. Write it as 127.0.0.1 or 10.0.0.0/8."),
        (("--proxy", "10.0.0.1/8"), "10.0.0.1/8 is no address"),
        (("--proxy", "0.0.0.0/0"), "0.0.0.0/0 is every address, so that anybody could name himself"),
        (("--proxy", "10.0.0.1", "--user-header", "X User"), "X User is no name of a header"),
    ],
)
def test_a_proxy_that_is_none_is_told(tmp_path: Path, served: list[Any], options: tuple[str, ...], told: str) -> None:
    ran = serve(tmp_path, *options)
    assert ran.exit_code == 2
    assert told in one_line(ran)
    assert not served


def test_a_port_in_use_is_told_and_no_address(tmp_path: Path, served: list[Any]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ran = serve(tmp_path, "--port", str(port))
    assert (ran.exit_code, served) == (2, [])
    assert f"Port {port} is in use" in one_line(ran)
    ran = serve(tmp_path, "--port", "0")
    assert (ran.exit_code, len(served)) == (0, 1)
    assert ":0/" not in ran.stderr


def test_what_went_wrong_with_a_page_is_logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr(uvicorn, "run", lambda _, **options: given.update(options))
    serve(tmp_path)
    assert given["log_config"]["loggers"]["communique"]["handlers"] == ["default"]
    assert given["log_config"]["handlers"]["default"]["stream"] == "ext://sys.stderr"
