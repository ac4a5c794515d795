"""What a reading promises: grounded, resolved, exact in JSON, and clear about what is wrong."""

import dataclasses
import datetime
import json
from collections.abc import Callable
from typing import Any

import example
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import readings, spans, texts

from communique.contract import Record
from communique.errors import BadRecord, BadReference, ReadingError, Ungrounded
from communique.parts import Date, Money, Place, Quantity, Span
from communique.records import SCHEMA, Actor, Article, Commitment, Event, Reading, Statement, article_id
from communique.vocabulary import MODES, Basis, DatePrecision, EventType, Mode, PlacePrecision, QuantityKind, Status

# Each example is a whole reading, so few of them already say much.
few = settings(max_examples=40, deadline=None)


def changed(path: str, value: Any) -> dict[str, Any]:
    """Give the example reading's JSON with one value changed; the path is as in errors."""
    raw: dict[str, Any] = example.reading().to_json()
    steps: list[str | int] = [int(s) if s.isdigit() else s for s in path.replace("[", ".").replace("]", "").split(".")]
    at: Any = raw
    for step in steps[:-1]:
        at = at[step]
    at[steps[-1]] = value
    return raw


def refusal(raw: Any) -> ReadingError:
    with pytest.raises(ReadingError) as caught:
        Reading.from_json(raw)
    return caught.value


class TestRoundTrip:
    @few
    @given(readings())
    def test_a_reading_comes_back_from_json_as_it_was(self, reading: Reading) -> None:
        line = reading.dumps()
        again = Reading.loads(line)
        assert again == reading
        assert again.dumps() == line
        assert "\n" not in line

    @few
    @given(readings())
    def test_bytes_in_utf_8_are_read_too(self, reading: Reading) -> None:
        assert Reading.loads(reading.dumps().encode()) == reading

    def test_keys_stand_in_the_order_of_the_contract(self) -> None:
        raw = example.reading().to_json()
        assert list(raw) == ["schema", "reader", "article", "actors", "statements", "events", "commitments"]
        assert " ".join(raw["article"]) == (
            "id ref url title publisher byline published language text text_version dropped"
        )
        assert " ".join(raw["actors"][0]) == "id name kind country sectors title code mentions"
        assert " ".join(raw["statements"][0]) == (
            "id speaker act cue content quotation addressee certainty within date evidence"
        )
        assert " ".join(raw["events"][0]) == (
            "id type mode contexts actors recipients status attributed_to date place quantities trigger mentions"
            " evidence quad score cameo why"
        )
        assert " ".join(raw["commitments"][0]) == (
            "id event donors recipients category instrument amount items stage stage_by conditions cumulative date"
            " attributed_to evidence"
        )
        assert " ".join(raw["commitments"][0]["amount"]) == "value low high currency qualifiers per span"
        assert " ".join(raw["commitments"][0]["items"][0]) == "designation class count low high estimate condition span"
        assert " ".join(raw["events"][0]["quantities"][0]) == "kind value low high estimate span"
        assert " ".join(raw["events"][0]["date"]) == "start end precision basis span"
        place = Place("Oslo", "NOR", None, 59.9, 10.7, 3143244, PlacePrecision.CITY, Span(0, 1, "x"))
        assert " ".join(place.to_json()) == "name country admin1 latitude longitude geonames precision span"

    def test_whole_sums_are_written_without_a_fraction(self) -> None:
        sum_of_money = Money(13.1e9, None, None, "USD", (), None, Span(0, 1, "x"))
        assert json.dumps(sum_of_money.to_json()["value"]) == "13100000000"
        assert type(Money.from_json(sum_of_money.to_json()).value) is float

    def test_words_may_be_given_as_strings_and_become_members(self) -> None:
        event = dataclasses.replace(example.reading().events[0], status="negated")  # type: ignore[arg-type]
        assert event.status is Status.NEGATED


class TestGrounding:
    @few
    @given(readings(), st.data())
    def test_no_reading_exists_with_a_quote_that_the_text_does_not_say(
        self, reading: Reading, data: st.DataObject
    ) -> None:
        """Change any one span of any record, wherever it is; the reading must be refused at exactly that place."""
        raw = reading.to_json()
        places = list(json_spans(raw, ""))
        path, span = data.draw(st.sampled_from(places))
        said = span["quote"]
        span["quote"] = data.draw(st.text(min_size=len(said), max_size=len(said)).filter(lambda quote: quote != said))
        error = refusal(raw)
        assert isinstance(error, Ungrounded)
        assert error.path == path

    @given(texts, st.data())
    def test_of_cuts_what_the_text_says(self, text: str, data: st.DataObject) -> None:
        span = data.draw(spans(text))
        assert span.quote == text[span.start : span.end]
        assert span.grounded_in(text)

    @given(texts, st.integers(-5, 100), st.integers(-5, 100))
    def test_of_refuses_offsets_outside_the_text(self, text: str, start: int, end: int) -> None:
        if 0 <= start < end <= len(text):
            assert Span.of(text, start, end).quote
        else:
            with pytest.raises(Ungrounded):
                Span.of(text, start, end)

    @pytest.mark.parametrize(
        ("start", "end", "quote"),
        [(-1, 3, "abcd"), (3, 3, ""), (5, 3, "ab"), (0, 3, "ab"), (0, 3, "abcd"), (0, 2, "🇺🇦!")],
    )
    def test_impossible_spans_are_refused(self, start: int, end: int, quote: str) -> None:
        with pytest.raises(ReadingError):
            Span(start, end, quote)

    @pytest.mark.parametrize(
        ("made", "field"),
        [
            (Statement, "content"),
            (Statement, "cue"),
            (Statement, "evidence"),
            (Event, "trigger"),
            (Event, "evidence"),
            (Commitment, "evidence"),
            (Money, "span"),
            (Quantity, "span"),
            (Date, "span"),
        ],
    )
    def test_a_record_without_its_span_is_refused_where_it_is_made(self, made: type[Record], field: str) -> None:
        reading = example.reading()
        commitment, event = reading.commitments[0], reading.events[0]
        examples = (*reading.statements, event, commitment, commitment.amount, event.quantities[0], event.date)
        record: Any = next(record for record in examples if isinstance(record, made))
        with pytest.raises(Ungrounded) as caught:
            dataclasses.replace(record, **{field: None})
        assert caught.value.path == field

    def test_an_actor_needs_a_mention(self) -> None:
        with pytest.raises(Ungrounded, match="mentions"):
            dataclasses.replace(example.reading().actors[0], mentions=())

    def test_an_assumed_date_may_lack_a_span(self) -> None:
        day = datetime.date(2024, 1, 18)
        assert Date(day, day, DatePrecision.DAY, Basis.ASSUMED, None).span is None

    @given(texts, st.data())
    def test_selectors_are_those_of_web_annotation(self, text: str, data: st.DataObject) -> None:
        span = data.draw(spans(text))
        position, quote = span.selectors(text)
        assert position == {"type": "TextPositionSelector", "start": span.start, "end": span.end}
        assert quote["type"] == "TextQuoteSelector"
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert around == text[max(0, span.start - 32) : span.end + 32]
        assert quote["exact"] == span.quote

    def test_selectors_of_another_text_are_refused(self) -> None:
        with pytest.raises(Ungrounded):
            Span(0, 3, "abc").selectors("xyz")


class TestReferences:
    @pytest.mark.parametrize(
        ("path", "value"),
        [
            ("statements[0].speaker", "a9"),
            ("statements[0].addressee", "a9"),
            ("statements[1].within", "s9"),
            ("events[0].actors[0]", "a9"),
            ("events[0].recipients[0]", "a9"),
            ("events[0].attributed_to", "s9"),
            ("commitments[0].event", "e9"),
            ("commitments[0].donors[0]", "a9"),
            ("commitments[0].recipients[0]", "a9"),
            ("commitments[0].stage_by", "a9"),
            ("commitments[0].attributed_to", "s9"),
        ],
    )
    def test_an_id_of_nothing_is_refused(self, path: str, value: str) -> None:
        error = refusal(changed(path, value))
        assert isinstance(error, BadReference)
        assert error.path == path

    def test_an_id_given_twice_is_refused(self) -> None:
        error = refusal(changed("actors[2].id", "a1"))
        assert isinstance(error, BadReference)
        assert error.path == "actors[2].id"

    @pytest.mark.parametrize("within", ["s2", "s3"])
    def test_statements_within_each_other_are_refused(self, within: str) -> None:
        error = refusal(changed("statements[1].within", within))
        assert isinstance(error, BadReference)
        assert error.path == "statements[1].within"


class TestBadJson:
    @pytest.mark.parametrize(
        ("path", "value"),
        [
            ("events[0].trigger.start", "12"),
            ("events[0].trigger.start", True),
            ("events[0].trigger.start", 1.5),
            ("events[0].trigger.start", -1),
            ("events[0].trigger.length", 4),
            ("events[0].score", "2.5"),
            ("events[0].score", float("nan")),
            ("events[0].score", 11),
            ("events[0].quad", 5),
            ("events[0].cameo", "21"),
            ("events[0].type", "FIGHT"),
            ("events[0].mode", "visit"),
            ("events[0].contexts", "military"),
            ("events[0].contexts[0]", "war"),
            ("events[0].actors[0]", "s1"),
            ("events[0].date.start", "2024-1-18"),
            ("events[0].date.start", "2024-02-30"),
            ("events[0].date.start", "20240118"),
            ("events[0].date.end", "2024-01-17"),
            ("events[0].quantities[0].value", -1),
            ("commitments[0].cumulative", 0),
            ("commitments[0].amount.currency", "euro"),
            ("commitments[0].amount.value", 10**400),
            ("commitments[0].items[0].class", "tanks"),
            ("commitments[0].items[0].item_class", "artillery"),
            ("actors[0].name", ""),
            ("actors[0].country", "Denmark"),
            ("article.id", "0" * 16),
            ("article.title", "\ud800"),
            ("article.byline", "A. Writer"),
            ("reader.version", None),
            ("colour", "red"),
            ("schema", "communique/reading/2"),
        ],
    )
    def test_a_wrong_value_is_refused_with_its_path(self, path: str, value: Any) -> None:
        error = refusal(changed(path, value))
        assert isinstance(error, BadRecord)
        assert error.path == path
        assert str(error).startswith(f"{path}: ")

    @pytest.mark.parametrize("path", ["events[0].trigger", "events[0]", "article", "actors", "commitments[0].amount"])
    def test_a_part_of_another_kind_is_refused_with_its_path(self, path: str) -> None:
        assert refusal(changed(path, 7)).path == path

    def test_a_missing_key_is_refused_with_its_path(self) -> None:
        raw = example.reading().to_json()
        del raw["events"][0]["place"]
        assert refusal(raw).path == "events[0].place"

    @pytest.mark.parametrize("line", ["", "{", "[]", "null", '"text"', "{}"])
    def test_a_line_that_is_no_reading_is_refused(self, line: str) -> None:
        with pytest.raises(BadRecord):
            Reading.loads(line)


class TestRanges:
    @pytest.mark.parametrize(("value", "low", "high"), [(5, 6, 7), (5, 3, 4), (None, 4, 3), (None, None, None)])
    def test_a_quantity_out_of_order_or_empty_is_refused(self, value: int, low: int, high: int) -> None:
        with pytest.raises(BadRecord):
            Quantity(QuantityKind.DEAD, value, low, high, estimate=False, span=Span(0, 1, "x"))

    def test_dozens_are_a_quantity_with_a_bound_alone(self) -> None:
        assert Quantity(QuantityKind.DEAD, None, 24, None, estimate=True, span=Span(0, 6, "dozens")).low == 24

    def test_a_date_of_known_precision_has_both_ends(self) -> None:
        day = datetime.date(2024, 1, 18)
        with pytest.raises(BadRecord):
            Date(None, day, DatePrecision.MONTH, Basis.ASSUMED, None)
        assert Date(None, day, DatePrecision.UNKNOWN, Basis.ASSUMED, None).end == day

    def test_half_a_coordinate_is_refused(self) -> None:
        with pytest.raises(BadRecord):
            Place("Oslo", "NOR", None, 59.9, None, None, PlacePrecision.CITY, Span(0, 1, "x"))


class TestVocabulary:
    def test_every_type_lists_its_modes_and_every_mode_has_a_type(self) -> None:
        assert set(MODES) == set(EventType)
        assert {mode for modes in MODES.values() for mode in modes} == set(Mode)

    def test_a_word_of_another_vocabulary_is_refused(self) -> None:
        with pytest.raises(BadRecord):
            dataclasses.replace(example.reading().events[0], contexts=(Mode.CYBER,))  # type: ignore[arg-type]


class TestArticleId:
    def test_it_is_the_same_however_the_words_are_wrapped(self) -> None:
        assert article_id("Two  words\n") == article_id("Two\twords")

    def test_it_is_the_same_for_composed_and_decomposed_letters(self) -> None:
        assert article_id("Cafe\u0301") == article_id("Café")

    def test_it_never_changes(self) -> None:
        # sha256 of "Norway will send shells.", as any tool gives it.
        assert article_id("Norway will\nsend shells.") == "c011f64248016ed7"

    def test_a_text_that_was_changed_after_its_id_was_made_is_refused(self) -> None:
        article: Article = example.reading().article
        with pytest.raises(BadRecord, match="article_id"):
            dataclasses.replace(article, text=article.text + " More.")


def test_records_cannot_be_changed() -> None:
    actor: Actor = example.reading().actors[0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        actor.name = "Sweden"  # type: ignore[misc]
    assert not hasattr(actor, "__dict__")


def test_the_schema_is_named_first() -> None:
    assert example.reading().dumps().startswith(f'{{"schema": "{SCHEMA}"')


def json_spans(raw: Any, path: str) -> Any:
    """Give path and object of every span in a reading's JSON, found without the code under test."""
    visit: Callable[[Any, str], Any] = json_spans
    if isinstance(raw, dict):
        if set(raw) == {"start", "end", "quote"}:
            yield path, raw
        for key, value in raw.items():
            yield from visit(value, f"{path}.{key}" if path else key)
    elif isinstance(raw, list):
        for index, value in enumerate(raw):
            yield from visit(value, f"{path}[{index}]")
