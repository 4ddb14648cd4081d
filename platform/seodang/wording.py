"""How templates say the site's sentences, and rows made of them: once in each language, then kept.

A page has a hundred of them. Asking the request for its language, the application for its catalogues and a
catalogue for the sentence takes longer, all together, than the rest of the page.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from flask import Flask
from flask_babel import get_locale, get_translations
from jinja2.runtime import Macro
from markupsafe import Markup


def init_app(app: Flask) -> None:
    """Let templates say sentences in our way, which takes over from the extension's."""
    app.jinja_env.globals.update(_=sentence, gettext=sentence, kept=kept)


def kept(macro: Macro, view: Hashable) -> Markup:
    """What a macro makes of a view, made once in each language; the same rows come to everybody.

    For macros imported without context that look at nothing but the view: no time, no zone, no reader.
    """
    return _made(macro, view, _language())


def sentence(text: str, /, **values: Any) -> Markup:
    """A sentence of ours in the reader's language, with its values filled in and escaped."""
    language = _language()
    return _pattern(language, text) % values if values else _plain(language, text)


def _language() -> str:
    """The reader's language."""
    locale = get_locale()
    return locale.language if locale is not None else ""


@lru_cache(maxsize=8192)
def _made(macro: Macro, view: Hashable, language: str) -> Markup:
    """A piece of a page in this request's language."""
    return Markup(macro(view))  # noqa: S704 - a macro escapes what it is given


@lru_cache(maxsize=4096)
def _plain(language: str, text: str) -> Markup:
    """A sentence without values, where two percent signs mean one."""
    return _pattern(language, text) % {}


@lru_cache(maxsize=4096)
def _pattern(language: str, text: str) -> Markup:
    """A sentence as the catalogue of this request's language has it."""
    return Markup(get_translations().ugettext(text))  # noqa: S704 - written by ourselves
