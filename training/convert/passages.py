"""Corpus passages to examples: every head of the network has labels here.

An arc points at the nearest mention of its actor: in the sentence of the trigger or cue if there is one, else the
nearest anywhere; the actor's other mentions are neither wanted nor wrong, since the reader resolves mentions to actors
itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.knowledge.countries import countries_in, country_match
from communique.model.labels import CONTEXTS, HEADS, QUANTITIES, tags
from communique.model.windows import Extent, Pieces, Window
from training.corpus.notes import PRONOUNS, ActorNote, Passage
from training.examples import Example, Words, cut_windows, word_table

INDEX = {name: {str(label): at for at, label in enumerate(labels)} for name, labels in HEADS.items()}
CONTEXT_INDEX = {str(label): at for at, label in enumerate(CONTEXTS)}
EVENT_ARCS = ("actor", "recipient", "date", "place", *QUANTITIES, "again")
COMMITMENT_ARCS = ("donor", "given_to", "item", "date")


class _Converter:
    """Writes the labels of one passage into its windows."""

    def __init__(self, passage: Passage, pieces: Pieces) -> None:
        self.passage = passage
        self.table: Words = word_table(passage.text)
        self.windows = cut_windows(self.table, pieces)
        source = "seed" if passage.meta.get("register") == "seed" else "corpus"
        self.examples = [Example(window, source) for window in self.windows]
        self.mentions = {
            actor.id: sorted(found for extent in actor.mentions if (found := self.table.of(extent)))
            for actor in passage.actors
        }

    def home(self, word: int) -> tuple[Example, Window] | None:
        """Return the example and window that hold a word."""
        return next(
            ((e, w) for e, w in zip(self.examples, self.windows, strict=True) if w.first <= word < w.last), None
        )

    def words(self, extents: Iterable[Extent]) -> list[Extent]:
        return [found for extent in extents if (found := self.table.of(extent))]

    def tag(self, layer: str, extent: Extent, kind: str) -> None:
        """Tag the words of an extent, unless another span of the layer has them already."""
        found = self.table.of(extent)
        if not found:
            return
        home = self.home(found[0])
        if not home or found[1] > home[1].last:
            return
        example, window = home
        labels = example.blank(layer, 0)
        first, last = found[0] - window.first + 1, found[1] - window.first + 1
        if labels[first:last].any():
            return
        begin = tags(layer).index(f"B-{kind}")
        labels[first:last] = begin + 1
        labels[first] = begin

    def label(self, head: str, word: int, value: str, default: int) -> None:
        home = self.home(word)
        if home:
            home[0].blank(head, default)[word - home[1].first + 1] = INDEX[head][value]

    def arc(self, head: int, name: str, targets: Iterable[int], neutral: Iterable[int] = ()) -> None:
        """Add the targets of an arc, given as words; a target outside the window is left out."""
        home = self.home(head)
        if not home:
            return
        example, window = home

        def rows(words: Iterable[int]) -> list[int]:
            return [word - window.first + 1 for word in words if window.first <= word < window.last]

        key = (head - window.first + 1, name)
        found = example.arcs.setdefault(key, [])
        found.extend(row for row in rows(targets) if row not in found)
        example.neutral.setdefault(key, []).extend(rows(neutral))

    def single(self, head: int, name: str, target: int | None, neutral: Iterable[int] = ()) -> None:
        """Add an arc with one target; none is row 0."""
        self.arc(head, name, [] if target is None else [target], neutral)
        home = self.home(head)
        if home:
            key = (head - home[1].first + 1, name)
            if not home[0].arcs[key]:
                home[0].arcs[key] = [0]

    def nearest(self, ident: str | None, word: int, avoid: Extent | None = None) -> tuple[int | None, list[int]]:
        """Return the last word of an actor's mention nearest to a word, and those of its others."""
        found = self.mentions.get(ident or "", [])
        if not found:
            return None, []

        def far(mention: Extent) -> tuple[bool, bool, int]:
            inside = avoid is not None and avoid[0] <= mention[0] < avoid[1]
            elsewhere = self.table.sentence_of[mention[0]] != self.table.sentence_of[word]
            return inside, bool(elsewhere), min(abs(mention[0] - word), abs(mention[1] - 1 - word))

        best = min(found, key=far)
        return best[1] - 1, [mention[1] - 1 for mention in found if mention != best]

    def roles(self, head: int, name: str, idents: Iterable[str]) -> None:
        self.arc(head, name, [])
        for ident in idents:
            best, others = self.nearest(ident, head)
            if best is not None:
                self.arc(head, name, [best], others)

    def spans(self) -> None:
        """Tag mentions, values and titles; link titles, countries and antecedents."""
        for example in self.examples:
            for layer in ("mention", "value", "title"):
                example.blank(layer, 0)
            for head in ("trigger", "act", "stage"):
                example.blank(head, 0)
        self._mentions()
        self._values()
        self._countries()
        self._antecedents()

    def _mentions(self) -> None:
        text = self.passage.text
        for actor in self.passage.actors:
            for extent in actor.mentions:
                plain = text[extent[0] : extent[1]].lower()
                self.tag("mention", extent, "pronoun" if plain in PRONOUNS else actor.kind)
            self._titles(actor)
        for extent in self.passage.places:
            found = country_match(text[extent[0] : extent[1]])
            self.tag("mention", extent, "state" if found and found.kind == "name" else "place")

    def _values(self) -> None:
        passage = self.passage
        extents = [("money", each) for each in passage.money]
        extents += [("date", each) for each in passage.dates]
        extents += [("item", each) for each in passage.items]
        extents += [("quantity", each) for event in passage.events for _, each in event.quantities]
        for kind, extent in extents:
            self.tag("value", extent, kind)

    def _antecedents(self) -> None:
        """Link each mention of an actor to the one before it; a place's has none."""
        for mentions in self.mentions.values():
            before: int | None = None
            for mention in mentions:
                self.single(mention[1] - 1, "antecedent", before)
                before = mention[1] - 1
        for place in self.words(self.passage.places):
            self.single(place[1] - 1, "antecedent", None)

    def _titles(self, actor: ActorNote) -> None:
        for extent in actor.titles:
            self.tag("title", extent, "title")
            found = self.table.of(extent)
            if found:
                best, others = self.nearest(actor.id, found[1] - 1)
                self.single(found[1] - 1, "bearer", best, others)

    def _countries(self) -> None:
        """Link a mention to the nearest word that names its actor's country."""
        named: dict[str, list[int]] = {}
        for at in countries_in(self.passage.text):
            found = self.table.of((at.start, at.end))
            if found:
                named.setdefault(at.iso3, []).append(found[1] - 1)
        for actor in self.passage.actors:
            words = named.get(actor.country or "", [])
            for mention in self.mentions[actor.id]:
                word = mention[1] - 1
                if self.passage.text[slice(*self.table.words[word])].lower() in PRONOUNS:
                    continue
                best = min(
                    words, key=lambda each: (not mention[0] <= each < mention[1], abs(each - word)), default=None
                )
                if best is not None or actor.country is None:
                    self.single(word, "country", best, [each for each in words if each != best])

    def statements(self) -> None:
        for note in self.passage.statements:
            cue = self.table.of(note.cue)
            content = self.table.of(note.content) if note.content else None
            if not cue:
                continue
            head = cue[0]
            self.label("act", head, note.act, 0)
            self.label("certainty", head, note.certainty, -100)
            for name, ident in (("speaker", note.speaker), ("addressee", note.addressee)):
                best, others = self.nearest(ident, head, content)
                self.single(head, name, best, others)
            home = self.home(head)
            if home and content:
                first, last = max(content[0], home[1].first), min(content[1], home[1].last)
                if first < last:
                    self.single(head, "content_start", first)
                    self.single(head, "content_end", last - 1)

    def events(self) -> None:
        for note in self.passage.events:
            trigger = self.table.of(note.trigger)
            if not trigger:
                continue
            head = trigger[0]
            later = [found[0] for found in self.words(note.mentions)]
            for word in (head, *later):
                self.label("trigger", word, note.type, 0)
                self.label("mode", word, note.mode or "none", -100)
                self.label("status", word, note.status, -100)
                home = self.home(word)
                if home:
                    home[0].contexts[word - home[1].first + 1] = [CONTEXT_INDEX[each] for each in note.contexts]
            for name in EVENT_ARCS:
                self.arc(head, name, [])
            self.arc(head, "again", later)
            self.roles(head, "actor", note.actors)
            self.roles(head, "recipient", note.recipients)
            self.arc(head, "date", [found[1] - 1 for found in self.words(note.dates)])
            self.arc(head, "place", [found[1] - 1 for found in self.words(note.places)])
            for kind, extent in note.quantities:
                self.arc(head, kind, [found[1] - 1 for found in self.words([extent])])

    def commitments(self) -> None:
        events = {note.id: note for note in self.passage.events}
        for note in self.passage.commitments:
            anchor = self.table.of(note.anchor)
            if not anchor:
                continue
            on_event = note.event in events and note.anchor == events[note.event].trigger if note.event else False
            head = anchor[0] if on_event else anchor[1] - 1
            self.label("stage", head, note.stage, 0)
            self.label("category", head, note.category, -100)
            self.label("instrument", head, note.instrument, -100)
            self.label("cumulative", head, "cumulative" if note.cumulative else "none", -100)
            for name in COMMITMENT_ARCS:
                self.arc(head, name, [])
            self.roles(head, "donor", note.donors)
            self.roles(head, "given_to", note.recipients)
            self.arc(head, "date", [found[1] - 1 for found in self.words(note.dates)])
            for extent, kind in note.items:
                found = self.table.of(extent)
                if found:
                    self.label("item_class", found[1] - 1, kind, -100)
                    if found[1] - 1 != head:
                        self.arc(head, "item", [found[1] - 1])
            best, others = self.nearest(note.by, head)
            self.single(head, "by", best, others)
            told = self.table.of(events[note.event].trigger) if note.event in events else None
            self.single(head, "event", told[0] if told and not on_event else None)


def convert(passages: Iterable[Passage], pieces: Pieces) -> Iterator[Example]:
    """Yield the examples of passages, one a window."""
    for passage in passages:
        converter = _Converter(passage, pieces)
        converter.spans()
        converter.statements()
        converter.events()
        converter.commitments()
        yield from converter.examples
