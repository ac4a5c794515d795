"""What the documentation says is complete, and its examples work."""

import enum
import inspect
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import cli
import click
import pytest
from cli import ROOT, run

from communique import errors, parts, records, vocabulary
from communique.cli import main
from communique.records import SCHEMA, Reading

stand_in = cli.stand_in
COMMANDS = [(name, main.commands[name]) for name in sorted(main.commands)]
CLI = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
RECORDS = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Give what stands below a heading, to the next of its level or a higher one."""
    found = re.search(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    assert found, f"there is no heading {heading!r}"
    rest = text[found.end() :]
    following = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: following.start()] if following else rest


def examples(text: str) -> Iterator[list[str]]:
    """Give the arguments of each example of the command in a text, without pipes and redirections."""
    for line in text.splitlines():
        found = re.match(rf"\s*(?:[\w. -]+ \| )?communique ((?:{'|'.join(main.commands)}) .*)", line)
        if found:
            yield shlex.split(re.split(r" [<>|] ", found[1])[0])


def refuse_what_does_not_parse(args: list[str]) -> None:
    name, *rest = args
    main.commands[name].make_context(name, rest)


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_every_command_and_option_is_documented(name: str, command: click.Command) -> None:
    told = section(CLI, f"communique {name}")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            for option in (*parameter.opts, *parameter.secondary_opts):
                assert f"`{option}" in told, f"docs/cli.md doesn't tell {option} of communique {name}"
    assert command.short_help
    assert f"(#communique-{name})" in CLI


def test_the_options_of_the_program_are_documented() -> None:
    for parameter in main.params:
        for option in parameter.opts:
            assert f"`{option}`" in CLI


def test_nothing_is_documented_that_is_not_there() -> None:
    known = {
        option for _, command in COMMANDS for each in command.params for option in (*each.opts, *each.secondary_opts)
    }
    known |= {option for each in main.params for option in each.opts} | {"--help"}
    inner = [each for _, group in COMMANDS if isinstance(group, click.Group) for each in group.commands.values()]
    known |= {option for command in inner for each in command.params for option in each.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", CLI)) <= known


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_help_has_examples_that_work(name: str, command: click.Command) -> None:
    assert command.help
    assert "Examples:" in run(name, "--help").stdout
    found = list(examples(command.help))
    assert len(found) >= 2
    for args in found:
        refuse_what_does_not_parse(args)


def test_help_of_the_program_has_examples_and_lists_every_command() -> None:
    shown = run("--help").stdout
    assert "Examples:" in shown
    for name, command in COMMANDS:
        assert re.search(rf"\b{name} +{re.escape(command.short_help or '')}", shown)
    assert run("-h").stdout == shown
    assert run().stdout.startswith("Usage:")


@pytest.mark.parametrize("text", [CLI, README], ids=["docs/cli.md", "README.md"])
def test_examples_of_the_documentation_parse(text: str) -> None:
    found = list(examples(text))
    assert len(found) >= 3
    for args in found:
        refuse_what_does_not_parse(args)


def test_codes_and_exit_codes_of_errors() -> None:
    told = section(CLI, "Errors and exit codes")
    tree = {
        each.code
        for each in vars(errors).values()
        if inspect.isclass(each) and issubclass(each, errors.CommuniqueError)
    }
    assert set(re.findall(r"^\| `([a-z-]+)` \|", told, re.MULTILINE)) <= tree
    assert {"| 0 |", "| 1 |", "| 2 |", "| 130 |"} <= set(re.findall(r"^\| \d+ \|", told, re.MULTILINE))


def dataclasses() -> list[type]:
    found = [value for module in (records, parts) for value in vars(module).values()]
    return list(dict.fromkeys(each for each in found if inspect.isclass(each) and is_dataclass(each)))


@pytest.mark.parametrize("record", [each for each in dataclasses() if each.__name__ != "Rule"])
def test_every_field_of_a_record_is_documented(record: type) -> None:
    told = section(RECORDS, record.__name__)
    rows = [cell for row in re.findall(r"^\| (`[^|]*) \|", told, re.MULTILINE) for cell in re.findall(r"`(\w+)`", row)]
    for field in fields(record):
        assert field.metadata.get("key", field.name) in rows, field.name


def test_every_word_of_a_vocabulary_is_documented() -> None:
    words = [each for each in vars(vocabulary).values() if inspect.isclass(each) and issubclass(each, enum.StrEnum)]
    assert len(words) > 10
    for vocabulary_ in words:
        for word in vocabulary_:
            assert f"`{word.value}`" in RECORDS, f"{vocabulary_.__name__} {word.value}"


def test_the_example_of_a_reading_is_one() -> None:
    (block,) = re.findall(r"```json\n(.*?)```", section(RECORDS, "An example"), re.DOTALL)
    reading = Reading.from_json(json.loads(block))
    assert SCHEMA in block
    assert reading.to_json() == json.loads(block)
    assert reading.statements
    assert reading.events
    assert reading.commitments


@pytest.mark.usefixtures("stand_in")
def test_the_python_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(code, {})  # noqa: S102  # it is our own
    shown = capsys.readouterr().out
    assert "ASSAULT actual Russia's Defense Ministry -> Ukraine | He said Russian drones" in shown
    assert '"ref": "1"' in shown


@pytest.mark.usefixtures("stand_in")
def test_the_line_of_the_readme_is_read() -> None:
    line = re.findall(r"```json\n(.*?)```", README, re.DOTALL)[0]
    assert json.loads(run("read", "--jsonl", feed=line).stdout)["article"]["published"] == "2024-01-18"


@pytest.mark.usefixtures("stand_in")
def test_the_demo_of_the_makefile_gives_the_days_of_its_article() -> None:
    (args,) = re.findall(r"\$\(BIN\)/communique (read docs/demo/.*)", (ROOT / "Makefile").read_text())
    assert "Thursday 18 Jan 2024" in run(*shlex.split(args)).stdout


def test_links_lead_somewhere() -> None:
    for path in ("README.md", "docs/cli.md", "docs/records.md"):
        text = (ROOT / path).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert ((ROOT / path).parent / target).exists(), f"{path}: {target}"


def test_the_version() -> None:
    assert re.fullmatch(r"communique \d+\.\d+\.\d+\n", run("--version").stdout)


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom communique.cli import main\nmain(['read', '--help'], standalone_mode=False)\n"
        "heavy = {'onnxruntime', 'numpy', 'httpx', 'trafilatura', 'rich', 'tokenizers', 'yaml', 'asyncio'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)  # noqa: S603
    assert done.stderr == "[]\n"


def test_python_m_communique_is_the_command() -> None:
    command = [sys.executable, "-m", "communique", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603
    assert done.stdout == run("--version").stdout
