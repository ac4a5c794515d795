"""The trained network in ONNX Runtime, and the model as the reading uses it: words in, marks out.

`Model.load` reads the weights that the package ships (or a folder given): `reader.onnx`, `tokenizer.json` and
`reader.json` (version, label inventory, temperatures, thresholds, figures). Every window is run by itself: int8
activations are scaled by what is in a run, so a batch would make a reading depend on its neighbours. The cores are used
by running windows of several articles side by side.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import onnxruntime

from communique.errors import WeightsIncompatible, WeightsMissing
from communique.model.decode import Layouts, Logits, WindowDecoder, drop_lone_doubt, scale
from communique.model.labels import inventory
from communique.model.marks import Marks
from communique.model.settings import Settings
from communique.model.windows import Pieces, Prepared, Window, windows

_T = TypeVar("_T")

AHEAD = 8
"""Articles whose windows are in flight at a time when many are read."""
OUTPUTS = ("words", "record_rows", "records", "name_rows", "names")
"""The graph's outputs that make marks, in the order of `Logits`; `states` is one more, worked out when asked for."""


class Model:
    """The compact reader. Safe to use from several threads.

    `threads` are those that run the network: by default one for each core, with 0 whoever asks.
    """

    def __init__(self, folder: Path, threads: int | None = None, min_probability: float | None = None) -> None:
        self.card = _card(folder)
        self.name, self.version = str(self.card["name"]), str(self.card["version"])
        self._pieces = Pieces(folder / "tokenizer.json")
        names = ("temperatures", "thresholds", "stages_by_event", "scales")
        self._settings = Settings(*(self.card.get(name, {}) for name in names))
        if min_probability is not None:
            self._settings = self._settings.at_least(min_probability)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "reader.onnx"),
            options,
            providers=["CPUExecutionProvider"],
            # ONNX Runtime's fused operator takes four times as long on a CPU as the two that it stands for.
            disabled_optimizers=["SkipLayerNormFusion"],
        )
        self.has_states = any(output.name == "states" for output in self._session.get_outputs())
        cores = _cores() if threads is None else threads
        self._pool = ThreadPoolExecutor(cores, thread_name_prefix="communique-model") if cores else _Caller()

    @classmethod
    def load(
        cls, folder: Path | None = None, threads: int | None = None, min_probability: float | None = None
    ) -> Model:
        """Return the model of a folder of weights, by default those that the package ships.

        `min_probability` stands for the thresholds of records that the weights were fitted with.

        Raises WeightsMissing and WeightsIncompatible.
        """
        return cls(folder or Path(str(files("communique.model") / "weights")), threads, min_probability)

    def marks(self, articles: Iterable[Prepared | None], *, states: bool = False) -> Iterator[Marks]:
        """Yield the marks of every article, in order; a few articles are worked on ahead.

        None stands for a moment when no further article is there: what is worked on is given out first. With `states`
        they hold the encoder's states of the words too, where the weights give them (`has_states`).
        """
        ask = self.logits_and_states if states and self.has_states else self.logits
        waiting: deque[tuple[Prepared, list[Window], list[Future[Logits]]]] = deque()
        for article in articles:
            if article is not None:
                waiting.append(self._submit(article, ask))
            if waiting and (article is None or len(waiting) == AHEAD):
                yield self._collect(*waiting.popleft())
        while waiting:
            yield self._collect(*waiting.popleft())

    def logits(self, window: Window) -> Logits:
        """Return what the network says of a window."""
        return self._run(window, OUTPUTS)

    def logits_and_states(self, window: Window) -> Logits:
        """Return what the network says of a window, with the encoder's states of its rows."""
        return self._run(window, (*OUTPUTS, "states"))

    def _run(self, window: Window, outputs: tuple[str, ...]) -> Logits:
        given = {"ids": window.ids[None], "shapes": window.shapes[None], "heads": window.heads[None]}
        return Logits(*(np.asarray(each) for each in self._session.run(outputs, given)))

    def _submit(
        self, article: Prepared, ask: Callable[[Window], Logits]
    ) -> tuple[Prepared, list[Window], list[Future[Logits]]]:
        cut = windows(article, self._pieces)
        return article, cut, [self._pool.submit(ask, window) for window in cut]

    def _collect(self, article: Prepared, cut: list[Window], results: list[Future[Logits]]) -> Marks:
        marks = Marks()
        layouts = Layouts(article)
        states = []
        for window, result in zip(cut, results, strict=True):
            logits = result.result()
            WindowDecoder(logits, layouts.of(window), self._settings, marks).decode()
            if logits.states is not None:
                states.append(logits.states[1:])
        drop_lone_doubt(marks, len(article.sentences), self._settings)
        scale(marks, self._settings)
        marks.states = np.concatenate(states) if states else None
        return marks


class _Caller(Executor):
    """Does work at once, in the thread of who asks for it."""

    def submit(self, fn: Callable[..., _T], /, *args: Any, **kwargs: Any) -> Future[_T]:
        """Return what the work gave or raised, done."""
        done: Future[_T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - told when the result is asked for
            done.set_exception(error)
        return done


@lru_cache(maxsize=1)
def shipped() -> Model:
    """Return the model that the package ships, loaded once."""
    return Model.load()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _card(folder: Path) -> dict[str, Any]:
    """Return what stands in the weights' card, checked against this version of the package."""
    missing = [name for name in ("reader.onnx", "reader.json", "tokenizer.json") if not (folder / name).is_file()]
    if missing:
        raise WeightsMissing(
            f"the reader's weights are not complete: {', '.join(missing)} not in {folder}",
            hint="Install communique again, or make the weights with `make train`.",
        )
    card: dict[str, Any] = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
    if card.get("labels") != inventory():
        raise WeightsIncompatible(
            f"the weights in {folder} were trained for other labels than this version reads",
            hint="Use the weights of this version, or make them anew with `make train`.",
        )
    return card
