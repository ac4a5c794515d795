"""How commitments are followed on the composed histories: the floors, and that the annotation holds together."""

from collections import Counter

import pytest

from training.histories import PARTS, gold, load, score

F1 = 0.85
"""Floor of the pairwise F1 of threads."""


@pytest.mark.parametrize("part", PARTS)
def test_threads_and_sums_keep_their_floors(part: str) -> None:
    found = score(gold(load(part)), by_pair=True)
    assert found.f1 >= F1
    assert found.doubled == ()


def test_there_are_enough_histories() -> None:
    assert len(load("dev")) >= 20
    assert len(load("held_out")) >= 60


@pytest.mark.parametrize("part", PARTS)
def test_annotation_holds_together(part: str) -> None:
    for history in load(part):
        articles = {each["ref"]: each for each in history.articles}
        assert len(articles) == len(history.articles) >= 3
        days = [each["published"] for each in history.articles]
        assert days == sorted(days)
        begun = Counter(each["thread"] for each in history.commitments if each["relation"] == "new")
        for told in history.commitments:
            start = told["start"]
            assert articles[told["article"]]["text"][start : start + len(told["quote"])] == told["quote"]
            assert told["amount"] or told["items"]
            # A total joins no thread; any other thread is begun once.
            assert begun[told["thread"]] == (0 if told["relation"] == "total_of" else 1), (history.id, told["quote"])


def test_no_history_is_in_both_parts() -> None:
    ids = [history.id for part in PARTS for history in load(part)]
    texts = [article["text"] for part in PARTS for history in load(part) for article in history.articles]
    assert len(set(ids)) == len(ids)
    assert len(set(texts)) == len(texts)
