"""The pages in Chromium: skipped where Playwright or a browser isn't installed, and axe-core's part where npm isn't."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tarfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hostile_articles import hostile
from web_site import PAGES, small_file

from communique import Ledger
from communique.web.app import create_app

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright isn't installed: pip install playwright")
uvicorn = pytest.importorskip("uvicorn", reason="uvicorn isn't installed")
_BROWSER = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
pytestmark = pytest.mark.skipif(not _BROWSER, reason="no Chromium is on this machine")

WIDTHS = (360, 1440)
SCHEMES = ("light", "dark")


@dataclass
class Watched:
    """A tab, what its console complained of, and whom it asked besides the page's host."""

    tab: Any
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small ledger, with the hostile articles in it."""
    path = small_file(tmp_path_factory.mktemp("browser"))
    with Ledger.open(path) as ledger:
        for each in list(hostile())[:6]:
            ledger.put(each)
    return path


@pytest.fixture(scope="module")
def site(path: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(path, reviewer="ada"), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=_BROWSER, args=["--no-sandbox"])
        yield made
        made.close()


def watched(browser: Any, site: str, width: int = 1440, scheme: str = "light") -> Watched:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        base_url=site,
        permissions=["clipboard-read", "clipboard-write"],
    )
    made = Watched(context.new_page())
    made.tab.on(
        "console", lambda said: made.complaints.append(said.text) if said.type in {"error", "warning"} else None
    )
    made.tab.on("pageerror", lambda error: made.complaints.append(str(error)))
    made.tab.on("request", lambda asked: made.asked.append(asked.url) if not asked.url.startswith(site) else None)
    return made


def some_pages(path: Path) -> list[str]:
    """Return each kind of page once, those of records the fullest of them."""
    with Ledger.open(path) as ledger:
        actor = max(ledger.actors(limit=None), key=lambda each: each.events)
        article = max(ledger.articles(limit=None), key=lambda each: each.events)
        event, thread = ledger.events(type="ASSAULT")[0], ledger.commitments(limit=None, donor="EST")[-1]
        return [
            *PAGES,
            *("/search?text=howitzers", "/events?type=WAR", f"/record/{event.id}", f"/record/{thread.thread}"),
            *(f"/actor/{actor.id}", f"/article/{article.id}"),
        ]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_quiet_stays_on_its_host_and_fits(
    browser: Any, site: str, path: Path, width: int, scheme: str
) -> None:
    seen = watched(browser, site, width, scheme)
    wide = {}
    for address in some_pages(path):
        seen.complaints.clear()
        seen.tab.goto(address)
        expected = ["400 (Bad Request)"] if "WAR" in address else []
        assert [each for each in seen.complaints if not any(code in each for code in expected)] == [], address
        over = seen.tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            wide[address] = over
    assert wide == {}
    assert seen.asked == []
    seen.tab.context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_no_serious_barrier(
    browser: Any, site: str, path: Path, scheme: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    script = axe(tmp_path_factory)
    seen = watched(browser, site, 1440, scheme)
    found = {}
    for address in some_pages(path):
        seen.tab.goto(address)
        seen.tab.evaluate(script)
        told = seen.tab.evaluate("axe.run({resultTypes: ['violations']})")
        serious = [
            (each["id"], [node["html"][:90] for node in each["nodes"][:3]])
            for each in told["violations"]
            if each["impact"] in {"serious", "critical"}
        ]
        if serious:
            found[address] = serious
    assert found == {}
    seen.tab.context.close()


def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return axe-core's script, from npm."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm isn't installed, and axe-core comes from it")
    folder = tmp_path_factory.getbasetemp() / "axe"
    folder.mkdir(exist_ok=True)
    packed = next(folder.glob("*.tgz"), None)
    if packed is None:
        ended = subprocess.run([npm, "pack", "axe-core@4"], cwd=folder, capture_output=True, check=False, timeout=120)  # noqa: S603  # npm, with words of ours
        packed = next(folder.glob("*.tgz"), None)
        if packed is None:
            pytest.skip(f"npm gives no axe-core: {ended.stderr.decode(errors='replace')[-200:]}")
    with tarfile.open(packed) as archive:
        held = archive.extractfile("package/axe.min.js")
        assert held is not None
        return held.read().decode()


def test_a_reviewer_needs_no_mouse(browser: Any, site: str, path: Path) -> None:
    seen = watched(browser, site)
    seen.tab.goto("/review")
    first = shown(seen)
    seen.tab.keyboard.press("n")
    seen.tab.wait_for_url("**/review?passed=*")
    second = shown(seen)
    assert second != first
    for key in ("a", "u", "r", "u"):
        with seen.tab.expect_navigation():
            seen.tab.keyboard.press(key)
    with Ledger.open(path) as ledger:
        kept = ledger.decisions()
        assert [each.verb for each in kept] == ["accept", "undo", "reject", "undo"]
        assert {each.by for each in kept} == {"ada"}
    assert seen.complaints == []
    seen.tab.context.close()


def shown(seen: Watched) -> str:
    return str(seen.tab.locator("#decide").get_attribute("action"))


def test_a_key_typed_into_a_field_decides_nothing(browser: Any, site: str) -> None:
    seen = watched(browser, site)
    seen.tab.goto("/review")
    seen.tab.locator("#note").press_sequentially("arenas")
    assert seen.tab.locator("#note").input_value() == "arenas"
    assert urlsplit(seen.tab.url).path == "/review"
    seen.tab.context.close()


def test_a_slash_goes_to_the_search(browser: Any, site: str) -> None:
    seen = watched(browser, site)
    seen.tab.goto("/events")
    seen.tab.keyboard.press("/")
    seen.tab.keyboard.type("howitzers")
    with seen.tab.expect_navigation():
        seen.tab.keyboard.press("Enter")
    assert urlsplit(seen.tab.url).path == "/search"
    assert "12 howitzers" in seen.tab.locator("main").inner_text()
    seen.tab.context.close()


def test_a_citation_is_copied(browser: Any, site: str, path: Path) -> None:
    seen = watched(browser, site)
    with Ledger.open(path) as ledger:
        seen.tab.goto(f"/record/{ledger.events(type='ASSAULT')[0].id}")
    for name in ("footnote", "bibtex"):
        button = seen.tab.locator(f"[data-copy={name}]")
        button.click()
        sync_api.expect(button).to_have_text("Copied")
        assert seen.tab.evaluate("navigator.clipboard.readText()") == seen.tab.locator(f"#{name}").text_content()
    seen.tab.context.close()


def test_the_reader_chooses_light_or_dark_and_it_stays(browser: Any, site: str) -> None:
    seen = watched(browser, site, scheme="light")
    seen.tab.goto("/")
    paper = seen.tab.evaluate("getComputedStyle(document.body).backgroundColor")
    seen.tab.get_by_role("button", name="Light or dark").click()
    seen.tab.goto("/events")
    assert seen.tab.evaluate("getComputedStyle(document.body).backgroundColor") != paper
    seen.tab.context.close()


def test_a_choice_of_a_facet_is_sent_at_once(browser: Any, site: str) -> None:
    seen = watched(browser, site)
    seen.tab.goto("/events")
    with seen.tab.expect_navigation():
        seen.tab.get_by_label("Type", exact=True).select_option("REJECT")
    assert "type=REJECT" in seen.tab.url
    assert seen.tab.locator("table.rows tbody tr").count() == 1
    seen.tab.context.close()


def test_the_pages_work_without_javascript(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site)
    tab = context.new_page()
    tab.goto("/events")
    tab.get_by_label("Type", exact=True).select_option("REJECT")
    tab.get_by_role("button", name="Show").click()
    assert "type=REJECT" in tab.url
    context.close()
