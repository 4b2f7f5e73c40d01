"""Somebody who walks through the museum: goes, presses, fills in, waits for the page, and notices what goes wrong."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Locator, Page, TimeoutError, expect  # noqa: A004

from components.i18n import tell
from services.sign_in import DEMONSTRATION_PASSWORD
from tests.browser import PATIENCE, Language, Served, Watch, settled, watch

expect.set_options(timeout=PATIENCE / 2 * 1000)
SHOTS = os.environ.get("SHOTS", "")
STILL = """async fold => {
    for (let moving; (moving = fold.getAnimations({subtree: true})).length;)
        await Promise.allSettled(moving.map(one => one.finished));
}"""
NEW_PASSWORD = "a pass phrase of this tour"


class Walker:
    """One person with one browser. Words are given in English and found in the walker's language."""

    def __init__(
        self, page: Page, house: Served, lang: Language, tour: str = "", *, also: tuple[str, ...] = ()
    ) -> None:
        self.page, self.house, self.lang, self.tour = page, house, lang, tour
        self.origins = (house.url, *also)
        self.seen: list[Watch] = []
        self.expected: list[str] = []
        self.shots = count(1)
        self.attend()

    def attend(self) -> None:
        self.page.set_default_timeout(PATIENCE / 2 * 1000)
        self.seen.append(watch(self.page, *self.origins))

    def t(self, english: str, **values: object) -> str:
        return tell(english, self.lang, **values)

    def check(self) -> None:
        """No request left the house, and the console shows no error but those that were expected."""
        for seen in self.seen:
            seen.errors[:] = [error for error in seen.errors if not any(part in error for part in self.expected)]
            seen.check()

    def expect_console(self, part: str) -> None:
        """The browser itself notes every answer that is not a success, such as a declined card's 402."""
        self.expected.append(part)

    def shot(self, name: str) -> None:
        """Keep a picture when SHOTS names a folder."""
        if SHOTS:
            tour = re.sub(r"\W+", "-", self.tour).strip("-")
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(SHOTS, f"{tour}-{next(self.shots):02}-{name}.png"), full_page=True)

    # Going

    def address(self, path: str, **query: str) -> str:
        return f"{self.house.url}{path}?{urlencode({**query, 'lang': self.lang})}"

    def go(self, path: str, **query: str) -> None:
        self.page.goto(self.address(path, **query))
        settled(self.page)

    def asked(self, name: str) -> str:
        """One value of the address the walker is at."""
        return parse_qs(urlsplit(self.page.url).query).get(name, [""])[0]

    def anew(self) -> None:
        """Close the tab and open another one in the same browser."""
        context = self.page.context
        self.page.close()
        self.page = context.new_page()
        self.attend()

    def run(self) -> str | None:
        marks = self.page.locator("i.page-ready[data-run]")
        return marks.last.get_attribute("data-run") if marks.count() else None

    def then(self, act: Callable[[], object]) -> None:
        """Do something and wait for the page that answers it."""
        previous = self.run()
        act()
        settled(self.page, previous)

    def follow(self, link: Locator) -> None:
        self.then(link.click)

    def back(self) -> None:
        self.then(self.page.go_back)

    def forward(self) -> None:
        self.then(self.page.go_forward)

    # Finding

    def link(self, english: str, **values: object) -> Locator:
        return self.page.get_by_role("link", name=self.t(english, **values), exact=True)

    def button(self, english: str, **values: object) -> Locator:
        return self.page.get_by_role("button", name=self.t(english, **values), exact=True)

    def labelled(self, english: str, **values: object) -> Locator:
        return self.page.get_by_label(self.t(english, **values), exact=True)

    def keyed(self, key: str) -> Locator:
        """A native element by the key its page gave it."""
        return self.page.locator(f".st-key-{re.sub(r'[^a-zA-Z0-9_-]', '-', key)}")

    def says(self, english: str, **values: object) -> None:
        expect(self.page.get_by_text(self.t(english, **values)).first).to_be_visible()

    # Doing

    def press(self, english: str, **values: object) -> None:
        """Press a button; a second time where a busy machine lost the first, as anybody would who sees nothing happen.

        Nothing happened when no run answers, none is under way, and the button is still there to be pressed."""
        previous, button = self.run(), self.button(english, **values)
        button.click()
        with suppress(TimeoutError):
            settled(self.page, previous, patience=PATIENCE / 4)
            return
        if button.is_visible() and self.page.locator("[data-test-script-state=notRunning]").count():
            button.click()
        settled(self.page, previous)

    def unfold(self, english: str, **values: object) -> None:
        """Open what is folded, and wait until it lies still: a press on what still moves may miss it."""
        fold = self.page.locator("details", has=self.page.get_by_text(self.t(english, **values), exact=True)).last
        fold.locator("summary").first.click()
        fold.evaluate(STILL)

    def fill(self, key: str, text: str) -> None:
        """Type into the field that has this key."""
        self.keyed(key).locator("input, textarea").first.fill(text)

    def answer(self, key: str, text: str) -> None:
        """Type into a field outside a form, where an answer draws the page anew."""
        field = self.keyed(key).locator("input, textarea").first
        field.fill(text)
        self.then(lambda: field.press("Enter"))

    def choose(self, key: str, english: str) -> None:
        """Pick from a drop-down by what is read there; a long one draws only what fits what is typed."""
        self.pick(self.keyed(key).get_by_role("combobox"), english)

    def pick(self, drop_down: Locator, english: str) -> None:
        """The same for one found otherwise; opened again where the page was drawn anew meanwhile."""
        option = self.page.get_by_role("option", name=self.t(english), exact=True)
        for patience in (PATIENCE / 20, PATIENCE / 10, PATIENCE / 2):
            drop_down.click()
            drop_down.press_sequentially(self.t(english))
            with suppress(TimeoutError):
                option.click(timeout=patience * 1000)
                return
        raise AssertionError(f"nothing called {self.t(english)} to choose")

    def hand_over(self, key: str, name: str, data: bytes, kind: str) -> None:
        """Give a file to the field, and wait until the browser has sent it."""
        field = self.keyed(key)
        field.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": data})
        expect(field.get_by_text(name)).to_be_visible()

    def send(self, form: str, **said: str) -> None:
        """Fill in one of the house's own forms and send it."""
        paper = self.page.locator(f"#form-{form}").first
        for name, text in said.items():
            field = paper.locator(f"[name=f_{name}]")
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(text)
            else:
                field.fill(text)
        self.then(paper.locator("button[type=submit]").click)

    # Being somebody

    def sign_in(self, who: str, *, password: str = DEMONSTRATION_PASSWORD, onward: str = "/") -> None:
        self.go("/account", next=onward)
        self.send("account-sign-in", email=who if "@" in who else f"{who}@demo.example", password=password)

    def sign_out(self) -> None:
        self.go("/account")
        self.send("account-sign-out")

    def sign_up(self, role: str, name: str, *, credit_code: str, **more: str) -> str:
        """Fill in the form that stands open; the email of the new account."""
        email = f"{credit_code.lower()}@tour.example"
        said = {"role": role, "name_zh": name, "name_en": f"{name} (tour)", "credit_code": credit_code}
        said |= {"person": "Tour", "email": email, "password": NEW_PASSWORD, "city": "湖州"} | more
        self.send("account-sign-up", **said)
        return email
