"""The annotation format: what is written is what is read, and what is wrong is said."""

import pytest

from training.corpus.format import FormatError, find, parse
from training.corpus.validate import copies, problems_of, remarks_of
from training.paths import CORPUS, corpus

BLOCK = """== t-001
register: wire | region: test | topic: test-one | published: 2024-03-05
Norway said on Monday it would lend Latvia 40 trucks. "Latvia asked, and we answered," its defence minister, Ola Brekke, said.
--
actor nor state NOR GOV [Norway] [it#1] [we] [its]
actor lva state LVA GOV [Latvia*]
actor bre person NOR MIL [Ola Brekke] title[defence minister]
date [on Monday]
statement s1 promise certain speaker=nor cue[said#1] content[it would … trucks]
statement s2 say certain speaker=bre cue[said#2] content["Latvia … answered,"]
event e1 AGREE planned actor=nor recipient=lva trigger[lend] +military
event e2 REQUEST:assist actual actor=lva recipient=nor trigger[asked]
commitment c1 pledged military in_kind donor=nor recipient=lva item[40 trucks]:vehicles event=e1
"""


def test_spans_are_found_as_whole_words_and_by_number() -> None:
    text = "The iteration said it; it said so."
    assert find(text, "it#2") == [(23, 25)]
    assert find(text, "it*") == [(19, 21), (23, 25)]
    assert [text[a:b] for a, b in find(text, "it#2 … so")] == ["it said so"]
    with pytest.raises(ValueError, match="stands 2 times"):
        find(text, "said")
    with pytest.raises(ValueError, match="not in the text"):
        find(text, "tion")


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
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, said: str) -> None:
    try:
        found = problems_of(parse(BLOCK.replace(old, new)))
    except FormatError as error:
        found = error.problems
    assert any(said in problem for problem in found), found


def test_a_name_that_nothing_covers_is_remarked() -> None:
    assert remarks_of(parse(BLOCK)) == []
    assert any("Brekke" in each for each in remarks_of(parse(BLOCK.replace("[Ola Brekke]", "[Ola]"))))


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
