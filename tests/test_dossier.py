from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hostile_articles import PAYLOADS, hostile
from ledger_readings import READINGS, ledger_of, small_ledger
from lxml import html
from told_by_many import many_told
from web_site import small_file

from communique import BadQuestion, Ledger
from communique.cli.plot import plot
from communique.cli.report import report
from communique.web.dossier import dossier


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    with small_ledger() as made:
        yield made


def test_a_dossier_holds_every_record_of_the_question_with_its_sentence_and_source(ledger: Ledger) -> None:
    page = html.fromstring(dossier(ledger, {"recipient": ["UKR"]}, "Aid"))
    text = " ".join(page.text_content().split())
    quotes = [each.quote for each in ledger.events(recipient="UKR")]
    quotes += [each.quote for each in ledger.commitments(recipient="UKR")]
    for each in quotes:
        assert each.quote in text
    numbers = {str(each)[1:] for each in page.xpath("//a[starts-with(@href, '#article-')]/@href")}
    assert numbers == set(page.xpath("//li/@id"))
    assert len(page.xpath("//*[local-name()='svg']")) == 3


def test_a_dossier_needs_nothing_but_itself(ledger: Ledger) -> None:
    page = html.fromstring(dossier(ledger, {}, "All"))
    assert page.xpath("//script | //link | //img | //iframe | //@src") == []
    assert all(str(each).startswith(("#", "https://")) for each in page.xpath("//@href"))
    assert "default-src 'none'" in page.xpath("string(//meta[@http-equiv]/@content)")


def test_what_a_filter_cannot_be_asked_of_is_not_in_the_dossier(ledger: Ledger) -> None:
    page = html.fromstring(dossier(ledger, {"type": ["ASSAULT"]}, "Attacks"))
    assert {"Events", "Articles"} <= set(page.xpath("//h2/text()"))
    assert not {"Commitments", "Statements", "What it comes to"} & set(page.xpath("//h2/text()"))


def test_a_dossier_says_no_more_of_a_day_than_the_article() -> None:
    with small_ledger() as own:
        vague, untold = own.commitments(limit=None)[:2]
        own.edit(vague.id, {"date": "2024-09"}, "ada")
        own.edit(untold.id, {"date": ""}, "ada")
        page = html.fromstring(dossier(own, {}, "All"))
    days = [" ".join(str(each.text_content()).split()) for each in page.xpath("//td[@data-label='Day']")]
    assert "September 2024" in days
    assert any(each.endswith(" ?") for each in days)
    assert not [each for each in days if "-" in each]


def test_a_dossier_for_a_recipient_has_what_is_said_of_it(ledger: Ledger) -> None:
    page = html.fromstring(dossier(ledger, {"recipient": ["UKR"]}, "Aid"))
    said = page.xpath("//h2[.='Statements']/following-sibling::table[1]//blockquote/text()")
    telling = {each.quote.quote for each in ledger.commitments(recipient="UKR") if each.told_by}
    assert telling
    assert telling <= set(said)


def test_a_dossier_has_sums_promises_contradictions_and_doubts(tmp_path: Path) -> None:
    with Ledger.open(many_told(tmp_path / "many.db")) as many:
        for each in READINGS:
            many.put(each)
        page = html.fromstring(dossier(many, {}, "Aid"))
        headings = page.xpath("//h2/text()")
        sums = " ".join(page.xpath("string(//h2[.='What it comes to']/following-sibling::table[1])").split())
        total = next(row for row in many.totals("stage").rows if row.counted)
    assert headings[:3] == ["What it comes to", "Promised, and what came of it", "Contradicting"]
    assert "Who doubts, denies or warns" in headings
    assert f"{len(total.threads)}" in sums
    numbers = {str(each)[1:] for each in page.xpath("//a[starts-with(@href, '#article-')]/@href")}
    assert numbers == set(page.xpath("//li/@id"))


def test_a_dossier_of_nothing_says_so(ledger: Ledger) -> None:
    assert "nothing on this" in dossier(ledger, {"since": ["2030"]}, "Later")


def test_a_dossier_as_of_a_day_knows_nothing_later(ledger: Ledger) -> None:
    made = dossier(ledger, {}, "Then", as_of="2024-02-01")
    assert "approved" in made
    assert "has delivered 12 howitzers" not in made


def test_a_dossier_refuses_what_it_does_not_understand(ledger: Ledger) -> None:
    with pytest.raises(BadQuestion):
        dossier(ledger, {"type": ["WAR"]}, "War")


def test_hostile_articles_stay_text_in_a_dossier() -> None:
    with ledger_of(hostile()) as ledger:
        page = html.fromstring(dossier(ledger, {}, PAYLOADS[0]))
    assert len(page.xpath("//style")) == 1
    assert page.xpath("//script | //iframe | //img | //form | //@*[starts-with(name(), 'on')]") == []
    assert all(str(each).startswith(("#", "https://")) for each in page.xpath("//@href"))


def test_the_command_writes_a_dossier_of_the_words_asked_for(tmp_path: Path) -> None:
    path, out = small_file(tmp_path), tmp_path / "out.html"
    ended = CliRunner().invoke(report, ["howitzers", "-o", str(out), "--ledger", str(path)])
    assert ended.exit_code == 0, ended.output
    assert "12 howitzers" in out.read_text("utf-8")
    assert "criticized" not in out.read_text("utf-8")
    assert f"written to {out}" in ended.stderr
    assert "2 events, 3 commitments" in ended.stderr


def test_a_dossier_of_nothing_is_told(tmp_path: Path) -> None:
    path, out = small_file(tmp_path), tmp_path / "out.html"
    ended = CliRunner().invoke(report, ["hovercraft", "-o", str(out), "--ledger", str(path)])
    assert ended.exit_code == 0, ended.output
    assert "the ledger has nothing on this" in ended.stderr


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("timeline", ["--by", "dyad"]),
        ("map", ["--where", "type=ASSAULT"]),
        ("lives", ["--where", "donor=EST"]),
        ("ties", ["--actor", "Estonia"]),
        ("months", ["--where", "since=2024-01-01"]),
    ],
)
def test_the_command_draws_each_picture(tmp_path: Path, name: str, more: list[str]) -> None:
    path, out = small_file(tmp_path), tmp_path / "out.svg"
    ended = CliRunner().invoke(plot, [name, "-o", str(out), "--ledger", str(path), *more])
    assert ended.exit_code == 0, ended.output
    assert out.read_bytes().startswith(b"<svg")
    assert b"<a " not in out.read_bytes()
