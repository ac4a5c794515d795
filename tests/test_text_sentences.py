"""Paragraphs and sentences: where one ends, and that they lose nothing."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.text import paragraphs, sentences

NEWSLIKE = st.text(alphabet="aAbB1 .,'’\n-\"“”()[]U.S.?!…\u00a0\u2028\rGen")


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["The bridge fell.", "Nobody was hurt."],
        ["Lt. Gen. J. K. Moe met Adm. Ann Lee and Sen. Roe.", "They spoke."],
        ["The U.S. Army left.", "The U.N. Security Council met."],
        ["He lives in the U.S.", "The army stayed."],
        ["It began at 5 a.m. Monday.", "It ended at 6 p.m.", "Then they left."],
        ["The talks on Jan. 5 failed.", "It was No. 10 of the list."],
        ["Did they agree?", "No.", "The list is closed."],
        ["It costs 13.1 billion.", "That is 1.200 more."],
        ["“We stay.”", "“We go.”", "She laughed."],
        ['"We stay." ', '"We go."'],
        ["``We stay.''", "He left."],
        ["“Will you stay?” Gen. Moe asked reporters.", "Nobody knew."],
        ["“Will you stay?” she asked.", "Nobody knew."],
        ["They waited…", "Then the ship came."],
        ["“The river ... Dnipro rose,” he said."],
        ["Acme Corp. Chief Executive Ann Lee spoke.", "He works for Acme Corp.", "The firm grew."],
        ["St. Petersburg and e.g. Paris agreed.", "Dr. Roe did not."],
        ["1. The first point.", "It is short."],
        ["The law passed.[3]", "It was signed."],
        ["(It rained.)", "The march began."],
        ["In 2021 al-Roe left.", "al-Moe stayed."],
        ["The plan was dropped.", "50 people protested."],
        [". Near the river, one strike hit a bridge.", "Nobody was hurt."],
        ["... That is the question.", "Nobody knew."],
    ],
)
def test_sentences_end_here(expected: list[str]) -> None:
    assert cut(" ".join(part.strip() for part in expected)) == [part.strip() for part in expected]


def test_a_sentence_glued_to_the_next_is_cut() -> None:
    assert cut("The bridge fell.Nobody was hurt. Send it to example.com today.") == [
        "The bridge fell.",
        "Nobody was hurt.",
        "Send it to example.com today.",
    ]


def test_a_line_is_a_paragraph_whether_it_ends_with_a_full_stop_or_not() -> None:
    text = "Split over the budget\n  The vote failed. It was close. \n\n• A second vote\n"
    assert [text[a:b] for a, b in paragraphs(text)] == [
        "Split over the budget",
        "The vote failed. It was close.",
        "• A second vote",
    ]
    assert cut(text) == ["Split over the budget", "The vote failed.", "It was close.", "• A second vote"]


@given(st.one_of(st.text(), NEWSLIKE))
def test_sentences_are_ordered_apart_within_lines_and_lose_nothing(text: str) -> None:
    for spans in (sentences(text), paragraphs(text)):
        assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
        assert all(before[1] <= after[0] for before, after in pairwise(spans))
        assert all(text[a:b] and text[a:b] == text[a:b].strip() and "\n" not in text[a:b] for a, b in spans)


@pytest.mark.parametrize("piece", [".", ". ", "U.S. ", "a. ", ".)", '?" ', "A", "- "])
def test_hostile_text_takes_no_longer_than_other_text(piece: str) -> None:
    start = time.perf_counter()
    sentences(piece * 50_000)
    assert time.perf_counter() - start < 5
