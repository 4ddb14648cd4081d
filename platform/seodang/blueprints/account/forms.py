"""Forms of the account page. Names of fields differ between forms, since all stand on one page."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, PasswordField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from ... import locales
from ...services.preferences import FONT_SIZES, zones_by_region
from ..auth.forms import EMAIL, PLAIN

LANGUAGES = tuple(
    SelectChoice(code, name, render_kw={"lang": code}) for code, name in (("ko", "한국어"), ("en", "English"))
)
_REQUIRED = InputRequired(_l("Fill this in."))


class RegionForm(FlaskForm):
    """Language and time zone; cities have the English names of the zones' tables."""

    language = SelectField(_l("Language"), choices=LANGUAGES)
    timezone = SelectField(_l("Time zone"), [Optional()], render_kw={"lang": "en"})

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.timezone.choices = [
            SelectChoice("", _l("As this browser says"), render_kw={"lang": locales.current()}),
            *(
                SelectChoice(zone, _city(zone), optgroup=region)
                for region, zones in zones_by_region()
                for zone in zones
            ),
        ]


class EditorForm(FlaskForm):
    """How the editor is set up."""

    font_size = SelectField(
        _l("Size of the letters"),
        choices=[SelectChoice(str(size), f"{size} px") for size in FONT_SIZES],
        coerce=int,
    )
    wrap = BooleanField(_l("Break long lines"))
    close_brackets = BooleanField(_l("Close brackets and quotation marks as I type"))
    run_on_pause = BooleanField(_l("Run the public checks when I pause"))


class IdentityForm(FlaskForm):
    """What one signs in with, besides the password."""

    name = StringField(_l("Name"), [_REQUIRED], render_kw=PLAIN)
    email = EmailField(_l("E-mail address"), [Optional(), Length(max=254), EMAIL])
    name_password = PasswordField(_l("Current password"), [_REQUIRED])


class PasswordForm(FlaskForm):
    """Another password."""

    old_password = PasswordField(_l("Current password"), [_REQUIRED])
    new_password = PasswordField(_l("New password"), [_REQUIRED])


class DeletionForm(FlaskForm):
    """The end of an account."""

    delete_name = StringField(_l("Your name, to be sure"), [_REQUIRED], render_kw=PLAIN)
    delete_password = PasswordField(_l("Current password"), [_REQUIRED])


def _city(zone: str) -> str:
    """The name of a zone inside its region, as people write it."""
    return zone.partition("/")[2].replace("_", " ").replace("/", ": ") or zone
