"""Things taken as they come."""

import datetime
import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from communique.arrivals import Arrivals, Nothing
from communique.errors import InputError
from communique.reader import Reader, read
from communique.records import Article, Reading
from communique.sources import RawArticle, Refused

ENGLISH = "The foreign minister of Chad met the envoy of Gabon in Libreville on Monday, and they signed an accord."


def test_a_list_is_always_there_until_its_end() -> None:
    arrivals = Arrivals([1, 2], 4)
    assert [arrivals.take(wait=wait) for wait in (False, True, False, True)] == [1, 2, Nothing.MORE, Nothing.MORE]


def test_what_has_not_come_is_not_waited_for_unless_asked() -> None:
    go = threading.Event()

    def slowly() -> Iterator[int]:
        yield 1
        go.wait(30)
        yield 2

    arrivals = Arrivals(slowly(), 4)
    assert arrivals.take(wait=True) == 1
    assert arrivals.take(wait=False) is Nothing.YET
    go.set()
    assert arrivals.take(wait=True) == 2
    assert arrivals.take(wait=True) is Nothing.MORE
    assert arrivals.take(wait=True) is Nothing.MORE


def test_what_a_source_raises_comes_in_its_place_and_ends_it() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise OSError("gone")

    arrivals = Arrivals(broken(), 4)
    assert arrivals.take(wait=True) == 1
    with pytest.raises(OSError, match="gone"):
        arrivals.take(wait=True)
    assert arrivals.take(wait=True) is Nothing.MORE


def raw(ref: str) -> RawArticle:
    return RawArticle(ref=ref, text=f"{ENGLISH} This is article {ref}.")


@pytest.mark.parametrize("kinds", [*sorted(set(permutations("ggbb"))), ("b",), ("b", "b", "b"), ("g", "g", "g", "b")])
@pytest.mark.parametrize("given_as", [list, iter])
def test_good_and_bad_articles_are_answered_in_their_order(
    kinds: tuple[str, ...], given_as: Callable[[list[RawArticle | Refused]], Iterable[RawArticle | Refused]]
) -> None:
    given: list[RawArticle | Refused] = [
        raw(str(at)) if kind == "g" else Refused(str(at), InputError("no")) for at, kind in enumerate(kinds)
    ]
    found = list(Reader().read_many(given_as(given)))
    assert ["g" if isinstance(each, Reading) else "b" for each in found] == list(kinds)
    assert [each.article.ref if isinstance(each, Reading) else each.ref for each in found] == [
        str(at) for at in range(len(kinds))
    ]


def test_an_article_that_breaks_the_reader_is_refused_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from communique import reading  # noqa: PLC0415

    built = reading.build_reading

    def fragile(article: Article, *rest: Any, **more: Any) -> Reading:
        if article.ref == "2":
            raise ValueError("broken")
        return built(article, *rest, **more)

    monkeypatch.setattr(reading, "build_reading", fragile)
    found = list(Reader().read_many([raw(str(at)) for at in range(12)]))
    refused = [each for each in found if isinstance(each, Refused)]
    assert [each.ref for each in refused] == ["2"]
    assert "broken" in str(refused[0].error)
    assert [each.article.ref for each in found if isinstance(each, Reading)] == [str(at) for at in range(12) if at != 2]


@pytest.mark.parametrize("answers", ["read_many", "read_many_with_states", "places"])
def test_what_is_no_article_is_refused_in_its_place(answers: str) -> None:
    given: list[Any] = [raw("0"), "article.txt", raw("2"), None]
    for some in (given, given[1:], given[1:2]):
        found = list(getattr(Reader(), answers)(iter(some)))
        bad = [isinstance(each, Refused) for each in found]
        assert bad == [not isinstance(each, RawArticle) for each in some]
        assert "'article.txt' is no article. Give a RawArticle; open_source" in str(found[bad.index(True)].error)


def test_one_that_is_no_article_is_told() -> None:
    with pytest.raises(InputError, match="Give a RawArticle"):
        Reader().read("article.txt")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "published",
    ["2024-01-18T10:00:00Z", datetime.date(2024, 1, 18), datetime.datetime(2024, 1, 18, 23)],  # noqa: DTZ001  # a day
)
def test_the_day_of_publication_is_iso_text_or_a_date(published: Any, tmp_path: Path) -> None:
    given = RawArticle(text=ENGLISH, published=published)
    assert Reader().read(given).article.published == datetime.date(2024, 1, 18)
    (tmp_path / "a.txt").write_text(ENGLISH)
    assert read(tmp_path / "a.txt", published=published).article.published == datetime.date(2024, 1, 18)


@pytest.mark.parametrize("published", ["soon", 5])
def test_what_is_no_day_of_publication_is_told(published: Any) -> None:
    with pytest.raises(InputError, match="no ISO date"):
        Reader().read(RawArticle(text=ENGLISH, published=published))


@pytest.mark.parametrize("threads", [-1, "2", 1.5])
def test_threads_are_counted(threads: Any) -> None:
    with pytest.raises(ValueError, match="give a whole number"):
        Reader(threads=threads)
