"""Passages strung together: nothing is lost, and every extent stands on the words that it stood on."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from training import paths
from training.corpus.joined import FULL, MOST, articles, joined, strung
from training.corpus.notes import Passage
from training.corpus.split import is_held_out

SOME = paths.corpus()[:240]


def quotes(value: Any, text: str) -> Iterator[str]:
    """Yield the words of all extents inside a passage, a note or a tuple, in order."""
    if isinstance(value, tuple) and len(value) == 2 and all(type(each) is int for each in value):
        yield text[slice(*value)]
    elif isinstance(value, tuple):
        for each in value:
            yield from quotes(each, text)
    elif is_dataclass(value):
        for field in fields(value):
            yield from quotes(getattr(value, field.name), text)


def records(passage: Passage) -> list[tuple[str, ...]]:
    """Return what each event and commitment of a passage tells, its parties by their first words."""
    actors = {each.id: passage.text[slice(*each.mentions[0])] for each in passage.actors if each.mentions}
    found = [(each.type, each.status, *(actors.get(one, "?") for one in each.actors)) for each in passage.events]
    return [*found, *((each.stage, *(actors.get(one, "?") for one in each.donors)) for each in passage.commitments)]


def test_joined_passages_have_all_records_on_the_same_words() -> None:
    for at in range(0, len(SOME), 3):
        parts = SOME[at : at + 3]
        whole = joined(parts)
        assert whole.text.split("\n") == "\n".join(each.text for each in parts).split("\n")
        assert sorted(quotes(whole, whole.text)) == sorted(each for part in parts for each in quotes(part, part.text))
        assert sorted(records(whole)) == sorted(each for part in parts for each in records(part))
        ids = [each.id for each in whole.actors] + [each.id for each in whole.statements]
        ids += [each.id for each in whole.events] + [each.id for each in whole.commitments]
        assert len(ids) == len(set(ids))
        assert whole.none is all(each.none for each in parts)


def test_every_passage_is_strung_once_some_alone_and_some_with_others() -> None:
    found = list(strung(SOME, np.random.default_rng(1)))
    names = [name for each in found for name in each.id.split("+")]
    assert sorted(names) == sorted(each.id for each in SOME)
    sizes = {len(each.id.split("+")) for each in found}
    assert 1 in sizes
    assert 1 < max(sizes) <= MOST
    lengths = {each.id: len(each.text) for each in SOME}
    assert all(sum(lengths[name] for name in each.id.split("+")[:-1]) < FULL for each in found)


def test_the_order_is_another_one_each_time() -> None:
    order = np.random.default_rng(1)
    first, second = ([each.id for each in strung(SOME, order)] for _ in range(2))
    assert first != second


def test_what_is_measured_is_held_out_and_the_same_each_time() -> None:
    found = articles(SOME)
    assert found
    assert all(map(is_held_out, found))
    assert [each.id for each in found] == [each.id for each in articles(SOME)]
