"""Organs by their noun alone: "the Commission" in an article that names the EU and never the European Commission.

In: a frame and its mentions' names. Out: the mentions that are such a noun, each with its organ's name in the table.
The article names the organ's body, in whatever words ("EU leaders"), no other body with an organ of that noun, and
nobody else by a name that ends with it ("Electoral Commission").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.knowledge.organizations import organs
from communique.knowledge.user_actors import Knowledge
from communique.reading.actors.short_forms import Keyed
from communique.reading.frame import Frame


def organs_in(frame: Frame, names: Sequence[Keyed], known: Knowledge) -> Iterator[tuple[int, str]]:
    """Yield the mentions that are an organ by its noun, each with the organ's name."""
    marks = frame.marks.mentions
    nouns = {
        index: name.text for index, name in enumerate(names)
        if name.named and marks[index].kind == "organization" and name.text in organs()
        and frame.word(marks[index].first - 1) == "the"
    }  # fmt: skip
    if not nouns:
        return
    texts = {name.text for name in names if not name.pronoun}
    bodies = {each.name for text in texts for match in known.namesakes(text, frame.published) for each in match.value}
    for index, noun in nouns.items():
        found = [organ for body, organ in organs()[noun].items() if body in bodies]
        if len(found) == 1 and not any(text.endswith((f" {noun}", f" {noun.lower()}")) for text in texts):
            yield index, found[0]
