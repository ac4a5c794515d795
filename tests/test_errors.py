"""The tree of errors is drawn as it is, and each error says how to mend it."""

import pickle
import re
from collections.abc import Iterator

import pytest

from communique import errors
from communique.errors import BadLine, BadRecord, CommuniqueError, MissingExtra


def tree(error: type[CommuniqueError], depth: int = 0) -> Iterator[tuple[type[CommuniqueError], int]]:
    yield error, depth
    for below in error.__subclasses__():
        yield from tree(below, depth + 1)


def drawn() -> dict[str, tuple[int, str]]:
    """Give depth and code of each class in the drawing of the module docstring."""
    lines = re.findall(r"^    ([ │├└─]*)(\w+) +([a-z-]+)(?: |$)", errors.__doc__ or "", re.MULTILINE)
    return {name: (len(branches) // 4, code) for branches, name, code in lines}


ALL = list(tree(CommuniqueError))


def test_the_drawing_shows_every_error_at_its_place_with_its_code() -> None:
    assert drawn() == {error.__name__: (depth, error.code) for error, depth in ALL}


def test_codes_are_unique() -> None:
    codes = [error.code for error, _ in ALL]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("error", [error for error, _ in ALL])
def test_each_error_has_a_code_and_a_hint_of_its_own(error: type[CommuniqueError]) -> None:
    assert {"code", "hint", "__doc__"} <= set(vars(error)) or error is BadRecord
    assert re.fullmatch(r"[A-Z].{20,}\.", error.hint) or error.hint.endswith("communique.")


@pytest.mark.parametrize("error", [error for error, _ in ALL if error is not MissingExtra])
def test_each_error_tells_the_problem_and_the_hint_on_one_line(error: type[CommuniqueError]) -> None:
    made = error("the third page is blank")
    assert str(made) == f"the third page is blank. {error.hint}"
    assert made.to_json() == {"code": error.code, "message": str(made)}
    assert str(error("the third page is blank", hint="Scan it again.")).endswith("blank. Scan it again.")


@pytest.mark.parametrize(
    "error",
    [
        CommuniqueError("p", hint="h"),
        BadLine("p", line=3),
        BadRecord("p", path="events[3].trigger", hint="h"),
        MissingExtra("The web page", "web"),
    ],
)
def test_an_error_survives_the_way_back_from_a_worker_process(error: CommuniqueError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  pickled right here
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert vars(again) == vars(error)


def test_a_missing_extra_says_the_command_that_installs_it() -> None:
    assert "pip install 'communique[web]'" in str(MissingExtra("The web page", "web"))


def test_a_bad_line_says_which() -> None:
    assert str(BadLine("no JSON", line=17)).startswith("line 17: no JSON")


def test_half_a_surrogate_pair_in_a_message_is_told_by_its_escape() -> None:
    error = BadRecord("no such key", path="\ud800")
    error.put_under("events[4]")
    assert str(error).encode().startswith(rb"events[4].\ud800: no such key")
    assert str(CommuniqueError("\udfff is no name")).encode().startswith(rb"\udfff is no name")


def test_a_path_grows_from_the_part_to_the_whole() -> None:
    error = BadRecord("p", path="start")
    for step in ("trigger", "[3]", "events"):
        error.put_under(step)
    assert error.path == "events[3].trigger.start"
    assert str(error).startswith("events[3].trigger.start: p. ")
