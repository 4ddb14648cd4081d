"""One's own account: how the site is set up, what one signs in with, one's data, and the end of it all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext as _
from flask_login import current_user, login_required
from flask_wtf import FlaskForm

from ... import locales, sessions
from ...presenters.account import account_view
from ...services import accounts, deletion, export, preferences
from ...services.exceptions import InputError
from .forms import DeletionForm, EditorForm, IdentityForm, PasswordForm, RegionForm

if TYPE_CHECKING:
    from ...models import User

bp = Blueprint("account", __name__, url_prefix="/account")
CHUNK = 64 * 1024


@bp.get("")
@login_required
def show() -> ResponseReturnValue:
    """Everything about one's account on one page."""
    return _page()


@bp.post("/region")
@login_required
def region() -> ResponseReturnValue:
    """Choose language and time zone."""
    form = RegionForm()
    if not form.validate_on_submit():
        return _page(form)
    preferences.set_timezone(_me(), form.timezone.data or "")
    accounts.set_locale(_me(), form.language.data)
    with force_locale(form.language.data):
        flash(_("Language and time zone are set."), "success")
    answer = _done("region")
    locales.remember(answer, form.language.data)
    return answer


@bp.post("/editor")
@login_required
def editor() -> ResponseReturnValue:
    """Set the editor up."""
    form = EditorForm()
    if not form.validate_on_submit():
        return _page(form)
    preferences.save(_me(), {name: value for name, value in form.data.items() if name != "csrf_token"})
    flash(_("The editor is set up as you like it."), "success")
    return _done("editor")


@bp.post("/identity")
@login_required
def identity() -> ResponseReturnValue:
    """Change name or e-mail address; other browsers are signed out."""
    form = IdentityForm()
    try:
        if not form.validate_on_submit():
            return _page(form)
        accounts.confirm(_me(), form.name_password.data, request.remote_addr or "", "name_password")
        accounts.rename(_me(), form.name.data, form.email.data or "")
    except InputError as error:
        return _page(form, error)
    sessions.begin(_me())
    flash(_("Changed. Other browsers have been signed out."), "success")
    return _done("identity")


@bp.post("/password")
@login_required
def password() -> ResponseReturnValue:
    """Change the password; other browsers are signed out, and this one gets a new sign-in."""
    form = PasswordForm()
    try:
        if not form.validate_on_submit():
            return _page(form)
        accounts.confirm(_me(), form.old_password.data, request.remote_addr or "", "old_password")
        accounts.set_password(_me(), form.new_password.data)
    except InputError as error:
        return _page(form, error, {"password": "new_password"})
    sessions.begin(_me())
    flash(_("The password is changed. Other browsers have been signed out."), "success")
    return _done("password")


@bp.post("/sign-outs")
@login_required
def sign_out_everywhere() -> ResponseReturnValue:
    """End every sign-in, this one too."""
    accounts.end_sessions(_me())
    sessions.end()
    flash(_("You are signed out everywhere."), "success")
    return redirect(url_for("auth.sign_in"), 303)


@bp.get("/data.zip")
@login_required
def data() -> ResponseReturnValue:
    """All of one's data."""
    archive = export.archive(_me())
    answer = Response(_chunks(archive), mimetype="application/zip")
    answer.call_on_close(archive.close)
    answer.headers["Content-Disposition"] = 'attachment; filename="seodang-data.zip"'
    return answer


@bp.post("/deletion")
@login_required
def delete() -> ResponseReturnValue:
    """Delete one's account and everything that is one's own."""
    form = DeletionForm()
    try:
        if not form.validate_on_submit():
            return _page(form)
        deletion.require_name(_me(), form.delete_name.data, "delete_name")
        accounts.confirm(_me(), form.delete_password.data, request.remote_addr or "", "delete_password")
    except InputError as error:
        return _page(form, error)
    deletion.delete_account(_me())
    sessions.end()
    flash(_("Your account and everything of yours is deleted."), "success")
    return redirect(url_for("pages.home"), 303)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    """A file piece by piece, closed after the last one."""
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


def _me() -> User:
    """The user who asks, as services take them."""
    me: User = current_user._get_current_object()
    return me


def _done(section: str) -> Response:
    """Back to the page, at the part that was changed."""
    return redirect(url_for("account.show", _anchor=section), 303)  # type: ignore[return-value]


def _page(
    sent: FlaskForm | None = None, error: InputError | None = None, fields: dict[str, str] | None = None
) -> ResponseReturnValue:
    """The page; a form that would not do comes back as it was sent, with what is wrong beside its field."""
    if sent is not None and error is not None:
        name = (fields or {}).get(error.field, error.field)
        sent[name].errors = [str(error.message)]
    me = _me()
    stored = {
        RegionForm: {"language": locales.current(), "timezone": me.timezone or ""},
        EditorForm: preferences.as_dict(me),
        IdentityForm: {"name": me.name, "email": me.email_key or ""},
        PasswordForm: {},
        DeletionForm: {},
    }
    forms = {
        kind.__name__.removesuffix("Form").lower(): sent
        if isinstance(sent, kind)
        else kind(formdata=None, data=values)
        for kind, values in stored.items()
    }
    view = account_view(me, session.get(sessions.COOKIE_KEY, ""))
    code = 422 if sent is not None else 200
    return render_template("account/show.html", account=view, forms=forms, now=datetime.now(UTC)), code
