"""What a student does on a page, by the words they would use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

VERDICT_MS = 60_000
#: a verdict that was there before a button was pressed, and is no answer to it
MARK_OLD = "verdicts => verdicts.forEach(verdict => { verdict.dataset.old = ''; })"
PASTE = """(element, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


@dataclass(frozen=True)
class SignIn:
    """The sign-in page."""

    page: Page

    def as_demo_student(self) -> None:
        """Enter with one press."""
        self.page.goto("/sign-in")
        self.page.get_by_role("button", name="Enter as the demo student").click()
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    def register(self, name: str, password: str) -> None:
        """Make an account, which also signs in."""
        self.page.goto("/register")
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_role("textbox", name="Password").fill(password)
        self.page.get_by_role("button", name="Make the account").click()
        expect(self.page.get_by_role("button", name="Sign out")).to_be_attached()

    def out(self) -> None:
        """Sign out, and see that it is so: who goes on at once may call the form back."""
        self.page.get_by_role("button", name="Sign out").click()
        expect(self.page.get_by_role("button", name="Sign out")).to_have_count(0)

    def with_password(self, name: str, password: str) -> None:
        """Sign in as somebody who has an account."""
        self.page.goto("/sign-in")
        self.page.get_by_label("Name or e-mail").fill(name)
        self.page.get_by_role("textbox", name="Password").fill(password)
        self.page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


@dataclass(frozen=True)
class Workspace:
    """The page of an exercise that is solved in code."""

    page: Page

    def open(self, course: str, slug: str) -> None:
        """Go there and wait for the editor."""
        self.page.goto(f"/courses/{course}/exercises/{slug}")
        expect(self.editor).to_be_visible()

    @property
    def editor(self) -> Locator:
        """Where the code is typed."""
        return self.page.locator(".cm-content:visible")

    @property
    def verdict(self) -> Locator:
        """The verdict of the last grading."""
        return self.page.locator(".verdict")

    @property
    def status(self) -> Locator:
        """What is said aloud while grading goes on."""
        return self.page.locator("[data-status]")

    def check(self, title: str) -> Locator:
        """The row of one check."""
        return self.page.locator(".check", has_text=title)

    def write(self, source: str) -> None:
        """Replace all code by pasting."""
        self.editor.click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.editor.evaluate(PASTE, source)

    def run(self) -> None:
        """Try the public checks."""
        self.verdict.evaluate_all(MARK_OLD)
        self.page.get_by_role("button", name="Run", exact=True).click()

    def submit(self) -> None:
        """Hand in."""
        self.verdict.evaluate_all(MARK_OLD)
        self.page.get_by_role("button", name="Submit", exact=True).click()

    def expect_verdict(self, words: str) -> None:
        """Wait until the page tells this verdict of what was sent last."""
        expect(self.page.locator(".verdict:not([data-old])")).to_contain_text(words, timeout=VERDICT_MS)


@dataclass(frozen=True)
class Quiz:
    """A quiz and one of its variants."""

    page: Page

    def ask(self, course: str, slug: str) -> int:
        """Get a variant and tell its number."""
        self.page.goto(f"/courses/{course}/exercises/{slug}")
        self.page.get_by_role("button", name="Give me a question").click()
        expect(self.page.get_by_role("button", name="Answer", exact=True)).to_be_visible(timeout=VERDICT_MS)
        return int(self.page.url.rpartition("/")[2])

    def fill(self, answers: Mapping[str, str]) -> None:
        """Fill in each field, whatever kind it is."""
        for name, answer in answers.items():
            field = self.page.locator(f'[name="{name}"]')
            kind = field.first.evaluate("element => element.type")
            if kind in ("radio", "checkbox"):
                for value in answer.split(","):
                    self.page.locator(f'[name="{name}"][value="{value}"]').check()
            elif kind == "select-one":
                field.select_option(answer)
            else:
                field.fill(answer)

    def answer(self) -> None:
        """Hand the answer in."""
        self.page.get_by_role("button", name="Answer", exact=True).click()
