"""How templates say the site's sentences: looked up once in each language, then kept.

A page has a hundred of them. Asking the request for its language, the application for its catalogues and a
catalogue for the sentence takes longer, all together, than the rest of the page.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask
from flask_babel import get_locale, get_translations
from markupsafe import Markup


def init_app(app: Flask) -> None:
    """Let templates say sentences in our way, which takes over from the extension's."""
    app.jinja_env.globals.update(_=sentence, gettext=sentence)


def sentence(text: str, /, **values: Any) -> Markup:
    """A sentence of ours in the reader's language, with its values filled in and escaped."""
    locale = get_locale()
    language = locale.language if locale is not None else ""
    return _pattern(language, text) % values if values else _plain(language, text)


@lru_cache(maxsize=4096)
def _plain(language: str, text: str) -> Markup:
    """A sentence without values, where two percent signs mean one."""
    return _pattern(language, text) % {}


@lru_cache(maxsize=4096)
def _pattern(language: str, text: str) -> Markup:
    """A sentence as the catalogue of this request's language has it."""
    return Markup(get_translations().ugettext(text))  # noqa: S704 - written by ourselves
