"""The pages in Chromium: skipped where Playwright or a browser isn't installed, and axe-core where npm has none."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hostile_articles import hostile
from ledger_readings import ledger_of
from web_site import PAGES, served, small_file

from communique import Ledger

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright isn't installed: pip install playwright")
uvicorn = pytest.importorskip("uvicorn", reason="uvicorn isn't installed")
_BROWSER = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
pytestmark = pytest.mark.skipif(not _BROWSER, reason="no Chromium is on this machine")

WIDTHS = (360, 1440)
SCHEMES = ("light", "dark")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
AXE = Path(__file__).parents[1] / "build" / "axe"
CUT = """
() => [...document.querySelectorAll("main *, header *, footer *")].filter((each) => {
  const style = getComputedStyle(each);
  return ["hidden", "clip"].includes(style.overflowX) && each.scrollWidth > each.clientWidth + 1
    && each.clientWidth > 1 && !(each instanceof SVGElement) && !each.matches("input, select, textarea");
}).map((each) => each.outerHTML.slice(0, 90))
"""
"""Elements that hide a part of what is in them."""
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


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
    ledger_of(list(hostile())[:6], path).close()
    return path


@pytest.fixture(scope="module")
def site(path: Path) -> Iterator[str]:
    with served(path) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=_BROWSER, args=list(QUIET))
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
        speaker = max(ledger.actors(limit=None), key=lambda each: each.statements)
        statement, commitment = ledger.statements(limit=1)[0], ledger.commitments(limit=1)[0]
        event, thread = ledger.events(type="ASSAULT")[0], ledger.commitments(limit=None, donor="EST")[-1]
        return [
            *PAGES,
            *("/search?text=howitzers", "/events?type=WAR", f"/record/{event.id}", f"/record/{thread.thread}"),
            *(
                f"/actor/{actor.id}",
                f"/merge/{actor.id}",
                f"/article/{article.id}",
                f"/statements?speaker={speaker.id}",
            ),
            *(f"/record/{statement.id}", f"/record/{commitment.id}", "/events?by=dyad", "/none"),
        ]


def test_every_page_is_quiet_stays_on_its_host_and_fits(browser: Any, site: str, path: Path) -> None:
    seen = watched(browser, site)
    wrong = {}
    for address in some_pages(path):
        seen.complaints.clear()
        seen.tab.goto(address)
        expected = ["400 (Bad Request)"] if "WAR" in address else ["404 (Not Found)"] if address == "/none" else []
        found: list[Any] = [each for each in seen.complaints if not any(code in each for code in expected)]
        for width in WIDTHS:
            seen.tab.set_viewport_size({"width": width, "height": 900})
            over = seen.tab.evaluate(OVER)
            found += [f"{over} too wide at {width}"] if over > 0 else []
            found += [f"cut at {width}: {each}" for each in seen.tab.evaluate(CUT)]
        if found:
            wrong[address] = found
    assert wrong == {}
    assert seen.asked == []
    seen.tab.context.close()


def test_axe_finds_no_serious_barrier_on_any_page_light_or_dark(browser: Any, site: str, path: Path) -> None:
    script = axe()
    seen = watched(browser, site)
    found = {}
    for address in some_pages(path):
        seen.tab.goto(address)
        seen.tab.evaluate(script)
        for scheme in SCHEMES:
            seen.tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            # Only colours differ in the dark.
            asked = "" if scheme == "light" else ", runOnly: ['color-contrast']"
            told = seen.tab.evaluate(f"axe.run({{resultTypes: ['violations']{asked}}})")
            serious = [
                (each["id"], [node["html"][:90] for node in each["nodes"][:3]])
                for each in told["violations"]
                if each["impact"] in {"serious", "critical"}
            ]
            if serious:
                found[address, scheme] = serious
    assert found == {}
    seen.tab.context.close()


def axe() -> str:
    """Return axe-core's script: what `npm install --prefix build/axe axe-core` fetches, once."""
    held = AXE / "node_modules" / "axe-core" / "axe.min.js"
    npm = shutil.which("npm")
    if not held.exists() and npm is None:
        pytest.skip("npm isn't installed, and axe-core comes from it: npm install --prefix build/axe axe-core")
    if not held.exists() and npm is not None:
        asked = [npm, "install", "--no-fund", "--no-audit", "--prefix", str(AXE), "axe-core@4"]
        ended = subprocess.run(asked, capture_output=True, check=False, timeout=120)  # noqa: S603  # npm, with words of ours
        if not held.exists():
            pytest.skip(f"npm gives no axe-core: {ended.stderr.decode(errors='replace')[-200:]}")
    return held.read_text("utf-8")


def pressed(seen: Watched, *keys: str) -> None:
    """Press keys of which the last leads to another page."""
    for key in keys[:-1]:
        seen.tab.keyboard.press(key)
    with seen.tab.expect_navigation():
        seen.tab.keyboard.press(keys[-1])


def gone_to(seen: Watched, kind: str, needs: str = "#decide") -> str:
    """Go on by key until an event of a type is shown, whose form has what is needed, and return its address."""
    seen.tab.goto("/review")
    for _ in range(30):
        if not seen.tab.locator("#decide").count():
            break
        if seen.tab.locator(".big .type").inner_text() == kind and seen.tab.locator(needs).count():
            return shown(seen)
        pressed(seen, "n")
    raise AssertionError(kind)


def verbs(path: Path) -> list[str]:
    with Ledger.open(path, write=False) as ledger:
        assert {each.by for each in ledger.decisions()} <= {"ada"}
        return [each.verb for each in ledger.decisions()]


def test_a_reviewer_needs_no_mouse(browser: Any, site: str, path: Path) -> None:
    seen = watched(browser, site)
    seen.tab.goto("/review")
    first = shown(seen)
    pressed(seen, "n")
    assert shown(seen) != first
    for key in ("a", "u", "r", "u"):
        pressed(seen, key)
    assert verbs(path) == ["accept", "undo", "reject", "undo"]

    was = gone_to(seen, "REJECT")
    # "e" goes to the type until it was changed; then it changes the event.
    pressed(seen, "e", "ArrowUp", "Escape", "e")
    assert verbs(path)[-2:] == ["edit", "accept"]
    with Ledger.open(path, write=False) as ledger:
        assert {each.id: each.type for each in ledger.events(limit=None)}[was.rpartition("/")[2]] != "REJECT"
    pressed(seen, "u")

    total = events_of(path)
    gone_to(seen, "AGREE", "[name=other]")
    pressed(seen, "m", "Space", "m")
    assert (verbs(path)[-1], events_of(path)) == ("merge", total - 1)
    gone_to(seen, "AGREE", "[name=report]")
    pressed(seen, "s", "Space", "s")
    assert (verbs(path)[-1], events_of(path)) == ("split", total)
    pressed(seen, "u")
    assert events_of(path) == total - 1
    assert seen.complaints == []
    assert seen.asked == []
    seen.tab.context.close()


def events_of(path: Path) -> int:
    with Ledger.open(path, write=False) as ledger:
        return ledger.events(limit=1).total


def test_a_pasted_article_is_read_and_shown_with_its_records(browser: Any, site: str) -> None:
    seen = watched(browser, site)
    seen.tab.goto("/add")
    seen.tab.locator("textarea:focus").wait_for()  # a busy browser focuses it a little later
    seen.tab.keyboard.insert_text(
        "Latvia will give Moldova 40 million euros in military aid, Defense Minister Ilze Ozola said on Monday.\n"
        "She will visit Chisinau next week for talks."
    )
    seen.tab.get_by_label("Title").fill("Latvia promises aid")
    seen.tab.get_by_label("Published").fill("2024-02-05")
    with seen.tab.expect_navigation(timeout=60_000):
        seen.tab.get_by_role("button", name="Read").click()
    assert urlsplit(seen.tab.url).path.startswith("/article/")
    assert seen.tab.locator("h1").inner_text() == "Latvia promises aid"
    assert "40 million euros" in seen.tab.locator(".article-text a.commitment.core").all_inner_texts()
    with seen.tab.expect_navigation():
        seen.tab.locator(".article-text a.commitment.core").first.click()
    assert "Latvia" in seen.tab.locator("h1").inner_text()
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


def test_enter_in_a_field_accepts_nothing(browser: Any, site: str, path: Path) -> None:
    seen = watched(browser, site)
    seen.tab.goto("/review")
    before = verbs(path)
    for name in ("#others", "#note"):
        seen.tab.locator(name).focus()
        with seen.tab.expect_navigation():
            seen.tab.keyboard.press("Enter")
    assert verbs(path) == before
    seen.tab.context.close()


def test_a_key_decides_once_though_it_is_held_or_pressed_again(browser: Any, site: str, path: Path) -> None:
    seen = watched(browser, site)
    seen.tab.goto("/review")
    before = verbs(path)
    for _ in range(20):
        seen.tab.keyboard.down("a")
        seen.tab.wait_for_timeout(30)
    seen.tab.keyboard.up("a")
    assert verbs(path) == [*before, "accept"]
    pressed(seen, "u")
    with seen.tab.expect_navigation():
        seen.tab.evaluate(
            "for (let at = 0; at < 3; at++)"
            " document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', bubbles: true}))"
        )
    seen.tab.wait_for_timeout(300)
    assert verbs(path) == [*before, "accept", "undo", "accept"]
    pressed(seen, "u")
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
        seen.tab.get_by_label("Type", exact=True).dispatch_event("pointerdown")
        seen.tab.get_by_label("Type", exact=True).select_option("REJECT")
    assert "type=REJECT" in seen.tab.url
    assert seen.tab.locator("table.rows tbody tr").count() == 1
    seen.tab.context.close()


def test_by_keyboard_a_facet_is_sent_by_enter_and_keeps_the_focus(browser: Any, site: str) -> None:
    seen = watched(browser, site)
    seen.tab.goto("/events")
    seen.tab.get_by_label("Type", exact=True).focus()
    for _ in range(2):
        seen.tab.keyboard.press("ArrowDown")
        seen.tab.wait_for_timeout(200)
    assert urlsplit(seen.tab.url).query == ""
    chosen = seen.tab.get_by_label("Type", exact=True).input_value()
    with seen.tab.expect_navigation():
        seen.tab.get_by_role("button", name="Show", exact=True).press("Enter")
    assert urlsplit(seen.tab.url).query == f"type={chosen}"
    assert seen.tab.evaluate("document.activeElement.textContent") == "Show"
    seen.tab.get_by_label("Words", exact=True).press("Enter")
    sync_api.expect(seen.tab.get_by_label("Words", exact=True)).to_be_focused()
    assert seen.complaints == []
    seen.tab.context.close()


def test_the_boxes_of_a_review_are_as_large_on_a_narrow_page(browser: Any, site: str) -> None:
    seen = watched(browser, site, width=360)
    gone_to(seen, "AGREE", "[name=other]")
    boxes = [each.bounding_box() for each in seen.tab.locator("[type=checkbox]").all()]
    assert boxes
    assert min(each["width"] for each in boxes) >= 12
    seen.tab.context.close()


def test_the_links_below_a_found_sentence_are_large_enough(browser: Any, site: str) -> None:
    seen = watched(browser, site, width=360)
    seen.tab.goto(f"{site}/search?text=howitzers")
    links = [each.bounding_box() for each in seen.tab.locator(".hit a.chip").all()]
    assert links
    assert min(each["height"] for each in links) >= 24
    # One row of them doesn't lie on the next.
    rows = sorted({each["y"] for each in links})
    assert all(below - above >= 24 for above, below in pairwise(rows))
    seen.tab.context.close()


def test_a_picture_is_explored_within_the_policy_of_the_page(browser: Any, site: str, path: Path) -> None:
    """The policy allows no script made of text and no style that stands in the page; Vega needs neither."""
    pytest.importorskip("vl_convert", reason="vl-convert-python isn't installed")
    seen = watched(browser, site)
    with Ledger.open(path) as ledger:
        actor = max(ledger.actors(limit=None), key=lambda each: each.events).id
    for address in ("/events", "/commitments", "/map", f"/network?actor={actor}", "/calendar?since=2024-01-01"):
        seen.tab.goto(address)
        buttons = seen.tab.locator("[data-explore]")
        many = buttons.count()
        assert many >= 1, address
        for at in range(many):
            buttons.first.click()
            seen.tab.locator(".explored svg.marks").nth(at).wait_for(timeout=60_000)
        assert seen.tab.locator(".drawn:visible").count() == 0, address
        assert seen.tab.evaluate(OVER) <= 0, address
        assert seen.complaints == [], address
    seen.tab.goto("/events")
    seen.tab.locator("[data-explore]").click()
    seen.tab.locator(".explored .mark-rect path").first.hover()
    sync_api.expect(seen.tab.locator("#vg-tooltip-element.visible")).to_contain_text("events")
    with seen.tab.expect_download() as kept:
        seen.tab.get_by_role("button", name="Save as SVG").click()
    assert kept.value.suggested_filename == "timeline.svg"
    assert seen.complaints == []
    assert seen.asked == []
    seen.tab.context.close()


def test_a_printed_page_is_its_content_and_its_sources(browser: Any, site: str, path: Path) -> None:
    seen = watched(browser, site, scheme="dark")
    with Ledger.open(path) as ledger:
        event = ledger.events(type="ASSAULT")[0]
    for address in (f"/record/{event.id}", "/events", "/commitments", "/calendar?since=2024-01-01"):
        seen.tab.goto(address)
        seen.tab.emulate_media(media="print", color_scheme="dark")
        assert seen.tab.locator("header:visible, footer:visible, form:visible, button:visible").count() == 0, address
        assert seen.tab.locator("blockquote:visible, table:visible").count() >= 1, address
        assert seen.tab.locator(".print-only:visible").count() == 1, address
        colours = seen.tab.evaluate(
            "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]"
        )
        assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"], address
        assert seen.tab.evaluate(OVER) <= 0, address
        pdf = seen.tab.pdf(format="A4")
        assert pdf.startswith(b"%PDF")
        assert len(pdf) < 2_000_000
    seen.tab.context.close()


def test_on_a_narrow_page_filters_are_folded_above_and_the_map_fits(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site, viewport={"width": 360, "height": 900})
    tab = context.new_page()
    tab.goto("/commitments")
    assert not tab.locator("#filters").is_visible()
    tab.get_by_role("link", name="Filters", exact=True).click()
    assert tab.locator("#filters").is_visible()
    assert 0 <= tab.locator("#filters").bounding_box()["y"] < 900
    tab.get_by_role("link", name="Close the filters").click()
    assert not tab.locator("#filters").is_visible()
    tab.goto("/map")
    box = tab.locator("figure.map svg").first.bounding_box()
    assert box["width"] <= 360
    context.close()


def test_the_pages_work_without_javascript(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site)
    tab = context.new_page()
    tab.goto("/events")
    tab.get_by_label("Type", exact=True).select_option("REJECT")
    tab.get_by_role("button", name="Show").click()
    assert "type=REJECT" in tab.url
    context.close()
