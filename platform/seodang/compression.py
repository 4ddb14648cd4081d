"""Pages and data are sent compressed; built files come compressed already, and events go out as they come.

Why a secret in a compressed page is safe here is told in docs/security.md.
"""

from __future__ import annotations

from flask import Flask
from flask_compress import Compress

KINDS = ["text/html", "text/plain", "text/csv", "application/json", "image/svg+xml"]
TINY = 500  #: bytes; below, the headers cost more than is won

_compress = Compress()


def init_app(app: Flask) -> None:
    """Compress answers of the kinds above, at levels that cost a page half a millisecond."""
    app.config.from_mapping(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_LEVEL=5,
        COMPRESS_MIMETYPES=KINDS,
        COMPRESS_MIN_SIZE=TINY,
        COMPRESS_STREAMS=False,
    )
    _compress.init_app(app)
