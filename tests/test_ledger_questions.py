from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_readings import MANY, READINGS, many_ledger, reading, small_ledger

from communique import BadDecision, BadQuestion, Ledger, MissingExtra, Reading, UnknownId
from communique.ledger.asking import planning
from communique.ledger.decided import edit_values
from communique.ledger.decided.find import matching
from communique.ledger.decided.who import name_query
from communique.ledger.full.event_details import EventInFull
from communique.ledger.told.counting import events_of
from communique.ledger.told.days import told_days
from communique.ledger.told.size_words import told_item
from communique.linking.actors import folded
from communique.web.wording import pledged


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    with small_ledger() as made:
        yield made


@pytest.fixture(scope="module")
def many() -> Iterator[Ledger]:
    with many_ledger() as made:
        yield made


def types(ledger: Ledger, **asked: Any) -> list[str]:
    return sorted(each.type for each in ledger.events(**asked))


def test_events_come_with_everything_and_the_latest_first(ledger: Ledger) -> None:
    found = ledger.events(limit=None)
    assert [each.day for each in found] == sorted((each.day for each in found), reverse=True)
    strike = next(each for each in found if each.place == "Kharkiv")
    assert (strike.type, strike.mode, strike.status, strike.told_by) == ("ASSAULT", "drone", "actual", "Andriy Savchuk")
    assert [(each.name, each.country) for each in strike.actors] == [("Russia", "RUS")]
    assert strike.quote.quote.startswith("Savchuk said Russian drones")


@pytest.mark.parametrize("name", ["EST", "EE", "Estonia", "Estonian"])
def test_a_country_is_known_by_code_name_and_demonym(ledger: Ledger, name: str) -> None:
    assert types(ledger, actor=name) == types(ledger, actor="EST") != []


def test_a_role_takes_a_name_an_id_and_part_of_a_name(ledger: Ledger) -> None:
    (visit,) = ledger.events(actor="Andriy Savchuk", status="planned")
    its_id = visit.actors[0].id
    assert types(ledger, actor=its_id) == types(ledger, actor="savchuk") == ["CONSULT", "CONSULT"]


def test_a_code_of_no_country_is_plovers(ledger: Ledger) -> None:
    assert types(ledger, actor="IGO") == ["AGREE"]


def test_several_values_are_alternatives_and_an_exclamation_mark_excludes(ledger: Ledger) -> None:
    both = types(ledger, type=["ASSAULT", "CONSULT"])
    assert set(both) == {"ASSAULT", "CONSULT"}
    assert types(ledger, type="!ASSAULT") == [each for each in types(ledger) if each != "ASSAULT"]


def test_filters_hold_together(ledger: Ledger) -> None:
    assert types(ledger, type="CONSULT", status="planned", recipient="DEU") == ["CONSULT"]
    assert types(ledger, type="CONSULT", status="planned", recipient="EST") == []


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"since": "2024-03"}, 4),
        ({"until": "2024-01"}, 6),
        ({"since": "2024-01-29", "until": "2024-01-29"}, 1),
        ({"source": "Dnipro Gazette"}, 3),
        ({"source": "tallinn-monitor.example"}, 6),
        ({"place": "UKR"}, 2),
        ({"place": "Kupiansk"}, 1),
        ({"place": "kharkov"}, 1),
        ({"place": "Khark*"}, 1),
        ({"told_by": "Savchuk"}, 1),
        ({"text": "howitzers delivered"}, 1),
        ({"text": '"power plant" -moon'}, 1),
        ({"sector": "LEG"}, 1),
        ({"min_sources": 2}, 1),
    ],
)
def test_every_filter_finds_what_it_says(ledger: Ledger, asked: dict[str, Any], count: int) -> None:
    found = ledger.events(**asked)
    assert len(found) == found.total == count


def test_statements_and_commitments_have_filters_of_their_own(ledger: Ledger) -> None:
    assert [each.act for each in ledger.statements(speaker="RUS")] == ["deny"]
    assert [each.certainty for each in ledger.statements(certainty="probable")] == ["probable"]
    assert sorted(each.stage for each in ledger.commitments(donor="EST")) == [
        *("approved", "delivered", "delivered", "pledged")
    ]
    assert [each.value for each in ledger.commitments(stage="pledged", min_amount=1e6, currency="eur")] == [8e7]
    assert len(ledger.commitments(item="artillery")) == len(ledger.commitments(item="howitzer")) == 3


def test_actors_and_articles_are_listed(ledger: Ledger) -> None:
    (estonia,) = ledger.actors(name="Estonia", kind="state")
    assert (estonia.country, estonia.articles) == ("EST", 4)
    assert [each.publisher for each in ledger.articles(text="Kupiansk")] == ["Baltic Courier"]
    known = next(each for each in ledger.explain(estonia.id).sections if each.title == "Known as")
    assert [point.said for point in known.points] == ["the state EST of the table of countries", "sectors GOV"]


@pytest.mark.parametrize("said", ["WHO", "the W.H.O.", "wikidata:Q7817", "Azure Blues", "the azure blues"])
def test_somebody_is_found_by_another_name_and_by_an_id(said: str) -> None:
    """Only by the one that the ledger shows: "ISIS" found nothing of the Islamic State."""
    sent = reading(
        "World Health Organization envoys met the Azure Blues in Gao.",
        actors={
            "who": ("World Health Organization", "organization", "UNO", ["MED"], "wikidata:Q7817"),
            "front": ("Azure Blues", "group", "MLI", ["REB"], "my-list:1"),
        },
        events=[{"type": "CONSULT", "actors": ["who", "front"], "trigger": "met"}],
    ).to_json()
    # An own table's full name of whom the article calls otherwise.
    sent["actors"][1]["name"] = "Front of the North"
    with Ledger.open(":memory:") as one:
        one.put(Reading.from_json(sent))
        assert one.events(actor=said).total == 1
        with pytest.raises(BadQuestion, match="nobody called"):
            list(one.events(actor="WHO spokesman of old"))


def test_a_person_is_found_by_the_name_behind_a_title() -> None:
    text = "Envoy Ode met the Ode Front in Gao."
    sent = reading(
        text,
        actors={"ode": ("Envoy Ode", "person", "MLI", ["GOV"], None), "front": ("Ode Front", "group", "MLI", [], None)},
        events=[{"type": "CONSULT", "actors": ["ode", "front"], "trigger": "met"}],
    ).to_json()
    sent["actors"][0]["name"] = "Ada Lund"
    sent["actors"][1]["name"] = "Men of the North"
    with Ledger.open(":memory:") as one:
        one.put(Reading.from_json(sent))
        assert one.events(actor="Ode").total == 1
        with pytest.raises(BadQuestion, match="nobody called"):
            list(one.events(actor="Front"))


def test_a_party_that_is_a_state_is_explained_as_one(ledger: Ledger) -> None:
    (pledge,) = ledger.commitments(stage="pledged", donor="EST")
    who = next(each for each in ledger.explain(pledge.id).sections if each.title == "Who")
    assert "donor Estonia (EST), known as the state EST of the table of countries" in [each.said for each in who.points]


def test_an_explanation_tells_sums_and_items_as_lists_do(ledger: Ledger) -> None:
    (pledge,) = ledger.commitments(stage="pledged", donor="EST")
    assert (
        ledger.explain(pledge.id).headline
        == "pledged: Estonia → Ukraine, up to 80,000,000 EUR, 24 howitzers (military)"
    )


@pytest.mark.parametrize(
    ("count", "low", "high", "told"),
    [(10_000, 10_000, 10_000, "10,000 tanks"), (None, 3, 5, "3–5 tanks"), (None, None, 12, "up to 12 tanks"),
     (None, 1300, None, "at least 1,300 tanks"), (None, None, None, "tanks")],
)  # fmt: skip
def test_an_item_is_told_with_its_range(count: int | None, low: int | None, high: int | None, told: str) -> None:
    assert told_item("tanks", count, low, high) == told
    of = SimpleNamespace(designation="tanks", count=count, low=low, high=high)
    assert pledged(SimpleNamespace(value=None, per=None, items=[of])) == told


def test_an_item_whose_name_has_its_number_is_told_once() -> None:
    assert told_item("remaining five", 5, 5, 5) == "remaining five"
    assert told_item("remaining 61", 61, 61, 61) == "remaining 61"
    assert told_item("other five", 6, 6, 6) == "6 other five"


def test_a_smallest_amount_above_the_largest_is_told(ledger: Ledger) -> None:
    with pytest.raises(BadQuestion, match=r"9,000 is more than 80\. Change the two amounts round"):
        ledger.commitments(min_amount="9,000", max_amount=80)
    assert len(ledger.commitments(min_amount=8e7, max_amount=8e7)) == 2


@pytest.mark.parametrize("said", ["1,5", "80,00,000", "80.000.000", "many", "1,"])
def test_a_comma_that_parts_no_thousands_is_no_number(ledger: Ledger, said: str) -> None:
    with pytest.raises(BadQuestion, match=r"is no number\. Write it in digits, as 13100000000, 13,100,000,000 or 1\.5"):
        list(ledger.commitments(min_amount=said))
    with pytest.raises(BadDecision, match="digits"):
        edit_values.number(said)
    assert ledger.commitments(min_amount="80,000,000").total == 2


def test_an_explanation_tells_days_as_exactly_as_the_article(ledger: Ledger) -> None:
    said = {each.id: ledger.explain(each.id).headline for each in ledger.events()}
    for each in ledger.events():
        days = told_days(each.date_start, each.date_end) or f"{each.day}?"
        assert said[each.id].endswith(f", {days}")
    assert any(headline.endswith("?") for headline in said.values())


def test_a_limit_and_an_offset_page_through_the_answer(ledger: Ledger) -> None:
    whole = [each.id for each in ledger.events(limit=None)]
    paged = [each.id for start in range(0, len(whole), 4) for each in ledger.events(limit=4, offset=start)]
    assert paged == whole
    assert ledger.events(limit=2).total == len(whole)


def test_as_of_is_the_ledger_as_it_was_known_then(ledger: Ledger) -> None:
    assert types(ledger, as_of="2024-01-18") == sorted(str(each.type) for each in READINGS[0].events)
    assert ledger.events(as_of="2023-12-31").total == 0
    assert [each.stage for each in ledger.commitments(as_of="2024-02-01")] == ["approved", "pledged"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"type": "ASSUALT"}, "Did you mean"),
        ({"typ": "ASSAULT"}, "Did you mean"),
        ({"since": "last week"}, "2024-01-18"),
        ({"actor": "Nobody Ever"}, "nobody called"),
        ({"place": "Kharkiw"}, "no event at Kharkiw. Did you mean Kharkiv?"),
        ({"place": "Nowhere at All"}, "a list of events has it"),
        ({"min_sources": "two"}, "digits"),
        ({"verdict": "hm"}, "It is one of"),
        ({"since": "2024-03", "until": "2024-02"}, "Change the two days round"),
    ],
)
def test_what_is_not_understood_is_told_with_the_nearest(ledger: Ledger, asked: dict[str, Any], told: str) -> None:
    with pytest.raises(BadQuestion) as caught:
        ledger.events(**asked)
    assert told in str(caught.value)


ASKED: dict[str, dict[str, list[Any]]] = {
    "events": {
        "actor": ["EST", "fr", "Poland", "Zielony", "army", "!IRQ"],
        "recipient": ["UKR", "United Nations", "!Poland"],
        "country": ["POL", "UNO"],
        "sector": ["MIL", "!GOV"],
        "type": ["ASSAULT", "!CONSULT"],
        "mode": ["aerial", "visit"],
        "context": ["military", "environment", "!diplomatic"],
        "status": ["actual", "planned"],
        "place": ["Basra", "El F*", "POL"],
        "precision": ["city", "!country"],
        "told_by": ["Savchuk", "EST"],
        "min_sources": [1, 2],
        "since": ["2024-02-10", "2024-03"],
        "until": ["2024-03-20"],
        "published_since": ["2024-02-15"],
        "published_until": ["2024-02-25", "2024-03"],
        "source": ["Gulf Herald", "baltic-courier.example"],
        "text": ["dam border", "attack* OR met"],
        "as_of": ["2024-02-12", "2024-03-01"],
        "order": ["newest", "oldest", "sources"],
    },
    "statements": {
        "speaker": ["SLE", "Marek Zielony", "!POL"],
        "addressee": ["FRA", "Iraq"],
        "country": ["POL"],
        "sector": ["OPP", "MED"],
        "act": ["warn", "!warn"],
        "certainty": ["certain"],
        "since": ["2024-02-10"],
        "published_until": ["2024-02-25"],
        "source": ["news.baltic-courier.example"],
        "text": ["delays -report"],
        "as_of": ["2024-02-12"],
        "order": ["newest", "oldest"],
    },
    "commitments": {
        "donor": ["EST"],
        "recipient": ["UKR", "!UKR"],
        "stage": ["pledged", "delivered"],
        "item": ["artillery", "howitz"],
        "min_amount": [1, 9e7],
        "currency": ["EUR"],
        "told_by": ["Tamm"],
        "since": ["2024-01-30"],
        "as_of": ["2024-02-12"],
        "order": ["newest", "amount"],
    },
    "articles": {
        "source": ["Gulf Herald"],
        "text": ["sanction"],
        "since": ["2024-02-15"],
        "until": ["2024-02-25"],
        "as_of": ["2024-02-20"],
        "order": ["newest", "oldest"],
    },
}


def questions() -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    def of_family(family: str) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
        filters = {name: st.sampled_from(values) for name, values in ASKED[family].items()}
        return st.tuples(st.just(family), st.fixed_dictionaries({}, optional=filters))

    return st.sampled_from(sorted(ASKED)).flatmap(of_family)


@given(questions())
@settings(max_examples=60, deadline=None)
def test_whatever_leads_the_answer_is_the_same(many: Ledger, question: tuple[str, dict[str, Any]]) -> None:
    family, asked = question
    answers = []
    for few in (-1, 3, 10**6):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(planning, "FEW", few)
            found = getattr(many, family)(limit=None, **asked)
            assert found.total == len(found) == len(set(found.numbers))
            paged = getattr(many, family)(limit=3, offset=2, **asked)
            assert paged.numbers == found.numbers[2:5]
            answers.append(found.numbers)
    assert answers[0] == answers[1] == answers[2]


@given(questions())
@settings(max_examples=40, deadline=None)
def test_more_filters_never_find_more(many: Ledger, question: tuple[str, dict[str, Any]]) -> None:
    family, asked = question
    whole = {name: value for name, value in asked.items() if name in {"as_of", "order"}}
    ask = getattr(many, family)
    expected = set(ask(limit=None, **whole).numbers)
    for name, value in asked.items():
        if name not in whole:
            expected &= set(ask(limit=None, **whole, **{name: value}).numbers)
    assert set(ask(limit=None, **asked).numbers) == expected


def as_told(event: EventInFull) -> tuple[object, ...]:
    sides = tuple(tuple(each.name for each in side) for side in (event.actors, event.recipients))
    return (
        event.type,
        event.mode,
        event.status,
        event.day,
        event.known,
        event.reports,
        event.sources,
        *sides,
        event.quote.quote,
    )


@pytest.mark.parametrize("day", ["2024-01-18", "2024-02-05", "2024-02-14", "2024-02-23", "2024-03-01", "2024-03-12"])
def test_as_of_is_what_a_ledger_of_the_articles_known_by_then_would_say(many: Ledger, day: str) -> None:
    with many_ledger(until=day) as then:
        choices: list[dict[str, Any]] = [{}, {"type": "ASSAULT"}, {"status": "planned"}, {"country": "POL"}]
        for asked in choices:
            expected = sorted(map(as_told, then.events(limit=None, **asked)))
            assert sorted(map(as_told, many.events(limit=None, as_of=day, **asked))) == expected
        assert [each.act for each in then.statements(limit=None)] == [
            each.act for each in many.statements(limit=None, as_of=day)
        ]
        life = [(each.stage, each.thread_stage, each.thread_reports) for each in then.commitments(limit=None)]
        assert [
            (each.stage, each.thread_stage, each.thread_reports) for each in many.commitments(limit=None, as_of=day)
        ] == life


def test_some_events_looked_otherwise_before(many: Ledger) -> None:
    now = {each.id: each.reports for each in many.events(limit=None)}
    later = [each.id for each in many.events(limit=None, as_of="2024-02-20") if each.reports < now[each.id]]
    assert later


def test_rows_of_then_follow_the_ledger_when_it_changes() -> None:
    with many_ledger() as ledger:
        before = ledger.events(limit=None, as_of="2024-02-12").total
        event = ledger.events(as_of="2024-02-12")[0]
        ledger.decide("reject", [event.id], "tester")
        assert ledger.events(limit=None, as_of="2024-02-12").total == before - 1


def test_rejected_records_are_hidden_unless_asked_for() -> None:
    with small_ledger() as ledger:
        (strike,) = ledger.events(place="Kharkiv")
        ledger.decide("reject", [strike.id], "tester")
        assert ledger.events(place="Kharkiv").total == 0
        assert [each.id for each in ledger.events(place="Kharkiv", verdict="rejected")] == [strike.id]
        assert ledger.events(limit=None, verdict="any").total == ledger.events().total + 1


def test_a_name_of_several_means_all_of_them_and_says_so(many: Ledger) -> None:
    (found,) = many.statements(speaker="Zielony").meant
    assert found.names == ("Anna Zielony (POL)", "Marek Zielony (POL)")
    assert many.statements(limit=None, speaker="Zielony").total == sum(
        many.statements(limit=None, speaker=name).total for name in ("Anna Zielony", "Marek Zielony")
    )


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"actor": "UKX"}, "UKR"),
        ({"actor": "Polnad"}, "Poland"),
        ({"actor": "Zielonny"}, "Zielony"),
        ({"source": "Gulf Harald"}, "Gulf Herald"),
        ({"order": "biggest"}, "oldest"),
        ({"as_of": "soon"}, "2024-01-18"),
        ({"limit": -1}, "whole numbers"),
    ],
)
def test_what_nobody_is_called_is_told_with_the_nearest(many: Ledger, asked: dict[str, Any], told: str) -> None:
    with pytest.raises(BadQuestion) as caught:
        many.events(**asked)
    assert told in str(caught.value)


def test_a_currency_that_is_none_is_told(many: Ledger) -> None:
    with pytest.raises(BadQuestion, match="EUR"):
        many.commitments(currency="EUX")


@given(st.sampled_from([(family, name) for family, filters in ASKED.items() for name in filters]), st.text(max_size=20))
@settings(max_examples=120, deadline=None)
def test_no_value_of_a_filter_breaks_the_ledger(many: Ledger, which: tuple[str, str], value: str) -> None:
    family, name = which
    with suppress(BadQuestion, UnknownId):
        assert len(list(getattr(many, family)(**{name: value}))) <= 50


def test_a_day_is_marked_as_the_events_own_or_that_on_which_it_was_known(many: Ledger) -> None:
    for event in many.events(limit=None):
        assert event.dated == (event.date_start is not None and event.date_end is not None)
        assert event.day == (event.date_start if event.dated else event.known)


def test_rows_give_spans_of_their_articles(many: Ledger) -> None:
    for event in many.events(limit=None):
        reading = many.reading(event.quote.article)
        assert reading is not None
        assert event.quote.span.grounded_in(reading.article.text)
        assert reading.article.text[event.trigger_start : event.trigger_end] == event.trigger


def test_search_goes_on_with_sentences_that_no_record_stands_on(many: Ledger) -> None:
    found = many.search("opposition")
    assert found[0].records
    (vote,) = many.search("votes")
    assert vote.quote.quote.startswith("Estonia's parliament approved")
    (rest,) = many.search("rest follow")
    assert (rest.records, rest.snippet) == ((), "The «rest» will «follow» by May 31.")
    assert rest.quote.span.grounded_in(many.reading(rest.quote.article).article.text)  # type: ignore[union-attr]


@pytest.mark.parametrize("newest", [False, True])
def test_pages_of_a_search_are_its_whole(many: Ledger, newest: bool) -> None:  # noqa: FBT001  # a parameter of the test
    whole = many.search("Estonia OR dam", limit=100, newest=newest)
    paged = [
        each for at in range(0, 60, 7) for each in many.search("Estonia OR dam", limit=7, offset=at, newest=newest)
    ]
    assert [each.quote for each in paged] == [each.quote for each in whole]
    assert len({each.quote for each in whole}) == len(whole) > 36


def test_search_as_of_a_day_knows_no_later_article(many: Ledger) -> None:
    assert {each.quote.publisher for each in many.search("howitzers", as_of="2024-02-01")} == {"Tallinn Monitor"}


def test_a_frame_without_its_package_tells_how_to_install_it(many: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingExtra, match="polars"):
        many.events().to_polars()


def test_an_answer_counts_without_fetching(many: Ledger) -> None:
    found = many.events(limit=5)
    assert (len(found), found.total) == (5, many.events(limit=None).total)
    assert "rows" not in vars(found)
    assert len(MANY) > 30


def test_search_gives_sentences_with_their_records(ledger: Ledger) -> None:
    (found,) = ledger.search("Kharkiv")
    assert "«Kharkiv»" in found.snippet
    assert {each.partition("-")[0] for each in found.records} == {"event", "statement"}
    assert ledger.search("Kharkiv OR Kupiansk", newest=True)[0].quote.publisher == "Baltic Courier"
    assert ledger.search("howitz*")
    assert ledger.search("…") == []


def test_no_letter_breaks_a_question_for_a_name(ledger: Ledger) -> None:
    letters = (letter for letter in map(chr, range(0x80, 0x30000)) if letter.isalnum())
    words = (name_query(folded(f"a{letter}b")) for letter in letters)
    query = "SELECT count(*) FROM actor_search WHERE actor_search MATCH ?"
    assert not any(ledger.connection.execute(query, (each,)).fetchone()[0] for each in words)
    assert not ledger.actors(name="a\u19b0b")


@given(st.text(max_size=60))
def test_no_wording_breaks_the_search(ledger: Ledger, said: str) -> None:
    ledger.search(said)
    assert isinstance(matching(said), str)


def test_an_event_that_two_articles_tell_is_one_with_both_sources(ledger: Ledger) -> None:
    (delivery,) = ledger.events(type="AID")
    assert (delivery.reports, delivery.sources) == (2, 2)
    (then,) = ledger.events(type="AID", as_of="2024-03-12")
    assert (then.reports, then.sources, then.quote.publisher) == (1, 1, "Baltic Courier")


def test_frames_have_a_row_for_each_record(ledger: Ledger) -> None:
    frame = ledger.events(limit=None).to_pandas()
    assert len(frame) == ledger.events().total
    assert frame.loc[frame["place"] == "Kharkiv", "actors"].tolist() == [["Russia"]]
    assert frame.loc[frame["place"] == "Kharkiv", "actor_countries"].tolist() == [["RUS"]]


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_frames_keep_countries_and_numbers(ledger: Ledger, package: str) -> None:
    pytest.importorskip(package)
    rows = list(ledger.commitments(limit=None))
    frame = getattr(ledger.commitments(limit=None), f"to_{package}")()
    for name, told in (
        ("donor_countries", [[each.country for each in row.donors] for row in rows]),
        ("item_counts", [[each.count for each in row.items] for row in rows]),
        ("item_classes", [[each.item_class for each in row.items] for row in rows]),
    ):
        assert [list(each) for each in frame[name]] == told
    assert any(24 in each for each in frame["item_counts"])
    events = getattr(ledger.events(limit=None), f"to_{package}")()
    told_of = [[each.value for each in row.quantities] for row in ledger.events(limit=None)]
    assert [list(each) for each in events["quantity_values"]] == told_of
    speakers = getattr(ledger.statements(limit=None), f"to_{package}")()
    assert list(speakers["speaker_country"]) == [row.speaker.country for row in ledger.statements(limit=None)]


@pytest.mark.parametrize("family", ["events", "statements", "commitments", "actors", "articles"])
@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_the_frame_of_an_empty_answer_has_the_columns_of_others(ledger: Ledger, family: str, package: str) -> None:
    pytest.importorskip(package)
    ask = getattr(ledger, family)
    some, none = (getattr(ask(limit=limit), f"to_{package}")() for limit in (None, 0))
    assert len(some) > len(none) == 0
    assert list(none.columns) == list(some.columns)


def test_stats_count_what_is_there(ledger: Ledger) -> None:
    counts = ledger.stats()
    assert counts["articles"] == len(READINGS)
    assert sum(counts["events_by_type"].values()) == counts["events"]


def test_an_id_may_be_cut_while_only_one_record_has_it(ledger: Ledger) -> None:
    event = ledger.events(type="REJECT")[0]
    assert ledger.explain(event.id[:14]).id == event.id
    with pytest.raises(UnknownId, match="several"):
        ledger.explain("event-")
    with pytest.raises(UnknownId, match="no record"):
        ledger.explain("event-zzzz")


def test_the_events_of_some_articles_are_those_that_no_other_tells(ledger: Ledger) -> None:
    """So two programs that add to one ledger at once each tell of their own."""
    articles = [each.article.id for each in READINGS]
    assert events_of(ledger.connection, articles) == ledger.ask.stats()["events"]
    assert events_of(ledger.connection, ()) == 0
    query = "SELECT event FROM reports GROUP BY event HAVING count(DISTINCT article) > 1"
    many = len(ledger.connection.execute(query).fetchall())
    apart = sum(events_of(ledger.connection, [each]) for each in articles)
    assert many > 0
    assert apart == ledger.ask.stats()["events"] - many


def test_a_day_is_iso_text_or_a_date_wherever_one_is_asked_for(ledger: Ledger) -> None:
    text = "2024-03-12"
    forms: list[Any] = [f"{text}T10:00:00Z", datetime.date(2024, 3, 12), datetime.datetime(2024, 3, 12, 10)]  # noqa: DTZ001  # a day
    asks: list[Callable[[Any], Any]] = [
        lambda day: ledger.events(since=day, limit=None).to_json(),
        lambda day: ledger.events(until=day).to_json(),
        lambda day: ledger.events(published_since=[day]).to_json(),
        lambda day: ledger.events(as_of=day).to_json(),
        lambda day: ledger.commitments(as_of=day).to_json(),
        lambda day: ledger.articles(since=day).to_json(),
        lambda day: ledger.totals("donor", as_of=day).to_json(),
        lambda day: ledger.search("howitzers", as_of=day),
        ledger.overdue,
        lambda day: ledger.overdue(day, as_of=day),
        lambda day: ledger.calendar(since=day, until=day, as_of=day),
        lambda day: ledger.contradictions(as_of=day),
        lambda day: ledger.count_contradictions(as_of=day),
        lambda day: ledger.drift("Russia", since=day, until=day),
    ]
    for ask in asks:
        expected = ask(text)
        for form in forms:
            assert ask(form) == expected
    for wrong in ("soon", 5, "2024-01-18T99:00"):
        for ask in asks[3:-1]:
            with pytest.raises(BadQuestion, match="is no da"):
                ask(wrong)


@pytest.mark.parametrize("wrong", [-1, "5", 1.5, True])
def test_every_limit_is_checked_alike_and_at_once(ledger: Ledger, wrong: Any) -> None:
    asks: list[Callable[[], object]] = [
        lambda: ledger.events(limit=wrong),
        lambda: ledger.events(offset=wrong),
        lambda: ledger.search("howitzers", limit=wrong),
        lambda: ledger.search("howitzers", offset=wrong),
        lambda: ledger.contradictions(limit=wrong),
        lambda: ledger.contradictions(offset=wrong),
        lambda: ledger.calendar(since="2024-01-01", limit=wrong),
        lambda: ledger.drift("Russia", last=wrong),
        lambda: list(ledger.ask.numbers("events", {}, limit=wrong)),
    ]
    for ask in asks:
        with pytest.raises(BadQuestion, match="Give whole numbers from 0 on"):
            ask()


def test_what_is_no_text_is_told(ledger: Ledger) -> None:
    half = "\ud800"
    for ask in (
        lambda: ledger.events(actor=half),
        lambda: ledger.search(f"howitzers{half}"),
        lambda: ledger.drift(half),
        lambda: ledger.decide("note", [ledger.events()[0].id], "ada", note=half),
    ):
        with pytest.raises(BadQuestion, match="half a surrogate pair"):
            ask()
    with pytest.raises(UnknownId, match="5 is no id"):
        ledger.explain(5)  # type: ignore[arg-type]
    for nobody in (None, " ", 5):
        with pytest.raises(BadDecision, match="nobody is named"):
            ledger.decide("accept", [ledger.events()[0].id], nobody)  # type: ignore[arg-type]
        with pytest.raises(BadDecision, match="nobody is named"):
            ledger.undo("decision-1", nobody)  # type: ignore[arg-type]
