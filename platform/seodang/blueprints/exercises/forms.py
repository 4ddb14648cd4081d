"""The form that hands files in."""

from __future__ import annotations

import secrets

from flask_wtf import FlaskForm
from wtforms import HiddenField


class SubmissionForm(FlaskForm):
    """Carries a token that names the submission it makes; the files are read from the request by name."""

    token = HiddenField(default=lambda: secrets.token_urlsafe(16))
