"""Forms of the teaching side."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField, FileRequired


class UploadForm(FlaskForm):
    """A zipped bundle."""

    archive = FileField(
        _l("Zip file"), [FileRequired(_l("Choose a file.")), FileAllowed(["zip"], _l("Choose a zip file."))]
    )
