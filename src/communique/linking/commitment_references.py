"""What a sentence about a commitment says of an earlier one: "part of the €500m announced on 3 March", "on top of".

In: an article's text, where the sentence and the commitment's own words (its sum or item) stand in it, and where those
of others do. Out: references, each with its kind, its words, and what they name: sum, count, days, stage. The phrases
are a table (`knowledge/pledge_references.yaml`); sums and dates are read by `reading`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from communique.knowledge.tables import document
from communique.linking.commitment_clauses import BEHIND, BESIDE, NEAR, Clause, Extent, overlaps
from communique.linking.commitment_phrases import (
    AUXILIARY,
    BARE_SIZE,
    BREAK,
    BULLET,
    CONTRIBUTED,
    DEFINITE,
    DETERMINER,
    LAST,
    LIST_LEAD,
    OF_IT,
    OF_THIS,
    PROMISED,
    SHARE,
    SUPERLATIVE,
    Pointer,
    Reference,
    ordinal,
    patterns,
    plain_words,
    stages,
)
from communique.reading.values.amounts import money_in
from communique.records import Money

_SHRINKING: Final = re.compile(r"(?:cut|reduc|lower|trim|slash|halv|shrink|shrank|shrunk)", re.IGNORECASE)
_GROWN_BY: Final = re.compile(r"\bby\s+(?:[^\W\d]+\s+){0,2}$")
_LIST: Final = 2000
"""Code points above an entry of a list in which the line that introduces it stands."""
_RIGHT_BEHIND: Final = 25
"""Code points behind a phrase in which its object begins."""

__all__ = ["LAST", "Extent", "Pointer", "Reference", "Sentence", "plain_words"]


class Sentence(Clause):
    """One sentence of an article, in which references are looked for; see `Clause` for what it is made of."""

    def references(self, own: Extent) -> tuple[Reference, ...]:
        """Return the references of the commitment whose own words stand there, in the order of the table."""
        whole = self._as_whole(own)
        found = [
            *([whole] if whole else []),
            *([] if whole else self._shares(own)),
            *self._inside(own),
            *self._contents(own),
            *self._pointing(own, "beside", Pointer.MORE),
            *self._more(own),
            *self._totals(own),
            *self._revisions(own),
            *self._retold(own),
        ]
        if any(each.kind is Pointer.PART and (each.value or each.count) for each in found):
            # "12 of the 18 have arrived so far" is a share, and a total only of shares.
            found = [each for each in found if each.kind is not Pointer.TOTAL]
        if not any(each.kind in {Pointer.RETOLD, Pointer.PART, Pointer.WHOLE} for each in found) and self._is_known(
            own
        ):
            found.append(Reference(Pointer.KNOWN, self._text[max(self._start, own[0] - 12) : own[1]].strip()))
        return tuple(dict.fromkeys(found))

    def package(self, own: Extent) -> int | None:
        """Return the number of the package that a commitment is: 22 of "its 22nd package of military aid"."""
        found = patterns()["package_number"].search(self._text, max(0, own[0] - 140), min(self._end, own[1] + 60))
        if found is None or self._between(own, found.span()):
            return None
        words: dict[str, int] = document("pledge_references.yaml")["numbers"]
        return int(found.group("digits") or 0) or words[found.group("word").lower()]

    def _shares(self, own: Extent) -> Iterator[Reference]:
        """Yield what the commitment is a share of."""
        yield from self._own_shares(own)
        yield from self._shares_behind(own)
        yield from self._first_shares(own)
        yield from self._leading_shares(own)
        for cue in self._cues("part"):
            yield from self._cued_share(own, cue)

    def _own_shares(self, own: Extent) -> Iterator[Reference]:
        inner = [each for each in self._numbers if own[0] <= each.start < own[1]]
        if len(inner) > 1 and re.search(r"\bof\b", self._text[inner[0].end : inner[1].start], re.IGNORECASE):
            # "12 of the 18 howitzers" is all the commitment's own; a number behind is one of the designation.
            named = self._named(Pointer.PART, own[0], inner[1].start, (own[0], inner[0].end))
            adds, count = self._adds(own[0] - 20, own[1]), int(inner[1].value or 0) or None
            yield replace(named, value=None, currency=None, count=count, adds=adds)

    def _shares_behind(self, own: Extent) -> Iterator[Reference]:
        """Yield what stands right behind a share ("€100m of the €500m", "of Japan's loan", "of it"), or "of this"."""
        after = patterns()["behind"].match(self._text, own[1], self._end)
        if after:
            named = self._named(Pointer.PART, own[0], after.end(), own, adds=self._adds(own[0] - 20, own[1]))
            if named.value is not None or named.count is not None:
                yield named
        packed = patterns()["of_package"].match(self._text, own[1], self._end)
        if packed and not self._counts(own[1], packed.end()):
            yield Reference(Pointer.PART, self._text[own[0] : packed.end()], adds=self._adds(own[0] - 20, own[1]))
        given = CONTRIBUTED.search(self._text, max(self._start, own[0] - NEAR), own[0])
        to = patterns()["contributed"].match(self._text, own[1], self._end) if given else None
        if to:
            named = self._named(Pointer.PART, own[0], to.end(), own)
            if named.value is not None:
                yield named
        if OF_IT.match(self._text, own[1], self._end) or OF_THIS.search(self._text, self._start, own[0]):
            before = [
                each for each in money_in(self._text, max(0, self._start - 200), self._end) if each.span.end <= own[0]
            ]
            if before:
                quote = self._text[before[-1].span.start : own[1]]
                yield Reference(Pointer.PART, quote, value=before[-1].value, currency=before[-1].currency)

    def _first_shares(self, own: Extent) -> Iterator[Reference]:
        found = patterns()
        first = found["first"].search(self._text, max(self._start, own[0] - 24), own[1])
        behind = found["behind"].match(self._text, own[1], self._end)
        inner = sum(own[0] <= each.start < own[1] for each in self._numbers)
        if first is None and not inner:
            first = (
                found["of_kind"].search(self._text, max(self._start, own[0] - 24), own[0])
                or found["own_kind"].match(self._text, own[0], own[1])
                or found["rest"].search(self._text, max(self._start, own[0] - 24), own[0])
                or found["own_rest"].match(self._text, own[0], own[1])
            )
        if first and first.start() <= own[0] + 4 and not behind and inner <= 1:
            which = ordinal(self._text[first.start() : own[1]])
            if which is not None:
                yield Reference(
                    Pointer.PART, self._text[first.start() : own[1]], adds=which != 1 or None, ordinal=which
                )

    def _leading_shares(self, own: Extent) -> Iterator[Reference]:
        for cue in self._cues("leading"):
            named = self._named(Pointer.PART, cue.start(), cue.end(), own, adds=self._adds(cue.start(), own[0]))
            inside = cue.end() <= own[0] < cue.end() + 25
            # The whole stands between, as words of a commitment of its own where it was read as one.
            whole = next((each for each in self._anchors if cue.end() <= each[0] < cue.end() + 25), cue.span())
            near = own[0] <= self._limit(cue.end()) and not self._between(own, (cue.start(), whole[1]))
            if near and not inside and (named.value is not None or named.count is not None):
                yield named

    def _cued_share(self, own: Extent, cue: re.Match[str]) -> Iterator[Reference]:
        # "The second tranche of its €150m loan, €60m": the whole stands between, a commitment of its own or not.
        whole = next((each for each in self._wholes(cue.end()) if each[1] <= own[0]), None)
        if self._between(own, (cue.start(), whole[1] if whole else cue.end())) or overlaps(cue.span(), own):
            return
        adds = self._adds(cue.start() - 25, cue.end())
        if cue.end() <= own[0] and BARE_SIZE.fullmatch(self._text[cue.end() : own[0]]):
            if re.search(r"\bof$", cue.group(), re.IGNORECASE) and not cue.group().lower().startswith("part"):
                which = ordinal(self._text[max(self._start, cue.start() - 25) : cue.end()])
                # "a tranche of €100m"
                yield Reference(Pointer.PART, self._text[cue.start() : own[1]], adds=adds, ordinal=which)
            return
        named = self._named(Pointer.PART, cue.start(), cue.end(), own, adds=adds)
        told = named.value is not None or named.count is not None or named.start is not None
        packed = patterns()["package"].search(self._text, cue.end(), min(self._limit(cue.end()), cue.end() + BEHIND))
        inside = whole is None and cue.end() <= own[0] < min(self._limit(cue.end()), cue.end() + _RIGHT_BEHIND)
        if inside or not (told or packed):
            return
        if self._near(own, cue.span()):
            yield named

    def _wholes(self, at: int) -> Iterator[Extent]:
        """Yield where sums stand right behind a phrase that ends at some place."""
        for each in self._sums:
            if at <= each.span.start < at + _RIGHT_BEHIND:
                yield each.span.start, each.span.end

    def _as_whole(self, own: Extent) -> Reference | None:
        """Return the reference of a sum or number that is named as the whole of another: "part of the €500m"."""
        starts = [cue.end() for cue in self._cues("leading")]
        for cue in self._cues("part"):
            article = DETERMINER.search(self._text, cue.end() - 4, own[0] + 1)
            if re.search(r"(?:the|a|an|its|their)$", cue.group(), re.IGNORECASE) or (
                article and article.start() < own[0]
            ):
                starts.append(cue.end())
        spans = [(each.span.start, each.span.end) for each in self._sums] + [(n.start, n.end) for n in self._numbers]
        for start, end in spans:
            behind = (
                patterns()["behind"].match(self._text, end, self._end) if end <= own[0] and start != own[0] else None
            )
            if behind:
                starts.append(behind.end())
        near = [each for each in starts if each <= own[0] < each + 25 and "," not in self._text[each : own[0]]]
        begin = min(near, default=None)
        if begin is None or not self._has_share(own):
            return None
        return replace(self._told_before(max(self._start, begin - 12), own), kind=Pointer.WHOLE)

    def _has_share(self, own: Extent) -> bool:
        """Return whether the sentence has another sum or number, or a word for a share, besides the whole."""
        others = [each for each in self._sums if not overlaps((each.span.start, each.span.end), own)]
        numbers = [n for n in self._numbers if not overlaps((n.start, n.end), own) and not self._is_date(n)]
        return bool(others or numbers or SHARE.search(self._text, self._start, own[0]))

    def _inside(self, own: Extent) -> Iterator[Reference]:
        """Yield the whole that stands before its share: "a package of €500m, including €150m for air defence"."""
        if not self._is_sum(own):
            return
        before = [each for each in self._sums if each.span.end <= own[0]]
        for place, whole in reversed(list(enumerate(before))):
            follows = before[place + 1].span.start if place + 1 < len(before) else own[0]
            cue = patterns()["inside"].search(self._text, whole.span.end, follows)
            if BREAK.search(self._text, whole.span.end, own[0]) or own[0] - whole.span.end > 2 * BESIDE:
                return
            if cue and follows - whole.span.end <= BESIDE:
                quote = self._text[whole.span.start : own[1]]
                yield Reference(Pointer.PART, quote, value=whole.value, currency=whole.currency)
                return

    def _contents(self, own: Extent) -> Iterator[Reference]:
        """Yield what says that the commitment is in a package told before, in its sentence or above its list."""
        begin = self._start
        if BULLET.match(self._text, begin, self._end):
            lead = LIST_LEAD.search(self._text, max(0, begin - _LIST), begin)
            begin = lead.start("lead") if lead else begin
        holds = patterns()["contents"].match(self._text, begin, own[0])
        if holds is None or money_in(self._text, begin, holds.end()):
            return
        if not (patterns()["retold"].search(holds.group()) and self._day(begin, holds.end(), own)):
            # "The package promised in March includes" goes on about another one than was told last.
            yield Reference(Pointer.CONTENTS, self._text[begin : holds.end()].strip())

    def _pointing(self, own: Extent, name: str, kind: Pointer) -> Iterator[Reference]:
        for cue in self._cues(name):
            at = cue.end()
            if at <= own[0] < min(self._limit(at), at + BEHIND) and not self._counts(at, own[0]):
                yield self._told_before(cue.start(), own)
            else:
                named = self._named(kind, cue.start(), at, own)
                packed = patterns()["package"].search(self._text, at, self._limit(at))
                if named.value is not None or named.count is not None or named.start or packed:
                    yield named

    def _more(self, own: Extent) -> Iterator[Reference]:
        before = patterns()["more"].search(self._text, max(self._start, own[0] - NEAR), own[0])
        if before and before.start() > self._start and before.group()[0].isupper():
            before = None  # "Papua New Guinea", not "new"
        inside = patterns()["more_inside"].match(self._text, own[0], own[1])
        adding = patterns()["adding"].search(self._text, max(self._start, own[0] - NEAR), own[0])
        after = patterns()["more_after"].search(self._text, own[1], self._limit(own[1]))
        if adding and self._counts(adding.end(), own[0]):
            adding = None
        if before and SHARE.search(before.group()):
            before = None  # "a second lot of eight"
        if before or inside or adding or (after and not self._counts(own[1], after.start())):
            start = before.start() if before else adding.start() if adding else own[0]
            yield Reference(Pointer.MORE, self._text[start : max(own[1], after.end() if after else 0)])

    def _totals(self, own: Extent) -> Iterator[Reference]:
        for cue in self._cues("total"):
            gap = own[0] - cue.end()
            if 0 <= gap <= NEAR and not self._between(own, cue.span()):
                yield self._named(Pointer.TOTAL, cue.start(), own[1], own)
        for cue in self._cues("total_near"):
            if self._near(own, cue.span()) and not self._between(own, cue.span()) and not overlaps(cue.span(), own):
                ordered = sorted(
                    self._anchors or (own,), key=lambda each: min(abs(each[0] - cue.end()), abs(cue.start() - each[1]))
                )
                counted = self._counts(own[1], cue.start()) or SUPERLATIVE.search(self._text, self._start, cue.start())
                if ordered[0] == own and not counted:
                    yield Reference(
                        Pointer.TOTAL, self._text[min(own[0], cue.start()) : max(own[1], cue.end())].strip()
                    )

    def _revisions(self, own: Extent) -> Iterator[Reference]:
        for cue in self._cues("changed"):
            old = next((each for each in self._sums if cue.end() <= each.span.start < cue.end() + NEAR), None)
            if old is None:
                yield from self._changed_count(own, cue)
            elif overlaps((old.span.start, old.span.end), own):
                yield Reference(Pointer.RETOLD, cue.group())
            elif own[0] > old.span.end or own[1] <= cue.start():
                yield _revision(self._text[cue.start() : old.span.end], old)
        yield from self._instead(own)
        yield from self._new_sizes(own)
        for cue in self._cues("correction"):
            yield Reference(Pointer.REVISION, cue.group())

    def _instead(self, own: Extent) -> Iterator[Reference]:
        for cue in self._cues("instead"):
            named = self._named(Pointer.REVISION, cue.start(), cue.end(), own)
            if 0 <= own[0] - cue.end() <= NEAR and not self._counts(cue.end(), own[0]):
                yield Reference(Pointer.RETOLD, self._text[cue.start() : own[1]])
            elif (named.value is not None or named.count is not None) and self._near(own, cue.span()):
                yield named

    def _new_sizes(self, own: Extent) -> Iterator[Reference]:
        if self._is_growth(own[0]):
            # "raised by 3 million to 8 million": what was added is part of what is there now.
            grown = next((each for each in self._sums if own[1] <= each.span.start < own[1] + 12), None)
            if grown is not None:
                quote = self._text[own[0] : grown.span.end]
                yield Reference(Pointer.PART, quote, value=grown.value, currency=grown.currency)
        for cue in self._cues("new_size"):
            if 0 <= own[0] - cue.end() <= NEAR and not self._between(own, cue.span()):
                quote = self._text[cue.start() : own[1]]
                yield replace(self._grown(own, cue.group()), quote=quote)

    def _is_growth(self, at: int) -> bool:
        return _GROWN_BY.search(self._text[max(self._start, at - 24) : at]) is not None

    def _grown(self, own: Extent, verb: str) -> Reference:
        """Return the reference to what a sum was before it changed: 5 million of "rose by 3 million to 8 million"."""
        plain = Reference(Pointer.REVISION, verb)
        now = next((each for each in self._sums if overlaps((each.span.start, each.span.end), own)), None)
        by = next((each for each in self._sums if each.span.end <= own[0] < each.span.end + 12), None)
        if now is None or by is None or by.currency != now.currency or not self._is_growth(by.span.start):
            return plain
        was = now.value + by.value if _SHRINKING.match(verb) else now.value - by.value
        return replace(plain, value=was, currency=now.currency)

    def _changed_count(self, own: Extent, cue: re.Match[str]) -> Iterator[Reference]:
        old = next((each for each in self._numbers if cue.end() <= each.start < cue.end() + NEAR), None)
        if old is None or old.value is None or self._is_date(old):
            return
        if overlaps((old.start, old.end), own):
            yield Reference(Pointer.RETOLD, cue.group())
        else:
            yield Reference(Pointer.REVISION, self._text[cue.start() : old.end], count=int(old.value))

    def _retold(self, own: Extent) -> Iterator[Reference]:
        limit = self._limit(own[1])
        told = patterns()["retold"].search(self._text, own[1], min(limit, own[1] + BESIDE))
        if told and not self._counts(own[1], told.start()):
            gap = self._text[own[1] : told.start()]
            day = self._day(told.end(), limit, own)
            perfect = "had" in gap.split() or not AUXILIARY.search(gap)
            before = any(
                each.group().lower() not in {"that", "which", "was", "were", "it"}
                for each in patterns()["retold_adverb"].finditer(gap)
            )
            if perfect and (before or (day is not None and self._is_old(day))):
                yield self._told_before(own[0], own)
                return
        subject = patterns()["subject"].match(self._text, self._start, self._end)
        if subject and subject.end() <= own[0] and not self._between(own, subject.span()):
            # "The guns promised in June have arrived, 12 howitzers": a noun stands for it first.
            day = self._day(subject.end(), min(self._limit(subject.end()), own[0]), (self._start, self._start))
            if day is not None and self._is_old(day):
                stage = stages().get(subject.group("told").lower())
                yield Reference(Pointer.RETOLD, subject.group(), start=day.start, end=day.end, stage=stage)
                return
        promised = PROMISED.search(self._text, max(self._start, own[0] - NEAR), own[0])
        lead = promised or patterns()["earlier"].search(self._text, max(self._start, own[0] - NEAR), own[0])
        if lead:
            stage = stages().get(lead.group("told").lower())
            yield Reference(Pointer.RETOLD, self._text[lead.start() : own[1]], stage=stage)

    def _is_known(self, own: Extent) -> bool:
        return DEFINITE.search(self._text[max(self._start, own[0] - NEAR) : own[0]]) is not None


def _revision(quote: str, old: Money) -> Reference:
    return Reference(Pointer.REVISION, quote, value=old.value, currency=old.currency)
