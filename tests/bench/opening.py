"""How long a page takes in Chromium: from the start of a navigation, or from a click, to the mark of a finished run."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page

from tests import browser

MARK = "i.page-ready[data-run]"
LETTER = '[data-testid="stMarkdownContainer"] p'
WATCH = """
window.asked = window.ready = 0
let last = null
addEventListener('click', () => { window.asked = performance.now() }, true)
new MutationObserver(() => {
  const mark = [...document.querySelectorAll(MARK)].at(-1)
  const run = mark ? mark.dataset.run ?? 'once' : last
  if (run !== last) { last = run; window.ready = performance.now() }
}).observe(document, {childList: true, subtree: true, attributes: true, attributeFilter: ['data-run']})
"""
TOOK = "window.ready - window.asked"
CALM = 400  # milliseconds in which drawings still arrive, and nobody clicks


@dataclass
class Target:
    """A page to open, and how long it took each time, in milliseconds."""

    name: str
    url: str
    size: int = 1
    mark: str = MARK
    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)


def interleaved(chromium: Browser, targets: list[Target], *, rounds: int) -> None:
    """Open every target once a round, so that what disturbs one disturbs all; the first round is not counted."""
    for counted in [False] + [True] * rounds:
        for target in targets:
            cold, warm = first_and_again(chromium, target)
            if counted:
                target.cold.append(cold)
                target.warm.append(warm)


def first_and_again(chromium: Browser, target: Target) -> tuple[float, float]:
    """With an empty cache, then in the same tab with a full one."""
    with visitor(chromium, target.mark) as tab:
        cold = load(tab, target)
        assert tab.locator(".exhibit-card").count() in {0, target.size}, "the page does not show what is measured"
        tab.wait_for_timeout(CALM)
        return cold, load(tab, target)


@contextmanager
def visitor(chromium: Browser, mark: str) -> Iterator[Page]:
    with browser.page(chromium) as tab:
        tab.add_init_script(WATCH.replace("MARK", json.dumps(mark)))
        yield tab


def load(tab: Page, target: Target) -> float:
    tab.goto("about:blank")
    tab.goto(target.url, wait_until="commit")
    tab.locator(target.mark).last.wait_for(state="attached", timeout=browser.PATIENCE * 1000)
    return float(tab.evaluate(TOOK))


def click(tab: Page, selector: str) -> float:
    """From the click to the mark of the run it caused."""
    before = browser.settled(tab)
    tab.wait_for_timeout(CALM)
    tab.locator(selector).click()
    browser.settled(tab, before)
    return float(tab.evaluate(TOOK))
