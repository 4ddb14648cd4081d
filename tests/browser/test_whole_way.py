"""The way of a student: sign in, get it wrong, read why, get it right; and a quiz."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from graders.quiz import Variant
from graders.quiz.answers import right_answers

from .conftest import ROOT, Site
from .pages import Quiz, SignIn, Workspace

COURSE, EXERCISE, QUIZ = "ai", "conv2d-layer", "conv-output-size"
FOLDER = ROOT / "exercises" / COURSE / EXERCISE
RIGHT = (FOLDER / "reference" / "solution.py").read_text(encoding="utf-8")
WRONG = (FOLDER / "examples" / "wrong" / "flipped_kernel.py").read_text(encoding="utf-8")
BROKEN = "def conv2d(x, weight:\n    return x\n"


@pytest.fixture
def workspace(page: Page) -> Workspace:
    """The convolution exercise, opened by the demo student."""
    SignIn(page).as_demo_student()
    workspace = Workspace(page)
    workspace.open(COURSE, EXERCISE)
    return workspace


def test_wrong_then_right(workspace: Workspace) -> None:
    """A wrong submission says what is wrong; the right one is accepted with full points, in place."""
    workspace.write(WRONG)
    workspace.submit()
    workspace.expect_verdict("Wrong answer")
    expect(workspace.page.locator('.check[data-outcome="failed"] .check__message').first).to_contain_text(
        "expected"
    )

    workspace.write(RIGHT)
    workspace.submit()
    workspace.expect_verdict("Accepted")

    expect(workspace.page.locator('.check[data-outcome="passed"]')).to_have_count(
        workspace.page.locator(".check").count()
    )
    expect(workspace.status).to_contain_text("Accepted")


def test_run_tries_public_checks_only(workspace: Workspace) -> None:
    """Run grades the public checks, leaves hidden ones alone and is not an attempt."""
    workspace.write(RIGHT)
    workspace.run()
    workspace.expect_verdict("Accepted")

    expect(workspace.verdict).to_contain_text("not an attempt")
    expect(workspace.page.locator('.check[data-visibility="hidden"][data-outcome="passed"]')).to_have_count(0)


def test_syntax_error_names_the_line(workspace: Workspace) -> None:
    """Code that will not compile is told so, with its line."""
    workspace.write(BROKEN)
    workspace.run()
    workspace.expect_verdict("Will not compile")

    expect(workspace.page.locator("[data-results]")).to_contain_text("line 1")


def test_empty_file_is_refused_and_nothing_is_lost(workspace: Workspace) -> None:
    """What cannot be graded is refused with a reason, on the same page."""
    workspace.write("\n")
    workspace.submit()

    expect(workspace.page.locator("[data-error]")).to_contain_text("empty")
    expect(workspace.editor).to_be_visible()


def test_double_click_makes_one_submission(workspace: Workspace) -> None:
    """Two quick presses hand in once."""
    posts: list[str] = []
    workspace.page.on("request", lambda sent: posts.append(sent.url) if sent.method == "POST" else None)
    workspace.write(RIGHT + "\n# pressed twice\n")
    workspace.page.get_by_role("button", name="Submit", exact=True).dblclick()
    workspace.expect_verdict("Accepted")

    assert len(posts) == 1


def test_keyboard_alone(workspace: Workspace) -> None:
    """Ctrl+Enter runs from the editor, and Escape then Tab leaves it."""
    workspace.write(RIGHT)
    workspace.page.keyboard.press("Control+Enter")
    workspace.expect_verdict("Accepted")

    workspace.page.keyboard.press("Escape")
    workspace.page.keyboard.press("Tab")
    expect(workspace.page.get_by_role("button", name="Run", exact=True)).to_be_focused()


def test_draft_survives_a_reload(workspace: Workspace) -> None:
    """What was typed is there again, whether or not the server heard of it."""
    workspace.write("# a thought worth keeping\n")
    workspace.page.reload()

    expect(workspace.editor).to_contain_text("a thought worth keeping")


def test_reload_in_the_middle_loses_nothing(workspace: Workspace) -> None:
    """A page opened anew while grading goes on shows the verdict when it comes."""
    workspace.write(RIGHT + "\n# reloaded\n")
    with workspace.page.expect_response("**/submissions"):
        workspace.submit()
    workspace.page.reload()

    workspace.expect_verdict("Accepted")


def test_polling_where_streams_are_blocked(page: Page) -> None:
    """Where no event stream gets through, the page asks again and again and ends the same."""
    page.route("**/submissions/*/events", lambda route: route.abort())
    SignIn(page).as_demo_student()
    workspace = Workspace(page)
    workspace.open(COURSE, EXERCISE)
    workspace.write(RIGHT + "\n# polled\n")
    workspace.submit()

    workspace.expect_verdict("Accepted")


def test_without_scripts(context: BrowserContext, site: Site) -> None:
    """With scripts off a plain form hands in, and the page that follows refreshes itself."""
    assert context.browser is not None
    plain = context.browser.new_context(base_url=site.url, locale="en-US", java_script_enabled=False)
    page = plain.new_page()
    SignIn(page).as_demo_student()
    page.goto(f"/courses/{COURSE}/exercises/{EXERCISE}")
    page.get_by_label("solution.py").fill(RIGHT + "\n# plainly\n")
    page.get_by_role("button", name="Submit", exact=True).click()

    expect(page.locator(".verdict")).to_contain_text("Accepted", timeout=60_000)
    plain.close()


def test_moments_are_told_in_the_readers_time_zone(context: BrowserContext, site: Site) -> None:
    """The page says a moment in UTC; a reader in Seoul sees the clock of Seoul."""
    assert context.browser is not None
    seoul = context.browser.new_context(base_url=site.url, locale="en-US", timezone_id="Asia/Seoul")
    page = seoul.new_page()
    page.goto("/sign-in")
    page.locator('form[action$="/demo/instructor"] button').click()
    expect(page.get_by_role("button", name="Sign out")).to_be_attached()
    page.goto("/teaching")
    shown = page.locator("time").first
    moment = datetime.fromisoformat(shown.get_attribute("datetime") or "")

    expect(shown).to_contain_text(moment.astimezone(ZoneInfo("Asia/Seoul")).strftime("%Y-%m-%d %H:%M"))
    seoul.close()


def test_account_and_password(page: Page) -> None:
    """Somebody new makes an account, signs out and comes back with the password, in Korean."""
    SignIn(page).register("mina", "a long enough phrase")
    SignIn(page).out()
    SignIn(page).with_password("mina", "a long enough phrase")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.get_by_role("button", name="한국어").click()

    expect(page.get_by_role("button", name="로그아웃")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "ko")


def test_quiz_variant(page: Page, site: Site) -> None:
    """What is no number spends nothing; the right answer is told so and comes with its worked solution."""
    SignIn(page).as_demo_student()
    quiz = Quiz(page)
    number = quiz.ask(COURSE, QUIZ)
    answers = _right_answers(site, number)
    text = page.locator("input.input").first
    text.fill("about seven")
    quiz.answer()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is spent")
    expect(page.locator('.answer-note:not([data-tone="limit"])')).to_have_count(0)

    quiz.fill(answers)
    quiz.answer()

    expect(page.locator(".verdict")).to_contain_text("Correct")
    expect(page.get_by_role("heading", name="Worked solution")).to_be_visible()
    page.get_by_role("button", name="Another one like this").click()
    expect(page.get_by_role("button", name="Answer", exact=True)).to_be_visible()


def _right_answers(site: Site, number: int) -> dict[str, str]:
    """The key of an issued variant, which the page itself does not hold."""
    with closing(sqlite3.connect(site.instance / "seodang.db")) as database:
        (stored,) = database.execute("SELECT variant FROM quiz_variant WHERE id = ?", (number,)).fetchone()
    return right_answers(msgspec.convert(json.loads(stored), Variant))
