"""WARC archives, as crawlers write them: what is read, what passed over, and what damage costs."""

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]  # publishes no types
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]  # as above

from communique.errors import CommuniqueError, InputError
from communique.sources import Item, open_items
from communique.sources.warc import unchunked, warc_items

HTML = ("Content-Type", "text/html; charset=utf-8")


def page(number: int) -> bytes:
    return f"<html><body><p>Page {number}: the quay in Malmö was closed.</p></body></html>".encode()


class Archive:
    """An archive in the making, which remembers where each record begins."""

    def __init__(self, *, packed: bool = True) -> None:
        self._out = io.BytesIO()
        self._writer = WARCWriter(self._out, gzip=packed)
        self.starts: list[int] = []

    def add(
        self,
        body: bytes,
        *headers: tuple[str, str],
        kind: str = "response",
        status: str = "200 OK",
        content_type: str | None = None,
    ) -> "Archive":
        self.starts.append(self._out.tell())
        url = f"http://a.example/{len(self.starts)}"
        http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1") if kind in ("response", "request") else None
        record = self._writer.create_warc_record(
            url, kind, payload=io.BytesIO(body), http_headers=http, warc_content_type=content_type or ""
        )
        self._writer.write_record(record)
        # The writer counts the bytes in a temporary file, and leaves it open.
        record.raw_stream.close()
        return self

    @property
    def data(self) -> bytes:
        return self._out.getvalue()


def items(data: bytes) -> list[Item]:
    return list(warc_items(io.BytesIO(data), "news.warc.gz", "news.warc.gz"))


def loaded(item: Item) -> str:
    try:
        article = item.load()
    except InputError as error:
        return type(error).__name__
    return article.html or article.text or ""


@pytest.mark.parametrize("packed", [True, False])
def test_pages_are_read_with_their_address_and_everything_else_is_passed_over(*, packed: bool) -> None:
    archive = Archive(packed=packed)
    archive.add(b"software: x\r\n", kind="warcinfo", content_type="application/warc-fields")
    archive.add(b"", ("Host", "a.example"), kind="request", status="GET / HTTP/1.1")
    archive.add(page(3), HTML)
    archive.add(b"\x89PNG\r\n", ("Content-Type", "image/png"))
    archive.add(page(5), HTML, status="404 Not Found")
    archive.add(b"", ("Location", "/3"), HTML, status="301 Moved")
    archive.add(b"User-agent: *", ("Content-Type", "text/plain"))
    archive.add(page(8), kind="resource", content_type="text/html")
    archive.add(b"The quay was closed.", kind="conversion", content_type="text/plain")
    found = items(archive.data)
    assert [item.load().url for item in found] == [f"http://a.example/{number}" for number in (3, 8, 9)]
    assert loaded(found[0]) == page(3).decode()
    assert found[2].load().text == "The quay was closed."
    assert all(item.key.startswith("<urn:uuid:") for item in found)
    assert [item.key for item in items(archive.data)] == [item.key for item in found]


def test_contents_come_out_of_every_coding_that_crawlers_keep() -> None:
    plain, gzipped = page(1), gzip.compress(page(1))
    archive = Archive().add(gzipped, HTML, ("Content-Encoding", "gzip"))
    archive.add(plain, HTML, ("Content-Encoding", "gzip"))
    archive.add(b"%x\r\n%s\r\n0\r\n\r\n" % (len(plain), plain), HTML, ("Transfer-Encoding", "chunked"))
    archive.add(plain, HTML, ("Transfer-Encoding", "chunked"))
    archive.add(page(1).decode().encode("iso-8859-1"), ("Content-Type", "text/html; charset=iso-8859-1"))
    assert [loaded(item) for item in items(archive.data)] == [plain.decode()] * 5


def test_a_bomb_and_a_broken_page_cost_only_themselves() -> None:
    archive = Archive().add(gzip.compress(bytes(50_000_000)), HTML, ("Content-Encoding", "gzip")).add(page(2), HTML)
    archive.add(gzip.compress(page(3))[:-12], HTML, ("Content-Encoding", "gzip")).add(page(4), HTML)
    assert [loaded(item) for item in items(archive.data)] == [
        "TooLarge",
        page(2).decode(),
        "UnreadableFile",
        page(4).decode(),
    ]


@pytest.mark.parametrize("packed", [True, False])
def test_a_last_record_that_was_cut_off_says_so(*, packed: bool) -> None:
    archive = Archive(packed=packed).add(page(1), HTML).add(page(2), HTML)
    first, second = items(archive.data[:-40])
    assert loaded(first) == page(1).decode()
    with pytest.raises(InputError, match=r"lacks its last .* bytes"):
        second.load()


@pytest.mark.parametrize("packed", [True, False])
def test_a_damaged_stretch_is_told_once_and_the_rest_is_read(*, packed: bool) -> None:
    archive = Archive(packed=packed)
    for number in range(6):
        archive.add(page(number), HTML)
    start = archive.starts[2]
    data = archive.data[:start] + b"\x00garbage\xff" * 9 + archive.data[start + 30 :]
    found = [loaded(item) for item in items(data)]
    assert found == [page(0).decode(), page(1).decode(), "UnreadableFile", *(page(n).decode() for n in (3, 4, 5))]


def test_an_archive_is_known_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "crawl"
    path.write_bytes(Archive().add(page(1), HTML).data)
    assert [loaded(item) for item in open_items(str(path))] == [page(1).decode()]


# Made once: ids and times would differ.
WHOLE = tuple(Archive(packed=packed).add(page(1), HTML).add(page(2), HTML).data for packed in (True, False))


@given(st.data())
def test_no_damage_ends_an_archive_with_anything_but_items(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(WHOLE))
    at = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 60))
    broken = whole[:at] + data.draw(st.binary(max_size=60)) + whole[at + length :]
    for item in items(broken):
        try:
            item.load()
        except CommuniqueError as error:
            assert isinstance(error, InputError)  # noqa: PT017  # both ways are right


@given(st.binary(max_size=300))
def test_whatever_says_it_is_chunked_is_read(body: bytes) -> None:
    unchunked(body)


def test_a_response_that_is_called_a_page_is_one_however_it_begins() -> None:
    (item,) = items(Archive().add(b"Oops: <p>The quay was closed.</p>", HTML).data)
    assert item.load().html == "Oops: <p>The quay was closed.</p>"


@pytest.mark.parametrize("left", [3, 20, 60])
def test_an_archive_that_was_cut_off_in_the_head_of_a_record_says_so(left: int) -> None:
    """The record was lost, and all behind it, without a word."""
    whole = Archive().add(page(1), HTML).add(page(2), HTML)
    first, cut = items(whole.data[: whole.starts[1] + left])
    assert "Page 1" in loaded(first)
    with pytest.raises(InputError, match=r"was cut off after byte 0.* copy the file again"):
        cut.load()


def test_an_archive_packed_as_a_whole_that_was_cut_off_says_so() -> None:
    packed = gzip.compress(Archive(packed=False).add(page(1), HTML).add(page(2), HTML).data)
    assert len(items(packed)) == 2
    with pytest.raises(InputError, match=r"cut off|lacks its last"):
        items(packed[:-40])[-1].load()
