"""Searching the courses."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import login_required

from ... import locales
from ...presenters.search import result_view
from ...services import search
from ...services.search_text import MAX_QUERY

bp = Blueprint("search", __name__)


@bp.get("/search")
@login_required
def index() -> ResponseReturnValue:
    """Pages that hold every word of `q`."""
    query, lang = request.args.get("q", "").strip()[:MAX_QUERY], locales.current()
    results = [result_view(hit, lang) for hit in search.find(query, lang)]
    return render_template("search/index.html", query=query, results=results, limit=search.MAX_RESULTS)
