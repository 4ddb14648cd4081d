"""Which language to answer in, and in whose time."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask, current_app, request
from flask_babel import get_locale
from flask_login import current_user
from werkzeug import Response

from .extensions import babel
from .services import preferences

LOCALES = ("ko", "en")
DEFAULT = "en"
COOKIE = "lang"
YEAR_S = 31_536_000


def init_app(app: Flask) -> None:
    """Choose the language and the time zone of each request."""
    babel.init_app(
        app, locale_selector=choose, timezone_selector=lambda: timezone().key, default_locale=DEFAULT
    )
    app.add_template_filter(moment_text)
    app.add_template_filter(zone_name)
    app.add_template_test(zone_chosen)


def choose() -> str:
    """The cookie's language, else the profile's, else the browser's, else English."""
    if request.cookies.get(COOKIE) in LOCALES:
        return of_browser()
    if current_user and current_user.is_authenticated and current_user.locale in LOCALES:
        return str(current_user.locale)
    return of_browser()


def of_browser() -> str:
    """The same without asking who reads: the cookie's language, the browser's, else English."""
    asked = request.cookies.get(COOKIE)
    return asked if asked in LOCALES else request.accept_languages.best_match(LOCALES) or DEFAULT


def current() -> str:
    """The language of this request."""
    locale = get_locale()
    return str(locale.language) if locale is not None and locale.language in LOCALES else DEFAULT


def other() -> str:
    """The language the switch offers."""
    return "en" if current() == "ko" else "ko"


def remember(response: Response, lang: str) -> None:
    """Keep a language in this browser; it counts before the profile's."""
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(COOKIE, lang, max_age=YEAR_S, samesite="Lax", httponly=True, secure=secure)


def timezone() -> ZoneInfo:
    """The reader's time zone; UTC while they have chosen none, which scripts then tell in the browser's."""
    return _chosen() or ZoneInfo("UTC")


def zone_chosen(moment: datetime | None = None) -> bool:
    """Has the reader chosen a time zone? (Asked of moments in templates.)"""
    return _chosen() is not None


def moment_text(moment: datetime) -> str:
    """A moment in the reader's time zone, in the same order of figures in both languages."""
    return f"{moment.astimezone(timezone()):%Y-%m-%d %H:%M}"


def zone_name(moment: datetime) -> str:
    """What the reader's time zone is called at that moment: KST, or its distance from UTC without a name."""
    local = moment.astimezone(timezone())
    name = local.tzname() or ""
    if name.isalpha():
        return name
    offset = f"{local:%z}"
    return f"UTC{offset[:3]}:{offset[3:5]}"


def _chosen() -> ZoneInfo | None:
    """The time zone of the profile."""
    if not (current_user and current_user.is_authenticated):
        return None
    return preferences.timezone_of(current_user)
