"""The style guide shows the whole design system, to developers only."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

import config
from seodang.factory import create_app
from seodang.presenters import samples

from ..conftest import Actor

ROOT = Path(__file__).parents[3]
STYLES = ROOT / "platform" / "frontend" / "styles"
SPRITE = ROOT / "platform" / "seodang" / "templates" / "layouts" / "sprite.html"
COLOUR = re.compile(r"^  --([a-z-]+): #", re.MULTILINE)


def test_every_colour_is_shown(app: Flask) -> None:
    """A colour that tokens.css names has its place and its swatch on the page."""
    named = set(COLOUR.findall((STYLES / "tokens.css").read_text(encoding="utf-8")))
    listed = {name for names in samples.tokens().values() for name in names}
    dressed = set(re.findall(r"\.swatch--([a-z-]+)", (STYLES / "styleguide.css").read_text(encoding="utf-8")))

    assert named == listed == dressed


def test_every_mark_is_shown(app: Flask) -> None:
    """A mark that the sprite holds is on the page."""
    assert set(samples.MARKS) == set(re.findall(r'id="mark-([a-z]+)"', SPRITE.read_text(encoding="utf-8")))


def test_the_page_names_its_macros(auth: Actor) -> None:
    """Each part says which macro draws it."""
    page = auth.get("/styleguide").text

    for macro in (
        "field(f",
        "mark(name)",
        "verdict_banner(",
        "empty(text)",
        "notice(kind",
        "quiz_fields(",
        "drawn_figures(",
        "in_a_row(",
    ):
        assert macro in page


def test_every_kind_of_answer_and_drawing_is_shown(auth: Actor) -> None:
    """The pieces of a quiz are there: each kind of answer, one refused, right and wrong, each drawing."""
    page = auth.get("/styleguide").text

    for name in ("number", "text", "choice", "several", "ordering.1", "matching.p1", "side", "refused"):
        assert f'name="{name}"' in page
    assert 'aria-invalid="true"' in page
    assert "autofocus" not in page
    assert page.count('class="judged"') == 2
    assert page.count('class="drawing"') == 5
    assert page.count('class="standings__row"') == 3
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_production_has_no_style_guide(tmp_path: Path) -> None:
    """What is for developers is not served to the world."""
    key = tmp_path / "secret_key"
    key.write_text("0f" * 32)
    key.chmod(0o600)
    settings = config.load(
        {}, instance=tmp_path, environment="production", https=True, hosts=("school.example",)
    )
    app = create_app(settings)

    assert "styleguide.show" not in app.view_functions
