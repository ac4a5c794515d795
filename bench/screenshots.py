# ruff: noqa: INP001  # no package
"""Pictures of every page for the documentation: `python bench/screenshots.py LEDGER [FOLDER]`, the folder docs/img.

In: a ledger, as `make demo` makes it. Out: PNG files of the pages, light on a desktop each, dark or on a phone where
that shows something of its own. It needs Chromium, and `pip install playwright pillow`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from communique import Ledger

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from web_site import served

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
"""What keeps a browser from asking anybody else."""
DESKTOP, PHONE = (1440, 900), (360, 780)
MOST_BYTES, MOST_OF_ALL = 150_000, 2_500_000
"""Largest picture, and all of them together."""
_TALLEST, _COLOURS = 1_200, 256
"""Pixels of a page that are shown; more would be a picture of a table; and colours of a picture."""


def pages(path: Path) -> dict[str, str]:
    """Return the address of each page by the name of its picture; those of records, the fullest of the ledger."""
    with Ledger.open(path, write=False) as ledger:
        commitments = ledger.commitments(limit=None)
        thread = max(commitments, key=lambda each: (each.thread_reports, each.value or 0))
        event = ledger.events(limit=1, order="sources")[0]
        actor = max(ledger.actors(limit=None), key=lambda each: (each.events + each.statements, each.name))
        speaker = max(ledger.actors(limit=None), key=lambda each: (each.statements, each.name))
        article = max(ledger.articles(limit=None), key=lambda each: each.events + each.commitments)
    return {
        "today": "/",
        "commitments": "/commitments",
        "events": "/events?by=dyad",
        "explored": "/events?by=type",
        "promised": "/commitments?donor=Estonia&since=2024-01-01&until=2024-01-31",
        "statements": f"/statements?speaker={speaker.id}",
        "actors": "/actors",
        "map": "/map",
        "network": f"/network?actor={actor.id}",
        "calendar": "/calendar",
        "articles": "/articles",
        "review": "/review",
        "add": "/add",
        "search": "/search?text=howitzers",
        "event": f"/record/{event.id}",
        "commitment": f"/record/{thread.thread}",
        "actor": f"/actor/{actor.id}",
        "article": f"/article/{article.id}",
        "api": "/api",
    }


def taken(tab: Any, address: str, file: Path) -> int:
    """Write the picture of a page, and return its size in bytes."""
    tab.goto(address)
    if file.stem.startswith("explored"):
        tab.locator("[data-explore]").first.click()
        tab.locator(".explored svg.marks").wait_for(timeout=60_000)
        tab.locator(".explored .mark-rect path").first.hover()
    wide = tab.viewport_size["width"]
    tall = min(_TALLEST, tab.evaluate("document.documentElement.scrollHeight"))
    shot = tab.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": wide, "height": tall})
    # Pages have few colours; with a palette of them a picture takes a third. The median cut keeps the paper's colour.
    Image.open(BytesIO(shot)).convert("RGB").quantize(
        _COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    ).save(file, optimize=True)
    return file.stat().st_size


def main() -> int:
    """Write the pictures; return 1 if one is too large."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("docs/img"))
    parser.add_argument("--all", action="store_true", help="dark and on a phone too, for every page")
    parser.add_argument("--only", nargs="*", default=[], help="names of pages")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    dark = {"today", "commitments", "map", "article"}
    narrow = {"today", "commitments", "commitment", "review", "calendar"}
    sizes: dict[str, int] = {}
    browser_path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser_path is None:
        sys.exit(f"No browser is here. Install one of {', '.join(BROWSERS)}.")
    with served(given.ledger) as site, sync_playwright() as playwright:
        browser: Any = playwright.chromium.launch(executable_path=browser_path, args=list(QUIET))
        shapes = (
            ("", DESKTOP, "light", None),
            ("-dark", DESKTOP, "dark", dark),
            ("-phone", PHONE, "light", narrow),
        )
        for ending, (width, height), scheme, some in shapes:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=scheme, base_url=site
            )
            tab = context.new_page()
            for name, address in pages(given.ledger).items():
                wanted = some is None or given.all or name in some
                if wanted and (not given.only or name in given.only):
                    file = given.folder / f"{name}{ending}.png"
                    sizes[file.name] = taken(tab, address, file)
            context.close()
        browser.close()
    for name, size in sizes.items():
        print(f"{size:>9,} {name}")  # noqa: T201  # the outcome of the command
    print(f"{sum(sizes.values()):>9,} all")  # noqa: T201
    return int(max(sizes.values()) > MOST_BYTES or sum(sizes.values()) > MOST_OF_ALL)


if __name__ == "__main__":
    sys.exit(main())
