from __future__ import annotations

import csv
import datetime
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from starlette.testclient import TestClient
from told_by_many import DOUBT, SOURCES, many_told
from web_site import LISTS, PAGES, client_of, empty_file, every_page, form_token, seen, small_file

from communique import Ledger
from communique.ledger.asking.filters import FAMILIES, VOCABULARIES
from communique.ledger.quoted import Quoted
from communique.ledger.told.calendar import Coming
from communique.web.ahead import Part, ahead
from communique.web.api import description
from communique.web.highlight import Stretch, pieces, sentences
from communique.web.wording import day, days, highlighted, linked


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_file(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    with client_of(path) as made:
        yield made


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client_of(many_told(tmp_path_factory.mktemp("many") / "many.db")) as made:
        yield made


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[tuple[TestClient, Path]]:
    """A ledger of a test's own, for what changes it."""
    path = small_file(tmp_path)
    with client_of(path) as made:
        yield made, path


def rows(answer: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer)))


def test_every_page_answers(client: TestClient, path: Path) -> None:
    codes = {address: client.get(address).status_code for address in every_page(path)}
    assert set(codes.values()) == {200}, codes


def test_every_link_on_every_page_leads_somewhere(client: TestClient, path: Path) -> None:
    links = {
        link.partition("#")[0]
        for address in every_page(path)
        for link in html.fromstring(client.get(address).text).xpath("//@href | //@src")
        if link.startswith("/")
    }
    assert {address: code for address in sorted(links) if (code := client.get(address).status_code) != 200} == {}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_an_empty_ledger_answers_and_says_what_to_do(tmp_path: Path, address: str) -> None:
    with client_of(empty_file(tmp_path)) as client:
        answer = client.get(address)
    assert answer.status_code == 200
    if address in {"/", *(f"/{family}" for family in LISTS)}:
        assert "add" in seen(answer.text).lower()


@pytest.mark.parametrize("family", LISTS)
def test_a_list_shows_all_and_its_files_hold_the_same(client: TestClient, path: Path, family: str) -> None:
    with Ledger.open(path) as ledger:
        found = getattr(ledger, family)(limit=None)
        held = json.loads(json.dumps(found.to_json()))
    page = client.get(f"/{family}")
    assert f"1–{len(held)} of {len(held)}" in seen(page.text)
    assert len(html.fromstring(page.text).xpath("//table[@class='rows']/tbody/tr")) == len(held)
    assert len(rows(client.get(f"/{family}?format=csv").text)) == len(held)
    assert client.get(f"/{family}?format=json").json() == held


def test_filters_narrow_page_and_files_alike(client: TestClient) -> None:
    query = "type=ASSAULT&recipient=UKR"
    assert "1–2 of 2" in seen(client.get(f"/events?{query}").text)
    assert {row["type"] for row in rows(client.get(f"/events?{query}&format=csv").text)} == {"ASSAULT"}
    assert [each["type"] for each in client.get(f"/events?{query}&format=json").json()] == ["ASSAULT", "ASSAULT"]
    assert client.get(f"/api/events?{query}").json()["total"] == 2


def test_a_filter_given_twice_means_either_and_an_empty_one_nothing(client: TestClient) -> None:
    either = client.get("/api/events?type=AID&type=REJECT&mode=").json()
    assert {each["type"] for each in either["records"]} == {"AID", "REJECT"}


@pytest.mark.parametrize("path_of", ["/events", "/commitments", "/calendar", "/map", "/search"])
def test_an_address_has_no_filters_that_ask_for_nothing(client: TestClient, path_of: str) -> None:
    answer = client.get(f"{path_of}?since=2024-01-01&text=&until=+&type=&since=", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path_of}?since=2024-01-01")
    assert client.get(f"{path_of}?text=", follow_redirects=False).headers["location"] == path_of
    assert client.get("/api/events?type=&mode=", follow_redirects=False).status_code == 200


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/commitments?donor=EST&stage=pledged", "Donor: EST. Stage: pledged."),
        ("/events?type=AID&type=REJECT&as_of=2024-03-01", "Type: AID or REJECT. As known on: 1 Mar 2024."),
        ("/calendar?since=2024-01-01&kind=meetings", "From day: 1 Jan 2024. Meetings and visits alone."),
        ("/map?place=Kharkiv", "Where: Kharkiv."),
        ("/search?text=howitzers", "Words: howitzers."),
        ("/events", "All."),
    ],
)
def test_a_printed_page_says_what_was_asked_of_which_ledger_and_when(
    client: TestClient, address: str, says: str
) -> None:
    (line,) = html.fromstring(client.get(address).text).xpath("//p[@class='print-only asked']")
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    assert " ".join(str(line.text_content()).split()) == f"{says} Ledger small.db, printed on {day(today)}."


def test_a_printed_filter_of_an_actor_has_its_name(client: TestClient, path: Path) -> None:
    with Ledger.open(path, write=False) as ledger:
        donor = ledger.commitments(limit=1)[0].donors[0]
    page = html.fromstring(client.get(f"/commitments?donor={donor.id}").text)
    assert f"Donor: {donor.name}." in page.xpath("string(//p[@class='print-only asked'])")


def test_the_form_of_a_list_remembers_what_was_asked(client: TestClient) -> None:
    page = html.fromstring(client.get("/events?type=AID&actor=Estonia").text)
    assert page.xpath("//select[@name='type']/option[@selected]/@value") == ["AID"]
    assert page.xpath("//input[@name='actor']/@value") == ["Estonia"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("/events?type=ASSAULT&type=AID", ["TypeASSAULT", "TypeAID"]),
        ("/events?type=%21ASSAULT", ["Typenot ASSAULT"]),
        ("/events?actor=Estonia&actor=%21Russia", ["WhoEstonia", "Whonot Russia"]),
        ("/events?as_of=2024-03-01&status=actual", []),
        ("/events?type=AID&by=dyad", []),
        ("/map?type=AID&type=%21REJECT&view=world", ["TypeAID", "Typenot REJECT"]),
        ("/statements?as_of=2024-03-01&act=promise", []),
    ],
)
def test_the_form_of_a_list_loses_nothing_of_what_was_asked(client: TestClient, query: str, says: list[str]) -> None:
    page = html.fromstring(client.get(query).text)
    (form,) = page.xpath("//aside//form")
    assert {each for each in form.form_values() if each[1]} == set(parse_qsl(urlsplit(query).query))
    chosen = [" ".join(each.text_content().split()[:-1]) for each in form.xpath(".//p[@class='chosen']")]
    assert chosen == says
    assert form.get("autocomplete") == "off"
    for away in form.xpath(".//p[@class='chosen']//a/@href"):
        assert len(parse_qsl(urlsplit(away).query)) == len(parse_qsl(urlsplit(query).query)) - 1


def test_a_list_as_it_was_known_says_so_on_the_screen(client: TestClient) -> None:
    page = html.fromstring(client.get("/events?as_of=2024-03-01").text)
    (field,) = page.xpath("//form//input[@name='as_of'][not(ancestor::details)]")
    assert field.value == "2024-03-01"
    assert page.xpath("string(//label[@for='f-as_of'])") == "As known on"


def test_a_formula_in_a_title_stays_text_in_the_table(client: TestClient) -> None:
    titles = [row["title"] for row in rows(client.get("/articles?format=csv").text)]
    assert "'=Parliament approves aid" in titles


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/events?type=WAR", 400, "WAR"),
        ("/events?since=yesterday", 400, "2024-01-18"),
        ("/events?article=abc", 400, "abc"),
        ("/commitments?min_amount=much", 400, "digits"),
        ("/commitments?thread=thread-0", 400, "thread-0"),
        ("/actors?country=Atlantis", 400, "Atlantis"),
        ("/calendar?since=spring", 400, "2024-01-18"),
        ("/events?as_of=never", 400, "never"),
        ("/record/event-0000", 404, "event-0000"),
        ("/actor/actor-0000", 404, "actor-0000"),
        ("/article/0000", 404, "0000"),
        ("/nowhere", 404, "Not"),
    ],
)
def test_an_error_is_told_to_people_and_to_programs(client: TestClient, address: str, status: int, says: str) -> None:
    page = client.get(address)
    assert page.status_code == status
    assert says in seen(page.text)
    program = client.get(f"{address}{'&' if '?' in address else '?'}format=json")
    assert program.status_code == status
    assert says in program.json()["error"]["message"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/events?colour=red", 400),
        ("/api/events?limit=many", 400),
        ("/api/events?limit=100000", 400),
        ("/api/events?offset=-1", 400),
        ("/api/search", 400),
        ("/api/calendar?since=spring", 400),
        ("/api/records/event-0000", 404),
        ("/api/readings/0000", 404),
        ("/api/nothing", 404),
    ],
)
def test_the_api_tells_errors_as_json(client: TestClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_a_page_beyond_the_last_leads_back_to_it(client: TestClient) -> None:
    """It said "0–9,000 of 12" and asked for a filter to be taken away."""
    page = client.get("/events?type=CONSULT&offset=9000").text
    total = client.get("/api/events?type=CONSULT").json()["total"]
    assert f"None of {total} from here on" in seen(page)
    assert "Nothing fits" not in page
    assert 'href="/events?type=CONSULT&amp;offset=0">To its last page' in page


def test_a_method_that_a_page_does_not_have_is_refused(client: TestClient) -> None:
    assert client.put("/events").status_code == 405
    assert client.delete("/api/events").status_code == 405


def test_pages_of_the_api_follow_each_other_without_gap_or_repeat(client: TestClient) -> None:
    address, ids, total = "/api/events?limit=3", [], 0
    while address:
        answer = client.get(address).json()
        ids += [each["id"] for each in answer["records"]]
        address, total = answer["next"], answer["total"]
    assert ids == [each["id"] for each in client.get("/events?format=json").json()]
    assert len(set(ids)) == total


@pytest.mark.parametrize("address", ["/api/events", "/api/stats", "/api/openapi.json", "/api/search?text=howitzers"])
def test_an_etag_answers_that_nothing_is_new(client: TestClient, address: str) -> None:
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={"if-none-match": f'"0", W/{first.headers["etag"]}'}).status_code == 304
    assert client.get(address, headers={"if-none-match": "*"}).status_code == 304
    assert client.get(address, headers={"if-none-match": '"0"'}).status_code == 200


def test_an_answer_is_kept_also_where_the_first_to_ask_holds_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def described() -> dict[str, int]:
        made.append(1)
        return {"openapi": 3}

    monkeypatch.setattr("communique.web.api.description", described)
    with client_of(path) as client:
        codes = [client.get("/api/openapi.json", headers={"if-none-match": "*"}).status_code for _ in range(3)]
        whole, head = client.get("/api/openapi.json"), client.head("/api/openapi.json")
    assert codes == [304] * 3
    assert whole.json() == {"openapi": 3}
    assert head.headers["etag"] == whole.headers["etag"]
    assert made == [1]


def test_the_etag_is_another_after_a_decision(fresh: tuple[TestClient, Path]) -> None:
    client, path = fresh
    tag = client.get("/api/events").headers["etag"]
    with Ledger.open(path) as ledger:
        ledger.decide("reject", [ledger.events(type="REJECT")[0].id], "ada")
    assert client.get("/api/events", headers={"if-none-match": tag}).status_code == 200


_WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        (
            "",
            "!",
            "!RUS",
            "EST",
            "2024",
            "2024-02-31",
            "nan",
            "-1e400",
            "a* OR",
            '"',
            "event-",
            "%",
            "\0",
            "a OR " * 59,
            "-a " * 99,
        )
    ),
)


@st.composite
def _asked(draw: st.DrawFn) -> tuple[str, dict[str, list[str]]]:
    family = draw(st.sampled_from(sorted(FAMILIES)))
    names = draw(st.lists(st.sampled_from((*FAMILIES[family].filters, "as_of", "limit", "offset")), max_size=4))
    known = {name: [each.value for each in words] for name, words in VOCABULARIES.items()}
    return family, {
        name: [draw(st.one_of(st.sampled_from(known[name]), _WORDS) if name in known else _WORDS)] for name in names
    }


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=_asked())
def test_whatever_is_asked_the_api_answers_as_it_describes(
    client: TestClient, asked: tuple[str, dict[str, list[str]]]
) -> None:
    family, query = asked
    answer = client.get(f"/api/{family}", params=query)
    told = description()["paths"][f"/api/{family}"]["get"]["responses"]
    assert str(answer.status_code) in told
    shape = told[str(answer.status_code)]["content"]["application/json"]["schema"]
    jsonschema.validate(answer.json(), {**shape, "components": description()["components"]})
    assert client.get(f"/{family}", params=query).status_code in {200, 400}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60), order=st.sampled_from(("best", "newest", "")))
def test_whatever_is_searched_there_is_an_answer(client: TestClient, text: str, order: str) -> None:
    page = client.get("/search", params={"text": text, "order": order})
    assert page.status_code == (400 if "\0" in text else 200)
    assert client.get("/api/search", params={"text": text, "order": order}).status_code in {200, 400}


@pytest.mark.parametrize(
    "query",
    [
        "text=" + "a+OR+" * 5_000 + "b",
        "text=" + "x" * 60_000,
        "source=" + "%25" * 20_000,
        "&".join(["actor=EST"] * 5_000),
        "text=" + "a+" * 20_000,
    ],
)
def test_a_question_too_large_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/api/events?{query}").status_code == 400
    assert client.get(f"/events?{query}").status_code == 400
    assert client.get(f"/search?{query}").status_code in {200, 400}


@pytest.mark.parametrize("name", ["stats", "calendar", "contradictions", "openapi.json", "search?text=aid"])
def test_each_other_answer_of_the_api_is_as_described(client: TestClient, name: str) -> None:
    answer = client.get(f"/api/{name}")
    assert answer.status_code == 200
    paths = description()["paths"]
    told = paths.get(f"/api/{name.partition('?')[0]}")
    if told is not None:
        shape = told["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate(answer.json(), {**shape, "components": description()["components"]})


@pytest.mark.parametrize("name", ["calendar?since=2024-01-01&", "contradictions?"])
def test_what_is_coming_and_what_contradicts_comes_in_pages_that_lead_on(many: TestClient, name: str) -> None:
    whole = many.get(f"/api/{name}limit=1000").json()
    assert len(whole["records"]) > 2
    assert whole["next"] is None
    address = f"/api/{name}limit=2"
    found: list[dict[str, str]] = []
    while address:
        answer = many.get(address).json()
        assert answer["offset"] == len(found)
        assert 1 <= len(answer["records"]) <= 2
        found += answer["records"]
        address = answer["next"]
    assert found == whole["records"]


def test_the_first_page_tells_how_many_contradictions_it_leaves_out(many: TestClient) -> None:
    total = many.get("/api/contradictions").json()["total"]
    page = html.fromstring(many.get("/").text)
    section = page.xpath("//section[@aria-labelledby='against']")[0]
    assert f"the newest 4 of {total}" in " ".join(section.text_content().split())
    assert len(section.xpath(".//blockquote")) == 8


@pytest.mark.parametrize("address", ["/", "/events", "/calendar?since=2024-01-01"])
def test_a_citation_opens_its_article_at_the_sentence(many: TestClient, address: str) -> None:
    page = html.fromstring(many.get(address).text)
    cited = [(each.getprevious().text_content(), each.xpath("a/@href")[0]) for each in page.find_class("cite")]
    assert cited
    for sentence, link in cited:
        article, _, place = link.partition("#")
        whole = html.fromstring(many.get(article).text)
        (text,), (at,) = whole.xpath("//div[@class='article-text']"), whole.xpath(f"//*[@id='{place}']")
        assert text.text_content()[int(place.removeprefix("at-")) :].startswith(sentence)
        # All of it is marked, whatever records stand in it.
        assert at.text_content() == sentence


def test_a_sentence_within_another_ends_it_and_no_word_is_lost() -> None:
    text = "One two three. Four."
    ends = {0: 14, 4: 7, 15: 20}
    cut = pieces(text, [Stretch(0, 3, "event", "event-1", "")], {*ends, *ends.values()})
    told = [(each.start, "".join(piece.text for piece in each.pieces)) for each in sentences(cut, ends)]
    assert told == [(0, "One "), (4, "two"), (None, " three. "), (15, "Four.")]


def test_the_first_page_tells_of_how_many_publishers_it_is(many: TestClient) -> None:
    lead = html.fromstring(many.get("/").text).xpath("string(//p[@class='lead'])")
    assert lead.startswith("5 articles (1 copied from others) from 5 publishers, known up to 19 Jan 2024")


def test_what_is_new_became_known_last_whenever_it_is(fresh: tuple[TestClient, Path]) -> None:
    client, path = fresh
    with Ledger.open(path) as ledger:
        every = sorted(ledger.events(limit=None), key=lambda each: each.known)
        first, last = every[0], every[-1]
        assert first.known < last.known
        ledger.edit(first.id, {"date": "2030"}, "ada")
        ledger.edit(last.id, {"date": "2001"}, "ada")
        known = {each.id: each.known for each in every}
    rows = html.fromstring(client.get("/").text).xpath("//section[@aria-labelledby='new']//a[@class='type']/@href")
    shown = [known[each.rpartition("/")[2]] for each in rows]
    assert shown == sorted(shown, reverse=True)
    assert f"/record/{last.id}" in rows
    assert f"/record/{first.id}" not in rows


def test_a_sum_leads_to_what_is_added_up_in_it(client: TestClient) -> None:
    """The sums of the rows that a stage's link opens are the stage's sum, whatever stages their tellings have."""
    page = html.fromstring(client.get("/commitments").text)
    told = page.xpath("//table[contains(@class, 'sums')]/tbody/tr")
    assert told
    for row in told:
        (link,) = {each.get("href") for each in row.xpath(".//a")}
        (opened,) = page.xpath(f"//details//table[@id='{link.removeprefix('#')}']")
        counted = opened.xpath("tbody/tr")
        assert len(counted) == int(row.xpath("string(td[@data-label='Commitments'])"))
        assert [each.xpath("string(td[@data-label='Sum'])") for each in counted] == [
            row.xpath("string(td[@data-label='As told'])")
        ]
        for each in counted:
            assert each.find_class("cite")
            assert client.get(each.xpath("td[@data-label='Sum']/a/@href")[0]).status_code == 200


def test_a_doubt_that_several_articles_have_is_told_once_with_its_sources(many: TestClient) -> None:
    (event,) = many.get("/api/events?type=ASSAULT").json()["records"]
    page = html.fromstring(many.get(f"/record/{event['id']}").text)
    doubts = page.xpath("//h2[starts-with(., 'Who doubts')]/following-sibling::blockquote")
    assert [each.text_content() for each in doubts] == [DOUBT]
    assert f"unlikely, {SOURCES} sources" in " ".join(page.text_content().split())


def test_many_reasons_why_records_are_one_are_folded(many: TestClient) -> None:
    event = next(each for each in many.get("/api/events?type=ASSAULT").json()["records"] if each["reports"] > 2)
    page = html.fromstring(many.get(f"/record/{event['id']}").text)
    (folded,) = page.xpath("//details[@class='folded']")
    assert "One event, because" in folded.xpath("string(summary)")
    assert "open" not in folded.attrib
    assert len(folded.xpath("p")) > 2


def test_the_api_explains_a_record_and_gives_a_reading(client: TestClient, path: Path) -> None:
    with Ledger.open(path) as ledger:
        event, article = ledger.events(limit=1)[0].id, ledger.articles(limit=1)[0].id
        assert client.get(f"/api/records/{event}").json() == json.loads(json.dumps(ledger.explain(event).to_json()))
        reading = ledger.reading(article)
    assert reading is not None
    assert client.get(f"/api/readings/{article}").json() == reading.to_json()


def decide(client: TestClient, record: str, **fields: str) -> int:
    answer = client.post(f"/review/{record}", data={"form_token": form_token(client), **fields}, follow_redirects=False)
    return answer.status_code


def test_a_decision_of_the_page_is_in_the_log_with_its_reviewer_and_can_be_undone(
    fresh: tuple[TestClient, Path],
) -> None:
    client, path = fresh
    with Ledger.open(path) as ledger:
        (refusal,) = ledger.events(type="REJECT")
        assert decide(client, refusal.id, verb="reject", note="hearsay") == 303
        (kept,) = ledger.decisions()
        assert (kept.verb, kept.by, kept.note) == ("reject", "ada", "hearsay")
        assert not ledger.events(type="REJECT")
        page = html.fromstring(client.get("/review").text)
        undo = str(page.xpath("string(//form[.//input[@value='undo']]/@action)"))
        assert decide(client, undo.removeprefix("/review/"), verb="undo") == 303
        assert ledger.events(type="REJECT")[0].id == refusal.id
        assert [each.verb for each in ledger.decisions()] == ["reject", "undo"]


def test_a_reviewer_may_tell_another_name(fresh: tuple[TestClient, Path]) -> None:
    client, path = fresh
    with Ledger.open(path) as ledger:
        assert decide(client, ledger.events(limit=1)[0].id, verb="accept", by="Grace") == 303
        assert ledger.decisions()[0].by == "Grace"


def test_an_edit_changes_what_was_changed_and_no_more(fresh: tuple[TestClient, Path]) -> None:
    client, path = fresh
    with Ledger.open(path) as ledger:
        (refusal,) = ledger.events(type="REJECT")
        fields = {"type": "SANCTION", "type_was": "REJECT", "status": refusal.status, "status_was": refusal.status}
        assert decide(client, refusal.id, verb="edit", **fields) == 303
        assert [(each.verb, each.field, each.value) for each in ledger.decisions()] == [
            ("edit", "type", "SANCTION"),
            ("accept", None, None),
        ]
        assert ledger.events(type="SANCTION")[0].id == refusal.id


def test_events_are_merged_and_split_again(fresh: tuple[TestClient, Path]) -> None:
    client, path = fresh
    with Ledger.open(path) as ledger:
        one, other = ledger.events(type="ASSAULT")
        total = ledger.events(limit=1).total
        assert decide(client, one.id, verb="merge", others=other.id) == 303
        assert ledger.events(limit=1).total == total - 1
        assert ledger.decisions()[-1].verb == "merge"


@pytest.mark.parametrize("verb", ["praise", "", "edit-all"])
def test_a_decision_that_is_none_is_refused(fresh: tuple[TestClient, Path], verb: str) -> None:
    client, path = fresh
    with Ledger.open(path) as ledger:
        assert decide(client, ledger.events(limit=1)[0].id, verb=verb) == 400
        assert not ledger.decisions()


def test_a_note_with_what_no_text_has_is_refused(fresh: tuple[TestClient, Path]) -> None:
    client, path = fresh
    with Ledger.open(path) as ledger:
        assert decide(client, ledger.events(limit=1)[0].id, verb="note", note="a\0b") == 400
        assert not ledger.decisions()


def test_a_decision_about_no_record_is_refused(fresh: tuple[TestClient, Path]) -> None:
    client, _ = fresh
    assert decide(client, "event-0000", verb="accept") in {400, 404}


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/record/event-1/../../x", "javascript:1"])
def test_a_decision_leads_back_to_the_page_alone(fresh: tuple[TestClient, Path], back: str) -> None:
    client, path = fresh
    with Ledger.open(path) as ledger:
        event = ledger.events(limit=1)[0].id
    answer = client.post(
        f"/review/{event}",
        data={"form_token": form_token(client), "verb": "accept", "back": back},
        follow_redirects=False,
    )
    assert answer.headers["location"] == "/review"


def test_the_queue_begins_with_the_least_sure_and_goes_on(client: TestClient) -> None:
    passed, ids = "", set()
    for _ in range(20):
        page = html.fromstring(client.get(f"/review{passed}").text)
        if not page.xpath("//form[@id='decide']"):
            break
        ids.add(page.xpath("string(//form[@id='decide']/@action)"))
        names = page.xpath("//input[@name='passed']/@value")
        passed = "?" + "&".join(f"passed={each}" for each in names)
    assert len(ids) == client.get("/api/events").json()["total"]


@pytest.mark.parametrize(
    "address",
    ["/", "/calendar?since=2024-01-01", "/network?actor=Estonia", "/search?text=howitzers", "/map?type=ASSAULT"],
)
def test_every_page_links_itself_as_csv_and_json(client: TestClient, address: str) -> None:
    page = html.fromstring(client.get(address).text)
    csv_address, json_address = page.xpath("//footer//a[text()='CSV' or text()='JSON']/@href")
    assert rows(client.get(csv_address).text)
    assert client.get(json_address).json()


def test_the_page_of_a_record_is_a_table_of_its_sentences_too(client: TestClient, path: Path) -> None:
    with Ledger.open(path) as ledger:
        thread = ledger.commitments(donor="EST")[0].thread
    told = [row["quote"] for row in rows(client.get(f"/record/{thread}?format=csv").text) if row["section"] == "Life"]
    assert len(told) >= 3
    assert all(told)


def test_commitments_are_added_up_by_stage_and_none_twice(client: TestClient) -> None:
    page = html.fromstring(client.get("/commitments?donor=EST").text)
    sums = {
        str(row.xpath("string(td[1])")).strip(): [str(cell).strip() for cell in row.xpath("td/text()")]
        for row in page.xpath("//table[contains(@class, 'sums')]/tbody/tr")
    }
    assert "80 million" in " ".join(map(" ".join, sums.values()))
    assert "160 million" not in seen(client.get("/commitments?donor=EST").text)
    assert "add nothing; why" in seen(client.get("/commitments?donor=EST").text)


def test_a_long_calendar_is_a_page_of_its_first_days_and_a_file_of_all(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking no further than one entry, the page says that there may be more; its files have no bound."""
    address = "/calendar?since=2023-01-01"
    every = client.get(f"{address}&format=json").json()
    assert "More is planned" not in client.get(address).text
    monkeypatch.setattr("communique.web.news._MOST_LOOKED_AT", len(every))
    assert "More is planned" in client.get(f"{address}&until=2099-01-01").text
    monkeypatch.setattr("communique.web.news._MOST_LOOKED_AT", 0)
    assert every[0]["record"] not in client.get(f"{address}&until=2099-01-02").text
    assert client.get(f"{address}&until=2099-01-02&format=json").json() == every


def test_a_calendar_that_ends_before_it_begins_is_told_as_lists_do(client: TestClient) -> None:
    answer = client.get("/calendar?since=2024-05-01&until=2023-01-01")
    assert answer.status_code == 400
    assert "the period ends (2023-01-01) before it begins (2024-05-01)" in seen(answer.text)


def test_the_calendars_files_have_the_days_and_beside_them_where_the_sentence_stands(client: TestClient) -> None:
    for address in ("/calendar?since=2024-01-01&format=json", "/api/calendar?since=2024-01-01"):
        answer = client.get(address).json()
        told = answer if isinstance(answer, list) else answer["records"]
        (visit,) = [each for each in told if "Berlin" in each["quote"]]
        assert (visit["start"], visit["end"]) == ("2024-01-29", "2024-01-29")
        assert visit["quote_end"] - visit["quote_start"] == len(visit["quote"])
    (visit,) = [
        each for each in rows(client.get("/calendar?since=2024-01-01&format=csv").text) if "Berlin" in each["quote"]
    ]
    assert (visit["start"], visit["end"]) == ("2024-01-29", "2024-01-29")
    assert int(visit["quote_end"]) - int(visit["quote_start"]) == len(visit["quote"])


def test_the_calendar_shows_meetings_alone_where_they_are_asked_for(client: TestClient) -> None:
    every = client.get("/calendar?since=2024-01-01&format=json").json()
    meetings = client.get("/calendar?since=2024-01-01&kind=meetings&format=json").json()
    assert {each["record"] for each in meetings} <= {each["record"] for each in every}
    assert ["Berlin" in each["quote"] for each in meetings] == [True]


COMING = Coming(
    *("event-1", "2024-01-29", "2024-01-29", "day", "AGREE", (), (), None, "planned", 1),
    Quoted("He will go.", "0" * 16, 0, 11, None, None, None, None, 1),
)


@pytest.mark.parametrize(
    ("word", "meeting"), [("visit", True), ("Talks", True), ("negotiations", True), ("deliver", False), (None, False)]
)
def test_the_word_tells_a_meeting_from_another_promise(word: str | None, *, meeting: bool) -> None:
    assert Part(COMING, word).meeting is meeting


@pytest.mark.parametrize(
    ("word", "sentence", "meeting"),
    [
        ("proposed", "Poland proposed a summit of donors in Warsaw in January.", True),
        ("planned", "A meeting between the two is planned for March.", True),
        ("send", "Germany will send four systems, Brandt said after talks in Berlin.", False),
        ("send", "After talks Germany will send four systems.", False),
        ("send", "Germany will send Ukraine four more air defence systems before the summit.", False),
        (None, "The summit is in March.", False),
    ],
)
def test_a_noun_beside_the_word_tells_a_meeting_too(word: str | None, sentence: str, *, meeting: bool) -> None:
    coming = replace(COMING, quote=replace(COMING.quote, quote=sentence))
    assert Part(coming, word).meeting is meeting


def spanning(start: str, end: str) -> Part:
    quote = replace(COMING.quote, quote=start, start=int(start[5:7]) * 100 + int(end[5:7]))
    return Part(replace(COMING, start=start, end=end, quote=quote), None)


def test_a_wide_span_is_expected_at_its_end_and_under_no_month() -> None:
    year, month = spanning("2024-01-01", "2024-12-31"), spanning("2024-11-01", "2024-11-30")
    day, later = spanning("2024-12-03", "2024-12-03"), spanning("2025-01-07", "2025-01-07")
    told = ahead([year, later, month, day])
    assert [each.start for each in told] == ["2024-11-01", "2024-12-03", "2024-01-01", "2025-01-07"]
    assert [each.under for each in told][:3] == [("2024-11",) * 2, ("2024-12",) * 2, ("2024-01-01", "2024-12-31")]


def test_the_first_page_tells_how_much_of_what_is_coming_it_leaves_out(
    fresh: tuple[TestClient, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, path = fresh
    with Ledger.open(path) as ledger:
        for each in ledger.events(status="planned"):
            ledger.edit(each.id, {"date": "2024-06"}, "ada")
    every = len(html.fromstring(client.get("/").text).xpath("//table[contains(@class, 'agenda')]//tr"))
    assert every > 1
    assert "all in the calendar" not in seen(client.get("/").text)
    monkeypatch.setattr("communique.web.news._MOST_AHEAD", every - 1)
    assert f"{every - 1} of {every}, all in the calendar" in seen(client.get("/?again=1").text)


def test_the_months_of_commitments_are_those_in_which_they_were_known(fresh: tuple[TestClient, Path]) -> None:
    client, path = fresh
    with Ledger.open(path) as ledger:
        known = Counter(each.known[:7] for each in ledger.commitments(limit=None))
        for each in ledger.commitments(limit=None):
            ledger.edit(each.id, {"date": "2024-06"}, "ada")

    def months(address: str) -> dict[str, str]:
        page = html.fromstring(client.get(address).text)
        rows = page.xpath("//h2[.='Known in']/following-sibling::ul[1]/li")
        return {f"{row.xpath('string(span)')} {row.xpath('string(a)')}": row.xpath("a/@href")[0] for row in rows}

    told = months("/commitments")
    assert sorted(int(each.partition(" ")[0]) for each in told) == sorted(known.values())
    for name, address in told.items():
        assert f"of {name.partition(' ')[0]} " in f"{seen(client.get(address).text)} "
        # Once a month is chosen the others can be chosen in its place.
        assert months(address).keys() == told.keys()


@pytest.mark.parametrize("said", ["EST", "est", "Estonia", "estonian"])
def test_a_search_for_a_country_finds_its_actors_and_leads_to_all_of_it(client: TestClient, said: str) -> None:
    page = html.fromstring(client.get(f"/search?text={said}").text)
    assert "Estonia" in page.xpath("//main//a[starts-with(@href, '/actor/')]/text()")
    assert page.xpath("//a[@href='/events?country=EST']")
    assert page.xpath("//blockquote")


def test_a_search_for_a_code_that_no_paper_writes_says_what_it_found_instead(client: TestClient) -> None:
    assert "No sentence has “UKR”. These have “Ukraine”." in seen(client.get("/search?text=UKR").text)
    assert "These have" not in client.get("/search?text=Ukraine").text
    assert "No sentence has these words" in client.get("/search?text=KIR").text


@pytest.mark.parametrize("order", ["best", "newest"])
def test_a_search_tells_all_that_it_finds_page_by_page_and_its_files_have_all(
    fresh: tuple[TestClient, Path], monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    client, _ = fresh
    monkeypatch.setattr("communique.web.news.PAGE", 2)
    address, told = f"/search?text=the+OR+to&order={order}", []
    files = [rows(client.get(f"{address}&format=csv").text), client.get(f"{address}&format=json").json()]
    assert len(files[0]) == len(files[1]) > 4
    while address:
        page = html.fromstring(client.get(address).text)
        hits = page.xpath("//div[@class='hit']//blockquote")
        told += [each.text_content() for each in hits]
        assert f"of {len(files[0])}" in page.xpath("string(//p[@class='beside'])")
        address = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    assert told == [each["quote"] for each in files[1]]
    beyond = html.fromstring(client.get("/search?text=the&offset=9000").text)
    (back,) = beyond.xpath("//p[@class='empty']//a/@href")
    assert html.fromstring(client.get(back).text).xpath("//div[@class='hit']")


def test_the_network_finds_an_actor_by_its_name_and_says_when_there_is_none(client: TestClient) -> None:
    assert "The strongest ties of Estonia" in seen(client.get("/network?actor=estonia").text)
    assert client.get("/network?actor=Atlantis").status_code == 404


def test_an_address_with_the_id_of_who_was_merged_leads_to_who_it_is_now(fresh: tuple[TestClient, Path]) -> None:
    client, path = fresh
    with Ledger.open(path) as ledger:
        whole, gone = ledger.actors(name="Estonia")[0].id, ledger.actors(name="Ukraine")[0].id
        ledger.decide("merge", [whole, gone], "ada")
        assert gone not in {each.id for each in ledger.actors(limit=None)}
    questions = ("/events?actor={}", "/commitments?donor={}", "/statements?speaker={}", "/events?actor=!{}")
    for question in questions:
        old, new = (client.get(f"/api{question.format(each)}").json() for each in (gone, whole))
        assert old["records"] == new["records"], question
        assert "Estonia" in seen(client.get(question.format(gone)).text.partition("</aside>")[0])
    assert client.get(f"/network?actor={gone}&format=json").json()["actor"] == whole


def test_the_statements_of_one_speaker_show_how_the_words_changed(client: TestClient, path: Path) -> None:
    with Ledger.open(path) as ledger:
        said = Counter(each.speaker.id for each in ledger.statements(limit=None))
    speaker, times = said.most_common(1)[0]
    page = client.get(f"/statements?speaker={speaker}").text
    assert ("How the words of" in page) == (times > 1)
    assert "How the words of" not in client.get("/statements").text


def test_a_page_shows_a_change_at_once_though_it_is_remembered(fresh: tuple[TestClient, Path]) -> None:
    client, path = fresh
    assert "REJECT" in client.get("/events?type=REJECT").text
    assert client.get("/events?type=REJECT").text == client.get("/events?type=REJECT").text
    with Ledger.open(path) as ledger:
        ledger.decide("reject", [ledger.events(type="REJECT")[0].id], "ada")
    assert "Nothing fits" in client.get("/events?type=REJECT").text


def test_a_title_that_articles_give_is_an_office_with_its_days(path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger, Ledger.open(tmp_path / "titled.db") as titled:
        for row in ledger.articles(limit=None):
            reading = ledger.reading(row.id)
            assert reading is not None
            actors = tuple(replace(each, title="Envoy" if each.kind == "person" else None) for each in reading.actors)
            titled.put(replace(reading, actors=actors))
        envoy = next(each for each in titled.actors(limit=None) if each.kind == "person")
    with client_of(tmp_path / "titled.db") as client:
        (office,) = client.get(f"/actor/{envoy.id}?format=json").json()["offices"]
        assert office["title"] == "Envoy"
        assert office["first"] <= office["last"]
        assert "Offices over time" in client.get(f"/actor/{envoy.id}").text


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2024-03-18", "2024-03-18", "18 Mar 2024"),
        ("2024-03-01", "2024-03-31", "March 2024"),
        ("2024-01-01", "2024-12-31", "2024"),
        ("2024-01-01", "2024-03-31", "January to March 2024"),
        ("2024-03-03", "2024-03-09", "3 to 9 Mar 2024"),
        ("2024-02-28", "2024-03-02", "28 Feb to 2 Mar 2024"),
        ("2023-12-30", "2024-01-02", "30 Dec 2023 to 2 Jan 2024"),
        ("spring", None, "spring"),
    ],
)
def test_days_are_written_as_people_do(start: str, end: str | None, said: str) -> None:
    assert days(start, end) == said
    if end is not None:
        assert day(f"{start}..{end}") == said


def test_ids_in_a_reason_become_links_and_nothing_else_becomes_markup() -> None:
    made = linked("<b>link-3ae8c68f8ee764a2 same: report-3d029f7a088c5f46</b>")
    assert html.fromstring(f"<p>{made}</p>").xpath("//a/@href") == [
        "/record/link-3ae8c68f8ee764a2",
        "/record/report-3d029f7a088c5f46",
    ]
    assert "<b>" not in made


def test_reasons_call_records_by_what_they_are(fresh: tuple[TestClient, Path]) -> None:
    client, path = fresh
    with Ledger.open(path) as ledger:
        (delivered,) = ledger.commitments(stage="delivered", until="2024-03-12")
        id_ = delivered.id
    told = seen(client.get(f"/record/{delivered.thread}").text)
    assert "12 howitzers of 12 Mar 2024" in told
    assert f"commitment {id_.rpartition('-')[2][:6]}" not in told
    assert "known by name" not in seen(client.get(f"/record/{id_}").text)
    links = html.fromstring(client.get("/commitments").text).xpath("//td[@data-label='Telling']/a")
    assert f"/record/{id_}" in {each.get("href") for each in links if each.text == "12 howitzers of 12 Mar 2024"}
    assert linked(f"{id_} <b>", {id_: "<i>12"}) == f'<a href="/record/{id_}">&lt;i&gt;12</a> &lt;b&gt;'


def test_a_search_marks_the_words_it_found_and_nothing_else_becomes_markup() -> None:
    made = highlighted("<i>Aid</i> is aid", "«Aid» is «aid»")
    assert html.fromstring(f"<p>{made}</p>").xpath("//mark/text()") == ["Aid", "aid"]
    assert "<i>" not in made
    made = highlighted("Jinwar, a village, saw no war; post-war, war_2", "no «war»; post-«war»")
    assert html.fromstring(f"<p>{made}</p>").xpath("//mark/text()") == ["war", "war", "war"]
    assert highlighted("Kupiansk’s dam", "«Kupiansk’s» dam").startswith("<mark>")
