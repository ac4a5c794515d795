"""Polite fetching: pauses, robots.txt, busy servers, conditional requests, limits."""

import gzip
import itertools
import threading
import time
from email.utils import formatdate

import pytest
from local_web import Reply, Request, StillClock, fetcher, pages, serving

from communique import __version__
from communique.errors import BlockedAddress, FetchError, FetchTimeout, TooLarge, TooManyRedirects
from communique.sources.polite import Validators, asked_pause, temporary

OTHER = "127.0.0.2"


def test_a_host_is_asked_one_at_a_time_with_a_pause_and_others_need_not_wait() -> None:
    with serving(pages({"/a": "a", "/b": "b"})) as web:
        polite = fetcher(delay=0.3)
        urls = [web.url("/a"), web.url("/b"), web.url("/a", OTHER)]
        threads = [threading.Thread(target=polite.fetch, args=(url,), kwargs={"robots": False}) for url in urls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        first, second = sorted(request.at for request in web.requests if request.host == "127.0.0.1")
        other = next(request.at for request in web.requests if request.host == OTHER)
    assert second - first >= 0.29
    assert other - first < 0.25


def test_we_say_who_we_are() -> None:
    with serving(pages({"/a": "a"})) as web:
        fetcher().fetch(web.url("/a"))
        assert all(f"communique/{__version__}" in request.headers["User-Agent"] for request in web.requests)


def test_an_address_that_robots_txt_closes_is_not_asked_for() -> None:
    rules = "User-agent: *\nDisallow: /\n\nUser-agent: communique\nDisallow: /no*.html$\nCrawl-delay: 7\n"
    table: dict[str, Reply | str] = {"/robots.txt": Reply(rules.encode()), "/no1.html": "x", "/yes": "y"}
    with serving(pages(table)) as web:
        clock = StillClock()
        polite = fetcher(clock=clock)
        with pytest.raises(BlockedAddress, match=r"robots\.txt"):
            polite.fetch(web.url("/no1.html"))
        polite.fetch(web.url("/yes"))
        polite.fetch(web.url("/yes"))
        assert web.paths() == ["/robots.txt", "/yes", "/yes"]
        assert sum(clock.slept) == pytest.approx(7)
        # A person who names an address is no robot.
        polite.fetch(web.url("/no1.html"), robots=False)


def test_a_redirect_asks_the_robots_txt_of_the_host_it_leads_to() -> None:
    def answer(request: Request) -> Reply:
        if request.path == "/robots.txt":
            return Reply(b"User-agent: *\nDisallow: /" if request.host == OTHER else b"")
        return Reply(status=302, headers={"Location": f"http://{OTHER}:{request.headers['Host'].split(':')[1]}/in"})

    with serving(answer) as web:
        with pytest.raises(BlockedAddress, match=r"robots\.txt"):
            fetcher().fetch(web.url("/out"))
        assert web.paths(OTHER) == ["/robots.txt"]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (401, True), (500, False), (503, False)])
def test_no_robots_txt_allows_all_and_a_failing_server_nothing(status: int, *, allowed: bool) -> None:
    with serving(pages({"/robots.txt": Reply(status=status), "/a": "a"})) as web:
        polite = fetcher(clock=StillClock())
        if allowed:
            assert polite.fetch(web.url("/a")).content == b"a"
            return
        for _ in range(2):
            with pytest.raises(FetchError, match=r"robots\.txt") as caught:
                polite.fetch(web.url("/a"))
            assert temporary(caught.value)
        assert web.paths() == ["/robots.txt"]


def test_robots_txt_is_asked_for_again_after_a_day() -> None:
    with serving(pages({"/a": "a"})) as web:
        clock = StillClock()
        polite = fetcher(clock=clock)
        for seconds in (0, 80_000, 80_000):
            clock.time += seconds
            polite.fetch(web.url("/a"))
        assert web.paths().count("/robots.txt") == 2


def test_a_busy_server_is_waited_for_as_long_as_it_asks() -> None:
    replies = iter([Reply(status=429, headers={"Retry-After": "12"}), Reply(b"done")])
    with serving(lambda _: next(replies)) as web:
        clock = StillClock()
        assert fetcher(clock=clock).fetch(web.url("/a"), robots=False).content == b"done"
    assert clock.slept == [12]


def test_without_patience_a_busy_server_is_left_alone_until_its_time() -> None:
    clock = StillClock()
    until = formatdate(clock.time + 90, usegmt=True)
    replies = iter([Reply(status=503, headers={"Retry-After": until}), Reply(b"done")])
    with serving(lambda _: next(replies)) as web:
        polite = fetcher(clock=clock)
        for _ in range(3):
            with pytest.raises(FetchError, match="left alone") as caught:
                polite.fetch(web.url("/a"), robots=False, patience=5)
            assert asked_pause(caught.value) == pytest.approx(90, abs=1)
        assert len(web.requests) == 1
        clock.time += 91
        assert polite.fetch(web.url("/a"), robots=False, patience=5).content == b"done"


def test_a_server_that_stays_busy_is_asked_less_and_less_often() -> None:
    with serving(lambda _: Reply(status=503)) as web:
        clock = StillClock()
        with pytest.raises(FetchError):
            fetcher(clock=clock).fetch(web.url("/a"), robots=False, patience=1_000)
    assert clock.slept == sorted(clock.slept)
    assert clock.slept[-1] >= 8 * clock.slept[0]
    assert sum(clock.slept) <= 1_000


def test_retry_after_zero_for_ever_is_no_reason_to_hammer() -> None:
    with serving(lambda _: Reply(status=429, headers={"Retry-After": "0"})) as web:
        with pytest.raises(FetchError):
            fetcher(clock=StillClock()).fetch(web.url("/a"), robots=False)
        assert len(web.requests) < 6


def test_what_has_not_changed_is_not_sent_again() -> None:
    def answer(request: Request) -> Reply:
        known = request.headers.get("If-None-Match") == '"7"' and "If-Modified-Since" in request.headers
        return Reply(b"" if known else b"new", 304 if known else 200, {"ETag": '"7"', "Last-Modified": "yesterday"})

    with serving(answer) as web:
        polite = fetcher()
        answered = polite.fetch(web.url("/feed"), robots=False)
        validators = Validators.of(answered.headers)
        assert (answered.content, validators) == (b"new", Validators('"7"', "yesterday"))
        assert polite.fetch(web.url("/feed"), validators, robots=False).status == 304


def endless() -> Reply:
    return Reply(itertools.repeat(b"x" * 65_536), headers={"Content-Type": "text/html"})


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (endless(), TooLarge),
        (Reply(gzip.compress(bytes(300_000_000)), headers={"Content-Encoding": "gzip"}), TooLarge),
        (Reply(gzip.compress(b"word " * 99)[:-20], headers={"Content-Encoding": "gzip"}), FetchError),
        (Reply(b"\x00\x01", headers={"Content-Encoding": "gzip"}), FetchError),
        (Reply(b"\x00\x01", headers={"Content-Encoding": "br"}), FetchError),
        (Reply(itertools.repeat(b"x"), wait=0.05), FetchTimeout),
        (Reply(status=302, headers={"Location": "/a"}), TooManyRedirects),
        (Reply(status=500), FetchError),
        (Reply(status=410), FetchError),
    ],
)
def test_what_no_server_should_send_ends_soon_with_an_error(reply: Reply, error: type[FetchError | TooLarge]) -> None:
    with serving(lambda _: reply) as web:
        start = time.monotonic()
        with pytest.raises(error) as caught:
            fetcher(seconds=1.0).fetch(web.url("/a"), robots=False)
        assert time.monotonic() - start < 4
        assert temporary(caught.value) is (error is FetchTimeout or reply.status == 500)


def test_a_host_that_is_not_there_is_worth_another_try() -> None:
    with serving(pages({})) as web:
        url = web.url("/a")
    with pytest.raises(FetchError) as caught:
        fetcher().fetch(url, robots=False)
    assert temporary(caught.value)


def test_this_machine_is_refused_unless_allowed() -> None:
    with serving(pages({})) as web:
        with pytest.raises(BlockedAddress):
            fetcher(allow_private=False).fetch(web.url("/a"))
        assert web.requests == []
