"""One's own account: times in one's zone, all of one's data, and the end of it."""

from __future__ import annotations

import re
import zipfile

import pytest
from playwright.sync_api import Page, expect

from .pages import SignIn

PASSWORD = "correct-horse-7-battery"


@pytest.mark.parametrize("width", [1280, 390])
def test_account_from_first_look_to_the_end(page: Page, width: int) -> None:
    """Choose a zone and see times change, download everything, then delete the account for good."""
    name = f"sora-{width}"
    page.set_viewport_size({"width": width, "height": 800})
    SignIn(page).register(name, PASSWORD)
    page.goto("/account")
    clock = page.locator("#region time")
    expect(clock).not_to_contain_text("NST")

    page.get_by_label("Time zone").select_option("America/St_Johns")
    page.get_by_role("button", name="Save language and time").click()
    expect(page.get_by_text("Language and time zone are set.")).to_be_visible()
    expect(clock).to_have_text(re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d N[SD]T$"))

    page.get_by_label("Run the public checks when I pause").check()
    page.get_by_role("button", name="Save the editor").click()
    expect(page.get_by_text("The editor is set up as you like it.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Run the public checks when I pause")).to_be_checked()

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download all my data").click()
    with zipfile.ZipFile(waiting.value.path()) as packed:
        assert name in packed.read("account.json").decode()

    end = page.locator("#deletion")
    end.get_by_label("Your name").fill("somebody else")
    end.get_by_label("Current password").fill(PASSWORD)
    end.get_by_role("button", name="Delete my account").click()
    wrong = page.locator("#deletion [aria-invalid=true]")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_accessible_description(re.compile("Type your name as it is shown"))
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0

    wrong.fill(name)
    end.get_by_label("Current password").fill(PASSWORD)
    end.get_by_role("button", name="Show what is typed").click()
    expect(end.get_by_label("Current password")).to_have_attribute("type", "text")
    end.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text("Your account and everything of yours is deleted.")).to_be_visible()
    SignIn(page).with_password(name, PASSWORD)
    expect(page.get_by_text("do not fit together")).to_be_visible()
