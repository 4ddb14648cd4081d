"""A quiz of every kind of answer on a phone, in Korean, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Page, expect

from .pages import VERDICT_MS
from .serving import Site
from .test_keyboard import tab_to

QUIZ = "/courses/lab/exercises/every-kind"
ANSWER = "답 제출"


@pytest.fixture
def phone(chromium: Browser, site: Site) -> Generator[Page]:
    """A phone that speaks Korean, and on which nobody may tap; what the page complains of fails the test."""
    context = chromium.new_context(
        base_url=site.url, locale="ko-KR", viewport={"width": 390, "height": 844}, reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    yield page
    context.close()
    assert faults == []


def test_every_kind_by_keys_on_a_phone(phone: Page) -> None:
    """Read the figures, get an order wrong and back by buttons, put it right, and read what is right."""
    page = phone
    page.goto("/sign-in")
    tab_to(page, page.locator('form[action="/demo/student"] button'))
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    page.goto(QUIZ)
    tab_to(page, page.get_by_role("button", name="문항 받기"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=ANSWER)).to_be_visible(timeout=VERDICT_MS)

    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.get_by_role("img", name="활성화 함수 셋")).to_be_visible()
    tab_to(page, page.locator("#figure-tree summary"))
    page.keyboard.press("Enter")
    expect(page.locator("#figure-tree").get_by_role("row", name="B")).to_contain_text("아니요")

    _answer_all_but_one(page)
    tab_to(page, page.get_by_role("button", name=ANSWER))
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("역전파")
    first = page.get_by_role("combobox", name="1번째")
    expect(first).to_be_focused()
    expect(first).to_have_attribute("aria-invalid", "true")
    expect(page.locator('[name="gradient"]')).to_have_value("1/4 s")
    _put_in_order(page)
    tab_to(page, page.get_by_role("button", name=ANSWER))
    page.keyboard.press("Enter")

    expect(page.locator(".verdict")).to_contain_text("정답")
    expect(page.get_by_role("img", name="혼동 행렬")).to_be_visible()
    expect(page.get_by_text("숙달", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def _answer_all_but_one(page: Page) -> None:
    """Everything right but the order, in which one option stands twice."""
    tab_to(page, page.locator('[name="gradient"]'))
    page.keyboard.type("1/4 s")
    tab_to(page, page.get_by_role("textbox", name="곡선 A의 이름"))
    page.keyboard.type("relu")
    # The first radio takes the focus; typing arrows chooses.
    tab_to(page, page.locator('[name="leaf"]').first)
    wanted = page.locator('[name="leaf"][value="B"]')
    page.keyboard.press("Space")
    if not wanted.is_checked():
        page.keyboard.press("ArrowDown")
    expect(wanted).to_be_checked()
    for value in [box.get_attribute("value") for box in page.locator('[name="odd"]').all()]:
        if value != "sigmoid":
            tab_to(page, page.locator(f'[name="odd"][value="{value}"]'))
            page.keyboard.press("Space")
    for place, value in (("1번째", "backward"), ("2번째", "backward"), ("3번째", "loss")):
        _choose(page, place, value)
    for item, value in (("CNN", "images"), ("RNN", "text")):
        _choose(page, item, value)
    tab_to(page, page.get_by_role("textbox", name="C1의 크기"))
    page.keyboard.type("28")
    _choose(page, "C1의 종류", "conv")


def _choose(page: Page, name: str, value: str) -> None:
    """Go to a list and press the arrow until it holds this."""
    select = page.get_by_role("combobox", name=name)
    tab_to(page, select)
    values = select.evaluate("element => [...element.options].map(option => option.value)")
    steps = values.index(value) - values.index(select.input_value())
    for _ in range(abs(steps)):
        page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
    expect(select).to_have_value(value)


def _put_in_order(page: Page) -> None:
    """Choose the missing option, and move the other by its button, which takes the focus along."""
    _choose(page, "1번째", "forward")
    tab_to(page, page.get_by_role("button", name="아래로: 2번째"))
    page.keyboard.press("Enter")
    expect(page.locator('fieldset [role="status"]')).to_have_text("역전파: 이제 3번째입니다.")
    expect(page.get_by_role("button", name="위로: 3번째")).to_be_focused()
    for place, value in enumerate(("forward", "loss", "backward"), start=1):
        expect(page.get_by_role("combobox", name=f"{place}번째")).to_have_value(value)
