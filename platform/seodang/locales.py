"""Which language to answer in."""

from __future__ import annotations

from flask import Flask, request
from flask_babel import get_locale
from flask_login import current_user

from .extensions import babel

LOCALES = ("ko", "en")
DEFAULT = "en"
COOKIE = "lang"


def init_app(app: Flask) -> None:
    """Choose the language of each request."""
    babel.init_app(app, locale_selector=choose, default_locale=DEFAULT)


def choose() -> str:
    """The cookie's language, else the profile's, else the browser's, else English."""
    asked = request.cookies.get(COOKIE)
    if asked in LOCALES:
        return asked
    if current_user and current_user.is_authenticated and current_user.locale in LOCALES:
        return str(current_user.locale)
    return request.accept_languages.best_match(LOCALES) or DEFAULT


def current() -> str:
    """The language of this request."""
    locale = get_locale()
    return str(locale.language) if locale is not None and locale.language in LOCALES else DEFAULT


def other() -> str:
    """The language the switch offers."""
    return "en" if current() == "ko" else "ko"
