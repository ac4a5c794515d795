"""What a notebook shows of readings, records, answers, totals and pictures; and the quick start, which has to run."""

from __future__ import annotations

import datetime
import html
import importlib.util
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from demo import reading
from hostile_articles import PAYLOADS
from ledger_readings import READINGS, small_ledger
from ledger_readings import reading as made

from communique import Ledger, Reading
from communique.charts.drawing import Picture, picture, text
from communique.charts.notebook import html_of
from communique.charts.pictures import lives_of, timeline_of
from communique.shown import Listed

QUICKSTART = Path(__file__).parent.parent / "docs" / "quickstart.ipynb"
DAY = datetime.date(2024, 6, 1)


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return small_ledger()


class _Page(HTMLParser):
    """The elements and the words of a piece of HTML."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def shown(value: Any) -> _Page:
    page = _Page(value._repr_html_())
    assert not page.open, "an element isn't closed"
    return page


def test_a_reading_is_shown_with_its_events_and_the_sentences_that_tell_them() -> None:
    words = shown(reading()).words
    assert "8 events" in words
    assert "6 commitments" in words
    assert "Maarja Tamm" in words
    for event in reading().events:
        assert event.evidence.quote[:100] in words


@pytest.mark.parametrize("family", ["events", "statements", "commitments", "actors"])
def test_a_record_is_shown_with_its_quotes(family: str) -> None:
    record = getattr(reading(), family)[0]
    words = shown(record).words
    assert record.id in words
    span = record.mentions[0] if family == "actors" else record.evidence
    assert f"“{span.quote[:100]}" in words


def test_an_answer_is_a_table_that_tells_how_many_there_are(ledger: Ledger) -> None:
    answer = ledger.events(limit=2)
    page = shown(answer)
    assert f"2 of {answer.total} records" in page.words
    assert [tag for tag, _ in page.tags].count("tr") == 3
    assert answer[0].quote.quote in page.words
    assert answer[0].id in page.words


@pytest.mark.parametrize("ask", ["events", "statements", "commitments", "actors", "articles"])
def test_every_answer_and_each_of_its_rows_can_be_shown(ledger: Ledger, ask: str) -> None:
    answer = getattr(ledger, ask)()
    assert answer[0].id in shown(answer).words
    assert answer[0].id in shown(answer[0]).words


def test_an_empty_answer_says_so(ledger: Ledger) -> None:
    assert shown(ledger.events(actor="FRA", place="FRA", since="2030")).words == "0 records"


def test_lists_of_the_ledger_are_shown_as_tables_and_stay_lists(ledger: Ledger) -> None:
    lists = (
        ledger.search("howitzers"),
        ledger.calendar(since=datetime.date(2024, 1, 1)),
        ledger.drift("Maarja Tamm"),
        ledger.overdue(DAY),
        ledger.contradictions(),
    )
    for each in lists:
        assert isinstance(each, Listed)
        assert each == list(each)
        assert ("1 record" if len(each) == 1 else f"{len(each)} records") in shown(each).words


def test_totals_are_shown_with_what_adds_nothing(ledger: Ledger) -> None:
    totals = ledger.totals()
    words = shown(totals).words
    assert "EUR 80 million" in words
    assert totals.rows[0].counted[0].quote.quote in words
    assert totals.rows[0].not_added[0].said in words


def test_long_answers_are_cut_and_say_what_is_left() -> None:
    assert "… and 10 more" in shown(Listed(READINGS[0].events[0] for _ in range(60))).words


def test_pictures_are_shown_as_pictures_and_stay_texts(ledger: Ledger) -> None:
    for svg in (lives_of(ledger, {}, links=False), timeline_of(ledger, {})):
        assert isinstance(svg, Picture)
        assert svg.startswith("<svg")
        assert str(svg) in svg._repr_html_()
    assert isinstance(picture("A <label>", 10, [text(0, 0, "a < b")]), Picture)


def test_beside_the_html_stands_a_short_plain_text() -> None:
    for value in (reading(), Listed(READINGS[0].events), Picture("x" * 5_000)):
        bundle = value._repr_mimebundle_()
        assert len(bundle["text/plain"]) <= 300
        assert bundle["text/html"] == value._repr_html_()


def hostile(payload: str) -> Reading:
    """Make a reading in which everything that can hold the words of others holds these."""
    return made(
        f"{payload} attacked the port. Ana said it.",
        title=payload,
        publisher=payload,
        url="javascript:document.title=1",
        actors={"x": (payload, "group", None, [], None), "a": ("Ana", "person", None, [], None)},
        statements=[{"speaker": "a", "act": "say", "cue": "said", "content": "it"}],
        events=[{"type": "ASSAULT", "status": "actual", "trigger": "attacked", "actors": ["x"]}],
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_of_an_article_becomes_markup(payload: str) -> None:
    held = hostile(payload)
    with Ledger.open(":memory:") as ledger:
        ledger.put(held)
        pages = [shown(held), shown(held.events[0]), shown(ledger.events()), shown(ledger.actors()[0])]
        pages += [shown(ledger.articles()), shown(ledger.search("port"))]
    for page in pages:
        known = {"table", "caption", "thead", "tbody", "tr", "th", "td", "p", "strong", "br", "small"}
        assert {tag for tag, _ in page.tags} <= known
        assert {name for _, attributes in page.tags for name in attributes} <= {"style", "scope"}


def test_only_addresses_of_the_web_are_links(ledger: Ledger) -> None:
    links = [attributes["href"] for tag, attributes in shown(ledger.events(limit=None)).tags if tag == "a"]
    assert links
    assert all(link and link.startswith("https://") for link in links)


def test_colours_are_the_notebooks_own(ledger: Ledger) -> None:
    page = ledger.events()._repr_html_() + ledger.totals()._repr_html_() + reading()._repr_html_()
    assert not re.search(r"(?<![-\w])(color|background)[-\w]*:", page)


def test_what_is_not_ours_is_refused() -> None:
    with pytest.raises(TypeError, match="a notebook shows no int"):
        html_of(1)


def test_records_can_be_shown_without_loading_charts_before() -> None:
    code = "import sys, communique.records; print('communique.charts' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "False"


@pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("nbclient", "nbformat", "ipykernel", "pandas")),
    reason="the quick start runs with nbclient, ipykernel and pandas: pip install nbclient ipykernel pandas",
)
@pytest.mark.filterwarnings("default")  # Jupyter's own packages warn of what each other does
def test_the_quick_start_runs_and_shows_what_it_did_when_it_was_written() -> None:
    import nbclient  # noqa: PLC0415  # only for this test
    import nbformat  # noqa: PLC0415

    book: Any = nbformat.read(QUICKSTART, as_version=4)  # type: ignore[no-untyped-call,unused-ignore]  # it is typed in part
    before = [_kinds(cell) for cell in book.cells]
    nbclient.NotebookClient(book, timeout=120, resources={"metadata": {"path": str(QUICKSTART.parent)}}).execute()
    assert [_kinds(cell) for cell in book.cells] == before
    told = html.unescape("".join(str(cell.get("outputs", "")) for cell in book.cells))
    assert "Estonia will send Ukraine up to 80 million euros" in told
    assert QUICKSTART.stat().st_size < 100_000


def test_the_quick_start_shows_the_reader_of_these_weights() -> None:
    """It showed what a reader found ten versions ago: run it anew, as docs/notebook.md tells."""
    card = json.loads((QUICKSTART.parents[1] / "src/communique/model/weights/reader.json").read_text("utf-8"))
    assert f"version='{card['version']}'" in QUICKSTART.read_text("utf-8")


def _kinds(cell: Any) -> list[tuple[str, ...]]:
    """Give the sorts of output of a cell: a table, a picture, text."""
    return [(each["output_type"], *sorted(each.get("data", ()))) for each in cell.get("outputs", ())]
