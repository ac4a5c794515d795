from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hostile_articles import PAYLOADS, hostile
from ledger_readings import small_ledger
from lxml import html
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
    assert [each.text_content() for each in page.xpath("//h2")] == ["Events", "Articles"]


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
    with Ledger.open(":memory:") as ledger:
        for each in hostile():
            ledger.put(each)
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
