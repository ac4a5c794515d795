"""A web of this machine: every address of 127.0.0.0/8 is a host of its own, and one function answers for all."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from communique.sources.polite import Fetcher


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: host without port, path, headers, when (seconds of the monotonic clock)."""

    host: str
    path: str
    headers: Mapping[str, str]
    at: float


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered; a body may be pieces without end, `wait` seconds apart."""

    body: bytes | Iterator[bytes] = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0


Answering = Callable[[Request], Reply]


class Web:
    """A running server, with what it was asked."""

    def __init__(self, answering: Answering) -> None:
        self.requests: list[Request] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                host = self.headers["Host"].partition(":")[0]
                request = Request(host, self.path, dict(self.headers.items()), time.monotonic())
                web.requests.append(request)
                reply = answering(request)
                # A client that has heard enough closes the connection.
                with contextlib.suppress(OSError):
                    self.send_response(reply.status)
                    for name, value in reply.headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    for piece in (reply.body,) if isinstance(reply.body, bytes) else reply.body:
                        time.sleep(reply.wait)
                        self.wfile.write(piece)

        class Server(ThreadingHTTPServer):
            request_queue_size = 128
            daemon_threads = True

            def handle_error(self, *_: Any) -> None:
                pass

        # All of 127.0.0.0/8 is this machine.
        self._server = Server(("0.0.0.0", 0), Handler)  # noqa: S104  # for the time of a test
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self, host: str | None = None) -> list[str]:
        return [request.path for request in self.requests if host in (None, request.host)]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextlib.contextmanager
def serving(answering: Answering) -> Iterator[Web]:
    web = Web(answering)
    try:
        yield web
    finally:
        web.close()


def pages(table: Mapping[str, Reply | str]) -> Answering:
    """Return what answers with the replies of a table by path, with or without its query; a string is a page."""

    def answer(request: Request) -> Reply:
        reply = table.get(request.path) or table.get(request.path.partition("?")[0]) or Reply(status=404)
        return Reply(reply.encode(), headers={"Content-Type": "text/html"}) if isinstance(reply, str) else reply

    return answer


def article(text: str) -> str:
    return f"<html><head><title>{text}</title></head><body><article><p>{text}</p></article></body></html>"


def fetcher(**options: Any) -> Fetcher:
    return Fetcher(**{"allow_private": True, "delay": 0.0, "seconds": 5.0, **options})


@dataclass
class FastClock:
    """A clock that runs `rate` times as fast as the computer's."""

    rate: float
    start: float = field(default_factory=time.monotonic)

    def now(self) -> float:
        return 1_700_000_000.0 + (time.monotonic() - self.start) * self.rate

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds / self.rate)


@dataclass
class StillClock:
    """A clock that only moves when somebody sleeps, and remembers for how long they did."""

    time: float = 1_700_000_000.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        if seconds > 0:
            self.slept.append(seconds)
            self.time += seconds
