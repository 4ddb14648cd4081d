"""Forms of signing in and registering."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

#: names are neither sentences nor words of a dictionary
PLAIN = {"autocapitalize": "none", "spellcheck": "false"}
EMAIL = Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message=_l("This is no e-mail address."))


class SignInForm(FlaskForm):
    """Name or e-mail address, and password."""

    next = HiddenField()
    email_or_name = StringField(
        _l("Name or e-mail address"), [InputRequired(_l("Fill this in.")), Length(max=254)], render_kw=PLAIN
    )
    password = PasswordField(_l("Password"), [InputRequired(_l("Fill this in."))])


class RegisterForm(FlaskForm):
    """A new account."""

    name = StringField(_l("Name"), [InputRequired(_l("Fill this in."))], render_kw=PLAIN)
    email = EmailField(_l("E-mail address"), [Optional(), Length(max=254), EMAIL])
    password = PasswordField(_l("Password"), [InputRequired(_l("Fill this in."))])
