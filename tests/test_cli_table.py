"""The table: as wide as asked and no wider, whole, and the same without colour."""

import re
from dataclasses import replace

import cli
import demo
import example
import pytest
from cli import DEMO, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marks import Writer
from rich.cells import cell_len
from strategies import readings

from communique.cli.table import WIDE, render
from communique.records import Dropped, Reading
from communique.vocabulary import Stage, Status

WIDTHS = (40, 60, 75, 76, 100, 139, 140, 200)
stand_in = cli.stand_in


def squeezed(text: str) -> str:
    """Give a text without blanks and bars, which wrapping adds and takes."""
    return re.sub(r"[\s│]", "", text)


def in_order(part: str, whole: str) -> bool:
    """Tell whether the characters of a part stand in the whole in their order."""
    at = iter(whole)
    return all(character in at for character in part)


def evidences(reading: Reading) -> list[str]:
    return [each.evidence.quote for each in reading.events] + [each.evidence.quote for each in reading.commitments]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("color", [False, True])
def test_no_line_is_wider_than_asked(width: int, *, color: bool) -> None:
    for reading in (demo.reading(), example.reading()):
        lines = [re.sub("\x1b\\[[0-9;]*m", "", line) for line in render(reading, width=width, color=color).split("\n")]
        assert max(map(cell_len, lines)) == width  # the rule below the head is as wide as the table
        assert not color or any("\x1b" in line for line in render(reading, width=width, color=True).split("\n"))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(reading=readings(), width=st.sampled_from((40, 77, 150)))
def test_any_reading_fits_and_shows_no_control_characters(reading: Reading, width: int) -> None:
    table = render(reading, width=width)
    assert all(cell_len(line) <= width for line in table.split("\n"))
    assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", table) is None


@pytest.mark.parametrize("width", WIDTHS[:6])
def test_every_quote_is_there_to_the_last_word(width: int) -> None:
    table = squeezed(render(demo.reading(), width=width))
    reading = demo.reading()
    for statement in reading.statements:
        assert squeezed(statement.content.quote) in table
        assert squeezed(statement.evidence.quote) in table
    for evidence in evidences(reading):
        assert squeezed(evidence) in table


def test_beside_its_row_a_quote_is_whole_too() -> None:
    # In a wide table the lines of row and quote alternate.
    table = squeezed(render(demo.reading(), width=200))
    for evidence in evidences(demo.reading()):
        assert in_order(squeezed(evidence), table)
    lines = render(demo.reading(), width=200).split("\n")
    assert any("AGREE" in line and "│ Estonia will send Ukraine" in line for line in lines)


def test_a_word_longer_than_the_line_is_folded_not_cut() -> None:
    word = "x" * 500
    reading = example.reading()
    article = replace(reading.article, title=word, publisher=word)
    table = squeezed(render(replace(reading, article=article), width=60))
    assert table.count("x") >= 1_000


@pytest.mark.parametrize("width", [60, 76, 94, 150])
@pytest.mark.parametrize("word", ["counterattacks", "counterdemonstrations"])
def test_the_word_of_a_row_is_whole_however_short_the_types_are(word: str, width: int) -> None:
    it = Writer(f"Peru saw {word} in Togo.")
    it.trigger(word, "ASSAULT", actors=[it.mention("Peru", "state")])
    assert f"“{word}”" in render(it.reading(), width=width)


@pytest.mark.parametrize("width", [40, 60, 80, 94, 120, 150])
def test_a_line_ends_between_two_facts(width: int) -> None:
    table = render(demo.reading(), width=width)
    assert re.search(r"^ *·", table, re.MULTILINE) is None
    assert re.search(r"\b\d+\n +mentions?", table) is None
    if width < WIDE:  # beside the sentences the lines of facts alternate with theirs
        assert table.count("context natural resource") == 1
        assert "told by Maarja Tamm (s1)" in table


def test_a_fact_longer_than_a_line_goes_on_in_the_next() -> None:
    reading = demo.reading()
    named = replace(reading.actors[0], title="keeper of " + "very " * 30 + "old keys")
    table = render(replace(reading, actors=(named, *reading.actors[1:])), width=60)
    assert "keeper of very very" in table
    assert "very old keys · " in " ".join(table.split())


@pytest.mark.parametrize("width", [60, 138])
def test_what_a_row_tells(width: int) -> None:
    table = " ".join(render(demo.reading(), width=width).split())
    for told in (
        "Thursday 18 Jan 2024",
        "Maarja Tamm (EST) → reporters",
        "ASSAULT:drone",
        "Russia's Defense Ministry (RUS) → Ukraine (UKR)",
        "16 Jan 2024 (“on Tuesday”)",
        "in Kharkiv, Kharkiv Oblast (UKR)",
        "dead at least 7",
        "told by Andriy Savchuk (s3)",
        "up to 80 million EUR · 24 howitzers (artillery) · 10,000 artillery shells (ammunition)",
        "additional 300 million EUR",
        "about 1.7 billion EUR",
        "5 billion EUR a year",
        "requested by Andriy Savchuk (UKR)",
        "on condition: “If it does”",
        "a total, not to be added to others",
        "week of 22 Jan 2024 (“next week”)",
        "2024 (“this year”)",
        "context natural resource",
        "a3 Maarja Tamm (EST) · person · GOV · Prime Minister · 3 mentions",
        "“struck”",
        "possible",
    ):
        assert told in table, told


@pytest.mark.parametrize("width", [60, 100, 160])
@pytest.mark.parametrize("color", [False, True])
def test_what_did_not_happen_is_marked_in_letters(width: int, *, color: bool) -> None:
    table = re.sub("\x1b\\[[0-9;]*m", "", render(demo.reading(), width=width, color=color))
    marked = [line[:4] for line in table.split("\n") if line[:1] in "✗?" and line[:1]]
    assert marked == ["✗ e4", "? e6", "✗ c4"]
    assert table.count("NEGATED") == table.count("HYPOTHETICAL") == table.count("REFUSED") == 1


def test_each_state_of_an_event_and_stage_of_a_commitment_is_named() -> None:
    reading = example.reading()
    for status in Status:
        shown = render(replace(reading, events=(replace(reading.events[0], status=status),)), width=100)
        assert status.value in shown.lower()
    for stage in Stage:
        shown = render(replace(reading, commitments=(replace(reading.commitments[0], stage=stage),)), width=100)
        assert stage.value in shown.lower()


def test_a_statement_within_another_names_the_outer_speaker() -> None:
    assert "reported by Lone Dahl (s2)" in render(example.reading(), width=100)


def test_a_reading_without_records_says_so() -> None:
    empty = replace(demo.reading(), actors=(), statements=(), events=(), commitments=())
    assert re.findall(r"^(\w+)  none$", render(empty, width=80), re.MULTILINE) == [
        "Statements",
        "Events",
        "Commitments",
        "Actors",
    ]


def test_without_a_date_the_head_says_what_that_means() -> None:
    article = replace(demo.article(), published=None)
    assert "--published" in render(replace(demo.reading(), article=article), width=100)


def test_hostile_titles_can_not_write_over_the_table() -> None:
    article = replace(
        demo.article(), title="News\x1b[2J\u202e\r\nof the day", dropped=(Dropped("\x1b]0;x", "li\x07nk"),)
    )
    table = render(replace(demo.reading(), article=article), width=80, dropped=True)
    assert "News\ufffd[2J\ufffd of the day" in table
    assert "\x1b" not in table
    assert "\x07" not in table


@pytest.mark.usefixtures("stand_in")
def test_lines_left_out_are_counted_and_on_demand_listed() -> None:
    counted = run("read", DEMO).stdout
    assert "2 lines are left out as no part of the article (link, comments); --dropped lists them." in counted
    assert "READ ALSO" not in counted
    listed = run("read", DEMO, "--dropped").stdout
    assert re.search(
        r"^Left out  2\n +link +READ ALSO: Baltic Ports.*\n +comments +Leave a Reply$", listed, re.MULTILINE
    )
    assert "--dropped" not in listed


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize("width", [60, 200])
def test_the_option_sets_the_width(width: int) -> None:
    shown = run("read", DEMO, "--width", str(width)).stdout
    assert max(map(cell_len, shown.split("\n"))) == width
    assert run("read", DEMO, env={"COLUMNS": str(width)}).stdout.count("─" * min(width, 160)) == 1


@pytest.mark.usefixtures("stand_in")
def test_colour_is_for_terminals_and_for_those_who_ask() -> None:
    assert "\x1b" not in run("read", DEMO).stdout
    assert "\x1b[" in run("read", DEMO, "--color").stdout
    assert "\x1b[" in run("read", DEMO, "--color", env={"NO_COLOR": "1"}).stdout
    assert "\x1b" not in run("read", DEMO, "--no-color").stdout


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize(
    ("env", "args", "colored"),
    [
        ({}, (), True),
        ({"NO_COLOR": "1"}, (), False),
        ({"TERM": "dumb"}, (), False),
        ({}, ("--no-color",), False),
        ({"NO_COLOR": "1"}, ("--color",), True),
    ],
)
def test_colour_on_a_terminal(
    env: dict[str, str], args: tuple[str, ...], *, colored: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("communique.cli.read._on_terminal", lambda _: True)
    shown = run("read", DEMO, *args, env={"NO_COLOR": "", "TERM": "xterm", **env}).stdout
    assert ("\x1b[" in shown) == colored
