"""The way of a missed question: into the queue, out of it by practice, and back on a later day."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import msgspec
from playwright.sync_api import Page, expect

from graders.quiz import Variant
from graders.quiz.answers import right_answers

from .conftest import Site
from .pages import VERDICT_MS, Quiz, SignIn

COURSE, QUIZ = "ai", "conv-output-size"


def test_a_missed_question_comes_back_until_it_is_known(page: Page, site: Site) -> None:
    """Missed, it is due; answered right, it moves to later; taken out, it is gone."""
    page.set_viewport_size({"width": 390, "height": 844})
    SignIn(page).register("forgetful", "an evening by the lamp")
    quiz = Quiz(page)
    asked = _variant(site, quiz.ask(COURSE, QUIZ))
    quiz.fill(dict.fromkeys(asked.keys, "1"))
    quiz.answer()

    page.get_by_role("link", name="To your practice").click()
    expect(page.get_by_role("heading", name="1 due now")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Output sizes of convolution and pooling")
    expect(page.get_by_text("Missed on")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    page.get_by_role("button", name="Practise the next one").click()
    expect(page.get_by_role("button", name="Answer", exact=True)).to_be_visible(timeout=VERDICT_MS)
    again = _variant(site, int(page.url.rpartition("/")[2]))
    assert again.question == asked.question
    assert again.prompt != asked.prompt
    quiz.fill(right_answers(again))
    quiz.answer()
    expect(page.get_by_role("main")).to_contain_text("Correct")

    page.get_by_role("link", name="Practice", exact=True).click()
    expect(page.get_by_text("nothing is due. The next one comes in 2 days.")).to_be_visible()
    expect(page.get_by_role("heading", name="Later")).to_be_visible()
    page.get_by_role("button", name="Take out").click()
    expect(page.get_by_text("Nothing to practise yet")).to_be_visible()


def _variant(site: Site, number: int) -> Variant:
    """A variant with its key, straight from the database."""
    with closing(sqlite3.connect(site.instance / "seodang.db")) as database:
        (stored,) = database.execute("SELECT variant FROM quiz_variant WHERE id = ?", (number,)).fetchone()
    return msgspec.convert(json.loads(stored), Variant)
