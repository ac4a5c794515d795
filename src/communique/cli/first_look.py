"""The option `--gate`: articles that can't hold an event or a commitment aren't read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from communique.sources import RawArticle

SKIPPED = "skipped by the first look"
"""How the summary and the lines of JSON call an article that isn't read."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def gate_option(command: _Command) -> _Command:
    """Add `--gate`."""
    return click.option(
        "--gate", is_flag=True, help="Skip articles that can't hold an event or a commitment, by a cheap first look."
    )(command)


def passes(raw: RawArticle) -> bool:
    """Return whether an article might hold a record; one that can't be read passes, for the reader tells why."""
    from communique.errors import CommuniqueError  # noqa: PLC0415  # with the next
    from communique.reading.gate import might_hold_a_record  # noqa: PLC0415  # takes a third of a second
    from communique.sources.parquet import ReadArticle  # noqa: PLC0415  # as above
    from communique.text import build_article, require_english  # noqa: PLC0415  # as above

    if isinstance(raw, ReadArticle) and raw.reading is not None:
        return True
    try:
        article = build_article(raw)
        require_english(article)
    except CommuniqueError:
        return True
    return might_hold_a_record(f"{article.title or ''}\n{article.text}")
