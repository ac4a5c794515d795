# ruff: noqa: INP001  # no package
"""News of words and names that nobody met before: what fills every memory for words as fast as can be.

In: chance. Out: inputs for the reader, whose texts are passages of the corpus with most words replaced by invented
ones; and readings of generated articles (`generated`) whose words, persons, bodies and towns are invented each time.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import generated  # beside this file

from communique.records import Actor, Reading

_SYLLABLES = tuple(f"{one}{other}" for one in "bcdfghjklmnprstvz" for other in ("a", "e", "i", "o", "u", "an", "or"))
_WORD = re.compile(r"[A-Za-z]{4,}")
_REPLACED = 0.6
"""Share of the words of four letters and more that are invented: the others let the model find records."""


def invented(chance: random.Random) -> str:
    """Return a word of two to five syllables."""
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 5)))


def renewed(text: str, chance: random.Random) -> str:
    """Return a text with most of its words replaced by invented ones, capitals where capitals were."""

    def replaced(match: re.Match[str]) -> str:
        if chance.random() >= _REPLACED:
            return match[0]
        word = invented(chance)
        return word.capitalize() if match[0][0].isupper() else word

    return _WORD.sub(replaced, text)


class _NewWorld(generated.World):
    """A world in which hardly anybody and no word comes again, but for events that are told twice."""

    def somebody(self, chance: random.Random) -> Actor:
        actor = super().somebody(chance)
        if actor.kind.value not in {"person", "organization"}:
            return actor
        return replace(actor, name=f"{invented(chance).capitalize()} {actor.name.split()[-1]}")

    def sentence(self, chance: random.Random, few: int, many: int) -> str:
        return " ".join(invented(chance) for _ in range(chance.randint(few, many)))

    def plot(self, article: int, at: int) -> generated.Plot:
        found = super().plot(article, at)
        if found.town is None:
            return found
        name = invented(random.Random(f"town {found.first}")).capitalize()  # noqa: S311  # not secret
        return replace(found, town=(name, *found.town[1:]))


def new_readings() -> Iterator[Reading]:
    """Yield readings without end."""
    generated._WORLD[:] = [_NewWorld()]  # noqa: SLF001  # its own sister
    yield from generated.readings(0, 10**9)
