"""`python -m training.histories`: how well commitments are threaded, on the composed histories of `corpus/histories`.

In: histories of three to five short articles each, annotated with commitments, their threads, and the sums that are
right at the end. Out: pairwise precision, recall and F1 of threads, how many rows of sums are wrong, and in how many
histories something is counted twice. It is measured

- with records made of the annotation (`gold`): what linking does when reading made no mistake;
- end to end (`read`): through the shipped reader. A commitment is matched with the annotated one whose words it shares;
  pairs of commitments that weren't read are missed, those that nobody annotated count in the sums.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Final

import click

from communique.knowledge.countries import countries
from communique.knowledge.rates import convert
from communique.linking.actors import folded
from communique.linking.commitment_pledges import Pledge, pledges
from communique.linking.commitment_threads import Thread, thread
from communique.linking.sums import sums
from communique.parts import Date, Item, Money, Span
from communique.reader import Reader
from communique.records import Actor, Article, Commitment, ReaderInfo, Reading, article_id
from communique.sources import RawArticle, Refused
from communique.text import sentences
from communique.vocabulary import ActorKind, Basis, Category, DatePrecision, Instrument, ItemClass, Qualifier, Stage
from training import paths

FOLDER: Final = paths.ROOT / "corpus" / "histories"
PARTS: Final = ("dev", "held_out")
TOLERANCE: Final = 0.05
"""Share by which a sum may differ from the right one: papers round, and convert at rates of their own."""
_EU: Final = "EUR"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class History:
    """One history: its articles and annotation as in the file."""

    id: str
    articles: tuple[Json, ...]
    commitments: tuple[Json, ...]
    sums: tuple[Json, ...]


def load(part: str) -> list[History]:
    """Return the histories of a part, `dev` or `held_out`."""
    lines = (FOLDER / f"{part}.jsonl").read_text(encoding="utf-8").splitlines()
    raw = [json.loads(line) for line in lines]
    return [History(each["id"], *(tuple(each[key]) for key in ("articles", "commitments", "sums"))) for each in raw]


def gold_reading(history: History, article: Json) -> tuple[Reading, list[Json]]:
    """Return the reading that the annotation of an article makes, and the annotated commitments in its order."""
    text: str = article["text"]
    told = [each for each in history.commitments if each["article"] == article["ref"]]
    actors: dict[str, Actor] = {}
    for each in told:
        for code in (*each["donors"], *each["recipients"]):
            actors.setdefault(code, _actor(f"a{len(actors) + 1}", code, Span.of(text, 0, len(text))))
    commitments = [_commitment(f"c{number}", each, text, actors) for number, each in enumerate(told, start=1)]
    return (
        Reading(
            reader=ReaderInfo("annotation", "1", "PLOVER 2.0"),
            article=Article(
                id=article_id(text),
                ref=article["ref"],
                url=None,
                title=None,
                publisher=article["publisher"],
                byline=(),
                published=datetime.date.fromisoformat(article["published"]),
                language="en",
                text=text,
                text_version="1",
                dropped=(),
            ),
            actors=tuple(actors.values()),
            statements=(),
            events=(),
            commitments=tuple(commitments),
        ),
        told,
    )


def _actor(ident: str, code: str, span: Span) -> Actor:
    """Return the actor that a code of the annotation means: a state, `EUR`, or code and name."""
    country, _, name = code.partition(":")
    kind = ActorKind.STATE if country in countries() else ActorKind.ORGANIZATION
    if not name:
        name = countries()[country].name if country in countries() else "European Union"
    return Actor(ident, name, kind, country, (), None, None, (span,))


def _commitment(ident: str, told: Json, text: str, actors: Mapping[str, Actor]) -> Commitment:
    start = told["start"]
    span = Span.of(text, start, start + len(told["quote"]))
    evidence = next((low, high) for low, high in sentences(text) if low <= start < high)
    due = datetime.date.fromisoformat(told["due"]) if told["due"] else None
    return Commitment(
        id=ident,
        event=None,
        donors=tuple(actors[each].id for each in told["donors"]),
        recipients=tuple(actors[each].id for each in told["recipients"]),
        category=Category(told["category"]),
        instrument=Instrument(told["instrument"]),
        amount=_money(told["amount"], span) if told["amount"] else None,
        items=tuple(_item(each, text) for each in told["items"]),
        stage=Stage(told["stage"]),
        stage_by=None,
        conditions=None,
        cumulative=told["cumulative"],
        date=Date(due, due, DatePrecision.DAY, Basis.ASSUMED, None) if due else None,
        attributed_to=None,
        evidence=Span.of(text, *evidence),
    )


def _money(raw: Json, span: Span) -> Money:
    qualifiers = tuple(Qualifier(each) for each in raw["qualifiers"])
    return Money(raw["value"], raw["low"], raw["high"], raw["currency"], qualifiers, raw["per"], span)


def _item(raw: Json, text: str) -> Item:
    span = Span.of(text, raw["start"], raw["start"] + len(raw["quote"]))
    counts = (raw["count"], raw["low"], raw["high"])
    return Item(raw["designation"], ItemClass(raw["class"]), *counts, estimate=False, condition=None, span=span)


@dataclass(frozen=True, slots=True)
class Told:
    """A history as pledges, and the annotated commitment that each stands for, None where it stands for none."""

    history: History
    pledges: tuple[Pledge, ...]
    meant: tuple[Json | None, ...]


def gold(histories: Iterable[History]) -> list[Told]:
    """Return histories with pledges made of the annotation."""
    found = []
    for history in histories:
        made: list[Pledge] = []
        meant: list[Json | None] = []
        for article in history.articles:
            reading, told = gold_reading(history, article)
            made += [replace(each, id=f"{article['ref']}/{each.id}") for each in pledges(reading)]
            meant += told
        found.append(Told(history, tuple(made), tuple(meant)))
    return found


def read(histories: Sequence[History], reader: Reader) -> list[Told]:
    """Return histories with pledges as the reader reads them."""
    raws = [
        RawArticle(text=each["text"], ref=each["ref"], published=each["published"], language="en", verbatim=True)
        for history in histories
        for each in history.articles
    ]
    readings = iter(reader.read_many(raws))
    found = []
    for history in histories:
        made: list[Pledge] = []
        meant: list[Json | None] = []
        for article in history.articles:
            reading = next(readings)
            if isinstance(reading, Refused):
                raise reading.error
            told = [each for each in history.commitments if each["article"] == article["ref"]]
            for pledge, record in zip(pledges(reading), reading.commitments, strict=True):
                made.append(replace(pledge, id=f"{article['ref']}/{pledge.id}"))
                meant.append(_meant(record, told, [each for each in meant if each]))
        found.append(Told(history, tuple(made), tuple(meant)))
    return found


def _meant(record: Commitment, told: Sequence[Json], taken: Sequence[Json]) -> Json | None:
    """Return the annotated commitment that a record stands for: its sum or an item shares words with it."""
    spans = [each.span for each in (record.amount, *record.items) if each]
    for each in told:
        extents = [(each["start"], each["start"] + len(each["quote"]))]
        extents += [(item["start"], item["start"] + len(item["quote"])) for item in each["items"]]
        near = any(span.start < end and start < span.end for span in spans for start, end in extents)
        if near and not any(each is other for other in taken):
            return each
    return None


@dataclass(frozen=True, slots=True)
class Score:
    """What was measured on a part: pairs, rows of sums, and histories with something counted twice or lacking."""

    right: int
    wrong: int
    missed: int
    rows: int
    rows_wrong: int
    histories: int
    doubled: tuple[str, ...]
    short: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Pairs in one thread that belong there."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Pairs of one commitment that were put into one thread."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def score(told: Iterable[Told], *, by_pair: bool) -> Score:
    """Return the figures of histories.

    Whether something is counted twice is asked of the whole between each donor and each recipient (`by_pair`), or of
    the whole history, so that a donor who was misread isn't taken for a double count.
    """
    counts = [0, 0, 0, 0, 0, 0]
    doubled, short = [], []
    for each in told:
        made = thread(each.pledges)
        for place, number in enumerate(_pairs(each, made)):
            counts[place] += number
        told_rows = _rows(each.history, made)
        counts[3] += len(told_rows)
        counts[4] += sum(not _close(have, want) for have, want in told_rows.values())
        counts[5] += 1
        totals = _totals(each.history, made)
        pairs = (
            list(totals.values())
            if by_pair
            else [tuple(map(sum, zip(*totals.values(), strict=True)))]
            if totals
            else []
        )
        if any(have > want * (1 + TOLERANCE) for have, want in pairs):
            doubled.append(each.history.id)
        if any(have < want * (1 - TOLERANCE) for have, want in pairs):
            short.append(each.history.id)
    right, wrong, missed, rows, rows_wrong, histories = counts
    return Score(right, wrong, missed, rows, rows_wrong, histories, tuple(doubled), tuple(short))


def _pairs(told: Told, made: Iterable[Thread]) -> tuple[int, int, int]:
    """Return pairs that are right, wrong and missed."""
    of = {pledge.id: at for at, each in enumerate(made) for pledge in each.pledges}
    known = [(of[pledge.id], meant) for pledge, meant in zip(told.pledges, told.meant, strict=True) if meant]
    found = {(min(id(a), id(b)), max(id(a), id(b))) for (x, a), (y, b) in combinations(known, 2) if x == y}
    wanted = {
        (min(id(a), id(b)), max(id(a), id(b)))
        for a, b in combinations(told.history.commitments, 2)
        if a["thread"] == b["thread"]
    }
    return len(found & wanted), len(found - wanted), len(wanted - found)


Key = tuple[str, ...]


def _party(code: str | None) -> str:
    """Return what sums call a party of the annotation."""
    if not code:
        return "?"
    return "+".join(sorted(_party_of(each) for each in code.split("+")))


def _party_of(code: str) -> str:
    country, _, name = code.partition(":")
    return country if not name or country == _EU else f"{country}:{folded(name)}"


def _rows(history: History, made: Iterable[Thread]) -> dict[Key, tuple[float, float]]:
    """Return what each row has and should have, by donor, recipient, category, stage and currency."""
    have = {
        (*(value for _, value in row.key), row.currency): row.value for row in sums(made) if row.currency is not None
    }
    want: dict[Key, float] = {}
    for each in history.sums:
        key = (_party(each["donor"]), _party(each["recipient"]), each["category"], each["stage"], each["currency"])
        want[key] = want.get(key, 0.0) + each["value"]
    return {key: (have.get(key, 0.0), want.get(key, 0.0)) for key in sorted({*have, *want})}


def _totals(history: History, made: Iterable[Thread]) -> dict[Key, tuple[float, float]]:
    """Return what all rows of a donor and a recipient have and should have together, in euros where there is a rate."""
    found: dict[Key, tuple[float, float]] = {}
    day = datetime.date.fromisoformat(history.articles[-1]["published"])
    for key, (have, want) in _rows(history, made).items():
        rate = convert(1.0, key[4], _EU, day).rate
        brief = (*key[:2], key[4] if rate is None else _EU)
        held = found.get(brief, (0.0, 0.0))
        found[brief] = (held[0] + have * (rate or 1.0), held[1] + want * (rate or 1.0))
    return found


def _close(have: float, want: float) -> bool:
    return abs(have - want) <= TOLERANCE * max(have, want)


def mistakes(told: Iterable[Told]) -> Iterator[str]:
    """Yield what is wrong in histories, for people."""
    for each in told:
        made = thread(each.pledges)
        _, wrong, missed = _pairs(each, made)
        rows = {key: pair for key, pair in _rows(each.history, made).items() if not _close(*pair)}
        if not (wrong or missed or rows):
            continue
        meant = {pledge.id: found for pledge, found in zip(each.pledges, each.meant, strict=True)}
        yield f"== {each.history.id}: {wrong} wrong, {missed} missed"
        for one in made:
            yield f"  thread {one.stage} {one.amount.value if one.amount else None}"
            for pledge in one.pledges:
                found = meant[pledge.id]
                links = [link for link in one.relations if link.id == pledge.id]
                yield (
                    f"    {found['thread'] if found else '--'} {pledge.published} {pledge.stage} {pledge.anchor!r}"
                    f" {'+'.join(sorted(pledge.donor_parties))}>{'+'.join(sorted(pledge.recipient_parties))}"
                    f" {pledge.category} {pledge.instrument}"
                    f" {[(str(link.kind), link.probability, link.share) for link in links]}"
                )
                yield from (f"        {ref}" for ref in pledge.references)
        yield from (f"  sum {key}: {have:,.0f}, should be {want:,.0f}" for key, (have, want) in rows.items())


@click.command()
@click.option("--mistakes", "wrong", is_flag=True, help="Print what is wrong in the dev part.")
@click.option("--read", "end_to_end", is_flag=True, help="Also end to end, through the shipped reader.")
def main(*, wrong: bool, end_to_end: bool) -> None:
    """Measure how commitments are threaded on corpus/histories."""
    parts = {part: load(part) for part in PARTS}
    reader = Reader() if end_to_end else None
    for part, histories in parts.items():
        ways = {"gold": gold(histories)}
        if reader is not None:
            ways["read"] = read(histories, reader)
        for way, told in ways.items():
            if wrong and part == "dev":
                print("\n".join(mistakes(told)))
            found = score(told, by_pair=way == "gold")
            print(
                f"{part:8} {way}: {found.histories} histories, pairs precision {found.precision:.3f}"
                f" recall {found.recall:.3f} F1 {found.f1:.3f}; {found.rows_wrong} of {found.rows} sums wrong;"
                f" counted twice in {len(found.doubled)}, short in {len(found.short)}"
            )


if __name__ == "__main__":
    main()
