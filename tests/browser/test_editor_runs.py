"""Runs while typing pauses, and submissions while the network comes and goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from .desks import DESK, PHONE, desk_of, expect_saved, newcomer, window
from .lab import MAPS_REFERENCE, MAPS_WRONG, SLOW, TRAINED
from .pages import Workspace
from .serving import Site


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def context(request: pytest.FixtureRequest, chromium: Browser, site: Site) -> Generator[BrowserContext]:
    """A browser of somebody new."""
    with window(chromium, site, request.param) as context:
        yield context


def new_desk(context: BrowserContext, exercise: str = "two-maps") -> tuple[Workspace, str]:
    """Somebody new before an exercise, and their name."""
    page = context.new_page()
    name = newcomer(page)
    return desk_of(page, exercise), name


def rows(site: Site, name: str) -> list[tuple[str, str, bool, str]]:
    """Mode, state, automatic and verdict of somebody's submissions."""
    query = (
        "SELECT mode, state, automatic, verdict FROM submission WHERE user_id ="
        " (SELECT id FROM user_account WHERE name = ?) ORDER BY id"
    )
    with closing(sqlite3.connect(site.instance / "seodang.db")) as database:
        return list(database.execute(query, (name,)).fetchall())


def test_runs_while_typing_pauses(context: BrowserContext, site: Site) -> None:
    """With the option on a pause runs the public checks; a remark or half a line runs nothing."""
    workspace, name = new_desk(context)
    page = workspace.page
    page.get_by_label("Run while I pause").check()
    workspace.write(MAPS_WRONG)
    workspace.expect_verdict("Wrong answer")
    workspace.write(MAPS_REFERENCE)
    workspace.expect_verdict("Accepted")
    page.keyboard.insert_text("\n# a remark\n")
    expect_saved(page)
    page.keyboard.insert_text("\ndef half(")
    expect(page.locator("[data-note]")).to_have_text("Runs by itself once the code is complete.")

    assert [row[:3] for row in rows(site, name)] == [("run", "done", 1)] * 2
    page.reload()
    expect(page.get_by_label("Run while I pause")).to_be_checked()
    page.get_by_role("link", name="My submissions").click()
    expect(page.get_by_role("main")).not_to_contain_text("Accepted")


def test_newer_run_takes_the_place_of_an_older_one(chromium: Browser, site: Site) -> None:
    """Runs that outlast the pauses do not pile up: each ends the one before it."""
    with window(chromium, site) as context:
        workspace, name = new_desk(context, "slow-training")
        page = workspace.page
        page.get_by_label("Run while I pause").check()
        for number in range(3):
            with page.expect_response("**/submissions"):
                workspace.write(SLOW + f"\n\nversion = {number}\n")
        workspace.write("def begin():\n    return 2\n\n\ndef train(log):\n    return 2.0\n")
        expect(workspace.check("It begins")).to_have_attribute("data-outcome", "failed", timeout=60_000)

        assert [row[3] for row in rows(site, name)][:-1] == ["ST"] * 3


def test_network_cut_in_the_middle_of_a_submission(context: BrowserContext, site: Site) -> None:
    """What could not be sent is kept, said calmly and goes out by itself; what arrived twice counts once."""
    workspace, name = new_desk(context)
    page = workspace.page
    workspace.write(MAPS_REFERENCE)
    expect_saved(page)
    context.set_offline(True)
    workspace.submit()
    waiting = page.locator("[data-pending]")
    expect(waiting).to_contain_text("goes out by itself")
    expect(workspace.editor).to_contain_text("def maps")
    assert rows(site, name) == []
    context.set_offline(False)
    workspace.expect_verdict("Accepted")
    expect(waiting).to_be_hidden()

    lost: list[str] = []

    def lose_the_answer(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())
        route.abort("connectionreset")

    page.route("**/submissions", lose_the_answer)
    workspace.write(MAPS_WRONG)
    workspace.submit()
    expect(waiting).to_be_visible()
    workspace.expect_verdict("Wrong answer")

    assert lost
    assert [row[0] for row in rows(site, name)] == ["submit", "submit"]


def test_network_cut_while_grading(chromium: Browser, site: Site) -> None:
    """A connection that goes while the checks run comes back to the verdict, and rows that came stay."""
    with window(chromium, site) as context:
        workspace, _ = new_desk(context, "slow-training")
        workspace.write(TRAINED.format(steps=120, pause=0.02))
        workspace.submit()
        expect(workspace.check("It begins")).to_have_attribute("data-outcome", "passed", timeout=60_000)
        context.set_offline(True)
        expect(workspace.page.locator("[data-offline]")).to_contain_text("You are offline")
        expect(workspace.check("It begins")).to_have_attribute("data-outcome", "passed")
        context.set_offline(False)

        workspace.expect_verdict("Accepted")
        expect(workspace.page.locator('.check[data-outcome="passed"]')).to_have_count(3)
