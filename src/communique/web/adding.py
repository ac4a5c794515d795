"""Add: an article pasted, a web address, files; read at once, and shown.

In: the forms of the page. Out: the article's page, or what went wrong.
"""

from __future__ import annotations

import datetime
import hashlib
import threading
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from communique.knowledge.user_actors import Knowledge
from communique.ledger import Input, Ledger, Outcome
from communique.sources import RawArticle, is_url
from communique.text.titles import first_words
from communique.web.lists import stats_of
from communique.web.render import page
from communique.web.security import form_token_is_right

if TYPE_CHECKING:
    from communique.reader import Reader

_TOLD = ("title", "publisher", "published")
"""What a form may say of articles beside what they are."""
_TAKEN = {"added": frozenset(_TOLD), "read again": frozenset(("published",))}
"""What is taken over of it, by what became of an input: what was read before takes a day that it lacked, alone."""
_READING = threading.Lock()
"""One article is read at a time: the reader uses all cores by itself."""


def add_page(request: Request) -> Response:
    """Return the forms."""
    values = {"outcomes": None, "names": {}, "ignored": False, "undated": stats_of(request)["undated"]}
    return page(request, "add.html", values)


async def add_article(request: Request) -> Response:
    """Read what a form brings, and go to the article.

    Raises:
        HTTPException: the form isn't this page's own, or nothing stands in it.
    """
    async with request.form(max_files=50, max_fields=50) as form:
        inputs, names = await _told(request, form)
        said = {name for name in _TOLD if str(form.get(name, "")).strip()}
    outcomes = await run_in_threadpool(_read, request, inputs)
    ignored = any(said - _TAKEN.get(each.state, frozenset()) for each in outcomes)
    # What is said of an article that was read before isn't taken over, which is told.
    if len(outcomes) == 1 and outcomes[0].article and not ignored:
        return RedirectResponse(f"/article/{outcomes[0].article}", 303)
    failed = any(each.error for each in outcomes)
    values = {"outcomes": outcomes, "names": names, "ignored": ignored and not failed, "undated": 0}
    return page(request, "add.html", values, 422 if failed else 200)


async def _told(request: Request, form: FormData) -> tuple[list[Input], dict[str, str]]:
    """Return what a form brings, and what people call each, by its key.

    Raises:
        HTTPException: the form isn't this page's own, has no date where one should be, or nothing stands in it.
    """
    if not form_token_is_right(request.scope, str(form.get("form_token", ""))):
        raise HTTPException(403, "The form is too old or not this page's own. Load the page again.")
    told = {name: str(form.get(name, "")).strip() or None for name in ("title", "publisher", "published", "url")}
    if told["published"]:
        try:
            datetime.date.fromisoformat(told["published"])
        except ValueError as error:
            raise HTTPException(400, f"{told['published']} is no date. Write it as 2024-01-18.") from error
    inputs: list[Input] = []
    names: dict[str, str] = {}
    text = str(form.get("text", ""))
    if text.strip():
        inputs.append(_pasted(text, told))
        names[inputs[-1].key] = told["title"] or first_words(text)
    elif told["url"]:
        # Whatever else names a source on a command line would be a file of this machine.
        if not is_url(told["url"]):
            raise HTTPException(400, f"{told['url']} is no web address. Write it with http:// or https://.")
        inputs.append(_fetched(told["url"], told))
    files = [file for file in form.getlist("files") if isinstance(file, UploadFile) and file.filename]
    # One title is no title of several articles.
    title = told["title"] if len(files) + len(inputs) == 1 else None
    for file in files:
        inputs.append(_uploaded(file.filename or "", await file.read(), {**told, "title": title, "url": None}))
        names[inputs[-1].key] = file.filename or ""
    if not inputs:
        raise HTTPException(400, "There is nothing to read. Paste a text, give an address, or choose files.")
    return inputs, {each.key: names.get(each.key, each.key) for each in inputs}


def _read(request: Request, inputs: list[Input]) -> list[Outcome]:
    ledger: Ledger = request.app.state.ledgers.get()
    with _READING:
        return list(ledger.add(inputs, reader=_reader(request.app.state.actors), retry=True))


@lru_cache(maxsize=1)
def _reader(actors: Knowledge) -> Reader:
    """Return the reader that knows some actors; whoever asks holds `_READING`."""
    from communique.reader import Reader  # noqa: PLC0415  # loads ONNX Runtime when the first article comes

    return Reader(actors=actors)


def _pasted(text: str, told: dict[str, str | None]) -> Input:
    digest = hashlib.sha256(text.encode()).hexdigest()[:32]
    made = partial(RawArticle, text=text, **told)  # type: ignore[arg-type]  # the fields of the form
    return Input(f"pasted:{digest}", "the web page", made, dated=bool(told["published"]))


def _fetched(url: str, told: Mapping[str, str | None]) -> Input:
    from communique.reader import open_source  # noqa: PLC0415  # as the reader

    return Input(url, "the web page", lambda: _filled(open_source(url), told), dated=bool(told["published"]))


def _uploaded(name: str, data: bytes, told: Mapping[str, str | None]) -> Input:
    import io  # noqa: PLC0415  # this function alone

    from communique.sources import read_stream  # noqa: PLC0415  # as the reader

    digest = hashlib.sha256(data).hexdigest()[:32]
    # The name is only told: no path from a request reaches the file system.

    def made() -> RawArticle:
        return _filled(read_stream(io.BytesIO(data), name, ref=name), told)

    return Input(f"uploaded:{digest}", name, made, dated=bool(told["published"]))


def _filled(raw: RawArticle, told: Mapping[str, str | None]) -> RawArticle:
    """Return an article with what the form says of it, where it doesn't say it itself."""
    return replace(
        raw,
        title=raw.title or told["title"],
        publisher=raw.publisher or told["publisher"],
        published=raw.published or told["published"],
    )
