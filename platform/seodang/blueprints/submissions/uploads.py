"""Files out of a submission form: text areas, or uploads under the same names."""

from __future__ import annotations

from flask import request

PREFIX = "source__"
MARK = "\N{REPLACEMENT CHARACTER}".encode()


def read_files() -> dict[str, bytes]:
    """The files of this request by name; an upload counts before the text area of its name.

    Browsers send text areas with CRLF line ends whatever was typed, so those become plain line feeds.
    Replacement marks stand where a text area's bytes, or those of an earlier upload shown in it, were not
    UTF-8; they become such a byte again, so that this is said and no altered text is graded.
    """
    found: dict[str, bytes] = {}
    for field, text in request.form.items():
        if field.startswith(PREFIX):
            data = text.encode("utf-8").replace(MARK, b"\xff")
            found[field.removeprefix(PREFIX)] = data.replace(b"\r\n", b"\n")
    for field, upload in request.files.items():
        if field.startswith(PREFIX) and upload.filename:
            found[field.removeprefix(PREFIX)] = upload.read()
    return found


def texts_of(files: dict[str, bytes]) -> dict[str, str]:
    """The same as text for the editor; what is not UTF-8 is shown with marks in its place."""
    return {
        name: data.decode("utf-8", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}")
        for name, data in files.items()
    }
