# ruff: noqa: INP001, T201  # the bench is no package; what it found is its output
"""Fuzzing: spoilt inputs of every kind, each of which must give a result or an error of ours, in time.

    python bench/fuzz.py --kind feed --cases 50000
    python bench/fuzz.py --kind pdf --engine atheris --cases 50000
    python bench/fuzz.py --kind feed --again CORPUS/feed-1-4711.case

In: a kind, a number of cases, a seed. Out: how many cases gave what, and each finding: a crash, a case of more than
`LIMIT` seconds, an exception that is none of ours. A case depends on kind, seed and number alone, so it comes again on
every machine; those that failed are kept in a folder outside the repository. The cases run in a process of their own,
which is started anew behind the case that killed it. `--engine atheris` lets the coverage of the code choose the
cases (`pip install atheris`).
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import fuzz_kinds  # beside this file
import fuzz_ledger
import fuzz_telling

LIMIT = 5.0
"""Seconds of the processor that a case may take: others may share the machine."""
_WAIT = 300.0
"""Seconds by the clock after which a case is ended that doesn't hear its alarm, within a library of C: others may have
the machine meanwhile."""
_START = 600.0
"""Seconds in which seeds are made and libraries loaded, before the first case."""
_MEMORY = 6 << 30
"""Bytes of addresses that a process may have: a case that asks for more is a finding."""
_TOLD = 20
_REPORTED = 100


def main() -> int:
    """Run; the exit code is 1 where there are findings."""
    options = _options()
    fuzz_kinds.quiet()
    corpus = Path(options.corpus)
    if options.again:
        fuzz_kinds.run(options.kind[0], Path(options.again).read_bytes())
        return 0
    corpus.mkdir(parents=True, exist_ok=True)
    kinds = list(fuzz_kinds.TARGETS) if options.kind == ["all"] else options.kind
    run = _with_atheris if options.engine == "atheris" else _with_mutations
    findings = sum(run(kind, options, corpus) for kind in kinds)
    print(f"{findings} findings; failures are kept in {corpus}" if findings else "no findings")
    return int(findings > 0)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", nargs="+", required=True, choices=[*fuzz_kinds.TARGETS, "all"])
    parser.add_argument("--cases", type=int, default=50_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop a kind after so long")
    parser.add_argument("--engine", choices=("mutations", "atheris"), default="mutations")
    parser.add_argument("--corpus", default=str(Path(tempfile.gettempdir()) / "communique-fuzz"))
    parser.add_argument("--again", metavar="CASE", help="run one kept case, with its traceback")
    return parser.parse_args()


@dataclass(slots=True)
class _Tally:
    """What the cases of a kind gave, how often; and of each finding the numbers of its cases."""

    told: Counter[str] = field(default_factory=Counter)
    wrapped: Counter[str] = field(default_factory=Counter)
    findings: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Run:
    """Cases to be run: from the first up to the last, until a time."""

    kind: str
    seed: int
    first: int
    last: int
    until: float


def _with_mutations(kind: str, options: argparse.Namespace, corpus: Path) -> int:
    """Run the cases of a kind; return how many findings there are."""
    tally = _Tally()
    number, last = options.first, options.first + options.cases
    began = time.monotonic()
    while number < last and time.monotonic() - began < options.seconds:
        number = _stretch(_Run(kind, options.seed, number, last, began + options.seconds), tally)
    seconds = time.monotonic() - began
    done = max(0, number - options.first)
    told = ", ".join(f"{count:,} {what}" for what, count in tally.told.most_common())
    print(f"{kind}: {done:,} cases in {seconds:,.0f} s; {told}")
    if tally.wrapped:
        told = ", ".join(f"{count} {what}" for what, count in tally.wrapped.most_common(_TOLD))
        print("  told of other people's parsers:", told)
    for what, numbers in tally.findings.items():
        print(f"  FINDING ({len(numbers)} times, first {numbers[0]}): {what}")
        path = corpus / f"{kind}-{options.seed}-{numbers[0]}.case"
        path.write_bytes(fuzz_kinds.case(kind, options.seed, numbers[0]))
    sys.stdout.flush()
    return len(tally.findings)


def _stretch(run: _Run, tally: _Tally) -> int:
    """Run cases in a process until the last, or until one kills it; return the number of the next."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    at = context.Value("q", run.first - 1)
    child = context.Process(target=_child, args=(run, there, at), daemon=True)
    child.start()
    there.close()
    seen, since, limit = run.first - 1, time.monotonic(), _START
    try:
        while True:
            if here.poll(0.2):
                try:
                    sort, what, count = here.recv()
                except EOFError:
                    child.join()
                    if seen < run.first and child.exitcode:
                        raise SystemExit(f"{run.kind}: no seeds could be made") from None
                    killed = int(at.value) if child.exitcode else run.last - 1
                    if child.exitcode:
                        tally.findings.setdefault(f"the process died ({child.exitcode})", []).append(killed)
                    return killed + 1
                if sort == "finding":
                    tally.findings.setdefault(what, []).append(count)
                else:
                    (tally.told if sort == "told" else tally.wrapped)[what] += count
            now = int(at.value)
            if now != seen:
                seen, since, limit = now, time.monotonic(), _WAIT
            elif time.monotonic() - since > limit:
                tally.findings.setdefault(f"no end in {limit:.0f} s", []).append(now)
                child.kill()
                child.join()
                return now + 1
            if time.monotonic() > run.until:
                child.kill()
                child.join()
                return now
    finally:
        here.close()


class _TooSlow(BaseException):
    """A case takes longer than it may; nobody's `except Exception` holds it up."""


def _child(run: _Run, parent: Connection, at: Any) -> None:
    """Run cases, and tell the parent what they give."""
    fuzz_kinds.quiet()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    signal.signal(signal.SIGPROF, _ring)
    told: Counter[str] = Counter()
    for sound in fuzz_kinds.seeds(run.kind):
        # Libraries load on their first use.
        fuzz_kinds.run(run.kind, sound)
    fuzz_telling.wrapped.clear()
    if run.kind.startswith("ledger"):
        fuzz_kinds.case(run.kind, run.seed, run.first)
        fuzz_ledger.questions()  # they are made before the clock runs
    for number, data in fuzz_kinds.cases(run.kind, run.seed, run.first, run.last - run.first):
        at.value = number
        signal.setitimer(signal.ITIMER_PROF, LIMIT)
        try:
            told[fuzz_kinds.run(run.kind, data) or "read"] += 1
        except (Exception, _TooSlow) as error:  # noqa: BLE001  # whatever it is, it is what is looked for
            signal.setitimer(signal.ITIMER_PROF, 0)
            parent.send(("finding", _said(error), number))
        signal.setitimer(signal.ITIMER_PROF, 0)
        if sum(told.values()) >= _REPORTED:
            _report(parent, told)
    _report(parent, told)
    fuzz_telling.tidy()
    parent.close()


def _ring(*_: object) -> None:
    raise _TooSlow(f"more than {LIMIT:.0f} s")


def _report(parent: Connection, told: Counter[str]) -> None:
    for sort, counts in (("told", told), ("wrapped", fuzz_telling.wrapped)):
        for what, count in counts.items():
            parent.send((sort, what, count))
        counts.clear()


def _said(error: BaseException) -> str:
    """Return an error in one line, with the place in our code and the one where it was raised: one for each cause."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [each for each in frames if "/communique/" in each.filename]
    known = dict.fromkeys(f"{Path(each.filename).name}:{each.lineno}" for each in (*ours[-1:], *frames[-1:]))
    places = " < ".join(known)
    said = str(error).replace("\n", " ")[:160] if isinstance(error, (AssertionError, _TooSlow)) else ""
    return f"{type(error).__name__} at {places} {said}".rstrip()


def _with_atheris(kind: str, options: argparse.Namespace, corpus: Path) -> int:
    """Let atheris choose the cases of a kind, in a process of its own; return how many findings there are."""
    kept = corpus / f"atheris-{kind}"
    kept.mkdir(exist_ok=True)
    for at, seed in enumerate(fuzz_kinds.seeds(kind)):
        (kept / f"seed-{at}").write_bytes(seed)
    command = [
        *(sys.executable, str(Path(__file__).with_name("fuzz_atheris.py")), kind, str(kept)),
        *(f"-runs={options.cases}", f"-timeout={LIMIT:.0f}", f"-seed={options.seed}", "-max_len=20000"),
        *(f"-artifact_prefix={corpus}/{kind}-", "-rss_limit_mb=4096", "-print_final_stats=1"),
        *([f"-max_total_time={options.seconds:.0f}"] if options.seconds != float("inf") else []),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env={**os.environ})  # noqa: S603  # ours
    lines = done.stderr.splitlines()
    runs = next((line for line in reversed(lines) if "number_of_executed_units" in line), "").split()[-1:]
    print(f"{kind}: {runs[0] if runs else '?'} cases by atheris, exit code {done.returncode}", flush=True)
    if done.returncode:
        print(done.stdout[-3000:], "\n".join(lines[-30:]))
    return int(done.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
