# ruff: noqa: INP001  # the bench is no package
"""One kind of input, fuzzed by atheris: `fuzz.py --engine atheris` starts it, with libFuzzer's options.

In: the kind, libFuzzer's options and folders. Out: what libFuzzer says; it ends with the first finding.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris  # type: ignore[import-not-found,unused-ignore]  # only here, and only for Linux

sys.path.insert(0, str(Path(__file__).parent))
with atheris.instrument_imports(include=["communique", "email", "feedparser", "pypdf"]):
    import fuzz_kinds


def main() -> None:
    """Fuzz the kind that the first argument names."""
    kind = sys.argv.pop(1)
    fuzz_kinds.quiet()
    atheris.Setup(sys.argv, lambda data: fuzz_kinds.run(kind, data) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
