"""The shipped weights on real input: grounded whatever comes, the same alone and among others, quick enough."""

import os
import time
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communique import Ledger
from communique.reader import Reader
from communique.records import Reading
from communique.schema import reading_schema
from communique.sources import RawArticle, Refused
from communique.sources.jsonl import read_lines
from training.paths import corpus

jsonschema = pytest.importorskip("jsonschema")

DEMO = Path(__file__).parents[1] / "docs" / "demo" / "articles.jsonl"
PASSAGES = [passage for passage in corpus() if passage.meta["register"] != "seed"]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def raw(text: str, ref: str = "t") -> RawArticle:
    return RawArticle(ref=ref, text=text, verbatim=True, language="en", published="2024-03-07")


NOISE = st.text(
    alphabet=st.sampled_from("“”\"'‘’ .,-–—\n\tabcdeABCDE$€£0123456789é中🙂\u00a0\u00ad"), min_size=1, max_size=120
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_span_quotes_the_text_whatever_comes(reader: Reader, data: st.DataObject) -> None:
    """Constructing a Reading checks every span; broken, glued and noisy text must still make one."""
    text = data.draw(st.sampled_from(PASSAGES)).text
    cut = data.draw(st.integers(0, len(text)))
    noise = data.draw(NOISE)
    broken = text[:cut] + noise + text[cut : cut + data.draw(st.integers(0, 300))]
    if not broken.strip():
        return
    reading = reader.read(raw(broken))
    assert reading.article.text == broken
    assert Reading.loads(reading.dumps()) == reading


def test_a_reading_keeps_the_schema(reader: Reader) -> None:
    checker = jsonschema.Draft202012Validator(reading_schema())
    for passage in PASSAGES[:20]:
        assert list(checker.iter_errors(reader.read(raw(passage.text)).to_json())) == []


def test_a_reading_does_not_depend_on_what_is_read_beside_it(reader: Reader) -> None:
    texts = [passage.text for passage in PASSAGES[20:40]]
    alone = [reader.read(raw(text, str(at))) for at, text in enumerate(texts)]
    together = list(reader.read_many([raw(text, str(at)) for at, text in enumerate(texts)]))
    backwards = list(reader.read_many([raw(text, str(at)) for at, text in reversed(list(enumerate(texts)))]))
    assert together == alone
    assert backwards[::-1] == alone


def test_one_bad_article_does_not_end_a_batch(reader: Reader) -> None:
    french = (
        "Le gouvernement a annoncé mardi que les troupes quitteraient la ville avant la fin de la semaine prochaine, "
        "selon le ministère."
    )
    found = list(
        reader.read_many(
            [raw("Norway gave Chad ten trucks."), RawArticle(ref="fr", text=french), raw("Chad thanked Norway.")]
        )
    )
    assert [type(each) for each in found] == [Reading, Refused, Reading]
    assert isinstance(found[1], Refused)
    assert found[1].error.code == "not-english"


def test_the_demo_shows_what_its_articles_disagree_on(reader: Reader) -> None:
    with Ledger.open(":memory:") as ledger:
        for each in reader.read_many(read_lines(BytesIO(DEMO.read_bytes()))):
            assert isinstance(each, Reading)
            ledger.put(each)
        (one,) = ledger.contradictions()
    assert (one.what, one.one.said, one.other.said) == ("artillery delivered", "12 howitzers", "10 howitzers")


@pytest.mark.skipif(os.environ.get("CI_SLOW") == "1", reason="the machine says that it is slow")
@pytest.mark.clock
def test_eight_articles_of_500_words_a_second(reader: Reader) -> None:
    words = "\n".join(passage.text for passage in PASSAGES[:400]).split(" ")
    articles = [raw(" ".join(words[at * 500 : at * 500 + 500])) for at in range(5)] * 4
    list(reader.read_many(articles[:4]))
    started = time.perf_counter()
    list(reader.read_many(articles))
    # The floor is 8 on two quiet cores; half of it is asked here, since test machines are busy.
    assert len(articles) / (time.perf_counter() - started) > 4
