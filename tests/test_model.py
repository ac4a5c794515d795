"""Windows and decoding: what goes into the network is whole and bounded, what comes out keeps the contract."""

import copy
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.errors import WeightsIncompatible, WeightsMissing
from communique.model.decode import COLUMNS, Layout, Logits, WindowDecoder, drop_lone_doubt, scale
from communique.model.labels import ARCS, HEADS, NAME_ARCS, RECORD_ARCS, inventory, tags
from communique.model.marks import AnchorMark, CueMark, Link, Marks, TriggerMark
from communique.model.network import Model, _Caller
from communique.model.settings import Settings
from communique.model.tags import best_tags, legal_tags, softmax
from communique.model.windows import CLS, LIMIT, SEP, SHAPES, Pieces, Prepared, Window, shape_of, windows
from communique.text import paragraphs, sentences, words


class FakePieces(Pieces):
    """A piece for every four letters."""

    def __init__(self) -> None:
        self.cut = lambda word: tuple(range(200, 200 + min(8, (len(word) + 3) // 4)))


def cut(text: str, limit: int = LIMIT) -> list[Window]:
    return windows(prepared(text), FakePieces(), limit)


def prepared(text: str) -> Prepared:
    table = words(text)
    openings = {start for start, _ in paragraphs(text)}
    breaks = frozenset(at for at, (start, _) in enumerate(table) if start in openings)
    return Prepared(text, table, sentences(text), breaks)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abc Ab.\n", max_size=400), st.integers(8, 40))
def test_windows_hold_every_word_once_and_are_bounded(text: str, limit: int) -> None:
    made = cut(text, limit)
    assert [at for window in made for at in range(window.first, window.last)] == list(range(len(words(text))))
    for window in made:
        longest_word = 8 + 1
        assert len(window.ids) <= max(limit, longest_word + 2)
        assert window.ids[0] == CLS
        assert window.ids[-1] == SEP
        assert len(window.heads) == window.last - window.first + 1
        assert window.heads.max() < len(window.ids)


def test_a_window_breaks_between_sentences_and_separates_paragraphs() -> None:
    text = "One two three. Four five six.\nSeven eight."
    assert [(each.first, each.last) for each in cut(text, 12)] == [(0, 4), (4, 11)] or len(cut(text, 12)) > 1
    [whole] = cut(text)
    assert list(whole.ids).count(SEP) == 2


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("said", "lower"),
        ("Oslo", "title"),
        ("NATO", "upper"),
        ("McCain", "mixed"),
        ("152", "digits"),
        ("—", "punctuation"),
    ],
)
def test_shapes(word: str, shape: str) -> None:
    assert SHAPES[shape_of(word)] == shape


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 12), st.integers(0, 10_000))
def test_decoded_tags_are_well_formed(length: int, seed: int) -> None:
    probabilities = softmax(np.random.default_rng(seed).normal(size=(length, 7)).astype(np.float32))
    chosen = best_tags(probabilities)
    assert legal_tags(chosen)
    if legal_tags(probabilities.argmax(-1)):
        assert (chosen == probabilities.argmax(-1)).all()


def window_of(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Logits in which nothing is said: every head chooses its first label, every arc none."""
    word = np.full((count + 1, COLUMNS["contexts"].stop), -4.0, dtype=np.float32)
    for name in (*(each for each in COLUMNS if each != "contexts"),):
        word[:, COLUMNS[name].start] = 4.0
    arcs = np.full((len(ARCS), count + 1, count + 1), -6.0, dtype=np.float32)
    arcs[:, :, 0] = 6.0
    return word, arcs


def logits_of(word: np.ndarray, arcs: np.ndarray) -> Logits:
    """The logits with the arcs of every row."""
    rows = np.arange(len(word))
    records, names = ([ARCS.index(name) for name in group] for group in (RECORD_ARCS, NAME_ARCS))
    return Logits(word, rows, arcs[records], rows, arcs[names])


def layout(words: int, first: int = 0) -> Layout:
    """One paragraph of one sentence."""
    return Layout(first, np.zeros(words, dtype=np.int64), np.zeros(words, dtype=np.int64))


def put(word: np.ndarray, row: int, name: str, label: str) -> None:
    labels = HEADS[name] if name in HEADS else tags(name)
    word[row, COLUMNS[name]] = -4
    word[row, COLUMNS[name].start + [str(each) for each in labels].index(label)] = 6


def test_a_window_in_which_nothing_is_said_gives_no_marks() -> None:
    marks = Marks()
    WindowDecoder(logits_of(*window_of(9)), layout(9), Settings(), marks).decode()
    assert marks == Marks()


def test_arcs_lead_to_legal_kinds_only() -> None:
    word, arcs = window_of(6)
    put(word, 1, "mention", "B-person")
    put(word, 3, "trigger", "AID")
    put(word, 3, "mode", "visit")
    put(word, 5, "mention", "B-place")
    put(word, 6, "value", "B-date")
    actor, place, date = (ARCS.index(name) for name in ("actor", "place", "date"))
    arcs[[actor, place, date], 3, :] = 5  # to every word
    marks = Marks()
    WindowDecoder(logits_of(word, arcs), layout(6, first=10), Settings(), marks).decode()
    [trigger] = marks.triggers
    assert trigger.word == 12
    assert [marks.mentions[link.target].kind for link in trigger.actors] == ["person"]
    assert [marks.mentions[link.target].kind for link in trigger.places] == ["place"]
    assert [marks.values[link.target].kind for link in trigger.dates] == ["date"]
    assert trigger.mode is None, "AID has no modes"


def test_content_runs_forward_and_none_is_none() -> None:
    word, arcs = window_of(8)
    put(word, 1, "mention", "B-person")
    put(word, 2, "act", "say")
    start, end, speaker = (ARCS.index(name) for name in ("content_start", "content_end", "speaker"))
    arcs[start, 2, 7], arcs[start, 2, 3], arcs[end, 2, 5] = 9, 8, 9
    marks = Marks()
    WindowDecoder(logits_of(word, arcs), layout(8), Settings(), marks).decode()
    assert marks.cues[0].content is not None
    first, last = marks.cues[0].content
    assert first < last
    assert marks.cues[0].speaker is None
    arcs[speaker, 2, 1] = 9
    marks = Marks()
    WindowDecoder(logits_of(word, arcs), layout(8), Settings(), marks).decode()
    assert marks.cues[0].speaker is not None
    assert marks.cues[0].speaker.target == 0


def test_weights_that_are_missing_or_of_another_version_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match=r"reader\.onnx"):
        Model.load(tmp_path)
    for name in ("reader.onnx", "tokenizer.json"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "reader.json").write_text('{"name": "x", "version": "0", "labels": {}}')
    with pytest.raises(WeightsIncompatible, match="make train"):
        Model.load(tmp_path)
    assert "trigger" in inventory()


def test_content_stays_in_the_paragraph_of_its_cue() -> None:
    word, arcs = window_of(8)
    put(word, 2, "act", "say")
    start, end = (ARCS.index(name) for name in ("content_start", "content_end"))
    arcs[start, 2, 3], arcs[end, 2, 7], arcs[end, 2, 4] = 9, 9, 5
    for paragraph_of, last in ((np.zeros(8, dtype=np.int64), 7), (np.array([0, 0, 0, 0, 0, 1, 1, 1]), 4)):
        marks = Marks()
        WindowDecoder(logits_of(word, arcs), Layout(0, paragraph_of, paragraph_of), Settings(), marks).decode()
        assert marks.cues[0].content == (2, last)


def test_a_country_is_taken_only_where_the_arc_is_sure() -> None:
    word, arcs = window_of(6)
    put(word, 1, "mention", "B-person")
    country = ARCS.index("country")
    for strength, expected in ((5.5, {}), (9.0, {0: 4})):
        arcs[country, 1, 5] = strength
        marks = Marks()
        WindowDecoder(logits_of(word, arcs), layout(6), Settings(), marks).decode()
        assert {at: link.target for at, link in marks.countries.items()} == expected


def test_what_a_sentence_is_about_needs_less_proof_than_what_it_says_besides() -> None:
    word, arcs = window_of(6)
    put(word, 2, "trigger", "AID")
    put(word, 3, "trigger", "ASSAULT")
    word[[2, 3], COLUMNS["trigger"].start] = (3, 4)  # some 0.95 and 0.88
    settings = Settings(thresholds={"trigger": 0.97, "sole": 0.9})
    for numbers, found in (([0, 0, 0, 0, 0, 0], ["AID"]), ([0, 0, 1, 1, 1, 1], ["AID"])):
        marks = Marks()
        where = Layout(0, np.zeros(6, dtype=np.int64), np.array(numbers))
        WindowDecoder(logits_of(word, arcs), where, settings, marks).decode()
        assert [each.type for each in marks.triggers] == found


@pytest.mark.parametrize(("event", "taken"), [("ASSAULT", 1), ("RETREAT", 0)])
def test_the_best_recipient_needs_more_of_events_that_mostly_have_none(event: str, taken: int) -> None:
    word, arcs = window_of(6)
    put(word, 3, "trigger", event)
    for row in (1, 5):
        put(word, row, "mention", "B-person")
    arcs[ARCS.index("actor"), 3, 1] = -1.3  # some 0.21
    arcs[ARCS.index("recipient"), 3, 5] = -1.3
    marks = Marks()
    settings = Settings(thresholds={"first": 0.15, "recipient RETREAT": 0.3})
    WindowDecoder(logits_of(word, arcs), layout(6), settings, marks).decode()
    [trigger] = marks.triggers
    assert (len(trigger.actors), len(trigger.recipients)) == (1, taken)


def test_a_name_ends_with_its_paragraph() -> None:
    word, arcs = window_of(6)
    for row, tag in ((2, "B-person"), (3, "I-person"), (4, "I-person")):
        put(word, row, "mention", tag)
    marks = Marks()
    where = Layout(0, np.array([0, 0, 0, 1, 1, 1]), np.zeros(6, dtype=np.int64))
    WindowDecoder(logits_of(word, arcs), where, Settings(), marks).decode()
    assert [(each.first, each.last) for each in marks.mentions] == [(1, 3), (3, 4)]


def test_a_row_without_arcs_has_no_record() -> None:
    word, arcs = window_of(6)
    put(word, 3, "trigger", "AID")
    whole = logits_of(word, arcs)
    rows = np.array([2, 4])
    few = Logits(word, rows, whole.records[:, rows], rows, whole.names[:, rows])
    for logits, count in ((whole, 1), (few, 0)):
        marks = Marks()
        WindowDecoder(logits, layout(6), Settings(), marks).decode()
        assert len(marks.triggers) == count


def test_one_probability_stands_for_the_thresholds_of_records() -> None:
    fitted = Settings(thresholds={"trigger": 0.6, "act": 0.4, "stage": 0.5, "arc": 0.3})
    moved = fitted.at_least(0.9)
    assert [moved.threshold(name) for name in ("trigger", "act", "stage", "arc")] == [0.9, 0.9, 0.9, 0.3]
    assert fitted.threshold("act") == 0.4


def test_the_event_of_a_commitment_helps_to_tell_its_stage() -> None:
    word, arcs = window_of(6)
    marks = Marks()
    ratios = [0.0] * (len(HEADS["stage"]) - 1)
    ratios[list(HEADS["stage"]).index("delivered") - 1] = 2.0
    fitted = Settings(stages_by_event={"AID actual": ratios})
    decoder = WindowDecoder(logits_of(word, arcs), layout(6), fitted, marks)
    for status in ("actual", "planned"):
        marks.triggers.append(TriggerMark(1, "AID", 1.0, ("AGREE", 0.0), None, status, 1.0, ()))
    chances = np.zeros(len(HEADS["stage"]), dtype=np.float32)
    chances[[list(HEADS["stage"]).index(each) for each in ("pledged", "delivered")]] = 0.6, 0.4
    told = [decoder._stage(chances, event) for event in (None, Link(0, 1.0), Link(1, 1.0), Link(0, 0.1))]
    assert told == ["pledged", "delivered", "pledged", "pledged"]
    assert fitted.at_least(0.9).stages_by_event == fitted.stages_by_event


def lone(
    trigger: float | None = None, cue: float | None = None, anchor: float | None = None, *, more: int = 0
) -> Marks:
    """Marks of one record of each kind that a probability is given for, and some more triggers."""
    marks = Marks()
    if trigger is not None:
        marks.triggers += [
            TriggerMark(at, "ASSAULT", trigger, ("AID", 0.1), None, "actual", 0.9, ()) for at in range(more + 1)
        ]
    if cue is not None:
        marks.cues.append(CueMark(1, "say", cue, "certain", None, None, None))
    if anchor is not None:
        marks.anchors.append(AnchorMark(2, "pledged", anchor, "military", "grant", cumulative=False))
    return marks


@pytest.mark.parametrize("doubtful", [lone(0.8), lone(None, 0.8), lone(0.8, None, 0.8), lone(None, None, 0.8)])
def test_one_doubtful_thing_alone_in_several_sentences_is_none(doubtful: Marks) -> None:
    drop_lone_doubt(doubtful, 2, Settings(thresholds={"lone": 0.85}))
    assert doubtful == Marks()


@pytest.mark.parametrize(
    ("kept", "sentences"),
    [
        (lone(0.8), 1),
        (lone(0.9), 3),
        (lone(0.8, 0.8), 3),
        (lone(0.8, more=1), 3),
        (lone(0.8, None, 0.9), 3),
    ],
    ids=["one sentence", "sure", "somebody says something", "two events", "a sum that is sure"],
)
def test_it_is_kept_beside_others_where_it_is_sure_and_in_one_sentence(kept: Marks, sentences: int) -> None:
    before = copy.deepcopy(kept)
    drop_lone_doubt(kept, sentences, Settings(thresholds={"lone": 0.85}))
    assert kept == before


def test_a_threshold_of_ones_own_moves_that_of_a_lone_record_too() -> None:
    assert Settings(thresholds={"lone": 0.85}).at_least(0.3).threshold("lone") == 0.3


def test_without_threads_the_caller_runs_the_network() -> None:
    text = "The minister met the envoy in Oslo on Monday.\nShe thanked him."
    article = prepared(text)
    before = set(threading.enumerate())
    [alone] = Model.load(threads=0).marks([article])
    assert set(threading.enumerate()) == before
    [beside] = Model.load(threads=1).marks([article])
    assert set(threading.enumerate()) > before
    assert (alone.triggers, alone.cues, alone.mentions) == (beside.triggers, beside.cues, beside.mentions)
    assert alone.triggers


def test_what_fails_in_the_callers_thread_is_told_when_it_is_asked_for() -> None:
    def fails() -> None:
        raise ValueError("it falls")

    done = _Caller().submit(fails)
    with pytest.raises(ValueError, match="it falls"):
        done.result()


def test_records_are_told_with_the_share_of_right_ones_and_a_threshold_is_on_what_is_told() -> None:
    fitted = Settings(thresholds={"trigger": 0.6}, scales={"event": [0.8, -0.2], "statement": [1.0, 0.5]})
    marks = lone(trigger=0.9, cue=0.5, anchor=0.7)
    scale(marks, fitted)
    told = [each.probability for each in (marks.triggers[0], marks.cues[0], marks.anchors[0])]
    assert told == [pytest.approx(each, abs=1e-3) for each in (0.826, 0.622, 0.7)]
    assert fitted.at_least(told[0]).threshold("trigger") == pytest.approx(0.9)
    assert fitted.at_least(told[0]).threshold("stage") == told[0]
    assert [fitted.at_least(each).threshold("sole") for each in (0.0, 1.0)] == [0.0, 1.0]
    for extreme in (0.0, 1.0):
        assert fitted.as_told("event", extreme) == pytest.approx(extreme, abs=1e-3)
