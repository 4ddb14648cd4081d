"""The application factory: everything the site is made of, in one place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from flask_login import current_user
from werkzeug.local import LocalProxy
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from config import Settings

from . import (
    addresses,
    assets,
    compression,
    errors,
    events,
    headers,
    locales,
    logs,
    markdown,
    sessions,
    wording,
)
from .bell import Bell
from .blueprints import BLUEPRINTS, styleguide
from .extensions import csrf, engine_options, init_database
from .incoming import SiteRequest
from .presenters.grading import grading_status
from .services import demo, enrolments

SITE_NAME = "Seodang"
FORM_BYTES = 1 * 2**20
FORM_PARTS = 200
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application for these settings, or for those of the environment."""
    chosen = settings or config.load()
    config.prepare(chosen)
    logs.configure(chosen.log_level)
    app = Flask(
        __name__, static_folder=str(Path(__file__).parent / "static"), instance_path=str(chosen.instance)
    )
    app.request_class = SiteRequest
    app.config.from_mapping(_configuration(chosen))
    _connect(app, chosen)
    if chosen.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=chosen.proxies, x_proto=chosen.proxies)  # type: ignore[method-assign]
    addresses.init_app(app)
    headers.init_app(app)
    assets.init_app(app)
    compression.init_app(app)
    init_database(app)
    csrf.init_app(app)
    locales.init_app(app)
    wording.init_app(app)
    markdown.init_app(app)
    sessions.init_app(app)
    events.init_app(app, chosen.threads, chosen.instance)
    errors.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if chosen.environment != "production":
        app.register_blueprint(styleguide.bp)
    app.context_processor(_context)
    return app


def _connect(app: Flask, settings: Settings) -> None:
    """Attach what tells other processes of work: files on this machine, or the broker."""
    url = settings.broker_url
    app.extensions["broker"] = None
    app.extensions["bell"] = Bell(settings.instance / "bell")
    if url:
        from .broker import Broker, BrokerBell  # noqa: PLC0415 - a site without a broker loads no Celery

        app.extensions["broker"] = Broker(url)
        app.extensions["bell"] = BrokerBell(url)


def _configuration(settings: Settings) -> dict[str, Any]:
    """Our settings in Flask's terms."""
    url = settings.database_url
    return {
        "SEODANG": settings,
        "SECRET_KEY": settings.secret_key,
        "DEBUG": settings.debug,
        "TESTING": settings.environment == "test",
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(url, settings.web_processes),
        "SESSION_COOKIE_NAME": "__Host-session" if settings.https else "session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.https,
        "MAX_CONTENT_LENGTH": FORM_BYTES,
        "MAX_FORM_MEMORY_SIZE": FORM_BYTES,
        "MAX_FORM_PARTS": FORM_PARTS,
        "TRUSTED_HOSTS": list(settings.hosts) or (LOCAL_HOSTS if settings.loopback else None),
        "WTF_CSRF_TIME_LIMIT": None,  # a page may stay open for a lesson; the sign-in has its own limits
        "WTF_CSRF_SSL_STRICT": False,  # where a request comes from is checked by Sec-Fetch-Site
        "BABEL_TRANSLATION_DIRECTORIES": str(Path(__file__).parent / "translations"),
    }


def _context() -> dict[str, Any]:
    """What every template may use."""
    known = current_user and current_user.is_authenticated
    return {
        "site_name": SITE_NAME,
        "csp_nonce": headers.csp_nonce(),
        "locale": locales.current(),
        "other_locale": locales.other(),
        "grading": grading_status(),
        "demo": LocalProxy(demo.roles),  # asked by the pages that look at it
        "may_teach": bool(known and enrolments.teaches_anything(current_user)),
    }
