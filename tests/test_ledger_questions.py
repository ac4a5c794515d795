from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_readings import READINGS, small_ledger

from communique import BadQuestion, Ledger, UnknownId
from communique.ledger.find import matching


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    with small_ledger() as made:
        yield made


def types(ledger: Ledger, **asked: object) -> list[str]:
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
        ({"told_by": "Savchuk"}, 1),
        ({"text": "howitzers delivered"}, 1),
        ({"text": '"power plant" -moon'}, 1),
        ({"sector": "LEG"}, 1),
        ({"min_sources": 2}, 1),
    ],
)
def test_every_filter_finds_what_it_says(ledger: Ledger, asked: dict[str, object], count: int) -> None:
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
        ({"min_sources": "two"}, "digits"),
        ({"verdict": "hm"}, "It is one of"),
    ],
)
def test_what_is_not_understood_is_told_with_the_nearest(ledger: Ledger, asked: dict[str, object], told: str) -> None:
    with pytest.raises(BadQuestion) as caught:
        ledger.events(**asked)
    assert told in str(caught.value)


def test_search_gives_sentences_with_their_records(ledger: Ledger) -> None:
    (found,) = ledger.search("Kharkiv")
    assert "«Kharkiv»" in found.snippet
    assert {each.partition("-")[0] for each in found.records} == {"event", "statement"}
    assert ledger.search("Kharkiv OR Kupiansk", newest=True)[0].quote.publisher == "Baltic Courier"
    assert ledger.search("howitz*")
    assert ledger.search("…") == []


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
