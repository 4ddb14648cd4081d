from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask, render_template_string

from seodang import paths

ROW = "{% macro row(view) %}<b>{{ _('solved') }}: {{ view.title }}</b>{% endmacro %}{{ kept(row, view) }}"


@dataclass(frozen=True)
class View:
    title: str


@pytest.mark.parametrize(("lang", "word"), [("en", "solved"), ("ko", "해결")])
def test_a_sentence_is_said_in_the_language_of_its_request(app: Flask, lang: str, word: str) -> None:
    """What one request has looked up in its language is not what the next one says in another."""
    with app.app_context(), app.test_request_context(headers={"Accept-Language": lang}):
        assert word in render_template_string("{{ _('solved') }}")


def test_values_of_a_sentence_are_escaped(app: Flask) -> None:
    """A value is text, the sentence around it ours; two percent signs mean one, with values and without."""
    with app.app_context(), app.test_request_context(headers={"Accept-Language": "en"}):
        told = render_template_string("{{ _('%(a)s of %%', a='<b>') }}|{{ _('100 %%') }}")

    assert told == "&lt;b&gt; of %|100 %"


def test_a_kept_piece_is_of_its_view_and_language(app: Flask) -> None:
    """Text of a view is escaped once; another language or another view gives another piece."""
    told = []
    for lang, title in (("en", "a < b"), ("ko", "a < b"), ("en", "c")):
        with app.app_context(), app.test_request_context(headers={"Accept-Language": lang}):
            told.append(render_template_string(ROW, view=View(title)))

    assert told[0] == "<b>solved: a &lt; b</b>"
    assert told[2] == "<b>solved: c</b>"
    assert told[1].endswith(": a &lt; b</b>")
    assert told[1] != told[0]


def test_a_path_is_below_where_the_site_is_mounted(app: Flask) -> None:
    """A path built for one place is not given to another."""
    for root in ("", "/school", ""):
        with app.app_context(), app.test_request_context(base_url=f"http://localhost{root}"):
            assert paths.path_to("courses.show", course="ai") == f"{root}/courses/ai"
