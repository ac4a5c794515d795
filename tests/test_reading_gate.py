"""The first look: what it lets pass, what it skips, and that it takes any text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.reading import gate
from communique.reading.gate import might_hold_a_record, score, shipped
from training.first_look import OUT, Figures, Sample, measure, samples, silent_texts

RAID = "Shelling killed eleven people in the border town on Monday, and the army said it had sent 400 soldiers there."
FOOTBALL = (
    "Forest were second best until the captain hit a missile of a shot from thirty yards.\n"
    "The home defence had repelled attack after attack for an hour.\n"
    "The goalkeeper ate a pie in the rain and caught the last bus to the seaside."
)


@pytest.fixture(scope="module")
def known() -> list[Sample]:
    return samples()


@pytest.fixture(scope="module")
def figures(known: list[Sample]) -> Figures:
    return measure(known, shipped())


def test_held_out_passages_with_records_pass(figures: Figures) -> None:
    assert figures.positives > 300
    assert figures.recall >= 0.995


def test_a_passage_with_records_passes_within_an_article_of_others(figures: Figures) -> None:
    assert figures.recall_in_articles >= 0.995


def test_much_of_what_holds_nothing_is_skipped(figures: Figures) -> None:
    assert figures.silent > 30
    assert figures.skipped_silent >= 0.55
    assert figures.skipped_silent_articles >= 0.25


def test_there_are_enough_silent_texts_and_each_is_a_short_article() -> None:
    found = list(silent_texts())
    assert len(found) >= 220
    assert len({ident for ident, _ in found}) == len(found)
    assert len({text for _, text in found}) == len(found)
    assert [ident for ident, text in found if not 55 <= len(text.split()) <= 200] == []


@pytest.mark.parametrize(
    "text",
    [
        "The striker hit a missile of a shot past the keeper, and the home fans sang until the last bus had gone.",
        "It cost a fortune, it has a talking otter, and the film bombed at the box office on its first weekend.",
        "The pastry is crisp, the plums are sour, and the war on slugs in this garden was lost long ago.",
        "Her serve was under attack all afternoon, but the champion won the last set and ate a banana.",
    ],
)
def test_words_of_war_elsewhere_deceive_nobody(text: str) -> None:
    assert not might_hold_a_record(text)


@pytest.mark.parametrize("silent", [FOOTBALL, FOOTBALL * 20, FOOTBALL.replace("\n", " ")])
def test_one_sentence_of_war_is_enough_wherever_it_stands(silent: str) -> None:
    assert might_hold_a_record(RAID)
    for text in (f"{RAID}\n{silent}", f"{silent}\n{RAID}", f"{silent}\n{RAID}\n{silent}"):
        assert might_hold_a_record(text)


def test_more_text_never_lowers_the_score() -> None:
    assert score(f"{FOOTBALL}\n{RAID}") >= max(score(RAID), score(FOOTBALL))


@pytest.mark.parametrize("text", ["", " \n\t", "...", "—", "\ud800"])
def test_a_text_without_a_word_holds_nothing(text: str) -> None:
    assert score(text) == float("-inf")
    assert not might_hold_a_record(text)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=300))
def test_any_text_gives_the_same_answer_twice(text: str) -> None:
    assert score(text) == score(text)
    assert might_hold_a_record(text) is (score(text) >= shipped().threshold)


def test_the_weights_are_small_and_of_this_version() -> None:
    assert OUT.stat().st_size < 300_000
    assert shipped().values.shape == (gate.BUCKETS,)
    assert shipped().values.dtype == "int8"
    assert Path(gate.__file__).parent == OUT.parent


@pytest.mark.clock
def test_five_hundred_words_take_less_than_two_milliseconds() -> None:
    text = " ".join((FOOTBALL + " " + RAID).split() * 12)[: 500 * 6]
    might_hold_a_record(text)
    times = []
    for _ in range(30):
        start = time.perf_counter()
        might_hold_a_record(text)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.002
