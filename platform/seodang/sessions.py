"""Who is asking: the cookie holds a token, its row in the database says whose sign-in it is."""

from __future__ import annotations

from flask import Flask, Response, abort, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from .extensions import login_manager
from .models import User
from .negotiation import wants_json
from .services import accounts

COOKIE_KEY = "sid"


class CookieOfPages(SecureCookieSessionInterface):
    """The cookie goes with pages; built files are the same for everybody, and caches are told so."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the cookie where it changed, and that an answer depends on it."""
        if request.endpoint != "static":
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Let flask-login find users through their sign-in's row."""
    app.session_interface = CookieOfPages()
    login_manager.init_app(app)
    login_manager.session_protection = None  # the row decides; addresses of phones change
    login_manager.user_loader(_load)
    login_manager.unauthorized_handler(_ask_to_sign_in)


def begin(user: User) -> None:
    """Sign somebody in on this browser, under a new token and an otherwise empty cookie."""
    end()
    session[COOKIE_KEY] = accounts.open_session(user)
    login_user(user)


def end() -> None:
    """Sign this browser out; its old cookie is worth nothing from now on."""
    token = session.get(COOKIE_KEY)
    if token:
        accounts.close_session(token)
    logout_user()
    session.clear()


def _load(user_id: str) -> User | None:
    """The user of this request's sign-in, if that is still good and the same person's."""
    user = accounts.user_of_session(session.get(COOKIE_KEY, ""))
    return user if user is not None and str(user.id) == user_id else None


def _ask_to_sign_in() -> ResponseReturnValue:
    """Send people to the sign-in page and back afterwards; tell scripts plainly."""
    if wants_json() or request.method != "GET":
        abort(401)
    return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")))
