"""What the program remembers of words, names and texts has a bound: a process that reads without end stays as it is."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import communique
from communique.knowledge.phrases import PhraseTable

MOST = 16_384
"""Entries: a few megabytes of words, which are as many as two thousand articles have."""
OF_TABLES_OF_OURS = {
    *("_held", "_term", "_fields", "_inserting", "shared_fetcher", "table", "abbreviations"),
    "_kind",  # of imports: whole data sets are read at once, and the process ends
}
"""Functions that are asked for a few things only, however much is read."""


def remembered() -> Iterator[tuple[str, int | None]]:
    """Yield functions that remember their answers, with how many at most."""
    for path in Path(communique.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (node.args.args or node.args.kwonlyargs):
                for made in node.decorator_list:
                    name = ast.unparse(made.func if isinstance(made, ast.Call) else made).rpartition(".")[2]
                    if name in {"cache", "lru_cache"}:
                        given = [each.value for each in made.keywords] if isinstance(made, ast.Call) else []
                        yield node.name, ast.literal_eval(given[0]) if given else None


def test_no_memory_grows_with_what_is_read() -> None:
    found = dict(remembered())
    assert len(found) > 40
    wrong = {
        name: most for name, most in found.items() if name not in OF_TABLES_OF_OURS and not 0 < (most or 0) <= MOST
    }
    assert wrong == {}
    assert found.keys() >= OF_TABLES_OF_OURS


def test_a_table_of_phrases_does_not_remember_the_words_of_texts() -> None:
    table = PhraseTable([("Red Crescent", 1), ("Red Cross", 2)])
    before = sum(map(sys.getsizeof, vars(table).values()))
    for number in range(2000):
        assert [each.value for each in table.find(f"word{number} of the Red Cross")] == [2]
    assert sum(map(sys.getsizeof, vars(table).values())) <= before + 1000
