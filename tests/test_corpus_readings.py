"""From a passage to a reading: the annotation keeps the contract, and the evaluation finds nothing wrong with it."""

from annotated import passage

from communique.records import Reading
from training.corpus.format import FormatError, blocks, parse
from training.corpus.notes import Passage
from training.corpus.readings import WHY, reading_of
from training.corpus.validate import problems_of
from training.evaluate import compare
from training.paths import CORPUS


def readable() -> list[Passage]:
    """The passages that are valid; that all are is another test's matter."""
    found = []
    for path in sorted(CORPUS.glob("*.txt")):
        for block in blocks(path):
            try:
                made = parse(block)
            except FormatError:
                continue
            if not problems_of(made):
                found.append(made)
    return found


def test_ids_values_scores_and_evidence() -> None:
    reading = reading_of(passage())
    nor, lva, bre = reading.actors
    assert [(each.id, each.name, each.country, each.title) for each in (nor, lva, bre)] == [
        ("a1", "Norway", "NOR", None),
        ("a2", "Latvia", "LVA", None),
        ("a3", "Ola Brekke", "NOR", "defence minister"),
    ]
    assert [(each.id, each.speaker, each.quotation) for each in reading.statements] == [
        ("s1", "a1", "indirect"),
        ("s2", "a3", "direct"),
    ]
    lend, asked = reading.events
    assert (lend.id, lend.quad, lend.score, lend.why, lend.attributed_to) == ("e1", 1, 2.5, WHY, "s1")
    assert lend.evidence.quote == "Norway said on Monday it would lend Latvia 40 trucks."
    assert (asked.mode, asked.actors, asked.recipients, asked.attributed_to) == ("assist", ("a2",), ("a1",), "s2")
    [pledge] = reading.commitments
    assert (pledge.id, pledge.event, pledge.donors, pledge.attributed_to) == ("c1", "e1", ("a1",), "s1")
    assert [(item.designation, item.count, item.item_class) for item in pledge.items] == [("trucks", 40, "vehicles")]


def test_titles_in_capitals_before_the_name_are_in_the_mentions_and_not_in_the_name() -> None:
    titled = passage(
        ("defence minister, Ola", "Defence Minister Ola"),
        ("[defence minister]", "[Defence Minister]"),
    )
    *_, brekke = reading_of(titled).actors
    assert [brekke.name, brekke.mentions[0].quote, brekke.title] == [
        "Ola Brekke",
        "Defence Minister Ola Brekke",
        "Defence Minister",
    ]
    *_, plain = reading_of(passage()).actors
    assert plain.mentions[0].quote == "Ola Brekke"


def test_dates_places_and_money_are_read_from_their_spans() -> None:
    dated = passage(
        ("40 trucks. ", "$3 million in Riga. "),
        ("trucks]\nstatement s2", "Riga]\nstatement s2"),
        ("trigger[lend]", "trigger[lend] date[on Monday] place[Riga]"),
        ("item[40 trucks]:vehicles", "amount[$3 million]"),
    )
    reading = reading_of(dated)
    [event, _], [pledge] = reading.events, reading.commitments
    assert event.date is not None
    assert event.date.start is not None
    assert event.date.start.isoformat() == "2024-03-04"
    assert event.place is not None
    assert (event.place.name, event.place.country, event.place.precision) == ("Riga", "LVA", "city")
    assert pledge.amount is not None
    assert (pledge.amount.value, pledge.amount.currency) == (3_000_000, "USD")


def test_what_nobody_said_is_told_by_the_statement_around_it_or_by_the_article() -> None:
    alone = reading_of(passage(("speaker=bre ", "")))
    assert [each.id for each in alone.statements] == ["s1"]
    assert [each.attributed_to for each in alone.events] == ["s1", None]
    nested = reading_of(
        passage(
            ("it would lend Latvia", "it was expected that it would lend Latvia"),
            ("[it#1] [we]", "[it#2] [we]"),
            ("content[it would … trucks]", "content[it was … trucks]"),
            ("statement s2", "statement s3 predict probable cue[expected] content[that it … trucks]\nstatement s2"),
        )
    )
    assert [each.act for each in nested.statements] == ["promise", "say"]
    assert [each.attributed_to for each in nested.events] == ["s1", "s2"]


def test_every_passage_of_the_corpus_is_a_valid_reading_that_the_evaluation_takes_for_right() -> None:
    passages = readable()
    readings = [reading_of(each) for each in passages]
    assert len(readings) > 1000
    for reading in readings[::50]:
        assert Reading.loads(reading.dumps()) == reading
    figures = compare(passages, readings)
    for name in ("mentions_f1", "events_f1", "roles_f1", "statements_precision"):
        assert figures[name] == 1.0, name
    for name in ("status_accuracy", "mode_accuracy", "act_accuracy", "stage_accuracy", "silence"):
        assert figures[name] == 1.0, name
