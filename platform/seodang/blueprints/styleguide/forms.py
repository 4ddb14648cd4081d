"""A form that shows every kind of control; nobody sends it."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, SelectField, StringField


class SampleForm(FlaskForm):
    """One control of each kind."""

    name = StringField("A line of text")
    secret = PasswordField("A password")
    kind = SelectField("One of several", choices=["The first", "The second"])
    agreed = BooleanField("A box to check")
    wrong = StringField("A line that was refused")
