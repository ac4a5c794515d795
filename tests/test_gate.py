"""The evaluation gate: the shipped weights keep every floor of bench/floors.json."""

import pytest

from communique.errors import WeightsMissing
from communique.model import Model
from training.corpus.joined import articles
from training.corpus.split import is_held_out
from training.evaluate import evaluate
from training.gate import breaches, floors
from training.paths import corpus, gold_folder, open_texts
from training.score import SCORERS, run_scorer


@pytest.fixture(scope="session")
def model() -> Model:
    try:
        return Model.load()
    except WeightsMissing as error:
        pytest.fail(f"the repository ships its weights, but {error}")


def test_the_held_out_corpus_keeps_its_floors(model: Model) -> None:
    held_out = [passage for passage in corpus() if is_held_out(passage)]
    assert len(held_out) >= 100
    assert breaches("corpus", evaluate(held_out, model)) == []


def test_held_out_passages_strung_together_keep_their_floors(model: Model) -> None:
    assert breaches("articles", evaluate(articles(corpus()), model)) == []


def test_the_open_texts_keep_their_floors(model: Model) -> None:
    held_out = [stretch for stretch in open_texts() if is_held_out(stretch)]
    if not held_out:
        pytest.skip(f"no open data at {gold_folder()}: the floors of its annotated texts are not checked here")
    assert breaches("open_texts", evaluate(held_out, model)) == []


@pytest.mark.parametrize("measure", [name for name in SCORERS if name in floors()])
def test_the_gold_data_keeps_its_floors(measure: str) -> None:
    gold = gold_folder()
    if not (gold.parent / "score").is_dir():
        pytest.skip(f"no gold data at {gold}: its floors are not checked here")
    figures = run_scorer(measure, gold.resolve())
    assert figures is not None, f"the scorer of {measure} failed"
    assert breaches(measure, figures) == []


def test_a_figure_under_its_floor_is_a_breach() -> None:
    name, limits = next(iter(floors().items()))
    figure, limit = next(iter(limits.items()))
    worse = limit["least"] - 0.01 if "least" in limit else limit["most"] + 0.01
    kept = {each: bound.get("least", bound.get("most")) for each, bound in limits.items()}
    assert breaches(name, kept) == []
    assert len(breaches(name, {**kept, figure: worse})) == 1
    assert len(breaches(name, {each: value for each, value in kept.items() if each != figure})) == 1
