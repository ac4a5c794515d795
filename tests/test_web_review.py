"""What is reviewed on the page: events and commitments, what a form changes of them, and what the queue remembers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from ledger_readings import reading
from lxml import html
from starlette.testclient import TestClient
from web_site import client_of, seen, small_file

from communique import Ledger
from communique.web.checking import against


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with client_of(small_file(tmp_path)) as made:
        yield made


@pytest.fixture
def ledger(client: TestClient, tmp_path: Path) -> Iterator[Ledger]:  # noqa: ARG001  # the file is made first
    with Ledger.open(tmp_path / "small.db") as made:
        yield made


def form_of(client: TestClient, address: str) -> dict[str, str]:
    """Return what the form that decides sends where nothing in it is touched."""
    (form,) = html.fromstring(client.get(address).text).xpath(
        "//form[@id='decide'] | //form[starts-with(@action, '/review/') and .//button[@value='reject']][not(@id)]"
    )
    return {"at": form.action, **{name: value or "" for name, value in form.form_values()}}


def sent(client: TestClient, form: dict[str, str], **fields: str) -> str:
    """Send a form with other values, and return where it leads."""
    data = {**{name: value for name, value in form.items() if name != "at"}, **fields}
    answer = client.post(form["at"], data=data, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_commitment_is_mended_on_its_page(client: TestClient, ledger: Ledger) -> None:
    (before,) = [
        each for each in ledger.commitments(limit=None) if each.value == 80_000_000 and each.stage == "pledged"
    ]
    form = form_of(client, f"/record/{before.id}")
    new = {"stage": "approved", "donors": "Estonia; United Kingdom", "amount": "85 million EUR", "date": "2024-02"}
    assert sent(client, form, verb="edit", category="humanitarian", **new) == f"/record/{before.id}"
    after = next(each for each in ledger.commitments(limit=None) if each.id == before.id)
    assert (after.stage, after.category, after.value, after.currency) == ("approved", "humanitarian", 85_000_000, "EUR")
    assert [each.country for each in after.donors] == ["EST", "GBR"]
    assert after.recipients == before.recipients
    assert (after.date_start, after.date_end, after.date_precision) == ("2024-02-01", "2024-02-29", "month")
    assert after.verdict == "accepted"
    assert form_of(client, f"/record/{before.id}")["date"] == "2024-02"


def test_an_event_is_mended_on_its_page(client: TestClient, ledger: Ledger) -> None:
    before = ledger.events(type="REJECT")[0]
    form = form_of(client, f"/record/{before.id}")
    sent(client, form, verb="edit", actors="Ukraine", recipients="", date="2024-01-09")
    (after,) = ledger.events(type="REJECT")
    assert [each.name for each in after.actors] == ["Ukraine"]
    assert (after.recipients, after.date_start, after.status) == ((), "2024-01-09", before.status)


def test_what_is_not_touched_is_not_changed(client: TestClient, ledger: Ledger) -> None:
    ids = [each.id for each in ledger.commitments(limit=None)]
    ids += [each.id for each in ledger.events(limit=None)]
    ids += [each.id for each in ledger.statements(limit=None)]
    for ident in ids:
        sent(client, form_of(client, f"/record/{ident}"), verb="edit")
    assert not ledger.decisions()


def test_a_correction_that_cannot_be_is_told_and_nothing_of_it_is_kept(client: TestClient, ledger: Ledger) -> None:
    each = ledger.commitments(limit=1)[0]
    form = form_of(client, f"/record/{each.id}")
    data = {**form, "verb": "edit", "stage": "delivered", "donors": "Nobody at All"}
    data.pop("at")
    answer = client.post(form["at"], data=data)
    assert answer.status_code == 400
    assert "Nobody at All" in seen(answer.text)
    assert not ledger.decisions()


@pytest.mark.parametrize("amount", ["-5 EUR", "−5 million EUR", "- 5 EUR", "-€5", "EUR -5"])
def test_a_sum_below_nothing_is_refused(client: TestClient, ledger: Ledger, amount: str) -> None:
    each = ledger.commitments(limit=1)[0]
    form = form_of(client, f"/record/{each.id}")
    data = {**form, "verb": "edit", "amount": amount}
    assert client.post(data.pop("at"), data=data).status_code == 400
    assert not ledger.decisions()


def test_a_span_between_two_sums_is_no_minus(client: TestClient, ledger: Ledger) -> None:
    each = ledger.commitments(limit=1)[0]
    sent(client, form_of(client, f"/record/{each.id}"), verb="edit", amount="5 - 7 million EUR")
    after = next(one for one in ledger.commitments(limit=None) if one.id == each.id)
    assert (after.low, after.high) == (5_000_000, 7_000_000)


def test_whatever_button_is_pressed_a_change_is_not_lost(client: TestClient, ledger: Ledger) -> None:
    form = form_of(client, "/review?of=commitments")
    its_id = form["at"].rpartition("/")[2]
    sent(client, form, verb="accept", stage="refused")
    after = next(each for each in ledger.commitments(limit=None) if each.id == its_id)
    assert (after.stage, after.verdict) == ("refused", "accepted")


def entered(client: TestClient, address: str, **fields: str) -> int:
    """Fill fields in and press Enter in one, which presses the form's first button; return the answer's status."""
    form = form_of(client, address)
    page = html.fromstring(client.get(address).text)
    ((name, value),) = [
        (each.get("name"), each.get("value"))
        for each in page.xpath(f"//form[@action='{form['at']}'][.//button[@value='reject']]//button")[:1]
    ]
    data = {key: each for key, each in {**form, name: value, **fields}.items() if key != "at"}
    return client.post(form["at"], data=data, follow_redirects=False).status_code


def test_enter_decides_what_was_filled_in_and_nothing_else(client: TestClient, ledger: Ledger) -> None:
    def verbs() -> list[str]:
        return [each.verb for each in ledger.decisions()]

    assert (entered(client, "/review"), verbs()) == (303, [])
    assert (entered(client, "/review", note="hearsay"), verbs()) == (303, ["note"])
    its_id = form_of(client, "/review")["at"].rpartition("/")[2]
    other = next(each.id for each in ledger.events(limit=None) if each.id != its_id)
    total = ledger.events(limit=1).total
    assert (entered(client, "/review", others=other), verbs()) == (303, ["note", "merge"])
    assert ledger.events(limit=1).total == total - 1
    assert (entered(client, "/review", status="hypothetical"), verbs()[2:]) == (303, ["edit", "accept"])
    both = {"others": other, "status": "negated" if form_of(client, "/review")["status"] != "negated" else "actual"}
    assert (entered(client, "/review", **both), len(verbs())) == (400, 4)


def test_a_note_on_a_records_page_is_kept_by_enter_and_by_change(client: TestClient, ledger: Ledger) -> None:
    address = f"/record/{ledger.events(limit=1)[0].id}"
    assert entered(client, address, note="from a wire") == 303
    sent(client, form_of(client, address), verb="edit", note="and another")
    assert [(each.verb, each.note) for each in ledger.decisions()] == [("note", "from a wire"), ("note", "and another")]


def test_a_records_page_takes_back_what_was_decided_there(client: TestClient, ledger: Ledger) -> None:
    def undo() -> list[dict[str, str]]:
        page = html.fromstring(client.get(f"/record/{event.id}").text)
        forms = page.xpath("//form[starts-with(@action, '/review/decision-')]")
        return [{"at": each.action, "verb": "undo", **dict(each.form_values())} for each in forms]

    event = ledger.events(limit=1)[0]
    assert not undo()
    for _ in range(3):
        sent(client, form_of(client, f"/record/{event.id}"), verb="accept")
    assert [each.verb for each in ledger.decisions()] == ["accept"]
    ledger.decide("note", [event.id], "bob", note="seen")
    (form,) = undo()
    assert sent(client, form) == f"/record/{event.id}"
    assert ledger.events(limit=1)[0].verdict is None
    assert not undo()


def test_what_is_refused_leads_back_to_the_form(client: TestClient) -> None:
    """A day that is none, or a record that is another now, led to the first page alone."""
    form = form_of(client, "/review")
    answer = client.post(form["at"], data={**form, "verb": "edit", "date": "2024-13-45"})
    assert answer.status_code == 400
    (link,) = html.fromstring(answer.text).xpath("//main//a[.='the page as it is now']/@href")
    assert link == form["at"].replace("/review/", "/record/")
    assert client.get(link).status_code == 200
    # A decision, which such a form takes back, has no page.
    assert "as it is now" not in client.post("/review/decision-none", data={**form, "verb": "undo"}).text


def test_what_a_form_showed_otherwise_is_not_decided_about(client: TestClient, ledger: Ledger) -> None:
    def refused(form: dict[str, str], **fields: str) -> str:
        before = len(ledger.decisions())
        answer = client.post(form["at"], data={**{k: v for k, v in form.items() if k != "at"}, **fields})
        assert (answer.status_code, len(ledger.decisions())) == (400, before)
        return seen(answer.text)

    event = next(each for each in ledger.events(limit=None) if each.type == "AGREE")
    first, second = (form_of(client, f"/record/{event.id}") for _ in range(2))
    sent(client, first, verb="edit", type="AID")
    said = refused(second, verb="edit", type="REJECT")
    assert "changed meanwhile" in said
    assert "Type is AID now, it was AGREE" in said
    assert "ada’s" in said

    one, other = (form_of(client, f"/record/{each.id}") for each in ledger.events(type="ASSAULT"))
    into = other["at"].rpartition("/")[2]
    sent(client, one, verb="merge", others=into)
    for form in (one, other):
        assert "changed meanwhile" in refused(form, verb="accept")
    # A note is no other record, and the same form sent twice is one decision.
    promise = form_of(client, "/review?of=commitments")
    ledger.decide("note", [promise["at"].rpartition("/")[2]], "bob", note="seen")
    sent(client, promise, verb="accept")
    sent(client, promise, verb="accept")
    assert [each.verb for each in ledger.decisions()][-2:] == ["note", "accept"]
    sent(client, form_of(client, promise["at"].replace("review", "record")), verb="accept", date="2024-02")
    assert [each.verb for each in ledger.decisions()][-3:] == ["accept", "edit", "accept"]


def test_actors_are_merged_on_the_page_and_parted_again(client: TestClient, ledger: Ledger) -> None:
    whole, gone = ledger.actors(name="Estonia")[0], ledger.actors(name="Ukraine")[0]
    assert f"/merge/{whole.id}" in html.fromstring(client.get(f"/actor/{whole.id}").text).xpath("//a/@href")
    page = html.fromstring(client.get(f"/merge/{whole.id}?name=ukr").text)
    (form,) = page.xpath("//form[.//button[@value='merge']]")
    assert gone.id in form.xpath(".//input[@name='other']/@value")
    data = {"at": form.action, **{name: value or "" for name, value in form.form_values()}}
    assert sent(client, data, verb="merge", other=gone.id) == f"/merge/{whole.id}"
    assert gone.id not in {each.id for each in ledger.actors(limit=None)}
    (form,) = html.fromstring(client.get(f"/merge/{whole.id}").text).xpath("//form[.//button[@value='undo']]")
    sent(client, {"at": form.action, **dict(form.form_values())}, verb="undo")
    assert gone.id in {each.id for each in ledger.actors(limit=None)}
    assert client.get(f"/merge/{ledger.events(limit=1)[0].id}").status_code == 404


def test_commitments_have_a_queue_of_their_own_the_least_sure_first(client: TestClient, ledger: Ledger) -> None:
    doubtful = ledger.commitments(limit=None)[3].id
    ledger.edit(doubtful, {"recipients": ""}, "ada")
    address, told = "/review?of=commitments", []
    for _ in range(30):
        page = html.fromstring(client.get(address).text)
        if not page.xpath("//form[@id='decide']"):
            break
        told.append(page.xpath("string(//form[@id='decide']/@action)").rpartition("/")[2])
        passed = page.xpath("//form[@id='next']//input[@name='passed']/@value")
        address = "/review?of=commitments&" + "&".join(f"passed={each}" for each in passed)
    assert sorted(told) == sorted(each.id for each in ledger.commitments(limit=None))
    assert told[0] == doubtful
    assert "You went on past all that wait" in seen(client.get(address).text)


@pytest.mark.parametrize("of", ["", "?of=commitments"])
def test_every_key_of_the_queue_has_its_button(client: TestClient, of: str) -> None:
    keys = set(html.fromstring(client.get(f"/review{of}").text).xpath("//@data-key"))
    assert {"a", "r", "e", "m", "n"} <= keys


def test_commitments_are_split_and_merged_again(client: TestClient, ledger: Ledger) -> None:
    def threads() -> dict[str, str]:
        return {each.id: each.thread for each in ledger.commitments(limit=None)}

    before = threads()
    parted = form_of(client, "/review?of=commitments")
    its_id = parted["at"].rpartition("/")[2]
    sent(client, parted, verb="split", report=its_id)
    assert len(set(threads().values())) == len(set(before.values())) + 1
    page = html.fromstring(client.get("/review?of=commitments").text)
    assert page.xpath("//form[@id='decide']/@action") == [parted["at"]]
    other = page.xpath("//input[@name='other']/@value")[0]
    sent(client, form_of(client, "/review?of=commitments"), verb="merge", other=other)
    assert len(set(threads().values())) == len(set(before.values()))


def test_what_was_passed_stays_passed_after_a_decision(client: TestClient) -> None:
    first = form_of(client, "/review")["at"].rpartition("/")[2]
    second = form_of(client, f"/review?passed={first}")
    led = sent(client, second, verb="accept")
    assert parse_qs(urlsplit(led).query) == {"passed": [first]}
    assert form_of(client, led)["at"] not in {second["at"], f"/review/{first}"}


def test_a_changed_record_waits_no_longer(client: TestClient) -> None:
    form = form_of(client, "/review")
    sent(client, form, verb="edit", status="hypothetical")
    assert form_of(client, "/review")["at"] != form["at"]


def test_undo_goes_back_press_by_press(client: TestClient, ledger: Ledger) -> None:
    def undone() -> None:
        page = html.fromstring(client.get("/review").text)
        (form,) = page.xpath("//form[.//input[@value='undo']]")
        data: dict[str, list[str]] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)
        assert client.post(form.action, data=data, follow_redirects=False).status_code == 303

    verdicts = {each.id: each.verdict for each in ledger.events(limit=None, verdict="any")}
    statuses = {each.id: each.status for each in ledger.events(limit=None, verdict="any")}
    sent(client, form_of(client, "/review"), verb="accept")
    sent(client, form_of(client, "/review"), verb="edit", status="hypothetical", date="2024-01")
    sent(client, form_of(client, "/review"), verb="reject")
    assert len(ledger.decisions()) == 5
    undone()
    assert len(ledger.events(limit=None, verdict="accepted")) == 2
    undone()
    assert {each.id: each.status for each in ledger.events(limit=None, verdict="any")} == statuses
    undone()
    assert {each.id: each.verdict for each in ledger.events(limit=None, verdict="any")} == verdicts
    assert not html.fromstring(client.get("/review").text).xpath("//input[@value='undo']")


def test_a_sentence_that_speaks_against_its_record_is_marked_until_somebody_decided(
    client: TestClient, ledger: Ledger
) -> None:
    def marked() -> list[str]:
        found = html.fromstring(client.get("/commitments").text).xpath("//table//span[@class='chip check']/text()")
        return [str(each) for each in found]

    text = "Norway gave Ukraine no news on Monday. The 12 howitzers of Norway have not arrived in Ukraine yet."
    people = {"nor": ("Norway", "state", "NOR", ("GOV",), "NORGOV"), "ukr": ("Ukraine", "state", "UKR", (), "UKR")}
    late = {
        "donors": ["nor"],
        "recipients": ["ukr"],
        "at": "arrived",
        "stage": "delivered",
        "items": [(12, "howitzers", "artillery", "12 howitzers")],
    }
    assert not marked()
    ledger.put(reading(text, actors=people, commitments=[late], published="2024-05-06"))
    assert marked() == ["check: “not”"]
    its_id = ledger.commitments(donor="NOR")[0].id
    assert "check: “not”" in seen(client.get(f"/record/{its_id}").text)
    ledger.decide("accept", [its_id], "ada")
    assert not marked()


def test_what_is_coming_has_its_sentence_beside_it(client: TestClient, ledger: Ledger) -> None:
    (event, *_) = ledger.events(status="planned")
    ledger.edit(event.id, {"date": "2024-06"}, "ada")
    told = html.fromstring(client.get("/").text).xpath(
        "//table[contains(@class, 'agenda')]//details//blockquote/text()"
    )
    assert event.quote.quote in told


@pytest.mark.parametrize(
    ("word", "sentence", "said"),
    [
        ("delivered", "The two Patriot batteries have not arrived yet.", "not"),
        ("delivered", "Kyiv denied that the shells came.", "denied"),
        ("planned", "The visit won't take place.", "n't"),
        ("delivered", "Twelve of them crossed the border, notably on Tuesday.", None),
        ("refused", "They will not be sent.", None),
    ],
)
def test_a_word_that_speaks_against_a_stage_asks_for_a_look(word: str, sentence: str, said: str | None) -> None:
    assert against(word, sentence) == said


def test_another_program_may_decide_beside_the_page(client: TestClient, tmp_path: Path) -> None:
    path = tmp_path / "small.db"
    with Ledger.open(path) as ledger:
        first, second, *_ = [each.id for each in ledger.events()]
    form = form_of(client, f"/record/{first}")  # a page has been answered: the page's ledger is open
    assert client.get("/").status_code == 200
    accept = (
        'import sys; from communique import Ledger; Ledger.open(sys.argv[1]).decide("accept", [sys.argv[2]], "bob")'
    )
    subprocess.run([sys.executable, "-c", accept, path, second], check=True)  # noqa: S603  # a fixed command
    assert path.with_name("small.db-wal").exists(), "the other program was not the last to have it open"
    sent(client, form, verb="accept")
    listing = "import sys; from communique import Ledger; print(len(Ledger.open(sys.argv[1]).decisions()))"
    done = subprocess.run([sys.executable, "-c", listing, path], check=True, capture_output=True, text=True)  # noqa: S603
    assert int(done.stdout) == 2
