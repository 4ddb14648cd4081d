"""What every answer says to the browser, and what requests from elsewhere are told."""

from __future__ import annotations

import secrets

from flask import Flask, Response, abort, current_app, g, request

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
OWN_SITES = ("same-origin", "none")
YEAR_S = 31_536_000
UPLOADS = "teaching.upload"
UPLOAD_BYTES = 20 * 2**20 + 64 * 1024  # a bundle and the form around it

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; font-src 'self'; "
    "img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
)


def init_app(app: Flask) -> None:
    """Check where requests come from and how large they may be, and add the headers to every answer."""
    app.before_request(_refuse_foreign)
    app.before_request(_allow_uploads)
    app.after_request(_add_headers)


def csp_nonce() -> str:
    """The nonce of styles in this answer."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _refuse_foreign() -> None:
    """Refuse what another site's page made this browser send."""
    site = request.headers.get("Sec-Fetch-Site")
    if request.method not in SAFE_METHODS and site is not None and site not in OWN_SITES:
        abort(403)


def _allow_uploads() -> None:
    """Let bundles be larger than other forms; said before anything reads the form."""
    if request.endpoint == UPLOADS:
        request.max_content_length = UPLOAD_BYTES


def _add_headers(response: Response) -> Response:
    """Content policy, no sniffing, no framing, no referrer to others, no shared caching of personal pages."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _CSP.format(nonce=csp_nonce()))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", f"max-age={YEAR_S}; includeSubDomains")
    if request.endpoint != "static" or response.status_code >= 400:
        headers.setdefault("Cache-Control", "no-store")
    return response
