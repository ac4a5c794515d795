"""The command with a stand-in for the trained reader, for tests of everything around it.

The stand-in knows one article, docs/demo/article.txt, of which it gives the reading written by hand; of any other it
gives a reading without records. A text with the word CRASH makes it fail as a fault in the code would, one with BROKEN
as a broken record would. `python tests/stub.py ARGUMENTS` runs the command with it.
"""

import sys
from collections.abc import Iterable, Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import demo

from communique.errors import BadRecord
from communique.records import Article, ReaderInfo, Reading


def read_articles(articles: Iterable[Article], _: object, __: object = None) -> Iterator[Reading]:
    for article in articles:
        if "CRASH" in article.text:
            raise RuntimeError("the stand-in fell\nover")
        if "BROKEN" in article.text:
            raise BadRecord("no such word", path="events[0].type")
        if article.text == demo.article().text:
            known = demo.reading()
            yield Reading(known.reader, article, known.actors, known.statements, known.events, known.commitments)
        else:
            yield Reading(ReaderInfo("stand-in", "1", "PLOVER 2.0"), article, (), (), (), ())


def modules() -> dict[str, Any]:
    """Give the modules to put into `sys.modules`: the model and the reading, replaced."""
    model, reading = ModuleType("communique.model"), ModuleType("communique.reading")
    stand_in = SimpleNamespace()
    vars(model).update(shipped=lambda: stand_in, Model=SimpleNamespace(load=lambda *_: stand_in))
    vars(reading).update(read_articles=read_articles)
    return {"communique.model": model, "communique.reading": reading}


if __name__ == "__main__":
    sys.modules.update(modules())
    from communique.cli import main

    main(prog_name="communique")
