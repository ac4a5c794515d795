"""The annotation format: what is written is what is read, and what is wrong is said."""

import contextlib

import pytest
from annotated import BLOCK
from hypothesis import given, settings
from hypothesis import strategies as st

from training.corpus.format import FormatError, parse
from training.corpus.notes import Extent
from training.corpus.spans import find
from training.corpus.validate import copies, problems_of, remarks_of
from training.paths import CORPUS, corpus

WORDS = ("it", "iteration", "said", "Mali", "Malian", "né", "40", "Ümit")
GAPS = (" ", ", ", "; ", ".\n", " (", "’", "-")
HOLDING = """content[it would … trucks]
statement s2 say certain speaker=bre cue[said#2] content["Latvia … answered,"]"""
texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), min_size=1, max_size=12)


def test_spans_are_found_as_whole_words_and_by_number() -> None:
    text = "The iteration said it; it said so."
    assert find(text, "it#2") == [(23, 25)]
    assert find(text, "it*") == [(19, 21), (23, 25)]
    assert [text[a:b] for a, b in find(text, "it#2 … so")] == ["it said so"]
    with pytest.raises(ValueError, match="stands 2 times"):
        find(text, "said")
    with pytest.raises(ValueError, match="not in the text"):
        find(text, "tion")


def places(tokens: list[tuple[str, str]], word: str) -> list[Extent]:
    """Where a word stands in the text made of some words and the gaps after them."""
    found, at = [], 0
    for token, gap in tokens:
        if token == word:
            found.append((at, at + len(token)))
        at += len(token + gap)
    return found


@settings(max_examples=40, deadline=None)
@given(texts, st.data())
def test_a_numbered_word_is_found_where_it_stands(tokens: list[tuple[str, str]], data: st.DataObject) -> None:
    text = "".join(word + gap for word, gap in tokens)
    word = data.draw(st.sampled_from([word for word, _ in tokens]))
    stands = places(tokens, word)
    assert find(text, f"{word}*") == stands
    assert [find(text, f"{word}#{nth}") for nth, _ in enumerate(stands, 1)] == [[each] for each in stands]
    with pytest.raises(ValueError, match=f"only {len(stands)} of it"):
        find(text, f"{word}#{len(stands) + 1}")
    if len(stands) == 1:
        assert find(text, word) == stands


@settings(max_examples=40, deadline=None)
@given(texts, st.data())
def test_a_long_span_runs_to_the_nearest_end(tokens: list[tuple[str, str]], data: st.DataObject) -> None:
    text = "".join(word + gap for word, gap in tokens)
    first = data.draw(st.integers(0, len(tokens) - 1))
    last = data.draw(st.integers(first, len(tokens) - 1))
    opening, closing = tokens[first][0], tokens[last][0]
    before = places(tokens[:first], opening)
    start = places(tokens[: first + 1], opening)[-1]
    ends = [end for at, end in places(tokens, closing) if at >= start[1]]
    written = f"{opening}#{len(before) + 1} … {closing}"
    if ends:
        assert find(text, written) == [(start[0], ends[0])]
    else:
        with pytest.raises(ValueError, match="after"):
            find(text, written)


@settings(max_examples=60, deadline=None)
@given(st.text("ab#1 …*é", max_size=12), st.text("ab#1 …*é", min_size=1, max_size=6))
def test_whatever_is_written_is_refused_or_stands_in_the_text(text: str, written: str) -> None:
    found: list[Extent] = []
    with contextlib.suppress(ValueError):
        found = find(text, written)
        assert found
    assert all(0 <= start < end <= len(text) for start, end in found)


def test_a_passage_reads_as_written() -> None:
    passage = parse(BLOCK)
    text = passage.text
    assert [text[slice(*each)] for each in passage.actors[0].mentions] == ["Norway", "it", "we", "its"]
    assert [text[slice(*each)] for each in passage.actors[1].mentions] == ["Latvia", "Latvia"]
    assert [text[slice(*note.content)] for note in passage.statements if note.content] == [
        "it would lend Latvia 40 trucks",
        '"Latvia asked, and we answered,"',
    ]
    assert passage.commitments[0].anchor == passage.commitments[0].items[0][0]
    assert problems_of(passage) == []


def test_the_teller_is_the_innermost_content_around_the_trigger() -> None:
    passage = parse(BLOCK)
    assert [event.told for event in passage.events] == ["s1", "s2"]
    assert passage.commitments[0].told == "s1"
    assert parse(BLOCK.replace("trigger[asked]", "trigger[asked] told=-")).events[1].told is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("actor=nor recipient=lva trigger[lend]", "actor=nor recipient=lva trigger[lent]", "not in the text"),
        ("AGREE planned", "AGREE someday", "status 'someday'"),
        ("event e1 AGREE", "event e1 PLEDGE", "type 'PLEDGE'"),
        ("speaker=bre", "speaker=nobody", "speaker 'nobody'"),
        ("REQUEST:assist", "REQUEST:phone", "mode of REQUEST 'phone'"),
        ("[Latvia*]", "[Latvia*] [Norway]", "mentions overlap"),
        ("LVA GOV", "LAT GOV", "country 'LAT'"),
        ("trigger[asked]", "trigger[lend]", "same trigger"),
        ("cue[said#2]", "", "cue"),
        ("statement s1 promise", "statement s1 criticize", "[said] tells nothing of criticize"),
        (
            HOLDING,
            HOLDING.replace("it would", "Latvia#2")
            .replace(" trucks]", " Brekke, said]", 1)
            .replace('"Latvia … answered,"', "Norway … trucks"),
            "within itself",
        ),
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, said: str) -> None:
    try:
        found = problems_of(parse(BLOCK.replace(old, new)))
    except FormatError as error:
        found = error.problems
    assert any(said in problem for problem in found), found


MEETING = """== zz-01
register: wire | region: europe | topic: talks | published: 2024-03-07
Ola Brekke met Issa Traoré. Brekke visited Traoré.
--
actor a person NOR GOV [Ola Brekke] [Brekke#2]
actor b person MLI GOV [Issa Traoré] [Traoré#2]
event e1 CONSULT actual actor=a,b trigger[met]
event e2 CONSULT:visit actual actor=a recipient=b trigger[visited]"""


def test_all_who_meet_are_actors() -> None:
    assert problems_of(parse(MEETING)) == []
    assert problems_of(parse(MEETING.replace("actor=a,b", "actor=a recipient=b"))) == [
        "e1: all who meet or talk are actors: actor=a,b"
    ]
    brokered = MEETING.replace("Issa Traoré.", "Issa Traoré under Norwegian mediation.", 1)
    assert problems_of(parse(brokered.replace("actor=a,b", "actor=a recipient=b"))) == []


def test_a_name_that_nothing_covers_is_remarked() -> None:
    assert remarks_of(parse(BLOCK)) == []
    assert any("Brekke" in each for each in remarks_of(parse(BLOCK.replace("[Ola Brekke]", "[Ola]"))))


def test_a_possessives_ending_in_a_mention_is_remarked() -> None:
    text = """== t-009
register: wire | region: europe | topic: possessive | published: 2024-03-07
Ola Brekke praised the minister's plan; Wendy's closed.
--
actor bre person NOR CVL [Ola Brekke]
actor min person NOR GOV [minister{}]
actor wen organization USA BUS [Wendy's]
statement s1 praise certain speaker=bre cue[praised] content[minister's plan]
event e1 SUPPORT actual actor=bre recipient=min trigger[praised]
"""
    assert remarks_of(parse(text.format(""))) == []
    [remark] = remarks_of(parse(text.format("'s")))
    assert "minister's" in remark


def test_a_near_copy_is_refused() -> None:
    passage = parse(BLOCK)
    other = parse(BLOCK.replace("t-001", "t-002").replace("40 trucks", "65 trucks"))
    assert list(copies([passage, other])) == ["t-001 and t-002 are near-copies"]
    assert list(copies([passage], [("elsewhere", passage.text)])) == ["t-001 is a near-copy of elsewhere"]
    assert (
        list(copies([passage], [("elsewhere", "An entirely different sentence about the price of barley in Lima.")]))
        == []
    )


def test_the_whole_corpus_is_valid() -> None:
    passages = corpus()
    found = {passage.id: problems for passage in passages if (problems := problems_of(passage))}
    assert found == {}
    idents = [passage.id for passage in passages]
    assert len(set(idents)) == len(idents)
    assert list(copies(passages)) == []
    assert CORPUS.joinpath("..", "GUIDELINES.md").exists()
