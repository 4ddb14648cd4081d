"""Refusals and failures as answers: one page, or one JSON object, and never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Flask, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from . import locales
from .assets import asset
from .extensions import OUTAGES, db
from .negotiation import wants_json
from .services.exceptions import (
    ForbiddenError,
    InputError,
    LimitError,
    NotFoundError,
    ServiceError,
    UnavailableError,
)

log = logging.getLogger(__name__)

STATUS: dict[type[ServiceError], int] = {
    NotFoundError: HTTPStatus.NOT_FOUND,
    ForbiddenError: HTTPStatus.FORBIDDEN,
    LimitError: HTTPStatus.TOO_MANY_REQUESTS,
    InputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
}
Handler = Callable[[Any], ResponseReturnValue]
SECURITY = (401, 403, 429)
AGAIN = (429, 500, 503)  # the same page may well open a moment later
BUSY_S = 5
SOURCE = "source__"  # begins the names of fields that hold code


def init_app(app: Flask) -> None:
    """Register the kinds of bad news."""
    handlers: dict[type[Exception], Handler] = {
        ServiceError: _refused,
        CSRFError: _unprotected,
        HTTPException: _http,
        **dict.fromkeys(OUTAGES, _away),
        Exception: _ours,
    }
    for kind, handle in handlers.items():
        app.register_error_handler(kind, _surely(handle))


def answer(code: int, message: str, **facts: object) -> ResponseReturnValue:
    """An error page, or the same as JSON."""
    if code in SECURITY:
        log.warning(
            "refused",
            extra={
                "code": code,
                "path": request.path,
                "method": request.method,
                "user": getattr(current_user, "id", None),
                "address": request.remote_addr,
            },
        )
    if wants_json() or request.is_json:
        return jsonify(error=message, **facts), code
    again = request.full_path.rstrip("?") if request.method == "GET" and code in AGAIN else ""
    page = render_template("errors/error.html", code=code, title=_title(code), message=message, again=again)
    return page, code


def _refused(error: ServiceError) -> ResponseReturnValue:
    """A service said no."""
    response = make_response(answer(STATUS.get(type(error), HTTPStatus.BAD_REQUEST), str(error.message)))
    if isinstance(error, LimitError):
        response.headers["Retry-After"] = str(error.retry_s)
    return response


def _unprotected(error: CSRFError) -> ResponseReturnValue:
    """A form without a good token: of a page that has outlived its sign-in, or of a strange one."""
    if not wants_json() and not request.is_json:
        message = _("This form has expired. Go back, reload the page and try again.")
        told = {"code": 400, "title": _title(400), "message": message, "again": ""}
        return render_template("errors/error.html", **told, sent=_sent()), 400
    if not current_user.is_authenticated:
        return answer(
            401, _("You are signed out. Sign in in another tab, then try again here. Nothing is lost.")
        )
    return answer(400, _("This page has expired. Reload it and try again."))


def _sent() -> list[str]:
    """The code in the form that was refused: its page may be gone, and the text with it."""
    texts = [text for name, text in request.form.items() if name.startswith(SOURCE)]
    return [text for text in texts if text.strip()]


def _http(error: HTTPException) -> ResponseReturnValue:
    """What Flask itself refuses, or redirects."""
    if isinstance(error, SecurityError):  # a host name that is not ours: pages have no addresses under it
        log.warning(
            "refused", extra={"host": request.environ.get("HTTP_HOST"), "address": request.remote_addr}
        )
        return "This host name is not served here.\n", 400, {"Content-Type": "text/plain; charset=utf-8"}
    code = error.code or 500
    if code < 400:
        return error.get_response()
    return answer(code, _message(code))


def _away(error: Exception) -> ResponseReturnValue:
    """The database is away, locked or overwhelmed: nothing was changed, and later it will be fine."""
    log.error("database away", exc_info=error, extra=_where())
    db.session.rollback()
    response = make_response(answer(503, _message(503)))
    response.headers["Retry-After"] = str(BUSY_S)
    return response


def _ours(error: Exception) -> ResponseReturnValue:
    """The edge around one request: whatever went wrong is ours, logged whole and told in one sentence."""
    log.error("request failed", exc_info=error, extra=_where())
    db.session.rollback()
    return answer(500, _message(500))


def _surely(handle: Handler) -> Handler:
    """A handler that answers in any case: with a sheet that asks nothing, where its page cannot be drawn."""

    def answered(error: Any) -> ResponseReturnValue:
        try:
            return handle(error)
        except Exception as second:  # the edge around the edge: there is nothing left that could be asked
            log.warning("no page for an error", exc_info=second, extra=_where())
            return _bare(503 if isinstance(second, OUTAGES) else 500)

    return answered


def _bare(code: int) -> ResponseReturnValue:
    """The same words on an empty sheet, in the language of the browser."""
    wait = {"Retry-After": str(BUSY_S)} if code == HTTPStatus.SERVICE_UNAVAILABLE else {}
    with force_locale(locales.of_browser()):
        title, message = _title(code), _message(code)
        if wants_json() or request.is_json:
            return jsonify(error=message), code, wait
        template = current_app.jinja_env.get_template("errors/bare.html")
        page = template.render(
            code=code, title=title, message=message, lang=locales.of_browser(), style=asset("styles/site.css")
        )
    return page, code, wait


def _where() -> dict[str, object]:
    """Which request this was."""
    return {"path": request.path, "method": request.method, "submission": _submission()}


def _submission() -> int | None:
    """The submission this request is about, if it is about one."""
    about = request.blueprint == "submissions" and request.view_args
    return request.view_args.get("id") if about and request.view_args else None


def _title(code: int) -> str:
    """What happened, in a few words."""
    titles = {
        400: _("That request cannot be used"),
        401: _("Please sign in"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("Not possible here"),
        413: _("Too large"),
        422: _("Please check your input"),
        429: _("Too much at once"),
        503: _("Not available right now"),
    }
    return str(titles.get(code) or _("Something went wrong on our side"))


def _message(code: int) -> str:
    """What to do about it."""
    messages = {
        400: _("The request was incomplete. Go back, reload the page and try again."),
        401: _("You need to be signed in for this."),
        403: _("You may not do this."),
        404: _("There is no such page, or it is not yours."),
        405: _("This page cannot be used that way."),
        413: _(
            "What you sent is larger than we accept. Go back in the browser: what you typed is still there."
        ),
        429: _("That was a lot at once. Wait a moment and try again."),
        503: _("Try again in a moment."),
    }
    return str(messages.get(code) or _("It has been logged and costs you nothing. Please try again."))
