"""Web addresses: what is fetched from a server on this machine, and what is refused before a byte is sent."""

import contextlib
import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from communique.errors import (
    BlockedAddress,
    FetchError,
    FetchTimeout,
    InputError,
    TooLarge,
    TooManyRedirects,
    UnsupportedFormat,
)
from communique.sources import is_url
from communique.sources import url as url_source
from communique.sources.url import is_public, read_url

PAGE = "<html><body><p>The quay in Malmö was closed.</p></body></html>"


HTML = {"Content-Type": "text/html; charset=iso-8859-1"}
ZIPPED = {**HTML, "Content-Encoding": "gzip"}
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/page": (200, HTML, PAGE.encode("iso-8859-1")),
    "/gzip": (200, ZIPPED, gzip.compress(PAGE.encode())),
    "/text": (200, {"Content-Type": "text/plain"}, b"The quay was closed."),
    "/moved": (302, {"Location": "/page?moved"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/file": (302, {"Location": "file:///etc/hostname"}, b""),
    "/pdf": (200, {"Content-Type": "application/pdf"}, b"%PDF"),
    "/login": (403, HTML, b""),
    "/bomb": (200, ZIPPED, gzip.compress(b"a" * 11_000_000)),
    "/long": (200, {**HTML, "Content-Length": "999999999"}, b""),
    "/drip": (200, HTML, b"a" * 40),
}


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        status, headers, body = ANSWERS.get(path, (404, HTML, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        # A client that has heard enough closes the connection.
        with contextlib.suppress(OSError):
            for number in range(len(body)) if path == "/drip" else ():
                self.wfile.write(body[number : number + 1])
                time.sleep(0.1)
            if path != "/drip":
                self.wfile.write(body)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["/page", "/gzip"])
def test_a_page_is_fetched(port: int, path: str) -> None:
    raw = read_url(f"http://127.0.0.1:{port}{path}", allow_private=True)
    assert raw.html == PAGE
    assert raw.url == f"http://127.0.0.1:{port}{path}"


def test_a_text_is_fetched(port: int) -> None:
    assert read_url(f"http://127.0.0.1:{port}/text", allow_private=True).text == "The quay was closed."


def test_the_article_has_the_address_where_it_was_found(port: int) -> None:
    assert read_url(f"http://127.0.0.1:{port}/moved", allow_private=True).url == f"http://127.0.0.1:{port}/page?moved"


@pytest.mark.parametrize(
    ("path", "error", "says"),
    [
        ("/loop", TooManyRedirects, "more than 5"),
        ("/file", BlockedAddress, "no http or https"),
        ("/pdf", UnsupportedFormat, "application/pdf"),
        ("/login", FetchError, "login"),
        ("/none", FetchError, "404"),
        ("/bomb", TooLarge, "10 MB"),
        ("/long", TooLarge, "10 MB"),
    ],
)
def test_what_gives_no_article_is_refused(port: int, path: str, error: type[InputError], says: str) -> None:
    with pytest.raises(error, match=says):
        read_url(f"http://127.0.0.1:{port}{path}", allow_private=True)


@pytest.mark.clock
def test_a_dripping_answer_ends_at_the_time_limit(port: int) -> None:
    start = time.monotonic()
    with pytest.raises(FetchTimeout):
        read_url(f"http://127.0.0.1:{port}/drip", allow_private=True, seconds=0.5)
    assert time.monotonic() - start < 2


def test_this_machine_is_refused_unless_allowed(port: int) -> None:
    for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"):  # noqa: S104
        with pytest.raises((BlockedAddress, FetchError)) as caught:
            read_url(f"http://{host}:{port}/page")
        assert host == "2130706433" or isinstance(caught.value, BlockedAddress)


def resolving(*answers: str, real: str = "127.0.0.1") -> Any:
    """Give a resolver that answers with one address after the other, and counts on `real` when they run out."""
    left = list(answers)

    def resolve(_host: str, port: int, *_: object, **__: object) -> list[Any]:
        address = left.pop(0) if left else real
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    return resolve


def test_a_name_that_stands_for_a_private_address_is_refused(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving())
    with pytest.raises(BlockedAddress, match=r"public\.example is at 127\.0\.0\.1"):
        read_url(f"http://public.example:{port}/page")


def test_the_connection_goes_to_the_address_that_was_checked(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    # 203.0.113.9 counts as public here. A second look at the name would give this machine.
    connected: list[str] = []
    monkeypatch.setattr(url_source, "is_public", lambda address: str(address) == "203.0.113.9")
    monkeypatch.setattr(socket, "getaddrinfo", resolving("203.0.113.9"))

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        connected.append(address[0])
        raise OSError("no route")

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(FetchError):
        read_url(f"http://public.example:{port}/page")
    assert connected == ["203.0.113.9"]


def test_each_redirect_is_checked_again(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = iter([True, False])
    monkeypatch.setattr(url_source, "is_public", lambda _: next(checks))
    with pytest.raises(BlockedAddress):
        # The second hop opens a new connection, because the server closes the first.
        read_url(f"http://127.0.0.1:{port}/moved")


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "ftp://a.example/", "gopher://a.example", "http://", "//a.example"]
)
def test_only_web_addresses_are_fetched(url: str) -> None:
    with pytest.raises(BlockedAddress):
        read_url(url)


@pytest.mark.parametrize("url", ["http://[", "http://a.example:99999999/", "http://a\x00b/"])
def test_broken_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchError):
        read_url(url)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::10.0.0.1", False),
        ("2002:0a00:0001::", False),
    ],
)
def test_public_addresses_are_told_from_others(address: str, *, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_web_addresses_are_told_from_paths() -> None:
    assert is_url("HTTPS://a.example")
    assert not is_url("http.txt")
