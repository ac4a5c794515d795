"""What may be read into a ledger from Python: articles, names of sources, and inputs with a key of one's own.

In: any of them, alone or several. Out: inputs. An article is known by all that it says, so the same one is read once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from communique.errors import InputError
from communique.ledger.stored.adding import Input
from communique.sources import RawArticle, open_items
from communique.sources.item import article_key

Readable = Input | RawArticle | str | Path
"""An input, an article, or a source as `communique add` takes it: a file, a folder, a web address."""

_ORIGIN = "Python"
_HINT = (
    "Give RawArticle(text=…, published=…), the path of a file or folder, a web address, or Input(key, origin, load)."
)


def inputs_of(given: Readable | Iterable[Readable]) -> Iterator[Input]:
    """Yield inputs, in order, asking for no more than is wanted.

    Raises:
        InputError: one of them is nothing to be read, or a source can't be opened.
    """
    for each in (given,) if isinstance(given, (Input, RawArticle, str, Path)) else given:
        if isinstance(each, Input):
            yield each
        elif isinstance(each, RawArticle):
            yield Input(article_key(_ORIGIN, each), _ORIGIN, partial(_same, each), dated=each.published is not None)
        elif isinstance(each, (str, Path)):
            yield from (Input(item.key, item.origin, item.load) for item in open_items(str(each)))
        else:
            raise InputError(f"a {type(each).__name__} is nothing to be read", hint=_HINT)


def _same(article: RawArticle) -> RawArticle:
    return article
