"""Forms of the teaching side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField, FileRequired
from wtforms import DateTimeLocalField, IntegerField, SelectMultipleField, StringField
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, Length, NumberRange, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

YEARS = range(2000, 3000)  #: at the ends of the calendar a moment has no hour in every reader's time zone


class UploadForm(FlaskForm):
    """A zipped bundle."""

    archive = FileField(
        _l("Zip file"), [FileRequired(_l("Choose a file.")), FileAllowed(["zip"], _l("Choose a zip file."))]
    )


class Unrepeated:
    """A field whose first complaint is its only one: what cannot be read is not measured as well."""

    process_errors: Sequence[str]
    raw_data: list[str] | None

    def pre_validate(self, form: BaseForm) -> None:
        """End here where reading has failed; what was left out is no failure."""
        if self.process_errors and self.raw_data and self.raw_data[0].strip():
            raise StopValidation


class LocalTimeField(Unrepeated, DateTimeLocalField):
    """A time in the reader's zone, as browsers send it; what cannot be read stays in the field."""

    data: datetime | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say that it cannot be read."""
        try:
            super().process_formdata(valuelist)
            far = self.data is not None and self.data.year not in YEARS
        except ValueError:
            far = True
        if far:
            self.data = None
            raise ValueError(_l("This is no date and time, such as 2026-09-30T23:59."))


class CountField(Unrepeated, IntegerField):
    """A whole number that may be left out."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say that it cannot be read."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Write a number from 1 to 1000, or leave it empty.")) from None


_TITLE = (
    DataRequired(_l("Write a title of up to 120 characters.")),
    Length(max=120, message=_l("Write a title of up to 120 characters.")),
)
_TIMES = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


class AssignmentForm(FlaskForm):
    """What an assignment says."""

    title_en = StringField(_l("Title in English"), _TITLE)
    title_ko = StringField(_l("Title in Korean"), _TITLE)
    exercises = SelectMultipleField(
        _l("Exercises"),
        invalid_choice_message=_l("Choose exercises from the list."),
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[DataRequired(_l("Choose at least one exercise."))],
    )
    opens = LocalTimeField(_l("Opens"), [Optional()], format=_TIMES)
    due = LocalTimeField(_l("Deadline"), [Optional()], format=_TIMES)
    closes = LocalTimeField(_l("Closes"), [Optional()], format=_TIMES)
    attempts = CountField(
        _l("Attempts for each exercise"),
        [Optional(), NumberRange(1, 1000, _l("Write a number from 1 to 1000, or leave it empty."))],
    )
