"""What the content security policy and the house rules ask of every template."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "platform" / "seodang" / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
MAX_LINES = 120


@pytest.fixture(params=NAMES)
def source(request: pytest.FixtureRequest) -> str:
    """The text of one template."""
    return (TEMPLATES / str(request.param)).read_text(encoding="utf-8")


def test_no_script_or_style_stands_in_a_page(source: str) -> None:
    """Scripts and styles come from files; only data may stand in a script element."""
    scripts = re.findall(r"<script\b[^>]*>", source)

    assert all("src=" in tag or 'type="application/json"' in tag for tag in scripts)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:", source)


def test_nothing_escapes_escaping(source: str) -> None:
    """No template marks text as safe; what is HTML already arrives as such."""
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", source)


def test_every_post_form_carries_a_token(source: str) -> None:
    """A form that changes something holds the token against forged requests."""
    forms = re.findall(r'<form\b[^>]*method="post"[^>]*>(.*?)</form>', source, re.DOTALL)

    assert all("csrf()" in body for body in forms)


def test_templates_stay_short(source: str) -> None:
    """A page that outgrows this is split into macros or parts."""
    assert source.count("\n") <= MAX_LINES
