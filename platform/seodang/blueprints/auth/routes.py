"""Signing in, registering and signing out."""

from __future__ import annotations

import logging

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from ... import locales, sessions
from ...negotiation import local_path
from ...services import accounts, demo as demo_accounts, enrolments
from ...services.exceptions import InputError
from .forms import RegisterForm, SignInForm

bp = Blueprint("auth", __name__)
log = logging.getLogger(__name__)


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in with name or e-mail address and password."""
    form = SignInForm(next=request.args.get("next", ""))
    if request.method == "GET":
        return _sign_in_page(form, 200)
    if form.validate_on_submit():
        user = accounts.sign_in(form.email_or_name.data, form.password.data, request.remote_addr or "")
        if user is not None:
            sessions.begin(user)
            return redirect(local_path(form.next.data), 303)
        log.warning("sign-in failed", extra={"address": request.remote_addr})
        form.form_errors.append(_("Name and password do not fit together."))
    return _sign_in_page(form, 422)


@bp.post("/demo/<role>")
def demo(role: str) -> ResponseReturnValue:
    """Enter a demo account with one click; only on one's own machine, elsewhere there is no such page."""
    sessions.begin(demo_accounts.account(role))
    return redirect(local_path(request.form.get("next")), 303)


@bp.route("/register", methods=["GET", "POST"])
def register() -> ResponseReturnValue:
    """Make an account and sign in with it."""
    form = RegisterForm()
    if form.validate_on_submit():
        try:
            user = accounts.register(
                form.name.data,
                form.password.data,
                form.email.data or "",
                locales.current(),
                request.remote_addr or "",
            )
        except InputError as error:
            form[error.field or "name"].errors = [str(error.message)]
            return render_template("auth/register.html", form=form), 422
        enrolments.enrol_everywhere(user)
        sessions.begin(user)
        flash(_("Welcome, %(name)s.", name=user.name), "success")
        return redirect(local_path(None), 303)
    return render_template("auth/register.html", form=form), 422 if request.method == "POST" else 200


@bp.post("/sign-out")
@login_required
def sign_out() -> ResponseReturnValue:
    """Sign out on this browser; the old cookie is worth nothing afterwards."""
    log.info("signed out", extra={"user": current_user.id})
    sessions.end()
    return redirect(local_path(None), 303)


def _sign_in_page(form: SignInForm, code: int) -> ResponseReturnValue:
    """The sign-in page."""
    return render_template("auth/sign_in.html", form=form, demo_accounts=demo_accounts.roles()), code
